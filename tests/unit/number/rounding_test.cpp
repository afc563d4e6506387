#include "engine/number/rounding.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/number/number.h"

namespace remit {
namespace {

constexpr std::array kModes = {Rounding::half_up, Rounding::half_even, Rounding::half_down, Rounding::down,
                               Rounding::up,      Rounding::ceiling,   Rounding::floor};

auto number(std::string_view text) -> Number {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) return number(text.substr(0, slash)) / number(text.substr(slash + 1));
  return Number::parse(text).value();
}

TEST(Rounding, NamesGoBothWays) {
  EXPECT_EQ(rounding_name(Rounding::half_even), "half even");
  for (const Rounding mode : kModes) EXPECT_EQ(rounding_named(rounding_name(mode)), mode);
  for (const std::string_view name : {"", "half", "half-up", "Half up", "nearest", "floor "}) {
    EXPECT_EQ(rounding_named(name), std::nullopt) << name;
  }
}

TEST(Rounding, EveryModeOnEveryKindOfRemainder) {
  struct Case {
    std::string value;
    std::string step;
    std::array<std::string, 7> rounded;  // in the order of kModes
  };
  const std::string big = "1" + std::string(30, '0');
  // clang-format off: a table
  const std::vector<Case> cases = {
      //                half up    half even  half down  down       up         ceiling    floor
      {"2.5", "1", {"3", "2", "2", "2", "3", "3", "2"}},
      {"3.5", "1", {"4", "4", "3", "3", "4", "4", "3"}},
      {"-2.5", "1", {"-3", "-2", "-2", "-2", "-3", "-2", "-3"}},
      {"-3.5", "1", {"-4", "-4", "-3", "-3", "-4", "-3", "-4"}},
      {"0.5", "1", {"1", "0", "0", "0", "1", "1", "0"}},
      {"-0.5", "1", {"-1", "0", "0", "0", "-1", "0", "-1"}},
      {"2.4", "1", {"2", "2", "2", "2", "3", "3", "2"}},
      {"2.6", "1", {"3", "3", "3", "2", "3", "3", "2"}},
      {"2.500000000000000001", "1", {"3", "3", "3", "2", "3", "3", "2"}},
      {"2.499999999999999999", "1", {"2", "2", "2", "2", "3", "3", "2"}},
      {"7", "1", {"7", "7", "7", "7", "7", "7", "7"}},
      {"0", "0.05", {"0", "0", "0", "0", "0", "0", "0"}},
      {"1.005", "0.01", {"1.01", "1", "1", "1", "1.01", "1.01", "1"}},
      {"1.015", "0.01", {"1.02", "1.02", "1.01", "1.01", "1.02", "1.02", "1.01"}},
      {"9.995", "0.01", {"10", "10", "9.99", "9.99", "10", "10", "9.99"}},
      {"15", "10", {"20", "20", "10", "10", "20", "20", "10"}},
      {"25", "10", {"30", "20", "20", "20", "30", "30", "20"}},
      {"500", "1000", {"1000", "0", "0", "0", "1000", "1000", "0"}},
      {"-1500", "1000", {"-2000", "-2000", "-1000", "-1000", "-2000", "-1000", "-2000"}},
      {"1.025", "0.05", {"1.05", "1", "1", "1", "1.05", "1.05", "1"}},
      {"1.075", "0.05", {"1.1", "1.1", "1.05", "1.05", "1.1", "1.1", "1.05"}},
      {"0.125", "0.25", {"0.25", "0", "0", "0", "0.25", "0.25", "0"}},
      {"0.375", "0.25", {"0.5", "0.5", "0.25", "0.25", "0.5", "0.5", "0.25"}},
      {"4.5", "3", {"6", "6", "3", "3", "6", "6", "3"}},
      // A ratio is never a tie with a step that has its denominator's prime, and may be one without it.
      {"1/3", "0.01", {"0.33", "0.33", "0.33", "0.33", "0.34", "0.34", "0.33"}},
      {"-2/3", "0.01", {"-0.67", "-0.67", "-0.67", "-0.66", "-0.67", "-0.66", "-0.67"}},
      {"1/3", "1", {"0", "0", "0", "0", "1", "1", "0"}},
      {"7/6", "1", {"1", "1", "1", "1", "2", "2", "1"}},
      // Off the fast path: the value, the step, or the way between them.
      {big + ".5",
       "1",
       {"1000000000000000000000000000001", big, big, big, "1000000000000000000000000000001",
        "1000000000000000000000000000001", big}},
      {"-" + big + ".5",
       "1",
       {"-1000000000000000000000000000001", "-" + big, "-" + big, "-" + big, "-1000000000000000000000000000001",
        "-" + big, "-1000000000000000000000000000001"}},
      {"1", big, {"0", "0", "0", "0", big, big, "0"}},
      {"1e-30", "1", {"0", "0", "0", "0", "1", "1", "0"}},
      {"9223372036854775807",
       "0.000000000000000001",
       {"9223372036854775807", "9223372036854775807", "9223372036854775807", "9223372036854775807",
        "9223372036854775807", "9223372036854775807", "9223372036854775807"}},
      {"9223372036854775807",
       "10",
       {"9223372036854775810", "9223372036854775810", "9223372036854775810", "9223372036854775800",
        "9223372036854775810", "9223372036854775810", "9223372036854775800"}},
      {"-9223372036854775808",
       "3",
       {"-9223372036854775809", "-9223372036854775809", "-9223372036854775809", "-9223372036854775806",
        "-9223372036854775809", "-9223372036854775806", "-9223372036854775809"}},
      {"9.223372036854775807",
       "9223372036854775807",
       {"0", "0", "0", "0", "9223372036854775807", "9223372036854775807", "0"}},
  };
  // clang-format on
  for (const Case& c : cases) {
    const Number value = number(c.value);
    const Number step = number(c.step);
    for (std::size_t i = 0; i < kModes.size(); ++i) {
      const Number rounded = value.round_to(step, kModes[i]);
      EXPECT_EQ(rounded.to_string(), c.rounded[i]) << c.value << " to " << c.step << " " << rounding_name(kModes[i]);
      EXPECT_TRUE(rounded.lies_on(step)) << c.value << " to " << c.step;
    }
  }
}

TEST(Rounding, LiesOnItsStep) {
  struct Case {
    std::string value;
    std::string step;
    bool lies_on;
  };
  for (const auto& [value, step, lies_on] : std::vector<Case>{
           {"1.25", "0.25", true},
           {"1.3", "0.25", false},
           {"1.30", "0.1", true},
           {"0", "1000", true},
           {"-3000", "1000", true},
           {"-3001", "1000", false},
           {"1/3", "0.000000001", false},
           {"1e-19", "1e-19", true},
           {"1e-20", "1e-19", false},
           {"1e40", "1", true},
           {"9223372036854775807", "0.000000000000000007", true},
       }) {
    EXPECT_EQ(number(value).lies_on(number(step)), lies_on) << value << " on " << step;
  }
}

}  // namespace
}  // namespace remit
