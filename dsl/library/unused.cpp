#include "dsl/library/unused.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "dsl/ast/dump.h"
#include "dsl/ast/words.h"

namespace remit {
namespace {

// What others may reach. All else is either asked for from outside, or no thing that can be used.
bool can_be_unused(const ast::Declaration& declaration) {
  return std::visit(
      [](const auto& body) {
        using Body = std::decay_t<decltype(body)>;
        return std::is_same_v<Body, ast::ValueDecl> || std::is_same_v<Body, ast::Table> ||
               std::is_same_v<Body, ast::Bands> || std::is_same_v<Body, ast::Catalog> ||
               std::is_same_v<Body, ast::Rule> || std::is_same_v<Body, ast::Function> ||
               std::is_same_v<Body, ast::Share> || std::is_same_v<Body, ast::Enum> ||
               std::is_same_v<Body, ast::Record> || std::is_same_v<Body, ast::Currency> ||
               std::is_same_v<Body, ast::Source> || std::is_same_v<Body, ast::Input>;
      },
      declaration.body);
}

// The quoted words of a dump: every name in it.
auto mentions(std::string_view dump) -> std::vector<std::string> {
  std::vector<std::string> words;
  for (std::size_t open = dump.find('"'); open != std::string_view::npos;) {
    const std::size_t close = dump.find('"', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view text = dump.substr(open + 1, close - open - 1);
    words.emplace_back(text);
    for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
      words.emplace_back(text.substr(0, dot));  // a path mentions where it begins
      words.emplace_back(text.substr(dot + 1));
    }
    open = dump.find('"', close + 1);
  }
  return words;
}

class Reach {
 public:
  explicit Reach(const FlatPolicy& policy) {
    for (const FlatDeclaration& flat : policy.declarations) by_name_[flat.declaration->name.text].push_back(&flat);
    for (const FlatDeclaration& flat : policy.declarations) {
      if (!can_be_unused(*flat.declaration)) follow(flat);
    }
    for (const FlatBlock& block : policy.blocks) {
      reach(ast::dump(*block.list));
      if (block.governed_by != nullptr) reach(ast::dump(*block.governed_by));
    }
    for (const ast::Expr* condition : policy.applies_when) reach(ast::dump(*condition));
    for (const ast::Declaration* test : policy.tests) reach(ast::dump(*test));
  }
  [[nodiscard]] bool has(const FlatDeclaration& flat) const { return reached_.contains(&flat); }

 private:
  void reach(const std::string& dump) {
    for (const std::string& word : mentions(dump)) {
      const auto found = by_name_.find(word);
      if (found == by_name_.end()) continue;
      for (const FlatDeclaration* flat : found->second) follow(*flat);
    }
  }
  // Depth is at most the longest chain of declarations; a work list keeps it off the stack.
  void follow(const FlatDeclaration& flat) {
    if (!reached_.insert(&flat).second) return;
    waiting_.push_back(&flat);
    if (working_) return;
    working_ = true;
    while (!waiting_.empty()) {
      const FlatDeclaration* next = waiting_.back();
      waiting_.pop_back();
      reach(ast::dump(*next->declaration));
    }
    working_ = false;
  }

  std::map<std::string, std::vector<const FlatDeclaration*>> by_name_;
  std::set<const FlatDeclaration*> reached_;
  std::vector<const FlatDeclaration*> waiting_;
  bool working_ = false;
};

}  // namespace

auto unused_declarations(const FlatPolicy& policy) -> std::vector<Diagnostic> {
  const Reach reach(policy);
  std::vector<Diagnostic> problems;
  for (const FlatDeclaration& flat : policy.declarations) {
    const ast::Declaration& declaration = *flat.declaration;
    const bool own = flat.origins.front().policy == policy.policy;
    if (!own || !can_be_unused(declaration) || reach.has(flat)) continue;
    Diagnostic told{};
    told.code = Code::W0250;
    told.span = declaration.name.span;
    told.arguments = {declaration.name.text};
    problems.push_back(std::move(told));
  }
  return problems;
}

}  // namespace remit
