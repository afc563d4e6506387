"""What catalogs of national size cost a whole process of `remit settle`: read without an index, read while the index is
made, through the index, and for each look-up. What is said of the catalog is the difference to the same case with a
catalog of a hundred rows. Time of the processor counts where other work disturbs the clock."""
import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from make_catalogs import make_catalogs

POLICY = """policy bench.catalogs
  in force from 2000-01-01

currency CNY to 0.01
enum Class { A  B  C }
record Item { code : text  on : date }
record Bill { region : text  on : date  items : list of Item }
input bill : Bill
catalog listings of Listing by region from "national.csv" overlaid by "{region}.csv" key code valid begin .. end {
  name : text  class : Class  first_share : rate to 0.0001  limit_price : CNY to 0.000001?  restriction : text?
}
for each item in bill.items governed by item.on {
  rule listing : Listing? = listings[bill.region, item.code]
  rule part : rate to 0.0001 = listing.first_share or else 100%
}
service settle takes bill governed by bill.on { gives bill.items { part } }
"""
SETTLED = 3.1  # seconds after which a file that has not changed may be indexed


class Library:
    def __init__(self, remit, folder, rows):
        folder.mkdir(parents=True)
        (folder / "bench.remit").write_text(POLICY, encoding="utf-8")
        self.remit, self.folder, self.cache = remit, folder, folder / "cache"
        self.rows, self.own = make_catalogs(folder, rows)

    def codes(self, count):
        with open(self.folder / "national.csv", encoding="utf-8", newline="") as file:
            all_codes = [row[0] for row in csv.reader(file)][1:]
        return (all_codes[:: max(1, len(all_codes) // count)] * count)[:count]

    def measured(self, codes, indexed, times, fresh=False):
        """Milliseconds of processes: the median and the least by the clock, the least of the processor."""
        items = [{"code": code, "on": "2024-05-01"} for code in codes]
        case = self.folder / "case.json"
        case.write_text(json.dumps({"bill": {"region": "110000", "on": "2024-05-01", "items": items}}), encoding="utf-8")
        command = [self.remit, "settle", "--policies", self.folder, "--policy", "bench.catalogs", "--input", case]
        variables = {"XDG_CACHE_HOME": str(self.cache)} if indexed else {"REMIT_NO_CACHE": "1"}
        environment = {**{k: v for k, v in os.environ.items() if k != "REMIT_NO_CACHE"}, **variables}
        clock, processor = [], []
        for _ in range(times):
            for index in self.cache.glob("remit/*") if fresh else ():
                index.unlink()
            begun = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
            said = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            clock.append((time.perf_counter() - begun) * 1000)
            processor.append((used.ru_utime + used.ru_stime) * 1000)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                sys.exit(f"status {process.returncode}\n{said.decode()}"[:3000])
        return statistics.median(clock), min(clock), min(processor)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--rows", type=int, default=250_000)
    arguments.add_argument("--times", type=int, default=21)
    options = arguments.parse_args()
    remit = pathlib.Path(options.remit).resolve()
    with tempfile.TemporaryDirectory() as temporary:
        few = Library(remit, pathlib.Path(temporary, "few"), 100)
        many = Library(remit, pathlib.Path(temporary, "many"), options.rows)
        time.sleep(SETTLED)
        bytes_of = (many.folder / "national.csv").stat().st_size
        print(f"{many.rows} rows of {bytes_of / 1e6:.1f} MB, {many.own} of the region; 26 lines; ms of a whole process")
        lines = many.codes(26)
        base = few.measured(lines, False, options.times)
        print(f"{'':<20} {'median':>8} {'least':>8} {'processor':>10}   of the catalog: median, least, processor")
        for what, library, indexed, fresh in (("a hundred rows", few, False, False), ("without an index", many, False, False),
                                              ("making the index", many, True, True), ("with the index", many, True, False)):
            found = library.measured(lines, indexed, options.times, fresh)
            of_catalog = "".join(f"{a - b:>9.1f}" for a, b in zip(found, base))
            print(f"{what:<20} {found[0]:>8.1f} {found[1]:>8.1f} {found[2]:>10.1f}   {'' if library is few else of_catalog}", flush=True)
        print(f"the index: {sum(path.stat().st_size for path in many.cache.glob('remit/*')) / 1e6:.1f} MB")

        most = 20_000
        for what, library, indexed in (("a hundred rows", few, False), ("without an index", many, False), ("with the index", many, True)):
            codes = library.codes(most)
            half, whole = (library.measured(some, indexed, options.times)[2] for some in (codes[::2], codes))
            print(f"a line more, {what:<20} {(whole - half) / (most / 2) * 1000:>6.2f} µs of the processor", flush=True)


if __name__ == "__main__":
    main()
