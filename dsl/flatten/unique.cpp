#include "dsl/flatten/unique.h"

#include <string_view>
#include <unordered_map>

namespace remit {

namespace {

class Unique {
 public:
  Unique(const ast::Declaration& owner, std::vector<Diagnostic>& problems) : owner_(owner), problems_(problems) {}

  void check(const ast::Enum& x) { named(x.members); }
  void check(const ast::Record& x) { named(x.fields); }
  void check(const ast::Table& x) { named(x.results); }
  void check(const ast::Catalog& x) { named(x.fields); }
  void check(const ast::Function& x) { named(x.parameters); }
  void check(const ast::History& x) { named(x.records); }
  void check(const ast::Account& x) { names(x.pots); }
  void check(const ast::Payers& x) {
    names(x.payers);
    one(x.rest);
  }
  void check(const ast::Documents& x) { papers(x.papers); }
  void check(const ast::Rule& x) {
    for (const ast::RuleVersion& version : x.versions) {
      seen_.clear();
      for (const ast::Exception& exception : version.exceptions) one(exception.label, Code::E0227);
    }
  }
  template <class Other>
  void check(const Other&) {}

 private:
  template <class T>
  void named(const std::vector<T>& list) {
    for (const T& element : list) one(element.name);
  }
  void names(const std::vector<ast::Name>& list) {
    for (const ast::Name& name : list) one(name);
  }
  void papers(const std::vector<ast::Document>& list) {
    for (const ast::Document& paper : list) {
      if (!paper.name.text.empty()) one(paper.name);
      papers(paper.one_of);
    }
  }
  void one(const ast::Name& name, Code code = Code::E0232) {
    const auto [first, fresh] = seen_.try_emplace(name.text, name.span);
    if (fresh) return;
    std::vector<std::string> arguments = {name.text, owner_.name.text};
    if (code == Code::E0227) std::swap(arguments[0], arguments[1]);
    problems_.push_back(
        {code, name.span, std::move(arguments), {{NoteKind::declared_here, first->second, {name.text}}}, std::nullopt});
  }

  const ast::Declaration& owner_;
  std::vector<Diagnostic>& problems_;
  std::unordered_map<std::string_view, Span> seen_;
};

}  // namespace

void check_unique(const ast::Declaration& declaration, std::vector<Diagnostic>& problems) {
  Unique unique(declaration, problems);
  std::visit([&](const auto& body) { unique.check(body); }, declaration.body);
}

}  // namespace remit
