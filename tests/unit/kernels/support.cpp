#include "tests/unit/kernels/support.h"

#include <hwy/targets.h>
#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>

namespace remit::kernels {

void on_every_width(const std::function<void()>& body) {
  hwy::SetSupportedTargetsForTest(0);
  const std::int64_t machine = hwy::SupportedTargets() | HWY_EMU128;
  for (const std::int64_t target : {HWY_AVX3, HWY_AVX2, HWY_SSE4, HWY_EMU128}) {
    if ((machine & target) == 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    const testing::ScopedTrace trace(__FILE__, __LINE__, width_in_use());
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
}

Guarded::Guarded(std::size_t bytes) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t open = (bytes + page - 1) / page * page;
  bytes_ = open + page;
  base_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base_ == MAP_FAILED || mprotect(static_cast<char*>(base_) + open, page, PROT_NONE) != 0) {
    throw std::runtime_error("no memory for a column");
  }
  data_ = static_cast<char*>(base_) + (open - bytes);
}

Guarded::~Guarded() {
  if (base_ != nullptr) munmap(base_, bytes_);
}

auto Hostile::word() -> Word {
  constexpr Word kEdges[] = {kLowest,
                             kLowest + 1,
                             kHighest,
                             kHighest - 1,
                             0,
                             1,
                             -1,
                             2,
                             -2,
                             1LL << 31,
                             -(1LL << 31),
                             1LL << 32,
                             -(1LL << 32),
                             (1LL << 31) - 1,
                             (1LL << 32) - 1,
                             1LL << 62,
                             -(1LL << 62),
                             3037000499,
                             3037000500};
  switch (below(4)) {
    case 0: return kEdges[below(std::size(kEdges))];
    case 1: return static_cast<Word>(below(200)) - 100;
    default: return static_cast<Word>(bits()) >> below(64);
  }
}

}  // namespace remit::kernels
