// The reference evaluator: what a Program means, for one case at a time. Plain and obviously right; the only place
// where a case's errors arise.
//
//   Evaluator evaluator(program, names);
//   const Answer answer = evaluator.settle(given);   // as often as you like
//
// Evaluation is by need, from what the service gives, requires, lists, ensures and posts. A rule is evaluated once a
// case, an item rule once an element. After an error the rest is still evaluated, so that all root errors are found.
//
// Between two cases nothing is reset but a stamp; memory is kept. Explanations are a second walk over the evaluated
// case (engine/evaluate/explain.h), so a case that nobody asks about pays nothing for them.
//
// Depth. The stack holds at most kDepthBudget levels of evaluation. A rule that would go deeper is postponed: the
// evaluation under way is given up, the postponed rule is evaluated first, alone, and remembered; then the other
// starts again. What is asked for, and so which errors are reported, does not change. A chain of any number of rules
// costs at most twice its evaluation. One rule alone is never deeper than kMaxDepth (engine/program/depth.h).
//
// One Evaluator serves one thread. The Program, its names and (until the next case) the Case outlive it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/evaluate/errors.h"
#include "engine/evaluate/observer.h"
#include "engine/evaluate/plan.h"
#include "engine/program/answer.h"
#include "engine/program/case.h"
#include "engine/program/depth.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// Where declarations and expressions stand in the text, as numbers: the order of errors. See report.cpp.
struct Ranks {
  std::vector<std::vector<std::uint32_t>> declarations;  // by Evaluator::Place::Kind, by index
  std::vector<std::uint32_t> sources;                    // by SourceId
};

inline constexpr std::uint32_t kNoItem = 0xFFFFFFFF;

// What is appended to the step of an item: "[3]", counted from 1; of a nested list "[2][1]".
auto item_key(const std::vector<ListColumns>& lists, const Program& program, ListId list, std::uint32_t item)
    -> std::string;
inline auto item_key(const Case& given, const Program& program, ListId list, std::uint32_t item) -> std::string {
  return item_key(given.lists, program, list, item);
}

// What this case does to a memory, before any of it is posted.
struct Contribution {
  std::vector<Value> key;
  Value amount{};                  // tally; history: the row
  Value from{}, to{};              // spell
  std::vector<Value> movements{};  // account: as Memory::movements; absent: its condition is false
};

class Evaluator {
 public:
  static constexpr std::uint32_t kDepthBudget = 2 * kMaxDepth;

  Evaluator(const Program& program, const ProgramNames& names);
  Evaluator(const Evaluator&) = delete;
  auto operator=(const Evaluator&) -> Evaluator& = delete;
  ~Evaluator() = default;

  auto settle(const Case& given) -> Answer;

  // Tells `observer` from now on what is evaluated, until it is told otherwise; nullptr, as at first: nobody.
  void observe(Observer* observer) { observer_ = observer; }
  [[nodiscard]] auto observer() const -> Observer* { return observer_; }

  // ── Single values of a case: for tests, explanations and the REPL ──

  // Starts a case without settling it.
  void begin(const Case& given);
  // Of the case that was settled or begun last. `element`: of an item rule, and of a node that reads a list's self.
  auto value_of(NodeId node) -> Value;
  auto value_of(NodeId node, ElementRef element) -> Value;
  auto value_of(RuleId rule, std::optional<std::uint32_t> element = std::nullopt) -> Value;
  // Has the rule been evaluated for this case (and element)?
  [[nodiscard]] bool took_part(RuleId rule, std::optional<std::uint32_t> element = std::nullopt) const;
  [[nodiscard]] bool has_errors() const { return !errors_.empty(); }
  // So far, in their order: by declaration, item, place in the text.
  [[nodiscard]] auto errors() const -> std::vector<CaseError>;

  // ── For the constructs, a file each beside this one ──

