"""Days, times, periods and members: the values of a policy that are no numbers, texts, lists or records.

The calendar is written from its description in docs/language.md, on Python's ordinals of days.
"""
import collections
import datetime
import fractions

Fraction = fractions.Fraction
Day = collections.namedtuple("Day", "n")  # ordinal: 1 is 0001-01-01
Time = collections.namedtuple("Time", "seconds")  # since 0001-01-01
Period = collections.namedtuple("Period", "unit n")  # "days" or "months"; n: a Fraction
Member = collections.namedtuple("Member", "enum index")
LAST = datetime.date.max.toordinal()


class Wrong(Exception):
    """An error of the case: its code."""


def day(text):
    return Day(datetime.date.fromisoformat(text).toordinal())


def time(text):
    moment = datetime.datetime.fromisoformat(text)
    return Time((moment.toordinal() * 24 + moment.hour) * 3600 + moment.minute * 60 + moment.second)


def civil(at):
    return datetime.date.fromordinal(at.n)


def as_day(value):
    return Day(value.seconds // 86400) if isinstance(value, Time) else value


def checked(n):
    if not 1 <= n <= LAST:
        raise Wrong("E0919")
    return Day(n)


def month_length(year, month):
    return (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day if (year, month) != (9999, 12) else 31


def plus_months(at, months, ends):
    """`ends` says what becomes of a day that the month reached does not have."""
    date = civil(at)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise Wrong("E0918")  # as the engine words it: moved by so many months it is no day of the calendar
    length = month_length(year, month + 1)
    if date.day <= length:
        return Day(datetime.date(year, month + 1, date.day).toordinal())
    if ends == "last day":
        return Day(datetime.date(year, month + 1, length).toordinal())
    if ends == "next day":
        return Day(datetime.date(year, month + 1, length).toordinal() + 1)
    raise Wrong("E0918")


def months_between(begin, end, ends, unit):
    """How many whole months (unit 1) or years (12) lie between."""
    if end < begin:
        return -months_between(end, begin, ends, unit)

    def steps(rule):
        n = 0 if unit == 12 else max(0, (end.n - begin.n) // 31 - 2)
        while reached(plus(n + 1, rule)):
            n += 1
        return n

    def plus(n, rule):
        try:
            return plus_months(begin, n * unit, rule)
        except Wrong:
            return None

    def reached(at):
        return at is not None and at <= end

    early, late = steps("last day"), steps("next day")
    if early == late:
        return early
    if ends == "error":
        raise Wrong("E0928")
    return early if ends == "last day" else late


def days_between(begin, end, counting):
    if end < begin:
        return -days_between(end, begin, counting)
    apart = end.n - begin.n
    return {"both": apart + 1, "first": apart, "neither": max(0, apart - 1)}[counting]


def year_of(at, starting=""):
    """The year in which the year of `starting` (MM-DD) began."""
    date = civil(at)
    month, first = (int(part) for part in (starting or "01-01").split("-"))
    return date.year if (date.month, date.day) >= (month, first) else date.year - 1


def year_bound(at, starting, end):
    month, first = (int(part) for part in (starting or "01-01").split("-"))
    year = year_of(at, starting) + (1 if end else 0)
    if year == 10000 and (month, first) == (1, 1):
        return Day(LAST)
    if not 1 <= year <= 9999:
        raise Wrong("E0919")
    return checked(datetime.date(year, month, first).toordinal() - (1 if end else 0))


def month_start(at):
    return Day(civil(at).replace(day=1).toordinal())


def month_end(at):
    date = civil(at)
    return Day(date.replace(day=month_length(date.year, date.month)).toordinal())


def cut(begin, end, last):
    """[begin, end] in parts; `last(from, number)` is the last day of one."""
    made, at = [], begin
    while at <= end:
        if len(made) == 100_000:
            raise Wrong("E0917")
        until = min(last(at, len(made) + 1), end)
        made.append({"from": at, "until": until, "number": Fraction(len(made) + 1)})
        at = Day(until.n + 1)
    return made


def each(unit, begin, end):
    return cut(begin, end, lambda at, _: {"day": at, "month": month_end(at), "year": year_bound(at, "", True)}[unit])


def every(length, begin, end, ends):
    if length.n < 1:
        raise Wrong("E0922")
    if length.unit == "days":
        return cut(begin, end, lambda at, _: Day(at.n + int(length.n) - 1))

    def last(_, number):
        try:
            return Day(plus_months(begin, int(length.n) * number, ends).n - 1)
        except Wrong:
            if int(length.n) > 100_000:
                return end
            raise
    return cut(begin, end, last)
