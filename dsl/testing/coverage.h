// What the tests of a library reach of its concrete policies, and what they do not. docs/cli.md says what counts.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

enum class CoverageClass : std::uint8_t { rule, exception, row, band, requirement, version };
inline constexpr std::array kCoverageClasses{CoverageClass::rule, CoverageClass::exception,   CoverageClass::row,
                                             CoverageClass::band, CoverageClass::requirement, CoverageClass::version};

// "rule", "exception" …: the words of JSON.
auto coverage_word(CoverageClass of) -> std::string_view;

// Why something was not reached.
enum class Unreached : std::uint8_t {
  none,             // it was
  untested,         // no tested service of any policy needs it
  not_evaluated,    // a tested service may need it, and no case came to it
  condition_false,  // an exception's `when` never held
  overridden,       // it held, and so did one that goes over it, or an exception to it
  not_considered,   // what it is an exception to was never taken
  no_key,           // a row's key never occurred
  no_amount,        // the amount never fell into the band
  no_date,          // no case is dated within the version
  never_applied,    // a requirement's `when` never held
  never_unmet,      // it was always met
  never_met,
};
auto unreached_word(Unreached why) -> std::string_view;

// One thing that is written once, and may serve many policies.
struct CoverageItem {
  CoverageClass of{};
  std::string kind;         // as it is declared: "rule", "table", "bands", "value" …
  std::string declaration;  // `deductible`
  std::string part;         // the exception's label, "primary, retired", "from 2025-01-01"; empty: all of it
  std::string file;
  std::uint32_t line = 0;
  bool reached = false;
  Unreached why = Unreached::none;
  std::string reason;      // in words, with what was seen
  std::string suggestion;  // "like “second stay”, with stay.ordinal = 3"; empty where none is known
};

struct Coverage {
  std::vector<CoverageItem> items;  // by file and place

  struct Count {
    std::size_t reached = 0, all = 0;
  };
  [[nodiscard]] auto count(CoverageClass of) const -> Count;
};

}  // namespace remit
