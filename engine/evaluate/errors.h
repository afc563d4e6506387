// The codes of case errors, and their wording in English and Chinese.
//
// A CaseError (engine/program/answer.h) carries a code and arguments; it is worded only where it is printed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/answer.h"

namespace remit {

enum class ErrorCode : std::uint16_t {
#define REMIT_CASE_ERROR(code, en, zh, hint_en, hint_zh, explanation) code,
#include "engine/evaluate/errors.def"
#undef REMIT_CASE_ERROR
};

struct ErrorText {
  std::string_view code, en, zh, hint_en, hint_zh, explanation;
};
auto error_text(ErrorCode code) -> const ErrorText&;
auto error_texts() -> const std::vector<ErrorText>&;                  // by ErrorCode
auto error_named(std::string_view code) -> std::optional<ErrorCode>;  // "E0904"

// The message in "zh" or, for any other language, English.
auto error_message(const CaseError& error, std::string_view language) -> std::string;
auto error_hint(const CaseError& error, std::string_view language) -> std::string;  // may be empty

}  // namespace remit
