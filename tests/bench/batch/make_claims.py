#!/usr/bin/env python3
"""make_claims.py FOLDER [CLAIMS] [ROWS]: what batch_bench settles.

    job/             the reference job, its claims and the exact results expected (../reference/generate.py)
    look_up/         the same claims and results, the class of each line looked up by its code in a catalog of ROWS rows
    cn/              policies/cn with a catalog of ROWS rows
    beijing_8.ndjson, beijing_100.ndjson
                     stays in Beijing with 8 and with 100 bill lines, made from an example of the library: CLAIMS / 4 and
                     CLAIMS / 40 of them

Codes are drawn from the whole catalog, so that look-ups go everywhere in it. The same for the same numbers."""
import csv
import json
import pathlib
import random
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent / "catalogs"))
from make_catalogs import make_catalogs, make_library  # noqa: E402

DAY = "2024-01-01"  # as batch_bench says
STAY = ("2025-01-01", "2025-04-15")
LISTING = """
catalog listings of Listing from "national.csv" key code valid begin .. end {
  name : text  class : Class  first_share : rate to 0.0001  limit_price : CNY to 0.000001?  restriction : text?
}
"""


def make_job(folder, claims):
    folder.mkdir(parents=True)
    subprocess.run([sys.executable, str(HERE.parent / "reference/generate.py"), str(folder), str(claims)], check=True,
                   stdout=subprocess.DEVNULL)
    shutil.copy(HERE.parent / "reference/job.remit", folder)


def valid_rows(path, begin, end):
    """Rows of a catalog that hold on all days from begin to end."""
    with open(path, encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["begin"] <= begin and (not row["end"] or end <= row["end"])]


def replaced(text, old, new):
    if old not in text:
        sys.exit(f"job.remit no longer holds: {old}")
    return text.replace(old, new)


def make_look_up(folder, job, rows, chance):
    make_catalogs(folder, rows)
    policy = (job / "job.remit").read_text(encoding="utf-8")
    policy = replaced(policy, "policy reference.job", "policy reference.look_up")
    policy = replaced(policy, "code : text  class : Class  amount", "code : text  amount")
    policy = replaced(policy, "\nfor each item in items {", LISTING + "\nfor each item in items {\n"
                      "  rule class : Class = listings[item.code].class or else C")
    (folder / "job.remit").write_text(policy, encoding="utf-8")
    codes = {"A": [], "B": [], "C": []}
    for row in valid_rows(folder / "national.csv", DAY, DAY):
        codes[row["class"]].append(row["code"])
    with open(job / "claims.ndjson", encoding="utf-8") as claims, open(folder / "claims.ndjson", "w", encoding="utf-8") as out:
        for line in claims:
            claim = json.loads(line, parse_float=str)
            claim["items"] = [{"code": chance.choice(codes[item["class"]]), "amount": item["amount"]} for item in claim["items"]]
            out.write(json.dumps(claim) + "\n")


def stay(number, lines, rows, example, chance):
    person = f"11010119{chance.randrange(30, 99)}{number:08}"
    items, total = [], 0
    for line in range(lines):
        row = chance.choice(rows)
        quantity, price = chance.randrange(1, 40), chance.randrange(50, 40_000)  # price in hundredths
        total += quantity * price
        items.append({"line": f"{line + 1:03}", "code": row["code"], "date": f"2025-{chance.randrange(1, 4):02}-{chance.randrange(1, 29):02}",
                      "quantity": quantity, "price": f"{price // 100}.{price % 100:02}",
                      "amount": f"{quantity * price // 100}.{quantity * price % 100:02}"})
    case = json.loads(json.dumps(example))
    case["insured"].update(id=person, status=chance.choice(("retired", "in_service")))
    case["hospital"].update(level=chance.choice(("tertiary", "tertiary", "secondary", "primary")))
    case["visit"].update(ordinal=chance.choice((1, 1, 2, 3)))
    case["claim"].update(total=f"{total // 100}.{total % 100:02}", items=items)
    before = lambda most: [{"key": [person, 2025], "value": f"{chance.randrange(most)}.{chance.randrange(100):02}"}]
    case["opening"].update(year_pooled=before(100_000) if chance.random() < 0.4 else [],
                           year_large=before(50_000) if chance.random() < 0.1 else [], year_outpatient=[],
                           balance=[{"key": [person], "pots": {"this_year": "1200.00", "earlier": "350.25"}}])
    return case


def make_stays(path, count, lines, rows, chance):
    example = json.loads((ROOT / "policies/cn/beijing/examples/second_stay.json").read_text(encoding="utf-8"), parse_float=str)
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            out.write(json.dumps(stay(number, lines, rows, example, chance)) + "\n")


def make_claims(folder, claims=200_000, rows=250_000):
    chance = random.Random(20260101)
    make_job(folder / "job", claims)
    make_look_up(folder / "look_up", folder / "job", rows, chance)
    make_library(folder / "cn", rows)
    listed = valid_rows(folder / "cn/national/catalogs/national.csv", *STAY)
    make_stays(folder / "beijing_8.ndjson", max(1, claims // 4), 8, listed, chance)
    make_stays(folder / "beijing_100.ndjson", max(1, claims // 40), 100, listed, chance)


if __name__ == "__main__":
    make_claims(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:]))
