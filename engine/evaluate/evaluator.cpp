// What is remembered of a case, and how chains of rules stay off the stack. The operators are in dispatch.cpp.
#include "engine/evaluate/evaluator.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "engine/evaluate/memory.h"

namespace remit {
namespace {

bool assumes(const DeclarationName& name) { return !name.assumptions.empty() || !name.unexpressed.empty(); }

// What a table, bands or a catalog says of itself; of one that is a rule as well, the rule says it.
auto with_notes(const ProgramNames& names) -> std::vector<std::uint32_t> {
  std::unordered_set<std::string_view> rules;
  for (const DeclarationName& rule : names.rules) rules.insert(rule.step);
  std::vector<std::uint32_t> noted;
  for (std::uint32_t i = 0; i < names.declarations.size(); ++i) {
    const DeclarationName& name = names.declarations[i];
    if (!rules.contains(name.step) && (assumes(name) || !name.cites.empty())) noted.push_back(i);
  }
  return noted;
}

}  // namespace

Evaluator::Evaluator(const Program& program, const ProgramNames& names)
    : program_(program),
      names_(names),
      plan_(program),
      noted_(with_notes(names)),
      locals_(program.local_count),
      versions_(program.local_count),
      case_memos_(program.rules.size()),
      item_memos_(program.rules.size()),
      shared_memos_(plan_.shared_reads.size()),
      derived_(program.lists.size()),
      used_(names.declarations.size()),
      shares_(program.shares.size()),
      runnings_(program.loops.size()),
      contributions_(program.memories.size()) {
  for (std::uint32_t i = 0; i < program.rules.size(); ++i) {
    const std::uint32_t name = program.rules[i].name;
    if (name < names.rules.size() && assumes(names.rules[name])) assuming_.push_back(i);
  }
}

void Evaluator::begin(const Case& given) {
  given_ = &given;
  case_stamp_ = ++serial_;
  place_ = {.serial = case_stamp_};
  errors_.clear();
}

auto Evaluator::value_of(NodeId node) -> Value { return root(node); }

auto Evaluator::value_of(NodeId node, ElementRef element) -> Value {
  const Bound self(*this, program_.at(element.list).self, Value(element));
  return root(node);
}

auto Evaluator::value_of(RuleId rule, std::optional<std::uint32_t> element) -> Value {
  return root(rule, element.value_or(kNoItem));
}

bool Evaluator::took_part(RuleId rule, std::optional<std::uint32_t> element) const {
  const auto index = static_cast<std::size_t>(rule);
  if (!program_.at(rule).list) return case_memos_[index].stamp == case_stamp_;
  const auto& memos = item_memos_[index];
  if (element) return *element < memos.size() && memos[*element].stamp == case_stamp_;
  return std::ranges::any_of(memos, [&](const Memo& memo) { return memo.stamp == case_stamp_; });
}

auto Evaluator::took_part_with_assumptions() const -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> rules;
  for (const std::uint32_t rule : assuming_) {
    if (took_part(RuleId{rule})) rules.push_back(rule);
  }
  return rules;
}

void Evaluator::takes_part(std::uint32_t declaration) {
  if (declaration < used_.size()) used_[declaration] = case_stamp_;
}

auto Evaluator::took_part_with_notes() const -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> declarations = noted_;
  std::erase_if(declarations, [&](std::uint32_t i) { return used_[i] != case_stamp_; });
  return declarations;
}

// ── Rules ────────────────────────────────────────────────────────────────────────────────────────────────────────

auto Evaluator::case_rule(RuleId rule) -> Value {
  Memo& memo = case_memos_[static_cast<std::size_t>(rule)];
  if (memo.stamp == case_stamp_) return memo.value;
  return run(rule, kNoItem, memo);
}

auto Evaluator::item_rule(RuleId rule, ElementRef element) -> Value {
  auto& memos = item_memos_[static_cast<std::size_t>(rule)];
  if (element.index >= memos.size()) memos.resize(list_size(element.list));
  Memo& memo = memos[element.index];
  if (memo.stamp == case_stamp_) return memo.value;
  return run(rule, element.index, memo);
}

auto Evaluator::assumed(RuleId rule, std::uint32_t item) const -> const Value* {
  const auto number = static_cast<std::uint32_t>(rule);
  if (const auto found = given_->assumed.find(number); found != given_->assumed.end()) return &found->second;
  const auto items = given_->assumed_items.find(number);
  return items != given_->assumed_items.end() && item < items->second.size() ? &items->second[item] : nullptr;
}

