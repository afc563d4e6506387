// The reserved key `opening`: what was before the case, by the name of each memory. Private to engine/io.
#pragma once
#include <vector>

#include "engine/io/read_value.h"
#include "engine/program/case.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// By MemoryId: memories whose earlier state changes what this service answers, so that a case must name them.
auto memories_read(const Program& program) -> std::vector<bool>;

// What is worked out of a program once: the keys of its memories, and of what stands in each.
struct OpeningPlan {
  OpeningPlan(const Program& program, const ProgramNames& names);

  Keys memories;            // by MemoryId, as all that follow
  std::vector<bool> read;   // `memories_read`
  std::vector<Keys> parts;  // of an entry
  std::vector<Keys> pots;   // of an account
};

// `json`: nullptr where the case has no such key. A memory that is not given is without entries; a problem where the
// service reads it.
auto read_opening(const JsonValue* json, const Program& program, const OpeningPlan& plan, const ReadOptions& options,
                  InputErrors& errors) -> std::vector<MemoryState>;

}  // namespace remit
