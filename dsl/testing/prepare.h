// Tests with their names and types resolved: what is to be put into the cases, and which conditions must then hold.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/elaborate/elaborate.h"
#include "dsl/flatten/flatten.h"
#include "dsl/library/library.h"

namespace remit {

// A piece of a case.
struct PreparedGiven {
  std::vector<std::string> path;   // of an input: `claim.items[2].amount` is claim, items, 2, amount
  std::optional<MemoryId> memory;  // or what was before, under `keys` or the case's own
  std::vector<ElaboratedExpression> keys;
  std::string part;            // of an account: the pot; of a spell: start, end
  ElaboratedExpression value;  // kNoNode: absent, or
  bool empty_list = false;     // a list without a type of its own
};

struct PreparedExpectation {
  const ast::Expectation* written = nullptr;  // nullptr: a cell of a table of cases
  ast::Expectation::Kind kind{};
  std::string error;                       // a code, or part of the message
  NodeId node = kNoNode;                   // the condition; or
  NodeId left = kNoNode, right = kNoNode;  // an equation whose left side may be absent: it then does not hold
  const ast::Expr* literal = nullptr;      // of an equation: its right side, which may be one
  Span span;
  std::string text;  // as it is written
};

struct PreparedCase {
  std::vector<PreparedGiven> given;
  std::vector<PreparedExpectation> expect;
  std::string as_of;
  std::uint32_t row = 0;  // of a table of cases, from 1; 0: none
  Span row_span;
};

struct PreparedTest {
  const ast::Declaration* declaration = nullptr;
  std::vector<PreparedCase> cases;  // one after the other; rows of a table each stand alone
};

// All tests of one service of one version of a policy, and the program that they run.
struct PreparedTests {
  std::unique_ptr<Compiled> compiled;
  std::vector<PreparedTest> tests;
  // Tests `of` the policy that do not fit this version, but another.
  std::map<const ast::Declaration*, std::vector<Diagnostic>> unfit;
  std::shared_ptr<ast::Arena> arena;  // expressions made for cells
};

// Of the versions of one policy. Problems are appended; a test that fits no version is left out.
auto prepare_tests(PolicyLibrary& library, std::span<const FlatPolicy> versions, std::vector<Diagnostic>& problems)
    -> std::vector<PreparedTests>;

// The policies of a library, those of one name together.
auto by_name(const PolicyLibrary& library) -> std::vector<std::span<const FlatPolicy>>;

}  // namespace remit
