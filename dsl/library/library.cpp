#include "dsl/library/library.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "dsl/bound/bound.h"
#include "dsl/cases/cases.h"
#include "dsl/flatten/collect.h"
#include "dsl/library/hashes.h"

namespace remit {
namespace {

auto rank(const Diagnostic& problem) {
  return std::tie(problem.span.file, problem.span.begin, problem.span.end, problem.code, problem.arguments);
}

}  // namespace

void sort_and_dedupe(std::vector<Diagnostic>& problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return rank(a) < rank(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) { return rank(a) == rank(b); };
  problems.erase(std::unique(problems.begin(), problems.end(), same), problems.end());
}

bool has_errors(const std::vector<Diagnostic>& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Diagnostic& problem) { return !code_text(problem.code).warning(); });
}

auto files_of(const FlatPolicy& policy) -> std::vector<FileId> {
  std::set<FileId> files;
  for (const ast::Policy* one : policy.chain) files.insert(one->span.file);
  for (const FlatDeclaration& flat : policy.declarations) {
    for (const Origin& origin : flat.origins) files.insert(origin.declaration->span.file);
  }
  return {files.begin(), files.end()};
}

PolicyLibrary::PolicyLibrary(Source& source, std::string shown, Extent extent, const std::vector<NamedText>& beside)
    : catalogs_(source, sources_, shown) {
  read(source, shown, extent);
  for (const NamedText& text : beside) take(text, extent);
  if (extent == Extent::everything) flatten_files();
}

void PolicyLibrary::read(Source& source, const std::string& shown, Extent extent) {
  const std::vector<std::string> paths = source.list(".remit");
  for (const std::string& path : paths) {
    std::string why;
    std::optional<std::string> text = source.read(path, why);
    if (text) {
      take({shown + path, std::move(*text)}, extent);
      continue;
    }
    const SourceText& added = sources_.add(shown + path, "");
    files_.emplace_back().id = added.id;
    files_.back().only_headings = extent == Extent::headings;
    Reading& reading = readings_.emplace_back();
    reading.whole = true;
    Diagnostic told{};
    told.code = Code::E0601;
    told.span = {added.id, 0, 0};
    told.arguments = {added.path, why};
    reading.problems.push_back(std::move(told));
  }
}

void PolicyLibrary::take(NamedText text, Extent extent) {
  const SourceText& added = sources_.add(std::move(text.name), std::move(text.text), text.hidden_lines);
  files_.emplace_back().id = added.id;
  Reading& reading = readings_.emplace_back();
  const std::size_t file = files_.size() - 1;
  if (extent == Extent::headings) reading.outline = parse::outline(added.text);
  if (reading.outline.clear)
    parse(file, headings(reading.outline));
  else
    parse(file);
  files_.back().only_headings = extent == Extent::headings;
}

void PolicyLibrary::parse(std::size_t file) {
  if (readings_[file].whole) return;
  readings_[file].whole = true;
  keep(file, parse_file(*sources_.files[file]));
}

void PolicyLibrary::parse(std::size_t file, const std::vector<parse::TextPart>& parts) {
  keep(file, parse_parts(*sources_.files[file], parts));
}

void PolicyLibrary::keep(std::size_t file, Parsed parsed) {
  files_[file] = std::move(parsed.file);
  readings_[file].problems = std::move(parsed.problems);
  readings_[file].suppressed = parsed.suppressed;
}

void PolicyLibrary::flatten_files() {
  flattened_ = flatten(files_);
  problems_.clear();
  for (const Reading& reading : readings_)
    problems_.insert(problems_.end(), reading.problems.begin(), reading.problems.end());
  problems_.insert(problems_.end(), flattened_.problems.begin(), flattened_.problems.end());
}

void PolicyLibrary::open(const std::string& name) {
  const std::vector<bool> needed =
      files_behind(files_, [&](const CollectedPolicy& one, const Collected&) { return one.name == name; });
  if (std::find(needed.begin(), needed.end(), true) == needed.end()) return open_everything();
  for (std::size_t file = 0; file < files_.size(); ++file) {
    if (needed[file]) parse(file);
    files_[file].only_headings = !needed[file];
  }
  flatten_files();
}

void PolicyLibrary::open_everything() {
  for (std::size_t file = 0; file < files_.size(); ++file) {
    parse(file);
    files_[file].only_headings = false;
  }
  flatten_files();
}

void PolicyLibrary::sketch(const std::string& service, SketchOf of) {
  Sketch sketch(sources_, service);
  const std::vector<bool> drawn = drawn_files(files_, of);
  for (std::size_t file = 0; file < files_.size(); ++file) {
    files_[file].only_headings = !drawn[file];
    if (!drawn[file]) continue;
    if (readings_[file].whole) return open_everything();  // what it mentions cannot be told
    sketch.add(sources_.files[file]->id, readings_[file].outline);
  }
  for (auto& [file, parts] : sketch.parts()) parse(static_cast<std::size_t>(file), parts);
  flatten_files();
}

auto PolicyLibrary::suppressed() const -> std::size_t {
  std::size_t count = 0;
  for (const Reading& reading : readings_) count += reading.suppressed;
  return count;
}

auto PolicyLibrary::problems_of(const FlatPolicy& policy) const -> std::vector<Diagnostic> {
  const std::vector<FileId> files = files_of(policy);
  std::vector<Diagnostic> problems;
  std::copy_if(problems_.begin(), problems_.end(), std::back_inserter(problems), [&](const Diagnostic& problem) {
    return std::binary_search(files.begin(), files.end(), problem.span.file);
  });
  return problems;
}

bool PolicyLibrary::has_syntax_errors(const FlatPolicy& policy) const {
  const std::vector<FileId> files = files_of(policy);
  return std::any_of(files.begin(), files.end(),
                     [&](FileId file) { return has_errors(readings_[static_cast<std::size_t>(file)].problems); });
}

auto PolicyLibrary::compile(const FlatPolicy& policy, const std::string& service,
                            const std::function<void(Elaborator&)>& also) -> std::unique_ptr<Compiled> {
  auto compiled = std::make_unique<Compiled>();
  compiled->policy = &policy;
  Elaborator elaborator(policy, sources_, service);
  elaborator.elaborate_service();
  if (also) also(elaborator);
  finish(*compiled, elaborator);
  return compiled;
}

void PolicyLibrary::finish(Compiled& compiled, Elaborator& elaborator) {
  compiled.elaborated = std::move(elaborator.result());
  compiled.problems = std::move(elaborator.problems());
  if (has_errors(compiled.problems)) return;
  bound(compiled.elaborated, compiled.problems);
  cases(compiled.elaborated, compiled.problems);
  bind_catalogs(compiled);
}

void PolicyLibrary::add_hashes(Compiled& compiled) const {
  ProgramNames& names = compiled.elaborated.names;
  const std::vector<std::string> catalogs = catalogs_.content_hashes();
  names.text_hash = with_catalogs(text_hash(*compiled.policy, sources_), catalogs);
  names.meaning_hash = with_catalogs(meaning_hash(*compiled.policy), catalogs);
}

void PolicyLibrary::bind_catalogs(Compiled& compiled) {
  Program& program = compiled.elaborated.program;
  for (const CatalogUse& use : compiled.elaborated.catalogs) {
    auto rows = catalogs_.bind(*use.declaration, use.row, program.types, compiled.problems);
    program.catalogs[static_cast<std::size_t>(use.id)].rows = rows.get();
    compiled.rows.push_back(std::move(rows));
  }
}

}  // namespace remit
