#include "cli/case_options.h"

#include <algorithm>

#include "cli/language.h"
#include "cli/reply.h"
#include "dsl/library/select.h"
#include "engine/io/read_case.h"
#include "engine/value/date.h"

namespace remit::cli {
namespace {

auto input_errors(const std::vector<InputError>& errors, const CaseOptions& options, Console& console) -> Exit {
  std::vector<ErrorReport> reports;
  for (const InputError& error : errors) reports.push_back(remit::report(error, options.language));
  reply_errors(reports, options, console);
  return Exit::input;
}

auto read_text(const CaseOptions& options, Console& console) -> OrStop<std::string> {
  constexpr std::size_t kMost = kMaxRecordBytes + 1;  // one more, so that the reader of records tells of its limit
  return options.input == "-" ? console.read_input(kMost) : read_whole(options.input, kMost);
}

auto refusal(const Selection& selection, const CaseOptions& options, Console& console) -> Exit {
  if (!selection.missing.empty()) return input_errors(selection.missing, options, console);
  std::vector<ErrorReport> reports;
  for (const Considered& considered : selection.considered) reports.push_back(describe(considered, options.language));
  reply_errors(reports, options, console);
  return Exit::failed;
}

}  // namespace

void CaseOptions::declare(Options& options) {
  if (service.empty()) options.argument("SERVICE", service, "the service to run, such as settle");
  options.required("--policies", policies, "PATH", "a policy file, or the folder of the library");
  options.option("--policy", policy, "ID", "this policy, whatever its `applies when` says");
  options.option("--input", input, "FILE", "the case, a JSON object; `-` is standard input (the default)");
  options.option("--as-of", as_of, "DATE", "the date of a case that has none of its own");
  options.flag("--codes", codes, "fields and members by their `as` codes");
  options.flag("--show-personal", show_personal, "do not mask personal fields");
  options.flag("--allow-unknown", allow_unknown, "pass over fields that the service does not take");
  options.choice("--format", format, {"json", "text"}, "how the answer is printed");
  declare_language(options, language);
}

auto CaseOptions::read_options() const -> OrStop<ReadOptions> {
  ReadOptions read{.codes = codes, .allow_unknown = allow_unknown, .show_personal = show_personal};
  if (as_of.empty()) return read;
  read.as_of = parse_date(as_of);
  if (!read.as_of) return Stop{Exit::usage, "`--as-of " + as_of + "`: a date is written 2024-01-31"};
  return read;
}

auto prepare_case(const CaseOptions& options, Console& console) -> Result<ReadyCase, Exit> {
  const OrStop<ReadOptions> read = options.read_options();
  if (!read) return console.stop(read.error());
  OrStop<FileSource> source = FileSource::open({options.policies});
  if (!source) return console.stop(source.error());
  const OrStop<std::string> text = read_text(options, console);
  if (!text) return console.stop(text.error());

  ReadyCase ready;
  ready.source = std::make_unique<FileSource>(std::move(source).value());
  ready.library = std::make_unique<PolicyLibrary>(*ready.source, ready.source->shown());
  PolicyLibrary& library = *ready.library;

  const Selection selection = select(library, options.service, options.policy, text.value(), read.value());
  if (has_errors(selection.problems)) return reply_policy_errors(selection.problems, library.sources(), options, console);
  if (selection.wrong_name) return console.stop({Exit::usage, *selection.wrong_name});
  if (selection.chosen == nullptr) return refusal(selection, options, console);

  ready.compiled = library.compile(*selection.chosen, options.service);
  if (has_errors(ready.compiled->problems)) return reply_policy_errors(ready.compiled->problems, library.sources(), options, console);
  Result<Case, std::vector<InputError>> given =
      read_case(text.value(), ready.compiled->program(), ready.compiled->names(), read.value());
  if (!given) return input_errors(given.error(), options, console);
  ready.given = std::move(given).value();
  return ready;
}

}  // namespace remit::cli
