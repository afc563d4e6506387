#include "engine/interface/reshape.h"

#include <gtest/gtest.h>

#include "tests/unit/interface/sample.h"

namespace remit {
namespace {

using Lines = std::vector<std::string>;

constexpr std::string_view kVisit = R"({"messages": [
  {"kind": "10", "id": "m1", "person": "P", "from": "2024-05-01 08:30:00", "level": "3"},
  {"kind": "20", "id": "m2", "person": "P", "lines": [{"n": 1, "amount": 10.50}, {"n": 2, "amount": "0.00"}]},
  {"to": "m2", "lines": [{"n": 1}]},
  {"kind": "20", "id": "m3", "person": "P", "lines": [{"n": 3, "amount": -7.10}]},
  {"kind": "30", "id": "m4", "person": "P", "total": 3.40}]})";

// The template filled in, or its errors.
auto filled(std::string_view shape, std::string_view answer = "{}") -> std::string {
  const Mapping mapping = mapping_of(R"("reply": )" + std::string(shape) + R"(, "refusal": {})");
  const auto messages = Messages::read(kVisit, "30", mapping);
  const auto beside = JsonDocument::read(answer);
  const auto made =
      reshape(*mapping.transaction("30")->reply, mapping, messages.value(), {.answer = beside.value().root()});
  if (made) return made.value().node.print();
  std::string lines;
  for (const std::string& line : told(made.error())) lines += line + "\n";
  return lines;
}

TEST(Reshape, ConstantsAndWhatIsTaken) {
  EXPECT_EQ(filled(R"({"a": 1.50, "b": [true, null, "x"], "c": {"from": "request/total"}})"),
            R"({"a":1.50,"b":[true,null,"x"],"c":3.40})");
  EXPECT_EQ(filled(R"({"day": {"from": "10/from", "first": 10}})"), R"({"day":"2024-05-01"})");
  EXPECT_EQ(filled(R"({"level": {"from": "10/level", "codes": {"3": "tertiary"}}})"), R"({"level":"tertiary"})");
  EXPECT_EQ(filled(R"({"of": {"from": ["request/other", "10/person"]}})"), R"({"of":"P"})");
  EXPECT_EQ(filled(R"({"x": {"from": "answer/result/claim.total"}})", R"({"result": {"claim.total": 9.00}})"),
            R"({"x":9.00})");
}

TEST(Reshape, WhatLeadsNowhereIsLeftOutUnlessItIsNeeded) {
  EXPECT_EQ(filled(R"({"a": {"from": "request/none"}, "b": [{"from": "99/none"}, 1]})"), R"({"b":[1]})");
  EXPECT_EQ(filled(R"({"a": {"from": "request/none", "or": 0.00}})"), R"({"a":0.00})");
  EXPECT_EQ(
      filled(R"({"a": {"from": "request/none", "needed": true}, "b": {"each": "99/lines", "as": 1, "needed": true}})"),
      "E0858 $.messages[4].none\nE0858 99/lines\n");
}

TEST(Reshape, ListsOfSeveralMessagesAreOne) {
  EXPECT_EQ(
      filled(
          R"({"items": {"each": "20/lines", "as": {"line": {"from": "this/n"}, "of": {"from": "request/person"}}}})"),
      R"({"items":[{"line":1,"of":"P"},{"line":2,"of":"P"},{"line":3,"of":"P"}]})");
  EXPECT_EQ(filled(R"({"each": ["20!/lines", "20/lines"], "as": {"from": "this/n"}})"), "[1,1,2,3]");
  EXPECT_EQ(filled(R"({"each": "10/level", "as": 1})"), "E0821 $.messages[0].level\n");
}

TEST(Reshape, AmountsAreTurnedDigitByDigit) {
  EXPECT_EQ(filled(R"([{"each": "20/lines", "as": {"from": "this/amount", "negated": true}}])"),
            R"([[-10.50,"0.00",7.10]])");
  EXPECT_EQ(filled(R"({"from": "10/level", "negated": true})"), R"("-3")");
  EXPECT_EQ(filled(R"({"from": "10/person", "negated": true})"), "E0823 $.messages[0].person\n");
  EXPECT_EQ(filled(R"([{"each": "20/lines", "as": {"unless_zero": "this/amount", "as": {"from": "this/n"}}}])"),
            "[[1,3]]");
}

