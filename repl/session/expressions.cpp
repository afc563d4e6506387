// Expressions of a session, evaluated for the case at hand as far as it is given.
#include <algorithm>
#include <utility>

#include "dsl/elaborate/elaborate.h"
#include "dsl/parse/parse.h"
#include "engine/program/operands.h"
#include "engine/program/personal.h"
#include "engine/value/print.h"
#include "repl/session/missing.h"
#include "repl/session/session.h"

namespace remit::repl {
namespace {

// All that it reads, as a service needs all that it reads.
void need_what_is_read(const Program& program, const std::vector<bool>& reached, std::optional<ListId> list,
                       std::vector<InputShape>& shapes) {
  for (InputShape& shape : shapes) {
    need_what_is_read(program, reached, shape.list ? shape.list : list, shape.children);
    shape.needed = std::ranges::any_of(shape.children, &InputShape::needed);
    for (std::size_t i = 0; i < program.nodes.size() && !shape.needed; ++i)
      shape.needed = reached[i] && reads(program, program.nodes[i], shape, list);
  }
}

// Of an expression: only the lists that it reads must be there, for one that is missing is not an empty one. Any other
// input that is missing tells so itself, once it is read.
void need_lists_alone(const Program& program, const std::vector<bool>& reached, std::vector<InputShape>& shapes) {
  for (InputShape& shape : shapes) {
    shape.needed = false;
    for (std::size_t i = 0; shape.list && i < program.nodes.size(); ++i) {
      const Node& node = program.nodes[i];
      const bool reads = node.op == Op::input_list && node.index == static_cast<std::uint32_t>(*shape.list);
      shape.needed = shape.needed || (reached[i] && reads);
    }
    need_lists_alone(program, reached, shape.children);
  }
}

// Nothing is given: reading it is an error.
auto empty_case(const Program& program) -> Case {
  Case given;
  given.inputs.assign(program.input_count, Value::failed());
  given.lists.resize(program.lists.size());
  given.memories.resize(program.memories.size());
  return given;
}

constexpr std::string_view kMissing = "E0926";  // an input that is read, and not given

bool reads_memory(const Program& program, const std::vector<bool>& reached) {
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    const Op op = program.nodes[i].op;
    const bool reads = op == Op::opening || op == Op::after_case || op == Op::over_last || op == Op::spell_start;
    if (reached[i] && reads) return true;
  }
  return false;
}

auto parsed_in(PolicyLibrary& library, const std::string& text, bool chinese) -> ParsedExpression {
  return parse_expression(library.add_text({"prompt", (chinese ? "# language: zh\n" : "") + text, chinese ? 1U : 0U}));
}

bool compares_name(const ast::Expr& expression) {
  if (expression.kind != ast::ExprKind::compare || expression.word != ast::Word::equal) return false;
  const ast::ExprKind left = expression.operands.front()->kind;
  return left == ast::ExprKind::name || left == ast::ExprKind::member;
}

}  // namespace

auto Session::evaluate(const std::string& text, std::optional<Type> expected) -> OrTrouble<Evaluated> {
  const bool anywhere = snapshot_ && (!policy_.empty() || (current_case() != nullptr && !service().empty()));
  if (!anywhere) return evaluate_alone(text);
  const ReadJson json = json_at_hand();
  const OrTrouble<Loosely> chosen = choose_loosely(service(), json);
  if (!chosen) return chosen.error();
  OpenedPolicy& open = *chosen.value().policy;
  ParsedExpression parsed = parsed_in(open.library(), text, chinese());
  if (parsed.expression == nullptr) {
    ParsedExpression other = parsed_in(open.library(), text, !chinese());  // keywords of either language
    if (other.expression == nullptr) return trouble_of(parsed.problems, open.library().sources());
    parsed = std::move(other);
  }
  ElaboratedExpression made;
  expression_ =
      open.prepare(*chosen.value().version, chosen.value().service, as_of.has_value(), [&](Elaborator& elaborator) {
        if (!has_errors(elaborator.problems())) made = elaborator.expression(*parsed.expression, expected);
      });
  if (expression_.evaluator == nullptr) return trouble_of(expression_.compiled->problems, open.library().sources());
  Program& program = expression_.compiled->elaborated.program;
  const std::vector<bool> reached = reachable(program, {made.node});
  const std::vector<InputShape> shapes = program.inputs;
  need_lists_alone(program, reached, program.inputs);
  if (!reads_memory(program, reached)) {
    for (Memory& memory : program.memories) memory.read = memory.contributes = false;  // the case need not tell of it
  }
  Case given = empty_case(expression_.program());
  given.as_of = as_of;
  if (current_case() != nullptr) {
    OrTrouble<Case> read = read_case(expression_, json);
    if (!read) return missing_of(made, shapes, json).value_or(read.error());
    given = std::move(read).value();
  }
  pin(expression_, given);
  Evaluated evaluated = value_of(made, std::move(given));
  evaluated.compares_name = compares_name(*parsed.expression);
  const bool lacks =
      std::ranges::any_of(evaluated.errors, [](const CaseError& error) { return error.code == kMissing; });
  const auto missing = lacks && current_case() != nullptr ? missing_of(made, shapes, json) : std::nullopt;
  if (missing) return *missing;
  return evaluated;
}

