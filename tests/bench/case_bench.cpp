// JSON to a case and an answer to JSON: the general reader and writer, on a case of 200 bill lines.
#include <benchmark/benchmark.h>

#include <string>

#include "engine/io/json.h"
#include "engine/io/read_case.h"
#include "engine/io/write_answer.h"
#include "tests/unit/io/sample.h"

namespace {

using namespace remit;

constexpr int kLines = 200;

auto service() -> sample::Sample {
  sample::Sample made = sample::service();
  made.program.lists[0].at_most = 1000;
  made.program.inputs[2].children[1].field.limits.at_most = 1000;
  return made;
}

auto bill() -> std::string {
  const std::string line =
      R"({"code": "XA01ABD075A002010100483", "amount": 1300.50, "price": 12.345678, "tags": [], "parts": []})";
  std::string lines = line;
  for (int i = 1; i < kLines; ++i) lines += ", " + line;
  std::string json = sample::least();
  const std::string items = R"("items": [)";
  const std::size_t begin = json.find(items) + items.size();
  return json.replace(begin, json.find("], \"marks\"") - begin, lines);
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void read_text(benchmark::State& state) {
  const std::string json = bill();
  for (auto _ : state) benchmark::DoNotOptimize(JsonDocument::read(json).ok());
  count_bytes(state, json.size());
}
BENCHMARK(read_text);

void read_bill(benchmark::State& state) {
  const sample::Sample sample = service();
  const std::string json = bill();
  for (auto _ : state) {
    const auto read = read_case(json, sample.program, sample.names);
    if (!read) state.SkipWithError("refused");
  }
  count_bytes(state, json.size());
}
BENCHMARK(read_bill);

void write_bill(benchmark::State& state) {
  sample::Sample sample = service();
  Output amount;
  amount.name = "in_scope";
  amount.type = {.kind = TypeKind::money};
  amount.step = Number::decimal(1, 2);
  Output items;
  items.name = "claim.items";
  items.list = ListId{0};
  items.fields = {amount, amount, amount, amount};
  sample.program.outputs = {items};
  const OutputValue value{Number::decimal(130050, 2), {}};
  Answer answer;
  answer.outputs = {{Value(), {}}};
  answer.outputs[0].elements.assign(kLines, {value, value, value, value});
  std::size_t bytes = 0;
  for (auto _ : state) bytes = write_answer(answer, sample.program, sample.names, {}).size();
  count_bytes(state, bytes);
}
BENCHMARK(write_bill);

}  // namespace
