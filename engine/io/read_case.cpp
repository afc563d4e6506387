#include "engine/io/read_case.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "engine/io/json.h"
#include "engine/io/read_opening.h"
#include "engine/value/date.h"

namespace remit {
namespace {

// The fields of a record or an element, with what is worked out of their shapes once.
struct ShapePlan;
struct FieldsPlan {
  Keys keys;
  std::vector<ShapePlan> fields;
};
struct ShapePlan {
  const InputShape* shape = nullptr;
  FieldsPlan children;
  std::size_t columns = 0;  // of a list: how many its elements fill
};

// Where the slots of a shape are: in the case, or in the columns of a list.
struct Slots {
  std::vector<Value>* inputs = nullptr;
  ListColumns* list = nullptr;

  void put(std::uint32_t slot, Value value) const {
    if (list != nullptr)
      list->columns[slot].push_back(std::move(value));
    else
      (*inputs)[slot] = std::move(value);
  }
};

auto key_of(const InputShape& shape, bool codes) -> const std::string& {
  return spelling(shape.field.name, shape.field.code, codes);
}

// How many columns the leaves and optional records of an element fill.
auto column_count(const std::vector<InputShape>& shapes) -> std::size_t {
  std::size_t count = 0;
  for (const InputShape& shape : shapes) {
    if (shape.slot) count = std::max(count, std::size_t{*shape.slot} + 1);
    if (shape.kind == InputShape::Kind::record) count = std::max(count, column_count(shape.children));
  }
  return count;
}

auto plan_of(const std::vector<InputShape>& shapes, bool codes) -> FieldsPlan {
  FieldsPlan plan;
  for (const InputShape& shape : shapes) {
    plan.keys.add(shape.field, codes);
    plan.fields.push_back({.shape = &shape,
                           .children = plan_of(shape.children, codes),
                           .columns = shape.list ? column_count(shape.children) : 0});
  }
  return plan;
}

// Fills the slots of a case along the tree of its shape.
class ShapeReader {
 public:
  ShapeReader(const Program& program, const ProgramNames& names, const ReadOptions& options, InputErrors& errors,
              Case& into)
      : program_(program),
        names_(names),
        options_(options),
        errors_(errors),
        case_(into),
        values_(program.types, options, errors) {
    case_.inputs.resize(program.input_count);
    case_.lists.resize(program.lists.size());
  }

  // Requires: a plan of the program's inputs.
  void read(const FieldsPlan& plan, const Members& members, const JsonPath& path) {
    prepare(plan);
    fields(plan, members, path, {.inputs = &case_.inputs}, false);
  }

 private:
  void prepare(const FieldsPlan& plan) {
    for (const ShapePlan& one : plan.fields) {
      prepare(one.children);
      if (!one.shape->list) continue;
      ListColumns& list = columns(*one.shape);
      list.offsets = {0};
      list.columns.resize(one.columns);
    }
  }
  auto columns(const InputShape& shape) -> ListColumns& { return case_.lists[static_cast<std::size_t>(*shape.list)]; }

  void fields(const FieldsPlan& plan, const Members& members, const JsonPath& path, Slots slots, bool personal) {
    for (std::size_t i = 0; i < plan.fields.size(); ++i) {
      const InputShape& shape = *plan.fields[i].shape;
      const JsonPath below(path, plan.keys.spelt[i]);
      if (members.at(i) != nullptr) {
        given(plan.fields[i], *members.at(i), below, slots, personal);
      } else {
        if (!shape.field.type.optional) report_missing(shape, below);
        skip(shape, slots, shape.field.type.optional);
      }
    }
  }

  void given(const ShapePlan& plan, const JsonValue& json, const JsonPath& path, Slots slots, bool personal) {
    switch (plan.shape->kind) {
      case InputShape::Kind::leaf: leaf(*plan.shape, json, path, slots, personal); return;
      case InputShape::Kind::record: record(plan, json, path, slots, personal); return;
      case InputShape::Kind::list: list(plan, json, path, slots, personal); return;
    }
  }

  void leaf(const InputShape& shape, const JsonValue& json, const JsonPath& path, Slots slots, bool personal) {
    if (!personal || shape.field.personal) return put(shape, values_.read(json, shape.field, path), slots);
    FieldType masked = shape.field;
    masked.personal = true;
    put(shape, values_.read(json, masked, path), slots);
  }

