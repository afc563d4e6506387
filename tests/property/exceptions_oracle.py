"""Exceptions against their definition: random trees of `of` and `over`, every condition an input, through `remit settle`.

The reading here is its own: of the children whose condition holds, those count that no other holding sibling goes over;
none, one, or several that must agree. Clashes and bases without a case must fail, and name who takes part. A failure
prints the rule and the inputs; --seed makes them again. `= c.yes` in each condition keeps the checker from deciding it.
"""
import argparse
import fractions
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from number_oracle import plain, rounded

Fraction = fractions.Fraction


class Node:
    def __init__(self, name, parent):
        self.name, self.parent = name, parent
        self.children, self.over = [], set()
        self.condition, self.value = None, None

    def above(self):
        """All siblings that it goes over, directly or by way of others."""
        reached, todo = set(), list(self.over)
        while todo:
            other = todo.pop()
            if other not in reached:
                reached.add(other)
                todo += other.over
        return reached


def chosen(node, holds):
    """The values that count at this node, by its name: one, or several that agree. Raises the groups of names that clash."""
    holding = [child for child in node.children if holds[child.condition]]
    counting = [child for child in holding if not any(child in other.above() for other in holding)]
    if not counting:
        if node.condition is not None and node.parent is None and not holds[node.condition]:
            raise LookupError
        return rounded(node.value, Fraction(1, 100), "half_up")
    values, clashes = [], []
    for child in counting:
        try:
            values.append(chosen(child, holds))
        except ValueError as clash:
            clashes += clash.args[0]
    if clashes:
        raise ValueError(clashes)
    if len(set(values)) > 1:
        raise ValueError([[child.name for child in counting]])
    return values[0]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def tree(self, conditions):
        root = Node("base", None)
        nodes = [root]
        for number in range(self.random.randint(1, 7)):
            parent = self.random.choice(nodes[:1] * 2 + nodes)
            node = Node(f"e{number}", parent)
            node.condition = number  # its own: two that always hold together are an error of the check
            for sibling in parent.children:
                if self.random.random() < 0.35:
                    node.over.add(sibling)
            parent.children.append(node)
            nodes.append(node)
        for node in nodes:  # few values, so that several agree; some only after the rounding
            node.value = self.random.choice((Fraction(100), Fraction(200), Fraction(100001, 1000), Fraction(99995, 1000),
                                             Fraction(self.random.randint(0, 3))))
        if self.random.random() < 0.3:
            root.condition = self.random.randrange(conditions)
        return root, nodes

    def text(self, number, root, nodes):
        lines = [f"rule r{number} : CNY rounded half up = {plain(root.value)}"
                 + (f" when c.b{root.condition} = c.yes" if root.condition is not None else "")]
        written = nodes[1:]
        self.random.shuffle(written)  # the order in which exceptions are written means nothing
        for node in written:
            head = f"  except e{node.name[1:]}" + (f" of {node.parent.name}" if node.parent is not root else "")
            if node.over:
                head += " over " + ", ".join(sorted(other.name for other in node.over))
            lines.append(f"{head} when c.b{node.condition} = c.yes then {plain(node.value)}")
        return "\n".join(lines)


def tells(messages, clashes):
    """Whether each group that clashes is told, once."""
    return len(messages) == len(clashes) and all(
        any(all(f"`{name}`" in message for name in names) for message in messages) for names in clashes)


def settled(remit, path, policy, holds, asked):
    case = {"c": {"on": "2024-05-20", "yes": True, **{f"b{n}": held for n, held in enumerate(holds)},
                  **{f"asked{n}": want for n, want in enumerate(asked)}}}
    run = subprocess.run([remit, "settle", "--policies", path, "--policy", policy, "--input", "-"], input=json.dumps(case),
                         capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        answer = json.loads(run.stdout, parse_float=Fraction, parse_int=Fraction)
        if all("step" in error for error in answer.get("errors", [])):
            return answer
    except ValueError:
        pass
    sys.exit(f"{path.read_text(encoding='utf-8')}\n{run.stdout}{run.stderr}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("remit")
    arguments.add_argument("--count", type=int, default=15, help="policies")
    arguments.add_argument("--rules", type=int, default=12)
    arguments.add_argument("--cases", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    maker = Maker(options.seed)
    conditions, wrong, asked, failed = 7, 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            trees = [maker.tree(conditions) for _ in range(options.rules)]
            rules = [maker.text(at, *tree) for at, tree in enumerate(trees)]
            fields = "  ".join(["yes : bool"] + [f"b{n} : bool" for n in range(conditions)] + [f"asked{n} : bool" for n in range(options.rules)])
            gives = "\n".join(f"rule g{at} : CNY = if c.asked{at} then r{at} else -1" for at in range(options.rules))
            path = pathlib.Path(folder, f"{number}.remit")
            path.write_text(f"""policy oracle.exceptions_{number}
  in force from 2024-01-01
  applies when true

currency CNY to 0.01
record Case {{ on : date  {fields} }}
input c : Case

{chr(10).join(rules)}
{gives}

service settle takes c governed by c.on {{ gives {', '.join(f'g{at}' for at in range(options.rules))} }}
""", encoding="utf-8")
            for _ in range(options.cases):
                holds = [maker.random.random() < 0.5 for _ in range(conditions)]
                values, errors = {}, {}
                for at, (root, _) in enumerate(trees):
                    try:
                        values[at] = chosen(root, holds)
                    except ValueError as clash:
                        errors[at] = clash.args[0]
                    except LookupError:
                        errors[at] = []
                # first those that have a value: a rule that nobody asks for cannot fail; then all
                for wanted in (set(values), set(values) | set(errors)):
                    answer = settled(options.remit, path, f"oracle.exceptions_{number}", holds,
                                     [at in wanted for at in range(options.rules)])
                    told = {}
                    for error in answer.get("errors", []):
                        told.setdefault(int(error["step"].split("/")[1][1:]), []).append(error["message"])
                    result = {at: answer.get("result", {}).get(f"g{at}") for at in wanted}
                    if wanted & set(errors):
                        bad = set(told) ^ set(errors)
                        bad |= {at for at in set(told) & set(errors) if errors[at] and not tells(told[at], errors[at])}
                    else:
                        bad = {at for at in wanted if result[at] != values[at]}
                    asked += len(wanted)
                    failed += len(wanted & set(errors))
                    wrong += len(bad)
                    for at in sorted(bad)[:3]:
                        print(f"{rules[at]}\n  b0… = {holds}\n  expected {values.get(at)} or a clash of {errors.get(at)}"
                              f"\n  found    {result.get(at)} {told.get(at)}")
    if wrong:
        sys.exit(f"{wrong} of {asked} rules differ (seed {options.seed})")
    print(f"{asked} rules agree, {failed} of them errors (seed {options.seed})")


if __name__ == "__main__":
    main()
