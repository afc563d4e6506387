// What this machine can do, in Highway's words: the functions of its library that its headers call.
//
// The library itself is not linked. It measures the clock whenever it is loaded, for benchmarks, which takes three
// milliseconds: a third of what a process needs to settle a case.
#include <hwy/targets.h>

#include <atomic>
#include <cstdint>

namespace hwy {
namespace {

std::atomic<std::int64_t> set_for_test{0};

// Each with what Highway compiles it for.
auto targets_of_machine() -> std::int64_t {
  std::int64_t targets = HWY_ENABLED_BASELINE | HWY_EMU128;
#if HWY_ARCH_X86
  const auto has = [&](bool all, std::int64_t target) { targets |= all ? target : 0; };
  __builtin_cpu_init();
  const bool sse4 = __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.1") &&
                    __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul") &&
                    __builtin_cpu_supports("aes");
  const bool avx2 = sse4 && __builtin_cpu_supports("avx") && __builtin_cpu_supports("avx2") &&
                    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("f16c");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  has(sse4, HWY_SSE4);
  has(avx2, HWY_AVX2);
  has(avx512, HWY_AVX3);
#endif
  return targets;
}

}  // namespace

int64_t SupportedTargets() {
  const std::int64_t set = set_for_test.load();
  return set != 0 ? set : targets_of_machine();
}

void SetSupportedTargetsForTest(int64_t targets) {
  set_for_test.store(targets);
  GetChosenTarget().DeInit();
}

ChosenTarget& GetChosenTarget() {
  static ChosenTarget chosen;
  return chosen;
}

}  // namespace hwy
