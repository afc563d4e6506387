// What the parts of the range evaluator have in common.
#pragma once
#include <utility>

#include "repl/whatif/range_evaluator.h"

namespace remit::whatif::range {

using Kind = RangeValue::Kind;

inline const Number kZero;
inline const Number kOne = Number::whole(1);

inline auto fixed(Value value) -> RangeValue {
  const bool failed = value.is_failed();
  if (failed) return RangeValue::unknown(true);
  return {.kind = Kind::fixed, .may_fail = false, .fixed = std::move(value)};
}
inline auto boolean(Truth truth, bool may_fail) -> RangeValue {
  if (truth == Truth::either) return RangeValue::unknown(may_fail);
  RangeValue made = fixed(Value::boolean(truth == Truth::yes));
  made.may_fail = may_fail;
  return made;
}
inline auto number(Affine affine, bool may_fail) -> RangeValue {
  return {.kind = Kind::number, .may_fail = may_fail, .fixed = {}, .number = std::move(affine)};
}
inline auto reversed(Truth truth) -> Truth {
  return truth == Truth::either ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace remit::whatif::range
