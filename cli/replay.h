// `run --replay ANSWER`: a receipt settled again.
#pragma once
#include <string>

#include "cli/case_options.h"
#include "cli/console.h"

namespace remit::cli {

// What an answer's receipt keeps of these options, the case and what it was settled by.
auto receipt_of(const ReadyCase& ready, const CaseOptions& options) -> std::string;

// `file`: the answer. Of the options count the library, the format ("json", anything else is text), the language and
// whether personal values are shown; all else is the receipt's. Exit::answered where the answer is the same and the
// policy means the same, Exit::failed where not.
auto replay(const std::string& file, const CaseOptions& options, Console& console) -> Exit;

}  // namespace remit::cli
