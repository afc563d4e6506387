// A policy for a test, in few words: `p.rule("due", p.times(p.in("amount"), p.rate("80%")))`. Wraps ProgramBuilder
// and fills ProgramNames as it goes.
#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/program/builder.h"
#include "engine/program/names.h"
#include "engine/value/date.h"

namespace remit::test {

// "12.5", "80%", "1/3".
inline auto number(std::string_view text) -> Number {
  if (text.ends_with('%')) return number(text.substr(0, text.size() - 1)) / Number::whole(100);
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) return number(text.substr(0, slash)) / number(text.substr(slash + 1));
  return Number::parse(text).value();
}
inline auto date(std::string_view text) -> Value { return Value::integer(parse_date(text).value()); }

inline constexpr Type kBool{.kind = TypeKind::boolean};
inline constexpr Type kCount{.kind = TypeKind::count};
inline constexpr Type kMoney{.kind = TypeKind::money};
inline constexpr Type kRate{.kind = TypeKind::rate};
inline constexpr Type kDate{.kind = TypeKind::date};
inline constexpr Type kMonths{.kind = TypeKind::months};
inline constexpr Type kDays{.kind = TypeKind::days};
inline constexpr Type kText{.kind = TypeKind::text};
inline constexpr Type kRecord{.kind = TypeKind::record};
inline constexpr Type kList{.kind = TypeKind::list};
inline auto element_of(ListId list) -> Type {
  return {.kind = TypeKind::element, .id = static_cast<std::uint32_t>(list)};
}

class Policy {
 public:
  Policy() {
    b.program.types.currencies.push_back({.name = "CNY", .labels = {}, .step = Number::decimal(1, 2)});
    b.program.types.records.push_back({.name = "Slice", .labels = {}, .fields = {}});
    b.program.types.lists.push_back({.element = kMoney});
    names.policy = "p";
    names.service = "settle";
  }

  // ── leaves ──
  auto money(std::string_view amount) -> NodeId { return b.constant(number(amount), kMoney, next()); }
  auto rate(std::string_view r) -> NodeId { return b.constant(number(r), kRate, next()); }
  auto whole(std::int64_t n) -> NodeId { return b.constant(Number::whole(n), kCount, next()); }
  auto truth(bool t) -> NodeId { return b.constant(Value::boolean(t), kBool, next()); }
  auto day(std::string_view text) -> NodeId { return b.constant(date(text), kDate, next()); }
  auto in(const std::string& name, Type type = kMoney) -> NodeId {
    const auto [known, added] = inputs.try_emplace(name, static_cast<std::uint32_t>(inputs.size()));
    if (added) {
      names.inputs.push_back({.name = name, .code = {}, .labels = {}, .type = type, .limits = {}});
      b.program.input_count = static_cast<std::uint32_t>(inputs.size());
    }
    return op(Op::input, type, {}, known->second);
  }

  // ── operators ──
  auto op(Op o, Type type, std::initializer_list<NodeId> operands, std::uint32_t index = 0) -> NodeId {
    return b.node(o, type, operands, index, next());
  }
  auto op(Op o, Type type, const std::vector<NodeId>& operands, std::uint32_t index = 0) -> NodeId {
    return b.node(o, type, std::span(operands), index, next());
  }
  auto plus(NodeId x, NodeId y) -> NodeId { return op(Op::add, b.at(x).type, {x, y}); }
  auto minus(NodeId x, NodeId y) -> NodeId { return op(Op::subtract, b.at(x).type, {x, y}); }
  auto times(NodeId x, NodeId y) -> NodeId { return op(Op::multiply, b.at(x).type, {x, y}); }
  auto over(NodeId x, NodeId y) -> NodeId { return op(Op::divide, b.at(x).type, {x, y}); }
  auto min(NodeId x, NodeId y) -> NodeId { return op(Op::minimum, b.at(x).type, {x, y}); }
  auto max(NodeId x, NodeId y) -> NodeId { return op(Op::maximum, b.at(x).type, {x, y}); }
  auto equal(NodeId x, NodeId y) -> NodeId { return op(Op::equal, kBool, {x, y}); }
  auto less(NodeId x, NodeId y) -> NodeId { return op(Op::less, kBool, {x, y}); }
  auto at_least(NodeId x, NodeId y) -> NodeId { return op(Op::greater_equal, kBool, {x, y}); }
  auto both(NodeId x, NodeId y) -> NodeId { return op(Op::logical_and, kBool, {x, y}); }
  auto negated(NodeId x) -> NodeId { return op(Op::logical_not, kBool, {x}); }
  auto iff(NodeId c, NodeId x, NodeId y) -> NodeId { return op(Op::conditional, b.at(x).type, {c, x, y}); }
  auto rounded(NodeId x, Rounding mode, std::string_view step, bool declared = true) -> NodeId {
    b.program.roundings.push_back({.mode = mode, .step = number(step), .declared = declared});
    return op(Op::round, b.at(x).type, {x}, static_cast<std::uint32_t>(b.program.roundings.size() - 1));
  }
  auto field(NodeId record, std::uint32_t index, Type type = kMoney) -> NodeId {
    return op(Op::field, type, {record}, index);
  }

