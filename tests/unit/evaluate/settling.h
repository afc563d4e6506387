// Settles cases of a test's policy, and prints what comes out.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/verify.h"
#include "tests/unit/evaluate/policy.h"

namespace remit {

inline void PrintTo(const Number& number, std::ostream* out) { *out << number.to_string(); }

namespace test {

// Requires: the policy is complete.
class Settling {
 public:
  explicit Settling(const Policy& policy) : policy_(policy), evaluator(policy.b.program, policy.names) {
    EXPECT_EQ(verify(policy.b.program), std::vector<std::string>{});
    given.inputs.resize(policy.b.program.input_count);
    given.lists.resize(policy.b.program.lists.size());
    given.memories.resize(policy.b.program.memories.size());
  }
  void set(const std::string& name, Value value) { given.inputs[policy_.inputs.at(name)] = std::move(value); }
  void set(const std::string& name, const char* n) { set(name, Value(number(n))); }
  // A list at the case's level, a row an element.
  void fill(ListId list, const std::vector<std::vector<Value>>& rows) {
    ListColumns& columns = given.lists[static_cast<std::size_t>(list)];
    columns.offsets = {0, static_cast<std::uint32_t>(rows.size())};
    columns.columns.assign(policy_.b.program.at(list).columns.size(), {});
    for (const auto& row : rows) {
      for (std::size_t c = 0; c < row.size(); ++c) columns.columns[c].push_back(row[c]);
    }
  }
  auto settle() -> Answer { return evaluator.settle(given); }
  // The outputs as text; or the errors, "E0902 p/due: division of …".
  auto text() -> std::string {
    const Answer answer = settle();
    std::string all;
    for (const OutputValue& o : answer.outputs) all += (all.empty() ? "" : " ") + plain(o.value);
    for (const CaseError& e : answer.errors) {
      all += (all.empty() ? "" : "\n") + e.code + " " + e.step + ": " + error_message(e, "en");
    }
    return all;
  }
  static auto plain(const Value& v) -> std::string {
    switch (v.tag()) {
      case Value::Tag::failed: return "failed";
      case Value::Tag::absent: return "absent";
      case Value::Tag::boolean: return v.as_bool() ? "yes" : "no";
      case Value::Tag::number: return v.as_number().to_string();
      case Value::Tag::integer: return std::to_string(v.as_integer());
      case Value::Tag::text: return v.as_text();
      case Value::Tag::sequence: {
        std::string all;
        for (const Value& part : v.as_sequence()) all += (all.empty() ? "" : ",") + plain(part);
        return "[" + all + "]";
      }
      case Value::Tag::range: return "range";
      case Value::Tag::element: return "#" + std::to_string(v.as_element().index + 1);
    }
    return {};
  }

 private:
  const Policy& policy_;

 public:
  Case given;
  Evaluator evaluator;
};

}  // namespace test
}  // namespace remit
