"""Slices against their definition: random bands, amounts at and beside every edge, all forms, through `remit settle`.

The definition is one: bands applied from A to B on an axis that begins at 0, up to where the payer stops. It is written
here with fractions, place by place. A failure prints the policy's slice and the element; --seed makes them again.
"""
import argparse
import fractions
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from number_oracle import plain, rounded

Fraction = fractions.Fraction
PLACE = "0.000000000000000001"
LEVELS = ("low", "middle", "high")
FORMS = ("of {e}", "of {e} above {d}", "of {e} less {d}", "of {e} after {y}", "of {e} above {d} after {y}",
         "of {e} less {d} after {y}", "of {e} above {d} once after {y}", "of {e} less {d} once after {y}")
CHANGES = {
    "": lambda rate, item: rate,
    "with own share * item.k": lambda rate, item: 1 - (1 - rate) * item["k"],
    "with own share * 60%": lambda rate, item: 1 - (1 - rate) * Fraction(60, 100),
    "with each rate as min(100%, rate + item.bonus)": lambda rate, item: min(1, rate + item["bonus"]),
    "with each rate as rate * 95%": lambda rate, item: rate * Fraction(95, 100),
    "with each rate as (if rate > 50% then 100% - rate else rate / 3)":
        lambda rate, item: 1 - rate if rate > Fraction(1, 2) else rate / 3,
}


def stretch(form, e, d, y):
    """From where to where."""
    once = "once" in form
    y = y if "{y}" in form else 0
    if "above" in form:
        return (max(y, d), y + e) if once else (y + d, y + e)
    if "less" in form:
        return (max(0, y - d), max(0, y + e - d)) if once else (y, y + e - d)
    return y, y + e


def sliced(edges, cells, start, end, cap):
    """The fields. `edges` are the upper ones but the last, which is beyond; a cell is a rate or None."""
    if end <= start:
        return {"paid": 0, "handled": 0, "kept": 0, "left": 0}
    lower = [Fraction(0), *edges]
    upper = [*edges, None]
    place, paid = start, Fraction(0)
    for low, high, rate in zip(lower, upper, cells):
        if rate is None:  # the payer stops at the lower edge, or where the stretch begins
            break
        if cap is not None and paid >= cap:
            break
        until = end if high is None else min(end, high)
        if until <= place:
            continue
        if cap is not None and paid + (until - place) * rate >= cap:
            place += (cap - paid) / rate
            paid = cap
            break
        paid += (until - place) * rate
        place = until
    if cap is not None and cap <= 0:
        place, paid = start, Fraction(0)
    return {"paid": paid, "handled": place - start, "kept": place - start - paid, "left": end - place}


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def rate(self):
        return Fraction(self.random.choice((0, 1, 50, 85, 90, 95, 100, self.random.randint(0, 100),
                                            Fraction(self.random.randint(0, 10_000), 100))), 100)

    def bands(self):
        edges, last = [], Fraction(0)
        for _ in range(self.random.choice((0, 1, 2, 2, 3, 5))):
            last += Fraction(self.random.choice((1, 100, 30_000, 10_000, self.random.randint(1, 10**7))),
                             self.random.choice((1, 1, 100)))
            edges.append(last)
        rows = []
        for _ in LEVELS:
            cells = [self.rate() for _ in range(len(edges) + 1)]
            if self.random.random() < 0.4:
                first = self.random.randint(0, len(edges))
                cells[first:] = [None] * (len(cells) - first)
            rows.append(cells)
        return edges, rows

    def amount(self, edges):
        near = self.random.choice([Fraction(0), *edges])
        kind = self.random.random()
        if kind < 0.5:
            near += Fraction(self.random.choice((0, 0, -1, 1, self.random.randint(-10**6, 10**6))), 100)
        elif kind < 0.6:
            near += Fraction(self.random.randint(-10**9, 10**9), 10**12)
        else:
            near = Fraction(self.random.randint(0, 10**7), 10 ** self.random.randint(0, 2))
        return max(Fraction(0), near)

    def element(self, edges):
        # k never makes a rate negative: the least rates are those of the row
        cap = self.random.choice((Fraction(0), -self.amount(edges), self.amount(edges) / 2, self.amount(edges), Fraction(10**9)))
        return {"level": self.random.randrange(len(LEVELS)), "e": self.amount(edges), "d": self.amount(edges),
                "y": self.amount(edges), "k": Fraction(self.random.randint(0, 100), 100), "cap": Fraction(plain(cap)),
                "bonus": Fraction(self.random.randint(0, 2000), 10_000)}


