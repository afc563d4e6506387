// An Answer as people read it: results by their labels, what is required and what to do about it, papers, what was
// assumed, what is booked, and where it all is written. docs/cli.md shows one.
#pragma once
#include <string>
#include <string_view>

#include "engine/program/answer.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// In `language`, "zh" or "en". Values of personal fields are masked unless `show_personal`. Requires: the answer has no
// errors; `names` belongs to `program`, and the answer to both.
auto answer_text(const Answer& answer, const Program& program, const ProgramNames& names, std::string_view language,
                 bool show_personal) -> std::string;

}  // namespace remit
