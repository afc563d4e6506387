"""The catalogs of policies/cn/national are kept in order: one layout, sorted, and what differs is all a region has."""
import collections
import csv
import decimal
import pathlib
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "policies/cn/national/catalogs"
COLUMNS = "code name class first_share limit_price restriction begin end".split()


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_code(entries):
    grouped = collections.defaultdict(list)
    for row in entries:
        grouped[row["code"]].append(row)
    return grouped


def is_drug(row):
    return row["code"][0] in "XZ"


def is_examination(row):
    """Imaging, nuclear medicine, laboratory and pathology: chapters of the list of price items."""
    return row["code"].startswith(("0021", "0022", "0023", "0025", "0027"))


def is_service(row):
    return row["code"].startswith("00")


def wrong_share(row):
    """Class A is paid in full and class C not at all; class B lies between."""
    share = decimal.Decimal(row["first_share"])
    return not {"A": share == 0, "B": 0 < share < 1, "C": share == 1}[row["class"]]


class Catalogs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = {path.name: rows(path) for path in sorted(FOLDER.glob("*.csv"))}
        cls.national = cls.files["national.csv"]

    def test_columns(self):
        for path in FOLDER.glob("*.csv"):
            with self.subTest(path.name), open(path, encoding="utf-8") as file:
                self.assertEqual(file.readline().rstrip("\n").split(","), COLUMNS)

    def test_sorted(self):
        for name, entries in self.files.items():
            with self.subTest(name):
                keys = [(row["code"], row["begin"]) for row in entries]
                self.assertEqual(keys, sorted(set(keys)))

    def test_shares(self):
        for name, entries in self.files.items():
            with self.subTest(name):
                self.assertEqual([row for row in entries if wrong_share(row)], [])

    def test_a_region_has_only_what_differs(self):
        national = by_code(self.national)
        for name in self.files.keys() - {"national.csv"}:
            with self.subTest(name):
                groups = by_code(self.files[name])
                self.assertEqual([code for code, group in groups.items() if group == national[code]], [])

    def shares_of_class_b(self, region, which):
        """The first shares that the region has for rows of class B, its own rows in the place of national ones."""
        groups = by_code(self.national) | by_code(self.files[f"{region}.csv"])
        return {row["first_share"] for group in groups.values() for row in group if row["class"] == "B" and which(row)}

    def test_a_region_with_one_share_has_it_for_all(self):
        self.assertEqual(self.shares_of_class_b("500000", is_drug), {"0.10"})
        self.assertEqual(self.shares_of_class_b("500000", is_examination), {"0.20"})
        self.assertEqual(self.shares_of_class_b("610100", lambda row: is_drug(row) or is_service(row)), {"0.04"})

    def test_one_name_one_code(self):
        codes = collections.defaultdict(set)
        for row in self.national:
            codes[row["name"]].add(row["code"])
        self.assertEqual({name: found for name, found in codes.items() if len(found) > 1}, {})

    def test_every_file_is_explained(self):
        page = (FOLDER / "README.md").read_text(encoding="utf-8")
        self.assertEqual([name for name in self.files if f"`{name}`" not in page], [])


if __name__ == "__main__":
    unittest.main()
