// What a text that is no number, date or time was probably meant to be, for a hint.
#pragma once
#include <string>
#include <string_view>

namespace remit {

// "85%" is 0.85, "1,300.50" 1300.50; of anything else an example.
auto number_meant(std::string_view text) -> std::string;
// "2024/5/1", "20240501" and "2024-05-01T08:30:00" are 2024-05-01; of anything else an example.
auto date_meant(std::string_view text) -> std::string;
// "2024-05-01 08:30" is 2024-05-01T08:30:00; of anything else an example.
auto time_meant(std::string_view text) -> std::string;

}  // namespace remit
