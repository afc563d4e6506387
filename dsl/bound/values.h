// Where a node's value comes from, without a change of its place: what it chooses among, and what it adds.
#pragma once
#include <vector>

#include "engine/program/program.h"

namespace remit {

// The nodes whose values `id` passes on, adds up or picks from: terms of a sum, branches of a condition, versions,
// exceptions, rows, what a rule yields. Empty where it makes a value of its own: products, quotients, inputs.
auto passed_on(const Program& program, NodeId id) -> std::vector<NodeId>;

}  // namespace remit
