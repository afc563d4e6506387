// Why a case came out as it did. Plain data, made by engine/evaluate/explain.h; printed as a tree for people
// (engine/evaluate/explain_text.h) and as JSON for programs (engine/evaluate/explain_json.h).
//
// An explanation is a flat list of steps, a step a rule (and element); steps refer to one another by number, so a step
// that several others read is there once, and no chain of rules is too long. The first step that needs another comes
// before it. Each step has a stable id: policy/declaration[/label][item key].
//
// It holds values, and numbers of what they are values of: nodes, rules, tables. Names, labels, citations and the
// wording of conditions stay with the Program and its names, which outlive it, until they are printed
// (engine/evaluate/explain_words.h). Nor has a step lists of its own: what steps tell stands in one list a kind, the
// entries of a step together.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/program/answer.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"
#include "engine/value/value.h"

namespace remit {

// ── In words: what is ready to be printed ────────────────────────────────────────────────────────────────────────

struct ShownValue {
  Value value{};
  Type type{};
  bool masked = false;  // personal: printed as ***
};
// Something by name, with its value: an input "stay.ordinal", a rule, a key.
struct NamedValue {
  std::string name{};
  Labels labels{};
  ShownValue value{};
};

// A condition, or the first part of one that decided it: `stay.ordinal >= 2`, with what it read.
struct ConditionSeen {
  std::string text{};
  std::vector<NamedValue> values{};
  bool holds = false;
};

// ── As it was found ──────────────────────────────────────────────────────────────────────────────────────────────

// Consecutive entries of one of an explanation's lists.
template <class T>
struct EntriesOf {
  std::uint32_t begin = 0, end = 0;

