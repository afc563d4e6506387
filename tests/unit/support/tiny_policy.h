// Small programs for tests of the passes that read them: inputs, constants and operators by name, each node with a
// place of its own in the text.
#pragma once
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "dsl/elaborate/elaborated.h"
#include "engine/program/builder.h"

namespace remit {

class TinyPolicy {
 public:
  TinyPolicy() { build.program.types.currencies.push_back({"CNY", {}, Number::decimal(1, 2)}); }

  static auto of(TypeKind kind, std::uint32_t id = 0) -> Type { return {.kind = kind, .optional = false, .id = id}; }
  static auto optional(Type type) -> Type {
    type.optional = true;
    return type;
  }
  static auto boolean() -> Type { return of(TypeKind::boolean); }
  static auto count() -> Type { return of(TypeKind::count); }
  static auto decimal() -> Type { return of(TypeKind::decimal); }
  static auto rate() -> Type { return of(TypeKind::rate); }
  static auto money() -> Type { return of(TypeKind::money); }
  static auto date() -> Type { return of(TypeKind::date); }
  static auto number(const std::string& text) -> Number { return Number::parse(text).value(); }

  auto enumeration(std::string name, const std::vector<std::string>& members) -> Type {
    EnumType made{std::move(name), {}, {}};
    for (const std::string& member : members) made.members.push_back({member, "", {}});
    build.program.types.enums.push_back(std::move(made));
    return of(TypeKind::enumeration, static_cast<std::uint32_t>(build.program.types.enums.size() - 1));
  }
  auto list_of(Type element, std::int64_t at_most) -> Type {
    build.program.types.lists.push_back({element, at_most});
    return of(TypeKind::list, static_cast<std::uint32_t>(build.program.types.lists.size() - 1));
  }
  static auto field_of(const std::string& name, Type type) -> FieldType {
    FieldType field;
    field.name = name;
    field.type = type;
    return field;
  }
  auto record(std::vector<FieldType> fields) -> Type {
    build.program.types.records.push_back({"Record", {}, std::move(fields)});
    return of(TypeKind::record, static_cast<std::uint32_t>(build.program.types.records.size() - 1));
  }

  // "0.01 in 0..100", "in 1..", "0.01": a place, a range, or both.
  static auto limits(const std::string& text) -> Limits {
    Limits made;
    const auto range = text.find("in ");
    const std::string place = text.substr(0, range == std::string::npos ? text.size() : range);
    if (!place.empty()) made.step = number(place.substr(0, place.find(' ')));
    if (range == std::string::npos) return made;
    const std::string ends = text.substr(range + 3);
    const auto dots = ends.find("..");
    if (dots > 0) made.low = number(ends.substr(0, dots));
    if (dots + 2 < ends.size()) made.high = number(ends.substr(dots + 2));
    return made;
  }

  auto input(const std::string& name, Type type, const std::string& allowed = "") -> NodeId {
    names.inputs.push_back(field_of(name, type));
    names.inputs.back().limits = limits(allowed);
    return op(Op::input, type, {}, static_cast<std::uint32_t>(names.inputs.size() - 1));
  }
  auto constant(const std::string& text, Type type = money()) -> NodeId {
    return build.constant(Value(number(text)), type, source());
  }
  auto integer(std::int64_t value, Type type) -> NodeId {
    return build.constant(Value::integer(value), type, source());
  }
  auto op(Op op, Type type, std::initializer_list<NodeId> operands, std::uint32_t index = 0) -> NodeId {
    return build.node(op, type, operands, index, source());
  }
  auto op(Op op, Type type, const std::vector<NodeId>& operands, std::uint32_t index = 0) -> NodeId {
    return build.node(op, type, operands, index, source());
  }
  auto boolean(Op op, std::initializer_list<NodeId> operands) -> NodeId { return this->op(op, boolean(), operands); }
  auto round(NodeId value, Rounding mode, const std::string& step) -> NodeId {
    build.program.roundings.push_back({mode, number(step), true});
    return op(Op::round, build.at(value).type, {value}, static_cast<std::uint32_t>(build.program.roundings.size() - 1));
  }
  auto rule(NodeId node) -> NodeId {
    build.program.rules.push_back({.kind = Rule::Kind::rule, .list = {}, .node = node, .name = 0});
    return op(Op::rule, build.at(node).type, {}, static_cast<std::uint32_t>(build.program.rules.size() - 1));
  }
  auto loop(Loop::Kind kind, Type type, LocalId local, NodeId list, NodeId body = kNoNode) -> NodeId {
    Loop made;
    made.kind = kind;
    made.local = local;
    made.list = list;
    made.body = body;
    build.program.loops.push_back(made);
    return op(Op::aggregate, type, {}, static_cast<std::uint32_t>(build.program.loops.size() - 1));
  }
  auto table(Type type, const std::vector<NodeId>& conditions_then_results) -> NodeId {
    TableUse use;
    for (std::uint32_t i = 0; i < conditions_then_results.size() / 2; ++i) use.rows.push_back(i + 1);
    build.program.tables.push_back(use);
    return op(Op::table, type, conditions_then_results, static_cast<std::uint32_t>(build.program.tables.size() - 1));
  }
  auto choice(Type type, Choice choice) -> NodeId {
    build.program.choices.push_back(std::move(choice));
    return op(Op::choice, type, {}, static_cast<std::uint32_t>(build.program.choices.size() - 1));
  }
  auto slice(SliceUse slice) -> NodeId {
    build.program.slices.push_back(std::move(slice));
    const NodeId made = op(Op::slice,
                           record({field_of("paid", money()), field_of("handled", money()), field_of("kept", money()),
                                   field_of("left", money())}),
                           {}, static_cast<std::uint32_t>(build.program.slices.size() - 1));
    bands.push_back({.slice = made});
    return made;
  }
  auto field(NodeId record, std::uint32_t index, Type type) -> NodeId { return op(Op::field, type, {record}, index); }

  // `name` is to lie on `step`; empty: to be finite.
  void claim(NodeId node, const std::string& step, const std::string& name = "x") {
    places.push_back({.node = node,
                      .step = step.empty() ? std::nullopt : std::optional(number(step)),
                      .span = {.file = {}, .begin = 0, .end = 100'000},
                      .name = name,
                      .declared = {}});
  }

  // Where a node was written: [2 n, 2 n + 1), n counting the nodes that were asked for.
  auto span_of(NodeId id) const -> Span { return spans[static_cast<std::size_t>(build.at(id).source)]; }

  auto finish() -> Elaborated {
    Elaborated made;
    made.program = build.program;
    made.names = names;
    made.spans = spans;
    made.places = places;
    made.bands = bands;
    made.divisions = divisions;
    return made;
  }

  ProgramBuilder build;
  ProgramNames names;
  std::vector<Span> spans;
  std::vector<PlaceClaim> places;
  std::vector<BandsClaim> bands;
  std::vector<DivisionClaim> divisions;

 private:
  auto source() -> SourceId {
    const auto n = static_cast<std::uint32_t>(spans.size());
    spans.push_back({.file = {}, .begin = 2 * n, .end = 2 * n + 1});
    return SourceId{n};
  }
};

}  // namespace remit
