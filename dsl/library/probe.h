// Whether one policy applies to a case, and on which day: a program of two nodes, made once, asked of any number of
// cases.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dsl/library/library.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/input_error.h"
#include "engine/io/read_case.h"
#include "engine/io/read_value.h"

namespace remit {

// nullptr: the policy has none of this name.
auto service_of(const FlatPolicy& policy, const std::string& name) -> const ast::Service*;

class Probe {
 public:
  // Requires: the policy, one of the library as it is open, has the service. Both outlive this.
  Probe(const PolicyLibrary& library, const FlatPolicy& policy, const std::string& service);
  Probe(const Probe&) = delete;
  auto operator=(const Probe&) -> Probe& = delete;

  // Requires, as all below: no problems. What cannot be read is told of by `missing`, once it is needed.
  void read(const ReadJson& json, ReadOptions options);

  // Failed where it cannot be told.
  auto applies() -> Value { return evaluator_->value_of(applies_); }
  // How many parts of the condition do not hold. Requires: it can be told whether the policy applies.
  auto unmet() -> std::size_t { return unmet(applies_); }
  // The governing date in days; absent where the case has none.
  auto date() -> std::optional<std::int64_t>;
  // Why something could not be told.
  [[nodiscard]] auto missing() const -> std::vector<InputError>;

  std::vector<Diagnostic> problems;

 private:
  auto unmet(NodeId node) -> std::size_t;
  auto read_slot(const ReadJson& json, const ReadOptions& options, std::uint32_t slot) -> Value;
  auto type_of(const std::string& input) const -> std::string;

  Elaborated elaborated_;  // which takes only what the two nodes read
  NodeId applies_ = kNoNode;
  ElaboratedExpression date_;
  std::set<std::uint32_t> slots_;  // that they read
  std::optional<Evaluator> evaluator_;

  Case given_;
  std::vector<InputError> read_errors_;
};

// By policy of a library, as long as what is open in it stays.
using Probes = std::map<const FlatPolicy*, std::unique_ptr<Probe>>;

}  // namespace remit
