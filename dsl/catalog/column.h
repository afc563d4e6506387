// One column: what its cells may hold, and what they mean.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/diagnostic/diagnostic.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

class Column {
 public:
  // Both outlive the column.
  Column(const FieldType& field, const TypeTable& types) : field_(field), types_(types) {}

  [[nodiscard]] auto name() const -> const std::string& { return field_.name; }
  [[nodiscard]] auto type() const -> const Type& { return field_.type; }

  // The cell's value; absent where it is empty and may be, failed where it may not stand here.
  [[nodiscard]] auto read(std::string_view cell) const -> Value;
  // Of a column of texts: whether `read` would not fail.
  [[nodiscard]] bool short_enough(std::string_view cell) const;
  // What is wrong with a cell that cannot be read. The span is the caller's to give.
  [[nodiscard]] auto problem(std::string_view cell, std::uint32_t row) const -> Diagnostic;

  // A cell as keys are compared: 1.50 and 1.5 are one number. A view of the cell, or of `room`.
  [[nodiscard]] auto key(std::string_view cell, std::string& room) const -> std::string_view;
  // The day of a value of the column. Absent where it is open, or the column has no days.
  [[nodiscard]] auto day(const Value& value) const -> std::optional<std::int32_t>;

 private:
  [[nodiscard]] auto typed(std::string_view cell) const -> Value;
  [[nodiscard]] bool on_its_place(const Value& value) const;
  [[nodiscard]] bool in_range(const Value& value) const;
  [[nodiscard]] auto range_text() const -> std::string;

  const FieldType& field_;
  const TypeTable& types_;
};

}  // namespace remit
