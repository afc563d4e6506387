// Paths of catalog files in which `{region}` stands for the value of a key.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remit {

class PathPattern {
 public:
  explicit PathPattern(std::string_view text);

  // The names in braces, in the order written.
  [[nodiscard]] auto placeholders() const -> const std::vector<std::string>& { return names_; }
  [[nodiscard]] auto text() const -> const std::string& { return text_; }

  // The path for these values; absent where a value is empty, has a `/` or begins with a dot. Requires: a value for
  // each of `names`, which hold all placeholders.
  [[nodiscard]] auto fill(const std::vector<std::string>& names, const std::vector<std::string>& values) const
      -> std::optional<std::string>;
  // Whether some values make it `path`.
  [[nodiscard]] bool matches(std::string_view path) const;
  // Whether it stays below where it starts.
  [[nodiscard]] bool stays_inside() const;

 private:
  std::string text_;
  std::vector<std::string> names_;
  std::vector<std::string> literals_;  // one more than names: what stands around them
};

}  // namespace remit