  // ── lists ──
  auto list(const std::string& name, std::initializer_list<std::pair<const char*, Type>> columns) -> ListId {
    List made{.self = b.new_local(),
              .parent = std::nullopt,
              .derived = kNoNode,
              .element = kRecord,
              .columns = {},
              .name = static_cast<std::uint32_t>(names.lists.size())};
    for (const auto& [column, type] : columns) {
      made.columns.push_back(static_cast<std::uint32_t>(names.columns.size()));
      names.columns.push_back({.name = column, .code = {}, .labels = {}, .type = type, .limits = {}});
      names.column_paths.push_back(name + "[]." + column);
    }
    names.lists.push_back(name);
    b.program.lists.push_back(made);
    return ListId{static_cast<std::uint32_t>(b.program.lists.size() - 1)};
  }
  auto all(ListId list) -> NodeId { return op(Op::input_list, kList, {}, static_cast<std::uint32_t>(list)); }
  auto self(ListId list) -> NodeId { return local(b.program.at(list).self, element_of(list)); }
  auto local(LocalId l, Type type) -> NodeId { return op(Op::local, type, {}, static_cast<std::uint32_t>(l)); }
  auto column(NodeId element, std::uint32_t index, Type type = kMoney) -> NodeId {
    return op(Op::element_field, type, {element}, index);
  }
  auto of_item(NodeId element, RuleId rule) -> NodeId {
    return op(Op::element_rule, type_of(rule), {element}, static_cast<std::uint32_t>(rule));
  }
  auto loop(Loop l, Type type) -> NodeId {
    const bool running = l.kind == Loop::Kind::running_up_to || l.kind == Loop::Kind::running_before;
    const Op o = running ? Op::running : l.kind == Loop::Kind::group ? Op::group : Op::aggregate;
    b.program.loops.push_back(std::move(l));
    return op(o, type, {}, static_cast<std::uint32_t>(b.program.loops.size() - 1));
  }
  // sum of RULE over LIST
  auto sum(ListId of, RuleId item) -> NodeId {
    const LocalId x = b.new_local();
    return loop({.kind = Loop::Kind::sum,
                 .local = x,
                 .list = all(of),
                 .body = of_item(local(x, element_of(of)), item),
                 .zero = Number()},
                type_of(item));
  }

  // ── rules ──
  auto rule(const std::string& name, NodeId node, std::optional<ListId> list = std::nullopt) -> RuleId {
    names.rules.push_back(declaration(name));
    b.program.rules.push_back({.kind = Rule::Kind::rule,
                               .list = list,
                               .node = node,
                               .name = static_cast<std::uint32_t>(names.rules.size() - 1)});
    return RuleId{static_cast<std::uint32_t>(b.program.rules.size() - 1)};
  }
  auto read(RuleId rule) -> NodeId { return op(Op::rule, type_of(rule), {}, static_cast<std::uint32_t>(rule)); }
  auto type_of(RuleId rule) -> Type { return b.at(b.program.at(rule).node).type; }
  auto read(const std::string& name, NodeId node) -> NodeId { return read(rule(name, node)); }
  auto declared(const std::string& name) -> std::uint32_t {
    names.declarations.push_back(declaration(name));
    return static_cast<std::uint32_t>(names.declarations.size() - 1);
  }
  auto exception(const std::string& name, NodeId when, NodeId value, std::uint32_t parent = Choice::kBase,
                 std::vector<std::uint32_t> goes_over = {}) -> Choice::Exception {
    names.exceptions.push_back(declaration(name));
    return {.when = when,
            .value = value,
            .parent = parent,
            .over = std::move(goes_over),
            .name = static_cast<std::uint32_t>(names.exceptions.size() - 1)};
  }
  auto choice(const std::string& name, NodeId base, std::vector<Choice::Exception> exceptions, NodeId when = kNoNode)
      -> RuleId {
    for (const Choice::Exception& one : exceptions) {
      DeclarationName& known = names.exceptions[one.name];
      known.step = "p/" + name + "/" + known.name;
    }
    b.program.choices.push_back({.base = base,
                                 .base_when = when,
                                 .exceptions = std::move(exceptions),
                                 .rule = RuleId{static_cast<std::uint32_t>(b.program.rules.size())}});
    return rule(name, op(Op::choice, b.at(base).type, {}, static_cast<std::uint32_t>(b.program.choices.size() - 1)));
  }
  auto slice(SliceUse use) -> NodeId {
    use.name = declared("bands");
    b.program.slices.push_back(std::move(use));
    return op(Op::slice, kRecord, {}, static_cast<std::uint32_t>(b.program.slices.size() - 1));
  }
  auto declaration(const std::string& name) -> DeclarationName {
    return {.step = "p/" + name,
            .name = name,
            .labels = {},
            .cites = {},
            .assumptions = {},
            .unexpressed = {},
            .formula = {},
            .place = "p.remit:" + std::to_string(++line_),
            .unit = {}};
  }

  // ── service ──
  void gives(const std::string& name, NodeId node) {
    b.program.outputs.push_back({.name = name,
                                 .code = {},
                                 .labels = {},
                                 .node = node,
                                 .list = std::nullopt,
                                 .fields = {},
                                 .type = b.at(node).type,
                                 .step = std::nullopt});
  }
  void gives(const std::string& name, RuleId rule) { gives(name, read(rule)); }

  ProgramBuilder b;
  ProgramNames names;
  std::map<std::string, std::uint32_t> inputs;

 private:
  auto next() -> SourceId {
    names.sources.push_back("p.remit:" + std::to_string(line_ + 1) + ":" + std::to_string(names.sources.size() + 1));
    return SourceId{static_cast<std::uint32_t>(names.sources.size() - 1)};
  }
  int line_ = 0;
};

}  // namespace remit::test
