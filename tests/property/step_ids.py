"""What an edit may change: step ids and answers stay with edits elsewhere and with translation; the meaning hash stays
with comments, labels, layout and translation, and changes with a value."""
import argparse
import pathlib
import re
import sys
import tempfile

from policy_text import CASES, SHAPES, Remit, one_policy

SAME, NEW, FREE = "same", "new", "free"


def label_changed(text):
    return re.sub(r'en "Renminbi"', 'en "The yuan"', text, count=1)


def value_changed(text):
    """The last figure of a value or, in a policy without one, of a rate in a row."""
    value = re.search(r"(?m)^value .* = ([0-9_]+)%?(?:$| )", text) or re.search(r"(?m)^  \| .*?([0-9]+)%", text)
    return None if value is None else text[:value.start(1)] + "17" + text[value.end(1):]


# Each edit: what it is, the new text or None, and what becomes of answers with ids, and of the meaning hash.
EDITS = (
    ("a comment and blank lines", lambda text: text.replace("\nrule ", "\n\n# A remark.\nrule ") + "\n# The end.\n", SAME, SAME),
    ("a label", label_changed, SAME, SAME),
    ("spaces", lambda text: text.replace(" = ", "   =  "), SAME, SAME),
    ("grouped digits", lambda text: re.sub(r"\b(\d)_(\d{3})\b", r"\1\2", text), SAME, SAME),
    ("a rule more", lambda text: text + "\nrule quite_unrelated : CNY = 1\n", SAME, NEW),
    ("a value more", lambda text: text + "\nvalue quite_unrelated : CNY = 5\n", SAME, NEW),
    ("a record and a function more",
     lambda text: text + "\nrecord Unrelated { of : text }\nfunction twice (a : CNY) : CNY = a * 2\n", SAME, FREE),
    ("a rule before all", lambda text: text.replace("\ncurrency ", "\nrule quite_unrelated : CNY = 1\n\ncurrency ", 1), SAME, NEW),
    ("a value changed", value_changed, FREE, NEW),
)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    options = arguments.parse_args()
    remit, wrong, asked = Remit(options.remit), 0, 0

    def compare(policy, what, before, after, answers, meaning):
        nonlocal wrong, asked
        asked += 1
        bad = []
        if answers == SAME:
            bad += [f"the {name} changed" for name, at in (("answer", 0), ("step ids", 1)) if before[at] != after[at]]
        if meaning != FREE and (before[2] == after[2]) != (meaning == SAME):
            bad += ["the meaning hash changed" if meaning == SAME else "the meaning hash stayed"]
        wrong += bool(bad)
        for problem in bad:
            print(f"{policy}: {what}: {problem}\n  before {str(before)[:700]}\n  after  {str(after)[:700]}")

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "policy.remit")
        for name, cases in CASES.items():
            text, policy = one_policy((SHAPES / f"{name}.remit").read_text(encoding="utf-8")), f"shapes.{name}"

            def seen(new, policy=policy, cases=cases):
                path.write_text(new, encoding="utf-8")
                return [remit.seen(path, policy, case) for case in cases]

            before = seen(text)
            if any(meaning is None or not ids for _, ids, meaning in before):
                sys.exit(f"{policy} gives no answer: {before}")
            for what, edit, answers, meaning in EDITS:
                new = edit(text)
                if new is None or new == text:
                    continue
                for old, found in zip(before, seen(new)):
                    compare(policy, what, old, found, answers, meaning)
            # an unused value: its name is part of the meaning, and of nothing else
            one, two = seen(text + "\nvalue unused : CNY = 5\n"), seen(text + "\nvalue still_unused : CNY = 5\n")
            for old, found in zip(one, two):
                compare(policy, "an unused value renamed", old, found, SAME, NEW)
            # there and back again
            path.write_text(text, encoding="utf-8")
            said = remit.run("fmt", path)
            laid_out = path.read_text(encoding="utf-8")
            for language in ("zh", "en"):
                said = remit.run("fmt", "--language", language, path)
                translated = path.read_text(encoding="utf-8")
                if language == "zh" and (said.returncode != 0 or not translated.startswith("# language: zh")):
                    sys.exit(f"{policy}: not translated\n{said.stdout}{said.stderr}")
                for old, found in zip(before, seen(translated)):
                    compare(policy, f"translated to {language}", old, found, SAME, SAME)
            if translated != laid_out:
                wrong += 1
                print(f"{policy}: translated there and back it differs\n{translated}")
    if wrong:
        sys.exit(f"{wrong} of {asked} comparisons differ")
    print(f"{asked} comparisons are as they should be")


if __name__ == "__main__":
    main()
