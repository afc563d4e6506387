#include <algorithm>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dsl/bound/report.h"
#include "dsl/bound/values.h"

namespace remit {
namespace {

bool one_way(Rounding mode) {
  return mode == Rounding::down || mode == Rounding::up || mode == Rounding::ceiling || mode == Rounding::floor;
}

class DoubleRounding {
 public:
  DoubleRounding(const Program& program, const std::vector<Knowledge>& known) : program_(program), known_(known) {}

  // Roundings whose result `outer` rounds again to no good.
  auto inner_of(NodeId outer) const -> std::optional<NodeId> {
    const RoundingRule& rule = program_.roundings[program_.at(outer).index];
    std::vector<NodeId> open = {program_.operands_of(program_.at(outer))[0]};
    std::unordered_set<std::uint32_t> seen;
    while (!open.empty()) {
      const NodeId at = open.back();
      open.pop_back();
      if (known(at).lies_on(rule.step) || !seen.insert(static_cast<std::uint32_t>(at)).second) continue;
      if (program_.at(at).op == Op::round && changes(at)) {
        if (matters(program_.roundings[program_.at(at).index], rule)) return at;
        continue;
      }
      for (const NodeId part : sources(at)) open.push_back(part);
    }
    return std::nullopt;
  }

 private:
  auto known(NodeId id) const -> const Knowledge& { return known_[static_cast<std::size_t>(id)]; }
  auto operand(NodeId id) const -> NodeId { return program_.operands_of(program_.at(id))[0]; }
  bool changes(NodeId round) const { return !known(operand(round)).lies_on(step_of(round)); }
  auto step_of(NodeId round) const -> const Number& { return program_.roundings[program_.at(round).index].step; }

  auto sources(NodeId at) const -> std::vector<NodeId> {
    const Node& n = program_.at(at);
    if (n.op == Op::round) return {operand(at)};  // one that never changes anything
    if (n.op != Op::multiply && n.op != Op::divide) return passed_on(program_, at);
    const NodeId other = program_.operands_of(n)[1];
    if (is_one(other)) return {operand(at)};
    return n.op == Op::multiply && is_one(operand(at)) ? std::vector{other} : std::vector<NodeId>{};
  }
  bool is_one(NodeId id) const { return known(id).constant() == Number::whole(1); }

  // Down to 0.01 and then down to 1 is down to 1; half up to 0.01 and then to 1 is not half up to 1.
  static bool matters(const RoundingRule& inner, const RoundingRule& outer) {
    return !(one_way(inner.mode) && inner.mode == outer.mode && outer.step.lies_on(inner.step));
  }

  const Program& program_;
  const std::vector<Knowledge>& known_;
};

}  // namespace

void check_double_rounding(const Elaborated& elaborated, const std::vector<Knowledge>& known,
                           std::vector<Diagnostic>& problems) {
  const Program& program = elaborated.program;
  const DoubleRounding search(program, known);
  const auto span_of = [&](NodeId id) { return elaborated.spans[static_cast<std::size_t>(program.at(id).source)]; };
  const auto step_of = [&](NodeId id) { return program.roundings[program.at(id).index].step.to_string(); };
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
    if (program.nodes[i].op != Op::round) continue;
    const auto inner = search.inner_of(NodeId{i});
    if (!inner) continue;
    const Span span = span_of(NodeId{i});
    if (!seen.emplace(static_cast<std::uint32_t>(span.file), span.begin).second) continue;
    problems.push_back({.code = Code::W0411,
                        .span = span,
                        .arguments = {step_of(NodeId{i}), step_of(*inner)},
                        .notes = {{NoteKind::rounded_here, span_of(*inner), {step_of(*inner)}}},
                        .edit = {}});
  }
}

}  // namespace remit
