#include "cli/against.h"

#include <algorithm>

#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "dsl/library/compatibility.h"
#include "engine/io/write_json.h"

namespace remit::cli {
namespace {

auto printed(const Place& place) -> std::string {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

auto as_text(const std::vector<InterfaceChange>& changes, const AgainstOptions& options) -> std::string {
  const bool chinese = options.language == "zh";
  std::string text;
  std::size_t breaking = 0;
  for (const InterfaceChange& change : changes) {
    const bool breaks = change_text(change.kind).breaks;
    breaking += breaks ? 1 : 0;
    text += breaks ? (chinese ? "不兼容：" : "breaks: ") : (chinese ? "新增：" : "new: ");
    text += change.policy + (change.service.empty() ? "" : "/" + change.service) + ": " +
            message_of(change, options.language) + "\n";
    if (!change.before.file.empty()) text += (chinese ? "  原来：" : "  was: ") + printed(change.before) + "\n";
    if (!change.after.file.empty()) text += (chinese ? "  现在：" : "  now: ") + printed(change.after) + "\n";
  }
  const std::string broken = std::to_string(breaking), added = std::to_string(changes.size() - breaking);
  if (chinese) return text + "对照 " + options.old + "：" + broken + " 处不兼容，" + added + " 处新增\n";
  return text + "against " + options.old + ": " + broken + (breaking == 1 ? " change breaks" : " changes break") +
         " callers, " + added + (changes.size() - breaking == 1 ? " addition\n" : " additions\n");
}

void write_place(JsonWriter& out, std::string_view key, const Place& place) {
  out.key(key);
  if (place.file.empty()) {
    out.null();
    return;
  }
  out.open_object().key("file").string(place.file).key("line").raw(std::to_string(place.line));
  out.key("column").raw(std::to_string(place.column)).close_object();
}

auto object_of(const InterfaceChange& change, const std::string& language) -> std::string {
  JsonWriter out;
  out.open_object().key("code").string(change_text(change.kind).name);
  out.key("severity").string(change_text(change.kind).breaks ? "breaks" : "note");
  out.key("message").string(message_of(change, language)).key("policy").string(change.policy).key("service");
  change.service.empty() ? out.null() : out.string(change.service);
  write_place(out, "was", change.before);
  write_place(out, "now", change.after);
  out.close_object();
  return out.take();
}

// One array, whose first objects are problems of the library.
auto as_json(const std::vector<InterfaceChange>& changes, std::string problems, const std::string& language)
    -> std::string {
  problems.erase(problems.find_last_of(']'));
  while (problems.ends_with('\n')) problems.pop_back();
  for (const InterfaceChange& change : changes) {
    problems += (problems == "[" ? "\n" : ",\n") + object_of(change, language);
  }
  return problems + (problems == "[" ? "]\n" : "\n]\n");
}

}  // namespace

auto against(PolicyLibrary& library, std::vector<Diagnostic> warnings, const AgainstOptions& options, Console& console)
    -> Exit {
  OrStop<FileSource> source = FileSource::open({options.old});
  if (!source) return console.stop(source.error());
  PolicyLibrary before(source.value(), source.value().shown());
  if (before.sources().files.empty()) {
    return console.stop({Exit::environment, "there is no `.remit` file below `" + options.old + "`"});
  }
  std::vector<Diagnostic> old_problems = before.check();
  std::erase_if(old_problems, [](const Diagnostic& problem) { return code_text(problem.code).warning(); });
  if (!old_problems.empty()) {
    sort_and_dedupe(old_problems);
    report(std::move(old_problems), before.suppressed(), before.sources(), "text", language_of(options.language),
           console);
    return console.stop({Exit::policy, "`" + options.old + "` has errors: nothing can be held against it"});
  }
  const std::vector<InterfaceChange> changes = interface_changes(before, library);
  if (options.format == "json") {
    console.out(
        as_json(changes, render_json(warnings, library.sources(), language_of(options.language)), options.language));
  } else {
    console.out(as_text(changes, options));
  }
  const bool broken = std::any_of(changes.begin(), changes.end(),
                                  [](const InterfaceChange& change) { return change_text(change.kind).breaks; });
  return broken ? Exit::failed : Exit::answered;
}

}  // namespace remit::cli
