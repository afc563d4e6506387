#include "engine/evaluate/loops.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/evaluate/arithmetic.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::int64_t kLongestList = 100'000;

auto too_long(Evaluator& e, const Node& node, const std::string& size) -> Value {
  return e.fail(node, ErrorCode::E0917, {size, std::to_string(kLongestList)});
}

enum class Holds : std::uint8_t { no, yes, failed };

auto condition(Evaluator& e, NodeId when) -> Holds {
  if (when == kNoNode) return Holds::yes;
  const Value value = e.eval(when);
  if (value.is_failed()) return Holds::failed;
  return value.as_bool() ? Holds::yes : Holds::no;
}

// Calls `visit` with the body's value of each element for which `when` holds, until it says false. Without a body
// the value is the element. Returns false where a condition or body failed.
template <class Visit>
bool for_each(Evaluator& e, const Loop& loop, const Items& items, Visit visit) {
  Evaluator::Bound local(e, loop.local);
  bool fine = true;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    local.set(items.at(i));
    const Holds holds = condition(e, loop.when);
    if (holds == Holds::no) continue;
    Value value = holds == Holds::failed ? Value::failed() : loop.body == kNoNode ? items.at(i) : e.eval(loop.body);
    if (value.is_failed())
      fine = false;
    else if (!visit(std::move(value)))
      return fine;
  }
  return fine;
}

auto sum(Evaluator& e, const Node& node, const Loop& loop, const Items& items) -> Value {
  Value total = loop.zero;
  const bool fine = for_each(e, loop, items, [&](const Value& value) {
    if (!total.is_failed()) total = add_values(e, node, total, value);
    return true;
  });
  return fine ? total : Value::failed();
}

auto count(Evaluator& e, const Loop& loop, const Items& items) -> Value {
  std::int64_t n = 0;
  const bool fine = for_each(e, loop, items, [&](const Value& value) {
    n += loop.body == kNoNode || value.as_bool() ? 1 : 0;
    return true;
  });
  return fine ? Value(Number::whole(n)) : Value::failed();
}

// `decides`: the value that settles it, so that the rest is skipped. A failure before it makes the whole fail.
auto quantified(Evaluator& e, const Loop& loop, const Items& items, bool decides) -> Value {
  bool decided = false;
  const bool fine = for_each(e, loop, items, [&](const Value& value) {
    decided = value.as_bool() == decides;
    return !decided;
  });
  return fine ? Value::boolean(decided == decides) : Value::failed();
}

auto extreme(Evaluator& e, const Loop& loop, const Items& items, bool greatest) -> Value {
  Value best;
  const bool fine = for_each(e, loop, items, [&](Value value) {
    if (best.is_absent() || (greatest ? compare(value, best) > 0 : compare(value, best) < 0)) best = std::move(value);
    return true;
  });
  return fine ? best : Value::failed();
}

auto first(Evaluator& e, const Loop& loop, const Items& items) -> Value {
  Value found;
  const bool fine = for_each(e, loop, items, [&](Value value) {
    found = std::move(value);
    return false;
  });
  return fine ? found : Value::failed();
}

auto selected(Evaluator& e, const Loop& loop, const Items& items) -> Value {
  std::vector<Value> values;
  const bool fine = for_each(e, loop, items, [&](Value value) {
    values.push_back(std::move(value));
    return true;
  });
  return fine ? Value::sequence(std::move(values)) : Value::failed();
}

auto aggregate(Evaluator& e, const Node& node, const Loop& loop, const Items& items) -> Value {
  switch (loop.kind) {
    case Loop::Kind::sum: return sum(e, node, loop, items);
    case Loop::Kind::count: return count(e, loop, items);
    case Loop::Kind::any: return quantified(e, loop, items, true);
    case Loop::Kind::all: return quantified(e, loop, items, false);
    case Loop::Kind::first: return first(e, loop, items);
    case Loop::Kind::minimum: return extreme(e, loop, items, false);
    case Loop::Kind::maximum: return extreme(e, loop, items, true);
    case Loop::Kind::list: return selected(e, loop, items);
    case Loop::Kind::running_up_to:
    case Loop::Kind::running_before:
    case Loop::Kind::group: break;  // nodes of their own
  }
  return Value::failed();
}

auto reordered(const Items& items, const std::vector<std::uint32_t>& order) -> Value {
  std::vector<Value> values;
  values.reserve(order.size());
  for (const std::uint32_t i : order) values.push_back(items.at(i));
  return Value::sequence(std::move(values));
}

// An element for which `when` is false takes its place in the order and adds nothing.
auto amounts(Evaluator& e, const Loop& loop, const Items& items) -> std::vector<Value> {
  std::vector<Value> all;
  Evaluator::Bound local(e, loop.local);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    local.set(items.at(i));
    const Holds holds = condition(e, loop.when);
    if (holds == Holds::yes)
      all.push_back(e.eval(loop.body));
    else
      all.push_back(holds == Holds::no ? loop.zero : Value::failed());
  }
  return all;
}

