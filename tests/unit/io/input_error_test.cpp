#include "engine/io/input_error.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace remit {
namespace {

TEST(InputError, WordedInBothLanguages) {
  const InputError error{InputCode::unknown_field, "$.insured.stats", {"stats", "status"}};
  EXPECT_EQ(report(error, "en").message, "unknown field `stats`");
  EXPECT_EQ(report(error, "en").hint, "did you mean `status`?");
  EXPECT_EQ(report(error, "zh").message, "未知字段 `stats`");
  EXPECT_EQ(report(error, "zh").path, "$.insured.stats");
}

TEST(InputError, AHintWithoutItsArgumentIsLeftOut) {
  EXPECT_EQ(report({InputCode::unknown_field, "$.x", {"x", ""}}, "en").hint, "");
  EXPECT_EQ(report({InputCode::missing, "$.x", {"CNY"}}, "en").hint, "");
}

TEST(InputError, CodesAreDistinctAndComplete) {
  std::set<std::string_view> names;
  for (const InputCode code : all_input_codes()) {
    const InputCodeText& text = input_code_text(code);
    EXPECT_TRUE(names.insert(text.name).second) << text.name;
    EXPECT_TRUE(text.name.starts_with("E08"));
    EXPECT_FALSE(text.en.empty() || text.zh.empty() || text.explanation.empty()) << text.name;
    EXPECT_EQ(text.hint_en.empty(), text.hint_zh.empty()) << text.name;
  }
}

}  // namespace
}  // namespace remit
