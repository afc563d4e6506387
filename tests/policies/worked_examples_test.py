"""Each worked example that was published somewhere is a test of a policy, with the figures of the example.

worked_examples.jsonl has an example a line: its id, where it is from, what is given and what comes out. Where a page
is wrong, `expect` is right, `published` is what the page says, and `note` says why. The title of the test begins with
the id; one example may have several tests.
"""
import decimal
import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = [json.loads(line) for line in
            (ROOT / "tests/policies/worked_examples.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = {"id", "region", "scheme", "year", "source", "rules", "given", "expect"}
NUMBER = re.compile(r"(?<![\w.-])\d[\d_]*(?:\.\d+)?(?:%|(?![\w%-]|\.\d))")


def figure(text):
    """A figure as it is compared: `7_680.00` and `7680` are the same, `10%` and `10` are not."""
    sign = "%" if text.endswith("%") else ""
    return f"{decimal.Decimal(text.rstrip('%').replace('_', '')).normalize():f}{sign}"


def figures(text):
    return {figure(number) for number in NUMBER.findall(text)}


def comment_and_body(text, line):
    """What stands above the test of this line (from 1), its own or that of one of its rows, and the test itself."""
    lines = text.splitlines()
    while not lines[line - 1].startswith("test "):
        line -= 1
    first = line - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    last = lines.index("}", line - 1)
    return "\n".join(lines[first:line - 1]), "\n".join(lines[line:last])


def is_of(title, example):
    return title == example["id"] or title.startswith(example["id"] + ":")


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run = subprocess.run([BINARY, "test", "policies", "--format", "json"], cwd=ROOT, capture_output=True, text=True)
        cls.tests = json.loads(run.stdout)["tests"]

    def found_for(self, example):
        return [test for test in self.tests if is_of(test["title"], example)]

    def texts_of(self, example):
        """The comments and the bodies of an example's tests, each put together."""
        both = [comment_and_body((ROOT / test["file"]).read_text(encoding="utf-8"), test["line"])
                for test in self.found_for(example)]
        return ["\n".join(parts) for parts in zip(*both)] or ["", ""]

    def test_fields(self):
        for example in EXAMPLES:
            self.assertEqual(example.keys() - {"published", "note"}, FIELDS, example["id"])
        self.assertEqual(len({example["id"] for example in EXAMPLES}), len(EXAMPLES))

    def test_each_is_a_test_that_passes(self):
        self.assertEqual([example["id"] for example in EXAMPLES if not self.found_for(example)], [])
        self.assertEqual([test["title"] for example in EXAMPLES for test in self.found_for(example)
                          if not test["passed"]], [])

    def test_with_its_figures(self):
        for example in EXAMPLES:
            with self.subTest(example["id"]):
                wanted = {figure(text) for part in ("given", "expect") for text in example[part].values()}
                self.assertEqual(wanted - figures(self.texts_of(example)[1]), set())

    def test_what_a_page_got_wrong_is_told_and_not_expected(self):
        for example in EXAMPLES:
            with self.subTest(example["id"]):
                wrong = {figure(text) for text in example.get("published", {}).values()}
                comment, body = self.texts_of(example)
                self.assertEqual(wrong & figures(body), set())
                told = re.sub(r"(?<=\d)[ ,](?=\d{3})", "", comment)
                self.assertEqual(wrong - figures(told), set())


class Itself(unittest.TestCase):
    def test_figures(self):
        self.assertEqual(figures("expect fund = 7_680.00, own = 0, rate = 10%, on = 2024-05-20, x1 = 937.80"),
                         {"7680", "0", "10%", "937.8"})

    def test_parts(self):
        text = "x\n# why\ntest \"a\" {\n  given b = 1\n}\n# other\ntest \"c\" {\n}\n"
        self.assertEqual(comment_and_body(text, 3), ("# why", "  given b = 1"))
        self.assertEqual(comment_and_body(text, 7), ("# other", ""))

    def test_titles(self):
        self.assertTrue(is_of("a-1", {"id": "a-1"}) and is_of("a-1: more", {"id": "a-1"}))
        self.assertFalse(is_of("a-12", {"id": "a-1"}))


if __name__ == "__main__":
    BINARY = sys.argv.pop(1)
    unittest.main()
