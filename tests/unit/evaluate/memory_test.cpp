#include "engine/evaluate/memory.h"

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

using Kind = Memory::Kind;

auto add(Policy& p, Memory memory) -> std::uint32_t {
  p.names.memories.push_back(p.declaration("m"));
  memory.name = static_cast<std::uint32_t>(p.names.memories.size() - 1);
  memory.contributes = true;
  p.b.program.memories.push_back(std::move(memory));
  return static_cast<std::uint32_t>(p.b.program.memories.size() - 1);
}

auto postings(const Answer& answer) -> std::string {
  std::string text;
  for (const Posting& p : answer.postings) {
    text += text.empty() ? "" : "; ";
    for (const Value& key : p.key) text += Settling::plain(key) + " ";
    if (!p.pot.empty()) text += p.pot + " ";
    if (!p.amount.is_absent()) text += Settling::plain(p.amount) + " -> " + Settling::plain(p.after);
    if (!p.start.is_absent()) text += print_date(p.start.as_integer()) + ".." + print_date(p.end.as_integer());
    if (!p.row.is_absent()) text += Settling::plain(p.row);
  }
  return text;
}

TEST(Memory, TallyThatAdds) {
  Policy p;
  const NodeId id = p.in("id", kText);
  const NodeId paid = p.in("paid");
  const std::uint32_t m = add(p, {.kind = Kind::adds,
                                  .list = {},
                                  .key_types = {kText},
                                  .keys = {id},
                                  .month_key = {},
                                  .type = kMoney,
                                  .limits = {},
                                  .amount = paid,
                                  .pots = {},
                                  .movements = {}});
  p.gives("before", p.op(Op::opening, kMoney, {id}, m));
  p.gives("after", p.op(Op::after_case, kMoney, {id}, m));
  Settling run(p);
  run.set("id", Value::text("a"));
  run.set("paid", "30");
  EXPECT_EQ(run.text(), "0 30");
  EXPECT_EQ(postings(run.settle()), "a 30 -> 30");
  run.given.memories[m].entries = {{.key = {Value::text("b")}, .value = number("7")},
                                   {.key = {Value::text("a")}, .value = number("12")}};
  EXPECT_EQ(run.text(), "12 42");
  EXPECT_EQ(postings(run.settle()), "a 30 -> 42");
}

TEST(Memory, TalliesThatKeep) {
  for (const auto& [kind, before, expected] : {std::tuple{Kind::keeps_highest, "900", "900 900"},
                                               {Kind::keeps_highest, "100", "100 500"},
                                               {Kind::keeps_lowest, "900", "900 500"},
                                               {Kind::keeps_highest, "", "absent 500"}}) {
    Policy p;
    const std::uint32_t m = add(p, {.kind = kind,
                                    .list = {},
                                    .key_types = {},
                                    .keys = {},
                                    .month_key = {},
                                    .type = kMoney,
                                    .limits = {},
                                    .amount = p.in("standard"),
                                    .pots = {},
                                    .movements = {}});
    p.gives("before", p.op(Op::opening, kMoney, {}, m));
    p.gives("after", p.op(Op::after_case, kMoney, {}, m));
    Settling run(p);
    run.set("standard", "500");
    if (*before != 0) run.given.memories[m].entries = {{.key = {}, .value = number(before)}};
    EXPECT_EQ(run.text(), expected);
  }
}

TEST(Memory, TallyOfEachElementWithItsOwnKey) {
  Policy p;
  const ListId items = p.list("items", {{"year", kCount}, {"amount", kMoney}});
  const std::uint32_t m = add(p, {.kind = Kind::adds,
                                  .list = items,
                                  .key_types = {kCount},
                                  .keys = {p.column(p.self(items), 0, kCount)},
                                  .month_key = {},
                                  .type = kMoney,
                                  .limits = {},
                                  .amount = p.column(p.self(items), 1),
                                  .pots = {},
                                  .movements = {}});
  p.gives("after", p.op(Op::after_case, kMoney, {p.whole(2024)}, m));
  Settling run(p);
  run.fill(items, {{number("2024"), number("1")}, {number("2025"), number("2")}, {number("2024"), number("4")}});
  EXPECT_EQ(run.text(), "5");
  EXPECT_EQ(postings(run.settle()), "2024 5 -> 5; 2025 2 -> 2");
}

