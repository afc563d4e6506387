// A program evaluated for a whole range of a variable's values at once: what can be said of each node that holds for
// every value in the range. Never wrong, sometimes vague: what is not understood is unknown, and what may fail says so.
//
// Where a comparison comes out one way for some values and otherwise for others, the places where that changes are
// noted (`turns`): the search that asks cuts the range there, and on each side the comparison is decided. So along the
// pieces on which a policy is linear every value is known exactly, and there are few pieces.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/program/locals.h"
#include "repl/whatif/affine.h"
#include "repl/whatif/variable.h"

namespace remit::whatif {

struct RangeValue {
  enum class Kind : std::uint8_t { unknown, fixed, number, record };
  Kind kind = Kind::unknown;
  bool may_fail = false;
  Value fixed{};                    // one value for the whole range
  Affine number{};                  // numbers, dates and periods
  std::vector<RangeValue> parts{};  // of a record

  static auto unknown(bool may_fail) -> RangeValue { return {.kind = Kind::unknown, .may_fail = may_fail}; }
};

enum class Truth : std::uint8_t { no, yes, either };

class RangeEvaluator {
 public:
  // `given`: the case with any value of the variable in place. All outlive this.
  RangeEvaluator(const Service& service, const Case& given, const Variable& variable,
                 const std::vector<bool>& dependent);

  // What was asked of another range is forgotten.
  void begin(const Number& low, const Number& high, const Number& step);

  auto value_of(const Quantity& quantity) -> RangeValue;
  // Whether the service answers throughout: yes, nowhere (`no`), or `either`, where that cannot be told. What does not
  // depend on the variable is not looked at.
  auto answers() -> Truth;
  // Of a number, or of a fixed value that is one.
  [[nodiscard]] auto number_in(const RangeValue& value) const -> std::optional<Affine>;
  [[nodiscard]] auto range() const -> const AffineRange& { return range_; }
  // Notes where `a` changes its sign.
  void note_turns(const Affine& a);
  // Values of the variable, anywhere, at which something changes; unsorted.
  [[nodiscard]] auto turns() const -> const std::vector<Number>& { return turns_; }

 private:
  auto eval(NodeId node) -> RangeValue;
  auto compute(NodeId id) -> RangeValue;
  auto concrete(NodeId node) -> RangeValue;
  auto rule(RuleId rule) -> RangeValue;
  auto item_rule(RuleId rule, ElementRef element) -> RangeValue;
  auto in_element(const Rule& rule, ElementRef element, NodeId node) -> RangeValue;

  auto element_field(const Node& node) -> RangeValue;
  auto arithmetic(const Node& node) -> RangeValue;
  auto product(const Affine& a, const Affine& b) -> Affine;
  auto extreme(const Node& node, bool greatest) -> RangeValue;
  auto rounded(const Node& node) -> RangeValue;
  auto comparison(const Node& node) -> RangeValue;
  auto logical(const Node& node, bool decides) -> RangeValue;
  auto conditional(const Node& node) -> RangeValue;
  auto field(const Node& node) -> RangeValue;
  auto aggregate(const Node& node) -> RangeValue;
  auto dated(const Node& node) -> RangeValue;
  auto choice(const Node& node) -> RangeValue;
  auto chosen(const Choice& choice, std::uint32_t parent) -> RangeValue;
  auto table(const Node& node) -> RangeValue;
  auto slice(const Node& node) -> RangeValue;
  auto share(const Node& node) -> RangeValue;
  auto payer(const Node& node) -> RangeValue;

  auto truth(const RangeValue& value) -> Truth;
  auto holds(NodeId node, bool& may_fail) -> Truth;
  // a <= b, a < b, for the whole range; notes turns where it is neither.
  auto at_most(const Affine& a, const Affine& b) -> Truth;
  auto less(const Affine& a, const Affine& b) -> Truth;
  auto join(RangeValue a, const RangeValue& b) -> RangeValue;
  auto number_at(NodeId node, bool& may_fail) -> std::optional<Affine>;

  bool dependent(NodeId node) const { return node != kNoNode && dependent_[static_cast<std::size_t>(node)]; }
  bool fine(NodeId node);  // it does not depend, or cannot fail
  auto requirements() -> Truth;
  bool outputs(const std::vector<Output>& all);
  bool shares();
  auto identities() -> Truth;
  auto postings() -> Truth;
  auto moves_as_it_may(MemoryId id) -> Truth;
  bool every_element(ListId list, const std::vector<NodeId>& nodes);

  const Service service_;
  const Program& program_;
  const Case& given_;
  const Variable& variable_;
  const std::vector<bool>& dependent_;
  const std::vector<Locals> locals_;
  Evaluator evaluator_;

  AffineRange range_;
  std::vector<std::optional<RangeValue>> nodes_;                         // of nodes that read no local
  std::map<std::pair<std::uint32_t, std::uint32_t>, RangeValue> items_;  // by rule and element
  std::unordered_map<std::uint32_t, RangeValue> bound_;                  // locals that hold what depends
  std::vector<Number> turns_;
  std::uint32_t depth_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace remit::whatif
