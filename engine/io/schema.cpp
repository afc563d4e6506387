#include "engine/io/schema.h"

#include "engine/io/schema_answer.h"
#include "engine/io/schema_case.h"
#include "engine/io/schema_replies.h"
#include "engine/io/schema_types.h"

namespace remit {
namespace {

constexpr std::string_view kDialect = "https://json-schema.org/draft/2020-12/schema";

// `"a": …, "b": …` behind what the object that is open holds already.
void members(JsonWriter& out, std::string_view text) { out.raw(text); }

void reference(JsonWriter& out, std::string_view definition) {
  out.key("$ref").string(definition_reference(definition));
}

}  // namespace

auto service_schema(const Program& program, const ProgramNames& names, const SchemaOptions& options) -> std::string {
  const bool all = options.part == SchemaPart::all;
  const bool answers = all || options.part == SchemaPart::answer;
  const bool errors = all || options.part == SchemaPart::errors;
  TypeSchemas types(program.types, options);
  JsonWriter out;
  out.open_object().key("$schema").string(kDialect);
  out.key("title").string(names.policy + " " + names.policy_version + " " + names.service);
  if (all) {
    out.key("anyOf").open_array();
    for (const char* part : {"case", "answer", "errors"}) {
      out.open_object();
      reference(out, part);
      out.close_object();
    }
    out.close_array();
  } else {
    reference(out, options.part == SchemaPart::case_in  ? "case"
                   : options.part == SchemaPart::answer ? "answer"
                                                        : "errors");
  }
  out.key("$defs").open_object();
  if (all || options.part == SchemaPart::case_in) {
    out.key("case");
    write_case_schema(out, program, names, options, types);
  }
  if (answers) {
    out.key("answer");
    write_answer_schema(out, program, names, options, types);
    members(out, kReplyDefinitions);
  }
  if (errors) members(out, kErrorDefinitions);
  if (answers || errors) members(out, kExplanationDefinitions);
  types.definitions(out);
  out.close_object().close_object();
  return pretty_json(out.take());
}

auto errors_schema() -> std::string {
  JsonWriter out;
  out.open_object().key("$schema").string(kDialect);
  reference(out, "errors");
  out.key("$defs").open_object();
  members(out, kErrorDefinitions);
  members(out, kExplanationDefinitions);
  out.close_object().close_object();
  return pretty_json(out.take());
}

}  // namespace remit
