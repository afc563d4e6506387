"""Random types, records and inputs, and what a case may give for them (cases.py)."""
from making import Loop, Maker, Scope, Term

ON = {"type": "date", "low": None, "high": None, "optional": False}
OF_HEAD = {"on": ON, "who": {"type": "who"}, "paid": {"type": "money", "low": "0", "high": None, "step": "0.01", "optional": False}}


class Inputs(Maker):
    def declare(self, text):
        self.text.append(text)

    def make_types(self):
        pool = ["low", "middle", "high", "top", "other", "none_such"]
        for at in range(self.random.randint(1, 2)):
            name = f"Kind{at}"
            self.enums[name] = [f"{m}{at}" for m in pool[:self.random.randint(2, 5)]]
            self.declare(f"enum {name} {{ {'  '.join(self.enums[name])} }}")

    def field_type(self, nested=True):
        """(how it is written, its type, what a case may give)"""
        type_ = self.pick(("money", "money", "money", "rate", "count", "count", "decimal", "date", "date", "bool", "text", "days",
                           "months", "enum", "time"))
        limits = {"low": None, "high": None, "step": None, "type": type_}
        written = {"money": "CNY", "enum": ""}.get(type_, type_)
        if type_ == "enum":
            written = self.pick(tuple(self.enums))
            type_ = limits["type"] = f"enum {written}"
        elif type_ == "money":
            written, low, high, step = self.pick((
                ("CNY", None, None, "0.01"), ("CNY 0..", "0", None, "0.01"), ("CNY 0..", "0", None, "0.01"),
                ("CNY -1_000..1_000", "-1000", "1000", "0.01"), ("CNY exact", None, None, "0.000000000000000001"),
                ("CNY to 0.000001 0..", "0", None, "0.000001"), ("CNY 0..100_000", "0", "100000", "0.01"),
                ("CNY to 1 0..<5_000", "0", "4999", "1")))
            limits.update(low=low, high=high, step=step)
        elif type_ == "rate":
            written, low, high, step = self.pick((("rate", None, None, "0.0001"), ("rate 0%..100%", "0", "1", "0.0001"),
                                                  ("rate to 0.01 0%..100%", "0", "1", "0.01")))
            limits.update(low=low, high=high, step=step)
        elif type_ == "count":
            written, low, high = self.pick((("count", "0", None), ("count 1..5", "1", "5"), ("count -10..10", "-10", "10"),
                                            ("count 0..365", "0", "365")))
            limits.update(low=low, high=high, step="1")
        elif type_ == "decimal":
            written, low, high, step = self.pick((("decimal", None, None, "0.000000000001"), ("decimal to 0.0001 0..", "0", None, "0.0001"),
                                                  ("decimal to 0.5", None, None, "0.5")))
            limits.update(low=low, high=high, step=step)
        elif type_ == "date" and self.chance(0.2):
            written, limits["low"], limits["high"] = "date 2023-01-01..2026-12-31", "2023-01-01", "2026-12-31"
        elif type_ == "text" and self.chance(0.3):
            written, limits["high"] = "text at most 20", "20"
        optional = self.chance(0.15)
        limits["optional"] = optional
        placed = type_ == "money" and not optional and written not in ("CNY exact", "CNY to 0.000001 0..")
        return written + "?" * optional, Term("", type_, optional, placed), limits

    def make_record(self, name, size, first=()):
        """Declares it; yields its fields as terms of `{}`, and what a case gives."""
        fields, terms, shape = list(first), [], {}
        for _ in range(size):
            field = self.name("f")
            written, term, limits = self.field_type()
            fields.append(f"{field} : {written}")
            term.text = "{}." + field
            terms.append(term)
            shape[field] = limits
        if not any(t.type == "money" and not t.optional for t in terms):
            field = self.name("f")
            fields.append(f"{field} : CNY 0..")
            terms.append(Term("{}." + field, "money", placed=True))
            shape[field] = {"type": "money", "low": "0", "high": None, "step": "0.01", "optional": False}
        self.random.shuffle(fields)
        self.declare(f"record {name} {{ {'  '.join(fields)} }}")
        return terms, shape

    def read(self, terms, path):
        return [Term(t.text.replace("{}", path), t.type, t.optional, t.placed) for t in terms]

    def make_inputs(self):
        """`head` with the governing date and lists, perhaps others."""
        part_terms, part_shape = self.make_record("Part", self.random.randint(1, 2))
        line_first, inner = [], []
        line_lists = {}
        if self.chance(0.4):
            line_first = ["parts : list of Part at most 50"]
            inner = [Loop("{}.parts", part_terms)]
            line_lists = {"parts": {"type": "list", "of": {"type": "record", "of": part_shape}, "at most": 50}}
        line_terms, line_shape = self.make_record("Line", self.random.randint(2, 5), line_first + ["on : date"])
        line_terms.append(Term("{}.on", "date"))
        line_shape = {**line_shape, **line_lists, "on": ON}
        lists = {"lines": {"type": "list", "of": {"type": "record", "of": line_shape}, "at most": 400}}
        first = ["on : date", "who : text", "paid : CNY 0..", "lines : list of Line at most 400"]
        loops = [Loop("head.lines", line_terms, inner, ["parts"] if inner else [])]
        if self.chance(0.4):
            first.append("amounts : list of CNY")
            lists["amounts"] = {"type": "list", "of": {"type": "money", "low": None, "high": None, "step": "0.01", "optional": False}, "at most": 100}
            loops.append(Loop("head.amounts", [Term("{}", "money", placed=True)]))
        optional_terms = []
        if self.chance(0.4):
            extra_terms, extra_shape = self.make_record("Extra", self.random.randint(1, 3))
            first.append("extra : Extra?")
            lists["extra"] = {"type": "record", "of": extra_shape, "optional": True}
            optional_terms = [Term(t.text.replace("{}", "head.extra"), t.type, True) for t in extra_terms]
        head_terms, head_shape = self.make_record("Head", self.random.randint(3, 8), first)
        self.shape["head"] = {"type": "record", "of": {**head_shape, **lists, **OF_HEAD}, "optional": False}
        self.declare("input head : Head")
        self.scope = Scope(self.read(head_terms, "head") + [
            Term("head.on", "date"), Term("head.who", "text"), Term("head.paid", "money", placed=True), *optional_terms], loops)
        self.case_lists = list(loops)
        at = self.random.choice((1, 1, 2))
        self.scope.terms += [Term(t.text.replace("{}", f"head.lines[{at}]"), t.type, True) for t in line_terms[:2]]
        self.scope.loops.append(Loop(self.pick(("1 .. 3", "1 ..< 5", "[1, 2, 4]", "0 .. min(20, count of x for x in head.lines)")), [Term("{}", "count")]))
        for _ in range(self.random.randint(0, 2)):
            name = self.name("given")
            written, term, limits = self.field_type()
            self.declare(f"input {name} : {written}")
            self.shape[name] = limits
            term.text = name
            self.scope.terms.append(term)
