"""How long a whole process takes for each service that an example of `policies/cn` asks of its region, with all policies
of the folder `policies` and the policy left to be found: the median, beside that of `remit version`. Processes take
turns, so that what else the machine does slows all of them."""
import argparse
import statistics
import subprocess
import sys
import time

from make_library import ROOT

SERVICES = ["standing", "filing", "statement", "claimable", "zero_balance", "credit", "settle"]
VERSION = "remit version"


def service_of(example):
    """By the name of the file: `second_stay` and the like are settled."""
    return next((service for service in SERVICES if service in example.stem), "settle")


def commands(remit):
    asked = {VERSION: [remit, "version"]}
    for example in sorted((ROOT / "policies" / "cn").glob("*/examples/*.json")):
        name = f"{example.parts[-3]} {example.stem}"
        asked[name] = [remit, "run", service_of(example), "--policies", ROOT / "policies", "--input", example]
    return asked


def seconds(command):
    begun = time.perf_counter()
    run = subprocess.run(command, capture_output=True, check=False)
    took = time.perf_counter() - begun
    if run.returncode:
        sys.exit(f"{' '.join(map(str, command))}: status {run.returncode}\n{run.stdout}{run.stderr}"[:3000])
    return took


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--times", type=int, default=25)
    options = arguments.parse_args()
    asked = commands(options.remit)
    taken = {name: [] for name in asked}
    for _ in range(options.times):
        for name, command in asked.items():
            taken[name].append(seconds(command))
    medians = {name: statistics.median(times) * 1000 for name, times in taken.items()}
    floor = medians.pop(VERSION)
    print(f"{VERSION:<32} {floor:6.1f} ms")
    for name, median in sorted(medians.items(), key=lambda one: one[1]):
        print(f"{name:<32} {median:6.1f} ms {median / floor:5.1f} times that")


if __name__ == "__main__":
    main()
