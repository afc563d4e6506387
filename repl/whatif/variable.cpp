#include "repl/whatif/variable.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/program/operands.h"
#include "engine/program/personal.h"
#include "engine/text/nearest.h"
#include "engine/text/utf8.h"
#include "engine/value/print.h"

namespace remit::whatif {
namespace {

// "claim.items[3].amount" without its number, "claim.items[].amount", and the number from 0.
struct Addressed {
  std::string path;    // with empty brackets, or the whole name
  std::string before;  // the brackets: "claim.items"
  std::string after;   // "amount", or nothing
  std::optional<std::uint32_t> element;
};

auto addressed(std::string_view name) -> Addressed {
  Addressed made{.path = std::string(name), .before = {}, .after = {}, .element = {}};
  const std::size_t open = name.find('[');
  const std::size_t close = name.find(']', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos || close - open < 2 || close - open > 7) {
    return made;
  }
  std::uint32_t number = 0;
  for (const char c : name.substr(open + 1, close - open - 1)) {
    if (c < '0' || c > '9') return made;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (number == 0) return made;
  made.element = number - 1;
  made.before = name.substr(0, open);
  made.after = name.substr(close + 1);
  made.path = made.before + "[]" + made.after;
  if (made.after.starts_with('.')) made.after.erase(0, 1);
  return made;
}

auto rules_named(const Service& service, std::string_view name) -> std::vector<RuleId> {
  std::vector<RuleId> rules;
  for (std::uint32_t i = 0; i < service.program.rules.size(); ++i) {
    const Rule& rule = service.program.rules[i];
    const bool told = rule.kind == Rule::Kind::rule || rule.kind == Rule::Kind::value || rule.kind == Rule::Kind::table;
    if (told && service.names.rules[rule.name].name == name) rules.push_back(RuleId{i});
  }
  return rules;
}

auto all_inputs(const Service& service) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const FieldType& input : service.names.inputs) names.push_back(input.name);
  for (const List& list : service.program.lists) {
    for (const std::uint32_t column : list.columns) names.push_back(service.names.column_paths[column]);
  }
  return names;
}

auto input_named(const Service& service, std::string_view name) -> std::optional<Variable> {
  for (std::uint32_t i = 0; i < service.names.inputs.size() && i < service.program.input_count; ++i) {
    if (service.names.inputs[i].name != name) continue;
    return Variable{.kind = Variable::Kind::input,
                    .name = std::string(name),
                    .field = service.names.inputs[i],
                    .slot = i,
                    .element = {},
                    .rules = {}};
  }
  return std::nullopt;
}

// Absent: no column has this path. An error: there is no such element.
auto column_named(const Service& service, const Case& given, std::string_view name)
    -> std::optional<Result<Variable, Sentence>> {
  const Addressed asked = addressed(name);
  for (std::uint32_t l = 0; l < service.program.lists.size(); ++l) {
    const List& list = service.program.lists[l];
    for (std::uint32_t c = 0; c < list.columns.size(); ++c) {
      const std::string& path = service.names.column_paths[list.columns[c]];
      const std::size_t dot = path.find("[]");
      const bool without_brackets = dot != std::string::npos && path.substr(0, dot) + path.substr(dot + 2) == name;
      if (path != asked.path && path != name && !without_brackets) continue;
      const std::uint32_t size = given.lists[l].size();
      const std::string quoted = "`" + std::string(name) + "`", count = std::to_string(size);
      if (!asked.element) {
        const std::string one = "`" + path.substr(0, dot) + "[1]" + path.substr(dot + 2) + "`";
        return Result<Variable, Sentence>(
            Sentence{quoted + " is one of each of " + count + " elements: say which, as in " + one,
                     quoted + " 共 " + count + " 项，每项各有一个：请指明是哪一项，如 " + one});
      }
      if (list.parent) {
        return Result<Variable, Sentence>(
            Sentence{quoted + " stands in a list within a list", quoted + " 在列表之内的列表中"});
      }
      if (*asked.element >= size) {
        const std::string before = "`" + asked.before + "`";
        return Result<Variable, Sentence>(Sentence{before + " has " + count + (size == 1 ? " element" : " elements"),
                                                   before + " 只有 " + count + " 项"});
      }
      return Result<Variable, Sentence>(Variable{.kind = Variable::Kind::column,
                                                 .name = std::string(name),
                                                 .field = service.names.columns[list.columns[c]],
                                                 .slot = c,
                                                 .element = {.list = ListId{l}, .index = *asked.element},
                                                 .rules = {}});
    }
  }
  return std::nullopt;
}

// Of a column of the case, by its path without brackets; absent: there is none.
auto total_of(const Service& service, std::string_view column) -> std::optional<Variable> {
  for (const List& list : service.program.lists) {
    for (const std::uint32_t c : list.columns) {
      std::string path = service.names.column_paths[c];
      if (const std::size_t at = path.find("[]"); at != std::string::npos) path.erase(at, 2);
      if (path != column) continue;
      Variable made{.kind = Variable::Kind::total,
                    .name = path,
                    .field = service.names.columns[c],
                    .slot = 0,
                    .element = {},
                    .rules = {}};
      made.field.limits.low = Number();
      made.field.limits.high.reset();
      for (Label& label : made.field.labels) label.text += is_ascii(label.text) ? ", in all" : "合计";
      return made;
    }
  }
  return std::nullopt;
}

auto figure(const Service& service, std::string_view name, std::vector<RuleId> rules) -> Variable {
  const Node& node = service.program.at(service.program.at(rules.front()).node);
  FieldType field;
  field.name = name;
  field.labels = service.names.rules[service.program.at(rules.front()).name].labels;
  field.type = node.type;
  if (node.type.kind == TypeKind::money) field.limits.step = service.program.types.at(CurrencyId{node.type.id}).step;
  if (node.type.kind == TypeKind::count) field.limits.step = Number::whole(1);
  return {.kind = Variable::Kind::figure,
          .name = std::string(name),
          .field = std::move(field),
          .slot = 0,
          .element = {},
          .rules = std::move(rules)};
}

}  // namespace

