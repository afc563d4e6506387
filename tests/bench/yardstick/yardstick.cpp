#include "tests/bench/yardstick/yardstick.h"

namespace yardstick {

void settle_structs(const std::vector<Claim>& claims, const std::vector<Item>& items, std::vector<Result>& results) {
  for (std::size_t i = 0; i < claims.size(); ++i) results[i] = settle(claims[i], &items[claims[i].first_item]);
}

void settle_columns(const Columns& claims, ResultColumns& results) { settle(claims, results); }

}  // namespace yardstick
