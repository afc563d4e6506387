#include "dsl/testing/goal.h"

#include <set>

#include "engine/program/operands.h"
#include "engine/value/date.h"

namespace remit {
namespace {

class GoalFinder {
 public:
  GoalFinder(const Recorder& recorder, ItemId item)
      : recorder_(recorder), program_(recorder.compiled().program()), constructs_(recorder.constructs()), item_(item) {}

  auto find() -> Goal {
    exceptions();
    rows();
    bands();
    versions();
    for (std::uint32_t rule = 0; rule < constructs_.rules.size(); ++rule) {
      if (constructs_.rules[rule] == item_) readers(RuleId{rule});
      const bool requirement = constructs_.requirements[rule] == item_ || constructs_.conditions[rule] == item_;
      if (requirement) goal_.conditions.push_back(program_.rules[rule].node);
    }
    return std::move(goal_);
  }

 private:
  void exceptions() {
    for (std::uint32_t c = 0; c < constructs_.exceptions.size(); ++c) {
      const Choice& choice = program_.choices[c];
      for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
        if (constructs_.exceptions[c][i] != item_) continue;
        for (std::uint32_t at = i; at != Choice::kBase; at = choice.exceptions[at].parent) {
          goal_.conditions.push_back(choice.exceptions[at].when);
        }
        if (!recorder_.reached(constructs_.rules[static_cast<std::size_t>(choice.rule)])) readers(choice.rule);
      }
    }
  }
  void rows() {
    for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) {
      const Node& node = program_.nodes[i];
      if (node.op != Op::table) continue;
      for (std::uint32_t row = 0; row < node.operand_count / 2; ++row) {
        if (constructs_.rows[node.index][row] == item_) goal_.conditions.push_back(program_.operands_of(node)[row]);
      }
    }
  }
  void bands() {
    for (std::uint32_t s = 0; s < constructs_.bands.size(); ++s) {
      const SliceUse& use = program_.slices[s];
      for (std::size_t row = 0; row < use.rows.size(); ++row) {
        for (std::size_t band = 0; band < use.rows[row].cells.size(); ++band) {
          if (constructs_.bands[s][row][band] == item_) band_of(use, row, band);
        }
      }
    }
  }
  void band_of(const SliceUse& use, std::size_t row, std::size_t band) {
    if (use.rows[row].when != kNoNode) goal_.conditions.push_back(use.rows[row].when);
    Goal::Target target{.node = use.amount};
    if (band > 0)
      target.wanted = use.edges[band - 1];
    else
      target.constant = Value(Number());
    const bool deducts = use.form == SliceUse::Form::less;
    if (deducts && use.deductible != kNoNode) target.more.push_back(use.deductible);
    if (use.after != kNoNode) target.less.push_back(use.after);
    goal_.targets.push_back(std::move(target));
  }
  void versions() {
    for (const Node& node : program_.nodes) {
      if (node.op != Op::dated) continue;
      const auto& items = constructs_.versions[node.index];
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i] == item_) within(program_.operands_of(node)[0], program_.timelines[node.index].versions[i]);
      }
    }
    if (constructs_.policy == item_ && program_.governed_by != kNoNode) {
      within(program_.governed_by, {program_.in_force_from, program_.in_force_until});
    }
  }
  void within(NodeId date, const Timeline::Version& version) {
    for (const std::int64_t edge : {version.from, version.until}) {
      if (in_calendar(edge)) goal_.targets.push_back({.node = date, .constant = Value::integer(edge)});
    }
  }
  // Conditions in the rules that read this one.
  void readers(RuleId rule) {
    std::set<std::uint32_t> seen;
    for (std::uint32_t i = 0; i < program_.rules.size(); ++i) {
      if (RuleId{i} != rule && reads(program_.rules[i].node, rule, seen))
        goal_.conditions.push_back(program_.rules[i].node);
      seen.clear();
    }
  }
  bool reads(NodeId id, RuleId rule, std::set<std::uint32_t>& seen) const {
    if (!seen.insert(static_cast<std::uint32_t>(id)).second) return false;
    const Node& node = program_.at(id);
    if (const auto read = rule_read(node)) {
      if (*read == rule) return true;
    }
    bool found = false;
    each_operand(program_, node, [&](NodeId operand) { found = found || reads(operand, rule, seen); });
    return found;
  }

  const Recorder& recorder_;
  const Program& program_;
  const Recorder::Constructs& constructs_;
  const ItemId item_;
  Goal goal_;
};

}  // namespace

auto goal_of(ItemId item, const Recorder& recorder) -> Goal { return GoalFinder(recorder, item).find(); }

}  // namespace remit
