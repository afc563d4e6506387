#include "tests/unit/number/vectors.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/number/number.h"

namespace remit {
namespace {

// Room for the exponents of 128-bit decimals on both sides of the point, and far from those of ±999999999.
constexpr int kMaxDigits = 20'000;

struct Case {
  std::string name;
  std::string operation;
  std::vector<std::string> operands;
  std::string expected;
  std::vector<std::string> conditions;

  auto has(std::string_view condition) const -> bool {
    return std::find(conditions.begin(), conditions.end(), condition) != conditions.end();
  }
};

// Why a case cannot be run, and in the end what came of it.
struct Outcome {
  std::string skipped;
  std::string failure;
};

auto lower(std::string text) -> std::string {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Words are parted by spaces; quotes around one are dropped; one that begins with `--` begins a comment.
auto words_of(const std::string& line) -> std::vector<std::string> {
  constexpr std::string_view kSpace = " \t\r";
  std::vector<std::string> words;
  std::size_t at = line.find_first_not_of(kSpace);
  while (at != std::string::npos && line.compare(at, 2, "--") != 0) {
    const char quote = line[at];
    const bool quoted = quote == '\'' || quote == '"';
    if (quoted) ++at;
    const std::size_t end = std::min(quoted ? line.find(quote, at) : line.find_first_of(kSpace, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kSpace, quoted ? end + 1 : end);
  }
  return words;
}

auto case_of(const std::vector<std::string>& words) -> std::optional<Case> {
  const auto arrow = std::find(words.begin(), words.end(), "->");
  if (words.end() - arrow < 2 || arrow - words.begin() < 3) return std::nullopt;
  Case result{words[0], lower(words[1]), {words.begin() + 2, arrow}, arrow[1], {}};
  std::transform(arrow + 2, words.end(), std::back_inserter(result.conditions), lower);
  return result;
}

// A numeral of these files: also `+1`, `.5` and `5.`.
struct Numeral {
  bool negative = false;
  std::string whole;
  std::string fraction;
  std::int64_t exponent = 0;

  auto last_place() const -> std::int64_t { return exponent - static_cast<std::int64_t>(fraction.size()); }
};

auto all_digits(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

auto numeral_of(std::string text) -> std::optional<Numeral> {
  Numeral result;
  if (const auto e = text.find_first_of("eE"); e != std::string::npos) {
    const bool has_sign = e + 1 < text.size() && (text[e + 1] == '-' || text[e + 1] == '+');
    const std::string digits = text.substr(e + (has_sign ? 2 : 1));
    if (digits.empty() || digits.size() > 17 || !all_digits(digits)) return std::nullopt;
    result.exponent = std::stoll(digits) * (text[e + 1] == '-' ? -1 : 1);
    text.resize(e);
  }
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    result.negative = text[0] == '-';
    text.erase(0, 1);
  }
  const auto point = std::min(text.find('.'), text.size());
  result.whole = text.substr(0, point);
  if (point < text.size()) result.fraction = text.substr(point + 1);
  if (result.whole.empty() && result.fraction.empty()) return std::nullopt;
  if (!all_digits(result.whole) || !all_digits(result.fraction)) return std::nullopt;
  return result;
}

auto ten_to(std::int64_t exponent) -> std::optional<Number> {
  const auto parsed = Number::parse("1e" + std::to_string(exponent), kMaxDigits);
  if (!parsed) return std::nullopt;
  return parsed.value();
}

// The value of a numeral or, in our own vectors, of a ratio; says in `skipped` why there is none.
auto value_of(const std::string& text, std::string& skipped) -> Number {
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    const Number numerator = value_of(text.substr(0, slash), skipped);
    const Number denominator = value_of(text.substr(slash + 1), skipped);
    return denominator.is_zero() ? Number() : numerator / denominator;
  }
  const auto numeral = numeral_of(text);
  if (!numeral) {
    skipped = "not a finite number";
    return {};
  }
  std::string plain = numeral->whole.empty() ? "0" : numeral->whole;
  if (!numeral->fraction.empty()) plain += "." + numeral->fraction;
  plain += "e" + std::to_string(numeral->exponent);
  const auto parsed = Number::parse(plain, kMaxDigits);
  if (!parsed) {
    skipped = "too many digits";
    return {};
  }
  return numeral->negative ? -parsed.value() : parsed.value();
}

auto rounding_of(std::string directive) -> std::optional<Rounding> {
  std::replace(directive.begin(), directive.end(), '_', ' ');
  return rounding_named(directive);
}

struct Operation {
  std::string_view name;
  std::size_t operands;
  // Requires: no division by zero, no step of rounding that is not above zero.
  Number (*apply)(const Number& a, const Number& b, Rounding mode);
  bool rounds = false;
};

auto add(const Number& a, const Number& b, Rounding /*mode*/) -> Number { return a + b; }
auto subtract(const Number& a, const Number& b, Rounding /*mode*/) -> Number { return a - b; }
auto multiply(const Number& a, const Number& b, Rounding /*mode*/) -> Number { return a * b; }
auto divide(const Number& a, const Number& b, Rounding /*mode*/) -> Number { return a / b; }
auto whole_quotient(const Number& a, const Number& b, Rounding /*mode*/) -> Number {
  return (a / b).round_to(Number::whole(1), Rounding::down);
}
auto remainder(const Number& a, const Number& b, Rounding mode) -> Number { return a - b * whole_quotient(a, b, mode); }
auto compare(const Number& a, const Number& b, Rounding /*mode*/) -> Number {
  return Number::whole(a < b ? -1 : a > b ? 1 : 0);
}
auto abs(const Number& a, const Number& /*b*/, Rounding /*mode*/) -> Number { return a.abs(); }
auto minus(const Number& a, const Number& /*b*/, Rounding /*mode*/) -> Number { return -a; }
auto same(const Number& a, const Number& /*b*/, Rounding /*mode*/) -> Number { return a; }
auto round(const Number& a, const Number& step, Rounding mode) -> Number { return a.round_to(step, mode); }

constexpr Operation kOperations[] = {
    {"add", 2, add},
    {"subtract", 2, subtract},
    {"multiply", 2, multiply},
    {"divide", 2, divide},
    {"divideint", 2, whole_quotient},
    {"remainder", 2, remainder},
    {"compare", 2, compare},
    {"abs", 1, abs},
    {"minus", 1, minus},
    {"plus", 1, same},
    {"apply", 1, same},
    {"tosci", 1, same},
    {"toeng", 1, same},
    {"quantize", 2, round, true},
    {"round", 2, round, true},
};

// Conditions that change a result into something that is no number, or into a bound of the format.
auto is_modelled(const Case& test) -> bool {
  return std::none_of(test.conditions.begin(), test.conditions.end(), [](const std::string& condition) {
    return condition != "inexact" && condition != "rounded" && condition != "subnormal" && condition != "underflow" &&
           condition != "clamped";
  });
}

auto run(const Case& test, const std::string& rounding, bool extended) -> Outcome {
  const auto* const operation = std::find_if(std::begin(kOperations), std::end(kOperations),
                                             [&](const Operation& one) { return one.name == test.operation; });
  if (operation == std::end(kOperations)) return {"operation not modelled", ""};
  if (!is_modelled(test)) return {"condition not modelled", ""};
  if (test.operands.size() != operation->operands) return {"", "wrong number of operands"};
  if (!extended) return {"arithmetic of the subset", ""};
  const bool inexact = test.has("inexact");
  const auto mode = rounding_of(rounding);
  if (!mode && (inexact || operation->rounds)) return {"rounding not modelled", ""};

  std::string skipped;
  const Number a = value_of(test.operands[0], skipped);
  Number b = operation->operands == 2 ? value_of(test.operands[1], skipped) : Number();
  const Number expected = value_of(test.expected, skipped);
  if (!skipped.empty()) return {skipped, ""};
  // A quantum is the place of its last digit, whatever its value.
  if (test.operation == "quantize") {
    const auto step = ten_to(numeral_of(test.operands[1])->last_place());
    if (!step) return {"too many digits", ""};
    b = *step;
  }
  if (operation->apply == divide && b.is_zero()) return {"", "a division by zero has no result"};
  if (operation->rounds && b.sign() <= 0) return {"", "a step must be above zero"};

  Number result = operation->apply(a, b, mode.value_or(Rounding::down));
  if (inexact) {
    if ((operation->rounds ? a : result) == expected) return {"", "expected to be inexact"};
    const auto step = ten_to(numeral_of(test.expected)->last_place());
    if (!step) return {"too many digits", ""};
    result = result.round_to(*step, *mode);
  }
  if (result == expected && result.to_string() == expected.to_string()) return {};
  return {"", "got " + result.to_string()};
}

}  // namespace

auto run_vectors(std::istream& lines) -> VectorReport {
  VectorReport report;
  std::string rounding = "half_up";
  bool extended = true;
  std::string line;
  while (std::getline(lines, line)) {
    const auto words = words_of(line);
    if (words.empty()) continue;
    if (words[0].back() == ':') {
      const std::string keyword = lower(words[0]);
      if (keyword == "rounding:" && words.size() == 2) rounding = lower(words[1]);
      if (keyword == "extended:" && words.size() == 2) extended = words[1] != "0";
      continue;
    }
    const auto test = case_of(words);
    if (!test) {
      report.failures.push_back("not a test: " + line);
      continue;
    }
    const Outcome outcome = run(*test, rounding, extended);
    if (!outcome.skipped.empty()) ++report.skipped[outcome.skipped];
    if (!outcome.failure.empty()) report.failures.push_back(line + ": " + outcome.failure);
    if (outcome.skipped.empty() && outcome.failure.empty()) ++report.passed;
  }
  return report;
}

}  // namespace remit
