// batch_bench FOLDER [--rounds N] [--only ROW] [--settle ROW CLAIMS]
//
// The columnar evaluator against the reference settlement written by hand, and on a whole policy. FOLDER is what
// make_claims.py made. Everything is read and stands in columns before the clock starts; the clock, which is the
// processor's time of this thread, covers `BatchEvaluator::settle` of all blocks and, of the reference job, taking
// the results out as columns. What is compared runs in turn, round after round; each figure is the median.
//
// --settle: settles so many claims of one row, after a round that warms up, for callgrind.py to count the instructions.
//
// Exit 1 where a result is wrong.
#include <time.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <optional>

#include "engine/batch/kernels/kernels.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_json.h"
#include "engine/io/write_answer.h"
#include "tests/bench/batch/job.h"
#include "tests/bench/batch/reference_claims.h"
#include "tests/differential/compare.h"

// By this name callgrind.py tells it from the rest.
[[gnu::noinline]] void settle_measured(remit::batch::BatchEvaluator& evaluator, const remit::batch::CaseBlock& block) {
  evaluator.settle(block);
}

namespace remit::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kExplained = 5'000;  // cases settled one by one, with and without explanation
constexpr std::size_t kChecked = 2'000;    // cases of which every part of the answer is compared

struct Options {
  fs::path folder;
  std::size_t rounds = 15;
  std::string only;    // empty: all rows
  std::string settle;  // a row
  std::size_t claims = 0;
};

