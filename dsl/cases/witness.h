// A case that shows a problem, in the words of the policy: "`stay.ordinal` = 2, `hospital.level` = tertiary".
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "dsl/cases/condition.h"

namespace remit {

class Witness {
 public:
  Witness(const Elaborated& elaborated, const Paths& paths) : elaborated_(elaborated), paths_(paths) {}

  // Such a case certainly exists: the box speaks of inputs only, and none of them decides on another. What is computed
  // counts where it is an age or a number of days, months or years of such inputs.
  [[nodiscard]] bool certain(const Box& box) const;

  // `name` may give paths a name of its own; empty: none.
  using Naming = std::function<std::string(const Path&)>;
  [[nodiscard]] auto print(const Box& box, const Naming& name = {}) const -> std::string;

  // "stay.ordinal", "age of insured.born at stay.admitted"; empty where there are no words for it.
  [[nodiscard]] auto name_of(NodeId node) const -> std::string;

 private:
  bool collect_inputs(NodeId node, std::vector<NodeId>& inputs) const;
  auto print_value(const Sample& sample, const Type& type) const -> std::string;
  auto print_part(PathId path, const Domain& domain, const Naming& name) const -> std::string;

  const Elaborated& elaborated_;
  const Paths& paths_;
};

}  // namespace remit
