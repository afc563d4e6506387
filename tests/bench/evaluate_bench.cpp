// The reference settlement: six to ten bill lines of three classes, a deductible by level that is halved from the
// second stay on, marginal bands by level with a retired person's own share, a reduction for treatment elsewhere
// without filing, a yearly cap. Written as a Program by hand; every result is compared with plain integer code first.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "tests/unit/evaluate/policy.h"

namespace remit::test {
namespace {

constexpr Type kClass{.kind = TypeKind::enumeration, .id = 0};
constexpr std::size_t kClaims = 20'000;

// ── The data ─────────────────────────────────────────────────────────────────────────────────────────────────────

struct Line {
  int kind;
  std::int64_t cents;
};
struct Claim {
  int level, ordinal;
  bool retired, elsewhere, filed;
  std::int64_t pooled_before;  // cents
  std::vector<Line> lines;
};

class Dice {
 public:
  auto below(std::int64_t n) -> std::int64_t {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::int64_t>((state_ >> 33U) % static_cast<std::uint64_t>(n));
  }
  bool one_in(std::int64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_ = 20260101;
};

auto make_claims() -> std::vector<Claim> {
  Dice dice;
  std::vector<Claim> claims(kClaims);
  for (Claim& c : claims) {
    c = {.level = static_cast<int>(dice.below(3)),
         .ordinal = static_cast<int>(1 + dice.below(3)),
         .retired = dice.one_in(3),
         .elsewhere = dice.one_in(5),
         .filed = !dice.one_in(3),
         .pooled_before = dice.one_in(2) ? 0 : dice.below(10'000'000),
         .lines = {}};
    const std::int64_t lines = 6 + dice.below(5);
    for (std::int64_t i = 0; i < lines; ++i) {
      const bool large = dice.one_in(6);
      c.lines.push_back(
          {.kind = static_cast<int>(dice.below(3)), .cents = 1 + dice.below(large ? 3'000'000 : 200'000)});
    }
  }
  return claims;
}

// ── By hand ──────────────────────────────────────────────────────────────────────────────────────────────────────

struct ByHand {
  std::int64_t deductible, eligible, fund, patient;
};  // the first two in thousandths, then in cents

auto settle_by_hand(const Claim& c) -> ByHand {
  constexpr std::array<std::int64_t, 3> kDeductible = {500'000, 900'000, 1'300'000};
  constexpr std::array<std::array<std::int64_t, 3>, 3> kRate = {
      {{9000, 9500, 9700}, {8700, 9200, 9700}, {8500, 9000, 9500}}};
  constexpr std::array<std::int64_t, 4> kEdge = {0, 30'000'000, 40'000'000, INT64_MAX};
  std::int64_t eligible = 0;
  std::int64_t total = 0;
  for (const Line& line : c.lines) {
    total += line.cents;
    if (line.kind < 2) eligible += line.cents * (line.kind == 0 ? 10 : 9);
  }
  const auto level = static_cast<std::size_t>(c.level);
  const std::int64_t deductible = std::min(kDeductible[level] / (c.ordinal >= 2 ? 2 : 1), eligible);
  std::int64_t fund = 0;  // in 10^-8
  for (std::size_t b = 0; b < 3; ++b) {
    const std::int64_t rate = c.retired ? 10'000 - (10'000 - kRate[level][b]) * 6 / 10 : kRate[level][b];
    const std::int64_t part = std::min(eligible, kEdge[b + 1]) - std::max(deductible, kEdge[b]);
    fund += std::max<std::int64_t>(part, 0) * rate * 10;
  }
  if (c.elsewhere && !c.filed) fund = fund / 10 * 8;
  fund = std::min(fund, std::max<std::int64_t>(0, 10'000'000 - c.pooled_before) * 1'000'000);
  const std::int64_t cents = (fund + 500'000) / 1'000'000;
  return {.deductible = deductible, .eligible = eligible, .fund = cents, .patient = total - cents};
}

// ── As a Program ─────────────────────────────────────────────────────────────────────────────────────────────────

enum Input : std::uint8_t { kLevel, kOrdinal, kRetired, kElsewhere, kFiled, kBefore };

struct Job {
  Policy p;
  ListId items{};

  Job() {
    p.b.program.types.enums.push_back({.name = "Class", .labels = {}, .members = {{"A"}, {"B"}, {"C"}}});
    const NodeId level = p.in("level", kClass);
    const NodeId ordinal = p.in("ordinal", kCount);
    const NodeId retired = p.in("retired", kBool);
    const NodeId elsewhere = p.in("elsewhere", kBool);
    const NodeId filed = p.in("filed", kBool);
    const NodeId before = p.in("before");
    items = p.list("items", {{"class", kClass}, {"amount", kMoney}});

    const RuleId eligible = p.rule("eligible", p.sum(items, in_scope()));
    const RuleId base = p.rule("base", deductible_table(level));
    const NodeId scope = p.read(eligible);
    const RuleId deductible = p.choice(
        "deductible", p.min(p.read(base), scope),
        {p.exception("repeat", p.at_least(ordinal, p.whole(2)), p.min(p.times(p.read(base), p.rate("50%")), scope))});
    const RuleId own_part = p.rule("own_part", p.iff(retired, p.rate("60%"), p.rate("100%")));
    const RuleId pool = p.rule("pool", bands(level, scope, p.read(deductible), p.read(own_part)));
    const NodeId paid = p.field(p.read(pool), 0);
    const RuleId reduced = p.choice(
        "reduced", paid, {p.exception("unfiled", p.both(elsewhere, p.negated(filed)), p.times(paid, p.rate("80%")))});
    const NodeId room = p.max(p.money("0"), p.minus(p.money("100000"), before));
    const RuleId fund = p.rule("fund", p.rounded(p.min(p.read(reduced), room), Rounding::half_up, "0.01"));
    const RuleId patient = p.rule("patient", p.minus(p.sum(items, amount()), p.read(fund)));
    for (const auto& [name, rule] :
         {std::pair("deductible", deductible), {"eligible", eligible}, {"fund", fund}, {"patient", patient}}) {
      p.gives(name, rule);
    }
  }

 private:
  auto member(std::int64_t m) -> NodeId { return p.b.constant(Value::integer(m), kClass, {}); }
  auto in_scope() -> RuleId {
    const NodeId kind = p.column(p.self(items), 0, kClass);
    const NodeId cost = p.column(p.self(items), 1);
    const RuleId first_share =
        p.rule("first_share", p.iff(p.equal(kind, member(1)), p.times(cost, p.rate("10%")), p.money("0")), items);
    const NodeId rest = p.minus(cost, p.of_item(p.self(items), first_share));
    return p.rule("in_scope", p.iff(p.equal(kind, member(2)), p.money("0"), rest), items);
  }
  auto amount() -> RuleId { return p.rule("amount", p.column(p.self(items), 1), items); }

  auto deductible_table(NodeId level) -> NodeId {
    p.b.program.tables.push_back({.name = p.declared("base"), .rows = {1, 2, 3}, .keys = {level}, .exclusive = true});
    return p.op(Op::table, kMoney,
                {p.equal(level, member(0)), p.equal(level, member(1)), p.equal(level, member(2)), p.money("500"),
                 p.money("900"), p.money("1300")});
  }
  auto bands(NodeId level, NodeId of, NodeId above, NodeId own_part) -> NodeId {
    const auto row = [&](std::int64_t m, const char* a, const char* b, const char* c) {
      return SliceUse::Row{.when = p.equal(level, member(m)), .cells = {p.rate(a), p.rate(b), p.rate(c)}};
    };
    return p.slice({.form = SliceUse::Form::above,
                    .amount = of,
                    .deductible = above,
                    .edges = {p.money("30000"), p.money("40000"), kNoNode},
                    .rows = {row(0, "90%", "95%", "97%"), row(1, "87%", "92%", "97%"), row(2, "85%", "90%", "95%")},
                    .adjustment = SliceUse::Adjustment::own_share,
                    .factor = own_part});
  }
};

auto case_of(const Claim& c) -> Case {
  Case made;
  made.inputs = {Value::integer(c.level),     Number::whole(c.ordinal), Value::boolean(c.retired),
                 Value::boolean(c.elsewhere), Value::boolean(c.filed),  Number::decimal(c.pooled_before, 2)};
  made.lists.resize(1);
  made.lists[0].offsets = {0, static_cast<std::uint32_t>(c.lines.size())};
  made.lists[0].columns.resize(2);
  for (const Line& line : c.lines) {
    made.lists[0].columns[0].push_back(Value::integer(line.kind));
    made.lists[0].columns[1].push_back(Number::decimal(line.cents, 2));
  }
  return made;
}

bool agrees(const Answer& answer, const ByHand& hand) {
  const std::array<Number, 4> expected = {Number::decimal(hand.deductible, 3), Number::decimal(hand.eligible, 3),
                                          Number::decimal(hand.fund, 2), Number::decimal(hand.patient, 2)};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (answer.outputs.size() != expected.size() || answer.outputs[i].value != Value(expected[i])) return false;
  }
  return true;
}

void settle_reference_job(benchmark::State& state) {
  const Job job;
  const std::vector<Claim> claims = make_claims();
  std::vector<Case> cases;
  for (const Claim& claim : claims) cases.push_back(case_of(claim));
  Evaluator evaluator(job.p.b.program, job.p.names);
  for (std::size_t i = 0; i < kClaims; ++i) {
    if (agrees(evaluator.settle(cases[i]), settle_by_hand(claims[i]))) continue;
    state.SkipWithError("the Program and the integer code disagree");
    return;
  }
  for (auto _ : state) {
    for (const Case& given : cases) benchmark::DoNotOptimize(evaluator.settle(given));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kClaims));
}
BENCHMARK(settle_reference_job)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace remit::test
