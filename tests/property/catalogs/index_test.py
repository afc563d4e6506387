"""Catalogs as a whole process sees them: an index changes nothing but the time, whatever became of it.

A library with a base of 2,000 rows and two overlays; one case asks for hundreds of codes on days around the edges of
their rows. The answers are compared with those that a dictionary gives, and all runs with one another to the byte."""
import csv
import io
import json
import os
import pathlib
import random
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest

REMIT = pathlib.Path(sys.argv[1]).resolve()

POLICY = """policy p "演示" en "Demonstration"
  in force from 2000-01-01

currency CNY "人民币" en "Renminbi" to 0.01
enum Class "类别" en "Class" { A "甲类" en "A"  B "乙类" en "B" }
record Item "明细" en "Line" { code "编码" en "Code" : text  on "日期" en "Date" : date }
record Bill "账单" en "Bill" { region "地区" en "Region" : text  on "日期" en "Date" : date  items "明细" en "Lines" : list of Item }
input bill : Bill
catalog drugs "药品目录" en "Drugs" of Drug by region from "drugs.csv" overlaid by "{region}.csv" key code valid begin .. end {
  name : text  class : Class  part : rate to 0.0001 0%..100%  limit : CNY?  begin : date  end : date?
}
for each item in bill.items governed by item.on {
  rule listing "目录" en "Listing" : Drug? = drugs[bill.region, item.code]
  rule part "比例" en "Part" : rate to 0.0001 = listing.part or else 100%
  rule limit "限价" en "Limit" : CNY = listing.limit or else 0
}
service settle "结算" en "Settlement" takes bill governed by bill.on { gives bill.items { part, limit } }
"""
HEADER = ("code", "name", "class", "part", "limit", "begin", "end")


def rows(count, seed):
    """Two rows a code with a gap between them, the second without an end; names with commas, quotes and line ends."""
    chance = random.Random(seed)
    for i in range(count // 2):
        name = chance.choice(("阿莫西林胶囊", "头孢, 注射用", '"双通道"药品', "两行\n名称"))
        share = f"{chance.randrange(10_001) / 10_000:.4f}"
        yield f"XJ01{i:05}", name, chance.choice("AB"), share, chance.choice(("", f"{chance.randrange(10**6) / 100:.2f}")), "2020-01-01", "2022-12-31"
        yield f"XJ01{i:05}", name, "B", f"{chance.randrange(101)}%", "", "2023-02-01", ""


def text_of(made, end="\n"):
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator=end)
    lines.writerow(HEADER)
    lines.writerows(made)
    return written.getvalue()


def number(cell):
    return float(cell[:-1]) / 100 if cell.endswith("%") else float(cell or 0)


SETTLED = 3.1  # seconds after which a file that has not changed may be indexed


