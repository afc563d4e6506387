// The operators: the switch, and those that are too small for a file of their own.
#include <string>

#include "engine/evaluate/arithmetic.h"
#include "engine/evaluate/calendar.h"
#include "engine/evaluate/choice.h"
#include "engine/evaluate/compare.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/loops.h"
#include "engine/evaluate/memory.h"
#include "engine/evaluate/share.h"
#include "engine/evaluate/slice.h"
#include "engine/evaluate/table.h"
#include "engine/value/date.h"

namespace remit {

auto Evaluator::compute(NodeId id) -> Value {
  const Node& node = program_.at(id);
  switch (node.op) {
    case Op::constant: return program_.constants[node.index];
    case Op::input: return eval_input(node);
    case Op::input_list: {
      const ListId list{node.index};
      const std::uint32_t size = list_size(list);
      if (program_.at(list).derived != kNoNode && derived(list).is_failed()) return Value::failed();
      return ListRange{.list = list, .begin = 0, .end = size};
    }
    case Op::paper_given: return Value::boolean(given_->papers.contains(names_.papers[node.index].name));
    case Op::governing_date: return eval_governing_date(node);
    case Op::rule: return case_rule(RuleId{node.index});
    case Op::local: return locals_[node.index];
    case Op::element_field: return eval_element_field(node);
    case Op::element_list: return eval_element_list(node);
    case Op::element_rule: return eval_element_rule(node);
    case Op::element_value: return eval_element_value(node);
    case Op::field: return eval_field(node);
    case Op::make_record:
    case Op::make_list: return eval_sequence(node);
    case Op::numbers: return evaluate_numbers(*this, node);
    case Op::nth: return evaluate_nth(*this, node);

    case Op::add: return evaluate_add(*this, node);
    case Op::subtract:
    case Op::left: return evaluate_subtract(*this, node);
    case Op::multiply: return evaluate_multiply(*this, node);
    case Op::divide: return evaluate_divide(*this, node);
    case Op::negate: return evaluate_negate(*this, node);
    case Op::minimum: return evaluate_extreme(*this, node, false);
    case Op::maximum: return evaluate_extreme(*this, node, true);
    case Op::absolute: return evaluate_absolute(*this, node);
    case Op::round: return evaluate_round(*this, node);

    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return evaluate_comparison(*this, node);
    case Op::starts_with: return evaluate_starts_with(*this, node);
    case Op::contains: return evaluate_contains(*this, node);
    case Op::logical_and: return eval_logical(node, false);
    case Op::logical_or: return eval_logical(node, true);
    case Op::logical_not: {
      const Value a = eval(program_.operands_of(node)[0]);
      return a.is_failed() ? a : Value::boolean(!a.as_bool());
    }
    case Op::conditional: return eval_conditional(node);
    case Op::is_present: {
      const Value a = eval(program_.operands_of(node)[0]);
      return a.is_failed() ? a : Value::boolean(!a.is_absent());
    }
    case Op::or_else: {
      Value a = eval(program_.operands_of(node)[0]);
      return a.is_absent() ? eval(program_.operands_of(node)[1]) : a;
    }

    case Op::add_days:
    case Op::add_months:
    case Op::days_between:
    case Op::months_between:
    case Op::years_between:
    case Op::age:
    case Op::year_of:
    case Op::start_of_year:
    case Op::end_of_year:
    case Op::month_of:
    case Op::end_of_month:
    case Op::day_of:
    case Op::month_number:
    case Op::date_of:
    case Op::days_number:
    case Op::days_period:
    case Op::months_period: return evaluate_calendar(*this, node);

    case Op::aggregate: return evaluate_aggregate(*this, node);
    case Op::running: return evaluate_running(*this, node);
    case Op::group: return evaluate_group(*this, node);
    case Op::each:
    case Op::every: return evaluate_periods(*this, node);

    case Op::dated: return eval_dated(node);
    case Op::choice: return evaluate_choice(*this, node);
    case Op::table: return evaluate_table(*this, node);
    case Op::slice: return evaluate_slice(*this, node);
    case Op::share: return evaluate_share(*this, node);
    case Op::payer: return eval_payer(node);
    case Op::look_up: return eval_look_up(node);
    case Op::opening: return evaluate_opening(*this, node);
    case Op::after_case: return evaluate_after_case(*this, node);
    case Op::over_last: return evaluate_over_last(*this, node);
    case Op::spell_start: return evaluate_spell_start(*this, node);
  }
  return Value::failed();  // not reached: the switch is exhaustive
}

// ── Inputs ───────────────────────────────────────────────────────────────────────────────────────────────────────

auto Evaluator::missing(const Node& node, const std::string& path) -> Value {
  return fail(node, ErrorCode::E0926, {path});
}

auto Evaluator::eval_input(const Node& node) -> Value {
  const Value& value = given_->inputs[node.index];
  if (value.is_failed()) [[unlikely]] {
    return missing(node, names_.inputs.size() > node.index ? names_.inputs[node.index].name : "");
  }
  return value;
}

auto Evaluator::eval_governing_date(const Node& node) -> Value {
  if (program_.governed_by != kNoNode) return eval(program_.governed_by);
  if (!given_->as_of) return fail(node, ErrorCode::E0924);
  return Value::integer(*given_->as_of);
}

auto Evaluator::list_size(ListId list) -> std::uint32_t {
  if (program_.at(list).derived == kNoNode) return given_->lists[static_cast<std::size_t>(list)].size();
  const Value& whole = derived(list);
  if (whole.tag() == Value::Tag::range) return whole.as_range().end - whole.as_range().begin;
  return whole.tag() == Value::Tag::sequence ? static_cast<std::uint32_t>(whole.as_sequence().size()) : 0;
}

auto Evaluator::plain(Value value, const Value& like) -> Value {
  const bool stands_for = value.tag() == Value::Tag::element && like.tag() != Value::Tag::element;
  return stands_for ? stands_for_value(value.as_element()) : value;
}

auto Evaluator::stands_for_value(ElementRef element) -> Value {
  if (program_.at(element.list).derived == kNoNode) {
    return given_->lists[static_cast<std::size_t>(element.list)].columns[0][element.index];
  }
  const Value& whole = derived(element.list);
  return whole.is_failed() ? whole : Items(whole).at(element.index);
}

auto Evaluator::eval_element_field(const Node& node) -> Value {
  const Value of = eval(program_.operands_of(node)[0]);
  if (of.tag() != Value::Tag::element) return of;  // absent or failed
  const auto list = static_cast<std::size_t>(of.as_element().list);
  const Value& value = given_->lists[list].columns[node.index][of.as_element().index];
  if (value.is_failed()) [[unlikely]] {
    const std::uint32_t name = program_.lists[list].columns[node.index];
    return missing(node, names_.column_paths.size() > name ? names_.column_paths[name] : "");
  }
  return value;
}

auto Evaluator::eval_element_list(const Node& node) -> Value {
  const Value of = eval(program_.operands_of(node)[0]);
  if (of.tag() != Value::Tag::element) return of;
  const auto& offsets = given_->lists[node.index].offsets;
  const std::uint32_t element = of.as_element().index;
  return ListRange{.list = ListId{node.index}, .begin = offsets[element], .end = offsets[element + 1]};
}

auto Evaluator::eval_element_rule(const Node& node) -> Value {
  const Value of = eval(program_.operands_of(node)[0]);
  return of.tag() == Value::Tag::element ? item_rule(RuleId{node.index}, of.as_element()) : of;
}

auto Evaluator::eval_element_value(const Node& node) -> Value {
  const Value of = eval(program_.operands_of(node)[0]);
  return of.tag() == Value::Tag::element ? stands_for_value(of.as_element()) : of;
}

auto Evaluator::eval_field(const Node& node) -> Value {
  const Value of = eval(program_.operands_of(node)[0]);
  return of.tag() == Value::Tag::sequence ? of.as_sequence()[node.index] : of;
}

auto Evaluator::eval_sequence(const Node& node) -> Value {
  std::vector<Value> values;
  values.reserve(node.operand_count);
  bool failed = false;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    values.push_back(eval(program_.operands_of(node)[i]));
    failed = failed || values.back().is_failed();
  }
  return failed ? Value::failed() : Value::sequence(std::move(values));
}

