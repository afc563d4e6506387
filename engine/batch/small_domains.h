// Values that depend on few small things only: a hospital's level, whether the patient is retired, a class. There are
// so few combinations that they are computed once and looked up ever after (engine/batch/tables.h).
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::batch {

inline constexpr std::uint32_t kMostCombinations = 128;

struct SmallDomain {
  // A node whose values are `size` in number: least, least + 1, …
  struct Leaf {
    NodeId node{};
    std::int64_t least = 0;
    std::uint32_t size = 0;
    friend bool operator==(const Leaf&, const Leaf&) = default;
  };
  std::vector<Leaf> leaves;  // by node; none: a constant
  std::uint32_t combinations = 1;
  std::uint32_t work = 0;  // operations that a look-up saves
  bool dated = false;      // also the version in force
};

// By node; absent: it depends on something large. Leaves are such as stand for all that are alike (BatchPlan::alike).
auto small_domains(const Program& program, const ProgramNames& names, const std::vector<NodeId>& alike)
    -> std::vector<std::optional<SmallDomain>>;
// Of all the nodes together.
auto joined(const std::vector<std::optional<SmallDomain>>& domains, const std::vector<NodeId>& nodes)
    -> std::optional<SmallDomain>;

// The days on which some version of the program begins, or the day after one ends: between two of them it is constant.
auto edges_of(const Program& program) -> std::vector<std::int64_t>;

}  // namespace remit::batch
