#include "engine/evaluate/choice.h"

#include <algorithm>
#include <string>

namespace remit {
namespace {

// The standing of the children of one node of the tree; others are not touched.
void judge_children(Evaluator& e, const Choice& choice, std::uint32_t parent, std::vector<Standing>& all) {
  const auto n = static_cast<std::uint32_t>(choice.exceptions.size());
  for (std::uint32_t i = 0; i < n; ++i) {
    if (choice.exceptions[i].parent != parent) continue;
    const Value holds = e.eval(choice.exceptions[i].when);
    if (holds.is_failed())
      all[i] = Standing::failed;
    else
      all[i] = holds.as_bool() ? Standing::chosen : Standing::false_condition;
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    const bool holds = all[i] == Standing::chosen || all[i] == Standing::overridden;
    if (choice.exceptions[i].parent != parent || !holds) continue;
    for (const std::uint32_t lower : choice.exceptions[i].over) {
      if (all[lower] == Standing::chosen) all[lower] = Standing::overridden;
    }
  }
}

auto chosen_children(const Choice& choice, std::uint32_t parent, const std::vector<Standing>& all)
    -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> children;
  for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
    if (choice.exceptions[i].parent == parent && all[i] == Standing::chosen) children.push_back(i);
  }
  return children;
}

class Resolver {
 public:
  Resolver(Evaluator& e, const Node& node) : e_(e), node_(node), choice_(e.program().choices[node.index]) {}

  auto run() -> Value {
    if (Observer* observer = e_.observer()) observer->choice_asked(node_.index);
    return value_of(Choice::kBase);
  }

 private:
  auto value_of(std::uint32_t parent) -> Value {
    std::uint32_t holding = 0;
    std::uint32_t last = 0;
    bool failed = false;
    for (std::uint32_t i = 0; i < choice_.exceptions.size(); ++i) {
      if (choice_.exceptions[i].parent != parent) continue;
      const Value holds = e_.eval(choice_.exceptions[i].when);
      failed = failed || holds.is_failed();
      if (failed || !holds.as_bool()) continue;
      ++holding;
      last = i;
    }
    if (failed) return Value::failed();
    if (holding == 0) return own_value(parent);
    return holding == 1 ? value_of(last) : value_of_several(parent);
  }

  auto own_value(std::uint32_t parent) -> Value {
    if (parent == Choice::kBase && choice_.base_when != kNoNode) {
      const Value holds = e_.eval(choice_.base_when);
      if (holds.is_failed()) return holds;
      if (!holds.as_bool()) return e_.fail(node_, ErrorCode::E0903, {rule_name()});
    }
    if (Observer* observer = e_.observer()) observer->choice_made(node_.index, parent);
    return e_.eval(parent == Choice::kBase ? choice_.base : choice_.exceptions[parent].value);
  }

  auto value_of_several(std::uint32_t parent) -> Value {
    std::vector<Standing> all(choice_.exceptions.size(), Standing::not_considered);
    judge_children(e_, choice_, parent, all);
    const auto chosen = chosen_children(choice_, parent, all);
    std::vector<Value> values;
    for (const std::uint32_t child : chosen) values.push_back(value_of(child));
    if (std::ranges::any_of(values, [](const Value& v) { return v.is_failed(); })) return Value::failed();
    const bool equal = std::ranges::all_of(values, [&](const Value& v) { return v == values.front(); });
    return equal ? values.front() : clash(chosen, values);
  }

  auto clash(const std::vector<std::uint32_t>& chosen, const std::vector<Value>& values) -> Value {
    std::string parties;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const Choice::Exception& exception = choice_.exceptions[chosen[i]];
      parties += i == 0 ? "`" : ", `";
      parties += e_.names().exceptions[exception.name].name + "` = " + e_.print(values[i], exception.value);
    }
    return e_.fail(node_, ErrorCode::E0904, {rule_name(), parties});
  }

  auto rule_name() const -> std::string { return e_.names().rules[e_.program().at(choice_.rule).name].name; }

  Evaluator& e_;
  const Node& node_;
  const Choice& choice_;
};

void judge_from(Evaluator& e, const Choice& choice, std::uint32_t parent, std::vector<Standing>& all) {
  judge_children(e, choice, parent, all);
  for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
    if (choice.exceptions[i].parent == parent && all[i] == Standing::chosen) judge_from(e, choice, i, all);
  }
}

}  // namespace

auto evaluate_choice(Evaluator& e, const Node& node) -> Value { return Resolver(e, node).run(); }

auto standings(Evaluator& e, const Choice& choice) -> std::vector<Standing> {
  std::vector<Standing> all(choice.exceptions.size(), Standing::not_considered);
  judge_from(e, choice, Choice::kBase, all);
  return all;
}

}  // namespace remit