// ── Conditions and versions ──────────────────────────────────────────────────────────────────────────────────────

auto Evaluator::eval_conditional(const Node& node) -> Value {
  const NodeId* operands = program_.operands_of(node);
  const Value condition = eval(operands[0]);
  if (condition.is_failed()) return condition;
  return eval(operands[condition.as_bool() ? 1 : 2]);
}

// `decides`: the operand that settles it, so that the rest is skipped: true for `or`, false for `and`.
auto Evaluator::eval_logical(const Node& node, bool decides) -> Value {
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    const Value value = eval(program_.operands_of(node)[i]);
    if (value.is_failed() || value.as_bool() == decides) return value;
  }
  return Value::boolean(!decides);
}

auto Evaluator::eval_dated(const Node& node) -> Value {
  const NodeId* operands = program_.operands_of(node);
  const Value date = eval(operands[0]);
  if (date.is_failed()) return date;
  if (observer_ != nullptr) observer_->version_asked(node.index, date.as_integer());
  const Timeline& timeline = program_.timelines[node.index];
  for (std::uint32_t i = 0; i < timeline.versions.size(); ++i) {
    const Timeline::Version& version = timeline.versions[i];
    if (version.from > date.as_integer() || date.as_integer() > version.until) continue;
    if (observer_ != nullptr) observer_->version_used(node.index, i);
    return eval(operands[i + 1]);
  }
  return fail(node, ErrorCode::E0907, {names_.declarations[timeline.name].name, print_date(date.as_integer())});
}

