// Which rules took part in which cases: what the reference evaluator, which evaluates by need, would have evaluated.
#pragma once
#include <cstdint>
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

}  // namespace remit::batch
