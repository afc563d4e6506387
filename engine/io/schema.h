// What a service takes and gives as JSON Schema (draft 2020-12), for programs that build on it: forms, clients,
// validators. docs/json.md says how to read it.
//
// A schema refuses nothing that the reader of cases takes. Where JSON Schema cannot say what the reader checks (the
// place of a JSON number, ranges of dates and of numbers in texts), an annotation `x-…` says it: a validator with
// binary numbers would err with `multipleOf` 0.01.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// Which messages the schema is of: any of the service, or one kind.
enum class SchemaPart : std::uint8_t { all, case_in, answer, errors };

struct SchemaOptions {
  SchemaPart part = SchemaPart::all;
  std::string language = {};                  // of titles: "zh", "en"
  bool codes = false;                         // fields and members by their `as` codes
  std::optional<std::int64_t> as_of = {};     // in days: what the caller of the service asks for beside the case
  std::vector<std::string> also_needed = {};  // inputs that a case must give to be told whose it is: "insured.region"
};

// Laid out with a line a value. Requires: `names` belongs to `program`.
auto service_schema(const Program& program, const ProgramNames& names, const SchemaOptions& options) -> std::string;

// Of the replies that hold errors; they are the same for all services.
auto errors_schema() -> std::string;

}  // namespace remit