TEST(Memory, OverTheLastMonths) {
  for (const auto& [including, expected] : {std::pair{true, "[5,0,8]"}, {false, "[3,5,0]"}}) {
    Policy p;
    const std::uint32_t m = add(p, {.kind = Kind::adds,
                                    .list = {},
                                    .key_types = {kDate},
                                    .keys = {p.day("2024-03-01")},
                                    .month_key = 0,
                                    .type = kMoney,
                                    .limits = {},
                                    .amount = p.money("0"),
                                    .pots = {},
                                    .movements = {}});
    p.gives("r", p.op(Op::over_last, kList, {p.whole(3), p.day("2024-03-15"), p.truth(including)}, m));
    Settling run(p);
    run.given.memories[m].entries = {{.key = {date("2023-12-01")}, .value = number("3")},
                                     {.key = {date("2024-01-01")}, .value = number("5")},
                                     {.key = {date("2024-03-01")}, .value = number("8")}};
    EXPECT_EQ(run.text(), expected);
  }
}

TEST(Memory, SpellsBeginAfterAGap) {
  for (const auto& [from, start, posted] : {std::tuple{"2024-03-31", "2024-03-31", "2024-03-31..2024-04-02"},
                                            {"2024-03-30", "2024-02-01", "2024-02-01..2024-04-02"}}) {
    Policy p;
    const std::uint32_t m = add(p, {.kind = Kind::spell,
                                    .list = {},
                                    .key_types = {},
                                    .keys = {},
                                    .month_key = {},
                                    .type = kDate,
                                    .limits = {},
                                    .from = p.day(from),
                                    .to = p.day("2024-04-02"),
                                    .gap = p.b.constant(Value::integer(30), kDays, {}),
                                    .pots = {},
                                    .movements = {}});
    p.gives("start", p.op(Op::spell_start, kDate, {}, m));
    Settling run(p);
    run.given.memories[m].entries = {{.key = {}, .value = {}, .start = date("2024-02-01"), .end = date("2024-03-01")}};
    EXPECT_EQ(run.text(), std::to_string(date(start).as_integer()));
    EXPECT_EQ(postings(run.settle()), posted);
    run.given.memories[m].entries.clear();
    EXPECT_EQ(run.text(), std::to_string(date(from).as_integer())) << "the first spell begins with the stay";
  }
}

struct Account : Policy {
  explicit Account(bool floor) {
    m = add(*this, {.kind = Kind::account,
                    .list = {},
                    .key_types = {},
                    .keys = {},
                    .month_key = {},
                    .type = kMoney,
                    .limits = {},
                    .pots = {"this_year", "earlier"},
                    .movements = {{.credit = true, .pot = 0, .amount = in("credit"), .when = in("credits", kBool)},
                                  {.amount = in("debit")}}});
    if (floor) b.program.memories[m].never_below = money("0");
    gives("before", op(Op::opening, kMoney, {}, m));
  }
  auto settle(const char* credit, const char* debit) -> std::string {
    Settling run(*this);
    run.set("credit", credit);
    run.set("credits", Value::boolean(*credit != '0'));
    run.set("debit", debit);
    run.given.memories[m].entries = {
        {.key = {}, .value = {}, .start = {}, .end = {}, .pots = {number("100"), number("50")}}};
    const std::string text = run.text();
    return text == "150" ? postings(run.settle()) : text;
  }
  std::uint32_t m = 0;
};

TEST(Memory, ADebitEmptiesThePotsInOrder) {
  EXPECT_EQ(Account(true).settle("0", "30"), "this_year -30 -> 120");
  EXPECT_EQ(Account(true).settle("0", "120"), "this_year -100 -> 30; earlier -20 -> 30");
  EXPECT_EQ(Account(true).settle("10", "150"), "this_year -100 -> 10; earlier -40 -> 10");
  EXPECT_EQ(Account(true).settle("0", "0"), "");
  EXPECT_EQ(Account(true).settle("0", "150.01"), "E0920 p/m: account `m` would fall to -0.01 CNY, below 0.00 CNY");
  EXPECT_EQ(Account(false).settle("0", "160"), "this_year -100 -> -10; earlier -60 -> -10");
  EXPECT_EQ(Account(true).settle("0", "-1"), "E0925 p/m: a movement of account `m` is negative: -1.00 CNY");
}

TEST(Memory, HistoriesKeepRows) {
  Policy p;
  const std::uint32_t m = add(p, {.kind = Kind::history,
                                  .list = {},
                                  .key_types = {},
                                  .keys = {},
                                  .month_key = {},
                                  .type = kRecord,
                                  .limits = {},
                                  .amount = p.op(Op::make_record, kRecord, {p.money("3"), p.whole(1)}),
                                  .pots = {},
                                  .movements = {}});
  p.gives("before", p.op(Op::opening, kList, {}, m));
  p.gives("after", p.op(Op::after_case, kList, {}, m));
  Settling run(p);
  EXPECT_EQ(run.text(), "[] [[3,1]]");
  EXPECT_EQ(postings(run.settle()), "[3,1]");
}

}  // namespace
}  // namespace remit::test
