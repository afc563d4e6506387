#include "dsl/catalog/slips.h"

#include <algorithm>

#include "dsl/diagnostic/diagnostic.h"
#include "engine/text/nearest.h"

namespace remit {

auto pair_slips(const std::vector<std::string>& wrong, std::vector<std::string>& missing) -> std::vector<std::string> {
  std::vector<std::string> meant;
  for (const std::string& name : wrong) {
    meant.push_back(nearest_name(name, missing));
    std::erase(missing, meant.back());
  }
  for (std::string& name : meant) {
    if (!name.empty() || missing.empty()) continue;
    name = missing.front();
    missing.erase(missing.begin());
  }
  return meant;
}

}  // namespace remit
