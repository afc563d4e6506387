#!/usr/bin/env python3
"""Every code of an error or a warning appears in a golden file, or stands here with a reason. A file of
diagnostics/bad/ that begins with a code shows it."""
import pathlib
import re
import sys

GOLDEN = pathlib.Path(__file__).resolve().parent
ROOT = GOLDEN.parents[1]
DECLARED = re.compile(r"^REMIT_[A-Z_]+\(([EW]\d{4}),", re.MULTILINE)
SHOWN = re.compile(r'\b(?:error|warning)\[([EW]\d{4})\]|"code":"([EW]\d{4})"')
LEAST = 80  # bad cases

EXEMPT = {
    "E0103": "a file of 16 MiB; hostile_test.py",
    "E0233": "a line of 201 policies; tests/unit/flatten",
    "E0318": "the parser already refuses the keyword `rate` there",
    "E0325": "a type error is reported first",
    "E0331": "columns that are no key or result are told first (E0330)",
    "E0333": "the type of the cells is told otherwise",
    "W0509": "a table of thousands of rows; tests/unit/cases",
    "E0399": "a fault of remit itself",
    "E0402": "hundreds of tallies that wait for one another; too long to read",
    "E0512": "conditions that are equal are reported as E0506",
    "E0601": "a file that cannot be read: rights differ between machines",
    "E0707": "needs a tally inside `for each` that a test gives; not yet pinned",
    "E0708": "needs a tally that a test gives by too few keys; not yet pinned",
    "E0805": "a record of 16 MiB; hostile_test.py",
    "E0819": "no command takes a ledger yet",
    "E0906": "tables whose overlap the checker cannot decide; tests/unit/evaluate",
    "E0922": "the checker keeps periods whole",
    "E0923": "the checker asks for a rounding first (E0410, E0412)",
    "E0924": "the reader of the case asks for the date first (E0815)",
    "E0926": "the reader of the case lists what is missing first (E0813)",
}


def declared_codes():
    files = [file for part in ("dsl", "engine", "cli") for file in sorted((ROOT / part).rglob("*.def"))]
    return {code: file.relative_to(ROOT) for file in files for code in DECLARED.findall(file.read_text("utf-8"))}


def shown_codes(path):
    expected = path.read_text("utf-8").partition("\n--- exit ")[2]
    return {code for pair in SHOWN.findall(expected) for code in pair if code}


def problems():
    declared = declared_codes()
    shown = {path: shown_codes(path) for path in sorted(GOLDEN.rglob("*.golden"))}
    covered = set().union(*shown.values())
    bad = [path for path in shown if path.parent == GOLDEN / "diagnostics" / "bad"]
    if len(bad) < LEAST:
        yield f"diagnostics/bad has {len(bad)} cases, expected at least {LEAST}"
    for code, file in declared.items():
        if code not in covered and code not in EXEMPT:
            yield f"{file}: no golden file shows {code}; add diagnostics/bad/{code}-….golden or exempt it here"
    for code in EXEMPT:
        if code not in declared:
            yield f"{code} is exempt, but no .def file declares it"
        elif code in covered:
            yield f"{code} is exempt, but a golden file shows it: take the exemption away"
    for path in bad:
        code = path.name[:5]
        if re.fullmatch(r"[EW]\d{4}", code) and code not in shown[path]:
            yield f"{path.relative_to(ROOT)} does not show {code}"


def main():
    found = list(problems())
    print("\n".join(found) or f"all {len(declared_codes())} codes are shown or exempt")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
