// What a service answers. Plain data: printed by engine/io, compared by tests.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/program.h"
#include "engine/value/value.h"

namespace remit {

// A root error of a case. `code` is one of engine/evaluate/errors.def; `arguments` fill its wording.
struct CaseError {
  std::string code;
  std::vector<std::string> arguments;
  std::string step;   // the step that failed: policy/declaration[/label][item key]
  std::string place;  // file:line:column of the expression
  // The order in which errors are listed, as ranks: the declaration, the item (from 1; 0: none), the expression.
  std::uint32_t rule = 0, item = 0, node = 0;
};

struct OutputValue {
  Value value;                                     // scalar, record or plain list; absent when blocked
  std::vector<std::vector<OutputValue>> elements;  // a list with fields: per element, per field
};

struct RequirementVerdict {
  std::uint32_t requirement = 0;  // Program::requirements
  std::optional<std::uint32_t> item;
  bool applies = false;
  bool met = true;
};
struct PaperVerdict {
  std::string name;  // empty: a group
  bool required = false;
  bool given = false;
  std::vector<PaperVerdict> one_of;
};
struct DocumentsVerdict {
  std::uint32_t documents = 0;  // Program::documents
  bool applies = false;
  std::vector<PaperVerdict> papers;
};
struct Posting {
  MemoryId memory{};
  std::vector<Value> key{};
  Value amount{};  // tally: what is added, or the value kept; account: the change of `pot`
  std::string pot{};
  Value start{}, end{};  // spell
  Value row{};           // history
  Value after{};         // tally, account (all its pots together): the value after this case; absent where
                         // nobody said what was before
};

struct Answer {
  std::int64_t date = 0;             // the governing date, in days
  std::vector<OutputValue> outputs;  // as Program::outputs
  std::vector<RequirementVerdict> requirements;
  std::vector<DocumentsVerdict> documents;
  std::vector<Posting> postings;           // none where the case is blocked, pended or failed
  std::vector<std::uint32_t> assumptions;  // rules that took part and carry an assumption or an unexpressed clause
  // Tables, bands and catalogs that took part and carry a citation or such a remark: ProgramNames::declarations. One
  // that is a rule as well is told there.
  std::vector<std::uint32_t> noted;
  std::vector<CaseError> errors;  // not empty: the case failed, there are no outputs
  bool blocked = false;           // an unmet requirement blocks: outputs are absent
};

}  // namespace remit
