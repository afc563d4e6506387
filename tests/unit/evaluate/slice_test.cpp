// Slices: tables of the forms, then random ones against an oracle that goes unit by unit.
#include "engine/evaluate/slice.h"

#include <algorithm>
#include <random>

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

using Form = SliceUse::Form;

struct Bands {
  std::vector<const char*> edges;  // upper edges
  std::vector<const char*> cells;  // nullptr: none; one more than edges where the last is `beyond`
};
const Bands kUsual = {{"30000", "40000"}, {"85%", "90%", "95%"}};

struct Asked {
  Form form = Form::plain;
  const char* amount = "0";
  const char* deductible = nullptr;
  const char* after = nullptr;
  bool once = false;
  const char* until = nullptr;
  const char* own_share = nullptr;
};

auto use_of(Policy& p, const Asked& a, const Bands& bands, bool counts = false) -> SliceUse {
  const auto maybe = [&](const char* text) { return text == nullptr ? kNoNode : p.money(text); };
  SliceUse use{.form = a.form,
               .once = a.once,
               .amount = p.money(a.amount),
               .deductible = maybe(a.deductible),
               .after = maybe(a.after),
               .until_pays = maybe(a.until),
               .edges = {},
               .rows = {},
               .counts = counts};
  for (const char* edge : bands.edges) use.edges.push_back(p.money(edge));
  if (bands.cells.size() > bands.edges.size()) use.edges.push_back(kNoNode);
  SliceUse::Row row;
  for (const char* cell : bands.cells)
    row.cells.push_back(cell == nullptr ? kNoNode : counts ? p.money(cell) : p.rate(cell));
  use.rows.push_back(row);
  if (a.own_share != nullptr) {
    use.adjustment = SliceUse::Adjustment::own_share;
    use.factor = p.rate(a.own_share);
  }
  return use;
}

// "paid handled kept left", or the errors.
auto sliced(const Asked& a, const Bands& bands = kUsual, bool counts = false) -> std::string {
  Policy p;
  const RuleId pool = p.rule("pool", p.slice(use_of(p, a, bands, counts)));
  for (std::uint32_t i = 0; i < 4; ++i) p.gives("part", p.field(p.read(pool), i));
  return Settling(p).text();
}

TEST(Slice, Forms) {
  const std::vector<std::pair<Asked, const char*>> table = {
      {{.amount = "0"}, "0 0 0 0"},
      {{.amount = "100"}, "85 100 15 0"},
      {{.amount = "30000"}, "25500 30000 4500 0"},
      {{.amount = "30000.01"}, "25500.009 30000.01 4500.001 0"},
      {{.amount = "50000"}, "44000 50000 6000 0"},
      {{.form = Form::above, .amount = "50000", .deductible = "1300"}, "42895 48700 5805 0"},
      {{.form = Form::above, .amount = "1000", .deductible = "1300"}, "0 0 0 0"},
      {{.form = Form::above, .amount = "1300", .deductible = "1300"}, "0 0 0 0"},
      {{.form = Form::above, .amount = "35000", .deductible = "31000"}, "3600 4000 400 0"},
      {{.form = Form::less, .amount = "50000", .deductible = "1300"}, "42765 48700 5935 0"},
      {{.form = Form::less, .amount = "1000", .deductible = "1300"}, "0 0 0 0"},
      {{.amount = "10000", .after = "25000"}, "8750 10000 1250 0"},
      {{.form = Form::above, .amount = "10000", .deductible = "1000", .after = "25000"}, "7900 9000 1100 0"},
      {{.form = Form::less, .amount = "10000", .deductible = "1000", .after = "25000"}, "7850 9000 1150 0"},
      // a threshold met once over the running total
      {{.form = Form::above, .amount = "1000", .deductible = "1800", .after = "500", .once = true}, "0 0 0 0"},
      {{.form = Form::above, .amount = "2000", .deductible = "1800", .after = "500", .once = true}, "595 700 105 0"},
      {{.form = Form::above, .amount = "2000", .deductible = "1800", .after = "5000", .once = true}, "1700 2000 300 0"},
      {{.form = Form::above, .amount = "2000", .deductible = "1800", .after = "29000", .once = true},
       "1750 2000 250 0"},
      {{.form = Form::less, .amount = "1000", .deductible = "1800", .after = "500", .once = true}, "0 0 0 0"},
      {{.form = Form::less, .amount = "2000", .deductible = "1800", .after = "500", .once = true}, "595 700 105 0"},
      {{.form = Form::less, .amount = "2000", .deductible = "1800", .after = "29000", .once = true}, "1700 2000 300 0"},
      {{.form = Form::less, .amount = "2000", .deductible = "1000", .after = "30000", .once = true}, "1750 2000 250 0"},
      // until it pays
      {{.amount = "50000", .until = "0"}, "0 0 0 50000"},
      {{.amount = "50000", .until = "-5"}, "0 0 0 50000"},
      {{.amount = "50000", .until = "25500"}, "25500 30000 4500 20000"},
      {{.amount = "50000", .until = "25590"}, "25590 30100 4510 19900"},
      {{.amount = "50000", .until = "44000"}, "44000 50000 6000 0"},
      {{.amount = "50000", .until = "44001"}, "44000 50000 6000 0"},
      {{.form = Form::above, .amount = "1000", .deductible = "1300", .until = "0"}, "0 0 0 0"},
      // own share
      {{.amount = "50000", .own_share = "60%"}, "46400 50000 3600 0"},
      {{.amount = "50000", .own_share = "0%"}, "50000 50000 0 0"},
  };
  for (const auto& [asked, expected] : table) {
    EXPECT_EQ(sliced(asked), expected) << asked.amount << " form " << static_cast<int>(asked.form);
  }
}

