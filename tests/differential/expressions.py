"""What an expression of the syntax tree means for a case, by docs/language.md alone.

Numbers are fractions. Types are not told beforehand: a bare word that nothing declares is a `Word`, and becomes a member
where it meets one or where a declared type wants one. What could not be computed is `FAILED`; its reason is counted once,
where it arose.
"""
import fractions
import functools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "property"))
import moments  # noqa: E402
from loops import Loops  # noqa: E402
from moments import Day, Member, Period, Wrong, as_day  # noqa: E402
from number_oracle import rounded  # noqa: E402
from values import FAILED, Element, Env, Record, Undecided, Word, number, order_key, plain  # noqa: E402

Fraction = fractions.Fraction


class Expressions(Loops):
    """The evaluation of one case. Declarations are in declarations.py."""

    def ev(self, e, env):
        try:
            return getattr(self, "x_" + e.kind)(e, env)
        except Wrong as wrong:
            return self.fail(wrong.args[0])

    def all_of(self, operands, env):
        """Every value, or FAILED where one failed; all are computed."""
        values = [self.ev(e, env) for e in operands]
        return FAILED if FAILED in values else values

    # ── written out ──

    def x_number(self, e, env):
        return Fraction(e.text[:-1]) / 100 if e.text.endswith("%") else Fraction(e.text)

    def x_money(self, e, env):
        return Fraction(e.text)

    def x_points(self, e, env):
        return Fraction(e.text) / 100

    def x_text(self, e, env):
        return e.text

    def x_date(self, e, env):
        return moments.day(e.text)

    def x_time(self, e, env):
        return moments.time(e.text)

    def x_boolean(self, e, env):
        return e.word == "yes"

    def x_none(self, e, env):
        return None

    def x_period(self, e, env):
        unit, factor = {"days": ("days", 1), "months": ("months", 1), "years": ("months", 12)}[e.word]
        return Period(unit, Fraction(e.text) * factor)

    # ── names and what follows them ──

    def x_name(self, e, env):
        if e.text in env.locals:
            value = env.locals[e.text]
            return value() if callable(value) else value
        return self.named(e.text, env)

    def x_left(self, e, env):
        return env.left()

    def x_rate(self, e, env):
        return env.rate

    def x_governing_date(self, e, env):
        return self.date_of(env)

    def x_member(self, e, env):
        head = e.operands[0]
        if head.kind == "name" and head.text not in env.locals:
            declared = self.policy.types.get(head.text)
            if declared is not None and declared.kind == "enum" and head.text not in self.policy.declared:
                return Member(head.text, declared.members.index(e.text))
        special = self.member_of_declared(e, env)
        if special is not NotImplemented:
            return special
        value = self.ev(head, env)
        if value is None or value is FAILED:
            return value
        if isinstance(value, Element):
            item = self.policy.items.get((value.key, e.text))
            if item is not None:
                return self.item(item, value)
            value = value.value
        return value[e.text]

    def x_index(self, e, env):
        declared = self.index_of_declared(e, env)
        if declared is not NotImplemented:
            return declared
        items, position = self.list_of(e.operands[0], env), self.ev(e.operands[1], env)
        if items is FAILED or position is FAILED:
            return FAILED
        position = number(position)
        return items[int(position) - 1] if position.denominator == 1 and 1 <= position <= len(items) else None

    def x_call(self, e, env):
        function = self.policy.declared[e.text]
        arguments = {}
        for (name, type_), operand in zip(function.parameters, e.operands):
            arguments[name] = functools.lru_cache(None)(lambda operand=operand, type_=type_: self.coerce(self.ev(operand, env), type_))
        return self.coerce(self.ev(function.body, Env(arguments)), function.type)

    def x_record(self, e, env):
        values = self.all_of(e.operands, env)
        if values is FAILED:
            return FAILED
        record = dict(zip(e.fields, values))
        return self.record(record, e.text) if e.text else record

    def x_with(self, e, env):
        values = self.all_of(e.operands, env)
        if values is FAILED:
            return FAILED
        record = plain(values[0])
        fields = getattr(record, "types", {})
        return Record({**record, **{name: self.coerce(v, fields.get(name)) for name, v in zip(e.fields, values[1:])}}, fields)

    def x_list(self, e, env):
        return self.all_of(e.operands, env)

    # ── conditions: from left to right, until the answer is known ──

    def x_condition(self, e, env):
        holds = self.ev(e.operands[0], env)
        return FAILED if holds is FAILED else self.ev(e.operands[1 if holds else 2], env)

    def x_logical_and(self, e, env):
        left = self.ev(e.operands[0], env)
        return left if left is FAILED or not left else self.ev(e.operands[1], env)

    def x_logical_or(self, e, env):
        left = self.ev(e.operands[0], env)
        return left if left is FAILED or left else self.ev(e.operands[1], env)

    def x_logical_not(self, e, env):
        value = self.ev(e.operands[0], env)
        return value if value is FAILED else not value

    def compared(self, word, a, b):
        a, b = self.alike(a, b)
        if word in ("equal", "not_equal"):
            return (plain(a) == plain(b)) == (word == "equal")
        a, b = order_key(a), order_key(b)
        return {"less": a < b, "less_equal": a <= b, "greater": a > b, "greater_equal": a >= b}[word]

    def x_compare(self, e, env):
        values = self.all_of(e.operands, env)
        return FAILED if values is FAILED else self.compared(e.word, *values)

    def x_in(self, e, env):
        value, right = e.operands
        if right.kind == "range":
            return self.in_range(lambda: self.ev(value, env), right, env)
        value = self.ev(value, env)
        if value is FAILED:
            return FAILED
        if right.kind == "list":
            for one in right.operands:
                other = self.ev(one, env)
                if other is FAILED or self.compared("equal", value, other):
                    return FAILED if other is FAILED else True
            return False
        items = self.list_of(right, env)
        return FAILED if items is FAILED else any(self.compared("equal", value, other) for other in items)

    def in_range(self, value, e, env):
        """`value` is asked for only where an end is there: without any, every value lies within."""
        for bound, word in zip(e.operands, ("greater_equal", "less" if e.word == "open_above" else "less_equal")):
            if bound is None:
                continue
            end = self.ev(bound, env)
            if end is None:
                continue
            told = set(self.errors)
            given = value()
            if end is FAILED and self.errors != told:
                raise Undecided  # an end that may be absent is asked for alone, and its type is not known here
            if FAILED in (end, given):
                return FAILED
            if not self.compared(word, given, end):
                return False
        return True

    def x_is_present(self, e, env):
        value = self.ev(e.operands[0], env)
        return value if value is FAILED else value is not None

    def x_is_absent(self, e, env):
        value = self.ev(e.operands[0], env)
        return value if value is FAILED else value is None

    def x_or_else(self, e, env):
        value = self.ev(e.operands[0], env)
        return self.ev(e.operands[1], env) if value is None else value

    def x_starts_with(self, e, env):
        values = self.all_of(e.operands, env)
        return FAILED if values is FAILED else plain(values[0]).startswith(plain(values[1]))

    # ── numbers, dates and periods ──

    def two(self, e, env):
        values = self.all_of(e.operands, env)
        return FAILED if values is FAILED else [plain(v) for v in values]

    def x_add(self, e, env):
        values = self.two(e, env)
        return FAILED if values is FAILED else self.sum(*values)

    def x_subtract(self, e, env):
        values = self.two(e, env)
        return FAILED if values is FAILED else self.sum(values[0], self.negated(values[1]))

    def negated(self, value):
        return Period(value.unit, -value.n) if isinstance(value, Period) else -value

    def sum(self, a, b):
        if isinstance(a, Day):
            if b.unit == "days":
                return moments.checked(a.n + int(b.n))
            return moments.plus_months(a, int(b.n), self.policy.month_ends)
        if isinstance(a, Period) and isinstance(b, Period):
            return Period(a.unit, a.n + b.n)
        return self.bounded(number(a) + number(b))

    def bounded(self, value):
        """A number of a case has at most 1 000 digits; whether it is near that is not judged here."""
        if abs(value.numerator) >= 10**900 or value.denominator >= 10**900:
            raise Undecided
        return value

    def x_multiply(self, e, env):
        values = self.two(e, env)
        if values is FAILED:
            return FAILED
        a, b = values
        for one, other in ((a, b), (b, a)):
            if isinstance(one, Period):  # a period so many times, or an amount for each of its days
                return Period(one.unit, one.n * number(other))
        return self.bounded(a * b)

    def x_divide(self, e, env):
        values = self.two(e, env)
        if values is FAILED:
            return FAILED
        a, b = (number(v) for v in values)
        return self.fail("E0902") if b == 0 else self.bounded(a / b)

    def x_negate(self, e, env):
        value = self.ev(e.operands[0], env)
        return value if value is FAILED else self.negated(plain(value))

    def x_built_in(self, e, env):
        values = self.all_of(e.operands, env)
        if values is FAILED:
            return FAILED
        values = [plain(v) for v in values]
        if any(isinstance(v, Fraction) for v in values):
            values = [number(v) for v in values]
        if e.word == "abs":
            value = values[0]
            return self.negated(value) if order_key(value) < 0 else value
        if e.word == "clamp":
            return min(max(values[0], values[1], key=order_key), values[2], key=order_key)
        return (min if e.word == "min" else max)(values, key=order_key)

    def x_round(self, e, env):
        value = self.ev(e.operands[0], env)
        return value if value in (FAILED, None) else rounded(number(plain(value)), Fraction(e.operands[1].text), e.word)

    # ── the calendar ──

    def days(self, operands, env):
        values = self.all_of(operands, env)
        return FAILED if values is FAILED else [as_day(plain(v)) for v in values]

    def x_between(self, e, env):
        ends = self.days(e.operands, env)
        if ends is FAILED:
            return FAILED
        if e.word == "days":
            return Period("days", Fraction(moments.days_between(*ends, e.text)))
        unit = 1 if e.word == "months" else 12
        return Period("months", Fraction(moments.months_between(*ends, self.policy.month_ends, unit) * unit))

    def x_age(self, e, env):
        ends = self.days(e.operands, env)
        return FAILED if ends is FAILED else Fraction(moments.months_between(*ends, self.policy.month_ends, 12))

    def x_calendar(self, e, env):
        at = self.days(e.operands, env)
        if at is FAILED:
            return FAILED
        if e.word == "year":
            return Fraction(moments.year_of(at[0], e.text))
        return moments.month_start(at[0]) if e.word == "month" else Fraction(moments.civil(at[0]).day)

    def x_boundary(self, e, env):
        at = self.days(e.operands, env)
        if at is FAILED:
            return FAILED
        if e.word == "year":
            return moments.year_bound(at[0], e.text, e.flag)
        return moments.month_end(at[0]) if e.flag else moments.month_start(at[0])

    def x_each(self, e, env):
        ends = self.days(e.operands, env)
        return FAILED if ends is FAILED else moments.each(e.word, *ends)

    def x_every(self, e, env):
        values = self.all_of(e.operands, env)
        if values is FAILED:
            return FAILED
        return moments.every(values[0], as_day(plain(values[1])), as_day(plain(values[2])), self.policy.month_ends)

    # ── types, where they are declared ──

    def alike(self, a, b):
        """A word beside a member is one of its enum; a period beside a number is the number of its days."""
        a, b = plain(a), plain(b)
        if isinstance(a, Word) and isinstance(b, Member):
            return self.member(b.enum, a), b
        if isinstance(b, Word) and isinstance(a, Member):
            return a, self.member(a.enum, b)
        if isinstance(a, Word) and isinstance(b, Word):
            enum = next(n for n, t in self.policy.types.items() if t.kind == "enum" and a in t.members and b in t.members)
            return self.member(enum, a), self.member(enum, b)
        if isinstance(a, Fraction) or isinstance(b, Fraction):
            return number(a), number(b)
        return a, b

    def member(self, enum, word):
        return Member(enum, self.policy.types[enum].members.index(word))

    def coerce(self, value, type_):
        """The value as one of the declared type."""
        if type_ is None or value is None or value is FAILED:
            return value
        if type_.kind == "list":
            return value if value and isinstance(value[0], Element) else [self.coerce(v, type_.element) for v in value]
        if type_.kind in ("count", "decimal", "rate"):
            return number(plain(value))
        if type_.kind == "named":
            declared = self.policy.types.get(type_.name)
            if declared is not None and declared.kind == "enum" and isinstance(plain(value), Word):
                return self.member(type_.name, plain(value))
            if declared is not None and declared.kind == "record":
                return self.record(plain(value), type_.name)
            return number(plain(value)) if declared is not None and declared.kind == "currency" else plain(value)
        if isinstance(plain(value), Fraction) and type_.kind in ("days", "months"):
            return Period(type_.kind, plain(value))
        return plain(value)

    def record(self, value, name):
        fields = {f.name: f.type for f in self.policy.types[name].fields}
        return Record({f: self.coerce(value.get(f), t) for f, t in fields.items()}, fields)
