#include "engine/io/json.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace remit {
namespace {

// "E0801 1:7", or "" where the text is JSON.
auto fault(std::string_view text) -> std::string {
  const auto document = JsonDocument::read(text);
  if (document) return "";
  const InputError& error = document.error();
  return std::string(input_code_text(error.code).name) + " " + error.arguments.at(0) + ":" + error.arguments.at(1);
}

auto nested(std::size_t brackets) -> std::string {
  const std::size_t arrays = brackets - 1;  // in the object
  return R"({"a":)" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
}

TEST(Json, FaultsHaveTheirPlace) {
  struct Case {
    std::string text, fault;
  };
  const std::vector<Case> cases = {
      {"", "E0802 1:1"},
      {" \n ", "E0802 2:2"},
      {"[]", "E0808 1:1"},
      {"\n 12", "E0808 2:2"},
      {"\"x\"", "E0808 1:1"},
      {R"({"a":1)", "E0802 1:7"},
      {R"({"a":{"b":1})", "E0802 1:13"},
      {R"({"a":"x)", "E0809 1:6"},
      {R"({"a":1} x)", "E0804 1:9"},
      {R"({"a":1} {})", "E0804 1:9"},
      {R"({"a":1}})", "E0804 1:8"},
      {R"({"a":1,})", "E0801 1:8"},
      {R"({"a":[1,]})", "E0801 1:9"},
      {R"({"a":[1 2]})", "E0801 1:9"},
      {R"({"a":[1}})", "E0801 1:8"},
      {R"({"a":1]})", "E0801 1:7"},
      {R"({"a" 1})", "E0801 1:6"},
      {R"({"a":1 "b":2})", "E0801 1:8"},
      {R"({a:1})", "E0801 1:2"},
      {R"({,})", "E0801 1:2"},
      {R"({"a"})", "E0801 1:5"},
      {R"({"a":})", "E0801 1:6"},
      {R"({"a":'x'})", "E0801 1:6"},
      {R"({"a":tru})", "E0801 1:6"},
      {R"({"a":truex})", "E0801 1:6"},
      {R"({"a":nul})", "E0801 1:6"},
      {R"({"a":NaN})", "E0801 1:6"},
      {R"({"a":/* */1})", "E0801 1:6"},
      {R"({"a":01})", "E0801 1:6"},
      {R"({"a":+1})", "E0801 1:6"},
      {R"({"a":.5})", "E0801 1:6"},
      {R"({"a":5.})", "E0801 1:6"},
      {R"({"a":-})", "E0801 1:6"},
      {R"({"a":1e})", "E0801 1:6"},
      {R"({"a":1_000})", "E0801 1:6"},
      {R"({"a":0x10})", "E0801 1:6"},
      {"{\"a\":1\0}", "E0802 1:7"},  // the literal ends at the NUL
      {std::string("{\"a\":1\0}", 8), "E0801 1:6"},
      {R"({"a":"\x"})", "E0801 1:6"},
      {R"({"a":"\ud800"})", "E0801 1:6"},
      {R"({"a":"\udc00"})", "E0801 1:6"},
      {R"({"a":"\ud800A"})", "E0801 1:6"},
      {"{\"a\":\n\"甲\",\"乙\": \"x\ty\"}", "E0807 2:12"},
      {"{\"a\":\"x\ny\"}", "E0807 1:8"},
      {"{\"a\":\"甲\xff\"}", "E0803 1:8"},
      {"{\"a\":\"\xC0\x80\"}", "E0803 1:7"},
      {"{\"a\":\"\xED\xA0\x80\"}", "E0803 1:7"},
      {nested(65), "E0806 1:69"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(fault(text), expected) << text;
}

TEST(Json, NumbersKeepTheirDigits) {
  for (const std::string digits : {"0", "-0", "1e3", "1E+3", "1.50", "0.00000000000000000000000000000000001",
                                   "1e999999999", "123456789012345678901234567890123456789012345678901234567890.10"}) {
    const std::string text = "{\"a\":[" + digits + " , " + digits + "\n]}";
    const auto document = JsonDocument::read(text);
    ASSERT_TRUE(document.ok()) << text;
    for (const JsonValue element : *document.value().root().begin()) EXPECT_EQ(element.text(), digits);
  }
}

TEST(Json, TextsAreDecoded) {
  const auto document = JsonDocument::read("\xEF\xBB\xBF{ \"\\u7532\" : \"a\\\"\\\\\\/\\n\\u0000\\ud83d\\ude00\" }");
  ASSERT_TRUE(document.ok());
  const JsonValue member = *document.value().root().begin();
  EXPECT_EQ(member.key(), "甲");
  EXPECT_EQ(member.text(), std::string_view("a\"\\/\n\0\xF0\x9F\x98\x80", 10));
}

TEST(Json, PartsStandInTheOrderWritten) {
  const auto document = JsonDocument::read(R"({"b":[[],{"x":1,"x":2},"y"],"a":null,"":true})");
  ASSERT_TRUE(document.ok());
  std::string keys;
  for (const JsonValue member : document.value().root()) keys += std::string(member.key()) + ";";
  EXPECT_EQ(keys, "b;a;;");
  const JsonValue list = *document.value().root().begin();
  EXPECT_EQ(list.size(), 3U);
  auto part = list.begin();
  EXPECT_EQ((*part).size(), 0U);
  EXPECT_EQ((*(++part)).size(), 2U);
  EXPECT_EQ((*(++part)).text(), "y");
  EXPECT_EQ(++part, list.end());
}

TEST(Json, Limits) {
  EXPECT_EQ(fault(nested(kMaxJsonDepth)), "");
  const std::string start = "{\"a\":\"";
  const std::string filled = start + std::string(kMaxRecordBytes - start.size() - 2, 'x') + "\"}";
  EXPECT_EQ(filled.size(), kMaxRecordBytes);
  EXPECT_EQ(fault(filled), "");
  EXPECT_EQ(fault(filled + " "), "E0805 16777217:16777216");
  EXPECT_EQ(fault(std::string(1'000'000, '[')), "E0808 1:1");
  EXPECT_EQ(fault("{\"a\":" + std::string(1'000'000, '[')), "E0802 1:1000006");
  EXPECT_EQ(fault("{\"a\":" + std::string(1'000'000, '[') + "}"), "E0806 1:69");
}

}  // namespace
}  // namespace remit
