"""A policy and cases that disagree, made as small as they stay in disagreement.

Works on text: a declaration, a line of one, a result goes; an expression becomes a part of itself; the one case that shows
it loses elements and fields, and its numbers become simple. What does not pass the check, or agrees, is taken back.
"""
import json
import pathlib
import re
import tempfile

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.%:-]+|\S')
MOST_TRIES = 1500
OPEN, CLOSE = "([{", ")]}"


class Shrinker:
    def __init__(self, judge, vary, seed, files, difference):
        self.judge, self.vary, self.seed, self.tries, self.files = judge, vary, seed, 0, files
        self.kind = kind(difference)

    def disagrees(self, policy, cases):
        """Whether the smaller one still does."""
        if self.tries >= MOST_TRIES:
            return False
        self.tries += 1
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "small")
            for name, text in {**self.files, "policy.remit": policy, "cases.ndjson": "".join(c + "\n" for c in cases)}.items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_text(text, encoding="utf-8")
            verdict = self.judge.judge([path], self.vary, self.seed)[0]
            return not verdict.rejected and not verdict.refused and kind(verdict.difference) == self.kind

    # ── the policy ──

    def policy(self, text, cases):
        before = None
        while before != text and self.tries < MOST_TRIES:
            before = text
            for change in (self.without_declarations, self.without_lines, self.without_results, self.simpler):
                text = change(text, cases)
        return text

    def without_declarations(self, text, cases):
        blocks = declarations(text)
        at = len(blocks) - 1
        while at > 0:
            smaller = "\n".join(blocks[:at] + blocks[at + 1:])
            if "in force" not in blocks[at] and self.disagrees(smaller, cases):
                blocks.pop(at)
            at -= 1
        return "\n".join(blocks)

    def without_lines(self, text, cases):
        lines = text.split("\n")
        at = len(lines) - 1
        while at > 0:
            if lines[at].startswith(" ") and self.disagrees("\n".join(lines[:at] + lines[at + 1:]), cases):
                lines.pop(at)
            at -= 1
        return "\n".join(lines)

    def without_results(self, text, cases):
        for match in reversed(list(re.finditer(r"[\w.]+(?: \{[^}]*\})?, |, [\w.]+(?: \{[^}]*\})?", text))):
            smaller = text[:match.start()] + text[match.end():]
            if "gives" in text[text.rfind("\n", 0, match.start()):match.start()] and self.disagrees(smaller, cases):
                text = smaller
        return text

    def simpler(self, text, cases):
        """Each expression as a part of itself: the shortest that still shows it."""
        lines = text.split("\n")
        for at, line in enumerate(lines):
            for mark in (" = ", " then ", " when "):
                place = line.find(mark)
                if place < 0 or line.lstrip().startswith(("service", "|", "input", "record")):
                    continue
                head, body = line[:place + len(mark)], line[place + len(mark):]
                for part in parts(body):
                    smaller = "\n".join([*lines[:at], head + part, *lines[at + 1:]])
                    if self.disagrees(smaller, cases):
                        lines[at] = line = head + part
                        break
        return "\n".join(lines)

    # ── the cases ──

    def fewer(self, text, cases):
        """One of them, or as few as can be."""
        for case in cases:
            if self.disagrees(text, [case]):
                return [case]
        at = len(cases) - 1
        while at >= 0 and len(cases) > 1:
            if self.disagrees(text, cases[:at] + cases[at + 1:]):
                cases = cases[:at] + cases[at + 1:]
            at -= 1
        return cases

    def case(self, text, line):
        case = json.loads(line)
        for path in list(paths(case)):
            for simple in simpler_values(at_path(case, path)):
                smaller = replaced(case, path, simple)
                if self.disagrees(text, [json.dumps(smaller, ensure_ascii=False)]):
                    case = smaller
                    break
        return json.dumps(case, ensure_ascii=False)


def kind(difference):
    """Of two that are of one kind, the one may be the smaller form of the other: the same codes, or values."""
    return difference and tuple(re.findall(r"[EW]\d{4}|\w+Error|case", difference))


def declarations(text):
    """Each with the lines that belong to it."""
    blocks = []
    for line in text.split("\n"):
        if blocks and (line[:1] in (" ", "}", "") or not blocks[-1]):
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
    return blocks


def parts(text):
    """Some of the token sequences in it whose brackets match, short ones first."""
    tokens = [(m.start(), m.end(), m[0]) for m in TOKEN.finditer(text)]
    found = set()
    for i in range(len(tokens)):
        depth = 0
        for j in range(i, min(len(tokens), i + 40)):
            depth += (tokens[j][2] in OPEN) - (tokens[j][2] in CLOSE)
            if depth < 0:
                break
            if depth == 0:
                found.add(text[tokens[i][0]:tokens[j][1]])
    found.discard(text.strip())
    shortest = sorted(found, key=lambda part: (len(part), part))
    return [part for part in shortest if len(part) < len(text)][:60]


def paths(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in list(value):
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list):
        for at in range(len(value)):
            yield from paths(value[at], (*path, at))


def at_path(value, path):
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


def simpler_values(value):
    if isinstance(value, list) and value:
        yield []
        for at in range(min(len(value), 20)):
            yield value[:at] + value[at + 1:]
    elif isinstance(value, (int, str)) and not isinstance(value, bool):
        for simple in (0, 1, 100):
            if str(value).lstrip("-").replace(".", "").isdigit() and value != simple:
                yield simple


def shrunk(judge, verdict, vary, seed):
    """The files of the smaller one, by name."""
    folder = verdict.folder
    files = {str(f.relative_to(folder)): f.read_text(encoding="utf-8") for f in folder.rglob("*") if f.is_file()}
    files.pop("answers.ndjson", None)
    policy, cases = files.pop("policy.remit"), files.pop("cases.ndjson").splitlines()
    if verdict.case >= 0:
        vary, cases = 0, [cases[verdict.case]]
    shrinker = Shrinker(judge, vary, seed, files, verdict.difference)
    cases = shrinker.fewer(policy, cases)
    if len(cases) == 1:
        cases = [shrinker.case(policy, cases[0])]
    policy = shrinker.policy(policy, cases)
    return {**files, "policy.remit": policy, "cases.ndjson": "".join(case + "\n" for case in cases)}
