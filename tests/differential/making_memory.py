"""Random memory, catalogs, requirements, papers, shares and payers."""
import csv
import io

from making import DATES, Loop, Scope, Term
from making_rules import Rules

PEOPLE = ("1001", "1002", "x")
CODES = ("A", "J18.9", "C34", "城镇", "A1", 'with "quotes", and a comma')


class Memory(Rules):
    def placed(self, terms=None):
        """An amount that is proved to lie on the currency's place."""
        known = [t.text for t in (self.scope.terms if terms is None else terms) if t.placed]
        text = self.pick(known or ["head.paid"])
        return self.pick((text, text, f"max(0, {text})", f"min({text}, {self.pick(known or ['head.paid'])})", f"abs({text})"))

    # ── keys ──

    def keys(self, element=None, month=False):
        """Some keys, and how a case writes them."""
        kinds = [("head.who", "who")]
        on = element or "head.on"
        if month:
            kinds.append((f"month of {on}", "month"))
        elif self.chance(0.7):
            starting = self.pick(("", "", " starting 07-01"))
            kinds.append(self.pick(((f"year of {on}{starting}", "year"), (f"month of {on}", "month"))))
        enums = [t for t in self.scope.terms if t.type.startswith("enum") and t.text.startswith("head.") and not t.optional]
        if enums and self.chance(0.2):
            term = self.pick(enums)
            kinds.append((term.text, term.type))
        self.random.shuffle(kinds)
        return [k for k, _ in kinds], [shape for _, shape in kinds]

    def make_tally(self):
        name = self.name("tally")
        month = self.chance(0.4)
        written, shapes = self.keys(month=month)
        when = f" when {self.of('bool', 1, self.scope)[0]}" if self.chance(0.3) else ""
        form = self.pick(("sum", "sum", "sum", "count", "highest", "lowest", "earliest", "latest"))
        type_, value = {"sum": ("money", self.placed()), "count": ("count", "1"), "highest": ("money", self.placed()),
                        "lowest": ("money", self.placed())}.get(form, ("date", self.of("date", 1, self.scope)[0]))
        keeps = form not in ("sum", "count")
        declared = {"money": "CNY", "count": "count", "date": "date"}[type_] + "?" * keeps
        verb = f"keeps {form}" if keeps else "adds"
        self.declare(f"tally {name} : {declared} per {', '.join(written)}{when} {verb} {value}")
        self.memories[name] = {"keys": shapes, "kind": "tally", "type": type_}
        placed = type_ == "money" and not keeps
        self.scope.terms += [Term(name, type_, keeps, placed), Term(f"{name} after this case", type_, keeps, placed)]
        if self.chance(0.3):
            self.scope.terms.append(Term(f"{name}[{', '.join(self.other_key(k) for k in shapes)}]", type_, keeps, placed))
        if month and not keeps and "year" not in shapes:
            months, to = self.pick(("1 month", "3 months", "12 months", "1 year", "0 months")), self.pick(("head.on", "2024-07-15"))
            look = f"{name} over last {months} to {to} {self.pick(('including', 'excluding'))} current"
            self.scope.terms.append(Term(f"({look})", type_))
            self.scope.loops.append(Loop(look, [Term("{}", type_)]))

    def other_key(self, shape):
        if shape == "who":
            return f'"{self.pick(PEOPLE)}"'
        if shape == "year":
            return self.pick(("2023", "2024", "2025"))
        return self.pick(DATES) if shape == "month" else f"{shape.split()[1]}.{self.pick(self.enums[shape.split()[1]])}"

    def make_spell(self):
        name = self.name("spell")
        begin, end = self.of("date", 0, self.scope)[0], self.of("date", 0, self.scope)[0]
        self.declare(f"spell {name} per head.who from {begin} to {end} new when gap {self.pick(('>=', '>'))} {self.pick((1, 30, 90))} days")
        self.memories[name] = {"keys": ["who"], "kind": "spell"}
        self.scope.terms.append(Term(name, "date"))
        begun = self.name("out")  # a spell is of this service as soon as somebody reads it
        self.declare(f"rule {begun} : date = {name}")
        self.gives.append(begun)
        if self.chance(0.5):
            tally = self.name("tally")
            self.declare(f"tally {tally} : CNY per head.who, {name} adds {self.placed()}")
            self.memories[tally] = {"keys": ["who", "month"], "kind": "tally", "type": "money"}
            self.scope.terms += [Term(tally, "money", placed=True), Term(f"{tally} after this case", "money", placed=True)]

    def make_history(self):
        name, record = self.name("history"), self.name("Earlier")
        fields = [(self.name("h"), t) for t in self.random.sample(("money", "date", "text", "count", "bool"), self.random.randint(1, 3))]
        written = {"money": "CNY"}
        self.declare(f"record {record} {{ {'  '.join(f'{n} : {written.get(t, t)}' for n, t in fields)} }}")
        keys, shapes = self.keys()
        when = f" when {self.of('bool', 1, self.scope)[0]}" if self.chance(0.3) else ""
        values = ", ".join(f"{n} = {self.placed() if t == 'money' else self.of(t, 1, self.scope)[0]}" for n, t in fields)
        self.declare(f"history {name} : list of {record} at most 100 per {', '.join(keys)}{when} records {{ {values} }}")
        self.memories[name] = {"keys": shapes, "kind": "history", "fields": fields}
        self.scope.loops.append(Loop(name, [Term("{}." + n, t, placed=t == "money") for n, t in fields]))

    def make_account(self):
        name, pots = self.name("account"), [self.name("pot") for _ in range(self.random.randint(1, 3))]
        clauses = [f"credits {self.pick(pots)} with max(0, {self.placed()})" for _ in range(self.random.randint(0, 2))]
        clauses += [f"debits {self.pick((f'clamp({self.placed()}, 0, {name})', f'max(0, min({name}, {self.placed()}))', self.placed()))}"
                    for _ in range(self.random.randint(0, 2))]
        clauses = clauses or [f"credits {pots[0]} with head.paid"]
        clauses = [c + (f" when {self.of('bool', 1, self.scope)[0]}" if self.chance(0.3) else "") for c in clauses]
        if self.chance(0.5):
            clauses.append(f"never below {self.pick(('0', '-100', '0'))}")
        self.declare(f"account {name} : CNY per head.who {{\n  pots {', '.join(pots)}\n  " + "\n  ".join(clauses) + "\n}")
        self.memories[name] = {"keys": ["who"], "kind": "account", "pots": pots}
        self.scope.terms += [Term(name, "money", placed=True), Term(f"{name}.{self.pick(pots)}", "money", placed=True),
                             Term(f"{name} after this case", "money", placed=True)]

    # ── catalogs ──

    def make_catalog(self):
        name, record, enum = self.name("catalog"), self.name("Row"), self.pick(tuple(self.enums))
        fields = [(self.name("c"), t) for t in ("money", "rate", f"enum {enum}", "date", "count", "bool", "text")]
        fields = [(n, t, self.chance(0.3)) for n, t in self.random.sample(fields, self.random.randint(2, 4))]
        written = {"money": "CNY", f"enum {enum}": enum}
        self.declare(f"record {record} {{ {'  '.join(f'{n} : {written.get(t, t)}' + '?' * o for n, t, o in fields)} }}")
        dated, overlaid = self.chance(0.6), self.chance(0.3)
        regions = self.enums[enum]
        by = overlaid and ' by region'
        self.declare(f'catalog {name} of {record}{by or ""} from "{name}.csv"' + (f' overlaid by "{{region}}/{name}.csv"' if overlaid else "")
                     + " key code" + " valid begins .. ends" * dated)
        self.files[f"{name}.csv"] = self.rows_of_catalog(fields, dated)
        if overlaid:
            for region in regions[:2]:
                self.files[f"{region}/{name}.csv"] = self.rows_of_catalog(fields, dated)
        texts = [t.text for t in self.scope.of("text")] + ['"A"', '"J18.9"']
        for _ in range(2):
            region = f'"{self.pick((*regions[:2], *regions[:2], regions[-1]))}", ' if overlaid else ""
            look = f"{name}[{region}{self.pick(texts)}]"
            as_of = f" as of {self.pick(DATES)}" if dated and self.chance(0.3) else ""
            for field, type_, _ in fields:
                self.scope.terms.append(Term(f"({look}{as_of}).{field}" if as_of else f"{look}.{field}", type_, True))

    def rows_of_catalog(self, fields, dated):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        columns = ["code", *[n for n, _, _ in fields], *(["begins", "ends"] if dated else [])]
        order = list(range(len(columns)))
        self.random.shuffle(order)
        writer.writerow([columns[i] for i in order])
        for code in sorted(self.random.sample(CODES, self.random.randint(1, len(CODES)))):
            periods = self.pick(([("", "")], [("2024-01-01", "")], [("", "2024-06-30"), ("2024-07-01", "2025-03-31")],
                                 [("2024-01-01", "2024-12-31"), ("2025-01-01", "")])) if dated else [()]
            for period in periods:
                row = [code, *["" if optional and self.chance(0.4) else self.cell(type_) for _, type_, optional in fields], *period]
                writer.writerow([row[i] for i in order])
        return out.getvalue()

    def cell(self, type_):
        if type_.startswith("enum"):
            return self.pick(self.enums[type_.split()[1]])
        return self.pick({"money": ("0", "12.34", "-5", "1300", "99999999999999.99"), "rate": ("85%", "0.1", "0", "1"), "date": DATES,
                          "count": ("0", "3", "100"), "bool": ("true", "false"), "text": ("A", "x y", "C34")}[type_])

    # ── what a service asks besides ──

    def make_requirement(self):
        name = self.name("req")
        when = f" when {self.of('bool', 1, self.scope)[0]}" if self.chance(0.5) else ""
        severity = self.pick(("blocks", "pends", "reduces", "warns", "reduces"))
        holds = self.of("bool", 2, self.scope)[0]
        if severity in ("blocks", "pends"):
            holds = f"({holds}) or head.on != {self.pick(DATES)}"
        self.declare(f'require {name}{when} holds {holds} otherwise {severity} "no"')
        self.scope.terms += [Term(f"{name}.met", "bool"), Term(f"{name}.applies", "bool")]
        if self.chance(0.8):
            self.requires.append(name)

    def make_documents(self):
        name = self.name("docs")
        papers = [self.name("paper") for _ in range(self.random.randint(2, 5))]
        self.papers += papers
        when = lambda p: f" when {self.of('bool', 1, self.scope)[0]}" if self.chance(p) else ""  # noqa: E731
        one = lambda paper: f"  {paper}{when(0.4)}"  # noqa: E731
        body = [one(p) for p in papers[2:]] + ["  one of {\n  " + "\n  ".join(one(p) for p in papers[:2]) + "\n  }"]
        self.declare(f"documents {name}{when(0.4)} {{\n" + "\n".join(body) + "\n}")
        self.lists.append(name)

    def make_identity(self):
        terms = [t.text for t in self.scope.of("money")] or ["head.paid"]
        a, b = self.pick(terms), self.pick(terms)
        self.ensures.append(self.pick((f"{a} = {a}", f"min({a}, {b}) <= {b}", f"{a} - {b} = {a} - {b} within 0.04", f"{a} = {b} within 1_000_000_000_000",
                                       f"{a} = {a} + 0.01 CNY within {self.pick(('0.01', '0.02', '0.05', '100', '0'))}")))

    def make_share(self):
        loop = self.pick([loop for loop in self.case_lists if loop.text != "head.amounts"])
        name, e = self.name("share"), self.name("e")
        inner = self.read(loop.terms, e)
        scope = Scope(self.scope.terms + inner * 3)
        amount = self.pick(("max(0, {})", "max(0, {})", "abs({})", "{}")).format(self.placed())
        type_ = self.pick(("money", "money", "count", "decimal"))
        if self.chance(0.6):
            how = f"pro rata max(0, {self.of(type_, 1, scope)[0]})"
            rest = self.pick((" otherwise first takes all", " otherwise last takes all", ""))
        else:
            key = self.of(self.pick(("money", "date", "bool")), 0, scope)[0]
            how = f"in order of {key} at most max(0, {self.placed([*inner, *self.scope.terms])})"
            rest = self.pick((" otherwise first takes all", " otherwise last takes all", ""))
        self.declare(f"share {name} : CNY of {amount} over {e} in {loop.text} {how}{rest}")
        loop.terms.append(Term("{}." + name, "money", placed=True))
        self.gives_of(loop.text, [name])

    def make_payers(self):
        names, rest = [self.name("payer") for _ in range(self.random.randint(1, 3))], self.name("rest")
        amount = f"max(0, {self.placed()})"
        for name in names:
            scope = self.scope.with_terms([Term("left", "money", placed=True)] * 3)
            rate = f"clamp({self.of('rate', 1, scope)[0]}, 0%, 100%)"
            value = self.pick((f"left * {rate}", f"max(0, left - max(0, {self.of('money', 1, scope)[0]})) * {rate}", f"clamp({self.of('money', 1, scope)[0]}, 0, left)",
                               f"clamp({self.of('money', 1, scope)[0]}, 0, left)", self.of("money", 1, scope)[0] if self.chance(0.2) else f"left * {rate}"))
            self.declare(f"rule {name} : CNY rounded {self.pick(('down', 'half up', 'floor', 'half even'))} = {value}")
        self.declare(f"payers of {amount} {{ {'  '.join(names)}  rest {rest} }}")
        self.scope.terms += [Term(n, "money", placed=True) for n in [*names, rest]]
        self.gives += [*names, rest]
