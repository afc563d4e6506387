// Damerau-Levenshtein on code points, in the form that lets a letter be swapped with its neighbour once ("optimal
// string alignment"): what fingers do to a word.
#include "engine/text/nearest.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/text/utf8.h"

namespace remit {
namespace {

using Letters = std::vector<std::int32_t>;

auto distance(const Letters& a, const Letters& b) -> std::size_t {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

auto gap(std::size_t a, std::size_t b) -> std::size_t { return a < b ? b - a : a - b; }

}  // namespace

auto nearest_name(std::string_view name, const std::vector<std::string>& known) -> std::string {
  const Letters wanted = code_points(name);
  std::size_t best = (wanted.size() + 1) / 3 + 1;
  const std::string* nearest = nullptr;
  for (const std::string& candidate : known) {
    const Letters letters = code_points(candidate);
    if (gap(letters.size(), wanted.size()) >= best) continue;
    const std::size_t edits = distance(wanted, letters);
    if (edits >= best) continue;
    best = edits;
    nearest = &candidate;
  }
  return nearest != nullptr ? *nearest : std::string();
}

}  // namespace remit
