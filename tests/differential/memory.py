"""Tallies, spells, histories, accounts and catalogs, by docs/language.md alone."""
import csv
import fractions
import functools
import pathlib

import moments
from values import FAILED, number, order_key, plain
from moments import Day, Member, as_day
from slices import Slices

Fraction = fractions.Fraction


class Memory(Slices):
    # ── keys, and what was before ──

    def keys(self, declared, written, env):
        """The values of the keys; of other keys than the case's own, a day of a month stands for the month."""
        if written is None:
            block = declared.block
            values = [self.ev(k, env if block is not None else self.case_env()) for k in declared.keys]
            return FAILED if FAILED in values else [plain(v) for v in values]
        values = [self.ev(k, env) for k in written]
        if FAILED in values:
            return FAILED
        return [moments.month_start(as_day(v)) if k.kind == "calendar" and k.word == "month" else plain(v)
                for k, v in zip(declared.keys, values)]

    def as_given(self, value):
        """As a key stands in a case."""
        value = plain(value)
        if isinstance(value, Day):
            return moments.civil(value).isoformat()
        if isinstance(value, Member):
            return self.policy.types[value.enum].members[value.index]
        return number(value)

    def entry(self, declared, keys):
        """The entry of these keys, None or FAILED."""
        if keys is FAILED:
            return FAILED
        wanted = [self.as_given(k) for k in keys]
        return next((e for e in self.given_opening.get(declared.name, []) if e["key"] == wanted), None)

    def pots(self, declared, entry):
        return [Fraction(entry["pots"][pot]) if entry else Fraction(0) for pot in declared.pots]

    def opening(self, declared, env, written=None):
        if declared.kind == "spell":
            contributions = self.contributions(declared)
            spell = self.spell_with(declared, contributions[0]) if contributions is not FAILED else FAILED
            return spell if spell is FAILED else spell[0]
        return self.before(declared, self.keys(declared, written, env))

    def before(self, declared, keys):
        entry = self.entry(declared, keys)
        if entry is FAILED:
            return FAILED
        if declared.kind == "account":
            return sum(self.pots(declared, entry), Fraction(0))
        if declared.kind == "history":
            return [self.typed(row, declared.type) for row in entry["rows"]] if entry else []
        if entry is not None:
            return self.typed(entry["value"], declared.type)
        return None if declared.keeps else self.zero(declared.type)

    def zero(self, type_):
        return moments.Period(type_.kind, Fraction(0)) if type_.kind in ("days", "months") else Fraction(0)

    def months(self, e, env):
        """`x over last n months to D`: a value a month, oldest first."""
        declared = self.policy.memories[e.operands[0].text]
        others = [None if k.kind == "calendar" and k.word == "month" else self.ev(k, self.case_env()) for k in declared.keys]
        length, to = self.ev(e.operands[1], env), self.ev(e.operands[2], env)
        if FAILED in others or FAILED in (length, to):
            return FAILED
        n = number(plain(length))
        if n.denominator != 1 or not 0 <= n <= 12_000:
            return self.fail("E0922")
        newest, values = moments.month_start(as_day(plain(to))), []
        for back in range(int(n) - (e.word == "including"), 0 if e.word == "excluding" else -1, -1):
            try:
                month = moments.plus_months(newest, -back, "last day")
            except moments.Wrong:
                return self.fail("E0919")
            values.append(self.before(declared, [month if k is None else plain(k) for k in others]))
        return values

    # ── what this case adds ──

    def feeds(self, services):
        return not services or self.service.name in services

    def contributions(self, declared):
        return self.once(("contributions", declared.name), lambda: self.all_contributions(declared))

    def all_contributions(self, declared):
        if declared.kind in ("tally", "history") and not self.feeds(declared.services):
            return []
        if declared.block is None:
            envs = [self.case_env()]
        else:
            items = self.elements(declared.block.list.key)
            if items is FAILED:
                return []  # an empty list, as far as can be told; the error is known
            envs = [self.item_env(declared.block, item) for item in items]
        made = [self.contribution(declared, env) for env in envs]
        return FAILED if FAILED in made else [c for c in made if c is not None]

    def contribution(self, declared, env):
        """(keys, amount); None where a condition is false."""
        holds = True if declared.when is None else self.ev(declared.when, env)
        if holds is not FAILED and not holds:
            return None
        keys = [self.ev(k, env) for k in declared.keys]
        if declared.kind == "spell":
            amount = [self.ev(declared.begin, env), self.ev(declared.end, env)]
        elif declared.kind == "account":
            amount = [self.movement(m, env) for m in declared.credits + declared.debits]
        elif declared.kind == "history":
            values = {name: self.ev(e, env) for name, e in declared.records}
            amount = [FAILED if FAILED in values.values() else self.record(values, declared.type.name)]
        else:
            amount = [self.coerce(self.ev(declared.amount, env), declared.type)]
        return FAILED if holds is FAILED or FAILED in keys or FAILED in amount else ([plain(k) for k in keys], amount)

    def movement(self, movement, env):
        if not self.feeds(movement.services):
            return None
        holds = True if movement.when is None else self.ev(movement.when, env)
        if holds is FAILED or not holds:
            return FAILED if holds is FAILED else None
        value = self.ev(movement.amount, env)
        return FAILED if value is FAILED else number(plain(value))

    def x_after_case(self, e, env):
        named, written = e.operands[0], None
        if named.kind == "index":
            named, written = named.operands[0], named.operands[1:]
        declared = self.policy.memories[named.text]
        keys = self.keys(declared, written, env)
        contributions = self.contributions(declared)
        if FAILED in (keys, contributions):
            return FAILED
        return self.after(declared, keys, [c for c in contributions if self.same_keys(c[0], keys)])

    def same_keys(self, a, b):
        return [self.as_given(k) for k in a] == [self.as_given(k) for k in b]

    def after(self, declared, keys, mine):
        if declared.kind == "account":
            pots = self.moved(declared, keys, mine)
            return FAILED if pots is FAILED else sum(pots, Fraction(0))
        value = self.before(declared, keys)
        for _, (amount,) in mine:
            value = value + [amount] if declared.kind == "history" else self.joined(declared, value, amount)
        return value

    def joined(self, declared, value, amount):
        if amount is None or value is None:
            return value if amount is None else amount
        if not declared.keeps:
            return self.sum(value, amount)
        greatest = declared.keeps in ("highest", "latest")
        return (max if greatest else min)(value, amount, key=order_key)

    def moved(self, declared, keys, mine):
        """The pots after all movements, or FAILED."""
        pots = self.pots(declared, self.entry(declared, keys))
        for _, amounts in mine:
            for movement, amount in zip(declared.credits + declared.debits, amounts):
                if amount is None:
                    continue
                if amount < 0:
                    return self.fail("E0925")
                if movement.pot is not None:
                    pots[declared.pots.index(str(movement.pot))] += amount
                elif not self.debit(declared, pots, amount):
                    return FAILED
        return pots

    def debit(self, declared, pots, amount):
        if declared.never_below is not None:
            floor = self.ev(declared.never_below, self.case_env())
            if floor is FAILED:
                return False
            if sum(pots) - amount < number(plain(floor)):
                self.fail("E0920")
                return False
        for i, pot in enumerate(pots):
            taken = min(amount, max(pot, Fraction(0)))
            pots[i], amount = pot - taken, amount - taken
        pots[-1] -= amount
        return True

    def spell_with(self, declared, contribution):
        """The first and the last day of the spell that this case belongs to."""
        gap = self.ev(declared.gap, self.case_env())
        if gap is FAILED or contribution is FAILED:
            return FAILED
        keys, (begin, end) = contribution
        begin, end = as_day(plain(begin)), as_day(plain(end))
        entry = self.entry(declared, keys)
        if entry is None:
            return begin, end
        start, last = moments.day(entry["start"]), moments.day(entry["end"])
        apart, limit = begin.n - last.n, number(plain(gap))
        if apart > limit if declared.comparison == "greater" else apart >= limit:
            return begin, end
        return start, max(end, last)

    # ── postings ──

    def postings(self):
        made = []
        for declared in self.policy.memories.values():
            contributions = self.contributions(declared)
            if contributions is FAILED:
                continue
            groups = {}
            for keys, amount in contributions:
                groups.setdefault(tuple(str(self.as_given(k)) for k in keys), []).append((keys, amount))
            for mine in groups.values():
                for posting in self.posted(declared, mine[0][0], mine):
                    made.append({"memory": declared.name, "key": [self.as_given(k) for k in mine[0][0]], **posting})
        return made

    def posted(self, declared, keys, mine):
        if declared.kind == "spell":
            spells = [self.spell_with(declared, c) for c in mine]
            return [{"start": self.printed(s[0]), "end": self.printed(s[1])} for s in spells if s is not FAILED]
        if declared.kind == "history":
            return [{"row": self.printed(amount)} for _, (amount,) in mine]
        if declared.kind == "account":
            return self.posted_pots(declared, keys, mine)
        amounts = [amount for _, (amount,) in mine]
        total = functools.reduce(lambda a, b: self.joined(declared, a, b), amounts)
        if total is None:
            return []
        posting = {"amount": self.printed(total)}
        if declared.name in self.given_opening:
            posting["after"] = self.printed(self.after(declared, keys, mine))
        return [posting]

    def posted_pots(self, declared, keys, mine):
        before = self.pots(declared, self.entry(declared, keys))
        pots = self.moved(declared, keys, mine)
        if pots is FAILED:
            return []
        return [{"pot": pot, "amount": now - then, "after": sum(pots, Fraction(0))}
                for pot, then, now in zip(declared.pots, before, pots) if now != then]

    # ── catalogs ──

    def look_up(self, declared, keys, date):
        if FAILED in keys or (declared.valid and date is FAILED):
            return FAILED
        region = {name: plain(k) for name, k in zip(declared.by, keys)}
        key = str(plain(keys[-1]))
        found = []
        if declared.overlay is not None:
            path = self.folder / str(declared.overlay).format(**region)
            if not path.exists():
                return self.fail("E0916")
            found = [row for row in rows_of(path) if row[declared.key] == key]
        found = found or [row for row in rows_of(self.folder / declared.file) if row[declared.key] == key]
        if declared.valid:
            begin, end = declared.valid
            found = [row for row in found if (not row[begin] or moments.day(row[begin]) <= date)
                     and (not row[end] or date <= moments.day(row[end]))]
        return self.from_cells(declared, found[0]) if found else None

    def from_cells(self, declared, row):
        fields = declared.fields or self.policy.types[declared.record].fields
        return {f.name: self.from_cell(row[f.name], f.type) for f in fields}

    def from_cell(self, cell, type_):
        if cell == "":
            return None
        if cell.endswith("%"):
            return Fraction(cell[:-1]) / 100
        if type_.kind == "boolean":
            return cell == "true"
        declared = self.policy.types.get(type_.name)
        if type_.kind in ("text", "date", "time") or (declared is not None and declared.kind == "enum"):
            return self.typed(cell, type_)
        return self.typed(Fraction(cell), type_)


@functools.lru_cache(maxsize=64)
def rows_of(path):
    with pathlib.Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


