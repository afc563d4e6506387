// Sentences with holes: "`{0}` is no member of `{1}`".
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace remit {

// `{0}` … `{9}` filled with the arguments; one that is not given is empty.
auto fill_wording(std::string_view wording, const std::vector<std::string>& arguments) -> std::string;
// Whether the wording speaks of an argument that is empty or not given: such a hint is left out.
auto lacks_argument(std::string_view wording, const std::vector<std::string>& arguments) -> bool;

}  // namespace remit
