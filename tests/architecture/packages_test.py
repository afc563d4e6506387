"""packages.txt is complete: each foreign header and CMake package in use belongs to a package that it lists, or to
one that such a package brings along."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
PARTS = ("engine", "dsl", "repl", "cli", "tests")


def lines(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


def listed(text):
    """The packages of the section `build`; the other sections are tools that no build reads."""
    section = re.search(r"^## build\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)[1]
    return {line for line in section.splitlines() if line and not line.startswith("#")}


def with_dependencies(names):
    """The named packages and all that they depend on, as far as installed."""
    depends = {}
    for line in lines("dpkg-query", "-W", "-f", "${Package}\t${Depends}, ${Pre-Depends}\n"):
        package, needs = line.split("\t")
        depends[package] = set(re.findall(r"(?:^|[,|] *)([a-z0-9][a-z0-9.+-]+)", needs))
    found, fresh = set(), set(names)
    while fresh:
        found |= fresh
        fresh = set().union(*(depends.get(name, ()) for name in fresh)) - found
    return found


def header_folders():
    """Where the compiler looks for <headers>."""
    report = subprocess.run(["g++", "-E", "-v", "-x", "c++", "/dev/null"], capture_output=True, text=True).stderr
    return re.search(r"<\.\.\.> search starts here:\n(.*?)End of search", report, re.DOTALL)[1].split()


def headers_in_use(root):
    """(where it is used, the file that it is) of every header in angle brackets; `None` where there is no such file."""
    folders = header_folders()
    for path in sorted(path for part in PARTS for path in (root / part).rglob("*") if path.suffix in (".h", ".cpp")):
        for header in re.findall(r"^\s*#\s*include\s*<([^>]+)>", path.read_text(encoding="utf-8"), re.MULTILINE):
            candidates = (pathlib.Path(folder, header) for folder in folders)
            yield f"{path.relative_to(root)}: <{header}>", next(filter(pathlib.Path.exists, candidates), None)


def configurations_in_use(cache):
    """The CMake packages that were found by their own configuration file; for the others their headers must do."""
    for name, folder in re.findall(r"^(\w+)_DIR:PATH=(/.+)$", cache, re.MULTILINE):
        yield f"find_package({name})", pathlib.Path(folder)


def missing(uses, packages):
    uses = [(user, path and str(path.resolve())) for user, path in uses]
    owners = {}
    for line in lines("dpkg-query", "-S", *{path for _, path in uses if path}):
        names, path = line.rsplit(": ", 1)
        owners[path] = {name.split(":")[0] for name in names.split(", ")}
    return [f"{user} is of {' or '.join(sorted(owners.get(path, {'no package'})))}, which packages.txt does not list"
            for user, path in uses if not owners.get(path, set()) & packages]


@unittest.skipUnless(shutil.which("dpkg-query"), "not on Debian")
class Packages(unittest.TestCase):
    def test_repository(self):
        packages = with_dependencies(listed((ROOT / "packages.txt").read_text()))
        cache = (BUILD / "CMakeCache.txt").read_text()
        self.assertEqual(missing([*headers_in_use(ROOT), *configurations_in_use(cache)], packages), [])

    def test_what_is_not_listed_is_found(self):
        packages = with_dependencies({"libgtest-dev"})
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "cli").mkdir()
            (root / "cli/main.cpp").write_text("#include <gtest/gtest.h>\n#include <fmt/core.h>\n#include <no.h>\n")
            self.assertEqual(missing(headers_in_use(root), packages), [
                "cli/main.cpp: <fmt/core.h> is of libfmt-dev, which packages.txt does not list",
                "cli/main.cpp: <no.h> is of no package, which packages.txt does not list",
            ])

    def test_sections_of_tools_do_not_count(self):
        self.assertEqual(listed("## build\n# c\n\ng++\n## format\nclang-format\n"), {"g++"})


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop())
    unittest.main()
