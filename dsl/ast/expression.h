// Expressions and types as the author wrote them; nothing is resolved or typed yet.
//
// Nodes live in the arena of their file (`ast::Arena`) and are never freed alone; pointers into it stay valid as
// long as the file does. Operand lists have a fixed layout per kind, with nullptr for what was left out.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "dsl/source/span.h"

namespace remit::ast {

// The comment after each kind: `text`, `word` (an `ast::Word`) and the layout of `operands`.
enum class ExprKind : std::uint8_t {
  number,          // text: ASCII digits, point, `%` kept; separators removed, 万 and 亿 applied
  text,            // text: unescaped
  date,            // text: 2024-01-31
  time,            // text: 2024-01-31T08:30:00
  boolean,         // word: yes | no
  none,            //
  period,          // text: the number; word: days | months | years
  money,           // text: the number; operands: [name of the currency]
  points,          // text: the number
  name,            // text
  left,            // `left` in a payer's rule
  governing_date,  // the date that picks the versions where it stands
  rate,            // the word `rate` in `with each rate as …`
  member,          // text: the word after the dot; operands: [object]
  index,           // operands: [object, keys…]
  call,            // text: function; operands: arguments
  built_in,        // word: min | max | clamp | abs; operands: arguments
  record,          // text: the record's name or empty; fields; operands: values, as many
  with,            // fields; operands: [object, values…]
  list,            // operands: elements
  condition,       // if; operands: [condition, then, else]
  logical_or,      // operands: [left, right]
  logical_and,     // operands: [left, right]
  logical_not,     // operands: [operand]
  compare,         // word: equal | not_equal | less | less_equal | greater | greater_equal; operands: [left, right]
  in,              // operands: [value, range or list]; `not in` is logical_not of this
  range,           // word: closed | open_above; operands: [low or null, high or null]
  is_present,      // operands: [value]
  is_absent,       // operands: [value]
  starts_with,     // operands: [text, prefix]
  add,
  subtract,
  multiply,
  divide,       // operands: [left, right]
  negate,       // operands: [operand]
  or_else,      // operands: [value, fallback]; `a or else b or else c` nests to the right
  as_of,        // operands: [declaration, date]
  after_case,   // `x after this case`; operands: [tally]
  over_last,    // word: including | excluding; operands: [tally, number of months, to date]
  aggregate,    // word: sum | count | any | all | first | min | max | list; text: loop name;
                // operands: [body, list, when or null, in order of or null]
  running,      // word: up_to | before; text: loop name; operands: [body, list, in order of or null, element]
  group,        // text: loop name; operands: [list, key]
  round,        // word: a rounding mode; operands: [value, step]
  slice,        // word: none | above | less; flag: once; text: "" | "own share" | "each rate";
                // operands: [amount, deductible or null, after or null, bands, adjustment or null, limit or null]
  between,      // `days from a to b counting …`; word: days | months | years; text: "" | both | first | neither;
                // operands: [from, to]
  age,          // operands: [birth, at]
  calendar,     // word: year | month | day; text: "" or the month_day of `starting`; operands: [date]
  boundary,     // `start of year of D`; word: year | month; flag: end; text: as calendar; operands: [date]
  each,         // word: day | month | year; operands: [from, to]
  every,        // operands: [period, from, to]
  parentheses,  // operands: [inside]; kept for the printer and for the `and`/`or` rule
  // only in cells of tables and bands:
  any_value,  // *
  otherwise,  //
  bound,      // word: up_to | below | from | over; operands: [edge]
  beyond,     //
  choice,     // several values of one cell; operands: values
};

enum class Word : std::uint8_t {
  none,
  yes,
  no,
  days,
  months,
  years,
  day,
  month,
  year,
  min,
  max,
  clamp,
  abs,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  closed,
  open_above,
  including,
  excluding,
  sum,
  count,
  any,
  all,
  first,
  list,
  up_to,
  before,
  above,
  below,
  from,
  over,
  half_up,
  half_even,
  half_down,
  down,
  up,
  ceiling,
  floor,
};

// The longest way from an expression down to a name or a number, so that every pass may recurse.
constexpr std::uint16_t highest_expression = 1000;

struct Name {
  std::string text;
  Span span;
};

struct Expr {
  ExprKind kind{};
  Word word = Word::none;
  bool flag = false;
  std::uint16_t height = 1;  // at most highest_expression
  Span span;                 // of the whole expression
  Span mark;  // of the narrowest part that names it: the operator, the member after the dot, the loop name
  std::string text;
  std::vector<Name> fields;  // record, with
  std::vector<const Expr*> operands;
};

enum class TypeKind : std::uint8_t { boolean, count, decimal, rate, date, time, days, months, text, named, list };

struct TypeExpr {
  TypeKind kind{};
  Span span;
  std::string name;                   // named: currency, enum or record
  const TypeExpr* element = nullptr;  // list
  std::string step;                   // `to 0.01`: digits as written, or empty
  bool exact = false;
  std::string at_most;        // digits, or empty
  const Expr* low = nullptr;  // literals, possibly negated; null for an open side
  const Expr* high = nullptr;
  bool bounded = false;     // a range was written
  bool open_above = false;  // ..<
  bool optional = false;
};

struct Arena {
  std::deque<Expr> expressions;
  std::deque<TypeExpr> types;
};

}  // namespace remit::ast
