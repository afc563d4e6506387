"""run.py PROGRAM [CLAIMS]: makes the reference job, settles it, and fails where one of the results differs.

With `--compare` the Python decimal program runs in turn with it, three times, and the ratio of the medians is printed.
"""
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    print(done.stdout, end="")
    if done.returncode != 0:
        sys.exit(done.stderr or f"{command[0]}: exit {done.returncode}")
    rate = re.search(r"(\d+) claims/s", done.stdout)
    return int(rate[1]) if rate else 0


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    count = arguments[1] if len(arguments) > 1 else "20000"
    with tempfile.TemporaryDirectory() as folder:
        run(sys.executable, str(HERE / "generate.py"), folder, count)
        files = (f"{folder}/claims.ndjson", f"{folder}/expected.csv")
        ours, theirs = [], []
        for _ in range(3 if "--compare" in sys.argv else 1):
            ours.append(run(arguments[0], str(HERE / "job.remit"), *files))
            if "--compare" in sys.argv:
                theirs.append(run(sys.executable, str(HERE / "python_decimal.py"), *files))
        if theirs:
            print(f"ratio of the medians: {statistics.median(ours) / statistics.median(theirs):.2f}")


main()
