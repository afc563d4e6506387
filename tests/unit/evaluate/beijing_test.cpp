// A published example: an in-patient of Beijing's employee scheme, worked through to the cent.
#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

TEST(Beijing, PublishedExample) {
  Policy p;
  const NodeId eligible = p.in("eligible");
  const NodeId own_part = p.iff(p.in("retired", kBool), p.rate("60%"), p.rate("100%"));
  const RuleId deductible = p.choice(
      "deductible", p.min(p.money("1300"), eligible),
      {p.exception("repeat_stay", p.at_least(p.in("ordinal", kCount), p.whole(2)), p.min(p.money("650"), eligible))});
  const RuleId pool =
      p.rule("pool", p.slice({.form = SliceUse::Form::above,
                              .amount = eligible,
                              .deductible = p.read(deductible),
                              .until_pays = p.in("room"),
                              .edges = {p.money("30000"), p.money("40000"), kNoNode},
                              .rows = {{.when = kNoNode, .cells = {p.rate("85%"), p.rate("90%"), p.rate("95%")}}},
                              .adjustment = SliceUse::Adjustment::own_share,
                              .factor = own_part}));
  const RuleId pooled = p.rule("pooled", p.rounded(p.field(p.read(pool), 0), Rounding::half_up, "0.01"));
  const RuleId pool_self = p.rule("pool_self", p.rounded(p.field(p.read(pool), 2), Rounding::half_up, "0.01"));
  const RuleId large =
      p.rule("large", p.rounded(p.times(p.field(p.read(pool), 3), p.rate("80%")), Rounding::half_up, "0.01"));
  const RuleId large_self =
      p.rule("large_self", p.rounded(p.times(p.field(p.read(pool), 3), p.rate("20%")), Rounding::half_up, "0.01"));
  p.gives("deductible", deductible);
  p.gives("pooled", pooled);
  p.gives("pool_self", pool_self);
  p.gives("large", large);
  p.gives("large_self", large_self);

  Settling run(p);
  run.set("eligible", "164411.81");
  run.set("retired", Value::boolean(true));
  run.set("ordinal", "2");
  run.set("room", "91759.51");
  EXPECT_EQ(run.text(), "650 91759.51 4962.67 53631.71 13407.93");
}

}  // namespace
}  // namespace remit::test
