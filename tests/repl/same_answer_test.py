#!/usr/bin/env python3
"""same_answer_test.py BINARY: a session's answer as JSON is that of `remit settle`, hashes and all."""
import json
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = sys.argv.pop(1)


def out(arguments, typed=""):
    run = subprocess.run([BINARY, *arguments], cwd=ROOT, input=typed, capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(run.stdout[run.stdout.index("{"):], parse_float=str, parse_int=str)  # behind the name of the case


class SameAnswer(unittest.TestCase):
    def test_examples(self):
        for path in sorted(ROOT.glob("policies/cn/*/examples/resident_settle.json")):
            with self.subTest(path.parts[-3]):
                case = str(path.relative_to(ROOT))
                at_once = out(["settle", "--policies", "policies", "--input", case, "--lang", "en"])
                in_session = out(["repl", "policies", "--input", case], "format json\nsettle\n")
                self.assertEqual(in_session, at_once)


if __name__ == "__main__":
    unittest.main()
