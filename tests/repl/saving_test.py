#!/usr/bin/env python3
"""What a session writes: nothing of somebody else is lost, what was saved as a test passes, and a log replays."""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import run_sessions

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 60 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))

# What is typed before `save test "it" tests.remit` and `save change reform.remit`, in both orders.
SESSIONS = {
    "city.remit": (
        "load stay.json", [
            "value first_deductible = 500",
            "value first_deductible = 500\nvalue first_deductible = 400",
            "value first_deductible = 500\nundo\nvalue first_deductible = 400",
            "value first_deductible = 500\nsave change other.remit as other\nundo\nvalue first_deductible = 400",
            "value first_deductible = 500\nsave change other.remit as other\nvalue year_cap = 1_000",
            "value first_deductible = 500\nsave change reform.remit as other\nundo\nredo",
            "rule deductible : CNY cites rules §7 = min(first_deductible, eligible)\n  except waived \"w\" when stay.ordinal >= 1 then 0",
            "# language\nlanguage zh\n数值 first_deductible = 500",
            "language zh\n数值 first_deductible = 500\nlanguage en\nvalue year_cap = 1_000",
            "value year_cap = 1_000\nlanguage zh\n数值 first_deductible = 500\nlanguage en",
            "set stay.ordinal = 2",
            "assume deductible = 1",
            "as of 2024-06-01",
            "as of 2020-01-01\nvalue first_deductible = 1",
        ]),
    "policies/cn": (
        "load policies/cn/beijing/examples/second_stay.json", [
            "assume deductible = 1_000",
            "assume self_pay_one = 1\nvalue first_deductible = 1_000",
            "as of 2026-06-01",
            "extend value first_deductible { from 2026-01-01 = 1_000 }",
            "load policies/cn/chongqing/examples/settle.json\nvalue pooled_cap = 1\ncase second_stay\nvalue first_deductible = 2",
            "value first_deductible = 2\nload policies/cn/chongqing/examples/settle.json\nvalue pooled_cap = 1\ncase second_stay",
            "value first_deductible = 2\nload policies/cn/chongqing/examples/settle.json\nvalue pooled_cap = 1",
        ]),
}


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(ROOT / "policies/cn", self.folder / "policies/cn")  # catalogs are not found through links
        for name in ("city.remit", "stay.json"):
            shutil.copy(HERE / "policies" / name, self.folder)

    def remit(self, *arguments, text="", folder=None):
        return subprocess.run([BINARY, *arguments], input=text, cwd=folder or self.folder, text=True, timeout=PATIENCE,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(self.folder)})

    def session(self, text, *arguments):
        return self.remit("repl", *(arguments or ("city.remit", "--input", "stay.json")), text=text).stdout

    def files(self):
        return {path.name: path.read_text() for path in self.folder.iterdir() if path.is_file()}


