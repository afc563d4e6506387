#!/usr/bin/env python3
"""What Tab makes of what is typed, on a screen."""
import shutil
import sys
import unittest

from screen import POLICY, STAY, Screen

PROMPT = "clinic.city stay> "

# Typed; what stands there after Tab.
LINES = (
    # commands, and their own words
    ("desc", "describe "),
    ("why n", "why not "),
    ("save te", "save test "),
    ("as o", "as of "),
    ("format ma", "format markdown "),
    ("plot br", "plot braille "),
    ("timer of", "timer off "),
    ("list exc", "list exceptions "),
    ("as of c", "as of case "),
    ("why deductible dep", "why deductible depth "),
    ("new settle a", "new settle as "),
    ("sweep first_deductible from 0 to 2_000 ste", "sweep first_deductible from 0 to 2_000 step "),
    ("use an", "use any "),
    ("help save c", "help save c"),
    ("help save ca", "help save case "),
    ("help keep", "help keeping "),
    # names, fields of several levels, elements of lists
    ("dedu", "deductible "),
    ("1 + stay.dis", "1 + stay.discharged "),
    ("set stay.items[2].am", "set stay.items[2].amount "),
    ("show stay.items[12].li", "show stay.items[12].listed "),
    ("why pers", "why personal_part "),
    ("sweep first_d", "sweep first_deductible "),
    ("sweep first_deductible from 0 to 2 step 1 show fund, dedu", "sweep first_deductible from 0 to 2 step 1 show fund, deductible "),
    ("solve fund = 10 for stay.or", "solve fund = 10 for stay.ordinal "),
    ("solve fu", "solve fund"),
    ("impact cases.ndjson by less pers", "impact cases.ndjson by less personal_part "),
    ("set opening.y", "set opening.year_fund "),
    ("set as", "set as_of "),
    ("rule x : CNY = year_f", "rule x : CNY = year_fund "),
    # members of enumerations, yes and no
    ("set stay.level = te", "set stay.level = tertiary "),
    ("set stay.level=te", "set stay.level=tertiary "),
    ("if stay.level = pri", "if stay.level = primary "),
    ("set stay.items[1].listed = fa", "set stay.items[1].listed = false "),
    # what was decided, cases, tests, policies, services, changes
    ("why not rep", "why not repeat_stay "),
    ("why not desi", "why not designated "),
    ("case st", "case stay "),
    ("like st", "like stay "),
    ("like a", 'like "a stay" '),
    ('like "a', 'like "a stay" '),
    ("use cli", "use clinic.city "),
    ("compare cli", "compare clinic.city "),
    ("new se", "new settle "),
    # paths
    ("load sp", 'load "spaces and more/'),
    ('load "spaces and more/o', 'load "spaces and more/one case.json" '),
    ("load 案", "load 案例_2024.json "),
    ('load "it\'s.json" a', 'load "it\'s.json" as '),
    ("load it", "load \"it's.json\" "),
    ("source wa", "source walk "),
    ("edit city", "edit city.remit "),
    ("sweep first_deductible from 0 to 2 step 1 show fund to wa", "sweep first_deductible from 0 to 2 step 1 show fund to walk "),
    # in Chinese
    ("为什", "为什么 "),
    ("为什么 统", "为什么 统筹支付 "),
    ("为何不 再", "为何不 再次住院 "),
    ("格式 表", "格式 表格 "),
    ("说明 起付", "说明 起付"),
    ("列出 例", "列出 例外 "),
    ("帮助 保存变", "帮助 保存变更 "),
    ("载入 wa", "载入 walk "),
)


@unittest.skipUnless(shutil.which("tmux"), "there is no tmux")
class Completion(unittest.TestCase):
    def complete(self, screen, typed, wanted):
        """Each key is waited for: a tab with more behind it is one of a paste."""
        def last():
            return screen.last_line().removeprefix(PROMPT) + "\n"

        screen.press("C-u")
        screen.type(typed)
        screen.wait_for(typed.rstrip() + "\n", last)
        screen.press("Tab")
        screen.wait_for(wanted.rstrip() + "\n", last)
        screen.type("~")
        screen.wait_for(wanted + "~\n", last)

    def test_lines(self):
        with Screen(columns=120, arguments=("--policy", "clinic.city", "--input", str(STAY), str(POLICY))) as screen:
            (screen.home / "spaces and more").mkdir()
            for name in ("spaces and more/one case.json", "案例_2024.json", "it's.json", "walk", "city.remit", "bad\x1b[31m", "bad\nname"):
                (screen.home / name).write_text("{}")
            for typed, wanted in LINES:
                with self.subTest(typed):
                    self.complete(screen, typed, wanted)

    def test_changes_and_named_cases(self):
        with Screen(columns=120) as screen:
            for line in ("value first_deductible = 500", "new settle as visitor"):
                screen.type(line)
                screen.press("Enter")
            screen.wait_for("case `visitor`")
            for typed, wanted in (("compare firs", "compare first_deductible "), ("case vis", "case visitor ")):
                self.complete(screen, typed, wanted)

    def test_what_may_be_meant_is_listed(self):
        with Screen() as screen:
            screen.type("set stay.level = ")
            screen.press("Tab")
            screen.wait_for("\nprimary   tertiary\n")
            screen.wait_for("\nclinic.city stay> set stay.level =", lambda: screen.text().rsplit("tertiary")[-1])


if __name__ == "__main__":
    sys.argv.pop()
    unittest.main()
