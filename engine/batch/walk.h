// Walks over what a service asks for, which do not nest however long the chains of rules are.
#pragma once
#include <functional>
#include <vector>

#include "engine/program/locals.h"
#include "engine/program/program.h"

namespace remit::batch {

// What a node reads: its operands, and the rule that it names.
void each_read(const Program& program, NodeId id, const std::function<void(NodeId)>& visit);

// Every node that can be reached from the roots, once, after all that it reads.
void each_after_what_it_reads(const Program& program, const std::function<void(NodeId)>& visit);

// Nodes on the way, in this order, such that no node is more than some hundred steps above those of them that it
// reads. Asked for first, they keep the recursion of Block::column short. Most programs have none.
auto stepping_stones(const Program& program, const std::vector<Locals>& reads) -> std::vector<NodeId>;

}  // namespace remit::batch
