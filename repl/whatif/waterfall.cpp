#include "repl/whatif/waterfall.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/evaluate/choice.h"
#include "engine/evaluate/slice.h"
#include "engine/value/print.h"
#include "repl/plot/ticks.h"

namespace remit::whatif {
namespace {

constexpr std::size_t kLongestChain = 64;  // parts; a policy that goes round in circles ends there

// An amount and what it is split into.
struct Split {
  NodeId whole = kNoNode;
  std::vector<NodeId> parts;
};

class Waterfalls {
 public:
  Waterfalls(Evaluator& evaluator, const std::string& language)
      : e_(evaluator), p_(evaluator.program()), language_(language) {
    for (const Identity& identity : p_.identities) {
      if (identity.left == kNoNode) continue;
      add(identity.left, identity.right);
      add(identity.right, identity.left);
    }
    add_payers();
  }

  // `title`: of all. The unit is told with it, and again where it changes.
  auto run(const std::string& title) -> std::vector<plot::Waterfall> {
    std::vector<plot::Waterfall> all;
    for (std::size_t i = 0; i < splits_.size(); ++i) {
      if (is_part(splits_[i].whole) || value(splits_[i].whole).is_zero()) continue;
      plot::Waterfall one{.title = unit_of(p_.at(splits_[i].whole).type, p_.types), .steps = {}};
      one.steps.push_back(step(plot::Step::Kind::whole, splits_[i].whole));
      fall(splits_[i], one);
      all.push_back(std::move(one));
    }
    // An amount that all goes to one is told where there is nothing better to tell.
    const auto simple = [](const plot::Waterfall& one) { return one.steps.size() < 3; };
    if (!std::ranges::all_of(all, simple)) std::erase_if(all, simple);
    std::string above;
    for (plot::Waterfall& one : all) {
      if (above.empty())
        above = std::exchange(one.title, title + " (" + one.title + ")");
      else if (one.title == above)
        one.title.clear();
      else
        above = one.title;
    }
    return all;
  }

 private:
  // Inputs and rules stand for themselves; what a rule only passes on is the same amount.
  auto same(NodeId id) const -> NodeId {
    for (int i = 0; i < 8; ++i) {
      const Node& node = p_.at(id);
      if (node.op != Op::rule) return id;
      const NodeId behind = p_.at(RuleId{node.index}).node;
      const Op op = p_.at(behind).op;
      if (op != Op::rule && op != Op::input) return id;
      id = behind;
    }
    return id;
  }
  auto is_amount(NodeId id) const -> bool {
    const Node& node = p_.at(id);
    return (node.op == Op::rule || node.op == Op::input) && node.type.kind == TypeKind::money && !node.type.optional;
  }
  auto name_of(NodeId id) const -> const std::string* {
    const Node& node = p_.at(id);
    if (node.op == Op::input) return &e_.names().inputs[node.index].name;
    return &e_.names().rules[p_.at(RuleId{node.index}).name].name;
  }

  void terms(NodeId id, std::vector<NodeId>& all) const {
    const Node& node = p_.at(id);
    if (node.op != Op::add) return all.push_back(id);
    for (std::uint32_t i = 0; i < node.operand_count; ++i) terms(p_.operands_of(node)[i], all);
  }

  void add(NodeId whole, NodeId sum) {
    if (!is_amount(whole) || p_.at(sum).op != Op::add) return;
    Split split{.whole = same(whole), .parts = {}};
    terms(sum, split.parts);
    if (!std::ranges::all_of(split.parts, [&](NodeId part) { return is_amount(part); })) return;
    add(std::move(split));
  }
  // Of the same amount only the first with the same parts.
  void add(Split split) {
    const auto parts_of = [&](const Split& one) {
      std::vector<NodeId> parts;
      for (const NodeId part : one.parts) parts.push_back(same(part));
      std::ranges::sort(parts);
      return parts;
    };
    const bool known = std::ranges::any_of(
        splits_, [&](const Split& one) { return one.whole == split.whole && parts_of(one) == parts_of(split); });
    if (!known) splits_.push_back(std::move(split));
  }

