"""The text of the repository speaks of the project only: of no machine on which someone worked, of no ticket."""
import os
import pathlib
import re
import tempfile
import unittest

# Top folders that every Debian has; a path into any other belongs to one machine.
COMMON = set("bin boot dev etc lib lib32 lib64 media mnt opt proc run sbin srv sys tmp usr var".split())
GENERATED = ("build", ".git", ".cache", "__pycache__")


def forbidden(own_folders):
    """What no line may contain: a path into one of these folders, the number of a ticket."""
    paths = "|".join(map(re.escape, sorted(own_folders))) or "(?!)"
    own_path = rf"(?<![\w.~/)}}-])/(?:{paths})(?:/|\b(?![\w/-]))"
    return re.compile(rf"{own_path}|\b(?:issue|fixes|closes|ticket) #?\d+", re.IGNORECASE)


def files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in GENERATED]
        yield from (pathlib.Path(folder, name) for name in names)


def problems(root, own_folders):
    pattern = forbidden(own_folders)
    for path in files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                yield f"{path.relative_to(root)}:{number}: `{match[0]}` is not of this project"


class Text(unittest.TestCase):
    def test_repository(self):
        own_folders = {entry.name for entry in os.scandir("/") if entry.is_dir()} - COMMON
        self.assertEqual(list(problems(pathlib.Path(__file__).parents[2], own_folders)), [])

    def check(self, text, *matches):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "a.md").write_text(text)
            self.assertEqual(list(problems(pathlib.Path(folder), {"mine"})),
                             [f"a.md:{line}: `{match}` is not of this project" for line, match in matches])

    def test_paths_of_one_machine_are_found(self):
        self.check("see /mine/x\n/usr/bin\n`/mine`\n", (1, "/mine/"), (3, "/mine"))

    def test_other_paths_are_fine(self):
        self.check("yours/mine/x, ../mine, https://example.org/mine, /mine-own, /minerals, ${ROOT}/mine\n")

    def test_tickets_are_found(self):
        ticket = "fixes #" + "12"
        self.check(f"{ticket}\nan issue with 12 causes\n", (1, ticket))


if __name__ == "__main__":
    unittest.main()
