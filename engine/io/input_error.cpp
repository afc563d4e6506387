#include "engine/io/input_error.h"

#include <array>
#include <cstddef>

#include "engine/text/wording.h"

namespace remit {
namespace {

constexpr std::array kTexts = {
#define REMIT_INPUT_ERROR(code, name, en, zh, hint_en, hint_zh, explanation) \
  InputCodeText{#code, en, zh, hint_en, hint_zh, explanation},
#include "engine/io/input_errors.def"
#undef REMIT_INPUT_ERROR
};

}  // namespace

auto input_code_text(InputCode code) -> const InputCodeText& { return kTexts.at(static_cast<std::size_t>(code)); }

auto all_input_codes() -> std::vector<InputCode> {
  std::vector<InputCode> codes;
  for (std::size_t i = 0; i < kTexts.size(); ++i) codes.push_back(static_cast<InputCode>(i));
  return codes;
}

auto report(const InputError& error, std::string_view language) -> ErrorReport {
  const InputCodeText& text = input_code_text(error.code);
  const bool chinese = language == "zh";
  const std::string_view hint = chinese ? text.hint_zh : text.hint_en;
  ErrorReport reported;
  reported.code = text.name;
  reported.message = fill_wording(chinese ? text.zh : text.en, error.arguments);
  reported.path = error.path;
  if (!lacks_argument(hint, error.arguments)) reported.hint = fill_wording(hint, error.arguments);
  return reported;
}

}  // namespace remit
