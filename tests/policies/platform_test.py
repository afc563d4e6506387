"""What platforms printed keeps the identities of policies/cn/national/platform.remit.

platform_samples.jsonl has a statement a line, platform_lines.jsonl a fee line: the platform's own names and figures,
with the transaction and the region that printed it (compiled from public client code, grade D). `unchecked` names each
identity that a statement cannot be held against, with what it lacks. A statement that breaks an identity because the
platform that printed it is wrong would stand in EXCEPTIONS with its reason.
"""
import decimal
import json
import pathlib
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
LIBRARY = FOLDER.parents[1] / "policies/cn"
IDENTITIES = {"A": "parts_make_total", "B": "funds_make_sum", "C2": "person_bears_rest", "D": "person_pays_burden",
              "E": "payers_make_total", "F": "list_makes_sum"}
LINE_IDENTITIES = {"L1": "line.self_funded + line.over_limit", "L2": "line.quantity * line.price"}
# No sample of ours: a platform is known to leave psn_part_amt at 0, which breaks C2 and D.
EXCEPTIONS = {}
# By identity: fields of which one, changed by a fen, breaks it.
ALTERED = {"A": ["fulamt_ownpay_amt"], "B": ["hifp_pay"], "C2": ["psn_part_amt", "psn_pay"], "D": ["psn_cash_pay"],
           "E": ["psn_cash_pay"]}


def records(name):
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def more(amount, by="0.01"):
    return str(decimal.Decimal(amount) + decimal.Decimal(by))


def answer(service, case):
    run = subprocess.run(
        [BINARY, "run", service, "--policies", LIBRARY, "--policy", "cn.national.platform", "--codes", "--allow-unknown",
         "--as-of", "2025-01-01", "--input", "-"], input=json.dumps(case), capture_output=True, text=True)
    return json.loads(run.stdout)


def broken(reply, identities):
    """The identities that a reply reports as broken."""
    messages = [error["message"] for error in reply.get("errors", ()) if error["code"] == "E0927"]
    assert len(messages) == len(reply.get("errors", ())), reply
    return {name for name, text in identities.items() if any(text in message for message in messages)}


def checked(sample):
    return answer("verify_settlement", {"statement": sample["setlinfo"], "payers_listed": sample["setldetail"]})


class Statements(unittest.TestCase):
    def test_each_keeps_each_identity_for_which_it_has_the_fields(self):
        for sample in SAMPLES:
            with self.subTest(sample["id"]):
                reply = checked(sample)
                self.assertEqual(broken(reply, IDENTITIES), EXCEPTIONS.get(sample["id"], set()))
                self.assertEqual(set(reply["result"]["unchecked"]), set(sample["unchecked"]))

    def test_each_identity_is_kept_by_one(self):
        kept = {name for sample in SAMPLES for name in IDENTITIES.keys() - sample["unchecked"]}
        self.assertEqual(kept, IDENTITIES.keys())

    def test_a_breach_is_told_by_its_name(self):
        for sample in SAMPLES:
            for identity in IDENTITIES.keys() - sample["unchecked"]:
                altered = json.loads(json.dumps(sample))
                if identity == "F":
                    altered["setldetail"][0]["fund_payamt"] = more(sample["setldetail"][0]["fund_payamt"])
                else:
                    field = next(name for name in ALTERED[identity] if name in sample["setlinfo"])
                    altered["setlinfo"][field] = more(sample["setlinfo"][field])
                with self.subTest(sample["id"], identity=identity):
                    # Where a part is not printed, a total that the others do not make is unchecked, and never broken.
                    if identity == "A" and not {"overlmt_selfpay", "preselfpay_amt"} <= sample["setlinfo"].keys():
                        self.assertIn("A", checked(altered)["result"]["unchecked"])
                    else:
                        self.assertIn(identity, broken(checked(altered), IDENTITIES))


class Lines(unittest.TestCase):
    def test_each_keeps_both(self):
        self.assertEqual(answer("verify_lines", {"lines": LINES})["result"], {"lines_checked": len(LINES)})

    def test_a_breach_is_told_by_its_name(self):
        for line in LINES:
            for identity, altered in (("L1", {"inscp_scp_amt": more(line["inscp_scp_amt"])}),
                                      ("L2", {"pric": more(line["pric"], "0.02")})):
                with self.subTest(line, identity=identity):
                    reply = answer("verify_lines", {"lines": [line | altered]})
                    self.assertEqual(broken(reply, LINE_IDENTITIES), {identity})


if __name__ == "__main__":
    BINARY = sys.argv.pop(1)
    SAMPLES, LINES = records("platform_samples.jsonl"), records("platform_lines.jsonl")
    unittest.main()
