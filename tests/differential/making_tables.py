"""Random values, functions, tables, bands and slices."""
from making import DATES, MODES, RATES, Scope, Term
from making_inputs import Inputs

PLACED_STEPS = ("0.01", "0.05", "1", "10", "1_000")  # steps of a currency to 0.01


class Tables(Inputs):
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
        dates[0] = dates[0] if self.chance(0.03) else first
        ends = [""] * len(dates)
        if self.chance(0.1):
            ends[-1] = " until 2030-06-30"
        return "\n".join(f"  from {date}{end} {make()}" for date, end in zip(dates, ends))

    def make_value(self):
        type_, name = self.some_type(), self.name("v")
        written, rounding, placed = self.written_type(type_)
        depth = self.pick((0, 0, 0, 1, 2))
        scope = self.scope if self.chance(0.3) else Scope()
        one = lambda: f"= {self.of(type_, depth, scope)[0]}"  # noqa: E731
        body = "{\n" + self.dated(one) + "\n}" if self.chance(0.5) else one()
        self.declare(f"value {name} : {written}{rounding} {body}")
        self.scope.terms.append(Term(name, type_, placed=placed))
        if "from" in body and not scope.terms and self.chance(0.4):
            date = self.pick((*DATES, "head.on", "(head.on - 1 day)"))
            self.scope.terms.append(Term(f"({name} as of {date})", type_, placed=placed))

    def make_function(self):
        type_, name = self.pick(("money", "rate", "decimal", "count")), self.name("fun")
        parameters = [(self.name("p"), self.pick(("money", "rate", "count", "date"))) for _ in range(self.random.randint(1, 3))]
        values = [t for t in self.scope.terms if t.text.startswith("v")]
        scope = Scope([Term(n, t) for n, t in parameters] * 2 + values)
        written = {"money": "CNY exact"}.get(type_, type_)
        text = ", ".join(f"{n} : {'CNY exact' if t == 'money' else t}" for n, t in parameters)
        self.declare(f"function {name} ({text}) : {written} = {self.of(type_, self.random.randint(1, 3), scope)[0]}")
        self.functions.append((name, [t for _, t in parameters], type_))

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
        if self.chance(0.15):
            return self.make_table_of_optional(name)
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

    def make_table_of_optional(self, name):
        """A key that may be absent, several results."""
        known = [t for t in self.scope.terms if t.optional and t.text.startswith("head.f") and (t.type == "bool" or t.type.startswith("enum"))]
        if not known:
            return
        key = self.pick(known)
        cells = ["none", *self.key_cells(key.type)]
        if self.chance(0.3):
            cells = [*cells[:-1], "otherwise"] if len(cells) > 2 else ["*"]
        one = lambda type_: self.of(type_, self.pick((0, 1)), self.scope)[0]  # noqa: E731
        lines = [f"  | {c} | {one('rate')} | {one('money')} |" for c in cells]
        first, second = self.name("part"), self.name("pays")
        self.declare(f"table {name} by {key.text} : {{ {first} : rate, {second} : CNY exact }} {{\n  | {key.text.split('.')[-1]} | {first} | {second} |\n"
                     + "\n".join(lines) + "\n}")
        self.scope.terms += [Term(f"{name}.{first}", "rate"), Term(f"{name}.{second}", "money")]

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
                edges[-1] = f"up to max({cuts[-1]}, {self.pick(self.scope.of('money')).text})" if self.scope.of("money") else edges[-1]
            members = [", ".join(self.enums[key.type.split()[1]])] if key and self.chance(0.2) else self.enums[key.type.split()[1]] if key else [None]
            lines = ["  | " + " | ".join((["kind"] if key else []) + edges) + " |"]
            for member in members:
                cells = [self.band_cell(counts) for _ in edges]
                if self.chance(0.3):
                    cut = self.random.randint(0, len(cells))
                    end = len(cells) if self.chance(0.7) else min(cut + 1, len(cells))  # rates behind it are never reached
                    cells[cut:end] = ["none"] * (end - cut)
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
