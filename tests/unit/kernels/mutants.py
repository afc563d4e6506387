#!/usr/bin/env python3
"""Do the tests of kernels see a mistake? Makes one at a time in a copy of a kernel, builds the test with it, and tells
whether the test fails. Some mistakes only one vector width makes; a machine without it cannot see them.

    mutants.py BUILD [NUMBER…]

BUILD is a configured folder in which `kernels_test` is built. Takes some minutes; no part of `ctest`. Exits 1 where a
mistake survives or no longer applies.
"""
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
KERNELS = "engine/batch/kernels"
FAMILIES = ("arithmetic.cpp", "columns.cpp", "conditions.cpp", "lists.cpp", "rounding.cpp")

# (what is wrong, file, what it says, what it says then)
MUTANTS = (
    ("constant of a division rounded down", "rounding.cpp", "+ (by - 1)) / by", ") / by"),
    ("carry between halves of a product lost", "rounding.cpp", "hn::And(middle, low_half_)", "middle"),
    ("ties away from zero left where they are", "rounding.cpp", "{(divisor - 1) / 2, (divisor - 1) / 2}", "{half, half}"),
    ("ties to even rounded down", "rounding.cpp", "{half, half, Word{divisor % 2 == 0}}", "{half, half}"),
    ("ties of an odd divisor", "rounding.cpp", "Word{divisor % 2 == 0}", "1"),
    ("ceiling and floor exchanged", "rounding.cpp", "return {always, never}", "return {never, always}"),
    ("positive ties to even rounded up", "rounding.cpp", "hn::AndNot(hn::And(tie, one), quotient)", "quotient"),
    ("the same lane by lane", "rounding.cpp", "quotient & ~U{1}", "quotient"),
    ("positive ties toward zero rounded up", "rounding.cpp", "half_down: return (divisor - 1) / 2", "half_down: return divisor / 2"),
    ("2^63 taken for a word", "rounding.cpp", "Byte{!negative && size > U(kHighest)}", "Byte{0}"),
    ("overflow of a difference", "arithmetic.cpp", "hn::Xor(x, y), hn::Xor(x, rest)", "hn::Xor(x, y), hn::Xor(y, rest)"),
    ("earlier overflow forgotten", "arithmetic.cpp", "hn::Or(load(bad + i), flags(step))", "flags(step)"),
    ("32 bits taken for 33", "arithmetic.cpp", "all(Word{1} << 31)", "all(Word{1} << 32)"),
    ("a band below its edge pays back", "arithmetic.cpp", "hn::Max(inside, hn::Zero(WordTag()))", "inside"),
    ("less or equal turned round", "conditions.cpp", "test(b, a, less, 1, out, n)", "test(a, b, less, 1, out, n)"),
    ("choice exchanged", "conditions.cpp", "hn::IfThenElse(chosen, yes(i), no(i))", "hn::IfThenElse(chosen, no(i), yes(i))"),
    ("lanes past the end in a range", "columns.cpp", "i < n ? hn::IfThenElse(hn::FirstN(WordTag(), n - i), load(a + i), low)", "i < n ? load(a + i)"),
    ("last lanes left out of a range", "columns.cpp", "if (i < n) take(i, hn::And(chosen(i), hn::FirstN(WordTag(), n - i)));", ""),
    ("lanes past the end in a rough range", "columns.cpp", "hn::Or(bits, hn::IfThenElseZero(hn::FirstN(WordTag(), n - i), load(a + i)))", "hn::Or(bits, load(a + i))"),
    ("a vector left out of a rough range", "columns.cpp", "hn::Or(hn::Or(bits, second), hn::Or(third, fourth))", "hn::Or(hn::Or(bits, second), third)"),
    ("lanes past the end counted", "columns.cpp", "hn::IfThenElseZero(hn::FirstN(ByteTag(), n - i), load(a + i))", "load(a + i)"),
    ("table of bytes cut one too late", "columns.cpp", "all(Byte{0x70})", "all(Byte{0x6f})"),
    ("repeated past the room there is", "lists.cpp", "if (end + kReach > room)", "if (end > room)"),
    ("running sum not carried on", "lists.cpp", "store(load(sums_ + kElements), sums_)", "store(hn::Zero(WordTag()), sums_)"),
    ("element chosen or not", "lists.cpp", "hn::IfThenElseZero(chosen(when, k), load(a + k))", "load(a + k)"),
    ("one element too many of a long list", "lists.cpp", "all(static_cast<Word>(end - last))", "all(static_cast<Word>(end - last) + 1)"),
    ("one element too few of a long list", "lists.cpp", "all(static_cast<Word>(begin - first) - 1)", "all(static_cast<Word>(begin - first))"),
    ("one bit too many counted", "lists.cpp", "(U{1} << k % 64) - 1", "(U{2} << k % 64) - 1"),
    ("the least of none", "lists.cpp", "none ? 0 : result", "result"),
    ("bytes of conditions in disorder", "lanes-inl.h", "{0, 8, 4, 12,", "{0, 8, 12, 4,"),
    ("AVX2: blocks not exchanged", "lanes-inl.h", "_MM_SHUFFLE(3, 1, 2, 0))};\n  return hn::TableLookupBytes(blocks", "_MM_SHUFFLE(3, 2, 1, 0))};\n  return hn::TableLookupBytes(blocks"),
    ("AVX2: high half of a factor dropped", "lanes-inl.h", "low_product(shifted_right<32>(factor), low)", "hn::Zero(WordTag())"),
    ("portable: bytes of an entry in disorder", "lanes-inl.h", "Word{0x03020100}", "Word{0x03020001}"),
    ("AVX-512: halves of a table exchanged", "lanes-inl.h", "(low_.raw, index.raw, high_.raw)", "(high_.raw, index.raw, low_.raw)"),
)


