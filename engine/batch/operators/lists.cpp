// Loops over lists: the body for all elements of all cases at once, then one value for each case's elements.
#include <algorithm>

#include "engine/batch/axes.h"
#include "engine/batch/operands.h"
#include "engine/batch/operators/choices.h"
#include "engine/batch/operators/operators.h"
#include "engine/batch/operators/orders.h"

namespace remit::batch {
namespace {

// Axes of the locals that the loop's own parts read, beside its own.
auto axis_around(Block& block, const Loop& loop, const Axis* axis) -> const Axis* {
  for (const NodeId part : {loop.body, loop.when, loop.order}) {
    if (part == kNoNode) continue;
    for (const LocalId local : block.plan().reads[static_cast<std::size_t>(part)]) {
      if (local == loop.local) continue;
      const Column* bound = local_value(block, local);
      if (bound == nullptr || axis == nullptr) return nullptr;
      if (!bound->same) axis = deepest(axis, bound->axis);
    }
  }
  return axis;
}

class Aggregation {
 public:
  Aggregation(Block& block, const Node& node, const Column& list)
      : block_(block), loop_(block.program().loops[node.index]), list_(list), over_(*list.axis) {}

  auto run() -> const Column* {
    if (list_.elements->lanes == 0) return empty();
    block_.bind(loop_.local, list_.element);
    if (loop_.order != kNoNode) {
      order_ = order_of(block_, *elements(), block_.column(loop_.order));
      if (order_ == nullptr) return nullptr;
    }
    when_ = loop_.when == kNoNode ? condition_column(block_, true) : block_.column(loop_.when);
    if (when_->shape == Shape::failed) return nullptr;
    if (when_->same && when_->low == 0) return empty();
    if (const Column* of_shares = sum_of_shares()) return of_shares;
    body_ = loop_.body == kNoNode ? nullptr : block_.column(loop_.body);
    if (body_ != nullptr && body_->shape == Shape::failed) return nullptr;
    gather_bad();
    switch (loop_.kind) {
      case Loop::Kind::sum: return sum();
      case Loop::Kind::count: return counted();
      case Loop::Kind::any: return quantified(true);
      case Loop::Kind::all: return quantified(false);
      case Loop::Kind::minimum:
      case Loop::Kind::maximum: return extreme();
      case Loop::Kind::list: return selected();
      case Loop::Kind::first: return first();
      case Loop::Kind::running_up_to:
      case Loop::Kind::running_before:
      case Loop::Kind::group: break;  // nodes of their own
    }
    return nullptr;
  }

 private:
  auto elements() const -> const Axis* { return list_.elements; }
  auto lanes() const -> std::uint32_t { return over_.lanes; }

  // Of no elements.
  auto empty() -> const Column* {
    switch (loop_.kind) {
      case Loop::Kind::sum: return masks_of_list(word_column(block_, 0));
      case Loop::Kind::count: return masks_of_list(word_column(block_, 0));
      case Loop::Kind::any: return masks_of_list(condition_column(block_, false));
      case Loop::Kind::all: return masks_of_list(condition_column(block_, true));
      case Loop::Kind::minimum:
      case Loop::Kind::maximum:
      case Loop::Kind::first: return list_.bad == nullptr ? absent_column(block_) : nullptr;
      case Loop::Kind::list: return no_elements();
      default: return nullptr;
    }
  }
  auto no_elements() -> const Column* {
    const Axis* none = axis_below(block_, &over_, [](std::uint32_t) { return 0U; });
    const Column* element = absent_column(block_);
    if (loop_.body == kNoNode && list_.element->shape == Shape::element) {
      element = gathered(block_, *list_.element, none->offsets, none);
    }
    return list_over(block_, &over_, none, element, list_.bad);
  }
  auto masks_of_list(const Column* column) -> const Column* {
    return masked(block_, column, &over_, {.bad = list_.bad});
  }

  // A lane of the result is bad where the list is, or where an element that counts is.
  void gather_bad() {
    bad_ = list_.bad;
    const Byte* each = when_->same ? nullptr : block_.on(when_, elements())->bad;
    if (body_ != nullptr && body_->bad != nullptr) {
      const Byte* body = block_.on(body_, elements())->bad;
      if (!when_->same) {
        Byte* counted = block_.arena().lanes<Byte>(elements()->lanes);
        kernels::both({.lanes = body}, {.lanes = block_.on(when_, elements())->bytes}, counted, elements()->lanes);
        body = counted;
      }
      each = either(block_, each, body, elements()->lanes);
    }
    if (each == nullptr || !kernels::any(each, elements()->lanes)) return;
    bad_ = either(block_, bad_, nonzero(each), lanes());
  }

