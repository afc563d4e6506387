// Changes of one input of a case that may meet a goal, found backwards: where a condition compares something with a
// value, the inputs that it is computed from are changed so that both sides are equal, or differ by one step.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dsl/testing/goal.h"
#include "dsl/testing/leaf.h"
#include "engine/program/case.h"

namespace remit {

struct KnownCase {
  std::string name;          // of the test, and its row
  std::uint32_t number = 1;  // of the case in its test
  Case given;
};

struct Candidate {
  Leaf leaf;
  Value value;
  Number distance;
  const KnownCase* known = nullptr;
};

// Adds those that a case offers, some of them; whether they do is for the caller to try.
void add_candidates(const Goal& goal, const Grounds& grounds, const KnownCase& known, std::vector<Candidate>& into);

}  // namespace remit
