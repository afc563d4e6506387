// What an evaluator tells of its way through a case to who asks for it; see Evaluator::observe.
//
// Constructs go by their number in the Program: choices, tables, slices, timelines. Each place that uses one has a
// number of its own, whereas nodes that are equal are one node wherever they were written, so no node is ever told of.
// The same event may be told several times. An observer must not evaluate anything while it is being told: it notes
// where the evaluator is (Evaluator::place) and asks afterwards.
#pragma once
#include <cstdint>

#include "engine/program/program.h"
#include "engine/value/value.h"

namespace remit {

class Observer {
 public:
  Observer() = default;
  virtual ~Observer() = default;
  Observer(const Observer&) = delete;
  auto operator=(const Observer&) -> Observer& = delete;

  // The rule, of this element where it has a list, came to a value.
  virtual void rule_done(RuleId, const Value&) {}
  // The conditions of a choice are evaluated.
  virtual void choice_asked(std::uint32_t /*choice*/) {}
  // The exception's own value, or with Choice::kBase that of the base, is what counts.
  virtual void choice_made(std::uint32_t /*choice*/, std::uint32_t /*exception*/) {}
  // The rows of a table are evaluated.
  virtual void table_asked(std::uint32_t /*table*/) {}
  // From 0, as the operands of its node.
  virtual void row_chosen(std::uint32_t /*table*/, std::uint32_t /*row*/) {}
  // Bands were applied from `begin` to `end`.
  virtual void slice_placed(std::uint32_t /*slice*/, std::uint32_t /*row*/, const Number& /*begin*/,
                            const Number& /*end*/) {}
  // Some of the amount falls into the band, or stops at its `none`.
  virtual void band_reached(std::uint32_t /*slice*/, std::uint32_t /*row*/, std::uint32_t /*band*/) {}
  // Versions are looked for on a date, in days.
  virtual void version_asked(std::uint32_t /*timeline*/, std::int64_t /*date*/) {}
  virtual void version_used(std::uint32_t /*timeline*/, std::uint32_t /*version*/) {}
  // Rows of a catalog are looked for.
  virtual void looked_up(CatalogId) {}
};

}  // namespace remit
