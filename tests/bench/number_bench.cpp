// What an operation on Numbers costs: on the fast path, beside it (128 bits), and off it (integers of any size).
// Each benchmark walks over an array, so that the figure is throughput on data that the branch predictor has to
// guess, not the latency of one value.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/number/number.h"

namespace remit {
namespace {

constexpr std::size_t kCount = 1024;

// Amounts such as 1234.56; the same on every machine.
auto amounts(int places) -> std::vector<Number> {
  std::vector<Number> result;
  std::uint64_t state = 42;
  for (std::size_t i = 0; i < kCount; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    result.push_back(Number::decimal(static_cast<std::int64_t>(state >> 40U), places));
  }
  return result;
}

auto number(const std::string& text) -> Number { return Number::parse(text).value(); }

auto each(const std::vector<Number>& numbers, const Number& factor) -> std::vector<Number> {
  std::vector<Number> result;
  result.reserve(numbers.size());
  for (const Number& one : numbers) result.push_back(one * factor);
  return result;
}

// `operation` on neighbours of two arrays.
template <class Operation>
void run(benchmark::State& state, const std::vector<Number>& left, const std::vector<Number>& right,
         Operation operation) {
  for ([[maybe_unused]] const auto _ : state) {
    for (std::size_t i = 0; i < kCount; ++i) benchmark::DoNotOptimize(operation(left[i], right[i]));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}

const auto kAdd = [](const Number& a, const Number& b) { return a + b; };
const auto kMultiply = [](const Number& a, const Number& b) { return a * b; };
const auto kDivide = [](const Number& a, const Number& b) { return a / b; };
const auto kLess = [](const Number& a, const Number& b) { return a < b; };
const auto kCopy = [](const Number& a, const Number& /*b*/) { return Number(a); };

void sum(benchmark::State& state, const std::vector<Number>& numbers) {
  for ([[maybe_unused]] const auto _ : state) {
    Number total;
    for (const Number& one : numbers) total = total + one;
    benchmark::DoNotOptimize(total);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}

void round(benchmark::State& state, const std::vector<Number>& numbers, const Number& step) {
  run(state, numbers, numbers,
      [&](const Number& a, const Number& /*b*/) { return a.round_to(step, Rounding::half_up); });
}

void fast_copy(benchmark::State& state) { run(state, amounts(2), amounts(2), kCopy); }
void fast_add(benchmark::State& state) { run(state, amounts(2), amounts(2), kAdd); }
void fast_add_unequal_places(benchmark::State& state) { run(state, amounts(2), amounts(4), kAdd); }
void fast_sum(benchmark::State& state) { sum(state, amounts(2)); }
void fast_multiply(benchmark::State& state) { run(state, amounts(2), amounts(4), kMultiply); }
void fast_less(benchmark::State& state) { run(state, amounts(2), amounts(2), kLess); }
void fast_less_unequal_places(benchmark::State& state) { run(state, amounts(2), amounts(4), kLess); }
void fast_round_to_cent(benchmark::State& state) { round(state, amounts(6), Number::decimal(1, 2)); }
void fast_round_to_five_cents(benchmark::State& state) { round(state, amounts(6), Number::decimal(5, 2)); }
void fast_divide_exactly(benchmark::State& state) {
  run(state, amounts(2), std::vector(kCount, Number::whole(8)), kDivide);
}
BENCHMARK(fast_copy);
BENCHMARK(fast_add);
BENCHMARK(fast_add_unequal_places);
BENCHMARK(fast_sum);
BENCHMARK(fast_multiply);
BENCHMARK(fast_less);
BENCHMARK(fast_less_unequal_places);
BENCHMARK(fast_round_to_cent);
BENCHMARK(fast_round_to_five_cents);
BENCHMARK(fast_divide_exactly);

// The arithmetic of bill lines: amount × rate, rounded to cents, summed.
void sum_of_rounded_products(benchmark::State& state) {
  const std::vector<Number> lines = amounts(2);
  const Number rate = Number::decimal(85, 2);
  const Number cent = Number::decimal(1, 2);
  for ([[maybe_unused]] const auto _ : state) {
    Number total;
    for (const Number& line : lines) total = total + (line * rate).round_to(cent, Rounding::half_up);
    benchmark::DoNotOptimize(total);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}
BENCHMARK(sum_of_rounded_products);

// 128 bits on the way, 64 in the end.
void wide_multiply(benchmark::State& state) { run(state, amounts(10), each(amounts(9), number("100")), kMultiply); }
void wide_round(benchmark::State& state) { round(state, amounts(18), Number::decimal(1, 2)); }
BENCHMARK(wide_multiply);
BENCHMARK(wide_round);

void ratio_make(benchmark::State& state) { run(state, amounts(2), std::vector(kCount, Number::whole(7)), kDivide); }
void ratio_add(benchmark::State& state) { run(state, each(amounts(2), number("1") / number("7")), amounts(2), kAdd); }
void ratio_made_and_rounded(benchmark::State& state) {
  const Number cent = Number::decimal(1, 2);
  run(state, amounts(2), std::vector(kCount, Number::whole(7)),
      [&](const Number& a, const Number& b) { return (a / b).round_to(cent, Rounding::half_even); });
}
void ratio_round(benchmark::State& state) {
  round(state, each(amounts(2), number("1") / number("7")), Number::decimal(1, 2));
}
BENCHMARK(ratio_make);
BENCHMARK(ratio_add);
BENCHMARK(ratio_round);
BENCHMARK(ratio_made_and_rounded);

// The dearest operation that a case can ask for: two ratios whose parts are all at the limit.
void ratio_add_limit(benchmark::State& state) {
  const Number nines = number(std::string(Number::kMaxDigits, '9'));
  const Number sevens = number(std::string(Number::kMaxDigits, '7'));
  const Number left = (sevens - Number::whole(6)) / (nines - Number::whole(2));
  const Number right = (sevens - Number::whole(4)) / (nines - Number::whole(8));
  for ([[maybe_unused]] const auto _ : state) benchmark::DoNotOptimize(left + right);
}
BENCHMARK(ratio_add_limit);

// Digits of each operand: just too many for the fast path, and at the limit of a case.
auto big(std::int64_t digits) -> std::vector<Number> {
  return each(amounts(2), number(std::string(static_cast<std::size_t>(digits) - 8, '7')));
}
void big_copy(benchmark::State& state) { run(state, big(state.range()), big(state.range()), kCopy); }
void big_add(benchmark::State& state) { run(state, big(state.range()), big(state.range()), kAdd); }
void big_multiply(benchmark::State& state) { run(state, big(state.range()), big(state.range()), kMultiply); }
void big_less(benchmark::State& state) { run(state, big(state.range()), big(state.range()), kLess); }
void big_round(benchmark::State& state) { round(state, big(state.range()), number("10")); }
void big_divide(benchmark::State& state) {
  run(state, big(state.range()), each(big(state.range()), number("3")), kDivide);
}
BENCHMARK(big_copy)->Arg(30)->Arg(Number::kMaxDigits);
BENCHMARK(big_add)->Arg(30)->Arg(Number::kMaxDigits);
BENCHMARK(big_multiply)->Arg(30)->Arg(Number::kMaxDigits);
BENCHMARK(big_less)->Arg(30)->Arg(Number::kMaxDigits);
BENCHMARK(big_round)->Arg(30)->Arg(Number::kMaxDigits);
BENCHMARK(big_divide)->Arg(30)->Arg(Number::kMaxDigits);

// Texts in and out.
void parse(benchmark::State& state, const std::string& text) {
  for ([[maybe_unused]] const auto _ : state) benchmark::DoNotOptimize(Number::parse(text));
}
void parse_amount(benchmark::State& state) { parse(state, "12345.67"); }
void parse_limit(benchmark::State& state) { parse(state, std::string(Number::kMaxDigits, '7')); }
void parse_megabyte(benchmark::State& state) { parse(state, std::string(1'000'000, '7')); }
void parse_exponent(benchmark::State& state) { parse(state, "1e999999999"); }
void print_amount(benchmark::State& state) {
  const Number amount = number("12345.67");
  for ([[maybe_unused]] const auto _ : state) benchmark::DoNotOptimize(amount.to_string());
}
BENCHMARK(parse_amount);
BENCHMARK(parse_limit);
BENCHMARK(parse_megabyte);
BENCHMARK(parse_exponent);
BENCHMARK(print_amount);

}  // namespace
}  // namespace remit