def policy(number, edges, rows, slices):
    """One with all slices. Where a row has `none`, so is said."""
    header = " | ".join(["level", *(f"up to {plain(edge)}" for edge in edges), "beyond"])
    lines = "\n".join(f"  | {level} | " + " | ".join("none" if cell is None else plain(cell * 100) + "%" for cell in cells) + " |"
                      for level, cells in zip(LEVELS, rows))
    rules, gives = [], []
    for at, text in enumerate(slices):
        rules.append(f"  rule s{at} = {text}")
        for field in ("paid", "handled", "kept", "left"):
            rules.append(f"  rule {field}_{at} : CNY to {PLACE} rounded half up = s{at}.{field}")
            gives.append(f"{field}_{at}")
        rules.append(f"  rule whole_{at} : bool = s{at}.paid + s{at}.kept = s{at}.handled"
                     f" and s{at}.paid = sum of band.paid for band in s{at}.bands")
        gives.append(f"whole_{at}")
    rules = "\n".join(rules)
    return f"""policy oracle.slices_{number}
  in force from 2024-01-01
  applies when true

currency CNY to 0.01
enum Level {{ {'  '.join(LEVELS)} }}
record Item {{
  level : Level  e : CNY exact  d : CNY exact  y : CNY exact  cap : CNY exact
  k : rate 0%..100%  bonus : rate 0%..100%
}}
record Claim {{ on : date  items : list of Item }}
input claim : Claim

bands rates of CNY by (level : Level) {{
  | {header} |
{lines}
}}
for each item in claim.items {{
{rules}
}}
service settle takes claim governed by claim.on {{ gives claim.items {{ {', '.join(gives)} }} }}
"""


COUNTED = ("slice of item.n by daily", "slice of item.n above item.d after item.m by daily", "slice of item.n less item.d by daily",
           "slice of item.n above item.d once after item.m by daily until it pays item.cap",
           "slice of item.n less item.d once after item.m by daily until it pays item.cap")


def counted(remit, folder, maker, number, items):
    """Bands over a count: so much for each unit. Yields how many slices were asked and how many differ."""
    edges = sorted(maker.random.sample(range(1, 40), maker.random.randint(0, 3)))
    cells = [Fraction(maker.random.choice((0, 20, 40, 60, Fraction(4055, 100)))) for _ in range(len(edges) + 1)]
    if edges and maker.random.random() < 0.4:
        cells[-1] = None
    rules = "\n".join(f"  rule s{at} = {text}\n" + "\n".join(
        f"  rule {field}_{at} : {kind} to {PLACE} rounded half up = s{at}.{field}"
        for field, kind in (("paid", "CNY"), ("handled", "decimal"), ("left", "decimal"))) for at, text in enumerate(COUNTED))
    path = pathlib.Path(folder, f"count_{number}.remit")
    path.write_text(f"""policy oracle.counted
  in force from 2024-01-01
  applies when true

currency CNY to 0.01
record Item {{ n : count  m : count  d : count  cap : CNY exact }}
record Claim {{ on : date  items : list of Item }}
input claim : Claim

bands daily of count : CNY {{
  | {' | '.join([f'up to {edge}' for edge in edges] + ['beyond'])} |
  | {' | '.join('none' if cell is None else plain(cell) for cell in cells)} |
}}
for each item in claim.items {{
{rules}
}}
service settle takes claim governed by claim.on {{
  gives claim.items {{ {', '.join(f'paid_{at}, handled_{at}, left_{at}' for at in range(len(COUNTED)))} }}
}}
""", encoding="utf-8")
    given = [{name: maker.random.choice((0, 1, 5, *edges, maker.random.randint(0, 50))) for name in "nmd"}
             | {"cap": maker.random.choice((-1, 0, 100, 1000, maker.random.randint(0, 500)))} for _ in range(items)]
    run = subprocess.run([remit, "settle", "--policies", path, "--input", "-"],
                         input=json.dumps({"claim": {"on": "2024-05-20", "items": given}}), capture_output=True, text=True,
                         encoding="utf-8", check=False)
    answer = json.loads(run.stdout, parse_float=str, parse_int=str) if run.stdout else {}
    if "result" not in answer:
        sys.exit(f"{path.read_text(encoding='utf-8')}{run.stdout}{run.stderr}")
    asked = wrong = 0
    for item, found in zip(given, answer["result"]["claim.items"]):
        for at, text in enumerate(COUNTED):
            form = text.replace("after item.m", "after {y}")
            start, end = stretch(form, item["n"], item["d"], item["m"])
            fields = sliced([Fraction(edge) for edge in edges], cells, Fraction(start), Fraction(end),
                            Fraction(item["cap"]) if "until" in text else None)
            fields.pop("kept")
            asked += 1
            if any(rounded(Fraction(value), Fraction(PLACE), "half_up") != Fraction(found[f"{name}_{at}"]) for name, value in fields.items()):
                wrong += 1
                print(f"{text}\n  edges {edges} cells {cells}\n  {item}\n  expected {fields}\n  found {found}")
    return asked, wrong


