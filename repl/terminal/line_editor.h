// Lines from a terminal: libedit (docs/decisions/line-editing.md) with history, completion and Ctrl-C.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "repl/command/completion.h"

namespace remit::repl {

class LineEditor {
 public:
  using Complete = std::function<Completion(std::string_view)>;

  // `history`: a file, or empty; what was typed stays there, each line as soon as it is.
  LineEditor(std::string history, Complete complete);
  LineEditor(const LineEditor&) = delete;
  auto operator=(const LineEditor&) -> LineEditor& = delete;
  ~LineEditor();

  enum class End : std::uint8_t { line, cancelled, closed };  // Enter; Ctrl-C; Ctrl-D, or the terminal is gone
  struct Read {
    End end{};
    std::string line;
  };
  // `prompt` may hold escapes of colours between two \1.
  auto read(const std::string& prompt) -> Read;
  // Whether more stands ready to be read, as in a paste.
  [[nodiscard]] static auto has_more() -> bool;
  void remember(const std::string& line);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace remit::repl
