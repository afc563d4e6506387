// What a slice means.
//
// All forms apply bands to the stretch from A to B of an axis that starts at 0; nothing happens if B <= A.
//
//   of E                          A = 0             B = E
//   of E above D                  A = D             B = E              the deductible lies inside the bands
//   of E less D                   A = 0             B = E − D          the bands begin after the deductible
//   … after Y                     A + Y             B + Y              continuing from a running total
//   of E above T once after Y     A = max(Y, T)     B = Y + E          a threshold met once over the running total,
//   of E less T once after Y      A = max(0, Y − T) B = max(0, Y + E − T)    edges from zero, or from the threshold
//
// Edges cut the axis into bands: band i reaches from edge i−1 (0 for the first) up to and including edge i. The last
// may have no edge (`beyond`); past a last edge there is no band, which is as if a cell said `none` there. A cell is
//
//   a rate     of what falls in the band, so much is paid. `own share * k` makes r into 1 − (1 − r) × k; `each rate
//              as …` makes it into anything; it must then lie in 0 … 100 %
//   money      over a count (days, visits): so much for each unit that falls in the band
//   none       the payer stops here
//
// The slice stops at S, the first of: B; the lower edge of a band whose cell is `none`, or A where A lies above that
// edge; and, with `until it pays C`, the least place where the payment is C, A itself if C <= 0. Then
//
//   .paid     what is paid from A to S
//   .handled  S − A
//   .kept     .handled − .paid        of 0 % everything is handled and kept; over a count nothing is
//   .left     B − S                   of `none` everything is left
//
// all exact, so S may be a ratio. What lies below A is in none of them.
//
// Evaluated always: E, D, Y, C, k, all edges, all conditions of rows. Cells and changed rates: of those bands that the
// slice reaches before it stops.
#include "engine/evaluate/slice.h"

#include <algorithm>
#include <string>

#include "engine/evaluate/arithmetic.h"

namespace remit {
namespace {

const Number kZero;
const Number kOne = Number::whole(1);

class Slicer {
 public:
  Slicer(Evaluator& e, const Node& node, std::vector<SliceBand>* bands)
      : e_(e), node_(node), use_(e.program().slices[node.index]), observer_(e.observer()), bands_(bands) {}

  auto run() -> std::optional<SliceResult> {
    read_operands();
    read_edges();
    const SliceUse::Row* row = pick_row();
    if (failed_) return std::nullopt;
    place();
    if (observer_ != nullptr) observer_->slice_placed(node_.index, number_of(*row), begin_, end_);
    if (end_ > begin_) walk(*row);
    if (failed_) return std::nullopt;
    return SliceResult{.begin = begin_, .end = std::max(begin_, end_), .stop = stop_, .paid = paid_};
  }

 private:
  void fail(ErrorCode code, std::vector<std::string> arguments) {
    e_.fail(node_, code, std::move(arguments));
    failed_ = true;
  }
  auto bands_name() const -> const std::string& { return e_.names().declarations[use_.name].name; }

  // A number that may not be negative, or `absent` where it is not written.
  auto operand(NodeId id, const char* what, bool may_be_negative = false) -> Number {
    if (id == kNoNode) return kZero;
    const Value value = e_.eval(id);
    if (value.is_failed()) failed_ = true;
    if (value.tag() != Value::Tag::number) return kZero;
    if (!may_be_negative && value.as_number().sign() < 0) {
      fail(ErrorCode::E0910, {what, bands_name(), e_.print(value, id)});
    }
    return value.as_number();
  }

  void read_operands() {
    amount_ = operand(use_.amount, "amount");
    deductible_ = operand(use_.deductible, "deductible");
    after_ = operand(use_.after, "running total");
    limit_ = operand(use_.until_pays, "limit", true);
    if (use_.adjustment == SliceUse::Adjustment::own_share) factor_ = operand(use_.factor, "own share", true);
  }

  void read_edges() {
    edges_.reserve(use_.edges.size());
    for (const NodeId id : use_.edges) {
      if (id == kNoNode) continue;  // beyond
      const Value edge = e_.eval(id);
      if (!is_there(edge)) {
        failed_ = true;
        continue;
      }
      const Number& before = edges_.empty() ? kZero : edges_.back();
      if (edge.as_number() < before) {
        fail(ErrorCode::E0911, {bands_name(), e_.print(Value(before), id), e_.print(edge, id)});
      }
      edges_.push_back(edge.as_number());
    }
  }

  auto pick_row() -> const SliceUse::Row* {
    const SliceUse::Row* picked = nullptr;
    std::size_t holding = 0;
    for (const SliceUse::Row& row : use_.rows) {
      const Value holds = row.when == kNoNode ? Value::boolean(true) : e_.eval(row.when);
      failed_ = failed_ || holds.is_failed();
      if (holds.is_failed() || !holds.as_bool()) continue;
      picked = &row;
      ++holding;
    }
    if (!failed_ && holding == 0) fail(ErrorCode::E0905, {bands_name(), "this case"});
    if (!failed_ && holding > 1) fail(ErrorCode::E0906, {bands_name(), "this case", std::to_string(holding)});
    return picked;
  }