class Protected(Folder):
    def refuses(self, lines, *told):
        """Every line is refused, and no file is another than before."""
        before = self.files()
        for line in lines:
            with self.subTest(line):
                out = self.session(line + "\n")
                self.assertRegex(out, "error: ")
                for one in told:
                    self.assertIn(one, out)
                self.assertEqual(self.files(), before)

    def test_files_of_the_policies(self):
        (self.folder / "link.remit").symlink_to("city.remit")
        (self.folder / "hard.remit").hardlink_to(self.folder / "city.remit")
        for path in ("city.remit", "./city.remit", "link.remit", "hard.remit", str(self.folder / "city.remit")):
            self.refuses([f"value first_deductible = 1\nsave change {path}", f"value first_deductible = 1\nsave change to {path} as x"],
                         "is a file of the policies that are open", "hint: give it another name; a `!` at the end")
            self.refuses([f"save case {path}", f"waterfall to {path}", f"log {path}", f"output {path}",
                          f"sweep first_deductible from 0 to 2 step 1 show deductible to {path}", f"sweep stay.level show deductible to {path}"])

    def test_the_file_of_a_case(self):
        (self.folder / "link.json").symlink_to("stay.json")
        for path in ("stay.json", "./stay.json", "link.json"):
            self.refuses([f"save case {path}", f"save case to {path}", f"output {path}"], "case `stay` was loaded from")
            self.refuses([f"log {path}", f"save test \"x\" {path}", f"save change {path}", f"waterfall to {path}"])

    def test_files_of_somebody_else(self):
        for name in ("old.json", "old.csv", "old.svg", "old.session", "old.remit", "old.txt"):
            (self.folder / name).write_text("# as it was\n")
        (self.folder / "cases.ndjson").write_text((self.folder / "stay.json").read_text().replace("\n", "") + "\n")
        self.refuses(["save case old.json", "sweep stay.level show deductible to old.csv", "sweep stay.level show deductible to old.svg",
                      "waterfall to old.svg", "log old.session", "output old.txt", "value first_deductible = 1\nsave change old.remit",
                      *(f"value first_deductible = 1\nimpact cases.ndjson to old.{ending}" for ending in ("svg", "json", "txt"))],
                     "is there already, and not from this session")

    def test_with_a_sign_it_is_written_over(self):
        for name, command in {"old.json": "save case old.json", "old.csv": "sweep stay.level show deductible to old.csv",
                              "old.session": "log old.session", "old.txt": "output old.txt",
                              "old.remit": "value first_deductible = 1\nsave change old.remit as x"}.items():
            (self.folder / name).write_text("# as it was\n")
            self.assertNotIn("error", self.session(f"{command} !\n"))
            self.assertNotEqual((self.folder / name).read_text(), "# as it was\n", command)
            (self.folder / name).write_text("# as it was\n")
            self.assertNotIn("error", self.session(f"language zh\n{command} ！\n"))

    def test_what_the_session_wrote_is_its_own(self):
        told = self.session("save case new.json\nset stay.ordinal = 3\nsave case ./new.json\nlog a.session\nlog a.session\n")
        self.assertNotIn("error", told)
        self.assertIn('"ordinal": 3', (self.folder / "new.json").read_text())

    def test_but_no_longer_when_somebody_changed_it(self):
        process = subprocess.Popen([BINARY, "repl", "--input", "stay.json", "city.remit"], cwd=self.folder, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        process.stdin.write("save case new.json\n")
        process.stdin.flush()
        while "saved" not in process.stdout.readline():
            pass
        (self.folder / "new.json").write_text("{}\n")
        out, _ = process.communicate("save case new.json\n", timeout=PATIENCE)
        self.assertIn("was changed since this session wrote it", out)
        self.assertEqual((self.folder / "new.json").read_text(), "{}\n")

    def test_a_test_goes_behind_policies_alone(self):
        (self.folder / "broken.remit").write_text("policy {\n")
        (self.folder / "old.remit").write_text("# language: zh\n测试 \"旧\" 之 clinic.city 其中 settle {\n  预期 已阻止\n}")
        self.refuses(["save test \"x\" broken.remit", "save test \"旧\" old.remit", "save test \"a stay\" new.remit"])
        self.assertNotIn("error", self.session("save test \"x\" old.remit\nsave test \"y\" city.remit\n"))
        self.assertIn("\n}\n\n测试 \"x\"", (self.folder / "old.remit").read_text())
        told = self.remit("test", "city.remit", "old.remit").stdout
        for name in "xy":
            self.assertIn(f"✓ {name}\n", told)

    def test_what_a_test_stands_behind_is_not_the_session_s(self):
        (self.folder / "old.remit").write_text("# as it was\n")
        told = self.session("save test \"x\" old.remit\nsave test \"x\" old.remit\nvalue first_deductible = 1\nsave change old.remit\n")
        self.assertIn("is there already, and not from this session", told)
        self.assertTrue((self.folder / "old.remit").read_text().startswith("# as it was\n\ntest \"x\""))
        told = self.session("value first_deductible = 1\nsave change r.remit\nsave test \"x\" r.remit\nsave change ./r.remit\n")
        self.assertIn("holds tests that were saved", told)
        self.assertIn("✓ x\n", self.remit("test", "city.remit", "r.remit").stdout)

    def test_a_test_of_the_same_name_is_replaced(self):
        self.session("save test \"x\" t.remit\nsave test \"y\" t.remit\nset stay.ordinal = 2\nsave test \"x\" t.remit\n")
        text = (self.folder / "t.remit").read_text()
        self.assertEqual((text.count("test "), text.count("ordinal = 2")), (2, 1), text)
        self.assertIn("3 passed, 0 failed", self.remit("test", "city.remit", "t.remit").stdout)


class Saved(Folder):
    def test_saved_tests_pass(self):
        """Or are refused, which leaves no file."""
        for policies, (load, sessions) in SESSIONS.items():
            for typed in sessions:
                for order in (("save test \"it\" tests.remit", "save change reform.remit"),
                              ("save change reform.remit as best", "save test \"it\" tests.remit")):
                    with self.subTest(typed=typed, order=order):
                        for name in ("tests.remit", "reform.remit", "other.remit"):
                            (self.folder / name).unlink(missing_ok=True)
                        told = self.session("\n".join((load, typed, *order)) + "\n", policies)
                        written = [name for name in ("tests.remit", "reform.remit", "other.remit") if (self.folder / name).exists()]
                        self.assertEqual("tests.remit" in written, "error" not in told.replace("error: there is no change", ""), told)
                        if "tests.remit" not in written:
                            self.assertRegex(told, "a test (cannot assume|goes by the day)")
                            continue
                        outcome = self.remit("test", policies, *written).stdout
                        self.assertIn("✓ it\n", outcome, told)
                        self.assertIn(", 0 failed", outcome)

    def test_what_makes_both_agree(self):
        told = self.session("value first_deductible = 1\nsave test \"it\" t.remit\nsave change r.remit as other\n")
        advice = re.search(r"`(save change r.remit as \w+)` calls it so", told)
        self.assertIsNotNone(advice, told)
        for name in ("t.remit", "r.remit"):
            (self.folder / name).unlink()
        self.session(f"value first_deductible = 1\nsave test \"it\" t.remit\nsave change r.remit as other\n{advice[1]}\n")
        self.assertIn("✓ it\n", self.remit("test", "city.remit", "t.remit", "r.remit").stdout)
        told = self.session("value first_deductible = 1\nsave test \"it\" t2.remit\nvalue year_cap = 1\nsave change r2.remit\n")
        self.assertIn("before later changes", told)


class Scripts(Folder):
    def test_a_script_that_runs_itself(self):
        (self.folder / "a.session").write_text("source a.session\nsource a.session\n1 + 1\n")
        (self.folder / "b.session").write_text("source ./c.session\nsource ./c.session\n1 + 1\n")
        (self.folder / "c.session").write_text("source b.session\nsource b.session\n1 + 1\n")
        for name in "ab":
            told = self.session(f"source {name}.session\n40 + 2\n")
            self.assertEqual(told.count("would run itself"), 1, told)
            self.assertNotIn("\n2\n", told)
            self.assertTrue(told.endswith("\n42\n"), told)

    def test_scripts_that_run_one_another_too_deep(self):
        for at in range(40):
            (self.folder / f"{at}.session").write_text(f"source {at + 1}.session\nsource {at + 1}.session\n")
        told = self.session("source 0.session\n40 + 2\n")
        self.assertEqual(told.count("error"), 1, told)
        self.assertTrue(told.endswith("\n42\n"), told)

    def test_what_was_sourced_is_logged(self):
        (self.folder / "day.session").write_text("first_deductible\n")
        told = self.session("source day.session\ndeductible\nlog day.session\nlog two.session\nlog day.session !\n")
        self.assertEqual(told.count("error"), 1, told)
        for name in ("day.session", "two.session"):
            self.assertTrue((self.folder / name).read_text().endswith("\nload 'stay.json'\nfirst_deductible\ndeductible\n"))

    def test_what_goes_on_is_logged_so(self):
        typed = ("set stay.ordinal = \\\n3\n", "1 +\n2\n", "rule twice : CNY = fund *\n  2\n", "1 + \n\n7\n", "rule broken : CNY = 1 *\n\n8\n",
                 "why \\\ndeductible \\\ndepth 1\n")
        first = self.session("".join(typed) + "log it.session\n")
        second = self.remit("repl", "city.remit", text=(self.folder / "it.session").read_text()).stdout
        self.assertEqual(first.replace("saved `it.session`\n", ""), second)

    def test_an_editor_is_not_in_the_log(self):
        (self.folder / "editor").write_text("#!/bin/sh\ntouch edited\n")
        (self.folder / "editor").chmod(0o755)
        os.environ["EDITOR"] = str(self.folder / "editor")
        log = subprocess.run([BINARY, "repl", "city.remit"], input="edit city.remit\nlog\n", text=True, cwd=self.folder,
                             stdout=subprocess.PIPE, timeout=PATIENCE).stdout
        self.assertTrue((self.folder / "edited").exists())
        self.assertTrue(log.endswith("# remit repl city.remit\nreload\n"), log)

    def test_every_session_replays_from_its_log(self):
        count = 0
        for path in sorted((HERE / "sessions").glob("*.session")):
            with tempfile.TemporaryDirectory() as scratch:
                folder = pathlib.Path(scratch)
                (folder / "root").symlink_to(ROOT)
                for kind, name, body in run_sessions.sections(path):
                    if kind == "file":
                        (folder / name).parent.mkdir(parents=True, exist_ok=True)
                        (folder / name).write_text(body, encoding="utf-8")
                    elif kind == "session":
                        with self.subTest(path.name, command=body.splitlines()[0]):
                            self.replays(folder, body)
                            count += 1
        self.assertGreater(count, 15)

    def replays(self, folder, transcript):
        """The same output from the log in a folder as it was before."""
        words = shlex.split(transcript.splitlines()[0])[3:]
        before = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "before"
        shutil.copytree(folder, before, symlinks=True)
        logs = re.compile(r"^(?:log|记录|quit|退出)(?: |$)")
        typed = "".join(line + "\n" for line in run_sessions.inputs_of(transcript).splitlines() if not logs.match(line))
        log = self.folder / "replay"
        first = self.remit("repl", *words, text=f"{typed}\nlog {log} !\n", folder=folder).stdout
        run_sessions.run(transcript, BINARY, folder)  # with what the next session wants of it
        paths = log.read_text(encoding="utf-8").splitlines()[0].removeprefix("# remit repl").split()
        second = self.remit("repl", *paths, text=log.read_text(encoding="utf-8"), folder=before).stdout
        first = re.sub(r"(?:saved|已保存) `" + re.escape(str(log)) + "`\n", "", first)
        first = re.sub(r"error: .* would run itself without end; .*\n", "", first)  # its lines are logged, not that there was no more
        times = re.compile(r"^(time: |用时：)[\d.]+ ms$", re.MULTILINE)
        self.assertEqual(times.sub(r"\1", first), times.sub(r"\1", second))


class LeftOver(Folder):
    def test_every_command_refuses_words_too_many(self):
        helped = self.session("help\n")
        names = [match[1] for match in re.finditer(r"^  ([a-z]+(?: [a-z]+)?)(?= *(?:[\[A-Z\"]|  |$))", helped, re.MULTILINE)]
        free = {"set", "why", "why not", "assume", "scale", "sweep", "solve", "open", "find", "type"}  # words of the language, any paths
        self.assertGreater(len(names), 35, names)
        before = self.files()
        for name in names:
            if name in free:
                continue
            told = self.session(f"{name} a.remit b c d\n7 * 6\n")
            with self.subTest(name):
                self.assertRegex(told, r"error(: |\[)")
                self.assertTrue(told.endswith("42\n"), told)
                self.assertEqual(self.files(), before)

    def test_what_is_left_over_is_shown_with_the_usage(self):
        for line, left, usage in (("undo junk more", "junk more", "undo"), ("use clinic.city junk", "junk", "use [POLICY | any]"),
                                  ("new settle as x junk", "junk", "new [SERVICE] [as NAME]"), ("save case F.json junk", "junk", "save case FILE [!]"),
                                  ("save change F.remit as two words", "words", "save change FILE [as NAME] [!]"),
                                  ("save test \"x\" F.remit !", "!", "save test \"NAME\" [FILE]"), ("waterfall junk", "junk", "waterfall [to FILE.svg [!]]")):
            told = self.session(line + "\n")
            self.assertIn(f"error: `{left}` is left over\n  hint: write `{usage}`\n", told)
        self.assertIn("case `two words`\n", self.session("new settle as \"two words\"\n"))

    def test_to_may_stand_before_a_file(self):
        told = self.session("save case to a.json\nsave test \"x\" to b.remit\nlog to c.session\noutput to d.txt\nfund\n")
        self.assertNotIn("error", told)
        self.assertLessEqual({"a.json", "b.remit", "c.session", "d.txt"}, set(self.files()))
        self.assertNotIn("to", self.files())


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
