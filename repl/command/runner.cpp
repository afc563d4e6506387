#include "repl/command/runner.h"

#include <algorithm>
#include <utility>

#include "dsl/parse/failure.h"
#include "dsl/parse/lexer.h"
#include "dsl/parse/parse.h"
#include "dsl/parse/problems.h"
#include "engine/text/nearest.h"
#include "engine/text/utf8.h"
#include "engine/value/print.h"
#include "repl/command/ask.h"
#include "repl/command/chinese.h"
#include "repl/command/declare.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// More than anybody types, and less than would make the passes slow.
constexpr std::size_t kLargestInput = std::size_t{4} << 20U;

auto milliseconds(std::int64_t microseconds) -> std::string {
  const std::string fraction = std::to_string(microseconds % 1000);
  return std::to_string(microseconds / 1000) + "." + std::string(3 - fraction.size(), '0') + fraction;
}

// Takes the words of a name away from the front. `show.x` and `show(1)` are expressions that begin with such a word.
bool take_name(std::string_view& text, std::string_view name) {
  constexpr std::string_view kQuotes = "\"'";
  std::string_view left = text;
  while (!name.empty()) {
    const std::string word = take_word(name);
    if (!left.starts_with(word)) return false;
    left.remove_prefix(word.size());
    if (!left.empty() && blank_at(left, 0) == 0 && kQuotes.find(left.front()) == std::string_view::npos) return false;
    while (const std::size_t blank = blank_at(left, 0)) left.remove_prefix(blank);
  }
  text = left;
  return true;
}

// A keyword of either language that an input begins with. Not more of it is looked at than a phrase may have.
constexpr std::size_t kLongestWord = 64;  // bytes
struct FirstToken {
  parse::Token kind = parse::Token::end;
  std::size_t length = 0;
};
auto first_token(std::string_view input) -> FirstToken {
  FirstToken first;
  input = input.substr(0, kLongestWord);
  input = input.substr(0, valid_utf8_prefix(input));  // no part of a character is left at the end
  for (const std::string heading : {"", "# language: zh\n"}) {
    const SourceText text = make_source(FileId{}, "prompt", heading + std::string(input));
    parse::Problems problems(FileId{});
    const parse::Tokens tokens = parse::lex(text, problems);
    if (tokens.size() == 0) continue;
    first = {tokens.at(0), tokens.places[0].end - tokens.places[0].begin};
    if (parse::begins_declaration(first.kind)) break;
  }
  return first;
}

// Whether an input that is no expression looks like a command: one word, or words side by side.
bool looks_like_command(std::string_view input) {
  const std::string word = take_word(input);
  constexpr std::string_view kSigns = "=<>+-*/()[]{},:?|";
  return word.find_first_of(kSigns) == std::string::npos &&
         (input.empty() || kSigns.find(input.front()) == kSigns.npos);
}

// `source FILE` against `source rules "…"`, a declaration.
bool is_one_word(std::string_view rest) { return !take_word(rest).empty() && rest.empty(); }

}  // namespace

auto Runner::find(std::string_view input, std::string_view& rest) const -> const Command* {
  input = trimmed(input);
  const Command* best = nullptr;
  std::string_view longest, behind;
  for (const Command& command : commands_) {
    for (const std::string_view name : {command.name, command.chinese}) {
      std::string_view left = input;
      if (name.size() <= longest.size() || !take_name(left, name)) continue;
      best = &command;
      longest = name;
      behind = left;
    }
  }
  if (best == nullptr) return nullptr;
  const FirstToken first = first_token(input);
  // `list of …` is an expression: a phrase of the language goes on where the command ends.
  if (first.length > longest.size()) return nullptr;
  if (parse::begins_declaration(first.kind) && !is_one_word(behind)) return nullptr;
  if (means_name(*best, longest, behind)) return nullptr;
  rest = behind;
  return best;
}

// A name of the policy that is a command's, too: the command is meant where what stands behind it is what it takes.
bool Runner::means_name(const Command& command, std::string_view name, std::string_view rest) const {
  constexpr std::string_view kOperators = "=<>+-*/,|.)";
  const bool needs_more = !command.arguments.empty() && !command.arguments.starts_with('[');
  const bool fits = rest.empty() ? !needs_more : kOperators.find(rest.front()) == std::string_view::npos;
  if (fits) return false;
  return declares(name);
}

