// The arguments of a command as text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace remit::repl {

auto trimmed(std::string_view text) -> std::string_view;
// The word in front, which is taken away with the blanks behind it; empty where there is none. What stands in "" or ''
// is one word, without them.
auto take_word(std::string_view& text) -> std::string;
// Whether `text` begins with the word, which is then taken away.
bool take_word(std::string_view& text, std::string_view word);
auto words_of(std::string_view text) -> std::vector<std::string>;
// At most so many bytes of the text in front, cut between characters, for messages; control characters show as `?`.
auto excerpt_of(std::string_view text) -> std::string;

}  // namespace remit::repl