  // Each payer's expression reads what the one before left: the first of that is the whole.
  void add_payers() {
    if (p_.payers.empty()) return;
    Split split;
    for (const RuleId payer : p_.payers) {
      const Node& node = p_.at(p_.at(payer).node);
      if (node.op != Op::payer) continue;
      NodeId left = p_.operands_of(node)[1];
      while (p_.at(left).op == Op::left) left = p_.operands_of(p_.at(left))[0];
      if (split.whole != kNoNode && split.whole != same(left)) {  // payers of another amount
        add_rest(split);
        split = {};
      }
      split.whole = same(left);
      split.parts.push_back(node_of(payer));
    }
    add_rest(split);
  }
  void add_rest(Split split) {
    if (split.parts.empty() || !is_amount(split.whole)) return;
    for (std::uint32_t i = 0; i < p_.rules.size(); ++i) {
      const Node& node = p_.at(p_.rules[i].node);
      if (node.op == Op::left && p_.operands_of(node)[1] == split.parts.back())
        split.parts.push_back(node_of(RuleId{i}));
    }
    // Who pays is also ensured, in fewer parts: the payers say it better.
    std::erase_if(splits_, [&](const Split& one) {
      return one.whole == split.whole &&
             std::ranges::any_of(one.parts, [&](NodeId part) { return part == split.parts.back(); });
    });
    add(std::move(split));
  }
  // The node that reads the rule; every rule that takes part in a split is read somewhere.
  auto node_of(RuleId rule) const -> NodeId {
    for (std::uint32_t i = 0; i < p_.nodes.size(); ++i) {
      if (p_.nodes[i].op == Op::rule && RuleId{p_.nodes[i].index} == rule) return NodeId{i};
    }
    return p_.at(rule).node;
  }

  bool is_part(NodeId whole) const {
    return std::ranges::any_of(splits_, [&](const Split& split) {
      return std::ranges::any_of(split.parts, [&](NodeId part) { return same(part) == whole; });
    });
  }
  auto split_of(NodeId part) const -> const Split* {
    const auto found = std::ranges::find_if(splits_, [&](const Split& split) { return split.whole == same(part); });
    return found == splits_.end() ? nullptr : &*found;
  }

  auto value(NodeId id) -> Number {
    const Value value = e_.value_of(id);
    return value.tag() == Value::Tag::number ? value.as_number() : Number();
  }
  auto shown(const Number& number, NodeId like) const -> std::string {
    const Number& place = p_.types.at(CurrencyId{p_.at(like).type.id}).step;
    return plot::grouped(number.lies_on(place) ? number.to_fixed(place.places().value_or(0)) : number.to_string());
  }

  // A rule without labels has those of the result that it gives.
  auto labels_of(NodeId id) const -> const Labels& {
    const Node& node = p_.at(id);
    if (node.op == Op::input) return e_.names().inputs[node.index].labels;
    const Labels& labels = e_.names().rules[p_.at(RuleId{node.index}).name].labels;
    if (!labels.empty()) return labels;
    const auto given = std::ranges::find_if(p_.outputs, [&](const Output& output) {
      return output.node != kNoNode && p_.at(output.node).op == Op::rule && p_.at(output.node).index == node.index;
    });
    return given == p_.outputs.end() ? labels : given->labels;
  }

  auto step(plot::Step::Kind kind, NodeId id) -> plot::Step {
    return {.kind = kind,
            .label = label_in(labels_of(id), language_, *name_of(id)),
            .value = value(id),
            .shown = shown(value(id), id)};
  }

