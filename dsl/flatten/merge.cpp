#include "dsl/flatten/merge.h"

#include <algorithm>

#include "dsl/ast/dump.h"
#include "dsl/flatten/versions.h"
#include "dsl/format/expression.h"

namespace remit {

namespace {

auto without_ranges(ast::TypeExpr type) -> std::string {
  type.low = type.high = nullptr;
  type.bounded = false;
  type.at_most.clear();
  if (type.element == nullptr) return print_type(type);
  return "list of " + without_ranges(*type.element);
}

auto fields_text(const std::vector<ast::Field>& fields) -> std::string {
  std::string text;
  for (const ast::Field& field : fields) {
    if (!text.empty()) text += ", ";
    text += field.name.text + " : " + without_ranges(*field.type);
  }
  return text;
}

// Reports names of `added` that are among `present`, in a declaration called `owner`.
template <class T, class NameOf>
void check_added(const std::string& owner, const std::vector<T>& present, const std::vector<T>& added, NameOf name_of,
                 std::vector<Diagnostic>& problems) {
  for (const T& one : added) {
    const ast::Name& name = name_of(one);
    const auto same =
        std::find_if(present.begin(), present.end(), [&](const T& other) { return name_of(other).text == name.text; });
    if (same == present.end() || name.text.empty()) continue;
    problems.push_back({Code::E0232,
                        name.span,
                        {name.text, owner},
                        {{NoteKind::declared_here, name_of(*same).span, {name.text}}},
                        std::nullopt});
  }
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// Versions may be added anywhere in time: a later one ends the one before it.
template <class Body>
void add_versions(const std::string& name, Body& base, const Body& by, std::vector<Diagnostic>& problems) {
  append(base.versions, by.versions);
  std::stable_sort(base.versions.begin(), base.versions.end(),
                   [](const auto& a, const auto& b) { return a.period.from < b.period.from; });
  std::vector<ast::Period> periods;
  for (const auto& version : base.versions) periods.push_back(version.period);
  check_versions(name, periods, VersionOrder::sorted, problems);
}

// A version of an `extend rule` without a value adds its exceptions to every version of the rule.
void add_to(const std::string& name, ast::Rule& base, const ast::Rule& by, std::vector<Diagnostic>& problems) {
  ast::Rule versions = by;
  std::erase_if(versions.versions, [](const ast::RuleVersion& version) { return version.value == nullptr; });
  for (const ast::RuleVersion& added : by.versions) {
    if (added.value != nullptr) continue;
    for (ast::RuleVersion& version : base.versions) {
      for (const ast::Exception& exception : added.exceptions) {
        const auto same = std::find_if(version.exceptions.begin(), version.exceptions.end(),
                                       [&](const auto& other) { return other.label.text == exception.label.text; });
        if (same == version.exceptions.end()) {
          version.exceptions.push_back(exception);
          continue;
        }
        problems.push_back({Code::E0227,
                            exception.label.span,
                            {name, exception.label.text},
                            {{NoteKind::declared_here, same->label.span, {same->label.text}}},
                            std::nullopt});
      }
    }
  }
  if (!versions.versions.empty()) add_versions(name, base, versions, problems);
}

void add_to(const std::string& name, ast::ValueDecl& base, const ast::ValueDecl& by,
            std::vector<Diagnostic>& problems) {
  add_versions(name, base, by, problems);
}
void add_to(const std::string& name, ast::Table& base, const ast::Table& by, std::vector<Diagnostic>& problems) {
  add_versions(name, base, by, problems);
}
void add_to(const std::string& name, ast::Bands& base, const ast::Bands& by, std::vector<Diagnostic>& problems) {
  add_versions(name, base, by, problems);
}
void add_to(const std::string& name, ast::Record& base, const ast::Record& by, std::vector<Diagnostic>& problems) {
  check_added(
      name, base.fields, by.fields, [](const auto& field) -> const ast::Name& { return field.name; }, problems);
  append(base.fields, by.fields);
}
void add_to(const std::string& name, ast::Documents& base, const ast::Documents& by,
            std::vector<Diagnostic>& problems) {
  check_added(
      name, base.papers, by.papers, [](const auto& paper) -> const ast::Name& { return paper.name; }, problems);
  append(base.papers, by.papers);
}
void add_to(const std::string&, ast::Service& base, const ast::Service& by, std::vector<Diagnostic>&) {
  for (const ast::Name& input : by.takes) {
    const auto same = [&](const ast::Name& other) { return other.text == input.text; };
    if (std::none_of(base.takes.begin(), base.takes.end(), same)) base.takes.push_back(input);
  }
  append(base.gives, by.gives);
  append(base.ensures, by.ensures);
  append(base.requires_, by.requires_);
  append(base.lists, by.lists);
}

void append(ast::Notes& to, const ast::Notes& more) {
  append(to.cites, more.cites);
  append(to.assumptions, more.assumptions);
  append(to.unexpressed, more.unexpressed);
  append(to.allows, more.allows);
}

void append_labels(ast::Labels& to, const ast::Labels& more) {
  for (const ast::Label& label : more) {
    const auto same = [&](const ast::Label& other) { return other.language == label.language; };
    if (std::none_of(to.begin(), to.end(), same)) to.push_back(label);
  }
}

template <class Body>
concept Extensible = requires(Body& base, std::vector<Diagnostic>& problems) {
  add_to(std::string(), base, base, problems);
};

// Of a value, a rule, an input … or what is needed; null where there is none.
auto type_of(const ast::Declaration& declaration) -> const ast::TypeExpr* {
  return std::visit(
      [](const auto& body) -> const ast::TypeExpr* {
        if constexpr (requires { body.type; }) return body.type;
        return nullptr;
      },
      declaration.body);
}

bool differs(const ast::Expr* said, const ast::Expr* before) {
  return said != nullptr && (before == nullptr || ast::dump(*said) != ast::dump(*before));
}

template <class Body>
auto other_keys(const Body& base, const Body& by) -> std::string {
  const auto same = [](const ast::Key& a, const ast::Key& b) { return a.path.text() == b.path.text(); };
  const bool again = std::equal(base.keys.begin(), base.keys.end(), by.keys.begin(), by.keys.end(), same);
  return by.keys.empty() || again ? "" : "by";
}

}  // namespace

auto kept_type(const ast::Declaration& declaration) -> std::string {
  const ast::TypeExpr* type = type_of(declaration);
  return std::visit(
      [type](const auto& body) -> std::string {
        using Body = std::decay_t<decltype(body)>;
        if constexpr (std::is_same_v<Body, ast::Table>) {
          return body.result != nullptr ? without_ranges(*body.result) : fields_text(body.results);
        } else if constexpr (std::is_same_v<Body, ast::Bands>) {
          if (body.axis == nullptr) return {};
          return without_ranges(*body.axis) + (body.result == nullptr ? "" : " : " + without_ranges(*body.result));
        } else if constexpr (std::is_same_v<Body, ast::History>) {
          return body.element == nullptr ? "" : without_ranges(*body.element);
        } else {
          return type == nullptr ? "" : without_ranges(*type);
        }
      },
      declaration.body);
}

auto type_span(const ast::Declaration& declaration) -> Span {
  const ast::TypeExpr* type = type_of(declaration);
  return type == nullptr ? Span() : type->span;
}

auto restated(const ast::Declaration& base, const ast::Declaration& by) -> std::string {
  if (const auto* service = std::get_if<ast::Service>(&by.body)) {
    const auto& old = std::get<ast::Service>(base.body);
    const bool as_of = service->governed_by_as_of && !old.governed_by_as_of;
    if (as_of || differs(service->governed_by, old.governed_by)) return "governed by";
    const bool posting = service->ordered_by_posting && !old.ordered_by_posting;
    if (posting || differs(service->ordered_by, old.ordered_by)) return "ordered by";
  }
  if (const auto* table = std::get_if<ast::Table>(&by.body)) return other_keys(std::get<ast::Table>(base.body), *table);
  if (const auto* bands = std::get_if<ast::Bands>(&by.body)) return other_keys(std::get<ast::Bands>(base.body), *bands);
  return {};
}

auto overridden(const ast::Declaration& base, const ast::Declaration& by) -> ast::Declaration {
  ast::Declaration merged = by;
  merged.change = ast::Change::none;
  merged.is_private = base.is_private;
  if (merged.labels.empty()) merged.labels = base.labels;
  std::visit(
      [&](auto& body) {
        if constexpr (requires { body.type; }) {
          if (body.type == nullptr) body.type = type_of(base);
        }
      },
      merged.body);
  return merged;
}

bool extensible(const ast::Declaration& declaration) {
  return std::visit([]<class Body>(const Body&) { return Extensible<Body>; }, declaration.body);
}

auto extended(const ast::Declaration& base, const ast::Declaration& by, std::vector<Diagnostic>& problems)
    -> ast::Declaration {
  ast::Declaration merged = base;
  append(merged.notes, by.notes);
  append_labels(merged.labels, by.labels);
  std::visit(
      [&]<class Body>(Body& body) {
        if constexpr (Extensible<Body>) add_to(base.name.text, body, std::get<Body>(by.body), problems);
      },
      merged.body);
  return merged;
}

auto exception_labels(const ast::Rule& rule) -> std::vector<std::string> {
  std::vector<std::string> labels;
  for (const ast::RuleVersion& version : rule.versions) {
    for (const ast::Exception& exception : version.exceptions) labels.push_back(exception.label.text);
  }
  return labels;
}

void replace_exception(ast::Rule& rule, const ast::Exception& by) {
  for (ast::RuleVersion& version : rule.versions) {
    for (ast::Exception& exception : version.exceptions) {
      if (exception.label.text != by.label.text) continue;
      const ast::Labels labels = exception.labels;
      exception = by;
      exception.rule = {};
      if (exception.labels.empty()) exception.labels = labels;
    }
  }
}

void drop_exception(ast::Rule& rule, std::string_view label) {
  for (ast::RuleVersion& version : rule.versions) {
    std::erase_if(version.exceptions, [&](const auto& exception) { return exception.label.text == label; });
    for (ast::Exception& exception : version.exceptions) {
      std::erase_if(exception.over, [&](const ast::Name& other) { return other.text == label; });
    }
  }
}

auto exceptions_of(const ast::Rule& rule, std::string_view label) -> std::vector<ast::Name> {
  std::vector<ast::Name> found;
  for (const ast::RuleVersion& version : rule.versions) {
    for (const ast::Exception& exception : version.exceptions) {
      if (exception.of && exception.of->text == label) found.push_back(exception.label);
    }
  }
  return found;
}

void drop_with_children(ast::Rule& rule, const std::string& label) {
  const std::vector<ast::Name> children = exceptions_of(rule, label);
  drop_exception(rule, label);
  for (const ast::Name& child : children) drop_with_children(rule, child.text);
}

}  // namespace remit