  [[nodiscard]] auto program() const -> const Program& { return program_; }
  [[nodiscard]] auto names() const -> const ProgramNames& { return names_; }
  [[nodiscard]] auto given() const -> const Case& { return *given_; }

  auto eval(NodeId node) -> Value {
    const std::uint32_t slot = plan_.shared[static_cast<std::size_t>(node)];
    if (slot != Plan::kNotShared) [[unlikely]] {
      return eval_shared(node, slot);
    }
    return compute(node);
  }
  // Reports a root error of the place at hand; the value to return.
  auto fail(const Node& node, ErrorCode code, std::vector<std::string> arguments = {}) -> Value;
  auto print(const Value& value, NodeId like) const -> std::string;  // as the type of `like`

  // A table, bands or a catalog is used, of this index in ProgramNames::declarations.
  void takes_part(std::uint32_t declaration);

  // Elements of an input or derived list.
  auto list_size(ListId list) -> std::uint32_t;
  // What an element of a list of plain values stands for, where `like` is a plain value; else `value` itself.
  auto plain(Value value, const Value& like) -> Value;

  // Sets a local until the end of the scope.
  class Bound {
   public:
    Bound(Evaluator& evaluator, LocalId local);
    Bound(Evaluator& evaluator, LocalId local, Value value) : Bound(evaluator, local) { set(std::move(value)); }
    ~Bound();
    Bound(const Bound&) = delete;
    auto operator=(const Bound&) -> Bound& = delete;
    void set(Value value);

   private:
    Evaluator& evaluator_;
    std::size_t local_;
    Value outer_;
    std::uint64_t outer_version_;
  };

  // Parts of a whole that is computed once for the case and the values of the locals it depends on: the shares of an
  // amount, running sums. `positions` finds elements of lists that are no range.
  struct Parts {
    std::uint64_t stamp = 0;
    std::vector<Value> locals;
    std::vector<Value> values;
    std::unordered_map<std::size_t, std::vector<std::pair<Value, std::uint32_t>>> positions;
  };
  auto share_parts(std::uint32_t share) -> Parts& { return shares_[share]; }
  auto running_parts(std::uint32_t loop) -> Parts& { return runnings_[loop]; }
  auto share_reads(std::uint32_t share) const -> const Locals& { return plan_.share_reads[share]; }
  auto running_reads(std::uint32_t loop) const -> const Locals& { return plan_.running_reads[loop]; }
  // True: `parts` are those of now. False: they are cleared, to be computed and then kept (see `keep`).
  bool current(Parts& parts, const Locals& reads) const;
  void keep(Parts& parts, const Locals& reads);

  // What the case contributes to a memory, once a case.
  auto contributions(MemoryId memory) -> const std::vector<Contribution>&;
  // They were computed elsewhere (engine/batch).
  void contribute(MemoryId memory, std::vector<Contribution> all);

  // What is being evaluated: errors are reported there.
  struct Place {
    enum class Kind : std::uint8_t { service, rule, output, requirement, documents, identity, memory };
    Kind kind{};
    std::uint32_t index = 0;
    std::uint32_t item = kNoItem;
    std::uint64_t serial = 0;  // of this activation
  };
  class At {
   public:
    At(Evaluator& evaluator, Place place);
    ~At() { evaluator_.place_ = outer_; }
    At(const At&) = delete;
    auto operator=(const At&) -> At& = delete;

   private:
    Evaluator& evaluator_;
    Place outer_;
  };
  [[nodiscard]] auto place() const -> const Place& { return place_; }
  // Evaluates what no other evaluation is waiting for, whatever its depth.
  template <class Evaluate>
  auto rooted(Evaluate evaluate) {
    for (;;) {
      auto result = evaluate();
      if (!giving_up_) return result;
      drain();
    }
  }
  auto root(NodeId node) -> Value;
  auto root(RuleId rule, std::uint32_t item) -> Value;

