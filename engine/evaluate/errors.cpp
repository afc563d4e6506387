#include "engine/evaluate/errors.h"

#include "engine/text/wording.h"

namespace remit {
auto error_texts() -> const std::vector<ErrorText>& {
  static const std::vector<ErrorText> kTexts = {
#define REMIT_CASE_ERROR(code, en, zh, hint_en, hint_zh, explanation) {#code, en, zh, hint_en, hint_zh, explanation},
#include "engine/evaluate/errors.def"
#undef REMIT_CASE_ERROR
  };
  return kTexts;
}

auto error_text(ErrorCode code) -> const ErrorText& { return error_texts()[static_cast<std::size_t>(code)]; }

auto error_named(std::string_view code) -> std::optional<ErrorCode> {
  const auto& texts = error_texts();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].code == code) return static_cast<ErrorCode>(i);
  }
  return std::nullopt;
}

auto error_message(const CaseError& error, std::string_view language) -> std::string {
  const auto code = error_named(error.code);
  if (!code) return error.code;
  const ErrorText& text = error_text(*code);
  return fill_wording(language == "zh" ? text.zh : text.en, error.arguments);
}

auto error_hint(const CaseError& error, std::string_view language) -> std::string {
  const auto code = error_named(error.code);
  if (!code) return {};
  const ErrorText& text = error_text(*code);
  return fill_wording(language == "zh" ? text.hint_zh : text.hint_en, error.arguments);
}

}  // namespace remit
