#include "dsl/library/library.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "dsl/bound/bound.h"
#include "dsl/cases/cases.h"
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

PolicyLibrary::PolicyLibrary(Source& source, std::string shown) : catalogs_(source, sources_, shown) {
  read(source, shown);
  flattened_ = flatten(files_);
  problems_.insert(problems_.end(), flattened_.problems.begin(), flattened_.problems.end());
}

void PolicyLibrary::read(Source& source, const std::string& shown) {
  for (const std::string& path : source.list(".remit")) {
    std::string why;
    std::optional<std::string> text = source.read(path, why);
    const SourceText& added = sources_.add(shown + path, text.value_or(""));
    broken_.push_back(!text);
    if (!text) {
      Diagnostic told{};
      told.code = Code::E0601;
      told.span = {added.id, 0, 0};
      told.arguments = {added.path, why};
      problems_.push_back(std::move(told));
      continue;
    }
    Parsed parsed = parse_file(added);
    files_.push_back(std::move(parsed.file));
    broken_.back() = has_errors(parsed.problems);
    problems_.insert(problems_.end(), parsed.problems.begin(), parsed.problems.end());
    suppressed_ += parsed.suppressed;
  }
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
                     [&](FileId file) { return broken_[static_cast<std::size_t>(file)]; });
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
