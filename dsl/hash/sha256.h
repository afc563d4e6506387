// SHA-256 of a sequence of parts. Each part is hashed with its length before it, so that ("ab", "c") and ("a", "bc")
// differ.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace remit {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  auto operator=(const Sha256&) -> Sha256& = delete;

  auto part(std::string_view bytes) -> Sha256&;
  // 64 lower-case digits. Begins anew.
  auto digest() -> std::string;

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace remit
