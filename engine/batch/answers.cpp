// One case's answer out of the columns of its block.
#include <algorithm>

#include "engine/batch/operands.h"
#include "engine/batch/settle.h"
#include "engine/batch/values.h"
#include "engine/evaluate/memory.h"

namespace remit::batch {
namespace {

class Assembler {
 public:
  Assembler(const AnswerBlock& answers, std::uint32_t of_case)
      : a_(answers), block_(*answers.block), program_(block_.program()), case_(of_case) {}

  auto run() -> Answer {
    Answer answer;
    const Value date = value(*a_.date, {.kind = TypeKind::date}, case_);
    answer.date = date.tag() == Value::Tag::integer ? date.as_integer() : 0;
    for (const AnswerBlock::Verdict& verdict : a_.verdicts) judge(verdict, answer);
    for (std::uint32_t i = 0; i < a_.documents.size(); ++i) answer.documents.push_back(documents(i));
    answer.blocked = set(a_.blocked);
    if (answer.blocked) {
      answer.outputs.resize(program_.outputs.size());
    } else {
      for (std::size_t i = 0; i < a_.results.size(); ++i) {
        answer.outputs.push_back(result(a_.results[i], program_.outputs[i], case_));
      }
      if (!set(a_.pended) && !post(answer)) return settled_again();
    }
    for (const auto& [rule, where] : a_.assumed) {
      if (where == nullptr || where[case_] != 0) answer.assumptions.push_back(rule);
    }
    for (const auto& [declaration, where] : a_.noted) {
      if (where == nullptr || where[case_] != 0) answer.noted.push_back(declaration);
    }
    return answer;
  }
  auto settled_again() -> Answer { return a_.alone->settle(block_.given().case_at(case_)); }
  bool fails_in_posting() {
    Answer answer;
    return !set(a_.blocked) && !set(a_.pended) && !post(answer);
  }

 private:
  bool set(const Byte* mask) const { return mask != nullptr && mask[case_] != 0; }
  bool holds(const Column& condition, std::uint32_t lane) const {
    return (condition.same ? condition.low : condition.bytes[lane]) != 0;
  }

  auto value(const Column& column, Type type, std::uint32_t lane) -> Value {
    if (column.present != nullptr && column.present[lane] == 0) return {};
    if (column.bad != nullptr && column.bad[lane] != 0) return Value::failed();
    switch (column.shape) {
      case Shape::record: {
        const auto& fields = program_.types.at(RecordId{type.id}).fields;
        std::vector<Value> values;
        for (std::size_t k = 0; k < column.fields.size(); ++k) {
          values.push_back(value(*block_.on(column.fields[k], column.axis), fields[k].type, lane));
        }
        return Value::sequence(std::move(values));
      }
      case Shape::element:
        return ElementRef{.list = column.list, .index = element_at(column, lane) - first_of(column.list)};
      case Shape::list: return list(column, type, lane);
      default: return value_at(column, type, lane);
    }
  }
  auto element_at(const Column& column, std::uint32_t lane) const -> std::uint32_t {
    return column.index == nullptr ? lane : column.index[lane];
  }
  auto first_of(ListId list) -> std::uint32_t { return firsts_of(block_, *block_.axis_of(list))[case_]; }

  auto list(const Column& column, Type type, std::uint32_t lane) -> Value {
    const std::uint32_t from = column.elements->offsets[lane];
    const std::uint32_t until = column.elements->offsets[lane + 1];
    const Column& element = *column.element;
    if (element.shape == Shape::element && element.index == nullptr) {
      const std::uint32_t first = first_of(element.list);
      return ListRange{.list = element.list, .begin = from - first, .end = until - first};
    }
    const Type of = program_.types.at(ListTypeId{type.id}).element;
    std::vector<Value> values;
    for (std::uint32_t i = from; i < until; ++i) values.push_back(value(element, of, i));
    return Value::sequence(std::move(values));
  }

  // ── Requirements and documents ──

  void judge(const AnswerBlock::Verdict& verdict, Answer& answer) {
    const bool of_items = verdict.axis != block_.root();
    const std::uint32_t* firsts = firsts_of(block_, *verdict.axis);
    const bool same_scope =
        program_.at(program_.requirements[verdict.requirement].applies).list.has_value() == of_items;
    for (std::uint32_t lane = firsts[case_]; lane < firsts[case_ + 1]; ++lane) {
      RequirementVerdict made{.requirement = verdict.requirement};
      if (of_items) made.item = lane - firsts[case_];
      const Column& applies = *block_.on(verdict.applies, same_scope ? verdict.axis : block_.root());
      made.applies = holds(applies, same_scope ? lane : case_);
      if (made.applies) made.met = holds(*block_.on(verdict.met, verdict.axis), lane);
      answer.requirements.push_back(made);
    }
  }

