// Services of policies given as text, and cases of them, for tests of what-ifs.
#pragma once
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dsl/library/library.h"
#include "engine/io/read_case.h"
#include "repl/whatif/variable.h"

namespace remit {

inline void PrintTo(const Number& number, std::ostream* out) { *out << number.to_string(); }

namespace test {

class OneText : public Source {
 public:
  explicit OneText(std::string text) : text_(std::move(text)) {}
  auto list(std::string_view) -> std::vector<std::string> override { return {"p.remit"}; }
  auto read(const std::string&, std::string&) -> std::optional<std::string> override { return text_; }

 private:
  std::string text_;
};

inline auto file_text(const std::string& path) -> std::string {
  std::ifstream in(std::string(REMIT_ROOT) + "/" + path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

inline auto replaced(std::string text, const std::string& from, const std::string& to) -> std::string {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// The service `settle` of the first policy of a text.
class Settles {
 public:
  explicit Settles(const std::string& text) : source_(text), library_(source_, "") {
    for (const Diagnostic& problem : library_.problems()) ADD_FAILURE() << message_of(problem);
    compiled_ = library_.compile(library_.policies().front(), "settle");
    for (const Diagnostic& problem : compiled_->problems) ADD_FAILURE() << message_of(problem);
  }
  [[nodiscard]] auto service() const -> whatif::Service { return {compiled_->program(), compiled_->names()}; }
  [[nodiscard]] auto given(const std::string& json) const -> Case {
    auto read = read_case(json, compiled_->program(), compiled_->names(), {.as_of = 19723});
    if (read) return std::move(read).value();
    for (const InputError& error : read.error()) ADD_FAILURE() << error.path << " " << report(error, "en").message;
    return {};
  }

 private:
  static auto message_of(const Diagnostic& problem) -> std::string { return std::string(code_text(problem.code).name); }

  OneText source_;
  PolicyLibrary library_;
  std::unique_ptr<Compiled> compiled_;
};

inline auto shape(const std::string& name) -> Settles {
  return Settles(file_text("policies/shapes/" + name + ".remit"));
}
inline auto number(const std::string& digits) -> Number { return Number::parse(digits).value(); }

}  // namespace test
}  // namespace remit
