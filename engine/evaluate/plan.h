// What the evaluator works out of a Program once, before any case.
//
// Shared nodes. Functions are inlined, so a rule's expression is a graph that may be exponentially larger when it is
// unfolded: f1(x) = x + x, f2(x) = f1(x) + f1(x) … A node that is read more than once, and is not cheap, is
// remembered while the rule and the locals that it reads stay the same; an evaluation is then linear in the graph.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/program/locals.h"
#include "engine/program/program.h"

namespace remit {

struct Plan {
  explicit Plan(const Program& program);

  static constexpr std::uint32_t kNotShared = 0xFFFFFFFF;
  std::vector<std::uint32_t> shared;  // by node: its slot, or kNotShared
  std::vector<Locals> shared_reads;   // by slot: the locals it depends on
  std::vector<Locals> share_reads;    // by ShareUse: what its parts depend on
  std::vector<RuleId> shares_asked;   // rules of elements that the service can reach, each the part of a share
  std::vector<Locals> running_reads;  // by Loop, of `running`: what its sums depend on
  std::vector<std::uint32_t> depth;   // by node: see engine/program/depth.h
};

}  // namespace remit
