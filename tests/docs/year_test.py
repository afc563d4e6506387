"""docs/a-year-in-a-life.md: over the year, what the answers book adds up to what the next case begins with.

    year_test.py BINARY
"""
import collections
import decimal
import os
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs/year"))
import year  # noqa: E402

FATHER = "110101198003051232"
REVERSED = "pharmacy"
# By hand, without what was taken back; the page says how each comes about.
TOTALS = {
    ("year_pooled", ""): "100000.00",      # 52,395.00 + 16,447.50 + 31,157.50
    ("year_large", ""): "161960.00",       # 2,480.00 + 159,480.00
    ("year_own", ""): "60230.00",          # 600 + 1,590 + 7,605 + 3,552.50 + 6,362.50 + 40,520
    ("year_deductible", ""): "5050.00",    # 600 + 1,200 + 1,300 + 3 × 650
    ("year_outpatient", ""): "3100.00",    # 600 + 2,500
    ("year_outpatient_paid", ""): "910.00",
    ("year_stays", ""): "4",
    ("balance", "this_year"): "360.00",    # 12 × 180 − 360 − 540 − 900
}


def name_of(posting):
    return posting["memory"], tuple(posting["key"]), posting.get("pot", "")


def sums(postings):
    """Of each tally and pot the sum of what is booked, by key."""
    totals = collections.Counter()
    for posting in postings:
        if "amount" in posting:
            totals[name_of(posting)] += decimal.Decimal(posting["amount"])
    return totals


def held(opening):
    """Of each tally and pot what the next case begins with, by key."""
    return {(memory, tuple(entry["key"]), pot): decimal.Decimal(value)
            for memory, entries in opening.items() for entry in entries if "rows" not in entry
            for pot, value in entry.get("pots", {"": entry.get("value")}).items()}


class Year(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        data = year.read((ROOT / "docs/year/events.json").read_text(encoding="utf-8"))
        cls.events, cls.opening, cls.replies = data["events"], year.new_book()["opening"], {}
        for name, event in cls.events.items():
            reply = cls.replies[name] = year.answer(event, data["people"], cls.opening)
            year.carry(cls.opening, reply["postings"])
            for posting in reply["postings"]:
                if "after" in posting:
                    assert held(cls.opening)[name_of(posting)] == decimal.Decimal(posting["after"]), (name, posting)
            if name == REVERSED:
                year.carry(cls.opening, reply["postings"], sign=-1)
        cls.postings = [posting for name, reply in cls.replies.items() if name != REVERSED
                        for posting in reply["postings"]]

    def test_each_total_is_the_sum_of_the_answers(self):
        total = {key: value for key, value in held(self.opening).items() if value}
        self.assertEqual(total, {key: value for key, value in sums(self.postings).items() if value})

    def test_totals_by_hand(self):
        mine = {(memory, pot): value for (memory, key, pot), value in held(self.opening).items() if key[0] == FATHER}
        self.assertEqual({key: mine[key] for key in TOTALS},
                         {key: decimal.Decimal(value) for key, value in TOTALS.items()})

    def test_each_bill_is_what_all_payers_pay(self):
        rows = [row for entry in self.opening["settlements"] for row in entry["rows"]]
        settled = [name for name, event in self.events.items() if event["service"] == "settle" and name != REVERSED]
        self.assertEqual(len(rows), len(settled))
        for row in rows:
            self.assertEqual(row["total"], row["funds"] + row["account"] + row["cash"], row)

    def test_all_taken_back_is_nothing(self):
        opening = year.read(year.json.dumps(self.opening, default=str))
        for posting in reversed(year.read(year.json.dumps(self.postings, default=str))):
            year.carry(opening, [posting], sign=-1)
        self.assertEqual({value for value in held(opening).values()}, {0})
        self.assertEqual([entry["rows"] for entry in opening["settlements"]], [[] for _ in opening["settlements"]])

    def test_the_page_tells_each_event_in_its_order(self):
        page = (ROOT / "docs/a-year-in-a-life.md").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"^\$ python3 docs/year/year.py (\w+)", page, re.MULTILINE), list(self.events))


class Itself(unittest.TestCase):
    def test_what_arrives_later_is_not_known(self):
        contributions = [{"begins": "2025-01-01", "arrived": "2025-01-15"},
                         {"begins": "2025-02-01", "arrived": "2025-03-01"}, {"begins": "2025-03-01"}]
        self.assertEqual(year.known(contributions, "2025-02-28"), [contributions[0], {"begins": "2025-02-01"}])

    def test_carry(self):
        opening = {"t": [], "a": [], "h": []}
        postings = [{"memory": "t", "key": ["x"], "amount": 1},
                    {"memory": "a", "key": ["x"], "pot": "earlier", "amount": 2},
                    {"memory": "h", "key": ["x"], "row": {"b": 3}}]
        year.carry(opening, postings)
        self.assertEqual(opening, {"t": [{"key": ["x"], "value": 1}],
                                   "a": [{"key": ["x"], "pots": {"earlier": 2, "this_year": 0}}],
                                   "h": [{"key": ["x"], "rows": [{"b": 3}]}]})
        year.carry(opening, postings, sign=-1)
        self.assertEqual((opening["t"][0]["value"], opening["a"][0]["pots"]["earlier"]), (0, 0))
        self.assertEqual(opening["h"][0]["rows"], [])


if __name__ == "__main__":
    os.environ["PATH"] = f"{pathlib.Path(sys.argv.pop(1)).resolve().parent}{os.pathsep}{os.environ['PATH']}"
    unittest.main()
