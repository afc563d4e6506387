// The JSON of a case while a test, or an analyst, gives it piece by piece.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/json.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

// A tree in which later pieces replace earlier ones: what is not given is not there.
class Draft {
 public:
  Draft() = default;
  static auto empty_list() -> Draft;
  static auto of(const Value& value, const Type& type, const TypeTable& types) -> Draft;
  static auto of(const JsonValue& json) -> Draft;

  // The part of that name; made where there is none. What was no object becomes one.
  auto field(const std::string& name) -> Draft&;
  // Element `index` from 0, or nullptr where the list is shorter.
  auto element(std::size_t index) -> Draft*;

  [[nodiscard]] bool has(const std::string& name) const;
  // How many elements a list has; 0 of what is none.
  [[nodiscard]] auto size() const -> std::size_t { return elements_.size(); }
  // False: there is no part of that name. The list behind an element that is taken away moves up.
  bool erase(const std::string& name);
  bool erase(std::size_t index);
  // At the end of a list; what was no list becomes one.
  auto append() -> Draft&;

  [[nodiscard]] auto json() const -> std::string;

 private:
  enum class Kind : std::uint8_t { object, array, scalar };
  Kind kind_ = Kind::object;
  std::string scalar_;
  std::vector<std::pair<std::string, Draft>> fields_;
  std::vector<Draft> elements_;
};

}  // namespace remit
