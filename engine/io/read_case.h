// JSON to a Case: what a service takes, and nothing else.
//
// The text is one object with the service's inputs by name, and beside them
//   "as_of"    the day of which the case speaks, for a service governed by `as of`;
//   "papers"   the names of the papers given;
//   "opening"  what a ledger would hold before this case; docs/json.md shows it.
// These three names are taken: no input may have one.
//
// All problems are reported at once, but for a text that is no JSON, of which only the first.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/io/json.h"
#include "engine/io/read_value.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"
#include "engine/result.h"

namespace remit {

using ReadJson = Result<JsonDocument, InputError>;

// Reads case after case for one program; what is worked out of its shape stands ready. Requires: `names` belongs to
// `program`, and both outlive the reader. Safe from any thread.
class CaseReader {
 public:
  CaseReader(const Program& program, const ProgramNames& names, const ReadOptions& options = {});
  CaseReader(const CaseReader&) = delete;
  auto operator=(const CaseReader&) -> CaseReader& = delete;
  ~CaseReader();

  // Pure. Cost: up to some 20 times the text in memory while it reads.
  auto read(const ReadJson& json) const -> Result<Case, std::vector<InputError>>;

 private:
  struct Plan;

  const Program& program_;
  const ProgramNames& names_;
  ReadOptions options_;
  std::unique_ptr<const Plan> plan_;
};

// A single one.
auto read_case(std::string_view json, const Program& program, const ProgramNames& names,
               const ReadOptions& options = {}) -> Result<Case, std::vector<InputError>>;

// The same of a text that was read before, for several programs.
auto read_case(const ReadJson& json, const Program& program, const ProgramNames& names, const ReadOptions& options = {})
    -> Result<Case, std::vector<InputError>>;

}  // namespace remit
