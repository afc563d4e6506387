"""run.py DIFFERENTIAL DUMP_SYNTAX: random policies and cases, judged three ways; or, with --kept, those of kept/.

Each policy's cases go through the reference evaluator, the one held to account (settle_all.h) and the oracle. With --vary N
each policy has N more cases, mixtures of its own, for the two evaluators alone. A disagreement is shrunk, written to
kept/ and told with its seed; then this exits 1. --minutes goes on until the time is over, whatever --policies says.
"""
import argparse
import json
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "property"))
from cases import Cases  # noqa: E402
from generate import Generator  # noqa: E402
from judge import Judge  # noqa: E402
from shrink import shrunk  # noqa: E402

KEPT = HERE / "kept"
AT_ONCE = 20
MOST_REJECTED = 0.05


def write(folder, seed, count):
    """The policy of a seed, and its cases."""
    folder.mkdir(parents=True)
    generator = Generator(seed)
    (folder / "policy.remit").write_text(generator.policy(), encoding="utf-8")
    for name, text in generator.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    cases = Cases(generator, seed)
    lines = [json.dumps(cases.case(), ensure_ascii=False) for _ in range(count)]
    (folder / "cases.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")


class Count:
    def __init__(self):
        self.policies = self.rejected = self.settled = self.failed = self.refused = 0
        self.compared = self.redone = self.by_reference = self.three_ways = self.undecided = 0
        self.codes, self.start = {}, time.monotonic()

    def add(self, verdict):
        self.policies += 1
        self.rejected += bool(verdict.rejected)
        for code in set(verdict.rejected):
            self.codes[code] = self.codes.get(code, 0) + 1
        for name in ("settled", "failed", "refused", "compared", "redone", "by_reference", "three_ways", "undecided"):
            setattr(self, name, getattr(self, name) + getattr(verdict, name))

    def told(self, first):
        seconds = time.monotonic() - self.start
        rejected = f" ({', '.join(f'{c} {n}' for c, n in sorted(self.codes.items()))})" if self.codes else ""
        return (f"{self.policies} policies from seed {first}, {self.rejected} rejected{rejected}; {self.settled} cases settled, "
                f"{self.failed} failed, {self.refused} refused; {self.compared} compared by both evaluators ({self.redone} redone, {self.by_reference} "
                f"by the reference), {self.three_ways} three ways, {self.undecided} undecided; {seconds:.0f} s, {self.compared / seconds:.0f} and {self.three_ways / seconds:.0f} a second")


def keep(judge, verdict, name, vary, seed):
    """Shrinks what disagrees, and writes it where it stays."""
    small = shrunk(judge, verdict, vary, seed)
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in small.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    print(f"{name}: {verdict.difference}\n  kept in {folder}\n{small['policy.remit']}{small['cases.ndjson']}", flush=True)


def judge_kept(judge, vary):
    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for path in sorted(p for p in KEPT.iterdir() if p.is_dir()):
            copy = pathlib.Path(folder, path.name)
            for file in (f for f in path.rglob("*") if f.is_file()):
                (copy / file.relative_to(path)).parent.mkdir(parents=True, exist_ok=True)
                (copy / file.relative_to(path)).write_bytes(file.read_bytes())
            copies.append(copy)
        verdicts = judge.judge(copies, vary) if copies else []
    wrong = [v for v in verdicts if v.rejected or v.difference or v.refused]
    for verdict in wrong:
        print(f"{verdict.folder.name}: {verdict.rejected or verdict.difference or 'a case is refused'}")
    print(f"{len(verdicts)} policies that once disagreed, {len(wrong)} still do")
    return bool(wrong)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("differential")
    arguments.add_argument("dump_syntax")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--policies", type=int, default=60)
    arguments.add_argument("--cases", type=int, default=10, help="of each policy, three ways")
    arguments.add_argument("--vary", type=int, default=0, help="more of each policy, by the evaluators alone")
    arguments.add_argument("--minutes", type=float, default=0)
    arguments.add_argument("--two-ways", action="store_true", help="without the oracle")
    arguments.add_argument("--reference-only", action="store_true", help="the reference and the oracle")
    arguments.add_argument("--kept", action="store_true")
    options = arguments.parse_args()
    sys.setrecursionlimit(20_000)
    judge = Judge(options.differential, options.dump_syntax, options.reference_only)
    if options.kept:
        return judge_kept(judge, options.vary or 500)
    count, seed, wrong = Count(), options.seed, 0
    end = count.start + options.minutes * 60
    while time.monotonic() < end or (not options.minutes and seed < options.seed + options.policies):
        at_once = AT_ONCE if options.minutes else min(AT_ONCE, options.seed + options.policies - seed)
        with tempfile.TemporaryDirectory() as folder:
            folders = [pathlib.Path(folder, f"seed-{seed + i}") for i in range(at_once)]
            for i, path in enumerate(folders):
                write(path, seed + i, options.cases)
            for i, verdict in enumerate(judge.judge(folders, options.vary, seed, not options.two_ways)):
                count.add(verdict)
                if verdict.difference and wrong < 10:
                    wrong += 1
                    keep(judge, verdict, verdict.folder.name, options.vary, seed)
        seed += at_once
    print(count.told(options.seed))
    return bool(wrong) or count.refused > 0 or count.rejected > MOST_REJECTED * max(count.policies, 100)


if __name__ == "__main__":
    sys.exit(main())
