#include "engine/evaluate/loops.h"

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

using Kind = Loop::Kind;

// A list with amounts, keys and a flag; the loop's body is the amount, unless `over` says otherwise.
struct Looping : Policy {
  Looping() : items(list("items", {{"amount", kMoney}, {"key", kCount}, {"flag", kBool}})), x(b.new_local()) {}
  auto item(std::uint32_t c, Type type) -> NodeId { return column(local(x, element_of(items)), c, type); }
  auto over(Kind kind, NodeId body, Type type, bool when = false, bool ordered = false) -> NodeId {
    return loop({.kind = kind,
                 .local = x,
                 .list = all(items),
                 .body = body,
                 .when = when ? item(2, kBool) : kNoNode,
                 .order = ordered ? item(1, kCount) : kNoNode,
                 .zero = Number()},
                type);
  }
  auto run(NodeId node) -> std::string {
    gives("r", rule("r", node));
    Settling s(*this);
    const auto row = [](const char* a, const char* k, bool f) -> std::vector<Value> {
      return {number(a), number(k), Value::boolean(f)};
    };
    if (!empty)
      s.fill(items, {row("5", "2", true), row("7", "1", false), row("3", "1", true)});
    else
      s.fill(items, {});
    return s.text();
  }
  ListId items;
  LocalId x;
  bool empty = false;
};

auto looped(Kind kind, std::uint32_t column, Type type, bool when, bool ordered, bool empty) -> std::string {
  Looping p;
  p.empty = empty;
  const Type column_type = column == 0 ? kMoney : column == 1 ? kCount : kBool;
  return p.run(p.over(kind, p.item(column, column_type), type, when, ordered));
}

TEST(Loops, Aggregates) {
  struct Row {
    Kind kind;
    std::uint32_t column;
    bool when, ordered;
    const char* full;
    const char* empty;
  };
  for (const Row& r : std::vector<Row>{{Kind::sum, 0, false, false, "15", "0"},
                                       {Kind::sum, 0, true, false, "8", "0"},
                                       {Kind::count, 2, false, false, "2", "0"},
                                       {Kind::any, 2, false, false, "yes", "no"},
                                       {Kind::all, 2, false, false, "no", "yes"},
                                       {Kind::all, 2, true, false, "yes", "yes"},
                                       {Kind::minimum, 0, false, false, "3", "absent"},
                                       {Kind::maximum, 0, false, false, "7", "absent"},
                                       {Kind::first, 0, false, false, "5", "absent"},
                                       {Kind::first, 0, false, true, "7", "absent"},
                                       {Kind::list, 0, false, true, "[7,3,5]", "[]"},
                                       {Kind::list, 0, true, true, "[3,5]", "[]"}}) {
    EXPECT_EQ(looped(r.kind, r.column, kMoney, r.when, r.ordered, false), r.full) << static_cast<int>(r.kind);
    EXPECT_EQ(looped(r.kind, r.column, kMoney, r.when, r.ordered, true), r.empty) << static_cast<int>(r.kind);
  }
}

TEST(Loops, RunningSums) {
  for (const auto& [kind, expected] :
       {std::pair{Kind::running_up_to, "[15,7,10]"}, {Kind::running_before, "[10,0,7]"}}) {
    Looping p;
    const NodeId running = p.loop({.kind = kind,
                                   .local = p.x,
                                   .list = p.all(p.items),
                                   .body = p.item(0, kMoney),
                                   .order = p.item(1, kCount),
                                   .element = p.self(p.items),
                                   .zero = Number()},
                                  kMoney);
    const RuleId r = p.rule("running", running, p.items);
    const LocalId y = p.b.new_local();
    EXPECT_EQ(p.run(p.loop({.kind = Kind::list,
                            .local = y,
                            .list = p.all(p.items),
                            .body = p.of_item(p.local(y, element_of(p.items)), r),
                            .zero = {}},
                           kList)),
              expected);
  }
}

TEST(Loops, GroupsKeepFirstSeenOrder) {
  Looping p;
  const NodeId groups =
      p.loop({.kind = Kind::group, .local = p.x, .list = p.all(p.items), .body = p.item(1, kCount), .zero = {}}, kList);
  EXPECT_EQ(p.run(groups), "[[2,[#1]],[1,[#2,#3]]]");
}

