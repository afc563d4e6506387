"""What the language reference says is so: its keywords, its grammar, its constructs and its examples.

    ```remit from=policies/shapes/NAME.remit      every part of the example stands in that file, in this order;
    …                                             `…` stands for what is left out, and labels may be left out
    ```
"""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs/language.md").read_text(encoding="utf-8")
GRAMMAR = (ROOT / "docs/grammar.ebnf").read_text(encoding="utf-8")

EXAMPLE = re.compile(r"^```remit from=(\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LABEL = re.compile(r'(?:\b(?:en|zh)\s+)?"(?:\\.|[^"\\])*"')
COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|(#(?! language:).*)')

# Words in quotes in the grammar that are no keywords: they mark a label's language.
LANGUAGES = {"zh", "en"}


def keywords():
    """English and Chinese spellings of dsl/parse/keywords.def, in order."""
    text = (ROOT / "dsl/parse/keywords.def").read_text(encoding="utf-8")
    return re.findall(r'^REMIT_KEYWORD\(\w+, "([^"]+)", "([^"]+)"\)', text, re.MULTILINE)


def section(title):
    return REFERENCE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def terminals(grammar):
    """The words that stand in quotes, without those of comments."""
    lines = (COMMENT.sub(lambda m: "" if m[1] else m[0], line) for line in grammar.splitlines())
    return {word for line in lines for word in re.findall(r'"([A-Za-z][A-Za-z ]*)"', line)}


def plain(text):
    """Without comments, labels and layout."""
    lines = (COMMENT.sub(lambda m: "" if m[1] else m[0], line) for line in text.splitlines())
    text = re.sub(r"\s+", " ", LABEL.sub(" ", "\n".join(lines)))
    return re.sub(r" ?([:(){}|,]) ?", r"\1", text).strip()


def not_in(example, source):
    """The first part of the example that does not follow in the source, or None."""
    at = 0
    for part in (plain(part) for part in example.split("…")):
        found = source.find(part, at)
        if found < 0:
            return part
        at = found + len(part)
    return None


class Keywords(unittest.TestCase):
    def test_table(self):
        self.assertEqual(re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", section("Keywords"), re.MULTILINE), keywords())

    def test_grammar(self):
        english = {english for english, _ in keywords()}
        self.assertEqual(terminals(GRAMMAR) - LANGUAGES - english, set(), "in the grammar, not in keywords.def")
        self.assertEqual(english - terminals(GRAMMAR), set(), "in keywords.def, not in the grammar")


class Constructs(unittest.TestCase):
    def test_each_has_a_shape_and_each_shape_a_construct(self):
        table = section("All constructs and where to copy them from")
        linked = {ROOT / "docs" / path for path in re.findall(r"\]\(([^)]+)\)", table)}
        self.assertEqual({path.resolve() for path in linked}, set((ROOT / "policies/shapes").glob("*.remit")))
        rows = [row for row in table.splitlines() if row.startswith("| ")][2:]
        self.assertEqual([row for row in rows if "](" not in row], [])

    def test_examples(self):
        pages = (page for page in (ROOT / "docs").glob("**/*.md"))
        for page in (ROOT / "README.md", *pages):
            for path, example in EXAMPLE.findall(page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, path=path):
                    self.assertIsNone(not_in(example, plain((ROOT / path).read_text(encoding="utf-8"))))

    def test_every_remit_block_is_an_example_or_a_file(self):
        self.assertEqual(re.findall(r"^```remit(?! (?:from|file)=).*", REFERENCE, re.MULTILINE), [])


class Itself(unittest.TestCase):
    def test_terminals(self):
        self.assertEqual(terminals('a = "or else" "|" .  # "not this"\n'), {"or else"})

    def test_examples(self):
        source = plain('# x\nrule a "甲" en "A" : CNY = 1  # y\nrule b : CNY = 2\n')
        self.assertIsNone(not_in("rule a : CNY\n  = 1\n…\nb : CNY = 2", source))
        self.assertEqual(not_in("rule a : CNY = 2", source), "rule a:CNY = 2")
        self.assertEqual(not_in("b : CNY\n…\nrule a", source), "rule a")


if __name__ == "__main__":
    unittest.main()
