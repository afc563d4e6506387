// What a service asks of each case, in the order of the reference evaluator (engine/evaluate/settle.cpp):
// requirements, documents, results, payers, shares, identities, postings. A lane that is bad in anything that its case
// asks is settled again.
#include "engine/batch/settle.h"

#include <algorithm>

#include "engine/batch/operands.h"
#include "engine/batch/operators/choices.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/took_part.h"
#include "engine/batch/walk.h"

namespace remit::batch {
namespace {

class Settling {
 public:
  Settling(Block& block, AnswerBlock& answers) : block_(block), program_(block.program()), answers_(answers) {}

  // By case: must it be settled again?
  auto run() -> Byte* {
    bad_ = filled(block_, 0, block_.cases());
    judge_date();
    for (std::uint32_t i = 0; i < program_.requirements.size(); ++i) judge_requirement(i);
    for (const Papers& papers : program_.documents) judge_documents(papers);
    Byte* before = bad_;
    bad_ = filled(block_, 0, block_.cases());
    for (const Output& output : program_.outputs) answers_.results.push_back(result_of(output, block_.root()));
    for (const RuleId payer : program_.payers) note(block_.column(payer));
    for (const Identity& identity : program_.identities) check_identity(identity);
    check_shares();
    // Of what is blocked, nothing is given and nothing checked.
    if (answers_.blocked != nullptr)
      kernels::without({.lanes = bad_}, {.lanes = answers_.blocked}, bad_, block_.cases());
    kernels::either({.lanes = before}, {.lanes = bad_}, bad_, block_.cases());
    before = bad_;
    bad_ = filled(block_, 0, block_.cases());
    for (const Memory& memory : program_.memories) contribute(memory);
    for (const Byte* closed : {answers_.blocked, answers_.pended}) {
      if (closed != nullptr) kernels::without({.lanes = bad_}, {.lanes = closed}, bad_, block_.cases());
    }
    kernels::either({.lanes = before}, {.lanes = bad_}, bad_, block_.cases());
    return bad_;
  }

 private:
  // Lanes of the column that are bad make their case so; `where`: only those lanes are asked.
  void note(const Column* column, const Column* where = nullptr) {
    if (column->shape == Shape::failed) {
      note_lanes(nullptr, block_.root(), where);
    } else if (column->bad != nullptr) {
      note_lanes(column->bad, column->axis, where);
    }
  }
  void note_lanes(const Byte* lanes, const Axis* axis, const Column* where) {
    if (where != nullptr && where->same && where->low == 0) return;
    if (where != nullptr && !where->same) {
      const Axis* deeper = deepest(axis, where->axis);
      if (deeper != nullptr) {
        Byte* asked = block_.arena().lanes<Byte>(deeper->lanes);
        const Byte* mine = lanes == nullptr ? nullptr : lifted_mask(lanes, axis, deeper);
        kernels::both(mask_of(mine, 1), {.lanes = block_.on(where, deeper)->bytes}, asked, deeper->lanes);
        lanes = asked;
        axis = deeper;
      }
    }
    for (; axis != block_.root(); axis = axis->parent) lanes = in_parents(lanes, *axis);
    if (lanes == nullptr)
      std::fill_n(bad_, block_.cases(), Byte{1});
    else
      kernels::either({.lanes = bad_}, {.lanes = lanes}, bad_, block_.cases());
  }
  auto lifted_mask(const Byte* lanes, const Axis* from, const Axis* to) -> const Byte* {
    if (from == to) return lanes;
    Column mask{.shape = Shape::bytes, .axis = from, .high = 1, .bytes = lanes};
    return block_.on(block_.arena().make<Column>(mask), to)->bytes;
  }
  auto in_parents(const Byte* lanes, const Axis& axis) -> const Byte* {
    if (lanes == nullptr) lanes = filled(block_, 1, axis.lanes);
    Word* counts = block_.arena().lanes<Word>(axis.parent->lanes);
    Byte* out = block_.arena().lanes<Byte>(axis.parent->lanes);
    kernels::segment_counts(lanes, axis.offsets, counts, axis.parent->lanes);
    kernels::compare(kernels::Relation::not_equal, {.lanes = counts}, {.same = 0}, out, axis.parent->lanes);
    return out;
  }

  void judge_date() {
    if (program_.governed_by != kNoNode)
      answers_.date = block_.column(program_.governed_by);
    else
      answers_.date = block_.view(*block_.given().as_of, block_.root());
    if (program_.governed_by != kNoNode) note(answers_.date);
  }

  auto condition(NodeId node) -> const Column* {
    return node == kNoNode ? condition_column(block_, true) : block_.column(node);
  }

  // ── Requirements and documents ──