  void record(const ShapePlan& plan, const JsonValue& json, const JsonPath& path, Slots slots, bool personal) {
    const InputShape& shape = *plan.shape;
    if (json.kind() == JsonKind::null && shape.field.type.optional) return skip(shape, slots, true);
    if (!is_object(shape, json, path)) return skip(shape, slots, false);
    put(shape, Value::boolean(true), slots);
    const Members members(json, plan.children.keys, options_.allow_unknown, path, errors_);
    fields(plan.children, members, path, slots, personal || shape.field.personal);
  }

  void list(const ShapePlan& plan, const JsonValue& json, const JsonPath& path, Slots slots, bool personal) {
    const InputShape& shape = *plan.shape;
    if (json.kind() == JsonKind::null && shape.field.type.optional) return skip(shape, slots, true);
    if (!is_list(shape, json, path)) return skip(shape, slots, false);
    put(shape, Value::boolean(true), slots);
    ListColumns& into = columns(shape);
    const auto before = into.size();
    for (std::vector<Value>& column : into.columns) column.reserve(before + json.size());
    elements(plan, json, path, {.list = &into}, personal || shape.field.personal);
    into.offsets.push_back(before + static_cast<std::uint32_t>(json.size()));
  }

  void elements(const ShapePlan& plan, const JsonValue& json, const JsonPath& path, Slots slots, bool personal) {
    const FieldsPlan& of = plan.children;
    const bool plain = of.fields.size() == 1 && of.keys.spelt.front().empty();
    Members members(0);
    std::size_t index = 0;
    for (const JsonValue element : json) {
      const JsonPath below(path, index++);
      if (plain) {
        given(of.fields.front(), element, below, slots, personal);
      } else if (values_.is_object(element, program_.at(*plan.shape->list).element, below)) {
        members.read(element, of.keys, options_.allow_unknown, below, errors_);
        fields(of, members, below, slots, personal);
      }
    }
  }

  // What a value that is not there leaves in its slots: absent, or failed where it should have been there.
  void skip(const InputShape& shape, Slots slots, bool absent) {
    put(shape, absent ? Value() : Value::failed(), slots);
    if (shape.list) columns(shape).offsets.push_back(columns(shape).size());
    if (shape.kind != InputShape::Kind::record) return;
    for (const InputShape& child : shape.children) skip(child, slots, absent || child.field.type.optional);
  }
  static void put(const InputShape& shape, Value value, Slots slots) {
    if (shape.slot) slots.put(*shape.slot, std::move(value));
  }

  // A record that is missing misses each of its parts that must be there.
  void report_missing(const InputShape& shape, const JsonPath& path) {
    if (shape.kind == InputShape::Kind::record) {
      for (const InputShape& child : shape.children) {
        if (!child.field.type.optional) report_missing(child, {path, key_of(child, options_.codes)});
      }
    } else if (shape.needed) {
      errors_.add(InputCode::missing, path,
                  {type_name(shape.field.type, program_.types), rules_of(shape), path.last()});
    }
  }
  auto rules_of(const InputShape& shape) const -> std::string {
    std::string rules;
    for (const RuleId id : shape.needed_by) {
      rules += (rules.empty() ? "`" : ", `") + names_.rules[program_.at(id).name].name + "`";
    }
    return rules;
  }

  auto is_object(const InputShape& shape, const JsonValue& json, const JsonPath& path) -> bool {
    return not_null(shape, json, path) && values_.is_object(json, shape.field.type, path);
  }
  auto is_list(const InputShape& shape, const JsonValue& json, const JsonPath& path) -> bool {
    const std::int64_t declared = program_.at(*shape.list).at_most;
    const std::int64_t at_most = std::min(declared, shape.field.limits.at_most.value_or(declared));
    return not_null(shape, json, path) && values_.is_list(json, at_most, shape.field.type, path);
  }
  auto not_null(const InputShape& shape, const JsonValue& json, const JsonPath& path) -> bool {
    if (json.kind() != JsonKind::null) return true;
    errors_.add(InputCode::null_value, path, {type_name(shape.field.type, program_.types)});
    return false;
  }
  const Program& program_;
  const ProgramNames& names_;
  const ReadOptions& options_;
  InputErrors& errors_;
  Case& case_;
  ValueReader values_;
};

// The keys of the top level that are no inputs.
class ReservedReader {
 public:
  ReservedReader(const Program& program, const ProgramNames& names, const ReadOptions& options, InputErrors& errors)
      : program_(program), names_(names), options_(options), errors_(errors), values_(program.types, options, errors) {}

