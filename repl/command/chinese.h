// Commands in Chinese: each has a name, and each of its own words another (`Command::chinese`, `Word::zh`), which a
// session understands in either language.
#pragma once
#include <string>
#include <string_view>

#include "repl/command/command.h"

namespace remit::repl {

// The arguments with the command's own words in English. What stands in "" or '' is left alone; where the arguments are
// of the language, `，` and `＝` count as `,` and `=`, as they do in it.
auto in_english(const Command& command, std::string_view rest) -> std::string;

// Lines that tell of a command (its name and arguments, an example) with its Chinese words.
auto usage_in_chinese(const Command& command) -> std::string;
auto example_in_chinese(const Command& command, std::string_view example) -> std::string;

// "what-if": "试算".
auto topic_in_chinese(std::string_view topic) -> std::string_view;

}  // namespace remit::repl
