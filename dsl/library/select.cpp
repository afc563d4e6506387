#include "dsl/library/select.h"

#include <algorithm>
#include <set>

#include "dsl/format/expression.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/read_case.h"
#include "engine/program/operands.h"
#include "engine/text/nearest.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto service_of(const FlatPolicy& policy, const std::string& name) -> const ast::Service* {
  for (const FlatDeclaration& flat : policy.declarations) {
    const auto* service = std::get_if<ast::Service>(&flat.declaration->body);
    if (service != nullptr && flat.declaration->name.text == name) return service;
  }
  return nullptr;
}

// Only what these slots and lists fill is kept, so that nothing else in the case is looked at.
auto pruned(const std::vector<InputShape>& shapes, const std::set<std::uint32_t>& slots,
            const std::set<std::uint32_t>& lists) -> std::vector<InputShape> {
  std::vector<InputShape> kept;
  for (const InputShape& shape : shapes) {
    const bool whole = (shape.slot && slots.contains(*shape.slot)) ||
                       (shape.list && lists.contains(static_cast<std::uint32_t>(*shape.list)));
    InputShape copy = shape;
    copy.needed = false;  // what is missing tells itself where it is read
    if (shape.kind == InputShape::Kind::record) copy.children = pruned(shape.children, slots, lists);
    const bool parts = shape.kind == InputShape::Kind::record && !copy.children.empty();
    if (whole || parts) kept.push_back(std::move(copy));
  }
  return kept;
}

// The slots that nodes read.
struct Reads {
  std::set<std::uint32_t> slots, lists;
};
auto reads_of(const Program& program, const std::vector<NodeId>& roots) -> Reads {
  const std::vector<bool> reached = reachable(program, roots);
  Reads reads;
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    if (!reached[i]) continue;
    if (program.nodes[i].op == Op::input) reads.slots.insert(program.nodes[i].index);
    if (program.nodes[i].op == Op::input_list) reads.lists.insert(program.nodes[i].index);
  }
  return reads;
}

// The case as far as it can be read; the rest is failed, and the reasons are added.
auto read_leniently(const ReadJson& json, Elaborated& elaborated, const Reads& reads, const ReadOptions& options,
                    std::vector<InputError>& errors) -> Case {
  Program& program = elaborated.program;
  const std::vector<InputShape> all = pruned(program.inputs, reads.slots, reads.lists);
  program.inputs = all;
  auto whole = read_case(json, program, elaborated.names, options);
  if (whole) return std::move(whole).value();
  errors = whole.error();
  Case given;
  given.inputs.assign(program.input_count, Value::failed());
  given.lists.resize(program.lists.size());
  given.memories.resize(program.memories.size());
  for (const std::uint32_t slot : reads.slots) {
    program.inputs = pruned(all, {slot}, {});
    auto one = read_case(json, program, elaborated.names, options);
    if (one) given.inputs[slot] = one.value().inputs[slot];
  }
  return given;
}

// Whether one policy applies to a case, and on which day: a program of two nodes.
class Probe {
 public:
  Probe(const PolicyLibrary& library, const FlatPolicy& policy, const std::string& service) {
    const ast::Service& written = *service_of(policy, service);
    Elaborator elaborator(policy, library.sources(), written);
    if (written.governed_by != nullptr) date_ = elaborator.expression(*written.governed_by, std::nullopt);
    applies_ = elaborator.applies_when().node;  // last, for it says what the case is to hold
    elaborated_ = std::move(elaborator.result());
    elaborated_.program.governed_by = date_.node;
    problems = std::move(elaborator.problems());
  }

  // Requires: no problems. What cannot be read is told of by `missing`, once it is needed.
  void read(const ReadJson& json, ReadOptions options) {
    options.inputs_only = true;
    std::vector<NodeId> roots;
    for (const NodeId node : {applies_, date_.node}) {
      if (node != kNoNode) roots.push_back(node);
    }
    given_ = read_leniently(json, elaborated_, reads_of(elaborated_.program, roots), options, read_errors_);
    evaluator_.emplace(elaborated_.program, elaborated_.names);
    evaluator_->begin(given_);
  }

  // Failed where it cannot be told.
  auto applies() -> Value { return evaluator_->value_of(applies_); }

  // The governing date in days; absent where the case has none.
  auto date() -> std::optional<std::int64_t> {
    if (date_.node == kNoNode) return given_.as_of;
    const Value value = evaluator_->value_of(date_.node);
    if (value.tag() != Value::Tag::integer) return std::nullopt;
    return date_.type.kind == TypeKind::time ? date_of_time(value.as_integer()) : value.as_integer();
  }

