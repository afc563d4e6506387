// Text from outside, for people to read.
#pragma once
#include <string>
#include <string_view>

namespace remit {

// What would move the cursor of a terminal, turn the direction of a line or break its encoding, written out: a control
// character as `\x1b` or `\n`, one that formats without being seen as `\u202e`, a byte that is not UTF-8 as `\xff`. All
// else stays.
auto visible(std::string_view text) -> std::string;

}  // namespace remit
