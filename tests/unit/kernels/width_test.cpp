#include <hwy/targets.h>

#include "tests/unit/kernels/support.h"

namespace remit::kernels {
namespace {

TEST(Width, IsChosen) {
  std::vector<std::string> seen;
  on_every_width([&] { seen.emplace_back(width_in_use()); });
  EXPECT_EQ(seen.back(), "EMU128");

  use(Width::best);
  EXPECT_EQ(width_in_use(), seen.front());

  const std::int64_t machine = hwy::SupportedTargets();
  use(Width::avx2);
  EXPECT_STREQ(width_in_use(), (machine & HWY_AVX2) != 0 ? "AVX2" : (machine & HWY_SSE4) != 0 ? "SSE4" : "EMU128");
  use(Width::portable);
  EXPECT_STREQ(width_in_use(), (machine & HWY_SSE4) != 0 ? "SSE4" : "EMU128");
  use(Width::best);
}

}  // namespace
}  // namespace remit::kernels
