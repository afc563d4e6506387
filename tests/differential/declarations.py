"""Values, rules, shares, payers: what a declaration is worth for a case, by docs/language.md alone."""
import fractions

import moments
from moments import as_day
from tables import Tables  # and with it the way to number_oracle
from number_oracle import rounded
from values import FAILED, Env, Word, number, order_key, plain

Fraction = fractions.Fraction


class Declarations(Tables):
    """A part of the evaluation of one case: see oracle.py."""

    def case_env(self):
        return Env()

    def date_of(self, env):
        return self.service_date() if env.date is None else env.date()

    # ── names ──

    def named(self, name, env):
        item = None
        if env.block is not None:
            if name == env.block.loop:
                return env.element
            item = self.policy.items.get((env.block.list.key, name))
            if item is not None and item.kind in ("rule", "share"):
                return self.item(item, env.element)
        declared = item or self.policy.declared.get(name)
        if declared is None:
            return Word(name)
        if declared.kind == "input":
            return self.inputs[name]
        if declared.kind == "value":
            return self.value(declared, self.date_of(env))
        if declared.kind == "table":
            return self.table(declared, [], env, self.date_of(env))
        if declared.kind in ("rule", "rest"):
            return self.rule(declared)
        return self.opening(declared, env)

    def item(self, declared, element):
        """The item rule or share of an element."""
        return self.rule(declared, element)

    def member_of_declared(self, e, env):
        """`filed.met`, `card.this_year`: not a field of a value."""
        head = e.operands[0]
        keys = None
        if head.kind == "index" and head.operands[0].kind == "name":
            head, keys = head.operands[0], head.operands[1:]
        if head.kind != "name" or head.text in env.locals:
            return NotImplemented
        declared = self.policy.declared.get(head.text)
        if env.block is not None:
            declared = self.policy.items.get((env.block.list.key, head.text), declared)
        if declared is not None and declared.kind == "account":
            entry = self.entry(declared, self.keys(declared, keys, env))
            return FAILED if entry is FAILED else self.pots(declared, entry)[declared.pots.index(e.text)]
        if declared is None or declared.kind != "require":
            return NotImplemented
        return self.requirement(declared, e.text, env.element if declared.block else None)

    def index_of_declared(self, e, env):
        head = e.operands[0]
        declared = self.policy.declared.get(head.text) if head.kind == "name" else None
        if declared is None and head.kind == "name":
            declared = next((m for m in self.policy.memories.values() if m.name == head.text and m.block), None)
        if declared is None or head.text in env.locals:
            return NotImplemented
        if declared.kind == "table":
            return self.table(declared, e.operands[1:], env, self.date_of(env))
        if declared.kind == "catalog":
            return self.look_up(declared, [self.ev(k, env) for k in e.operands[1:]], self.date_of(env))
        if declared.kind in ("tally", "history", "account"):
            return self.opening(declared, env, e.operands[1:])
        return NotImplemented

    def x_as_of(self, e, env):
        """Another date for what is named; keys in brackets keep their own. What has no dates does not ask for one."""
        named = e.operands[0]
        path = []
        while named.kind == "member":
            path.append(named.text)
            named = named.operands[0]
        keys = []
        if named.kind == "index":
            named, *keys = named.operands
        declared = self.policy.declared[named.text]
        dated = declared.kind == "catalog" and declared.valid or declared.kind != "catalog" and any(v[0] or v[1] for v in declared.versions)
        date = self.ev(e.operands[1], env) if dated else moments.Day(0)
        if date is FAILED:
            return FAILED
        use = {"value": lambda: self.value(declared, as_day(date)), "table": lambda: self.table(declared, keys, env, as_day(date)),
               "catalog": lambda: self.look_up(declared, [self.ev(k, env) for k in keys], as_day(date))}
        value = use[declared.kind]()
        for name in reversed(path):
            if value is FAILED or value is None:
                break
            value = value[name]
        return value

    # ── versions ──

    def version(self, versions, date):
        """What holds on the date, or FAILED."""
        if len(versions) == 1 and versions[0][0] is None:
            return versions[0][3]
        if date is FAILED:
            return FAILED
        for begin, until, following, what in versions:
            if begin is not None and moments.day(begin) > date:
                continue
            if until is not None and moments.day(until) < date:
                continue
            if until is None and following is not None and moments.day(following) <= date:
                continue
            return what
        return self.fail("E0907")

    def once(self, key, compute):
        if key not in self.remembered:
            self.remembered[key] = None
            self.remembered[key] = compute()
        return self.remembered[key]

    def value(self, declared, date):
        e = self.version(declared.versions, date)
        if e is FAILED:
            return FAILED
        return self.once(("value", declared.name, id(e)),
                         lambda: self.fitted(self.ev(e, self.case_env()), declared.type, declared.rounded))

    def step(self, type_):
        if type_.step:
            return Fraction(type_.step)
        return Fraction(self.policy.types[type_.name].step)

    def fitted(self, value, type_, rounding):
        """As declared: of the type, and rounded."""
        value = self.coerce(value, type_)
        if rounding is None or value is None or value is FAILED:
            return value
        mode, step = rounding
        return rounded(number(plain(value)), Fraction(step) if step else self.step(type_), mode)

    # ── rules ──

    def rule(self, declared, element=None):
        if declared.assumes:
            self.took_part.add(f"{self.policy.name}/{declared.name}")
        return self.once((declared.kind, declared.name, id(element)), lambda: self.computed(declared, element))

    def computed(self, declared, element):
        self.keep.append(element)
        if declared.kind == "rest":
            return self.left(declared.payers, len(declared.payers.payers))
        if declared.kind == "share":
            return self.part(declared, element)
        env = self.case_env()
        if declared.block is not None:
            env = self.item_env(declared.block, element)
        payers = next((p for p in self.policy.payers if declared.name in p.payers and declared.block is None), None)
        if payers is None:
            return self.rule_value(declared, env)
        left = lambda: self.left(payers, payers.payers.index(declared.name))  # noqa: E731
        value = self.rule_value(declared, env.with_(left=left))
        left = left()
        if FAILED in (value, left):
            return FAILED
        return value if 0 <= value <= left else self.fail("E0908")

    def item_env(self, block, element):
        env = Env({}, block, element)
        if block.governed_by is None:
            return env
        return env.with_(date=lambda: self.once(("date", id(block), id(element)), lambda: self.governing(block, env)))

    def governing(self, block, env):
        value = self.ev(block.governed_by, env)
        return value if value is FAILED else as_day(plain(value))

    def rule_value(self, declared, env):
        version = declared.versions[0][3]
        if len(declared.versions) > 1 or declared.versions[0][0] is not None:
            version = self.version(declared.versions, self.date_of(env))
        if version is FAILED:
            return FAILED
        return self.node(declared, version, None, env)

    def node(self, declared, version, parent, env):
        """The base (no parent) or an exception, with what is an exception to it."""
        children = [e for e in version.exceptions if (str(e.of) if e.of else None) == (parent.label if parent else None)]
        holds = [self.ev(e.when, env) for e in children]
        if FAILED in holds:
            return FAILED
        holding = [e for e, held in zip(children, holds) if held]
        counting = [e for e in holding if not any(self.goes_over(other, e, children) for other in holding)]
        if not counting:
            return self.own_value(declared, version, parent, env)
        values = [self.node(declared, version, e, env) for e in counting]
        if FAILED in values:
            return FAILED
        if any(not self.compared("equal", values[0], value) for value in values if None not in (value, values[0])):
            return self.fail("E0904")
        return values[0] if all((v is None) == (values[0] is None) for v in values) else self.fail("E0904")

    def goes_over(self, high, low, siblings):
        seen, todo = set(), list(high.over)
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += next((s.over for s in siblings if s.label == name), [])
        return low.label in seen

    def own_value(self, declared, version, parent, env):
        if parent is None and version.when is not None:
            holds = self.ev(version.when, env)
            if holds is FAILED or not holds:
                return FAILED if holds is FAILED else self.fail("E0903")
        e = version.value if parent is None else parent.then
        return self.fitted(self.ev(e, env), declared.type, declared.rounded)

    def requirement(self, declared, part, element=None):
        """`applies` or `met`; met where it does not apply."""
        def judged():
            env = self.case_env() if declared.block is None else self.item_env(declared.block, element)
            if part == "applies":
                return True if declared.when is None else self.ev(declared.when, env)
            applies = self.requirement(declared, "applies", element)
            return self.ev(declared.holds, env) if applies is True else applies if applies is FAILED else True
        return self.once(("require", declared.name, part, id(element)), judged)

    # ── shares and payers ──

    def left(self, payers, position):
        """What is left before the payer at `position`."""
        left = self.ev(payers.amount, self.case_env())
        for name in payers.payers[:position]:
            paid = self.rule(self.policy.declared[name])
            left = FAILED if FAILED in (left, paid) else left - paid
        return left

    def part(self, declared, element):
        parts = self.once(("parts", declared.name), lambda: self.parts(declared))
        items = self.list_of(declared.list, self.case_env())
        if parts is FAILED or items is FAILED:
            return FAILED
        return next((p for item, p in zip(items, parts) if item is element), Fraction(0))

    def parts(self, declared):
        amount = self.ev(declared.amount, self.case_env())
        items = self.list_of(declared.list, self.case_env())
        if items is FAILED:
            return FAILED
        envs = []
        for item in items:
            env = Env({declared.loop: item})
            if declared.block is not None and declared.block.governed_by is not None:
                env.date = self.item_env(declared.block, item).date
            envs.append(env)
        weights = [self.ev(declared.weight or declared.at_most, env) for env in envs]
        order = list(range(len(items)))
        if declared.order is not None:
            keys = [self.ev(declared.order, env) for env in envs]
            order = FAILED if FAILED in keys else sorted(order, key=lambda i: order_key(keys[i]))
        if FAILED in (amount, order) or FAILED in weights:
            return FAILED
        weights = [number(plain(w)) for w in weights]
        if amount < 0 or any(w < 0 for w in weights):
            return self.to_one(declared, [Fraction(0)] * len(items), amount, order, "E0912" if amount < 0 else "E0913")
        if declared.weight is None:
            parts = [Fraction(0)] * len(items)
            for i in order:
                parts[i] = min(amount, weights[i])
                amount -= parts[i]
            return parts if amount == 0 else self.to_one(declared, parts, amount, order, "E0915")
        return self.pro_rata(declared, amount, weights, order)

    def to_one(self, declared, parts, amount, order, code):
        if not declared.takes_all or not parts:
            return self.fail(code)
        parts[order[0] if declared.takes_all == "first" else order[-1]] += amount
        return parts

    def pro_rata(self, declared, amount, weights, order):
        total = sum(weights)
        if amount == 0:
            return [Fraction(0)] * len(weights)
        if total == 0:
            return self.to_one(declared, [Fraction(0)] * len(weights), amount, order, "E0914")
        step = self.step(declared.type)
        if (amount / step).denominator != 1:
            return self.fail("E0923")
        exact = [amount * w / total for w in weights]
        parts = [x // step * step for x in exact]
        missing = (amount - sum(parts)) / step
        for i in sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])[:int(missing)]:
            parts[i] += step
        return parts
