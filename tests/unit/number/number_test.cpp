#include "engine/number/number.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace remit {

void PrintTo(const Number& number, std::ostream* out) { *out << number.to_string(); }

namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// A number for a test's table; a ratio is written `1/3`.
auto number(std::string_view text) -> Number {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) return number(text.substr(0, slash)) / number(text.substr(slash + 1));
  const auto parsed = Number::parse(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed ? parsed.value() : Number();
}

auto ten_to(int exponent) -> std::string { return "1" + std::string(static_cast<std::size_t>(exponent), '0'); }

TEST(NumberParse, TakesAndPrintsPlainDigits) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"0", "0"},
      {"-0", "0"},
      {"-0.000", "0"},
      {"0e999999999", "0"},
      {"7", "7"},
      {"-7", "-7"},
      {"007", "7"},
      {"-12.50", "-12.5"},
      {"1e3", "1000"},
      {"1E+3", "1000"},
      {"1.5E-3", "0.0015"},
      {"123.456e2", "12345.6"},
      {"0.000001", "0.000001"},
      {"999999999999999999", "999999999999999999"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "9223372036854775808"},
      {"-9223372036854775809", "-9223372036854775809"},
      {"0.0000000000000000001", "0.0000000000000000001"},
      {"1.000000000000000000000000000000", "1"},
      {"123456789012345678901234567890.123456789012345678901234567890",
       "123456789012345678901234567890.12345678901234567890123456789"},
      {"0." + std::string(2000, '0') + "1e2001", "1"},
      {"1e999", ten_to(999)},
  };
  for (const auto& [text, printed] : cases) EXPECT_EQ(number(text).to_string(), printed) << text;
}

TEST(NumberParse, RefusesWhatIsNotANumber) {
  for (const std::string_view text :
       {"",   "-",     "+1",    "--1",  ".5",  "5.",  "-.5",      "1.e3",  "1e", "1e+", "1e--3", "1e1.5", " 1",
        "1 ", "1,000", "1_000", "0x10", "1/3", "NaN", "Infinity", "1.2.3", "１", "1\n", "e5",    "1e5e5"}) {
    const auto parsed = Number::parse(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error(), NumberError::malformed) << text;
  }
  EXPECT_FALSE(Number::parse(std::string_view("1\0", 2)).ok());
}

TEST(NumberParse, CountsDigitsBeforeItBuilds) {
  const auto error = [](const std::string& text, int max_digits) -> std::string {
    const auto parsed = Number::parse(text, max_digits);
    if (parsed.ok()) return "";
    return parsed.error() == NumberError::malformed ? "malformed" : "too many";
  };
  const std::string megabyte(1'000'000, '7');
  EXPECT_EQ(error("12.34", 4), "");
  EXPECT_EQ(error("12.345", 4), "too many");
  EXPECT_EQ(error("12.300", 4), "too many");  // as written
  EXPECT_EQ(error("0012.30", 4), "");
  EXPECT_EQ(error("0.1234", 4), "");
  EXPECT_EQ(error("1e3", 4), "");
  EXPECT_EQ(error("1e4", 4), "too many");
  EXPECT_EQ(error("1e-4", 4), "");
  EXPECT_EQ(error("1e-5", 4), "too many");
  EXPECT_EQ(error("1e999", 1000), "");
  EXPECT_EQ(error("1e1000", 1000), "too many");
  EXPECT_EQ(error("1e999999999", 1000), "too many");
  EXPECT_EQ(error("1e-999999999", 1000), "too many");
  EXPECT_EQ(error("1e99999999999999999999999999999999", 1000), "too many");
  EXPECT_EQ(error("1e-99999999999999999999999999999999", 1000), "too many");
  EXPECT_EQ(error("0e-99999999999999999999999999999999", 1000), "too many");
  EXPECT_EQ(error(std::string(400, '9'), 400), "");
  EXPECT_EQ(error(std::string(401, '9'), 400), "too many");
  EXPECT_EQ(error(megabyte, 1000), "too many");
  EXPECT_EQ(error("0." + megabyte, 1000), "too many");
  EXPECT_EQ(error(megabyte + "e-1000000", 1000), "too many");
  EXPECT_EQ(error(megabyte + "x", 1000), "malformed");
  EXPECT_EQ(error("1e" + megabyte, 1000), "too many");
}

