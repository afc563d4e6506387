#include "cli/case_options.h"

#include "cli/language.h"
#include "cli/reply.h"
#include "dsl/library/select.h"
#include "engine/io/read_case.h"
#include "engine/value/date.h"

namespace remit::cli {

namespace {

constexpr const char* kLibrary = "a policy file, or the folder of the library";

void declare_service(CaseOptions& of, Options& options, bool required) {
  options.argument("SERVICE", of.service, "the service to run, such as settle", required);
}
void declare_policy(CaseOptions& of, Options& options) {
  options.option("--policy", of.policy, "ID", "this policy, whatever its `applies when` says");
}
void declare_reading(CaseOptions& of, Options& options) {
  options.option("--as-of", of.as_of, "DATE", "the date of a case that has none of its own");
  options.flag("--codes", of.codes, "fields and members by their `as` codes");
  options.flag("--show-personal", of.show_personal, "do not mask personal fields");
  options.flag("--allow-unknown", of.allow_unknown, "pass over fields that the service does not take");
}

}  // namespace

void CaseOptions::declare(Options& options, bool may_replay) {
  if (service.empty()) declare_service(*this, options, !may_replay);
  if (may_replay)
    options.option("--policies", policies, "PATH", kLibrary);
  else
    options.required("--policies", policies, "PATH", kLibrary);
  declare_policy(*this, options);
  options.option("--input", input, "FILE", "the case, a JSON object; `-` is standard input (the default)");
  declare_reading(*this, options);
  options.choice("--format", format, {"json", "pretty", "text", "csv"},
                 "JSON on one line, JSON on many, a text for people, or tables for a spreadsheet");
  declare_language(options, language);
}

void CaseOptions::declare_of_cases(Options& options) {
  declare_service(*this, options, true);
  options.required("--policies", policies, "PATH", kLibrary);
  declare_policy(*this, options);
  declare_reading(*this, options);
  declare_language(options, language);
}

auto CaseOptions::read_options() const -> OrStop<ReadOptions> {
  ReadOptions read{.codes = codes, .allow_unknown = allow_unknown, .show_personal = show_personal};
  if (as_of.empty()) return read;
  read.as_of = parse_date(as_of);
  if (!read.as_of) return Stop{Exit::usage, "`--as-of " + as_of + "`: a date is written 2024-01-31"};
  return read;
}

auto read_input(const std::string& name, Console& console) -> OrStop<std::string> {
  constexpr std::size_t kMost = kMaxRecordBytes + 1;  // one more, so that the reader of records tells of its limit
  return name == "-" ? console.read_input(kMost) : read_whole(name, kMost);
}

auto new_library(FileSource& source, UserCache* cache) -> std::unique_ptr<PolicyLibrary> {
  auto library = std::make_unique<PolicyLibrary>(source, source.shown(), PolicyLibrary::Extent::headings);
  if (cache != nullptr) library->catalogs().use_indices(source, *cache);
  return library;
}

auto open_library(const CaseOptions& options) -> OrStop<ReadyCase> {
  OrStop<FileSource> source = FileSource::open({options.policies});
  if (!source) return source.error();
  ReadyCase ready;
  ready.source = std::make_unique<FileSource>(std::move(source).value());
  if (std::optional<UserCache> cache = UserCache::find()) ready.cache = std::make_unique<UserCache>(*std::move(cache));
  ready.library = new_library(*ready.source, ready.cache.get());
  return ready;
}

auto read_into(ReadyCase& ready, const CaseOptions& options, std::string_view text) -> std::optional<Refusal> {
  const OrStop<ReadOptions> read = options.read_options();
  if (!read) return Refusal{read.error().status, read.error().message};
  const ReadJson json = JsonDocument::read(text);
  Selection selection = select(*ready.library, options.service, options.policy, json, read.value());
  if (has_errors(selection.problems)) return Refusal{.status = Exit::policy, .problems = std::move(selection.problems)};
  if (selection.wrong_name) return Refusal{Exit::usage, *selection.wrong_name};
  if (!selection.missing.empty()) return Refusal{.status = Exit::input, .input = std::move(selection.missing)};
  if (selection.chosen == nullptr) {
    Refusal refusal{.status = Exit::failed, .closest = closest(selection.considered)};
    for (const Considered& one : selection.considered) refusal.errors.push_back(describe(one, options.language));
    return refusal;
  }
  ready.compiled = ready.library->compile(*selection.chosen, options.service);
  if (has_errors(ready.compiled->problems))
    return Refusal{.status = Exit::policy, .problems = ready.compiled->problems};
  auto given = read_case(json, ready.compiled->program(), ready.compiled->names(), read.value());
  if (!given) return Refusal{.status = Exit::input, .input = given.error()};
  ready.given = std::move(given).value();
  ready.text = text;
  return std::nullopt;
}

auto prepare_case(const CaseOptions& options, Console& console) -> Result<ReadyCase, Exit> {
  OrStop<ReadyCase> ready = open_library(options);
  if (!ready) return console.stop(ready.error());
  const OrStop<std::string> text = read_input(options.input.empty() ? "-" : options.input, console);
  if (!text) return console.stop(text.error());
  if (auto refusal = read_into(ready.value(), options, text.value())) {
    return tell(std::move(*refusal), *ready.value().library, options, console);
  }
  return std::move(ready).value();
}

}  // namespace remit::cli