class CatalogIndex(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.base, cls.own = list(rows(2_000, 1)), list(rows(1_600, 2))
        cls.own = [(f"XJ01{int(row[0][4:]) + 700:05}", *row[1:]) for row in cls.own]
        cls.libraries = [cls.make_library(pathlib.Path(folder.name, name)) for name in ("library", "changed", "checked")]
        time.sleep(SETTLED)

    @classmethod
    def make_library(cls, folder):
        folder.mkdir()
        (folder / "p.remit").write_text(POLICY, encoding="utf-8")
        (folder / "drugs.csv").write_text(text_of(cls.base), encoding="utf-8")
        (folder / "sh.csv").write_bytes(b"\xef\xbb\xbf" + text_of(cls.own, "\r\n").encode())
        (folder / "bj.csv").write_text(text_of([]), encoding="utf-8")
        return folder

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.library, self.cache = self.libraries[0], self.folder / "cache"

    def run_remit(self, *arguments, case=None, before=None, **variables):
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache), **variables}
        environment.pop("REMIT_NO_CACHE", None) if "REMIT_NO_CACHE" not in variables else None
        return subprocess.run([REMIT, *arguments], input=case, capture_output=True, text=True, encoding="utf-8",
                              env=environment, timeout=20, check=False, preexec_fn=before)

    def asked(self, region):
        codes = [f"XJ01{i:05}" for i in range(0, 1_600, 7)]
        days = ("2019-12-31", "2020-01-01", "2022-12-31", "2023-01-31", "2023-02-01")
        items = [{"code": code, "on": days[i % 5]} for i, code in enumerate(codes)]
        return {"bill": {"region": region, "on": "2024-05-01", "items": items}}

    def settle(self, region="sh", **more):
        command = ("settle", "--policies", str(self.library), "--policy", "p")
        return self.run_remit(*command, case=json.dumps(self.asked(region)), **more)

    def expected(self, region):
        listed = {}
        for made in (self.base, self.own if region == "sh" else []):
            replaced = set()
            for row in made:
                if row[0] not in replaced:
                    listed[row[0]] = []
                    replaced.add(row[0])
                listed[row[0]].append(row)
        for item in self.asked(region)["bill"]["items"]:
            held = [row for row in listed.get(item["code"], []) if row[5] <= item["on"] <= (row[6] or "9999")]
            yield (number(held[0][3]), number(held[0][4])) if held else (1, 0)

    def right(self, region="sh"):
        """The answer without an index, which is the one of the dictionary."""
        answer = self.settle(region, REMIT_NO_CACHE="1")
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        given = [(item["part"], item["limit"]) for item in json.loads(answer.stdout)["result"]["bill.items"]]
        self.assertEqual(given, list(self.expected(region)))
        return answer.stdout

    def indices(self):
        folder = self.cache / "remit"
        return sorted(folder.iterdir()) if folder.is_dir() else []

    def make_indices(self):
        """Those of the base and of the overlay."""
        self.assertEqual(self.settle().stdout, self.right())
        self.assertEqual([path.suffix for path in self.indices()], [".index"] * 2)
        return self.indices()

    def test_answers_are_the_same(self):
        for region in ("sh", "bj"):
            self.right(region)
        made = self.make_indices()
        for path in made:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        states = [path.stat().st_mtime_ns for path in made]
        for region in ("sh", "bj", "sh"):
            self.assertEqual(self.settle(region).stdout, self.right(region))
        self.assertEqual([path.stat().st_mtime_ns for path in made], states, "made once")
        self.assertEqual(self.settle("gd").stdout, self.settle("gd", REMIT_NO_CACHE="1").stdout)
        self.assertIn("E0916", self.settle("gd").stdout)

    def test_files_that_just_changed_are_not_indexed(self):
        """They may change again in the same tick of the clock."""
        self.library = self.make_library(self.folder / "library")
        self.assertEqual(self.settle().stdout, self.right())
        self.assertEqual(self.indices(), [])

    def test_spoilt_indices(self):
        made, right = self.make_indices(), self.right()
        whole = {path: path.read_bytes() for path in made}
        chance = random.Random(3)
        spoilt = []
        for path in made:
            size = len(whole[path])
            for _ in range(60):
                at = chance.randrange(size) if chance.random() < 0.6 else chance.randrange(400)
                spoilt.append((path, bytes(b ^ (1 << chance.randrange(8)) if i == at else b for i, b in enumerate(whole[path]))))
            spoilt += [(path, whole[path][:cut]) for cut in (0, 1, 8, 151, 152, 300, size // 2, size - 1)]
            spoilt += [(path, chance.randbytes(count)) for count in (1, 152, size, size)]
            spoilt += [(path, whole[path] + b"\0"), (path, whole[path][:8] + b"\2" + whole[path][9:]), (path, bytes(size))]
        spoilt += [(made[0], whole[made[1]]), (made[1], whole[made[0]])]
        for path, content in spoilt:
            path.write_bytes(content)
            self.assertEqual(self.settle().stdout, right)
        for path in made:
            path.write_bytes(b"spoilt")
        self.settle()
        self.assertEqual({path: path.read_bytes() for path in self.indices()}, whole, "made anew")

    def test_other_things_in_its_place(self):
        made, right = self.make_indices(), self.right()
        path, aside = made[0], self.folder / "aside"

        def replaced(by):
            shutil.copy(path, aside)
            path.unlink()
            by()
            self.assertEqual(self.settle().stdout, right)
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            self.settle()

        replaced(lambda: path.symlink_to(aside))
        replaced(lambda: path.symlink_to("/dev/zero"))
        replaced(lambda: path.symlink_to(path))
        replaced(lambda: os.mkfifo(path))
        replaced(path.mkdir)
        path.chmod(0o666)
        self.assertEqual(self.settle().stdout, right)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, "that of others is not used")
        if os.geteuid() == 0:
            os.chown(path, 12345, 12345)
            self.assertEqual(self.settle().stdout, right)
            self.assertEqual(path.stat().st_uid, 0)

    def test_caches_that_cannot_be_written(self):
        right = self.right()
        self.cache.write_text("a file")
        self.assertEqual(self.settle().stdout, right)
        self.cache.unlink()
        for place in ("/dev/null", "/proc", "relative", ""):
            self.assertEqual(self.settle(XDG_CACHE_HOME=place, HOME="/dev/null").stdout, right)
        self.cache.mkdir(mode=0o500)
        self.assertEqual(self.settle().stdout, right)
        shutil.rmtree(self.cache)

        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, 8_192))

        answer = self.settle(before=small_files)
        self.assertEqual((answer.returncode, answer.stdout), (0, right))
        self.assertEqual(self.indices(), [], "nothing half-written")

    def test_disks_that_are_full_or_read_only(self):
        if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
            self.skipTest("needs a mount of its own")
        right = self.right()
        self.cache.mkdir()
        case = self.folder / "case.json"
        case.write_text(json.dumps(self.asked("sh")))
        for options in ("size=16k", "size=1m,ro"):
            script = (f"mount -t tmpfs -o {options} tmpfs {self.cache} && {REMIT} settle --policies {self.library} --policy p"
                      f" --input {case}; ls {self.cache}/remit >&2")
            run = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, encoding="utf-8", timeout=20,
                                 env={**os.environ, "XDG_CACHE_HOME": str(self.cache)}, check=False)
            self.assertEqual(run.stdout, right)
            self.assertNotIn("index", run.stderr)

    def test_changed_files(self):
        self.library = self.libraries[1]
        made = self.make_indices()
        path = self.library / "drugs.csv"
        before, facts = path.read_text(encoding="utf-8"), path.stat()
        old = self.right("bj")
        self.base = [(*row[:3], "0.5000", *row[4:]) if row[3].startswith("0.") else row for row in self.base]
        self.assertEqual(len(text_of(self.base)), len(before))
        with open(path, "r+", encoding="utf-8", newline="") as file:  # in place, of one size, and the clock set back
            file.write(text_of(self.base))
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        new = self.right("bj")
        self.assertNotEqual(new, old)
        self.assertEqual(self.settle("bj").stdout, new)
        time.sleep(SETTLED)
        for _ in range(2):
            self.assertEqual(self.settle("bj").stdout, new)
        self.assertEqual(self.indices(), made, "the new one took the old one's place")

        policy = self.library / "p.remit"  # another declaration of the same file
        policy.write_text(POLICY.replace("part : rate to 0.0001 0%..100%  limit", "share : rate to 0.0001 0..20%  limit"), encoding="utf-8")
        refused = self.settle("bj")
        self.assertEqual((refused.returncode, refused.stdout), (3, self.settle("bj", REMIT_NO_CACHE="1").stdout))

    def test_many_processes_at_once(self):
        right = self.right()
        command = [REMIT, "settle", "--policies", self.library, "--policy", "p"]
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        environment.pop("REMIT_NO_CACHE", None)
        for _ in range(5):
            shutil.rmtree(self.cache, ignore_errors=True)
            running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                                        env=environment) for _ in range(8)]
            for process in running:
                self.assertEqual(process.communicate(json.dumps(self.asked("sh")), timeout=20)[0], right)
            self.assertEqual([path.suffix for path in self.indices()], [".index"] * 2)

    def test_check_reads_the_file(self):
        self.library = self.libraries[2]
        self.make_indices()
        path = self.library / "drugs.csv"
        lines = path.read_text(encoding="utf-8").split("\n")
        for i in range(50, 60):
            lines[i] = lines[i].replace(",B,", ",Z,").replace(",A,", ",Z,")
        path.write_text("\n".join(lines), encoding="utf-8")
        wrong = sum(",Z," in line for line in lines)
        checked = self.run_remit("check", str(self.library))
        self.assertEqual(checked.returncode, 3)
        self.assertEqual(checked.stderr.count("error[E0614]"), wrong)
        self.assertIn("drugs.csv:51:", checked.stderr)
        settled = self.settle("bj")
        self.assertEqual((settled.returncode, settled.stdout.count("E0614")), (3, wrong))

    def test_old_indices_go(self):
        made = self.make_indices()
        stale = self.cache / "remit" / ("0" * 64 + ".index")
        half = self.cache / "remit" / (made[0].name + ".abc123")
        other = self.cache / "remit" / "notes.txt"
        for path in (stale, half, other):
            path.write_text("x")
            os.utime(path, (1_000_000_000, 1_000_000_000))
        made[0].unlink()
        self.settle()
        self.assertEqual(self.indices(), sorted([*made, other]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