  // Why something could not be told.
  [[nodiscard]] auto missing() const -> std::vector<InputError> {
    std::vector<InputError> errors = read_errors_;
    const bool unreadable = errors.size() == 1 && errors.front().path == "$";
    if (unreadable) return errors;
    if (date_.node == kNoNode && !given_.as_of) errors.push_back({InputCode::missing_as_of, "$.as_of", {}});
    for (const CaseError& error : evaluator_->errors()) {
      const std::string name = error.arguments.empty() ? std::string() : error.arguments[0];
      const bool told = std::any_of(errors.begin(), errors.end(), [&](const auto& e) { return e.path == "$." + name; });
      if (!told)
        errors.push_back({InputCode::missing, "$." + name, {type_of(name), "", name.substr(name.rfind('.') + 1)}});
    }
    return errors;
  }

  std::vector<Diagnostic> problems;

 private:
  auto type_of(const std::string& input) const -> std::string {
    for (const FieldType& field : elaborated_.names.inputs) {
      if (field.name == input) return type_name(field.type, elaborated_.program.types);
    }
    return "…";
  }

  Elaborated elaborated_;
  NodeId applies_ = kNoNode;
  ElaboratedExpression date_;
  Case given_;
  std::vector<InputError> read_errors_;
  std::optional<Evaluator> evaluator_;
};

bool in_force(const FlatPolicy& policy, const std::string& date) {
  return policy.in_force.from <= date && (policy.in_force.until.empty() || date <= policy.in_force.until);
}

auto place_of(const PolicyLibrary& library, const FlatPolicy& policy) -> std::string {
  const SourceText& text = library.sources().at(policy.policy->span.file);
  return text.path + ":" + std::to_string(locate(text, policy.policy->span.begin).line);
}

auto condition_of(const FlatPolicy& policy) -> std::string {
  std::string condition;
  for (const ast::Expr* part : policy.applies_when) {
    condition += (condition.empty() ? "" : " and ") + print_expression(*part);
  }
  return condition;
}

void add_missing(std::vector<InputError>& to, const std::vector<InputError>& more) {
  for (const InputError& error : more) {
    const bool known = std::any_of(to.begin(), to.end(), [&](const InputError& e) { return e.path == error.path; });
    if (!known) to.push_back(error);
  }
}

auto suggestion(const std::string& name, const std::vector<std::string>& known) -> std::string {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "" : "; did you mean `" + nearest + "`?";
}

class Selector {
 public:
  Selector(PolicyLibrary& library, const std::string& service, const ReadJson& json, const ReadOptions& options)
      : library_(library), service_(service), json_(json), options_(options) {}

  auto named(const std::string& name) -> Selection {
    std::vector<const FlatPolicy*> versions = versions_of(name);
    if (versions.empty()) return unknown_policy(name);
    for (const FlatPolicy* policy : versions) add_problems(library_.problems_of(*policy));
    if (has_errors(selection_.problems)) return std::move(selection_);
    std::erase_if(versions, [&](const FlatPolicy* policy) { return service_of(*policy, service_) == nullptr; });
    if (versions.empty()) return unknown_service(name);
    for (const FlatPolicy* policy : versions) consider(*policy, false);
    // A date that is missing is told together with all else that the service needs.
    if (versions.size() == 1 && !selection_.missing.empty()) applying_ = versions;
    return decided();
  }

  auto applying() -> Selection {
    add_problems(library_.problems());
    if (has_errors(selection_.problems)) return std::move(selection_);
    bool offered = false;
    for (const FlatPolicy& policy : library_.policies()) {
      if (service_of(policy, service_) == nullptr) continue;
      offered = true;
      if (policy.amendment) continue;
      if (policy.applies_when.empty())
        tell(policy, Considered::Fate::named_only);
      else
        consider(policy, true);
    }
    if (!offered) return unknown_service("");
    return decided();
  }

  // The one of which a sketch has told that it applies.
  auto found(const std::string& name) -> Selection {
    const std::vector<const FlatPolicy*> versions = versions_of(name);
    for (const FlatPolicy* policy : versions) add_problems(library_.problems_of(*policy));
    if (has_errors(selection_.problems)) return std::move(selection_);
    for (const FlatPolicy* policy : versions) {
      if (service_of(*policy, service_) != nullptr) consider(*policy, true);
    }
    return decided();
  }

 private:
  struct Looked {
    const FlatPolicy* policy = nullptr;
    Considered::Fate fate{};
    std::string date;
  };

  auto versions_of(const std::string& name) const -> std::vector<const FlatPolicy*> {
    std::vector<const FlatPolicy*> versions;
    for (const FlatPolicy& policy : library_.policies()) {
      if (policy.name == name) versions.push_back(&policy);
    }
    return versions;
  }
  void add_problems(const std::vector<Diagnostic>& problems) {
    selection_.problems.insert(selection_.problems.end(), problems.begin(), problems.end());
  }
  void tell(const FlatPolicy& policy, Considered::Fate fate, std::string date = "") {
    looked_.push_back({&policy, fate, std::move(date)});
  }

