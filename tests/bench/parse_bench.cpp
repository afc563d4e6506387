// How long a library of 100,000 lines takes to read, and how much memory its tree holds.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include "dsl/parse/lexer.h"
#include "dsl/parse/outline.h"
#include "dsl/parse/parse.h"
#include "tests/bench/library.h"

namespace remit {
namespace {

auto library() -> const SourceText& {
  static const SourceText source = make_source(FileId{0}, "library.remit", policy_library(100'000));
  return source;
}

void parse_library(benchmark::State& state) {
  const SourceText& source = library();
  for (auto _ : state) {
    const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    const Parsed parsed = parse_file(source);
    if (!parsed.problems.empty()) state.SkipWithError("the library has problems");
    state.counters["MB_of_tree"] = static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd - before) / 1e6;
    state.counters["attempts_per_byte"] =
        static_cast<double>(parsed.attempts) / static_cast<double>(source.text.size());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(source.text.size()));
}
BENCHMARK(parse_library)->Unit(benchmark::kMillisecond);

void lex_library(benchmark::State& state) {
  const SourceText& source = library();
  for (auto _ : state) {
    parse::Problems problems(source.id);
    benchmark::DoNotOptimize(parse::lex(source, problems));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(source.text.size()));
}
BENCHMARK(lex_library)->Unit(benchmark::kMillisecond);

void outline_library(benchmark::State& state) {
  const SourceText& source = library();
  for (auto _ : state) {
    const parse::Outline outline = parse::outline(source.text);
    if (!outline.clear) state.SkipWithError("the library has no outline");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(source.text.size()));
}
BENCHMARK(outline_library)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace remit
