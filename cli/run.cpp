#include "cli/case_options.h"
#include "cli/command.h"
#include "cli/interface.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/write_answer.h"
#include "cli/reply.h"

namespace remit::cli {
namespace {

// `run SERVICE`, or a service of its own name.
class Run : public Command {
 public:
  Run(const std::string& called, const std::string& service, const std::string& tells, const std::string& shows)
      : Command(called, tells, shows) {
    options_.service = service;
  }

  void declare(Options& options) override {
    options_.declare(options);
    options.pair("--from-interface", options_.from_interface, "NUMBER FILE",
                 "the case as messages of another system, answered in its form; `--input` is then the rest of the case, by codes");
    options.choice("--fail-on", fail_on_, {"blocked", "unmet"}, "exit 1 where the answer is blocked, or a requirement unmet");
  }

  auto run(Console& console) -> Exit override {
    if (!options_.from_interface.empty()) return reply_to_messages(options_, console);
    const auto ready = prepare_case(options_, console);
    if (!ready) return ready.error();
    const ReadyCase& prepared = ready.value();
    Evaluator evaluator(prepared.compiled->program(), prepared.compiled->names());
    const Answer answer = evaluator.settle(prepared.given);
    if (const Exit status = reply(answer, prepared, options_, console); status != Exit::answered) return status;
    return fails(answer) ? Exit::failed : Exit::answered;
  }

 private:
  [[nodiscard]] auto fails(const Answer& answer) const -> bool {
    if (fail_on_ == "blocked") return answer.blocked;
    if (fail_on_.empty()) return false;
    for (const RequirementVerdict& verdict : answer.requirements) {
      if (verdict.applies && !verdict.met) return true;
    }
    return false;
  }

  CaseOptions options_;
  std::string fail_on_;
};

}  // namespace

auto run_command() -> std::unique_ptr<Command> {
  return std::make_unique<Run>("run", "", "Answer one case: JSON in, JSON out.",
                               "remit run standing --policies policies/ --input case.json --as-of 2024-05-01");
}
auto settle_command() -> std::unique_ptr<Command> {
  return std::make_unique<Run>("settle", "settle", "Settle one case: `run settle`.",
                               "remit settle --policies policies/ --input case.json");
}

}  // namespace remit::cli
