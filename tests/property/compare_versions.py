"""`remit compare` of a file of several years against `remit batch` by each policy: the same cases, the same results.

Both policies have versions that read different inputs and give different results, with figures of several dates; some
days lie before the first version, some lines are no cases of the version of their day. Prints nothing where all agrees.
"""
import argparse
import decimal
import json
import pathlib
import random
import subprocess
import sys
import tempfile

POLICY = """
abstract policy fund.early {
  needs value standard : CNY
  currency CNY to 0.01
  record Stay { discharged : date  eligible : CNY 0.. }
  input stay : Stay
  rule pooled : CNY rounded half up = max(0, stay.eligible - standard) * 80%
  service settle takes stay governed by stay.discharged { gives pooled }
}
abstract policy fund.late {
  needs value standard : CNY
  currency CNY to 0.01
  enum Level { primary tertiary }
  record Stay { discharged : date  eligible : CNY 0..  level : Level }
  input stay : Stay
  rule pooled : CNY rounded half up
    = max(0, stay.eligible - standard) * (if stay.level = primary then 90% else 70%)
  rule own : CNY = stay.eligible - pooled
  service settle takes stay governed by stay.discharged { gives own, pooled }
}
policy fund.now extends fund.early in force from 2020-01-01 until 2024-12-31 {
  value standard : CNY { from 2020-01-01 = 1_300  from 2022-07-01 = 1_500 }
}
policy fund.now extends fund.late in force from 2025-01-01 { value standard : CNY = 1_500 }
policy fund.reform extends fund.early in force from 2022-01-01 until 2023-12-31 { value standard : CNY = 1_000 }
policy fund.reform extends fund.late in force from 2024-01-01 { value standard : CNY = 1_200 }
"""


def case(dice):
    day = f"{dice.randint(2019, 2026)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    stay = {"discharged": day, "eligible": dice.randint(0, 5_000_000) / 100}
    if dice.random() < (0.9 if day >= "2025" else 0.3):
        stay["level"] = dice.choice(["primary", "tertiary"])
    if dice.random() < 0.02:
        del stay["discharged"]
    return json.dumps({"stay": stay})


def answers(binary, folder, policy):
    """By line: the results, or none."""
    out = folder / f"{policy}.out"
    subprocess.run([binary, "batch", "settle", "--policies", folder / "fund.remit", "--policy", policy,
                    folder / "cases.ndjson", out], capture_output=True)
    return [json.loads(line, parse_float=decimal.Decimal).get("result") for line in out.read_text().splitlines()]


def changes(binary, folder, jobs):
    """(line, result): before and after; and how many lines were left out."""
    compare = [binary, "compare", "fund.now", "fund.reform", "--policies", folder / "fund.remit", "--cases",
               folder / "cases.ndjson", "--jobs", jobs, "--format"]
    rows = subprocess.run([*compare, "csv"], capture_output=True, text=True).stdout.splitlines()[1:]
    report = json.loads(subprocess.run([*compare, "json"], capture_output=True, text=True).stdout)
    found = [((int(line), result), (decimal.Decimal(before), decimal.Decimal(after)))
             for line, result, before, after, _ in (row.split(",") for row in rows)]
    return found, report["bad_lines"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "fund.remit").write_text(POLICY)
        (folder / "cases.ndjson").write_text("".join(case(dice) + "\n" for _ in range(options.count)))
        now, reform = (answers(options.binary, folder, policy) for policy in ("fund.now", "fund.reform"))
        both = [(line, a, b) for line, (a, b) in enumerate(zip(now, reform), 1) if a is not None and b is not None]
        compared = {(line, name): (a[name], b[name]) for line, a, b in both for name in a if name in b and a[name] != b[name]}
        if len(now) != options.count or len({name for _, name in compared}) < 2:
            sys.exit("the cases do not reach what they should")
        left_out = options.count - len(both)
        for jobs in ("1", "3"):
            found, bad = changes(options.binary, folder, jobs)
            if dict(found) != compared or bad != left_out or [line for (line, _), _ in found] != sorted(line for (line, _), _ in found):
                wrong = sorted(set(compared.items()) ^ set(found))
                sys.exit(f"--seed {options.seed}, --jobs {jobs}: {bad} lines left out, not {left_out}; {wrong[:5]}")


main()
