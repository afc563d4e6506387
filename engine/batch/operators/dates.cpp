// Dates and periods. What is the same for the first and the last day of a column, and cannot differ between them, is
// the same for all; the rest goes day by day.
#include "engine/value/date.h"

#include "engine/batch/operands.h"
#include "engine/batch/operators/operators.h"

namespace remit::batch {
namespace {

struct YearStart {
  int month, day;
  explicit YearStart(const Node& node)
      : month(static_cast<int>(node.index) / 100), day(static_cast<int>(node.index) % 100) {}
};

auto in_calendar_or_nothing(Word day) -> std::optional<Word> {
  return in_calendar(day) ? std::optional(day) : std::nullopt;
}

// One of a family of functions of a day that never fall where the day rises.
auto of_date(const Node& node, Word day) -> std::optional<Word> {
  const YearStart start(node);
  switch (node.op) {
    case Op::year_of: return year_of(day, start.month, start.day);
    case Op::start_of_year: return in_calendar_or_nothing(start_of_year(day, start.month, start.day));
    case Op::end_of_year: return in_calendar_or_nothing(end_of_year(day, start.month, start.day));
    case Op::month_of: return start_of_month(day);
    case Op::end_of_month: return end_of_month(day);
    case Op::day_of: return civil_from_days(day).day;
    case Op::month_number: return civil_from_days(day).month;
    case Op::date_of: return date_of_time(day);
    default: return day;
  }
}
bool rises(Op op) { return op != Op::day_of && op != Op::month_number; }

auto of_two(const Node& node, Word a, Word b) -> std::optional<Word> {
  const auto ends = static_cast<MonthEnds>(node.index);
  switch (node.op) {
    case Op::add_days: {
      Word to = 0;
      return __builtin_add_overflow(a, b, &to) ? std::nullopt : in_calendar_or_nothing(to);
    }
    case Op::add_months: return add_months(a, b, ends);
    case Op::days_between: return days_between(a, b, static_cast<Counting>(node.index));
    case Op::months_between: return months_between(a, b, ends);
    default: return age_at(a, b, ends);  // years_between, age
  }
}

template <class Of>
auto each_lane(Block& block, const Strict& operands, Of of) -> const Column* {
  const std::uint32_t lanes = operands.lanes();
  Word* out = block.arena().lanes<Word>(lanes);
  Byte* wrong = nullptr;
  Bounds bounds;
  for (std::uint32_t i = 0; i < lanes; ++i) {
    const std::optional<Word> made = of(i);
    out[i] = made.value_or(0);
    bounds = i == 0 ? Bounds{.low = out[i], .high = out[i]} : joined(bounds, {.low = out[i], .high = out[i]});
    if (made) continue;
    if (wrong == nullptr) wrong = filled(block, 0, lanes);
    wrong[i] = 1;
  }
  return words_result(block, operands.axis, operands.same, out, 0, bounds,
                      {.bad = either(block, operands.bad, wrong, lanes)});
}

auto period_of(Block& block, const Column& count) -> const Column* {
  if (count.places != 0) return nullptr;  // not a whole number
  auto* period = block.arena().make<Column>(count);
  period->lifted = nullptr;
  period->present = nullptr;
  return period;
}

}  // namespace

auto calendar_column(Block& block, const Node& node) -> const Column* {
  const NodeId* nodes = block.program().operands_of(node);
  const Column* a = block.column(nodes[0]);
  const Column* b = node.operand_count > 1 ? block.column(nodes[1]) : a;
  if (a->shape == Shape::failed || b->shape == Shape::failed) return failed_column(block);
  a = as_words(block, a);
  b = as_words(block, b);
  if (a == nullptr || b == nullptr) return nullptr;
  if (node.op == Op::days_period || node.op == Op::months_period) return period_of(block, *a);
  const Strict operands(block, {a, b});
  if (operands.axis == nullptr) return nullptr;
  const auto lane = [](const Column& c, std::uint32_t i) { return c.same ? c.low : c.words[i]; };
  if (node.operand_count > 1) {
    return each_lane(block, operands,
                     [&](std::uint32_t i) { return of_two(node, lane(*operands.at[0], i), lane(*operands.at[1], i)); });
  }
  if (node.op == Op::days_number) return a;
  if (rises(node.op) && a->bad == nullptr) {
    const auto first = of_date(node, a->low);
    const auto last = of_date(node, a->high);
    if (first && last && *first == *last) return word_column(block, *first);
  }
  return each_lane(block, operands, [&](std::uint32_t i) { return of_date(node, lane(*operands.at[0], i)); });
}

}  // namespace remit::batch