TEST(Slice, NoneStopsThePayerAndZeroDoesNot) {
  const Bands gap = {{"1000", "2000"}, {"50%", "0%", "100%"}};
  EXPECT_EQ(sliced({.amount = "3000"}, gap), "1500 3000 1500 0");
  const Bands none = {{"1000", "2000"}, {"50%", nullptr, "100%"}};
  EXPECT_EQ(sliced({.amount = "3000"}, none), "500 1000 500 2000");
  EXPECT_EQ(sliced({.form = Form::above, .amount = "3000", .deductible = "1500"}, none), "0 0 0 1500");
  EXPECT_EQ(sliced({.form = Form::above, .amount = "3000", .deductible = "2500"}, none), "0 0 0 500");
  const Bands ended = {{"1000", "2000"}, {"50%", "80%"}};
  EXPECT_EQ(sliced({.amount = "3000"}, ended), "1300 2000 700 1000");
  EXPECT_EQ(sliced({.form = Form::above, .amount = "3000", .deductible = "2500"}, ended), "0 0 0 500");
  EXPECT_EQ(sliced({.amount = "3000", .until = "1300"}, ended), "1300 2000 700 1000");
}

TEST(Slice, StopsAtTheLeastPlaceWhereThePaymentIsReached) {
  const Bands flat = {{"1000", "2000"}, {"100%", "0%", "50%"}};
  EXPECT_EQ(sliced({.amount = "3000", .until = "1000"}, flat), "1000 1000 0 2000")
      << "not after the band that pays nothing";
  EXPECT_EQ(sliced({.amount = "3000", .until = "1000.01"}, flat), "1000.01 2000.02 1000.01 999.98");
  EXPECT_EQ(sliced({.amount = "1000", .until = "100"}, {{}, {"30%"}}), "100 1000/3 700/3 2000/3");
}

TEST(Slice, UnitsOfACount) {
  const Bands days = {{"7", "14"}, {"0", "50", "20"}};
  EXPECT_EQ(sliced({.amount = "20"}, days, true), "470 20 0 0");
  EXPECT_EQ(sliced({.amount = "10", .after = "10"}, days, true), "320 10 0 0");
}

TEST(Slice, Errors) {
  const Bands disorder = {{"300", "200"}, {"85%", "90%", "95%"}};
  const std::vector<std::pair<std::string, std::string>> table = {
      {sliced({.amount = "-1"}), "E0910 p/pool: the amount of a slice by `bands` is negative: -1.00 CNY"},
      {sliced({.form = Form::above, .amount = "1", .deductible = "-2"}),
       "E0910 p/pool: the deductible of a slice by `bands` is negative: -2.00 CNY"},
      {sliced({.amount = "1", .after = "-3"}),
       "E0910 p/pool: the running total of a slice by `bands` is negative: -3.00 CNY"},
      {sliced({.amount = "1"}, disorder),
       "E0911 p/pool: the edges of `bands` are out of order: 200.00 CNY after 300.00 CNY"},
      {sliced({.amount = "1", .own_share = "1000%"}), "E0909 p/pool: a rate of -50% in `bands` is outside 0% to 100%"},
      {sliced({.amount = "1"}, {{}, {"101%"}}), "E0909 p/pool: a rate of 101% in `bands` is outside 0% to 100%"},
  };
  for (const auto& [actual, expected] : table) EXPECT_EQ(actual, expected);
  EXPECT_EQ(sliced({.amount = "10"}, {{"20"}, {"50%", "900%"}}), "5 10 5 0")
      << "a band that is not reached is not looked at";
}

TEST(Slice, RowsAreChosenByCondition) {
  const auto with_rows = [](bool a, bool b) {
    Policy p;
    SliceUse use{
        .amount = p.money("100"),
        .edges = {kNoNode},
        .rows = {{.when = p.truth(a), .cells = {p.rate("10%")}}, {.when = p.truth(b), .cells = {p.rate("20%")}}}};
    p.gives("paid", p.field(p.read("pool", p.slice(use)), 0));
    return Settling(p).text();
  };
  EXPECT_EQ(with_rows(true, false), "10");
  EXPECT_EQ(with_rows(false, true), "20");
  EXPECT_EQ(with_rows(false, false).substr(0, 5), "E0905");
  EXPECT_EQ(with_rows(true, true).substr(0, 5), "E0906");
}

