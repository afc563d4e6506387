#include "tests/differential/compare.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace remit::differential {
namespace {

// A value as it is, without its type: enough to see a difference.
auto text(const Value& value) -> std::string {
  switch (value.tag()) {
    case Value::Tag::failed: return "failed";
    case Value::Tag::absent: return "absent";
    case Value::Tag::boolean: return value.as_bool() ? "true" : "false";
    case Value::Tag::number: return value.as_number().to_string();
    case Value::Tag::integer: return "#" + std::to_string(value.as_integer());
    case Value::Tag::text: return '"' + value.as_text() + '"';
    case Value::Tag::range: return "a range";
    case Value::Tag::element: return "an element";
    case Value::Tag::sequence: break;
  }
  std::string all;
  for (const Value& part : value.as_sequence()) all += (all.empty() ? "" : ", ") + text(part);
  return "[" + all + "]";
}
auto text(const std::vector<Value>& values) -> std::string { return text(Value::sequence(values)); }
auto text(const std::string& value) -> std::string { return '"' + value + '"'; }
auto text(bool value) -> std::string { return value ? "true" : "false"; }
template <class Integer>
requires std::is_integral_v<Integer>
auto text(Integer value) -> std::string { return std::to_string(value); }
auto text(std::optional<std::uint32_t> value) -> std::string { return value ? std::to_string(*value) : "none"; }

bool same(const Value& a, const Value& b) {
  if (a.tag() != b.tag()) return false;
  if (a.tag() == Value::Tag::failed || a.tag() == Value::Tag::absent) return true;
  if (a.tag() != Value::Tag::sequence) return a == b;
  const auto& left = a.as_sequence();
  const auto& right = b.as_sequence();
  bool equal = left.size() == right.size();
  for (std::size_t i = 0; equal && i < left.size(); ++i) equal = same(left[i], right[i]);
  return equal;
}
template <class T>
bool same(const T& a, const T& b) {
  return a == b;
}
bool same(const std::vector<Value>& a, const std::vector<Value>& b) {
  return same(Value::sequence(a), Value::sequence(b));
}

class Comparison {
 public:
  auto run(const Answer& a, const Answer& b) -> std::string {
    one("date", a.date, b.date);
    one("blocked", a.blocked, b.blocked);
    all("errors", a.errors, b.errors, &Comparison::error);
    all("outputs", a.outputs, b.outputs, &Comparison::output);
    all("requirements", a.requirements, b.requirements, &Comparison::requirement);
    all("documents", a.documents, b.documents, &Comparison::papers);
    all("postings", a.postings, b.postings, &Comparison::posting);
    all("assumptions", a.assumptions, b.assumptions, &Comparison::one);
    return std::move(difference_);
  }

 private:
  template <class T>
  void one(const std::string& where, const T& a, const T& b) {
    if (found_ || same(a, b)) return;
    found_ = true;
    difference_ = where + ": " + text(a) + " against " + text(b);
  }
  template <class T>
  void all(const std::string& where, const std::vector<T>& a, const std::vector<T>& b,
           void (Comparison::*compare)(const std::string&, const T&, const T&)) {
    for (std::size_t i = 0; i < a.size() && i < b.size() && !found_; ++i) {
      (this->*compare)(where + "[" + std::to_string(i) + "]", a[i], b[i]);
    }
    one(where + ", how many", a.size(), b.size());
  }

  void error(const std::string& where, const CaseError& a, const CaseError& b) {
    one(where + " code", a.code, b.code);
    one(where + " " + a.code + " step", a.step, b.step);
    one(where + " " + a.code + " place", a.place, b.place);
    all(where + " " + a.code + " arguments", a.arguments, b.arguments, &Comparison::one);
    one(where + " rule", a.rule, b.rule);
    one(where + " item", a.item, b.item);
    one(where + " node", a.node, b.node);
  }
  void output(const std::string& where, const OutputValue& a, const OutputValue& b) {
    one(where, a.value, b.value);
    all(where, a.elements, b.elements, &Comparison::fields);
  }
  void fields(const std::string& where, const std::vector<OutputValue>& a, const std::vector<OutputValue>& b) {
    all(where, a, b, &Comparison::output);
  }
  void requirement(const std::string& where, const RequirementVerdict& a, const RequirementVerdict& b) {
    one(where + " requirement", a.requirement, b.requirement);
    one(where + " item", a.item, b.item);
    one(where + " applies", a.applies, b.applies);
    one(where + " met", a.met, b.met);
  }
  void papers(const std::string& where, const DocumentsVerdict& a, const DocumentsVerdict& b) {
    one(where + " documents", a.documents, b.documents);
    one(where + " applies", a.applies, b.applies);
    all(where, a.papers, b.papers, &Comparison::paper);
  }
  void paper(const std::string& where, const PaperVerdict& a, const PaperVerdict& b) {
    one(where + " name", a.name, b.name);
    one(where + " required", a.required, b.required);
    one(where + " given", a.given, b.given);
    all(where + " one of", a.one_of, b.one_of, &Comparison::paper);
  }
  void posting(const std::string& where, const Posting& a, const Posting& b) {
    one(where + " memory", static_cast<std::uint32_t>(a.memory), static_cast<std::uint32_t>(b.memory));
    one(where + " key", a.key, b.key);
    one(where + " amount", a.amount, b.amount);
    one(where + " pot", a.pot, b.pot);
    one(where + " start", a.start, b.start);
    one(where + " end", a.end, b.end);
    one(where + " row", a.row, b.row);
    one(where + " after", a.after, b.after);
  }

  bool found_ = false;
  std::string difference_;
};

}  // namespace

auto first_difference(const Answer& expected, const Answer& found) -> std::string {
  return Comparison().run(expected, found);
}

}  // namespace remit::differential
