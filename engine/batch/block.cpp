#include "engine/batch/block.h"

#include <algorithm>

#include "engine/batch/operands.h"
#include "engine/batch/operators/choices.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/tables.h"
#include "engine/batch/values.h"

namespace remit::batch {
namespace {

constexpr Word kSmall = 255;

}  // namespace

Block::Block(const BatchPlan& plan, bool tabulates)
    : plan_(plan),
      constants_(plan.program.nodes.size()),
      columns_(plan.program.nodes.size()),
      locals_(plan.program.local_count),
      axes_(plan.program.lists.size()),
      parts_(plan.program.shares.size()),
      catalogs_(plan.program.catalogs.size()) {
  if (tabulates) tables_ = std::make_unique<Tables>(plan);
  for (Column* column : {&true_, &false_}) {
    Byte* lanes = lasting_.lanes<Byte>(1);
    std::fill_n(lanes, kernels::kGroup, column == &true_ ? Byte{1} : Byte{0});
    *column = {
        .shape = Column::Shape::bytes, .same = true, .axis = &root_, .low = lanes[0], .high = lanes[0], .bytes = lanes};
  }
}

Block::~Block() = default;

void Block::begin(const CaseBlock& given, std::span<const Pin> pins) {
  clear();
  given_ = &given;
  root_ = *given.root;
  pins_.assign(pins.begin(), pins.end());
  pins_known_to_cases_ = pins.empty();
  for (const Pin& own : given.pins) {
    if (plan_.use == BatchPlan::Use::answers) break;  // those cases are settled one by one
    if (std::ranges::find(pins, own.rule, &Pin::rule) == pins.end()) pins_.push_back(own);
  }
  pinned_.assign(pins_.size(), nullptr);
  ++block_;
}

void Block::begin_combinations(const SmallDomain& domain, Word day) {
  clear();
  given_ = nullptr;
  root_ = {.lanes = domain.combinations};
  std::uint32_t below = domain.combinations;  // how many lanes a value of this leaf holds on for
  for (const SmallDomain::Leaf& leaf : domain.leaves) {
    below /= leaf.size;
    const Type& type = program().at(leaf.node).type;
    Value* values = arena_.values(domain.combinations);
    for (std::uint32_t i = 0; i < domain.combinations; ++i) {
      const std::int64_t value = leaf.least + i / below % leaf.size;
      values[i] = type.kind == TypeKind::boolean ? Value::boolean(value != 0)
                  : type.numeric()               ? Value(Number::whole(value))
                                                 : Value::integer(value);
    }
    columns_[static_cast<std::size_t>(leaf.node)] =
        column_of({.arena = arena_, .types = program().types, .axis = &root_}, type, {values, domain.combinations});
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (program().nodes[i].op == Op::governing_date) columns_[i] = word_column(*this, day);
  }
}

auto Block::tables() const -> Tables* { return pins_.empty() ? tables_.get() : nullptr; }

auto Block::tabulated(NodeId id) -> const Column* { return tables() != nullptr ? tables()->node(*this, id) : nullptr; }

auto Block::word_table(NodeId id) -> std::optional<WordTable> {
  return tables() != nullptr ? tables()->words_of(*this, id) : std::nullopt;
}

auto Block::tabulated_rates(std::uint32_t slice) -> std::vector<const Column*> {
  return tables() != nullptr ? tables()->rates(*this, slice) : std::vector<const Column*>{};
}

void Block::clear() {
  if (tables_) tables_->begin();
  for (const auto& catalog : catalogs_) {
    if (catalog) catalog->bound();
  }
  arena_.reset();
  columns_.assign(columns_.size(), nullptr);
  pins_.clear();
  locals_.assign(locals_.size(), nullptr);
  axes_.assign(axes_.size(), {});
  parts_.assign(parts_.size(), nullptr);
}

auto Block::column(NodeId asked) -> const Column* {
  const NodeId node = plan_.alike[static_cast<std::size_t>(asked)];
  const Column*& known = columns_[static_cast<std::size_t>(node)];
  if (known == nullptr) known = compute(node);
  return known;
}

auto Block::axis_of(RuleId rule) -> const Axis* {
  const auto list = program().at(rule).list;
  return list ? axis_of(*list) : root();
}

auto Block::pinned_where(RuleId rule) -> const Column* {
  const auto pin = std::ranges::find(pins_, rule, &Pin::rule);
  if (pin == pins_.end()) return nullptr;
  return pin->where == nullptr ? &true_ : view(*pin->where, axis_of(rule));
}

auto Block::pinned(RuleId rule) -> const Column* {
  const auto pin = std::ranges::find(pins_, rule, &Pin::rule);
  if (pin == pins_.end()) return column(program().at(rule).node);
  const Column*& known = pinned_[static_cast<std::size_t>(pin - pins_.begin())];
  if (known != nullptr) return known;
  const Axis* axis = axis_of(rule);
  if (axis == nullptr) return known = failed_column(*this);
  const Column* value = view(*pin->value, axis);
  if (pin->where == nullptr) return known = value;
  const Column* either = picked(*this, view(*pin->where, axis), value, column(program().at(rule).node));
  return known = either == nullptr ? failed_column(*this) : either;
}

auto Block::on(const Column* column, const Axis* axis) -> const Column* {
  if (column->same || column->axis == axis) return column;
  if (column->lifted != nullptr && column->lifted->axis == axis) return column->lifted;
  const Column* above = on(column, axis->parent);
  const std::uint32_t* parents = parents_of(*this, *axis);
  column->lifted = gathered(*this, *above, parents, axis);
  return column->lifted;
}

auto Block::constant(const Node& node) -> const Column* {
  const Column*& known = constants_[static_cast<std::size_t>(&node - program().nodes.data())];
  if (known != nullptr) return known;
  if (node.type.kind == TypeKind::list) return nullptr;
  const Value& value = program().constants[node.index];
  const Column* column =
      column_of({.arena = lasting_, .types = program().types, .axis = &single_}, node.type, {&value, 1});
  auto* everywhere = lasting_.make<Column>(*column);  // a text, a record, a number of any size too
  everywhere->axis = &root_;
  everywhere->same = true;
  everywhere->present = nullptr;
  return known = everywhere;
}

auto Block::view(const Column& given, const Axis* axis, bool numbers) -> const Column* {
  auto* column = arena_.make<Column>(given);
  column->axis = axis;
  if (column->shape == Shape::list) {
    auto* elements = arena_.make<Axis>(*given.elements);
    elements->parent = axis;
    column->elements = elements;
    column->element = view(*given.element, elements);
  }
  if (column->shape == Shape::record || column->shape == Shape::ratio) {
    auto* fields = arena_.lanes<const Column*>(given.fields.size());
    for (std::size_t k = 0; k < given.fields.size(); ++k) fields[k] = view(*given.fields[k], axis);
    column->fields = {fields, given.fields.size()};
  }
  if (column->shape != Shape::words || column->same || axis->lanes == 0) return column;
  kernels::Range range{.low = 0, .high = 0};
  const bool differ = column->words[0] != column->words[axis->lanes - 1];  // then not all are the same
  if (numbers && differ) range = kernels::rough_range(column->words, axis->lanes);
  if (range.high <= kSmall) range = kernels::range(column->words, axis->lanes);
  column->low = range.low;
  column->high = range.high;
  column->same = range.low == range.high && column->present == nullptr && column->bad == nullptr;
  return column;
}

auto Block::axis_of(ListId list) -> const Axis* {
  OwnAxis& own = axes_[static_cast<std::size_t>(list)];
  if (own.known) return own.axis;
  own.known = true;
  const List& of = program().at(list);
  if (of.derived == kNoNode) {
    auto* axis = arena_.make<Axis>(*given_->axes[static_cast<std::size_t>(list)]);
    axis->parent = of.parent ? axis_of(*of.parent) : root();
    return own.axis = axis;
  }
  const Column* derived = column(of.derived);
  if (derived->shape != Shape::list || derived->axis != root()) return nullptr;
  own.element = derived->element;
  return own.axis = derived->elements;
}

auto Block::element_of(ListId list) -> const Column* {
  return axis_of(list) == nullptr ? nullptr : axes_[static_cast<std::size_t>(list)].element;
}

auto Block::self_of(ListId list) -> const Column* {
  const Axis* axis = axis_of(list);
  if (axis == nullptr) return nullptr;
  OwnAxis& own = axes_[static_cast<std::size_t>(list)];
  if (own.self != nullptr) return own.self;
  auto* self = arena_.make<Column>();
  self->shape = Shape::element;
  self->axis = axis;
  self->list = list;
  return own.self = self;
}

void Block::forget(LocalId local) {
  for (const NodeId reader : plan_.readers[static_cast<std::size_t>(local)]) {
    columns_[static_cast<std::size_t>(reader)] = nullptr;
  }
}

auto Block::catalog(std::uint32_t index, Type record) -> CatalogCache& {
  auto& known = catalogs_[index];
  if (!known) known = std::make_unique<CatalogCache>(program().catalogs[index], record, program().types);
  return *known;
}

auto Block::reference(std::uint32_t i) -> Evaluator& {
  if (references_.size() < cases()) {
    references_.resize(cases());
    reference_begun_.resize(cases(), 0);
  }
  if (!references_[i]) references_[i] = std::make_unique<Evaluator>(program(), plan_.names);
  if (reference_begun_[i] != block_) {
    references_[i]->begin(given_->case_at(i));
    reference_begun_[i] = block_;
  }
  return *references_[i];
}

}  // namespace remit::batch