auto seconds() -> double {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

auto median(std::vector<double> of) -> double {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

// One line of the table: something that is done in each round.
struct Row {
  std::string name;
  double units = 0;  // in a round
  std::string unit;
  std::function<void()> run;
  std::vector<double> times = {};  // of the rounds

  [[nodiscard]] auto rate() const -> double { return units / median(times); }
};

// How many times faster a is than b: the median over the rounds.
auto ratio(const Row& a, const Row& b) -> double {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.times.size(); ++i) {
    ratios.push_back((a.units / a.times[i]) / (b.units / b.times[i]));
  }
  return median(ratios);
}

auto files_of(const Options& options, const std::string& row) -> JobFiles {
  const fs::path& folder = options.folder;
  const std::string day = "2024-01-01";
  if (row == "job") return {folder / "job", "reference.job", folder / "job/claims.ndjson", day};
  if (row == "look-up") return {folder / "look_up", "reference.look_up", folder / "look_up/claims.ndjson", day};
  if (row == "beijing-8") return {folder / "cn", "cn.beijing.employee", folder / "beijing_8.ndjson"};
  if (row == "beijing-100") return {folder / "cn", "cn.beijing.employee", folder / "beijing_100.ndjson"};
  give_up("there is no row " + row);
}

// What was settled one by one, of how many.
auto counted(const batch::BatchEvaluator& evaluator) -> std::string {
  const batch::BatchEvaluator::Counts counts = evaluator.counts();
  const auto share = [&](std::uint64_t of) {
    return std::to_string(static_cast<double>(of) / static_cast<double>(counts.cases)).substr(0, 6);
  };
  return share(counts.redone) + " settled again, " + share(counts.lanes_by_reference) + " lanes by the reference";
}

class Bench {
 public:
  explicit Bench(Options options) : options_(std::move(options)) {}

  auto run() -> int {
    const std::size_t all = SIZE_MAX;
    if (wanted("job")) add_reference_job(all);
    if (wanted("look-up")) add_look_up(all);
    for (const char* row : {"beijing-8", "beijing-100"}) {
      if (wanted(row)) add_policy(row, row == std::string("beijing-8") ? "claims" : "lines");
    }
    for (const char* row : {"job", "beijing-8"}) {
      if (wanted(row)) add_explanation(row);
    }
    for (std::size_t round = 0; round <= options_.rounds; ++round) {
      for (Row& row : rows_) {
        const double start = seconds();
        row.run();
        if (round > 0) row.times.push_back(seconds() - start);  // the first warms up
      }
    }
    const bool right = check();
    print();
    return right ? 0 : 1;
  }

 private:
  bool wanted(const std::string& row) const { return options_.only.empty() || options_.only == row; }

  auto job(const std::string& name, std::size_t most) -> Job& {
    auto& made = jobs_[name];
    if (made == nullptr) made = std::make_unique<Job>(files_of(options_, name), most);
    return *made;
  }
  auto evaluator(const std::string& row, const Job& of) -> batch::BatchEvaluator& {
    return evaluators_.try_emplace(row, of.program(), of.names()).first->second;
  }

  // ── Rows ──

  void add_reference_job(std::size_t most) {
    Job& of = job("job", most);
    expected_ = read_expected(options_.folder / "job/expected.csv", of.cases().size());
    if (expected_.size() != of.cases().size()) give_up("expected.csv does not fit the claims");
    hand_.emplace(of);
    const auto claims = static_cast<double>(of.cases().size());
    rows_.push_back({"by hand, structs (H1)", claims, "claims",
                     [this] { yardstick::settle_structs(hand_->claims, hand_->items, hand_->results); }});
    rows_.push_back({"by hand, columns (H3)", claims, "claims",
                     [this] { yardstick::settle_columns(hand_->columns, hand_->result_columns); }});
    add_figures("reference job", "AVX2", of, kernels::Width::avx2);
    add_figures("reference job", "portable", of, kernels::Width::portable);
  }
  void add_look_up(std::size_t most) {
    Job& of = job("look-up", most);
    if (expected_.empty()) expected_ = read_expected(options_.folder / "job/expected.csv", of.cases().size());
    add_figures("with look-ups", "AVX2", of, kernels::Width::avx2);
  }
  // Of a job with the results of the reference job.
  void add_figures(const std::string& called, const std::string& width, Job& of, kernels::Width use) {
    const std::string name = called + ", " + width;
    auto& by = evaluator(name, of);
    Figures& figures = figures_.try_emplace(name, of.cases().size()).first->second;
    rows_.push_back({name, static_cast<double>(of.cases().size()), "claims", [&of, &by, &figures, use] {
                       kernels::use(use);
                       std::size_t first = 0;
                       for (const auto& block : of.blocks()) {
                         figures.take(by.settle(*block), first);
                         first += block->size();
                       }
                     }});
  }
  void add_policy(const std::string& row, const std::string& unit) {
    Job& of = job(row, SIZE_MAX);
    const std::string name = row + ", AVX2";
    auto& by = evaluator(name, of);
    const auto units = static_cast<double>(unit == "lines" ? of.elements() : of.cases().size());
    rows_.push_back({name, units, unit, [&of, &by] {
                       kernels::use(kernels::Width::avx2);
                       for (const auto& block : of.blocks()) by.settle(*block);
                     }});
  }
  void add_explanation(const std::string& row) {
    Job& of = job(row, SIZE_MAX);
    auto& by = references_.try_emplace(row, of.program(), of.names()).first->second;
    const std::span<const Case> some = std::span(of.cases()).first(std::min(kExplained, of.cases().size()));
    const auto claims = static_cast<double>(some.size());
    rows_.push_back({row + ", one by one", claims, "claims", [some, &by] {
                       for (const Case& given : some) sink(by.settle(given).date);
                     }});
    rows_.push_back({row + ", one by one, explained", claims, "claims", [some, &by] {
                       for (const Case& given : some) sink(explain(by, by.settle(given)).date);
                     }});
    rows_.push_back({row + ", one by one, printed", claims, "claims", [some, &by] {
                       for (const Case& given : some) {
                         const std::string text = write_answer(by.settle(given), by.program(), by.names(), {});
                         sink(static_cast<std::int64_t>(text.size()));
                       }
                     }});
    rows_.push_back({row + ", one by one, explained and printed", claims, "claims", [some, &by] {
                       for (const Case& given : some) {
                         const Explanation told = explain(by, by.settle(given));
                         sink(static_cast<std::int64_t>(explanation_json(told, by.program(), by.names()).size()));
                       }
                     }});
  }
  static void sink(std::int64_t value) { asm volatile("" : : "r"(value) : "memory"); }

  // ── Results ──

  bool check() {
    bool right = true;
    const auto tell = [&](const std::string& name, std::size_t wrong, std::size_t of) {
      right = right && wrong == 0;
      std::printf("%-36s %zu of %zu exact\n", name.c_str(), of - wrong, of);
    };
    if (hand_) tell("by hand", hand_->wrong(expected_), expected_.size());
    for (const auto& [name, figures] : figures_) tell(name, figures.wrong(expected_), expected_.size());
    for (const auto& [name, of] : jobs_) {
      const std::size_t checked = std::min(kChecked, of->cases().size());
      tell(name + ", all of the answer", differing(*of, checked), checked);
    }
    for (const auto& [name, by] : evaluators_) std::printf("%-36s %s\n", name.c_str(), counted(by).c_str());
    return right;
  }
  static auto differing(const Job& of, std::size_t most) -> std::size_t {
    batch::BatchEvaluator columns(of.program(), of.names());
    Evaluator reference(of.program(), of.names());
    std::size_t wrong = 0, at = 0;
    for (const auto& block : of.blocks()) {
      const batch::AnswerBlock& answers = columns.settle(*block);
      for (std::uint32_t i = 0; i < block->size() && at < most; ++i, ++at) {
        const std::string difference =
            differential::first_difference(reference.settle(of.cases()[at]), answers.answer(i));
        if (!difference.empty() && wrong++ == 0) std::cerr << "case " << at << ": " << difference << "\n";
      }
      if (at == most) break;
    }
    return wrong;
  }

  void print() {
    const auto find = [&](const std::string& name) -> const Row* {
      const auto found = std::ranges::find(rows_, name, &Row::name);
      return found == rows_.end() ? nullptr : &*found;
    };
    const Row* structs = find("by hand, structs (H1)");
    const Row* columns = find("by hand, columns (H3)");
    std::printf("\n%-36s %14s %9s %8s %8s %14s\n", "", "a second", "", "/ H3", "/ H1", "elements/s");
    for (const Row& row : rows_) {
      std::printf("%-36s %14.0f %-9s", row.name.c_str(), row.rate(), row.unit.c_str());
      const bool same_job = row.name.starts_with("reference job") || row.name.starts_with("with look-ups");
      if (same_job && structs != nullptr)
        std::printf(" %8.2f %8.2f", ratio(row, *columns), ratio(row, *structs));
      else
        std::printf(" %8s %8s", "", "");
      if (const auto of = jobs_.find(row.name.substr(0, row.name.find(','))); of != jobs_.end() && row.unit == "claims")
        std::printf(" %14.0f", row.rate() * elements_a_case(*of->second));
      if (row.name.starts_with("with look-ups"))
        std::printf(" %14.0f", row.rate() * elements_a_case(*jobs_.at("look-up")));
      std::printf("\n");
    }
    for (const std::string name : {"job", "beijing-8"}) {
      const std::string plain = name + ", one by one";
      if (find(plain) == nullptr) continue;
      const auto tell = [&](const std::string& how, const std::string& without) {
        std::printf("%-36s %14.2f times the time without\n", (name + ", " + how).c_str(),
                    ratio(*find(without), *find(plain + ", " + how)));
      };
      tell("explained", plain);
      tell("explained and printed", plain + ", printed");
    }
    if (const Row* plain = find("reference job, AVX2"); plain != nullptr && find("with look-ups, AVX2") != nullptr) {
      const Row& looked = *find("with look-ups, AVX2");
      const double each = (1 / looked.rate() - 1 / plain->rate()) / elements_a_case(*jobs_.at("look-up"));
      std::printf("%-36s %14.0f a second, beyond the job without them\n", "look-ups", 1 / each);
    }
  }
  static auto elements_a_case(const Job& of) -> double {
    return static_cast<double>(of.elements()) / static_cast<double>(of.cases().size());
  }

  Options options_;
  std::map<std::string, std::unique_ptr<Job>> jobs_;
  std::map<std::string, batch::BatchEvaluator> evaluators_;
  std::map<std::string, Evaluator> references_;
  std::map<std::string, Figures> figures_;
  std::vector<std::array<std::int64_t, 4>> expected_;
  std::optional<HandClaims> hand_;
  std::vector<Row> rows_;
};

// So many claims of one row, over and over where there are fewer.
auto settle_only(const Options& options) -> int {
  const Job of(files_of(options, options.settle), std::min<std::size_t>(options.claims, 10'000));
  kernels::use(kernels::Width::avx2);
  batch::BatchEvaluator evaluator(of.program(), of.names());
  for (const auto& block : of.blocks()) evaluator.settle(*block);  // what is kept from block to block is there
  for (std::size_t done = 0; done < options.claims;) {
    for (const auto& block : of.blocks()) {
      settle_measured(evaluator, *block);
      done += block->size();
      if (done >= options.claims) break;
    }
  }
  std::printf("%s: %llu claims, %s\n", options.settle.c_str(),
              static_cast<unsigned long long>(evaluator.counts().cases), counted(evaluator).c_str());
  return 0;
}

auto number(const std::string& text) -> std::size_t {
  std::size_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) give_up(text + " is no number");
  return value;
}

auto read_options(const std::vector<std::string>& words) -> Options {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto next = [&] { return ++i < words.size() ? words[i] : std::string(); };
    if (words[i] == "--rounds") {
      options.rounds = std::max<std::size_t>(1, number(next()));
    } else if (words[i] == "--only") {
      options.only = next();
    } else if (words[i] == "--settle") {
      options.settle = next();
      options.claims = number(next());
    } else {
      options.folder = words[i];
    }
  }
  if (options.folder.empty()) give_up("usage: batch_bench FOLDER [--rounds N] [--only ROW] [--settle ROW CLAIMS]");
  return options;
}

}  // namespace
}  // namespace remit::bench

int main(int argc, char** argv) {
  using namespace remit::bench;
  const Options options = read_options({argv + 1, argv + argc});
  return options.settle.empty() ? Bench(options).run() : settle_only(options);
}
