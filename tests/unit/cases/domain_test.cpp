#include "dsl/cases/domain.h"

#include <gtest/gtest.h>

#include <random>

namespace remit {
namespace {

using Random = std::mt19937;

auto between(Random& random, int low, int high) -> int { return std::uniform_int_distribution(low, high)(random); }
auto n(const std::string& text) -> Number { return Number::parse(text).value(); }

const Universe kCount{.step = Number::whole(1), .range = {.low = Number()}};
const Universe kAmount{};
const Universe kText{.text = true, .optional = true};

// "[2, 5)", as mathematicians write it; absent as "-".
auto print(const Domain& domain) -> std::string {
  std::string text;
  for (const Interval& i : domain.intervals()) {
    text += (i.low_open || !i.low ? "(" : "[") + (i.low ? i.low->to_string() : "") + "," +
            (i.high ? i.high->to_string() : "") + (i.high_open || !i.high ? ")" : "]");
  }
  return text + (domain.contains({.absent = true}) ? "-" : "");
}

TEST(Domain, CountsEndOnWholeNumbers) {
  const Domain above = Domain::within({.low = n("2"), .low_open = true}, kCount);
  EXPECT_EQ(print(above), "[3,)");
  EXPECT_EQ(print(above.complement(kCount)), "[0,2]");
  EXPECT_EQ(print(Domain::within({.high = n("2.5")}, kCount)), "[0,2]");
  EXPECT_TRUE(Domain::within({.low = n("2"), .high = n("3"), .low_open = true, .high_open = true}, kCount).empty());
}

TEST(Domain, AmountsAreDense) {
  const Domain below = Domain::within({.high = n("100"), .high_open = true}, kAmount);
  EXPECT_EQ(print(below), "(,100)");
  EXPECT_EQ(print(below.complement(kAmount)), "[100,)");
  EXPECT_EQ(print(below.united(Domain::exactly(n("100"), kAmount), kAmount)), "(,100]");
  EXPECT_EQ(print(Domain::exactly(n("5"), kAmount).complement(kAmount)), "(,5)(5,)");
}

TEST(Domain, NeighboursOnAStepAreOneInterval) {
  const Domain one = Domain::exactly(n("1"), kCount);
  const Domain two = Domain::exactly(n("2"), kCount);
  EXPECT_EQ(print(one.united(two, kCount)), "[1,2]");
}

TEST(Domain, Texts) {
  const Domain a = Domain::exactly(std::string("a"));
  EXPECT_TRUE(a.contains({.text = "a"}));
  EXPECT_FALSE(a.complement(kText).contains({.text = "a"}));
  EXPECT_TRUE(a.complement(kText).contains({.text = "b"}));
  EXPECT_TRUE(a.complement(kText).contains({.absent = true}));
  EXPECT_TRUE(a.disjoint(Domain::exactly(std::string("b"))));
  EXPECT_EQ(a.united(a.complement(kText), kText), Domain::all(kText));
}

TEST(Domain, SamplesPreferEnds) {
  EXPECT_EQ(Domain::within({.low = n("2")}, kAmount).sample().number, n("2"));
  EXPECT_EQ(Domain::within({.high = n("2")}, kAmount).sample().number, n("2"));
  EXPECT_EQ(
      Domain::within({.low = n("2"), .high = n("3"), .low_open = true, .high_open = true}, kAmount).sample().number,
      n("2.5"));
  EXPECT_TRUE(Domain::absent().sample().absent);
}

// A set with the truth beside it, sample by sample.
struct Checked {
  Domain domain;
  std::vector<bool> holds;
};

class Sets {
 public:
  Sets(Universe universe, std::vector<Sample> samples) : universe_(std::move(universe)), samples_(std::move(samples)) {}

  auto any(Random& random, int depth) const -> Checked {
    if (depth == 0) return leaf(random);
    const Checked a = any(random, depth - 1);
    if (between(random, 0, 2) == 0)
      return with(a.domain.complement(universe_), [&](std::size_t i) { return !a.holds[i]; });
    const Checked b = any(random, depth - 1);
    if (between(random, 0, 1) == 0) {
      return with(a.domain.intersected(b.domain), [&](std::size_t i) { return a.holds[i] && b.holds[i]; });
    }
    return with(a.domain.united(b.domain, universe_), [&](std::size_t i) { return a.holds[i] || b.holds[i]; });
  }

  void check(const Checked& set) const {
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      ASSERT_EQ(set.domain.contains(samples_[i]), set.holds[i]) << print(set.domain) << " at " << i;
    }
    ASSERT_TRUE(set.domain.empty() || set.domain.contains(set.domain.sample())) << print(set.domain);
    ASSERT_TRUE(set.domain.disjoint(set.domain.complement(universe_)));
  }

 private:
  auto with(Domain domain, const auto& holds) const -> Checked {
    Checked made{std::move(domain), {}};
    for (std::size_t i = 0; i < samples_.size(); ++i) made.holds.push_back(holds(i));
    return made;
  }

  auto leaf(Random& random) const -> Checked {
    if (between(random, 0, 5) == 0 && universe_.optional) {
      return with(Domain::absent(), [&](std::size_t i) { return samples_[i].absent; });
    }
    if (universe_.text) {
      const std::string text(1, static_cast<char>('a' + between(random, 0, 2)));
      return with(Domain::exactly(text), [&](std::size_t i) { return samples_[i].text == text; });
    }
    const Number low = Number::whole(between(random, 0, 8)) * n("0.5");
    const Number high = low + Number::whole(between(random, 0, 6)) * n("0.5");
    const Interval interval{
        .low = low, .high = high, .low_open = between(random, 0, 1) == 0, .high_open = between(random, 0, 1) == 0};
    return with(Domain::within(interval, universe_), [&](std::size_t i) {
      const Number& x = samples_[i].number;
      return !samples_[i].absent && (interval.low_open ? x > low : x >= low) &&
             (interval.high_open ? x < high : x <= high);
    });
  }

  Universe universe_;
  std::vector<Sample> samples_;
};

void check_against_samples(const Universe& universe, const std::vector<Sample>& samples) {
  Random random(7);
  const Sets sets(universe, samples);
  for (int i = 0; i < 2000; ++i) sets.check(sets.any(random, between(random, 0, 4)));
}

auto numbers(const std::string& step, int count) -> std::vector<Sample> {
  std::vector<Sample> samples = {{.absent = true}};
  for (int i = 0; i < count; ++i) samples.push_back({.number = Number::whole(i) * n(step)});
  return samples;
}

TEST(DomainProperty, DenseNumbers) {
  check_against_samples({.range = {.low = Number()}, .optional = true}, numbers("0.25", 30));
}
TEST(DomainProperty, WholeNumbers) {
  check_against_samples({.step = Number::whole(1), .range = {.low = Number(), .high = n("6")}, .optional = true},
                        numbers("1", 7));
}
TEST(DomainProperty, Texts) {
  check_against_samples(kText, {{.text = "a"}, {.text = "b"}, {.text = "c"}, {.text = "other"}, {.absent = true}});
}

}  // namespace
}  // namespace remit