auto running_sums(Evaluator& e, const Node& node, const Loop& loop, const Items& items) -> std::vector<Value> {
  const std::vector<Value> added = amounts(e, loop, items);
  const auto order = in_order(e, items, loop.local, loop.order);
  if (!order) return std::vector<Value>(items.size(), Value::failed());
  std::vector<Value> sums(items.size());
  Value total = loop.zero;
  for (const std::uint32_t i : *order) {
    if (loop.kind == Loop::Kind::running_before) sums[i] = total;
    const bool failed = total.is_failed() || added[i].is_failed();
    total = failed ? Value::failed() : add_values(e, node, total, added[i]);
    if (loop.kind == Loop::Kind::running_up_to) sums[i] = total;
  }
  return sums;
}

enum class Unit : std::uint32_t { day, month, year };

auto last_of_unit(std::int64_t date, Unit unit) -> std::int64_t {
  switch (unit) {
    case Unit::day: return date;
    case Unit::month: return end_of_month(date);
    case Unit::year: return end_of_year(date, 1, 1);
  }
  return date;  // not reached: the switch is exhaustive
}

// Cuts [from, to] into periods; `last` yields the last day of the k-th, which begins on a given day, or absent.
template <class Last>
auto cut(Evaluator& e, const Node& node, std::int64_t from, std::int64_t to, Last last) -> Value {
  std::vector<Value> periods;
  while (from <= to) {
    const auto number = static_cast<std::int64_t>(periods.size()) + 1;
    if (number > kLongestList) return too_long(e, node, "> " + std::to_string(kLongestList));
    const std::optional<std::int64_t> until = last(from, number);
    if (!until) return Value::failed();
    const std::int64_t end = std::min(*until, to);
    periods.push_back(Value::sequence({Value::integer(from), Value::integer(end), Number::whole(number)}));
    from = end + 1;
  }
  return Value::sequence(std::move(periods));
}

auto calendar_periods(Evaluator& e, const Node& node, std::int64_t from, std::int64_t to) -> Value {
  const auto unit = static_cast<Unit>(node.index);
  return cut(e, node, from, to,
             [&](std::int64_t begin, std::int64_t) { return std::optional(last_of_unit(begin, unit)); });
}

auto equal_periods(Evaluator& e, const Node& node, const Value& length, std::int64_t from, std::int64_t to) -> Value {
  const std::int64_t n = length.as_integer();
  if (n < 1) return e.fail(node, ErrorCode::E0922, {std::to_string(n)});
  const NodeId period = e.program().operands_of(node)[0];
  if (e.program().at(period).type.kind != TypeKind::months) {
    return cut(e, node, from, to,
               [&](std::int64_t begin, std::int64_t) { return std::optional(n > to - begin ? to : begin + n - 1); });
  }
  return cut(e, node, from, to, [&](std::int64_t, std::int64_t number) -> std::optional<std::int64_t> {
    const auto next =
        n > kLongestList ? std::optional(to + 1) : add_months(from, n * number, static_cast<MonthEnds>(node.index));
    if (next) return *next - 1;
    e.fail(node, ErrorCode::E0918, {print_date(from), std::to_string(n * number)});
    return std::nullopt;
  });
}

}  // namespace

Items::Items(const Value& list) : list_(list) {
  if (list.tag() == Value::Tag::range) size_ = list.as_range().end - list.as_range().begin;
  if (list.tag() == Value::Tag::sequence) size_ = static_cast<std::uint32_t>(list.as_sequence().size());
}

auto Items::at(std::uint32_t i) const -> Value {
  if (list_.tag() == Value::Tag::sequence) return list_.as_sequence()[i];
  const ListRange range = list_.as_range();
  return ElementRef{.list = range.list, .index = range.begin + i};
}

auto in_order(Evaluator& e, const Items& items, LocalId local, NodeId order)
    -> std::optional<std::vector<std::uint32_t>> {
  std::vector<std::uint32_t> places(items.size());
  std::iota(places.begin(), places.end(), 0U);
  if (order == kNoNode) return places;
  std::vector<Value> keys;
  bool failed = false;
  Evaluator::Bound element(e, local);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    element.set(items.at(i));
    keys.push_back(e.eval(order));
    failed = failed || keys.back().is_failed();
  }
  if (failed) return std::nullopt;
  std::ranges::stable_sort(places, [&](std::uint32_t a, std::uint32_t b) { return compare(keys[a], keys[b]) < 0; });
  return places;
}

void index_positions(Evaluator::Parts& parts, const Value& list) {
  if (list.tag() != Value::Tag::sequence) return;
  const Items items(list);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const Value element = items.at(i);
    parts.positions[element.hash()].emplace_back(element, i);
  }
}

