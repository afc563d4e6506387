// Pieces of memory are whole, apart from one another, and at a multiple of 16, whatever was given back before.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace remit {
namespace {

// A piece full of one byte, its own.
class Piece {
 public:
  Piece(std::size_t size, unsigned char byte) : size_(size), byte_(byte), at_(::operator new(size)) {
    std::memset(at_, byte, size);
  }
  Piece(Piece&& other) noexcept : size_(other.size_), byte_(other.byte_), at_(std::exchange(other.at_, nullptr)) {}
  auto operator=(Piece&& other) noexcept -> Piece& {
    std::swap(size_, other.size_), std::swap(byte_, other.byte_), std::swap(at_, other.at_);
    return *this;
  }
  ~Piece() {
    if (size_ % 2 == 0)
      ::operator delete(at_, size_);
    else
      ::operator delete(at_);
  }

  [[nodiscard]] bool aligned() const { return reinterpret_cast<std::uintptr_t>(at_) % 16 == 0; }
  [[nodiscard]] bool whole() const {
    const auto* bytes = static_cast<const unsigned char*>(at_);
    return std::all_of(bytes, bytes + size_, [&](unsigned char byte) { return byte == byte_; });
  }

 private:
  std::size_t size_;
  unsigned char byte_;
  void* at_;
};

void use(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<Piece> pieces;
  for (int step = 0; step < 20'000; ++step) {
    const auto doubling = random() % 20;  // as many small ones as large
    pieces.emplace_back(random() % (std::size_t{1} << doubling), static_cast<unsigned char>(random()));
    ASSERT_TRUE(pieces.back().aligned());
    if (pieces.size() < 200) continue;
    std::swap(pieces[random() % pieces.size()], pieces.back());
    ASSERT_TRUE(pieces.back().whole());
    pieces.pop_back();
  }
  for (const Piece& piece : pieces) ASSERT_TRUE(piece.whole());
}

TEST(Heap, PiecesAreWhole) { use(1); }

// Where one size ends and the next begins.
TEST(Heap, EverySizeHasItsBytes) {
  std::vector<Piece> pieces;
  for (std::size_t size = 0; size < 5'000; ++size) pieces.emplace_back(size, static_cast<unsigned char>(size));
  for (std::size_t doubling = 2; doubling < 10; ++doubling) {
    for (std::size_t quarters = 4; quarters < 8; ++quarters) {
      const std::size_t edge = (quarters * 256) << doubling;
      for (std::size_t size = edge - 12; size < edge + 2; ++size)
        pieces.emplace_back(size, static_cast<unsigned char>(size));
    }
  }
  for (const Piece& piece : pieces) ASSERT_TRUE(piece.whole() && piece.aligned());
}

TEST(Heap, WhatIsTooMuchIsRefused) {
  volatile std::size_t size = SIZE_MAX - 4;
  EXPECT_THROW(::operator delete(::operator new(size)), std::bad_alloc);
  size = SIZE_MAX / 2;
  EXPECT_THROW(::operator delete(::operator new(size)), std::bad_alloc);
  EXPECT_EQ(::operator new(size, std::nothrow), nullptr);
}

TEST(Heap, ThreadsDoNotShare) {
  std::thread other(use, 2);
  use(3);
  other.join();
  for (std::uint32_t seed = 4; seed < 8; ++seed) std::thread(use, seed).join();  // each with what the one before left
  std::unique_ptr<std::string> given;
  std::thread([&] { given = std::make_unique<std::string>(1000, 'a'); }).join();
  EXPECT_EQ(*std::exchange(given, nullptr), std::string(1000, 'a'));
}

// Also where a thread-local object outlives the thread's first piece, and gives memory back at the very end.
TEST(Heap, WhatAThreadLeavesTheNextOneTakesOver) {
  const std::size_t size = 200'000;  // that nothing else here asks for
  std::vector<void*> places;
  for (int i = 0; i < 8; ++i) {
    std::thread([&] {
      static thread_local std::unique_ptr<std::string> kept;
      kept.reset();  // so that it is there before any piece
      kept = std::make_unique<std::string>(100, 'a');
      void* const piece = ::operator new(size);
      places.push_back(piece);
      ::operator delete(piece);
    }).join();
  }
  EXPECT_EQ(places, std::vector<void*>(8, places.front()));
}

}  // namespace
}  // namespace remit
