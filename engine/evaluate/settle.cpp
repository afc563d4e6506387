// What a service asks of a case, in this order: requirements, documents, results, payers, identities, postings.
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/loops.h"
#include "engine/evaluate/memory.h"

namespace remit {
namespace {

using Kind = Evaluator::Place::Kind;

bool unmet(const Program& program, const Answer& answer, Severity severity) {
  for (const RequirementVerdict& v : answer.requirements) {
    if (!v.met && program.requirements[v.requirement].severity == severity) return true;
  }
  return false;
}

}  // namespace

auto Evaluator::settle(const Case& given) -> Answer {
  begin(given);
  Answer answer;
  if (program_.governed_by != kNoNode || given.as_of) {
    const Value date = program_.governed_by != kNoNode ? root(program_.governed_by) : Value::integer(*given.as_of);
    answer.date = date.tag() == Value::Tag::integer ? date.as_integer() : 0;
  }
  judge_requirements(answer);
  judge_documents(answer);
  answer.blocked = unmet(program_, answer, Severity::blocks);
  if (answer.blocked) {
    answer.outputs.resize(program_.outputs.size());
  } else {
    evaluate_outputs(answer);
    check_payers();
    check_shares();
    check_identities();
    const bool posts = errors_.empty() && !unmet(program_, answer, Severity::pends);
    if (posts) answer.postings = rooted([&] { return postings_of(*this); });
  }
  answer.assumptions = took_part_with_assumptions();
  answer.noted = took_part_with_notes();
  if (errors_.empty()) return answer;
  answer.errors = errors();
  answer.outputs.clear();
  answer.postings.clear();
  answer.blocked = false;
  return answer;
}

void Evaluator::judge_requirements(Answer& answer) {
  for (std::uint32_t i = 0; i < program_.requirements.size(); ++i) {
    const auto list = program_.at(program_.requirements[i].met).list;
    if (!list) {
      judge_requirement(i, std::nullopt, answer);
      continue;
    }
    const std::uint32_t size = rooted([&] { return list_size(*list); });
    for (std::uint32_t item = 0; item < size; ++item) judge_requirement(i, item, answer);
  }
}

void Evaluator::judge_requirement(std::uint32_t index, std::optional<std::uint32_t> item, Answer& answer) {
  const Requirement& requirement = program_.requirements[index];
  const At here(*this, {.kind = Kind::requirement, .index = index});
  const bool same_scope = program_.at(requirement.applies).list == program_.at(requirement.met).list;
  const Value applies = root(requirement.applies, same_scope ? item.value_or(kNoItem) : kNoItem);
  if (applies.is_failed()) return;
  RequirementVerdict verdict{.requirement = index, .item = item, .applies = applies.as_bool()};
  if (verdict.applies) {
    const Value met = root(requirement.met, item.value_or(kNoItem));
    if (met.is_failed()) return;
    verdict.met = met.as_bool();
  }
  answer.requirements.push_back(verdict);
}

void Evaluator::judge_documents(Answer& answer) {
  for (std::uint32_t i = 0; i < program_.documents.size(); ++i) {
    const Papers& papers = program_.documents[i];
    const At here(*this, {.kind = Kind::documents, .index = i});
    const Value applies = papers.when == kNoNode ? Value::boolean(true) : root(papers.when);
    if (applies.is_failed()) continue;
    DocumentsVerdict verdict{.documents = i, .applies = applies.as_bool(), .papers = {}};
    if (verdict.applies) {
      for (const Paper& paper : papers.papers) verdict.papers.push_back(judge_paper(paper));
    }
    answer.documents.push_back(std::move(verdict));
  }
}

auto Evaluator::judge_paper(const Paper& paper) -> PaperVerdict {
  PaperVerdict verdict;
  const Value required = paper.when == kNoNode ? Value::boolean(true) : root(paper.when);
  verdict.required = !required.is_failed() && required.as_bool();
  for (const Paper& one : paper.one_of) {
    verdict.one_of.push_back(judge_paper(one));
    verdict.given = verdict.given || (verdict.one_of.back().required && verdict.one_of.back().given);
  }
  if (!paper.one_of.empty()) return verdict;
  verdict.name = names_.papers[paper.name].name;
  verdict.given = given_->papers.contains(verdict.name);
  return verdict;
}

void Evaluator::evaluate_outputs(Answer& answer) {
  for (std::uint32_t i = 0; i < program_.outputs.size(); ++i) {
    const At here(*this, {.kind = Kind::output, .index = i});
    answer.outputs.push_back(output_of(program_.outputs[i]));
  }
}

auto Evaluator::output_of(const Output& output) -> OutputValue {
  OutputValue result;
  if (!output.list) {
    result.value = root(output.node);
    return result;
  }
  const ListId list = *output.list;
  const Value elements =
      output.node == kNoNode
          ? Value(ListRange{.list = list, .begin = 0, .end = rooted([&] { return list_size(list); })})
          : root(output.node);
  if (elements.tag() != Value::Tag::range) return result;
  const ListRange range = elements.as_range();
  Bound self(*this, program_.at(list).self);
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    self.set(ElementRef{.list = list, .index = i});
    std::vector<OutputValue> fields;
    for (const Output& field : output.fields) fields.push_back(output_of(field));
    result.elements.push_back(std::move(fields));
  }
  return result;
}

void Evaluator::check_payers() {
  for (const RuleId payer : program_.payers) root(payer, kNoItem);
}

// Parts of nothing: where there is no element, nobody asks for a part, and what was to be shared would be lost.
void Evaluator::check_shares() {
  for (const RuleId rule : plan_.shares_asked) {
    const Node& node = program_.at(program_.at(rule).node);
    const ShareUse& share = program_.shares[node.index];
    const Value list = root(share.list);
    if (list.is_failed() || Items(list).size() > 0) continue;
    const Value amount = root(share.amount);
    if (amount.is_failed() || amount.as_number().is_zero()) continue;
    const At here(*this, {.kind = Kind::rule, .index = static_cast<std::uint32_t>(rule)});
    fail(node, ErrorCode::E0915, {print(amount, share.amount)});
  }
}

void Evaluator::check_identities() {
  for (std::uint32_t i = 0; i < program_.identities.size(); ++i) {
    const Identity& identity = program_.identities[i];
    const At here(*this, {.kind = Kind::identity, .index = i});
    const Value holds = root(identity.holds);
    if (holds.is_failed() || holds.as_bool()) continue;
    const std::string& name = names_.identities[identity.name].name;
    const Node& node = program_.at(identity.holds);
    if (identity.left == kNoNode) {
      fail(node, ErrorCode::E0927, {name});
      continue;
    }
    fail(node, ErrorCode::E0921,
         {name, print(root(identity.left), identity.left), print(root(identity.right), identity.right)});
  }
}

}  // namespace remit
