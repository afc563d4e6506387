"""`remit eval` against Python's fractions: random expressions, many lines in one process, bit for bit.

Arithmetic, parentheses, min max abs clamp, choices, conditions that skip, and roundings on hostile ties; a division by
zero must be told with what was divided. A failure prints the line; --seed makes the same lines again.
"""
import argparse
import fractions
import random
import subprocess
import sys

from number_oracle import EDGES, plain, rounded

Fraction = fractions.Fraction
MODES = ("half up", "half even", "half down", "down", "up", "ceiling", "floor")
STEPS = ("0.01", "0.01", "0.01", "1", "10", "1000", "0.05", "0.25", "0.1", "0.0001", "100", "0.5", "3", "0.7", "12.5",
         "0.000000000000000001", "1_000_000_000_000_000_000", "1_000")
SIGNS = {"=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
         ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
KINDS = ("whole", "mixed", "mixed")
# How tightly an operator holds: an operand that holds less tightly stands in parentheses.
CHOICE, OR, AND, NOT, COMPARISON, ROUNDING, SUM, PRODUCT, UNARY, PRIMARY = range(10)


class Failure(Exception):
    pass


class Maker:
    """Makes nodes (text, tightness, function that yields the value)."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kind = "mixed"  # of the line: "whole" or "mixed" numbers

    def written(self, value):
        """A number that is not negative, written out."""
        text = plain(value)
        if "." not in text and len(text) > 4 and self.random.random() < 0.3:
            text = f"{int(text):_}"
        if "." in text and self.random.random() < 0.2:
            text += "0" * self.random.randint(1, 3)
        return text

    def within(self, node, tightness):
        text, own, value = node
        if own < tightness or self.random.random() < 0.05:
            return f"({text})", value
        return text, value

    def literal(self):
        pick = self.random.random()
        if pick < 0.45:
            value = Fraction(self.random.randint(0, 12))
        elif pick < 0.6:
            value = Fraction(self.random.randint(0, 10**6), 10 ** self.random.randint(0, 4))
        elif pick < 0.75:
            value = Fraction(self.random.choice(EDGES) + self.random.randint(-1, 1), 10 ** self.random.choice((0, 0, 2, 9, 18, 19)))
        else:
            value = Fraction(self.random.randint(0, 10 ** self.random.randint(1, 40)), 10 ** self.random.randint(0, 40))
        if self.kind == "whole":
            value = Fraction(int(value))
        return self.written(value), PRIMARY, lambda: value

    def number(self, depth):
        if depth <= 0:
            return self.literal()
        kind = self.random.choice(("+", "-", "*", "/", "+", "-", "*", "/", "neg", "of", "abs", "clamp", "if", "round", "round",
                                   "tie", "tie", "literal", "chain"))
        if self.kind == "whole" and kind in ("/", "tie"):
            kind = "+"
        if kind == "literal":
            return self.literal()
        if kind in "+-":
            (left, a), (right, b) = self.within(self.number(depth - 1), SUM), self.within(self.number(depth - 1), PRODUCT)
            return f"{left} {kind} {right}", SUM, (lambda: a() + b()) if kind == "+" else (lambda: a() - b())
        if kind in "*/":
            (left, a), (right, b) = self.within(self.number(depth - 1), PRODUCT), self.within(self.number(depth - 1), UNARY)
            if kind == "*":
                return f"{left} * {right}", PRODUCT, lambda: a() * b()
            return f"{left} / {right}", PRODUCT, lambda: divided(a(), b())
        if kind == "chain":  # of one tightness, read from left to right
            text, value = self.within(self.number(depth - 2), SUM)
            for _ in range(self.random.randint(2, 8)):
                sign = self.random.choice("+-")
                operand, b = self.within(self.number(depth - 3), PRODUCT)
                text = f"{text} {sign} {operand}"
                value = (lambda a, b: lambda: a() + b())(value, b) if sign == "+" else (lambda a, b: lambda: a() - b())(value, b)
            return text, SUM, value
        if kind == "neg":
            operand, a = self.within(self.number(depth - 1), UNARY)
            return f"-{' ' if operand.startswith('-') or self.random.random() < 0.1 else ''}{operand}", UNARY, lambda: -a()
        if kind == "of":
            parts = [self.within(self.number(depth - 1), OR) for _ in range(self.random.randint(2, 4))]
            name = self.random.choice(("min", "max"))
            chosen = min if name == "min" else max
            return f"{name}({', '.join(text for text, _ in parts)})", PRIMARY, lambda: chosen([value() for _, value in parts])
        if kind == "abs":
            operand, a = self.within(self.number(depth - 1), OR)
            return f"abs({operand})", PRIMARY, lambda: abs(a())
        if kind == "clamp":
            parts = [self.within(self.number(depth - 1), OR) for _ in range(3)]
            return f"clamp({', '.join(text for text, _ in parts)})", PRIMARY, lambda: clamped(*[value() for _, value in parts])
        if kind == "if":
            condition, c = self.within(self.condition(depth - 1), OR)
            (left, a), (right, b) = self.within(self.number(depth - 1), CHOICE), self.within(self.number(depth - 1), CHOICE)
            return f"if {condition} then {left} else {right}", CHOICE, lambda: a() if c() else b()
        step, mode = self.random.choice(STEPS), self.random.choice(MODES)
        if kind == "tie":  # exactly half way between two neighbours, or hardly beside it
            nudge = Fraction(self.random.choice((-1, 0, 0, 0, 1)), 10 ** self.random.choice((1, 2, 9, 18, 19, 30)))
            tie = (self.random.choice((-1, 1)) * self.random.choice((0, 1, 2, 3, 1300, self.random.choice(EDGES)))
                   + Fraction(1, 2)) * Fraction(step) + nudge
            if self.random.random() < 0.3:  # the same, by way of a quotient that does not end
                operand, a = self.written(abs(tie) * 3) + " / 7 * 7 / 3", lambda: tie
            else:
                operand, a = self.written(abs(tie)), lambda: tie
            operand = "-" * (tie < 0) + operand
        else:
            operand, a = self.within(self.number(depth - 1), ROUNDING)
        return f"round {operand} {mode} to {step}", ROUNDING, lambda: rounded(a(), Fraction(step), mode.replace(" ", "_"))

    def condition(self, depth):
        kind = self.random.choice(("compare", "compare", "compare", "near", "and", "or", "not", "true", "false"))
        if kind in ("true", "false"):
            return kind, PRIMARY, lambda: kind == "true"
        if kind == "not":
            operand, a = self.within(self.condition(depth - 1), NOT)
            return f"not {operand}", NOT, lambda: not a()
        if kind in ("and", "or") and depth > 0:  # beside the other one it needs parentheses
            own, inner = (AND, NOT) if kind == "and" else (OR, NOT)
            (left, a), (right, b) = self.within(self.condition(depth - 1), inner), self.within(self.condition(depth - 1), inner)
            return f"{left} {kind} {right}", own, (lambda: a() and b()) if kind == "and" else (lambda: a() or b())
        sign = self.random.choice(tuple(SIGNS))
        left, a = self.within(self.number(depth - 1), ROUNDING)
        if kind == "near" and self.kind != "whole":  # the same value in another form
            right, b = f"({left}) / 3 * 3", a
        else:
            right, b = self.within(self.number(depth - 1), ROUNDING)
        return f"{left} {sign} {right}", COMPARISON, lambda: SIGNS[sign](a(), b())

    def line(self):
        depth = self.random.choice((1, 2, 3, 3, 4, 4, 5))
        self.kind = self.random.choice(KINDS)
        pick = self.random.random()
        if pick < 0.05:
            part = Fraction(self.random.randint(0, 2000), 10 ** self.random.randint(0, 3))
            operand, a = self.within(self.number(depth), PRODUCT)
            return f"{operand} * {plain(part)}%", answer(lambda: a() * part / 100)
        text, _, value = self.condition(depth) if pick < 0.2 else self.number(depth)
        return text, answer(value)


def divided(a, b):
    if b == 0:
        raise Failure(f"division of {plain(a)} by zero")
    return a / b


def clamped(x, low, high):
    return min(max(x, low), high)


def answer(value):
    try:
        result = value()
    except Failure as failure:
        return f"error: {failure}"
    return ("yes" if result else "no") if isinstance(result, bool) else plain(result)


def digits(text):
    return sum(character.isdigit() for character in text)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--count", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    maker = Maker(options.seed)
    lines = [line for line in (maker.line() for _ in range(options.count)) if digits(line[1]) < 900]
    run = subprocess.run([options.remit, "eval"], input="".join(text + "\n" for text, _ in lines), text=True, encoding="utf-8",
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    told = run.stdout.splitlines()
    wrong = [(text, expected, found) for (text, expected), found in zip(lines, told) if expected != found]
    for text, expected, found in wrong[:10]:
        print(f"  {text}\n    expected {expected}\n    found    {found}")
    if len(told) != len(lines):
        print(f"{len(lines)} lines in, {len(told)} out, status {run.returncode}")
    if wrong or len(told) != len(lines):
        sys.exit(f"{len(wrong)} of {len(lines)} differ (seed {options.seed})")
    errors = sum(expected.startswith("error") for _, expected in lines)
    print(f"{len(lines)} expressions agree, {errors} of them divisions by zero (seed {options.seed})")


if __name__ == "__main__":
    main()
