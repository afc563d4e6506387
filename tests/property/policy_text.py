"""Policies and cases for the tests that edit policies: their text in blocks, and what remit makes of them."""
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHAPES = ROOT / "policies" / "shapes"
REGION = ROOT / "policies" / "cn"

# Shapes of one file, each with cases that go different ways.
CASES = {
    "exceptions_of_exceptions": [
        {"stay": {"ordinal": 2, "transferred": False, "chronic": False, "discharged": "2024-05-20", "eligible": 5000}},
        {"stay": {"ordinal": 2, "transferred": True, "chronic": False, "discharged": "2024-05-20", "eligible": 5000}},
        {"stay": {"ordinal": 1, "transferred": True, "chronic": True, "discharged": "2024-05-20", "eligible": "649.99"}}],
    "stepping_down_from_second": [{"stay": {"ordinal": 2, "discharged": "2024-05-20", "eligible": 5000}}],
    "bands_by_level": [
        {"stay": {"level": "tertiary", "discharged": "2024-05-20", "eligible": "40000.01"}},
        {"stay": {"level": "primary", "discharged": "2024-05-20", "eligible": 0}}],
    "payers_chain": [{"stay": {"discharged": "2024-05-20", "total": 52000, "eligible": 50000}}],
    "listings_class_a_b_c": [
        {"claim": {"settled": "2024-05-20", "items": [
            {"class": "A", "first_share": 0, "amount": 100}, {"class": "B", "first_share": "0.1", "amount": "0.05"},
            {"class": "C", "first_share": 0, "amount": 7}]}},
        {"claim": {"settled": "2024-05-20", "items": []}}],
    "share_pro_rata": [
        {"claim": {"settled": "2024-05-20", "items": [{"eligible": 100}, {"eligible": 100}, {"eligible": 100}]}}],
    "grouping": [
        {"claim": {"settled": "2024-05-20", "items": [
            {"on": "2024-05-01", "amount": 150}, {"on": "2024-05-02", "amount": 80}, {"on": "2024-05-01", "amount": 100}]}}],
    "dated_versions": [
        {"stay": {"level": "tertiary", "discharged": on, "eligible": 50000}} for on in ("2023-06-30", "2024-07-01", "2025-02-01")],
}


def one_policy(text):
    """Used whatever the case, so that a policy need not be named."""
    return re.sub(r"(?m)^(  in force from [0-9-]+)$", r"\1\n  applies when true", text, count=1)


def blocks(text):
    """The heading, and the declarations that follow it, each with the comments above it and without blank lines."""
    head, declared = re.match(r"((?:.*\n)*?(?:abstract policy|policy|module) .*\n(?:.+\n)*)((?:.*\n?)*)", text).groups()
    found, open_comment = [], False
    for line in declared.splitlines():
        if not line.strip():
            continue
        comment = line.startswith("#")
        if not line[0].isspace() and line[0] not in "})" and not open_comment:
            found.append([])
        found[-1].append(line)
        open_comment = comment
    return head, ["\n".join(block) for block in found]


class Remit:
    def __init__(self, program):
        self.program = program

    def run(self, *arguments, text=None):
        return subprocess.run([self.program, *map(str, arguments)], input=text, capture_output=True, text=True,
                              encoding="utf-8", check=False)

    def seen(self, policies, policy, case):
        """What a case gives, without the hash of the text; the ids of all steps; the hash of the meaning."""
        asked = ("settle", "--policies", policies, "--policy", policy, "--input", "-")
        said = self.run(*asked, text=json.dumps(case))
        answer = json.loads(said.stdout) if said.stdout.startswith("{") else {"status": said.returncode, "said": said.stderr}
        answer.pop("text_hash", None)
        answer.get("postings", []).sort(key=lambda posting: posting["memory"])  # they stand as declared
        meaning = answer.pop("meaning_hash", None)
        told = self.run("explain", *asked, "--format", "json", text=json.dumps(case))
        ids = sorted(ids_of(json.loads(told.stdout))) if told.stdout.startswith("{") else [told.stderr]
        return json.dumps(answer, ensure_ascii=False), ids, meaning


def ids_of(part):
    if isinstance(part, dict):
        if "id" in part:
            yield str(part["id"])
        for inner in part.values():
            yield from ids_of(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from ids_of(inner)
