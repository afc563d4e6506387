#include "repl/whatif/attribution.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace remit::whatif {
namespace {

using State = CaseComparison::State;

bool is_number(const Quantity& quantity) { return quantity.type.numeric(); }

auto list_name(const Service& service, const Rule& rule) -> std::string {
  return rule.list ? service.names.lists[service.program.at(*rule.list).name] : "";
}

// By name and list: a rule has a number for each date on which it is asked for.
auto by_name(const Service& service) -> std::map<std::string, std::vector<RuleId>> {
  std::map<std::string, std::vector<RuleId>> rules;
  for (std::uint32_t i = 0; i < service.program.rules.size(); ++i) {
    const Rule& rule = service.program.rules[i];
    const bool told = rule.kind == Rule::Kind::rule || rule.kind == Rule::Kind::value || rule.kind == Rule::Kind::table;
    if (told) rules[service.names.rules[rule.name].name + " " + list_name(service, rule)].push_back(RuleId{i});
  }
  return rules;
}

auto sequence(const std::vector<Value>& values, const std::function<std::optional<Value>(std::size_t)>& of)
    -> std::optional<Value> {
  std::vector<Value> made;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto one = of(i);
    if (!one) return std::nullopt;
    made.push_back(*std::move(one));
  }
  return Value::sequence(std::move(made));
}

auto member_in(const EnumType& from, std::int64_t member, const EnumType& into) -> std::optional<Value> {
  const std::string& name = from.members[static_cast<std::size_t>(member)].name;
  const auto found = std::ranges::find_if(into.members, [&](const EnumMember& m) { return m.name == name; });
  if (found == into.members.end()) return std::nullopt;
  return Value::integer(found - into.members.begin());
}

}  // namespace

auto common_results(const Service& before, const Service& after) -> std::vector<CommonResult> {
  std::vector<CommonResult> common;
  const std::vector<Quantity> others = results_of(after);
  for (const Quantity& result : results_of(before)) {
    const auto other = std::ranges::find_if(others, [&](const Quantity& q) { return q.name == result.name; });
    if (other != others.end() && is_number(result) && is_number(*other)) common.push_back({result, *other});
  }
  return common;
}

auto translated(const Value& value, const Type& type, const TypeTable& types, const Type& into_type,
                const TypeTable& into) -> std::optional<Value> {
  if (type.kind != into_type.kind) return std::nullopt;
  if (value.is_absent()) return value;
  switch (value.tag()) {
    case Value::Tag::failed:
    case Value::Tag::range:
    case Value::Tag::element: return std::nullopt;
    case Value::Tag::integer:
      if (type.kind != TypeKind::enumeration) return value;
      return member_in(types.at(EnumId{type.id}), value.as_integer(), into.at(EnumId{into_type.id}));
    case Value::Tag::sequence: break;
    case Value::Tag::absent:
    case Value::Tag::boolean:
    case Value::Tag::number:
    case Value::Tag::text: return value;
  }
  const std::vector<Value>& parts = value.as_sequence();
  if (type.kind == TypeKind::list) {
    const Type element = types.at(ListTypeId{type.id}).element;
    const Type into_element = into.at(ListTypeId{into_type.id}).element;
    return sequence(parts, [&](std::size_t i) { return translated(parts[i], element, types, into_element, into); });
  }
  if (type.kind != TypeKind::record) return std::nullopt;
  const auto& fields = types.at(RecordId{type.id}).fields;
  const auto& into_fields = into.at(RecordId{into_type.id}).fields;
  if (fields.size() != into_fields.size() || fields.size() != parts.size()) return std::nullopt;
  return sequence(parts, [&](std::size_t i) -> std::optional<Value> {
    if (fields[i].name != into_fields[i].name) return std::nullopt;
    return translated(parts[i], fields[i].type, types, into_fields[i].type, into);
  });
}

Comparer::Comparer(const Service& before, const Service& after)
    : before_(before),
      after_(after),
      results_(common_results(before, after)),
      evaluator_(before.program, before.names),
      other_(after.program, after.names) {
  const auto others = by_name(after);
  for (const auto& [name, rules] : by_name(before)) {
    const auto found = others.find(name);
    if (found == others.end() || found->second.size() != rules.size()) continue;
    for (std::size_t i = 0; i < rules.size(); ++i) pairs_.push_back({rules[i], found->second[i]});
  }
  std::ranges::sort(pairs_, {}, [](const Pair& pair) { return pair.before; });
}

auto Comparer::values_of(Evaluator& evaluator, bool after, bool settled) -> std::vector<std::optional<Number>> {
  std::vector<std::optional<Number>> values;
  for (const CommonResult& result : results_) {
    const Value value = settled ? value_of(evaluator, after ? result.after : result.before) : Value();
    values.push_back(value.tag() == Value::Tag::number ? std::optional(value.as_number()) : std::nullopt);
  }
  return values;
}

