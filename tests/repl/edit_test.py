#!/usr/bin/env python3
"""`edit`: the author's own editor, and what comes of what it does."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 20 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))
BEGIN = "use clinic.city\n"
FRONT = """abstract policy front.any {
  needs value standard : count
  input asked_on : date
  service ask takes asked_on governed by asked_on { gives standard }
}
policy front.city extends front.any in force from 2024-01-01 {
  value standard : count = 1
}
"""


class Edit(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(HERE / "policies/city.remit", self.folder)

    def editor(self, script, name="editor"):
        """The path of an editor that does this; `$1` is the line, `$2` the file."""
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
        return str(path)

    def session(self, text, **environment):
        done = subprocess.run([BINARY, "repl", "city.remit"], input=BEGIN + text, text=True, cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE,
                              env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.folder), **environment})
        return done.stdout.removeprefix("clinic.city\n"), done.returncode

    def test_it_opens_where_the_name_is_declared_and_reloads(self):
        editor = self.editor("echo \"$1 $2\" > seen\nsed -i s/1_000/900/ \"$2\"\n")
        told, status = self.session("edit first_deductible\nas of 2024-05-01\nfirst_deductible\n", EDITOR=editor)
        self.assertEqual((self.folder / "seen").read_text(), "+24 city.remit\n")
        self.assertEqual(told.splitlines(), ["  changed  city.remit: first_deductible", "by the rules of 2024-05-01", "900.00 CNY"])
        self.assertEqual(status, 0)

    def test_it_opens_what_is_in_force_and_not_what_it_fulfils(self):
        (self.folder / "front.remit").write_text(FRONT)
        editor = self.editor('echo "$1 $2" > asked\n')
        self.session("open front.remit\nuse front.city\nedit standard\n", EDITOR=editor)
        self.assertEqual("+7 front.remit\n", (self.folder / "asked").read_text())

    def test_visual_comes_before_editor_and_may_have_arguments(self):
        one, other = self.editor("echo \"$1\" > seen\n"), self.editor("echo other > seen\n", "other")
        self.session("edit year_cap\n", VISUAL=f"{one} --wait", EDITOR=other)
        self.assertEqual((self.folder / "seen").read_text(), "--wait\n")

    def test_a_path_and_nothing_changed(self):
        told, _ = self.session("edit city.remit\n", EDITOR=self.editor("exit 0\n"))
        self.assertEqual(told, "  nothing has changed\n")

    def test_an_editor_that_fails(self):
        editor = self.editor("exit 3\n")
        told, status = self.session("edit first_deductible\nyear_cap\n", EDITOR=editor)
        self.assertEqual(told.splitlines(), [f"error: the editor `{editor}` ended with an error", "50000.00 CNY"])
        self.assertEqual(status, 5)

    def test_an_editor_that_is_not_there(self):
        told, status = self.session("edit first_deductible\nyear_cap\n", EDITOR="no-such-editor")
        self.assertIn("error: there is no editor `no-such-editor`; name yours in $VISUAL or $EDITOR\n50000.00 CNY", told)
        self.assertEqual(status, 5)

    def test_an_error_that_is_left_in_the_text(self):
        before = (self.folder / "city.remit").read_text()
        for wrong, code in (("24,26s/1_000/1_000 +/", "E0110"), ("s/min(first_deductible, /min(frist_deductible, /", "E0201")):
            (self.folder / "city.remit").write_text(before)
            breaks = self.editor(f"sed -i '{wrong}' \"$2\"\n")
            told, status = self.session("new settle\nedit first_deductible\n", EDITOR=breaks)
            self.assertIn(f"error[{code}]", told)
            self.assertIn("city.remit:", told)
            self.assertEqual(told.count("error["), 1, told)
            self.assertEqual(status, 3)

    def test_the_error_is_mended(self):
        self.editor("sed -i '26s/1_000/1_000 +/' \"$2\"\n", "breaks")
        turns = self.editor("if [ -e broken ]; then sed -i 's/1_000 +/900/' \"$2\"; else touch broken; ./breaks \"$@\"; fi\n")
        told, _ = self.session("edit first_deductible\nedit city.remit\nas of 2024-05-01\nfirst_deductible\n", EDITOR=turns)
        self.assertTrue(told.endswith("900.00 CNY\n"), told)

    def test_it_does_not_read_the_script(self):
        told, _ = self.session("edit first_deductible\n6 * 7\n", EDITOR=self.editor("cat > eaten\n"))
        self.assertTrue(told.endswith("42\n"), told)
        self.assertEqual((self.folder / "eaten").read_text(), "")

    def test_what_was_declared_at_the_prompt_is_in_no_file(self):
        told, _ = self.session("rule twice : CNY = fund * 2\nedit twice\n", EDITOR=self.editor("touch \"$2\"\n"))
        self.assertIn("`twice` was declared at the prompt", told)
        self.assertFalse((self.folder / "twice").exists())


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
