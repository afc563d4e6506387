#include "engine/io/write_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/io/write_value.h"

namespace remit {
namespace {

TEST(WriteJson, Strings) {
  struct Case {
    std::string text, json;
  };
  for (const auto& [text, json] : std::vector<Case>{
           {"", R"("")"},
           {"起付线 a/b", R"("起付线 a/b")"},
           {"\"\\\n\r\t", R"("\"\\\n\r\t")"},
           {std::string("\0\x01\x1f\x7f", 4), "\"\\u0000\\u0001\\u001f\x7f\""},
       }) {
    EXPECT_EQ(json_string(text), json);
  }
}

TEST(WriteJson, Numbers) {
  struct Case {
    std::string value, step, json;
  };
  for (const auto& [value, step, json] : std::vector<Case>{
           {"650", "0.01", "650.00"},
           {"650.5", "0.01", "650.50"},
           {"-0.5", "0.25", "-0.50"},
           {"0", "0.01", "0.00"},
           {"1300", "10", "1300"},
           {"1300", "", "1300"},
           {"0.8500", "", "0.85"},
           {"0.125", "0.01", "0.125"},
           {"1e21", "", "1000000000000000000000"},
           {"1e-7", "", "0.0000001"},
           {"123456789012345678901234567890.1", "0.01", "123456789012345678901234567890.10"},
       }) {
    const auto on = step.empty() ? std::nullopt : std::optional(Number::parse(step).value());
    EXPECT_EQ(number_json(Number::parse(value).value(), on), json);
  }
  EXPECT_EQ(number_json(Number::whole(-1) / Number::whole(3), Number::parse("0.01").value()), R"("-1/3")");
}

TEST(WriteJson, Layouts) {
  const std::string pretty = "{\n  \"a\": [\n    1,\n    \"x, {y}: \\\"\",\n    []\n  ],\n  \"b\": {}\n}";
  const std::string compact = R"({"a":[1,"x, {y}: \"",[]],"b":{}})";
  EXPECT_EQ(compact_json(pretty), compact);
  EXPECT_EQ(pretty_json(compact), pretty);
  EXPECT_EQ(pretty_json(pretty), pretty);
  EXPECT_EQ(compact_json("[ ]"), "[]");
  EXPECT_EQ(pretty_json("[ null ]"), "[\n  null\n]");
}

}  // namespace
}  // namespace remit
