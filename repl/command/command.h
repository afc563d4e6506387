// A command of the session. One table lists them all (`Commands`): help, completion and docs/repl.md come from it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "repl/session/session.h"

namespace remit::repl {

// Rows of text, the first a heading.
struct Table {
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> right = {};  // columns that are flush right
};
// JSON: an array of objects by the heading's names; what is flush right and a number is one, and null where it is
// empty.
auto print_table(const Table& table, Format format) -> std::string;

// What a command gives. Results and troubles are kept apart, as the standard streams are, in the order in which they
// came.
class Output {
 public:
  explicit Output(const Settings& settings) : settings_(settings) {}

  void text(std::string_view text) { add(false, text); }  // lines ended
  void table(const Table& table) { text(print_table(table, settings_.format)); }
  // The status, so that a command may `return output.trouble(…)`.
  auto trouble(const Trouble& trouble) -> Status;

  struct Part {
    bool trouble = false;
    std::string text;
  };
  auto take() -> std::vector<Part> { return std::move(parts_); }

 private:
  void add(bool trouble, std::string_view text);

  const Settings& settings_;
  std::vector<Part> parts_;
};

// What an argument may be, for completion.
enum class Completes : std::uint8_t {
  nothing,
  expression,  // names, keywords
  file,
  policy,
  change,  // or a policy
  service,
  result,   // results and rules
  decided,  // exceptions and requirements
  declaration,
  editable,  // a declaration or a file
  input,     // paths of inputs, and what else a case tells of
  variable,  // paths of inputs, figures of the policy
  named_case,
  model,  // a case or a test
  topic,
};

// A word of a command's own among its arguments.
struct Word {
  std::string_view en, zh = en;         // each counts as the other
  Completes then = Completes::nothing;  // what follows it
};

class Runner;  // repl/command/runner.h

struct Command {
  std::string_view name;                        // "why not": one word or two
  std::string_view chinese;                     // the same in Chinese: one word
  std::string_view arguments;                   // "CASE.json [LINE]"; empty: none
  std::string_view topic;                       // of `help`
  std::string_view en, zh;                      // one sentence, as `help` lists it
  std::string_view more_en = {}, more_zh = {};  // what else there is to say, lines ended
  std::vector<std::string_view> examples = {};  // lines to type
  std::vector<Completes> completes = {};        // by argument; the last counts for all that follow
  std::vector<Word> words = {};
  std::optional<std::size_t> most = {};  // words that it takes, `as NAME` aside; absent: it looks itself
  // `rest`: what follows the name, without blanks around it, its own words in English.
  Status (*run)(Runner& runner, std::string_view rest, Output& output) = nullptr;
};
using Commands = std::vector<Command>;

// "load FILE [LINE] [as NAME]".
auto usage(const Command& command) -> std::string;

}  // namespace remit::repl
