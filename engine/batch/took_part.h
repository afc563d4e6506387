// Which rules took part in which cases: what the reference evaluator, which evaluates by need, would have evaluated.
#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/batch/settle.h"

namespace remit::batch {

// What carries an assumption, and the cases in which it took part (a mask by case), in the order of their numbers.
struct Remarked {
  std::vector<std::pair<std::uint32_t, const Byte*>> rules;
  std::vector<std::pair<std::uint32_t, const Byte*>> declarations;  // tables, bands, catalogs
};
// `unknown`: cases for which it could not be found out are marked.
auto assumptions_of(Block& block, const AnswerBlock& answers, Byte* unknown) -> Remarked;

// By rule: where it is asked for by who asks for these nodes, and where it is not pinned by what it reads; on the axis
// of the cases or of its list. nullptr: nowhere. Requires: a plan for what-ifs. `unknown`: as above.
auto rules_asked_by(Block& block, std::span<const NodeId> nodes, Byte* unknown) -> std::vector<const Column*>;

}  // namespace remit::batch
