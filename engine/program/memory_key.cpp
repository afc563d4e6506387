#include "engine/program/memory_key.h"

#include "engine/program/operands.h"
#include "engine/value/date.h"

namespace remit {

auto calendar_key(const Program& program, NodeId key) -> const Node* {
  const Node* node = &program.at(key);
  while (const auto rule = rule_read(*node)) node = &program.at(program.at(*rule).node);
  switch (node->op) {
    case Op::year_of:
    case Op::start_of_year:
    case Op::end_of_year:
    case Op::month_of:
    case Op::end_of_month: return node;
    default: return nullptr;
  }
}

auto kept_key(const Program& program, NodeId key, const Value& given) -> std::optional<Value> {
  const Node* node = calendar_key(program, key);
  if (node == nullptr || given.is_failed() || given.is_absent()) return given;
  if (node->op == Op::year_of) {
    const Number& year = given.as_number();
    const bool known =
        year.is_integer() && year.sign() >= 0 && year <= Number::whole(9999);  // 0: began before the calendar
    return known ? std::optional(given) : std::nullopt;
  }
  const int month = static_cast<int>(node->index) / 100;
  const int day = static_cast<int>(node->index) % 100;
  switch (node->op) {
    case Op::start_of_year: return Value::integer(start_of_year(given.as_integer(), month, day));
    case Op::end_of_year: return Value::integer(end_of_year(given.as_integer(), month, day));
    case Op::month_of: return Value::integer(start_of_month(given.as_integer()));
    default: return Value::integer(end_of_month(given.as_integer()));
  }
}

}  // namespace remit
