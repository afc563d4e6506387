"""Random rules with exceptions, rules of elements, and lists that a policy makes."""
from making import DATES, Loop, Scope, Term
from making_tables import Tables


class Rules(Tables):
    def rule_body(self, type_, scope):
        """`= …`, perhaps with exceptions."""
        depth = self.pick((1, 2, 2, 3, 3, 4))
        text = f"= {self.of(type_, depth, scope)[0]}"
        if not self.chance(0.4):
            return text
        labels, lines, siblings = [], [], {None: []}
        if self.chance(0.03):
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
        declared = f" : {written}{rounding}" + (' assumption "so read"' if self.chance(0.05) else "")
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

    def make_record_rule(self):
        """A record written out, and changed."""
        record, name, changed = self.name("Terms"), self.name("rec"), self.name("rec")
        fields = [(self.name("w"), t) for t in self.random.sample(("money", "rate", "count", "date", "bool", "decimal"), 3)]
        written = {"money": "CNY exact"}
        self.declare(f"record {record} {{ {'  '.join(f'{n} : {written.get(t, t)}' for n, t in fields)}  maybe : date? }}")
        given = lambda some: ", ".join(f"{n} = {self.of(t, 1, self.scope)[0]}" for n, t in some)  # noqa: E731
        maybe = self.pick(("", f", maybe = {self.of('date', 1, self.scope)[0]}", ", maybe = none"))
        self.declare(f"rule {name} : {record} = {self.pick((record + ' ', ''))}{{ {given(fields)}{maybe} }}")
        self.declare(f"rule {changed} : {record} = if {self.of('bool', 1, self.scope)[0]} then {name} with {{ {given(fields[:1])} }} else {name}")
        for one in (name, changed):
            self.scope.terms += [Term(f"{one}.{n}", t) for n, t in fields] + [Term(f"{one}.maybe", "date", True)]
        if not {"money", "rate", "decimal"} & {t for _, t in fields}:
            self.gives.append(changed)

    def make_output(self):
        type_, name = self.some_type(), self.name("out")
        if self.chance(0.1):
            e = self.name("e")
            inner = Scope(self.scope.terms + self.read(self.case_lists[0].terms, e) * 3)
            type_ = self.pick(("date", "count", "bool"))
            clauses = self.loop_clauses(1, inner)
            self.declare(f"rule {name} : list of {type_} = list of {self.of(type_, 1, inner)[0]} for {e} in head.lines{clauses}")
            self.gives.append(name)
            return
        if self.chance(0.1):
            inputs = [t.text for t in self.scope.terms if t.text.startswith("head.f") and t.text.count(".") == 1]
            self.gives += [text for text in [self.pick(inputs)] if text not in self.gives]
            return
        text, placed = self.rule_text(name, type_, self.scope, forced=True)
        self.declare(text)
        self.scope.terms.append(Term(name, type_, placed=placed))
        self.gives.append(name)

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
        if self.chance(0.3):
            lines += self.of_elements(scope, loop, item, bool(governed))
        self.random.shuffle(lines)
        self.declare(f"for each {item} in {loop.text}{governed} {{\n" + "\n".join(lines) + "\n}")
        self.gives_of(loop.text, [g for g in given if self.chance(0.7)])
        if loop.nested and self.chance(0.5):
            fields = [t.text.split(".")[1] for t in loop.inner[0].terms]
            self.gives_of(loop.text, [f"{loop.nested[0]} {{ {', '.join(fields)} }}"])

    def gives_of(self, text, fields):
        """Fields of each element that the service gives."""
        self.lists_given.setdefault(text, []).extend(fields)

    def of_elements(self, scope, loop, item, dated):
        """A requirement of each element, what is remembered of each, and a value on its date."""
        lines, name = [], self.name("req")
        if self.chance(0.5):
            when, holds = self.of("bool", 1, scope)[0], self.of("bool", 1, scope)[0]
            lines.append(f'  require {name} when {when} holds {holds} otherwise {self.pick(("reduces", "warns"))} "no"')
            self.requires.append(name)
        if self.chance(0.5) and "{}.on" in [t.text for t in loop.terms]:
            tally, amount = self.name("tally"), self.pick([t.text for t in scope.terms if t.placed])
            lines.append(f"  tally {tally} : CNY per head.who, month of {item}.on adds {amount}")
            lines.append(f"  rule {self.name('i')} : CNY = {tally}{self.pick(('', ' after this case'))} + 1")
            self.memories[tally] = {"keys": ["who", "month"], "kind": "tally", "type": "money"}
            self.scope.terms += [Term(f"{tally}[head.who, {self.pick(('head.on', '2024-07-15'))}]", "money", placed=True)]
        if dated:
            value = self.name("v")
            lines.append(f"  value {value} : rate {{\n{self.dated(lambda: '= ' + self.literal('rate')[0])}\n  }}")
            rule, amount = self.name("i"), self.pick([t.text for t in scope.terms if t.placed])
            lines.append(f"  rule {rule} : CNY rounded half up = {amount} * {value}")
            self.gives_of(loop.text, [rule])
        return lines

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
        name = self.name("d")  # of at most some hundred elements
        base = self.pick(self.case_lists)
        form = self.pick(("group", "each", "every", "list", "days"))
        if form == "group" and "on" in str([t.text for t in base.terms]):
            e = self.name("g")
            usable = [t for t in self.read(base.terms, e) if t.type in ("date", "bool", "count", "text") or t.type.startswith("enum")]
            key = self.pick([t for t in usable if not t.optional] or [Term(f"{e}.on", "date")])
            text, terms = f"group {e} in {base.text} by {key.text}", [Term("{}.key", key.type)]
            inner = [Loop("{}.items", base.terms)]
        elif form == "days":
            text, inner = f"each day from head.on to head.on + {self.pick((0, 3, 40))} days", []
            terms = [Term("{}.from", "date"), Term("{}.until", "date"), Term("{}.number", "count")]
        elif form in ("group", "each", "every"):
            ends = [self.pick(DATES[:4]), self.pick(DATES[4:])]
            if self.chance(0.4):
                ends[self.random.randrange(2)] = "clamp(head.on, 2023-01-01, 2027-01-01)"
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
