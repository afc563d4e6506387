"""Lists and what goes through them, by docs/language.md alone."""
import fractions
import functools

from values import FAILED, Element, number, order_key, plain

Fraction = fractions.Fraction
LONGEST = 100_000


class Loops:
    """A part of the evaluation of one case: see expressions.py."""

    def list_of(self, e, env):
        """The elements, with their rules where a `for each` stands over just this list."""
        if e.kind == "range":
            ends = self.all_of(e.operands, env)
            if ends is FAILED:
                return FAILED
            low, high = (number(plain(v)) for v in ends)
            high -= 1 if e.word == "open_above" else 0
            if high - low + 1 > LONGEST:
                return self.fail("E0917")
            return [low + i for i in range(max(0, int(high - low) + 1))]
        if e.key in self.policy.block_of:
            return self.elements(e.key)
        if e.kind == "over_last":
            return self.months(e, env)
        return self.ev(e, env)

    def x_range(self, e, env):
        return self.list_of(e, env)

    def x_over_last(self, e, env):
        months = self.months(e, env)
        if months is FAILED:
            return FAILED
        return functools.reduce(self.sum, months) if months else Fraction(0)

    def in_order(self, items, name, order, env):
        """Positions, by the order's key; or FAILED."""
        if order is None:
            return range(len(items))
        keys = [self.ev(order, env.bound(name, item)) for item in items]
        if FAILED in keys:
            return FAILED
        return sorted(range(len(items)), key=lambda i: (keys[i] is not None, None if keys[i] is None else order_key(keys[i])))

    def x_aggregate(self, e, env):
        body, list_, when, order = e.operands
        items = self.list_of(list_, env)
        if items is FAILED:
            return FAILED
        places = self.in_order(items, e.text, order, env)
        if places is FAILED:
            return FAILED
        each = body.kind == "name" and body.text == e.text and e.word == "count"
        values, failed = [], False
        for i in places:
            inner = env.bound(e.text, items[i])
            holds = True if when is None else self.ev(when, inner)
            if holds is not FAILED and not holds:
                continue
            value = FAILED if holds is FAILED else True if each else self.ev(body, inner)
            if value is FAILED:
                failed = True
                continue
            values.append(value)
            if (e.word == "any" and value) or (e.word == "all" and not value) or e.word == "first":
                break  # what follows cannot change it
        return FAILED if failed else self.aggregated(e.word, values)

    def aggregated(self, word, values):
        if word == "count":
            return Fraction(sum(1 for v in values if v))
        if word in ("any", "all"):
            return any(values) if word == "any" else all(values)
        if word == "sum":
            return functools.reduce(self.sum, [plain(v) for v in values]) if values else Fraction(0)
        if word == "first":
            return values[0] if values else None
        if word in ("min", "max"):
            return (min if word == "min" else max)(values, key=order_key) if values else None
        return values

    def x_running(self, e, env):
        body, list_, order, element = e.operands
        at, items = self.ev(element, env), self.list_of(list_, env)
        if at is FAILED or items is FAILED:
            return FAILED
        for item, sum_ in zip(items, self.running_sums(e, items, env)):
            if item is at or (not isinstance(item, Element) and item == at):
                return sum_
        return Fraction(0)

    def running_sums(self, e, items, env):
        body, _, order, _ = e.operands
        values = [self.ev(body, env.bound(e.text, item)) for item in items]
        places = self.in_order(items, e.text, order, env)
        sums = [FAILED] * len(items)
        total = Fraction(0)
        for i in places if places is not FAILED else ():
            before = total
            total = FAILED if FAILED in (total, values[i]) else self.sum(plain(values[i]), total)
            sums[i] = before if e.word == "before" else total
        return sums

    def x_group(self, e, env):
        items = self.list_of(e.operands[0], env)
        if items is FAILED:
            return FAILED
        groups, failed = {}, False
        for item in items:
            key = self.ev(e.operands[1], env.bound(e.text, item))
            failed = failed or key is FAILED
            if not failed:
                groups.setdefault(self.hashable(key), (plain(key), []))[1].append(item)
        return FAILED if failed else [{"key": key, "items": inner} for key, inner in groups.values()]

    def hashable(self, key):
        key = plain(key)
        return tuple((name, self.hashable(v)) for name, v in sorted(key.items())) if isinstance(key, dict) else key