auto Evaluator::eval_payer(const Node& node) -> Value {
  const NodeId* operands = program_.operands_of(node);
  Value amount = eval(operands[0]);
  const Value left = eval(operands[1]);
  if (!is_there(amount) || !is_there(left)) return Value::failed();
  if (amount.as_number().sign() >= 0 && amount.as_number() <= left.as_number()) return amount;
  return fail(
      node, ErrorCode::E0908,
      {names_.rules[program_.rules[node.index].name].name, print(amount, operands[0]), print(left, operands[1])});
}

auto Evaluator::eval_look_up(const Node& node) -> Value {
  const Catalog& catalog = program_.catalogs[node.index];
  const NodeId* operands = program_.operands_of(node);
  std::vector<Value> by;
  bool failed = false;
  for (std::uint32_t i = 0; i < catalog.by; ++i) {
    by.push_back(eval(operands[i]));
    failed = failed || by.back().is_failed();
  }
  const Value key = eval(operands[catalog.by]);
  const NodeId date_node = node.operand_count > catalog.by + 1 ? operands[catalog.by + 1] : kNoNode;
  const Value date = date_node == kNoNode ? Value() : eval(date_node);
  if (failed || key.is_failed() || date.is_failed()) return Value::failed();
  takes_part(catalog.name);
  if (observer_ != nullptr) observer_->looked_up(CatalogId{node.index});
  bool region_missing = false;
  Value row =
      catalog.rows->find(by, key, date.is_absent() ? std::nullopt : std::optional(date.as_integer()), region_missing);
  if (!region_missing) return row;
  std::string place;
  for (std::uint32_t i = 0; i < catalog.by; ++i) place += (i == 0 ? "" : ", ") + print(by[i], operands[i]);
  return fail(node, ErrorCode::E0916, {names_.declarations[catalog.name].name, place});
}

}  // namespace remit
