"""The syntax tree of a policy, as dump_syntax prints it (dsl/ast/dump.h), in Python.

Nothing is resolved here: names are names. `Policy` only sorts the declarations by what they are.
"""
import re
import types

TOKEN = re.compile(r'[()\[\]]|"(?:[^"\\]|\\.)*"|[^\s()\[\]"]+', re.DOTALL)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Text(str):
    """What stood in quotes: a name, a text, digits."""


class Fields(list):
    """What stood in brackets: the names of a record's fields."""


class Expr:
    """`key` is equal for equal expressions; of a path it is the path: `claim.items`."""
    __slots__ = ("kind", "word", "flag", "text", "fields", "operands", "key")


def read(line):
    """One dump as nested lists."""
    stack, top = [], []
    for token in TOKEN.findall(line):
        if token in "([":
            stack.append(top)
            top = [] if token == "(" else Fields()
        elif token in ")]":
            inner, top = top, stack.pop()
            top.append(inner)
        elif token[0] == '"':
            top.append(Text(ESCAPE.sub(lambda m: "\n" if m[1] == "n" else m[1], token[1:-1])))
        else:
            top.append(token)
    return top[0]


def expr(node):
    if node is None or node == "_":
        return None
    made = Expr()
    head = node[0]
    made.flag = head.endswith("!")
    made.kind, _, made.word = head.rstrip("!").partition(":")
    made.text, made.fields, made.operands = "", [], []
    for part in node[1:]:
        if isinstance(part, Text):
            made.text = str(part)
        elif isinstance(part, Fields):
            made.fields = [str(name) for name in part]
        else:
            made.operands.append(expr(part))
    made.key = made.text if made.kind == "name" else str(node)
    if made.kind == "member" and made.operands[0].kind in ("name", "member"):
        made.key = made.operands[0].key + "." + made.text
    return made


def parts(node):
    """The named parts of a struct: each a list of what follows its name."""
    return {part[0]: part[1:] for part in node[1:] if isinstance(part, list)}


def one(node, name):
    found = parts(node).get(name)
    return found[0] if found else None


def names(node, name):
    return [str(text) for text in parts(node).get(name, [])]


def type_of(node):
    if node is None:
        return None
    has = parts(node)
    return types.SimpleNamespace(kind=node[0], name=str(has.get("name", [""])[0]), element=type_of(one(node, "element")),
                                 step=str(has.get("to", [""])[0]), optional="optional" in has)


def period(node):
    """The ISO dates from which and until which it holds, or None."""
    found = one(node, "period")
    if found is None:
        return None, None
    return one(found, "from"), one(found, "until")


def rounded(node):
    found = one(node, "rounded")
    return None if found is None else (one(found, "mode"), one(found, "to"))


def versions(nodes, make):
    """(from, until, what) each; `until` is the day before the next version's, where it is not written."""
    dated = [(*period(node), make(node)) for node in nodes]
    return [(begin, until, dated[i + 1][0] if i + 1 < len(dated) else None, what) for i, (begin, until, what) in enumerate(dated)]


def exception(node):
    return types.SimpleNamespace(label=str(one(node, "label")), over=names(node, "over"), of=one(node, "of"),
                                 when=expr(one(node, "when")), then=expr(one(node, "then")))


def rule_version(node):
    return types.SimpleNamespace(value=expr(one(node, "value")), when=expr(one(node, "when")),
                                 exceptions=[exception(e) for e in parts(node).get("exceptions", [])])


def row(node):
    return [expr(cell) for cell in parts(node).get("cells", [])]


def table_version(node):
    return types.SimpleNamespace(header=row(one(node, "header")), rows=[row(r) for r in parts(node).get("rows", [])])


def key(node):
    path = str(one(node, "path"))
    return types.SimpleNamespace(path=path.split("."), bound="." in path and one(node, "type") is None)


def field(node):
    return types.SimpleNamespace(name=str(one(node, "name")), type=type_of(one(node, "type")))


def given(node):
    return types.SimpleNamespace(path=str(one(node, "path")), fields=[given(f) for f in parts(node).get("fields", [])])


def document(node):
    return types.SimpleNamespace(name=str(one(node, "name") or ""), when=expr(one(node, "when")),
                                 one_of=[document(d) for d in parts(node).get("one-of", [])])


def movement(node):
    return types.SimpleNamespace(pot=one(node, "pot"), amount=expr(one(node, "amount")), when=expr(one(node, "when")),
                                 services=names(node, "only-in"))


def memory(kind, node):
    has = parts(node)
    made = types.SimpleNamespace(kind=kind, keys=[expr(k) for k in has.get("per", [])], when=expr(one(node, "when")),
                                 amount=expr(one(node, "amount")), services=names(node, "only-in"), keeps=one(node, "keeps"),
                                 type=type_of(one(node, "type")), pots=names(node, "pots"))
    if kind == "spell":
        made.begin, made.end = expr(one(node, "from")), expr(one(node, "to"))
        made.gap, made.comparison = expr(one(node, "gap")), one(node, "comparison")
    if kind == "history":
        made.type = type_of(one(node, "element"))
        made.records = [(str(one(r, "name")), expr(one(r, "value"))) for r in has.get("records", [])]
    if kind == "account":
        made.credits = [movement(m) for m in has.get("credits", [])]
        made.debits = [movement(m) for m in has.get("debits", [])]
        made.never_below = expr(one(node, "never-below"))
    return made


