// A library of policies written in a test, and what flattening makes of it, in words.
#pragma once
#include <string>
#include <vector>

#include "dsl/ast/dump.h"
#include "dsl/diagnostic/render.h"
#include "dsl/flatten/flatten.h"
#include "dsl/format/expression.h"
#include "dsl/parse/parse.h"

namespace remit {

class Library {
 public:
  explicit Library(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      const std::string path = std::string(1, static_cast<char>('a' + sources.files.size())) + ".remit";
      Parsed parsed = parse_file(sources.add(path, text));
      for (const Diagnostic& problem : parsed.problems) syntax += render_text(problem, sources, {});
      files.push_back(std::move(parsed.file));
    }
    flat = flatten(files);
  }

  [[nodiscard]] auto policy(const std::string& name) const -> const FlatPolicy* {
    for (const FlatPolicy& policy : flat.policies) {
      if (policy.name == name) return &policy;
    }
    return nullptr;
  }

  [[nodiscard]] auto find(const std::string& policy_name, const std::string& name) const -> const FlatDeclaration* {
    const FlatPolicy* at = policy(policy_name);
    if (at == nullptr) return nullptr;
    for (const FlatDeclaration& one : at->declarations) {
      if (one.declaration->name.text == name) return &one;
    }
    return nullptr;
  }

  // "a b c": the names of the declarations of a policy, in order.
  [[nodiscard]] auto names(const std::string& policy_name) const -> std::string {
    std::string names;
    for (const FlatDeclaration& one : policy(policy_name)->declarations) {
      names += (names.empty() ? "" : " ") + one.declaration->name.text;
    }
    return names;
  }

  // The versions of a value, as "2020-01-01..=1 2024-01-01..=2"; of a rule, with its exceptions.
  [[nodiscard]] auto versions(const std::string& policy_name, const std::string& name) const -> std::string {
    const FlatDeclaration* at = find(policy_name, name);
    if (at == nullptr) return "none";
    std::string text;
    const auto add = [&](const ast::Period& period, const ast::Expr& value) {
      text += (text.empty() ? "" : " ") + period.from + ".." + period.until + "=" + print_expression(value);
    };
    if (const auto* value = std::get_if<ast::ValueDecl>(&at->declaration->body)) {
      for (const ast::DatedValue& version : value->versions) add(version.period, *version.value);
    }
    if (const auto* rule = std::get_if<ast::Rule>(&at->declaration->body)) {
      for (const ast::RuleVersion& version : rule->versions) {
        add(version.period, *version.value);
        for (const ast::Exception& one : version.exceptions) {
          text += " except " + one.label.text + (one.of ? " of " + one.of->text : "");
          for (const ast::Name& other : one.over) text += " over " + other.text;
          text += " then " + print_expression(*one.then);
        }
      }
    }
    return text;
  }

  // "E0215 2:10 override of …" a line a problem.
  [[nodiscard]] auto problems() const -> std::string {
    std::string text = syntax;
    for (const Diagnostic& problem : flat.problems) {
      const Location at = locate(sources.at(problem.span.file), problem.span.begin);
      text += std::string(code_text(problem.code).name) + ' ' + std::to_string(at.line) + ':' +
              std::to_string(at.column) + ' ' + message_of(problem, Language::en) + '\n';
      for (const Note& note : problem.notes) {
        const Location there = locate(sources.at(note.span.file), note.span.begin);
        text += "  " + std::to_string(there.line) + ':' + std::to_string(there.column) + ' ' +
                note_message(note, Language::en) + '\n';
      }
    }
    return text;
  }

  SourceSet sources;
  std::vector<ast::File> files;
  Flattened flat;
  std::string syntax;
};

}  // namespace remit
