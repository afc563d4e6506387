// Reading numbers. Everything is counted before anything is built, so a text that is too long costs one pass over
// it, and an exponent costs nothing however large.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "engine/number/big.h"
#include "engine/number/number.h"

namespace remit {
namespace {

using number_detail::Big;
using number_detail::kMaxSmallPlaces;
using number_detail::power_of_ten;

auto is_digit(char c) -> bool { return '0' <= c && c <= '9'; }

// The run of digits at the front of `text`, which loses it.
auto take_digits(std::string_view& text) -> std::string_view {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

auto take(std::string_view& text, std::string_view any_of) -> bool {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

struct Written {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;  // stops growing far beyond any text that fits in memory
};

auto exponent_value(std::string_view digits, bool negative) -> std::int64_t {
  constexpr std::int64_t kEnough = std::int64_t{1} << 60;
  std::int64_t value = 0;
  for (const char digit : digits) {
    if (value < kEnough / 10) value = value * 10 + (digit - '0');
  }
  return negative ? -value : value;
}

auto read(std::string_view text) -> std::optional<Written> {
  Written result;
  result.negative = take(text, "-");
  result.whole = take_digits(text);
  if (result.whole.empty()) return std::nullopt;
  if (take(text, ".")) {
    result.fraction = take_digits(text);
    if (result.fraction.empty()) return std::nullopt;
  }
  if (take(text, "eE")) {
    const bool minus = take(text, "-");
    if (!minus) take(text, "+");
    const auto digits = take_digits(text);
    if (digits.empty()) return std::nullopt;
    result.exponent = exponent_value(digits, minus);
  }
  if (!text.empty()) return std::nullopt;
  return result;
}

}  // namespace

auto Number::parse(std::string_view text, int max_digits) -> Result<Number, NumberError> {
  const auto written = read(text);
  if (!written) return NumberError::malformed;

  // 0.00250: the digits that matter are 250, with 5 places.
  const auto whole = written->whole.substr(std::min(written->whole.find_first_not_of('0'), written->whole.size()));
  auto fraction = written->fraction;
  std::int64_t places = static_cast<std::int64_t>(fraction.size()) - written->exponent;
  if (whole.empty()) fraction.remove_prefix(std::min(fraction.find_first_not_of('0'), fraction.size()));
  const auto count = static_cast<std::int64_t>(whole.size() + fraction.size());
  const std::int64_t before = count == 0 ? 0 : std::max<std::int64_t>(0, count - places);
  const std::int64_t after = std::max<std::int64_t>(0, places);
  if (before + after > max_digits) return NumberError::too_many_digits;
  if (count == 0) return Number();

  if (std::max(before, after) <= kMaxSmallPlaces && count <= kMaxSmallPlaces) {
    std::int64_t coefficient = 0;
    for (const char digit : whole) coefficient = coefficient * 10 + (digit - '0');
    for (const char digit : fraction) coefficient = coefficient * 10 + (digit - '0');
    if (places < 0) coefficient *= power_of_ten(static_cast<int>(-places));
    return Number(written->negative ? -coefficient : coefficient, static_cast<int>(after));
  }
  std::string digits;
  digits.reserve(whole.size() + fraction.size());
  digits.append(whole).append(fraction);
  return Big::from_digits(written->negative, digits, places);
}

}  // namespace remit
