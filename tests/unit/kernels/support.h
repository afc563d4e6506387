// What the tests of kernels share: columns that end where memory ends, hostile values, every vector width in turn.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/batch/kernels/kernels.h"

namespace remit::kernels {

__extension__ using Wide = __int128;  // for exact models

inline constexpr Word kLowest = std::numeric_limits<Word>::min();
inline constexpr Word kHighest = std::numeric_limits<Word>::max();

inline const std::vector<std::size_t> kSizes = {0, 1, 2, 7, 8, 9, 31, 63, 64, 65, 127, 513, 8192};

// Runs `body` with each width that this machine has, the plain code below SSE4 included.
void on_every_width(const std::function<void()>& body);

// Memory of whole pages with one behind it that nobody may touch.
class Guarded {
 public:
  // `bytes` that end where the forbidden page begins.
  explicit Guarded(std::size_t bytes);
  ~Guarded();
  Guarded(Guarded&& other) noexcept
      : base_(std::exchange(other.base_, nullptr)), bytes_(other.bytes_), data_(other.data_) {}
  Guarded(const Guarded&) = delete;
  auto operator=(const Guarded&) -> Guarded& = delete;
  auto operator=(Guarded&&) -> Guarded& = delete;
  auto data() const -> void* { return data_; }

 private:
  void* base_;
  std::size_t bytes_;
  void* data_;
};

// A column as the kernels want it, of not one lane more; what lies past the last lane is filled too.
template <class T>
class Column {
 public:
  template <class Make>
  Column(std::size_t lanes, Make make) : lanes_(lanes), memory_(padded(lanes) * sizeof(T)) {
    for (std::size_t i = 0; i < padded(lanes); ++i) data()[i] = make();
  }
  explicit Column(const std::vector<T>& values) : Column(values.size(), [] { return static_cast<T>(0x55); }) {
    std::copy(values.begin(), values.end(), data());
  }

  auto size() const -> std::size_t { return lanes_; }
  auto data() const -> T* { return static_cast<T*>(memory_.data()); }
  auto operator[](std::size_t i) const -> T& { return data()[i]; }
  auto values() const -> std::vector<T> { return {data(), data() + lanes_}; }

 private:
  std::size_t lanes_;
  Guarded memory_;
};

// Values that break things, among others that do not; the same in every run.
class Hostile {
 public:
  auto bits() -> std::uint64_t { return engine_(); }
  auto below(std::uint64_t limit) -> std::uint64_t { return bits() % limit; }
  // The ends of 64 bits and of 32, small numbers, numbers of any length.
  auto word() -> Word;
  auto narrow() -> Word { return static_cast<std::int32_t>(word()); }
  auto flag() -> Byte { return static_cast<Byte>(below(2)); }

  auto words(std::size_t n) -> Column<Word> {
    return {n, [&] { return word(); }};
  }
  auto narrows(std::size_t n) -> Column<Word> {
    return {n, [&] { return narrow(); }};
  }
  auto flags(std::size_t n) -> Column<Byte> {
    return {n, [&] { return flag(); }};
  }
  auto bytes(std::size_t n, std::uint64_t limit) -> Column<Byte> {
    return {n, [&] { return static_cast<Byte>(below(limit)); }};
  }

 private:
  std::mt19937_64 engine_{20260101};
};

// An operand, as a column or as one value for all lanes.
template <class T, class Operand>
struct Given {
  Operand operand;
  auto operator[](std::size_t i) const -> T { return operand.lanes != nullptr ? operand.lanes[i] : operand.same; }
};
using GivenWords = Given<Word, Words>;
using GivenBytes = Given<Byte, Bytes>;

template <class T>
auto both_forms(const Column<T>& column) {
  using Operand = std::conditional_t<std::is_same_v<T, Word>, Words, Bytes>;
  return std::vector<Given<T, Operand>>{{{column.data(), {}}}, {{nullptr, column.size() == 0 ? T{1} : column[0]}}};
}

// Lane by lane; tells of the first that differs.
template <class T, class Model>
void expect_lanes(const Column<T>& got, std::size_t n, Model model) {
  for (std::size_t i = 0; i < n; ++i) {
    if (const T want = model(i); got[i] != want) {
      ADD_FAILURE() << "lane " << i << " of " << n << " is " << +got[i] << ", not " << +want;
      return;
    }
  }
}

inline auto wrapped(Wide exact) -> Word { return static_cast<Word>(static_cast<std::uint64_t>(exact)); }
inline bool fits(Wide exact) { return exact >= kLowest && exact <= kHighest; }

}  // namespace remit::kernels