  auto counts_of(const Byte* each) -> Word* {
    Word* counts = block_.arena().lanes<Word>(lanes());
    kernels::segment_counts(each, elements()->offsets, counts, lanes());
    return counts;
  }
  auto nonzero(const Byte* each) -> const Byte* {
    Byte* out = block_.arena().lanes<Byte>(lanes());
    kernels::compare(kernels::Relation::not_equal, {.lanes = counts_of(each)}, {.same = 0}, out, lanes());
    return out;
  }

  // The sum of what multiplies a column by a share that stands in a table, with no column of products: nullptr: it is
  // another sum, or the products stand in a column already.
  auto sum_of_shares() -> const Column* {
    if (loop_.kind != Loop::Kind::sum || !when_->same) return nullptr;
    const Node* product = product_summed();
    if (product == nullptr) return nullptr;
    const NodeId* operands = block_.program().operands_of(*product);
    for (const bool second : {true, false}) {
      const auto share = block_.word_table(operands[second ? 1 : 0]);
      if (!share || share->index->axis != elements()) continue;
      const Column* of = block_.column(operands[second ? 0 : 1]);
      const bool plain = of->shape == Shape::words && !of->same && of->axis == elements() && of->bad == nullptr &&
                         of->present == nullptr;
      return plain ? sum_of_shares(*of, *share) : nullptr;
    }
    return nullptr;
  }
  auto sum_of_shares(const Column& of, const Block::WordTable& share) -> const Column* {
    const Bounds shares{.low = share.low, .high = share.high};
    const Bounds each = joined(bounds_of(of) * shares, {});
    const Wide all = elements()->lanes;
    const int places = of.places + share.places;
    if (places > kMostPlaces || !Bounds{.low = each.low * all, .high = each.high * all}.fits()) return nullptr;
    const Wide most = elements()->longest;
    const bool narrow = bounds_of(of).fits_half() && shares.fits_half();
    Word* out = block_.arena().lanes<Word>(lanes());
    (narrow ? kernels::segment_sums_tabulated_narrow : kernels::segment_sums_tabulated)(
        of.words, share.index->bytes, share.words.data(), share.words.size(), elements()->offsets, out, lanes());
    return words_result(block_, &over_, false, out, places, {.low = each.low * most, .high = each.high * most},
                        {.bad = list_.bad});
  }
  // The product that is the loop's body, or the body of the elements' rule that it reads.
  auto product_summed() -> const Node* {
    const Program& program = block_.program();
    NodeId id = loop_.body;
    while (!block_.is_known(id)) {
      const Node& node = program.at(id);
      if (node.op == Op::multiply) return &node;
      if (node.op != Op::element_rule || !is_element_at_hand(program.operands_of(node)[0])) return nullptr;
      if (block_.pinned_where(RuleId{node.index}) != nullptr) return nullptr;
      id = program.at(RuleId{node.index}).node;
    }
    return nullptr;
  }
  bool is_element_at_hand(NodeId id) {
    const Column& element = *list_.element;
    return block_.column(id) == &element && element.shape == Shape::element && element.index == nullptr &&
           element.present == nullptr && element.bad == nullptr;
  }

  auto sum() -> const Column* {
    const Column* body = as_words(block_, body_);
    if (body == nullptr) return nullptr;
    const Wide most = elements()->longest;
    const Wide all = elements()->lanes;  // running sums go over all elements
    const Bounds exact{.low = std::min<Wide>(0, Wide{body->low} * most),
                       .high = std::max<Wide>(0, Wide{body->high} * most)};
    const Bounds running{.low = std::min<Wide>(0, Wide{body->low} * all),
                         .high = std::max<Wide>(0, Wide{body->high} * all)};
    if (!running.fits()) return nullptr;
    Word* out = block_.arena().lanes<Word>(lanes());
    const Column* each = body->same ? spread(block_, *body, elements()) : block_.on(body, elements());
    if (when_->same)
      kernels::segment_sums(each->words, elements()->offsets, out, lanes());
    else
      kernels::segment_sums_where(each->words, block_.on(when_, elements())->bytes, elements()->offsets, out, lanes());
    return words_result(block_, &over_, false, out, body->places, exact, {.bad = bad_});
  }

