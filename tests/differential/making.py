"""Random well-typed expressions of the policy language.

A `Scope` knows what may be read, by type; `Maker.of(type, depth, scope)` writes an expression of that type. Types are
words: "money", "rate", "enum Level", "list Item". What holds less tightly than its place wants stands in parentheses.
"""
import dataclasses
import random

CHOICE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, UNARY, POSTFIX, PRIMARY = range(10)
MODES = ("half up", "half even", "half down", "down", "up", "ceiling", "floor")
STEPS = ("0.01", "0.05", "0.1", "0.25", "1", "10", "1_000", "0.0001", "0.000000000000000001", "3", "0.7")
AMOUNTS = ("0", "0", "0.01", "1", "100", "999.99", "1_300", "30_000", "0.005", "12.345", "99_999_999_999_999.99",
           "9_999_999_999_999_999.99", "92_233_720_368_547_758.07", "0.000000000000000001")
RATES = ("0%", "100%", "50%", "85%", "33.33%", "0.01%", "12.5%", "7%", "99.999999%")
DECIMALS = ("0.5", "2.5", "1.0001", "0.333333333333333333", "1_000_000.000001", "3.75", "0.000001")
COUNTS = ("0", "1", "2", "3", "7", "12", "100", "365", "1_000_000_007")
DATES = ("2023-12-31", "2024-01-01", "2024-02-29", "2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01", "2025-03-31",
         "2025-12-31", "2026-01-31")
TIMES = ("2024-02-29T23:59:59", "2024-06-30T00:00:00", "2025-01-01T08:30:00")
TEXTS = ("", "A", "J18.9", "C34", "城镇", "x y", "A1", "zz\\\"q")


@dataclasses.dataclass
class Term:
    text: str
    type: str
    optional: bool = False
    placed: bool = False  # proved to lie on the currency's place


@dataclasses.dataclass
class Loop:
    """A list to go through: how it is written, and what an element, called `{}`, offers."""
    text: str
    terms: list
    inner: list = dataclasses.field(default_factory=list)  # lists in an element
    nested: list = dataclasses.field(default_factory=list)  # their names