auto quoted_list(const std::vector<std::string>& names) -> std::string {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "`" + names[i] + "`";
  }
  return text;
}

auto quoted_list_zh(const std::vector<std::string>& names) -> std::string {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : "、`") + name + "`";
  return text;
}

auto unknown_name(std::string_view en, std::string_view zh, std::string_view name,
                  const std::vector<std::string>& known) -> Sentence {
  const std::string near = nearest_name(name, known);
  const std::string quoted = " `" + std::string(name) + "`";
  return {"there is no " + std::string(en) + quoted + (near.empty() ? "" : "; did you mean `" + near + "`?"),
          "没有" + std::string(zh) + quoted + (near.empty() ? "" : "；是否指 `" + near + "`？")};
}

auto no_column(std::string_view name, const std::vector<std::string>& known) -> Sentence {
  const std::string near = nearest_name(name, known);
  const std::string quoted = "`" + std::string(name) + "`";
  return {
      quoted + " is no column of a list that the case gives" + (near.empty() ? "" : "; did you mean `" + near + "`?"),
      quoted + " 不是案例所给列表的列" + (near.empty() ? "" : "；是否指 `" + near + "`？")};
}

auto find_variable(const Service& service, const Case& given, std::string_view name) -> Result<Variable, Sentence> {
  for (const std::string_view scale : {"scale ", "缩放 "}) {
    if (!name.starts_with(scale)) continue;
    auto total = total_of(service, name.substr(scale.size()));
    if (total) return *std::move(total);
    return no_column(name.substr(scale.size()), {});
  }
  if (auto input = input_named(service, name)) return *std::move(input);
  if (auto column = column_named(service, given, name)) return *std::move(column);
  std::vector<RuleId> rules = rules_named(service, addressed(name).element ? addressed(name).before : name);
  if (rules.empty()) {
    std::vector<std::string> known = all_inputs(service);
    for (const DeclarationName& rule : service.names.rules) known.push_back(rule.name);
    return unknown_name("input", "输入", name, known);
  }
  const std::vector<std::string> behind = inputs_behind(service, rules.front());
  if (behind.empty() && !service.program.at(rules.front()).list) return figure(service, name, std::move(rules));
  constexpr std::size_t kNamed = 8;
  const std::size_t more = behind.size() > kNamed ? behind.size() - kNamed : 0;
  std::vector<std::string> named(behind.begin(), behind.end() - static_cast<std::ptrdiff_t>(more));
  const auto is_column = [](const std::string& input) { return input.find("[]") != std::string::npos; };
  const auto column = std::ranges::find_if(behind, is_column);
  if (column != behind.end() && std::ranges::none_of(named, is_column)) named.back() = *column;  // bills are lists
  const std::string quoted = "`" + std::string(name) + "`";
  const std::string count = std::to_string(more);
  if (named.empty()) return Sentence{quoted + " is derived", quoted + " 由规则得出"};
  return Sentence{
      quoted + " is derived; the inputs behind it: " + quoted_list(named) + (more > 0 ? " and " + count + " more" : ""),
      quoted + " 由规则得出，所依据的输入：" + quoted_list_zh(named) + (more > 0 ? " 等，另有 " + count + " 项" : "")};
}

