// What the declaration of a catalog asks of its files: the columns and their types.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

struct CatalogShape {
  std::vector<FieldType> columns;  // the record's fields; then key, begin and end where they are none of them
  std::size_t fields = 0;          // how many are the record's
  std::size_t key = 0;
  std::optional<std::size_t> begin, end;  // of validity; both days included, an empty cell is open
};

// Everything of a shape that what is read depends on, as text: equal texts read equal rows out of equal bytes.
auto describe(const CatalogShape& shape, const TypeTable& types) -> std::string;

// `row`: the record of the catalog. A key that the record does not declare is a text.
auto shape_of(const ast::Catalog& catalog, const Type& row, const TypeTable& types) -> CatalogShape;

// A key as it is compared.
auto key_text(const Value& key, const Type& type, const TypeTable& types) -> std::string;

}  // namespace remit
