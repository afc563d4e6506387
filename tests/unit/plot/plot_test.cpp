// Plots against golden files, which `REMIT_UPDATE=1 build/release/bin/plot_test` writes anew: look at them then, the
// SVGs as pictures (`rsvg-convert golden/lines.svg -o lines.png`).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "engine/text/utf8.h"
#include "repl/plot/svg.h"
#include "repl/plot/text.h"
#include "repl/plot/ticks.h"

namespace remit::plot {
namespace {

auto number(const char* digits) -> Number { return Number::parse(digits).value(); }

void expect_golden(const std::string& name, const std::string& drawn) {
  const std::string path = GOLDEN + name;
  if (std::getenv("REMIT_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << drawn;
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(drawn, std::string(std::istreambuf_iterator<char>(in), {})) << name;
}

// What a fund pays and what is left, up to a cap; with a gap, where there is no answer.
auto lines() -> Lines {
  Lines made;
  made.title = "Paid of a bill 账单支付";
  made.x = {.label = "政策范围内费用 Eligible", .unit = "CNY"};
  made.y = {.unit = "CNY"};
  Series fund{.label = "统筹基金支付", .values = {}};
  Series patient{.label = "Borne by the patient", .values = {}};
  for (std::int64_t at = 0; at <= 60'000; at += 1'500) {
    const Number eligible = Number::whole(at);
    made.at.push_back(eligible);
    const Number paid = std::min(std::max(eligible - Number::whole(1'300), Number()) * number("0.85"), number("40000"));
    const bool gap = at >= 30'000 && at < 36'000;
    fund.values.push_back(gap ? std::nullopt : std::optional(paid));
    patient.values.push_back(gap ? std::nullopt : std::optional(eligible - paid));
  }
  made.series = {fund, patient};
  return made;
}

auto histogram() -> Bars {
  return {.title = "change of `fund`, cases",
          .bars = {{.label = "-500 .. -200", .value = number("3"), .shown = "3"},
                   {.label = "…", .value = {}, .shown = "0"},
                   {.label = "0", .value = number("41"), .shown = "41"},
                   {.label = "二百至五百", .value = number("1250"), .shown = "1,250"}}};
}

auto both_signs() -> Bars {
  return {.title = {},
          .bars = {{.label = "一级 primary", .value = number("-120.5"), .shown = "-120.50"},
                   {.label = "三级", .value = number("300"), .shown = "300.00"}}};
}

auto waterfall() -> Waterfall {
  using enum Step::Kind;
  return {.title = "Where the bill goes 费用去向",
          .steps = {{.kind = whole, .label = "总费用 Total", .value = number("189085.85"), .shown = "189,085.85"},
                    {.kind = part, .label = "Self-funded", .value = number("24674.04"), .shown = "24,674.04"},
                    {.kind = subtotal, .label = "In scope", .value = number("164411.81"), .shown = "164,411.81"},
                    {.kind = part, .label = "起付线", .value = number("650"), .shown = "650.00"},
                    {.kind = part,
                     .label = "A fund with a name that is far too long for the column that is there for it",
                     .value = number("91759.51"),
                     .shown = "91,759.51",
                     .notes = {"650.00 .. 30,000.00 × 91% = 26,708.50", "30,000.00 .. 97,372.18 × 97% = 65,051.01"}},
                    {.kind = part, .label = "Own share", .value = number("72002.31"), .shown = "72,002.31"},
                    {.kind = part, .label = "roundings", .value = number("-0.01"), .shown = "-0.01"}}};
}

TEST(Plot, Lines) {
  expect_golden("lines.txt", text_of(lines()));
  expect_golden("lines_ascii.txt", text_of(lines(), {.width = 60, .height = 10, .ascii = true}));
  expect_golden("lines.svg", svg_of(lines()));
}

TEST(Plot, OneLineOfFewPoints) {
  Lines one;
  one.x.label = "day";
  one.at = {number("1"), number("2"), number("4")};
  one.series = {{.label = "up", .values = {number("0.015"), number("0.02"), number("-0.005")}}};
  expect_golden("few.txt", text_of(one, {.width = 50, .height = 8}));
  expect_golden("few.svg", svg_of(one));
}

TEST(Plot, Histogram) {
  expect_golden("histogram.txt", text_of(histogram()));
  expect_golden("histogram_ascii.txt", text_of(histogram(), {.ascii = true}));
  expect_golden("histogram.svg", svg_of(histogram()));
}

TEST(Plot, BarsOfBothSigns) {
  expect_golden("both_signs.txt", text_of(both_signs(), {.width = 60}));
  expect_golden("both_signs.svg", svg_of(both_signs()));
}

TEST(Plot, Waterfall) {
  expect_golden("waterfall.txt", text_of(waterfall()));
  expect_golden("waterfall_ascii.txt", text_of(waterfall(), {.width = 70, .ascii = true}));
  expect_golden("waterfall.svg", svg_of({waterfall(), waterfall()}));
}

// No plot is wider than it was asked to be, whatever is in its labels.
TEST(Plot, KeepsItsWidth) {
  for (const std::uint32_t width : {40U, 57U, 80U, 131U}) {
    for (const std::string& text : {text_of(lines(), {.width = width}), text_of(histogram(), {.width = width}),
                                    text_of(both_signs(), {.width = width}), text_of(waterfall(), {.width = width})}) {
      for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        const std::string line = text.substr(begin, end - begin);
        const bool note = line.starts_with("      ");
        EXPECT_TRUE(note || columns(line) <= width) << width << ": " << line;
        begin = end + 1;
      }
    }
  }
}

TEST(Plot, NothingToDraw) {
  EXPECT_NE(text_of(Lines{}), "");
  EXPECT_NE(svg_of(Lines{}), "");
  EXPECT_EQ(text_of(Bars{}), "");
  EXPECT_EQ(text_of(Waterfall{}), "");
  Lines gap;
  gap.at = {number("1")};
  gap.series = {{.label = "nothing", .values = {std::nullopt}}};
  EXPECT_NE(text_of(gap), "");
  EXPECT_NE(svg_of(gap), "");
}

TEST(Plot, TicksAreRoundNumbers) {
  const auto ticks = [](const char* low, const char* high, std::int64_t most, bool whole) {
    const Scale scale = scale_of(number(low), number(high), most, whole, true);
    std::string all;
    for (const Number& tick : scale.ticks) all += (all.empty() ? "" : " ") + tick_text(tick, scale, {});
    return all;
  };
  EXPECT_EQ(ticks("0", "91759.51", 5, false), "0 20,000 40,000 60,000 80,000 100,000");
  EXPECT_EQ(ticks("-0.003", "0.011", 4, false), "-0.005 0.000 0.005 0.010 0.015");
  EXPECT_EQ(ticks("7", "7", 4, false), "7.0 7.5 8.0");
  EXPECT_EQ(ticks("19723", "19725", 8, true), "19,723 19,724 19,725");
  EXPECT_EQ(grouped("-1234567.25"), "-1,234,567.25");
  EXPECT_EQ(grouped("123"), "123");
}

TEST(Plot, TextInSvgIsEscaped) {
  Bars bars{.title = "<a> & \"b\"\n", .bars = {{.label = "<script>", .value = {}, .shown = "&"}}};
  const std::string drawn = svg_of(bars);
  EXPECT_EQ(drawn.find("<script>"), std::string::npos);
  EXPECT_NE(drawn.find("&lt;a&gt; &amp; &quot;b&quot; "), std::string::npos);
}

TEST(Plot, FitsTextToColumns) {
  EXPECT_EQ(fitted("abc", 5), "abc  ");
  EXPECT_EQ(fitted("abc", 5, true), "  abc");
  EXPECT_EQ(fitted("统筹基金", 5), "统筹…");
  EXPECT_EQ(fitted("统筹基金", 6), "统筹… ");
  EXPECT_EQ(fitted("abcdef", 4), "abc…");
}

}  // namespace
}  // namespace remit::plot
