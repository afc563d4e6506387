// What `remit new` writes: a policy to begin with, in either language. `{id}` stands for the policy's name.
#pragma once
#include <string_view>

namespace remit::cli {

inline constexpr std::string_view kEnglishStarter =
    R"remit(# A policy says who is paid what, and why. Lines that begin with `#` are remarks.
#   remit check {file}    tells what is wrong with it
#   remit test {file}     runs the tests at its end
#   remit settle --policies {file} --policy {id}
# Add `applies when …` below `in force` to have it chosen by what a case says.
policy {id} "Grants towards course fees"
  in force from 2024-01-01

# Money has a smallest unit: an amount lies on it, or its rule says how to round.
currency EUR "Euro" to 0.01

# What a case tells. A field with `?` may be left out; one that is `personal` is masked in messages.
enum Level "Level" { beginner "Beginner"  advanced "Advanced" }
record Course "Course" {
  day "Day" : date
  level "Level" : Level
  fee "Fee" : EUR 0..
}
input course "Course" : Course

# A number that changes gets a line more, with its date: what was before is settled as before.
value cap "Most that is granted" : EUR { from 2024-01-01 = 500 }

# Every level has its row: `remit check` tells of gaps and overlaps.
table part "Part that is granted" by course.level : rate {
  | level    | part |
  | beginner | 50%  |
  | advanced | 80%  |
}

# A rule has a base, and exceptions with names of their own.
rule grant "Grant" : EUR rounded half up = min(course.fee * part, cap)
  except small "Too small to be paid" when course.fee < 10 then 0
rule remainder "Left to pay" : EUR = course.fee - grant

# What others may ask, by the rules of which day, and what must always hold.
service settle "Settlement" takes course governed by course.day {
  gives grant, remainder
  ensures grant + remainder = course.fee
}

test "half for beginners, more for the advanced, up to the cap" {
  given course.day = 2024-05-20
  | given course.level | given course.fee | expect grant | expect remainder |
  | beginner           | 300              | 150          | 150              |
  | advanced           | 300              | 240          | 60               |
  | advanced           | 900              | 500          | 400              |
}
test "next to nothing" {
  given course.day = 2024-05-20, course.level = beginner, course.fee = 9.99
  expect grant = 0
}
)remit";

inline constexpr std::string_view kChineseStarter = R"remit(# language: zh
# 政策写明向谁支付多少、为什么。以“#”开头的行是注释。
#   remit check {file}    检查有什么问题
#   remit test {file}     运行文末的测试
#   remit settle --policies {file} --policy {id}
# 在“施行”之下加一行“适用于 …”，即可按案例内容自动选用。
政策 {id} "课程费用补助"
  施行 自 2024-01-01

# 货币有最小单位：金额须落在该位上，否则规则须写明如何舍入。
货币 EUR "欧元" 到 0.01

# 案例的内容。类型后有“?”的字段可以不填；标为“隐私”的字段在提示中会被遮盖。
类别 程度 "程度" { 初级 "初级"  高级 "高级" }
结构 课程 "课程" {
  上课日期 "上课日期" : 日期
  级别 "级别" : 程度
  费用 "费用" : EUR 0..
}
输入 本课程 "本课程" : 课程

# 数值变动时增加一行并写明日期：此前的案例仍按此前的数值结算。
数值 最高补助 "最高补助" : EUR { 自 2024-01-01 = 500 }

# 每一级别都有一行：`remit check` 会指出空缺和重叠。
表 补助比例 "补助比例" 按 本课程.级别 : 比例 {
  | 级别 | 补助比例 |
  | 初级 | 50%      |
  | 高级 | 80%      |
}

# 规则有基本情形，例外各有名称。
规则 补助 "补助" : EUR 舍入 四舍五入 = 取小(本课程.费用 * 补助比例, 最高补助)
  但书 小额 "金额过小，不予支付" 当 本课程.费用 < 10 则 0
规则 自付 "自付" : EUR = 本课程.费用 - 补助

# 可以询问什么，按哪一天的规则，以及什么必须始终成立。
服务 结算 "结算" 接收 本课程 适用日期 本课程.上课日期 {
  给出 补助, 自付
  保证 补助 + 自付 = 本课程.费用
}

测试 "初级一半，高级更多，不超过最高补助" {
  已知 本课程.上课日期 = 2024-05-20
  | 已知 本课程.级别 | 已知 本课程.费用 | 预期 补助 | 预期 自付 |
  | 初级             | 300              | 150       | 150       |
  | 高级             | 300              | 240       | 60        |
  | 高级             | 900              | 500       | 400       |
}
测试 "几乎没有费用" {
  已知 本课程.上课日期 = 2024-05-20, 本课程.级别 = 初级, 本课程.费用 = 9.99
  预期 补助 = 0
}
)remit";

}  // namespace remit::cli
