// Tables of what depends on small domains only, made when they are first asked for, one for each stretch of time in
// which the program is constant.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/batch/block.h"
#include "engine/batch/small_domains.h"

namespace remit::batch {

class Tables {
 public:
  explicit Tables(const BatchPlan& plan) : plan_(plan) {}

  // Forgets the indices of the block before.
  void begin() { indices_.clear(); }

  // The node, or the rates of a slice, looked up; nullptr: not worth it, or not possible for this block.
  auto node(Block& block, NodeId node) -> const Column*;
  auto words_of(Block& block, NodeId node) -> std::optional<Block::WordTable>;
  auto rates(Block& block, std::uint32_t slice) -> std::vector<const Column*>;  // empty, likewise

 private:
  struct Table {  // of words or bytes; empty: it cannot be tabulated
    std::vector<Word> words;
    std::vector<Byte> bytes;
    int places = 0;
    Word low = 0, high = 0;
  };
  using Key = std::pair<std::uint32_t, std::size_t>;  // node or slice, epoch

  auto epoch(Block& block, const SmallDomain& domain) -> std::optional<std::size_t>;
  auto computed(Block& block, const SmallDomain& domain) -> Block*;
  auto kept(const Column& column, std::uint32_t combinations) const -> Table;
  struct Found {
    const Table* table = nullptr;  // nullptr: there is none, or it is empty
    const Column* index = nullptr;
  };
  auto found(Block& block, NodeId node) -> Found;
  auto index(Block& block, const SmallDomain& domain) -> const Column*;
  auto combined(Block& block, const SmallDomain& domain) -> const Column*;
  auto looked_up(Block& block, const Table& table, const Column& index) -> const Column*;

  const BatchPlan& plan_;
  std::map<Key, Table> nodes_;
  std::map<Key, std::vector<Table>> slices_;
  std::vector<std::pair<const SmallDomain*, const Column*>> indices_;  // of this block
  std::unique_ptr<Block> small_;
};

}  // namespace remit::batch
