// Where the parts of a service's interface are written.
#pragma once
#include <cstdint>
#include <string>

#include "dsl/flatten/flatten.h"
#include "dsl/library/library.h"

namespace remit {

struct Place {
  std::string file;  // empty: nowhere
  std::uint32_t line = 0, column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// Of one policy. A part that is not there is where the nearest thing around it is.
class Places {
 public:
  Places(const PolicyLibrary& library, const FlatPolicy& policy) : library_(library), policy_(policy) {}

  [[nodiscard]] auto policy() const -> Place;
  // A service, a memory, an enum, … by name.
  [[nodiscard]] auto declaration(const std::string& name) const -> Place;
  // "claim.items.amount"
  [[nodiscard]] auto input(const std::string& path) const -> Place;
  // "claim.items.in_scope"; the first as the service names it, the others below it.
  [[nodiscard]] auto result(const std::string& service, const std::string& name) const -> Place;
  [[nodiscard]] auto member(const std::string& enumeration, const std::string& member) const -> Place;

 private:
  [[nodiscard]] auto find(const std::string& name) const -> const ast::Declaration*;
  [[nodiscard]] auto at(const Span& span) const -> Place;

  const PolicyLibrary& library_;
  const FlatPolicy& policy_;
};

}  // namespace remit
