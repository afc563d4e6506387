#include "cli/against.h"
#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "cli/watch.h"
#include "dsl/library/library.h"
#include "dsl/testing/testing.h"

namespace remit::cli {
namespace {

auto counted(std::size_t count, const std::string& one, const std::string& many) -> std::string {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

class Check : public Command {
 public:
  Check() : Command("check", "Parse and check policies; report all problems at once.", "remit check policies/") {}

  void declare(Options& options) override {
    options.arguments("PATH", paths_, "policy files, or folders of them");
    options.flag("--deny-warnings", deny_warnings_, "exit 3 for warnings, too");
    options.flag("--undecided", undecided_,
                 "tell, too, what is left to each case: exceptions that may clash, identities");
    options.flag("--watch", watch_, "check again whenever a file changes, until Ctrl-C");
    options.choice("--format", format_, {"text", "json"}, "how problems are printed");
    options.option("--against", against_, "OLD",
                   "an earlier copy: what breaks those who call its services; exit 1 if anything does");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    return watch_ ? watched(paths_, console, [&] { return check(console); }) : check(console);
  }

 private:
  auto check(Console& console) const -> Exit {
    OrStop<FileSource> source = FileSource::open(paths_);
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    if (library.sources().files.empty()) {
      return console.stop({Exit::environment, "there is no `.remit` file below `" + paths_.front() + "`"});
    }
    std::vector<Diagnostic> problems = library.check(undecided_ ? Undecided::told : Undecided::silent);
    const std::vector<Diagnostic> tests = check_tests(library);
    problems.insert(problems.end(), tests.begin(), tests.end());
    return finish(library, library.without_allowed(std::move(problems)), console);
  }

  auto finish(PolicyLibrary& library, std::vector<Diagnostic> problems, Console& console) const -> Exit {
    std::size_t warnings = 0;
    for (const Diagnostic& problem : problems) warnings += code_text(problem.code).warning() ? 1 : 0;
    const std::size_t errors = problems.size() - warnings + library.suppressed();
    const bool refused = errors > 0 || (deny_warnings_ && warnings > 0);
    const bool compared = !against_.empty() && !refused;
    // As JSON the changes go into the same array.
    if (!compared || format_ == "text")
      report(problems, library.suppressed(), library.sources(), format_, language_of(language_), console);
    if (format_ == "text") console.out(summary(library, errors, warnings) + "\n");
    if (compared) return against(library, std::move(problems), {against_, format_, language_}, console);
    return refused ? Exit::policy : Exit::answered;
  }

  auto summary(const PolicyLibrary& library, std::size_t errors, std::size_t warnings) const -> std::string {
    const std::size_t files = library.files().size(), policies = library.policies().size();
    if (language_ == "zh") {
      return std::to_string(files) + " 个文件，" + std::to_string(policies) + " 个政策：" + std::to_string(errors) +
             " 个错误，" + std::to_string(warnings) + " 个警告";
    }
    return counted(files, "file", "files") + ", " + counted(policies, "policy", "policies") + ": " +
           counted(errors, "error", "errors") + ", " + counted(warnings, "warning", "warnings");
  }

  std::vector<std::string> paths_;
  bool deny_warnings_ = false, undecided_ = false, watch_ = false;
  std::string against_, format_ = "text";
  std::string language_ = "en";
};

}  // namespace

auto check_command() -> std::unique_ptr<Command> { return std::make_unique<Check>(); }

}  // namespace remit::cli
