#include "repl/whatif/block_comparison.h"

#include <algorithm>
#include <utility>

#include "engine/batch/operands.h"
#include "engine/batch/took_part.h"
#include "engine/batch/values.h"
#include "repl/whatif/lanes.h"
#include "repl/whatif/same_inputs.h"

namespace remit::whatif {
namespace {

using batch::Block;
using batch::Byte;
using batch::Column;
using Shape = Column::Shape;
using State = CaseComparison::State;

bool holds(const Column& condition, std::uint32_t lane) {
  return (condition.same ? condition.low : condition.bytes[lane]) != 0;
}
auto word(const Column& column, std::uint32_t lane) -> batch::Word {
  return column.same ? column.low : column.words[lane];
}
auto number_of(const Value& value) -> std::optional<Number> {
  return value.tag() == Value::Tag::number ? std::optional(value.as_number()) : std::nullopt;
}

enum class Verdict : std::uint8_t { same, differs, unknown };

// Values of one meaning, each in a block of its own.
class Lanes {
 public:
  Lanes(Block& a, Block& b) : a_(a), b_(b) {}

  auto compare(const Column& a, std::uint32_t i, const Column& b, std::uint32_t j, const Type& type) const -> Verdict {
    if (is_bad(a, i) || is_bad(b, j)) return Verdict::unknown;
    if (!is_present(a, i) || !is_present(b, j)) return verdict(is_present(a, i) == is_present(b, j));
    if (a.shape == Shape::element || b.shape == Shape::element) return Verdict::same;  // nothing is said of elements
    if (a.shape == Shape::list && b.shape == Shape::list) return compare_lists(a, i, b, j, type);
    if (a.shape == Shape::record && b.shape == Shape::record) return compare_records(a, i, b, j, type);
    if (a.shape == Shape::words && b.shape == Shape::words && a.places == b.places)
      return verdict(word(a, i) == word(b, j));
    const auto simple = [](const Column& c) {
      return c.shape != Shape::list && c.shape != Shape::record && c.shape != Shape::boxed;
    };
    if (!simple(a) || !simple(b)) return Verdict::unknown;
    return verdict(batch::value_at(a, type, i) == batch::value_at(b, type, j));
  }

 private:
  static auto verdict(bool same) -> Verdict { return same ? Verdict::same : Verdict::differs; }

  auto compare_lists(const Column& a, std::uint32_t i, const Column& b, std::uint32_t j, const Type& type) const
      -> Verdict {
    if (a.element->shape == Shape::element || b.element->shape == Shape::element) return Verdict::same;
    const std::uint32_t from = a.elements->offsets[i], others = b.elements->offsets[j];
    const std::uint32_t size = a.elements->offsets[i + 1] - from;
    if (size != b.elements->offsets[j + 1] - others) return Verdict::differs;
    const Type element = a_.program().types.at(ListTypeId{type.id}).element;
    for (std::uint32_t k = 0; k < size; ++k) {
      const Verdict one = compare(*a.element, from + k, *b.element, others + k, element);
      if (one != Verdict::same) return one;
    }
    return Verdict::same;
  }
  auto compare_records(const Column& a, std::uint32_t i, const Column& b, std::uint32_t j, const Type& type) const
      -> Verdict {
    const auto& fields = a_.program().types.at(RecordId{type.id}).fields;
    Verdict all = Verdict::same;
    for (std::size_t k = 0; k < fields.size() && all == Verdict::same; ++k) {
      if (a.fields[k] == nullptr || b.fields[k] == nullptr) return Verdict::unknown;
      all = compare(*a_.on(a.fields[k], a.axis), i, *b_.on(b.fields[k], b.axis), j, fields[k].type);
    }
    return all;
  }

