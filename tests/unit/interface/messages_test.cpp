#include "engine/interface/messages.h"

#include <gtest/gtest.h>

#include "tests/unit/interface/sample.h"

namespace remit {
namespace {

using Lines = std::vector<std::string>;

auto plain() -> Mapping { return mapping_of(R"("reply": {}, "refusal": {})"); }

auto faults(std::string_view text) -> Lines {
  const auto made = Messages::read(text, "30", plain());
  return made ? Lines{} : told(made.error());
}

auto paths(const std::vector<Messages::Found>& found) -> Lines {
  Lines lines;
  for (const Messages::Found& one : found) lines.push_back(one.path + "=" + std::string(one.value.text()));
  return lines;
}

TEST(Messages, OneMessageIsTheRequest) {
  const auto made = Messages::read(R"({"kind": 30, "data": {"odd key": "x", "nothing": null}})", "30", plain());
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(paths(made.value().request({"data", "odd key"})), Lines{R"($.data["odd key"]=x)"});
  EXPECT_TRUE(made.value().request({"data", "nothing"}).empty());
  EXPECT_TRUE(made.value().request({"data", "nothing", "below"}).empty());
}

TEST(Messages, RepliesAreKnownByWhatTheyAnswer) {
  const auto made = Messages::read(R"({"messages": [{"kind": "20", "id": "a", "v": 1}, {"to": "a", "v": 2},
                                       {"kind": "20", "id": "b", "v": 3}, {"kind": "30", "id": "c"}]})",
                                   "30", plain());
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(paths(made.value().of_number("20", {"v"})), (Lines{"$.messages[0].v=1", "$.messages[2].v=3"}));
  EXPECT_EQ(paths(made.value().replies_to("20", {"v"})), Lines{"$.messages[1].v=2"});
}

TEST(Messages, FaultsHaveTheirPlace) {
  EXPECT_EQ(faults("{"), Lines{"E0802 $"});
  EXPECT_EQ(faults(R"({"messages": []})"), Lines{"E0853 $"});
  EXPECT_EQ(faults(R"({"messages": [5, {"x": 1}, {"to": "z"}, {"kind": "30"}]})"),
            (Lines{"E0821 $.messages[0]", "E0851 $.messages[1]", "E0852 $.messages[2]"}));
  EXPECT_EQ(faults(R"({"messages": [{"kind": "30"}, {"kind": "30"}]})"), Lines{"E0854 $.messages[1]"});
  EXPECT_EQ(faults(R"({"kind": "20"})"), Lines{"E0853 $"});
  EXPECT_EQ(faults(R"({"kind": "30", "data": [{"a": 1, "b": {"c": 1, "c": 1}, "a": 2}]})"),
            (Lines{"E0812 $.data[0].b.c", "E0812 $.data[0].a"}));
}

}  // namespace
}  // namespace remit
