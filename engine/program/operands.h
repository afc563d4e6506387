// Every node that a node may read, through operands and side tables alike; and every rule.
#pragma once
#include <functional>
#include <vector>

#include "engine/program/program.h"

namespace remit {

// Calls `visit` for each; never with kNoNode. Rules are not followed: see `rule_read`.
void each_operand(const Program& program, const Node& node, const std::function<void(NodeId)>& visit);

// The rule that a node reads, if it reads one.
auto rule_read(const Node& node) -> std::optional<RuleId>;

// All nodes that can be reached from `roots`, through rules and memories too; by NodeId.
auto reachable(const Program& program, const std::vector<NodeId>& roots) -> std::vector<bool>;

// What the service evaluates: outputs, requirements, documents, identities, payers, postings, dates.
auto roots_of(const Program& program) -> std::vector<NodeId>;

}  // namespace remit