  Block& a_;
  Block& b_;
};

}  // namespace

// ── The two sides ────────────────────────────────────────────────────────────────────────────────────────────────

BlockComparer::Side::Side(const Service& of, const std::vector<CommonResult>& results, bool is_after)
    : service(of), evaluator(of.program, of.names, batch::BatchPlan::Use::what_ifs) {
  for (const CommonResult& result : results) {
    const Quantity& mine = is_after ? result.after : result.before;
    const auto found = std::ranges::find_if(of.program.outputs, [&](const Output& o) { return o.name == mine.name; });
    outputs.push_back(static_cast<std::size_t>(found - of.program.outputs.begin()));
    nodes.push_back(mine.node);
  }
}

auto BlockComparer::Side::read(const batch::AnswerBlock& answers, bool posting_may_fail, std::uint32_t i,
                               std::vector<std::optional<Number>>& values, std::vector<CaseError>& errors) const
    -> State {
  values.resize(outputs.size());
  if (answers.is_settled_again(i) || (posting_may_fail && answers.fails_in_posting(i))) {
    Answer answer = answers.answer(i);
    errors = std::move(answer.errors);
    if (!errors.empty() || answer.blocked) return errors.empty() ? State::blocked : State::failed;
    for (std::size_t k = 0; k < outputs.size(); ++k) values[k] = number_of(answer.outputs[outputs[k]].value);
    return State::answered;
  }
  if (answers.blocked != nullptr && answers.blocked[i] != 0) return State::blocked;
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Output& output = service.program.outputs[outputs[k]];
    values[k] = number_of(batch::value_at(*answers.results[outputs[k]].value, output.type, i));
  }
  return State::answered;
}

// ── Attribution ──────────────────────────────────────────────────────────────────────────────────────────────────

class BlockComparer::Attribution {
 public:
  // Both evaluators have settled the block; B's columns are read from now on, A's block is begun again and again.
  Attribution(BlockComparer& of, const batch::CaseBlock& given, Block& a, Block& b)
      : of_(of),
        given_(given),
        a_(a),
        b_(b),
        lanes_(a, b),
        reached_(of.made_.size()),
        open_(of.made_.size()),
        switched_(of.comparer_.pairs().size()) {}

