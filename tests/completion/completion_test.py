"""What `remit completion` prints completes what `remit --help` lists, in the shells themselves.

    completion_test.py REMIT [unittest arguments]
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PACKAGE = pathlib.Path("/usr/share/bash-completion/bash_completion")


def remit(*arguments):
    return subprocess.run([REMIT, *arguments], capture_output=True, text=True, check=True).stdout


def commands():
    listed = remit("--help").partition("Subcommands:\n")[2]
    return re.findall(r"^  ([a-z][\w-]*)", listed, re.MULTILINE)


def options(command):
    return set(re.findall(r"(?<![\w-])--[a-z][\w-]*", remit(command, "--help").partition("Options:")[2].partition("Example:")[0]))


class Bash(unittest.TestCase):
    SETUP = ""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "policies").mkdir()
        (self.folder / "a case.json").write_text("{}")

    def complete(self, *words):
        """What is offered for the last of these words."""
        script = self.SETUP + """source <("$REMIT" completion bash)
            COMP_WORDS=(remit "$@"); COMP_CWORD=$#; _remit remit "${COMP_WORDS[COMP_CWORD]}"
            printf '%s\\n' "${COMPREPLY[@]}" """
        done = subprocess.run(["bash", "-c", script, "bash", *words], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, "REMIT": REMIT})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return sorted(line for line in done.stdout.splitlines() if line)

    def test_is_registered(self):
        done = subprocess.run(["bash", "-c", self.SETUP + 'source <("$REMIT" completion bash); complete -p remit'],
                              capture_output=True, text=True, env={**os.environ, "REMIT": REMIT})
        self.assertEqual(done.stdout, "complete -F _remit remit\n")

    def test_subcommands(self):
        self.assertEqual(self.complete(""), sorted([*commands(), "--help", "--version"]))
        self.assertEqual(self.complete("sch"), ["schema"])
        self.assertEqual(self.complete("nothing"), [])

    def test_options_of_each(self):
        for command in commands():
            with self.subTest(command=command):
                self.assertEqual(set(self.complete(command, "--")), options(command))

    def test_values(self):
        self.assertEqual(self.complete("check", "--format", ""), ["json", "text"])
        self.assertEqual(self.complete("check", "x", "--format", "t"), ["text"])
        self.assertEqual(self.complete("check", "--format", "="), ["json", "text"])
        self.assertEqual(self.complete("check", "--format", "=", "j"), ["json"])
        self.assertEqual(self.complete("settle", "--lang", ""), ["en", "zh"])
        self.assertEqual(self.complete("run", "x", "--fail-on", "b"), ["blocked"])
        self.assertEqual(self.complete("completion", ""), ["bash", "fish", "zsh"])
        self.assertEqual(self.complete("settle", "--as-of", ""), [])

    def test_files(self):
        self.assertEqual(self.complete("check", ""), ["a case.json", "policies"])
        self.assertEqual(self.complete("settle", "--policies", "p"), ["policies"])
        self.assertEqual(self.complete("run", "--replay", "a"), ["a case.json"])
        self.assertEqual(self.complete("show", ""), [])


@unittest.skipUnless(PACKAGE.exists(), "bash-completion is not installed")
class BashWithItsPackage(Bash):
    SETUP = f"source {PACKAGE}\n"


class OtherShells(unittest.TestCase):
    """That they can read it; what it says stands in the same definitions."""

    def check(self, shell):
        script = remit("completion", shell)
        for command in commands():
            self.assertIn(command, script)
            for option in options(command) - {"--help"}:
                self.assertIn(option if shell == "zsh" else f"-l {option[2:]}", script)
        if shutil.which(shell) is None:
            self.skipTest(f"{shell} is not installed")
        with tempfile.NamedTemporaryFile("w", suffix=f".{shell}") as file:
            file.write(script)
            file.flush()
            done = subprocess.run([shell, "-n", file.name], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_zsh(self):
        self.check("zsh")

    def test_fish(self):
        self.check("fish")

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes(self):
        def complete(line):
            done = subprocess.run(["fish", "-c", f"'{REMIT}' completion fish | source; complete -C '{line}'"],
                                  capture_output=True, text=True)
            return sorted(line.split("\t")[0] for line in done.stdout.splitlines())
        self.assertEqual(complete("remit sch"), ["schema"])
        self.assertEqual(complete("remit check --format "), ["json", "text"])
        self.assertIn("--against", complete("remit check --ag"))

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_loads(self):
        script = f"autoload -U compinit; compinit -u -D; source <('{REMIT}' completion zsh); echo $_comps[remit]"
        done = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr), ("_remit\n", ""))


if __name__ == "__main__":
    REMIT = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
