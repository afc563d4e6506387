// The schema of a case. Private to engine/io.
#pragma once
#include "engine/io/schema_types.h"

namespace remit {

void write_case_schema(JsonWriter& out, const Program& program, const ProgramNames& names, const SchemaOptions& options,
                       TypeSchemas& types);

}  // namespace remit
