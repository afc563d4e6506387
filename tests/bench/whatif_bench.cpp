// What-ifs of one case, beside 1,000 settlements of it by the reference evaluator, in turn: the counter `reference` is
// the share of their time that one what-if takes. The case is a stay of 26 lines in Beijing, with its real policy.
#include <benchmark/benchmark.h>

#include <ctime>
#include <vector>

#include "repl/whatif/solve.h"
#include "repl/whatif/sweep.h"
#include "tests/bench/batch/job.h"

namespace remit::whatif {
namespace {

constexpr int kSettlements = 1'000;
constexpr int kTimes = 5;

class Stay {
 public:
  [[nodiscard]] auto service() const -> Service { return {job_.program(), job_.names()}; }
  [[nodiscard]] auto given() const -> const Case& { return job_.cases().front(); }
  [[nodiscard]] auto variable(const char* name) const -> Variable {
    return find_variable(service(), given(), name).value();
  }
  [[nodiscard]] auto quantities() const -> std::vector<Quantity> {
    std::vector<Quantity> all;
    for (const char* name : {"pooled", "large", "cash"}) all.push_back(find_quantity(service(), name).value());
    return all;
  }
  void settle() const {
    Evaluator evaluator(job_.program(), job_.names());
    for (int i = 0; i < kSettlements; ++i) benchmark::DoNotOptimize(evaluator.settle(given()).date);
  }

 private:
  const bench::Job job_{{.library = REMIT_ROOT "/policies/cn",
                         .policy = "cn.beijing.employee",
                         .cases = REMIT_ROOT "/policies/cn/beijing/examples/second_stay.json"},
                        1};
};

auto stay() -> const Stay& {
  static const Stay stay;
  return stay;
}

// Processor's time of this thread, in seconds.
auto now() -> double {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// `one` does the what-if, and says whether it came out as it must.
template <class One>
void measure(benchmark::State& state, One one) {
  double asked = 0, settled = 0;
  if (!one()) return state.SkipWithError("not what it must be");
  for (auto _ : state) {
    const double begin = now();
    benchmark::DoNotOptimize(one());
    const double end = now();
    stay().settle();
    settled += now() - end;
    asked += end - begin;
    state.SetIterationTime(end - begin);
  }
  state.counters["reference"] = asked / settled;
}

// From 0 on, 1,000 values.
void sweep_of(benchmark::State& state, const char* name, std::int64_t step, bool fails) {
  const Variable variable = stay().variable(name);
  const auto points = points_between(variable, Number(), Number::whole(999 * step), Number::whole(step)).value();
  const std::vector<Quantity> shown = stay().quantities();
  measure(state, [&] {
    const Sweep swept = sweep(stay().service(), stay().given(), variable, points, shown).value();
    bool right = swept.points.size() == 1'000;
    for (const SweptPoint& point : swept.points) right = right && point.why.empty() != fails;
    return right;
  });
}
void sweep_values(benchmark::State& state) { sweep_of(state, "first_deductible", 2, false); }
void sweep_scaled(benchmark::State& state) { sweep_of(state, "scale claim.items.amount", 200, false); }
// Of a total that the lines do not add up to.
void sweep_failing(benchmark::State& state) { sweep_of(state, "claim.total", 100, true); }
BENCHMARK(sweep_values)->UseManualTime()->Iterations(kTimes);
BENCHMARK(sweep_scaled)->UseManualTime()->Iterations(kTimes);
BENCHMARK(sweep_failing)->UseManualTime()->Iterations(kTimes);

void solve_figure(benchmark::State& state) {
  const SolveQuestion question{.variable = stay().variable("first_deductible"),
                               .quantity = stay().quantities().front(),
                               .relation = Relation::equal,
                               .target = Number::whole(80'000)};
  measure(state, [&] {
    const Solution solution = solve(stay().service(), stay().given(), question).value();
    return solution.found.size() == 1 && solution.undecided.empty();
  });
}
BENCHMARK(solve_figure)->UseManualTime()->Iterations(kTimes);

}  // namespace
}  // namespace remit::whatif