  void fall(const Split& split, plot::Waterfall& into) {
    const Split* next = nullptr;
    NodeId subtotal = kNoNode;
    Number left = value(split.whole);
    for (const NodeId part : split.parts) {
      if (next == nullptr && split_of(part) != nullptr && split_of(part) != &split && !value(part).is_zero()) {
        next = split_of(part);
        subtotal = part;
        continue;
      }
      left = left - value(part);
      if (value(part).is_zero()) continue;
      into.steps.push_back(step(plot::Step::Kind::part, part));
      if (told_.insert(same(part)).second) into.steps.back().notes = bands_of(part);
    }
    if (next != nullptr) left = left - value(subtotal);
    if (!left.is_zero()) {
      into.steps.push_back({.kind = plot::Step::Kind::part,
                            .label = language_ == "zh" ? "舍入及其他" : "roundings and the like",
                            .value = left,
                            .shown = shown(left, split.whole)});
    }
    if (next == nullptr || into.steps.size() > kLongestChain) return;
    into.steps.push_back(step(plot::Step::Kind::subtotal, subtotal));
    fall(*next, into);
  }

  // Where the amount is what a slice paid, through roundings and the exception that was taken: a line a band.
  auto bands_of(NodeId id) -> std::vector<std::string> {
    for (int i = 0; i < 32; ++i) {
      const Node& node = p_.at(id);
      switch (node.op) {
        case Op::rule: id = p_.at(RuleId{node.index}).node; break;
        case Op::round:
        case Op::payer: id = p_.operands_of(node)[0]; break;
        case Op::choice: id = taken(p_.choices[node.index]); break;
        case Op::field: {
          if (node.index != 0) return {};
          NodeId record = p_.operands_of(node)[0];
          while (p_.at(record).op == Op::rule) record = p_.at(RuleId{p_.at(record).index}).node;
          return p_.at(record).op == Op::slice ? lines_of(p_.at(record)) : std::vector<std::string>{};
        }
        default: return {};
      }
      if (id == kNoNode) return {};
    }
    return {};
  }
  auto taken(const Choice& choice) -> NodeId {
    const std::vector<Standing> all = standings(e_, choice);
    NodeId node = choice.base;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i] == Standing::chosen) node = choice.exceptions[i].value;  // the last is the innermost
    }
    return node;
  }
  auto lines_of(const Node& slice) -> std::vector<std::string> {
    std::vector<SliceBand> bands;
    if (!apply_slice(e_, slice, &bands)) return {};
    const SliceUse& use = p_.slices[slice.index];
    std::vector<std::string> lines;
    for (const SliceBand& band : bands) {
      const std::string rate =
          use.counts ? band.rate.to_string() : print_value(Value(band.rate), {.kind = TypeKind::rate}, p_.types);
      const auto digits = [&](const Number& n) { return rounded(n, p_.at(use.amount).type); };
      lines.push_back(digits(band.from) + " .. " + digits(band.until) + " × " + rate + " = " + digits(band.paid));
    }
    return lines;
  }

  // For the eye: edges and payments within a band may have more digits than the currency.
  auto rounded(const Number& number, const Type& type) const -> std::string {
    const Number place = type.kind == TypeKind::money ? p_.types.at(CurrencyId{type.id}).step : Number::whole(1);
    return plot::grouped(number.round_to(place, Rounding::half_even).to_fixed(place.places().value_or(0)));
  }

  Evaluator& e_;
  const Program& p_;
  const std::string& language_;
  std::vector<Split> splits_;
  std::set<NodeId> told_;  // of which bands
};

}  // namespace

auto waterfalls(Evaluator& evaluator, const std::string& language) -> Result<std::vector<plot::Waterfall>, Sentence> {
  const ProgramNames& names = evaluator.names();
  std::vector<plot::Waterfall> all =
      Waterfalls(evaluator, language).run(label_in(names.policy_labels, language, names.policy));
  if (!all.empty()) return all;
  return Sentence{
      "nothing says how an amount is split: neither `payers`, nor `ensures` of an amount that is a sum, or it is 0",
      "政策未说明金额如何划分：没有 `payers`，也没有以和式 `ensures` 的金额，或金额为 0"};
}

}  // namespace remit::whatif