bool Runner::declares(std::string_view name) const {
  const auto at_hand = policy_at_hand(session_);
  return at_hand && declaration_of(*at_hand.value().flat, name) != nullptr;
}

auto Runner::is_declaration(std::string_view input) const -> bool {
  input = trimmed(input);
  std::string_view rest;
  return parse::begins_declaration(first_token(input).kind) && find(input, rest) == nullptr;
}

auto Runner::wants_more(std::string_view input) const -> bool {
  std::string_view rest = trimmed(input);
  if (rest.empty() || rest.starts_with('#') || input.size() > kLargestInput) return false;
  if (rest.ends_with('\\')) return true;
  const std::size_t last = input.find_last_of('\n');
  if (last != std::string_view::npos && trimmed(input.substr(last)).empty()) return false;  // an empty line ends it
  const bool declared = is_declaration(rest);
  if (!declared && find(rest, rest) != nullptr) return false;
  if (declared) return is_incomplete(std::string(rest));
  const auto incomplete = [&](const char* language) {
    return parse_expression(make_source(FileId{}, "prompt", language + std::string(rest))).incomplete;
  };
  return incomplete("") || incomplete("# language: zh\n");
}

auto lines_of(std::string_view text) -> Inputs::NextLine {
  return [text]() mutable -> std::optional<std::string> {
    if (text.empty()) return std::nullopt;
    const std::size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  };
}

auto Inputs::next() -> std::optional<std::string> {
  std::optional<std::string> input = pending_ ? std::exchange(pending_, {}) : next_line_();
  if (!input) return input;
  const bool declared = runner_.is_declaration(*input);
  while (declared || runner_.wants_more(*input)) {
    std::optional<std::string> line = next_line_();
    if (!line) break;
    const bool indented = line->starts_with(' ') || line->starts_with('\t');
    if (!indented && !runner_.wants_more(*input)) {
      pending_ = std::move(line);
      break;
    }
    if (input->ends_with('\\')) input->pop_back();
    *input += "\n" + *line;
  }
  return input;
}

auto Runner::execute(std::string_view input) -> Reply {
  Output output(session_.settings);
  Reply reply;
  logged = true;
  const std::int64_t begin = session_.host().microseconds();
  if (input.size() > kLargestInput) {
    reply.status = output.trouble(session_.trouble(Status::usage, "this is longer than 4 MiB", "输入超过 4 MiB"));
  } else if (const std::size_t good = valid_utf8_prefix(input); good < input.size()) {
    const std::string at = std::to_string(good + 1);
    reply.status =
        output.trouble(session_.trouble(Status::usage, "byte " + at + " is not UTF-8", "第 " + at + " 字节不是 UTF-8"));
  } else {
    reply.status = dispatch(trimmed(input), output);
  }
  const bool timed = session_.settings.timer && !trimmed(input).empty();
  if (timed)
    output.text(session_.pick("time: ", "用时：") + milliseconds(session_.host().microseconds() - begin) + " ms\n");
  reply.parts = output.take();
  if (logged) remember(trimmed(input));
  return output_file.empty() || !scripts.empty() ? reply : divert(std::move(reply));
}

// Such that a script's reader (Inputs) takes it for one input, and the same: a line that goes on a declaration is
// indented; one that goes on anything else follows a `\` unless it is wanted.
void Runner::remember(std::string_view input) {
  if (input.empty()) return;
  const bool declared = is_declaration(input.substr(0, input.find('\n')));
  std::string script;
  for (std::string_view rest = input; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const bool first = script.empty(), indented = line.starts_with(' ') || line.starts_with('\t');
    if (!first && !declared && !wants_more(script)) script += '\\';
    script += (first ? "" : declared && !indented ? "\n  " : "\n") + std::string(line);
  }
  if (wants_more(script)) script += '\n';  // an empty line ended it
  log.push_back(std::move(script));
}

