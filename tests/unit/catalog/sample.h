// A small catalog: codes with a class, a share, a limit price, and the days on which they hold.
#pragma once
#include <string>
#include <vector>

#include "dsl/catalog/reading.h"

namespace remit {

struct SampleCatalog {
  TypeTable types;
  CatalogShape shape;

  explicit SampleCatalog(Type key = {.kind = TypeKind::text}) {
    types.currencies.push_back({"CNY", {}, Number::decimal(1, 2)});
    types.enums.push_back({"Class", {}, {{"A", "", {}}, {"B", "", {}}}});
    add("code", key, {.at_most = key.kind == TypeKind::text ? std::optional<std::int64_t>(12) : std::nullopt});
    add("class", {.kind = TypeKind::enumeration}, {});
    add("share", {.kind = TypeKind::rate}, {.step = Number::decimal(1, 4), .low = Number(), .high = Number::whole(1)});
    add("limit", {.kind = TypeKind::money, .optional = true}, {.step = Number::decimal(1, 2)});
    add("begin", {.kind = TypeKind::date}, {});
    add("end", {.kind = TypeKind::date, .optional = true}, {});
    shape.fields = shape.columns.size();
    shape.begin = 4;
    shape.end = 5;
  }

  [[nodiscard]] auto read(std::string_view text) const -> Reading { return read_rows(text, shape, types); }

 private:
  void add(std::string name, Type type, Limits limits) {
    FieldType field;
    field.name = std::move(name);
    field.type = type;
    field.limits = std::move(limits);
    shape.columns.push_back(std::move(field));
  }
};

// Codes K0 to K9…, each with a row until 2023 and one from 2024 on; the share tells which.
inline auto sample_text(int codes) -> std::string {
  std::string text = "code,class,share,limit,begin,end\n";
  for (int i = 0; i < codes; ++i) {
    const std::string code = "K" + std::to_string(i);
    text += code + ",A,0." + std::to_string(1000 + i % 9000) + ",,2020-01-01,2023-12-31\n";
    text += code + ",B," + std::to_string(i % 100) + "%,12.50,2024-01-01,\n";
  }
  return text;
}

}  // namespace remit
