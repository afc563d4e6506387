// How the process ends, and why it stopped.
#pragma once
#include <cstdint>
#include <string>

#include "engine/result.h"

namespace remit::cli {

enum class Exit : std::uint8_t {
  answered = 0,  // an answer was given, whatever it says
  failed = 1,    // the case failed by policy, a test failed, a difference was found
  usage = 2,
  policy = 3,       // the policy has errors
  input = 4,        // the input has errors
  environment = 5,  // a missing file, a full disk
  fault = 70,       // in remit itself
};

// Nothing further can be done: one sentence for stderr, which may be empty where all has been said.
struct Stop {
  Exit status{};
  std::string message;
};

template <class T>
using OrStop = Result<T, Stop>;

}  // namespace remit::cli
