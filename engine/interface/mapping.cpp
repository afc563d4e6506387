#include "engine/interface/mapping.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/io/path.h"
#include "engine/text/nearest.h"

namespace remit {
namespace {

auto quoted_list(const std::vector<std::string>& names) -> std::string {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

// Checks a mapping whole, so that reading messages by it cannot fail for its sake.
class Checker {
 public:
  std::vector<std::string> parts;  // those written so far

  auto take() -> std::vector<MappingError> { return std::move(errors_); }
  void wrong(const JsonPath& at, std::string message) { errors_.push_back({at.print(), std::move(message)}); }

  // The members of an object, each once and of these names; false where it is no object.
  auto members(const JsonValue& object, const JsonPath& at, const std::vector<std::string>& known,
               const std::vector<std::string>& needed) -> bool {
    if (object.kind() != JsonKind::object) {
      wrong(at, "expected {…}, found " + std::string(kind_name(object.kind()).en));
      return false;
    }
    std::vector<std::string> seen;
    for (const JsonValue value : object) {
      const std::string key(value.key());
      if (std::ranges::find(seen, key) != seen.end()) wrong(at, "`" + key + "` stands twice");
      if (std::ranges::find(known, key) == known.end()) {
        const std::string near = nearest_name(key, known);
        wrong(at, "unknown `" + key + "`" +
                      (near.empty() ? "; known are " + quoted_list(known) : "; did you mean `" + near + "`?"));
      }
      seen.push_back(key);
    }
    for (const std::string& name : needed) {
      if (std::ranges::find(seen, name) == seen.end()) wrong(at, "`" + name + "` is missing");
    }
    return true;
  }

  auto text(const JsonValue& value, const JsonPath& at) -> std::string {
    if (value.kind() == JsonKind::string && !value.text().empty()) return std::string(value.text());
    wrong(at, "expected a text");
    return "";
  }

  void path(const JsonValue& value, const JsonPath& at, bool in_each) {
    const std::string written = text(value, at);
    if (written.empty()) return;
    const std::vector<std::string> names = path_parts(written);
    if (std::ranges::find(names, "") != names.end()) wrong(at, "`" + written + "` has an empty part");
    if (names[0] == "this" && !in_each) wrong(at, "`this` stands only within `as` of an `each`");
  }

  void paths(const JsonValue& value, const JsonPath& at, bool in_each) {
    if (value.kind() != JsonKind::array) return path(value, at, in_each);
    if (value.size() == 0) wrong(at, "expected a path");
    std::size_t index = 0;
    for (const JsonValue one : value) path(one, JsonPath(at, index++), in_each);
  }

  void shape(const JsonValue& value, const JsonPath& at, bool in_each) {
    if (value.kind() == JsonKind::array) {
      std::size_t index = 0;
      for (const JsonValue element : value) shape(element, JsonPath(at, index++), in_each);
      return;
    }
    if (value.kind() != JsonKind::object) return;
    if (has(value, "from")) return taken(value, at, in_each);
    if (has(value, "part")) return part(value, at, in_each);
    for (const std::string_view form : {"each", "unless_zero"}) {
      if (!has(value, form)) continue;
      members(value, at,
              form == "each" ? std::vector<std::string>{"each", "as", "needed"}
                             : std::vector<std::string>{"unless_zero", "as"},
              {"as"});
      const bool inner = in_each || form == "each";
      for (const JsonValue part : value) {
        const JsonPath here(at, part.key());
        if (part.key() == "as") {
          shape(part, here, inner);
        } else if (part.key() == "needed") {
          truth(part, here);
        } else if (part.key() == form) {
          paths(part, here, in_each);
        }
      }
      return;
    }
    for (const JsonValue part : value) shape(part, JsonPath(at, part.key()), in_each);
  }

 private:
  static auto has(const JsonValue& object, std::string_view key) -> bool {
    for (const JsonValue part : object) {
      if (part.key() == key) return true;
    }
    return false;
  }

  void taken(const JsonValue& value, const JsonPath& at, bool in_each) {
    members(value, at, {"from", "codes", "first", "negated", "or", "needed"}, {"from"});
    for (const JsonValue part : value) {
      const JsonPath here(at, part.key());
      if (part.key() == "from") paths(part, here, in_each);
      if (part.key() == "or") shape(part, here, in_each);
      if (part.key() == "negated" || part.key() == "needed") truth(part, here);
      if (part.key() == "first") {
        const std::string_view digits = part.text();
        const bool small = part.kind() == JsonKind::number && digits.size() <= 4 &&
                           digits.find_first_not_of("0123456789") == std::string_view::npos;
        if (!small) wrong(here, "expected how many characters to take");
      }
      if (part.key() == "codes") codes(part, here);
    }
  }

  void part(const JsonValue& value, const JsonPath& at, bool in_each) {
    members(value, at, {"part", "with"}, {});
    for (const JsonValue piece : value) {
      const JsonPath here(at, piece.key());
      if (piece.key() == "with") shape(piece, here, in_each);
      if (piece.key() != "part") continue;
      const std::string name = text(piece, here);
      if (!name.empty() && std::ranges::find(parts, name) == parts.end()) {
        const std::string near = nearest_name(name, parts);
        wrong(here,
              "no part `" + name + "` stands before this" + (near.empty() ? "" : "; did you mean `" + near + "`?"));
      }
    }
  }

  void truth(const JsonValue& value, const JsonPath& at) {
    if (value.kind() != JsonKind::boolean) wrong(at, "expected true or false");
  }

  void codes(const JsonValue& value, const JsonPath& at) {
    if (value.kind() != JsonKind::object || value.size() == 0)
      return wrong(at, "expected {…} with a code for each code");
    for (const JsonValue code : value) text(code, JsonPath(at, code.key()));
  }

  std::vector<MappingError> errors_;
};

}  // namespace

auto path_parts(std::string_view path) -> std::vector<std::string> {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = path.find('/', begin);
    parts.emplace_back(path.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

auto Mapping::read(std::string_view text) -> Result<Mapping, std::vector<MappingError>> {
  auto document = JsonDocument::read(text);
  if (!document) {
    const ErrorReport told = report(document.error(), "en");
    return std::vector<MappingError>{{"$", told.message}};
  }
  Mapping made(std::move(document).value());
  Checker checker;
  const JsonPath root;
  const JsonValue whole = made.document_.root();
  checker.members(whole, root, {"title", "number", "identity", "answers", "parts", "transactions"},
                  {"number", "identity", "answers", "transactions"});
  const std::array<std::pair<std::string_view, std::string*>, 3> names = {
      {{"number", &made.number_}, {"identity", &made.identity_}, {"answers", &made.answers_}}};
  for (const JsonValue part : whole) {
    const JsonPath at(root, part.key());
    for (const auto& [key, target] : names) {
      if (part.key() == key) *target = checker.text(part, at);
    }
    if (part.key() == "parts") {
      if (part.kind() != JsonKind::object) checker.wrong(at, "expected {…} with a template for each name");
      if (part.kind() != JsonKind::object) continue;
      if (part.size() > kMaxParts) checker.wrong(at, "more than " + std::to_string(kMaxParts) + " parts");
      for (const JsonValue one : part) {
        checker.shape(one, JsonPath(at, one.key()), true);
        checker.parts.emplace_back(one.key());
        made.parts_.emplace_back(one.key(), one);
      }
    }
    if (part.key() != "transactions") continue;
    if (part.kind() != JsonKind::object) checker.wrong(at, "expected {…} with a transaction for each number");
    if (part.kind() != JsonKind::object) continue;
    for (const JsonValue one : part) {
      const JsonPath here(at, one.key());
      Transaction transaction{.number = std::string(one.key())};
      if (made.transaction(transaction.number) != nullptr)
        checker.wrong(at, "`" + transaction.number + "` stands twice");
      if (!checker.members(one, here, {"title", "service", "agree", "case", "reply", "refusal"}, {"reply", "refusal"}))
        continue;
      for (const JsonValue piece : one) {
        const JsonPath there(here, piece.key());
        if (piece.key() == "service") transaction.service = checker.text(piece, there);
        if (piece.key() == "case") transaction.made_case = piece;
        if (piece.key() == "reply") transaction.reply = piece;
        if (piece.key() == "refusal") transaction.refusal = piece;
        if (piece.key() == "case" || piece.key() == "reply" || piece.key() == "refusal")
          checker.shape(piece, there, false);
        if (piece.key() != "agree") continue;
        if (piece.kind() != JsonKind::array) checker.wrong(there, "expected […] of lists of paths");
        if (piece.kind() != JsonKind::array) continue;
        std::size_t index = 0;
        for (const JsonValue group : piece) {
          checker.paths(group, JsonPath(there, index++), false);
          std::vector<std::string>& paths = transaction.agree.emplace_back();
          if (group.kind() != JsonKind::array) continue;
          for (const JsonValue path : group) paths.emplace_back(path.text());
        }
      }
      if (transaction.service.empty() == transaction.made_case.has_value()) {
        checker.wrong(here, "`service` and `case` go together");
      }
      made.transactions_.push_back(std::move(transaction));
    }
  }
  if (auto errors = checker.take(); !errors.empty()) return errors;
  return made;
}

auto Mapping::transaction(std::string_view number) const -> const Transaction* {
  const auto found = std::ranges::find(transactions_, number, &Transaction::number);
  return found == transactions_.end() ? nullptr : &*found;
}

auto Mapping::part(std::string_view name) const -> JsonValue {
  return std::ranges::find(parts_, name, &std::pair<std::string, JsonValue>::first)->second;
}

auto Mapping::numbers() const -> std::vector<std::string> {
  std::vector<std::string> numbers;
  for (const Transaction& transaction : transactions_) numbers.push_back(transaction.number);
  return numbers;
}

}  // namespace remit
