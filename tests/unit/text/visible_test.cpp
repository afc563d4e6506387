#include "engine/text/visible.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

TEST(Visible, WritesOutWhatIsNotSeen) {
  const struct {
    std::string_view text, shown;
  } rows[] = {
      {"", ""},
      {"plain ~", "plain ~"},
      {"起付线 é", "起付线 é"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {"a\tb\nc\x7f", "a\\tb\\nc\\x7f"},
      {"\xC2\x9B[31m", "\\x9b[31m"},           // a control character of two bytes
      {"a\u202Eb\u200B", "a\\u202eb\\u200b"},  // turns the line round; has no width
      {"\u2028", "\\u2028"},                   // ends a line
      {"\xFF\xFE", "\\xff\\xfe"},
      {"\xE8\xB5", "\\xe8\\xb5"},  // cut within a character
      {"\U000E0041", "\\U000e0041"},
  };
  for (const auto& row : rows) EXPECT_EQ(visible(row.text), row.shown);
}

}  // namespace
}  // namespace remit
