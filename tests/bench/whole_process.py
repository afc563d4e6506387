"""How long a whole process of `remit settle` takes on the example of Beijing: the median of 50, with the policies of China,
all policies and a library of 100,000 lines, with the policy named and left to be found."""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from make_library import ROOT, make_library


REGIONS = ROOT / "policies" / "cn"


def median(command, times):
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        taken.append(time.perf_counter() - begun)
        if run.returncode or '"result"' not in run.stdout:
            sys.exit(f"{' '.join(map(str, command))}: status {run.returncode}\n{run.stdout}{run.stderr}"[:3000])
    return f"{statistics.median(taken) * 1000:.1f} ms, at least {min(taken) * 1000:.1f} ms"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--lines", type=int, default=100_000)
    arguments.add_argument("--times", type=int, default=50)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        library = pathlib.Path(temporary, "library")
        written, _ = make_library(library, options.lines)
        shutil.copytree(REGIONS, library / "cn")
        case = REGIONS / "beijing" / "examples" / "second_stay.json"
        print(f"{'remit version':<40} {process(options)}")
        for what, folder in (("policies/cn", REGIONS), ("policies", ROOT / "policies"), (f"policies/cn and {written} lines", library)):
            asked = [options.remit, "settle", "--policies", folder, "--input", case]
            print(f"{what + ', found':<40} {median(asked, options.times)}", flush=True)
            print(f"{what + ', named':<40} {median([*asked, '--policy', 'cn.beijing.employee'], options.times)}", flush=True)


def process(options):
    """What a process takes that does nothing."""
    taken = []
    for _ in range(options.times):
        begun = time.perf_counter()
        subprocess.run([options.remit, "version"], capture_output=True, check=True)
        taken.append(time.perf_counter() - begun)
    return f"{statistics.median(taken) * 1000:.1f} ms, at least {min(taken) * 1000:.1f} ms"


if __name__ == "__main__":
    main()
