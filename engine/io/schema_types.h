// Types of the policy language as JSON Schema. Private to engine/io.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/schema.h"
#include "engine/io/write_json.h"
#include "engine/value/type.h"

namespace remit {

// `^[0-9]{4}-…$`
extern const std::string_view kDatePattern;

// "#/$defs/enum.Class" as a URI's fragment: all but plain letters and digits is written %XX.
auto definition_reference(std::string_view name) -> std::string;

class TypeSchemas {
 public:
  // Both outlive this.
  TypeSchemas(const TypeTable& types, const SchemaOptions& options) : types_(types), options_(options) {}

  // A schema of its own of a value that a case holds: numbers as JSON numbers or texts, within their limits.
  void taken(JsonWriter& out, const FieldType& field);
  // Of a value in an answer. `never_ratio`: proved finite, so never a text such as "1/3".
  void given(JsonWriter& out, const FieldType& field, bool never_ratio = false);

  // Members of the object that is open: `title` and `x-labels`; `x-personal`.
  void annotate(JsonWriter& out, const Labels& labels, bool personal = false) const;
  // Likewise `type`: the one, or with "null".
  static void type(JsonWriter& out, std::string_view type, bool optional);
  // Ends an object whose members are written: of which some are required, and none beside them taken.
  static void close(JsonWriter& out, const std::vector<std::string>& required);
  // `key`, of an entry of a memory: an array of values of these types.
  void taken_key(JsonWriter& out, const std::vector<Type>& types) { key(out, types, Direction::taken); }
  void given_key(JsonWriter& out, const std::vector<Type>& types) { key(out, types, Direction::given); }

  // The members of `$defs` that the schemas written so far refer to.
  void definitions(JsonWriter& out);

 private:
  enum class Direction : std::uint8_t { taken, given };
  void key(JsonWriter& out, const std::vector<Type>& types, Direction direction);
  void value(JsonWriter& out, const FieldType& field, Direction direction, bool never_ratio);
  void taken_number(JsonWriter& out, const FieldType& field);
  void given_number(JsonWriter& out, const FieldType& field, bool never_ratio) const;
  void written_type(JsonWriter& out, Type type) const;
  void range(JsonWriter& out, const Limits& limits) const;
  void point(JsonWriter& out, const FieldType& field, Direction direction) const;
  void text(JsonWriter& out, const FieldType& field, Direction direction) const;
  void list(JsonWriter& out, const FieldType& field, Direction direction);
  void reference(JsonWriter& out, const FieldType& field, Direction direction);
  auto definition(const Type& type, Direction direction) -> std::string;
  auto enumeration(const EnumType& type) const -> std::string;
  auto record(const RecordType& type, Direction direction) -> std::string;

  const TypeTable& types_;
  const SchemaOptions& options_;
  std::map<std::string, std::string> definitions_;                      // name to schema
  std::map<std::pair<std::uint32_t, Direction>, std::string> records_;  // to their names
};

}  // namespace remit
