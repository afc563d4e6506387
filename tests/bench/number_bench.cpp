// The arithmetic of one bill line: amount × rate, rounded to cents, summed.
#include <benchmark/benchmark.h>

#include "engine/number/number.h"

namespace remit {
namespace {

void sum_of_rounded_products(benchmark::State& state) {
  const Number rate = Number::decimal(85, 2);
  const Number cent = Number::decimal(1, 2);
  for (auto _ : state) {
    Number sum;
    for (std::int64_t amount = 0; amount < state.range(0); ++amount)
      sum = sum + (Number::decimal(amount * 997, 2) * rate).round_to(cent, Rounding::half_up);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(sum_of_rounded_products)->Arg(1000);

void ratio_rounded_once(benchmark::State& state) {
  const Number cent = Number::decimal(1, 2);
  for (auto _ : state)
    benchmark::DoNotOptimize((Number::whole(1000) / Number::whole(7)).round_to(cent, Rounding::half_even));
}
BENCHMARK(ratio_rounded_once);

}  // namespace
}  // namespace remit
