"""What `remit schema` says is so, by a validator that knows nothing of remit: the schema of every service in policies/
is one, every case and answer in the repository fits, and what is altered is refused by the schema as by remit.

    schema_test.py REMIT SETTLED_CASES [unittest arguments]
"""
import copy
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

try:
    from jsonschema import Draft202012Validator as Validator
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/golden"))
import run_golden  # noqa: E402


def remit(*arguments, stdin=None, folder=ROOT):
    done = subprocess.run([REMIT, *map(str, arguments)], cwd=folder, input=stdin, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@functools.lru_cache(maxsize=None)
def schema_of(*arguments, folder=ROOT):
    """The schema that this call prints; None where there is none."""
    status, out, err = remit("schema", *arguments, folder=folder)
    if status != 0:
        return None
    schema = json.loads(out)
    Validator.check_schema(schema)
    return schema


def part_of(schema, part):
    return Validator({"$schema": schema["$schema"], "$ref": f"#/$defs/{part}", "$defs": schema["$defs"]})


def problem(schema, part, value):
    """The first thing that does not fit, or None."""
    for error in part_of(schema, part).iter_errors(value):
        return f"{error.json_path}: {error.message[:300]}"
    return None


@functools.lru_cache(maxsize=None)
def settled():
    """Every case that a test of a policy in policies/ settles."""
    lines = subprocess.run([SETTLED_CASES, ROOT / "policies"], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in lines.splitlines()]


def schema_for(case):
    return schema_of(case["service"], "--policies", "policies", "--policy", case["policy"], "--on", case["version"])


class Policies(unittest.TestCase):
    def test_each_service_has_a_schema(self):
        services = {(case["policy"], case["version"], case["service"]) for case in settled()}
        self.assertGreater(len(services), 80)
        for policy, version, service in sorted(services):
            with self.subTest(policy=policy, service=service):
                for flags in ([], ["--codes", "--lang", "zh"]):
                    call = ("--policies", "policies", "--policy", policy, "--on", version, *flags)
                    self.assertIsNotNone(schema_of(service, *call))

    def test_cases_and_answers_of_tests_fit(self):
        for case in settled():
            with self.subTest(policy=case["policy"], case=case["case"]):
                schema = schema_for(case)
                self.assertIsNone(problem(schema, "case", case["case"]))
                if case["answer"] is not None:
                    self.assertIsNone(problem(schema, "answer", case["answer"]))

    def test_examples_fit_and_their_answers_and_explanations(self):
        examples = sorted((ROOT / "policies").glob("*/*/examples/*.json"))
        services = sorted({name for path in (ROOT / "policies").rglob("*.remit")
                           for name in re.findall(r"^service (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)})
        self.assertTrue(examples)
        for example in examples:
            with self.subTest(example=example.name):
                taken_by = [service for service in services if self.fits(service, example)]
                self.assertTrue(taken_by)

    def fits(self, service, example):
        """Whether the service answers the example; then all of it must fit."""
        library = example.parents[2]
        call = (service, "--policies", library, "--input", example)
        status, out, _ = remit("run", *call, "--receipt", "--explain", "--lang", "zh")
        if status != 0:
            return False
        answer = json.loads(out)
        schema = schema_of(service, "--policies", library, "--policy", answer["policy"])
        self.assertIsNone(problem(schema, "case", json.loads(example.read_text())))
        self.assertIsNone(problem(schema, "answer", answer))
        explanation = json.loads(remit("explain", *call, "--format", "json")[1])
        self.assertIsNone(problem(schema, "explanation", explanation))
        return True


def objects(schema, value, at, whole):
    """(schema, object in `value`) of each object whose parts the schema names, and of what is inside it."""
    while "$ref" in schema:
        schema = whole["$defs"][urllib.parse.unquote(schema["$ref"].rsplit("/", 1)[1])]
    if isinstance(value, dict) and "properties" in schema:
        yield schema, at
        for key, inner in value.items():
            if key in schema["properties"]:
                yield from objects(schema["properties"][key], inner, at + [key], whole)
    elif isinstance(value, list) and value and "items" in schema:
        yield from objects(schema["items"], value[0], at + [0], whole)


def inside(value, at):
    return functools.reduce(lambda inner, key: inner[key], at, value)


def altered(schema, case):
    """Copies of the case with one thing wrong: (what is wrong, the copy)."""
    for part, at in objects(schema["$defs"]["case"], case, [], schema):
        where = ".".join(map(str, at)) or "the case"
        other = copy.deepcopy(case)
        inside(other, at)["no_such_field"] = 1
        yield f"an unknown field in {where}", other
        for key in part.get("required", ()):
            other = copy.deepcopy(case)
            del inside(other, at)[key]
            yield f"{where} without {key}", other
        for key in inside(case, at):
            other = copy.deepcopy(case)
            inside(other, at)[key] = {"no": ["such", "value"]}
            yield f"{key} of {where} of another type", other


class Altered(unittest.TestCase):
    """The schema and remit agree on what is wrong."""

    def test_altered_cases_are_refused_by_both(self):
        policies = {(case["policy"], case["version"]): case for case in settled() if case["answer"] is not None}
        count = 0
        for number, case in enumerate(policies.values()):
            schema = schema_for(case)
            call = (case["service"], "--policies", "policies", "--policy", case["policy"])
            self.assertEqual(remit("run", *call, stdin=json.dumps(case["case"]))[0], 0, case)
            for copy_number, (what, other) in enumerate(altered(schema, case["case"])):
                count += 1
                with self.subTest(policy=case["policy"], what=what):
                    self.assertIsNotNone(problem(schema, "case", other))
                    if (number + copy_number) % 10 == 0:  # each takes a process
                        self.refused(call, other)
        self.assertGreater(count, 1000)

    def refused(self, call, case):
        status, out, _ = remit("run", *call, stdin=json.dumps(case))
        self.assertEqual(status, 4, out)
        self.assertIsNone(problem(schema_of("--errors"), "errors", json.loads(out)))

    def test_altered_answers_are_refused(self):
        for case in settled()[::7]:
            if case["answer"] is None:
                continue
            schema = schema_for(case)
            for name, value in {**case["answer"]["result"], "no_such_result": 1}.items():
                other = copy.deepcopy(case["answer"])
                other["result"][name] = {"no": "value"}
                self.assertIsNotNone(problem(schema, "answer", other), name)
                if name in case["answer"]["result"]:
                    del other["result"][name]
                    self.assertIsNotNone(problem(schema, "answer", other), name)


POLICY = """policy p "样例" en "Sample"
  in force from 2024-01-01
  applies when person.region = "A"
currency EUR to 0.01
enum Level { high "高" en "High" as "01"  low "低" en "Low" as "02" }
record Person {
  region "地区" en "Region" : text at most 3 as "rgn"
  id "编号" en "Number" : text personal
  level "级别" en "Level" : Level as "lvl"
  age "年龄" en "Age" : count 0..150
  share "份额" en "Share" : rate to 0.0001 0%..100%
  weight "重量" en "Weight" : decimal?
  born "出生" en "Born" : date?
  seen "时间" en "Seen" : time?
  wait "等待" en "Wait" : days?
  coarse "粗" en "Coarse" : EUR to 10 ?
}
record Item { amount "金额" en "Amount" : EUR 0..1_000  note "备注" en "Note" : text? }
input person "人" en "Person" : Person
input items "项目" en "Items" : list of Item at most 2
input spare "备用" en "Spare" : text
"""


def one(**change):
    person = {"region": "A", "id": "1", "level": "high", "age": 30, "share": 0.5}
    person.update(change)
    return {"person": {key: value for key, value in person.items() if value is not Ellipsis}, "items": []}


class Values(unittest.TestCase):
    """Each way to write a value: what remit takes the schema takes, and what only the schema cannot see is listed."""

    POLICY = POLICY + """
rule due "应付" en "Due" : EUR rounded half up = (sum of item.amount for item in items) * person.share + (person.weight or else 0) * 1 EUR
rule odd "奇" en "Odd" : EUR exact = 1 EUR / 8
rule early "早" en "Early" : bool = (person.born is present and person.born < 2000-01-01) or (person.seen is present and person.seen < 2000-01-01T00:00:00) or (person.wait is present and person.wait > 3 days) or (person.coarse is present and person.coarse > 10) or person.level = high or person.age > 3
service settle "结算" en "Settle" takes person, items, spare governed by as of { gives due, odd, early, person.level as "lvl" }
"""
    GOOD = [
        one(), one(age="30"), one(age=30.0), one(age="3e1"), one(age="30.00"), one(share="0.5"), one(share=0.5001),
        one(share="0.50010000"), one(share="5E-1"), one(weight=None), one(weight="-1.5"), one(weight=1e3),
        one(born="2000-02-29"), one(born=None), one(seen="2024-05-01T08:30:00"), one(seen="2024-05-01 08:30"),
        one(wait=3), one(wait="-3"), one(coarse=20), one(coarse="20.0"),
        {**one(), "spare": "x"}, {**one(), "papers": []},
        {**one(), "items": [{"amount": 0}, {"amount": "1000.00", "note": None}]},
    ]
    BAD = [  # refused by both
        one(age=151), one(age=-1), one(age=1.5), one(age="1.5"), one(age=None), one(age=True), one(age=""), one(age=...),
        one(age="+1"), one(age="0x1"), one(age="1,000"), one(age=" 1"), one(share=1.5), one(share="0.50001"),
        one(weight="1/3"), one(weight=[]), one(born="2000-13-01"), one(born="2000-1-1"), one(born=20000101),
        one(seen="2024-05-01"), one(seen="2024-05-01T25:00:00"), one(wait="3 days"), one(wait=1.5), one(coarse=15),
        one(level="highest"), one(level="01"), one(level=None), one(region="ABCD"), one(region="A\0"), one(other=1),
        {**one(), "papers": ["x"]}, {**one(), "as_of": 1}, {**one(), "opening": {"x": []}}, {**one(), "spare": None},
        {**one(), "items": [{}]}, {**one(), "items": [{"amount": 1000.01}]}, {**one(), "items": {}},
        {**one(), "items": [{"amount": 0}] * 3}, {"items": []}, {"person": one()["person"]}, {},
    ]
    ONLY_REMIT = [  # JSON Schema cannot say it, or a validator with binary numbers would get it wrong
        one(share=0.50001), one(age="151"), one(share="50001e-5"), one(born="2001-02-29"), one(coarse="15"),
        {**one(), "items": [{"amount": 0.001}]},
    ]

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        pathlib.Path(self.folder.name, "p.remit").write_text(self.POLICY, encoding="utf-8")
        self.addCleanup(self.folder.cleanup)

    def schema(self, *flags):
        status, out, err = remit("schema", "settle", "--policies", "p.remit", *flags, folder=self.folder.name)
        self.assertEqual(status, 0, err)
        Validator.check_schema(json.loads(out))
        return json.loads(out)

    def settle(self, case, *flags):
        status, out, _ = remit("settle", "--policies", "p.remit", *flags, stdin=json.dumps(case),
                               folder=self.folder.name)
        return status, json.loads(out)

    def check(self, cases, taken, fits):
        schema, errors = self.schema("--as-of", "2024-05-01"), schema_of("--errors")
        for case in cases:
            with self.subTest(case=case):
                status, reply = self.settle(case, "--as-of", "2024-05-01")
                self.assertEqual(status, 0 if taken else 4, reply)
                self.assertIsNone(problem(schema, "answer" if taken else "errors", reply))
                self.assertIsNone(None if taken else problem(errors, "errors", reply))
                self.assertEqual(problem(schema, "case", case) is None, fits)

    def test_what_is_taken_fits(self):
        self.check(self.GOOD, taken=True, fits=True)

    def test_what_is_refused_does_not_fit(self):
        self.check(self.BAD, taken=False, fits=False)

    def test_what_only_remit_sees(self):
        self.check(self.ONLY_REMIT, taken=False, fits=True)

    def test_codes(self):
        schema = self.schema("--codes", "--as-of", "2024-05-01")
        person = {"rgn": "A", "id": "1", "lvl": "01", "age": 30, "share": 0.5}
        case = {"person": person, "items": []}
        status, answer = self.settle(case, "--codes", "--as-of", "2024-05-01")
        self.assertEqual((status, answer["result"]["lvl"]), (0, "01"))
        self.assertIsNone(problem(schema, "case", case))
        self.assertIsNone(problem(schema, "answer", answer))
        self.assertIsNotNone(problem(schema, "case", one()))

    def test_the_day_is_asked_for(self):
        schema = self.schema()
        self.assertIsNotNone(problem(schema, "case", one()))
        self.assertEqual(self.settle(one())[0], 4)
        self.assertIsNone(problem(schema, "case", {**one(), "as_of": "2024-05-01"}))

    def test_what_the_condition_reads_is_asked_for_without_a_name(self):
        case = {**one(region=...), "as_of": "2024-05-01"}
        self.assertIsNotNone(problem(self.schema(), "case", case))
        self.assertEqual(self.settle(case)[0], 4)
        self.assertIsNone(problem(self.schema("--policy", "p"), "case", case))
        self.assertEqual(self.settle(case, "--policy", "p")[0], 0)

    def test_annotations(self):
        person = self.schema("--lang", "zh")["$defs"]["case"]["properties"]["person"]["properties"]
        self.assertEqual((person["age"]["title"], person["age"]["x-labels"]["en"]), ("年龄", "Age"))
        self.assertTrue(person["id"]["x-personal"])
        self.assertEqual((person["share"]["x-type"], person["share"]["x-step"]), ("rate", "0.0001"))
        self.assertNotIn("multipleOf", person["share"])
        self.assertEqual(person["coarse"]["multipleOf"], 10)


class GoldenFiles(unittest.TestCase):
    """Every case and every reply that a golden file shows."""

    def test_all(self):
        count = 0
        for path in sorted((ROOT / "tests/golden").rglob("*.golden")):
            sections = run_golden.sections_of(path.read_text(encoding="utf-8"))
            with tempfile.TemporaryDirectory() as folder:
                run_golden.write_files(sections, pathlib.Path(folder))
                for command in run_golden.commands_of(sections):
                    count += self.check(path, command, folder) or 0
        self.assertGreater(count, 50)

    def check(self, path, command, folder):
        words = command.arguments
        reply = command.expected["stdout"]
        if words[0] != "remit" or words[1:2] not in (["run"], ["settle"]) or not reply.startswith("{"):
            return 0
        if "--from-interface" in words:  # answered in another system's form
            return 0
        reply = json.loads(reply)
        with self.subTest(golden=path.name, command=words):
            if "errors" in reply:
                self.assertIsNone(problem(schema_of("--errors"), "errors", reply))
                return 1
            if "result" not in reply or "--replay" in words:
                return 0
            flags = ["--codes"] if "--codes" in words else []
            policies = words[words.index("--policies") + 1].replace("{root}", str(ROOT))
            if not pathlib.Path(folder, policies).exists():
                return 0  # made by a command before this one
            status, out, err = remit("schema", reply["service"], "--policies", policies, "--policy", reply["policy"],
                                     "--on", reply["version"], *flags, folder=folder)
            self.assertEqual(status, 0, err)
            schema = json.loads(out)
            Validator.check_schema(schema)
            reply["text_hash"] = reply["meaning_hash"] = "0" * 64  # may be left open in the file
            self.assertIsNone(problem(schema, "answer", reply))
            return 1


if __name__ == "__main__":
    REMIT, SETTLED_CASES = (str(pathlib.Path(binary).resolve()) for binary in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
