#include "engine/batch/kernels/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/batch/kernels/width.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

const char* name() { return hwy::TargetName(HWY_TARGET); }

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace remit::kernels {
namespace {

// All targets but those that Highway prefers to this one: on x86 the fewer features, the higher the bit.
constexpr auto not_better_than(std::int64_t target) -> std::int64_t { return ~(target - 1); }

}  // namespace

HWY_EXPORT(name);
auto width_in_use() -> const char* { return HWY_DYNAMIC_DISPATCH(name)(); }

void use(Width width) {
  hwy::SetSupportedTargetsForTest(0);
  const std::int64_t machine = hwy::SupportedTargets();
  switch (width) {
    case Width::best: return;
    case Width::avx2: return hwy::SetSupportedTargetsForTest(machine & not_better_than(HWY_AVX2));
    case Width::portable: return hwy::SetSupportedTargetsForTest(machine & not_better_than(HWY_SSE4));
  }
}

}  // namespace remit::kernels
#endif
