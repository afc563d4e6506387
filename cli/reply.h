// An answer on the streams.
#pragma once
#include "cli/case_options.h"
#include "cli/console.h"
#include "engine/program/answer.h"

namespace remit::cli {

// `explanation`: JSON to stand in the reply, or empty. Prints the answer, or why there is none. Exit::policy where a
// row of a catalog that was looked up is wrong, Exit::failed where the case has errors.
auto reply(const Answer& answer, const ReadyCase& ready, const CaseOptions& options, Console& console,
           const std::string& explanation = {}) -> Exit;

// Prints why there is no answer, as above; nothing where there is one.
auto refuse_answer(const Answer& answer, const ReadyCase& ready, const CaseOptions& options, Console& console,
                   const std::string& explanation = {}) -> std::optional<Exit>;

// The reply where there is no answer: JSON on stdout, or text on stderr.
void reply_errors(const std::vector<ErrorReport>& errors, const CaseOptions& options, Console& console,
                  const std::string& explanation = {});

// The same of a policy that has errors; people see them with their places in the text, whatever the format.
auto reply_policy_errors(std::vector<Diagnostic> problems, const SourceSet& sources, const CaseOptions& options,
                         Console& console) -> Exit;

// Why there is no case to settle, on the streams.
auto tell(Refusal refusal, PolicyLibrary& library, const CaseOptions& options, Console& console) -> Exit;

// Errors of a case as a reply holds them.
auto reports_of(const std::vector<CaseError>& errors, const std::string& language) -> std::vector<ErrorReport>;

}  // namespace remit::cli
