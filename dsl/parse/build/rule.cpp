// Rules and exceptions, functions, shares, payers, requirements, documents.
#include <utility>

#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto rule_version(Context& context, const Node& node) -> ast::RuleVersion {
  ast::RuleVersion version;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::period: version.period = build_period(context, part); break;
      case Kind::base_value: version.value = build_last(context, part); break;
      case Kind::when: version.when = build_last(context, part); break;
      case Kind::exception: version.exceptions.push_back(build_exception(context, part)); break;
      default: break;
    }
  }
  return version;
}

auto parameter(Context& context, const Node& node) -> ast::Function::Parameter {
  const auto parts = context.children(node);
  return {context.name(parts[0].first), build_type(context, parts[1])};
}

auto severity_of(Token token) -> ast::Severity {
  switch (token) {
    case Token::blocks: return ast::Severity::blocks;
    case Token::pends: return ast::Severity::pends;
    case Token::reduces: return ast::Severity::reduces;
    default: return ast::Severity::warns;
  }
}

auto labels_of(Context& context, const Node& node) -> ast::Labels {
  ast::Labels labels;
  for (const Node& part : context.children(node)) labels.push_back(context.label(part));
  return labels;
}

auto paper(Context& context, const Node& node) -> ast::Document {
  ast::Document document;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::name: document.name = context.name(part.first); break;
      case Kind::label: document.labels.push_back(context.label(part)); break;
      case Kind::when: document.when = build_last(context, part); break;
      default: document.one_of.push_back(paper(context, part)); break;
    }
  }
  return document;
}

}  // namespace

auto build_exception(Context& context, const Node& node) -> ast::Exception {
  ast::Exception exception;
  exception.span = context.span(node);
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::name: exception.label = context.name(part.first); break;
      case Kind::of_rule:  // `except x.label`: what was read as the label is the rule
        exception.rule = std::exchange(exception.label, context.name(part.end - 1));
        break;
      case Kind::label: exception.labels.push_back(context.label(part)); break;
      case Kind::over: exception.over = build_names(context, part); break;
      case Kind::of: exception.of = context.name(part.end - 1); break;
      case Kind::when: exception.when = build_last(context, part); break;
      case Kind::then: exception.then = build_last(context, part); break;
      default: build_note(context, part, exception.notes); break;
    }
  }
  return exception;
}

auto build_rule(Context& context, const Node& node) -> ast::Rule {
  ast::Rule rule;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::list_type:
      case Kind::base_type: rule.type = build_type(context, part); break;
      case Kind::rounded: rule.rounded = build_rounded(context, part); break;
      case Kind::rule_version: rule.versions.push_back(rule_version(context, part)); break;
      default: break;
    }
  }
  return rule;
}

auto build_function(Context& context, const Node& node) -> ast::Function {
  ast::Function function;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::parameter: function.parameters.push_back(parameter(context, part)); break;
      case Kind::list_type:
      case Kind::base_type: function.type = build_type(context, part); break;
      case Kind::body: function.body = build_last(context, part); break;
      default: break;
    }
  }
  return function;
}

auto build_share(Context& context, const Node& node) -> ast::Share {
  ast::Share share;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::name: share.loop = context.name(part.first); break;  // the second name is the one that stays
      case Kind::list_type:
      case Kind::base_type: share.type = build_type(context, part); break;
      case Kind::amount: share.amount = build_last(context, part); break;
      case Kind::in_list: share.list = build_last(context, part); break;
      case Kind::pro_rata: share.weight = build_last(context, part); break;
      case Kind::in_order_of: share.order = build_last(context, part); break;
      case Kind::share_at_most: share.at_most = build_last(context, part); break;
      case Kind::takes_all:
        share.takes_all = context.tokens.at(part.first + 1) == Token::first ? "first" : "last";
        break;
      default: break;
    }
  }
  return share;
}

auto build_payers(Context& context, const Node& node) -> ast::Payers {
  ast::Payers payers;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::amount: payers.amount = build_last(context, part); break;
      case Kind::payer: payers.payers.push_back(context.name(part.first)); break;
      case Kind::rest: payers.rest = context.name(part.end - 1); break;
      default: break;
    }
  }
  return payers;
}

auto build_require(Context& context, const Node& node) -> ast::Require {
  ast::Require require;
  bool decided = false;  // the labels before the severity are the declaration's own
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::when: require.when = build_last(context, part); break;
      case Kind::holds: require.holds = build_last(context, part); break;
      case Kind::severity:
        require.severity = severity_of(context.first(part));
        decided = true;
        break;
      case Kind::label:
        if (decided) require.message.push_back(context.label(part));
        break;
      case Kind::advice: require.advice = labels_of(context, part); break;
      default: break;
    }
  }
  return require;
}

auto build_documents(Context& context, const Node& node) -> ast::Documents {
  ast::Documents documents;
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::when) documents.when = build_last(context, part);
    if (part.kind == Kind::document || part.kind == Kind::one_of) documents.papers.push_back(paper(context, part));
  }
  return documents;
}

}  // namespace remit::parse
