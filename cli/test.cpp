#include <algorithm>
#include <map>
#include <optional>

#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "cli/test_report.h"
#include "cli/watch.h"
#include "cli/write_file.h"
#include "dsl/library/library.h"
#include "dsl/testing/correct.h"
#include "dsl/testing/testing.h"

namespace remit::cli {
namespace {

class Test : public Command {
 public:
  Test() : Command("test", "Run the tests that stand in policies.", "remit test policies/ --filter \"second stay\"") {}

  void declare(Options& options) override {
    options.arguments("PATH", paths_, "policy files, or folders of them");
    options.option("--filter", filter_, "TEXT", "only tests whose name or policy has TEXT in it");
    options.flag("--coverage", coverage_, "tell what the tests reach and what they do not");
    options.option("--threshold", threshold_, "N", "exit 1 where less than N percent of a class are reached");
    options.flag("--update", update_, "write what came out into the tests that expect another value");
    options.flag("--watch", watch_, "test again whenever a file changes, until Ctrl-C");
    options.choice("--format", format_, {"text", "json", "junit"}, "how results are printed");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    if (!threshold_.empty()) {
      const auto read = Number::parse(threshold_);
      const bool fits = read && read.value().sign() >= 0 && read.value() <= Number::whole(100);
      if (!fits)
        return console.stop(
            {Exit::usage, "`--threshold " + threshold_ + "` is no percentage: a number from 0 to 100 was expected"});
      at_least_ = read.value();
    }
    if (update_ && std::ranges::find(paths_, "-") != paths_.end())
      return console.stop({Exit::usage, "`--update` writes files, and standard input is none"});
    return watch_ ? watched(paths_, console, [&] { return test(console); }) : test(console);
  }

 private:
  auto test(Console& console) const -> Exit {
    std::vector<UpdatedLine> updated;
    if (update_) {
      const Exit status = update(updated, console);
      if (status != Exit::answered) return status;
    }
    OrStop<FileSource> source = FileSource::open(paths_);
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    TestRun results =
        run_tests(library, {.filter = filter_, .language = language_, .coverage = coverage_ || at_least_.has_value()});
    const bool wrong = has_errors(results.problems);
    if (wrong)
      report(std::move(results.problems), library.suppressed(), library.sources(), "text", language_of(language_),
             console);
    console.out(test_report(results, updated, {format_, language_, console.colour_out(), wrong}));
    if (wrong) return Exit::policy;
    if (results.outcomes.empty()) return console.stop({Exit::failed, "no test was found"});
    const bool enough = !at_least_ || reaches(*results.coverage, console);  // there are no problems, so there it is
    const bool passed =
        std::all_of(results.outcomes.begin(), results.outcomes.end(), [](const TestOutcome& o) { return o.passed; });
    return enough && passed ? Exit::answered : Exit::failed;
  }

  // Of a library with errors nothing is written.
  auto update(std::vector<UpdatedLine>& updated, Console& console) const -> Exit {
    OrStop<FileSource> source = FileSource::open(paths_);
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    const TestRun results = run_tests(library, {.filter = filter_, .language = language_});
    if (has_errors(results.problems)) return Exit::answered;  // told by the run that follows
    std::map<FileId, std::vector<TestCorrection>> by_file;
    for (const TestCorrection& one : results.corrections) by_file[one.span.file].push_back(one);
    for (const auto& [id, corrections] : by_file) {
      const SourceText& file = library.sources().at(id);
      const std::string text = corrected(file.text, corrections);
      std::string why;
      if (!write_file(file.path, text, why))
        return console.stop({Exit::environment, "`" + file.path + "` cannot be written, and is unchanged: " + why});
      for (ChangedLine& line : changed_lines(file.text, text)) updated.push_back({file.path, std::move(line)});
    }
    return Exit::answered;
  }

  // Exact: 2 of 3 are less than 66.67 percent. A class of which there is nothing is never below.
  bool reaches(const Coverage& coverage, Console& console) const {
    bool enough = true;
    for (const CoverageClass of : kCoverageClasses) {
      const Coverage::Count count = coverage.count(of);
      if (percent(count) >= *at_least_) continue;
      enough = false;
      const std::string counted =
          std::to_string(count.reached) + (language_ == "zh" ? " / " : " of ") + std::to_string(count.all);
      console.err(language_ == "zh"
                      ? "remit: 覆盖率低于 " + threshold_ + "%：" + class_name(of, language_) + " " + counted + "\n"
                      : "remit: coverage below " + threshold_ + "%: " + counted + " " + class_name(of, language_) +
                            "\n");
    }
    return enough;
  }

  std::vector<std::string> paths_;
  std::string filter_, threshold_, format_ = "text", language_ = "en";
  std::optional<Number> at_least_;
  bool coverage_ = false, update_ = false, watch_ = false;
};

}  // namespace

auto test_command() -> std::unique_ptr<Command> { return std::make_unique<Test>(); }

}  // namespace remit::cli
