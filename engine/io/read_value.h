// One JSON value to one Value, by its type; every problem is reported, with its path.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/io/json.h"
#include "engine/io/path.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

inline constexpr std::int64_t kMaxListLength = 100'000;
inline constexpr std::size_t kMaxInputErrors = 100;    // a broken column of a long list must not fill a disk
inline constexpr std::int64_t kMaxPeriod = 3'652'059;  // days of the calendar, years 1 to 9999

struct ReadOptions {
  bool codes = false;           // fields and enum members go by their `as` codes, where they have one
  bool allow_unknown = false;   // pass over fields that the service does not take, and memories that it does not have
  bool show_personal = false;   // else values of personal fields, and keys of what was before, are masked in errors
  bool nothing_before = false;  // memories that the service reads and the case does not give are without entries
  bool ledger = false;          // what was before comes from a ledger: `opening` is refused
  bool inputs_only = false;     // for a program that takes a part of a case (`applies when`): pass over all else,
                                // `papers` and `opening` too
  std::optional<std::int64_t> as_of = {};  // in days: what the caller asks for
};

// The JSON key of a field, the JSON text of a member.
inline auto spelling(const std::string& name, const std::string& code, bool codes) -> const std::string& {
  return codes && !code.empty() ? code : name;
}

// Of a value that no record declares.
auto unnamed(Type type, Limits limits = {}, bool personal = false) -> FieldType;

// What a declared range is, as the policy writes it: "0..100", "..<5", "2024-01-01..".
auto range_text(const Limits& limits, TypeKind kind) -> std::string;

// Text from outside for use in a message: cut to some length, and visible.
auto excerpt(std::string_view text) -> std::string;

// The keys of an object, and how they are spelt where codes are in use (or, there, where they are not).
struct Keys {
  std::vector<std::string> spelt, otherwise;

  void add(const FieldType& field, bool codes) {
    spelt.push_back(spelling(field.name, field.code, codes));
    otherwise.push_back(spelling(field.name, field.code, !codes));
  }
  void add(std::string name) {
    spelt.push_back(name);
    otherwise.push_back(std::move(name));
  }
};

// Collects problems up to kMaxInputErrors, and counts the rest.
class InputErrors {
 public:
  void add(InputCode code, const JsonPath& path, std::vector<std::string> arguments = {});
  [[nodiscard]] bool empty() const { return errors_.empty(); }
  // What a name that is none of `known` may have meant: the one that is spelt so `otherwise`, or the nearest; while
  // problems are still listed, for a search for each of a million would never end.
  [[nodiscard]] auto suggestion(std::string_view name, const Keys& known) const -> std::string;
  // What stands at this path, or below it, was given under a name that was reported: it is not missing as well.
  void take_as_meant(const JsonPath& path);
  // The last one counts those not listed.
  [[nodiscard]] auto take() -> std::vector<InputError>;

 private:
  [[nodiscard]] bool is_meant(std::string_view path) const;

  std::vector<InputError> errors_;
  std::vector<std::string> meant_;
  std::size_t more_ = 0;
};

// Members of an object by the fields that they are for.
class Members {
 public:
  // The keys are distinct. Reports those that stand twice; as `unknown`, those that are none of them, unless allowed.
  Members(const JsonValue& object, const Keys& keys, bool allow_unknown, const JsonPath& path, InputErrors& errors,
          InputCode unknown = InputCode::unknown_field);
  // None of them there.
  explicit Members(std::size_t keys) : found_(keys) {}
  // Those of another object instead.
  void read(const JsonValue& object, const Keys& keys, bool allow_unknown, const JsonPath& path, InputErrors& errors,
            InputCode unknown = InputCode::unknown_field);
  // Of the key of this index; nullptr: not there.
  [[nodiscard]] auto at(std::size_t index) const -> const JsonValue* {
    return found_[index] ? &*found_[index] : nullptr;
  }

 private:
  std::vector<std::optional<JsonValue>> found_;
};

class ValueReader {
 public:
  // All outlive the reader.
  ValueReader(const TypeTable& types, const ReadOptions& options, InputErrors& errors)
      : types_(types), options_(options), errors_(errors) {}

  // A problem was reported where the value is failed. Requires: no type of elements of a list of the case.
  auto read(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  // An array of at most `at_most` elements, an object; or a report, which names the type, or `[…]` and `{…}`.
  auto is_list(const JsonValue& json, std::int64_t at_most, const Type& type, const JsonPath& path) -> bool;
  auto is_list(const JsonValue& json, std::int64_t at_most, const JsonPath& path) -> bool;
  auto is_object(const JsonValue& json, const Type& type, const JsonPath& path) -> bool;
  auto is_object(const JsonValue& json, const JsonPath& path) -> bool;

 private:
  auto text(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  auto truth(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  auto number(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  auto period(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  auto date_or_time(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  auto member(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  auto record(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;
  // Of a record, which may be personal as a whole; nullptr: not there.
  auto part(const JsonValue* json, const FieldType& field, bool personal, const JsonPath& path) -> Value;
  auto list(const JsonValue& json, const FieldType& field, const JsonPath& path) -> Value;

  auto digits(const JsonValue& json, const FieldType& field, const JsonPath& path) -> std::optional<Number>;
  auto in_range(const Number& value, const FieldType& field, std::string_view found, const JsonPath& path) -> bool;
  auto wrong_type(const JsonValue& json, std::string_view expected, const JsonPath& path) -> Value;
  auto wrong_type(const JsonValue& json, const Type& type, const JsonPath& path) -> Value;
  auto is_short(const JsonValue& json, std::int64_t at_most, const JsonPath& path) -> bool;
  auto shown(std::string_view found, const FieldType& field) const -> std::string;
  // What a hint may be made of: nothing, where it is personal.
  auto hintable(std::string_view found, const FieldType& field) const -> std::string_view;

  const TypeTable& types_;
  const ReadOptions& options_;
  InputErrors& errors_;
};

}  // namespace remit
