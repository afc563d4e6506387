// What goes in: the shapes of inputs, the lists whose elements have rules, and which parts are needed, by which rules.
#include <algorithm>

#include "dsl/elaborate/implementation.h"
#include "dsl/elaborate/order.h"
#include "engine/program/operands.h"
#include "engine/text/nearest.h"

namespace remit {

using ast::ExprKind;

namespace {
const Type kBoolean{.kind = TypeKind::boolean};
}  // namespace

auto Elaborator::Implementation::input_shape(const FieldType& field, bool inside_list, std::optional<ListId> list,
                                             const std::string& path) -> InputShape {
  InputShape shape{.field = field};
  const auto slot = [&](Type type) -> std::uint32_t {
    FieldType named = field;
    named.type = type;
    named.name = path;
    if (!inside_list) {
      out.names.inputs.push_back(std::move(named));
      return build.program.input_count++;
    }
    auto& columns = build.program.lists[static_cast<std::size_t>(*list)].columns;
    columns.push_back(static_cast<std::uint32_t>(out.names.columns.size()));
    out.names.columns.push_back(std::move(named));
    out.names.column_paths.push_back(out.names.lists[static_cast<std::size_t>(*list)] + "[]." + path);
    return static_cast<std::uint32_t>(columns.size() - 1);
  };
  const auto below = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
  if (field.type.kind == TypeKind::record) {
    shape.kind = InputShape::Kind::record;
    if (field.type.optional) shape.slot = slot(kBoolean);
    const std::vector<FieldType> fields = build.program.types.at(RecordId{field.type.id}).fields;
    for (const FieldType& f : fields) {
      shape.children.push_back(input_shape(f, inside_list, list, below(f.name)));
      if (field.personal) shape.children.back().field.personal = true;
    }
    return shape;
  }
  if (field.type.kind == TypeKind::list && element_type(field.type).kind == TypeKind::record) {
    shape.kind = InputShape::Kind::list;
    const ListId id{static_cast<std::uint32_t>(build.program.lists.size())};
    const Type element = element_type(field.type);
    build.program.lists.push_back({.self = build.new_local(),
                                   .parent = list,
                                   .element = element,
                                   .at_most = field.limits.at_most.value_or(100'000),
                                   .name = static_cast<std::uint32_t>(id)});
    out.names.lists.push_back(inside_list ? out.names.lists[static_cast<std::size_t>(*list)] + "[]." + path : path);
    list_shapes_.push_back(nullptr);
    shape.list = id;
    const std::vector<FieldType> fields = build.program.types.at(RecordId{element.id}).fields;
    for (const FieldType& f : fields) shape.children.push_back(input_shape(f, true, id, f.name));
    return shape;
  }
  shape.kind = InputShape::Kind::leaf;
  shape.slot = slot(field.type);
  return shape;
}

void Elaborator::Implementation::make_inputs(const ast::Service* selected) {
  std::vector<std::string> takes;
  if (service_declaration_ != nullptr) {
    for (const ast::Name& name : std::get<ast::Service>(service_declaration_->declaration->body).takes) {
      const Symbol* found = symbol(name.text);
      if (found != nullptr && std::holds_alternative<ast::Input>(found->declaration().body)) {
        if (name.text == "as_of" || name.text == "papers" || name.text == "opening")
          report(Code::E0350, name.span, {name.text});
        if (std::ranges::find(takes, name.text) == takes.end())
          takes.push_back(name.text);  // a child may name it again
        continue;
      }
      std::vector<std::string> known;
      for (const auto& [input, what] : symbols_) {
        if (std::holds_alternative<ast::Input>(what.declaration().body)) known.push_back(input);
      }
      std::ranges::sort(known);
      const std::string near = nearest_name(name.text, known);
      takes_unknown_ = true;
      report(Code::E0341, name.span, {name.text, near}, {},
             near.empty() ? std::nullopt : std::optional(Edit{name.span, near}));
    }
  } else {
    const DeclarationSet behind = selected == nullptr ? DeclarationSet() : behind_selection(policy_, *selected);
    for (const FlatDeclaration& flat : policy_.declarations) {
      if (flat.block || !std::holds_alternative<ast::Input>(flat.declaration->body)) continue;
      if (selected == nullptr || behind.contains(&flat)) takes.push_back(flat.declaration->name.text);
    }
  }
  const auto is_input = [](const auto& named) {
    return std::holds_alternative<ast::Input>(named.second.declaration().body);
  };
  takes_every_input_ = takes.size() == static_cast<std::size_t>(std::ranges::count_if(symbols_, is_input));
  for (const std::string& name : takes) {
    const ast::Declaration& d = symbol(name)->declaration();
    const auto& input = std::get<ast::Input>(d.body);
    const Declared type = declared(*input.type);
    FieldType field{.name = name,
                    .code = {},
                    .labels = labels_of(d.labels),
                    .type = type.type,
                    .limits = type.limits,
                    .personal = input.personal};
    if (field.type.kind == TypeKind::count && !field.limits.low) field.limits.low = Number();
    input_order_.push_back(name);
    input_shapes_.emplace(name, input_shape(field, false, std::nullopt, name));
  }
  for (auto& [name, shape] : input_shapes_) register_list_shapes(shape);
}

void Elaborator::Implementation::register_list_shapes(const InputShape& shape) {
  if (shape.list) list_shapes_[static_cast<std::size_t>(*shape.list)] = &shape;
  for (const InputShape& child : shape.children) register_list_shapes(child);
}

// `claim.items`: no rule takes part in what it is.
bool Elaborator::Implementation::is_of_input(const ast::Expr& list) const {
  if (list.kind == ast::ExprKind::member) return is_of_input(*list.operands[0]);
  return list.kind == ast::ExprKind::name && input_shapes_.contains(list.text);
}

// The lists that have rules of their own, and the names of these. One list may be made of rules of another, wherever
// both are written: those of the input come first, the others when somebody goes through them.
void Elaborator::Implementation::know_lists() {
  for (const bool of_input : {true, false}) {
    for (std::uint32_t block = 0; block < policy_.blocks.size(); ++block) {
      if (!of_input || is_of_input(*policy_.blocks[block].list)) list_of_block(block);
    }
    for (const FlatDeclaration& flat : policy_.declarations) {
      const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
      if (share != nullptr && (!of_input || is_of_input(*share->list))) list_of_share(flat);
    }
  }
  lists_known_ = true;
}

void Elaborator::Implementation::know_list(const ast::Expr& written) {
  if (lists_known_) return;
  const std::string text = text_of(written);
  for (std::uint32_t block = 0; block < policy_.blocks.size(); ++block) {
    if (!block_lists_.contains(block) && text_of(*policy_.blocks[block].list) == text) list_of_block(block);
  }
  for (const FlatDeclaration& flat : policy_.declarations) {
    const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
    if (share != nullptr && text_of(*share->list) == text) list_of_share(flat);
  }
}

auto Elaborator::Implementation::list_of_block(std::uint32_t block) -> std::optional<ListId> {
  if (const auto known = block_lists_.find(block); known != block_lists_.end()) return known->second;
  block_lists_[block] = std::nullopt;  // until it is known, and where it is wrong
  if (reads_what_is_not_taken(*policy_.blocks[block].list)) return std::nullopt;
  const std::optional<ListId> id = list_with_rules(*policy_.blocks[block].list);
  if (!id) return id;
  block_lists_[block] = id;
  for (const FlatDeclaration& flat : policy_.declarations) {
    if (flat.block == block) add_item_symbol(*id, flat);
  }
  return id;
}

void Elaborator::Implementation::add_item_symbol(ListId list, const FlatDeclaration& flat) {
  const Type element = build.program.at(list).element;
  if (element.kind == TypeKind::record) {
    for (const FieldType& field : build.program.types.at(RecordId{element.id}).fields) {
      if (field.name == flat.declaration->name.text)
        report(Code::E0364, flat.declaration->name.span, {field.name, name_of(element)});
    }
  }
  if (!flat.declaration->name.text.empty()) {
    item_symbols_[{static_cast<std::uint32_t>(list), flat.declaration->name.text}] = {&flat};
  }
}

// A share that stands outside a block has its own list.
void Elaborator::Implementation::list_of_share(const FlatDeclaration& flat) {
  const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
  if (share == nullptr || flat.block || share_lists_.contains(&flat)) return;
  share_lists_[&flat] = std::nullopt;  // until it is known, and where it is wrong
  if (reads_what_is_not_taken(*share->list)) return;
  const std::optional<ListId> id = list_with_rules(*share->list);
  share_lists_[&flat] = id;
  if (id) add_item_symbol(*id, flat);
}

// The list that an expression yields, with an axis of its own: of the input, or derived and made here.
auto Elaborator::Implementation::list_with_rules(const ast::Expr& written) -> std::optional<ListId> {
  const Typed list = list_operand(written, case_environment());
  if (list.wrong) return std::nullopt;
  const Type element = element_type(list.type);
  if (element.kind == TypeKind::element) return ListId{element.id};
  const ListId id{static_cast<std::uint32_t>(build.program.lists.size())};
  build.program.lists.push_back(
      {.self = build.new_local(), .derived = list.node, .element = element, .name = static_cast<std::uint32_t>(id)});
  out.names.lists.push_back(text_of(written));
  list_shapes_.push_back(nullptr);
  derived_lists_[static_cast<std::uint32_t>(list.node)] = id;
  return id;
}

// ── what the service needs ──

// Which rules read each leaf of the input themselves, a few of each.
auto Elaborator::Implementation::direct_readers() const -> Readers {
  constexpr std::size_t kMostNamed = 5;
  Readers readers;
  std::vector<std::uint32_t> seen(build.program.nodes.size(), kOfCase);
  for (std::uint32_t rule = 0; rule < build.program.rules.size(); ++rule) {
    std::vector<NodeId> open = {build.program.rules[rule].node};
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (std::exchange(seen[static_cast<std::size_t>(id)], rule) == rule) continue;
      const Node& n = build.at(id);
      if (n.op == Op::input || n.op == Op::element_field) {
        const std::uint32_t list = n.op == Op::input ? kOfCase : build.at(build.program.operands_of(n)[0]).type.id;
        std::vector<RuleId>& known = readers[{list, n.index}];
        if (known.size() < kMostNamed) known.push_back(RuleId{rule});
      }
      each_operand(build.program, n, [&](NodeId operand) { open.push_back(operand); });
    }
  }
  return readers;
}

void Elaborator::Implementation::mark_needed() {
  const std::vector<bool> seen = reachable(build.program, roots_of(build.program));
  std::vector<bool> inputs(build.program.input_count);
  std::vector<std::vector<bool>> columns(build.program.lists.size());
  std::vector<bool> lists(build.program.lists.size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i].resize(build.program.lists[i].columns.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!seen[i]) continue;
    const Node& n = build.program.nodes[i];
    switch (n.op) {
      case Op::input: inputs[n.index] = true; break;
      case Op::input_list:
      case Op::element_list: lists[n.index] = true; break;
      case Op::element_field: {
        const Node& element = build.at(build.program.operands_of(n)[0]);
        columns[element.type.id][n.index] = true;
        lists[element.type.id] = true;
        break;
      }
      case Op::opening:
      case Op::after_case:
      case Op::over_last:
      case Op::spell_start: build.program.memories[n.index].read = true; break;
      default: break;
    }
  }
  const Readers readers = direct_readers();
  const auto mark = [&](const auto& self, InputShape& shape, std::optional<ListId> list) -> bool {
    bool needed = false;
    if (shape.kind == InputShape::Kind::list) {
      needed = lists[static_cast<std::size_t>(*shape.list)];
      for (InputShape& child : shape.children) needed = self(self, child, shape.list) || needed;
    } else {
      if (shape.slot) {
        needed = list ? columns[static_cast<std::size_t>(*list)][*shape.slot] : inputs[*shape.slot];
        const auto found = readers.find({list ? static_cast<std::uint32_t>(*list) : kOfCase, *shape.slot});
        if (found != readers.end()) shape.needed_by = found->second;
      }
      for (InputShape& child : shape.children) needed = self(self, child, list) || needed;
    }
    shape.needed = needed;
    return needed;
  };
  for (const std::string& name : input_order_) {
    InputShape& shape = input_shapes_.at(name);
    mark(mark, shape, std::nullopt);
    build.program.inputs.push_back(shape);
  }
}

}  // namespace remit
