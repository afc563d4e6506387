#include "dsl/cases/cases.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "dsl/cases/checks.h"

namespace remit {

void cases(Elaborated& elaborated, std::vector<Diagnostic>& problems, Undecided undecided) {
  assert(elaborated.program.facts.size() == elaborated.program.nodes.size());
  CaseChecks checks(elaborated, problems, undecided);
  checks.check_tables();
  checks.check_bands();
  checks.check_exceptions();
  checks.check_identities();
}

void CaseChecks::check_identities() {
  if (undecided_ == Undecided::silent) return;
  for (const Identity& identity : program_.identities) {
    if (conditions_.paths().constant(identity.holds)) continue;
    report(Code::W0514, span_of(identity.holds), {elaborated_.names.identities[identity.name].formula});
  }
}

void CaseChecks::report(Code code, Span span, std::vector<std::string> arguments, std::vector<Note> notes,
                        std::vector<Span> operands) {
  std::string key = std::to_string(static_cast<int>(code)) + ":" +
                    std::to_string(static_cast<std::uint32_t>(span.file)) + ":" + std::to_string(span.begin);
  for (const std::string& argument : arguments) key += "|" + argument;
  if (!reported_.insert(std::move(key)).second) return;
  problems_.push_back({.code = code,
                       .span = span,
                       .arguments = std::move(arguments),
                       .notes = std::move(notes),
                       .operands = std::move(operands)});
}

auto CaseChecks::span_of(NodeId node) const -> Span {
  return elaborated_.spans[static_cast<std::size_t>(program_.at(node).source)];
}

auto CaseChecks::certain_box(const Region& region) const -> const Box* {
  const auto found = std::ranges::find_if(region, [&](const Box& box) { return witness_.certain(box); });
  return found == region.end() ? nullptr : &*found;
}

}  // namespace remit
