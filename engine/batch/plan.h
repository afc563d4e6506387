// What the columnar evaluator works out of a Program once, before any block.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/batch/small_domains.h"
#include "engine/program/locals.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::batch {

struct BatchPlan {
  // For what-ifs rules may be pinned, it can be found out where any of them took part (for answers: those with a
  // remark), and all fields of records stand ready. It costs some speed.
  enum class Use : std::uint8_t { answers, what_ifs };
  BatchPlan(const Program& of, const ProgramNames& called, Use of_it = Use::answers);

  const Program& program;
  const ProgramNames& names;
  const Use use;
  // By node: the first that is written the same, which is computed for all of them; of a rule that stands earlier, what
  // it is, where none can be pinned.
  std::vector<NodeId> alike;
  std::vector<Locals> reads;                   // by node: the locals it depends on
  std::vector<std::vector<NodeId>> readers;    // by local: the nodes that depend on it
  std::vector<std::optional<ListId>> self_of;  // by local: whose element at hand it is
  std::vector<Type> local_types;               // by local, where a node reads it
  std::vector<RuleId> shares_asked;            // rules of elements that the service can reach, each part of a share
  // Nodes from which a rule that carries an assumption (or an unexpressed clause; or any rule) can be reached, readers
  // before what they read; and, by rule, whether it is one.
  std::vector<NodeId> assuming_nodes;
  std::vector<bool> assumes;
  // By node: the table, bands or catalog that it uses and that carries such a remark; or kUnnoted. It counts as one
  // that leads there.
  static constexpr std::uint32_t kUnnoted = 0xFFFFFFFF;
  std::vector<std::uint32_t> noted;
  std::vector<std::optional<SmallDomain>> small;         // by node
  std::vector<std::optional<SmallDomain>> small_slices;  // by slice: of its rates
  std::vector<std::int64_t> edges;                       // see edges_of
  std::vector<std::uint32_t> wanted;  // by node of a record: which of its fields anybody reads, as bits
};

}  // namespace remit::batch
