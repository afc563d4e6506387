#!/usr/bin/env python3
"""An edit that a problem carries mends it: each is applied by itself to the files of its golden case, and the problem
must be gone, with no other error in its place."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import run_golden

BAD = pathlib.Path(__file__).resolve().parent / "diagnostics" / "bad"
LEAST = 10  # edits in all: fewer, and the test looks at nothing


def problems_of(binary, folder, arguments):
    done = subprocess.run([binary, *arguments, "--format", "json"], cwd=folder, capture_output=True,
                          timeout=run_golden.SECONDS)
    if done.returncode not in (0, 3):
        raise run_golden.Broken(f"exit {done.returncode}: {done.stderr.decode(errors='replace')[:200]}")
    return [problem for text in (done.stdout, done.stderr) if text.lstrip().startswith(b"[")
            for problem in json.loads(text)]


def applied(text, edit):
    """The text after the edit, whose places are lines and UTF-16 units, both from 1."""
    lines = text.split("\n")

    def offset(line, column):
        units = lines[line - 1].encode("utf-16-le")[:2 * (column - 1)]
        return sum(len(before) + 1 for before in lines[:line - 1]) + len(units.decode("utf-16-le"))

    begin = offset(edit["line"], edit["utf16_column"])
    end = offset(edit["end_line"], edit["utf16_end_column"])
    return text[:begin] + edit["replacement"] + text[end:]


def codes(problems):
    return collections.Counter(problem["code"] for problem in problems)


def judge(path, binary, folder):
    """How many edits the case has, and what is wrong with them."""
    sections = run_golden.sections_of(path.read_text("utf-8"))
    folder.mkdir()
    arguments = next((command.arguments[1:] for command in run_golden.commands_of(sections)
                      if command.arguments[:2] == ["remit", "check"]), None)
    if arguments is None:
        return 0, []
    run_golden.write_files(sections, folder)
    before = problems_of(binary, folder, arguments)
    edits = [(problem, problem["edit"]) for problem in before if problem.get("edit")]
    found = []
    for problem, edit in edits:
        run_golden.write_files(sections, folder)
        file = folder / edit["file"]
        file.write_text(applied(file.read_text("utf-8"), edit), "utf-8")
        after = codes(problems_of(binary, folder, arguments))
        code = problem["code"]
        if after[code] >= codes(before)[code]:
            found.append(f"{path.name}: {code} is still there after its edit `{edit['replacement']}`")
        if new := [other for other in after - codes(before) if other.startswith("E")]:
            found.append(f"{path.name}: the edit `{edit['replacement']}` of {code} leads to {', '.join(new)}")
    return len(edits), found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=run_golden.ROOT / "build/release/bin/remit")
    binary = parser.parse_args().binary.resolve()
    files = run_golden.golden_files(BAD.parent)
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folders = (pathlib.Path(scratch, str(number)) for number in range(len(files)))
        judged = list(pool.map(lambda file, folder: judge(file, binary, folder), files, folders))
    edits = sum(count for count, _ in judged)
    found = [line for _, lines in judged for line in lines]
    if edits < LEAST:
        found.append(f"{edits} edits, expected at least {LEAST}")
    print("\n".join(found) or f"{edits} edits, each mends its problem")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
