// What one thread makes of some lines of a file of cases: its share of the report.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/read_case.h"
#include "repl/whatif/block_comparison.h"
#include "repl/whatif/impact.h"

namespace remit::whatif {

// Lines one after the other, in one text.
struct LineWindow {
  struct Line {
    std::uint64_t number;  // in the file
    std::size_t at, size;
  };
  std::string text;
  std::vector<Line> lines;
};

// All of it adds up, whatever the order.
struct ImpactShare {
  ImpactReport report;
  struct Change {
    std::uint64_t line;
    std::size_t result;
    std::optional<Number> before, after;
  };
  std::vector<Change> changes;  // in the order of lines
};

void merge(ImpactReport& into, ImpactShare& share);

// Compares lines with evaluators of its own. The question outlives it.
class ImpactWorker {
 public:
  explicit ImpactWorker(const ImpactQuestion& question);

  auto settle(const LineWindow& window) -> ImpactShare;

 private:
  // A version of each policy, and the cases of their days.
  struct Pairing {
    Pairing(const Service& before, const Service& after, const ImpactQuestion& question);

    BlockComparer comparer;
    std::vector<std::size_t> results;    // of the question, by result of the comparer
    std::optional<std::size_t> measure;  // of the comparer; absent: not both give it
    std::vector<Case> cases, others;     // as each reads them; others only where they differ in that
    std::vector<std::uint64_t> numbers;  // of their lines
  };
  using VersionPair = std::pair<std::size_t, std::size_t>;

  void read(std::uint64_t number, std::string_view line);
  void bad(BadLine line);
  auto pairing(VersionPair versions) -> Pairing&;
  void count(VersionPair versions, const Pairing& by, std::size_t i, const CaseComparison& made);
  void total(std::uint64_t number, std::size_t result, const std::optional<Number>& a, const std::optional<Number>& b);
  void parts(const Pairing& by, const CaseComparison& made);
  void large(std::uint64_t number, const Pairing& by, const CaseComparison& made);
  auto group_of(const Case& given, std::size_t version) -> std::vector<std::string>;

  const ImpactQuestion& question_;
  VersionFinder before_, after_;
  std::vector<std::unique_ptr<CaseReader>> readers_, other_readers_;  // by version
  std::vector<std::unique_ptr<Evaluator>> groupers_;  // by version before; none where nothing is grouped
  std::map<VersionPair, std::unique_ptr<Pairing>> pairings_;
  ImpactShare share_;  // of the window at hand
};

}  // namespace remit::whatif
