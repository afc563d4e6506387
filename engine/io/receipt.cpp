#include "engine/io/receipt.h"

#include <optional>

#include "engine/io/read_value.h"
#include "engine/io/write_json.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto keys(std::initializer_list<const char*> names) -> Keys {
  Keys made;
  for (const char* name : names) made.add(name);
  return made;
}

// Reads members of an object by their types; what is wrong is reported.
class Parts {
 public:
  Parts(const JsonValue& object, const Keys& known, const JsonPath& path, InputErrors& errors)
      : known_(known),
        path_(path),
        errors_(errors),
        values_(types_, options_, errors),
        members_(object, known, false, path, errors) {}

  void text(std::size_t part, std::string& into, bool optional = false) {
    if (const Value value = read(part, TypeKind::text, optional); value.tag() == Value::Tag::text)
      into = value.as_text();
  }
  void truth(std::size_t part, bool& into) {
    if (const Value value = read(part, TypeKind::boolean, false); value.tag() == Value::Tag::boolean)
      into = value.as_bool();
  }
  void date(std::size_t part, std::string& into) {
    const Value value = read(part, TypeKind::date, true);
    if (value.tag() == Value::Tag::integer) into = print_date(value.as_integer());
  }
  auto object(std::size_t part) -> std::optional<JsonValue> {
    const JsonPath below(path_, known_.spelt[part]);
    if (members_.at(part) == nullptr) {
      errors_.add(InputCode::missing, below, {"{…}", "", below.last()});
      return std::nullopt;
    }
    if (!values_.is_object(*members_.at(part), below)) return std::nullopt;
    return *members_.at(part);
  }

 private:
  auto read(std::size_t part, TypeKind kind, bool optional) -> Value {
    const JsonPath below(path_, known_.spelt[part]);
    if (members_.at(part) != nullptr) return values_.read(*members_.at(part), unnamed({.kind = kind}), below);
    if (!optional) errors_.add(InputCode::missing, below, {type_name({.kind = kind}, types_), "", below.last()});
    return {};
  }

  const Keys& known_;
  const JsonPath& path_;
  InputErrors& errors_;
  TypeTable types_;
  ReadOptions options_;
  ValueReader values_;
  Members members_;
};

void read_options(const JsonValue& json, const JsonPath& path, InputErrors& errors, Receipt::Options& into) {
  const Keys known = keys({"policies", "policy", "as_of", "lang", "codes", "allow_unknown"});
  Parts parts(json, known, path, errors);
  parts.text(0, into.policies, true);
  parts.text(1, into.policy, true);
  parts.date(2, into.as_of);
  parts.text(3, into.language);
  parts.truth(4, into.codes);
  parts.truth(5, into.allow_unknown);
}

}  // namespace

auto write_receipt(const Receipt& receipt) -> std::string {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view given = receipt.given;
  if (given.starts_with(kByteOrderMark)) given.remove_prefix(kByteOrderMark.size());
  JsonWriter out;
  const auto text = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out.key(key).string(value);
  };
  out.open_object().key("policy").string(receipt.policy).key("version").string(receipt.version);
  out.key("service").string(receipt.service).key("engine").string(receipt.engine);
  out.key("text_hash").string(receipt.text_hash).key("meaning_hash").string(receipt.meaning_hash);
  out.key("options").open_object();
  text("policies", receipt.options.policies);
  text("policy", receipt.options.policy);
  text("as_of", receipt.options.as_of);
  text("lang", receipt.options.language);
  out.key("codes").boolean(receipt.options.codes);
  out.key("allow_unknown").boolean(receipt.options.allow_unknown).close_object();
  out.key("case").raw(compact_json(given)).close_object();
  return out.take();
}

auto read_receipt(const JsonValue& answer) -> Result<Receipt, std::vector<InputError>> {
  std::optional<JsonValue> json;
  for (const JsonValue member : answer) {
    if (member.key() == "receipt" && member.kind() == JsonKind::object) json = member;
  }
  if (!json) return std::vector{InputError{InputCode::no_receipt, "$.receipt", {}}};

  Receipt receipt;
  InputErrors errors;
  const JsonPath root;
  const JsonPath path(root, "receipt");
  const Keys known = keys({"policy", "version", "service", "engine", "text_hash", "meaning_hash", "options", "case"});
  Parts parts(*json, known, path, errors);
  std::string* const texts[] = {&receipt.policy, &receipt.version,   &receipt.service,
                                &receipt.engine, &receipt.text_hash, &receipt.meaning_hash};
  for (std::size_t i = 0; i < std::size(texts); ++i) parts.text(i, *texts[i]);
  if (const auto options = parts.object(6)) read_options(*options, {path, "options"}, errors, receipt.options);
  if (const auto given = parts.object(7)) receipt.given = json_text(*given);
  if (!errors.empty()) return errors.take();
  return receipt;
}

}  // namespace remit