  // The elements that count; of a condition in the body, those where it holds too.
  auto counting() -> const Byte* {
    const Column* which = when_;
    if (body_ != nullptr) {
      if (body_->shape != Shape::bytes) return nullptr;
      if (body_->same && body_->low == 0) return filled(block_, 0, elements()->lanes);
      if (!body_->same && when_->same) which = body_;
      if (!body_->same && !when_->same) {
        Byte* out = block_.arena().lanes<Byte>(elements()->lanes);
        kernels::both({.lanes = block_.on(when_, elements())->bytes}, {.lanes = block_.on(body_, elements())->bytes},
                      out, elements()->lanes);
        return out;
      }
    }
    return which->same ? filled(block_, 1, elements()->lanes) : block_.on(which, elements())->bytes;
  }

  auto counted() -> const Column* {
    const Byte* which = counting();
    if (which == nullptr) return nullptr;
    return words_result(block_, &over_, false, counts_of(which), 0, {.low = 0, .high = elements()->longest},
                        {.bad = bad_});
  }

  auto quantified(bool any) -> const Column* {
    const Byte* which = counting();
    if (which == nullptr) return nullptr;
    if (any) return condition_result(block_, &over_, false, nonzero(which), {.bad = bad_});
    const Byte* asked = when_->same ? filled(block_, 1, elements()->lanes) : block_.on(when_, elements())->bytes;
    Byte* out = block_.arena().lanes<Byte>(lanes());
    kernels::compare(kernels::Relation::equal, {.lanes = counts_of(which)}, {.lanes = counts_of(asked)}, out, lanes());
    return condition_result(block_, &over_, false, out, {.bad = bad_});
  }

  auto extreme() -> const Column* {
    const Column* body = as_words(block_, body_ != nullptr ? body_ : list_.element);
    if (body == nullptr) return nullptr;
    const Column* each = body->same ? spread(block_, *body, elements()) : block_.on(body, elements());
    const Byte* which = when_->same ? nullptr : block_.on(when_, elements())->bytes;
    if (each->present != nullptr) {  // nothing is less than absent, so it never is the greatest beside others
      const Byte* there = both(block_, which, each->present, elements()->lanes);
      if (loop_.kind == Loop::Kind::minimum && !equal_masks(which, there)) return nullptr;
      which = there;
    }
    Word* out = block_.arena().lanes<Word>(lanes());
    (loop_.kind == Loop::Kind::minimum ? kernels::segment_minima : kernels::segment_maxima)(
        each->words, which, elements()->offsets, out, lanes());
    const Byte* present = nonzero(which != nullptr ? which : filled(block_, 1, elements()->lanes));
    const Bounds bounds = joined(bounds_of(*body), {});
    return words_result(block_, &over_, false, out, body->places, bounds, {.present = present, .bad = bad_});
  }

  bool equal_masks(const Byte* a, const Byte* b) const {
    return a != nullptr && kernels::count(a, elements()->lanes) == kernels::count(b, elements()->lanes);
  }

  // Lanes of the elements that count, and how many each lane has.
  struct Kept {
    std::uint32_t* index;
    std::uint32_t* offsets;
    Axis* axis;
  };
  auto kept() -> Kept {
    const Byte* which = when_->same ? nullptr : block_.on(when_, elements())->bytes;
    Kept kept{.index = block_.arena().lanes<std::uint32_t>(elements()->lanes),
              .offsets = block_.arena().lanes<std::uint32_t>(lanes() + 1),
              .axis = block_.arena().make<Axis>()};
    std::uint32_t n = 0;
    for (std::uint32_t i = 0; i < lanes(); ++i) {
      kept.offsets[i] = n;
      for (std::uint32_t k = elements()->offsets[i]; k < elements()->offsets[i + 1]; ++k) {
        const std::uint32_t lane = order_ == nullptr ? k : order_[k];
        kept.index[n] = lane;
        n += which == nullptr || which[lane] != 0 ? 1 : 0;
      }
      kept.axis->longest = std::max(kept.axis->longest, n - kept.offsets[i]);
    }
    kept.offsets[lanes()] = n;
    kept.axis->lanes = n;
    kept.axis->parent = &over_;
    kept.axis->offsets = kept.offsets;
    kept.axis->depth = over_.depth + 1;
    return kept;
  }
  auto value_of_elements() -> const Column* {
    const Column* value = body_ != nullptr ? body_ : list_.element;
    return value->same ? spread(block_, *value, elements()) : block_.on(value, elements());
  }

  auto selected() -> const Column* {
    const Column* value = value_of_elements();
    if (value == nullptr) return nullptr;
    const Kept which = kept();
    auto* out = block_.arena().make<Column>();
    out->shape = Shape::list;
    out->axis = &over_;
    out->bad = bad_;
    out->elements = which.axis;
    out->element = gathered(block_, *value, which.index, which.axis);
    return out;
  }

