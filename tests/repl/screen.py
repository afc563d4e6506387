"""A session on a terminal that tmux draws: what is typed, and what then stands on the screen, with its colours."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
POLICY = HERE / "policies/city.remit"
STAY = HERE / "policies/stay.json"
PATIENCE = 10 * int(os.environ.get("REMIT_TEST_PATIENCE", "1"))
COLOURS = {"keyword": "35", "name": "36", "number": "33", "text": "32", "comment": "90", "command": "1"}
BINARY = str(pathlib.Path(sys.argv[-1]).resolve())  # the last argument of each test


class Screen:
    """A session on a terminal of its own."""

    def __init__(self, columns=80, rows=24, environment=(), arguments=("--policy", "clinic.city", "--input", str(STAY), str(POLICY))):
        self.home = pathlib.Path(tempfile.mkdtemp())
        self.environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.home), "PAGER": "cat", "PS1": "$ ",
                            "TERM": "xterm-256color", **dict(environment)}
        self.columns, self.rows, self.arguments = columns, rows, arguments

    def __enter__(self):
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(self.columns), "-y", str(self.rows),
                  "-c", str(self.home), "env", "-i", *variables,
                  BINARY, "repl", *self.arguments)
        self.wait_for("stay>")
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")
        shutil.rmtree(self.home)

    def tmux(self, *words):
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMUX_TMPDIR": str(self.home)}
        return subprocess.run(["tmux", "-u", *words], env=environment, text=True, check=True, capture_output=True).stdout

    def type(self, text):
        self.tmux("send-keys", "-l", text)

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def text(self):
        return self.tmux("capture-pane", "-p").rstrip("\n")

    def coloured(self):
        return self.tmux("capture-pane", "-p", "-e").rstrip("\n")

    def wait_for(self, wanted, seen=None):
        end = time.monotonic() + PATIENCE
        while wanted not in (text := (seen or self.text)()):
            if time.monotonic() > end:
                raise AssertionError(f"{wanted!r} did not come, but:\n{text}")
            time.sleep(0.03)
        return text

    def wait_for_cursor(self, column):
        self.wait_for(f"|{column}|", lambda: self.tmux("display-message", "-p", "|#{cursor_x}|"))

    def wait_for_colour(self, kind, text):
        pattern = re.compile(rf"\x1b\[[0-9;]*{COLOURS[kind]}m{re.escape(text)}(?![\w.])")
        end = time.monotonic() + PATIENCE
        while not pattern.search(seen := self.coloured()):
            if time.monotonic() > end:
                raise AssertionError(f"no {kind} {text!r} in:\n{seen!r}")
            time.sleep(0.03)

    def last_line(self):
        return self.text().splitlines()[-1]
