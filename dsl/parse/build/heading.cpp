// The headings of policies, modules and amendments.
#include <utility>

#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto kind_of(Context& context, const Node& node) -> ast::Policy::Kind {
  if (node.kind == Kind::module_) return ast::Policy::Kind::module;
  if (node.kind == Kind::amendment) return ast::Policy::Kind::amendment;
  return context.first(node) == Token::abstract_ ? ast::Policy::Kind::abstract_policy : ast::Policy::Kind::policy;
}

// `amend PARENT as NAME`: the last path read is the name.
void take_path(ast::Policy& policy, ast::Path path) {
  if (!policy.name.parts.empty()) policy.parent = std::move(policy.name);
  policy.name = std::move(path);
}

void take_allow(Context& context, const Node& part, ast::Policy& policy) {
  ast::Notes notes;
  build_note(context, part, notes);
  for (ast::Allowance& allowance : notes.allows) policy.allows.push_back(std::move(allowance));
}

}  // namespace

auto build_policy(Context& context, const Node& node) -> ast::Policy {
  ast::Policy policy;
  policy.kind = kind_of(context, node);
  policy.span = context.span(node);
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::path: take_path(policy, context.path(part)); break;
      case Kind::label: policy.labels.push_back(context.label(part)); break;
      case Kind::extends: policy.parent = context.path(context.last_child(part)); break;
      case Kind::in_force: policy.in_force = build_period(context, context.last_child(part)); break;
      case Kind::applies_when: policy.applies_when = build_last(context, part); break;
      case Kind::opens_block: policy.braces = true; break;
      default: take_allow(context, part, policy); break;
    }
  }
  return policy;
}

}  // namespace remit::parse