  void judge_requirement(std::uint32_t i) {
    const Requirement& requirement = program_.requirements[i];
    AnswerBlock::Verdict verdict{.requirement = i, .axis = block_.axis_of(requirement.met)};
    verdict.applies = block_.column(requirement.applies);
    verdict.met = condition_column(block_, true);
    if (verdict.axis == nullptr) return give_up();
    note(verdict.applies);
    const bool never = verdict.applies->same && verdict.applies->low == 0;
    if (!never && verdict.axis->lanes > 0 && verdict.applies->shape == Shape::bytes) {
      verdict.met = block_.column(requirement.met);
      note(verdict.met, verdict.applies);
      if (verdict.met->shape == Shape::bytes) note_unmet(requirement.severity, verdict);
    }
    answers_.verdicts.push_back(verdict);
  }
  void note_unmet(Severity severity, const AnswerBlock::Verdict& verdict) {
    if (severity != Severity::blocks && severity != Severity::pends) return;
    if (verdict.met->same && verdict.met->low != 0) return;
    const Axis* axis = verdict.axis;
    Byte* unmet = block_.arena().lanes<Byte>(axis->lanes);
    kernels::without(bytes_of(*block_.on(verdict.applies, axis)), bytes_of(*block_.on(verdict.met, axis)), unmet,
                     axis->lanes);
    const Byte* cases = unmet;
    for (; axis != block_.root(); axis = axis->parent) cases = in_parents(cases, *axis);
    if (!kernels::any(cases, block_.cases())) return;
    const Byte*& mask = severity == Severity::blocks ? answers_.blocked : answers_.pended;
    mask = either(block_, mask, cases, block_.cases());
  }

  void judge_documents(const Papers& papers) {
    AnswerBlock::DocumentsColumns made{.applies = condition(papers.when), .papers = {}};
    note(made.applies);
    for (const Paper& paper : papers.papers) made.papers.push_back(judge_paper(paper, made.applies));
    answers_.documents.push_back(std::move(made));
  }
  auto judge_paper(const Paper& paper, const Column* asked) -> AnswerBlock::PaperColumns {
    AnswerBlock::PaperColumns made{.paper = &paper, .required = condition(paper.when)};
    note(made.required, asked->shape == Shape::bytes ? asked : nullptr);
    for (const Paper& one : paper.one_of) made.one_of.push_back(judge_paper(one, asked));
    if (paper.one_of.empty()) made.given = block_.given().papers[paper.name];
    return made;
  }

  // ── Results and checks ──

  auto result_of(const Output& output, const Axis* axis) -> AnswerBlock::Result {
    AnswerBlock::Result result;
    if (!output.list) {
      result.value = block_.column(output.node);
      note(result.value);
      note_fields(result.value);
      return result;
    }
    const Node whole{.op = Op::input_list, .index = static_cast<std::uint32_t>(*output.list)};
    result.value = output.node == kNoNode ? input_list_column(block_, whole) : block_.column(output.node);
    if (result.value == nullptr || result.value->shape != Shape::list) {
      give_up();
      return result;
    }
    note(result.value);
    result.value = block_.on(result.value, deepest(axis, result.value->axis));
    if (result.value->shape != Shape::list) {
      give_up();
      return result;
    }
    const Column* element = result.value->element;
    if (element->shape != Shape::element || element->list != *output.list) {
      give_up();
      return result;
    }
    const bool whole_list = element->index == nullptr;
    for (const Output& field : output.fields) {
      AnswerBlock::Result part = result_of(field, result.value->elements);
      if (!whole_list && part.value != nullptr) part = at_elements(part, *element);
      result.fields.push_back(std::move(part));
    }
    return result;
  }
  // Fields were computed for all elements of the list; `element` says which of them are given.
  auto at_elements(AnswerBlock::Result part, const Column& element) -> AnswerBlock::Result {
    if (!part.fields.empty()) give_up();
    const Column* there = part.value->same ? part.value : block_.on(part.value, block_.axis_of(element.list));
    part.value = gathered(block_, *there, element.index, element.axis);
    return part;
  }
  void note_fields(const Column* column) {
    if (column->shape != Shape::record) return;
    for (const Column* field : column->fields) {
      if (field == nullptr)
        give_up();
      else
        note(field);
    }
  }

  void check_identity(const Identity& identity) {
    const Column* holds = block_.column(identity.holds);
    note(holds);
    if (holds->shape != Shape::bytes) return;
    if (holds->same) {
      if (holds->low == 0) give_up();
      return;
    }
    Byte* broken = block_.arena().lanes<Byte>(holds->axis->lanes);
    kernels::invert({.lanes = holds->bytes}, broken, holds->axis->lanes);
    note_lanes(broken, holds->axis, nullptr);
  }

