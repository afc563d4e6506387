"""What README.md and docs/ show is so: commands print what stands below them, and the paths they name exist.

    ```console
    $ remit version        run by sh, in a copy of the repository that the blocks of one page share
    remit …                expected on stdout and stderr together; `…` stands for anything in a line,
    …                      and alone for any lines
    ```
    ```remit file=a.remit  is written there first
    ```

A line `> …` goes on with the command above it. `$ ./run …` is not run, for these tests are part of it: its task must be
one that `./run help` lists.

    docs_test.py BINARY             compare
    docs_test.py --update BINARY    write what came out where it differs; then read the diff
"""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)")
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+/?)`")
SECONDS = 60


def pages(root):
    return [page for page in (root / "README.md", *sorted(root.glob("docs/**/*.md"))) if page.exists()]


def commands(body):
    """Pairs of command and expected output."""
    parts = re.split(r"^\$ (.*(?:\n> .*)*)\n", body, flags=re.MULTILINE)[1:]
    return [(command.replace("\n> ", "\n"), output) for command, output in zip(parts[::2], parts[1::2])]


def agrees(expected, actual):
    """Whether the output is as expected, where `…` stands for anything."""
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
                      for line in expected.rstrip().split("\n"))
    return re.fullmatch(pattern, actual.rstrip() + "\n") is not None


def run(command, binary, folder):
    environment = {**os.environ, "PATH": f"{binary.parent}:{os.environ['PATH']}", "LANG": "C.UTF-8", "NO_COLOR": "1"}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS).stdout


def tasks(root):
    return set(re.findall(r"^\./run (\S+)", run("./run help", root, root), re.MULTILINE))


def outputs(root, page, binary):
    """Block, command, what the page shows, what came out (None: not run), for each command of a page."""
    if "```console" not in page.read_text(encoding="utf-8"):
        return
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(scratch, "remit")
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("build", ".git"))
        for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
            language, *words = block["info"].split() or [""]
            for name in (word.removeprefix("file=") for word in words if word.startswith("file=")):
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).write_text(block["body"], encoding="utf-8")
            for command, expected in commands(block["body"]) if language == "console" else ():
                yield block, command, expected, None if command.startswith("./run ") else run(command, binary, copy)


def wrong_output(root, page, binary):
    """The diffs of the commands of a page that print something else."""
    for _, command, expected, actual in outputs(root, page, binary):
        if actual is None:
            if (task := command.split()[1]) not in tasks(root):
                yield f"{page.relative_to(root)}: no task {task}\n"
        elif not agrees(expected, actual):
            yield f"{page.relative_to(root)}: $ {command}\n" + "".join(
                difflib.unified_diff(expected.splitlines(True), actual.splitlines(True), "page", "actual"))


def updated(root, page, binary):
    """The text of a page with what came out where it differed."""
    text, blocks = page.read_text(encoding="utf-8"), {}
    for block, command, expected, actual in outputs(root, page, binary):
        if actual is None or agrees(expected, actual):
            actual = expected
        blocks.setdefault(block.span("body"), []).append("$ " + command.replace("\n", "\n> ") + "\n" + (actual.rstrip() + "\n").lstrip("\n"))
    for (begin, end), parts in reversed(blocks.items()):
        text = text[:begin] + "".join(parts) + text[end:]
    return text


def missing_paths(root, page):
    """Links that lead nowhere, and `paths/like/this` whose first folder exists and whose last does not."""
    prose = BLOCK.sub("", page.read_text(encoding="utf-8"))
    linked = ((page.parent / link, link) for link in LINK.findall(prose))
    named = ((root / name, name) for name in PATH.findall(prose)
             if (root / name.split("/")[0]).is_dir() and not name.startswith("build/"))
    return [f"{page.relative_to(root)}: {name} does not exist" for path, name in (*linked, *named) if not path.exists()]


class Docs(unittest.TestCase):
    maxDiff = None

    def test_commands(self):
        self.assertEqual("".join(diff for page in pages(ROOT) for diff in wrong_output(ROOT, page, BINARY)), "")

    def test_paths(self):
        self.assertEqual([problem for page in pages(ROOT) for problem in missing_paths(ROOT, page)], [])


class Itself(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "docs").mkdir()
        shutil.copy(ROOT / "run", self.root)

    def page(self, text):
        page = self.root / "docs/page.md"
        page.write_text(text, encoding="utf-8")
        return page

    def outputs(self, body, before=""):
        return "".join(wrong_output(self.root, self.page(f"{before}```console\n{body}```\n"), BINARY))

    def test_right_commands(self):
        self.assertEqual(self.outputs(
            "$ echo a; echo b >&2\na\nb\n"
            "$ printf '1.5 ms\\n2\\n3\\n'\n… ms\n…\n3\n"
            "$ cat <<E\n> x\n> E\nx\n"
            "$ true\n"
            "$ touch new && ls new in\nin\nnew\n"
            "$ seq 3\n…\n"
            "$ ./run test\n", before="```text file=in\n```\n"), "")
        self.assertFalse((self.root / "new").exists())

    def test_update(self):
        page = self.page("a\n```console\n$ echo a\nb\n$ true\n$ cat <<E\n> x\n> E\n…\n```\nb\n```console\n$ echo c\n```\n")
        self.assertEqual(updated(self.root, page, BINARY),
                         "a\n```console\n$ echo a\na\n$ true\n$ cat <<E\n> x\n> E\n…\n```\nb\n```console\n$ echo c\nc\n```\n")

    def test_wrong_commands(self):
        self.assertIn("docs/page.md: $ echo a\n--- page\n+++ actual\n@@ -1 +1 @@\n-b\n+a\n", self.outputs("$ echo a\nb\n"))
        self.assertIn("-…x\n", self.outputs("$ echo y\n…x\n"))
        self.assertEqual("docs/page.md: no task fly\n", self.outputs("$ ./run fly\n"))

    def test_paths(self):
        page = self.page("`docs/page.md` `docs/none.md` `a/b` `build/x` [x](page.md#y) [x](no.md) [x](https://a.b/c)\n")
        self.assertEqual(missing_paths(self.root, page),
                         ["docs/page.md: no.md does not exist", "docs/page.md: docs/none.md does not exist"])


if __name__ == "__main__":
    BINARY = pathlib.Path(sys.argv.pop()).resolve()
    if "--update" in sys.argv:
        for stale in pages(ROOT):
            stale.write_text(updated(ROOT, stale, BINARY), encoding="utf-8")
    else:
        unittest.main()
