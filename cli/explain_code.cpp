#include <algorithm>
#include <cctype>
#include <optional>

#include "cli/command.h"
#include "cli/language.h"
#include "dsl/diagnostic/diagnostic.h"
#include "engine/evaluate/errors.h"
#include "engine/io/input_error.h"
#include "engine/text/nearest.h"
#include "engine/text/wording.h"

namespace remit::cli {
namespace {

// A code of whatever stage.
struct Entry {
  std::string_view code, en, zh, hint_en, hint_zh, explanation;
};

auto all_entries() -> std::vector<Entry> {
  std::vector<Entry> entries;
  for (const Code code : all_codes()) {
    const CodeText& text = code_text(code);
    entries.push_back({text.name, text.en, text.zh, text.hint_en, text.hint_zh, text.explanation});
  }
  for (const InputCode code : all_input_codes()) {
    const InputCodeText& text = input_code_text(code);
    entries.push_back({text.name, text.en, text.zh, text.hint_en, text.hint_zh, text.explanation});
  }
  for (const ErrorText& text : error_texts()) {
    entries.push_back({text.code, text.en, text.zh, text.hint_en, text.hint_zh, text.explanation});
  }
  return entries;
}

// The wording with `…` for its arguments.
auto readable(std::string_view wording) -> std::string {
  return fill_wording(wording, std::vector<std::string>(10, "…"));
}

auto upper(std::string text) -> std::string {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

class ExplainCode : public Command {
 public:
  ExplainCode()
      : Command("explain-code", "Tell more of the code of an error or a warning.", "remit explain-code E0201") {}

  void declare(Options& options) override {
    options.argument("CODE", code_, "such as E0201 or W0312");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    const std::vector<Entry> entries = all_entries();
    const std::string wanted = upper(code_);
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.code == wanted; });
    if (found == entries.end()) return unknown(console, entries, wanted);
    const bool chinese = language_ == "zh";
    const std::string_view hint = chinese ? found->hint_zh : found->hint_en;
    console.out(std::string(found->code) + ": " + readable(chinese ? found->zh : found->en) + "\n");
    if (!hint.empty()) console.out((chinese ? "提示：" : "hint: ") + readable(hint) + "\n");
    if (!found->explanation.empty()) console.out("\n" + readable(found->explanation) + "\n");
    return Exit::answered;
  }

 private:
  auto unknown(Console& console, const std::vector<Entry>& entries, const std::string& wanted) const -> Exit {
    std::vector<std::string> known;
    for (const Entry& entry : entries) known.emplace_back(entry.code);
    const std::string nearest = nearest_name(wanted, known);
    return console.stop({Exit::usage, "there is no code `" + code_ + "`" +
                                          (nearest.empty() ? "" : "; did you mean `" + nearest + "`?")});
  }

  std::string code_;
  std::string language_ = "en";
};

}  // namespace

auto explain_code_command() -> std::unique_ptr<Command> { return std::make_unique<ExplainCode>(); }

}  // namespace remit::cli