  auto as_of(const JsonValue* json) -> std::optional<std::int64_t> {
    const JsonPath path(root_, "as_of");
    if (json == nullptr) {
      const bool needed = program_.governed_by == kNoNode && !options_.inputs_only;
      if (!options_.as_of && needed) errors_.add(InputCode::missing_as_of, path);
      return options_.as_of;
    }
    const Value value = values_.read(*json, unnamed({.kind = TypeKind::date}), path);
    if (value.is_failed()) return std::nullopt;
    if (options_.as_of && *options_.as_of != value.as_integer()) {
      errors_.add(InputCode::other_as_of, path, {print_date(value.as_integer()), print_date(*options_.as_of)});
    }
    return value.as_integer();
  }

  auto papers(const JsonValue* json) -> std::set<std::string> {
    std::set<std::string> given;
    const JsonPath path(root_, "papers");
    if (json == nullptr || !values_.is_list(*json, kMaxListLength, path)) return given;
    const Keys known = known_papers();
    std::size_t index = 0;
    for (const JsonValue paper : *json) {
      const JsonPath below(path, index++);
      const Value name = values_.read(paper, unnamed({.kind = TypeKind::text}), below);
      if (name.is_failed()) continue;
      const bool is_known = std::find(known.spelt.begin(), known.spelt.end(), name.as_text()) != known.spelt.end();
      if (is_known)
        given.insert(name.as_text());
      else
        errors_.add(InputCode::unknown_paper, below,
                    {excerpt(name.as_text()), errors_.suggestion(name.as_text(), known)});
    }
    return given;
  }

 private:
  auto known_papers() const -> Keys {
    Keys known;
    for (const DeclarationName& paper : names_.papers) known.add(paper.name);
    return known;
  }

  const JsonPath root_;
  const Program& program_;
  const ProgramNames& names_;
  const ReadOptions& options_;
  InputErrors& errors_;
  ValueReader values_;
};

}  // namespace

struct CaseReader::Plan {
  Plan(const Program& program, const ProgramNames& names, bool codes)
      : inputs(plan_of(program.inputs, codes)), keys(inputs.keys), opening(program, names) {
    for (const char* reserved : {"as_of", "papers", "opening"}) keys.add(reserved);
  }

  const FieldsPlan inputs;
  Keys keys;  // of the top level: the inputs', and those that are none
  const OpeningPlan opening;
};

CaseReader::CaseReader(const Program& program, const ProgramNames& names, const ReadOptions& options)
    : program_(program),
      names_(names),
      options_(options),
      plan_(std::make_unique<const Plan>(program, names, options.codes)) {
  options_.allow_unknown = options.allow_unknown || options.inputs_only;
}

CaseReader::~CaseReader() = default;

auto CaseReader::read(const ReadJson& document) const -> Result<Case, std::vector<InputError>> {
  if (!document) return std::vector{document.error()};

  InputErrors errors;
  Case result;
  const JsonPath root;
  const Members members(document.value().root(), plan_->keys, options_.allow_unknown, root, errors);
  ShapeReader(program_, names_, options_, errors, result).read(plan_->inputs, members, root);

  const std::size_t reserved_keys = plan_->inputs.fields.size();
  result.memories.resize(program_.memories.size());
  ReservedReader reserved(program_, names_, options_, errors);
  result.as_of = reserved.as_of(members.at(reserved_keys));
  if (!options_.inputs_only) {
    result.papers = reserved.papers(members.at(reserved_keys + 1));
    result.memories = read_opening(members.at(reserved_keys + 2), program_, plan_->opening, options_, errors);
  }
  if (!errors.empty()) return errors.take();
  return result;
}

auto read_case(std::string_view json, const Program& program, const ProgramNames& names, const ReadOptions& options)
    -> Result<Case, std::vector<InputError>> {
  return read_case(JsonDocument::read(json), program, names, options);
}

auto read_case(const ReadJson& json, const Program& program, const ProgramNames& names, const ReadOptions& options)
    -> Result<Case, std::vector<InputError>> {
  return CaseReader(program, names, options).read(json);
}

}  // namespace remit