  [[nodiscard]] bool empty() const { return begin == end; }
  [[nodiscard]] auto of(const std::vector<T>& all) const -> std::span<const T> {
    return std::span(all).subspan(begin, end - begin);
  }
};

// What a node came to. kNoNode: there is nothing to tell.
struct SeenValue {
  Value value{};
  NodeId node = kNoNode;
};
// A leaf of the case that was read: an input, or a column of an element.
struct InputSeen {
  Value value{};
  NodeId node = kNoNode;  // Op::input, Op::element_field
  ElementRef element{};   // of a column
};
// The first part of a condition that decided it; see engine/evaluate/conditions.h.
struct DecidingPart {
  NodeId node = kNoNode;
  bool holds = false;
  EntriesOf<SeenValue> values{};  // those that it read; nodes that differ may have one name
};

struct ExceptionSeen {
  enum class Outcome : std::uint8_t { taken, condition_false, overridden, parent_not_taken, failed };
  std::uint32_t name = 0;  // ProgramNames::exceptions
  Outcome outcome{};
  DecidingPart reason{};                         // condition_false: what failed; taken: the whole condition
  std::optional<std::uint32_t> overridden_by{};  // overridden: ProgramNames::exceptions
  SeenValue value{};                             // taken: what it gives
};
struct VersionUsed {
  std::uint32_t timeline = 0;  // Program::timelines
  std::uint32_t version = 0;   // Timeline::versions
  std::int64_t date = 0;       // the governing date, in days
};
struct RoundingDone {
  std::uint32_t rounding = 0;  // Program::roundings
  SeenValue before{}, after{};
};
// What a band contributed: the part [from, until] of the axis, handled at `rate` (or at money a unit).
struct SliceBand {
  Number from{}, until{}, rate{}, handled{}, paid{};
};
struct SliceSeen {
  std::uint32_t slice = 0;  // Program::slices
  SeenValue amount{}, deductible{}, after{}, until_pays{};
  EntriesOf<SliceBand> bands{};
  Number paid{}, handled{}, left{};
};
struct TableSeen {
  std::uint32_t table = 0;          // Program::tables
  EntriesOf<std::uint32_t> rows{};  // those that held, from 0, as the operands of its node
  EntriesOf<SeenValue> keys{};
};
struct LookUpSeen {
  CatalogId catalog{};
  EntriesOf<SeenValue> keys{};
  bool found = false;
};
struct MemorySeen {
  EntriesOf<SeenValue> keys{};
  SeenValue value{};  // the node names the memory
};
struct PayerSeen {
  RuleId payer{};
  SeenValue amount{}, left_before{};
};
// What each element of a list contributed to a sum, a count or a condition.
struct LoopSeen {
  struct Part {
    Value value{};
    std::uint32_t position = 0;           // in the list, from 0
    std::optional<ElementRef> element{};  // where the list is one of elements
  };
  std::uint32_t loop = 0;  // Program::loops
  EntriesOf<Part> parts{};
  std::uint32_t skipped = 0;  // elements for which `when` is false
  std::uint32_t folded = 0;   // elements beyond those listed
  SeenValue value{};
};

struct Step {
  RuleId rule{};
  std::optional<std::uint32_t> item{};  // of a rule of a list: the element
  bool assumed = false;                 // pinned by whoever asks
  Value value{};
  EntriesOf<InputSeen> inputs{};
  EntriesOf<VersionUsed> versions{};
  EntriesOf<RoundingDone> roundings{};
  EntriesOf<ExceptionSeen> exceptions{};
  EntriesOf<SliceSeen> slices{};
  EntriesOf<TableSeen> tables{};
  EntriesOf<LookUpSeen> look_ups{};
  EntriesOf<MemorySeen> memories{};
  EntriesOf<PayerSeen> payers{};
  EntriesOf<LoopSeen> loops{};
  EntriesOf<std::uint32_t> reads{};  // steps
};

// An element of a list that the service gives: "claim.items[3]".
struct ExplainedElement {
  const Output* list = nullptr;
  std::uint32_t index = 0;
  std::optional<std::uint32_t> within{};  // Explanation::elements, where the list is nested in another
};
// What was asked: a result of the service, or a rule.
struct ExplainedResult {
  const Output* output = nullptr;         // none: the rule of its one step
  std::optional<std::uint32_t> within{};  // Explanation::elements
  SeenValue value{};
  EntriesOf<std::uint32_t> steps{};
};

struct ExplainedRequirement {
  std::uint32_t requirement = 0;  // Program::requirements
  std::optional<std::uint32_t> item{};
  bool applies = false;
  bool met = true;
  DecidingPart reason{};
};

// Why an exception was not taken, or a requirement is not met.
struct WhyNot {
  std::string id{};
  std::string name{};
  Labels labels{};
  // holds: of a requirement. taken, refined: of an exception; the second gives way to an exception of its own.
  enum class Outcome : std::uint8_t {
    holds,
    condition_false,
    overridden,
    parent_not_taken,
    does_not_apply,
    failed,
    taken,
    refined
  };
  Outcome outcome{};
  ConditionSeen reason{};
  std::string other{};                // overridden, refined: by what; parent_not_taken: the parent
  std::optional<ShownValue> value{};  // taken
};

struct Explanation {
  std::int64_t date = 0;
  std::vector<ExplainedRequirement> requirements{};
  std::vector<ExplainedResult> results{};
  std::vector<Step> steps{};
  std::vector<CaseError> errors{};

  // By ListId, without columns: where the elements of a nested list belong. Empty where no list is nested.
  std::vector<ListColumns> lists{};

  // What the above have entries in.
  std::vector<ExplainedElement> elements{};
  std::vector<InputSeen> inputs{};
  std::vector<SeenValue> values{};  // keys, and what conditions read
  std::vector<VersionUsed> versions{};
  std::vector<RoundingDone> roundings{};
  std::vector<ExceptionSeen> exceptions{};
  std::vector<SliceSeen> slices{};
  std::vector<SliceBand> bands{};
  std::vector<TableSeen> tables{};
  std::vector<std::uint32_t> rows{};
  std::vector<LookUpSeen> look_ups{};
  std::vector<MemorySeen> memories{};
  std::vector<PayerSeen> payers{};
  std::vector<LoopSeen> loops{};
  std::vector<LoopSeen::Part> parts{};
  std::vector<std::uint32_t> reads{};  // steps
};

}  // namespace remit
