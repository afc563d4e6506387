"""generate.py SEED [COUNT]: random well-typed policies of all constructs. `Generator(seed).policy()` makes one.

A declaration reads only what was made before it, so nothing goes in a circle; they are written in any order, for order
means nothing. `shape`, `memories`, `papers` and `files` say what a case of it must look like (cases.py).
"""
import sys

from making import Scope
from making_memory import Memory

HEAD = """policy random.p{seed}
  in force from 1900-01-01
  applies when true

currency CNY to 0.01
month ends {ends}
"""


class Generator(Memory):
    def __init__(self, seed):
        super().__init__(seed)
        self.seed = seed
        self.scope, self.text, self.gives, self.lists_given = Scope(), [], [], {}
        self.shape, self.requires, self.lists, self.ensures = {}, [], [], []
        self.memories, self.papers, self.files = {}, [], {}
        self.as_of = self.chance(0.08)

    def policy(self):
        """The text."""
        self.make_types()
        self.make_inputs()
        often = [self.make_value] * 3 + [self.make_rule] * 5 + [self.make_table] * 2 + [self.make_slice] * 2 + [self.make_function]
        seldom = [self.make_record_rule, self.make_requirement, self.make_tally, self.make_tally, self.make_spell, self.make_history,
                  self.make_account, self.make_catalog, self.make_share, self.make_documents]
        self.random.shuffle(seldom)
        seldom = seldom[:self.random.randint(0, 5)]
        for _ in range(self.random.randint(3, 10)):
            self.pick(often + seldom)()
        for loop in self.case_lists:
            self.make_block(loop)
        if self.chance(0.5):
            self.make_derived()
        for _ in range(self.random.randint(2, 8)):
            self.pick(often + seldom)()
        if self.chance(0.3):
            self.make_payers()
        for _ in range(self.random.randint(2, 5)):
            self.make_output()
        for _ in range(self.random.randint(0, 2)):
            self.make_identity()
        return self.written()

    def written(self):
        self.random.shuffle(self.text)
        gives = self.gives + [f"{text} {{ {', '.join(fields)} }}" for text, fields in self.lists_given.items() if fields]
        clauses = [f"  gives {', '.join(gives)}"]
        clauses += [f"  ensures {e}" for e in self.ensures]
        clauses += [f"  requires {', '.join(self.requires)}"] * bool(self.requires)
        clauses += [f"  lists {', '.join(self.lists)}"] * bool(self.lists)
        date = "as of" if self.as_of else "head.on"
        service = f"service settle takes {', '.join(self.shape)} governed by {date} {{\n" + "\n".join(clauses) + "\n}"
        head = HEAD.format(seed=self.seed, ends=self.pick(("last day", "next day", "error")))
        return head + "\n" + "\n".join([*self.text, service]) + "\n"


def main():
    seed = int(sys.argv[1])
    for at in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(Generator(seed + at).policy())


if __name__ == "__main__":
    main()
