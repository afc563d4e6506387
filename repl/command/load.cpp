#include <algorithm>
#include <charconv>

#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// "stay" of "cases/stay.json".
auto stem(const std::string& path) -> std::string {
  const std::string file = path.substr(path.rfind('/') + 1);
  return file.substr(0, file.rfind('.') == 0 ? std::string::npos : file.rfind('.'));
}

auto line_of(const std::string& text, std::size_t number) -> std::string {
  std::size_t begin = 0;
  for (std::size_t i = 1; i < number && begin != std::string::npos; ++i) {
    begin = text.find('\n', begin);
    if (begin != std::string::npos) ++begin;
  }
  return begin == std::string::npos ? "" : text.substr(begin, text.find('\n', begin) - begin);
}

// How many cases a text holds, one a line; 0: it is no such text.
auto lines_of_cases(const std::string& text) -> std::size_t {
  std::size_t count = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    if (count == 0 && !JsonDocument::read(line)) return 0;
    ++count;
  }
  return count;
}

auto load(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string path = take_word(rest);
  std::string name, number;
  while (!rest.empty()) {
    const std::string word = take_word(rest);
    if (word == "as" && !rest.empty())
      name = take_word(rest);
    else
      number = word;
  }
  if (path.empty()) return output.trouble(session.trouble(Status::usage, "which file?", "哪个文件？"));
  std::string why;
  std::optional<std::string> text = session.host().read(path, why);
  if (!text) {
    return output.trouble(
        session.trouble(Status::environment, "cannot read `" + path + "`: " + why, "无法读取 `" + path + "`：" + why));
  }
  if (!number.empty()) {
    std::size_t line = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), line);
    if (error != std::errc() || end != number.data() + number.size() || line == 0) {
      return output.trouble(session.trouble(Status::usage, "`" + excerpt_of(number) + "` is no number of a line",
                                            "`" + excerpt_of(number) + "` 不是行号"));
    }
    text = line_of(*text, line);
    if (trimmed(*text).empty()) {
      return output.trouble(session.trouble(Status::input,
                                            "line " + number + " of `" + path + "` is empty or not there",
                                            "`" + path + "` 第 " + number + " 行为空或不存在"));
    }
  }
  if (name.empty()) name = stem(path) + (number.empty() ? "" : "_" + number);
  const ReadJson json = JsonDocument::read(*text);
  const std::size_t cases = json || !number.empty() ? 0 : lines_of_cases(*text);
  if (cases > 1) {
    const std::string count = std::to_string(cases);
    return output.trouble(session.trouble(
        Status::usage, "`" + path + "` holds " + count + " cases, one a line; say which, as in `load " + path + " 1`",
        "`" + path + "` 每行一个案例，共 " + count + " 个；请指明哪一个，如 `载入 " + path + " 1`"));
  }
  if (!json) return output.trouble(session.trouble_of(std::vector<InputError>{json.error()}));
  session.put_case({.name = name, .draft = Draft::of(json.value().root()), .file = path});
  const std::string service = session.service();
  output.text(session.pick("case ", "案例 ") + "`" + name + "`" +
              (service.empty() ? "" : session.pick(" for ", "，服务 ") + "`" + service + "`") + "\n");
  return Status::answered;
}

}  // namespace

auto load_command() -> Command {
  return {
      .name = "load",
      .chinese = "载入",
      .arguments = "FILE [LINE] [as NAME]",
      .topic = "cases",
      .en = "Take a case from a JSON file, or from a line of NDJSON; it is the case at hand from then on.",
      .zh = "从 JSON 文件或 NDJSON 的一行读入案例，作为当前案例。",
      .more_en = "Its name is that of the file. A case of the same name is replaced.\n",
      .more_zh = "案例以文件名为名；同名者被替换。\n",
      .examples = {"load policies/cn/beijing/examples/second_stay.json", "load cases.ndjson 17 as doubtful"},
      .completes = {Completes::file, Completes::nothing},
      .words = {{"as", "作为"}},
      .most = 2,
      .run = load,
  };
}

}  // namespace remit::repl
