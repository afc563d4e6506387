"""`remit test --update` puts back what was changed: expected values of the library's policies are made wrong, digit for
digit, and come out byte for byte as they were.

Usage: update_test.py BINARY
"""
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"-?\d[\d_]*(?:\.\d+)?%?")
EQUATION = re.compile(r"((?:^\s*expect |, )[\w.]+ = )(\d[\d_]*(?:\.\d+)?%?)(?=\s*(?:,|\}|$))")


def wrong(number, choose):
    """Another number of the same form."""
    digits = [i for i, c in enumerate(number) if c.isdigit()]
    at = digits[-1]
    other = choose.choice([d for d in "123456789" if d != number[at]])
    return number[:at] + other + number[at + 1:]


def wrong_rows(lines, choose):
    """In tables of cases: numbers below `expect`."""
    columns = []
    for i, line in enumerate(lines):
        if not line.lstrip().startswith("|"):
            columns = []
            continue
        cells = line.split("|")
        if any(cell.strip().startswith(("given ", "expect ")) for cell in cells):
            columns = [k for k, cell in enumerate(cells) if cell.strip().startswith("expect ")]
            continue
        for k in columns:
            if NUMBER.fullmatch(cells[k].strip()):
                cells[k] = NUMBER.sub(lambda m: wrong(m.group(), choose), cells[k], count=1)
        lines[i] = "|".join(cells)


def wrong_equations(lines, choose):
    """In lines that begin with `expect`: `path = number` on its own."""
    for i, line in enumerate(lines):
        if line.lstrip().startswith("expect "):
            lines[i] = EQUATION.sub(lambda m: m[1] + wrong(m[2], choose), line)


def main():
    binary, choose, changed = sys.argv[1], random.Random(20240520), 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "policies"
        shutil.copytree(ROOT / "policies", folder)
        before = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.remit")}
        for path, text in before.items():
            lines = text.split("\n")
            wrong_rows(lines, choose)
            wrong_equations(lines, choose)
            changed += sum(a != b for a, b in zip(lines, text.split("\n")))
            path.write_text("\n".join(lines), encoding="utf-8")
        failing = subprocess.run([binary, "test", str(folder)], capture_output=True, text=True)
        if changed < 100 or failing.returncode != 1:
            sys.exit(f"failed: {changed} lines changed, status {failing.returncode}\n{failing.stderr}")
        done = subprocess.run([binary, "test", str(folder), "--update"], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"failed: status {done.returncode} after the update\n{done.stdout[-3000:]}{done.stderr}")
        for path, text in before.items():
            for number, (a, b) in enumerate(zip(text.split("\n"), path.read_text(encoding="utf-8").split("\n")), 1):
                if a != b:
                    sys.exit(f"failed: {path.relative_to(folder)}:{number}\n  was {a}\n  is  {b}")


if __name__ == "__main__":
    main()