REFUSED = """policy oracle.refused
  in force from 2024-01-01
  applies when true

currency CNY to 0.01
record Claim {{ on : date  e : CNY exact  d : CNY exact  y : CNY exact  edge : CNY exact  bonus : rate }}
input claim : Claim

bands rates of CNY {{
  | up to 3 | up to claim.edge | beyond |
  | 60%     | 40%              | 5%     |
}}
rule s = slice {form} by rates with each rate as rate + claim.bonus
rule paid : CNY rounded half up = s.paid
service settle takes claim governed by claim.on {{ gives paid }}
"""


def refused(remit, folder):
    """What no slice may be. Yields how many cases were asked and how many were answered."""
    asked = wrong = 0
    for at, form in enumerate(FORMS):
        path = pathlib.Path(folder, f"refused_{at}.remit")
        path.write_text(REFUSED.format(form=form.format(e="claim.e", d="claim.d", y="claim.y")), encoding="utf-8")
        good = {"on": "2024-05-20", "e": 20, "d": 1, "y": 2, "edge": 4, "bonus": 0}
        bad = [{"e": -1}, {"edge": 2}, {"bonus": "0.5", "d": 0, "y": 0}, {"bonus": "-0.06"}]
        bad += [{name: "-0.01"} for name in "dy" if "{" + name + "}" in form]
        for change in ({}, *bad):
            run = subprocess.run([remit, "settle", "--policies", path, "--input", "-"], input=json.dumps({"claim": good | change}),
                                 capture_output=True, text=True, encoding="utf-8", check=False)
            asked += 1
            if run.returncode != (1 if change else 0) or ("errors" in run.stdout) != bool(change):
                wrong += 1
                print(f"slice {form} with {change}: status {run.returncode}\n  {run.stdout}{run.stderr}")
    return asked, wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--count", type=int, default=20, help="policies")
    arguments.add_argument("--items", type=int, default=150)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    maker = Maker(options.seed)
    wrong = asked = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            edges, rows = maker.bands()
            chosen = [(form, maker.random.choice(tuple(CHANGES)), maker.random.random() < 0.4) for form in FORMS]
            slices = ["slice " + form.format(e="item.e", d="item.d", y="item.y") + f" by rates[item.level] {change}"
                      + (" until it pays item.cap" if capped else "") for form, change, capped in chosen]
            path = pathlib.Path(folder, f"{number}.remit")
            path.write_text(policy(number, edges, rows, slices), encoding="utf-8")
            items = [maker.element(edges) for _ in range(options.items)]
            case = {"claim": {"on": "2024-05-20", "items": [
                {name: LEVELS[value] if name == "level" else plain(value) for name, value in item.items()} for item in items]}}
            run = subprocess.run([options.remit, "settle", "--policies", path, "--policy", f"oracle.slices_{number}",
                                  "--input", "-"], input=json.dumps(case), capture_output=True, text=True, encoding="utf-8", check=False)
            answer = json.loads(run.stdout, parse_float=str, parse_int=str) if run.stdout else {}
            if "result" not in answer:
                told = subprocess.run([options.remit, "check", path], capture_output=True, text=True, encoding="utf-8", check=False)
                print(path.read_text(encoding="utf-8"), run.stdout[:2000], run.stderr[:2000], told.stdout[:3000], told.stderr[:3000])
                sys.exit(f"policy {number} gives no answer (seed {options.seed})")
            for item, given in zip(items, answer["result"]["claim.items"]):
                for at, (form, change, capped) in enumerate(chosen):
                    cells = [None if cell is None else CHANGES[change](cell, item) for cell in rows[item["level"]]]
                    start, end = stretch(form, item["e"], item["d"], item["y"])
                    fields = sliced(edges, cells, start, end, item["cap"] if capped else None)
                    expected = {name: rounded(Fraction(value), Fraction(PLACE), "half_up") for name, value in fields.items()}
                    found = {name: Fraction(given[f"{name}_{at}"]) for name in fields}
                    asked += 1
                    if expected != found or given[f"whole_{at}"] is not True:
                        wrong += 1
                        if wrong <= 10:
                            print(f"{slices[at]}\n  edges {[plain(e) for e in edges]}"
                                  f" cells {[None if c is None else plain(c) for c in rows[item['level']]]}"
                                  f"\n  element { {name: plain(Fraction(value)) for name, value in item.items()} }"
                                  f"\n  expected {({n: plain(v) for n, v in expected.items()})}"
                                  f"\n  found    {({n: plain(v) for n, v in found.items()})} whole {given[f'whole_{at}']}")
            more = counted(options.remit, folder, maker, number, options.items)
            asked, wrong = asked + more[0], wrong + more[1]
        more = refused(options.remit, folder)
        asked, wrong = asked + more[0], wrong + more[1]
    if wrong:
        sys.exit(f"{wrong} of {asked} slices differ (seed {options.seed})")
    print(f"{asked} slices agree (seed {options.seed})")


if __name__ == "__main__":
    main()
