#!/usr/bin/env python3
"""docs/repl.md: its sessions give what stands there, and its list of commands is the program's.

    page_test.py BINARY             compare
    page_test.py --update BINARY    write what came; then read the diff
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/repl.md"
BLOCK = re.compile(r"^```(console|session)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMANDS = re.compile(r"(?<=<!-- commands -->\n).*?(?=<!-- end of commands -->)", re.DOTALL)
CHINESE = re.compile(r"(?<=<!-- in Chinese -->\n).*?(?=<!-- end of in Chinese -->)", re.DOTALL)


def run(arguments, text, folder):
    environment = {"PATH": f"{pathlib.Path(BINARY).parent}:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)}
    return subprocess.run(arguments, input=text, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60).stdout


def sessions(page, folder):
    """The page with what its sessions give."""
    (folder / "policies").symlink_to(ROOT / "policies")

    def shown(block):
        kind, body = block.groups()
        if kind == "console":
            for command in re.findall(r"^\$ (.*)$", body, re.MULTILINE):
                run(["sh", "-c", command], "", folder)
            return block[0]
        command, *lines = body.splitlines()
        typed = "".join(line[2:] + "\n" for line in lines if line[:2] in ("> ", ". "))
        out = run([BINARY, "repl", "--echo", *command.split()[3:]], typed, folder)
        return f"```session\n{command}\n{out}```"

    return BLOCK.sub(shown, page)


def reference(folder):
    """All commands, by topic."""
    def helped(name):
        return run([BINARY, "repl"], f"help {name}\n", folder).rstrip().splitlines()

    text, topics = "", [line for line in run([BINARY, "repl"], "help\n", folder).splitlines() if re.fullmatch(r"[a-z-]+", line)]
    for topic in topics:
        text += f"\n### {topic.capitalize()}\n"
        entries, entry = [], []
        for line in helped(topic):
            if line and not line.startswith(" ") and entry:
                entries, entry = entries + [entry], []
            if line:
                entry.append(line)
        for entry in entries + [entry]:
            usage, *rest = entry
            told = " ".join(line.strip() for line in rest if not line.startswith("    "))
            examples = [line.strip() for line in rest if line.startswith("    ")]
            text += f"\n`{usage}`\n: {told}\n\n" + "".join(f"      {example}\n" for example in examples)
    return text + "\n"


def in_chinese(folder):
    """Each command in both languages, as `help` tells of it; typed in Chinese, each is the same command."""
    def usages(language):
        told = run([BINARY, "repl", "--lang", language], "".join(f"help {topic}\n" for topic in topics), folder)
        return [line for line in told.splitlines() if line and not line.startswith(" ")]

    topics = [line for line in run([BINARY, "repl"], "help\n", folder).splitlines() if re.fullmatch(r"[a-z-]+", line)]
    english, chinese = usages("en"), usages("zh")
    assert len(english) == len(chinese), (english, chinese)
    for usage, other in zip(english, chinese):
        told = run([BINARY, "repl"], f"help {other.split()[0]}\n", folder).splitlines()
        assert usage in told, f"`{other.split()[0]}` is not `{usage}`, but:\n{told}"
    rows = "".join("| " + " | ".join("`" + cell.replace("|", "\\|") + "`" for cell in row) + " |\n" for row in zip(english, chinese))
    return f"\n| English | 中文 |\n| --- | --- |\n{rows}\n"


def as_it_is():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        page = sessions(PAGE.read_text(encoding="utf-8"), folder)
        written = reference(folder)
        names = in_chinese(folder)
        page = CHINESE.sub(lambda _: names, COMMANDS.sub(lambda _: written, page))
        return page, sorted(path.name for path in folder.iterdir())


class Page(unittest.TestCase):
    maxDiff = None

    def test_page(self):
        page, files = as_it_is()
        self.assertEqual(PAGE.read_text(encoding="utf-8"), page)
        self.assertLess({"stay.svg", "reform.svg", "reform_2026.remit", "reform_tests.remit", "reform.session"}, set(files))


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    if "--update" in sys.argv:
        PAGE.write_text(as_it_is()[0], encoding="utf-8")
    else:
        unittest.main()
