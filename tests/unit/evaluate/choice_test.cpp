#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

struct Written {
  const char* name;
  bool holds;
  const char* value;
  std::uint32_t parent = Choice::kBase;
  std::vector<std::uint32_t> over = {};
};

auto chosen(const std::vector<Written>& exceptions, std::optional<bool> base_when = std::nullopt) -> std::string {
  Policy p;
  std::vector<Choice::Exception> all;
  for (const Written& w : exceptions)
    all.push_back(p.exception(w.name, p.truth(w.holds), p.money(w.value), w.parent, w.over));
  p.gives("r", p.choice("r", p.money("1"), all, base_when ? p.truth(*base_when) : kNoNode));
  return Settling(p).text();
}

TEST(Choice, BaseAndExceptions) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {chosen({}), "1"},
      {chosen({{"a", false, "2"}}), "1"},
      {chosen({{"a", true, "2"}}), "2"},
      {chosen({{"a", true, "2"}, {"b", false, "3"}}), "2"},
      {chosen({{"a", true, "2"}, {"b", true, "2"}}), "2"},  // equal values do not clash
      {chosen({{"a", true, "2"}, {"b", true, "3"}}),
       "E0904 p/r: exceptions of `r` clash: `a` = 2.00 CNY, `b` = 3.00 CNY"},
      {chosen({{"a", true, "2"}, {"b", true, "3", Choice::kBase, {0}}}), "3"},
      {chosen({{"a", true, "2"}, {"b", false, "3", Choice::kBase, {0}}}), "2"},
      {chosen({{"a", true, "2"}, {"b", true, "3", Choice::kBase, {0}}, {"c", true, "4"}}),
       "E0904 p/r: exceptions of `r` clash: `b` = 3.00 CNY, `c` = 4.00 CNY"},
      // over is transitive: c over b over a; b need not hold
      {chosen({{"a", true, "2"}, {"b", false, "3", Choice::kBase, {0}}, {"c", true, "4", Choice::kBase, {0, 1}}}), "4"},
      // a holding sibling removes another even where it is removed itself
      {chosen({{"a", true, "2"}, {"b", true, "3", Choice::kBase, {0}}, {"c", true, "4", Choice::kBase, {0, 1}}}), "4"},
  };
  for (const auto& [actual, expected] : table) EXPECT_EQ(actual, expected);
}

TEST(Choice, ExceptionsOfExceptionsActOnlyWhereTheirParentWasChosen) {
  EXPECT_EQ(chosen({{"a", true, "2"}, {"a1", true, "3", 0}}), "3");
  EXPECT_EQ(chosen({{"a", false, "2"}, {"a1", true, "3", 0}}), "1");
  EXPECT_EQ(chosen({{"a", true, "2"}, {"a1", true, "3", 0}, {"a2", true, "3", 0}, {"b", true, "3"}}), "3");
  EXPECT_EQ(chosen({{"a", true, "2"}, {"a1", true, "3", 0}, {"a11", true, "4", 1}}), "4");
}

TEST(Choice, NoCaseHolds) {
  EXPECT_EQ(chosen({{"a", false, "2"}}, false), "E0903 p/r: no case of `r` holds");
  EXPECT_EQ(chosen({{"a", false, "2"}}, true), "1");
  EXPECT_EQ(chosen({{"a", true, "2"}}, false), "2");
}

TEST(Choice, ValuesNotChosenAreNotEvaluatedAndAllConditionsAre) {
  Policy p;
  const NodeId bad = p.over(p.money("1"), p.whole(0));
  p.gives("r",
          p.choice("r", bad, {p.exception("a", p.truth(true), p.money("5")), p.exception("b", p.truth(false), bad)}));
  EXPECT_EQ(Settling(p).text(), "5");
  Policy q;
  const NodeId worse = q.less(q.over(q.money("2"), q.whole(0)), q.money("1"));
  q.gives("r", q.choice("r", q.money("1"),
                        {q.exception("a", q.truth(true), q.money("5")), q.exception("b", worse, q.money("6"))}));
  EXPECT_EQ(Settling(q).text(), "E0902 p/r: division of 2.00 CNY by zero");
}

TEST(Table, RowsThatHold) {
  const auto table = [](bool a, bool b, const char* second, bool exclusive = false) {
    Policy p;
    p.b.program.tables.push_back(
        {.name = p.declared("t"), .rows = {1, 2}, .keys = {p.whole(7)}, .exclusive = exclusive});
    p.gives("r", p.rule("r", p.op(Op::table, kMoney, {p.truth(a), p.truth(b), p.money("10"), p.money(second)})));
    return Settling(p).text();
  };
  EXPECT_EQ(table(true, false, "20"), "10");
  EXPECT_EQ(table(false, true, "20"), "20");
  EXPECT_EQ(table(true, true, "10"), "10");
  EXPECT_EQ(table(true, true, "20", true), "10");
  EXPECT_EQ(table(false, false, "20"), "E0905 p/r: no row of `t` holds for 7");
  EXPECT_EQ(table(true, true, "20"),
            "E0906 p/r: several rows of `t` hold for 7 and differ: #1 = 10.00 CNY, #2 = 20.00 CNY");
}

}  // namespace
}  // namespace remit::test
