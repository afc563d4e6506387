#!/usr/bin/env python3
"""callgrind.py PROGRAM [ROW CLAIMS]: instructions of batch_bench, counted by valgrind, which gives the same figure every
time: for each claim, of 10,000 to 1,000,000 claims of the reference job; which functions they go to, and what share goes to
bounds and checks, by which nothing overflows. With ROW and CLAIMS: of so many claims of one row, with the functions."""
import pathlib
import re
import subprocess
import sys
import tempfile

from run import whole

SHOWN = 30  # functions
# What computes bounds, or looks whether a result left them.
BOUNDS = re.compile(r"::(rough_)?range(_where)?\(|_checked|batch::clean\(|batch::joined\(remit::batch::Bounds|"
                    r"batch::operator[*+-]\(remit::batch::Bounds")


def counted(program, row, claims, functions):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "callgrind.out")
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
                               "--toggle-collect=settle_measured*", program, whole(program), "--settle", row, str(claims)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        collected = int(re.search(r"Collected : (\d+)", done.stderr)[1])
        print(f"{row}, {claims} claims: {collected / claims:.1f} instructions a claim", flush=True)
        if functions:
            told = subprocess.run(["callgrind_annotate", "--threshold=100", out], capture_output=True, text=True).stdout
            lines = [line for line in told.splitlines() if re.match(r"\s*[\d,]+ \(", line)]
            bounds = sum(int(line.split()[0].replace(",", "")) for line in lines if BOUNDS.search(line))
            print(f"bounds and checks: {100 * bounds / collected:.1f} %")
            print("\n".join(re.sub(r"\[.*\]$", "", line)[:170] for line in lines[:SHOWN]))


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    if len(sys.argv) == 4:
        counted(program, sys.argv[2], int(sys.argv[3]), True)
        return
    for claims in (10_000, 100_000, 1_000_000):
        counted(program, "job", claims, claims == 100_000)


if __name__ == "__main__":
    main()
