// Which nodes may fail: by themselves, or because of what they read. A missing input does not count: a case that
// lacks one is refused as a whole.
#include <algorithm>
#include <limits>

#include "dsl/bound/pass.h"
#include "engine/program/operands.h"

namespace remit {
namespace {

// Two exceptions of one parent, neither over the other: both may hold, with different values.
bool may_clash(const Choice& choice) {
  const auto over = [&](std::uint32_t a, std::uint32_t b) {
    return std::ranges::find(choice.exceptions[a].over, b) != choice.exceptions[a].over.end();
  };
  for (std::uint32_t i = 0; i < choice.exceptions.size(); ++i) {
    for (std::uint32_t k = i + 1; k < choice.exceptions.size(); ++k) {
      const Choice::Exception& a = choice.exceptions[i];
      const Choice::Exception& b = choice.exceptions[k];
      if (a.parent == b.parent && a.value != b.value && !over(i, k) && !over(k, i)) return true;
    }
  }
  return false;
}

bool covers(const Timeline& timeline, std::int64_t from, std::int64_t until) {
  for (const Timeline::Version& version : timeline.versions) {
    if (from < version.from) return false;
    if (version.until >= until) return true;
    from = std::max(from, version.until + 1);
  }
  return false;
}

}  // namespace

bool BoundPass::may_fail(NodeId id) const {
  const Node& n = program_.at(id);
  if (fails_itself(n)) return true;
  bool fails = false;
  each_operand(program_, n, [&](NodeId read) { fails = fails || of(read).may_fail; });
  return fails;
}

bool BoundPass::dated_may_fail(const Node& n) const {
  const Timeline& timeline = program_.timelines[n.index];
  constexpr auto kEver = std::numeric_limits<std::int64_t>::max();
  const bool governed = program_.at(operand(n, 0)).op == Op::governing_date;
  return !covers(timeline, governed ? program_.in_force_from : -kEver - 1, governed ? program_.in_force_until : kEver);
}

bool BoundPass::fails_itself(const Node& n) const {
  switch (n.op) {
    case Op::choice: {
      const Choice& choice = program_.choices[n.index];
      return choice.base_when != kNoNode || may_clash(choice);
    }
    case Op::table: return true;  // no row may hold, or two that disagree
    case Op::dated: return dated_may_fail(n);
    case Op::slice: return slice_may_fail(program_.slices[n.index]);
    case Op::look_up: return program_.catalogs[n.index].by > 0;
    case Op::add_days:  // may leave the calendar
    case Op::add_months:
    case Op::months_between:  // 29 February, where months end in an error
    case Op::years_between:
    case Op::age:
    case Op::numbers:  // too long a list
    case Op::each:
    case Op::every:
    case Op::share:
    case Op::payer: return true;
    default: return false;  // a division by 0 is known of the quotient
  }
}

}  // namespace remit
