"""Random cases of a generated policy, as JSON: edges of ranges and versions, huge and tiny amounts, empty and long lists."""
import datetime
import fractions
import json
import random

from making import DATES, TEXTS, TIMES
from making_memory import PEOPLE
from number_oracle import plain

Fraction = fractions.Fraction
EDGES = ("0", "0", "1", "100", "1300", "5000", "30000", "40000", "0.01", "999.99", "12.345", "2.505", "1000000", "99999999999999.99",
         "9999999999999999.99", "92233720368547758.07", "100000000000000", "0.000000000000000001", "123456789.123456789123456789")
ANY_DAY = {"low": None}


class Cases:
    def __init__(self, generator, seed):
        self.random = random.Random(seed)
        self.enums, self.shape, self.made = generator.enums, generator.shape, generator

    def case(self):
        case = {name: self.value(limits) for name, limits in self.shape.items()}
        if self.made.as_of:
            case["as_of"] = self.a_date({"low": None})
        if self.made.papers:
            case["papers"] = [p for p in self.made.papers if self.random.random() < 0.5]
        if self.made.memories:
            case["opening"] = {name: self.entries(memory) for name, memory in self.made.memories.items()}
        return {name: value for name, value in case.items() if value is not None}

    # ── what was before ──

    def entries(self, memory):
        made = {}
        for _ in range(self.random.choice((0, 1, 3, 6, 12))):
            key = [self.key(shape) for shape in memory["keys"]]
            made[json.dumps(key)] = {"key": key, **self.entry(memory)}
        return list(made.values())

    def key(self, shape):
        if shape == "who":
            return self.a_who(None)
        if shape == "year":
            return self.random.choice((2023, 2024, 2025))
        if shape == "month":
            return self.random.choice(DATES)[:8] + "01"
        return self.a_enum({"type": shape})

    def entry(self, memory):
        amount = lambda low: self.a_number({"type": "money", "low": low, "high": None, "step": "0.01"})  # noqa: E731
        if memory["kind"] == "spell":
            days = sorted(self.a_date(ANY_DAY) for _ in range(2))
            return {"start": days[0], "end": days[1]}
        if memory["kind"] == "account":
            return {"pots": {pot: amount(self.random.choice(("0", "0", None))) for pot in memory["pots"]}}
        if memory["kind"] == "history":
            return {"rows": [{n: self.of_type(t) for n, t in memory["fields"]} for _ in range(self.random.choice((0, 1, 2, 5)))]}
        return {"value": self.of_type(memory["type"])}

    def of_type(self, type_):
        steps = {"money": ("0.01", None), "count": ("1", "0")}
        step, low = steps.get(type_, (None, None))
        return self.value({"type": type_, "low": low, "high": None, "step": step})

    def a_who(self, _):
        return self.random.choice(PEOPLE)

    def value(self, limits):
        if limits.get("optional") and self.random.random() < 0.4:
            return None
        kind = limits["type"].split()[0]
        return getattr(self, "a_" + kind, self.a_number)(limits)

    def a_record(self, limits):
        record = {name: self.value(inner) for name, inner in limits["of"].items()}
        return {name: value for name, value in record.items() if value is not None or self.random.random() < 0.3}

    def a_list(self, limits):
        size = self.random.choice((0, 1, 1, 2, 3, 3, 5, 8))
        if self.random.random() < 0.003:
            size = limits["at most"] // 4
        return [self.value(limits["of"]) for _ in range(size)]

    def a_number(self, limits):
        step = Fraction(limits["step"])
        low, high = (None if limits[end] is None else Fraction(limits[end]) for end in ("low", "high"))
        pick = self.random.random()
        if pick < 0.4:
            value = Fraction(self.random.choice(EDGES))
        elif pick < 0.6 and (low is not None or high is not None):
            value = self.random.choice([end for end in (low, high) if end is not None])
        elif pick < 0.9:
            value = Fraction(self.random.randint(0, 10 ** self.random.randint(1, 7)), 10 ** self.random.randint(0, 4))
        else:
            value = Fraction(self.random.randint(0, 10**20), 10 ** self.random.randint(0, 18))
        if self.random.random() < 0.25:
            value = -value
        if self.random.random() < 0.3:
            value += step * self.random.choice((-1, 1))
        value = value / step // 1 * step
        if low is not None and value < low:
            value = low + (-value // step * step if self.random.random() < 0.5 else 0)
        if high is not None and value > high:
            value = high if low is None or self.random.random() < 0.5 else low + (value - low) % (high - low + step)
        if high is not None:
            value = min(value, high)
        if limits["type"] == "rate" and abs(value) > 5 and high is None and self.random.random() < 0.9:
            value = value % 1 / step // 1 * step
        if limits["type"] == "count" and abs(value) > 10**6:
            value = value % 1000
        text = plain(value)
        return text if "." in text or len(text) > 15 or self.random.random() < 0.2 else int(text)

    def a_bool(self, _):
        return self.random.random() < 0.5

    def a_text(self, _):
        return self.random.choice(TEXTS).replace('\\"', '"').replace("\\\\", "\\")

    def a_date(self, limits):
        if self.random.random() < 0.01 and limits["low"] is None:
            return self.random.choice(("0001-01-01", "9999-12-31"))
        day = datetime.date.fromisoformat(self.random.choice(DATES)) + datetime.timedelta(self.random.choice((0, 0, 0, -1, 1, 30, -365)))
        if limits["low"] is not None:
            day = min(max(day, datetime.date.fromisoformat(limits["low"])), datetime.date.fromisoformat(limits["high"]))
        return day.isoformat()

    def a_time(self, _):
        return self.random.choice(TIMES)

    def a_days(self, _):
        return self.random.choice((0, 1, 29, 30, 31, 90, 365, -1))

    def a_months(self, _):
        return self.random.choice((0, 1, 3, 12, 25, -1))

    def a_enum(self, limits):
        return self.random.choice(self.enums[limits["type"].split()[1]])
