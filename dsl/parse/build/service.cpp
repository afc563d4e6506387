// Services and tests.
#include <utility>

#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"

namespace remit::parse {
namespace {

auto shown_result(Context& context, const Node& node) -> ast::Given {
  ast::Given given;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::path: given.path = context.path(part); break;
      case Kind::label: given.labels.push_back(context.label(part)); break;
      case Kind::code: given.code = context.quoted(part.end - 1); break;
      default: given.fields.push_back(shown_result(context, part)); break;
    }
  }
  return given;
}

auto ensures(Context& context, const Node& node) -> ast::Ensures {
  ast::Ensures ensures;
  ensures.span = context.span(node);
  for (const Node& part : context.children(node)) {
    if (part.kind == Kind::within) {
      ensures.within = build_last(context, part);
    } else if (part.kind == Kind::label) {
      ensures.labels.push_back(context.label(part));
    } else if (!build_note(context, part, ensures.notes)) {
      ensures.holds = build_expression(context, part);
    }
  }
  return ensures;
}

auto assignment(Context& context, const Node& node) -> ast::Assignment {
  const auto parts = context.children(node);
  const bool absent = parts[1].kind == Kind::absent;
  return {build_expression(context, parts[0]), absent ? nullptr : build_expression(context, parts[1]),
          context.span(node)};
}

auto expectation(Context& context, const Node& node) -> ast::Expectation {
  using Expectation = ast::Expectation;
  switch (node.kind) {
    case Kind::expect_error:
      return {Expectation::Kind::error, nullptr, context.quoted(node.end - 1), context.span(node)};
    case Kind::expect_blocked: return {Expectation::Kind::blocked, nullptr, {}, context.span(node)};
    default: return {Expectation::Kind::holds, build_last(context, node), {}, context.span(node)};
  }
}

void test_clause(Context& context, const Node& node, ast::Test& test) {
  switch (node.kind) {
    case Kind::givens:
      for (const Node& part : context.children(node)) test.steps.back().given.push_back(assignment(context, part));
      break;
    case Kind::expects:
      for (const Node& part : context.children(node)) test.steps.back().expect.push_back(expectation(context, part));
      break;
    case Kind::as_of_date: test.steps.back().as_of = context.digits(node.end - 1); break;
    case Kind::next_case: test.steps.emplace_back(); break;
    case Kind::columns:
      for (const Node& part : context.children(node)) {
        test.columns.push_back({part.kind == Kind::expect_column, build_last(context, part)});
      }
      break;
    default: break;
  }
}

}  // namespace

auto build_service(Context& context, const Node& node) -> ast::Service {
  ast::Service service;
  for (const Node& part : context.children(node)) {
    switch (part.kind) {
      case Kind::takes: service.takes = build_names(context, part); break;
      case Kind::governed_by_as_of: service.governed_by_as_of = true; break;
      case Kind::governed_by: service.governed_by = build_last(context, part); break;
      case Kind::ordered_by_posting: service.ordered_by_posting = true; break;
      case Kind::ordered_by: service.ordered_by = build_last(context, part); break;
      case Kind::gives:
        for (const Node& child : context.children(part)) service.gives.push_back(shown_result(context, child));
        break;
      case Kind::ensures: service.ensures.push_back(ensures(context, part)); break;
      case Kind::requires_:
        for (ast::Name& name : build_names(context, part)) service.requires_.push_back(std::move(name));
        break;
      case Kind::lists:
        for (ast::Name& name : build_names(context, part)) service.lists.push_back(std::move(name));
        break;
      default: break;
    }
  }
  return service;
}

auto build_test(Context& context, const Node& node) -> ast::Test {
  ast::Test test;
  test.steps.emplace_back();
  for (const Node& part : context.children(node)) {
    const std::uint32_t last = part.end - 1;
    switch (part.kind) {
      case Kind::text: test.title = context.quoted(last); break;
      case Kind::of: test.of = context.path(context.last_child(part)); break;
      case Kind::test_service: test.service = context.name(last); break;
      case Kind::like:
        test.like = context.quoted(last);
        test.like_span = context.span(last);
        break;
      case Kind::columns:
        test_clause(context, part, test);
        test.cases.push_back({{}, context.span(part)});
        break;
      case Kind::row: test.cases.push_back(build_row(context, part)); break;
      default: test_clause(context, part, test); break;
    }
  }
  return test;
}

}  // namespace remit::parse
