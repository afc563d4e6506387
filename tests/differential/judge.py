"""Folders with a policy and cases, judged three ways: reference evaluator, the one held to account, and the oracle."""
import dataclasses
import fractions
import json
import pathlib
import subprocess

import oracle
from syntax import Policy

Fraction = fractions.Fraction
PARTS = ("as_of", "result", "requirements", "documents", "postings", "assumptions")
TOLD = ("label", "message", "advice", "list", "text")  # only for people


@dataclasses.dataclass
class Verdict:
    folder: pathlib.Path
    rejected: list = dataclasses.field(default_factory=list)  # codes
    cases: int = 0
    settled: int = 0
    failed: int = 0
    refused: int = 0
    compared: int = 0    # by both evaluators
    errors: int = 0        # of these: failed by policy
    redone: int = 0        # settled by the reference evaluator after all
    by_reference: int = 0  # lanes of nodes that have no columnar form
    three_ways: int = 0  # by the oracle too
    undecided: int = 0
    case: int = -1          # the first on which the oracle differs
    difference: str = ""    # in words; empty: all agree


def lean(value):
    """Without what is only for people; a ratio, which is printed as text, as a fraction."""
    if isinstance(value, dict):
        return {k: lean(v) for k, v in value.items() if k not in TOLD}
    if isinstance(value, list):
        return [lean(v) for v in value]
    if isinstance(value, str) and "/" in value and value.replace("/", "").replace("-", "").isdigit():
        return Fraction(value)
    return value


def ordered(postings):
    return sorted(postings, key=lambda posting: json.dumps(posting, default=str, sort_keys=True))


def difference(expected, found):
    """Between the oracle's answer and the reference's; empty where there is none."""
    if "errors" in found:
        codes = sorted({error["code"] for error in found["errors"]})
        return "" if expected == {"errors": codes} else f"oracle {shown(expected)}, reference fails with {codes}"
    if "errors" in expected:
        return f"oracle fails with {expected['errors']}, reference {shown({'result': found['result']})}"
    for part in PARTS:
        ours, theirs = lean(expected[part]), lean(found[part])
        if part in ("postings", "assumptions"):
            ours, theirs = ordered(ours), ordered(theirs)
        if ours == theirs:
            continue
        if isinstance(ours, dict):
            name = next(k for k in theirs if ours.get(k) != theirs[k])
            return f"{part} {name}: oracle {shown(ours.get(name))}, reference {shown(theirs[name])}"
        return f"{part}: oracle {shown(ours)}, reference {shown(theirs)}"
    return ""


def shown(value):
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) < 400 else text[:400] + "…"


class Judge:
    def __init__(self, differential, dump_syntax, reference_only=False):
        self.differential, self.dump_syntax, self.reference_only = differential, dump_syntax, reference_only

    def run(self, folders, arguments):
        """What the driver says of each folder; of one on which it breaks down, that it does."""
        run = subprocess.run([self.differential, *arguments, *map(str, folders)], capture_output=True, text=True, encoding="utf-8",
                             check=False)
        told = [json.loads(line) for line in run.stdout.splitlines()]
        if len(told) == len(folders):
            return told
        if len(folders) > 1:
            return [one for folder in folders for one in self.run([folder], arguments)]
        return [{"folder": str(folders[0]), "difference": f"BreakdownError: status {run.returncode} {run.stderr[-300:]}"}]

    def judge(self, folders, vary=0, seed=1, three_ways=True):
        """A verdict for each folder."""
        arguments = ["--vary", str(vary), "--seed", str(seed)] + ["--reference-only"] * self.reference_only
        told = self.run(folders, arguments)
        verdicts = [Verdict(pathlib.Path(t.pop("folder")), **t) for t in told]
        good = [v for v in verdicts if not v.rejected and not v.difference]
        if three_ways and good:
            paths = [str(v.folder / "policy.remit") for v in good]
            trees = subprocess.run([self.dump_syntax, *paths], capture_output=True, text=True, encoding="utf-8", check=True)
            for verdict, tree in zip(good, trees.stdout.splitlines()):
                self.ask_oracle(verdict, tree)
        return verdicts

    def ask_oracle(self, verdict, tree):
        policy = Policy(tree)
        lines = (verdict.folder / "cases.ndjson").read_text(encoding="utf-8").splitlines()
        answers = (verdict.folder / "answers.ndjson").read_text(encoding="utf-8").splitlines()
        for at, (line, answer) in enumerate(zip(lines, answers)):
            try:
                expected = oracle.Evaluation(policy, oracle.exact(line), verdict.folder).answer()
            except oracle.Undecided:
                verdict.undecided += 1
                continue
            except Exception as error:  # noqa: BLE001: to be shrunk, like any other difference
                expected = {"errors": [f"{type(error).__name__}: {error}"]}
            verdict.three_ways += 1
            found = difference(expected, oracle.exact(answer))
            if found and not verdict.difference:
                verdict.case, verdict.difference = at, found