auto Runner::send_output_to(const Target& target) -> std::optional<Trouble> {
  show_output();
  if (auto trouble = session_.write(target, "")) return trouble;
  output_file = target.path;
  return std::nullopt;
}

void Runner::show_output() {
  diverted_.clear();
  output_file.clear();
}

auto Runner::divert(Reply reply) -> Reply {
  Reply shown{.parts = {}, .status = reply.status};
  for (Output::Part& part : reply.parts) {
    if (part.trouble)
      shown.parts.push_back(std::move(part));
    else
      diverted_ += part.text;
  }
  if (const auto trouble = session_.write({.path = output_file}, diverted_)) {
    shown.parts.push_back({true, trouble->text});
    shown.status = trouble->status;
  }
  return shown;
}

auto Runner::refuse_left_over(std::string_view left, Output& output) const -> Status {
  const std::string shown = "`" + excerpt_of(left) + "`";
  Trouble trouble = session_.trouble(Status::usage, shown + " is left over", "多出 " + shown);
  trouble.text += session_.pick("  hint: write `" + usage(*command_) + "`\n",
                                "  提示: 请写作 `" + usage_in_chinese(*command_) + "`\n");
  return output.trouble(trouble);
}

// `as NAME` counts as none, where the command has the word.
auto Runner::left_over(const Command& command, std::string_view rest) -> std::string_view {
  if (!command.most) return {};
  const bool names =
      std::ranges::find(command.words, "as", [](const Word& word) { return word.en; }) != command.words.end();
  for (std::size_t count = 0; !rest.empty();) {
    const bool named = names && rest.starts_with("as") && blank_at(rest, 2) > 0;
    if (!named && ++count > *command.most) return rest;
    take_word(rest);
    if (named) take_word(rest);
  }
  return {};
}

auto Runner::dispatch(std::string_view input, Output& output) -> Status {
  if (input.empty() || input.starts_with('#')) return Status::answered;
  std::string_view rest;
  const Command* command = find(input, rest);
  if (command != nullptr && rest.empty() && is_for_people(session_) && declares(input)) {
    output.text(session_.pick("the command; `(" + std::string(input) + ")` is what the policy calls so\n",
                              "此为命令；政策中的同名者写作 `(" + std::string(input) + ")`\n"));
  }
  if (command != nullptr) return run(*command, in_english(*command, rest), output);
  if (is_declaration(input)) return declare(session_, std::string(input), output);
  if (const std::string service = service_meant(session_, std::string(input)); !service.empty())
    return settle(session_, service, output);
  Output shown(session_.settings);
  const Status status = show_expression(session_, std::string(input), shown);
  bool hinted = false;
  for (const Output::Part& part : shown.take()) {
    hinted = hinted || part.text.find(session_.pick("  hint", "  提示")) != std::string::npos;
    part.trouble ? static_cast<void>(output.trouble({status, part.text})) : output.text(part.text);
  }
  if (status != Status::policy || hinted || !looks_like_command(input)) return status;
  if (const std::string meant = command_meant(input); !meant.empty())
    output.trouble(
        {status, session_.pick("  hint: did you mean " + meant + "?\n", "  提示: 是否指 " + meant + "？\n")});
  return status;
}

auto Runner::run(const Command& command, std::string_view arguments, Output& output) -> Status {
  const Command* before = std::exchange(command_, &command);  // a script's lines run within `source`
  const std::string_view left = left_over(command, arguments);
  const Status status = left.empty() ? command.run(*this, arguments, output) : refuse_left_over(left, output);
  command_ = before;
  return status;
}

auto Runner::command_meant(std::string_view input) const -> std::string {
  const std::string word = take_word(input);
  if (word.size() > kLongestWord) return {};
  std::vector<std::string> names = session_.services();
  std::string longer;
  for (const Command& command : commands_) {
    names.emplace_back(command.name);
    names.emplace_back(command.chinese);
    if (command.name.starts_with(word + " "))
      longer += (longer.empty() ? "`" : ", `") + std::string(command.name) + "`";
  }
  if (!longer.empty()) return longer;
  const std::string near = nearest_name(word, names);
  return near.empty() || near == word ? "" : "`" + near + "`";
}

}  // namespace remit::repl
