// A small system of messages: a visit is opened (10), lines are added (20), and a bill is asked for (30).
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/interface/mapping.h"
#include "engine/interface/messages.h"

namespace remit {

// The mapping with this transaction 30 (the text of its members).
inline auto mapping_text(std::string_view transaction) -> std::string {
  return R"({"number": "kind", "identity": "id", "answers": "to", "transactions": {"30": {)" +
         std::string(transaction) + "}}}";
}

inline auto mapping_of(std::string_view transaction) -> Mapping {
  auto made = Mapping::read(mapping_text(transaction));
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().front().path + ": " + made.error().front().message);
  return std::move(made).value();
}

// "E0854 $.messages[2]" of each error.
inline auto told(const std::vector<InputError>& errors) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const InputError& error : errors)
    lines.push_back(std::string(input_code_text(error.code).name) + " " + error.path);
  return lines;
}

}  // namespace remit
