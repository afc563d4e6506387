"""Writes a policy library of as many lines as are asked for: the shapes again and again under other names, and regions
that extend a frame, each with a page of clauses of its own. Valid; the same for the same number."""
import pathlib
import random
import re
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHAPES = ROOT / "policies" / "shapes"
FRAME = ROOT / "tests" / "bench" / "frame"  # of one service, so that what is measured does not grow with policies/

HEAD = """# The regulation of region {n}, clause by clause.

import frame.records

policy region_{n}.employee "第{n}地区职工基本医疗保险" en "Region {n}, employees"
  extends frame.employee
  in force from 2001-04-01
  applies when insured.region = "{code}" and insured.scheme = employee

source rules "第{n}地区医疗保险规定" en "Rules of region {n}" issued 2001-02-20 number "第{n}号"

value first_deductible "起付标准" en "Deductible" : CNY cites rules §36 {{ from 2001-04-01 = {deductible} }}
value cap "年度最高支付限额" en "Yearly cap" : CNY cites rules §13 {{
  from 2001-04-01 = {cap}
  from 2024-01-01 = {newer_cap}
}}
override rule pooled : CNY rounded half up = min(covered, max(0, cap - year_pooled))
"""

CLAUSE = """
# Clause {i}.
value standard_{i} "第{i}条起付标准" en "Deductible of clause {i}" : CNY cites rules §{i} {{
  from 2001-04-01 = {deductible}
  from 2024-01-01 = {newer}
}}
table part_{i} "第{i}条比例" en "Part of clause {i}" by stay.ordinal : rate {{
  | ordinal | part |
  | 1       | 100% |
  | 2..     | {part}%  |
}}
bands rates_{i} "第{i}条支付比例" en "Rates of clause {i}" of CNY by hospital.level cites rules §{i}(1) {{
  |           | up to {edge} | beyond |
  | tertiary  | {low}% | {high}% |
  | secondary | {low}% | {high}% |
  | primary   | {high}% | none |
}}
rule deductible_{i} "第{i}条起付线" en "Deductible under clause {i}" : CNY rounded half up cites rules §{i}
  = min(standard_{i} * part_{i}, eligible)
  except retired "退休" en "retired" when insured.status = retired then min(standard_{i} * 50%, eligible)
  except cheap "小额" en "small bills" over retired when eligible <= {small} then 0
  except elsewhere "异地" en "elsewhere" of retired when stay.region != insured.region then min(standard_{i}, eligible)
rule pool_{i} "第{i}条分段" en "Slice of clause {i}" = slice of eligible above deductible_{i} by rates_{i} until it pays {until}
rule paid_{i} "第{i}条支付" en "Paid under clause {i}" : CNY rounded half up = pool_{i}.paid
for each item in claim.items governed by item.date {{
  rule over_{i} "第{i}条超限价" en "Above the limit of clause {i}" : CNY rounded half up
    = if class = C then 0 else min(item.amount, max(0, item.price - {limit}) * item.quantity)
}}
rule over_all_{i} "第{i}条超限价合计" en "Above limits, clause {i}" : CNY
  = sum of item.over_{i} for item in claim.items when item.amount > 0
tally year_{i} "第{i}条年度累计" en "Yearly sum of clause {i}" : CNY per insured.id, year of stay.discharged adds paid_{i}
require limit_{i} "第{i}条限额" en "Limit of clause {i}" when eligible > {small}
  holds year_{i} <= {until} CNY * 10
  otherwise warns "超过年度限额" en "above the yearly limit"
"""


def region(n, clauses, chance):
    def clause(i):
        deductible, low = chance.randrange(1, 20) * 100, chance.randint(50, 85)
        return CLAUSE.format(i=i, deductible=deductible, newer=deductible + 100, part=chance.randint(10, 90), low=low,
                             high=low + chance.randint(1, 14), edge=f"{chance.randrange(10, 60) * 1000}", small=chance.randrange(100, 900),
                             until=chance.randrange(10, 90) * 1000, limit=chance.randrange(1, 500))
    cap = chance.randrange(5, 60) * 10_000
    text = HEAD.format(n=n, code=400_000 + n, deductible=chance.randrange(3, 20) * 100, cap=cap, newer_cap=cap + 10_000)
    text += "".join(clause(i) for i in range(clauses))
    paid = "\n  + ".join(f"paid_{i} / {clauses}" for i in range(clauses))
    gives = ",\n    ".join(f"deductible_{i}, paid_{i}, over_all_{i}" for i in range(clauses))
    requires = ", ".join(f"limit_{i}" for i in range(clauses))
    return text + f"""
rule covered "各条支付" en "Covered by all clauses" : CNY rounded half up
  = max(0, min(eligible - first_deductible, {paid}))
extend service settle {{
  gives
    {gives}
  requires {requires}
}}
"""


def make_library(folder, lines, clauses=6):
    """At least `lines` lines below `folder`, a third of them shapes. Yields how many lines and policies there are."""
    folder = pathlib.Path(folder)
    shutil.copytree(FRAME, folder / "frame")
    chance = random.Random(lines)
    written = policies = 0
    for path in (folder / "frame").rglob("*.remit"):
        text = path.read_text(encoding="utf-8")
        written, policies = written + text.count("\n"), policies + len(re.findall(r"(?m)^(?:abstract )?policy", text))
    shapes = sorted(SHAPES.glob("*.remit"))
    copies = 0
    while written < lines // 3:
        copies += 1
        place = folder / f"copy_{copies}"
        place.mkdir()
        shutil.copytree(SHAPES / "catalogs", place / "catalogs")
        for path in shapes:
            text = re.sub(r"\bshapes\.", f"copy_{copies}.", path.read_text(encoding="utf-8"))
            (place / path.name).write_text(text, encoding="utf-8")
            written, policies = written + text.count("\n"), policies + len(re.findall(r"(?m)^(?:abstract )?policy|^amend", text))
    number = 0
    while written < lines:
        number += 1
        place = folder / f"region_{number}"
        place.mkdir()
        text = region(number, clauses, chance)
        (place / "employee.remit").write_text(text, encoding="utf-8")
        written, policies = written + text.count("\n"), policies + 1
    return written, policies
