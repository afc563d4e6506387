#include "tests/differential/vary.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/value/date.h"

namespace remit::differential {
namespace {

bool within(const Number& number, const Limits& limits) {
  if (limits.low && number < *limits.low) return false;
  if (limits.high && (limits.open_above ? number >= *limits.high : number > *limits.high)) return false;
  return true;
}

// The least distance between two values of the type.
auto step_of(const FieldType& leaf, const TypeTable& types) -> Number {
  if (leaf.limits.step) return *leaf.limits.step;
  if (leaf.type.kind == TypeKind::money) return types.at(CurrencyId{leaf.type.id}).step;
  return leaf.type.kind == TypeKind::count ? Number::whole(1) : Number::decimal(1, 4);
}

}  // namespace

Variator::Variator(const Program& program, const std::vector<Case>& cases, std::uint64_t seed)
    : program_(program), cases_(cases), random_(seed), nested_(program.lists.size()) {
  for (std::uint32_t i = 0; i < program.lists.size(); ++i) {
    if (const auto parent = program.lists[i].parent) nested_[static_cast<std::size_t>(*parent)].push_back(i);
  }
  for (const InputShape& shape : program.inputs) find_units(shape, nullptr);
}

void Variator::find_units(const InputShape& shape, Unit* whole) {
  if (shape.list) {
    const auto list = static_cast<std::uint32_t>(*shape.list);
    (whole != nullptr ? whole->lists : lists_).push_back(list);
    for (const InputShape& child : shape.children) find_columns(child, list);
    return;
  }
  if (shape.kind == InputShape::Kind::leaf) {
    if (!shape.slot) return;
    if (whole != nullptr)
      whole->slots.push_back(*shape.slot);
    else
      units_.push_back({.slots = {*shape.slot}, .lists = {}, .leaf = &shape.field});
    return;
  }
  Unit optional;
  if (shape.slot && whole == nullptr) {
    optional.slots.push_back(*shape.slot);
    for (const InputShape& child : shape.children) find_units(child, &optional);
    units_.push_back(std::move(optional));
    return;
  }
  if (shape.slot) whole->slots.push_back(*shape.slot);
  for (const InputShape& child : shape.children) find_units(child, whole);
}

void Variator::find_columns(const InputShape& shape, std::uint32_t list) {
  if (shape.list) {
    for (const InputShape& child : shape.children) find_columns(child, static_cast<std::uint32_t>(*shape.list));
  } else if (shape.kind == InputShape::Kind::record) {
    for (const InputShape& child : shape.children) find_columns(child, list);
  } else if (shape.slot) {
    columns_.push_back({.list = list, .column = *shape.slot, .leaf = &shape.field});
  }
}

auto Variator::next() -> Case {
  Case made = any_case();
  const std::size_t changed = one_in(3) ? units_.size() : 1 + below(3);
  for (std::size_t i = 0; i < changed && !units_.empty(); ++i) exchange(made, units_[below(units_.size())]);
  for (const std::uint32_t list : lists_) {
    if (one_in(2)) mix_list(made, list);
  }
  for (const Column& column : columns_) {
    auto& values = made.lists[column.list].columns[column.column];
    if (!values.empty() && one_in(4)) {
      Value& value = values[below(values.size())];
      value = moved(value, *column.leaf);
    }
  }
  for (std::size_t i = 0; i < made.memories.size(); ++i) {
    if (one_in(4)) made.memories[i] = any_case().memories[i];
  }
  if (one_in(4)) made.papers = any_case().papers;
  if (one_in(8)) made.as_of = any_case().as_of;
  return made;
}

void Variator::exchange(Case& made, const Unit& unit) {
  const Case& other = any_case();
  for (const std::uint32_t slot : unit.slots) made.inputs[slot] = other.inputs[slot];
  for (const std::uint32_t list : unit.lists) {
    std::vector<std::uint32_t> open = {list};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      made.lists[at] = other.lists[at];
      open.insert(open.end(), nested_[at].begin(), nested_[at].end());
    }
  }
  if (unit.leaf != nullptr && one_in(2)) {
    Value& value = made.inputs[unit.slots.front()];
    value = moved(value, *unit.leaf);
  }
}

// Elements of any of the cases.
void Variator::mix_list(Case& made, std::uint32_t list) {
  std::vector<std::uint32_t> open = {list};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    made.lists[at].offsets = {0};
    for (auto& column : made.lists[at].columns) column.clear();
    open.insert(open.end(), nested_[at].begin(), nested_[at].end());
  }
  std::size_t size = one_in(8) ? 0 : one_in(50) ? below(300) : 1 + below(6);
  size = std::min(size, static_cast<std::size_t>(program_.lists[list].at_most));
  std::uint32_t taken = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const Case& from = any_case();
    const std::uint32_t known = from.lists[list].size();
    if (known == 0) continue;
    take_element(made, from, list, static_cast<std::uint32_t>(below(known)));
    ++taken;
  }
  made.lists[list].offsets.push_back(taken);
}

void Variator::take_element(Case& made, const Case& from, std::uint32_t list, std::uint32_t element) const {
  for (std::size_t c = 0; c < made.lists[list].columns.size(); ++c) {
    made.lists[list].columns[c].push_back(from.lists[list].columns[c][element]);
  }
  for (const std::uint32_t inner : nested_[list]) {
    const auto& offsets = from.lists[inner].offsets;
    for (std::uint32_t i = offsets[element]; i < offsets[element + 1]; ++i) take_element(made, from, inner, i);
    made.lists[inner].offsets.push_back(made.lists[inner].offsets.back() + offsets[element + 1] - offsets[element]);
  }
}

auto Variator::moved(const Value& value, const FieldType& leaf) -> Value {
  const std::int64_t by = one_in(2) ? 1 : -1;
  if (value.tag() == Value::Tag::number) {
    Number number = value.as_number() + step_of(leaf, program_.types) * Number::whole(by);
    const bool natural = leaf.type.kind == TypeKind::count && !leaf.limits.low && number.sign() < 0;
    if (within(number, leaf.limits) && number.within_limit() && !natural) return number;
  } else if (value.tag() == Value::Tag::boolean) {
    return Value::boolean(!value.as_bool());
  } else if (value.tag() == Value::Tag::integer && leaf.type.kind == TypeKind::enumeration) {
    return Value::integer(static_cast<std::int64_t>(below(program_.types.at(EnumId{leaf.type.id}).members.size())));
  } else if (value.tag() == Value::Tag::integer && leaf.type.kind == TypeKind::date) {
    const std::int64_t day = value.as_integer() + by;
    if (in_calendar(day) && within(Number::whole(day), leaf.limits)) return Value::integer(day);
  }
  return value;
}

}  // namespace remit::differential
