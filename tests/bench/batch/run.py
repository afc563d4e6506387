#!/usr/bin/env python3
"""run.py PROGRAM [CLAIMS] [OPTION…]: makes what batch_bench settles, runs it and prints its table; fails where a result
differs. What was made for 200,000 claims stays beside the program for the next time."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

from make_claims import make_claims

WHOLE = 200_000
ROWS = 250_000


def whole(program):
    """The folder of the whole data, made where it is missing."""
    folder = program.parent / f"batch_bench_{WHOLE}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=program.parent) as made:
            make_claims(pathlib.Path(made, "data"), WHOLE, ROWS)
            shutil.move(pathlib.Path(made, "data"), folder)
    return folder


def main():
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1]).is_file():
        sys.exit(__doc__)
    program, options = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    claims = int(options.pop(0)) if options and options[0].isdigit() else WHOLE
    if claims == WHOLE:
        sys.exit(subprocess.run([program, whole(program), *options]).returncode)
    with tempfile.TemporaryDirectory() as made:
        make_claims(pathlib.Path(made, "data"), claims, max(2_000, ROWS * claims // WHOLE))
        sys.exit(subprocess.run([program, pathlib.Path(made, "data"), *options]).returncode)


if __name__ == "__main__":
    main()
