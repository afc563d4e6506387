// How long passes 3 and 4, and the formatter, take for a library of 100,000 lines.
#include <benchmark/benchmark.h>

#include "dsl/flatten/flatten.h"
#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "tests/bench/library.h"

namespace remit {
namespace {

// One policy of 100,000 lines, and as many regions as asked for that extend it with a few lines each.
auto library(std::int64_t regions) -> std::vector<ast::File> {
  std::vector<ast::File> files;
  files.push_back(parse_file(make_source(FileId{0}, "library.remit", policy_library(100'000))).file);
  for (std::int64_t i = 1; i <= regions; ++i) {
    const std::string text = "policy cn.region_" + std::to_string(i) +
                             "\n  extends cn.example.employee\n"
                             "override value first_deductible_0 : CNY = 7\n"
                             "extend value first_deductible_1 { from 2026-01-01 = 1700 }\n"
                             "drop except deductible_2.chronic_2\n";
    files.push_back(parse_file(make_source(FileId{static_cast<std::uint32_t>(i)}, "region.remit", text)).file);
  }
  return files;
}

void flatten_library(benchmark::State& state) {
  const std::vector<ast::File> files = library(state.range(0));
  for (auto _ : state) {
    const Flattened flat = flatten(files);
    if (!flat.problems.empty()) state.SkipWithError("the library has problems");
    state.counters["declarations"] = static_cast<double>(flat.policies[0].declarations.size());
  }
}
BENCHMARK(flatten_library)->Arg(0)->Arg(31)->Unit(benchmark::kMillisecond);

void format_library(benchmark::State& state) {
  const SourceText source = make_source(FileId{0}, "library.remit", policy_library(100'000));
  const Parsed parsed = parse_file(source);
  for (auto _ : state) benchmark::DoNotOptimize(format_file(parsed.file, source, Language::en));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(source.text.size()));
}
BENCHMARK(format_library)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace remit
