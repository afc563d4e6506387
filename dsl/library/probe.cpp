#include "dsl/library/probe.h"

#include <algorithm>

#include "engine/program/operands.h"
#include "engine/value/date.h"

namespace remit {
namespace {

// Only what these slots and lists fill is kept, so that nothing else in the case is looked at.
auto pruned(const std::vector<InputShape>& shapes, const std::set<std::uint32_t>& slots,
            const std::set<std::uint32_t>& lists) -> std::vector<InputShape> {
  std::vector<InputShape> kept;
  for (const InputShape& shape : shapes) {
    const bool whole = (shape.slot && slots.contains(*shape.slot)) ||
                       (shape.list && lists.contains(static_cast<std::uint32_t>(*shape.list)));
    InputShape copy = shape;
    copy.needed = false;  // what is missing tells itself where it is read
    if (shape.kind == InputShape::Kind::record) copy.children = pruned(shape.children, slots, lists);
    const bool parts = shape.kind == InputShape::Kind::record && !copy.children.empty();
    if (whole || parts) kept.push_back(std::move(copy));
  }
  return kept;
}

// The slots that nodes read.
struct Reads {
  std::set<std::uint32_t> slots, lists;
};
auto reads_of(const Program& program, const std::vector<NodeId>& roots) -> Reads {
  const std::vector<bool> reached = reachable(program, roots);
  Reads reads;
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    if (!reached[i]) continue;
    if (program.nodes[i].op == Op::input) reads.slots.insert(program.nodes[i].index);
    if (program.nodes[i].op == Op::input_list) reads.lists.insert(program.nodes[i].index);
  }
  return reads;
}

}  // namespace

auto service_of(const FlatPolicy& policy, const std::string& name) -> const ast::Service* {
  for (const FlatDeclaration& flat : policy.declarations) {
    const auto* service = std::get_if<ast::Service>(&flat.declaration->body);
    if (service != nullptr && flat.declaration->name.text == name) return service;
  }
  return nullptr;
}

Probe::Probe(const PolicyLibrary& library, const FlatPolicy& policy, const std::string& service) {
  const ast::Service& written = *service_of(policy, service);
  Elaborator elaborator(policy, library.sources(), written);
  if (written.governed_by != nullptr) date_ = elaborator.expression(*written.governed_by, std::nullopt);
  applies_ = elaborator.applies_when().node;  // last, for it says what the case is to hold
  elaborated_ = std::move(elaborator.result());
  elaborated_.program.governed_by = date_.node;
  problems = std::move(elaborator.problems());
  if (has_errors(problems)) return;

  std::vector<NodeId> roots;
  for (const NodeId node : {applies_, date_.node}) {
    if (node != kNoNode) roots.push_back(node);
  }
  Program& program = elaborated_.program;
  const Reads reads = reads_of(program, roots);
  program.inputs = pruned(program.inputs, reads.slots, reads.lists);
  slots_ = reads.slots;
  evaluator_.emplace(program, elaborated_.names);
}

// As far as the case can be read; the rest is failed.
void Probe::read(const ReadJson& json, ReadOptions options) {
  options.inputs_only = true;
  read_errors_.clear();
  if (auto whole = read_case(json, elaborated_.program, elaborated_.names, options)) {
    given_ = std::move(whole).value();
  } else {
    read_errors_ = whole.error();
    const Program& program = elaborated_.program;
    given_ = {};
    given_.inputs.assign(program.input_count, Value::failed());
    given_.lists.resize(program.lists.size());
    given_.memories.resize(program.memories.size());
    for (const std::uint32_t slot : slots_) given_.inputs[slot] = read_slot(json, options, slot);
  }
  evaluator_->begin(given_);
}

auto Probe::read_slot(const ReadJson& json, const ReadOptions& options, std::uint32_t slot) -> Value {
  std::vector<InputShape>& shapes = elaborated_.program.inputs;
  std::vector<InputShape> all = pruned(shapes, {slot}, {});
  std::swap(shapes, all);
  auto one = read_case(json, elaborated_.program, elaborated_.names, options);
  std::swap(shapes, all);
  return one ? one.value().inputs[slot] : Value::failed();
}

auto Probe::unmet(NodeId node) -> std::size_t {
  const Node& n = elaborated_.program.at(node);
  if (n.op != Op::logical_and) {
    const Value holds = evaluator_->value_of(node);
    return holds.is_failed() || !holds.as_bool() ? 1 : 0;
  }
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < n.operand_count; ++i) count += unmet(elaborated_.program.operands_of(n)[i]);
  return count;
}

auto Probe::date() -> std::optional<std::int64_t> {
  if (date_.node == kNoNode) return given_.as_of;
  const Value value = evaluator_->value_of(date_.node);
  if (value.tag() != Value::Tag::integer) return std::nullopt;
  return date_.type.kind == TypeKind::time ? date_of_time(value.as_integer()) : value.as_integer();
}

auto Probe::missing() const -> std::vector<InputError> {
  std::vector<InputError> errors = read_errors_;
  const bool unreadable = errors.size() == 1 && errors.front().path == "$";
  if (unreadable) return errors;
  if (date_.node == kNoNode && !given_.as_of) errors.push_back({InputCode::missing_as_of, "$.as_of", {}});
  for (const CaseError& error : evaluator_->errors()) {
    const std::string name = error.arguments.empty() ? std::string() : error.arguments[0];
    const bool told = std::any_of(errors.begin(), errors.end(), [&](const auto& e) { return e.path == "$." + name; });
    if (!told)
      errors.push_back({InputCode::missing, "$." + name, {type_of(name), "", name.substr(name.rfind('.') + 1)}});
  }
  return errors;
}

auto Probe::type_of(const std::string& input) const -> std::string {
  for (const FieldType& field : elaborated_.names.inputs) {
    if (field.name == input) return type_name(field.type, elaborated_.program.types);
  }
  return "…";
}

}  // namespace remit
