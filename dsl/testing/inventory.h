// Everything that tests can reach of the concrete policies of a library, each once where it is written, whichever
// policies share it; and what has been reached so far.
#pragma once
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "dsl/library/library.h"
#include "dsl/source/span.h"
#include "dsl/testing/coverage.h"

namespace remit {

using ItemId = std::uint32_t;
inline constexpr ItemId kNoItemId = 0xFFFFFFFF;

class Inventory {
 public:
  Inventory(const PolicyLibrary& library, bool chinese);

  // What is written there; kNoItemId: nothing of that class.
  [[nodiscard]] auto find(CoverageClass of, Span place) const -> ItemId;
  // What a value without dates, a rule, a share, the rest of payers or a catalog is; kNoItemId of other declarations.
  [[nodiscard]] auto find(const ast::Declaration& declaration) const -> ItemId;

  void reach(ItemId item);
  // A requirement is reached when it was met in one case, and unmet in one.
  struct Verdicts {
    bool met = false, unmet = false;
  };
  void verdict(ItemId requirement, bool met);
  [[nodiscard]] auto verdicts(ItemId requirement) const -> Verdicts;

  // By file and place.
  [[nodiscard]] auto take() && -> Coverage;

  std::vector<CoverageItem> items;

 private:
  class Lister;
  std::map<std::tuple<CoverageClass, FileId, std::uint32_t>, ItemId> places_;
  std::map<ItemId, Verdicts> verdicts_;
};

}  // namespace remit
