// What a case lacks, in the order in which it is worth asking: first what most rules rest on.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/io/input_error.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::repl {

struct MissingInput {
  std::string path;  // "visit.setting"
  std::string type;
  Labels labels;
  std::size_t rules = 0;             // that read it, or read what reads it
  std::vector<std::string> readers;  // those that read it themselves
};

// Whether the node reads the input, itself and not a part of it. `list`: in whose elements the input stands.
bool reads(const Program& program, const Node& node, const InputShape& shape, std::optional<ListId> list);

// Of the errors of a reader those that say that an input is missing; the others stay in `errors`.
auto take_missing(const Program& program, const ProgramNames& names, std::vector<InputError>& errors)
    -> std::vector<MissingInput>;

}  // namespace remit::repl
