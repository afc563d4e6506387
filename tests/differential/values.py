"""What the oracle computes with: elements of lists, words that wait for their enum, and what could not be computed."""
import fractions

from moments import Day, Member, Period, Time

Fraction = fractions.Fraction
FAILED = type("Failed", (), {"__repr__": lambda self: "FAILED"})()


class Word(str):
    """A name that nothing declares: a member of an enum, once it is known of which."""


class Element:
    """One of a list, the same one however it is come by. `key` names the list whose rules it has."""
    __slots__ = ("value", "key", "index")

    def __init__(self, value, key, index):
        self.value, self.key, self.index = value, key, index


class Env:
    """What names mean where an expression stands."""
    __slots__ = ("locals", "block", "element", "date", "left", "rate")

    def __init__(self, names=None, block=None, element=None, date=None, left=None, rate=None):
        self.locals, self.block, self.element, self.date, self.left, self.rate = names or {}, block, element, date, left, rate

    def with_(self, **changes):
        made = Env(self.locals, self.block, self.element, self.date, self.left, self.rate)
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    def bound(self, name, value):
        return self.with_(locals={**self.locals, name: value})


def plain(value):
    """An element of plain values stands for its value, one of records for its record."""
    return value.value if isinstance(value, Element) else value


def number(value):
    """Of a period the number of its days or months."""
    return value.n if isinstance(value, Period) else value


def order_key(value):
    value = plain(value)
    if isinstance(value, (Period, Day)):
        return value.n
    if isinstance(value, Time):
        return value.seconds
    return value.index if isinstance(value, Member) else value


class Record(dict):
    """`types`: of its fields, where they are declared."""

    def __init__(self, values, fields):
        super().__init__(values)
        self.types = fields


class Undecided(Exception):
    """Too large to say whether it is too large."""
