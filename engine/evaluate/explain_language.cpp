#include "engine/evaluate/explain_language.h"

#include "engine/value/print.h"
#include "engine/value/readable.h"

namespace remit {

auto Wording::pick(const char* en, const char* zh) const -> std::string { return options_.language == "zh" ? zh : en; }

auto Wording::label(const Labels& labels, const std::string& name) const -> std::string {
  return label_in(labels, options_.language, name);
}

auto Wording::title(const Labels& labels, const std::string& name) const -> std::string {
  const std::string text = label(labels, name);
  return text == name ? name : text + " (" + name + ")";
}

auto Wording::value(const ShownValue& shown) const -> std::string {
  if (shown.masked && !options_.show_personal && !shown.value.is_absent()) return "***";
  return readable_value(shown.value, shown.type, p_.types, options_.language);
}

auto Wording::amount(const Number& number, const Type& type) const -> std::string {
  return value({.value = number, .type = type});
}

auto Wording::condition(const ConditionSeen& seen) const -> std::string {
  std::string text = "`" + seen.text + "`";
  for (std::size_t i = 0; i < seen.values.size(); ++i) {
    text += i == 0 ? pick(" (", "（") : pick(", ", "，");
    text += seen.values[i].name + " = " + value(seen.values[i].value);
  }
  return seen.values.empty() ? text : text + pick(")", "）");
}

auto Wording::rounding(Rounding mode) const -> std::string {
  if (options_.language != "zh") return std::string(rounding_name(mode));
  switch (mode) {
    case Rounding::half_up: return "四舍五入";
    case Rounding::half_even: return "四舍六入五成双";
    case Rounding::half_down: return "五舍六入";
    case Rounding::down: return "去尾";
    case Rounding::up: return "进一";
    case Rounding::ceiling: return "向上取整";
    case Rounding::floor: return "向下取整";
  }
  return {};  // not reached: the switch is exhaustive
}

}  // namespace remit
