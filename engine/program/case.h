// One case: the inputs of a service in the slots of its Program. Made by a reader (engine/io), by a test, by the
// REPL; checked against the Program's shape by who makes it (`engine/io`), so evaluators need not.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/program/program.h"
#include "engine/value/value.h"

namespace remit {

// Elements of one list, flat over all its parents; Arrow's layout.
struct ListColumns {
  std::vector<std::uint32_t> offsets;       // parent element k holds [offsets[k], offsets[k+1]); of the case: [0, n]
  std::vector<std::vector<Value>> columns;  // by column, then by element
  [[nodiscard]] auto size() const -> std::uint32_t { return offsets.empty() ? 0 : offsets.back(); }
};

// What a ledger would say of one key before this case. Which parts are set depends on the memory's kind:
// tally `value`; spell `start` and `end` (of the latest spell); account `pots`; history `rows`.
struct MemoryEntry {
  std::vector<Value> key;
  Value value;
  Value start, end;
  std::vector<Value> pots;
  std::vector<Value> rows;
};
struct MemoryState {
  std::vector<MemoryEntry> entries;
  bool known = true;  // false: nobody said what was before, which no rule reads
};

struct Case {
  std::vector<Value> inputs;          // by InputId; failed where a needed value is missing: reading it is an error
  std::vector<ListColumns> lists;     // by ListId; empty for derived lists
  std::vector<MemoryState> memories;  // by MemoryId
  std::set<std::string> papers;       // names of the papers given
  std::optional<std::int64_t> as_of;  // days
  // Values pinned by an analyst, by rule number: one for the rule and all its elements, or one an element. Normally
  // empty.
  std::map<std::uint32_t, Value> assumed;
  std::map<std::uint32_t, std::vector<Value>> assumed_items;
};

}  // namespace remit
