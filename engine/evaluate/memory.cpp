#include "engine/evaluate/memory.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/evaluate/arithmetic.h"
#include "engine/value/date.h"

namespace remit {
namespace {

using Key = std::vector<Value>;

bool any_failed(const Key& values) {
  return std::ranges::any_of(values, [](const Value& v) { return v.is_failed(); });
}

auto memory_name(const Evaluator& e, const Memory& memory) -> const std::string& {
  return e.names().memories[memory.name].name;
}

auto entry_of(const Evaluator& e, MemoryId memory, const Key& key) -> const MemoryEntry* {
  const auto index = static_cast<std::size_t>(memory);
  if (index >= e.given().memories.size()) return nullptr;
  for (const MemoryEntry& entry : e.given().memories[index].entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

// Has anybody said what was before?
bool is_known(const Evaluator& e, MemoryId memory) {
  const auto index = static_cast<std::size_t>(memory);
  return index >= e.given().memories.size() || e.given().memories[index].known;
}

auto zero_of(const Type& type) -> Value {
  return type.kind == TypeKind::days || type.kind == TypeKind::months ? Value::integer(0) : Value(Number());
}

auto pots_before(const Memory& memory, const MemoryEntry* entry) -> std::vector<Number> {
  std::vector<Number> pots(memory.pots.size());
  for (std::size_t i = 0; entry != nullptr && i < pots.size() && i < entry->pots.size(); ++i) {
    pots[i] = entry->pots[i].as_number();
  }
  return pots;
}

auto total(const std::vector<Number>& pots) -> Number {
  Number sum;
  for (const Number& pot : pots) sum = sum + pot;
  return sum;
}

}  // namespace

auto value_before(const Evaluator& e, MemoryId id, const Key& key) -> Value {
  const Memory& memory = e.program().at(id);
  const MemoryEntry* entry = entry_of(e, id, key);
  switch (memory.kind) {
    case Memory::Kind::adds: return entry != nullptr ? entry->value : zero_of(memory.type);
    case Memory::Kind::keeps_highest:
    case Memory::Kind::keeps_lowest:
    case Memory::Kind::keeps_earliest:
    case Memory::Kind::keeps_latest: return entry != nullptr ? entry->value : Value();
    case Memory::Kind::spell: return entry != nullptr ? entry->start : Value();
    case Memory::Kind::history: return Value::sequence(entry != nullptr ? entry->rows : Key{});
    case Memory::Kind::account: return total(pots_before(memory, entry));
  }
  return Value::failed();  // not reached: the switch is exhaustive
}

namespace {

auto values_of(Evaluator& e, const NodeId* nodes, std::size_t count) -> Key {
  Key values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(e.eval(nodes[i]));
  return values;
}

// ── Contributions ────────────────────────────────────────────────────────────────────────────────────────────────

auto movements_of(Evaluator& e, const Memory& memory) -> std::vector<Value> {
  std::vector<Value> amounts;
  for (const Memory::Movement& movement : memory.movements) {
    const Value holds = movement.when == kNoNode ? Value::boolean(true) : e.eval(movement.when);
    if (holds.is_failed())
      amounts.push_back(holds);
    else
      amounts.push_back(holds.as_bool() ? e.eval(movement.amount) : Value());
  }
  return amounts;
}

void contribute(Evaluator& e, const Memory& memory, std::vector<Contribution>& all) {
  const Value holds = memory.when == kNoNode ? Value::boolean(true) : e.eval(memory.when);
  if (!holds.is_failed() && !holds.as_bool()) return;
  Contribution made{.key = values_of(e, memory.keys.data(), memory.keys.size())};
  if (memory.amount != kNoNode) made.amount = e.eval(memory.amount);
  if (memory.from != kNoNode) made.from = e.eval(memory.from);
  if (memory.to != kNoNode) made.to = e.eval(memory.to);
  made.movements = movements_of(e, memory);
  if (holds.is_failed()) made.amount = holds;
  all.push_back(std::move(made));
}

bool failed(const Contribution& c) {
  return any_failed(c.key) || any_failed(c.movements) || c.amount.is_failed() || c.from.is_failed() || c.to.is_failed();
}

// ── Values with what the case adds ───────────────────────────────────────────────────────────────────────────────

bool prefers(Memory::Kind kind, const Value& a, const Value& b) {
  const bool greatest = kind == Memory::Kind::keeps_highest || kind == Memory::Kind::keeps_latest;
  return greatest ? compare(a, b) > 0 : compare(a, b) < 0;
}

// Of a tally: its value, with one more contribution.
auto joined(Evaluator& e, const Node& at, const Memory& memory, const Value& before, const Value& amount) -> Value {
  if (before.is_failed() || amount.is_absent()) return before;
  if (memory.kind == Memory::Kind::adds) return add_values(e, at, before, amount);
  return before.is_absent() || prefers(memory.kind, amount, before) ? amount : before;
}

class Pots {
 public:
  Pots(Evaluator& e, const Memory& memory, const Node& at, const MemoryEntry* entry)
      : e_(e), memory_(memory), at_(at), pots_(pots_before(memory, entry)) {}

  // False: an error, reported.
  bool move(const std::vector<Value>& amounts) {
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      if (amounts[i].is_absent()) continue;
      const Memory::Movement& movement = memory_.movements[i];
      const Number& amount = amounts[i].as_number();
      if (amount.sign() < 0) return negative(amount, movement.amount);
      if (movement.credit)
        pots_[movement.pot] = pots_[movement.pot] + amount;
      else if (!debit(amount))
        return false;
    }
    return true;
  }

  [[nodiscard]] auto all() const -> const std::vector<Number>& { return pots_; }

 private:
  bool debit(const Number& amount) {
    const Number after = total(pots_) - amount;
    if (memory_.never_below != kNoNode) {
      const Value floor = e_.eval(memory_.never_below);
      if (!is_there(floor)) return false;
      if (after < floor.as_number()) return below(after, floor.as_number());
    }
    Number rest = amount;
    for (Number& pot : pots_) {
      const Number taken = std::min(rest, std::max(pot, Number()));
      pot = pot - taken;
      rest = rest - taken;
    }
    if (!pots_.empty()) pots_.back() = pots_.back() - rest;
    return true;
  }

  bool negative(const Number& amount, NodeId node) {
    e_.fail(at_, ErrorCode::E0925, {memory_name(e_, memory_), e_.print(Value(amount), node)});
    return false;
  }
  bool below(const Number& after, const Number& floor) {
    e_.fail(at_, ErrorCode::E0920,
            {memory_name(e_, memory_), e_.print(Value(after), memory_.never_below),
             e_.print(Value(floor), memory_.never_below)});
    return false;
  }

  Evaluator& e_;
  const Memory& memory_;
  const Node& at_;
  std::vector<Number> pots_;
};

using Mine = std::vector<const Contribution*>;  // those of one key, in order

// All of them, the keys as they first occur.
auto by_key(const std::vector<Contribution>& all) -> std::vector<Mine> {
  std::vector<Mine> groups;
  std::unordered_map<std::size_t, std::vector<std::size_t>> known;
  for (const Contribution& c : all) {
    auto& candidates = known[Value::sequence(c.key).hash()];
    const auto same = std::ranges::find_if(candidates, [&](std::size_t g) { return groups[g].front()->key == c.key; });
    if (same != candidates.end()) {
      groups[*same].push_back(&c);
      continue;
    }
    candidates.push_back(groups.size());
    groups.push_back({&c});
  }
  return groups;
}

// Those of one key, or absent where one failed.
auto of_key(const std::vector<Contribution>& all, const Key& key) -> std::optional<Mine> {
  Mine mine;
  for (const Contribution& c : all) {
    if (failed(c)) return std::nullopt;
    if (c.key == key) mine.push_back(&c);
  }
  return mine;
}

// What a tally, account or history is worth with `mine`.
auto value_after(Evaluator& e, const Node& at, MemoryId id, const Key& key, const Mine& mine) -> Value {
  const Memory& memory = e.program().at(id);
  if (memory.kind == Memory::Kind::account) {
    Pots pots(e, memory, at, entry_of(e, id, key));
    for (const Contribution* c : mine) {
      if (!pots.move(c->movements)) return Value::failed();
    }
    return total(pots.all());
  }
  Value value = value_before(e, id, key);
  if (memory.kind == Memory::Kind::history) {
    std::vector<Value> rows = value.as_sequence();
    for (const Contribution* c : mine) rows.push_back(c->amount);
    return Value::sequence(std::move(rows));
  }
  for (const Contribution* c : mine) value = joined(e, at, memory, value, c->amount);
  return value;
}

struct Spell {
  Value start, end;
};

auto spell_with(Evaluator& e, MemoryId id, const Contribution& c) -> std::optional<Spell> {
  const Memory& memory = e.program().at(id);
  const MemoryEntry* before = entry_of(e, id, c.key);
  const Value threshold = e.eval(memory.gap);
  if (threshold.is_failed() || failed(c)) return std::nullopt;
  if (before == nullptr) return Spell{.start = c.from, .end = c.to};
  const Number gap = Number::whole(c.from.as_integer() - before->end.as_integer());
  const Number limit =
      threshold.tag() == Value::Tag::number ? threshold.as_number() : Number::whole(threshold.as_integer());
  const bool begins = memory.comparison == Op::greater ? gap > limit : gap >= limit;
  if (begins) return Spell{.start = c.from, .end = c.to};
  return Spell{.start = before->start, .end = compare(c.to, before->end) > 0 ? c.to : before->end};
}

// ── Postings ─────────────────────────────────────────────────────────────────────────────────────────────────────

class Poster {
 public:
  Poster(Evaluator& e, MemoryId id, std::vector<Posting>& out)
      : e_(e), id_(id), memory_(e.program().at(id)), out_(out) {}

  void run() {
    const std::vector<Contribution>& all = e_.contributions(id_);
    if (std::ranges::any_of(all, failed)) return;
    for (const Mine& mine : by_key(all)) post(mine.front()->key, mine);
  }

 private:
  void post(const Key& key, const Mine& mine) {
    switch (memory_.kind) {
      case Memory::Kind::spell:
        for (const Contribution* c : mine) post_spell(*c);
        return;
      case Memory::Kind::history:
        for (const Contribution* c : mine) out_.push_back({.memory = id_, .key = key, .row = c->amount});
        return;
      case Memory::Kind::account: return post_pots(key, mine);
      case Memory::Kind::adds:
      case Memory::Kind::keeps_highest:
      case Memory::Kind::keeps_lowest:
      case Memory::Kind::keeps_earliest:
      case Memory::Kind::keeps_latest: return post_tally(key, mine);
    }
  }

  void post_spell(const Contribution& c) {
    const auto spell = spell_with(e_, id_, c);
    if (spell) out_.push_back({.memory = id_, .key = c.key, .start = spell->start, .end = spell->end});
  }

  void post_tally(const Key& key, const Mine& mine) {
    Value amount;
    for (const Contribution* c : mine) {
      amount = amount.is_absent() ? c->amount : joined(e_, at(), memory_, amount, c->amount);
    }
    if (amount.is_absent()) return;
    Posting made{.memory = id_, .key = key, .amount = amount};
    if (is_known(e_, id_)) made.after = value_after(e_, at(), id_, key, mine);
    out_.push_back(std::move(made));
  }

  void post_pots(const Key& key, const Mine& mine) {
    const MemoryEntry* entry = entry_of(e_, id_, key);
    const std::vector<Number> before = pots_before(memory_, entry);
    Pots pots(e_, memory_, at(), entry);
    for (const Contribution* c : mine) {
      if (!pots.move(c->movements)) return;
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Number change = pots.all()[i] - before[i];
      if (change.is_zero()) continue;
      out_.push_back({.memory = id_, .key = key, .amount = change, .pot = memory_.pots[i], .after = total(pots.all())});
    }
  }

  // Where errors of posting are reported: at the amount, or the first movement.
  auto at() const -> const Node& {
    return e_.program().at(memory_.amount != kNoNode ? memory_.amount : memory_.movements.front().amount);
  }

  Evaluator& e_;
  MemoryId id_;
  const Memory& memory_;
  std::vector<Posting>& out_;
};

}  // namespace

auto contributions_of(Evaluator& e, MemoryId id) -> std::vector<Contribution> {
  const Memory& memory = e.program().at(id);
  std::vector<Contribution> all;
  if (!memory.contributes && memory.kind != Memory::Kind::spell) return all;
  if (!memory.list) {
    contribute(e, memory, all);
    return all;
  }
  Evaluator::Bound self(e, e.program().at(*memory.list).self);
  const std::uint32_t size = e.list_size(*memory.list);
  for (std::uint32_t i = 0; i < size; ++i) {
    self.set(ElementRef{.list = *memory.list, .index = i});
    contribute(e, memory, all);
  }
  return all;
}

auto evaluate_opening(Evaluator& e, const Node& node) -> Value {
  const Key key = values_of(e, e.program().operands_of(node), node.operand_count);
  if (any_failed(key)) return Value::failed();
  const MemoryId id{node.index};
  if (node.type.kind != TypeKind::record) return value_before(e, id, key);
  std::vector<Value> pots;
  for (Number& pot : pots_before(e.program().at(id), entry_of(e, id, key))) pots.emplace_back(std::move(pot));
  return Value::sequence(std::move(pots));
}

auto evaluate_after_case(Evaluator& e, const Node& node) -> Value {
  const Key key = values_of(e, e.program().operands_of(node), node.operand_count);
  const auto mine = of_key(e.contributions(MemoryId{node.index}), key);
  if (any_failed(key) || !mine) return Value::failed();
  return value_after(e, node, MemoryId{node.index}, key, *mine);
}

auto evaluate_over_last(Evaluator& e, const Node& node) -> Value {
  const Memory& memory = e.program().memories[node.index];
  const NodeId* operands = e.program().operands_of(node);
  const std::size_t keys = node.operand_count - 3;
  Key key = values_of(e, operands, keys);
  const Value count = e.eval(operands[keys]);
  const Value to = e.eval(operands[keys + 1]);
  const Value including = e.eval(operands[keys + 2]);
  if (any_failed(key) || !is_there(count) || !is_there(to) || including.is_failed()) return Value::failed();
  const auto n = count.tag() == Value::Tag::integer ? std::optional(count.as_integer()) : count.as_number().to_int64();
  constexpr std::int64_t kMostMonths = 12'000;
  if (!n || *n < 0 || *n > kMostMonths) return e.fail(node, ErrorCode::E0922, {e.print(count, operands[keys])});
  const auto place = static_cast<std::ptrdiff_t>(memory.month_key.value_or(0));
  key.insert(key.begin() + place, Value());
  const std::int64_t newest = start_of_month(to.as_integer());
  std::vector<Value> months;
  for (std::int64_t back = including.as_bool() ? *n - 1 : *n; months.size() < static_cast<std::size_t>(*n); --back) {
    const auto month = add_months(newest, -back, MonthEnds::last_day);
    if (!month) return e.fail(node, ErrorCode::E0919);
    key[static_cast<std::size_t>(place)] = Value::integer(*month);
    months.push_back(value_before(e, MemoryId{node.index}, key));
  }
  return Value::sequence(std::move(months));
}

auto evaluate_spell_start(Evaluator& e, const Node& node) -> Value {
  const std::vector<Contribution>& all = e.contributions(MemoryId{node.index});
  if (all.empty()) return Value();
  const auto spell = spell_with(e, MemoryId{node.index}, all.front());
  return spell ? spell->start : Value::failed();
}

auto postings_of(Evaluator& e) -> std::vector<Posting> {
  std::vector<Posting> all;
  for (std::uint32_t i = 0; i < e.program().memories.size(); ++i) {
    if (!e.program().memories[i].contributes) continue;
    const Evaluator::At here(e, {.kind = Evaluator::Place::Kind::memory, .index = i});
    Poster(e, MemoryId{i}, all).run();
  }
  return all;
}

}  // namespace remit
