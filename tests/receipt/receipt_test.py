"""A receipt settles again: equal where nothing that matters has changed, with the differences where something has, and
with a clear error where it is no receipt.

    receipt_test.py REMIT SETTLED_CASES [unittest arguments]
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]

POLICY = """policy fee "费用" en "Fee"
  in force from 2024-01-01
  applies when visit.region = "A"
currency EUR to 0.01
enum Kind { first_visit "初诊" en "First" as "1"  again "复诊" en "Again" as "2" }
record Visit { region : text  paid : EUR  weight : decimal?  kind "类别" en "Kind" : Kind as "knd" }
input visit : Visit
value part : rate { from 2024-01-01 = 50% }
rule due "应付" en "Due" : EUR rounded half up = visit.paid * part
rule heavy : decimal exact = visit.weight or else 0
require filed "备案" en "Filing" holds due < 100 otherwise warns "太多" en "Too much"
service settle takes visit governed by as of { gives due as "due_amt", heavy, visit.kind  requires filed }
amend fee as fee.reform { override value part : rate { from 2024-01-01 = 60% } }
"""
CASE = {"visit": {"region": "A", "paid": 100.10, "kind": "again"}, "as_of": "2024-05-01"}


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "rules").mkdir()
        self.write(POLICY)

    def write(self, policy):
        (self.folder / "rules/fee.remit").write_text(policy, encoding="utf-8")

    def remit(self, *arguments, stdin="", folder=None):
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run([REMIT, *map(str, arguments)], cwd=folder or self.folder, input=data, capture_output=True,
                              timeout=60)
        self.assertNotIn(done.returncode, (70, -6, -11), done.stderr)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def settle(self, case, *flags):
        text = case if isinstance(case, (str, bytes)) else json.dumps(case)
        status, out, err = self.remit("settle", "--policies", "rules", "--receipt", *flags, stdin=text)
        self.assertEqual(status, 0, out + err)
        return out

    def replay(self, answer, *flags):
        return self.remit("run", "--replay", "-", *flags, stdin=answer)


class Equal(Folder):
    def check(self, answer, *flags):
        status, out, err = self.replay(answer, *flags)
        self.assertEqual((status, err), (0, ""), out)
        self.assertTrue(out.startswith("equal: `fee"), out)
        return out

    def test_as_it_was(self):
        out = self.check(self.settle(CASE))
        self.assertEqual(out, "equal: `fee` 2024-01-01, `settle` gives the same answer\n")

    def test_laid_out_otherwise(self):
        self.check(self.settle(CASE, "--format", "pretty"))
        self.check("\ufeff" + self.settle(CASE))
        self.check(json.dumps(json.loads(self.settle(CASE)), sort_keys=True, indent=3))

    def test_options(self):
        case = {"visit": CASE["visit"]}
        self.check(self.settle(case, "--as-of", "2024-05-01"))
        self.check(self.settle(CASE, "--lang", "zh"), "--lang", "en")
        self.check(self.settle({**CASE, "more": [1.10]}, "--allow-unknown"))
        self.check(self.settle(CASE, "--explain"))
        by_codes = {"visit": {"region": "A", "paid": 100.10, "knd": "2"}, "as_of": "2024-05-01"}
        self.check(self.settle(by_codes, "--codes"))
        answer = self.settle(CASE, "--policy", "fee.reform")
        self.assertEqual(json.loads(answer)["result"]["due"], 60.06)
        self.check(answer)

    def test_from_a_file_and_another_library(self):
        (self.folder / "answer.json").write_text(self.settle(CASE))
        (self.folder / "rules").rename(self.folder / "moved")
        self.assertEqual(self.remit("run", "--replay", "answer.json")[0], 5)
        self.assertEqual(self.remit("run", "--replay", "answer.json", "--policies", "moved")[0], 0)

    def test_no_digit_is_lost(self):
        digits = ["100.1000000000000000000", "1e3", "1E+2", '"0.10e1"', "9007199254740993.01", "1" * 400 + ".25"]
        for paid in digits:
            text = '{"visit":{"region":"A","paid":%s,"weight":0.%s1,"kind":"again"},"as_of":"2024-05-01"}' % (paid, "0" * 90)
            with self.subTest(paid=paid[:30]):
                answer = self.settle(text)
                self.assertIn('"case":' + text, answer)
                self.check(answer)

    def test_deepest_case(self):
        deep = "[" * 63 + "]" * 63
        text = json.dumps(CASE)[:-1] + f', "more": {deep}}}'
        self.check(self.settle(text, "--allow-unknown"))

    def test_text_that_means_the_same(self):
        answer = self.settle(CASE)
        self.write("# A remark.\n" + POLICY.replace("Too much", "Far too much"))
        out = self.check(answer)
        self.assertIn("the text of the policy has changed, its meaning has not", out)
        self.assertIn("  $.requirements[0].message\n    expected: \"Too much\"\n    now:      \"Far too much\"\n", out)

    def test_labels_that_read_otherwise(self):
        answer = self.settle(CASE)
        self.write(POLICY.replace('"Filing"', '"To be filed"'))
        out = self.check(answer)
        self.assertIn('  $.requirements[0].label\n    expected: "Filing"\n    now:      "To be filed"', out)

    def test_cases_of_all_policies(self):
        lines = subprocess.run([SETTLED_CASES, ROOT / "policies"], capture_output=True, text=True, check=True).stdout
        for case in [json.loads(line) for line in lines.splitlines()][::6]:
            if case["answer"] is None:
                continue
            with self.subTest(policy=case["policy"]):
                call = ("run", case["service"], "--policies", "policies", "--policy", case["policy"], "--receipt")
                status, out, err = self.remit(*call, stdin=json.dumps(case["case"]), folder=ROOT)
                self.assertEqual(status, 0, out + err)
                status, out, err = self.remit("run", "--replay", "-", stdin=out, folder=ROOT)
                self.assertEqual((status, err), (0, ""), out)


class Different(Folder):
    def test_altered_answers(self):
        answer = self.settle(CASE)
        for old, new, path in [
                ('"due":50.05', '"due":50.06', "$.result.due"),
                ('"due":50.05,', "", "$.result.due"),
                ('"due":50.05', '"due":50.05,"extra":1', "$.result.extra"),
                ('"due":50.05', '"due":"50.05"', "$.result.due"),
                ('"met":true', '"met":false', "$.requirements[0].met"),
                ('"Filing"', '"Fling"', "$.requirements[0].label"),
                ('"requirements":[', '"requirements":[1,', "$.requirements[0]"),
                ('"as_of":"2024-05-01"', '"as_of":"2024-05-02"', "$.as_of"),
                ('"version":"2024-01-01"', '"version":"2024-01-02"', "$.version"),
                ('"postings":[]', '"postings":{}', "$.postings")]:
            with self.subTest(new=new):
                self.assertIn(old, answer)
                status, out, err = self.replay(answer.replace(old, new, 1))
                self.assertEqual((status, err), (1, ""))
                self.assertIn(f"  {path}\n", out)

    def test_what_is_told(self):
        status, out, _ = self.replay(self.settle(CASE).replace('"due":50.05', '"due":50.06'))
        self.assertEqual((status, out), (1, "not equal: `fee` 2024-01-01, `settle` gives another answer, in 1 place\n"
                                            "  $.result.due\n    expected: 50.06\n    now:      50.05\n"))

    def test_in_chinese_and_as_json(self):
        answer = self.settle(CASE).replace('"due":50.05', '"due":50.06')
        self.assertTrue(self.replay(answer, "--lang", "zh")[1].startswith("不一致："))
        told = json.loads(self.replay(answer, "--format", "json")[1])
        self.assertEqual((told["equal"], told["answer"], told["meaning"]), (False, "changed", "same"))
        self.assertEqual(told["differences"], [{"path": "$.result.due", "expected": "50.06", "now": "50.05"}])

    def test_another_meaning(self):
        answer = self.settle(CASE)
        self.write(POLICY.replace("50%", "51%"))
        status, out, _ = self.replay(answer)
        self.assertEqual(status, 1)
        self.assertIn("the policy has changed: meaning hash ", out)
        self.assertIn("  $.result.due\n    expected: 50.05\n    now:      51.05\n", out)

    def test_another_meaning_with_the_same_answer(self):
        answer = self.settle(CASE)
        self.write(POLICY.replace("holds due < 100", "holds due < 200"))
        status, out, _ = self.replay(answer)
        self.assertEqual(status, 1)
        self.assertTrue(out.startswith("not equal: `fee` 2024-01-01, `settle` gives the same answer, but no longer means"), out)

    def test_another_policy_in_the_receipt(self):
        answer = self.settle(CASE)
        at = answer.index('"receipt"')
        for old, new, named in [('"policy":"fee"', '"policy":"fee.reform"', "`fee.reform` 2024-01-01"),
                                ('"version":"2024-01-01"', '"version":"2020-01-01"', "`fee` 2020-01-01")]:
            status, out, _ = self.replay(answer[:at] + answer[at:].replace(old, new, 1))
            self.assertEqual(status, 1, out)
            self.assertIn(f"the receipt names {named}, the case is settled by `fee` 2024-01-01\n", out)
            told = json.loads(self.replay(answer[:at] + answer[at:].replace(old, new, 1), "--format", "json")[1])
            self.assertEqual((told["equal"], told["settled_by"]), (False, {"policy": "fee", "version": "2024-01-01"}))

    def test_another_engine(self):
        answer = self.settle(CASE)
        engine = json.loads(answer)["engine"]
        status, out, _ = self.replay(answer.replace(f'"engine":"{engine}"', '"engine":"0.0.1"'))
        self.assertEqual(status, 0)
        self.assertIn(f"settled by remit 0.0.1 then, by {engine} now", out)

    def test_no_answer_any_more(self):
        answer = self.settle(CASE)
        for policy, expected in [(POLICY.replace("visit.paid * part", "visit.paid / (part - 50%)"), 1),
                                 (POLICY.replace('visit.region = "A"', 'visit.region = "B"'), 1),
                                 (POLICY.replace("paid : EUR", "paid : EUR 0..5"), 4), ("policy", 3)]:
            self.write(policy)
            status, out, err = self.replay(answer)
            self.assertEqual((status, out), (expected, ""), err)
            self.assertIn("error[", err)

    def test_many_differences_are_counted(self):
        answer = self.settle(CASE)
        many = ",".join(f'"n{i}":1' for i in range(150))
        out = self.replay(answer.replace('"due":50.05', '"due":50.05,' + many))[1]
        self.assertIn("in 150 places", out)
        self.assertTrue(out.endswith("  … and 50 more\n"))


class NoReceipt(Folder):
    def refused(self, text, *codes, status=4, flags=()):
        got, out, err = self.replay(text, *flags)
        self.assertEqual((got, out), (status, ""), err[:300])
        for code in codes:
            self.assertIn(code, err)
        self.assertLess(len(err), 30_000)

    def test_other_files(self):
        for text in ("{}", '{"receipt": null}', '{"receipt": []}', json.dumps(CASE), '{"errors": []}'):
            self.refused(text, "E0861")
        for text in ("", " ", "[]", "1", "null", "receipt", "\0", b"\xff\xfe", "PK\x03\x04"):
            self.refused(text, "error[E08")

    def test_parts_that_are_wrong(self):
        answer = self.settle(CASE)
        for old, new, code in [
                ('"receipt":{"policy":"fee",', '"receipt":{', "E0813"),
                ('"receipt":{"policy":"fee"', '"receipt":{"policy":1', "E0821"),
                ('"receipt":{', '"receipt":{"more":1,', "E0811"),
                ('"options":{', '"options":{"more":1,', "E0811"),
                ('"lang":"en"', '"lang":["en"]', "E0821"),
                ('"codes":false', '"codes":"no"', "E0821"),
                ('"lang":"en"', '"lang":"en","as_of":"2024-02-30"', "E0829"),
                ('"lang":"en"', '"lang":"en","lang":"zh"', "E0812"),
                ('"case":{', '"case":[],"other":{', "E0821")]:
            with self.subTest(new=new):
                self.assertIn(old, answer)
                self.refused(answer.replace(old, new, 1), code, "$.receipt")
        self.refused(answer.replace('"lang":"en"', '"lang":"en","policy":"fees"'), "did you mean `fee`?", status=2)

    def test_cut_off_anywhere(self):
        answer = self.settle(CASE).rstrip("\n")
        for end in range(0, len(answer), 41):
            self.refused(answer[:end], "error[E08")

    def test_hostile(self):
        answer = self.settle(CASE)
        self.refused('{"receipt":' + "[" * 100_000, "error[E08")
        self.refused('{"receipt":' + "{\"a\":" * 100_000, "error[E08")
        self.refused('{"a":"' + "x" * (64 << 20) + '"}', "")
        self.refused(answer.replace('"case":{', '"case":{' + '"a":1,' * 3 + '"b":' + "[" * 70 + "]" * 70 + ",", 1), "E0806")
        keys = ",".join(f'"{"k" * (i % 50)}{i}":1' for i in range(100_000))
        status, out, _ = self.replay(answer.replace('"result":{', '"result":{' + keys + ",", 1))
        self.assertEqual(status, 1)
        self.assertLess(len(out), 30_000)

    def test_the_path_of_a_receipt_never_leaves_the_folder(self):
        answer = self.settle(CASE)
        for path in ("/", "/etc", "..", "rules/../..", "./../x", ""):
            with self.subTest(path=path):
                self.refused(answer.replace('"policies":"rules"', f'"policies":"{path}"'), "give `--policies PATH`", status=2)
        absolute = self.remit("settle", "--policies", self.folder / "rules", "--receipt", stdin=json.dumps(CASE))[1]
        self.assertNotIn(str(self.folder), absolute)

    def test_usage(self):
        for flags in (["--policy", "fee"], ["--input", "x"], ["--as-of", "2024-01-01"], ["--codes"], ["--receipt"],
                      ["--explain"], ["--allow-unknown"], ["--fail-on", "unmet"], ["settle"]):
            status, out, err = self.remit("run", "--replay", "x.json", *flags)
            self.assertEqual((status, out), (2, ""))
            self.assertIn(f"leave `{flags[0]}` out", err)
        self.assertEqual(self.remit("run", "--replay", "x.json")[0], 5)


if __name__ == "__main__":
    REMIT, SETTLED_CASES = (str(pathlib.Path(binary).resolve()) for binary in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
