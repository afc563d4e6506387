// Which policy offers a service, where no case is there to tell.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/library/library.h"
#include "engine/result.h"

namespace remit {

// The policy of this name, or where it is empty the only one that offers the service; amendments only by name. Of its
// versions the one in force on the day (in days), without one the last. Else a sentence that says what there is.
auto offering(const PolicyLibrary& library, const std::string& service, const std::string& name,
              std::optional<std::int64_t> date) -> Result<const FlatPolicy*, std::string>;

// The inputs that the policy's `applies when` reads, by path: "insured.region". None where it has errors.
auto inputs_of_condition(const PolicyLibrary& library, const FlatPolicy& policy) -> std::vector<std::string>;

}  // namespace remit
