// number_driver: computes with Numbers what each line of the standard input asks for, for an oracle to compare.
//
// A line is in postfix: operands, and operations on the last ones. `1.5 0.25 round:half_even` pushes a value, a step
// and rounds one to the other. Questions push their answer as a number. What is left prints as a line:
//
//     1 3 / 0.5 +   →   5/6
//
// A line `parse LIMIT TEXT` prints what Number::parse makes of the text, up to the end of the line.
#include <algorithm>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/number/number.h"

namespace remit {
namespace {

auto parse(const std::string& text, int max_digits) -> std::string {
  const auto parsed = Number::parse(text, max_digits);
  if (parsed) return parsed.value().to_string();
  return parsed.error() == NumberError::malformed ? "malformed" : "too many digits";
}

auto pop(std::vector<Number>& stack) -> Number {
  Number top = std::move(stack.back());
  stack.pop_back();
  return top;
}

auto order(const Number& a, const Number& b) -> int { return a < b ? -1 : a > b ? 1 : 0; }

// Zero divisors and steps that are not positive are the oracle's to avoid.
auto apply_to_one(const std::string& word, const Number& a) -> Number {
  if (word == "abs") return a.abs();
  if (word == "minus") return -a;
  if (word == "sign") return Number::whole(a.sign());
  if (word == "places") return Number::whole(a.places().value_or(-1));
  if (word == "numerator") return Number::parse(a.numerator(), Number::kMaxDigits * 10).value();
  return Number::parse(a.denominator(), Number::kMaxDigits * 10).value();
}

auto apply_to_two(const std::string& word, const Number& a, const Number& b) -> Number {
  if (word == "+") return a + b;
  if (word == "-") return a - b;
  if (word == "*") return a * b;
  if (word == "/") return a / b;
  if (word == "compare") return Number::whole(order(a, b));
  if (word == "equal") return Number::whole(static_cast<int>(a == b && a.hash() == b.hash()));
  if (word == "lies_on") return Number::whole(static_cast<int>(a.lies_on(b)));
  std::string mode = word.substr(std::string("round:").size());
  std::replace(mode.begin(), mode.end(), '_', ' ');
  return a.round_to(b, rounding_named(mode).value());
}

auto takes_one(const std::string& word) -> bool {
  return word == "abs" || word == "minus" || word == "sign" || word == "places" || word == "numerator" ||
         word == "denominator";
}

auto takes_two(const std::string& word) -> bool {
  return word == "+" || word == "-" || word == "*" || word == "/" || word == "compare" || word == "equal" ||
         word == "lies_on" || word.starts_with("round:");
}

auto evaluate(std::istream& words) -> std::string {
  std::vector<Number> stack;
  std::string word;
  while (words >> word) {
    if (takes_two(word)) {
      const Number b = pop(stack);
      stack.push_back(apply_to_two(word, pop(stack), b));
    } else if (takes_one(word)) {
      stack.push_back(apply_to_one(word, pop(stack)));
    } else {
      stack.push_back(Number::parse(word, Number::kMaxDigits * 10).value());
    }
  }
  return pop(stack).to_string();
}

auto answer(const std::string& line) -> std::string {
  std::istringstream words(line);
  if (!line.starts_with("parse ")) return evaluate(words);
  std::string word;
  int max_digits{};
  words >> word >> max_digits;
  words.get();
  std::string text;
  std::getline(words, text);
  return parse(text, max_digits);
}

}  // namespace
}  // namespace remit

int main() {
  std::string line;
  while (std::getline(std::cin, line)) std::cout << remit::answer(line) << '\n';
}
