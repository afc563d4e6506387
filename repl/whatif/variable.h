// What a what-if varies, and what it looks at, by the names that people type.
//
// A *variable* is something that a case or a policy gives and nothing computes: an input ("stay.eligible"), a column of
// one element ("claim.items[3].amount"), or a figure of the policy, a value with no input behind it
// ("first_deductible"). What has inputs behind it is derived, and cannot be varied: the error names those inputs.
//
// A *quantity* is anything with a value: a result of the service, a rule of the case ("pool.paid") or of an element
// ("in_scope[3]", "claim.items[3].in_scope").
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"
#include "engine/result.h"
#include "repl/whatif/sentence.h"

namespace remit::whatif {

// A program that is ready to run, with its names. Both outlive whatever is made from them.
struct Service {
  const Program& program;
  const ProgramNames& names;
};

struct Variable {
  enum class Kind : std::uint8_t { input, column, figure, total };
  Kind kind{};
  std::string name;           // as it was asked for
  FieldType field;            // its type, labels and limits
  std::uint32_t slot = 0;     // input: InputId; column: of the list
  ElementRef element{};       // column
  std::vector<RuleId> rules;  // figure: all of the name, one a date on which it is asked for
};

// The variable of this name, or a sentence that says why there is none. Requires: a case of the service.
auto find_variable(const Service& service, const Case& given, std::string_view name) -> Result<Variable, Sentence>;

// Puts the value in its place. Requires: a value of the variable's type; no total, which `scale` brings about.
void assign(Case& given, const Variable& variable, const Value& value);
// The value that it has in the case; of a figure what the policy says.
auto value_in(Evaluator& evaluator, const Case& given, const Variable& variable) -> Value;

// The inputs that a rule is computed from, by path ("claim.items[].amount" of a column): those first between which and
// the rule the fewest other rules stand, then in the order of the service.
auto inputs_behind(const Service& service, RuleId rule) -> std::vector<std::string>;

struct Quantity {
  std::string name;  // as it was asked for
  Labels labels;
  Type type;
  std::optional<Number> step;  // the place of its digits, where it is known
  bool personal = false;
  std::optional<RuleId> rule;  // or
  NodeId node = kNoNode;       // of a result
  std::optional<ElementRef> element;
  std::vector<std::uint32_t> fields;  // of a record: the way to the part
};

auto find_quantity(const Service& service, std::string_view name) -> Result<Quantity, Sentence>;
// All results of the service that are single values, in its order.
auto results_of(const Service& service) -> std::vector<Quantity>;
// Of the case that the evaluator has settled or begun; failed where there is none.
auto value_of(Evaluator& evaluator, const Quantity& quantity) -> Value;

// A number, date, period, truth or member as text without a unit: "650.00", "85%", "2024-05-20". Absent: "–".
auto plain_text(const Value& value, const Type& type, const std::optional<Number>& step, const TypeTable& types,
                std::string_view language = {}) -> std::string;

// What numbers of the type are counted in: a currency, "%"; or nothing.
auto unit_of(const Type& type, const TypeTable& types) -> std::string;
// The same behind a title: " (CNY)"; or nothing.
auto unit_behind(const Type& type, const TypeTable& types) -> std::string;

// A list as "`a`, `b` and `c`", or in Chinese "`a`、`b`、`c`".
auto quoted_list(const std::vector<std::string>& names) -> std::string;
auto quoted_list_zh(const std::vector<std::string>& names) -> std::string;
// "there is no input `x`; did you mean `y`?" `en`, `zh`: what there is not; `known`: what may have been meant.
auto unknown_name(std::string_view en, std::string_view zh, std::string_view name,
                  const std::vector<std::string>& known) -> Sentence;
auto no_column(std::string_view name, const std::vector<std::string>& known) -> Sentence;

}  // namespace remit::whatif
