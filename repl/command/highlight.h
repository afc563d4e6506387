// What the parts of an input are, for colours while it is typed: told by the language's own lexer and the session's
// names.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "repl/command/runner.h"

namespace remit::repl {

enum class Style : std::uint8_t { command, keyword, name, number, text, comment };

// Bytes [begin, end).
struct Styled {
  std::size_t begin = 0, end = 0;
  Style style{};
};

class Highlighter {
 public:
  // It outlives this.
  explicit Highlighter(Runner& runner) : runner_(runner) {}

  // Of the last line of an input, in their order; what is nothing special is left out, as are names that nobody knows.
  auto styles(std::string_view before, std::string_view line) -> std::vector<Styled>;
  // Something was executed: names may be others.
  void forget() { names_.reset(); }

 private:
  [[nodiscard]] bool knows(std::string_view name);

  Runner& runner_;
  std::optional<std::set<std::string, std::less<>>> names_;  // as far as they were needed
};

}  // namespace remit::repl
