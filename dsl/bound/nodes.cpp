#include <algorithm>

#include "dsl/bound/arithmetic.h"
#include "dsl/bound/pass.h"

namespace remit {

BoundPass::BoundPass(const Elaborated& elaborated) : elaborated_(elaborated), program_(elaborated.program) {
  find_origins();
}

auto BoundPass::run() -> std::vector<Knowledge> {
  known_.reserve(program_.nodes.size());
  for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) {
    Knowledge known = node(NodeId{i});
    known.may_fail = known.may_fail || may_fail(NodeId{i});
    known_.push_back(std::move(known));
  }
  return std::move(known_);
}

auto BoundPass::of(NodeId id) const -> Knowledge {
  if (static_cast<std::size_t>(id) < known_.size()) return known_[static_cast<std::size_t>(id)];
  Knowledge unknown = known_of_type(program_.at(id).type);
  unknown.may_fail = true;
  return unknown;
}

auto BoundPass::node(NodeId id) const -> Knowledge {
  const Node& n = program_.at(id);
  switch (n.op) {
    case Op::constant:
    case Op::input:
    case Op::look_up: return given(n);
    case Op::rule: return of_rule(RuleId{n.index});
    case Op::local: return local(n);
    case Op::input_list:
    case Op::element_list:
    case Op::element_field:
    case Op::element_rule:
    case Op::element_value: return element(n);
    case Op::field:
    case Op::make_record:
    case Op::make_list: return composed(n);
    case Op::nth: return n.type.kind == TypeKind::element ? known_of_type(n.type) : element_of(operand(n, 0));
    case Op::numbers: return numbers(n);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
    case Op::minimum:
    case Op::maximum:
    case Op::absolute:
    case Op::round: return arithmetic(n);
    case Op::conditional:
    case Op::or_else:
    case Op::dated:
    case Op::choice:
    case Op::table: return alternatives(n);
    case Op::days_between:
    case Op::months_between:
    case Op::years_between:
    case Op::age:
    case Op::year_of:
    case Op::day_of:
    case Op::month_number:
    case Op::days_number:
    case Op::days_period:
    case Op::months_period: return calendar(n);
    case Op::aggregate:
    case Op::running:
    case Op::group: return loop(n);
    case Op::each:
    case Op::every: return periods(n);
    case Op::slice: return slice(n);
    case Op::share:
    case Op::payer:
    case Op::left: return split(n);
    case Op::opening:
    case Op::after_case:
    case Op::over_last: return memory(n);
    case Op::paper_given:
    case Op::governing_date:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::starts_with:
    case Op::contains:
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
    case Op::is_present:
    case Op::add_days:
    case Op::add_months:
    case Op::start_of_year:
    case Op::end_of_year:
    case Op::month_of:
    case Op::end_of_month:
    case Op::date_of:
    case Op::spell_start: return known_of_type(n.type);
  }
  return known_of_type(n.type);
}

auto BoundPass::arithmetic(const Node& n) const -> Knowledge {
  Knowledge known = of(operand(n, 0));
  switch (n.op) {
    case Op::negate: return negated(known);
    case Op::absolute: return absolute_of(known);
    case Op::round: return rounded(known, program_.roundings[n.index]);
    default: break;
  }
  for (std::uint32_t i = 1; i < n.operand_count; ++i) {
    const Knowledge other = of(operand(n, i));
    switch (n.op) {
      case Op::add: known = sum_of(known, other); break;
      case Op::subtract: known = difference_of(known, other); break;
      case Op::multiply: known = product_of(known, other); break;
      case Op::divide: known = quotient_of(known, other); break;
      case Op::minimum: known = minimum_of(known, other); break;
      default: known = maximum_of(known, other); break;
    }
  }
  return known;
}

