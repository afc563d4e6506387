// One service of a policy in all versions of the policy, so that each case of a file is settled by the one in force on
// its own day.
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "dsl/library/library.h"
#include "dsl/library/probe.h"
#include "engine/io/input_error.h"
#include "repl/whatif/variable.h"

namespace remit::whatif {

struct Version {
  const FlatPolicy* policy = nullptr;
  Service service;
};

struct Versions {
  const PolicyLibrary& library;  // in which the policy is open
  std::vector<Version> all;      // that offer the service, by date; at least one
  bool by_day = true;            // false: all is asked as of one day, and the only version settles every case
  bool own_cases = false;        // cases to which the policy does not apply are refused

  [[nodiscard]] auto last() const -> const Service& { return all.back().service; }
};

// Tells which version settles a case. One thread; what it is made of outlives it.
class VersionFinder {
 public:
  explicit VersionFinder(const Versions& versions);

  // What is wrong with the days or conditions of the versions. Required by `find`: no errors.
  [[nodiscard]] auto problems() const -> std::vector<Diagnostic>;
  // The number of the version in force on the day that governs the case; an error where none is, or the case is of
  // another policy. Where the day cannot be told it is the last one, and reading or settling the case by it says why.
  auto find(const ReadJson& json, const ReadOptions& options) -> Result<std::size_t, InputError>;

 private:
  auto on_its_day(const ReadJson& json, const ReadOptions& options) -> Result<std::size_t, InputError>;

  const Versions& versions_;
  std::vector<std::unique_ptr<Probe>> probes_;  // by version; none where nothing is asked of the case
};

}  // namespace remit::whatif
