// What has to change in a case, so that it reaches something.
#pragma once
#include <vector>

#include "dsl/testing/recorder.h"

namespace remit {

struct Goal {
  std::vector<NodeId> conditions;  // on the way to it
  // An amount or a date that must become something else: wanted + more − less, or the constant.
  struct Target {
    NodeId node = kNoNode;
    NodeId wanted = kNoNode;
    std::vector<NodeId> more, less;
    Value constant;
  };
  std::vector<Target> targets;
};

// Empty where the recorder's program does not have the item.
auto goal_of(ItemId item, const Recorder& recorder) -> Goal;

}  // namespace remit
