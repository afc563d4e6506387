#include "engine/evaluate/share.h"

#include <algorithm>
#include <random>

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

using Rest = ShareUse::Rest;
using Texts = std::vector<const char*>;

// The parts of `amount` over elements of these weights, in steps of 0.01.
auto pro_rata(const char* amount, const Texts& weights, Rest rest = Rest::error) -> std::string {
  Policy p;
  const ListId items = p.list("items", {{"weight", kMoney}});
  const LocalId x = p.b.new_local();
  p.b.program.shares.push_back({.amount = p.money(amount),
                                .list = p.all(items),
                                .local = x,
                                .weight = p.column(p.local(x, element_of(items)), 0),
                                .takes_all = rest,
                                .step = number("0.01")});
  const RuleId part = p.rule("part", p.op(Op::share, kMoney, {p.self(items)}, 0), items);
  const LocalId y = p.b.new_local();
  p.gives("parts", p.loop({.kind = Loop::Kind::list,
                           .local = y,
                           .list = p.all(items),
                           .body = p.of_item(p.local(y, element_of(items)), part),
                           .zero = {}},
                          kList));
  Settling run(p);
  std::vector<std::vector<Value>> rows;
  for (const char* weight : weights) rows.push_back({number(weight)});
  run.fill(items, rows);
  return run.text();
}

auto in_order(const char* amount, const std::vector<std::pair<const char*, const char*>>& keys_and_limits,
              Rest rest = Rest::error) -> std::string {
  Policy p;
  const ListId items = p.list("items", {{"key", kCount}, {"limit", kMoney}});
  const LocalId x = p.b.new_local();
  const NodeId element = p.local(x, element_of(items));
  p.b.program.shares.push_back({.amount = p.money(amount),
                                .list = p.all(items),
                                .local = x,
                                .order = p.column(element, 0, kCount),
                                .at_most = p.column(element, 1),
                                .takes_all = rest,
                                .step = number("0.01")});
  const RuleId part = p.rule("part", p.op(Op::share, kMoney, {p.self(items)}, 0), items);
  const LocalId y = p.b.new_local();
  p.gives("parts", p.loop({.kind = Loop::Kind::list,
                           .local = y,
                           .list = p.all(items),
                           .body = p.of_item(p.local(y, element_of(items)), part),
                           .zero = {}},
                          kList));
  Settling run(p);
  std::vector<std::vector<Value>> rows;
  for (const auto& [key, limit] : keys_and_limits) rows.push_back({number(key), number(limit)});
  run.fill(items, rows);
  return run.text();
}

TEST(Share, ProRata) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {pro_rata("10", {"1", "1", "1"}), "[3.34,3.33,3.33]"},
      {pro_rata("20", {"1", "1", "1"}), "[6.67,6.67,6.66]"},
      {pro_rata("0.01", {"1", "3", "3"}), "[0,0.01,0]"},
      {pro_rata("100", {"0", "5"}), "[0,100]"},
      {pro_rata("0", {"0", "0"}), "[0,0]"},
      {pro_rata("0", {}), "[]"},
      {pro_rata("5", {"0", "0"}, Rest::first), "[5,0]"},
      {pro_rata("5", {"0", "0"}, Rest::last), "[0,5]"},
      {pro_rata("-5", {"1", "1"}, Rest::last), "[0,-5]"},
      {pro_rata("5", {"0", "0"}), "E0914 p/part: 5.00 CNY cannot be shared: every weight is zero"},
      {pro_rata("-5", {"1", "1"}), "E0912 p/part: a negative amount cannot be shared: -5.00 CNY"},
      {pro_rata("5", {"1", "-1"}), "E0913 p/part: a share has a negative weight or limit: -1"},
      {pro_rata("0.005", {"1", "1"}), "E0923 p/part: 0.005 CNY cannot be shared in steps of 0.01"},
  };
  for (const auto& [actual, expected] : table) EXPECT_EQ(actual, expected);
}

TEST(Share, InOrder) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {in_order("10", {{"2", "5"}, {"1", "7"}}), "[3,7]"},
      {in_order("10", {{"1", "4"}, {"1", "4"}, {"1", "4"}}), "[4,4,2]"},
      {in_order("0", {}), "[]"},
      {in_order("10", {{"1", "4"}, {"2", "4"}}), "E0915 p/part: 2.00 CNY of a share fits nowhere"},
      {in_order("10", {{"2", "4"}, {"1", "4"}}, Rest::first), "[4,6]"},
      {in_order("10", {{"2", "4"}, {"1", "4"}}, Rest::last), "[6,4]"},
      {in_order("10", {{"1", "-4"}}), "E0913 p/part: a share has a negative weight or limit: -4"},
  };
  for (const auto& [actual, expected] : table) EXPECT_EQ(actual, expected);
}

// Largest remainders by hand: all in whole cents.
auto by_hand(std::int64_t cents, const std::vector<std::int64_t>& weights) -> std::vector<std::int64_t> {
  std::int64_t total = 0;
  for (const std::int64_t w : weights) total += w;
  std::vector<std::int64_t> parts;
  std::vector<std::pair<std::int64_t, std::size_t>> rest;
  std::int64_t missing = cents;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    parts.push_back(cents * weights[i] / total);
    rest.emplace_back(-(cents * weights[i] % total), i);
    missing -= parts.back();
  }
  std::ranges::sort(rest);
  for (std::int64_t k = 0; k < missing; ++k) ++parts[rest[static_cast<std::size_t>(k)].second];
  return parts;
}

TEST(Share, AgreesWithLargestRemaindersByHand) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::int64_t> weights;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 1 + random() % 7; ++i) weights.push_back(1 + random() % 20);
    const std::int64_t cents = random() % 5000;
    Texts pointers;
    for (const std::int64_t w : weights) texts.push_back(std::to_string(w));
    for (const std::string& t : texts) pointers.push_back(t.c_str());
    std::string expected;
    for (const std::int64_t part : by_hand(cents, weights))
      expected += (expected.empty() ? "" : ",") + Number::decimal(part, 2).to_string();
    EXPECT_EQ(pro_rata(Number::decimal(cents, 2).to_string().c_str(), pointers), "[" + expected + "]");
  }
}

}  // namespace
}  // namespace remit::test
