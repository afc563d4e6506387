// The problems of one file, as they are found. Keeps the first hundred of each pass and counts the rest, so that a
// million mistakes cost no memory.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dsl/diagnostic/diagnostic.h"

namespace remit::parse {

constexpr std::size_t most_problems = 100;

class Problems {
 public:
  explicit Problems(FileId file) : file_(file) {}

  // Whether `add` will keep the next one: what is dear to word may be left out when not.
  [[nodiscard]] auto full() const -> bool { return list_.size() >= most_problems; }
  [[nodiscard]] auto count() const -> std::size_t { return list_.size() + suppressed_; }
  [[nodiscard]] auto span(std::uint32_t begin, std::uint32_t end) const -> Span { return {file_, begin, end}; }

  void add(Diagnostic problem) {
    if (full()) {
      ++suppressed_;
    } else {
      list_.push_back(std::move(problem));
    }
  }
  void add(Code code, Span span, std::vector<std::string> arguments = {}, std::optional<Edit> edit = {}) {
    add({code, span, std::move(arguments), {}, std::move(edit), {}});
  }

  [[nodiscard]] auto list() const -> const std::vector<Diagnostic>& { return list_; }
  [[nodiscard]] auto suppressed() const -> std::size_t { return suppressed_; }

 private:
  FileId file_;
  std::vector<Diagnostic> list_;
  std::size_t suppressed_ = 0;
};

}  // namespace remit::parse
