"""The order of declarations means nothing: shuffled policies give the same answers, step ids and meaning hash."""
import argparse
import json
import pathlib
import random
import shutil
import sys
import tempfile

from policy_text import CASES, REGION, SHAPES, Remit, blocks, one_policy


def shuffled(path, chance):
    head, declared = blocks(path.read_text(encoding="utf-8"))
    chance.shuffle(declared)
    path.write_text(head + "\n" + "\n".join(declared) + "\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--count", type=int, default=1, help="shuffles of each policy")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    remit, chance = Remit(options.remit), random.Random(options.seed)
    wrong = asked = 0
    with tempfile.TemporaryDirectory() as folder:
        subjects = []
        for name, cases in CASES.items():
            place = pathlib.Path(folder, name)
            place.mkdir()
            text = (SHAPES / f"{name}.remit").read_text(encoding="utf-8")
            (place / "policy.remit").write_text(one_policy(text), encoding="utf-8")
            subjects.append((place, f"shapes.{name}", cases))
        place = pathlib.Path(folder, "cn")
        shutil.copytree(REGION, place)
        case = json.loads((place / "beijing" / "examples" / "second_stay.json").read_text(encoding="utf-8"))
        subjects.append((place, "cn.beijing.employee", [case]))
        for place, policy, cases in subjects:
            before = [remit.seen(place, policy, case) for case in cases]
            if any(meaning is None or not ids for _, ids, meaning in before):
                sys.exit(f"{policy} gives no answer: {before}")
            for number in range(options.count):
                for path in place.rglob("*.remit"):
                    if not path.stem.endswith("_tests"):
                        shuffled(path, chance)
                for case, (answer, ids, meaning) in zip(cases, before):
                    found = remit.seen(place, policy, case)
                    asked += 1
                    for what, old, new in zip(("answer", "ids", "meaning"), (answer, ids, meaning), found):
                        if old != new:
                            wrong += 1
                            print(f"{policy}, shuffle {number}: {what}\n  before {str(old)[:1500]}\n  after  {str(new)[:1500]}")
    if wrong:
        sys.exit(f"{wrong} differences (seed {options.seed})")
    print(f"{asked} cases of {len(subjects)} policies are as before (seed {options.seed})")


if __name__ == "__main__":
    main()
