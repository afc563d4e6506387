#!/usr/bin/env python3
"""Files that nobody writes in good faith, and every limit of the language at it and one past it: each comes to a
bounded end, within bounded memory, with an exit status of ours."""
import argparse
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = int(os.environ.get("REMIT_TEST_PATIENCE", "1"))  # counting lines and the like slow every command down
SECONDS = 8 * PATIENCE  # for one command; what takes longer might never end
MEMORY = 1 << 30
OUTPUT = 2 << 20

HEAD = """policy demo.stay
  in force from 2024-01-01

currency CNY to 0.01
record Stay { discharged : date  eligible : CNY 0..  codes : list of count }
input stay : Stay
"""
SERVICE = "\nservice settle takes stay governed by stay.discharged { gives fund }\n"
DOMAIN = b'{"stay": {"discharged": "2024-05-20", "eligible": %b, "codes": %b}}'


def fund(expression, before=""):
    return f"{HEAD}{before}rule fund : CNY exact = {expression}{SERVICE}".encode()


def case(eligible=b"650", codes=b"[]"):
    return DOMAIN % (eligible, codes)


def chain(length):
    return "".join(f"policy p{i}{f' extends p{i - 1}' if i else ''}\n  in force from 2024-01-01\n{{\n}}\n"
                   for i in range(length)).encode()


def mistakes(count):
    return (HEAD + "".join(f"value v{i} : CNY = nope{i}\n" for i in range(count))).encode()


