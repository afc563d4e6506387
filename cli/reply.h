// An answer on the streams.
#pragma once
#include "cli/case_options.h"
#include "cli/console.h"
#include "engine/program/answer.h"

namespace remit::cli {

// Prints the answer, or why there is none. Exit::policy where a row of a catalog that was looked up is wrong,
// Exit::failed where the case has errors.
auto reply(const Answer& answer, const ReadyCase& ready, const CaseOptions& options, Console& console) -> Exit;

// Errors of a case as a reply holds them.
auto reports_of(const std::vector<CaseError>& errors, const std::string& language) -> std::vector<ErrorReport>;

}  // namespace remit::cli
