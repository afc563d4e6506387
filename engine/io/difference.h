// Where two JSON values differ.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/json.h"

namespace remit {

struct Difference {
  std::string path;           // `$.result.pooled`
  std::string expected, now;  // excerpts of JSON; empty: not there
};

// Of two objects, their members in `except` left out. Numbers are equal when their values are (`650.00` and `650`),
// objects whatever the order of their keys. Cost: linear in both.
auto differences(const JsonValue& expected, const JsonValue& now, const std::vector<std::string_view>& except)
    -> std::vector<Difference>;

}  // namespace remit
