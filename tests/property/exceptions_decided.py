"""What the checker says of exceptions, against all cases: which pairs may clash, which can never be chosen.

Random trees of `of` and `over`; each condition is a conjunction of flags, negated flags and comparisons of a count, so few
inputs that all of them can be tried. Every two values differ. A failure prints the rule; --seed makes it again.
"""
import argparse
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from exceptions_oracle import Node

FLAGS = 3
COUNTS = range(0, 5)
COMPARISONS = {"=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
               ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
CASES = [(flags, count) for flags in itertools.product((False, True), repeat=FLAGS) for count in COUNTS]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def literal(self):
        at, kind = self.random.randrange(FLAGS), self.random.random()
        if kind < 0.35:
            return f"c.b{at}", lambda case: case[0][at]
        if kind < 0.6:
            return f"not c.b{at}", lambda case: not case[0][at]
        if kind < 0.7:
            return f"c.b{at} = false", lambda case: not case[0][at]
        sign, bound = self.random.choice(tuple(COMPARISONS)), self.random.choice(COUNTS)
        return f"c.n {sign} {bound}", lambda case: COMPARISONS[sign](case[1], bound)

    def rule(self, number):
        """The text, and its base."""
        root = Node("base", None)
        nodes, lines = [root], [f"rule r{number} : CNY = 0"]
        for at in range(self.random.randint(1, 6)):
            parent = self.random.choice(nodes[:1] * 2 + nodes)
            node = Node(f"e{at}", parent)
            parts = [self.literal() for _ in range(self.random.choice((1, 1, 2, 2, 3)))]
            node.condition = lambda case, parts=parts: all(holds(case) for _, holds in parts)
            node.over = {sibling for sibling in parent.children if self.random.random() < 0.5}
            parent.children.append(node)
            nodes.append(node)
            over = " over " + ", ".join(sorted(other.name for other in node.over)) if node.over else ""
            of = f" of {parent.name}" if parent is not root else ""
            lines.append(f"  except {node.name}{of}{over} when {' and '.join(text for text, _ in parts)} then {at + 1}")
        return lines, root, nodes[1:]


def tried(root, nodes):
    """The pairs that count together in some case, and the exceptions that count in none, though their parent does."""
    pairs, never = set(), {node.name for node in nodes}
    for case in CASES:
        todo = [root]
        while todo:
            node = todo.pop()
            holding = [child for child in node.children if child.condition(case)]
            counting = [child for child in holding if not any(child in other.above() for other in holding)]
            pairs |= {frozenset((a.name, b.name)) for a, b in itertools.combinations(counting, 2)}
            never -= {child.name for child in counting}
            todo += counting
    return pairs, never - {child.name for node in nodes if node.name in never for child in node.children}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--count", type=int, default=40, help="policies")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    maker, wrong, asked, clashes, dead = Maker(options.seed), 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            rules = [maker.rule(at) for at in range(6)]
            head = ["policy oracle.decided", "  in force from 2024-01-01", "  applies when true", "currency CNY to 0.01",
                    "record Case { on : date  " + "  ".join(f"b{n} : bool" for n in range(FLAGS))
                    + f"  n : count {COUNTS[0]}..{COUNTS[-1]} }}", "input c : Case",
                    "service settle takes c governed by c.on { gives " + ", ".join(f"r{at}" for at in range(6)) + " }"]
            starts, lines = [], head
            for text, _, _ in rules:
                starts.append(len(lines) + 1)
                lines = lines + text
            path = pathlib.Path(folder, f"{number}.remit")
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            run = subprocess.run([options.remit, "check", "--format", "json", path], capture_output=True, text=True,
                                 encoding="utf-8", check=False)
            pairs, never = [set() for _ in rules], [set() for _ in rules]
            for problem in json.loads(run.stdout):
                at = max(at for at, start in enumerate(starts) if start <= problem["line"])
                names = re.findall("`(e[0-9]+)`", problem["message"])
                if problem["code"] in ("E0506", "E0512"):  # may, or do always, hold together
                    pairs[at].add(frozenset(names[:2]))
                elif problem["code"] == "W0505":
                    never[at].add(names[0])
                else:
                    sys.exit(f"{problem}\n{path.read_text(encoding='utf-8')}")
            for at, (text, root, nodes) in enumerate(rules):
                expected = tried(root, nodes)
                asked, clashes, dead = asked + 1, clashes + len(expected[0]), dead + len(expected[1])
                if expected != (pairs[at], never[at]):
                    wrong += 1
                    if wrong <= 6:
                        print("\n".join(text))
                        for what, tell in (("may clash", 0), ("never chosen", 1)):
                            found = (pairs[at], never[at])[tell]
                            print(f"  {what}: missed {[tuple(x) if tell == 0 else x for x in expected[tell] - found]},"
                                  f" too many {[tuple(x) if tell == 0 else x for x in found - expected[tell]]}")
    if wrong:
        sys.exit(f"{wrong} of {asked} rules differ (seed {options.seed})")
    print(f"{asked} rules agree: {clashes} pairs that may clash, {dead} exceptions never chosen (seed {options.seed})")


if __name__ == "__main__":
    main()
