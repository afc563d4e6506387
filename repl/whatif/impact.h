// A file of cases settled by two policies: what changes, for whom, and through which rules.
//
// One record a line (NDJSON). Each case is settled by the versions of both policies that are in force on its own day. A
// line that is no case, or one of a day on which either has none, is told with its number, and the rest goes on. Memory
// does not grow with the number of cases. Lines are read and settled by several threads; the report does not depend on
// how many.
//
// Cases are told apart by one result, the measure. Who names it says whether more of it is a gain, or less. Where
// nobody does and the policy has payers, it is what they leave over (`payers … rest`), of which less is a gain; else
// the first amount that the service gives, of which nothing says who gains.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/read_value.h"
#include "repl/plot/text.h"
#include "repl/whatif/attribution.h"
#include "repl/whatif/versions.h"

namespace remit::whatif {

struct ImpactOptions {
  std::string measure;              // a result, of which more is a gain; "less patient": less is. Empty: see above
  std::vector<std::string> groups;  // inputs or rules of the case
  ReadOptions read;
  std::uint32_t jobs = 1;
  bool every_change = false;  // `Impact::Row`s are wanted
  // The cases were not made for the second policy: it passes over what it does not take, and takes what it asks of
  // before, and they do not tell, as nothing.
  bool foreign = false;
};

struct Measure {
  enum class Sense : std::uint8_t { unknown, more_is_gain, less_is_gain };
  std::size_t result = 0;  // ImpactReport::results
  Sense sense{};
};

struct Tally {
  std::uint64_t cases = 0, up = 0, down = 0;  // answered by both; of them those whose measure rises or falls
  Number before, after;                       // of the measure
};
struct ResultTotal {
  std::string name;
  Labels labels;
  Type type;
  const TypeTable* types = nullptr;  // of the type
  std::optional<Number> step;
  Number before, after;
  std::uint64_t up = 0, down = 0;
};
struct RulePart {
  Labels labels;
  std::uint64_t cases = 0;       // in which it moved any result
  std::uint64_t of_measure = 0;  // in which it moved the measure
  std::vector<Number> by;        // by result
};
struct LargeChange {
  std::uint64_t line = 0;
  Number before, after;  // of the measure
  std::vector<std::pair<std::string, Number>> parts;
};
// Cases that one policy answers and the other does not, or that both fail.
struct StateChange {
  CaseComparison::State before{}, after{};
  std::uint64_t cases = 0;
  std::uint64_t line = 0;         // of the first
  std::vector<CaseError> errors;  // its first error by each
};
struct BadLine {
  std::uint64_t line = 0;
  std::vector<InputError> errors;
  bool by_the_second = false;  // the first policy's service can read it
};

struct ImpactReport {
  std::string before, after, service;  // names of the policies
  Measure measure;
  std::vector<ResultTotal> results;
  Tally all;
  std::uint64_t changed = 0;  // cases of which any result or state differs
  std::vector<std::string> groups;
  std::map<std::vector<std::string>, Tally> by_group;
  bool groups_left_out = false;                     // more than kMostGroups
  std::map<std::string, RulePart> parts;            // by rule; "": the service
  std::vector<LargeChange> largest;                 // at most ten; the largest first
  std::map<std::int64_t, std::uint64_t> histogram;  // by number of the bin, see `bin_of`
  std::vector<StateChange> states;
  std::vector<BadLine> bad;  // the first kMostBadLines
  std::uint64_t bad_lines = 0, lines = 0;
  bool stopped = false;

  // A difference or a bad record was found.
  [[nodiscard]] bool differs() const { return changed > 0 || bad_lines > 0; }
};

inline constexpr std::size_t kMostGroups = 200;
inline constexpr std::size_t kMostBadLines = 20;

// Where a change of so much belongs: 0 where there is none; ±1 up to 1, ±2 up to 2, ±3 up to 5, ±4 up to 10 and so on.
auto bin_of(const Number& change) -> std::int64_t;
// Its ends, the lower first; the one nearer to 0 is not in it. Of 0 both are 0.
auto bin_ends(std::int64_t bin) -> std::pair<Number, Number>;

// What is asked of a file, once it is known to make sense.
struct ImpactQuestion {
  const Versions& before;
  const Versions& after;
  ImpactOptions options;
  std::vector<ResultTotal> results;  // that any two versions have in common; nothing is counted yet
  Measure measure;
  std::vector<std::vector<std::optional<Quantity>>> groups;  // by version before; absent: it has none of the name
};

class Impact {
 public:
  // A sentence where there is no such measure or group, or nothing in common. The policies outlive this.
  static auto prepare(const Versions& before, const Versions& after, ImpactOptions options) -> Result<Impact, Sentence>;

  // `next`: the next line without its end, which lives until it is asked again; absent: no more. `progress`: told how
  // many lines are done, now and then; what it returns says whether to stop. `change`: where options want every change,
  // a row for each result that differs, in the order of lines.
  struct Row {
    std::uint64_t line;
    const ResultTotal& result;
    std::string before, after, change;
  };
  auto run(const std::function<std::optional<std::string_view>()>& next,
           const std::function<bool(std::uint64_t)>& progress, const std::function<void(const Row&)>& change = {})
      -> ImpactReport;

 private:
  explicit Impact(ImpactQuestion question) : question_(std::move(question)) {}

  ImpactQuestion question_;
};

auto impact_text(const ImpactReport& report, const std::string& language, const plot::TextOptions& plot = {})
    -> std::string;
auto impact_json(const ImpactReport& report, const std::string& language) -> std::string;
// How the measure moved, by whom.
auto impact_picture(const ImpactReport& report, const std::string& language) -> std::vector<plot::Bars>;

}  // namespace remit::whatif