TEST(Loops, RulesOverADerivedList) {
  Looping p;
  const NodeId groups =
      p.loop({.kind = Kind::group, .local = p.x, .list = p.all(p.items), .body = p.item(1, kCount), .zero = {}}, kList);
  const ListId derived{static_cast<std::uint32_t>(p.b.program.lists.size())};
  p.b.program.lists.push_back({.self = p.b.new_local(), .derived = groups, .element = kRecord});
  p.names.lists.push_back("groups");
  const NodeId value = p.op(Op::element_value, kRecord, {p.self(derived)});
  const RuleId doubled = p.rule("doubled", p.times(p.field(value, 0, kCount), p.whole(2)), derived);
  EXPECT_EQ(p.run(p.sum(derived, doubled)), "6");
}

TEST(Loops, NumbersAndTheirLimit) {
  const auto count = [](std::int64_t low, std::int64_t high) {
    Policy p;
    const LocalId x = p.b.new_local();
    p.gives("n", p.rule("n", p.loop({.kind = Kind::count,
                                     .local = x,
                                     .list = p.op(Op::numbers, kList, {p.whole(low), p.whole(high)}),
                                     .zero = {}},
                                    kCount)));
    return Settling(p).text();
  };
  EXPECT_EQ(count(1, 3), "3");
  EXPECT_EQ(count(3, 1), "0");
  EXPECT_EQ(count(1, 100'000), "100000");
  EXPECT_EQ(count(1, 100'001), "E0917 p/n: a list of 100001 elements is longer than 100000");
}

auto periods(Op op, const char* from, const char* to, std::uint32_t index, Value length = {}, Type type = kDays)
    -> std::string {
  Policy p;
  const NodeId node = op == Op::each ? p.op(op, kList, {p.day(from), p.day(to)}, index)
                                     : p.op(op, kList, {p.b.constant(length, type, {}), p.day(from), p.day(to)}, index);
  p.gives("r", p.rule("r", node));
  Settling run(p);
  const Answer answer = run.settle();
  if (!answer.errors.empty()) return answer.errors[0].code;
  std::string text;
  for (const Value& period : answer.outputs[0].value.as_sequence()) {
    const auto& parts = period.as_sequence();
    text += (text.empty() ? "" : " ") + parts[2].as_number().to_string() + ":" + print_date(parts[0].as_integer()) +
            ".." + print_date(parts[1].as_integer());
  }
  return text;
}

TEST(Loops, PeriodsOfTheCalendar) {
  EXPECT_EQ(periods(Op::each, "2024-02-28", "2024-03-01", 0),
            "1:2024-02-28..2024-02-28 2:2024-02-29..2024-02-29 3:2024-03-01..2024-03-01");
  EXPECT_EQ(periods(Op::each, "2024-01-15", "2024-03-02", 1),
            "1:2024-01-15..2024-01-31 2:2024-02-01..2024-02-29 3:2024-03-01..2024-03-02");
  EXPECT_EQ(periods(Op::each, "2023-12-30", "2024-01-02", 2), "1:2023-12-30..2023-12-31 2:2024-01-01..2024-01-02");
  EXPECT_EQ(periods(Op::each, "2024-01-02", "2024-01-01", 0), "");
  EXPECT_EQ(periods(Op::every, "2024-01-01", "2024-01-17", 0, Value::integer(7)),
            "1:2024-01-01..2024-01-07 2:2024-01-08..2024-01-14 3:2024-01-15..2024-01-17");
  EXPECT_EQ(periods(Op::every, "2024-01-01", "2024-01-17", 0, Value::integer(0)), "E0922");
  EXPECT_EQ(periods(Op::every, "2024-01-31", "2024-04-01", 1, Value::integer(1), kMonths),
            "1:2024-01-31..2024-02-28 2:2024-02-29..2024-03-30 3:2024-03-31..2024-04-01");
}

TEST(Loops, AnyAndAllStopWhereTheyAreSettled) {
  const auto any = [](const char* first) {
    Policy p;
    const ListId items = p.list("items", {{"divisor", kCount}});
    const LocalId x = p.b.new_local();
    const NodeId body = p.less(p.over(p.money("1"), p.column(p.local(x, element_of(items)), 0, kCount)), p.money("1"));
    p.gives("r", p.rule("r", p.loop({.kind = Kind::any, .local = x, .list = p.all(items), .body = body, .zero = {}},
                                    kBool)));
    Settling run(p);
    run.fill(items, {{number(first)}, {number("0")}});
    return run.text();
  };
  EXPECT_EQ(any("2"), "yes");
  EXPECT_EQ(any("1").substr(0, 5), "E0902");
}

}  // namespace
}  // namespace remit::test
