#include "dsl/library/allowances.h"
#include "engine/text/nearest.h"

#include <algorithm>

namespace remit {
namespace {

auto nearest_warning(const std::string& name) -> std::string {
  std::vector<std::string> known;
  for (const Code code : all_codes()) {
    if (code_text(code).warning()) known.emplace_back(code_text(code).name);
  }
  return nearest_name(name, known);
}

auto cover(Span a, Span b) -> Span { return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

auto span_of(const ast::Policy& policy) -> Span {
  Span span = policy.span;
  for (const ast::Declaration& declaration : policy.declarations) span = cover(span, declaration.span);
  return span;
}

}  // namespace

Allowances::Allowances(const std::vector<ast::File>& files) {
  for (const ast::File& file : files) {
    for (const ast::Policy& policy : file.policies) {
      if (!policy.allows.empty()) add(span_of(policy), policy.allows);
      add(policy.declarations);
    }
    add(file.tests);
  }
}

void Allowances::add(const std::vector<ast::Declaration>& declarations) {
  for (const ast::Declaration& declaration : declarations) {
    add(declaration.span, declaration.notes.allows);
    if (const auto* block = std::get_if<ast::ForEach>(&declaration.body)) add(block->declarations);
  }
}

void Allowances::add(Span within, const std::vector<ast::Allowance>& allowances) {
  for (const ast::Allowance& allowance : allowances) {
    all_.push_back({within, &allowance, code_named(allowance.code.text), false});
  }
}

bool Allowances::allow(const Diagnostic& problem) {
  if (!code_text(problem.code).warning()) return false;
  bool allowed = false;
  for (One& one : all_) {
    const bool covers = one.within.file == problem.span.file && one.within.begin <= problem.span.begin &&
                        problem.span.begin < one.within.end;
    if (!covers || one.code != problem.code) continue;
    one.used = true;
    allowed = true;
  }
  return allowed;
}

auto Allowances::problems() const -> std::vector<Diagnostic> {
  std::vector<Diagnostic> problems;
  const auto tell = [&](Code code, const ast::Name& name, std::vector<std::string> arguments) {
    Diagnostic told{};
    told.code = code;
    told.span = name.span;
    told.arguments = std::move(arguments);
    problems.push_back(std::move(told));
  };
  for (const One& one : all_) {
    const ast::Name& name = one.allowance->code;
    if (!one.code || !code_text(*one.code).warning())
      tell(Code::E0252, name, {name.text, nearest_warning(name.text)});
    else if (!one.used)
      tell(Code::W0251, name, {name.text});
  }
  return problems;
}

}  // namespace remit
