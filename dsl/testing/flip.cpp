#include "dsl/testing/flip.h"

#include <algorithm>
#include <optional>

#include "dsl/testing/candidates.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/question.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kMostFlips = 3;
constexpr std::size_t kMostTried = 400;

// All conditions on the way to it.
auto goal_of(const Program& program, const ProgramNames& names, const Question& asked) -> Goal {
  Goal goal;
  for (const Requirement& requirement : program.requirements) {
    const bool of_list = program.at(requirement.met).list.has_value();
    if (!asked.asks_for_requirement(names.requirements[requirement.name], of_list)) continue;
    goal.conditions.push_back(program.at(requirement.met).node);
    goal.conditions.push_back(program.at(requirement.applies).node);
  }
  for (const Choice& choice : program.choices) {
    for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
      if (!asked.asks_for_exception(names.exceptions[choice.exceptions[i].name])) continue;
      for (std::uint32_t at = i; at != Choice::kBase; at = choice.exceptions[at].parent)
        goal.conditions.push_back(choice.exceptions[at].when);
      for (const Choice::Exception& other : choice.exceptions) {
        if (std::ranges::find(other.over, i) != other.over.end()) goal.conditions.push_back(other.when);
      }
    }
  }
  return goal;
}

// A requirement that does not apply stands in nobody's way.
bool is_so(const WhyNot& answer) {
  return answer.outcome == WhyNot::Outcome::holds || answer.outcome == WhyNot::Outcome::taken ||
         answer.outcome == WhyNot::Outcome::refined || answer.outcome == WhyNot::Outcome::does_not_apply;
}

class Finder {
 public:
  Finder(const Grounds& grounds, const Case& given, const std::string& name)
      : grounds_(grounds), given_(given), name_(name), before_(standing(given)), answered_(is_answered(given)) {}

  auto find() -> std::optional<std::vector<Flip>> {
    if (before_.empty() || std::ranges::count(before_, false) == 0) return std::nullopt;
    const KnownCase known{.name = {}, .given = given_};
    std::vector<Candidate> candidates;
    add_candidates(goal_of(grounds_.program, grounds_.names, parse_question(name_)), grounds_, known, candidates);
    std::vector<Ranked> found;
    for (const Candidate& candidate : candidates) {
      if (++tried_ > kMostTried || !flips(candidate.leaf, candidate.value)) continue;
      add(candidate, found);
    }
    std::ranges::stable_sort(found, [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    std::vector<Flip> flips;
    for (Ranked& one : found) {
      if (flips.size() < kMostFlips) flips.push_back(std::move(one.flip));
    }
    return flips;
  }

 private:
  struct Ranked {
    Number rank;
    Leaf leaf;
    Flip flip;
  };

  // Whether it is so, for each element where it is of elements.
  auto standing(const Case& given) const -> std::vector<bool> {
    grounds_.evaluator.begin(given);
    std::vector<bool> all;
    for (const WhyNot& answer : why_not(grounds_.evaluator, name_)) all.push_back(is_so(answer));
    return all;
  }

  bool flips(const Leaf& leaf, const Value& value) const {
    const Case other = with_value(grounds_, given_, leaf, value);
    const std::vector<bool> after = standing(other);
    for (std::size_t i = 0; i < std::min(before_.size(), after.size()); ++i) {
      if (!before_[i] && after[i]) return !answered_ || is_answered(other);
    }
    return false;
  }
  // Whether the service answers: what was `ensured` of its inputs still is, and no requirement blocks.
  auto is_answered(const Case& given) const -> bool {
    const Answer answer = grounds_.evaluator.settle(given);
    return answer.errors.empty() && !answer.blocked;
  }

  // How many steps lie between two values of a field; absent: they are not counted in steps.
  auto steps_between(const FieldType& field, const Value& from, const Value& to) const -> std::optional<std::int64_t> {
    if (field.type.kind == TypeKind::enumeration) return std::nullopt;
    if (from.tag() == Value::Tag::integer && to.tag() == Value::Tag::integer)
      return to.as_integer() - from.as_integer();
    if (from.tag() != Value::Tag::number || to.tag() != Value::Tag::number) return std::nullopt;
    const Number steps = (to.as_number() - from.as_number()) / step_of(field, grounds_.program.types);
    return steps.is_integer() ? steps.to_int64() : std::nullopt;
  }
  auto moved(const FieldType& field, const Value& from, std::int64_t steps) const -> Value {
    if (from.tag() == Value::Tag::integer) return Value::integer(from.as_integer() + steps);
    return from.as_number() + step_of(field, grounds_.program.types) * Number::whole(steps);
  }

  // The nearest to the present value that does, between the two.
  auto nearest(const Leaf& leaf, const FieldType& field, const Value& now, const Value& does) const -> Value {
    const auto steps = steps_between(field, now, does);
    if (!steps) return does;
    const std::int64_t sign = *steps < 0 ? -1 : 1;
    std::int64_t not_yet = 0, enough = *steps * sign;
    while (enough - not_yet > 1) {
      const std::int64_t middle = not_yet + (enough - not_yet) / 2;
      (flips(leaf, moved(field, now, middle * sign)) ? enough : not_yet) = middle;
    }
    return moved(field, now, enough * sign);
  }

  void add(const Candidate& candidate, std::vector<Ranked>& found) const {
    grounds_.evaluator.begin(given_);
    const Value now = value_at(grounds_, given_, candidate.leaf);
    const FieldType field = field_of(grounds_, candidate.leaf);
    const Value after = nearest(candidate.leaf, field, now, candidate.value);
    Ranked ranked{.rank = rank_of(field, now, after),
                  .leaf = candidate.leaf,
                  .flip = {path_of(grounds_, given_, candidate.leaf), field, now, after}};
    const auto same = std::ranges::find(found, candidate.leaf, &Ranked::leaf);
    if (same == found.end())
      found.push_back(std::move(ranked));
    else if (ranked.rank < same->rank)
      *same = std::move(ranked);
  }

  // A number by its part of what it was, a day as a hundredth; all else as a whole.
  auto rank_of(const FieldType& field, const Value& now, const Value& after) const -> Number {
    const auto steps = steps_between(field, now, after);
    if (!steps) return Number::whole(1);
    if (now.tag() == Value::Tag::integer) return Number::whole(*steps).abs() / Number::whole(100);
    const Number change = (after.as_number() - now.as_number()).abs();
    return now.as_number().sign() == 0 ? Number::whole(1) : change / now.as_number().abs();
  }

  const Grounds grounds_;
  const Case& given_;
  const std::string& name_;
  const std::vector<bool> before_;
  const bool answered_;
  std::size_t tried_ = 0;
};

}  // namespace

auto find_flips(const Program& program, const ProgramNames& names, Evaluator& evaluator, const Case& given,
                const std::string& name) -> std::optional<std::vector<Flip>> {
  const std::vector<Locals> locals = locals_read(program);
  std::optional<std::vector<Flip>> flips = Finder({program, names, evaluator, locals}, given, name).find();
  evaluator.begin(given);
  return flips;
}

}  // namespace remit
