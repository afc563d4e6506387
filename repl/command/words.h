// The arguments of a command as text.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace remit::repl {

// Bytes of the blank that stands there, which may be an ideographic one; 0: none.
auto blank_at(std::string_view text, std::size_t at) -> std::size_t;
auto trimmed(std::string_view text) -> std::string_view;
// Where the word that begins there ends; blanks within "" or '' are part of it.
auto end_of_word(std::string_view text, std::size_t at) -> std::size_t;
// What was written, without its "" and ''.
auto unquoted(std::string_view word) -> std::string;
// The word in front, which is taken away with the blanks behind it; empty where there is none. What stands in "" or ''
// is one word, without them.
auto take_word(std::string_view& text) -> std::string;
// Whether `text` begins with the word, which is then taken away.
bool take_word(std::string_view& text, std::string_view word);
auto words_of(std::string_view text) -> std::vector<std::string>;
// At most so many bytes of the text in front, cut between characters, for messages; control characters show as `?`.
auto excerpt_of(std::string_view text) -> std::string;

}  // namespace remit::repl
