"""The tree is the architecture: includes run one way, some tools stay in one folder, and no number is binary.

A folder may include itself and whatever stands to the right of it in a line below, over any number of steps. A
folder that is in no line may not exist: say here where it belongs.
"""
import pathlib
import re
import tempfile
import unittest

PASSES = "testing library catalog hash lower cases bound date order check type elaborate resolve flatten collect format parse ast diagnostic source"

ARROWS = (
    "cli > repl > repl/terminal > repl/command > repl/session > dsl",
    "repl > repl/whatif > repl/command > repl/plot > engine/value",
    "dsl > " + " > ".join(f"dsl/{name}" for name in PASSES.split()) + " > engine/batch",
    "dsl/source > engine/ledger",
    "dsl/source > engine/interface > engine/io > engine/program",
    "engine/batch > engine/evaluate",
    "engine/ledger > engine/evaluate",
    "engine/evaluate > engine/program > engine/value > engine/number > engine",
    "engine/value > engine/text > engine",
)

# Headers that one place hides from the rest.
HIDDEN = {
    "hwy/": r"engine/batch/kernels/.+",
    "boost/": r"engine/number/\w+\.cpp",
    "simdjson": r"engine/io/json\.cpp",
    "tao/pegtl": r"dsl/parse/.+",
}

# Where no binary floating point may touch a number: neither a type, nor a function of one, nor `1.5` or `1e3`.
EXACT = ("engine", "dsl", "repl")
INEXACT = r"\b(?:float|double|strto[fd]|sto[fd]|atof|get_double|(?!0[xX])\d[\d']*(?:\.\d|[eE][+-]?\d)[\w.']*)\b"

SOURCES = (".h", ".cpp", ".def")
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<include>^[ \t]*\#[ \t]*include[ \t]*["<][^">\n]+[">])
      | (?P<number>\b\d[\w.']*)
      | (?P<text>R"(?P<end>[^\s(]*)\(.*?\)(?P=end)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def code(text, *dropped):
    """The text with tokens of the named kinds blanked; lines keep their numbers."""
    def blanked(token):
        return re.sub(r"[^\n]", " ", token[0]) if any(token[kind] for kind in dropped) else token[0]

    return TOKEN.sub(blanked, text)


def numbered(pattern, text):
    return ((text.count("\n", 0, match.start()) + 1, match) for match in re.finditer(pattern, text, re.MULTILINE))


def reachable():
    """Every folder that ARROWS knows, with all that it may include."""
    below = {}
    for line in ARROWS:
        chain = line.split(" > ")
        for upper, lower in zip(chain, chain[1:]):
            below.setdefault(upper, set()).add(lower)
            below.setdefault(lower, set())

    def closure(folder):
        return {folder}.union(*(closure(lower) for lower in below[folder]))

    return {folder: closure(folder) for folder in below}


def folder_of(path):
    """The folder of ARROWS to which a file belongs: dsl/parse/x/y.h to dsl/parse, repl/repl.h to repl."""
    parts = path.split("/")[:-1]
    return "/".join(parts[:2] if parts[0] in ("engine", "dsl", "repl") else parts[:1])


def problems_of(root, path, allowed):
    text = (root / path).read_text(encoding="utf-8")
    folder = folder_of(path)
    if folder not in allowed:
        yield f"{path}: the folder {folder} has no place in ARROWS"
        return
    for line, include in numbered(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)', code(text, "comment")):
        kind, target = include.groups()
        if kind == '"' and not (root / target).is_file():
            yield f"{path}:{line}: {target} is not a path from the root of the repository"
        elif kind == '"' and folder_of(target) not in allowed[folder]:
            yield f"{path}:{line}: {folder} may not include {target}"
        for prefix, home in HIDDEN.items():
            if target.startswith(prefix) and not re.fullmatch(home, path):
                yield f"{path}:{line}: <{target}> belongs in {home} only"
    if path.startswith(tuple(f"{folder}/" for folder in EXACT)):
        for line, word in numbered(INEXACT, code(text, "comment", "include", "text")):
            yield f"{path}:{line}: {word[0]} is not exact"


def problems(root):
    allowed = reachable()
    paths = (path.relative_to(root).as_posix()
             for part in sorted({folder.split("/")[0] for folder in allowed})
             for path in sorted((root / part).rglob("*")) if path.suffix in SOURCES)
    return [problem for path in paths for problem in problems_of(root, path, allowed)]


class Layering(unittest.TestCase):
    def test_repository(self):
        self.assertEqual(problems(pathlib.Path(__file__).parents[2]), [])

    def check(self, files, *expected):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            self.assertEqual(problems(root), list(expected))

    def test_forward_arrows_are_fine(self):
        self.check({
            "engine/result.h": "",
            "engine/number/number.h": '#include "engine/result.h"\n',
            "dsl/source/span.h": "",
            "dsl/parse/deep/parse.cpp": '#include <tao/pegtl.hpp>\n#include "dsl/source/span.h"\n',
            "cli/main.cpp": '#include "dsl/source/span.h"\n#include "engine/number/number.h"\n',
        })

    def test_backward_arrows_are_found(self):
        self.check(
            {
                "dsl/ast/ast.h": '#include "dsl/parse/parse.h"\n',
                "dsl/parse/parse.h": "",
                "engine/batch/batch.h": '\n#  include "engine/ledger/ledger.h"\n',
                "engine/io/io.h": '#include "engine/evaluate/evaluate.h"\n',
                "engine/ledger/ledger.h": "",
                "engine/evaluate/evaluate.h": '#include "dsl/ast/ast.h"\n',
            },
            "dsl/ast/ast.h:1: dsl/ast may not include dsl/parse/parse.h",
            "engine/batch/batch.h:2: engine/batch may not include engine/ledger/ledger.h",
            "engine/evaluate/evaluate.h:1: engine/evaluate may not include dsl/ast/ast.h",
            "engine/io/io.h:1: engine/io may not include engine/evaluate/evaluate.h",
        )

    def test_every_folder_has_a_place(self):
        self.check({"dsl/magic/magic.h": ""}, "dsl/magic/magic.h: the folder dsl/magic has no place in ARROWS")

    def test_includes_start_at_the_root(self):
        self.check({"cli/main.cpp": '#include "main.h"\n', "cli/main.h": ""},
                   "cli/main.cpp:1: main.h is not a path from the root of the repository")

    def test_hidden_headers_stay_hidden(self):
        self.check(
            {
                "engine/number/number.h": "#include <boost/multiprecision/cpp_int.hpp>\n",
                "engine/number/number.cpp": "#include <boost/multiprecision/cpp_int.hpp>\n",
                "cli/main.cpp": "#include <tao/pegtl.hpp>\n",
            },
            r"cli/main.cpp:1: <tao/pegtl.hpp> belongs in dsl/parse/.+ only",
            r"engine/number/number.h:1: <boost/multiprecision/cpp_int.hpp> belongs in engine/number/\w+\.cpp only",
        )

    def test_binary_floating_point_is_found(self):
        self.check(
            {
                "engine/value/a.cpp": "// double\nauto s = R\"x(double \")x\";\nfloat f = 1'000 + 0x1e5;\nauto x = 1.5;\n",
                "dsl/ast/b.h": "/* float\n */ #include <x>\nchar c = '\"'; double d; char e = '\"';\nint doubled;\n",
                "cli/main.cpp": "double seconds;\n",
            },
            "dsl/ast/b.h:3: double is not exact",
            "engine/value/a.cpp:3: float is not exact",
            "engine/value/a.cpp:4: 1.5 is not exact",
        )


if __name__ == "__main__":
    unittest.main()
