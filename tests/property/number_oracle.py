"""Numbers against Python's: chains of operations, roundings and texts, random and hostile, through number_driver.

Fractions say what is right; where a value is a decimal and the step a power of ten, `decimal` must agree too.
A failure prints the line for the driver; --seed makes the same lines again.
"""
import argparse
import decimal
import fractions
import random
import re
import subprocess
import sys

Fraction = fractions.Fraction

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_down": decimal.ROUND_HALF_DOWN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}
STEPS = ("0.01", "1", "10", "1000", "0.05", "0.25", "0.1", "0.0001", "100", "0.5", "3", "0.7", "1e18", "1e-18", "1e30", "1e-30")
EDGES = [2**31, 2**32, 2**53, 2**62, 2**63, 2**64, 2**127, 2**128, 2**256, 10**9, 10**17, 10**18, 10**19, 10**38,
         5**27, 5**28, 3**40, 3037000500, 4294967296, 10**100, 7**300]
EXACT = decimal.Context(prec=20_000, Emax=10**9, Emin=-10**9)


def plain(value):
    """A fraction as Number prints it: plain digits, or a reduced ratio."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    point = len(digits) - places
    return ("-" if value < 0 else "") + digits[:point] + ("." + digits[point:] if places else "")


def places(value):
    text = plain(value)
    return -1 if "/" in text else len(text.partition(".")[2])


def rounded(value, step, mode):
    """The multiple of `step` that `mode` picks, by the definition of the mode."""
    steps = value / step
    below = steps.numerator // steps.denominator
    above = below + (below != steps)
    toward_zero, away = (below, above) if value > 0 else (above, below)
    to_below, to_above = steps - below, above - steps
    nearest = {-1: below, 1: above}.get((to_below > to_above) - (to_below < to_above))
    chosen = {
        "down": toward_zero,
        "up": away,
        "ceiling": above,
        "floor": below,
        "half_up": away if nearest is None else nearest,
        "half_down": toward_zero if nearest is None else nearest,
        "half_even": (below if below % 2 == 0 else above) if nearest is None else nearest,
    }[mode]
    return chosen * step


def by_decimal(value, step, mode):
    """The same by `decimal`, or None where it has no such rounding."""
    text = plain(value)
    quantum = decimal.Decimal(step)
    if "/" in text or quantum.as_tuple().digits != (1,):
        return None
    return Fraction(EXACT.create_decimal(text).quantize(quantum, rounding=MODES[mode], context=EXACT))


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def integer(self):
        kind = self.random.random()
        if kind < 0.3:
            return self.random.randint(-1000, 1000)
        if kind < 0.5:
            return self.random.randint(-10**10, 10**10)
        if kind < 0.8:
            return self.random.choice((1, -1)) * (self.random.choice(EDGES) + self.random.randint(-2, 2))
        if kind < 0.9:
            return self.random.choice((1, -1)) * int("9" * self.random.randint(1, 50))
        return self.random.randint(-10**self.random.randint(1, 80), 10**self.random.randint(1, 80))

    def operand(self):
        """A decimal as text: its places often at the edges, sometimes with trailing zeros or an exponent."""
        coefficient = self.integer()
        after = self.random.choice((0, 0, 0, 1, 2, 2, 2, 3, 6, 8, 9, 10, 17, 18, 19, 20, 36, 40, self.random.randint(0, 120)))
        kind = self.random.random()
        if kind < 0.25:
            return f"{coefficient}{self.random.choice('eE')}{-after}"
        text = plain(Fraction(coefficient, 10**after))
        if kind < 0.5:
            text += ("" if "." in text else ".") + "0" * self.random.randint(1, 20)
        return ("-" if text.strip("0.") == "" and kind < 0.3 else "") + text

    def chain(self):
        """A line of postfix and the fraction it should yield; operations cluster round what was just computed."""
        words = [self.operand()]
        value = Fraction(words[0])
        for _ in range(self.random.choice((1, 1, 1, 2, 3, 6))):
            kind = self.random.choice(("+", "-", "*", "/", "/", "round", "round", "round", "minus", "abs", "undo"))
            if kind == "round":
                step, mode = self.random.choice(STEPS), self.random.choice(tuple(MODES))
                if self.random.random() < 0.4:  # on a tie, or one unit of a far place beside it
                    nudge = Fraction(self.random.choice((-1, 0, 0, 1)), 10**self.random.choice((1, 9, 18, 19, 30)))
                    tie = (self.integer() + Fraction(1, 2)) * Fraction(step) + nudge
                    words, value = [plain(tie)], tie
                words += [step, f"round:{mode}"]
                result = rounded(value, Fraction(step), mode)
                assert by_decimal(value, step, mode) in (None, result), (value, step, mode)
                value = result
            elif kind == "minus":
                words, value = words + ["minus"], -value
            elif kind == "abs":
                words, value = words + ["abs"], abs(value)
            elif kind == "undo" and value != 0:  # back to where zeros are stripped and ratios end
                divisor = self.random.choice((3, 7, 9, 1024, 625, 3 * 2**70))
                words += [str(divisor), "/", str(self.random.choice((1, 3, 21))), "*", str(divisor), "*"]
                value *= int(words[-4])
            else:
                text = self.operand()
                other = Fraction(text)
                if kind == "/" and other == 0:
                    continue
                words += [text, kind if kind in "+-*/" else "+"]
                value = {"-": value.__sub__, "*": value.__mul__, "/": value.__truediv__}.get(kind, value.__add__)(other)
        return words, value

    def neighbour(self, words, value):
        """Another way to nearly the same value, or to the very same."""
        gap = self.random.choice((Fraction(0), Fraction(0), Fraction(1, 10**self.random.randint(0, 40)), Fraction(1, 3)))
        gap *= self.random.choice((1, -1))
        if gap.denominator == 3:
            return words + [str(gap.numerator), "3", "/", "+"], value + gap
        return words + [plain(gap), "+"], value + gap

    def question(self):
        words, value = self.chain()
        kind = self.random.choice(("value", "value", "compare", "equal", "lies_on", "places", "sign", "numerator", "denominator"))
        if kind in ("compare", "equal"):
            other_words, other = self.neighbour(words, value) if self.random.random() < 0.7 else self.chain()
            answer = (value > other) - (value < other)
            return words + other_words + [kind], Fraction(answer if kind == "compare" else int(answer == 0))
        if kind == "lies_on":
            step = self.random.choice(STEPS)
            return words + [step, kind], Fraction(int((value / Fraction(step)).denominator == 1))
        answers = {"value": value, "places": places(value), "sign": (value > 0) - (value < 0),
                   "numerator": value.numerator, "denominator": value.denominator}
        return words + ([] if kind == "value" else [kind]), Fraction(answers[kind])

    def text(self):
        """A text, nearly a number, and what parsing makes of it."""
        text = self.operand()
        for _ in range(self.random.choice((0, 0, 1, 1, 2))):
            at = self.random.randint(0, len(text))
            text = text[:at] + self.random.choice("0123456789..eE+-- _,x") + text[at + self.random.randint(0, 1):]
        if self.random.random() < 0.1:
            text += f"e{self.random.choice('+-')}{self.random.choice((999999999, 10**40, 50, 60))}"
        limit = self.random.choice((18, 40, 60, 400))
        return f"parse {limit} {text}", parsed(text, limit)


def parsed(text, limit):
    match = re.fullmatch(r"-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?", text, re.ASCII)
    if not match:
        return "malformed"
    whole, fraction, exponent = match[1], match[2] or "", int(match[3] or 0)
    digits = (whole + fraction).lstrip("0")
    after = max(0, len(fraction) - exponent)
    before = max(0, len(digits) - len(fraction) + exponent) if digits else 0
    if before + after > limit:
        return "too many digits"
    return plain(Fraction(text)) if digits else "0"


def cases(count, seed):
    maker = Maker(seed)
    for _ in range(count):
        if maker.random.random() < 0.2:
            yield maker.text()
        else:
            words, value = maker.question()
            yield " ".join(words), plain(value)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("driver")
    arguments.add_argument("--count", type=int, default=5000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    sys.set_int_max_str_digits(0)

    asked = list(cases(options.count, options.seed))
    run = subprocess.run([options.driver], input="".join(f"{line}\n" for line, _ in asked), text=True,
                         stdout=subprocess.PIPE, check=False)
    answers = run.stdout.splitlines()
    wrong = [(line, expected, got) for (line, expected), got in zip(asked, answers) if got != expected]
    for line, expected, got in wrong[:10]:
        print(f"{line}\n  expected {expected}\n  got      {got}")
    if len(answers) != len(asked):
        print(f"the driver stopped (exit {run.returncode}) at: {asked[len(answers)][0]}")
    print(f"{len(asked)} lines, seed {options.seed}: {len(wrong)} wrong, {len(asked) - len(answers)} not answered")
    return 0 if asked and len(answers) == len(asked) and not wrong and run.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