MIB = 1 << 20
PLAIN = fund("stay.eligible")
# name, what `remit check` reads, exit status, a code that is shown ("" for none)
POLICIES = [
    ("50,000 parentheses", fund("(" * 50_000), 3, "E0130"),
    ("50,000 parentheses, closed", fund("(" * 50_000 + "1" + ")" * 50_000), 3, "E0130"),
    ("50,000 brackets", fund("[" * 50_000), 3, "E0130"),
    ("50,000 braces", b"policy demo.stay " + b"{" * 50_000, 3, ""),
    ("20,000 `else if`", fund("if stay.eligible = 1 then 1 else " * 20_000 + "0"), 3, "E0130"),
    ("20,000 `not`", fund("if " + "not " * 20_000 + "true then 1 else 0"), 3, "E0130"),
    ("20,000 signs", fund("- " * 20_000 + "1"), 3, "E0130"),
    ("100,000 terms", fund("1" + " + 1" * 100_000), 3, "E0131"),
    ("200 terms", fund("stay.eligible" + " - stay.eligible * 2" * 200), 0, ""),
    ("a name of a megabyte", fund("n" * MIB), 3, "E0112"),
    ("a number of a megabyte", fund("1" * MIB), 3, "E0111"),
    ("a text of a megabyte", f'{HEAD}rule fund "{"x" * MIB}" : CNY = stay.eligible{SERVICE}'.encode(), 0, ""),
    ("a text of a megabyte, not closed", f'{HEAD}rule fund "{"x" * MIB}'.encode(), 3, "E0106"),
    ("a comment of a megabyte", PLAIN + b"# " + b"x" * MIB, 0, ""),
    ("a row of a megabyte", fund("1") + b"\n|" + b" 1 |" * (MIB // 4), 3, ""),
    ("bytes that are not UTF-8", b"policy \xff\xfe\x80", 3, "E0101"),
    ("a surrogate", b"policy \xed\xa0\x80", 3, "E0101"),
    ("an overlong slash", b"policy \xc0\xaf", 3, "E0101"),
    ("NUL bytes", b"\0" * 1000, 3, "E0102"),
    ("1e999999999", fund("1e999999999"), 3, "E0118"),
    ("nothing at all", b"", 0, ""),
    ("a byte-order mark alone", b"\xef\xbb\xbf", 0, ""),
    ("a million errors", b"policy demo.stay\n" + b"? " * 1_000_000, 3, "E0144"),
    ("100,000 declarations with an error each", HEAD.encode() + b"rule r : CNY = ;\n" * 100_000, 3, ""),
    ("200 parentheses", fund("(" * 200 + "1" + ")" * 200), 0, ""),
    ("201 parentheses", fund("(" * 201 + "1" + ")" * 201), 3, "E0130"),
    ("200 `else if`", fund("if stay.eligible = 1 then 1 else " * 200 + "0"), 0, ""),
    ("201 `else if`", fund("if stay.eligible = 1 then 1 else " * 201 + "0"), 3, "E0130"),
    ("1,000 steps", fund("1" + " + 1" * 999), 0, ""),
    ("1,001 steps", fund("1" + " + 1" * 1_000), 3, "E0131"),
    ("100 problems", mistakes(100), 3, "unknown name `nope99`"),
    ("101 problems", mistakes(101), 3, "… and 1 more problem"),
    ("a name of 255 bytes", fund("n" * 255, f"value {'n' * 255} : CNY = 1\n"), 0, ""),
    ("a name of 256 bytes", fund("n" * 256, f"value {'n' * 256} : CNY = 1\n"), 3, "E0112"),
    ("a number of 400 digits", fund("1" * 400), 0, ""),
    ("a number of 401 digits", fund("1" * 401), 3, "E0111"),
    ("a file of 16 MiB", PLAIN + b"#" * (16 * MIB - len(PLAIN)), 0, ""),
    ("a file of 16 MiB and a byte", PLAIN + b"#" * (16 * MIB - len(PLAIN) + 1), 3, "E0103"),
    ("a line of 200 policies", chain(200), 0, ""),
    ("a line of 201 policies", chain(201), 3, "E0233"),
    ("a value of 1 January of the year 1", fund("stay.eligible", "value d : date = 0001-01-01\n"), 0, "W0250"),
    ("the year 0", fund("stay.eligible", "value d : date = 0000-01-01\n"), 3, "E0116"),
]
# name, the case that `remit settle` reads, exit status, a code
CASES = [
    ("a case", case(), 0, ""),
    ("JSON 100,000 deep", b"[" * 100_000, 4, "E080"),
    ("JSON 100,000 deep, inside", case(codes=b"[" * 100_000), 4, "E0806"),
    ("JSON 64 deep, unknown", b'{"a":' * 64 + b"1" + b"}" * 64, 4, "E0811"),
    ("JSON 65 deep", b'{"a":' * 65 + b"1" + b"}" * 65, 4, "E0806"),
    ("1e999999999", case(b"1e999999999"), 4, "E0826"),
    ("1e-999999999", case(b"1e-999999999"), 4, "E08"),
    ("1e99999999999999999999", case(b"1e99999999999999999999"), 4, "E0826"),
    ("0e999999999", case(b"0e999999999"), 0, ""),
    ("1,000 digits", case(b"9" * 1_000), 0, ""),
    ("1,001 digits", case(b"9" * 1_001), 4, "E0826"),
    ("a number of a megabyte", case(b"9" * MIB), 4, "E0826"),
    ("100,000 elements", case(codes=b"[" + b",".join([b"1"] * 100_000) + b"]"), 0, ""),
    ("100,001 elements", case(codes=b"[" + b",".join([b"1"] * 100_001) + b"]"), 4, "E0832"),
    ("100,000 mistakes", case(codes=b"[" + b",".join([b"0.5"] * 100_000) + b"]"), 4, "E0899"),
    ("a record of 16 MiB", case() + b" " * (16 * MIB - len(case())), 0, ""),
    ("a record of 16 MiB and a byte", case() + b" " * (16 * MIB - len(case()) + 1), 4, "E0805"),
    ("bytes that are not UTF-8", b'{"stay": "\xff"}', 4, "E0803"),
    ("NUL bytes", b"\0" * 1000, 4, "E080"),
    ("nothing at all", b"", 4, "E080"),
    ("a million keys", b"{" + b'"a":1,' * 1_000_000 + b'"b":1}', 4, ""),
    ("half a surrogate", b'{"stay": "\\ud800"}', 4, "E08"),
]


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def outcome(arguments):
    """What is wrong with a run of the binary: an exit status, or None; and what it said."""
    try:
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                              preexec_fn=limited)
    except subprocess.TimeoutExpired:
        return None, b""
    return done.returncode, done.stdout + done.stderr


def judge(name, arguments, status, code):
    begun = time.monotonic()
    got, said = outcome(arguments)
    took = time.monotonic() - begun
    if got is None:
        yield f"{name}: not done after {SECONDS} s"
    elif got != status:
        yield f"{name}: exit {got}, expected {status}: {said[:300].decode(errors='replace')}"
    elif code.encode() not in said:
        yield f"{name}: expected {code}: {said[:300].decode(errors='replace')}"
    elif len(said) > OUTPUT:
        yield f"{name}: {len(said)} bytes of output"
    if VERBOSE:
        print(f"{took:6.2f} s {got} {len(said):8} {name}")


def problems(binary, folder):
    policy, data = folder / "case.remit", folder / "case.json"
    for name, text, status, code in POLICIES:
        policy.write_bytes(text)
        yield from judge(name, [binary, "check", policy], status, code)
    policy.write_bytes(fund("stay.eligible + sum of code * 1 CNY for code in stay.codes"))
    for name, text, status, code in CASES:
        data.write_bytes(text)
        arguments = [binary, "settle", "--policies", policy, "--policy", "demo.stay", "--input", data]
        yield from judge(name, arguments, status, code)


def main():
    global VERBOSE
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "build/release/bin/remit")
    parser.add_argument("--verbose", action="store_true", help="show how long each took")
    options = parser.parse_args()
    VERBOSE = options.verbose
    with tempfile.TemporaryDirectory() as scratch:
        found = list(problems(options.binary.resolve(), pathlib.Path(scratch)))
    print("\n".join(found) or f"{len(POLICIES) + len(CASES)} hostile files, all refused or read")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
