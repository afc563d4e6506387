#include "dsl/hash/sha256.h"

#include <nettle/sha2.h>

#include <array>
#include <cstdint>

namespace remit {
namespace {

void update(sha256_ctx& context, std::string_view bytes) {
  sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

auto hexadecimal(const std::array<std::uint8_t, SHA256_DIGEST_SIZE>& digest) -> std::string {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

}  // namespace

struct Sha256::Context {
  sha256_ctx state{};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { sha256_init(&context_->state); }
Sha256::~Sha256() = default;

auto Sha256::part(std::string_view bytes) -> Sha256& {
  update(context_->state, std::to_string(bytes.size()) + ":");
  update(context_->state, bytes);
  return *this;
}

auto Sha256::digest() -> std::string {
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&context_->state, digest.size(), digest.data());
  return hexadecimal(digest);
}

}  // namespace remit