class Scope:
    def __init__(self, terms=(), loops=(), element=None):
        self.terms, self.loops, self.element = list(terms), list(loops), element

    def with_terms(self, terms):
        return Scope(self.terms + list(terms), self.loops, self.element)

    def of(self, type_, optional=False):
        return [t for t in self.terms if t.type == type_ and t.optional == optional]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.enums, self.functions, self.names = {}, [], 0

    # ── dice ──

    def chance(self, p):
        return self.random.random() < p

    def pick(self, things):
        return self.random.choice(things)

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    # ── the parts ──

    def inside(self, node, tightness):
        text, own = node
        return f"({text})" if own < tightness or self.chance(0.03) else text

    def of(self, type_, depth, scope):
        """(text, tightness)"""
        terms = scope.of(type_)
        if terms and (depth <= 0 or self.chance(0.25)):
            return self.pick(terms).text, POSTFIX
        if depth <= 0:
            return self.literal(type_)
        kind = type_.split()[0]
        options = [self.any_choice, self.any_choice] if self.chance(0.3) else [getattr(self, "of_" + kind)]
        if scope.of(type_, True) and self.chance(0.3):
            options = [self.any_optional]
        return self.pick(options)(type_, depth, scope)

    def literal(self, type_):
        kind, _, name = type_.partition(" ")
        if kind == "money":
            return f"{self.pick(AMOUNTS)} CNY", PRIMARY
        if kind == "bool":
            return self.pick(("true", "false")), PRIMARY
        if kind == "enum":
            return f"{name}.{self.pick(self.enums[name])}", POSTFIX
        if kind == "text":
            return f'"{self.pick(TEXTS)}"', PRIMARY
        if kind == "days":
            return f"{self.random.choice((0, 1, 30, 90, 366))} days", PRIMARY
        if kind == "months":
            return f"{self.random.choice((0, 1, 3, 12))} months", PRIMARY
        return self.pick({"rate": RATES, "decimal": DECIMALS, "count": COUNTS, "date": DATES, "time": TIMES}[kind]), PRIMARY

    def any_choice(self, type_, depth, scope):
        condition = self.of("bool", depth - 1, scope)
        then, other = self.of(type_, depth - 1, scope), self.of(type_, depth - 1, scope)
        return f"if {condition[0]} then {then[0]} else {other[0]}", CHOICE

    def any_optional(self, type_, depth, scope):
        term = self.pick(scope.of(type_, True))
        known = scope.with_terms([Term(term.text, type_)] * 3)
        form = self.random.random()
        if form < 0.5:
            return f"({term.text} or else {self.inside(self.of(type_, depth - 1, scope), POSTFIX)})", PRIMARY
        present, absent = self.of(type_, depth - 1, known)[0], self.of(type_, depth - 1, scope)[0]
        if form < 0.75:
            return f"if {term.text} is present then {present} else {absent}", CHOICE
        return f"if {term.text} is absent then {absent} else {present}", CHOICE

    # ── numbers ──

    def sum_(self, type_, depth, scope):
        left, right = self.of(type_, depth - 1, scope), self.of(type_, depth - 1, scope)
        sign = self.pick("+-")
        return f"{self.inside(left, SUM)} {sign} {self.inside(right, PRODUCT)}", SUM

    def product(self, type_, other, depth, scope):
        one, two = self.of(type_, depth - 1, scope), self.of(other, depth - 1, scope)
        if self.chance(0.3):
            one, two = two, one
        return f"{self.inside(one, PRODUCT)} * {self.inside(two, UNARY)}", PRODUCT

    def quotient(self, type_, other, depth, scope):
        one, two = self.of(type_, depth - 1, scope), self.of(other, self.pick((0, 0, depth - 1)), scope)
        if self.chance(0.8) and other not in ("days", "months"):  # never 0
            two = f"max({two[0]}, {self.pick(('0.01', '1', '3', '7', '12')) if other != 'rate' else self.pick(('1%', '33%', '100%'))})", PRIMARY
            if other == "count":
                two = two[0].replace(", 0.01)", ", 2)"), PRIMARY
        elif other == "days" and self.chance(0.7):
            two = self.pick(("7 days", "30 days", "1 day")), PRIMARY
        return f"{self.inside(one, PRODUCT)} / {self.inside(two, UNARY)}", PRODUCT

    def extreme(self, type_, depth, scope):
        word = self.pick(("min", "max", "min", "max", "clamp", "abs"))
        if word == "abs" and type_ == "date":
            word = "min"
        count = {"clamp": 3, "abs": 1}.get(word) or self.random.randint(2, 3)
        return f"{word}({', '.join(self.of(type_, depth - 1, scope)[0] for _ in range(count))})", PRIMARY

    def rounding(self, type_, depth, scope):
        value = self.of(type_, depth - 1, scope)
        return f"(round {self.inside(value, SUM)} {self.pick(MODES)} to {self.pick(STEPS)})", PRIMARY

    def negation(self, type_, depth, scope):
        value = self.of(type_, depth - 1, scope)
        return f"-{self.inside(value, POSTFIX)}", UNARY

    def over_list(self, type_, depth, scope):
        """A sum, or the least, greatest or first of a list."""
        loop = self.loop(scope)
        if loop is None:
            return self.literal(type_)
        name, text, inner = loop
        word = self.pick(("sum", "sum", "sum", "min", "max", "first") if type_ not in ("date", "text") and not type_.startswith("enum")
                         else ("first", "min", "max") if type_ != "text" else ("first",))
        body = self.of(type_, depth - 1, inner)[0]
        whole = f"{word} of {body} for {name} in {text}{self.loop_clauses(depth, inner)}"
        if word == "sum":
            return f"({whole})", PRIMARY
        return f"(({whole}) or else {self.inside(self.of(type_, depth - 2, scope), POSTFIX)})", PRIMARY

    def loop(self, scope):
        """(name, list, what may be read of an element), or None."""
        if not scope.loops:
            return None
        loop, name = self.pick(scope.loops), self.name("e")
        terms = [dataclasses.replace(t, text=t.text.replace("{}", name)) for t in loop.terms]
        inner = [dataclasses.replace(i, text=i.text.replace("{}", name)) for i in loop.inner]
        return name, loop.text, Scope(scope.terms + terms * 2, scope.loops + inner, scope.element)

    def loop_clauses(self, depth, inner):
        when = f" when {self.inside(self.of('bool', min(depth - 1, 1), inner), OR)}" if self.chance(0.35) else ""
        order = ""
        if self.chance(0.2):
            type_ = self.pick(("money", "date", "count", "bool", "text"))
            order = f" in order of {self.inside(self.of(type_, 0, inner), SUM)}"
        return when + order

    def call(self, type_, depth, scope):
        known = [f for f in self.functions if f[2] == type_]
        if not known:
            return self.literal(type_)
        name, parameters, _ = self.pick(known)
        return f"{name}({', '.join(self.of(p, depth - 1, scope)[0] for p in parameters)})", PRIMARY

    def of_money(self, type_, depth, scope):
        form = self.pick((self.sum_, self.sum_, "product", "product", "quotient", self.extreme, self.extreme, self.rounding,
                          self.over_list, self.over_list, self.negation, self.call))
        if form == "product":
            return self.product(type_, self.pick(("rate", "rate", "count", "decimal", "days")), depth, scope)
        if form == "quotient":
            return self.quotient(type_, self.pick(("count", "decimal", "rate")), depth, scope)
        return form(type_, depth, scope)

    def of_rate(self, type_, depth, scope):
        form = self.random.random()
        if form < 0.25:
            left = self.of(type_, depth - 1, scope)
            return f"{self.inside(left, SUM)} {self.pick('+-')} {self.pick(('1', '5', '20', '0.5', '100'))} points", SUM
        if form < 0.4:
            return self.product(type_, type_, depth, scope)
        if form < 0.5:
            return self.quotient(type_, "count", depth, scope)
        return self.pick((self.sum_, self.extreme, self.extreme, self.rounding, self.over_list, self.call))(type_, depth, scope)

    def of_decimal(self, type_, depth, scope):
        form = self.random.random()
        if form < 0.3:
            both = self.pick(("money", "count", "days", "decimal"))
            return self.quotient(both, both, depth, scope)
        if form < 0.45:
            return self.product(type_, self.pick(("decimal", "rate", "count")), depth, scope)
        return self.pick((self.sum_, self.extreme, self.rounding, self.over_list, self.negation, self.call))(type_, depth, scope)

    def of_count(self, type_, depth, scope):
        form = self.random.random()
        if form < 0.25:
            loop = self.loop(scope)
            if loop is None:
                return self.literal(type_)
            name, text, inner = loop
            body = name if self.chance(0.3) else self.of("bool", depth - 1, inner)[0]
            return f"(count of {body} for {name} in {text}{self.loop_clauses(depth, inner)})", PRIMARY
        if form < 0.5:
            one, two = (self.moment(min(depth - 1, 1), scope, POSTFIX) for _ in range(2))
            starting = self.pick(("", "", " starting 07-01", " starting 12-31"))
            return self.pick((f"(age of {one} at {two})", f"(year of {one}{starting})", f"(day of {one})")), PRIMARY
        if form < 0.6:
            return self.product(type_, type_, depth, scope)
        return self.pick((self.sum_, self.extreme, self.over_list, self.call))(type_, depth, scope)

    def moment(self, depth, scope, tightness):
        """A date, or a time, which stands for its date."""
        times = scope.of("time")
        return self.pick(times).text if times and self.chance(0.15) else self.inside(self.of("date", depth, scope), tightness)

    def of_days(self, type_, depth, scope):
        form = self.random.random()
        if form < 0.5:
            one, two = (self.moment(min(depth - 1, 1), scope, SUM) for _ in range(2))
            return f"(days from {one} to {two} counting {self.pick(('both', 'first', 'neither'))})", PRIMARY
        if form < 0.6:
            return f"{self.literal(type_)[0]} * {self.inside(self.of('count', 0, scope), UNARY)}", PRODUCT
        return self.pick((self.sum_, self.extreme))(type_, depth, scope)

    def of_months(self, type_, depth, scope):
        if self.chance(0.5):
            one, two = (self.moment(min(depth - 1, 1), scope, SUM) for _ in range(2))
            return f"({self.pick(('months', 'years'))} from {one} to {two})", PRIMARY
        return self.literal(type_)

    def of_date(self, type_, depth, scope):
        form = self.random.random()
        if form < 0.4:
            left = self.inside(self.of(type_, depth - 1, scope), SUM)
            period = self.pick((self.literal("days")[0], self.literal("months")[0], "1 year", "1 day", "11 months",
                                self.inside(self.of(self.pick(("days", "months")), 0, scope), PRODUCT)))
            return f"{left} {self.pick('+-')} {period}", SUM
        if form < 0.7:
            at = self.moment(depth - 1, scope, POSTFIX)
            starting = self.pick(("", "", " starting 07-01"))
            return self.pick((f"(start of year of {at}{starting})", f"(end of year of {at}{starting})", f"(start of month of {at})",
                              f"(end of month of {at})", f"(month of {at})")), PRIMARY
        if form < 0.8:
            return "governing date", PRIMARY
        return self.pick((self.extreme, self.over_list))(type_, depth, scope)

    def of_text(self, type_, depth, scope):
        return self.pick((self.over_list, self.any_choice))(type_, depth, scope)

    def of_enum(self, type_, depth, scope):
        return self.pick((self.over_list, self.any_choice))(type_, depth, scope)

    # ── conditions ──

    def of_bool(self, type_, depth, scope):
        form = self.pick(("compare",) * 6 + ("near", "time", "contains", "and", "or", "not", "range", "range", "list", "enum", "enum", "text",
                                             "quantified", "quantified", "present"))
        return getattr(self, "bool_" + form)(depth, scope)

    def bool_compare(self, depth, scope):
        type_ = self.pick(("money", "money", "rate", "decimal", "count", "date", "days", "bool"))
        left, right = self.of(type_, depth - 1, scope), self.of(type_, depth - 1, scope)
        sign = self.pick(("=", "!=") if type_ == "bool" else ("=", "!=", "<", "<=", ">", ">="))
        right_text = self.inside(right, SUM)
        if type_ == "money" and scope.of("money") and self.chance(0.4):
            left, right_text = (self.pick(scope.of("money")).text, POSTFIX), self.pick(AMOUNTS)
        return f"{self.inside(left, SUM)} {sign} {right_text}", COMPARISON

    def bool_near(self, depth, scope):
        """Two that are equal, or all but."""
        terms = scope.of("money")
        if not terms:
            return self.bool_compare(depth, scope)
        text = self.pick(terms).text
        return f"{text} * 3 / 3 {self.pick(('=', '<=', '<'))} {text}{self.pick(('', ' + 0.01 CNY'))}", COMPARISON

    def bool_time(self, depth, scope):
        times = scope.of("time")
        if not times:
            return self.bool_compare(depth, scope)
        return f"{self.pick(times).text} {self.pick(('<', '>=', '='))} {self.pick((*TIMES, self.pick(times).text))}", COMPARISON

    def bool_contains(self, depth, scope):
        if "head.amounts" not in [loop.text for loop in scope.loops]:
            return self.bool_compare(depth, scope)
        value = self.pick(scope.of("money")).text if scope.of("money") else "1 CNY"
        return f"{value} {self.pick(('in', 'not in'))} head.amounts", COMPARISON

    def bool_and(self, depth, scope):
        word, own = ("and", AND)
        left, right = self.of("bool", depth - 1, scope), self.of("bool", depth - 1, scope)
        return f"{self.inside(left, NOT)} {word} {self.inside(right, NOT)}", own

    def bool_or(self, depth, scope):
        left, right = self.of("bool", depth - 1, scope), self.of("bool", depth - 1, scope)
        return f"{self.inside(left, NOT)} or {self.inside(right, NOT)}", OR

    def bool_not(self, depth, scope):
        return f"not {self.inside(self.of('bool', depth - 1, scope), NOT)}", NOT

    def bool_range(self, depth, scope):
        type_ = self.pick(("money", "count", "date", "rate"))
        value = self.inside(self.of(type_, depth - 1, scope), SUM)
        ends = [self.inside(self.of(type_, min(depth - 1, 1), scope), SUM) for _ in range(2)]
        if scope.of(type_, True) and self.chance(0.4):
            ends[self.random.randrange(2)] = self.pick(scope.of(type_, True)).text
        form = self.random.random()
        text = f"{ends[0]} .. {ends[1]}" if form < 0.5 else f"{ends[0]} ..< {ends[1]}" if form < 0.7 else f"{ends[0]} .." if form < 0.85 else f".. {ends[1]}"
        return f"{value} {self.pick(('in', 'in', 'not in'))} {text}", COMPARISON

    def bool_list(self, depth, scope):
        type_ = self.pick(("count", "date", "text"))
        value = self.inside(self.of(type_, depth - 1, scope), SUM)
        return f"{value} in [{', '.join(self.literal(type_)[0] for _ in range(self.random.randint(1, 3)))}]", COMPARISON

    def bool_enum(self, depth, scope):
        terms = [t for t in scope.terms if t.type.startswith("enum ") and not t.optional]
        if not terms:
            return self.bool_compare(depth, scope)
        term = self.pick(terms)
        members = self.enums[term.type.split()[1]]
        if self.chance(0.3):
            return f"{term.text} in [{', '.join(self.random.sample(members, self.random.randint(1, len(members))))}]", COMPARISON
        return f"{term.text} {self.pick(('=', '=', '!=', '>=', '<'))} {self.pick(members)}", COMPARISON

    def bool_text(self, depth, scope):
        left, right = self.of("text", 0, scope), self.of("text", 0, scope)
        return f"{self.inside(left, SUM)} {self.pick(('=', '!=', 'starts with', 'starts with'))} {self.inside(right, SUM)}", COMPARISON

    def bool_quantified(self, depth, scope):
        loop = self.loop(scope)
        if loop is None:
            return self.bool_compare(depth, scope)
        name, text, inner = loop
        return f"({self.pick(('any', 'all'))} of {self.of('bool', depth - 1, inner)[0]} for {name} in {text}{self.loop_clauses(depth, inner)})", PRIMARY

    def bool_present(self, depth, scope):
        terms = [t for t in scope.terms if t.optional]
        if not terms:
            return self.bool_compare(depth, scope)
        term = self.pick(terms)
        known = scope.with_terms([Term(term.text, term.type)] * 4)
        inner = self.inside(self.of("bool", depth - 1, known), NOT)
        return self.pick(((f"{term.text} is present and {inner}", AND), (f"{term.text} is absent or {inner}", OR),
                          (f"{term.text} is present", COMPARISON), (f"{term.text} is absent", COMPARISON)))
