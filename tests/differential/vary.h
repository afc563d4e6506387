// Many cases from a few: each is a mixture of those given, so every one is a case that a caller could send.
#pragma once
#include <cstdint>
#include <random>
#include <vector>

#include "engine/program/case.h"
#include "engine/program/program.h"

namespace remit::differential {

// Takes over parts of other cases: single inputs, optional records as a whole, elements of lists (none, some, hundreds,
// each with the lists nested in it), papers, what was before; and moves a number or a date by one step within the range
// that the policy declares. The same seed gives the same cases.
//
// Requires: cases of `program`, at least one; both outlive it.
class Variator {
 public:
  Variator(const Program& program, const std::vector<Case>& cases, std::uint64_t seed);

  auto next() -> Case;

 private:
  // What is exchanged as one.
  struct Unit {
    std::vector<std::uint32_t> slots;
    std::vector<std::uint32_t> lists;  // at the case's level
    const FieldType* leaf = nullptr;   // of a unit of one slot: its type
  };
  // A leaf of a list's elements whose numbers may be moved.
  struct Column {
    std::uint32_t list = 0, column = 0;
    const FieldType* leaf = nullptr;
  };

  void find_units(const InputShape& shape, Unit* whole);
  void find_columns(const InputShape& shape, std::uint32_t list);
  auto below(std::size_t limit) -> std::size_t { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  auto any_case() -> const Case& { return cases_[below(cases_.size())]; }
  void exchange(Case& made, const Unit& unit);
  void mix_list(Case& made, std::uint32_t list);
  void take_element(Case& made, const Case& from, std::uint32_t list, std::uint32_t element) const;
  auto moved(const Value& value, const FieldType& leaf) -> Value;

  const Program& program_;
  const std::vector<Case>& cases_;
  std::mt19937_64 random_;
  std::vector<Unit> units_;
  std::vector<std::uint32_t> lists_;                // at the case's level, outside of optional records
  std::vector<std::vector<std::uint32_t>> nested_;  // by list: those in its elements
  std::vector<Column> columns_;
};

}  // namespace remit::differential
