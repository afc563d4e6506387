// The schema of an answer. Private to engine/io.
#pragma once
#include "engine/io/schema_types.h"

namespace remit {

// Refers to the definitions of engine/io/schema_replies.h.
void write_answer_schema(JsonWriter& out, const Program& program, const ProgramNames& names,
                         const SchemaOptions& options, TypeSchemas& types);

}  // namespace remit
