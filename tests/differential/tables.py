"""Tables, by docs/language.md alone."""
from expressions import Expressions
from values import FAILED, plain


class Tables(Expressions):
    def key_values(self, declared, arguments, env):
        """Functions that tell the value of each key: a key is computed where a cell asks for it."""
        given = iter(arguments)
        known = {}

        def asked(at, compute):
            if at not in known:
                known[at] = compute()
            return known[at]

        made = []
        for at, key in enumerate(declared.keys):
            argument = None if key.bound else next(given)
            compute = (lambda key=key: self.path(key.path)) if key.bound else (lambda e=argument: self.ev(e, env))
            made.append(lambda at=at, compute=compute: asked(at, compute))
        return made

    def path(self, names):
        value = self.inputs[names[0]] if names[0] in self.inputs else self.named(names[0], self.case_env())
        for name in names[1:]:
            if value is None or value is FAILED:
                return value
            value = value[name]
        return value

    def table(self, declared, arguments, env, date):
        """`arguments`: what stands in brackets, of which nothing is computed where there is no version."""
        version = self.version(declared.versions, date)
        if version is FAILED:
            return FAILED
        keys = self.key_values(declared, arguments, env)
        env, found, failed, earlier = self.case_env(), [], False, False
        for at, row in enumerate(version.rows):
            for column, cells in self.layout(declared, version, row):
                held = self.row_holds(keys, cells, version, at, column, earlier, env)
                failed = failed or held is FAILED
                if held is True:
                    earlier = True
                    found.append((row, column))
        if failed:
            return FAILED
        if not found:
            return self.fail("E0905")
        results = [self.result(declared, version, row, column, env) for row, column in found]
        if FAILED in results:
            return FAILED
        same = all(plain(r) == plain(results[0]) for r in results)
        return results[0] if same else self.fail("E0906")

    def layout(self, declared, version, row):
        """For each result of a row: its column, and (key, column of its cell, cell)."""
        header = version.header
        if header[0] is None:
            return [(c, [(0, 0, row[0]), (1, None, header[c])]) for c in range(1, len(header))]
        return [(None, [(k, c, row[c]) for k, c in self.key_columns(declared, header)])]

    def key_columns(self, declared, header):
        found = []
        for column, cell in enumerate(header):
            for k, key in enumerate(declared.keys):
                if self.dotted(cell) in (key.path[-1], ".".join(key.path)):
                    found.append((k, column))
        return found

    def dotted(self, cell):
        if cell is None:
            return ""
        return self.dotted(cell.operands[0]) + "." + cell.text if cell.kind == "member" else cell.text

    def row_holds(self, keys, cells, version, at, column, earlier, env):
        if all(cell is None or cell.kind in ("any_value", "otherwise") for _, _, cell in cells):
            return not earlier or not any(cell is not None and cell.kind == "otherwise" for _, _, cell in cells)
        for k, c, cell in cells:
            holds = self.cell_holds(keys[k], cell, env)
            if holds is True:
                below = self.cell_below(version, at, c, column, cells)
                if below is not None:
                    edge, key = self.ev(below.operands[0], env), keys[k]()
                    holds = FAILED if FAILED in (edge, key) else key is not None and self.compared(
                        "greater" if below.word == "up_to" else "greater_equal", key, edge)
            if holds is not True:
                return holds
        return True

    def cell_below(self, version, at, column, header_column, cells):
        """The edge above which a row `up to`, `below` or `beyond` begins."""
        upper = lambda cell: cell is not None and cell.kind == "bound" and cell.word in ("up_to", "below")  # noqa: E731
        if column is None:
            header = version.header
            here, before = header[header_column], header[header_column - 1]
            return before if (upper(here) or here.kind == "beyond") and upper(before) else None
        here = version.rows[at][column]
        if not upper(here) and (here is None or here.kind != "beyond"):
            return None
        others = [c for _, c, _ in cells if c not in (column, None)]
        key_of = lambda cell: None if cell is None else cell.key  # noqa: E731
        for row in reversed(version.rows[:at]):
            if upper(row[column]) and all(key_of(row[c]) == key_of(version.rows[at][c]) for c in others):
                return row[column]
        return None

    def cell_holds(self, key, cell, env):
        if cell is None or cell.kind in ("any_value", "otherwise", "beyond"):
            return True
        if cell.kind == "choice":
            for one in cell.operands:
                holds = self.cell_holds(key, one, env)
                if holds is FAILED or holds:
                    return holds
            return False
        if cell.kind == "range":
            return self.in_range(key, cell, env) if key() is not None else False
        given = key()
        if given is FAILED:
            return FAILED
        if cell.kind == "none" or given is None:
            return given is None and cell.kind == "none"
        if cell.kind == "bound":
            edge = self.ev(cell.operands[0], env)
            word = {"up_to": "less_equal", "below": "less", "from": "greater_equal", "over": "greater"}[cell.word]
            return FAILED if edge is FAILED else self.compared(word, given, edge)
        value = self.ev(cell, env)
        return FAILED if value is FAILED else self.compared("equal", given, value)

    def result(self, declared, version, row, column, env):
        if column is not None:
            return self.cell_value(row[column], declared.result, declared, env)
        taken = {c for _, c in self.key_columns(declared, version.header)}
        columns = [c for c in range(len(row)) if c not in taken]
        if declared.result is not None:
            return self.cell_value(row[columns[0]], declared.result, declared, env)
        record = {}
        for field in declared.results:
            at = next(c for c in columns if self.dotted(version.header[c]) == field.name)
            record[field.name] = self.cell_value(row[at], field.type, declared, env)
        return FAILED if FAILED in record.values() else record

    def cell_value(self, cell, type_, declared, env):
        return None if cell is None else self.fitted(self.ev(cell, env), type_, declared.rounded)
