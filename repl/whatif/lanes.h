// What stands in one lane of a column of the columnar evaluator, as what-ifs want it.
#pragma once
#include <cstdint>
#include <optional>

#include "engine/batch/settle.h"
#include "repl/whatif/variable.h"

namespace remit::whatif {

inline bool is_present(const batch::Column& column, std::uint32_t lane) {
  return column.shape != batch::Column::Shape::absent && (column.present == nullptr || column.present[lane] != 0);
}
// The reference evaluator is to be asked.
inline bool is_bad(const batch::Column& column, std::uint32_t lane) {
  return column.shape == batch::Column::Shape::failed || (column.bad != nullptr && column.bad[lane] != 0);
}

// The quantity in case i of the block that was settled last; absent: the columns cannot tell.
auto value_in_case(batch::Block& block, const Quantity& quantity, std::uint32_t i) -> std::optional<Value>;

// Errors of posting show only when an answer is put together: a pot may not hold what is taken out of it. Whether any
// case of the block takes something out of a pot.
bool may_fail_in_posting(const batch::AnswerBlock& answers);

}  // namespace remit::whatif