  auto documents(std::uint32_t i) -> DocumentsVerdict {
    DocumentsVerdict verdict{.documents = i, .applies = holds(*a_.documents[i].applies, case_), .papers = {}};
    if (!verdict.applies) return verdict;
    for (const AnswerBlock::PaperColumns& paper : a_.documents[i].papers) verdict.papers.push_back(judge(paper));
    return verdict;
  }
  auto judge(const AnswerBlock::PaperColumns& paper) -> PaperVerdict {
    PaperVerdict verdict;
    verdict.required = holds(*paper.required, case_);
    for (const AnswerBlock::PaperColumns& one : paper.one_of) {
      verdict.one_of.push_back(judge(one));
      verdict.given = verdict.given || (verdict.one_of.back().required && verdict.one_of.back().given);
    }
    if (!paper.one_of.empty()) return verdict;
    verdict.name = block_.plan().names.papers[paper.paper->name].name;
    verdict.given = set(paper.given);
    return verdict;
  }

  // ── Results ──

  auto result(const AnswerBlock::Result& result, const Output& output, std::uint32_t lane) -> OutputValue {
    OutputValue made;
    if (!output.list) {
      made.value = value(*result.value, output.type, lane);
      return made;
    }
    if (result.value->present != nullptr && result.value->present[lane] == 0) return made;
    const Axis& elements = *result.value->elements;
    for (std::uint32_t i = elements.offsets[lane]; i < elements.offsets[lane + 1]; ++i) {
      std::vector<OutputValue> fields;
      for (std::size_t k = 0; k < result.fields.size(); ++k) {
        const AnswerBlock::Result& field = result.fields[k];
        const Column* on = field.value->same ? field.value : block_.on(field.value, &elements);
        fields.push_back(this->result({.value = on, .fields = field.fields}, output.fields[k], i));
      }
      made.elements.push_back(std::move(fields));
    }
    return made;
  }

  // ── Postings ──

  // false: an error.
  bool post(Answer& answer) {
    Evaluator& e = *a_.alone;
    e.begin(block_.given().case_at(case_));
    bool any = false;
    for (std::uint32_t i = 0; i < a_.contributions.size(); ++i) {
      if (!program_.memories[i].contributes) continue;
      std::vector<Contribution> all = contributions(a_.contributions[i], program_.memories[i]);
      any = any || !all.empty();
      e.contribute(MemoryId{i}, std::move(all));
    }
    if (!any) return true;
    answer.postings = e.rooted([&] { return postings_of(e); });
    return !e.has_errors();
  }

  auto contributions(const AnswerBlock::Contributions& made, const Memory& memory) -> std::vector<Contribution> {
    std::vector<Contribution> all;
    if (made.when == nullptr || made.when->shape != Shape::bytes) return all;
    if (made.when->same && made.when->low == 0) return all;
    const std::uint32_t* firsts = firsts_of(block_, *made.axis);
    for (std::uint32_t lane = firsts[case_]; lane < firsts[case_ + 1]; ++lane) {
      if (!holds(*block_.on(made.when, made.axis), lane)) continue;
      Contribution one;
      const auto at = [&](const Column* column, NodeId node) {
        return value(*block_.on(column, made.axis), program_.at(node).type, lane);
      };
      for (std::size_t k = 0; k < made.keys.size(); ++k) one.key.push_back(at(made.keys[k], memory.keys[k]));
      if (made.amount != nullptr) one.amount = at(made.amount, memory.amount);
      if (made.from != nullptr) one.from = at(made.from, memory.from);
      if (made.to != nullptr) one.to = at(made.to, memory.to);
      for (std::size_t k = 0; k < made.movements.size(); ++k) {
        const bool moves = holds(*block_.on(made.movements_when[k], made.axis), lane);
        one.movements.push_back(moves ? at(made.movements[k], memory.movements[k].amount) : Value());
      }
      all.push_back(std::move(one));
    }
    return all;
  }

  const AnswerBlock& a_;
  Block& block_;
  const Program& program_;
  std::uint32_t case_;
};

}  // namespace

auto AnswerBlock::answer(std::uint32_t i) const -> Answer {
  return is_settled_again(i) ? Assembler(*this, i).settled_again() : Assembler(*this, i).run();
}

bool AnswerBlock::fails_in_posting(std::uint32_t i) const {
  return !is_settled_again(i) && Assembler(*this, i).fails_in_posting();
}

}  // namespace remit::batch
