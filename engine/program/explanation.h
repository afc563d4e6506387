// Why a case came out as it did. Plain data, made by engine/evaluate/explain.h; printed as a tree for people
// (engine/evaluate/explain_text.h) and as JSON for programs (engine/evaluate/explain_json.h).
//
// An explanation is a flat list of steps, a step a rule (and element); steps refer to one another by number, so a step
// that several others read is there once, and no chain of rules is too long. The first step that needs another comes
// before it. Each step has a stable id: policy/declaration[/label][item key].
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/answer.h"
#include "engine/program/names.h"
#include "engine/program/program.h"
#include "engine/value/value.h"

namespace remit {

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

struct ExceptionSeen {
  enum class Outcome : std::uint8_t { taken, condition_false, overridden, parent_not_taken, failed };
  std::uint32_t name = 0;  // ProgramNames::exceptions
  Outcome outcome{};
  ConditionSeen reason{};             // condition_false: the first conjunct that failed; taken: the whole condition
  std::string overridden_by{};        // overridden: the label
  std::optional<ShownValue> value{};  // taken: what it gives
};
struct VersionUsed {
  std::uint32_t name = 0;                       // ProgramNames::declarations
  std::int64_t date = 0;                        // the governing date, in days
  std::optional<std::int64_t> from{}, until{};  // absent: open
};
struct RoundingDone {
  ShownValue before{}, after{};
  Rounding mode{};
  Number step{};
  bool declared = false;  // `rounded` on the rule, not in the expression
};
struct BandSeen {
  Number from{}, until{}, handled{}, paid{};
  ShownValue rate{};  // or money a unit
};
struct SliceSeen {
  std::uint32_t name = 0;  // ProgramNames::declarations
  ShownValue amount{};
  std::optional<ShownValue> deductible{}, after{}, until_pays{};
  std::vector<BandSeen> bands{};
  Number paid{}, handled{}, left{};
  Type type{};  // of the amounts
};
struct TableSeen {
  std::uint32_t name = 0;             // ProgramNames::declarations
  std::vector<std::uint32_t> rows{};  // those that held, from 1
  std::vector<NamedValue> keys{};
};
struct LookUpSeen {
  std::uint32_t name = 0;  // ProgramNames::declarations
  std::vector<ShownValue> keys{};
  bool found = false;
};
struct MemorySeen {
  std::uint32_t name = 0;  // ProgramNames::memories
  std::vector<ShownValue> keys{};
  ShownValue value{};
  bool after_case = false;
};
struct PayerSeen {
  std::string name{};
  ShownValue amount{}, left_before{};
};
// What each element of a list contributed to a sum, a count or a condition.
struct LoopSeen {
  Loop::Kind kind{};
  std::string list{};
  struct Part {
    std::string item{};  // "[3]"
    ShownValue value{};
  };
  std::vector<Part> parts{};
  std::uint32_t skipped = 0;  // elements for which `when` is false
  std::uint32_t folded = 0;   // elements beyond those listed
  ShownValue value{};
};

struct Step {
  std::string id{};
  Rule::Kind kind{};
  std::uint32_t name = 0;  // ProgramNames::rules
  std::string item{};      // "[3]", or empty
  ShownValue value{};
  bool assumed = false;  // pinned by whoever asks
  std::vector<NamedValue> inputs{};
  std::vector<VersionUsed> versions{};
  std::vector<RoundingDone> roundings{};
  std::vector<ExceptionSeen> exceptions{};
  std::vector<SliceSeen> slices{};
  std::vector<TableSeen> tables{};
  std::vector<LookUpSeen> look_ups{};
  std::vector<MemorySeen> memories{};
  std::vector<PayerSeen> payers{};
  std::vector<LoopSeen> loops{};
  std::vector<std::uint32_t> reads{};  // steps
};

// What was asked: a result of the service, or a rule.
struct ExplainedResult {
  std::string name{};  // "deductible", "claim.items[3].in_scope"
  Labels labels{};
  ShownValue value{};
  std::vector<std::uint32_t> steps{};
};

struct ExplainedRequirement {
  std::uint32_t requirement = 0;  // Program::requirements
  std::string item{};
  bool applies = false;
  bool met = true;
  ConditionSeen reason{};  // what decided it
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
  std::vector<ExplainedResult> results{};
  std::vector<Step> steps{};
  std::vector<ExplainedRequirement> requirements{};
  std::vector<CaseError> errors{};
};

}  // namespace remit
