// Each kernel on a block that stands in the nearest cache, at every width, beside the plain loop. Lanes a second; of
// lists, elements. `kernels_bench --benchmark_filter=/list` measures what is named so.
#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/kernels_plain.h"

namespace remit::kernels {
namespace {

constexpr std::size_t kCases = 512;

// Aligned, and as much longer as a column is.
template <class T>
class Column {
 public:
  template <class Make>
  Column(std::size_t lanes, Make make) : room_(padded(lanes) + kAlignment / sizeof(T)) {
    void* at = room_.data();
    std::size_t bytes = room_.size() * sizeof(T);
    at_ = static_cast<T*>(std::align(kAlignment, padded(lanes) * sizeof(T), at, bytes));
    for (std::size_t i = 0; i < lanes; ++i) at_[i] = static_cast<T>(make());
  }
  operator T*() const { return at_; }  // NOLINT: a column is handed to kernels as they take it

 private:
  std::vector<T> room_;
  T* at_;
};

std::mt19937_64 engine{1};  // NOLINT: the same numbers in every run
auto below(std::uint64_t limit) {
  return [limit] { return engine() % limit; };
}

// Cases with so many elements, and what they may hold. Cut in many ways, of which each run takes the next, so that the
// processor does not learn the lengths by heart.
struct Block {
  Block(std::size_t least, std::size_t most)
      : count(kCases * (least + most) / 2),
        amount(kCases * most, below(10'000'000)),
        class_of(kCases * most, below(3)),
        flag(kCases * most, below(2)),
        words(kCases * most, below(1)),
        bytes(kCases * most, below(1)) {
    for (int cut = 0; cut < 64; ++cut) {
      std::size_t elements = 0;
      cuts.emplace_back(kCases + 1,
                        [&] { return std::exchange(elements, elements + least + engine() % (most - least + 1)); });
    }
  }
  auto offsets() const -> const std::uint32_t* {
    turn = (turn + 1) % cuts.size();
    return cuts[turn];
  }
  std::size_t count;  // on average
  std::vector<Column<std::uint32_t>> cuts;
  mutable std::size_t turn = 0;
  Column<Word> amount;
  Column<Byte> class_of, flag;
  Column<Word> words;
  Column<Byte> bytes;
};

const Column<Word> a(kCases, below(1'000'000'000)), b(kCases, below(1'000'000'000)), wide(kCases, below(1ULL << 62));
const Column<Word> rate(kCases, below(1000)), divisor(kCases, [] { return 1 + engine() % 1000; });
const Column<Word> out(kCases, below(1)), second(kCases, below(1));
const Column<Byte> flags(kCases, below(2)), more(kCases, below(2)), byte_out(kCases, below(1)), bad(kCases, below(1));
const Column<Byte> of_3(kCases, below(3)), of_8(kCases, below(8)), of_16(kCases, below(16)), of_100(kCases, below(100));
const Column<Word> table(256, below(1000));
const Column<Byte> byte_table(256, below(256));
const Column<Word> rows(250'000, below(1000));
const Column<std::uint32_t> row(kCases, below(250'000)), near_row(kCases, below(1000));
const Block bills(6, 10), long_bills(60, 140);

void measure(const std::string& name, std::size_t lanes, const std::function<void()>& plain,
             const std::function<void()>& kernel) {
  const auto run = [lanes](benchmark::State& state, const std::function<void()>& body, Width width) {
    use(width);
    for ([[maybe_unused]] const auto _ : state) {
      body();
      benchmark::ClobberMemory();
    }
    use(Width::best);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lanes));
  };
  benchmark::RegisterBenchmark((name + "/plain").c_str(), run, plain, Width::best);
  benchmark::RegisterBenchmark((name + "/best").c_str(), run, kernel, Width::best);
  benchmark::RegisterBenchmark((name + "/avx2").c_str(), run, kernel, Width::avx2);
  benchmark::RegisterBenchmark((name + "/portable").c_str(), run, kernel, Width::portable);
}

#define MEASURE(name, lanes, plain, kernel) \
  measure(                                  \
      name, lanes, [] { plain; }, [] { kernel; })

template <class T>
void keep(T value) {
  benchmark::DoNotOptimize(value);
}

void lists(const std::string& kind, const Block& block) {
  const std::size_t n = kCases;
  const auto add = [&](const std::string& name, auto plain, auto kernel) {
    measure("list/" + name + "/" + kind, block.count, plain, kernel);
  };
  const Block* const l = &block;
  add(
      "repeat_words", [=] { plain::repeat(a, l->offsets(), l->words, n); },
      [=] { repeat(a, l->offsets(), l->words, n); });
  add(
      "repeat_bytes", [=] { plain::repeat(of_8, l->offsets(), l->bytes, n); },
      [=] { repeat(of_8, l->offsets(), l->bytes, n); });
  add(
      "segment_sums", [=] { plain::segment_sums(l->amount, l->offsets(), out, n); },
      [=] { segment_sums(l->amount, l->offsets(), out, n); });
  add(
      "segment_sums_where", [=] { plain::segment_sums_where(l->amount, l->flag, l->offsets(), out, n); },
      [=] { segment_sums_where(l->amount, l->flag, l->offsets(), out, n); });
  add(
      "segment_sums_tabulated",
      [=] { plain::segment_sums_tabulated(l->amount, l->class_of, table, l->offsets(), out, n); },
      [=] { segment_sums_tabulated(l->amount, l->class_of, table, 3, l->offsets(), out, n); });
  add(
      "segment_sums_tabulated_narrow",
      [=] { plain::segment_sums_tabulated(l->amount, l->class_of, table, l->offsets(), out, n); },
      [=] { segment_sums_tabulated_narrow(l->amount, l->class_of, table, 3, l->offsets(), out, n); });
  add(
      "segment_sums_tabulated_100",
      [=] { plain::segment_sums_tabulated(l->amount, l->class_of, table, l->offsets(), out, n); },
      [=] { segment_sums_tabulated(l->amount, l->class_of, table, 100, l->offsets(), out, n); });
  add(
      "settlement_sums", [=] { plain::settlement_sums(l->amount, l->class_of, table, l->offsets(), out, second, n); },
      [=] {
        const std::uint32_t* const offsets = l->offsets();
        segment_sums(l->amount, offsets, out, n);
        segment_sums_tabulated(l->amount, l->class_of, table, 3, offsets, second, n);
      });
  add(
      "segment_counts", [=] { plain::segment_counts(l->flag, l->offsets(), out, n); },
      [=] { segment_counts(l->flag, l->offsets(), out, n); });
  add(
      "segment_minima", [=] { plain::segment_minima(l->amount, l->offsets(), out, n); },
      [=] { segment_minima(l->amount, nullptr, l->offsets(), out, n); });
}

const bool registered = [] {
  constexpr std::size_t n = kCases;
  MEASURE("add", n, plain::add(a, b, out, n), add({a}, {b}, out, n));
  MEASURE("add_same", n, plain::add_same(a, 7, out, n), add({a}, {nullptr, 7}, out, n));
  MEASURE("multiply", n, plain::multiply(a, b, out, n), multiply({a}, {b}, out, n));
  MEASURE("multiply_narrow", n, plain::multiply_narrow(a, b, out, n), multiply_narrow({a}, {b}, out, n));
  MEASURE("minimum", n, plain::minimum(a, b, out, n), minimum({a}, {b}, out, n));
  MEASURE("absolute", n, plain::absolute(a, out, n), absolute({a}, out, n));
  MEASURE("add_checked", n, plain::add_checked(a, b, out, bad, n), add_checked({a}, {b}, out, bad, n));
  MEASURE("multiply_checked", n, plain::multiply_checked(a, b, out, bad, n), multiply_checked({a}, {b}, out, bad, n));
  MEASURE("multiply_checked_wide", n, plain::multiply_checked(wide, b, out, bad, n),
          multiply_checked({wide}, {b}, out, bad, n));
  MEASURE("round_positive_half_up", n, plain::half_up_100000(wide, out, n),
          round_quotient_positive(Rounding::half_up, wide, 100'000, out, n));
  MEASURE("round_half_even", n, plain::half_even_100(wide, out, n),
          round_quotient(Rounding::half_even, wide, 100, out, n));
  MEASURE("round_ratio", n, plain::half_up_ratio(a, divisor, out, bad, n),
          round_ratio(Rounding::half_up, {a}, {divisor}, out, bad, n));
  MEASURE("add_band", n, plain::add_band(a, 1000, 500'000'000, rate, out, n),
          add_band({}, {a}, {nullptr, 1000}, {nullptr, 500'000'000}, {rate}, out, n));
  MEASURE("add_band_narrow", n, plain::add_band(a, 1000, 500'000'000, rate, out, n),
          add_band_narrow({}, {a}, {nullptr, 1000}, {nullptr, 500'000'000}, {rate}, out, n));
  MEASURE("compare_words", n, plain::less(a, b, byte_out, n), compare(Relation::less, Words{a}, {b}, byte_out, n));
  MEASURE("compare_bytes", n, plain::equal(of_8, 3, byte_out, n),
          compare(Relation::equal, Bytes{of_8}, {nullptr, 3}, byte_out, n));
  MEASURE("both", n, plain::both(flags, more, byte_out, n), both({flags}, {more}, byte_out, n));
  MEASURE("select_words", n, plain::select(flags, a, b, out, n), select({flags}, Words{a}, {b}, out, n));
  MEASURE("range", n, keep(plain::range(a, n)), keep(range(a, n)));
  MEASURE("rough_range", n, keep(plain::range(a, n)), keep(rough_range(a, n)));
  MEASURE("range_where", n, keep(plain::range_where(a, flags, n)), keep(range_where(a, flags, n)));
  MEASURE("count", n, keep(plain::count(flags, n)), keep(count(flags, n)));
  MEASURE("any", n, keep(plain::any(bad, n)), keep(any(bad, n)));
  MEASURE("widen", n, plain::widen(of_8, out, n), widen(of_8, out, n));
  MEASURE("combine", n, plain::combine(of_8, 2, flags, byte_out, n), combine(of_8, 2, flags, byte_out, n));
  MEASURE("tabulated_words_8", n, plain::tabulated(of_8, table, out, n), tabulated(of_8, table, 8, out, n));
  MEASURE("tabulated_words_16", n, plain::tabulated(of_16, table, out, n), tabulated(of_16, table, 16, out, n));
  MEASURE("tabulated_words_100", n, plain::tabulated(of_100, table, out, n), tabulated(of_100, table, 100, out, n));
  MEASURE("tabulated_bytes_8", n, plain::tabulated(of_8, byte_table, byte_out, n),
          tabulated(of_8, byte_table, 8, byte_out, n));
  MEASURE("tabulated_bytes_100", n, plain::tabulated(of_100, byte_table, byte_out, n),
          tabulated(of_100, byte_table, 100, byte_out, n));
  MEASURE("gather_near", n, plain::gather(near_row, rows, out, n), gather(near_row, rows, out, n));
  MEASURE("gather_far", n, plain::gather(row, rows, out, n), gather(row, rows, out, n));
  lists("bills", bills);
  lists("long_bills", long_bills);
  return true;
}();

}  // namespace
}  // namespace remit::kernels
