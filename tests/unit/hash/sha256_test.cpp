#include "dsl/hash/sha256.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

// Each part is hashed as its length, a colon, its bytes: `printf 3:abc | sha256sum`.
TEST(Sha256, KnownDigests) {
  EXPECT_EQ(Sha256().digest(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256().part("abc").digest(), "aab5f9ae99b2e38fb462025c8f72f570c9c811705d2a4277dc855d7fa293fe97");
}

TEST(Sha256, WhereAPartEndsCounts) {
  EXPECT_NE(Sha256().part("ab").part("c").digest(), Sha256().part("a").part("bc").digest());
  EXPECT_NE(Sha256().part("").digest(), Sha256().digest());
}

TEST(Sha256, ADigestBeginsAnew) {
  Sha256 hash;
  const std::string first = hash.part("abc").digest();
  EXPECT_EQ(hash.part("abc").digest(), first);
}

}  // namespace
}  // namespace remit
