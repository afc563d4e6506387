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

// Requires: `names` belongs to `program`. Cost: up to some 20 times the text in memory while it reads. Pure; safe from
// any thread.
auto read_case(std::string_view json, const Program& program, const ProgramNames& names,
               const ReadOptions& options = {}) -> Result<Case, std::vector<InputError>>;

// The same of a text that was read before, for several programs.
using ReadJson = Result<JsonDocument, InputError>;
auto read_case(const ReadJson& json, const Program& program, const ProgramNames& names, const ReadOptions& options = {})
    -> Result<Case, std::vector<InputError>>;

}  // namespace remit
