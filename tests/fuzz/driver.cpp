// A small coverage-guided fuzzer, since GCC has none. Under the preset `fuzz` the compiler calls
// `__sanitizer_cov_trace_pc` at every branch; a pair of branches never seen in a row makes an input worth keeping,
// and new inputs are made from those kept. Without that preset nothing is new, and only the seeds are varied.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "tests/fuzz/fuzz.h"

namespace {

constexpr unsigned kSecondsPerInput = 10;
constexpr std::size_t kLongest = 4096;  // deep enough for every limit, short enough to try often

constexpr std::size_t kEdges = 1 << 20;
bool seen[kEdges];  // no std::array: its functions may be traced themselves
bool discovered = false;
std::uintptr_t previous = 0;

std::string crash_file;
std::string input;

extern "C" void give_up(int signal) {
  std::ofstream(crash_file, std::ios::binary) << input;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

auto read_seeds(const std::filesystem::path& folder) -> std::vector<std::string> {
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

// Tries `input`; true when it went where none went before.
auto discovers() -> bool {
  discovered = false;
  previous = 0;
  alarm(kSecondsPerInput);
  remit::fuzz_one(input);
  alarm(0);
  return discovered;
}

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  auto vary(const std::vector<std::string>& kept) -> std::string {
    std::string text = kept[below(kept.size())];
    for (std::size_t i = 0; i <= below(4); ++i) change(text, kept[below(kept.size())]);
    return text.substr(0, kLongest);
  }

 private:
  auto below(std::size_t limit) -> std::size_t { return limit == 0 ? 0 : random_() % limit; }

  auto piece(const std::string& text) -> std::string { return text.substr(below(text.size()), 1 + below(32)); }

  void change(std::string& text, const std::string& other) {
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0: text.erase(at, 1 + below(16)); return;
      case 1: text.insert(at, 1, static_cast<char>(random_())); return;
      case 2: text.insert(at, piece(other)); return;
      case 3: text.replace(at, below(16), piece(other)); return;
      case 4:
        for (std::string part = piece(text); part.size() < kLongest / 4 && below(8) != 0; part += part)
          text.insert(at, part);
        return;
    }
  }

  std::mt19937_64 random_;
};

}  // namespace

// The sanitizers' runtime calls these before it is ready itself.
#define REMIT_UNTRACED __attribute__((no_sanitize("address", "undefined"), no_sanitize_coverage))

extern "C" REMIT_UNTRACED void __sanitizer_cov_trace_pc() {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  bool& edge = seen[((previous >> 1) ^ here) % kEdges];
  discovered |= !edge;
  edge = true;
  previous = here;
}

// So that what a sanitizer finds ends in give_up.
extern "C" REMIT_UNTRACED const char* __asan_default_options() { return "abort_on_error=1"; }
extern "C" REMIT_UNTRACED const char* __ubsan_default_options() { return "abort_on_error=1:print_stacktrace=1"; }

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s SECONDS\n", argv[0]);
    return 2;
  }
  const std::string name = std::filesystem::path(argv[0]).filename();
  crash_file = name + ".crash";
  std::signal(SIGABRT, give_up);
  std::signal(SIGALRM, give_up);

  std::vector<std::string> kept = read_seeds(FUZZ_SEEDS);
  for (const std::string& seed : kept) {
    input = seed;
    discovers();
  }
  const std::size_t seeds = kept.size();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[1]));
  Mutator mutator{std::random_device{}()};
  std::size_t tried = 0;
  for (; std::chrono::steady_clock::now() < end; ++tried) {
    input = mutator.vary(kept);
    if (discovers()) kept.push_back(input);
  }
  std::printf("%s: %zu seeds, %zu inputs made from them, %zu kept\n", name.c_str(), seeds, tried, kept.size() - seeds);
}
