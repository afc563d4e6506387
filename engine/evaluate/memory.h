// What is remembered between cases: tallies, spells, histories, accounts.
//
// A memory's name means its value before this case, read from the Case; `x after`, with what this case contributes.
// Before the first case a tally that adds is zero, one that keeps is absent, a history is empty, pots are zero.
//
// A memory declared inside a `for each` contributes once an element, with that element's keys. Contributions of one
// key are posted as one, in the order in which their keys first occur; rows of a history one by one.
//
// Spells. `gap` is the first day of this stay minus the latest earlier end. Where it reaches the threshold, a new spell
// begins on the first day of this stay; else the stay prolongs the spell before it.
//
// Accounts. Credits raise a pot. A debit empties the pots in the order written, none below zero; where the account may
// be overdrawn, the rest comes out of the last pot. What all pots hold together never falls below the floor.
#pragma once
#include <vector>

#include "engine/evaluate/evaluator.h"

namespace remit {

// Of a key: what its name means, before the case.
auto value_before(const Evaluator& e, MemoryId memory, const std::vector<Value>& key) -> Value;

auto evaluate_opening(Evaluator& e, const Node& node) -> Value;
auto evaluate_after_case(Evaluator& e, const Node& node) -> Value;
auto evaluate_over_last(Evaluator& e, const Node& node) -> Value;
auto evaluate_spell_start(Evaluator& e, const Node& node) -> Value;

// What this case contributes to a memory; parts that failed are failed values. See Evaluator::contributions.
auto contributions_of(Evaluator& e, MemoryId memory) -> std::vector<Contribution>;

// Everything that this case posts. Errors are reported; the result then means nothing.
auto postings_of(Evaluator& e) -> std::vector<Posting>;

}  // namespace remit
