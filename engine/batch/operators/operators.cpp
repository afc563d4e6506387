#include "engine/batch/operators/operators.h"

#include "engine/batch/operands.h"

namespace remit::batch {
namespace {

auto columnar(Block& block, const Node& node) -> const Column* {
  switch (node.op) {
    case Op::constant: return block.constant(node);
    case Op::input: return input_column(block, node);
    case Op::input_list: return input_list_column(block, node);
    case Op::paper_given: return paper_column(block, node);
    case Op::governing_date: return governing_date_column(block);
    case Op::rule: return block.column(RuleId{node.index});
    case Op::local: return local_column(block, node);
    case Op::element_field: return element_field_column(block, node);
    case Op::element_list: return element_list_column(block, node);
    case Op::element_rule: return element_rule_column(block, node);
    case Op::element_value: return element_value_column(block, node);
    case Op::field: return field_column(block, node);
    case Op::make_record: return record_column(block, node);

    case Op::add: return sum_column(block, node);
    case Op::subtract:
    case Op::left: return difference_column(block, node);
    case Op::multiply: return product_column(block, node);
    case Op::divide: return quotient_column(block, node);
    case Op::negate: return negated_column(block, node);
    case Op::minimum:
    case Op::maximum: return extreme_column(block, node);
    case Op::absolute: return absolute_column(block, node);
    case Op::round: return round_column(block, node);
    case Op::payer: return payer_column(block, node);

    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return comparison_column(block, node);
    case Op::starts_with: return starts_with_column(block, node);
    case Op::contains: return contains_column(block, node);
    case Op::logical_and:
    case Op::logical_or: return logical_column(block, node);
    case Op::logical_not: return not_column(block, node);
    case Op::is_present: return is_present_column(block, node);

    case Op::conditional: return conditional_column(block, node);
    case Op::or_else: return or_else_column(block, node);
    case Op::dated: return dated_column(block, node);
    case Op::table: return table_column(block, node);
    case Op::choice: return choice_column(block, node);

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
    case Op::months_period: return calendar_column(block, node);

    case Op::aggregate: return aggregate_column(block, node);
    case Op::slice: return slice_column(block, node);
    case Op::share: return share_column(block, node);
    case Op::look_up: return look_up_column(block, node);
    case Op::opening: return opening_column(block, node);

    case Op::make_list: return made_list_column(block, node);
    case Op::nth: return nth_column(block, node);
    case Op::numbers: return numbers_column(block, node);
    case Op::each:
    case Op::every: return periods_column(block, node);

    case Op::running: return running_column(block, node);
    case Op::group: return group_column(block, node);
    case Op::after_case: return after_case_column(block, node);
    case Op::over_last: return over_last_column(block, node);
    case Op::spell_start: return spell_start_column(block, node);
  }
  return nullptr;  // not reached: the switch is exhaustive
}

}  // namespace

auto Block::compute(NodeId id) -> const Column* {
  if (const Column* column = tabulated(id)) return column;
  if (const Column* column = columnar(*this, program().at(id))) return column;
  const bool by_cases = given_ != nullptr && pins_known_to_cases_;  // combinations are no cases
  return by_cases ? lane_by_lane(*this, id) : failed_column(*this);
}

}  // namespace remit::batch
