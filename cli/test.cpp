#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "cli/test_report.h"
#include "dsl/library/library.h"
#include "dsl/testing/testing.h"

namespace remit::cli {
namespace {

class Test : public Command {
 public:
  Test() : Command("test", "Run the tests that stand in policies.", "remit test policies/ --filter \"second stay\"") {}

  void declare(Options& options) override {
    options.arguments("PATH", paths_, "policy files, or folders of them");
    options.option("--filter", filter_, "TEXT", "only tests whose title or policy has TEXT in it");
    options.choice("--format", format_, {"text", "json", "junit"}, "how results are printed");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    OrStop<FileSource> source = FileSource::open(paths_);
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    TestRun results = run_tests(library, {.filter = filter_, .language = language_});
    const bool wrong = has_errors(results.problems);
    if (wrong) report(std::move(results.problems), library.suppressed(), library.sources(), "text", language_of(language_), console);
    console.out(test_report(results.outcomes, format_, console.colour_out()));
    if (wrong) return Exit::policy;
    if (results.outcomes.empty()) return console.stop({Exit::failed, "no test was found"});
    for (const TestOutcome& outcome : results.outcomes) {
      if (!outcome.passed) return Exit::failed;
    }
    return Exit::answered;
  }

 private:
  std::vector<std::string> paths_;
  std::string filter_, format_ = "text", language_ = "en";
};

}  // namespace

auto test_command() -> std::unique_ptr<Command> { return std::make_unique<Test>(); }

}  // namespace remit::cli
