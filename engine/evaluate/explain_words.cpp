#include "engine/evaluate/explain_words.h"

#include "engine/evaluate/conditions.h"
#include "engine/evaluate/describe.h"
#include "engine/evaluate/table.h"

namespace remit {
namespace {

auto type_of_cells(const Program& program, const SliceUse& use) -> Type {
  for (const SliceUse::Row& row : use.rows) {
    for (const NodeId cell : row.cells) {
      if (cell != kNoNode) return program.at(cell).type;
    }
  }
  return {.kind = TypeKind::rate};
}

}  // namespace

auto ExplanationWords::item(ListId list, std::uint32_t index) const -> std::string {
  return item_key(x_.lists, p_, list, index);
}

// ── Steps, results, requirements ─────────────────────────────────────────────────────────────────────────────────

auto ExplanationWords::item(const Step& step) const -> std::string {
  return step.item ? item(*p_.at(step.rule).list, *step.item) : std::string();
}

auto ExplanationWords::value(const Step& step) const -> ShownValue {
  return shown({.value = step.value, .node = p_.at(step.rule).node});
}

auto ExplanationWords::element(std::uint32_t element) const -> std::string {
  const ExplainedElement& told = x_.elements[element];
  const std::string outer = told.within ? this->element(*told.within) + "." : "";
  return outer + told.list->name + item(*told.list->list, told.index);
}

auto ExplanationWords::name(const ExplainedResult& result) const -> std::string {
  if (result.output != nullptr) return (result.within ? element(*result.within) + "." : "") + result.output->name;
  const Step& step = x_.steps[x_.reads[result.steps.begin]];
  return name(step).name + item(step);
}

auto ExplanationWords::labels(const ExplainedResult& result) const -> const Labels& {
  return result.output != nullptr ? result.output->labels : name(x_.steps[x_.reads[result.steps.begin]]).labels;
}

auto ExplanationWords::value(const ExplainedResult& result) const -> ShownValue {
  if (result.output == nullptr) return value(x_.steps[x_.reads[result.steps.begin]]);
  ShownValue told = shown(result.value);
  told.masked = told.masked || result.output->personal;
  return told;
}

auto ExplanationWords::name(const ExplainedRequirement& requirement) const -> const DeclarationName& {
  return names_.requirements[p_.requirements[requirement.requirement].name];
}

auto ExplanationWords::item(const ExplainedRequirement& requirement) const -> std::string {
  if (!requirement.item) return {};
  return item(*p_.at(p_.requirements[requirement.requirement].met).list, *requirement.item);
}

// ── What steps tell ──────────────────────────────────────────────────────────────────────────────────────────────

auto ExplanationWords::condition(const DecidingPart& part) const -> ConditionSeen {
  return in_words(p_, names_, part, x_.values);
}

auto ExplanationWords::shown(const SeenValue& seen) const -> ShownValue { return remit::shown(p_, names_, seen); }

auto ExplanationWords::input(const InputSeen& input) const -> NamedValue {
  const Node& node = p_.at(input.node);
  const ShownValue value = shown({.value = input.value, .node = input.node});
  if (node.op == Op::input) {
    const FieldType& field = names_.inputs[node.index];
    return {.name = field.name, .labels = field.labels, .value = value};
  }
  const std::uint32_t column = p_.at(input.element.list).columns[node.index];
  std::string path = names_.column_paths[column];
  const std::size_t brackets = path.rfind("[]");
  if (brackets != std::string::npos) path.replace(brackets, 2, item(input.element.list, input.element.index));
  return {.name = path, .labels = names_.columns[column].labels, .value = value};
}

auto ExplanationWords::key(const SeenValue& key) const -> NamedValue {
  return {.name = describe_node(p_, names_, key.node), .value = shown(key)};
}

auto ExplanationWords::rate(const SliceSeen& slice, const SliceBand& band) const -> ShownValue {
  return {.value = band.rate, .type = type_of_cells(p_, p_.slices[slice.slice])};
}

auto ExplanationWords::rows(const TableSeen& table) const -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : table.rows.of(x_.rows)) rows.push_back(row_number(p_.tables[table.table], row));
  return rows;
}

auto ExplanationWords::list(const LoopSeen& loop) const -> std::string {
  return describe_node(p_, names_, p_.loops[loop.loop].list);
}

auto ExplanationWords::item(const LoopSeen::Part& part) const -> std::string {
  return part.element ? item(part.element->list, part.element->index) : "[" + std::to_string(part.position + 1) + "]";
}

auto ExplanationWords::value(const LoopSeen& loop, const LoopSeen::Part& part) const -> ShownValue {
  const NodeId body = p_.loops[loop.loop].body;
  if (body == kNoNode) return {.value = part.value, .type = {.kind = TypeKind::boolean}};
  return shown({.value = part.value, .node = body});
}

}  // namespace remit