  auto first() -> const Column* {
    const Column* value = value_of_elements();
    if (value == nullptr) return nullptr;
    const Kept which = kept();
    auto* index = block_.arena().lanes<std::uint32_t>(lanes());
    Byte* present = block_.arena().lanes<Byte>(lanes());
    for (std::uint32_t i = 0; i < lanes(); ++i) {
      present[i] = which.offsets[i] < which.offsets[i + 1] ? 1 : 0;
      index[i] = present[i] != 0 ? which.index[which.offsets[i]] : 0;
    }
    return masked(block_, gathered(block_, *value, index, &over_), &over_, {.present = present, .bad = bad_});
  }

  Block& block_;
  const Loop& loop_;
  const Column& list_;
  const Axis& over_;
  const Column* when_ = nullptr;
  const Column* body_ = nullptr;
  const Byte* bad_ = nullptr;
  const std::uint32_t* order_ = nullptr;  // the elements' lanes, in the order that the loop asks for; nullptr: as given
};

}  // namespace

auto list_for(Block& block, const Loop& loop) -> const Column* {
  const Column* list = block.column(loop.list);
  if (list->shape != Shape::list || list->present != nullptr) return nullptr;
  const Axis* axis = axis_around(block, loop, list->axis);
  if (axis == nullptr) return nullptr;
  list = block.on(list, axis);
  return list->shape == Shape::list ? list : nullptr;
}

auto aggregate_column(Block& block, const Node& node) -> const Column* {
  const Loop& loop = block.program().loops[node.index];
  const Column* list = block.column(loop.list);
  if (list->shape == Shape::failed) return list;
  list = list_for(block, loop);
  return list == nullptr ? nullptr : Aggregation(block, node, *list).run();
}

auto contains_column(Block& block, const Node& node) -> const Column* {
  const NodeId* operands = block.program().operands_of(node);
  const Column* list = block.column(operands[0]);
  const Column* value = block.column(operands[1]);
  if (list->shape == Shape::failed || value->shape == Shape::failed) return failed_column(block);
  if (list->shape != Shape::list || list->present != nullptr) return nullptr;
  const Axis* axis = value->same ? list->axis : deepest(list->axis, value->axis);
  if (axis == nullptr) return nullptr;
  list = block.on(list, axis);
  if (list->shape != Shape::list) return nullptr;
  if (list->elements->lanes == 0) return masked(block, condition_column(block, false), axis, {.bad = list->bad});
  const Column& there = *block.on(value, list->elements);
  const Column* element = list->element;
  if (element->shape == Shape::element && there.shape != Shape::element) {
    if (block.program().at(element->list).derived != kNoNode) return nullptr;
    const Column* given = block.given().lists[static_cast<std::size_t>(element->list)][0];
    if (given == nullptr) return nullptr;
    const Column* plain = block.view(*given, block.axis_of(element->list));
    element = element->index == nullptr ? plain : gathered(block, *plain, element->index, element->axis);
  }
  if (element->shape != there.shape || element->present != nullptr || there.present != nullptr) return nullptr;
  const std::uint32_t n = list->elements->lanes;
  Byte* equal = block.arena().lanes<Byte>(n);
  if (element->shape == Shape::texts) {
    for (std::uint32_t i = 0; i < n; ++i) {
      equal[i] = element->texts[element->same ? 0 : i] == there.texts[there.same ? 0 : i] ? 1 : 0;
    }
  } else if (element->shape == Shape::bytes) {
    kernels::compare(kernels::Relation::equal, bytes_of(*element), bytes_of(there), equal, n);
  } else if (element->shape == Shape::words && element->places == there.places) {
    kernels::compare(kernels::Relation::equal, words_of(*element), words_of(there), equal, n);
  } else {
    return nullptr;
  }
  Word* counts = block.arena().lanes<Word>(axis->lanes);
  kernels::segment_counts(equal, list->elements->offsets, counts, axis->lanes);
  Byte* out = block.arena().lanes<Byte>(axis->lanes);
  kernels::compare(kernels::Relation::not_equal, {.lanes = counts}, {.same = 0}, out, axis->lanes);
  const Byte* value_bad = value->same ? nullptr : block.on(value, axis)->bad;
  return condition_result(block, axis, false, out, {.bad = either(block, list->bad, value_bad, axis->lanes)});
}

}  // namespace remit::batch