TEST(Reshape, PartsAreWrittenOnce) {
  const auto mapping = Mapping::read(R"({"number": "kind", "identity": "id", "answers": "to",
      "parts": {"who": {"of": {"from": "request/person"}, "at": {"a": 1}}, "line": {"line": {"from": "this/n"}, "by": {"part": "who"}}},
      "transactions": {"30": {"refusal": {}, "reply": {"head": {"part": "who", "with": {"at": {"b": 2}}},
                                                       "lines": {"each": "20!/lines", "as": {"part": "line"}}}}}})");
  ASSERT_TRUE(mapping.ok()) << mapping.error().front().message;
  const auto messages = Messages::read(kVisit, "30", mapping.value());
  const auto made = reshape(*mapping.value().transaction("30")->reply, mapping.value(), messages.value(), {});
  EXPECT_EQ(made.value().node.print(),
            R"({"head":{"of":"P","at":{"a":1,"b":2}},"lines":[{"line":1,"by":{"of":"P","at":{"a":1}}}]})");
}

TEST(Reshape, FaultsAreToldWhereTheyStand) {
  EXPECT_EQ(filled(R"({"from": "20/person"})"), "E0854 $.messages[3].person\n");
  EXPECT_EQ(filled(R"({"from": "10/level", "codes": {"1": "a", "2": "b"}})"), "E0856 $.messages[0].level\n");
}

TEST(Reshape, KnowsWhereEachValueCameFrom) {
  const Mapping mapping = mapping_of(R"("service": "s", "case": {"claim": {"total": {"from": "request/total"},
      "items": {"each": "20/lines", "as": {"sum": {"from": "this/amount"}, "code": {"from": "this/code"}}}}},
      "reply": {}, "refusal": {})");
  const auto messages = Messages::read(kVisit, "30", mapping);
  const auto made = reshape(*mapping.transaction("30")->made_case, mapping, messages.value(), {});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value().origin_of("$.claim.total"), "$.messages[4].total");
  EXPECT_EQ(made.value().origin_of("$.claim.items[2].sum"), "$.messages[3].lines[0].amount");
  EXPECT_EQ(made.value().origin_of("$.claim.items[1].code"), "$.messages[1].lines[1].code");
  EXPECT_EQ(made.value().origin_of("$.claim.items[1].other"), "$.messages[1].lines[1].other");
  EXPECT_EQ(made.value().origin_of("$.claims"), "$.claims");
}

TEST(Reshape, IsBounded) {
  std::string many = R"({"kind": "30", "list": [)";
  for (int i = 0; i < 2'000; ++i) many += i == 0 ? "1" : ",1";
  const Mapping mapping =
      mapping_of(R"("reply": {"each": "request/list", "as": {"each": "request/list", "as": 1}}, "refusal": {})");
  const auto messages = Messages::read(many + "]}", "30", mapping);
  const auto made = reshape(*mapping.transaction("30")->reply, mapping, messages.value(), {});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(told(made.error()), Lines{"E0857 $"});
}

TEST(Disagreements, NameBothPlacesAndNoValue) {
  const Mapping mapping =
      mapping_of(R"("agree": [["request/person", "10/person", "20/person"], ["request/id", "10/id"]],
      "reply": {}, "refusal": {})");
  const auto messages = Messages::read(kVisit, "30", mapping);
  const auto errors = disagreements(*mapping.transaction("30"), mapping, messages.value());
  EXPECT_EQ(told(errors), Lines{"E0855 $.messages[0].id"});
  EXPECT_EQ(errors.front().arguments, Lines{"$.messages[4].id"});
}

TEST(Disagreements, LeadThroughArrays) {
  const Mapping mapping = mapping_of(R"("agree": [["request/total", "20/lines/amount"]], "reply": {}, "refusal": {})");
  const auto messages =
      Messages::read(R"({"messages": [{"kind": "20", "lines": [{"amount": 5}, {"n": 1}, {"amount": 6}]},
      {"kind": "30", "total": 5}]})",
                     "30", mapping);
  EXPECT_EQ(told(disagreements(*mapping.transaction("30"), mapping, messages.value())),
            Lines{"E0855 $.messages[0].lines[2].amount"});
}

TEST(Overlay, ObjectsAreMergedAndAllElseIsReplaced) {
  const auto base = JsonDocument::read(R"({"a": {"x": 1, "y": [1, 2]}, "b": 2})");
  const auto over = JsonDocument::read(R"({"a": {"y": [3]}, "c": {"z": 1.0}})");
  JsonNode made = JsonNode::copy(base.value().root());
  overlay(made, JsonNode::copy(over.value().root()));
  EXPECT_EQ(made.print(), R"({"a":{"x":1,"y":[3]},"b":2,"c":{"z":1.0}})");
}

}  // namespace
}  // namespace remit
