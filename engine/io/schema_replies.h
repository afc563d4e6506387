// What replies of all services have in common, as members of `$defs`. Private to engine/io.
#pragma once
#include <string_view>

namespace remit {

// Members `"name": schema` of an object, without its brackets.
extern const std::string_view kReplyDefinitions;        // date, hash, wording, … of an answer
extern const std::string_view kErrorDefinitions;        // errors
extern const std::string_view kExplanationDefinitions;  // explanation, which both may hold

}  // namespace remit
