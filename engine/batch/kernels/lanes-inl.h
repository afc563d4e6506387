// What the kernels share, once for every vector width: included after hwy/highway.h, inside no namespace.
#if defined(REMIT_KERNELS_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef REMIT_KERNELS_LANES_INL_H
#undef REMIT_KERNELS_LANES_INL_H
#else
#define REMIT_KERNELS_LANES_INL_H
#endif

#include <hwy/highway.h>

#include <limits>

#include "engine/batch/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace remit::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using U = std::uint64_t;  // arithmetic modulo 2^64

inline constexpr Word kLowest = std::numeric_limits<Word>::min();
inline constexpr Word kHighest = std::numeric_limits<Word>::max();

HWY_INLINE Word wrapped(U bits) { return static_cast<Word>(bits); }

struct Operand {
  explicit Operand(Words from) : lanes(from.lanes), same(from.same) {}
  Word operator[](std::size_t i) const { return lanes != nullptr ? lanes[i] : same; }
  const Word* lanes;
  Word same;
};
struct ByteOperand {
  explicit ByteOperand(Bytes from) : lanes(from.lanes), same(from.same) {}
  Byte operator[](std::size_t i) const { return lanes != nullptr ? lanes[i] : same; }
  const Byte* lanes;
  Byte same;
};

}  // namespace remit::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
