#!/usr/bin/env python3
"""Runs golden files: program, command and expected output in one file. README.md beside this tells the format."""
import argparse
import collections
import concurrent.futures
import dataclasses
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = re.compile(r"--- (?:(file|bytes) (\S+)|(command|stdin|stdout|stderr)|(exit) (\d+))")
SECONDS = 20 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))  # a command that is not done by then never will be


class Broken(Exception):
    """A golden file that says nothing, whatever the program does, or a program that crashed."""


@dataclasses.dataclass
class Section:
    kind: str  # "" for the text before the first header
    argument: str
    header: str
    body: str


@dataclasses.dataclass
class Command:
    """One command of a golden file, with what belongs to it."""
    arguments: list
    stdin: str = ""
    expected: dict = dataclasses.field(default_factory=lambda: {"exit": "0", "stdout": "", "stderr": ""})


def sections_of(text):
    sections = [Section("", "", "", "")]
    for line in text.splitlines(keepends=True):
        if match := HEADER.fullmatch(line.rstrip()):
            kind = match[1] or match[3] or match[4]
            sections.append(Section(kind, match[2] or match[5] or "", line, ""))
        elif line.startswith("--- ") and sections[-1].kind in ("", "command", "exit"):
            raise Broken(f"unknown section: {line.rstrip()}")
        else:
            sections[-1].body += line
    return sections


def trimmed(text):
    """Blank lines at the end of a section are layout."""
    text = text.rstrip("\n")
    return text and text + "\n"


def commands_of(sections):
    commands = []
    for section in sections:
        if section.kind == "command":
            commands.append(Command(shlex.split(section.body)))
            if not commands[-1].arguments:
                raise Broken("an empty command")
        elif section.kind in ("stdin", "exit", "stdout", "stderr"):
            if not commands:
                raise Broken(f"`{section.header.strip()}` before the first command")
            if section.kind == "stdin":
                commands[-1].stdin = trimmed(section.body)
            else:
                commands[-1].expected[section.kind] = section.argument or trimmed(section.body)
    if not commands:
        raise Broken("no `--- command`")
    return commands


def write_files(sections, folder):
    for section in sections:
        if section.kind in ("file", "bytes"):
            data = trimmed(section.body).encode()
            if section.kind == "bytes":
                data = re.sub(rb"\\x([0-9a-f]{2})", lambda byte: bytes.fromhex(byte[1].decode()), data[:-1])
            path = folder / section.argument
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def shown(output):
    text = output.decode(errors="backslashreplace").replace(str(ROOT), "{root}")
    return trimmed(text) if not text or text.endswith("\n") else text + "\n\\ no newline at the end\n"


def run(command, binary, folder):
    """What the command gives, by kind of section. Raises where it does not come to an end of its own."""
    arguments = [argument.replace("{root}", str(ROOT)) for argument in command.arguments]
    done = subprocess.run(arguments, executable=binary if arguments[0] == "remit" else None, cwd=folder,
                          env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)},
                          input=command.stdin.encode(), capture_output=True, timeout=SECONDS)
    if done.returncode < 0:
        raise Broken(f"`{shlex.join(command.arguments)}` was killed by signal {-done.returncode}\n{shown(done.stderr)}")
    return {"exit": str(done.returncode), "stdout": shown(done.stdout), "stderr": shown(done.stderr)}


def rewritten(sections, results):
    """The file with the results in place of what was expected; what the author wrote stays as it is."""
    results = iter(results)
    text, pending = "", ""
    for section in sections:
        if section.kind in ("exit", "stdout", "stderr"):
            continue
        if section.kind != "stdin":
            text, pending = text + pending, ""
        text += section.header + section.body
        if section.kind == "command":
            result = next(results)
            pending = f"--- exit {result['exit']}\n" + "".join(
                f"--- {kind}\n{result[kind]}" for kind in ("stdout", "stderr") if result[kind])
    return text + pending


def check(path, binary, folder, update):
    """What became of the file, and what to show of it."""
    try:
        sections = sections_of(path.read_text(encoding="utf-8"))
        commands = commands_of(sections)
        folder.mkdir()
        write_files(sections, folder)
        results = [run(command, binary, folder) for command in commands]
    except (Broken, OSError, ValueError, subprocess.TimeoutExpired) as error:
        return "broken", f"{path}: {error}\n"
    if all(result == command.expected for result, command in zip(results, commands)):
        return "as expected", ""
    before, after = rewritten(sections, [command.expected for command in commands]), rewritten(sections, results)
    diff = "".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), str(path), "actual"))
    if update:
        path.write_text(after, encoding="utf-8")
    return "rewritten" if update else "different", diff


def golden_files(topic):
    files = sorted(topic.rglob("*.golden"))
    strays = [file for file in files if file.parent.name not in ("good", "bad")]
    if strays or not files:
        sys.exit(f"{topic}: golden files live in good/ and bad/, not {strays[0] if strays else 'elsewhere or nowhere'}")
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=pathlib.Path, help="topic folders, or single golden files")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "build/release/bin/remit")
    parser.add_argument("--update", action="store_true", help="rewrite what is expected; then read the diff")
    options = parser.parse_args()
    binary = options.binary.resolve()
    files = [file for path in options.paths for file in (golden_files(path) if path.is_dir() else [path])]
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folders = (pathlib.Path(scratch, str(number)) for number in range(len(files)))
        checked = list(pool.map(lambda file, folder: check(file, binary, folder, options.update), files, folders))
    sys.stdout.writelines(shown for _, shown in checked)
    fates = collections.Counter(fate for fate, _ in checked)
    print(f"{len(files)} golden files: " + ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())))
    return 1 if fates["different"] or fates["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