auto position_in(const Evaluator::Parts& parts, const Value& list, const Value& element)
    -> std::optional<std::uint32_t> {
  if (list.tag() == Value::Tag::range) {
    const ListRange range = list.as_range();
    const ElementRef at = element.as_element();
    if (at.list != range.list || at.index < range.begin || at.index >= range.end) return std::nullopt;
    return at.index - range.begin;
  }
  const auto found = parts.positions.find(element.hash());
  if (found == parts.positions.end()) return std::nullopt;
  for (const auto& [known, position] : found->second) {
    if (known == element) return position;
  }
  return std::nullopt;
}

auto evaluate_aggregate(Evaluator& e, const Node& node) -> Value {
  const Loop& loop = e.program().loops[node.index];
  const Value list = e.eval(loop.list);
  if (list.is_failed()) return list;
  const Items items(list);
  if (loop.order == kNoNode) return aggregate(e, node, loop, items);
  const auto order = in_order(e, items, loop.local, loop.order);
  if (!order) return Value::failed();
  const Value sorted = reordered(items, *order);
  return aggregate(e, node, loop, Items(sorted));
}

auto evaluate_running(Evaluator& e, const Node& node) -> Value {
  const Loop& loop = e.program().loops[node.index];
  const Value element = e.eval(loop.element);
  const Value list = e.eval(loop.list);
  if (list.is_failed() || !is_there(element)) return Value::failed();
  Evaluator::Parts& parts = e.running_parts(node.index);
  const Locals& reads = e.running_reads(node.index);
  if (!e.current(parts, reads)) {
    const Evaluator::At whole_list(e, {.kind = e.place().kind, .index = e.place().index});
    parts.values = running_sums(e, node, loop, Items(list));
    index_positions(parts, list);
    e.keep(parts, reads);
  }
  const auto position = position_in(parts, list, element);
  return position ? parts.values[*position] : loop.zero;
}

auto evaluate_group(Evaluator& e, const Node& node) -> Value {
  const Loop& loop = e.program().loops[node.index];
  const Value list = e.eval(loop.list);
  if (list.is_failed()) return list;
  const Items items(list);
  std::vector<std::pair<Value, std::vector<Value>>> groups;
  std::unordered_map<std::size_t, std::vector<std::size_t>> by_hash;
  Evaluator::Bound local(e, loop.local);
  bool failed = false;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    local.set(items.at(i));
    const Holds holds = condition(e, loop.when);
    if (holds == Holds::no) continue;
    const Value key = holds == Holds::failed ? Value::failed() : e.eval(loop.body);
    failed = failed || key.is_failed();
    if (failed) continue;
    auto& same_hash = by_hash[key.hash()];
    const auto known = std::ranges::find_if(same_hash, [&](std::size_t g) { return groups[g].first == key; });
    if (known == same_hash.end()) {
      same_hash.push_back(groups.size());
      groups.push_back({key, {items.at(i)}});
    } else {
      groups[*known].second.push_back(items.at(i));
    }
  }
  if (failed) return Value::failed();
  std::vector<Value> records;
  for (auto& [key, members] : groups) records.push_back(Value::sequence({key, Value::sequence(std::move(members))}));
  return Value::sequence(std::move(records));
}

auto evaluate_nth(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value list = e.eval(operands[0]);
  const Value position = e.eval(operands[1]);
  if (list.is_failed() || !is_there(position)) return Value::failed();
  const Items items(list);
  const auto n = position.as_number().to_int64();
  if (!n || *n < 1 || *n > items.size()) return {};
  return items.at(static_cast<std::uint32_t>(*n - 1));
}

auto evaluate_numbers(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const Value low = e.eval(operands[0]);
  const Value high = e.eval(operands[1]);
  if (!is_there(low) || !is_there(high)) return Value::failed();
  const Number size = high.as_number() - low.as_number() + Number::whole(1);
  if (size > Number::whole(kLongestList)) return too_long(e, node, size.to_string());
  std::vector<Value> numbers;
  for (Number n = low.as_number(); n <= high.as_number(); n = n + Number::whole(1)) numbers.emplace_back(n);
  return Value::sequence(std::move(numbers));
}

auto evaluate_periods(Evaluator& e, const Node& node) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  const bool equal = node.op == Op::every;
  const Value length = equal ? e.eval(operands[0]) : Value();
  const Value from = e.eval(operands[equal ? 1 : 0]);
  const Value to = e.eval(operands[equal ? 2 : 1]);
  if ((equal && !is_there(length)) || !is_there(from) || !is_there(to)) return Value::failed();
  if (equal) return equal_periods(e, node, length, from.as_integer(), to.as_integer());
  return calendar_periods(e, node, from.as_integer(), to.as_integer());
}

}  // namespace remit
