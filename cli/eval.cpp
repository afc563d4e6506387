#include "cli/command.h"
#include "cli/language.h"
#include "dsl/diagnostic/render.h"
#include "dsl/elaborate/elaborate.h"
#include "dsl/parse/parse.h"
#include "engine/evaluate/evaluator.h"
#include "engine/value/print.h"

namespace remit::cli {
namespace {

// An expression evaluated in a policy that declares nothing.
class Calculator {
 public:
  explicit Calculator(std::string language) : language_(std::move(language)) {
    heading_.kind = ast::Policy::Kind::policy;
    empty_.policy = &heading_;
    empty_.name = "eval";
  }

  // The result in plain digits, or "error: …". Under `zh`, keywords are the Chinese ones.
  auto line(const std::string& text, bool& good) -> std::string {
    SourceSet sources;
    const SourceText& source = sources.add("expression", language_ == "zh" ? "# language: zh\n" + text : text);
    const ParsedExpression parsed = parse_expression(source);
    if (parsed.expression == nullptr) return refused(parsed.problems, good);
    Elaborator elaborator(empty_, sources, "");
    const ElaboratedExpression made = elaborator.expression(*parsed.expression, std::nullopt);
    if (made.node == kNoNode) return refused(elaborator.problems(), good);
    const Elaborated& elaborated = elaborator.result();
    Evaluator evaluator(elaborated.program, elaborated.names);
    const Case nothing;
    evaluator.begin(nothing);
    const Value value = evaluator.value_of(made.node);
    if (value.is_failed()) {
      good = false;
      return error() +
             (evaluator.errors().empty() ? std::string() : error_message(evaluator.errors().front(), language_));
    }
    if (value.tag() == Value::Tag::number) return value.as_number().to_string();
    return print_value(value, made.type, elaborated.program.types, language_);
  }

 private:
  auto refused(const std::vector<Diagnostic>& problems, bool& good) const -> std::string {
    good = false;
    const std::string nothing = language_ == "zh" ? "没有可求值的表达式" : "nothing to evaluate";
    return error() + (problems.empty() ? nothing : message_of(problems.front(), language_of(language_)));
  }
  auto error() const -> std::string { return language_ == "zh" ? "错误：" : "error: "; }

  std::string language_;
  ast::Policy heading_;
  FlatPolicy empty_;
};

class Eval : public Command {
 public:
  Eval()
      : Command("eval", "Evaluate expressions: the one given, or one a line from standard input.",
                "remit eval 'round 2/3 half up to 0.01'") {}

  void declare(Options& options) override {
    options.argument("EXPR", expression_, "an expression; without it, one a line is read from standard input", false);
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    Calculator calculator(language_);
    bool good = true;
    if (!expression_.empty()) {
      console.out(calculator.line(expression_, good) + "\n");
      return good ? Exit::answered : Exit::failed;
    }
    while (const auto line = console.read_line()) console.out(calculator.line(*line, good) + "\n");
    return good ? Exit::answered : Exit::failed;
  }

 private:
  std::string expression_;
  std::string language_ = "en";
};

}  // namespace

auto eval_command() -> std::unique_ptr<Command> { return std::make_unique<Eval>(); }

}  // namespace remit::cli
