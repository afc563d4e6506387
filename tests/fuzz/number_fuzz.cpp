// Whatever parses prints as text that parses to the same number; the laws of arithmetic hold between two of them.
// The bytes are numbers, one a line; a few, for the widest take milliseconds.
#include <cstdlib>

#include "engine/number/number.h"
#include "tests/fuzz/fuzz.h"

namespace remit {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_pair(const Number& a, const Number& b) {
  require(a + b == b + a && a * b == b * a && a - b == -(b - a));
  require((a + b) - b == a);
  if (b.is_zero()) return;
  require(a / b * b == a);
  const Number step = Number::decimal(1, 2);
  const Number rounded = (a / b).round_to(step, Rounding::half_even);
  require(rounded.lies_on(step));
  require((rounded - a / b).abs() * Number::whole(2) <= step);
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  Number last;
  for (int lines = 0; lines < 8 && !bytes.empty(); ++lines) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(line.size() == bytes.size() ? line.size() : line.size() + 1);
    const auto parsed = Number::parse(line);
    if (!parsed) continue;
    const Number& number = parsed.value();
    require(Number::parse(number.to_string(), 2 * Number::kMaxDigits).value() == number);
    check_pair(number, last);
    last = number;
  }
}

}  // namespace remit
