#include "repl/command/labels.h"

#include <algorithm>
#include <optional>

namespace remit::repl {
namespace {

// Capital letters of English labels count as small ones.
bool equal(const std::string& label, const std::string& text) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(label.begin(), label.end(), text.begin(), text.end(),
                    [&](char a, char b) { return small(a) == small(b); });
}

// Of things that are offered one after the other, the first with the label, unless one has the text as its name.
class Search {
 public:
  explicit Search(const std::string& text) : text_(text) {}

  template <class Labels>
  void offer(const std::string& name, const Labels& labels) {
    is_name_ = is_name_ || name == text_;
    const bool has = std::any_of(labels.begin(), labels.end(), [&](const auto& one) { return equal(one.text, text_); });
    if (has && !found_) found_ = name;
  }
  auto meant() const -> std::string { return is_name_ ? text_ : found_.value_or(text_); }

 private:
  const std::string& text_;
  bool is_name_ = false;
  std::optional<std::string> found_;
};

}  // namespace

namespace {

void offer_results(const Program& program, const ProgramNames& names, Search& search) {
  for (const remit::Output& output : program.outputs) search.offer(output.name, output.labels);
  for (const DeclarationName& rule : names.rules) search.offer(rule.name, rule.labels);
}

void offer_inputs(const std::vector<InputShape>& shapes, const std::string& before, Search& search) {
  for (const InputShape& shape : shapes) {
    if (shape.field.name.empty()) continue;
    const std::string path = before + shape.field.name;
    search.offer(path, shape.field.labels);
    offer_inputs(shape.children, path + (shape.kind == InputShape::Kind::list ? "[1]." : "."), search);
  }
}

}  // namespace

auto result_meant(const Settled& settled, const std::string& text) -> std::string {
  Search search(text);
  offer_results(settled.program(), settled.names(), search);
  return search.meant();
}

auto input_meant(Session& session, const std::string& text) -> std::string {
  const auto prepared = session.prepare_loosely(session.service());
  if (!prepared) return text;
  Search search(text);
  offer_inputs(prepared.value()->program().inputs, "", search);
  return search.meant();
}

auto variable_meant(const Settled& settled, const std::string& text) -> std::string {
  Search search(text);
  offer_inputs(settled.program().inputs, "", search);
  offer_results(settled.program(), settled.names(), search);
  return search.meant();
}

auto expression_meant(const Prepared& prepared, const std::string& text) -> std::string {
  Search search(text);
  offer_results(prepared.program(), prepared.names(), search);
  offer_inputs(prepared.program().inputs, "", search);
  return search.meant();
}

auto decided_meant(const Settled& settled, const std::string& text) -> std::string {
  Search search(text);
  for (const DeclarationName& one : settled.names().exceptions) search.offer(one.name, one.labels);
  for (const DeclarationName& one : settled.names().requirements) search.offer(one.name, one.labels);
  return search.meant();
}

auto declaration_meant(const FlatPolicy& policy, const std::string& text) -> std::string {
  Search search(text);
  for (const FlatDeclaration& flat : policy.declarations) {
    for (const Origin& origin : flat.origins) search.offer(flat.declaration->name.text, origin.declaration->labels);
  }
  return search.meant();
}

}  // namespace remit::repl