auto Evaluator::run(RuleId id, std::uint32_t item, Memo& memo) -> Value {
  if (giving_up_) return Value::failed();
  const Rule& rule = program_.at(id);
  const std::uint32_t depth = plan_.depth[static_cast<std::size_t>(rule.node)];
  if (depth_ > 0 && depth_ + depth > kDepthBudget) {
    postponed_.push_back({.rule = id, .item = item});
    giving_up_ = true;
    return Value::failed();
  }
  if (!given_->assumed.empty() || !given_->assumed_items.empty()) {
    if (const Value* value = assumed(id, item)) {
      memo = {.stamp = case_stamp_, .value = *value};
      return *value;
    }
  }
  const At here(*this, {.kind = Place::Kind::rule, .index = static_cast<std::uint32_t>(id), .item = item});
  depth_ += depth;
  Value value;
  if (rule.list) {
    const Bound self(*this, program_.at(*rule.list).self, Value(ElementRef{.list = *rule.list, .index = item}));
    value = eval(rule.node);
  } else {
    value = eval(rule.node);
  }
  depth_ -= depth;
  if (giving_up_) return value;
  memo = {.stamp = case_stamp_, .value = value};
  if (observer_ != nullptr) [[unlikely]] {
    observer_->rule_done(id, value);
  }
  return value;
}

// Evaluates what was postponed, the last first: it may be what the others wait for.
void Evaluator::drain() {
  while (!postponed_.empty()) {
    giving_up_ = false;
    const Pending next = postponed_.back();
    const Rule& rule = program_.at(next.rule);
    if (rule.list)
      item_rule(next.rule, {.list = *rule.list, .index = next.item});
    else
      case_rule(next.rule);
    if (!giving_up_) postponed_.pop_back();
  }
  giving_up_ = false;
}

auto Evaluator::root(NodeId node) -> Value {
  return rooted([&] { return eval(node); });
}

auto Evaluator::root(RuleId rule, std::uint32_t item) -> Value {
  const auto list = program_.at(rule).list;
  return rooted([&] { return list ? item_rule(rule, {.list = *list, .index = item}) : case_rule(rule); });
}

// ── What is remembered within a case ─────────────────────────────────────────────────────────────────────────────

// Bindings and activations nest, and each has a serial of its own. So the greatest serial among those that a node
// depends on tells them all: what lies below it cannot have changed while it stood.
auto Evaluator::eval_shared(NodeId node, std::uint32_t slot) -> Value {
  std::uint64_t stamp = place_.serial;
  for (const LocalId local : plan_.shared_reads[slot]) {
    stamp = std::max(stamp, versions_[static_cast<std::size_t>(local)]);
  }
  if (shared_memos_[slot].stamp == stamp) return shared_memos_[slot].value;
  Value value = compute(node);
  if (!giving_up_) shared_memos_[slot] = {.stamp = stamp, .value = value};
  return value;
}

bool Evaluator::current(Parts& parts, const Locals& reads) const {
  const auto same = [&](std::size_t i) { return parts.locals[i] == locals_[static_cast<std::size_t>(reads[i])]; };
  bool all_same = parts.stamp == case_stamp_;
  for (std::size_t i = 0; all_same && i < reads.size(); ++i) all_same = same(i);
  if (all_same) return true;
  parts.stamp = 0;
  parts.values.clear();
  parts.positions.clear();
  return false;
}

void Evaluator::keep(Parts& parts, const Locals& reads) {
  if (giving_up_) return;
  parts.stamp = case_stamp_;
  parts.locals.clear();
  for (const LocalId local : reads) parts.locals.push_back(locals_[static_cast<std::size_t>(local)]);
}

auto Evaluator::contributions(MemoryId memory) -> const std::vector<Contribution>& {
  Contributions& known = contributions_[static_cast<std::size_t>(memory)];
  if (known.stamp == case_stamp_) return known.all;
  const At here(*this, {.kind = Place::Kind::memory, .index = static_cast<std::uint32_t>(memory)});
  known.all = contributions_of(*this, memory);
  known.stamp = giving_up_ ? 0 : case_stamp_;
  return known.all;
}

void Evaluator::contribute(MemoryId memory, std::vector<Contribution> all) {
  contributions_[static_cast<std::size_t>(memory)] = {.stamp = case_stamp_, .all = std::move(all)};
}

auto Evaluator::derived(ListId list) -> const Value& {
  Memo& memo = derived_[static_cast<std::size_t>(list)];
  if (memo.stamp == case_stamp_) return memo.value;
  const At here(*this, {.kind = Place::Kind::service});
  memo.value = eval(program_.at(list).derived);
  memo.stamp = giving_up_ ? 0 : case_stamp_;
  return memo.value;
}

// ── Scopes ───────────────────────────────────────────────────────────────────────────────────────────────────────

Evaluator::Bound::Bound(Evaluator& evaluator, LocalId local)
    : evaluator_(evaluator),
      local_(static_cast<std::size_t>(local)),
      outer_(std::move(evaluator.locals_[local_])),
      outer_version_(evaluator.versions_[local_]) {}

Evaluator::Bound::~Bound() {
  evaluator_.locals_[local_] = std::move(outer_);
  evaluator_.versions_[local_] = outer_version_;
}

void Evaluator::Bound::set(Value value) {
  evaluator_.locals_[local_] = std::move(value);
  evaluator_.versions_[local_] = ++evaluator_.serial_;
}

Evaluator::At::At(Evaluator& evaluator, Place place) : evaluator_(evaluator), outer_(evaluator.place_) {
  evaluator.place_ = place;
  evaluator.place_.serial = ++evaluator.serial_;
}

}  // namespace remit
