#include "repl/session/workspace.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace remit::repl {

Snapshot::Snapshot(std::unique_ptr<LibraryFiles> files) : files_(std::move(files)) {
  for (const std::string& path : files_->list(".remit")) {
    std::string why;
    if (auto text = files_->read(path, why))
      texts_.emplace(path, *std::move(text));
    else
      unreadable_.emplace(path, why);
  }
}

auto Snapshot::list(std::string_view suffix) -> std::vector<std::string> {
  if (suffix != ".remit") return files_->list(suffix);
  std::map<std::string, std::string> all = unreadable_;
  all.insert(texts_.begin(), texts_.end());
  std::vector<std::string> paths;
  for (const auto& [path, text] : all) paths.push_back(path);
  return paths;
}

auto Snapshot::read(const std::string& path, std::string& why) -> std::optional<std::string> {
  if (const auto found = texts_.find(path); found != texts_.end()) return found->second;
  const auto wrong = unreadable_.find(path);
  if (wrong == unreadable_.end()) return files_->read(path, why);
  why = wrong->second;
  return std::nullopt;
}

OpenedPolicy::OpenedPolicy(Snapshot& snapshot, Sink* cache, std::string name, std::vector<NamedText> changes)
    : name_(std::move(name)), library_(snapshot, snapshot.shown(), PolicyLibrary::Extent::headings, changes) {
  if (cache != nullptr) library_.catalogs().use_indices(snapshot, *cache);
  library_.open(name_);
}

auto OpenedPolicy::versions() const -> std::vector<const FlatPolicy*> {
  std::vector<const FlatPolicy*> versions;
  for (const FlatPolicy& policy : library_.policies()) {
    if (policy.name == name_) versions.push_back(&policy);
  }
  return versions;
}

namespace {

using Declarations = std::vector<const FlatDeclaration*>;

// What was declared at the prompt, and can be asked for whether the service reads it or not.
auto typed_in(const PolicyLibrary& library, const FlatPolicy& version) -> Declarations {
  Declarations typed;
  for (const FlatDeclaration& flat : version.declarations) {
    const ast::Declaration& one = *flat.declaration;
    const bool asked = std::holds_alternative<ast::ValueDecl>(one.body) || std::holds_alternative<ast::Rule>(one.body);
    const bool at_prompt = std::ranges::any_of(flat.origins, [&](const Origin& origin) {
      return library.sources().at(origin.declaration->span.file).hidden_lines > 0;
    });
    if (asked && at_prompt) typed.push_back(&flat);
  }
  return typed;
}

auto elaborating(const Declarations& declarations) -> std::function<void(Elaborator&)> {
  return [&declarations](Elaborator& elaborator) {
    for (const FlatDeclaration* one : declarations) elaborator.elaborate(*one);
  };
}

}  // namespace

auto OpenedPolicy::prepare(const FlatPolicy& version, const std::string& service, bool as_of) -> Prepared& {
  Prepared& kept = prepared_[{&version, service, as_of}];
  if (kept.compiled) return kept;
  Declarations typed = typed_in(library_, version);
  kept = prepare(version, service, as_of, elaborating(typed));
  if (kept.evaluator != nullptr || typed.empty()) return kept;
  std::erase_if(typed, [&](const FlatDeclaration* one) {  // some may need what the service does not take
    const Declarations alone{one};
    return prepare(version, service, as_of, elaborating(alone)).evaluator == nullptr;
  });
  kept = prepare(version, service, as_of, elaborating(typed));
  return kept;
}

auto OpenedPolicy::prepare(const FlatPolicy& version, const std::string& service, bool as_of,
                           const std::function<void(Elaborator&)>& also) -> Prepared {
  Prepared made;
  made.version = &version;
  made.library = &library_;
  made.compiled = library_.compile(version, service, also);
  if (has_errors(made.compiled->problems)) return made;
  if (as_of) made.compiled->elaborated.program.governed_by = kNoNode;
  made.evaluator = std::make_unique<Evaluator>(made.compiled->program(), made.compiled->names());
  return made;
}

}  // namespace remit::repl
