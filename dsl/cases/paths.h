// What conditions speak of: the values of a case that they compare, each with all that it may be.
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <vector>

#include "dsl/cases/region.h"
#include "dsl/elaborate/elaborated.h"

namespace remit {

struct Path {
  enum class Kind : std::uint8_t {
    value,     // a node that is compared with constants, or a boolean that is read
    relation,  // how `node` compares to `other`: -1, 0, 1
    opaque,    // a boolean node whose inside is not looked into
  };
  Kind kind{};
  NodeId node = kNoNode;
  NodeId other = kNoNode;

  friend auto operator<=>(const Path&, const Path&) = default;
};

class Paths {
 public:
  // Requires: the bound pass has filled the facts; `elaborated` outlives this.
  explicit Paths(const Elaborated& elaborated) : elaborated_(elaborated), program_(elaborated.program) {}

  auto id(const Path& path) -> PathId;
  [[nodiscard]] auto at(PathId id) const -> const Path& { return paths_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] auto universe(PathId id) const -> const Universe& { return universes_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] auto universes() const -> const Universes& { return universes_; }

  // The node behind rules that only pass on what they read, and behind the governing date.
  [[nodiscard]] auto resolved(NodeId node) const -> NodeId;
  // What a rule yields, read in the case or of the element at hand; absent for other nodes.
  [[nodiscard]] auto rule_behind(NodeId node) const -> std::optional<NodeId>;
  // Its value, where it is the same in every case.
  [[nodiscard]] auto constant(NodeId node) const -> std::optional<Value>;
  [[nodiscard]] bool is_given(NodeId node) const;  // an input, or a field of the element at hand
  // Its ends are not declared by anybody: it is computed, or a date of any year.
  [[nodiscard]] bool is_open(PathId id) const;

 private:
  [[nodiscard]] auto universe_of(const Path& path) const -> Universe;
  [[nodiscard]] auto declared_limits(NodeId node) const -> const Limits*;

  const Elaborated& elaborated_;
  const Program& program_;
  std::map<Path, PathId> ids_;
  std::vector<Path> paths_;
  Universes universes_;
};

// A constant as the number that stands for it in a Domain.
auto number_of(const Value& value) -> std::optional<Number>;

}  // namespace remit
