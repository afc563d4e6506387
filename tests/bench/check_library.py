"""How long `remit check` takes for libraries of 25,000, 50,000 and 100,000 lines, and how much memory."""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from make_library import make_library


def measured(command):
    """Seconds of the clock, seconds of the processor and MB at most of a process; the best of three in time."""
    best = None
    for _ in range(3):
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{said[-3000:]}\nstatus {process.returncode}")
        if best is None or took < best[0]:
            best = took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said.splitlines()[-1]
    return best


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("lines", type=int, nargs="*", default=[25_000, 50_000, 100_000])
    arguments.add_argument("--keep", help="write the libraries below this folder, and leave them there")
    options = arguments.parse_args()
    print(f"{'lines':>8} {'policies':>8} {'wall s':>8} {'cpu s':>8} {'MB':>8}")
    with tempfile.TemporaryDirectory() as temporary:
        for lines in options.lines:
            folder = pathlib.Path(options.keep or temporary, f"library_{lines}")
            written, policies = make_library(folder, lines)
            wall, processor, memory, said = measured([options.remit, "check", folder])
            print(f"{written:>8} {policies:>8} {wall:>8.3f} {processor:>8.3f} {memory:>8.0f}   {said}", flush=True)


if __name__ == "__main__":
    main()
