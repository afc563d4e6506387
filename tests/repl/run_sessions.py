#!/usr/bin/env python3
"""Runs session files: what an analyst types and what comes, in one file. README.md beside this tells the format."""
import argparse
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = re.compile(r"--- (?:file (\S+)|(session)|exit (\d+))")
SECONDS = 20 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))


def inputs_of(transcript):
    return "".join(line[2:] + "\n" for line in transcript.splitlines() if line[:2] in ("> ", ". "))


def run(transcript, binary, folder):
    """The transcript as it comes now, and the exit status. Its first line is the command."""
    command = transcript.splitlines()[0].removeprefix("$ ")
    words = shlex.split(command)
    assert words[:2] == ["remit", "repl"], command
    done = subprocess.run([binary, "repl", "--echo", *words[2:]], cwd=folder, timeout=SECONDS,
                          env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)},
                          input=inputs_of(transcript).encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode(errors="backslashreplace").replace(str(folder), "{here}")
    text = re.sub(r"^(time: |用时：)[\d.]+ ms$", r"\1… ms", text, flags=re.MULTILINE)
    if done.returncode < 0:
        text += f"killed by signal {-done.returncode}\n"
    return f"$ {command}\n{text}", done.returncode


def parts_of(path):
    """[kind, header, body] of each section; what stands before them has neither kind nor header."""
    parts = [["", "", ""]]
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if match := HEADER.fullmatch(line.rstrip()):
            parts.append(["file" if match[1] else match[2] or "exit", line, ""])
        else:
            parts[-1][2] += line
    return parts


def sections(path):
    """(kind, name of the file, body)"""
    return [(kind, header.split()[2] if kind == "file" else "", body) for kind, header, body in parts_of(path)]


def rewritten(path, binary):
    """The whole file as it would be with what comes now."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "root").symlink_to(ROOT)  # the repository, by a name that is as long everywhere
        text = ""
        for kind, header, body in parts_of(path):
            if kind == "exit":
                continue
            if kind == "file":
                target = folder / header.split()[2]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(body, encoding="utf-8")
            status = 0
            if kind == "session":
                body, status = run(body, binary, folder)
            text += header + body + (f"--- exit {status}\n" if status else "")
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[pathlib.Path(__file__).parent / "sessions"])
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "build/release/bin/remit")
    parser.add_argument("--update", action="store_true", help="rewrite what is expected; then read the diff")
    options = parser.parse_args()
    binary = str(options.binary.resolve())
    files = [file for path in options.paths for file in (sorted(path.rglob("*.session")) if path.is_dir() else [path])]
    different = 0
    for path in files:
        before, after = path.read_text(encoding="utf-8"), rewritten(path, binary)
        if before == after:
            continue
        different += 1
        sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), str(path), "actual"))
        if options.update:
            path.write_text(after, encoding="utf-8")
    print(f"{len(files)} sessions, {different} " + ("rewritten" if options.update else "different"))
    return 1 if not files or (different and not options.update) else 0


if __name__ == "__main__":
    sys.exit(main())
