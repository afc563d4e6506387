// UTF-8, for messages and limits.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace remit {

// The byte where `text` stops being UTF-8 (surrogates and overlong forms are none); its size where all of it is.
auto valid_utf8_prefix(std::string_view text) -> std::size_t;
// The code points; a byte that is not UTF-8 stands for itself.
auto code_points(std::string_view text) -> std::vector<std::int32_t>;
// How many code points there are. Requires: valid UTF-8.
auto code_point_count(std::string_view text) -> std::size_t;

bool is_ascii(std::string_view text);

// How many columns of a terminal it takes: two for a wide character, none for one that joins the one before it.
auto columns(std::string_view text) -> std::uint32_t;

}  // namespace remit
