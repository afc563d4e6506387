"""generate.py SEED [COUNT]: random well-typed policies of all constructs. `Generator(seed).policy()` makes one.

A declaration reads only what was made before it, so nothing goes in a circle; they are written in any order, for order
means nothing. `shape` says what a case of it must look like (cases.py).
"""
import sys

from making import DATES, MODES, RATES, Loop, Maker, Scope, Term

PLACED_STEPS = ("0.01", "0.05", "1", "10", "1_000")  # steps of a currency to 0.01
HEAD = """policy random.p{seed}
  in force from 1900-01-01
  applies when true

currency CNY to 0.01
month ends {ends}
"""


class Generator(Maker):
    def __init__(self, seed):
        super().__init__(seed)
        self.seed = seed
        self.scope, self.blocks, self.text, self.gives = Scope(), [], [], []
        self.shape, self.records, self.requires, self.lists, self.ensures, self.services = {}, {}, [], [], [], []
        self.memories, self.papers, self.files = {}, [], {}

    def declare(self, text):
        self.text.append(text)

    def policy(self):
        """The text."""
        self.make_types()
        self.make_inputs()
        makers = [self.make_value] * 3 + [self.make_rule] * 5 + [self.make_function, self.make_table, self.make_table, self.make_slice,
                  self.make_slice]
        for _ in range(self.random.randint(4, 14)):
            self.pick(makers)()
        for loop in self.case_lists:
            self.make_block(loop)
        if self.chance(0.5):
            self.make_derived()
        for _ in range(self.random.randint(3, 10)):
            self.pick(makers)()
        for _ in range(self.random.randint(2, 5)):
            self.make_output()
        return self.written()

    def written(self):
        self.random.shuffle(self.text)
        gives = ", ".join(self.gives)
        clauses = [f"  gives {gives}"]
        clauses += [f"  ensures {e}" for e in self.ensures]
        clauses += [f"  requires {', '.join(self.requires)}"] * bool(self.requires)
        clauses += [f"  lists {', '.join(self.lists)}"] * bool(self.lists)
        service = f"service settle takes {', '.join(self.shape)} governed by head.on {{\n" + "\n".join(clauses) + "\n}"
        head = HEAD.format(seed=self.seed, ends=self.pick(("last day", "next day", "error")))
        return head + "\n" + "\n".join(self.text + [service]) + "\n"

    # ── types and inputs ──

    def make_types(self):
        pool = ["low", "middle", "high", "top", "other", "none_such"]
        for at in range(self.random.randint(1, 2)):
            name = f"Kind{at}"
            self.enums[name] = [f"{m}{at}" for m in pool[:self.random.randint(2, 5)]]
            self.declare(f"enum {name} {{ {'  '.join(self.enums[name])} }}")

    def field_type(self, nested=True):
        """(how it is written, its type, what a case may give)"""
        type_ = self.pick(("money", "money", "money", "rate", "count", "count", "decimal", "date", "date", "bool", "text", "days",
                           "months", "enum"))
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
        optional = self.chance(0.2)
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
        self.records[name] = [t for t in terms]
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
        line_shape = {**line_shape, **line_lists, "on": {"type": "date", "low": None, "high": None, "optional": False}}
        lists = {"lines": {"type": "list", "of": {"type": "record", "of": line_shape}, "at most": 400}}
        first = ["on : date", "lines : list of Line at most 400"]
        loops = [Loop("head.lines", line_terms, inner)]
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
        self.shape["head"] = {"type": "record", "of": {**head_shape, **lists, "on": {"type": "date", "low": None, "high": None, "optional": False}},
                              "optional": False}
        self.declare("input head : Head")
        self.scope = Scope(self.read(head_terms, "head") + [Term("head.on", "date")] + optional_terms, loops)
        self.case_lists = list(loops)
        for _ in range(self.random.randint(0, 2)):
            name = self.name("given")
            written, term, limits = self.field_type()
            self.declare(f"input {name} : {written}")
            self.shape[name] = limits
            term.text = name
            self.scope.terms.append(term)

    # ── values, functions, rules ──

    def some_type(self):
        return self.pick(("money", "money", "money", "money", "rate", "rate", "count", "decimal", "date", "bool", "days",
                          f"enum {self.pick(tuple(self.enums))}"))

    def written_type(self, type_, exact=True):
        """(as written, the rounding it may need, whether its values lie on the currency's place)"""
        if type_ == "money":
            if exact and self.chance(0.3):
                return "CNY exact", "", False
            step = self.pick(("", "", "", f" to {self.pick(PLACED_STEPS)}"))
            return "CNY", f" rounded {self.pick(MODES)}{step}", True
        if type_ in ("rate", "decimal"):
            step = self.pick(("0.01", "0.0001", "0.000000000000000001"))
            return f"{type_} to {step}", f" rounded {self.pick(MODES)}", False
        return type_.removeprefix("enum "), "", False

    def dated(self, make, first="1900-01-01"):
        """Some versions, `from DATE = …` each; the last may end."""
        dates = sorted(self.random.sample(DATES, self.random.randint(1, 3)))
        dates[0] = self.pick((first, dates[0]))
        if len(dates) > 1 and dates[0] > dates[1]:
            dates.sort()
        ends = [""] * len(dates)
        if self.chance(0.2):
            ends[-1] = " until 2030-06-30"
        return "\n".join(f"  from {date}{end} {make()}" for date, end in zip(sorted(set(dates)), ends))

    def make_value(self):
        type_, name = self.some_type(), self.name("v")
        written, rounding, placed = self.written_type(type_)
        depth = self.pick((0, 0, 0, 1, 2))
        scope = self.scope if self.chance(0.3) else Scope()
        one = lambda: f"= {self.of(type_, depth, scope)[0]}"  # noqa: E731
        body = "{\n" + self.dated(one) + "\n}" if self.chance(0.5) else one()
        self.declare(f"value {name} : {written}{rounding} {body}")
        self.scope.terms.append(Term(name, type_, placed=placed))

    def make_function(self):
        type_, name = self.pick(("money", "rate", "decimal", "count")), self.name("fun")
        parameters = [(self.name("p"), self.pick(("money", "rate", "count", "date"))) for _ in range(self.random.randint(1, 3))]
        values = [t for t in self.scope.terms if t.text.startswith("v")]
        scope = Scope([Term(n, t) for n, t in parameters] * 2 + values)
        written = {"money": "CNY exact"}.get(type_, type_)
        text = ", ".join(f"{n} : {'CNY exact' if t == 'money' else t}" for n, t in parameters)
        self.declare(f"function {name} ({text}) : {written} = {self.of(type_, self.random.randint(1, 3), scope)[0]}")
        self.functions.append((name, [t for _, t in parameters], type_))

    def rule_body(self, type_, scope):
        """`= …`, perhaps with exceptions."""
        depth = self.pick((1, 2, 2, 3, 3, 4))
        text = f"= {self.of(type_, depth, scope)[0]}"
        if not self.chance(0.4):
            return text
        labels, lines, siblings = [], [], {None: []}
        if self.chance(0.1):
            text += f" when {self.of('bool', 1, scope)[0]}"
        for _ in range(self.random.randint(1, 4)):
            parent = self.pick([None, None, *labels])
            label = self.name("x")
            over = [s for s in siblings[parent] if self.chance(0.95)]
            siblings[parent].append(label)
            siblings[label] = []
            labels.append(label)
            head = f"  except {label}" + (f" over {', '.join(over)}" if over else f" of {parent}" if parent else "")
            if over and parent:
                head = f"  except {label} over {', '.join(over)} of {parent}"
            value = self.of(type_, self.pick((0, 1, 2)), scope)[0]
            lines.append(f"{head} when {self.of('bool', self.pick((1, 2)), scope)[0]} then {value}")
        self.random.shuffle(lines)
        return "\n".join([text, *lines])

    def rule_text(self, name, type_, scope, forced=False):
        """(its text, whether it lies on the currency's place)"""
        written, rounding, placed = self.written_type(type_, not forced)
        declared = f" : {written}{rounding}"
        if not forced and type_ == "money" and self.chance(0.1):
            declared, placed = "", False
        if self.chance(0.12):
            return f"rule {name}{declared} {{\n{self.dated(lambda: self.rule_body(type_, scope))}\n}}", placed
        return f"rule {name}{declared} {self.rule_body(type_, scope)}", placed

    def make_rule(self):
        type_, name = self.some_type(), self.name("r")
        if self.chance(0.15):
            return self.make_optional_rule(type_, name)
        text, placed = self.rule_text(name, type_, self.scope)
        if " : " not in text.split("=")[0] and type_ == "money" and not self.scope.of("money"):
            return None
        self.declare(text)
        self.scope.terms.append(Term(name, type_, placed=placed))
        return None

    def make_optional_rule(self, type_, name):
        written, rounding, _ = self.written_type(type_)
        if written == "days":
            return
        value = self.of(type_, 2, self.scope)[0]
        self.declare(f"rule {name} : {written}?{rounding} = if {self.of('bool', 1, self.scope)[0]} then {value} else none")
        self.scope.terms.append(Term(name, type_, True))

    def make_output(self):
        type_, name = self.some_type(), self.name("out")
        text, placed = self.rule_text(name, type_, self.scope, forced=True)
        self.declare(text)
        self.scope.terms.append(Term(name, type_, placed=placed))
        self.gives.append(name)

    # ── tables and bands ──

    def key_cells(self, type_):
        """The cells of one key which together hold for every value, each once."""
        if type_ == "bool":
            return ["true", "false"]
        if type_.startswith("enum"):
            members = list(self.enums[type_.split()[1]])
            self.random.shuffle(members)
            cut = self.random.randint(1, len(members))
            return members[:cut - 1] + [", ".join(members[cut - 1:])]
        if type_ == "count":
            cuts = sorted(self.random.sample(range(-2, 20), self.random.randint(1, 3)))
            cells = [f"..{cuts[0] - 1}"] + [f"{a}..{b - 1}" for a, b in zip(cuts, cuts[1:])] + [f"{cuts[-1]}.."]
            return [c.replace("..-", ".. -") if c.startswith("..-") else c for c in cells]
        if type_ == "date":
            cuts = sorted(self.random.sample(DATES, self.random.randint(1, 3)))
            return [f"..<{cuts[0]}"] + [f"{a}..<{b}" for a, b in zip(cuts, cuts[1:])] + [f"{cuts[-1]}.."]
        cuts = sorted(self.random.sample((0, 1, 100, 1300, 5000, 30000, 10**14), self.random.randint(1, 3)))
        word = self.pick(("up to", "below"))
        return [f"{word} {c}" for c in cuts] + ["beyond"]

    def make_table(self):
        usable = [t for t in self.scope.terms if t.type in ("bool", "count", "date", "money") or t.type.startswith("enum")]
        usable = [t for t in usable if not t.optional]
        name, type_ = self.name("t"), self.pick(("money", "money", "rate", "count", "decimal", "enum"))
        type_ = f"enum {self.pick(tuple(self.enums))}" if type_ == "enum" else type_
        keys = [self.pick(usable) for _ in range(self.random.randint(1, 2))]
        if len(keys) == 2 and keys[0].text == keys[1].text:
            keys = keys[:1]
        bound = all(t.text.startswith("head.") and t.text.count(".") == 1 for t in keys) and self.chance(0.6)
        written, rounding, placed = self.written_type(type_, False)
        columns = [t.text if bound else f"k{i}" for i, t in enumerate(keys)]
        heads = columns if bound else [f"(k{i} : {self.key_type(t.type)})" for i, t in enumerate(keys)]
        cell = lambda: self.of(type_, self.pick((0, 0, 0, 1)), self.scope)[0]  # noqa: E731
        make = lambda: self.rows(keys, columns, cell)  # noqa: E731
        body = self.dated(lambda: "\n" + make()) if self.chance(0.4) else make()
        self.declare(f"table {name} by {', '.join(heads)} : {written}{rounding} {{\n{body}\n}}")
        arguments = "" if bound else f"[{', '.join(t.text for t in keys)}]"
        text = name + arguments
        self.scope.terms.append(Term(text, type_, placed=placed))
        if self.chance(0.2) and not bound:
            self.scope.terms.append(Term(f"{name}[{', '.join(self.of(t.type, 1, self.scope)[0] for t in keys)}]", type_))

    def key_type(self, type_):
        return "CNY" if type_ == "money" else type_.removeprefix("enum ")

    def rows(self, keys, columns, cell):
        """Rows that hold for all keys, each once."""
        cells = [self.key_cells(t.type) for t in keys]
        if len(keys) == 2 and self.chance(0.4) and keys[1].type != "text":
            lines = [f"  | | {' | '.join(cells[1])} |"]
            return "\n".join(lines + [f"  | {one} | {' | '.join(cell() for _ in cells[1])} |" for one in cells[0]])
        header = [c.split(".")[-1] for c in columns]
        if len(set(header)) < len(header):
            header = columns
        lines = [f"  | {' | '.join(header)} | result |"]
        rows = [[one] for one in cells[0]]
        if len(keys) == 2:
            rows = [[a, b] for a in cells[0] for b in cells[1]]
        if self.chance(0.3) and len(rows) > 2:
            rows = rows[:-1] if "beyond" in rows[-1] or not self.chance(0.5) else [r for r in rows if self.chance(0.7) or "up to" in r[-1] or "below" in r[-1]][:-1] or rows[:1]
            rows.append(["otherwise"] * len(keys))
        return "\n".join(lines + [f"  | {' | '.join(row)} | {cell()} |" for row in rows])

    def make_bands(self, counts):
        """(name in use, its bands)"""
        name = self.name("b")
        enums = [t for t in self.scope.terms if t.type.startswith("enum") and not t.optional]
        key = self.pick(enums) if enums and self.chance(0.5) else None

        def body():
            cuts = sorted(self.random.sample((1, 10, 30, 90) if counts else (1, 100, 1300, 30000, 40000, 10**6, 10**14), self.random.randint(0, 3)))
            edges = [f"up to {c}" for c in cuts]
            if self.chance(0.8) or not edges:
                edges.append("beyond")
            elif self.chance(0.3) and not counts:
                edges[-1] = f"up to {self.pick(self.scope.of('money')).text}" if self.scope.of("money") else edges[-1]
            members = [", ".join(self.enums[key.type.split()[1]])] if key and self.chance(0.2) else self.enums[key.type.split()[1]] if key else [None]
            lines = ["  | " + " | ".join((["kind"] if key else []) + edges) + " |"]
            for member in members:
                cells = [self.band_cell(counts) for _ in edges]
                if self.chance(0.3):
                    cut = self.random.randint(0, len(cells))
                    cells[cut:] = ["none"] * (len(cells) - cut)
                lines.append("  | " + " | ".join(([member] if key else []) + cells) + " |")
            return "\n".join(lines)

        dated = self.dated(lambda: "\n" + body()) if self.chance(0.3) else body()
        by = f" by (kind : {key.type.split()[1]})" if key else ""
        self.declare(f"bands {name} of {'count' if counts else 'CNY'}{by}{' : CNY' if counts else ''} {{\n{dated}\n}}")
        return name + (f"[{key.text}]" if key else "")

    def band_cell(self, counts):
        if counts:
            return self.pick(("60", "0", "40.55", "20", "0.01"))
        if self.chance(0.15):
            return f"clamp({self.of('rate', 1, self.scope)[0]}, 0%, 100%)"
        return self.pick(RATES) if self.chance(0.97) or not self.scope.of("rate") else self.pick(self.scope.of("rate")).text

    def slice_text(self, scope, counts):
        type_ = "count" if counts else "money"
        bands = self.make_bands(counts)
        part = lambda: f"max(0, {self.of(type_, self.pick((0, 1)), scope)[0]})" if self.chance(0.9) else self.inside(self.of(type_, 0, scope), 5)  # noqa: E731
        text = f"slice of {part()}"
        form = self.pick(("", "", " above", " above", " less"))
        if form:
            text += f"{form} {part()}"
        once = form and self.chance(0.3)
        if once or self.chance(0.3):
            text += f"{' once' if once else ''} after {part()}"
        text += f" by {bands}"
        adjust = self.random.random()
        if adjust < 0.15 and not counts:
            text += f" with own share * {self.inside(self.of('rate', 0, scope), 7)}"
        elif adjust < 0.35:
            changed = "max(0, rate - 1)" if counts else self.pick(("min(100%, rate + 6 points)", "rate * 95%", "clamp(rate - 20 points, 0%, 100%)",
                                                                  "(if rate > 50% then 100% - rate else rate / 3)"))
            text += f" with each rate as {changed}"
        if self.chance(0.3):
            text += f" until it pays {self.inside(self.of('money', self.pick((0, 1)), scope), 5)}"
        return text

    def make_slice(self):
        counts, name = self.chance(0.2), self.name("s")
        self.declare(f"rule {name} = {self.slice_text(self.scope, counts)}")
        self.scope.terms += self.slice_terms(name, counts)

    def slice_terms(self, name, counts):
        axis = "decimal" if counts else "money"
        return [Term(f"{name}.paid", "money"), Term(f"{name}.kept", "money"), Term(f"(sum of b.paid for b in {name}.bands)", "money"),
                *([] if counts else [Term(f"{name}.handled", axis), Term(f"{name}.left", axis)])]

    # ── rules of elements ──

    def make_block(self, loop, fields=None):
        """`for each` over a list of the case: rules of its elements, read by later ones and by the case."""
        if not self.chance(0.75):
            return
        item = self.name("it")
        scope = Scope(self.scope.terms + self.read(loop.terms, item) * 2,
                      self.scope.loops + [Loop(i.text.replace("{}", item), i.terms) for i in loop.inner])
        governed = f" governed by {item}.on" if "{}.on" in [t.text for t in loop.terms] and self.chance(0.4) else ""
        lines, given = [], []
        for _ in range(self.random.randint(1, 4)):
            type_, name = self.some_type(), self.name("i")
            text, placed = self.rule_text(name, type_, scope, forced=self.chance(0.7))
            if self.chance(0.15):
                text, placed, type_ = f"rule {name} = {self.slice_text(scope, False)}", False, "slice"
            lines.append("  " + text.replace("\n", "\n  "))
            if type_ == "slice":
                scope.terms += self.slice_terms(name, False)
                loop.terms += self.slice_terms("{}." + name, False)[:2]
                continue
            scope.terms.append(Term(name, type_, placed=placed))
            loop.terms.append(Term("{}." + name, type_, placed=placed))
            if type_ != "money" or placed:
                given.append(name)
        if self.chance(0.4):
            lines.append(self.running_rule(scope, loop, item, given))
        self.random.shuffle(lines)
        self.declare(f"for each {item} in {loop.text}{governed} {{\n" + "\n".join(lines) + "\n}")
        given = [g for g in given if self.chance(0.7)]
        if given:
            self.gives.append(f"{loop.text} {{ {', '.join(given)} }}")

    def running_rule(self, scope, loop, item, given):
        name, other = self.name("run"), self.name("o")
        inner = Scope(self.scope.terms + self.read(loop.terms, other) * 2)
        order = f" in order of {self.inside(self.of(self.pick(('money', 'date', 'count')), 0, inner), 5)}" if self.chance(0.5) else ""
        body = self.of("money", 1, inner)[0]
        given.append(name)
        return (f"  rule {name} : CNY rounded half up = running sum of {body} for {other} in {loop.text}{order} "
                f"{self.pick(('before', 'up to'))} {item}")

    def make_derived(self):
        """A list that the policy makes, with rules of its own."""
        name = self.name("d")
        base = self.pick(self.case_lists)
        form = self.pick(("group", "each", "every", "list"))
        if form == "group" and "on" in str([t.text for t in base.terms]):
            e = self.name("g")
            key = self.pick([t for t in self.read(base.terms, e) if not t.optional and t.type in ("date", "bool", "count", "text") or t.type.startswith("enum") and not t.optional] or [Term(f"{e}.on", "date")])
            text, terms = f"group {e} in {base.text} by {key.text}", [Term("{}.key", key.type)]
            inner = [Loop("{}.items", base.terms)]
        elif form in ("group", "each", "every"):
            ends = [self.pick(DATES[:4]), self.pick(DATES[4:])]
            if self.chance(0.4):
                ends[self.random.randrange(2)] = "head.on"
            each = f"each {self.pick(('month', 'year'))}" if form != "every" else f"every {self.pick(('90 days', '3 months', '1 year', '30 days'))}"
            text, inner = f"{each} from {ends[0]} to {ends[1]}", []
            terms = [Term("{}.from", "date"), Term("{}.until", "date"), Term("{}.number", "count")]
        else:
            e = self.name("g")
            inside = Scope(self.scope.terms + self.read(base.terms, e) * 2)
            text = f"list of {self.of('money', 1, inside)[0]} for {e} in {base.text}"
            terms, inner = [Term("{}", "money")], []
        self.declare(f"rule {name} = {text}")
        loop = Loop(name, terms, inner)
        self.scope.loops.append(loop)
        self.make_block(loop)


def main():
    seed = int(sys.argv[1])
    for at in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(Generator(seed + at).policy())


if __name__ == "__main__":
    main()


