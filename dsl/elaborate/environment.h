// What an expression can see where it stands.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/program/program.h"

namespace remit {

// An expression that has its type. A record of the input is no node of its own: its leaves are reached through
// `shape`, from the case's level or, inside a list, from `element`.
struct Typed {
  NodeId node = kNoNode;
  Type type;
  const InputShape* shape = nullptr;
  NodeId element = kNoNode;
  bool wrong = false;  // already reported; whatever reads it stays silent

  [[nodiscard]] bool whole() const { return shape == nullptr; }
};

struct Local {
  std::string name;
  Typed value;
};

struct Environment {
  std::vector<Local> locals;           // innermost last
  std::vector<NodeId> present;         // optionals known to be there on this path
  NodeId date = kNoNode;               // what picks the versions of values, tables, bands and catalogs
  NodeId outer_date = kNoNode;         // below `as of`: the date of what stands in brackets
  std::optional<std::uint32_t> block;  // the `for each` block that it stands in (FlatPolicy::blocks)
  std::optional<ListId> list;          // and its list
  Typed left;                          // in a payer's rule
  Typed rate;                          // in `with each rate as …`
  bool in_test = false;                // an optional may be compared with `=` and `!=`: absent equals nothing else
  bool in_selection = false;           // `applies when`: sees inputs and values only
  bool in_function = false;            // sees parameters, values and tables only

  [[nodiscard]] auto with(std::string name, Typed value) const -> Environment {
    Environment inner = *this;
    inner.locals.push_back({std::move(name), value});
    return inner;
  }
  [[nodiscard]] auto knowing(const std::vector<NodeId>& more) const -> Environment {
    Environment inner = *this;
    inner.present.insert(inner.present.end(), more.begin(), more.end());
    return inner;
  }
  [[nodiscard]] auto at(NodeId other_date) const -> Environment {
    Environment inner = *this;
    inner.date = other_date;
    return inner;
  }
};

}  // namespace remit
