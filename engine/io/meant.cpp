#include "engine/io/meant.h"

#include <optional>
#include <vector>

#include "engine/io/json.h"
#include "engine/number/number.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kLongest = 40;  // a text beyond that is no number or date that a person would write

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The runs of digits.
auto groups_of(std::string_view text) -> std::vector<std::string> {
  std::vector<std::string> groups;
  bool within = false;
  for (const char c : text.substr(0, kLongest)) {
    if (is_digit(c)) {
      if (!within) groups.emplace_back();
      groups.back() += c;
    }
    within = is_digit(c);
  }
  return groups;
}

auto two(const std::string& digits) -> std::string { return digits.size() == 1 ? "0" + digits : digits; }

// Of the first three groups, or of one of eight digits, which is then three.
auto day_of(std::vector<std::string>& groups) -> std::optional<std::string> {
  constexpr std::size_t kCompact = 8;
  if (!groups.empty() && groups.front().size() == kCompact) {
    const std::string whole = groups.front();
    groups.front() = whole.substr(0, 4);
    groups.insert(groups.begin() + 1, {whole.substr(4, 2), whole.substr(6)});
  }
  if (groups.size() < 3) return std::nullopt;
  const std::string day = groups[0] + "-" + two(groups[1]) + "-" + two(groups[2]);
  return parse_date(day) ? std::optional(day) : std::nullopt;
}

}  // namespace

auto number_meant(std::string_view text) -> std::string {
  constexpr std::string_view kExample = "1300.50";
  const std::size_t point = text.find('.'), comma = text.rfind(',');
  const bool point_groups = point != std::string_view::npos && comma != std::string_view::npos && point < comma;
  if (text.size() > kLongest || point_groups) return std::string(kExample);
  std::string digits(text);
  if (digits.ends_with('%')) digits.pop_back();
  for (const std::string_view sign : {",", "_", " ", "¥", "￥", "元"}) {
    for (std::size_t at = 0; (at = digits.find(sign)) != std::string::npos;) digits.erase(at, sign.size());
  }
  const auto number = Number::parse(digits);
  if (!is_json_number(digits) || !number) return std::string(kExample);
  return text.ends_with('%') ? (number.value() * Number::decimal(1, 2)).to_string() : digits;
}

auto date_meant(std::string_view text) -> std::string {
  std::vector<std::string> groups = groups_of(text);
  return day_of(groups).value_or("2024-05-01");
}

auto time_meant(std::string_view text) -> std::string {
  std::vector<std::string> groups = groups_of(text);
  const std::optional<std::string> day = day_of(groups);
  groups.resize(6);  // hours, minutes and seconds that are not there are 0
  for (std::string& group : groups) group = group.empty() ? "00" : two(group);
  const std::string time = day.value_or("") + "T" + groups[3] + ":" + groups[4] + ":" + groups[5];
  return day && parse_time(time) ? time : "2024-05-01T08:30:00";
}

}  // namespace remit
