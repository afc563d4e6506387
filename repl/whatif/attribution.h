// Two policies on the same case: what each result is by one and by the other, and which rules the difference comes
// from, in parts that add up to it exactly.
//
// Attribution. Call the policies A and B. The rules that both have are walked in A's order, in which a rule stands
// after all that it reads. The world is A's at first. A rule whose value in this world differs from its value by B,
// though every rule before it already has B's value, is where the two part: the rule itself says something else, or
// reads something that only one of them has. It is switched: pinned at B's value, with all of its elements. By how much
// each result changes with that is the rule's part. The walk goes on until no rule differs. What then is left between
// the world and B stems from the results' own expressions, and is the service's part.
//
//   result by B − result by A  =  Σ over switched rules of (result after the switch − result before)  +  the service's
//
// The sum telescopes, so it holds exactly, whatever the rules are; only rules that the results ask for take part.
// Switching in another order may share the amount out otherwise; the order of what reads what is the one in which a
// rule never gets the blame for what it only hands on. In a world between the two a value may fail to come out; the
// rules switched then share a part with the next after which it does.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "repl/whatif/variable.h"

namespace remit::whatif {

// A result that both services give as a number.
struct CommonResult {
  Quantity before, after;
};
auto common_results(const Service& before, const Service& after) -> std::vector<CommonResult>;

struct Part {
  std::string name;                // of the rule, or several: "deductible, pool"; empty: the service
  const Labels* labels = nullptr;  // of a single rule
  std::vector<Number> by;          // by result
};

struct CaseComparison {
  enum class State : std::uint8_t { answered, blocked, failed };
  State before{}, after{};
  std::vector<CaseError> errors_before, errors_after;
  std::vector<std::optional<Number>> a, b;  // by result; absent: not answered, or no value
  std::vector<Part> parts;                  // where both are answered and any result differs; of parts that are not 0

  [[nodiscard]] bool same() const { return before == after && a == b; }
};

// Compares case after case. One thread; both services outlive this.
class Comparer {
 public:
  Comparer(const Service& before, const Service& after);
  Comparer(const Comparer&) = delete;
  auto operator=(const Comparer&) -> Comparer& = delete;

  [[nodiscard]] auto results() const -> const std::vector<CommonResult>& { return results_; }
  // The same case, read for each.
  auto compare(const Case& before, const Case& after) -> CaseComparison;

  // Rules that both have, in A's order.
  struct Pair {
    RuleId before{}, after{};
  };
  [[nodiscard]] auto pairs() const -> const std::vector<Pair>& { return pairs_; }
  // Adds the parts, where both are answered and any result differs.
  void attribute(const Case& before, const Case& after, CaseComparison& made);

 private:
  auto values_of(Evaluator& evaluator, bool after, bool settled) -> std::vector<std::optional<Number>>;
  auto settle(Evaluator& evaluator, const Case& given, bool after, std::vector<std::optional<Number>>& values,
              std::vector<CaseError>& errors) -> CaseComparison::State;
  bool differs(const Pair& pair);
  void pin(const Pair& pair, Case& world);

  const Service before_, after_;
  std::vector<CommonResult> results_;
  std::vector<Pair> pairs_;
  Evaluator evaluator_, other_;
};

// The value as the other program's types have it: members of enumerations by name. Absent: it cannot be told there.
auto translated(const Value& value, const Type& type, const TypeTable& types, const Type& into_type,
                const TypeTable& into) -> std::optional<Value>;

}  // namespace remit::whatif
