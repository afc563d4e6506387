#include "dsl/cases/rows.h"

#include <algorithm>
#include <map>

namespace remit {
namespace {

class Rows {
 public:
  Rows(Conditions& conditions, const std::vector<NodeId>& rows) : paths_(conditions.paths()) {
    for (const NodeId row : rows) regions_.push_back(conditions.region(row));
  }

  auto examine() const -> RowFindings {
    RowFindings found;
    find_overlaps(found);
    find_gap(found);
    return found;
  }

 private:
  bool tells(const Box& box) const {
    return std::ranges::all_of(box.parts,
                               [&](const auto& part) { return paths_.at(part.first).kind == Path::Kind::value; });
  }

  void find_overlaps(RowFindings& found) const {
    found.exclusive = true;
    for (std::size_t k = 1; k < regions_.size(); ++k) {
      for (std::size_t i = 0; i < k; ++i) {
        if (disjoint(regions_[i], regions_[k])) continue;
        found.exclusive = false;
        if (found.overlaps.empty() || found.overlaps.back().second != k) add_overlap(i, k, found);
      }
    }
  }

  void add_overlap(std::size_t i, std::size_t k, RowFindings& found) const {
    const auto both = intersected(regions_[i], regions_[k]);
    if (!both) {
      found.decided = false;
      return;
    }
    const auto box = std::ranges::find_if(*both, [&](const Box& b) { return tells(b); });
    if (box != both->end()) found.overlaps.push_back({i, k, *box});
  }

  void find_gap(RowFindings& found) const {
    std::optional<Region> rest = expected();
    for (const Region& row : regions_) {
      if (rest) rest = without(*rest, row, paths_.universes());
    }
    if (!rest) {
      found.decided = false;
      return;
    }
    const auto box = std::ranges::find_if(*rest, [&](const Box& b) { return tells(b); });
    if (box != rest->end()) found.gap = *box;
  }

  // Where a row is asked for.
  auto expected() const -> Region {
    std::map<PathId, Interval> spoken_of;
    for (const Region& row : regions_) {
      for (const Box& box : row) {
        for (const auto& [path, domain] : box.parts) {
          if (paths_.is_open(path)) widen(spoken_of[path], domain, spoken_of[path] == Interval{});
        }
      }
    }
    Box box;
    for (const auto& [path, interval] : spoken_of) {
      const Universe& universe = paths_.universe(path);
      Domain domain = Domain::within(interval, universe);
      if (universe.optional) domain = domain.united(Domain::absent(), universe);
      if (!domain.empty()) box.parts.emplace_back(path, std::move(domain));
    }
    return {box};
  }

  // The hull of all ends that are named.
  static void widen(Interval& hull, const Domain& domain, bool fresh) {
    for (const Interval& i : domain.intervals()) {
      for (const auto& end : {i.low, i.high}) {
        if (!end) continue;
        if (fresh || *end < *hull.low) hull.low = end;
        if (fresh || *end > *hull.high) hull.high = end;
        fresh = false;
      }
    }
  }

  const Paths& paths_;
  std::vector<Region> regions_;
};

}  // namespace

auto examine_rows(Conditions& conditions, const std::vector<NodeId>& rows) -> RowFindings {
  return Rows(conditions, rows).examine();
}

}  // namespace remit