// Why the case cannot be read where all that the expression reads must be there; absent: it can. `shapes`: the inputs
// of the program, with the rules that need them.
auto Session::missing_of(const ElaboratedExpression& made, std::vector<InputShape> shapes, const ReadJson& json)
    -> std::optional<Trouble> {
  Program& program = expression_.compiled->elaborated.program;
  need_what_is_read(program, reachable(program, {made.node}), std::nullopt, shapes);
  program.inputs = std::move(shapes);
  const OrTrouble<Case> read = read_case(expression_, json);
  return read ? std::nullopt : std::optional(read.error());
}

auto Session::evaluate_as(const std::string& text, const Type& type) -> OrTrouble<Evaluated> {
  OrTrouble<Evaluated> typed = evaluate(text, type);
  if (typed || !type.numeric()) return typed;
  OrTrouble<Evaluated> bare = evaluate(text);
  const bool counts = bare && bare.value().errors.empty() && !bare.value().type.optional &&
                      (bare.value().type.kind == TypeKind::count || bare.value().type.kind == TypeKind::decimal);
  if (!counts) return typed;
  bare.value().type = type;
  return bare;
}

namespace {

// Elements are of a type that the author knows by another name.
auto name_of(Type type, const Program& program) -> std::string {
  if (type.kind == TypeKind::element) return type_name(program.at(ListId{type.id}).element, program.types);
  if (type.kind == TypeKind::list && program.types.at(ListTypeId{type.id}).element.kind == TypeKind::element)
    return "list of " + name_of(program.types.at(ListTypeId{type.id}).element, program);
  return type_name(type, program.types);
}

}  // namespace

auto Session::value_of(const ElaboratedExpression& made, Case given) -> Evaluated {
  expression_case_ = std::move(given);
  Evaluator& evaluator = *expression_.evaluator;
  evaluator.begin(expression_case_);
  Evaluated evaluated{.value = evaluator.value_of(made.node), .type = made.type, .types = &expression_.program().types};
  if (evaluated.value.is_failed()) evaluated.errors = evaluator.errors();
  evaluated.type_name = name_of(made.type, expression_.program());
  evaluated.personal = is_personal(expression_.program(), expression_.names(), made.node);
  evaluated.assumed = assumed_in(expression_);
  return evaluated;
}

// In a policy that declares nothing.
auto Session::evaluate_alone(const std::string& text) -> OrTrouble<Evaluated> {
  SourceSet sources;
  ast::Policy heading;
  FlatPolicy nothing;
  nothing.policy = &heading;
  nothing.name = "prompt";
  const auto parse = [&](bool zh) {
    return parse_expression(sources.add("prompt", (zh ? "# language: zh\n" : "") + text, zh ? 1 : 0));
  };
  ParsedExpression parsed = parse(chinese());
  if (parsed.expression == nullptr) {
    ParsedExpression other = parse(!chinese());
    if (other.expression == nullptr) return trouble_of(parsed.problems, sources);
    parsed = std::move(other);
  }
  Elaborator elaborator(nothing, sources, "");
  const ElaboratedExpression made = elaborator.expression(*parsed.expression, std::nullopt);
  if (made.node == kNoNode) return trouble_of(elaborator.problems(), sources);
  expression_ = {};
  expression_.compiled = std::make_unique<Compiled>();
  expression_.compiled->elaborated = std::move(elaborator.result());
  expression_.evaluator = std::make_unique<Evaluator>(expression_.program(), expression_.names());
  return value_of(made, empty_case(expression_.program()));
}

}  // namespace remit::repl