auto Comparer::settle(Evaluator& evaluator, const Case& given, bool after, std::vector<std::optional<Number>>& values,
                      std::vector<CaseError>& errors) -> State {
  Answer answer = evaluator.settle(given);
  errors = std::move(answer.errors);
  const State state = !errors.empty() ? State::failed : answer.blocked ? State::blocked : State::answered;
  values = values_of(evaluator, after, state == State::answered);
  return state;
}

auto Comparer::compare(const Case& before, const Case& after) -> CaseComparison {
  CaseComparison made;
  made.after = settle(other_, after, true, made.b, made.errors_after);
  made.before = settle(evaluator_, before, false, made.a, made.errors_before);
  attribute(before, after, made);
  return made;
}

// Whether the rule has another value in the world at hand than by B. False where either does not evaluate it.
bool Comparer::differs(const Pair& pair) {
  if (!evaluator_.took_part(pair.before) || !other_.took_part(pair.after)) return false;
  const Rule& rule = before_.program.at(pair.before);
  const Rule& other = after_.program.at(pair.after);
  const Type type = before_.program.at(rule.node).type;
  const Type other_type = after_.program.at(other.node).type;
  const auto differ = [&](std::optional<std::uint32_t> item) {
    if (!evaluator_.took_part(pair.before, item) || !other_.took_part(pair.after, item)) return false;
    const Value value = evaluator_.value_of(pair.before, item);
    const auto theirs =
        translated(other_.value_of(pair.after, item), other_type, after_.program.types, type, before_.program.types);
    return theirs && (value.is_failed() || value != *theirs);
  };
  if (!rule.list) return differ(std::nullopt);
  const std::uint32_t size = evaluator_.list_size(*rule.list);
  if (size != other_.list_size(*other.list)) return false;
  for (std::uint32_t i = 0; i < size; ++i) {
    if (differ(i)) return true;
  }
  return false;
}

void Comparer::pin(const Pair& pair, Case& world) {
  const Rule& rule = before_.program.at(pair.before);
  const Rule& other = after_.program.at(pair.after);
  const auto theirs = [&](std::optional<std::uint32_t> item) {
    return translated(other_.value_of(pair.after, item), after_.program.at(other.node).type, after_.program.types,
                      before_.program.at(rule.node).type, before_.program.types)
        .value_or(Value::failed());
  };
  const auto number = static_cast<std::uint32_t>(pair.before);
  if (!rule.list) {
    world.assumed.emplace(number, theirs(std::nullopt));
    return;
  }
  std::vector<Value>& items = world.assumed_items[number];
  const std::uint32_t size = other_.list_size(*other.list);
  for (std::uint32_t i = 0; i < size; ++i) {
    items.push_back(other_.took_part(pair.after, i) ? theirs(i) : evaluator_.value_of(pair.before, i));
  }
}

void Comparer::attribute(const Case& before, const Case& after, CaseComparison& made) {
  if (made.before != State::answered || made.after != State::answered || made.a == made.b) return;
  evaluator_.begin(before);
  values_of(evaluator_, false, true);
  other_.begin(after);
  values_of(other_, true, true);
  Case world = before;
  std::vector<std::optional<Number>> reached = made.a;
  std::vector<bool> switched(pairs_.size());
  std::string waiting;  // rules switched since the results last came out
  const Labels* labels = nullptr;
  const auto add = [&](const std::vector<std::optional<Number>>& now) {
    Part part{.name = std::exchange(waiting, {}), .labels = std::exchange(labels, nullptr), .by = {}};
    bool any = false;
    for (std::size_t i = 0; i < now.size(); ++i) {
      part.by.push_back(now[i] && reached[i] ? *now[i] - *reached[i] : Number());
      any = any || !part.by.back().is_zero();
    }
    if (any) made.parts.push_back(std::move(part));
    reached = now;
  };
  const auto whole = [&](const std::vector<std::optional<Number>>& now) {
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (made.b[i] && made.a[i] && !now[i]) return false;
    }
    return true;
  };
  std::size_t at = 0;
  for (std::size_t seen = 0; seen < pairs_.size() && reached != made.b;) {
    if (switched[at] || !differs(pairs_[at])) {
      at = (at + 1) % pairs_.size();
      ++seen;
      continue;
    }
    seen = 0;
    switched[at] = true;
    const DeclarationName& name = before_.names.rules[before_.program.at(pairs_[at].before).name];
    labels = waiting.empty() ? &name.labels : nullptr;
    waiting += (waiting.empty() ? "" : ", ") + name.name;
    pin(pairs_[at], world);
    evaluator_.begin(world);
    const auto now = values_of(evaluator_, false, true);
    if (whole(now)) add(now);
  }
  if (reached != made.b) add(made.b);
}

}  // namespace remit::whatif
