"""docs/trace.md: each sentence that the library answers, the declarations that cite it, and its tests.

policies/cn/questions.csv has a sentence a line: its number and what it says. A declaration cites it as
`questions §A4`; the name of a test begins with its number, or with several.

    trace_test.py             each sentence has a declaration that cites it and a test, and the page is as it is made
    trace_test.py --update    write the page
"""
import collections
import csv
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "policies/cn"
PAGE = ROOT / "docs/trace.md"
SECTIONS = {
    "A": "Am I on the red list?",
    "B": "Can it be settled where I am treated?",
    "C": "What is in my account, and what have I used?",
    "D": "What is paid, and by whom?",
    "E": "Why is my balance zero, and what may I claim?",
}
HEAD = """# From the question to its rule and its test

What insured people ask, sentence by sentence, with the declarations that answer it (they cite it as `questions §A4`),
and its tests (their names begin with its number). `python3 tests/policies/trace_test.py --update` writes this page from
[questions.csv](../policies/cn/questions.csv) and the policies; a test fails where a sentence has no rule or no test,
and where the page is behind. Of the regions only the names stand here."""
DECLARATION = re.compile(
    r"^ *(?:override |extend |needs )*(?:rule|require|value|table|bands|service|documents|function|share|catalog"
    r"|account|tally|history|spell)\s+(\w+)|^(payers) of", re.MULTILINE)
CITATION = re.compile(r"\bquestions §([A-E]\d+)\b")
TEST = re.compile(r'^test "((?:[A-E]\d+ )+)([^"]*)"', re.MULTILINE)


def sentences():
    with open(LIBRARY / "questions.csv", encoding="utf-8", newline="") as file:
        return {row["number"]: row["sentence"] for row in csv.DictReader(file)}


def sources():
    """The policy files of the library without comments, by path within it."""
    return {path.relative_to(LIBRARY): re.sub(r"^ *#.*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            for path in sorted(LIBRARY.glob("*/*.remit"))}


def citations(text):
    """Pairs of a sentence's number and the declaration that cites it, in the order of the text."""
    declarations = [(found.start(), found[1] or found[2]) for found in DECLARATION.finditer(text)]
    for citation in CITATION.finditer(text):
        yield citation[1], [name for start, name in declarations if start < citation.start()][-1]


def tests(text):
    """Pairs of a sentence's number and the rest of the name of its test."""
    return [(number, found[2]) for found in TEST.finditer(text) for number in found[1].split()]


def collected(find):
    """What is found in the library's files: by number, then by file, each name once."""
    result = collections.defaultdict(lambda: collections.defaultdict(dict))
    for path, text in sources().items():
        for number, name in find(text):
            result[number][path][name] = None
    return result


def cell(files, show):
    """One cell of the page: the national files with what is in them, then the regions' names."""
    national = [f"[{path.stem}](../policies/cn/{path}) {', '.join(map(show, names))}"
                for path, names in files.items() if path.parent.name == "national"]
    regions = sorted({path.parent.name for path in files} - {"national"})
    return "<br>".join(national + [", ".join(regions)] * bool(regions)).replace("|", "\\|")


def page():
    parts, rules, names = [HEAD], collected(citations), collected(tests)
    for letter, title in SECTIONS.items():
        parts += [f"\n## {letter}. {title}\n", "| | sentence | rules | tests |", "| --- | --- | --- | --- |"]
        parts += [f"| {number} | {sentence} | {cell(rules[number], '`{}`'.format)} "
                  f"| {cell(names[number], '“{}”'.format)} |"
                  for number, sentence in sentences().items() if number.startswith(letter)]
    return "\n".join(parts) + "\n"


class Trace(unittest.TestCase):
    maxDiff = None

    def test_each_sentence_has_a_rule(self):
        rules = collected(citations)
        self.assertEqual([number for number in sentences() if not rules[number]], [])

    def test_each_sentence_has_a_test(self):
        names = collected(tests)
        self.assertEqual([number for number in sentences() if not names[number]], [])

    def test_no_other_number_is_cited_or_tested(self):
        self.assertEqual((collected(citations).keys() | collected(tests).keys()) - sentences().keys(), set())

    def test_page(self):
        self.assertEqual(PAGE.read_text(encoding="utf-8"), page(), "trace_test.py --update writes it")


class Itself(unittest.TestCase):
    def test_citations(self):
        self.assertEqual(list(citations('rule a "甲" : CNY cites law §1, questions §A1\n  = 1\n'
                                        "for each item in items {\n"
                                        "  rule b cites questions §A2,\n    questions §B12 = 1\n}\n"
                                        "payers of total cites questions §D3 {\n")),
                         [("A1", "a"), ("A2", "b"), ("B12", "b"), ("D3", "payers")])

    def test_tests(self):
        self.assertEqual(tests('test "E12 E13 papers" of x {\ntest "A1" of x {\ntest "bj-1: A2" of x {\n'),
                         [("E12", "papers"), ("E13", "papers")])


if __name__ == "__main__":
    if "--update" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        unittest.main()
