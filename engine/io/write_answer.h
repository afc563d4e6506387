// An Answer as the JSON of a reply; docs/json.md shows it. The same answer gives the same bytes everywhere.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/program/answer.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

struct WriteOptions {
  std::string language = {};     // of labels and advice: "zh", "en"; empty: all that there are, as an object
  bool codes = false;            // fields and enum members by their `as` codes, where they have one
  bool pretty = false;           // a line a value; else one line without its end, as NDJSON wants it
  std::string engine = {};       // version of the engine
  std::string explanation = {};  // JSON, or empty: left out
  std::string receipt = {};      // likewise
  std::uint64_t line = 0;        // of the input, of which errors are told; 0: left out
};

// Requires: the answer has no errors; `names` belongs to `program`, and the answer to both.
auto write_answer(const Answer& answer, const Program& program, const ProgramNames& names, const WriteOptions& options)
    -> std::string;

// The reply where there is no answer: {"errors": […]}, with its line and the explanation up to there, if any.
auto write_errors(const std::vector<ErrorReport>& errors, const WriteOptions& options) -> std::string;

// The `opening` of a case, as read_case takes it. Memories without entries are empty lists.
auto write_opening(const std::vector<MemoryState>& memories, const Program& program, const ProgramNames& names,
                   const WriteOptions& options) -> std::string;

}  // namespace remit