  // Leaves what is to be compared alone.
  auto run() -> std::vector<std::size_t> {
    bool any = false;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const CaseComparison& made = of_.made_[i];
      open_[i] = made.before == State::answered && made.after == State::answered && made.a != made.b;
      if (open_[i]) reached_[i] = made.a;
      any = any || open_[i];
    }
    if (!any) return {};
    asked_b_ = asked(b_, of_.after_.nodes);
    asked_a_ = asked(a_, of_.before_.nodes);
    const auto& pairs = of_.comparer_.pairs();
    std::size_t at = 0;
    for (std::size_t seen = 0; seen < pairs.size() && std::ranges::find(open_, true) != open_.end(); ++seen) {
      if (part(at)) {
        seen = 0;
        switch_over(at);
      }
      at = (at + 1) % pairs.size();
    }
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (open_[i]) add(i, of_.made_[i].b, {}, nullptr);
    }
    return std::move(alone_);
  }

 private:
  struct Switched {
    std::vector<Byte> cases;  // where it is; empty: nowhere yet
    Byte* lanes = nullptr;    // the same on the axis of the rule
    Column where;
  };

  auto asked(Block& block, const std::vector<NodeId>& nodes) -> std::vector<const Column*> {
    Byte* unknown = kept_.lanes<Byte>(open_.size());
    std::fill_n(unknown, open_.size(), Byte{0});
    auto made = batch::rules_asked_by(block, nodes, unknown);
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (unknown[i] != 0) leave(i);
    }
    return made;
  }
  void leave(std::size_t i) {
    if (open_[i]) alone_.push_back(i);
    open_[i] = false;
  }
  void leave_all() {
    for (std::size_t i = 0; i < open_.size(); ++i) leave(i);
  }

  // Marks the cases in which the rule has another value than by B, though all before it have B's values.
  bool part(std::size_t at) {
    const auto& [rule, other] = of_.comparer_.pairs()[at];
    const Column* in_a = asked_a_[static_cast<std::size_t>(rule)];
    const Column* in_b = asked_b_[static_cast<std::size_t>(other)];
    if (in_a == nullptr || in_b == nullptr) return false;
    const batch::Axis* axis = a_.axis_of(rule);
    const batch::Axis* other_axis = b_.axis_of(other);
    if (axis == nullptr || other_axis == nullptr) {
      leave_all();
      return false;
    }
    const Type& type = of_.before_.service.program.at(of_.before_.service.program.at(rule).node).type;
    const Column* a = a_.on(a_.column(rule), axis);
    const Column* b = b_.on(b_.column(other), other_axis);
    if (a->same && b->same && lanes_.compare(*a, 0, *b, 0, type) == Verdict::same) return false;
    in_a = a_.on(in_a, axis);
    in_b = b_.on(in_b, other_axis);
    const std::uint32_t* firsts = batch::firsts_of(a_, *axis);
    const std::uint32_t* others = batch::firsts_of(b_, *other_axis);
    fresh_.clear();
    for (std::uint32_t i = 0; i < open_.size(); ++i) {
      if (!open_[i] || (!switched_[at].cases.empty() && switched_[at].cases[i] != 0)) continue;
      const std::uint32_t size = firsts[i + 1] - firsts[i];
      if (size != others[i + 1] - others[i]) continue;
      bool differs = false, all_asked = true;
      for (std::uint32_t k = 0; k < size && open_[i]; ++k) {
        const bool asked_b = holds(*in_b, others[i] + k);
        all_asked = all_asked && asked_b;
        if (differs || !asked_b || !holds(*in_a, firsts[i] + k)) continue;
        const Verdict one =
            of_.comparable_[at] ? lanes_.compare(*a, firsts[i] + k, *b, others[i] + k, type) : Verdict::unknown;
        if (one == Verdict::unknown) leave(i);
        differs = one == Verdict::differs;
      }
      if (!open_[i] || !differs) continue;
      // B's columns stand on A's axes only where the cases before have as many elements.
      if (!all_asked || firsts[i] != others[i])
        leave(i);
      else
        fresh_.push_back(i);
    }
    return !fresh_.empty();
  }

  void switch_over(std::size_t at) {
    const auto& [rule, other] = of_.comparer_.pairs()[at];
    Switched& now = switched_[at];
    const batch::Axis* axis = a_.axis_of(rule);
    if (now.cases.empty()) {
      now.cases.resize(open_.size());
      now.lanes = kept_.lanes<Byte>(axis->lanes);
      std::fill_n(now.lanes, kernels::padded(axis->lanes), Byte{0});
      now.where = {.shape = Shape::bytes, .low = 0, .high = 1, .bytes = now.lanes};
      pins_.push_back({.rule = rule, .where = &now.where, .value = b_.column(other)});
    }
    const std::uint32_t* firsts = batch::firsts_of(a_, *axis);
    for (const std::uint32_t i : fresh_) {
      now.cases[i] = 1;
      std::fill(now.lanes + firsts[i], now.lanes + firsts[i + 1], Byte{1});
    }
    a_.begin(given_, pins_);
    const DeclarationName& name = of_.before_.service.names.rules[of_.before_.service.program.at(rule).name];
    const std::vector<std::uint32_t> moved = std::exchange(fresh_, {});
    for (const std::uint32_t i : moved) {
      std::vector<std::optional<Number>> values;
      if (values_now(i, values))
        add(i, values, name.name, &name.labels);
      else
        leave(i);
      if (open_[i] && reached_[i] == of_.made_[i].b) open_[i] = false;
    }
    asked_a_ = asked(a_, of_.before_.nodes);
  }

  // false: one does not come out.
  bool values_now(std::uint32_t i, std::vector<std::optional<Number>>& values) {
    const CaseComparison& made = of_.made_[i];
    for (std::size_t k = 0; k < of_.before_.nodes.size(); ++k) {
      const Column& column = *a_.column(of_.before_.nodes[k]);
      const Type& type = of_.results()[k].before.type;
      if (is_bad(column, i)) return false;
      values.push_back(number_of(batch::value_at(column, type, i)));
      if (made.a[k] && made.b[k] && !values.back()) return false;
    }
    return true;
  }

  void add(std::size_t i, const std::vector<std::optional<Number>>& now, const std::string& name,
           const Labels* labels) {
    Part part{.name = name, .labels = labels, .by = {}};
    bool any = false;
    for (std::size_t k = 0; k < now.size(); ++k) {
      part.by.push_back(now[k] && reached_[i][k] ? *now[k] - *reached_[i][k] : Number());
      any = any || !part.by.back().is_zero();
    }
    if (any) of_.made_[i].parts.push_back(std::move(part));
    reached_[i] = now;
  }

  BlockComparer& of_;
  const batch::CaseBlock& given_;
  Block& a_;
  Block& b_;
  const Lanes lanes_;
  batch::Arena kept_;
  std::vector<const Column*> asked_a_, asked_b_;  // by rule
  std::vector<std::vector<std::optional<Number>>> reached_;
  std::vector<bool> open_;          // B is not reached yet
  std::vector<Switched> switched_;  // by pair
  std::vector<batch::Pin> pins_;
  std::vector<std::uint32_t> fresh_;  // cases, in which the rule at hand parts
  std::vector<std::size_t> alone_;
};

