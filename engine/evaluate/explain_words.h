// What an explanation tells, in words: names, labels, conditions and values ready to be printed.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/program/explanation.h"

namespace remit {

class ExplanationWords {
 public:
  // All must outlive it.
  ExplanationWords(const Explanation& explanation, const Program& program, const ProgramNames& names)
      : x_(explanation), p_(program), names_(names) {}

  [[nodiscard]] auto name(const Step& step) const -> const DeclarationName& {
    return names_.rules[p_.at(step.rule).name];
  }
  [[nodiscard]] auto item(const Step& step) const -> std::string;  // "[3]", or empty
  [[nodiscard]] auto id(const Step& step) const -> std::string { return name(step).step + item(step); }
  [[nodiscard]] auto value(const Step& step) const -> ShownValue;

  [[nodiscard]] auto element(std::uint32_t element) const -> std::string;  // "claim.items[3]"
  [[nodiscard]] auto name(const ExplainedResult& result) const
      -> std::string;  // "deductible", "claim.items[3].in_scope"
  [[nodiscard]] auto labels(const ExplainedResult& result) const -> const Labels&;
  [[nodiscard]] auto value(const ExplainedResult& result) const -> ShownValue;

  [[nodiscard]] auto name(const ExplainedRequirement& requirement) const -> const DeclarationName&;
  [[nodiscard]] auto item(const ExplainedRequirement& requirement) const -> std::string;

  [[nodiscard]] auto condition(const DecidingPart& part) const -> ConditionSeen;
  [[nodiscard]] auto shown(const SeenValue& seen) const -> ShownValue;
  [[nodiscard]] auto input(const InputSeen& input) const -> NamedValue;
  [[nodiscard]] auto key(const SeenValue& key) const -> NamedValue;
  [[nodiscard]] auto rate(const SliceSeen& slice, const SliceBand& band) const -> ShownValue;
  [[nodiscard]] auto rows(const TableSeen& table) const -> std::vector<std::uint32_t>;  // from 1
  [[nodiscard]] auto list(const LoopSeen& loop) const -> std::string;
  [[nodiscard]] auto item(const LoopSeen::Part& part) const -> std::string;
  [[nodiscard]] auto value(const LoopSeen& loop, const LoopSeen::Part& part) const -> ShownValue;

 private:
  [[nodiscard]] auto item(ListId list, std::uint32_t index) const -> std::string;

  const Explanation& x_;
  const Program& p_;
  const ProgramNames& names_;
};

}  // namespace remit
