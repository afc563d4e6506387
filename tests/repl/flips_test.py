#!/usr/bin/env python3
"""What `why not` says would do, does; and of numbers and days one step less does not."""
import datetime
import decimal
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
CASES = (
    (HERE / "policies/city.remit", HERE / "policies/stay.json", ["set stay.items[1].amount = 30_000"]),
    (HERE / "policies/city.remit", HERE / "policies/stay.json", ["set stay.designated = false", "set stay.ordinal = 4"]),
    (ROOT / "policies/cn", ROOT / "policies/cn/beijing/examples/second_stay.json", ["set visit.ordinal = 1"]),
    (ROOT / "policies/cn", ROOT / "policies/cn/beijing/examples/standing.json", []),
)
FLIP = re.compile(r"^  (?:least change|or): (\S+) = (.*) \(is (.*)\)$", re.MULTILINE)
CHANGE = re.compile(r"^  (?:least change|or): ")
STEPS = {"CNY": decimal.Decimal("0.01"), "count": decimal.Decimal(1)}


def session(policies, case, lines):
    """What each line gives, in their order."""
    text = "".join(f"{line}\n\"~\"\n" for line in lines)
    done = subprocess.run([BINARY, "repl", "--show-personal", "--input", str(case), str(policies)], input=text, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    first, *_ = parts = done.stdout.split('"~"\n')
    parts[0] = first.split("\n", 1)[1]  # without what `load` says
    return parts[:len(lines)]


def outcomes(told):
    """Whether it is so, of each that goes by the name."""
    lines = [line for line in told.splitlines() if line.startswith("  ") and not CHANGE.match(line)]
    return [not line.startswith("  not ") and "could not be evaluated" not in line for line in lines]


def one_less(value, was, kind):
    """One step from the value towards what was; None where there are no steps."""
    if kind.startswith("date"):
        new, old = datetime.date.fromisoformat(value), datetime.date.fromisoformat(was)
        return str(new + datetime.timedelta(days=1 if old > new else -1))
    step = STEPS.get(kind.removesuffix("?"))
    if step is None:
        return None
    new, old = (decimal.Decimal(text.replace("_", "")) for text in (value, was))
    return str(new + (step if old > new else -step))


class Flips(unittest.TestCase):
    def test_flips(self):
        tried = stepped = 0
        for policies, case, lines in CASES:
            text = "\n".join(path.read_text() for path in ([policies] if policies.is_file() else policies.rglob("*.remit")))
            names = sorted(set(re.findall(r"\b(?:except|require) (\w+)", text)))
            told = session(policies, case, [*lines, *(f"why not {name}" for name in names)])[len(lines):]
            for name, before in zip(names, told):
                for path, value, was in FLIP.findall(before):
                    if value in ("absent", "缺失"):
                        continue
                    kind, = session(policies, case, [f"type {path}"])
                    less = one_less(value, was, kind.strip()) if was != "absent" else None
                    after, = session(policies, case, [*lines, f"set {path} = {value}", f"why not {name}"])[-1:]
                    flipped = [b or not a for b, a in zip(outcomes(before), outcomes(after))]
                    self.assertIn(False, flipped, f"{name}: {path} = {value} does not do\n{before}\n{after}")
                    tried += 1
                    if less is None:
                        continue
                    after, = session(policies, case, [*lines, f"set {path} = {less}", f"why not {name}"])[-1:]
                    flipped = [b or not a for b, a in zip(outcomes(before), outcomes(after))]
                    self.assertNotIn(False, flipped, f"{name}: {path} = {less} does, too\n{before}\n{after}")
                    stepped += 1
        self.assertGreater(tried, 15)
        self.assertGreater(stepped, 3)


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