void assign(Case& given, const Variable& variable, const Value& value) {
  switch (variable.kind) {
    case Variable::Kind::input: given.inputs[variable.slot] = value; return;
    case Variable::Kind::column:
      given.lists[static_cast<std::size_t>(variable.element.list)].columns[variable.slot][variable.element.index] =
          value;
      return;
    case Variable::Kind::figure:
      for (const RuleId rule : variable.rules) given.assumed[static_cast<std::uint32_t>(rule)] = value;
      return;
    case Variable::Kind::total: return;
  }
}

auto value_in(Evaluator& evaluator, const Case& given, const Variable& variable) -> Value {
  switch (variable.kind) {
    case Variable::Kind::input: return given.inputs[variable.slot];
    case Variable::Kind::column:
      return given.lists[static_cast<std::size_t>(variable.element.list)]
          .columns[variable.slot][variable.element.index];
    case Variable::Kind::figure: evaluator.begin(given); return evaluator.value_of(variable.rules.front());
    case Variable::Kind::total: break;
  }
  return {};
}

namespace {

// How many rules lie between each node and the rule; of what is not behind it more than there can be.
auto distances(const Program& program, RuleId rule) -> std::vector<std::size_t> {
  std::vector<std::size_t> found(program.nodes.size(), program.nodes.size());
  std::vector<NodeId> layer{program.at(rule).node}, next;
  for (std::size_t distance = 0; !layer.empty(); ++distance, layer = std::exchange(next, {})) {
    while (!layer.empty()) {
      const NodeId node = layer.back();
      layer.pop_back();
      std::size_t& known = found[static_cast<std::size_t>(node)];
      if (known <= distance) continue;
      known = distance;
      if (const auto read = rule_read(program.at(node))) next.push_back(program.at(*read).node);
      each_operand(program, program.at(node), [&](NodeId operand) { layer.push_back(operand); });
    }
  }
  return found;
}

}  // namespace