  void consider(const FlatPolicy& policy, bool by_condition) {
    Probe probe(library_, policy, service_);
    if (has_errors(probe.problems)) return add_problems(probe.problems);
    probe.read(json_, options_);
    const Value applies = by_condition ? probe.applies() : Value::boolean(true);
    if (applies.is_failed()) return add_missing(selection_.missing, probe.missing());
    if (!applies.as_bool()) return tell(policy, Considered::Fate::does_not_apply);
    const std::optional<std::int64_t> date = probe.date();
    if (!date) return add_missing(selection_.missing, probe.missing());
    if (!in_force(policy, print_date(*date))) return tell(policy, Considered::Fate::not_in_force, print_date(*date));
    // Versions of one policy come in order; one without an end holds until the day before the next.
    if (!applying_.empty() && applying_.back()->name == policy.name)
      applying_.back() = &policy;
    else
      applying_.push_back(&policy);
    tell(policy, Considered::Fate::applies);
  }

  auto decided() -> Selection {
    if (has_errors(selection_.problems)) return std::move(selection_);
    const bool told_elsewhere = !selection_.missing.empty() && !looked_.empty();
    if (applying_.size() == 1 && !told_elsewhere) {
      selection_.chosen = applying_.front();
      selection_.missing.clear();
      return std::move(selection_);
    }
    for (Looked& one : looked_) {
      selection_.considered.push_back({one.policy->name, one.fate, std::move(one.date), condition_of(*one.policy),
                                       place_of(library_, *one.policy)});
    }
    return std::move(selection_);
  }

  auto unknown_policy(const std::string& name) -> Selection {
    std::vector<std::string> known;
    for (const FlatPolicy& policy : library_.policies()) known.push_back(policy.name);
    selection_.wrong_name = "there is no policy `" + name + "`" + suggestion(name, known);
    return std::move(selection_);
  }
  // `policy` empty: of any.
  auto unknown_service(const std::string& policy) -> Selection {
    std::vector<std::string> known;
    for (const FlatPolicy& one : library_.policies()) {
      if (!policy.empty() && one.name != policy) continue;
      for (std::string& service : services_of(one)) known.push_back(std::move(service));
    }
    const std::string who = policy.empty() ? "no policy has a" : "the policy `" + policy + "` has no";
    selection_.wrong_name = who + " service `" + service_ + "`" + suggestion(service_, known);
    return std::move(selection_);
  }

  PolicyLibrary& library_;
  const std::string& service_;
  const ReadJson& json_;
  const ReadOptions& options_;
  Selection selection_;
  std::vector<Looked> looked_;
  std::vector<const FlatPolicy*> applying_;
};

}  // namespace

auto select(PolicyLibrary& library, const std::string& service, const std::string& name, const ReadJson& json,
            const ReadOptions& options) -> Selection {
  const auto selector = [&] { return Selector(library, service, json, options); };
  if (!name.empty()) {
    library.open(name);
    return select_opened(library, service, name, json, options);
  }
  const auto is_clear = [](const Selection& seen) { return !has_errors(seen.problems) && !seen.wrong_name; };

  library.sketch(service, SketchOf::conditions);
  Selection seen = selector().applying();
  if (seen.chosen != nullptr) {
    const std::string found = seen.chosen->name;
    library.open(found);
    return selector().found(found);
  }
  if (is_clear(seen) && !seen.missing.empty()) return seen;
  // Refused: now those without a condition are to be listed as well, and what is wrong to be told in full.
  library.sketch(service, SketchOf::everything);
  seen = selector().applying();
  if (is_clear(seen)) return seen;
  library.open_everything();
  return selector().applying();
}

auto select_opened(PolicyLibrary& library, const std::string& service, const std::string& name, const ReadJson& json,
                   const ReadOptions& options) -> Selection {
  return Selector(library, service, json, options).named(name);
}

auto describe(const Considered& considered, std::string_view language) -> ErrorReport {
  const bool chinese = language == "zh";
  const std::string& id = considered.policy;
  const std::string name = "`" + id + "`";
  ErrorReport report;
  report.step = id;
  report.place = considered.place;
  switch (considered.fate) {
    case Considered::Fate::applies:
      report.code = "E0931";
      report.message = chinese ? name + " 适用，但不是唯一适用的" : name + " applies, and is not the only one";
      report.hint = chinese ? "用 `--policy` 指定其一" : "name one with `--policy`";
      break;
    case Considered::Fate::does_not_apply:
      report.code = "E0932";
      report.message = chinese ? name + " 不适用：`" + considered.condition + "` 不成立"
                               : name + " does not apply: `" + considered.condition + "` does not hold";
      break;
    case Considered::Fate::not_in_force:
      report.code = "E0933";
      report.message =
          name + (chinese ? " 在 " : " is not in force on ") + considered.date + (chinese ? " 未施行" : "");
      break;
    case Considered::Fate::named_only:
      report.code = "E0934";
      report.message =
          name + (chinese ? " 没有 `applies when`，须指名使用" : " has no `applies when`: it is used only when named");
      report.hint = (chinese ? "请给出 `--policy " : "give `--policy ") + id + "`";
      break;
  }
  return report;
}

}  // namespace remit
