// A template of a mapping, filled in from messages, an answer, or why there is none.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interface/mapping.h"
#include "engine/interface/messages.h"
#include "engine/interface/node.h"
#include "engine/io/input_error.h"
#include "engine/result.h"

namespace remit {

inline constexpr std::size_t kMaxReshaped = 2'000'000;  // values; an `each` within an `each` multiplies

struct Reshaped {
  JsonNode node;
  // Where values came from, or would have: `$.claim.items[0].amount` from `$.input.feedetail[0].det_item_fee_sumamt`.
  std::vector<std::pair<std::string, std::string>> origins;

  // The place in the messages of what stands at `path`, or the nearest value around it; or `path`.
  [[nodiscard]] auto origin_of(const std::string& path) const -> std::string;
};

// Beside the messages: the answer of the service, and why there is none ({"text": …, "errors": […]}).
struct Beside {
  std::optional<JsonValue> answer = {}, refusal = {};
};

// All that is wrong with the messages at once. Requires: the template is one of the mapping's.
auto reshape(const JsonValue& shape, const Mapping& mapping, const Messages& messages, const Beside& beside)
    -> Result<Reshaped, std::vector<InputError>>;

// Values that the mapping says are the same in all messages, and are not. Their values are not shown: they are mostly
// the identity of a person.
auto disagreements(const Mapping::Transaction& transaction, const Mapping& mapping, const Messages& messages)
    -> std::vector<InputError>;

}  // namespace remit
