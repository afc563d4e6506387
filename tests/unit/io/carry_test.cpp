#include "engine/program/carry.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/io/read_case.h"
#include "engine/io/write_answer.h"
#include "tests/unit/io/sample.h"

namespace remit {
namespace {

enum Memories : std::uint32_t { kPooled, kEpisode, kCard, kBills, kTop };

auto amount(std::int64_t cents) -> Value { return Number::decimal(cents, 2); }
auto person(std::int64_t id) -> Value { return Value::text("p" + std::to_string(id)); }

auto posting(Memories memory, std::vector<Value> key) -> Posting {
  Posting posting;
  posting.memory = MemoryId{memory};
  posting.key = std::move(key);
  return posting;
}
auto adding(Memories memory, std::vector<Value> key, std::int64_t cents, std::string pot = {}) -> Posting {
  Posting made = posting(memory, std::move(key));
  made.amount = amount(cents);
  made.pot = std::move(pot);
  return made;
}
auto stay(std::int64_t id, std::int64_t start, std::int64_t end) -> Posting {
  Posting made = posting(kEpisode, {person(id)});
  made.start = Value::integer(start);
  made.end = Value::integer(end);
  return made;
}
auto bill(std::int64_t id, std::int64_t cents) -> Posting {
  Posting made = posting(kBills, {person(id)});
  made.row = Value::sequence({Value::text("b"), amount(cents), Value::integer(1)});
  return made;
}

auto carried(const sample::Sample& sample, std::vector<MemoryState> before, std::vector<Posting> postings) {
  Answer answer;
  answer.postings = std::move(postings);
  return carry(sample.program, std::move(before), answer);
}

auto written(const sample::Sample& sample, const std::vector<MemoryState>& memories) -> std::string {
  return write_opening(memories, sample.program, sample.names, {});
}

TEST(Carry, EachKindOfMemory) {
  const sample::Sample sample = sample::service();
  auto after = carried(sample, {},
                       {adding(kPooled, {person(1), Number::whole(2024)}, 1050), adding(kTop, {person(1)}, 65000),
                        adding(kCard, {person(1)}, 2000, "this_year"), adding(kCard, {person(1)}, -500, "this_year"),
                        stay(1, 19723, 19730), bill(1, 7)});
  after = carried(
      sample, after,
      {adding(kPooled, {person(1), Number::whole(2024)}, 1), adding(kPooled, {person(1), Number::whole(2025)}, 2),
       adding(kTop, {person(1)}, 130000), adding(kTop, {person(1)}, 50000), stay(1, 19723, 19740), bill(1, 8)});
  EXPECT_EQ(written(sample, after),
            R"({"year_pooled":[{"key":["p1",2024],"value":10.51},{"key":["p1",2025],"value":0.02}],)"
            R"("episode":[{"key":["p1"],"start":"2024-01-01","end":"2024-01-18"}],)"
            R"("card":[{"key":["p1"],"pots":{"this_year":15.00,"earlier":0.00}}],)"
            R"("bills":[{"key":["p1"],"rows":[{"code":"b","amount":0.07,"status":"retired"},)"
            R"({"code":"b","amount":0.08,"status":"retired"}]}],)"
            R"("top":[{"key":["p1"],"value":1300.00}]})");
}

TEST(Carry, SpellsGoOnOrBeginAnew) {
  const sample::Sample sample = sample::service();
  const auto first = carried(sample, {}, {stay(1, 100, 120)});
  const auto inside = carried(sample, first, {stay(1, 100, 110)});
  EXPECT_EQ(inside[kEpisode].entries[0].end, Value::integer(120));
  const auto anew = carried(sample, first, {stay(1, 200, 205)});
  EXPECT_EQ(anew[kEpisode].entries[0].start, Value::integer(200));
  EXPECT_EQ(anew[kEpisode].entries[0].end, Value::integer(205));
}

// What one case leaves, written and read as the opening of the next, is what was left.
TEST(Carry, WhatIsWrittenIsReadAgain) {
  const sample::Sample sample = sample::service();
  std::mt19937 random(20240501);
  const auto below = [&](std::int64_t limit) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
  };
  const auto any = [&]() -> Posting {
    const std::int64_t id = below(3);
    const std::int64_t cents = below(1'000'000'000) * below(1'000'000) - below(1'000'000);
    switch (below(5)) {
      case 0: return adding(kPooled, {person(id), Number::whole(2020 + below(3))}, cents);
      case 1: return stay(id, below(40'000) - 20'000, 20'000 + below(1000));
      case 2: return adding(kCard, {person(id)}, cents, below(2) == 0 ? "this_year" : "earlier");
      case 3: return bill(id, cents);
      default: return adding(kTop, {person(id)}, cents);
    }
  };
  std::vector<MemoryState> memories;
  for (int step = 0; step < 300; ++step) {
    memories = carried(sample, std::move(memories), {any(), any()});
    std::string json = sample::least();
    json.replace(json.find(sample::opening()), sample::opening().size(), written(sample, memories));
    const auto read = read_case(json, sample.program, sample.names);
    ASSERT_TRUE(read.ok()) << json;
    ASSERT_EQ(written(sample, read.value().memories), written(sample, memories));
    memories = read.value().memories;
  }
}

}  // namespace
}  // namespace remit
