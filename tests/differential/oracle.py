"""oracle.py SYNTAX CASES: answers of the only policy of a file, by its syntax tree and docs/language.md alone.

SYNTAX is what dump_syntax printed, CASES one case a line. Prints an answer a line, in the form of docs/json.md without what
is only for people: {"result", "requirements", "documents", "postings", "assumptions", "as_of"}, or {"errors": [codes]}.
"""
import fractions
import json
import pathlib
import sys

import moments
from values import FAILED, Element, Record, Undecided, Word, number, plain
from memory import Memory
from moments import Day, Member, Period, Time, as_day
from syntax import Policy

Fraction = fractions.Fraction


class Evaluation(Memory):
    """One case of one policy. `folder`: where its catalogs stand."""

    def __init__(self, policy, case, folder, service="settle"):
        self.policy, self.service, self.folder = policy, policy.services[service], folder
        self.remembered, self.keep, self.errors, self.took_part = {}, [], set(), set()
        self.papers, self.given_opening = set(case.get("papers", [])), case.get("opening", {})
        self.as_of = moments.day(case["as_of"]) if "as_of" in case else None
        self.inputs = {name: self.typed(case.get(name), policy.declared[name].type, name) for name in self.service.takes}

    def fail(self, code):
        self.errors.add(code)
        return FAILED

    # ── what a case gives ──

    def typed(self, given, type_, path=""):
        """A value of JSON as one of the type; `path` names a list."""
        if given is None:
            return None
        if type_.kind == "list":
            return [Element(self.typed(v, type_.element, path + "[]"), path, i) for i, v in enumerate(given)]
        if type_.kind == "date":
            return moments.day(given)
        if type_.kind == "time":
            return moments.time(given)
        if type_.kind in ("days", "months"):
            return Period(type_.kind, Fraction(given))
        if type_.kind in ("boolean", "text"):
            return given
        declared = self.policy.types.get(type_.name) if type_.kind == "named" else None
        if declared is not None and declared.kind == "enum":
            return Member(type_.name, declared.members.index(given))
        if declared is not None and declared.kind == "record":
            fields = {f.name: f.type for f in declared.fields}
            return Record({f: self.typed(given.get(f), t, f"{path}.{f}") for f, t in fields.items()}, fields)
        return Fraction(given)

    def elements(self, key):
        """The elements of the list over which a `for each` stands, with its rules."""
        def made():
            items = self.ev(self.policy.block_of[key].list, self.case_env())
            if items is FAILED:
                return FAILED
            own = [isinstance(item, Element) and item.key == key for item in items]
            return items if all(own) else [Element(plain(item), key, i) for i, item in enumerate(items)]
        return self.once(("elements", key), made)

    def service_date(self):
        if self.service.governed_by is None:
            return self.as_of if self.as_of is not None else self.fail("E0924")
        return self.once("date", lambda: self.governing_day())

    def governing_day(self):
        value = self.ev(self.service.governed_by, self.case_env())
        return value if value is FAILED else as_day(plain(value))

    # ── the answer ──

    def answer(self):
        date = self.service_date()
        requirements = [v for name in self.service.requires for v in self.verdicts(self.requirement_named(name))]
        documents = {name: self.papers_of(self.policy.declared[name]) for name in self.service.lists}
        blocked = any(v["severity"] == "blocks" and not v["met"] for v in requirements)
        if blocked:
            result, postings = {g.path: None for g in self.service.gives}, []
        else:
            result = {g.path: self.output(g) for g in self.service.gives}
            self.check_payers()
            self.check_shares()
            self.check_identities()
            pends = any(v["severity"] == "pends" and not v["met"] for v in requirements)
            postings = [] if self.errors or pends else self.postings()
        if self.errors:
            return {"errors": sorted(self.errors)}
        return {"as_of": self.printed(date), "result": result, "requirements": requirements, "documents": documents,
                "postings": postings, "assumptions": [{"step": step, "kind": "assumption"} for step in sorted(self.took_part)]}

    def requirement_named(self, name):
        found = self.policy.declared.get(name)
        return found or next(d for (_, n), d in self.policy.items.items() if n == name)

    def verdicts(self, declared):
        elements = [None] if declared.block is None else self.elements(declared.block.list.key)
        made = []
        for i, element in enumerate([] if elements is FAILED else elements):
            applies, met = (self.requirement(declared, part, element) for part in ("applies", "met"))
            if applies is FAILED or met is FAILED:
                continue
            verdict = {"name": declared.name, "severity": declared.severity, "applies": applies, "met": met}
            made.append(verdict if element is None else {**verdict, "item": i})
        return made

    def papers_of(self, declared):
        applies = True if declared.when is None else self.ev(declared.when, self.case_env())
        if applies is FAILED:
            return None
        return {"applies": applies, "papers": [self.paper(p) for p in declared.papers] if applies else []}

    def paper(self, paper):
        required = True if paper.when is None else self.ev(paper.when, self.case_env())
        required = required is not FAILED and required
        if not paper.one_of:
            return {"name": paper.name, "required": required, "given": paper.name in self.papers}
        inner = [self.paper(p) for p in paper.one_of]
        return {"one_of": inner, "required": required, "given": any(p["required"] and p["given"] for p in inner)}

    def output(self, given):
        names = given.path.split(".")
        if not given.fields:
            return self.printed(self.path(names))
        items = self.elements(given.path) if given.path in self.policy.block_of else self.path(names)
        if items is FAILED:
            return None
        return [{f.path: self.printed(self.field_of(item, f)) for f in given.fields} for item in items]

    def field_of(self, item, given):
        names = given.path.split(".")
        declared = self.policy.items.get((item.key, names[0])) if isinstance(item, Element) else None
        value = plain(item)[names[0]] if declared is None else self.item(declared, item)
        if given.fields:
            return [{f.path: self.field_of(inner, f) for f in given.fields} for inner in value]
        for name in names[1:]:
            value = value if value is None or value is FAILED else value[name]
        return value

    def check_payers(self):
        for payers in self.policy.payers:
            for name in payers.payers:
                self.rule(self.policy.declared[name])

    def check_shares(self):
        for share in self.policy.shares:
            items = self.list_of(share.list, self.case_env())
            if items is FAILED or items:
                continue
            amount = self.ev(share.amount, self.case_env())
            if amount is not FAILED and amount != 0:
                self.fail("E0915")

    def check_identities(self):
        for holds, within in self.service.ensures:
            if within is not None:
                values = self.all_of([*holds.operands, within], self.case_env())
                if values is not FAILED and abs(number(plain(values[0])) - number(plain(values[1]))) > number(plain(values[2])):
                    self.fail("E0921")
                continue
            value = self.ev(holds, self.case_env())
            if value is not FAILED and not value:
                self.fail("E0921" if holds.kind == "compare" and holds.word == "equal" else "E0927")

    # ── as it is printed ──

    def printed(self, value):
        value = plain(value)
        if value is FAILED:
            return None
        if isinstance(value, Day):
            return moments.civil(value).isoformat()
        if isinstance(value, Time):
            days, seconds = divmod(value.seconds, 86400)
            return f"{moments.civil(Day(days)).isoformat()}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        if isinstance(value, Member):
            return self.policy.types[value.enum].members[value.index]
        if isinstance(value, dict):
            return {name: self.printed(v) for name, v in value.items()}
        if isinstance(value, list):
            return [self.printed(v) for v in value]
        return str(value) if isinstance(value, Word) else number(value)


def exact(line):
    """JSON with fractions for numbers."""
    return json.loads(line, parse_float=Fraction, parse_int=Fraction)


def answers(syntax, lines, folder):
    """An answer for each case; None where it cannot be told."""
    policy = Policy(syntax)
    for line in lines:
        try:
            yield Evaluation(policy, exact(line), folder).answer()
        except Undecided:
            yield None


def main():
    syntax, cases = (pathlib.Path(argument) for argument in sys.argv[1:3])
    for answer in answers(syntax.read_text(encoding="utf-8"), cases.read_text(encoding="utf-8").splitlines(), cases.parent):
        print(json.dumps(answer, default=str, ensure_ascii=False))


if __name__ == "__main__":
    sys.setrecursionlimit(20_000)
    main()