 private:
  struct Memo {
    std::uint64_t stamp = 0;
    Value value;
  };
  struct Pending {
    RuleId rule{};
    std::uint32_t item = kNoItem;
  };

  auto compute(NodeId id) -> Value;
  auto eval_shared(NodeId node, std::uint32_t slot) -> Value;
  auto eval_input(const Node& node) -> Value;
  auto eval_element_field(const Node& node) -> Value;
  auto eval_element_list(const Node& node) -> Value;
  auto eval_element_rule(const Node& node) -> Value;
  auto eval_element_value(const Node& node) -> Value;
  auto stands_for_value(ElementRef element) -> Value;
  auto eval_field(const Node& node) -> Value;
  auto eval_sequence(const Node& node) -> Value;
  auto eval_governing_date(const Node& node) -> Value;
  auto eval_conditional(const Node& node) -> Value;
  auto eval_logical(const Node& node, bool decides) -> Value;
  auto eval_dated(const Node& node) -> Value;
  auto eval_payer(const Node& node) -> Value;
  auto eval_look_up(const Node& node) -> Value;
  auto missing(const Node& node, const std::string& path) -> Value;

  auto case_rule(RuleId rule) -> Value;
  auto item_rule(RuleId rule, ElementRef element) -> Value;
  auto run(RuleId rule, std::uint32_t item, Memo& memo) -> Value;
  auto assumed(RuleId rule, std::uint32_t item) const -> const Value*;
  void drain();
  auto derived(ListId list) -> const Value&;
  auto describe_item(const Place& place) const -> std::string;
  auto name_of(const Place& place) const -> const DeclarationName*;  // nullptr: an output, or the service
  auto step_of(const Place& place) const -> std::string;
  auto written_at(std::uint32_t source) const -> std::string;
  auto rank_of(const Place& place) -> std::uint32_t;
  auto took_part_with_assumptions() const -> std::vector<std::uint32_t>;
  auto took_part_with_notes() const -> std::vector<std::uint32_t>;

  // settle.cpp
  void judge_requirements(Answer& answer);
  void judge_requirement(std::uint32_t index, std::optional<std::uint32_t> item, Answer& answer);
  void judge_documents(Answer& answer);
  auto judge_paper(const Paper& paper) -> PaperVerdict;
  void check_payers();
  void check_shares();
  void check_identities();
  void evaluate_outputs(Answer& answer);
  auto output_of(const Output& output) -> OutputValue;

  const Program& program_;
  const ProgramNames& names_;
  Observer* observer_ = nullptr;
  Plan plan_;
  std::vector<std::uint32_t> assuming_;  // rules that carry an assumption or an unexpressed clause
  std::vector<std::uint32_t> noted_;     // tables, bands and catalogs that carry a note, and are no rules

  const Case* given_ = nullptr;
  std::uint64_t serial_ = 0;      // of cases, activations and bindings; only ever grows
  std::uint64_t case_stamp_ = 0;  // everything with this stamp belongs to the case at hand
  std::vector<Value> locals_;
  std::vector<std::uint64_t> versions_;        // by local: when it was bound
  std::vector<Memo> case_memos_;               // by rule
  std::vector<std::vector<Memo>> item_memos_;  // by rule, by element
  std::vector<Memo> shared_memos_;             // by slot
  std::vector<Memo> derived_;                  // by list
  std::vector<std::uint64_t> used_;            // by declaration: when it last took part
  std::vector<Parts> shares_, runnings_;
  struct Contributions {
    std::uint64_t stamp = 0;
    std::vector<Contribution> all;
  };
  std::vector<Contributions> contributions_;  // by memory

  Place place_;
  std::uint32_t depth_ = 0;
  bool giving_up_ = false;  // a rule was postponed: values are worthless until `drain` has run
  std::vector<Pending> postponed_;
  std::vector<CaseError> errors_;
  std::optional<Ranks> ranks_;  // made at the first error
};

}  // namespace remit
