#!/usr/bin/env python3
"""Every example of `help` does what it says, with the case of Beijing that `help load` takes and a change of its policy."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASE = ROOT / "policies/cn/beijing/examples/second_stay.json"
BEFORE = {"redo": ["undo"]}  # what examples of a command need beside


def session(lines, folder):
    """Standard output, standard error, status."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder), "EDITOR": "true"}
    done = subprocess.run([BINARY, "repl", "policies/cn"], input="".join(f"{line}\n" for line in lines), cwd=folder,
                          env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.stdout, done.stderr, done.returncode


def made(folder, command=""):
    """The folder with the files that examples of a command read."""
    (folder / "policies").symlink_to(ROOT / "policies")
    (folder / "cases.ndjson").write_text((CASE.read_text(encoding="utf-8").replace("\n", "") + "\n") * 20, encoding="utf-8")
    if command == "source":
        (folder / "reform.session").write_text("settle\n", encoding="utf-8")
    return folder


def examples(folder):
    """By the first word of a command's name in the list of commands: the lines that its help shows."""
    topics = [line for line in session(["help"], folder)[0].splitlines() if re.fullmatch(r"[a-z-]+", line)]
    found = {}
    for topic in topics:
        usage = None
        for line in session([f"help {topic}"], folder)[0].splitlines():
            if line.startswith("    "):
                found.setdefault(usage, []).append(line.strip())
            elif line and not line.startswith(" "):
                usage = line
    return found


class Help(unittest.TestCase):
    def test_examples(self):
        with tempfile.TemporaryDirectory() as scratch:
            known = examples(made(pathlib.Path(scratch)))
        ran = 0
        for usage, lines in known.items():
            command = usage.split()[0]
            setup = [f"load {CASE.relative_to(ROOT)}", "value first_deductible = 1_200", *BEFORE.get(command, [])]
            with self.subTest(usage=usage), tempfile.TemporaryDirectory() as scratch:
                out, trouble, status = session([*setup, *lines], made(pathlib.Path(scratch), command))
                self.assertEqual(("", 0), (trouble, status), f"{usage}: {lines}\n{out}")
            ran += len(lines)
        self.assertGreater(ran, 60)


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
