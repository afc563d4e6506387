#include "cli/case_options.h"
#include "cli/command.h"
#include "cli/interface.h"
#include "cli/replay.h"
#include "cli/reply.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_json.h"
#include "engine/io/write_answer.h"

namespace remit::cli {
namespace {

// `run SERVICE`, or a service of its own name.
class Run : public Command {
 public:
  Run(const std::string& called, const std::string& service, const std::string& tells, const std::string& shows)
      : Command(called, tells, shows) {
    options_.service = service;
    options_.format = "";  // the answer is JSON, what a replay finds is text
    may_replay_ = service.empty();
  }

  void declare(Options& options) override {
    options_.declare(options, may_replay_);
    options.pair("--from-interface", options_.from_interface, "NUMBER FILE",
                 "the case as messages of another system, answered in its form; `--input` is then the rest of the "
                 "case, by codes");
    options.choice("--fail-on", fail_on_, {"blocked", "unmet"},
                   "exit 1 where the answer is blocked, or a requirement unmet");
    options.flag("--explain", explain_, "the answer holds its `explanation`");
    options.flag("--receipt", options_.receipt,
                 "the answer holds a `receipt`: all that is needed to settle the case again");
    if (may_replay_)
      options.option("--replay", replay_, "ANSWER", "settle the case of this answer's receipt again, and compare");
  }

  auto run(Console& console) -> Exit override {
    if (options_.format.empty()) options_.format = replay_.empty() ? "json" : "text";
    if (!replay_.empty()) return replay_alone(console);
    if (options_.service.empty()) return missing("SERVICE", console);
    if (options_.policies.empty()) return missing("--policies", console);
    const bool holds_more = options_.format == "json" || options_.format == "pretty";
    if (!holds_more && (options_.receipt || explain_)) {
      return console.stop(
          {Exit::usage, "`--format " + options_.format + "` has no place for `--receipt` or `--explain`"});
    }
    if (!options_.from_interface.empty() && (options_.receipt || explain_)) {
      return console.stop(
          {Exit::usage,
           "`--from-interface` answers in another system's form, which has no place for `--receipt` or `--explain`"});
    }
    if (!options_.from_interface.empty()) return reply_to_messages(options_, console);
    auto ready = prepare_case(options_, console);
    if (!ready) return ready.error();
    const ReadyCase& prepared = prepared_ = std::move(ready).value();
    Evaluator evaluator(prepared.compiled->program(), prepared.compiled->names());
    const Answer answer = evaluator.settle(prepared.given);
    const std::string explanation = explain_ ? explained(evaluator, answer, prepared) : "";
    if (const Exit status = reply(answer, prepared, options_, console, explanation); status != Exit::answered)
      return status;
    return fails(answer) ? Exit::failed : Exit::answered;
  }

 private:
  auto missing(const std::string& what, Console& console) const -> Exit {
    return console.stop({Exit::usage, what + " is required\nsee `remit " + name + " --help`"});
  }

  auto replay_alone(Console& console) const -> Exit {
    const std::pair<std::string, bool> others[] = {{options_.service, !options_.service.empty()},
                                                   {"--policy", !options_.policy.empty()},
                                                   {"--input", !options_.input.empty()},
                                                   {"--from-interface", !options_.from_interface.empty()},
                                                   {"--as-of", !options_.as_of.empty()},
                                                   {"--codes", options_.codes},
                                                   {"--allow-unknown", options_.allow_unknown},
                                                   {"--fail-on", !fail_on_.empty()},
                                                   {"--receipt", options_.receipt},
                                                   {"--explain", explain_}};
    for (const auto& [other, given] : others) {
      if (given)
        return console.stop({Exit::usage, "`--replay` settles what the receipt says: leave `" + other + "` out"});
    }
    return replay(replay_, options_, console);
  }

  auto explained(Evaluator& evaluator, const Answer& answer, const ReadyCase& ready) const -> std::string {
    return explanation_json(explain(evaluator, answer), ready.compiled->program(), ready.compiled->names(),
                            {.show_personal = options_.show_personal});
  }

  [[nodiscard]] auto fails(const Answer& answer) const -> bool {
    if (fail_on_ == "blocked") return answer.blocked;
    if (fail_on_.empty()) return false;
    for (const RequirementVerdict& verdict : answer.requirements) {
      if (verdict.applies && !verdict.met) return true;
    }
    return false;
  }

  CaseOptions options_;
  ReadyCase prepared_;  // kept: to take it down would only cost time
  std::string fail_on_, replay_;
  bool explain_ = false, may_replay_ = false;
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