auto inputs_behind(const Service& service, RuleId rule) -> std::vector<std::string> {
  const std::vector<bool> reached = reachable(service.program, {service.program.at(rule).node});
  const std::vector<std::size_t> far = distances(service.program, rule);
  std::map<std::string, std::size_t> nearest;
  const auto note = [&](const std::string& name, std::size_t distance) {
    const auto [at, fresh] = nearest.emplace(name, distance);
    at->second = std::min(at->second, distance);
  };
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (!reached[i]) continue;
    const Node& node = service.program.nodes[i];
    const auto list = [&] {
      return service.program.at(ListId{service.program.at(service.program.operands_of(node)[0]).type.id});
    };
    if (node.op == Op::input && node.index < service.names.inputs.size())
      note(service.names.inputs[node.index].name, far[i]);
    if (node.op == Op::element_field) note(service.names.column_paths[list().columns[node.index]], far[i]);
    if (node.op == Op::element_value) {
      for (const std::uint32_t column : list().columns) note(service.names.column_paths[column], far[i]);
    }
    if (node.op == Op::opening || node.op == Op::over_last || node.op == Op::after_case) note("opening", far[i]);
  }
  std::vector<std::string> names = all_inputs(service);
  names.emplace_back("opening");
  std::erase_if(names, [&](const std::string& name) { return !nearest.contains(name); });
  std::ranges::stable_sort(names, {}, [&](const std::string& name) { return nearest.at(name); });
  return names;
}

// ── Quantities ───────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

auto step_of(const Service& service, const Type& type, NodeId node) -> std::optional<Number> {
  const auto index = static_cast<std::size_t>(node);
  if (index < service.program.facts.size() && service.program.facts[index].step) {
    const Number& step = *service.program.facts[index].step;
    if (type.kind != TypeKind::money || step.sign() > 0) return step;
  }
  if (type.kind == TypeKind::money) return service.program.types.at(CurrencyId{type.id}).step;
  return std::nullopt;
}

auto of_output(const Service& service, const Output& output, std::string name) -> Quantity {
  return {.name = std::move(name),
          .labels = output.labels,
          .type = output.type,
          .step = output.step,
          .personal = output.personal || is_personal(service.program, service.names, output.node),
          .rule = {},
          .node = output.node,
          .element = {},
          .fields = {}};
}

auto of_rule(const Service& service, RuleId id, std::string name) -> Quantity {
  const Rule& rule = service.program.at(id);
  const Type type = service.program.at(rule.node).type;
  return {.name = std::move(name),
          .labels = service.names.rules[rule.name].labels,
          .type = type,
          .step = step_of(service, type, rule.node),
          .personal = is_personal(service.program, service.names, rule.node),
          .rule = id,
          .node = kNoNode,
          .element = {},
          .fields = {}};
}

// Of a record: the part that `path` names.
auto with_field(const Service& service, Quantity quantity, std::string_view path) -> std::optional<Quantity> {
  while (!path.empty()) {
    if (quantity.type.kind != TypeKind::record) return std::nullopt;
    const std::string_view name = path.substr(0, path.find('.'));
    const auto& fields = service.program.types.at(RecordId{quantity.type.id}).fields;
    const auto found = std::ranges::find_if(fields, [&](const FieldType& field) { return field.name == name; });
    if (found == fields.end()) return std::nullopt;
    quantity.fields.push_back(static_cast<std::uint32_t>(found - fields.begin()));
    quantity.type = found->type;
    quantity.labels = found->labels;
    quantity.personal = quantity.personal || found->personal;
    quantity.step = found->limits.step ? found->limits.step : step_of(service, found->type, kNoNode);
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return quantity;
}

auto output_named(const Service& service, const Addressed& asked, std::string_view name) -> std::optional<Quantity> {
  for (const Output& output : service.program.outputs) {
    if (!output.list && output.name == name) return of_output(service, output, std::string(name));
    if (!output.list && name.starts_with(output.name + ".")) {
      auto part =
          with_field(service, of_output(service, output, std::string(name)), name.substr(output.name.size() + 1));
      if (part) return part;
    }
    if (!output.list || output.name != asked.before || !asked.element) continue;
    for (const Output& field : output.fields) {
      if (field.list || field.name != asked.after) continue;
      Quantity made = of_output(service, field, std::string(name));
      made.element = ElementRef{.list = *output.list, .index = *asked.element};
      return made;
    }
  }
  return std::nullopt;
}

auto rule_quantity(const Service& service, const Addressed& asked, std::string_view name)
    -> std::optional<Result<Quantity, Sentence>> {
  using Found = Result<Quantity, Sentence>;
  const std::string whole = asked.element ? asked.before : std::string(name);
  const std::string head = whole.substr(0, whole.find('.'));
  std::vector<RuleId> rules = rules_named(service, whole);
  std::string path = asked.after;
  if (rules.empty()) {
    rules = rules_named(service, head);
    path = whole.size() > head.size() ? whole.substr(head.size() + 1) : "";
  }
  if (rules.empty()) return std::nullopt;
  Quantity made = of_rule(service, rules.front(), std::string(name));
  const auto list = service.program.at(rules.front()).list;
  if (list && !asked.element)
    return Found(Sentence{"`" + head + "` is one of each element: say which, as in `" + head + "[1]`",
                          "`" + head + "` 每项各有一个：请指明是哪一项，如 `" + head + "[1]`"});
  if (list) made.element = ElementRef{.list = *list, .index = *asked.element};
  auto part = with_field(service, std::move(made), path);
  if (!part)
    return Found(Sentence{"`" + head + "` has no part `" + path + "`", "`" + head + "` 没有 `" + path + "` 这一部分"});
  return Found(*std::move(part));
}

}  // namespace