auto BoundPass::alternatives(const Node& n) const -> Knowledge {
  Knowledge known{.never = true};
  const auto add = [&](NodeId id) {
    if (id != kNoNode) known = joined(known, of(id));
  };
  if (n.op == Op::choice) {
    const Choice& choice = program_.choices[n.index];
    add(choice.base);
    for (const Choice::Exception& e : choice.exceptions) add(e.value);
    return known;
  }
  const std::uint32_t first = n.op == Op::or_else ? 0 : n.op == Op::table ? n.operand_count / 2 : 1;
  for (std::uint32_t i = first; i < n.operand_count; ++i) add(operand(n, i));
  return known;
}

auto BoundPass::calendar(const Node& n) const -> Knowledge {
  constexpr std::int64_t kYears = 9'998;  // between the calendar's ends
  switch (n.op) {
    case Op::days_between: return whole_within(-kYears * 366, kYears * 366);
    case Op::months_between: return whole_within(-(kYears + 1) * 12, (kYears + 1) * 12);
    case Op::years_between:
    case Op::age: return whole_within(-kYears - 1, kYears + 1);
    case Op::year_of: return whole_within(0, kYears + 1);
    case Op::day_of: return whole_within(1, 31);
    case Op::month_number: return whole_within(1, 12);
    default: return of(operand(n, 0));  // the same number under another type
  }
}

auto BoundPass::given(const Node& n) const -> Knowledge {
  if (n.op == Op::constant) return known_of_value(program_.constants[n.index], n.type, program_.types);
  if (n.op == Op::look_up) return known_of_given(n.type, {}, program_.types);
  Limits limits = elaborated_.names.inputs[n.index].limits;
  if (n.type.kind == TypeKind::count && !limits.low) limits.low = Number();
  return known_of_given(n.type, limits, program_.types);
}

auto BoundPass::composed(const Node& n) const -> Knowledge {
  if (n.op == Op::field) return known_part(of(operand(n, 0)), n.index, n.type);
  std::vector<Knowledge> parts;
  for (std::uint32_t i = 0; i < n.operand_count; ++i) parts.push_back(of(operand(n, i)));
  if (n.op == Op::make_record) return with_parts(std::move(parts));
  Knowledge element{.never = true};
  for (const Knowledge& part : parts) element = joined(element, part);
  Knowledge list = with_parts({element});
  list.at_most = n.operand_count;
  return list;
}

auto BoundPass::split(const Node& n) const -> Knowledge {
  if (n.op == Op::share) {
    const ShareUse& share = program_.shares[n.index];
    Knowledge part = of(share.amount);
    part.values = std::nullopt;
    part.step = share.step;
    part.low = part.low ? std::optional(std::min(Number(), *part.low)) : std::nullopt;
    part.high = part.high ? std::optional(std::max(Number(), *part.high)) : std::nullopt;
    return part;
  }
  const Knowledge nothing = exactly(Number());
  if (n.op == Op::payer) {
    Knowledge amount = maximum_of(of(operand(n, 0)), nothing);
    const Knowledge left = of(operand(n, 1));
    if (left.high && (!amount.high || *left.high < *amount.high)) amount.high = left.high;
    return amount;
  }
  // What is left is never negative, for each payer's amount was checked.
  Knowledge left = difference_of(of(operand(n, 0)), of(operand(n, 1)));
  const Node* taken = &program_.at(operand(n, 1));
  if (taken->op == Op::rule) taken = &program_.at(program_.at(RuleId{taken->index}).node);
  return taken->op == Op::payer ? maximum_of(left, nothing) : left;
}

auto BoundPass::memory(const Node& n) const -> Knowledge {
  const Memory& memory = program_.memories[n.index];
  if (n.op == Op::over_last) {
    const Type value = program_.types.at(ListTypeId{n.type.id}).element;
    return with_parts({known_of_given(value, memory.limits, program_.types)});
  }
  const Knowledge opening = known_of_given(n.type, memory.limits, program_.types);
  if (n.op == Op::opening || memory.amount == kNoNode) return opening;
  const Knowledge amount = of(memory.amount);
  return memory.kind == Memory::Kind::adds ? sum_of(opening, joined(amount, exactly(Number())))
                                           : joined(opening, amount);
}

}  // namespace remit
