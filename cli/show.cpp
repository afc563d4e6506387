#include <algorithm>

#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/library/describe.h"
#include "dsl/library/library.h"
#include "engine/text/nearest.h"
#include "engine/value/date.h"

namespace remit::cli {
namespace {

// `show NAME`: what is in force of a declaration, and who wrote which part of it.
class Show : public Command {
 public:
  Show()
      : Command("show", "Show a declaration as it is in force, after extends, override and amend, with its exceptions.",
                "remit show deductible --policies policies/ --policy cn.beijing.employee --on 2025-04-15") {}

  void declare(Options& options) override {
    options.argument("NAME", name_, "of a rule, value, table, bands, …");
    options.required("--policies", policies_, "PATH", "policy files, or a folder of them");
    options.option("--policy", policy_, "ID", "the policy; needed where several have the name");
    options.option("--on", on_, "DATE", "only the versions in force on that day");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    if (!on_.empty() && !parse_date(on_))
      return console.stop({Exit::usage, "`--on " + on_ + "`: a date is written 2024-01-31"});
    OrStop<FileSource> source = FileSource::open({policies_});
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    if (has_errors(library.problems())) {
      report(library.problems(), library.suppressed(), library.sources(), "text", language_of(language_), console);
      return Exit::policy;
    }
    return find(library, console);
  }

 private:
  auto find(const PolicyLibrary& library, Console& console) const -> Exit {
    std::vector<std::string> policies, names;
    std::size_t shown = 0;
    for (const FlatPolicy& policy : library.policies()) {
      policies.push_back(policy.name);
      if (!policy_.empty() && policy.name != policy_) continue;
      for (const FlatDeclaration& flat : policy.declarations) {
        names.push_back(flat.declaration->name.text);
        if (flat.declaration->name.text != name_) continue;
        if (shown++ > 0) console.out("\n");
        console.out(describe_declaration(library, policy, flat, on_));
      }
    }
    if (shown > 0) return Exit::answered;
    if (!policy_.empty() && std::find(policies.begin(), policies.end(), policy_) == policies.end()) {
      return console.stop({Exit::usage, unknown("policy", policy_, policies)});
    }
    return console.stop({Exit::usage, unknown("declaration", name_, names)});
  }

  static auto unknown(const std::string& kind, const std::string& name, const std::vector<std::string>& known)
      -> std::string {
    const std::string near = nearest_name(name, known);
    return "there is no " + kind + " `" + name + "`" + (near.empty() ? "" : "; did you mean `" + near + "`?");
  }

  std::string name_, policies_, policy_, on_;
  std::string language_ = "en";
};

}  // namespace

auto show_command() -> std::unique_ptr<Command> { return std::make_unique<Show>(); }

}  // namespace remit::cli
