// What a library's services look like to their callers, against an earlier copy of it: `check --against`.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/library/library.h"
#include "dsl/library/places.h"

namespace remit {

enum class ChangeKind : std::uint8_t {
#define REMIT_CHANGE(name, breaks, en, zh) name,
#include "dsl/library/changes.def"
#undef REMIT_CHANGE
};

struct InterfaceChange {
  ChangeKind kind{};
  std::string policy, service;  // service empty: of the whole policy
  std::vector<std::string> arguments;
  Place before, after;  // of what is gone, the nearest that is left; of what is new, `before` is empty
};

struct ChangeText {
  std::string_view name;  // "result_gone"
  bool breaks = false;
  std::string_view en, zh;
};
auto change_text(ChangeKind kind) -> const ChangeText&;
auto message_of(const InterfaceChange& change, std::string_view language) -> std::string;

// Each version of a policy in `before` is held against the version of `after` that is in force on its first day. Those
// that break callers come first, both by policy and service. Services that cannot be compiled are passed over: `check`
// tells of them.
auto interface_changes(PolicyLibrary& before, PolicyLibrary& after) -> std::vector<InterfaceChange>;

}  // namespace remit
