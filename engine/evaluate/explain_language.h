// Words and values of explanations in one language, "zh" or English.
#pragma once
#include <string>

#include "engine/evaluate/explain_text.h"
#include "engine/program/explanation.h"

namespace remit {

class Wording {
 public:
  // Both outlive it.
  Wording(const Program& program, const TextOptions& options) : p_(program), options_(options) {}

  [[nodiscard]] auto pick(const char* en, const char* zh) const -> std::string;
  [[nodiscard]] auto colon() const -> std::string { return pick(": ", "："); }
  [[nodiscard]] auto label(const Labels& labels, const std::string& name) const -> std::string;
  // "统筹基金支付 (pooled)": the label, then the name where it says more.
  [[nodiscard]] auto title(const Labels& labels, const std::string& name) const -> std::string;
  // As readable_value (engine/value/readable.h) gives it.
  [[nodiscard]] auto value(const ShownValue& shown) const -> std::string;
  [[nodiscard]] auto amount(const Number& number, const Type& type) const -> std::string;
  [[nodiscard]] auto condition(const ConditionSeen& seen) const -> std::string;
  [[nodiscard]] auto rounding(Rounding mode) const -> std::string;

 private:
  const Program& p_;
  const TextOptions& options_;
};

}  // namespace remit