TEST(NumberArithmetic, NeverRoundsAndNeverWraps) {
  const Number highest = Number::whole(kHighest);
  const Number lowest = Number::whole(kLowest);
  const std::vector<std::pair<Number, std::string>> cases = {
      {number("0.1") + number("0.2"), "0.3"},
      {number("1.50") + number("2.5"), "4"},
      {highest + Number::whole(1), "9223372036854775808"},
      {highest + highest, "18446744073709551614"},
      {lowest + lowest, "-18446744073709551616"},
      {lowest - Number::whole(1), "-9223372036854775809"},
      {highest - lowest, "18446744073709551615"},
      {-lowest, "9223372036854775808"},
      {-(-lowest), "-9223372036854775808"},
      {lowest.abs(), "9223372036854775808"},
      {lowest * Number::whole(-1), "9223372036854775808"},
      {lowest * lowest, "85070591730234615865843651857942052864"},
      {lowest / Number::whole(-1), "9223372036854775808"},
      {highest + Number::decimal(1, 18), "9223372036854775807.000000000000000001"},
      {Number::decimal(1, 18) - highest, "-9223372036854775806.999999999999999999"},
      {Number::decimal(1, 18) * Number::decimal(1, 18), "0.000000000000000000000000000000000001"},
      {Number::decimal(5, 18) * Number::decimal(2'000'000'000, 9), "0.00000000000000001"},
      {number("1e500") + number("1e-400") - number("1e500"), "0." + std::string(399, '0') + "1"},
      {number("10") / number("4"), "2.5"},
      {number("1") / number("0.001"), "1000"},
      {number("1") / number("1024"), "0.0009765625"},
      {number("1") / number("7450580596923828125"), "0.000000000000000000134217728"},
      {number("1") / number("9223372036854775808"),
       "0.000000000000000000108420217248550443400745280086994171142578125"},
      {number("0.07") / number("0.3"), "7/30"},
      {number("1") / number("3"), "1/3"},
      {number("-1") / number("3"), "-1/3"},
      {number("1") / number("-3"), "-1/3"},
      {number("2") / number("-6"), "-1/3"},
      {number("1/3") + number("2/3"), "1"},
      {number("1/3") + number("1/6"), "0.5"},
      {number("1/3") - number("1/3"), "0"},
      {number("1/3") * number("0.3"), "0.1"},
      {number("1/3") / number("1/3"), "1"},
      {number("1/3") / number("2/7"), "7/6"},
      {-number("1/3"), "-1/3"},
      {number("-1/3").abs(), "1/3"},
      {number("0") / number("-3"), "0"},
  };
  for (const auto& [result, printed] : cases) EXPECT_EQ(result.to_string(), printed);
}

TEST(NumberArithmetic, ComesBackToTheFastPath) {
  Number sum = Number::whole(kHighest) + Number::whole(1);
  EXPECT_EQ(sum.to_int64(), std::nullopt);
  sum = sum - Number::whole(1);
  EXPECT_EQ(sum.to_int64(), kHighest);
  EXPECT_EQ((number("1/3") * number("3")).to_int64(), 1);
  EXPECT_EQ((-number("9223372036854775808")).to_int64(), kLowest);
}

TEST(NumberOrder, SeesTheValueOnly) {
  // In rising order; each entry's spellings are equal.
  const std::vector<std::vector<Number>> rising = {
      {number("-1e30")},
      {number("-9223372036854775809")},
      {Number::whole(kLowest), number("-9223372036854775808.000")},
      {number("-1"), Number::decimal(-100, 2), number("3/-3")},
      {number("-1/3")},
      {number("-0.333333333333333333")},
      {number("0"), Number::decimal(0, 18), number("-0")},
      {number("1e-30")},
      {number("0.333333333333333333")},
      {number("0.3333333333333333333333333333333333333333")},
      {number("1/3"), number("2/6"), number("1") / number("9") * number("3")},
      {number("1.5"), Number::decimal(150, 2), Number::decimal(1'500'000'000'000'000'000, 18), number("3/2")},
      {Number::decimal(kHighest, 18)},
      {number("9223372036854775806.999")},
      {Number::whole(kHighest)},
      {number("9223372036854775807.000000000000000000000001")},
      {number("9223372036854775808"), number("18446744073709551616") / number("2")},
      {number("1e30"), number("1e15") * number("1e15")},
  };
  for (std::size_t i = 0; i < rising.size(); ++i) {
    for (std::size_t j = 0; j < rising.size(); ++j) {
      for (const Number& a : rising[i]) {
        for (const Number& b : rising[j]) {
          EXPECT_EQ(a <=> b, i <=> j) << a.to_string() << " and " << b.to_string();
          EXPECT_EQ(a == b, i == j) << a.to_string() << " and " << b.to_string();
          if (i == j) {
            EXPECT_EQ(a.hash(), b.hash()) << a.to_string();
          }
        }
      }
    }
  }
}

TEST(NumberQueries, TellPlaceSignAndKind) {
  struct Case {
    std::string text;
    std::optional<int> places;
    int sign;
    std::string numerator;
    std::string denominator;
  };
  for (const Case& expected : std::vector<Case>{
           {"0", 0, 0, "0", "1"},
           {"1300", 0, 1, "1300", "1"},
           {"-1.50", 1, -1, "-3", "2"},
           {"0.001", 3, 1, "1", "1000"},
           {"1e-30", 30, 1, "1", ten_to(30)},
           {"-1e30", 0, -1, "-" + ten_to(30), "1"},
           {"1/3", std::nullopt, 1, "1", "3"},
           {"-22/7", std::nullopt, -1, "-22", "7"},
       }) {
    const Number value = number(expected.text);
    EXPECT_EQ(value.places(), expected.places) << expected.text;
    EXPECT_EQ(value.sign(), expected.sign) << expected.text;
    EXPECT_EQ(value.numerator(), expected.numerator) << expected.text;
    EXPECT_EQ(value.denominator(), expected.denominator) << expected.text;
    EXPECT_EQ(value.is_ratio(), !expected.places.has_value()) << expected.text;
    EXPECT_EQ(value.is_integer(), expected.places == 0) << expected.text;
    EXPECT_EQ(value.is_zero(), expected.sign == 0) << expected.text;
  }
}

TEST(NumberQueries, ScaledIsTheCoefficientAtAPlace) {
  EXPECT_EQ(number("1.5").scaled(2), 150);
  EXPECT_EQ(number("1.50").scaled(1), 15);
  EXPECT_EQ(number("1.5").scaled(0), std::nullopt);
  EXPECT_EQ(Number::whole(kHighest).scaled(0), kHighest);
  EXPECT_EQ(Number::whole(kHighest).scaled(1), std::nullopt);
  EXPECT_EQ(number("9223372036854775808").scaled(0), std::nullopt);
  EXPECT_EQ(number("1/3").scaled(18), std::nullopt);
  EXPECT_EQ(Number().scaled(18), 0);
}

TEST(NumberQueries, FixedPrintsEveryPlace) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {number("1").to_fixed(2), "1.00"},
      {number("-0.5").to_fixed(2), "-0.50"},
      {number("0").to_fixed(2), "0.00"},
      {number("12.34").to_fixed(2), "12.34"},
      {number("12").to_fixed(0), "12"},
      {number("1e20").to_fixed(1), ten_to(20) + ".0"},
      {number("1e-20").to_fixed(21), "0.000000000000000000010"},
  };
  for (const auto& [fixed, expected] : cases) EXPECT_EQ(fixed, expected);
}

