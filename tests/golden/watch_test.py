"""`remit check --watch` and `remit test --watch`: files that change, are replaced, go and come back; and Ctrl-C.

Usage: watch_test.py BINARY
"""
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading

PATIENCE = 60  # seconds for what takes half of one

POLICY = """policy fee
  in force from 2024-01-01
currency CNY to 0.01
record Visit { on : date  days : count }
input visit : Visit
rule paid : CNY = visit.days * 40 CNY
service settle takes visit governed by visit.on { gives paid }
test "two days" {
  given visit.on = 2024-05-01, visit.days = 2
  expect paid = EXPECTED
}
"""


class Watched:
    """A running `remit … --watch`, and the lines that it prints."""

    def __init__(self, binary, *words, folder):
        self.process = subprocess.Popen([binary, *words], cwd=folder, text=True, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def run(self):
        """What is printed up to the end of the next run."""
        lines = []
        while not (lines and "watching for changes" in lines[-1]):
            lines.append(self.lines.get(timeout=PATIENCE))
        return "\n".join(lines)

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE)


def expect(condition, told):
    if not condition:
        sys.exit(f"failed: {told}")


def replace(path, text):
    """As editors save: a new file takes the old one's name."""
    beside = path.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        library = folder / "library"
        library.mkdir()
        fee = library / "fee.remit"

        fee.write_text(POLICY.replace("EXPECTED", "80"), encoding="utf-8")
        test = Watched(binary, "test", "library", "--watch", folder=folder)
        expect("1 passed, 0 failed" in test.run(), "the first run")
        replace(fee, POLICY.replace("EXPECTED", "81"))
        expect("0 passed, 1 failed" in test.run(), "a file that was replaced")
        fee.unlink()
        expect("no test was found" in test.run(), "a file that is gone")
        fee.write_text(POLICY.replace("EXPECTED", "80"), encoding="utf-8")
        expect("1 passed, 0 failed" in test.run(), "a file that is back")
        (library / "more.remit").write_text("policy more in force from", encoding="utf-8")
        expect("error[" in test.run(), "a file that came in, with a mistake")
        os.rename(library, folder / "elsewhere")
        expect("library" in test.run(), "a folder that is gone")
        os.rename(folder / "elsewhere", library)
        expect("error[" in test.run(), "a folder that is back")
        expect(test.stop() == 3, "Ctrl-C ends it with the status of the last run")

        (library / "more.remit").unlink()
        check = Watched(binary, "check", "library", "--watch", folder=folder)
        expect("0 errors" in check.run(), "check, the first run")
        fee.write_text(POLICY.replace("EXPECTED", "nothing"), encoding="utf-8")
        expect("1 error" in check.run(), "check, with a mistake")
        replace(fee, POLICY.replace("EXPECTED", "80"))
        expect("0 errors" in check.run(), "check, mended")
        expect(check.stop(signal.SIGTERM) == 0, "a polite kill")


if __name__ == "__main__":
    main()
