// Lines from a terminal: libedit (docs/decisions/line-editing.md) with history, completion, colours and Ctrl-C.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "repl/command/completion.h"
#include "repl/command/highlight.h"

namespace remit::repl {

class LineEditor {
 public:
  using Complete = std::function<Completion(std::string_view)>;
  using Highlight = std::function<std::vector<Styled>(std::string_view)>;

  // `history`: a file, or empty; what is remembered stays there. `highlight`: without one there are no colours.
  LineEditor(std::string history, Complete complete, Highlight highlight);
  LineEditor(const LineEditor&) = delete;
  auto operator=(const LineEditor&) -> LineEditor& = delete;
  ~LineEditor();

  enum class End : std::uint8_t { line, cancelled, closed };  // Enter; Ctrl-C; Ctrl-D, or the terminal is gone
  struct Read {
    End end{};
    std::string line;  // as far as it was typed
  };
  // A line that is recalled may be of several.
  auto read(const std::string& prompt) -> Read;
  // Whether more stands ready to be read, as in a paste, or comes soon.
  [[nodiscard]] static auto has_more(int milliseconds = 0) -> bool;
  [[nodiscard]] static auto columns_of_terminal() -> std::size_t;
  // As an entry of the history, which may be of several lines.
  void remember(const std::string& input);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace remit::repl