TEST(NumberQueries, LimitHoldsAtItsEdge) {
  const Number widest = number(std::string(1000, '9'));
  EXPECT_TRUE(widest.within_limit());
  EXPECT_TRUE((-widest).within_limit());
  EXPECT_FALSE((widest + Number::whole(1)).within_limit());
  EXPECT_TRUE(number("1e-1000").within_limit());
  EXPECT_FALSE((number("1e-1000") * number("0.1")).within_limit());
  EXPECT_TRUE((number("1") / number("7" + std::string(999, '3'))).within_limit());
  EXPECT_FALSE((number("1") / (widest * number("7"))).within_limit());
  EXPECT_TRUE(Number::whole(kLowest).within_limit());
}

TEST(NumberCopies, ShareAndOutliveTheirOrigin) {
  Number copy;
  {
    const Number origin = number("1e40");
    copy = origin;
  }
  EXPECT_EQ(copy.to_string(), ten_to(40));
  const Number& alias = copy;
  copy = alias;
  EXPECT_EQ(copy.to_string(), ten_to(40));
  Number moved = std::move(copy);
  EXPECT_TRUE(copy.is_zero());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move): zero by contract
  copy = std::move(moved);
  EXPECT_TRUE(moved.is_zero());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
  EXPECT_EQ(copy.to_string(), ten_to(40));
  copy = copy + copy;
  copy = number("2");
  EXPECT_EQ(copy.to_int64(), 2);
}

}  // namespace
}  // namespace remit
