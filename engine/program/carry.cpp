#include "engine/program/carry.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace remit {
namespace {

auto entry_of(MemoryState& state, const Posting& posting, const Memory& memory) -> MemoryEntry& {
  const auto found = std::find_if(state.entries.begin(), state.entries.end(),
                                  [&](const MemoryEntry& entry) { return entry.key == posting.key; });
  if (found != state.entries.end()) return *found;
  MemoryEntry& fresh = state.entries.emplace_back();
  fresh.key = posting.key;
  fresh.pots.resize(memory.pots.size(), Value(Number()));
  return fresh;
}

// Money, counts and decimals; or periods.
auto sum(const Value& a, const Value& b) -> Value {
  if (a.is_absent()) return b;
  if (a.tag() == Value::Tag::number) return a.as_number() + b.as_number();
  return Value::integer(a.as_integer() + b.as_integer());
}

auto kept(const Value& before, const Value& amount, bool greatest) -> Value {
  if (before.is_absent() || amount.is_absent()) return before.is_absent() ? amount : before;
  return (compare(amount, before) > 0) == greatest ? amount : before;
}

void move(MemoryEntry& entry, const Posting& posting, const Memory& memory) {
  const auto pot = std::find(memory.pots.begin(), memory.pots.end(), posting.pot);
  if (pot == memory.pots.end()) return;
  Value& amount = entry.pots[static_cast<std::size_t>(pot - memory.pots.begin())];
  amount = sum(amount, posting.amount);
}

// A spell goes on where the posting has its start, else a new one begins.
void extend(MemoryEntry& entry, const Posting& posting) {
  const bool goes_on = entry.start == posting.start && compare(posting.end, entry.end) < 0;
  if (!goes_on) entry.end = posting.end;
  entry.start = posting.start;
}

void apply(MemoryEntry& entry, const Posting& posting, const Memory& memory) {
  switch (memory.kind) {
    case Memory::Kind::adds: entry.value = sum(entry.value, posting.amount); return;
    case Memory::Kind::keeps_highest:
    case Memory::Kind::keeps_latest: entry.value = kept(entry.value, posting.amount, true); return;
    case Memory::Kind::keeps_lowest:
    case Memory::Kind::keeps_earliest: entry.value = kept(entry.value, posting.amount, false); return;
    case Memory::Kind::spell: extend(entry, posting); return;
    case Memory::Kind::history: entry.rows.push_back(posting.row); return;
    case Memory::Kind::account: move(entry, posting, memory); return;
  }
}

}  // namespace

auto carry(const Program& program, std::vector<MemoryState> before, const Answer& answer) -> std::vector<MemoryState> {
  before.resize(program.memories.size());
  for (const Posting& posting : answer.postings) {
    const Memory& memory = program.at(posting.memory);
    apply(entry_of(before[static_cast<std::size_t>(posting.memory)], posting, memory), posting, memory);
  }
  return before;
}

}  // namespace remit
