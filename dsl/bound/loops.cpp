// Lists: what their elements are, and what loops make of them.
#include <algorithm>

#include "dsl/bound/arithmetic.h"
#include "dsl/bound/pass.h"

namespace remit {
namespace {

constexpr std::int64_t kLongestList = 100'000;

}  // namespace

void BoundPass::find_origins() {
  origins_.resize(program_.local_count);
  for (const Loop& l : program_.loops) origins_[static_cast<std::size_t>(l.local)].list = l.list;
  for (const ShareUse& s : program_.shares) origins_[static_cast<std::size_t>(s.local)].list = s.list;
  for (const SliceUse& s : program_.slices) {
    if (s.adjustment == SliceUse::Adjustment::each_rate) {
      origins_[static_cast<std::size_t>(s.rate_local)].rates_of = &s;
    }
  }
}

auto BoundPass::element_of(NodeId list) const -> Knowledge {
  const Type type = program_.at(list).type;
  if (type.kind != TypeKind::list) return {};
  return known_part(of(list), 0, program_.types.at(ListTypeId{type.id}).element);
}

auto BoundPass::local(const Node& n) const -> Knowledge {
  const Origin& origin = origins_[n.index];
  if (origin.rates_of != nullptr) return rates_of(*origin.rates_of);
  if (n.type.kind == TypeKind::element || origin.list == kNoNode) return known_of_type(n.type);
  return element_of(origin.list);
}

auto BoundPass::column(const List& list, std::uint32_t index, const Type& type) const -> Knowledge {
  if (index >= list.columns.size()) return known_of_type(type);
  Limits limits = elaborated_.names.columns[list.columns[index]].limits;
  if (type.kind == TypeKind::count && !limits.low) limits.low = Number();
  return known_of_given(type, limits, program_.types);
}

auto BoundPass::element(const Node& n) const -> Knowledge {
  switch (n.op) {
    case Op::element_rule: return of_rule(RuleId{n.index});
    case Op::element_field: return column(list_of(operand(n, 0)), n.index, n.type);
    case Op::element_value: {
      const List& list = list_of(operand(n, 0));
      if (list.derived != kNoNode) return element_of(list.derived);
      return column(list, 0, n.type);
    }
    default: {
      Knowledge list;
      list.at_most = program_.at(ListId{n.index}).at_most;
      return list;
    }
  }
}

auto BoundPass::loop(const Node& n) const -> Knowledge {
  const Loop& l = program_.loops[n.index];
  const std::int64_t count = of(l.list).at_most;
  const Knowledge body = l.body == kNoNode ? element_of(l.list) : of(l.body);
  switch (l.kind) {
    case Loop::Kind::sum:
    case Loop::Kind::running_up_to:
    case Loop::Kind::running_before: return total_of(body, count);
    case Loop::Kind::count: return whole_within(0, count);
    case Loop::Kind::first:
    case Loop::Kind::minimum:
    case Loop::Kind::maximum: return body;
    case Loop::Kind::any:
    case Loop::Kind::all: return {};
    case Loop::Kind::list: {
      Knowledge list = with_parts({body});
      list.at_most = count;
      return list;
    }
    case Loop::Kind::group: return grouped(n, l);
  }
  return known_of_type(n.type);
}

auto BoundPass::grouped(const Node& n, const Loop& l) const -> Knowledge {
  const Type group = program_.types.at(ListTypeId{n.type.id}).element;
  if (group.kind != TypeKind::record || program_.types.at(RecordId{group.id}).fields.size() != 2) return {};
  Knowledge items = of(l.list);
  Knowledge list = with_parts({with_parts({of(l.body), items})});
  list.at_most = items.at_most;
  return list;
}

auto BoundPass::periods(const Node& n) const -> Knowledge {
  const Type period = program_.types.at(ListTypeId{n.type.id}).element;
  const Knowledge date = known_of_type({.kind = TypeKind::date});
  if (period.kind != TypeKind::record || program_.types.at(RecordId{period.id}).fields.size() != 3) return {};
  return with_parts({with_parts({date, date, whole_within(1, kLongestList)})});
}

auto BoundPass::numbers(const Node& n) const -> Knowledge {
  const Knowledge low = of(operand(n, 0));
  const Knowledge high = of(operand(n, 1));
  Knowledge each = joined(low, high);
  each.low = low.low;
  each.high = high.high;
  each.step = Number::whole(1);
  each.values = std::nullopt;
  Knowledge list = with_parts({each});
  if (low.low && high.high) {
    const auto length = (*high.high - *low.low + Number::whole(1)).to_int64();
    if (length) list.at_most = std::clamp<std::int64_t>(*length, 0, kLongestList);
  }
  return list;
}

}  // namespace remit