  auto number_of(const SliceUse::Row& row) const -> std::uint32_t {
    return static_cast<std::uint32_t>(&row - use_.rows.data());
  }

  // A and B.
  void place() {
    if (use_.once) {
      const bool above = use_.form == SliceUse::Form::above;
      begin_ = above ? std::max(after_, deductible_) : std::max(kZero, after_ - deductible_);
      end_ = above ? after_ + amount_ : std::max(kZero, after_ + amount_ - deductible_);
    } else {
      begin_ = (use_.form == SliceUse::Form::above ? deductible_ : kZero) + after_;
      end_ = (use_.form == SliceUse::Form::less ? amount_ - deductible_ : amount_) + after_;
    }
    stop_ = begin_;
  }

  void walk(const SliceUse::Row& row) {
    if (use_.until_pays != kNoNode && limit_.sign() <= 0) return;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool beyond = i >= edges_.size();
      if (!beyond && edges_[i] <= stop_) {
        if (row.cells[i] == kNoNode) return;
        continue;
      }
      if (observer_ != nullptr) observer_->band_reached(node_.index, number_of(row), static_cast<std::uint32_t>(i));
      if (row.cells[i] == kNoNode) return;
      const std::optional<Number> rate = rate_of(row.cells[i]);
      if (!rate) return;
      if (!pay(*rate, beyond ? end_ : std::min(edges_[i], end_)) || stop_ == end_) return;
    }
  }

  auto rate_of(NodeId cell) -> std::optional<Number> {
    Value rate = e_.eval(cell);
    if (is_there(rate)) rate = adjusted(std::move(rate));
    if (!is_there(rate)) {
      failed_ = true;
      return std::nullopt;
    }
    const Number& r = rate.as_number();
    if (use_.counts && r.sign() < 0) {
      fail(ErrorCode::E0910, {"payment a unit", bands_name(), e_.print(rate, cell)});
    } else if (!use_.counts && (r.sign() < 0 || r > kOne)) {
      fail(ErrorCode::E0909, {e_.print(rate, cell), bands_name()});
    }
    return failed_ ? std::nullopt : std::optional(r);
  }

  auto adjusted(Value rate) -> Value {
    switch (use_.adjustment) {
      case SliceUse::Adjustment::none: return rate;
      case SliceUse::Adjustment::own_share: return bounded(e_, node_, kOne - (kOne - rate.as_number()) * factor_);
      case SliceUse::Adjustment::each_rate: {
        const Evaluator::Bound local(e_, use_.rate_local, std::move(rate));
        return e_.eval(use_.factor);
      }
    }
    return rate;  // not reached: the switch is exhaustive
  }

  // Pays at `rate` from the stop so far up to `until`, or until the limit is paid; then it says false.
  bool pay(const Number& rate, const Number& until) {
    Number handled = until - stop_;
    Number paid = handled * rate;
    const bool reached = use_.until_pays != kNoNode && paid_ + paid >= limit_;
    if (reached) {
      paid = limit_ - paid_;
      handled = paid / rate;  // not zero: something is paid in this band
    }
    const Number begin = stop_;
    stop_ = reached ? begin + handled : until;
    paid_ = paid_ + paid;
    if (!stop_.within_limit() || !paid_.within_limit()) fail(ErrorCode::E0901, {});
    if (bands_ != nullptr) {
      bands_->push_back({.from = begin, .until = stop_, .rate = rate, .handled = handled, .paid = paid});
    }
    return !reached && !failed_;
  }

  Evaluator& e_;
  const Node& node_;
  const SliceUse& use_;
  Observer* observer_;
  std::vector<SliceBand>* bands_;
  bool failed_ = false;
  Number amount_, deductible_, after_, limit_, factor_;
  std::vector<Number> edges_;
  Number begin_, end_, stop_, paid_;
};

auto band_records(const std::vector<SliceBand>& bands) -> Value {
  std::vector<Value> records;
  for (const SliceBand& b : bands) records.push_back(Value::sequence({b.from, b.until, b.rate, b.handled, b.paid}));
  return Value::sequence(std::move(records));
}

}  // namespace

auto apply_slice(Evaluator& e, const Node& node, std::vector<SliceBand>* bands) -> std::optional<SliceResult> {
  return Slicer(e, node, bands).run();
}

auto evaluate_slice(Evaluator& e, const Node& node) -> Value {
  const SliceUse& use = e.program().slices[node.index];
  e.takes_part(use.name);
  std::vector<SliceBand> bands;
  const auto result = apply_slice(e, node, use.keeps_bands ? &bands : nullptr);
  if (!result) return Value::failed();
  const Number handled = result->stop - result->begin;
  return Value::sequence({result->paid, handled, use.counts ? kZero : handled - result->paid,
                          result->end - result->stop, use.keeps_bands ? band_records(bands) : Value()});
}

}  // namespace remit
