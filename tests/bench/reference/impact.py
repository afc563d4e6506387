"""impact.py REMIT REFERENCE [CLAIMS]: `remit compare` on the reference job, beside the reference evaluator.

The reference job and a reform of it settle the same claims; nine in ten come out otherwise, so that differences are
shared out to rules for almost each. Prints claims per second: of the evaluator alone, on cases that were read before;
and of compare, which reads them, settles each twice and more. Fails where compare does not find the differences.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


def main():
    remit, reference = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 20000
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([sys.executable, HERE / "generate.py", folder, str(count)], check=True, stdout=subprocess.DEVNULL)
        job = (HERE / "job.remit").read_text(encoding="utf-8")
        reform = job.replace("policy reference.job", "policy reference.reform").replace("1_300", "1_000").replace(
            "| B     | 90%", "| B     | 80%")
        (folder / "reform.remit").write_text(reform, encoding="utf-8")
        alone = subprocess.run([reference, HERE / "job.remit", folder / "claims.ndjson", folder / "expected.csv"],
                               check=True, capture_output=True, text=True).stdout
        rate = int(re.search(r"(\d+) claims/s", alone)[1])
        print(f"evaluator: {rate} claims/s")
        for jobs in ("1", "2"):
            start = time.monotonic()
            done = subprocess.run(
                [remit, "compare", "reference.job", "reference.reform", "--policies", HERE / "job.remit", "--other",
                 folder / "reform.remit", "--cases", folder / "claims.ndjson", "--as-of", "2024-01-01", "--format",
                 "json", "--jobs", jobs], capture_output=True, text=True)
            seconds = time.monotonic() - start
            report = json.loads(done.stdout)
            if done.returncode != 1 or report["lines"] != count or report["changed"] < count * 0.9:
                sys.exit(f"compare: exit {done.returncode}, {report['changed']} of {report['lines']} differ\n{done.stderr}")
            print(f"compare --jobs {jobs}: {count / seconds:.0f} claims/s, {count / seconds / rate:.2f} of the evaluator's")


main()
