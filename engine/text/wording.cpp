#include "engine/text/wording.h"

#include <cstddef>
#include <optional>

namespace remit {
namespace {

// Which argument a hole that begins at `at` stands for.
auto hole(std::string_view wording, std::size_t at) -> std::optional<std::size_t> {
  if (at + 2 >= wording.size() || wording[at] != '{' || wording[at + 2] != '}') return std::nullopt;
  const char digit = wording[at + 1];
  if (digit < '0' || digit > '9') return std::nullopt;
  return static_cast<std::size_t>(digit - '0');
}

}  // namespace

auto fill_wording(std::string_view wording, const std::vector<std::string>& arguments) -> std::string {
  std::string filled;
  for (std::size_t at = 0; at < wording.size();) {
    const auto index = hole(wording, at);
    if (!index) {
      filled += wording[at++];
      continue;
    }
    if (*index < arguments.size()) filled += arguments[*index];
    at += 3;
  }
  return filled;
}

auto lacks_argument(std::string_view wording, const std::vector<std::string>& arguments) -> bool {
  for (std::size_t at = 0; at < wording.size(); ++at) {
    const auto index = hole(wording, at);
    if (index && (*index >= arguments.size() || arguments[*index].empty())) return true;
  }
  return false;
}

}  // namespace remit
