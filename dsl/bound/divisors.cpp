#include <set>
#include <unordered_set>
#include <utility>

#include "dsl/bound/report.h"

namespace remit {
namespace {

bool compares(Op op) {
  switch (op) {
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal: return true;
    default: return false;
  }
}

// Nodes that are compared with a constant somewhere: an author who does so has thought of 0.
auto compared_nodes(const Program& program) -> std::unordered_set<std::uint32_t> {
  std::unordered_set<std::uint32_t> nodes;
  for (const Node& n : program.nodes) {
    if (!compares(n.op)) continue;
    const NodeId a = program.operands_of(n)[0];
    const NodeId b = program.operands_of(n)[1];
    if (program.at(b).op == Op::constant) nodes.insert(static_cast<std::uint32_t>(a));
    if (program.at(a).op == Op::constant) nodes.insert(static_cast<std::uint32_t>(b));
  }
  return nodes;
}

}  // namespace

void check_divisors(const Elaborated& elaborated, const std::vector<Knowledge>& known,
                    std::vector<Diagnostic>& problems) {
  const Program& program = elaborated.program;
  const auto compared = compared_nodes(program);
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const DivisionClaim& division : elaborated.divisions) {
    const Node& n = program.at(division.quotient);
    if (n.op != Op::divide) continue;  // of constants: folded
    const NodeId divisor = program.operands_of(n)[1];
    const Knowledge& k = known[static_cast<std::size_t>(divisor)];
    if (k.never || !k.includes_zero() || compared.contains(static_cast<std::uint32_t>(divisor))) continue;
    const Span span = division.divisor;
    if (!seen.emplace(static_cast<std::uint32_t>(span.file), span.begin).second) continue;
    problems.push_back({.code = Code::W0415, .span = span, .arguments = {}, .notes = {}, .edit = {}});
  }
}

}  // namespace remit
