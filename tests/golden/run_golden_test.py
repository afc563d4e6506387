"""The runner itself: it accepts what is right, shows what is wrong, and rewrites only what is expected."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).with_name("run_golden.py")
WRONG = "--- exit 1\n--- stderr\ngrep: none: No such file"
TEXT = f"""Words before the first section are for the reader.
--- file a/in.txt
one

--- bytes b
\\xff\\x0a
--- command
cat a/in.txt - b
--- stdin
two
--- exit 0
--- stdout
one
two
\\xff
--- command
remit none b

{WRONG}
"""


class Runner(unittest.TestCase):
    def run_on(self, text, *options, place="good"):
        """Runs one golden file in which `remit` is echo; returns status, output, and the text afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, place, "a.golden")
            file.parent.mkdir()
            file.write_text(text)
            done = subprocess.run([sys.executable, "-B", RUNNER, folder, "--binary", "/bin/echo", *options],
                                  capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr, file.read_text()

    def test_right(self):
        text = TEXT.replace(WRONG, "--- stdout\nnone b")
        status, output, after = self.run_on(text)
        self.assertEqual((status, output), (0, "1 golden files: 1 as expected\n"))
        self.assertEqual(after, text)

    def test_wrong(self):
        status, output, after = self.run_on(TEXT)
        self.assertEqual(status, 1)
        for line in WRONG.splitlines():
            self.assertIn(f"-{line}\n", output)
        for line in ("--- exit 0", "--- stdout", "none b"):
            self.assertIn(f"+{line}\n", output)
        self.assertIn("1 golden files: 1 different\n", output)
        self.assertEqual(after, TEXT)

    def test_update(self):
        status, output, after = self.run_on(TEXT, "--update")
        self.assertEqual(status, 0)
        self.assertEqual(after, TEXT.replace(WRONG, "--- exit 0\n--- stdout\nnone b"))
        self.assertEqual(self.run_on(after)[0], 0)

    def test_no_newline_at_the_end(self):
        self.assertEqual(self.run_on("--- command\nprintf x\n--- stdout\nx\n\\ no newline at the end\n")[0], 0)
        self.assertEqual(self.run_on("--- command\nprintf x\n--- stdout\nx\n")[0], 1)

    def test_broken(self):
        for text, problem in (
            ("--- file a\nx\n", "no `--- command`"),
            ("--- exit 0\n", "`--- exit 0` before the first command"),
            ("--- comand\nls\n", "unknown section: --- comand"),
            ("--- command\nls '\n", "No closing quotation"),
            ("--- command\n--- exit 0\n", "an empty command"),
            ("--- command\nsh -c 'kill -9 $$'\n", "was killed by signal 9"),
            ("--- command\nno-such-program\n", "No such file or directory: 'no-such-program'"),
        ):
            status, output, after = self.run_on(text, "--update")
            self.assertEqual((status, after), (1, text))
            self.assertIn(problem, output)

    def test_strays(self):
        status, output, _ = self.run_on(TEXT, place="other")
        self.assertEqual(status, 1)
        self.assertIn("golden files live in good/ and bad/", output)


if __name__ == "__main__":
    unittest.main()
