#include "dsl/testing/coverage.h"

namespace remit {

auto coverage_word(CoverageClass of) -> std::string_view {
  switch (of) {
    case CoverageClass::rule: return "rule";
    case CoverageClass::exception: return "exception";
    case CoverageClass::row: return "row";
    case CoverageClass::band: return "band";
    case CoverageClass::requirement: return "requirement";
    case CoverageClass::version: return "version";
  }
  return {};  // not reached: the switch is exhaustive
}

auto unreached_word(Unreached why) -> std::string_view {
  switch (why) {
    case Unreached::none: return "";
    case Unreached::untested: return "untested";
    case Unreached::not_evaluated: return "not_evaluated";
    case Unreached::condition_false: return "condition_false";
    case Unreached::overridden: return "overridden";
    case Unreached::not_considered: return "not_considered";
    case Unreached::no_key: return "no_key";
    case Unreached::no_amount: return "no_amount";
    case Unreached::no_date: return "no_date";
    case Unreached::never_applied: return "never_applied";
    case Unreached::never_unmet: return "never_unmet";
    case Unreached::never_met: return "never_met";
  }
  return {};  // not reached: the switch is exhaustive
}

auto Coverage::count(CoverageClass of) const -> Count {
  Count count;
  for (const CoverageItem& item : items) {
    if (item.of != of) continue;
    ++count.all;
    if (item.reached) ++count.reached;
  }
  return count;
}

}  // namespace remit
