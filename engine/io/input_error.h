// What is wrong with the input of a case, told to the person or program that sent it.
//
// An error is a code, the JSON path of the value (`$.claim.items[3].amount`; `$` where the text itself is wrong) and
// the arguments of its wording, which stands once, in input_errors.def. Values of personal fields are masked before
// they become arguments, so an error may be printed anywhere.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

enum class InputCode : std::uint8_t {
#define REMIT_INPUT_ERROR(code, name, en, zh, hint_en, hint_zh, explanation) name,
#include "engine/io/input_errors.def"
#undef REMIT_INPUT_ERROR
};

struct InputError {
  InputCode code{};
  std::string path;
  std::vector<std::string> arguments;
};

// "E0813"; the wordings; what `explain-code` tells.
struct InputCodeText {
  std::string_view name, en, zh, hint_en, hint_zh, explanation;
};
auto input_code_text(InputCode code) -> const InputCodeText&;
auto all_input_codes() -> std::vector<InputCode>;

// An error as a reply holds it, of whatever stage. Empty parts are left out when it is printed.
struct ErrorReport {
  std::string code = {}, message = {};
  std::string path = {};   // of the input
  std::string step = {};   // of the policy
  std::string place = {};  // file:line:column
  std::string hint = {};
};
// language: "zh", anything else is English.
auto report(const InputError& error, std::string_view language) -> ErrorReport;

}  // namespace remit
