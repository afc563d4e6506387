// A whole file, read once: every cell checked against its column, every row found a place in the entries.
#pragma once
#include <string_view>
#include <vector>

#include "dsl/catalog/entries.h"
#include "dsl/catalog/header.h"
#include "dsl/catalog/shape.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

struct Reading {
  Positions positions;
  Entries entries;
  std::vector<Diagnostic>
      problems;  // all of them, with spans of no file yet; where there are any, the rest is not used
};

// Requires: UTF-8 of less than 4 GiB.
auto read_rows(std::string_view text, const CatalogShape& shape, const TypeTable& types) -> Reading;

}  // namespace remit
