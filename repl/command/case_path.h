// Paths of a case: `visit.ordinal`, `claim.items[3].amount`.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/testing/draft.h"
#include "engine/program/program.h"

namespace remit::repl {

struct PathPart {
  std::string name;
  std::optional<std::size_t> index;  // of an element, from 1
};
// Absent: it is no path.
auto parse_path(std::string_view path) -> std::optional<std::vector<PathPart>>;

// The input at a path, whichever element is asked for; nullptr: there is none.
auto shape_at(const std::vector<InputShape>& shapes, std::string_view path) -> const InputShape*;
// All paths of inputs, a list's with `[1]`.
auto paths_of(const std::vector<InputShape>& shapes) -> std::vector<std::string>;

// The part of a case; nullptr: there is none. With `make`, it is made, a list by at most one element.
auto part_of(Draft& draft, const std::vector<PathPart>& path, bool make) -> Draft*;

}  // namespace remit::repl