def body(node):
    """What a declaration is, by the word that it begins with."""
    kind, has = node[0], parts(node)
    made = types.SimpleNamespace(kind=kind)
    if kind == "enum":
        made.members = [str(one(m, "name")) for m in has.get("members", [])]
    elif kind == "record":
        made.fields = [field(f) for f in has.get("fields", [])]
    elif kind == "currency":
        made.step = str(one(node, "to"))
    elif kind == "month-ends":
        made.rule = str(one(node, "rule"))
    elif kind == "input":
        made.type = type_of(one(node, "type"))
    elif kind in ("value", "rule"):
        made.type, made.rounded = type_of(one(node, "type")), rounded(node)
        make = rule_version if kind == "rule" else lambda version: expr(one(version, "value"))
        made.versions = versions(has.get("versions", []), make)
    elif kind in ("table", "bands"):
        made.keys = [key(k) for k in has.get("by", [])]
        made.result, made.results = type_of(one(node, "result")), [field(f) for f in has.get("results", [])]
        made.rounded, made.axis = rounded(node), type_of(one(node, "of"))
        made.versions = versions(has.get("versions", []), table_version)
    elif kind == "catalog":
        made.record, made.by, made.file = str(one(node, "of")), names(node, "by"), str(one(node, "from"))
        made.overlay, made.key = one(node, "overlay"), str(one(node, "key"))
        made.valid, made.fields = names(node, "valid"), [field(f) for f in has.get("fields", [])]
    elif kind == "function":
        made.parameters = [(str(one(p, "name")), type_of(one(p, "type"))) for p in has.get("parameters", [])]
        made.type, made.body = type_of(one(node, "type")), expr(one(node, "body"))
    elif kind == "share":
        made.type, made.amount, made.loop = type_of(one(node, "type")), expr(one(node, "of")), str(one(node, "loop"))
        made.list, made.weight = expr(one(node, "in")), expr(one(node, "pro-rata"))
        made.order, made.at_most = expr(one(node, "in-order-of")), expr(one(node, "at-most"))
        made.takes_all = str(one(node, "takes-all") or "")
    elif kind == "payers":
        made.amount, made.payers, made.rest = expr(one(node, "of")), names(node, "payers"), str(one(node, "rest"))
    elif kind == "require":
        made.when, made.holds, made.severity = expr(one(node, "when")), expr(one(node, "holds")), str(one(node, "otherwise"))
    elif kind == "documents":
        made.when, made.papers = expr(one(node, "when")), [document(d) for d in has.get("papers", [])]
    elif kind in ("tally", "spell", "history", "account"):
        made = memory(kind, node)
    elif kind == "for-each":
        made.loop, made.list, made.governed_by = str(one(node, "loop")), expr(one(node, "in")), expr(one(node, "governed-by"))
        made.declarations = [declaration(d) for d in has.get("declarations", [])]
    elif kind == "service":
        made.takes, made.gives = names(node, "takes"), [given(g) for g in has.get("gives", [])]
        made.governed_by, made.requires, made.lists = expr(one(node, "governed-by")), names(node, "requires"), names(node, "lists")
        made.ensures = [(expr(one(e, "holds")), expr(one(e, "within"))) for e in has.get("ensures", [])]
    return made


def declaration(node):
    made = body(node[-1])
    made.name, made.block = str(one(node, "name") or ""), None
    notes = parts(one(node, "notes") or ["notes"])
    made.assumes = "assumptions" in notes or "unexpressed" in notes
    return made


class Policy:
    """The declarations of the only policy of a file."""

    def __init__(self, line):
        policy = parts(read(line))["policies"][0]
        self.name = str(one(policy, "name"))
        self.declared, self.items, self.blocks, self.month_ends = {}, {}, [], None
        self.services, self.types, self.requirements, self.memories, self.payers, self.shares = {}, {}, {}, {}, [], []
        for made in (declaration(d) for d in parts(policy).get("declarations", [])):
            if made.kind == "for-each":
                self.blocks.append(made)
                for inner in made.declarations:
                    inner.block = made
                    self.add(inner)
            else:
                self.add(made)
        self.block_of = {block.list.key: block for block in self.blocks}

    def add(self, made):
        if made.kind == "month-ends":
            self.month_ends = made.rule
        elif made.kind == "service":
            self.services[made.name] = made
        elif made.kind in ("enum", "record", "currency"):
            self.types[made.name] = made
        elif made.kind == "payers":
            self.payers.append(made)
            self.declared[made.rest] = types.SimpleNamespace(kind="rest", payers=made, name=made.rest, block=None, assumes=False)
        elif made.kind == "share":
            self.shares.append(made)
            self.items[(made.list.key, made.name)] = made
        elif made.block is not None:
            self.items[(made.block.list.key, made.name)] = made
        else:
            self.declared[made.name] = made
        if made.kind in ("tally", "spell", "history", "account"):
            self.memories[made.name] = made