  // Parts of nothing: an amount with no element to go to is an error.
  void check_shares() {
    for (const RuleId rule : block_.plan().shares_asked) {
      const ShareUse& share = program_.shares[program_.at(program_.at(rule).node).index];
      const Column* list = block_.column(share.list);
      const Column* amount = block_.column(share.amount);
      note(list);
      if (list->shape != Shape::list || list->axis != block_.root()) return give_up();
      Byte* lost = block_.arena().lanes<Byte>(block_.cases());
      for (std::uint32_t i = 0; i < block_.cases(); ++i) {
        lost[i] = list->elements->offsets[i] == list->elements->offsets[i + 1] ? 1 : 0;
      }
      if (!kernels::any(lost, block_.cases())) continue;
      if (amount->shape != Shape::words) return give_up();
      Byte* some = block_.arena().lanes<Byte>(block_.cases());
      kernels::compare(kernels::Relation::not_equal, words_of(*block_.on(amount, block_.root())), {.same = 0}, some,
                       block_.cases());
      kernels::both({.lanes = some}, {.lanes = lost}, some, block_.cases());
      note_lanes(some, block_.root(), nullptr);
      Column where{.shape = Shape::bytes, .axis = block_.root(), .high = 1, .bytes = lost};
      note(amount, block_.arena().make<Column>(where));
    }
  }

  // ── Postings ──

  void contribute(const Memory& memory) {
    AnswerBlock::Contributions made;
    if (memory.contributes) {
      made.axis = memory.list ? block_.axis_of(*memory.list) : block_.root();
      if (made.axis == nullptr) return give_up();
      made.when = condition(memory.when);
      note(made.when);
      if (made.when->shape == Shape::bytes && (!made.when->same || made.when->low != 0) && made.axis->lanes > 0) {
        for (const NodeId key : memory.keys) made.keys.push_back(part(key, made.when));
        if (memory.amount != kNoNode) made.amount = part(memory.amount, made.when);
        if (memory.from != kNoNode) made.from = part(memory.from, made.when);
        if (memory.to != kNoNode) made.to = part(memory.to, made.when);
        for (const Memory::Movement& movement : memory.movements) move(movement, made);
      }
    }
    answers_.contributions.push_back(std::move(made));
  }
  auto part(NodeId node, const Column* when) -> const Column* {
    const Column* column = block_.column(node);
    note(column, when);
    return column;
  }
  void move(const Memory::Movement& movement, AnswerBlock::Contributions& made) {
    const Column* when = condition(movement.when);
    note(when, made.when);
    made.movements_when.push_back(when);
    const bool asked = when->shape == Shape::bytes && (!when->same || when->low != 0);
    made.movements.push_back(asked ? block_.column(movement.amount) : nullptr);
    if (asked && when->same) note(made.movements.back(), made.when);
    if (asked && !when->same) note(made.movements.back(), when);
  }

  // Every case is settled again.
  void give_up() { std::fill_n(bad_, block_.cases(), Byte{1}); }

  Block& block_;
  const Program& program_;
  AnswerBlock& answers_;
  Byte* bad_ = nullptr;
};

}  // namespace

BatchEvaluator::BatchEvaluator(const Program& program, const ProgramNames& names, BatchPlan::Use of_it)
    : plan_(program, names, of_it),
      stepping_stones_(stepping_stones(program, plan_.reads)),
      block_(plan_),
      alone_(std::make_unique<Evaluator>(program, names)) {}

auto BatchEvaluator::settle(const CaseBlock& given) -> const AnswerBlock& {
  answers_ = {};
  answers_.block = &block_;
  answers_.alone = alone_.get();
  block_.begin(given);
  for (const NodeId stone : stepping_stones_) block_.column(stone);
  Byte* again = Settling(block_, answers_).run();
  Remarked remarked = assumptions_of(block_, answers_, again);
  answers_.assumed = std::move(remarked.rules);
  answers_.noted = std::move(remarked.declarations);
  counts_.cases += given.size();
  for (const std::uint32_t i : given.pinned) again[i] = 1;
  if (!given.pins.empty() && plan_.use == BatchPlan::Use::answers) std::fill_n(again, given.size(), Byte{1});
  if (kernels::any(again, given.size())) answers_.again = again;
  for (std::uint32_t i = 0; i < given.size(); ++i) counts_.redone += again[i] != 0 ? 1 : 0;
  return answers_;
}

auto BatchEvaluator::counts() const -> Counts {
  Counts counts = counts_;
  counts.lanes_by_reference = block_.lanes_by_reference;
  return counts;
}

}  // namespace remit::batch
