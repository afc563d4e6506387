// What `check` does beyond compiling: everything of every policy, asked for or not.
#include <algorithm>
#include <tuple>

#include "dsl/bound/bound.h"
#include "dsl/cases/cases.h"
#include "dsl/library/allowances.h"
#include "dsl/library/library.h"
#include "dsl/library/unused.h"

namespace remit {
namespace {

// A problem that speaks of a declaration that could not be read is a consequence of that, as is a service that cannot
// be built for it.
bool is_cascade(const Diagnostic& problem, const std::vector<std::string>& broken) {
  if (problem.code == Code::E0399) return true;
  return std::any_of(problem.arguments.begin(), problem.arguments.end(), [&](const std::string& argument) {
    return std::find(broken.begin(), broken.end(), argument) != broken.end();
  });
}

// A chain that is too deep is too deep for every service, each time at another place.
bool told_of_depth(const Diagnostic& problem, const std::vector<Diagnostic>& before) {
  if (problem.code != Code::E0372 && problem.code != Code::E0402) return false;
  return std::any_of(before.begin(), before.end(), [&](const Diagnostic& other) { return other.code == problem.code; });
}

void append(std::vector<Diagnostic>& to, std::vector<Diagnostic>&& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace

void PolicyLibrary::check_parts(const FlatPolicy& policy, Rows rows, std::vector<Diagnostic>& problems) {
  std::vector<std::string> services = services_of(policy);
  services.insert(services.begin(), "");  // everything, whoever asks for it
  Elaborator selection(policy, sources_, "");
  selection.applies_when();
  append(problems, std::move(selection.problems()));
  for (const std::string& service : services) {
    Elaborator elaborator(policy, sources_, service);
    if (service.empty())
      elaborator.elaborate_everything();
    else
      elaborator.elaborate_service();
    Elaborated elaborated = elaborator.take();
    std::vector<Diagnostic> found = std::move(elaborator.problems());
    if (!has_errors(found)) {
      bound(elaborated, found);
      cases(elaborated, found, undecided_);
      if (service.empty() && rows == Rows::all) check_catalogs(elaborated, found);
    }
    if (!service.empty())
      std::erase_if(found, [&](const Diagnostic& problem) { return told_of_depth(problem, problems); });
    append(problems, std::move(found));
  }
}

void PolicyLibrary::check_catalogs(const Elaborated& elaborated, std::vector<Diagnostic>& problems) {
  for (const CatalogUse& use : elaborated.catalogs) {
    const auto known = std::find(checked_catalogs_.begin(), checked_catalogs_.end(), use.declaration);
    if (known != checked_catalogs_.end()) continue;  // inherited by many, and read once
    checked_catalogs_.push_back(use.declaration);
    catalogs_.check(*use.declaration, use.row, elaborated.program.types, problems);
  }
}

auto PolicyLibrary::broken_names(const FlatPolicy& policy) const -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const FileId id : files_of(policy)) {
    for (const ast::File& file : files_) {
      if (file.id != id) continue;
      for (const ast::Name& name : file.broken) names.push_back(name.text);
    }
  }
  return names;
}

auto PolicyLibrary::check_policy(const FlatPolicy& policy, Rows rows) -> std::vector<Diagnostic> {
  std::vector<Diagnostic> found;
  check_parts(policy, rows, found);
  if (has_syntax_errors(policy)) {
    const std::vector<std::string> broken = broken_names(policy);
    std::erase_if(found, [&](const Diagnostic& problem) { return is_cascade(problem, broken); });
  }
  if (!has_syntax_errors(policy) && !has_errors(found))
    append(found, unused_declarations(policy));  // what is wrong may be what would use it
  if (has_errors(problems_of(policy)))
    std::erase_if(found, [](const Diagnostic& one) { return one.code == Code::E0399; });
  return found;
}

auto PolicyLibrary::check(Undecided undecided) -> std::vector<Diagnostic> {
  undecided_ = undecided;
  std::vector<Diagnostic> problems;
  for (const FlatPolicy& policy : flattened_.policies) append(problems, check_policy(policy, Rows::all));
  problems.insert(problems.end(), problems_.begin(), problems_.end());
  return problems;
}

auto PolicyLibrary::check(const FlatPolicy& policy) -> std::vector<Diagnostic> {
  std::vector<Diagnostic> problems = check_policy(policy, Rows::none);
  append(problems, problems_of(policy));
  return problems;
}

auto PolicyLibrary::without_allowed(std::vector<Diagnostic> problems) const -> std::vector<Diagnostic> {
  Allowances allowances(files_);
  std::erase_if(problems, [&](const Diagnostic& problem) { return allowances.allow(problem); });
  append(problems, allowances.problems());
  sort_and_dedupe(problems);
  return problems;
}

}  // namespace remit
