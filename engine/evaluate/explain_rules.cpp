#include "engine/evaluate/explain_rules.h"

namespace remit {
namespace {

constexpr std::uint32_t kNotMet = 0xFFFFFFFF;

}  // namespace

RulesMet::RulesMet(Evaluator& e, std::vector<Step>& steps)
    : e_(e), steps_(steps), by_rule_(e.program().rules.size(), kNotMet) {}

auto RulesMet::number_of(RuleAt at) -> std::uint32_t& {
  std::uint32_t& of_rule = by_rule_[static_cast<std::size_t>(at.rule)];
  const auto list = e_.program().at(at.rule).list;
  if (!list) return of_rule;
  if (of_rule == kNotMet) {
    of_rule = static_cast<std::uint32_t>(by_element_.size());
    by_element_.resize(by_element_.size() + e_.list_size(*list), kNotMet);
  }
  return by_element_[of_rule + at.item];
}

auto RulesMet::meet(RuleAt at) -> std::uint32_t {
  std::uint32_t& number = number_of(at);
  if (number != kNotMet) return number;
  number = static_cast<std::uint32_t>(steps_.size());
  waiting_.push_back(number);
  const auto item = e_.program().at(at.rule).list ? std::optional(at.item) : std::nullopt;
  const auto rule = static_cast<std::uint32_t>(at.rule);
  const Case& given = e_.given();
  steps_.push_back({.rule = at.rule,
                    .item = item,
                    .assumed = given.assumed.contains(rule) || given.assumed_items.contains(rule),
                    .value = e_.value_of(at.rule, item)});
  return number;
}

auto RulesMet::next() -> std::optional<std::uint32_t> {
  if (waiting_.empty()) return std::nullopt;
  const std::uint32_t last = waiting_.back();
  waiting_.pop_back();
  return last;
}

}  // namespace remit
