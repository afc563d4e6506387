// The closed enumerations of the tree by name. A `switch` each, so that the compiler tells of a missing one.
#include "dsl/ast/names.h"

#include <array>

namespace remit::ast {

#define REMIT_NAME(word) \
  case E::word: return #word

auto name(ExprKind value) -> std::string_view {
  using E = ExprKind;
  switch (value) {
    REMIT_NAME(number);
    REMIT_NAME(text);
    REMIT_NAME(date);
    REMIT_NAME(time);
    REMIT_NAME(boolean);
    REMIT_NAME(none);
    REMIT_NAME(period);
    REMIT_NAME(money);
    REMIT_NAME(points);
    REMIT_NAME(name);
    REMIT_NAME(left);
    REMIT_NAME(governing_date);
    REMIT_NAME(rate);
    REMIT_NAME(member);
    REMIT_NAME(index);
    REMIT_NAME(call);
    REMIT_NAME(built_in);
    REMIT_NAME(record);
    REMIT_NAME(with);
    REMIT_NAME(list);
    REMIT_NAME(condition);
    REMIT_NAME(logical_or);
    REMIT_NAME(logical_and);
    REMIT_NAME(logical_not);
    REMIT_NAME(compare);
    REMIT_NAME(in);
    REMIT_NAME(range);
    REMIT_NAME(is_present);
    REMIT_NAME(is_absent);
    REMIT_NAME(starts_with);
    REMIT_NAME(add);
    REMIT_NAME(subtract);
    REMIT_NAME(multiply);
    REMIT_NAME(divide);
    REMIT_NAME(negate);
    REMIT_NAME(or_else);
    REMIT_NAME(as_of);
    REMIT_NAME(after_case);
    REMIT_NAME(over_last);
    REMIT_NAME(aggregate);
    REMIT_NAME(running);
    REMIT_NAME(group);
    REMIT_NAME(round);
    REMIT_NAME(slice);
    REMIT_NAME(between);
    REMIT_NAME(age);
    REMIT_NAME(calendar);
    REMIT_NAME(boundary);
    REMIT_NAME(each);
    REMIT_NAME(every);
    REMIT_NAME(parentheses);
    REMIT_NAME(any_value);
    REMIT_NAME(otherwise);
    REMIT_NAME(bound);
    REMIT_NAME(beyond);
    REMIT_NAME(choice);
  }
  return {};
}

auto name(Word value) -> std::string_view {
  using E = Word;
  switch (value) {
    REMIT_NAME(none);
    REMIT_NAME(yes);
    REMIT_NAME(no);
    REMIT_NAME(days);
    REMIT_NAME(months);
    REMIT_NAME(years);
    REMIT_NAME(day);
    REMIT_NAME(month);
    REMIT_NAME(year);
    REMIT_NAME(min);
    REMIT_NAME(max);
    REMIT_NAME(clamp);
    REMIT_NAME(abs);
    REMIT_NAME(equal);
    REMIT_NAME(not_equal);
    REMIT_NAME(less);
    REMIT_NAME(less_equal);
    REMIT_NAME(greater);
    REMIT_NAME(greater_equal);
    REMIT_NAME(closed);
    REMIT_NAME(open_above);
    REMIT_NAME(including);
    REMIT_NAME(excluding);
    REMIT_NAME(sum);
    REMIT_NAME(count);
    REMIT_NAME(any);
    REMIT_NAME(all);
    REMIT_NAME(first);
    REMIT_NAME(list);
    REMIT_NAME(up_to);
    REMIT_NAME(before);
    REMIT_NAME(above);
    REMIT_NAME(below);
    REMIT_NAME(from);
    REMIT_NAME(over);
    REMIT_NAME(half_up);
    REMIT_NAME(half_even);
    REMIT_NAME(half_down);
    REMIT_NAME(down);
    REMIT_NAME(up);
    REMIT_NAME(ceiling);
    REMIT_NAME(floor);
  }
  return {};
}

auto name(TypeKind value) -> std::string_view {
  using E = TypeKind;
  switch (value) {
    REMIT_NAME(boolean);
    REMIT_NAME(count);
    REMIT_NAME(decimal);
    REMIT_NAME(rate);
    REMIT_NAME(date);
    REMIT_NAME(time);
    REMIT_NAME(days);
    REMIT_NAME(months);
    REMIT_NAME(text);
    REMIT_NAME(named);
    REMIT_NAME(list);
  }
  return {};
}

#undef REMIT_NAME

auto keyword(const Declaration& declaration) -> std::string_view {
  // In the order of the variant.
  static constexpr std::array<std::string_view, std::variant_size_v<decltype(Declaration::body)>> kKeywords = {
      "currency",  "enum",  "record",  "input",   "source",  "unexpressed", "month ends", "value",    "needs value",
      "table",     "bands", "catalog", "rule",    "except",  "function",    "share",      "payers",   "require",
      "documents", "tally", "spell",   "history", "account", "service",     "test",       "for each", "drop except"};
  return kKeywords[declaration.body.index()];
}

}  // namespace remit::ast
