// `allow W0101 "reason"`: warnings that the author has seen and means.
#pragma once
#include <cstdint>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

class Allowances {
 public:
  // Requires: `files` outlives this.
  explicit Allowances(const std::vector<ast::File>& files);

  // Whether the problem is a warning that is allowed where it stands: by its declaration or by its policy.
  bool allow(const Diagnostic& problem);
  // Allowances that allowed nothing, and codes that are none of a warning.
  [[nodiscard]] auto problems() const -> std::vector<Diagnostic>;

 private:
  struct One {
    Span within;  // what it covers
    const ast::Allowance* allowance = nullptr;
    std::optional<Code> code;
    bool used = false;
  };
  void add(Span within, const std::vector<ast::Allowance>& allowances);
  void add(const std::vector<ast::Declaration>& declarations);
  std::vector<One> all_;
};

}  // namespace remit
