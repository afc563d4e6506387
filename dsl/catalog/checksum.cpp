#include "dsl/catalog/checksum.h"

#include <cstring>

namespace remit {
namespace {

// Odd, with as many ones as zeros and no pattern: digits of the golden ratio and of π.
constexpr std::uint64_t kFirst = 0x9E37'79B9'7F4A'7C15U;
constexpr std::uint64_t kSecond = 0x2437'54A3'1319'8A2FU;

auto step(std::uint64_t sum, std::uint64_t word) -> std::uint64_t {
  sum = (sum ^ word) * kFirst;
  return sum ^ (sum >> 32U);
}

auto word_of(std::string_view bytes) -> std::uint64_t {
  std::uint64_t word = 0;
  if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
  return word;
}

}  // namespace

auto checksum(std::string_view bytes) -> std::uint64_t {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::uint64_t sum = step(kSecond, bytes.size());
  for (; bytes.size() >= kWord; bytes.remove_prefix(kWord)) sum = step(sum, word_of(bytes.substr(0, kWord)));
  if (!bytes.empty()) sum = step(sum, word_of(bytes));
  return step(sum * kSecond, 0);
}

}  // namespace remit
