#include "engine/io/schema.h"

#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "dsl/library/library.h"
#include "dsl/library/offer.h"
#include "engine/value/date.h"

namespace remit::cli {
namespace {

// `schema SERVICE`: what it takes and gives. `schema --errors`: how any service says that there is no answer.
class Schema : public Command {
 public:
  Schema()
      : Command("schema", "JSON Schema of what a service takes and gives; of error replies.",
                "remit schema settle --policies policies/ --policy cn.beijing.employee --part case") {}

  void declare(Options& options) override {
    options.argument("SERVICE", service_, "the service, such as settle", false);
    options.option("--policies", policies_, "PATH", "a policy file, or the folder of the library");
    options.option("--policy", policy_, "ID", "the policy; needed where several offer the service");
    options.option("--on", on_, "DATE", "the version in force on that day; without it the last");
    options.option("--as-of", as_of_, "DATE", "of cases that are settled with `--as-of DATE`");
    options.choice("--part", part_, {"all", "case", "answer", "errors"},
                   "of any message of the service, or of one kind");
    options.flag("--codes", codes_, "fields and members by their `as` codes");
    options.flag("--errors", errors_, "of error replies, which are the same for all services");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    if (errors_) return errors_only(console);
    if (service_.empty()) return console.stop({Exit::usage, "which SERVICE? `remit schema --errors` needs none"});
    if (policies_.empty()) return console.stop({Exit::usage, "--policies is required"});
    for (const auto& [option, given] : {std::pair("--on", &on_), std::pair("--as-of", &as_of_)}) {
      if (given->empty() || parse_date(*given)) continue;
      return console.stop({Exit::usage, std::string("`") + option + " " + *given + "`: a date is written 2024-01-31"});
    }
    OrStop<FileSource> source = FileSource::open({policies_});
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    return find(library, console);
  }

 private:
  auto errors_only(Console& console) const -> Exit {
    if (!service_.empty())
      return console.stop({Exit::usage, "`--errors` is of no one service: leave `" + service_ + "` out"});
    console.out(errors_schema() + "\n");
    return Exit::answered;
  }

  auto find(PolicyLibrary& library, Console& console) const -> Exit {
    const auto policy = offering(library, service_, policy_, parse_date(on_.empty() ? as_of_ : on_));
    if (!policy) {
      if (has_errors(library.problems()))
        return refuse(library.problems(), library, console);  // it may be in what could not be read
      return console.stop({Exit::usage, policy.error()});
    }
    if (std::vector<Diagnostic> problems = library.problems_of(*policy.value()); has_errors(problems)) {
      return refuse(std::move(problems), library, console);
    }
    const auto compiled = library.compile(*policy.value(), service_);
    if (has_errors(compiled->problems)) return refuse(std::move(compiled->problems), library, console);
    SchemaOptions schema{.part = part(), .language = language_, .codes = codes_, .as_of = parse_date(as_of_)};
    if (policy_.empty()) schema.also_needed = inputs_of_condition(library, *policy.value());
    console.out(service_schema(compiled->program(), compiled->names(), schema) + "\n");
    return Exit::answered;
  }

  auto refuse(std::vector<Diagnostic> problems, const PolicyLibrary& library, Console& console) const -> Exit {
    sort_diagnostics(problems);
    report(std::move(problems), 0, library.sources(), "text", language_of(language_), console);
    return Exit::policy;
  }

  auto part() const -> SchemaPart {
    if (part_ == "case") return SchemaPart::case_in;
    if (part_ == "answer") return SchemaPart::answer;
    return part_ == "errors" ? SchemaPart::errors : SchemaPart::all;
  }

  std::string service_, policies_, policy_, on_, as_of_;
  std::string part_ = "all", language_ = "en";
  bool codes_ = false, errors_ = false;
};

}  // namespace

auto schema_command() -> std::unique_ptr<Command> { return std::make_unique<Schema>(); }

}  // namespace remit::cli
