#!/usr/bin/env python3
"""What stands on the screen of a terminal, with its colours: tmux draws it."""
import shutil
import sys
import time
import unittest

from screen import Screen


@unittest.skipUnless(shutil.which("tmux"), "there is no tmux")
class OnAScreen(unittest.TestCase):
    def test_colours_of_what_is_typed(self):
        with Screen(columns=100) as screen:
            screen.type('rule x : CNY = if eligible > 1_000 and nobody then "免" else 0 # why')
            screen.wait_for_colour("keyword", "rule")
            screen.wait_for_colour("keyword", "and")
            screen.wait_for_colour("name", "eligible")
            screen.wait_for_colour("number", "1_000")
            screen.wait_for_colour("text", '"免"')
            screen.wait_for_colour("comment", "# why")
            self.assertRegex(screen.coloured(), r"and\x1b\[39m nobody \x1b")
            self.assertEqual(screen.last_line(),
                             'clinic.city stay> rule x : CNY = if eligible > 1_000 and nobody then "免" else 0 # why')

    def test_colours_of_commands(self):
        with Screen() as screen:
            screen.type("why not designated")
            screen.wait_for_colour("command", "why not")
            screen.wait_for_colour("name", "designated")
            screen.press("C-u")
            screen.type("load in/if 12")
            screen.wait_for_colour("command", "load")
            self.assertRegex(screen.coloured(), r"load\x1b\[0m(\x1b\[[0-9;]*m)* in/if 12$")

    def test_chinese(self):
        with Screen(columns=40) as screen:
            screen.type("规则 某某 : CNY = 取小(eligible, 10_000) # 中文注释中文注释")
            screen.wait_for_colour("keyword", "规则")
            screen.wait_for_colour("number", "10_000")
            lines = screen.text().splitlines()[-2:]
            self.assertEqual(lines, ["clinic.city stay> 规则 某某 : CNY = 取小", "(eligible, 10_000) # 中文注释中文注释"])

    def test_a_wide_character_does_not_go_over_the_edge(self):
        with Screen(columns=41) as screen:
            screen.type('"' + "中文" * 20 + '" = "x"')
            screen.wait_for_colour("text", '"x"')
            lines = screen.text().splitlines()[-3:]
            self.assertEqual(lines, ['clinic.city stay> "' + "中文" * 5 + "中", "文" + "中文" * 9 + "中", '文中文中文中文中文" = "x"'])

    def test_editing_in_the_middle_of_a_line_longer_than_the_screen_is_wide(self):
        with Screen(columns=30) as screen:
            screen.type("1_000 + 2_000 + 3_000 + 4_000 + 5_000")
            screen.press("Home")
            screen.type("100 + ")
            screen.wait_for_colour("number", "4_000")
            joined = "".join(line.ljust(30) for line in screen.text().splitlines()[-3:])
            self.assertIn("> 100 + 1_000 + 2_000 + 3_000 + 4_000 + 5_000", joined)
            screen.press("BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "End", "BSpace")
            screen.press("Enter")
            screen.wait_for("10500")

    def test_a_line_that_fills_the_screen(self):
        with Screen(columns=20, rows=6) as screen:
            for count in (30, 60, 98, 101, 140):
                screen.type("1" * count)
                time.sleep(0.1)
                screen.press("C-u")
            screen.type("6 * 7")
            screen.press("Enter")
            screen.wait_for("42\n")

    def test_resizing_keeps_what_stands_above(self):
        with Screen(columns=80) as screen:
            screen.type("1_000 + 2_000 + 3_000 + 4_000 + 5_000")
            screen.wait_for_colour("number", "5_000")
            screen.tmux("resize-window", "-x", "40", "-y", "24")
            screen.type(" + 6")
            screen.press("Enter")
            screen.wait_for("15006")
            screen.type("1_000 + 2")
            screen.wait_for_colour("number", "1_000")
            screen.wait_for("Ctrl-D ends the session.\nclinic.city stay> 1_000 + 2_000 + 3_000\n+ 4_000 + 5_000 + 6\n15006\n")

    def test_colours_stay_when_the_window_is_resized(self):
        with Screen(columns=80) as screen:
            above = screen.text().splitlines()[:-1]
            typed = "1_000 + 2_000 + 3_000 + 4_000 + 5_000"
            screen.type(typed)
            screen.wait_for_colour("number", "5_000")
            for columns in (40, 31, 100, 20, 21, 90):
                screen.tmux("resize-window", "-x", str(columns), "-y", "40")
                for more in ("", "9"):
                    screen.type(more)
                    typed += more
                    whole = "clinic.city stay> " + typed
                    rows = [whole[at:at + columns].rstrip() for at in range(0, len(whole), columns)]
                    screen.wait_for("\n" + "\n".join(rows) + "\n", lambda: screen.text() + "\n")
                    if len(rows) == 1:
                        screen.wait_for_colour("number", typed.split()[-1])
                    time.sleep(0.3 if more == "" else 0)  # tmux tells of a new size a quarter of a second after the last
            self.assertEqual(screen.text().splitlines()[:-1], above)
            screen.press("Enter")
            screen.wait_for("5001009999")

    def test_a_character_that_joins_the_one_before_it_takes_no_place(self):
        with Screen() as screen:
            begin = len("clinic.city stay> ")
            screen.type('"cafe\u0301 n\u0303o" = "x"')
            screen.wait_for_colour("text", '"cafe\u0301 n\u0303o"')
            screen.wait_for_cursor(begin + len('"cafe no" = "x"'))
            self.assertTrue(screen.last_line().endswith('> "cafe\u0301 n\u0303o" = "x"'), screen.text())
            screen.press(*["Left"] * 5)
            screen.wait_for_cursor(begin + len('"cafe no" '))
            screen.press("Home", "Right", "Delete", "Delete")
            screen.type("k")
            screen.wait_for('> "kfe\u0301 n\u0303o" = "x"')
            screen.wait_for_cursor(begin + 2)
            screen.press("Enter")
            screen.wait_for("no\n")

    def test_a_character_that_nobody_sees_is_written_out(self):
        with Screen() as screen:
            begin = len("clinic.city stay> ")
            screen.type('"a\u200bb" = "\U0001F468\u200d\U0001F469\ufe0f"')
            screen.wait_for('"a\\u200bb" = "\U0001F468\\u200d\U0001F469"')
            screen.wait_for_cursor(begin + len('"a\\u200bb" = "00\\u200d00"'))
            screen.wait_for_colour("text", '"a\\u200bb"')
            screen.press("Home", "Right", "Right", "Right", "BSpace")
            screen.wait_for('"ab" = "')
            screen.type("\x02\u202e")
            screen.wait_for("\\u202e")

    def test_what_is_higher_than_the_screen_is_shown_around_the_cursor(self):
        with Screen(columns=20, rows=6) as screen:
            screen.type("1_000 + " * 30 + "7")
            screen.wait_for("+ 7")
            screen.press("Home")
            screen.wait_for("clinic.city stay> 1_")
            screen.type("2 * ")
            screen.wait_for("clinic.city stay> 2\n* 1_000")
            screen.press("Enter")
            screen.wait_for("31007\n")

    def test_history_recalls_a_declaration_as_a_whole(self):
        with Screen() as screen:
            screen.type("rule twice : CNY =")
            screen.press("Enter")
            screen.wait_for("\n.")
            screen.type("  fund * 2")
            screen.press("Enter")
            screen.wait_for("change `twice`")
            screen.press("Up")
            screen.wait_for("> rule twice : CNY =\n  fund * 2")
            screen.wait_for_colour("number", "2")
            screen.press("BSpace")
            screen.type("3")
            screen.press("Up", "Home", "End")
            screen.press("C-a")
            for _ in "rule twic":
                screen.press("Right")
            screen.press("Delete")
            screen.wait_for("> rule twic : CNY =\n  fund * 3")
            screen.press("Enter")
            screen.wait_for("change `twic`")
            screen.type("twic")
            screen.press("Enter")
            screen.wait_for("12000.00 CNY")

    def test_several_lines_are_one_entry_of_the_history(self):
        with Screen() as first:
            first.type("rule twice : CNY =")
            first.press("Enter")
            first.wait_for("\n.")
            first.type("  fund * 2")
            first.press("Enter")
            first.wait_for("change `twice`")
            kept = (first.home / ".local/state/remit/history").read_text()
        self.assertEqual(len(kept.splitlines()), 2, kept)  # libedit's heading, and one entry

    def test_what_was_cancelled_is_in_the_history_as_one_entry(self):
        with Screen() as screen:
            screen.type("rule twice : CNY =")
            screen.press("Enter")
            screen.wait_for("\n.")
            screen.type("  fund * 2 +")
            screen.press("C-c")
            screen.wait_for("+^C\nclinic.city stay>")
            screen.type("fund + ")
            screen.press("C-c")
            screen.wait_for("fund + ^C\n")
            screen.press("Up")
            screen.wait_for("> fund +", screen.last_line)
            screen.press("Up")
            screen.wait_for("> rule twice : CNY =\n  fund * 2 +")
            screen.press("BSpace", "Enter")
            screen.wait_for("change `twice`")
            kept = (screen.home / ".local/state/remit/history").read_text().splitlines()
        self.assertEqual(len(kept), 4, kept)  # libedit's heading

    def test_searching_the_history(self):
        with Screen() as screen:
            for line in ("2_000 + 11", "1_000 + 22"):
                screen.type(line)
                screen.press("Enter")
            screen.wait_for("1022")
            screen.press("C-r")
            screen.type("11")
            screen.wait_for("bck:11")
            screen.press("Enter")
            screen.wait_for("1022\nclinic.city stay> 2_000 + 11\n2011")

    def test_control_c_in_the_middle_of_several_lines(self):
        with Screen(columns=30) as screen:
            screen.type("1_000 + 2_000 + 3_000 + 4_000 + 5_000")
            screen.press("Home", "C-c")
            screen.wait_for("^C")
            screen.type("6 * 7")
            screen.press("Enter")
            text = screen.wait_for("42")
            self.assertIn("5_000", text)

    def test_a_paste_is_coloured_when_it_is_there(self):
        with Screen() as screen:
            screen.tmux("set-buffer", "rule twice : CNY = fund * 2\n  except few when eligible < 10 then 0\n1 + 1\n")
            screen.tmux("paste-buffer")
            screen.wait_for("change `twice`")
            screen.wait_for("\n2\n")

    def test_no_colours_where_they_are_not_wanted(self):
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            with Screen(environment=environment.items()) as screen:
                screen.type("1_000 + 1")
                screen.press("Enter")
                screen.wait_for("1001")
                self.assertNotIn("\x1b[33m", screen.coloured())


if __name__ == "__main__":
    sys.argv.pop()
    unittest.main()
