#include "engine/io/difference.h"

#include <algorithm>
#include <unordered_map>

#include "engine/io/path.h"
#include "engine/io/read_value.h"
#include "engine/number/number.h"

namespace remit {
namespace {

bool same_number(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto left = Number::parse(a), right = Number::parse(b);
  return left && right && left.value() == right.value();
}

class Comparison {
 public:
  auto take() -> std::vector<Difference> { return std::move(found_); }

  void objects(const JsonValue& expected, const JsonValue& now, const JsonPath& path,
               const std::vector<std::string_view>& except = {}) {
    const auto left_out = [&](std::string_view key) {
      return std::find(except.begin(), except.end(), key) != except.end();
    };
    std::unordered_map<std::string_view, JsonValue> others;
    for (const JsonValue member : now) others.emplace(member.key(), member);
    for (const JsonValue member : expected) {
      if (left_out(member.key())) continue;
      const JsonPath below(path, member.key());
      const auto other = others.find(member.key());
      if (other == others.end()) {
        add(below, json_text(member), "");
      } else {
        values(member, other->second, below);
      }
    }
    for (const JsonValue member : expected) others.erase(member.key());
    for (const JsonValue member : now) {
      if (others.contains(member.key()) && !left_out(member.key())) add({path, member.key()}, "", json_text(member));
    }
  }

 private:
  void values(const JsonValue& expected, const JsonValue& now, const JsonPath& path) {
    if (expected.kind() != now.kind()) return add(path, json_text(expected), json_text(now));
    switch (expected.kind()) {
      case JsonKind::null: return;
      case JsonKind::boolean:
        if (expected.truth() != now.truth()) add(path, json_text(expected), json_text(now));
        return;
      case JsonKind::number:
        if (!same_number(expected.text(), now.text())) add(path, json_text(expected), json_text(now));
        return;
      case JsonKind::string:
        if (expected.text() != now.text()) add(path, json_text(expected), json_text(now));
        return;
      case JsonKind::array: return arrays(expected, now, path);
      case JsonKind::object: return objects(expected, now, path);
    }
  }

  void arrays(const JsonValue& expected, const JsonValue& now, const JsonPath& path) {
    auto left = expected.begin(), right = now.begin();
    for (std::size_t i = 0; left != expected.end() || right != now.end(); ++i) {
      const JsonPath below(path, i);
      if (left == expected.end()) {
        add(below, "", json_text(*right));
      } else if (right == now.end()) {
        add(below, json_text(*left), "");
      } else {
        values(*left, *right, below);
      }
      if (left != expected.end()) ++left;
      if (right != now.end()) ++right;
    }
  }

  void add(const JsonPath& path, const std::string& expected, const std::string& now) {
    found_.push_back({path.print(), excerpt(expected), excerpt(now)});
  }

  std::vector<Difference> found_;
};

}  // namespace

auto differences(const JsonValue& expected, const JsonValue& now, const std::vector<std::string_view>& except)
    -> std::vector<Difference> {
  Comparison comparison;
  comparison.objects(expected, now, {}, except);
  return comparison.take();
}

}  // namespace remit
