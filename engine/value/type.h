// The types of values, and the tables of what a policy declares: currencies, enums, records.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/number/number.h"

namespace remit {

enum class CurrencyId : std::uint32_t {};
enum class EnumId : std::uint32_t {};
enum class RecordId : std::uint32_t {};
enum class ListTypeId : std::uint32_t {};
enum class ListId : std::uint32_t {};

enum class TypeKind : std::uint8_t {
  boolean,
  count,  // a whole number
  decimal,
  rate,    // a decimal shown as %
  money,   // id: CurrencyId
  date,    // days since 1970-01-01
  time,    // seconds since 1970-01-01T00:00:00, no zone
  days,    // a period in days
  months,  // a period in months
  text,
  enumeration,  // id: EnumId
  record,       // id: RecordId
  list,         // id: ListTypeId
  element,      // one element of a list that has rules of its own; id: ListId
  nothing,      // of `none`, and of an expression that is wrong
};

struct Type {
  TypeKind kind = TypeKind::nothing;
  bool optional = false;
  std::uint32_t id = 0;

  friend bool operator==(const Type&, const Type&) = default;
  [[nodiscard]] bool numeric() const {
    return kind == TypeKind::count || kind == TypeKind::decimal || kind == TypeKind::rate || kind == TypeKind::money;
  }
  // Whether one value may lie below another.
  [[nodiscard]] bool ordered() const {
    return numeric() || kind == TypeKind::date || kind == TypeKind::time || kind == TypeKind::days ||
           kind == TypeKind::months || kind == TypeKind::enumeration;
  }
};

struct Label {
  std::string language;  // "zh", "en"; empty: serves every language
  std::string text;
};
using Labels = std::vector<Label>;

// What a declared place, range or length allows; for inputs, catalog columns and what a service gives.
struct Limits {
  std::optional<Number> step;       // values are multiples of it; absent: any (`exact`), or not a number
  std::optional<Number> low, high;  // of numbers; of dates, days since 1970-01-01; both ends allowed unless open
  bool open_above = false;
  std::optional<std::int64_t> at_most;  // of text: characters; of lists: elements

  // Whether a number, or a date in days, lies in the range.
  [[nodiscard]] bool allow(const Number& number) const {
    if (low && number < *low) return false;
    return !high || number < *high || (!open_above && number == *high);
  }
};

struct FieldType {
  std::string name;
  std::string code;  // the name under `--codes`, or empty
  Labels labels;
  Type type;
  Limits limits;
  bool personal = false;  // masked in diagnostics and explanations
};

struct CurrencyType {
  std::string name;
  Labels labels;
  Number step;
};
struct EnumMember {
  std::string name;
  std::string code;
  Labels labels;
};
struct EnumType {
  std::string name;
  Labels labels;
  std::vector<EnumMember> members;
};
struct RecordType {
  std::string name;
  Labels labels;
  std::vector<FieldType> fields;
};
struct ListType {
  Type element;
  std::int64_t at_most = 100'000;
};

struct TypeTable {
  std::vector<CurrencyType> currencies;
  std::vector<EnumType> enums;
  std::vector<RecordType> records;
  std::vector<ListType> lists;

  [[nodiscard]] const CurrencyType& at(CurrencyId id) const { return currencies[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const EnumType& at(EnumId id) const { return enums[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const RecordType& at(RecordId id) const { return records[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const ListType& at(ListTypeId id) const { return lists[static_cast<std::size_t>(id)]; }
};

// "CNY", "rate", "list of Item", "date?": the words of the policy language.
auto type_name(const Type& type, const TypeTable& types) -> std::string;

}  // namespace remit
