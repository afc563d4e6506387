// Why a command could not do what it was asked to.
#pragma once
#include <cstdint>
#include <string>

#include "engine/result.h"

namespace remit::repl {

// The exit statuses of `remit` (docs/cli.md).
enum class Status : std::uint8_t { answered = 0, failed = 1, usage = 2, policy = 3, input = 4, environment = 5 };

// `text` is ready to be shown: in the session's language, lines ended.
struct Trouble {
  Status status{};
  std::string text;
};

template <class T>
using OrTrouble = Result<T, Trouble>;

}  // namespace remit::repl