TEST(Slice, EachRateMayBeChanged) {
  Policy p;
  const LocalId rate = p.b.new_local();
  SliceUse use{.amount = p.money("50000"),
               .edges = {p.money("30000"), kNoNode},
               .rows = {{.when = kNoNode, .cells = {p.rate("85%"), p.rate("95%")}}},
               .adjustment = SliceUse::Adjustment::each_rate,
               .rate_local = rate};
  use.factor = p.min(p.rate("100%"), p.plus(p.local(rate, kRate), p.rate("10%")));
  p.gives("paid", p.field(p.read("pool", p.slice(use)), 0));
  EXPECT_EQ(Settling(p).text(), "48500");
}

TEST(Slice, BandsAreKeptWhereAsked) {
  Policy p;
  SliceUse use = use_of(p, {.form = Form::above, .amount = "35000", .deductible = "1300"}, kUsual);
  use.keeps_bands = true;
  p.gives("bands", p.field(p.read("pool", p.slice(use)), 4, kList));
  EXPECT_EQ(Settling(p).text(), "[[1300,30000,0.85,28700,24395],[30000,35000,0.9,5000,4500]]");
}

// Goes along the axis a unit at a time; everything is a whole number of units, so stops fall between units only where
// the limit does, which it is chosen not to.
struct Oracle {
  std::int64_t paid = 0, handled = 0, left = 0;  // paid in hundredths of a unit
};
auto by_units(std::int64_t begin, std::int64_t end, const std::vector<std::int64_t>& edges,
              const std::vector<int>& percents, std::optional<std::int64_t> until) -> Oracle {
  Oracle o;
  bool stopped = until && *until <= 0;
  for (std::int64_t unit = begin; unit < end; ++unit) {
    std::size_t band = 0;
    while (band < edges.size() && unit >= edges[band]) ++band;
    const auto here = percents.begin() + static_cast<std::ptrdiff_t>(band) + 1;
    stopped = stopped || std::any_of(percents.begin(), here, [](int percent) { return percent < 0; }) ||
              (until && o.paid >= *until);
    if (stopped) {
      ++o.left;
      continue;
    }
    o.paid += percents[band];
    ++o.handled;
  }
  return o;
}

TEST(Slice, AgreesWithAnOracleThatGoesUnitByUnit) {
  std::mt19937 random(7);
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint32_t>(n));
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::int64_t> edges = {below(40), below(40) + 20, below(40) + 40};
    std::ranges::sort(edges);
    const std::vector<int> percents = {static_cast<int>(below(3)) * 50, below(5) == 0 ? -1 : 50,
                                       below(8) == 0 ? -1 : 100, 50};
    const std::int64_t e = below(100);
    const std::int64_t d = below(50);
    const std::int64_t y = below(60);
    const auto form = static_cast<Form>(below(3));
    const bool once = form != Form::plain && below(2) == 0;
    // Rates are multiples of 50 %, the limit too, and no band of 100 % can step over a half.
    const std::optional<std::int64_t> until = below(2) == 0 ? std::optional(below(40) * 100) : std::nullopt;

    std::int64_t a = y + (form == Form::above ? d : 0);
    std::int64_t b = y + (form == Form::less ? e - d : e);
    if (once) {
      a = form == Form::above ? std::max(y, d) : std::max<std::int64_t>(0, y - d);
      b = form == Form::above ? y + e : std::max<std::int64_t>(0, y + e - d);
    }
    const Oracle o = by_units(a, b, edges, percents, until);
    if (until && o.paid > *until) continue;  // stopped inside a unit

    Policy p;
    const auto number_of = [&](std::int64_t n) { return p.money(std::to_string(n)); };
    SliceUse use{.form = form, .once = once, .amount = number_of(e), .after = number_of(y), .edges = {}, .rows = {{}}};
    if (form != Form::plain) use.deductible = number_of(d);
    if (until) use.until_pays = number_of(*until / 100);
    for (const std::int64_t edge : edges) use.edges.push_back(number_of(edge));
    use.edges.push_back(kNoNode);
    for (const int percent : percents) {
      use.rows[0].cells.push_back(percent < 0 ? kNoNode : p.rate(std::to_string(percent) + "%"));
    }
    const RuleId pool = p.rule("pool", p.slice(use));
    for (std::uint32_t i = 0; i < 4; ++i) p.gives("part", p.field(p.read(pool), i));
    const Number paid = Number::decimal(o.paid, 2);
    EXPECT_EQ(Settling(p).text(), paid.to_string() + " " + std::to_string(o.handled) + " " +
                                      (Number::whole(o.handled) - paid).to_string() + " " + std::to_string(o.left))
        << "round " << round;
  }
}

}  // namespace
}  // namespace remit::test
