#include "dsl/catalog/checksum.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace remit {
namespace {

TEST(Checksum, EveryFlippedBitIsFound) {
  for (const std::size_t size : {1U, 7U, 8U, 9U, 100U}) {
    std::string bytes(size, 'x');
    const std::uint64_t right = checksum(bytes);
    for (std::size_t bit = 0; bit < size * 8; ++bit) {
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
      EXPECT_NE(checksum(bytes), right) << size << " " << bit;
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    }
  }
}

TEST(Checksum, SizeCounts) {
  std::set<std::uint64_t> sums;
  for (std::size_t size = 0; size < 100; ++size) sums.insert(checksum(std::string(size, '\0')));
  EXPECT_EQ(sums.size(), 100U);
}

// Groups of entries go by the first bits.
TEST(Checksum, FirstBitsOfLikeKeysAreSpread) {
  std::vector<int> groups(64);
  for (int i = 0; i < 6400; ++i) ++groups[checksum("XJ01DHM048B0010101" + std::to_string(100'000 + i)) >> 58U];
  for (const int count : groups) EXPECT_TRUE(50 < count && count < 160) << count;
}

}  // namespace
}  // namespace remit
