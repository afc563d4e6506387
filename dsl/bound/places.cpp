#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "dsl/bound/report.h"
#include "dsl/bound/values.h"

namespace remit {
namespace {

class Places {
 public:
  Places(const Elaborated& elaborated, const std::vector<Knowledge>& known) : elaborated_(elaborated), known_(known) {}

  bool holds(const PlaceClaim& claim) const { return holds(claim.node, claim.step); }

  // The narrowest part that leaves the place, of several the first; and the narrowest around it that the text shows,
  // for an input is written in many places. Each round goes to a smaller node.
  auto culprit(const PlaceClaim& claim) const -> std::pair<NodeId, NodeId> {
    NodeId at = claim.node;
    NodeId shown = at;
    while (const auto next = inner_culprit(at, claim.step)) {
      at = *next;
      if (span_of(at).end > span_of(at).begin) shown = at;
    }
    return {at, shown};
  }

  auto problem(const PlaceClaim& claim) const -> Diagnostic {
    const auto [culprit, shown] = this->culprit(claim);
    const Span span = span_of(shown);
    const bool inside = within(span, claim.span);
    Diagnostic made{.code = code(claim, culprit),
                    .span = inside ? span : claim.span,
                    .arguments = {claim.name},
                    .notes = {},
                    .edit = {}};
    made.arguments.push_back(claim.step ? claim.step->to_string() : "");
    const std::string example =
        claim.step && number_of(culprit).step ? example_of(number_of(culprit), *claim.step).to_string() : "";
    const Node& rounded = elaborated_.program.at(culprit);
    const bool is_rounded = made.code == Code::E0416;
    made.arguments.push_back(is_rounded ? elaborated_.program.roundings[rounded.index].step.to_string() : example);
    if (!inside) made.notes.push_back(note(culprit, span, example));
    made.notes.push_back({NoteKind::declared_here, claim.declared, {claim.name}});
    return made;
  }

 private:
  auto known(NodeId id) const -> const Knowledge& { return known_[static_cast<std::size_t>(id)]; }
  auto span_of(NodeId id) const -> Span {
    return elaborated_.spans[static_cast<std::size_t>(elaborated_.program.at(id).source)];
  }
  static bool within(Span inner, Span outer) {
    return inner.end > inner.begin && inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
  }

  bool holds(NodeId id, const std::optional<Number>& step) const {
    const Knowledge number = number_of(id);
    return step ? number.lies_on(*step) : number.never || !number.may_be_ratio();
  }
  // What is known of a number; of a list of numbers, of each of them.
  auto number_of(NodeId id) const -> Knowledge {
    const Type& type = elaborated_.program.at(id).type;
    if (type.kind != TypeKind::list) return known(id);
    return known_part(known(id), 0, elaborated_.program.types.at(ListTypeId{type.id}).element);
  }

  auto inner_culprit(NodeId at, const std::optional<Number>& step) const -> std::optional<NodeId> {
    for (const NodeId part : passed_on(elaborated_.program, at)) {
      if (!holds(part, step)) return part;
    }
    for (const NodeId part : elements_of(at)) {
      if (!holds(part, step)) return part;
    }
    return endless_part(at);
  }

  // What the elements of a list are made of, where it is made here.
  auto elements_of(NodeId at) const -> std::vector<NodeId> {
    const Program& program = elaborated_.program;
    const Node& n = program.at(at);
    if (n.op == Op::make_list) return {program.operands_of(n), program.operands_of(n) + n.operand_count};
    if (n.op == Op::aggregate && n.type.kind == TypeKind::list) return {program.loops[n.index].body};
    return {};
  }

  // An endless quotient within a product, a quotient or a sum over a list is what must be rounded.
  auto endless_part(NodeId at) const -> std::optional<NodeId> {
    const Program& program = elaborated_.program;
    const Node& n = program.at(at);
    if (n.op == Op::aggregate || n.op == Op::running) {
      const NodeId body = program.loops[n.index].body;
      return body != kNoNode && known(body).may_be_ratio() ? std::optional(body) : std::nullopt;
    }
    if (n.op != Op::multiply && n.op != Op::divide) return std::nullopt;
    for (std::uint32_t i = 0; i < n.operand_count; ++i) {
      if (const NodeId part = program.operands_of(n)[i]; known(part).may_be_ratio()) return part;
    }
    return std::nullopt;
  }

  auto code(const PlaceClaim& claim, NodeId culprit) const -> Code {
    if (!claim.step) return Code::E0414;
    if (elaborated_.program.at(culprit).op == Op::round) return Code::E0416;
    if (number_of(culprit).may_be_ratio()) return Code::E0412;
    return number_of(culprit).step ? Code::E0410 : Code::E0413;
  }

  // A value off the place: the least that is not negative, where it may be so small.
  static auto example_of(const Knowledge& known, const Number& place) -> Number {
    if (known.values) {
      const auto off = std::ranges::find_if(*known.values, [&](const Number& v) { return !v.lies_on(place); });
      if (off != known.values->end()) return *off;
    }
    Number example = *known.step;
    if (known.low && *known.low > example) example = known.low->round_to(*known.step, Rounding::ceiling);
    return example.lies_on(place) ? example + *known.step : example;
  }

  auto note(NodeId culprit, Span span, const std::string& example) const -> Note {
    const Knowledge number = number_of(culprit);
    if (number.may_be_ratio()) return {NoteKind::endless_here, span, {}};
    if (!number.step) return {NoteKind::any_place_here, span, {}};
    return {NoteKind::place_here, span, {example}};
  }

  const Elaborated& elaborated_;
  const std::vector<Knowledge>& known_;
};

}  // namespace

void check_places(const Elaborated& elaborated, const std::vector<Knowledge>& known,
                  std::vector<Diagnostic>& problems) {
  const Places places(elaborated, known);
  std::set<NodeId> told;  // one mistake is told once, where it was made, not again by every rule that reads it
  for (const PlaceClaim& claim : elaborated.places) {
    if (claim.node == kNoNode || places.holds(claim)) continue;
    if (told.insert(places.culprit(claim).first).second) problems.push_back(places.problem(claim));
  }
}

}  // namespace remit