// ── All together ─────────────────────────────────────────────────────────────────────────────────────────────────

BlockComparer::BlockComparer(const Service& before, const Service& after)
    : comparer_(before, after),
      before_(before, comparer_.results(), false),
      after_(after, comparer_.results(), true),
      one_reading_(same_inputs(before, after)) {
  for (const Comparer::Pair& pair : comparer_.pairs()) {
    const Type& type = before.program.at(before.program.at(pair.before).node).type;
    const Type& other = after.program.at(after.program.at(pair.after).node).type;
    comparable_.push_back(same_meaning(type, before.program.types, other, after.program.types));
  }
}

void BlockComparer::compare(std::span<const Case> before, std::span<const Case> after,
                            const std::function<void(std::size_t, const CaseComparison&)>& take) {
  for (std::size_t done = 0; done < before.size();) {
    const std::size_t size = std::min(batch::cases_of_next_block(before_.service.program, before.subspan(done)),
                                      batch::cases_of_next_block(after_.service.program, after.subspan(done)));
    compare_block(before.subspan(done, size), after.subspan(done, size));
    for (const CaseComparison& made : made_) take(done++, made);
  }
}

void BlockComparer::compare_block(std::span<const Case> before, std::span<const Case> after) {
  made_.clear();
  made_.resize(before.size());
  const batch::CaseBlock given(before_.service.program, before_.service.names, before);
  const batch::CaseBlock other(after_.service.program, after_.service.names, after);
  const batch::AnswerBlock& a = before_.evaluator.settle(given);
  const batch::AnswerBlock& b = after_.evaluator.settle(other);
  const bool a_may_fail = may_fail_in_posting(a), b_may_fail = may_fail_in_posting(b);
  for (std::uint32_t i = 0; i < before.size(); ++i) {
    CaseComparison& made = made_[i];
    made.before = before_.read(a, a_may_fail, i, made.a, made.errors_before);
    made.after = after_.read(b, b_may_fail, i, made.b, made.errors_after);
  }
  std::vector<std::size_t> alone;
  if (one_reading_) {
    alone = Attribution(*this, given, *a.block, *b.block).run();
  } else {
    for (std::size_t i = 0; i < made_.size(); ++i) alone.push_back(i);
  }
  for (const std::size_t i : alone) {
    made_[i].parts.clear();
    comparer_.attribute(before[i], after[i], made_[i]);
  }
  alone_ += alone.size();
}

}  // namespace remit::whatif
