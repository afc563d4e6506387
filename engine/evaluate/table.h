// Tables: rows of conditions with results.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/evaluate/evaluator.h"

namespace remit {

// The result of the row that holds. Where rows were not proved to exclude one another, all conditions are evaluated,
// and rows that hold together must agree.
auto evaluate_table(Evaluator& e, const Node& node) -> Value;

// Appends the rows that hold, from 0, in order; of an exclusive table the first only.
void add_rows_that_hold(Evaluator& e, const Node& node, std::vector<std::uint32_t>& rows);

// What people call a row: its number in the table as it is written, from 1.
auto row_number(const TableUse& use, std::uint32_t row) -> std::uint32_t;

}  // namespace remit