def compile_commands(build):
    commands = json.loads((build / "compile_commands.json").read_text())
    return {pathlib.Path(command["file"]).name: shlex.split(command["command"]) for command in commands
            if f"/{KERNELS}/" in command["file"]}


def compiled(command, source, scratch):
    """The object of a changed source, which finds the changed folder before the one it is a copy of."""
    output = scratch / f"{source.name}.o"
    command = [word for word in command if not word.endswith("ccache")]
    command[command.index("-o") + 1] = str(output)
    command[command.index("-c") + 1] = str(source)
    for option in ("-MT", "-MF"):
        if option in command:
            command[command.index(option) + 1] = str(output) + ".d"
    subprocess.run([command[0], f"-I{scratch}", *command[1:], "-O1", "-w"], check=True, cwd=scratch)
    return output


def caught(build, commands, name, old, new):
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        shutil.copytree(ROOT / KERNELS, scratch / KERNELS)
        changed = scratch / KERNELS / name
        text = changed.read_text()
        if old not in text:
            return "no longer applies"
        changed.write_text(text.replace(old, new))
        sources = [name] if name in FAMILIES else FAMILIES
        objects = [compiled(commands[source], scratch / KERNELS / source, scratch) for source in sources]
        tests = (build / "tests/unit/kernels/CMakeFiles/kernels_test.dir").glob("*.o")
        program = scratch / "kernels_test"
        subprocess.run(["g++", *objects, *tests, build / f"{KERNELS}/libbatch_kernels.a",
                        build / "engine/number/libnumber.a", "-lgtest_main", "-lgtest", "-lhwy", "-o", program], check=True)
        try:
            run = subprocess.run([program, "--gtest_brief=1"], capture_output=True, timeout=300)
        except subprocess.TimeoutExpired:
            return "caught (hangs)"
        if run.returncode == 0:
            return "SURVIVES"
        if run.returncode < 0:
            return "caught (reaches forbidden memory)"
        failed = {line.split()[3] for line in run.stdout.decode().splitlines() if line.startswith("[  FAILED  ]") and "." in line}
        return "caught by " + ", ".join(sorted(failed))


def main(build, *numbers):
    build = pathlib.Path(build).resolve()
    commands = compile_commands(build)
    chosen = [int(number) for number in numbers] or range(1, len(MUTANTS) + 1)
    good = True
    for number in chosen:
        title, name, old, new = MUTANTS[number - 1]
        answer = caught(build, commands, name, old, new)
        good &= answer.startswith("caught")
        print(f"{number:2} {name:15} {title}: {answer}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
