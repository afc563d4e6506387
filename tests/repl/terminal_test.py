#!/usr/bin/env python3
"""The session on a real terminal: a pseudo-terminal that this script reads and types on."""
import fcntl
import os
import pathlib
import pty
import random
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies/shapes/tests_of_all_kinds.remit"
PATIENCE = 10 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Terminal:
    def __init__(self, home, *arguments, columns=100, rows=40, environment=(), command=None):
        self.seen = ""
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.chdir(home)
            command = command or [BINARY, "repl", *arguments]
            os.execve(command[0], command, {
                "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm", "HOME": str(home), "NO_COLOR": "1",
                "PAGER": "cat", **dict(environment)})
        self.resize(columns, rows)

    def resize(self, columns, rows):
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, text):
        os.write(self.file, text.encode())

    def paste(self, data):
        """What comes meanwhile is read."""
        while data:
            ready, room, _ = select.select([self.file], [self.file], [])
            if ready:
                os.read(self.file, 65536)
            if room:
                data = data[os.write(self.file, data[:1000]):]

    def read(self, seconds=0.3):
        """What comes until nothing comes for a while."""
        text = b""
        while select.select([self.file], [], [], seconds)[0]:
            try:
                block = os.read(self.file, 65536)
            except OSError:
                break
            if not block:
                break
            text += block
        self.seen += text.decode(errors="replace")
        return ESCAPE.sub("", text.decode(errors="replace"))

    def wait_for(self, wanted):
        end, text = time.monotonic() + PATIENCE, ""
        while wanted not in text:
            if time.monotonic() > end:
                raise AssertionError(f"{wanted!r} did not come, but:\n{text}")
            text += self.read(0.05)
        return text

    def ended(self):
        """The exit status, once it has ended; less than 0 by a signal."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            self.read(0.05)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        raise AssertionError("it did not end")

    def close(self):
        """Ctrl-D; the exit status."""
        self.type("\x04")
        status = self.ended()
        os.close(self.file)
        return status


class OnATerminal(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.home)

    def open(self, *arguments, **options):
        terminal = Terminal(self.home, *(arguments or (str(POLICIES),)), **options)
        terminal.wait_for("> ")
        return terminal

    def test_a_newcomer_is_told_three_things_to_type(self):
        terminal = Terminal(self.home, str(POLICIES))
        text = terminal.wait_for("Ctrl-D")
        for wanted in ("1 policy", "load CASE.json", "settle", "why RESULT", "help"):
            self.assertIn(wanted, text)
        self.assertEqual(terminal.close(), 0)

    def test_an_expression(self):
        terminal = self.open()
        terminal.type("20 + 22\r")
        terminal.wait_for("42")
        self.assertEqual(terminal.close(), 0)

    def test_tab_completes_commands_names_paths_and_members(self):
        terminal = self.open()
        terminal.type("des\t")
        terminal.wait_for("describe ")
        terminal.type("\x15use sha\t")
        terminal.wait_for("use shapes.tests_of_all_kinds ")
        terminal.type("\r")
        terminal.wait_for("shapes.tests_of_all_kinds> ")
        terminal.type("like \"a stay\"\r")
        terminal.wait_for("case `like`")
        terminal.type("set stay.des\t")
        terminal.wait_for("set stay.designated ")
        terminal.type("= fa\t")
        terminal.wait_for("= false")
        terminal.type("\r")
        terminal.wait_for("true → false")
        terminal.type("se\t")
        text = terminal.wait_for("settle")
        self.assertIn("set", text)
        terminal.type("\x15")
        self.assertEqual(terminal.close(), 0)

    def test_tab_completes_fields_of_any_element(self):
        here = ROOT / "tests/repl/policies"
        terminal = self.open(str(here / "city.remit"), "--policy", "clinic.city", "--input", str(here / "stay.json"))
        terminal.type("set stay.items[2].li\t")
        terminal.wait_for("set stay.items[2].listed ")
        terminal.type("= \t")
        text = terminal.wait_for("true")
        self.assertIn("false  true\n", text)  # what the input may be given, and no other names
        terminal.type("tr\t")
        terminal.wait_for("true ")
        terminal.type("\r")
        terminal.wait_for("false → true")
        terminal.close()

    def test_tab_completes_files(self):
        (self.home / "很长的案例.json").write_text("{}")
        terminal = self.open()
        terminal.type("load 很\t")
        terminal.wait_for("load 很长的案例.json ")
        terminal.type("\x15")
        terminal.close()

    def test_control_c_drops_the_line_and_never_the_session(self):
        terminal = self.open()
        terminal.type("nonsense and more\x03")
        terminal.wait_for("^C")
        terminal.type("1 + 1\r")
        text = terminal.wait_for("2\n")
        self.assertNotIn("nonsense", text.split("1 + 1")[-1])
        terminal.type("rule x : CNY = \r")
        terminal.wait_for(". ")
        terminal.type("\x03")
        terminal.wait_for("^C")
        terminal.type("3 * 3\r")
        terminal.wait_for("9\n")
        terminal.read()  # the prompt: the signal comes while a line is edited
        os.kill(terminal.process, signal.SIGINT)
        terminal.read()
        terminal.type("4 * 4\r")
        terminal.wait_for("16\n")
        self.assertEqual(terminal.close(), 0)

    def test_control_c_leaves_a_file_as_it_was(self):
        """Unless all was done before."""
        part = self.home / "part.csv"
        part.write_text("as it was\n")
        terminal = self.open(str(ROOT / "policies/cn"))
        terminal.type(f"load {ROOT}/policies/cn/beijing/examples/second_stay.json\r")
        terminal.wait_for("settle")
        terminal.type("sweep first_deductible from 0 to 99_999 step 1 show pooled, cash to part.csv !\r")
        terminal.read(0.05)
        terminal.type("\x03")
        text = terminal.wait_for("part.csv`\n")
        stopped = "nothing is written to `part.csv`" in text
        self.assertEqual(part.read_text() if stopped else part.read_text().count("\n"), "as it was\n" if stopped else 100_001)
        terminal.type("6 * 7\r")
        terminal.wait_for("42\n")
        self.assertEqual(terminal.close(), 0)
        self.assertEqual([path.name for path in self.home.glob("part*")], ["part.csv"])

    def test_control_c_stops_a_long_command(self):
        (self.home / "long").write_text("1 + 1\n" * 400_000)
        terminal = self.open()
        terminal.type("source long\r")
        time.sleep(0.3)
        terminal.type("\x03")
        terminal.wait_for("stopped")
        terminal.type("6 * 7\r")
        terminal.wait_for("42\n")
        self.assertEqual(terminal.close(), 0)

    def test_a_signal_to_end_leaves_the_terminal_as_it_was(self):
        fresh = termios.tcgetattr(pty.openpty()[1])
        for begin in ("", "1 + 1", "rule x : CNY =\r"):
            terminal = self.open()
            terminal.type(begin)
            terminal.read()
            self.assertNotEqual(termios.tcgetattr(terminal.file), fresh)
            os.kill(terminal.process, signal.SIGTERM)
            self.assertEqual(terminal.ended(), -signal.SIGTERM)
            self.assertEqual(termios.tcgetattr(terminal.file), fresh)
            os.close(terminal.file)

    def test_control_z_goes_back_to_the_shell(self):
        terminal = Terminal(self.home, command=["/bin/bash", "--norc", "-i"], environment={"PS1": "shell$ "}.items())
        terminal.wait_for("shell$ ")
        terminal.type(f"{BINARY} repl {POLICIES}\r")
        terminal.wait_for("> ")
        terminal.type("20 * \x1a")
        terminal.wait_for("shell$ ")
        terminal.type("echo $((6 * 7))\r")
        terminal.wait_for("\n42\n")
        terminal.type("fg\r")
        terminal.wait_for("> 20 * ")
        terminal.type("21\r")
        terminal.wait_for("\n420\n")
        terminal.type("quit\r")
        terminal.wait_for("shell$ ")
        self.assertEqual(terminal.close(), 0)

    def test_history_goes_across_sessions(self):
        terminal = self.open()
        terminal.type("100 + 11\r")
        terminal.wait_for("111\n")
        terminal.type("取小(3, 4)\r")
        terminal.wait_for("3\n")
        terminal.close()
        self.assertEqual((self.home / ".local/state/remit/history").stat().st_mode & 0o077, 0)
        terminal = self.open()
        terminal.type("\x1b[A")
        terminal.wait_for("取小(3, 4)")
        terminal.type("\x1b[A")
        terminal.wait_for("100 + 11")
        terminal.type("\r")
        terminal.wait_for("111\n")
        terminal.close()

    def history(self, begin=None):
        """The file in which it is kept, made so by a function."""
        path = self.home / ".local/state/remit/history"
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(parents=True)
        if begin:
            begin(path)
        return path

    def test_a_history_that_cannot_be_read_or_written_ends_nothing(self):
        noise = bytes(random.Random(3).randrange(256) for _ in range(5000))
        for begin in (lambda path: path.symlink_to("/dev/full"), os.mkfifo, lambda path: path.mkdir(),
                      lambda path: path.write_bytes(b"_HiStOrY_V2_\n" + noise), lambda path: path.write_bytes(noise)):
            self.history(begin)
            terminal = self.open()
            terminal.type("100 + 11\r")
            terminal.wait_for("111\n")
            terminal.type("\x1b[A\x1b[A\x1b[A\x03" "20 * 21\r")
            terminal.wait_for("420\n")
            self.assertEqual(terminal.close(), 0)

    def test_a_damaged_history_is_kept_beside_and_a_new_one_begun(self):
        path = self.history(lambda path: path.write_bytes(b"damaged\n"))
        for _ in range(2):
            terminal = self.open()
            terminal.type("100 + 11\r")
            terminal.wait_for("111\n")
            terminal.close()
        terminal = self.open()
        terminal.type("\x1b[A")
        terminal.wait_for("100 + 11")
        terminal.type("\x03")
        terminal.close()
        self.assertEqual(path.with_suffix(".unreadable").read_bytes(), b"damaged\n")

    def test_each_input_is_written_to_the_history_once(self):
        path = self.history()
        terminal = self.open()
        for number in (1, 2, 3):
            terminal.type(f"{number} + 100\r")
            terminal.wait_for(f"{number + 100}\n")
        terminal.close()
        self.assertEqual(len(path.read_text().splitlines()), 4)  # libedit's heading

    def test_a_window_of_any_size_at_any_time(self):
        rng = random.Random(5)
        terminal = self.open(environment={"NO_COLOR": ""}.items())
        for _ in range(60):
            terminal.resize(rng.randrange(1, 120), rng.randrange(1, 50))
            terminal.type("+ 中a")
            terminal.read(0.005)
        terminal.resize(10, 2)
        terminal.type("\x15" "20 * 21\r")
        terminal.wait_for("420\n")
        (self.home / "long").write_text("1 + 1\n" * 400_000)
        terminal.type("source long\r")
        for columns in (40, 3, 100, 10):
            terminal.resize(columns, 10)
            time.sleep(0.05)
        terminal.type("\x03")
        terminal.wait_for("stopped")
        self.assertEqual(terminal.close(), 0)

    def test_control_c_ends_the_reading_of_what_never_ends(self):
        terminal = self.open()
        os.mkfifo(self.home / "fifo")
        for line in ("load /dev/tty\r", "source fifo\r"):
            terminal.type(line)
            terminal.read()
            terminal.type("\x03")
            terminal.wait_for("stopped")
        terminal.type("20 * 21\r")
        terminal.wait_for("420\n")
        self.assertEqual(terminal.close(), 0)

    def test_without_a_home_and_with_terminals_of_all_kinds(self):
        for environment in ({"HOME": ""}, {"TERM": "dumb"}, {"TERM": ""}, {"TERM": "no-such"}, {"LANG": "C"}):
            terminal = self.open(environment=environment.items())
            terminal.type("rule x :\x03" "取小(420, 500)\r")
            terminal.wait_for("420\n")
            self.assertEqual(terminal.close(), 0, environment)

    def test_wide_characters_are_measured_right(self):
        terminal = self.open(columns=20)
        terminal.read()
        terminal.type("取小(一二三四五六七八九十)")
        terminal.read()
        terminal.type("\x7f" * 11 + "3, 4)\r")
        terminal.wait_for("3\n")
        terminal.close()

    def test_resizing_keeps_the_line(self):
        terminal = self.open()
        terminal.type("1000 + 1000 + 1000 + 1000 + 1000 + 1000 + 1000")
        terminal.read()
        terminal.resize(30, 20)
        terminal.read()
        terminal.type(" + 1\r")
        terminal.wait_for("7001\n")
        terminal.close()

    def test_a_paste_of_several_lines_is_one_declaration(self):
        terminal = self.open()
        terminal.type("use shapes.tests_of_all_kinds\r")
        terminal.wait_for("kinds> ")
        terminal.type("rule payable : CNY = stay.eligible\r  except cheap when stay.eligible < 10 then 0\r1 + 1\r")
        text = terminal.wait_for("2\n")
        self.assertIn("change `payable`", text)
        terminal.type("changes\r")
        terminal.wait_for("except cheap")
        terminal.close()

    def test_a_declaration_goes_on_until_it_is_complete(self):
        terminal = self.open()
        terminal.type("use shapes.tests_of_all_kinds\r")
        terminal.wait_for("kinds> ")
        terminal.type("rule twice : CNY =\r")
        terminal.wait_for(". ")
        terminal.type("stay.eligible * 2\r")
        terminal.wait_for("change `twice`")
        terminal.close()

    def test_a_binary_paste_never_ends_the_session(self):
        for seed in range(12):
            rng = random.Random(seed)
            terminal = self.open(environment={"NO_COLOR": ""}.items())
            paste = bytes(rng.randrange(256) for _ in range(6000)).replace(b"\x04", b"").replace(b"\x1a", b"")
            terminal.paste(b"\x1bx\r\x1c" + paste)  # first what ended it once
            terminal.type("\x07\x03\x03\r20 * 21\r")
            terminal.wait_for("420\n")
            terminal.type("\x03")
            self.assertEqual(terminal.close(), 0, seed)

    def test_a_line_of_a_hundred_thousand_characters(self):
        terminal = self.open()
        terminal.paste(b"x" * 100_000 + b"\r")
        terminal.type("20 * 21\r")
        terminal.wait_for("420\n")
        self.assertEqual(terminal.close(), 0)

    def test_the_log_holds_what_the_session_began_with(self):
        (self.home / ".config/remit").mkdir(parents=True)
        (self.home / ".config/remit/start").write_text("format csv\n")
        (self.home / "a case.json").write_text("{}")
        terminal = self.open(str(POLICIES), "--input", "a case.json", "--lang", "zh")
        terminal.type("log\r")
        terminal.wait_for(f"# remit repl {POLICIES}\nlanguage zh\nload 'a case.json'\nformat csv\n")
        terminal.close()

    def test_the_start_file_is_run(self):
        (self.home / ".config/remit").mkdir(parents=True)
        (self.home / ".config/remit/start").write_text("language zh\n")
        terminal = self.open()
        terminal.type("nonsense\r")
        terminal.wait_for("未知")
        terminal.close()

    def test_what_is_long_is_paged(self):
        terminal = self.open(rows=10, environment={"PAGER": "sed 's/^/|/'"}.items())
        terminal.type("help\r")
        terminal.wait_for("|cases")
        terminal.close()

    def test_colours_only_where_they_are_wanted(self):
        terminal = self.open()
        terminal.type("1\r")
        terminal.read()
        self.assertNotRegex(terminal.seen, r"\x1b\[[0-9;]*3[0-9]m")
        terminal.close()
        terminal = self.open(environment={"NO_COLOR": ""}.items())
        terminal.type("nonsense\r")
        terminal.wait_for("nonsense")
        terminal.read()
        self.assertRegex(terminal.seen, r"\x1b\[[0-9;]*3[0-9]m")
        terminal.close()


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop()).resolve())
    unittest.main()