auto find_quantity(const Service& service, std::string_view name) -> Result<Quantity, Sentence> {
  const Addressed asked = addressed(name);
  if (auto output = output_named(service, asked, name)) return *std::move(output);
  if (auto rule = rule_quantity(service, asked, name)) return *std::move(rule);
  if (std::ranges::find(service.names.requirements, name, &DeclarationName::name) != service.names.requirements.end()) {
    const std::string quoted(name);
    return Sentence{"`" + quoted + "` is a requirement, not a value: `why not " + quoted + "` tells whether it is met",
                    "`" + quoted + "` 是一项要求，不是数值：`为何不 " + quoted + "` 说明是否满足"};
  }
  std::vector<std::string> known;
  for (const Output& output : service.program.outputs) known.push_back(output.name);
  for (const DeclarationName& rule : service.names.rules) known.push_back(rule.name);
  return unknown_name("result or rule", "结果或规则", name, known);
}

auto results_of(const Service& service) -> std::vector<Quantity> {
  std::vector<Quantity> results;
  for (const Output& output : service.program.outputs) {
    const bool single = !output.list && output.type.kind != TypeKind::record && output.type.kind != TypeKind::list;
    if (single) results.push_back(of_output(service, output, output.name));
  }
  return results;
}

auto value_of(Evaluator& evaluator, const Quantity& quantity) -> Value {
  if (quantity.element) {
    const ElementRef element = *quantity.element;
    if (element.index >= evaluator.list_size(element.list)) return Value::failed();
  }
  Value value =
      quantity.rule
          ? evaluator.value_of(*quantity.rule, quantity.element ? std::optional(quantity.element->index) : std::nullopt)
      : quantity.element ? evaluator.value_of(quantity.node, *quantity.element)
                         : evaluator.value_of(quantity.node);
  for (const std::uint32_t field : quantity.fields) {
    if (value.tag() != Value::Tag::sequence) return value;
    value = Value(value.as_sequence()[field]);
  }
  return value;
}

auto unit_of(const Type& type, const TypeTable& types) -> std::string {
  if (type.kind == TypeKind::money) return types.at(CurrencyId{type.id}).name;
  if (type.kind == TypeKind::rate) return "%";
  return {};
}

auto unit_behind(const Type& type, const TypeTable& types) -> std::string {
  const std::string unit = unit_of(type, types);
  return unit.empty() ? unit : " (" + unit + ")";
}

auto plain_text(const Value& value, const Type& type, const std::optional<Number>& step, const TypeTable& types,
                std::string_view language) -> std::string {
  if (value.is_absent()) return "–";
  if (value.is_failed()) return "!";
  if (value.tag() == Value::Tag::number && type.kind != TypeKind::rate) {
    const Number& number = value.as_number();
    return step && number.lies_on(*step) ? number.to_fixed(step->places().value_or(0)) : number.to_string();
  }
  return print_value(value, type, types, language);
}

}  // namespace remit::whatif
