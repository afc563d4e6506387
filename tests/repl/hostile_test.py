#!/usr/bin/env python3
"""Nothing that is typed ends the session but `quit` and the end of input; nothing that is saved is half-written."""
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
POLICY = HERE / "policies/city.remit"
STAY = HERE / "policies/stay.json"
PATIENCE = 20 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))
STATUSES = (0, 1, 2, 3, 4, 5)


def session(text, *arguments, folder=ROOT, limit=None):
    data = text if isinstance(text, bytes) else text.encode()
    before = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None
    return subprocess.run([BINARY, "repl", "--policy", "clinic.city", "--input", str(STAY), str(POLICY), *arguments],
                          input=data, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                          preexec_fn=before)


class Hostile(unittest.TestCase):
    def survives(self, text):
        """The session still answers what comes after it."""
        data = text if isinstance(text, bytes) else text.encode()
        done = session(data + b"\n\n6 * 7 * 10\n")
        self.assertIn(done.returncode, STATUSES, done.stdout[-2000:])
        self.assertIn(b"420\n", done.stdout[-200:], data[:200])

    def test_a_line_of_a_million_characters(self):
        for piece in ("x", "(", "1 + ", "费", "\"", "set a.b[1] = ", "rule x : CNY = 1 ", "why ", "'"):
            self.survives(piece * (1_000_000 // len(piece)))

    def test_a_line_beyond_the_limit(self):
        self.survives("x" * 5_000_000)

    def test_binary_paste(self):
        rng = random.Random(7)
        for _ in range(20):
            self.survives(bytes(rng.randrange(256) for _ in range(2000)).replace(b"\x1a", b""))
        self.survives(b"\x00\x01\x02 load \xff\xfe")
        self.survives("load \x1b[31m\u202e")

    def test_commands_with_anything_behind_them(self):
        rng = random.Random(11)
        told = session("help\nlanguage zh\nhelp\n").stdout.decode()
        names = [line.split("  ")[1] for line in told.splitlines() if line.startswith("  ")]
        words = ["stay.items[1].amount", "=", "1_000", "\"", "'", "[", "]", "[0]", "[99999999999999999999]", "..", "as", "item",
                 "2024-13-01", "-1", "费用", "fund", "clinic.city", "{", "}", "|", "to", "from", "step", "show", "for", "0",
                 "case", "all", "depth", "1e400", "%", "§8", "off", "zh", "table", "\\", "自", "到", "显示", "，", "＝"]
        skipped = ("quit", "edit", "save", "log", "output", "open", "source", "退出", "编辑", "保存", "记录", "输出", "打开", "执行")
        lines = []
        for name in names:
            command = " ".join(word for word in name.split() if word.islower() and word.isalpha())
            if name and not name.isascii():
                command = name.split()[0]
            if not command or command.startswith(skipped):
                continue
            for _ in range(12):
                lines.append(command + " " + " ".join(rng.choice(words) for _ in range(rng.randrange(6))))
        rng.shuffle(lines)
        for at in range(0, len(lines), 60):
            self.survives("\n".join(lines[at:at + 60]) + "\nformat table\nlanguage en")

    def test_declarations_in_pieces(self):
        text = POLICY.read_text()
        rng = random.Random(13)
        for _ in range(15):
            begin = rng.randrange(len(text))
            self.survives(text[begin:begin + rng.randrange(400)].replace("\n", "\n  "))

    def test_a_deleted_file(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            (folder / "a.remit").write_text(POLICY.read_text())
            (folder / "quiet").write_text("deductible\n")
            done = subprocess.Popen([BINARY, "repl", "--input", str(STAY), "a.remit"], cwd=folder, stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            done.stdin.write(b"first_deductible\n")
            done.stdin.flush()
            while b"1000.00" not in done.stdout.readline():
                pass
            (folder / "a.remit").unlink()
            out, _ = done.communicate(b"deductible\nreload\ndeductible\n", timeout=PATIENCE)
            self.assertEqual(out.decode().count("1000.00 CNY"), 2, out.decode())
            self.assertIn("No such file", out.decode())

    def test_a_full_disk_leaves_what_was_there(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            for command, name in (("save case", "kept.json"), ("save test \"t\"", "kept.remit"), ("log", "kept"), ("output", "kept")):
                kept = folder / name
                kept.write_text("# as it was\n" if command != "output" else "")
                before = kept.read_text()
                over = "" if command.startswith("save test") else " !"
                script = f"{command} {name}{over}\n" + ("help\noutput off\n" if command == "output" else "")
                done = session("help\n" * 30 + script, folder=folder, limit=100)
                self.assertIn("cannot write", done.stdout.decode()[-3000:], command)
                self.assertEqual(kept.read_text(), before)
                self.assertEqual([path.name for path in folder.iterdir()], [name])
                kept.unlink()


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
