"""Bands applied to a stretch of an axis, by docs/language.md alone."""
import fractions

from declarations import Declarations
from values import FAILED, number, plain

Fraction = fractions.Fraction


class Slices(Declarations):
    def x_slice(self, e, env):
        amount, deductible, after, by, adjustment, limit = e.operands
        date = self.date_of(env)
        if by.kind == "as_of":
            date, by = self.ev(by.operands[1], env), by.operands[0]
        arguments = []
        if by.kind == "index":
            by, *arguments = by.operands
        declared = self.policy.declared[by.text]
        version = self.version(declared.versions, date)
        if version is FAILED:
            return FAILED
        return self.applied(e, env, declared, version, arguments)

    def amount_of(self, e, env, code="E0910"):
        """A number that is not below zero; 0 where it is not written. `code` None: it may be below zero."""
        if e is None:
            return Fraction(0)
        value = self.ev(e, env)
        if value is FAILED:
            return FAILED
        value = number(plain(value))
        return self.fail(code) if code and value < 0 else value

    def applied(self, e, env, declared, version, arguments):
        amount, deductible, after, _, adjustment, limit = e.operands
        counts = declared.axis.kind == "count"
        values = [self.amount_of(part, env) for part in (amount, deductible, after)]
        cap = self.amount_of(limit, env, None)
        factor = self.amount_of(adjustment, env, None) if e.text == "own share" else None
        edges = self.edges(version, len(declared.keys))
        row = self.row_of(declared, version, self.key_values(declared, arguments, env))
        if FAILED in values or FAILED in (cap, factor, edges, row):
            return FAILED
        amount, deductible, after = values
        begin, end = self.stretch(e, amount, deductible, after)
        adjust = lambda rate: rate  # noqa: E731
        if e.text == "own share":
            adjust = lambda rate: 1 - (1 - rate) * factor  # noqa: E731
        elif e.text == "each rate":
            adjust = lambda rate: self.ev(adjustment, env.with_(rate=rate))  # noqa: E731
        return self.walk(edges, row[len(declared.keys):], begin, end, cap if limit is not None else None, adjust, counts)

    def edges(self, version, keys):
        """The upper edges; `beyond` is None."""
        edges, failed, before = [], False, Fraction(0)
        for cell in version.header[keys:]:
            if cell.kind == "beyond":
                edges.append(None)
                continue
            edge = self.ev(cell.operands[0], self.case_env())
            if edge is FAILED:
                failed = True
                continue
            edge = number(plain(edge))
            if edge < before:
                failed = True
                self.fail("E0911")
            before = edge
            edges.append(edge)
        return FAILED if failed else edges

    def row_of(self, declared, version, keys):
        holding, failed = [], False
        for row in version.rows:
            holds = True
            for key, cell in zip(keys, row):
                holds = self.cell_holds(key, cell, self.case_env())
                if holds is not True:
                    break
            failed = failed or holds is FAILED
            if holds is True:
                holding.append(row)
        if failed:
            return FAILED
        return holding[0] if len(holding) == 1 else self.fail("E0906" if holding else "E0905")

    def stretch(self, e, amount, deductible, after):
        if e.flag:
            if e.word == "above":
                return max(after, deductible), after + amount
            return max(Fraction(0), after - deductible), max(Fraction(0), after + amount - deductible)
        if e.word == "above":
            return after + deductible, after + amount
        if e.word == "less":
            return after, after + amount - deductible
        return after, after + amount

    def walk(self, edges, cells, begin, end, cap, adjust, counts):
        stop, paid, bands = begin, Fraction(0), []
        end = max(begin, end)
        for edge, cell in zip(edges, cells):
            if stop == end or (cap is not None and paid >= cap) or (cap is not None and cap <= 0):
                break
            if cell is None or cell.kind == "none":
                break
            if edge is not None and edge <= stop:
                continue
            rate = self.ev(cell, self.case_env())
            rate = FAILED if rate is FAILED else adjust(number(plain(rate)))
            if rate is FAILED:
                return FAILED
            rate = number(plain(rate))
            if rate < 0 or (not counts and rate > 1):
                return self.fail("E0910" if counts else "E0909")
            until = end if edge is None else min(edge, end)
            if cap is not None and rate > 0:
                until = min(until, stop + (cap - paid) / rate)
            bands.append({"from": stop, "until": until, "rate": rate, "handled": until - stop, "paid": (until - stop) * rate})
            paid += (until - stop) * rate
            stop = until
        handled = stop - begin
        return {"paid": paid, "handled": handled, "kept": Fraction(0) if counts else handled - paid, "left": end - stop,
                "bands": bands}
