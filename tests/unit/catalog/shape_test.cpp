#include "dsl/catalog/shape.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/catalog/sample.h"

namespace remit {
namespace {

// An index answers only for the shape that it was made with.
TEST(Shape, WhateverDecidesOfARowIsDescribed) {
  const SampleCatalog sample;
  const std::string description = describe(sample.shape, sample.types);
  EXPECT_EQ(describe(SampleCatalog().shape, SampleCatalog().types), description);

  const std::function<void(SampleCatalog&)> changes[] = {
      [](SampleCatalog& x) { x.shape.columns[0].name = "kind"; },
      [](SampleCatalog& x) { x.shape.columns[0].limits.at_most = 13; },
      [](SampleCatalog& x) { x.shape.columns[2].type.kind = TypeKind::decimal; },
      [](SampleCatalog& x) { x.shape.columns[2].type.optional = true; },
      [](SampleCatalog& x) { x.shape.columns[2].limits.step = Number::decimal(1, 3); },
      [](SampleCatalog& x) { x.shape.columns[2].limits.low = Number::whole(-1); },
      [](SampleCatalog& x) { x.shape.columns[2].limits.high.reset(); },
      [](SampleCatalog& x) { x.shape.columns[2].limits.open_above = true; },
      [](SampleCatalog& x) { x.types.enums[0].members[1].name = "C"; },
      [](SampleCatalog& x) { std::swap(x.types.enums[0].members[0], x.types.enums[0].members[1]); },
      [](SampleCatalog& x) { x.types.currencies[0].name = "USD"; },
      [](SampleCatalog& x) { std::swap(x.shape.columns[0], x.shape.columns[1]); },
      [](SampleCatalog& x) { x.shape.columns.pop_back(); },
      [](SampleCatalog& x) { x.shape.key = 1; },
      [](SampleCatalog& x) { x.shape.fields = 3; },
      [](SampleCatalog& x) { x.shape.begin.reset(); },
      [](SampleCatalog& x) { x.shape.end = 4; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    SampleCatalog changed;
    changes[i](changed);
    EXPECT_NE(describe(changed.shape, changed.types), description) << i;
  }
}

}  // namespace
}  // namespace remit
