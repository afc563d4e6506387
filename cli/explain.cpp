#include "engine/evaluate/explain.h"

#include "cli/case_options.h"
#include "cli/command.h"
#include "cli/reply.h"
#include "engine/evaluate/explain_json.h"
#include "engine/evaluate/explain_text.h"

namespace remit::cli {
namespace {

// `explain SERVICE`: a case settled, and how its answer came about.
class Explain : public Command {
 public:
  Explain()
      : Command("explain", "Explain the answer to one case: which rules, inputs, versions and roundings.",
                "remit explain settle --policies policies/ --input case.json --why pooled") {
    options_.format = "text";
  }

  void declare(Options& options) override {
    options_.declare(options);
    options.option("--why", why_, "PATH", "only this result or rule: pooled, claim.items[3].in_scope");
    options.option("--why-not", why_not_, "NAME", "why an exception was not taken, or a requirement not met");
  }

  auto run(Console& console) -> Exit override {
    if (options_.format == "csv") return console.stop({Exit::usage, "an explanation is JSON or a text"});
    auto ready = prepare_case(options_, console);
    if (!ready) return ready.error();
    const ReadyCase& prepared = prepared_ = std::move(ready).value();
    Evaluator evaluator(prepared.compiled->program(), prepared.compiled->names());
    const Answer answer = evaluator.settle(prepared.given);
    if (!why_not_.empty()) return tell_why_not(evaluator, prepared, console);
    const auto explanation = why_.empty() ? std::optional(explain(evaluator, answer)) : why(evaluator, answer, why_);
    if (!explanation) return console.stop({Exit::usage, "there is no result or rule `" + why_ + "`"});
    if (options_.format != "text") {
      console.out(explanation_json(*explanation, prepared.compiled->program(), prepared.compiled->names(),
                                   {.show_personal = options_.show_personal}) +
                  "\n");
    } else {
      console.out(explanation_text(*explanation, prepared.compiled->program(), prepared.compiled->names(),
                                   {.language = options_.language, .show_personal = options_.show_personal}));
    }
    return answer.errors.empty() ? Exit::answered : Exit::failed;
  }

 private:
  auto tell_why_not(Evaluator& evaluator, const ReadyCase& ready, Console& console) const -> Exit {
    const auto answers = remit::why_not(evaluator, why_not_);
    if (answers.empty()) return console.stop({Exit::usage, "there is no exception or requirement `" + why_not_ + "`"});
    console.out(options_.format != "text"
                    ? why_not_json(answers, ready.compiled->program(), {.show_personal = options_.show_personal}) + "\n"
                    : why_not_text(answers, ready.compiled->program(),
                                   {.language = options_.language, .show_personal = options_.show_personal}));
    return Exit::answered;
  }

  CaseOptions options_;
  ReadyCase prepared_;  // kept: to take it down would only cost time
  std::string why_, why_not_;
};

}  // namespace

auto explain_command() -> std::unique_ptr<Command> { return std::make_unique<Explain>(); }

}  // namespace remit::cli
