#include "engine/evaluate/share.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/arithmetic.h"
#include "engine/evaluate/loops.h"

namespace remit {
namespace {

using Numbers = std::vector<Number>;

class Sharer {
 public:
  Sharer(Evaluator& e, const Node& node, const Items& items)
      : e_(e), node_(node), use_(e.program().shares[node.index]), items_(items) {}

  // The parts, by position in the list; absent: an error, reported.
  auto run() -> std::optional<Numbers> {
    const Value amount = e_.eval(use_.amount);
    const std::optional<Numbers> weights = weights_or_limits();
    const auto order = in_order(e_, items_, use_.local, use_.order);
    if (!is_there(amount) || !weights || !order) return std::nullopt;
    amount_ = amount.as_number();
    order_ = *order;
    if (amount_.sign() < 0) return all_to_one_or(ErrorCode::E0912, {e_.print(amount, use_.amount)});
    const auto negative = std::ranges::find_if(*weights, [](const Number& w) { return w.sign() < 0; });
    if (negative != weights->end()) return all_to_one_or(ErrorCode::E0913, {negative->to_string()});
    return use_.weight == kNoNode ? fill(*weights) : pro_rata(*weights);
  }

 private:
  auto weights_or_limits() -> std::optional<Numbers> {
    const NodeId node = use_.weight == kNoNode ? use_.at_most : use_.weight;
    Numbers all;
    bool failed = false;
    Evaluator::Bound element(e_, use_.local);
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      element.set(items_.at(i));
      const Value value = e_.eval(node);
      failed = failed || !is_there(value);
      if (!failed) all.push_back(value.as_number());
    }
    return failed ? std::nullopt : std::optional(std::move(all));
  }

  auto fail(ErrorCode code, std::vector<std::string> arguments) -> std::optional<Numbers> {
    e_.fail(node_, code, std::move(arguments));
    return std::nullopt;
  }
  auto print(const Number& amount) const -> std::string { return e_.print(Value(amount), use_.amount); }

  // Gives `rest` to whom the share names.
  auto add_rest(Numbers parts, const Number& rest, ErrorCode code, std::vector<std::string> arguments)
      -> std::optional<Numbers> {
    if (use_.takes_all == ShareUse::Rest::error || parts.empty()) return fail(code, std::move(arguments));
    Number& part = parts[use_.takes_all == ShareUse::Rest::first ? order_.front() : order_.back()];
    part = part + rest;
    return parts;
  }
  auto all_to_one_or(ErrorCode code, std::vector<std::string> arguments) -> std::optional<Numbers> {
    return add_rest(Numbers(items_.size()), amount_, code, std::move(arguments));
  }

  auto fill(const Numbers& limits) -> std::optional<Numbers> {
    Numbers parts(items_.size());
    Number rest = amount_;
    for (const std::uint32_t i : order_) {
      parts[i] = std::min(rest, limits[i]);
      rest = rest - parts[i];
    }
    return rest.is_zero() ? std::optional(parts) : add_rest(parts, rest, ErrorCode::E0915, {print(rest)});
  }

  auto pro_rata(const Numbers& weights) -> std::optional<Numbers> {
    const Number total = std::accumulate(weights.begin(), weights.end(), Number());
    if (!total.within_limit()) return fail(ErrorCode::E0901, {});
    if (amount_.is_zero()) return Numbers(items_.size());
    if (total.is_zero()) return all_to_one_or(ErrorCode::E0914, {print(amount_)});
    if (!amount_.lies_on(use_.step)) return fail(ErrorCode::E0923, {print(amount_), use_.step.to_string()});
    Numbers parts;
    Numbers cut_off;
    Number missing = amount_;
    for (const Number& weight : weights) {
      const Number exact = amount_ * weight / total;
      if (!exact.within_limit()) return fail(ErrorCode::E0901, {});
      parts.push_back(exact.round_to(use_.step, Rounding::down));
      cut_off.push_back(exact - parts.back());
      missing = missing - parts.back();
    }
    complete(parts, cut_off, missing);
    return parts;
  }

  // `missing` is a whole number of steps, fewer than there are elements.
  void complete(Numbers& parts, const Numbers& cut_off, Number missing) const {
    std::vector<std::uint32_t> largest(parts.size());
    std::iota(largest.begin(), largest.end(), 0U);
    std::ranges::stable_sort(largest, [&](std::uint32_t a, std::uint32_t b) { return cut_off[a] > cut_off[b]; });
    for (auto i = largest.begin(); missing.sign() > 0; ++i) {
      parts[*i] = parts[*i] + use_.step;
      missing = missing - use_.step;
    }
  }

  Evaluator& e_;
  const Node& node_;
  const ShareUse& use_;
  const Items& items_;
  Number amount_;
  std::vector<std::uint32_t> order_;
};

void compute_parts(Evaluator& e, const Node& node, const Value& list, Evaluator::Parts& parts) {
  const Evaluator::At whole_list(e, {.kind = e.place().kind, .index = e.place().index});
  const Items items(list);
  const auto shared = Sharer(e, node, items).run();
  if (shared)
    parts.values.assign(shared->begin(), shared->end());
  else
    parts.values.assign(items.size(), Value::failed());
  index_positions(parts, list);
}

}  // namespace

auto evaluate_share(Evaluator& e, const Node& node) -> Value {
  const Value element = e.eval(e.program().operands_of(node)[0]);
  const Value list = e.eval(e.program().shares[node.index].list);
  if (!is_there(element) || list.is_failed()) return Value::failed();
  Evaluator::Parts& parts = e.share_parts(node.index);
  if (!e.current(parts, e.share_reads(node.index))) {
    compute_parts(e, node, list, parts);
    e.keep(parts, e.share_reads(node.index));
  }
  const auto position = position_in(parts, list, element);
  return position ? parts.values[*position] : Value(Number());
}

}  // namespace remit
