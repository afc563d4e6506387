#include "dsl/library/compatibility.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>

#include "dsl/elaborate/elaborate.h"
#include "dsl/library/select.h"
#include "engine/io/read_value.h"
#include "engine/text/wording.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::array kTexts = {
#define REMIT_CHANGE(name, breaks, en, zh) ChangeText{#name, breaks, en, zh},
#include "dsl/library/changes.def"
#undef REMIT_CHANGE
};

template <class Items, class Name>
auto find_named(const Items& items, const Name& name) {
  return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

bool must_be_given(const InputShape& shape) {
  if (shape.field.type.optional) return false;
  if (shape.kind != InputShape::Kind::record) return shape.needed;
  return std::any_of(shape.children.begin(), shape.children.end(), must_be_given);
}

bool must_be_opened(const Memory& memory) {
  const bool moves = memory.kind == Memory::Kind::account || memory.kind == Memory::Kind::spell;
  return memory.read || (moves && memory.contributes);
}

bool within(const Limits& inner, const Limits& outer) {
  if (outer.low && (!inner.low || *inner.low < *outer.low)) return false;
  if (!outer.high) return true;
  if (!inner.high || *inner.high > *outer.high) return false;
  return *inner.high < *outer.high || inner.open_above || !outer.open_above;
}

// One service of one policy, before and after.
class ServiceComparison {
 public:
  struct Side {
    const Compiled& compiled;
    Places places;
    [[nodiscard]] auto program() const -> const Program& { return compiled.program(); }
    [[nodiscard]] auto names() const -> const ProgramNames& { return compiled.names(); }
    [[nodiscard]] auto types() const -> const TypeTable& { return compiled.program().types; }
  };

  ServiceComparison(const Side& before, const Side& after, const std::string& service,
                    std::vector<InterfaceChange>& into)
      : before_(before), after_(after), service_(service), into_(into) {}

  void run() {
    if (before_.program().governed_by != kNoNode && after_.program().governed_by == kNoNode) {
      add(ChangeKind::day_needed, {}, before_.places.declaration(service_), after_.places.declaration(service_));
    }
    inputs(before_.program().inputs, after_.program().inputs, "");
    memories();
    papers();
    results(before_.program().outputs, after_.program().outputs, "");
  }

 private:
  void add(ChangeKind kind, std::vector<std::string> arguments, Place before, Place after) {
    if (!change_text(kind).breaks) before = {};
    into_.push_back(
        {kind, before_.names().policy, service_, std::move(arguments), std::move(before), std::move(after)});
  }
  // Of one place in both.
  void input(ChangeKind kind, const std::string& path, std::vector<std::string> more = {}) {
    more.insert(more.begin(), path);
    add(kind, std::move(more), before_.places.input(path), after_.places.input(path));
  }
  void result(ChangeKind kind, const std::string& path, std::vector<std::string> more = {}) {
    more.insert(more.begin(), path);
    add(kind, std::move(more), before_.places.result(service_, path), after_.places.result(service_, path));
  }

  // ── what goes in ──

  void inputs(const std::vector<InputShape>& before, const std::vector<InputShape>& after, const std::string& path) {
    const auto same = [](const InputShape& a) {
      return [&a](const InputShape& b) { return a.field.name == b.field.name; };
    };
    for (const InputShape& shape : before) {
      const auto now = std::find_if(after.begin(), after.end(), same(shape));
      if (now == after.end())
        input(ChangeKind::input_gone, path + shape.field.name);
      else
        compare(shape, *now, path + shape.field.name);
    }
    for (const InputShape& shape : after) {
      if (std::any_of(before.begin(), before.end(), same(shape))) continue;
      input(must_be_given(shape) ? ChangeKind::input_needed : ChangeKind::input_new, path + shape.field.name);
    }
  }

  void compare(const InputShape& before, const InputShape& after, const std::string& path) {
    const bool refuses_null = before.field.type.optional && !after.field.type.optional;
    if (before.kind != after.kind || refuses_null || !alike(before.field.type, after.field.type)) {
      return input(ChangeKind::input_retyped, path, {name(before.field.type, before_), name(after.field.type, after_)});
    }
    if (!before.field.type.optional && !must_be_given(before) && must_be_given(after) &&
        after.kind != InputShape::Kind::record) {
      input(ChangeKind::input_needed, path);
    }
    code(ChangeKind::code_changed, before.field.code, after.field.code, path, true);
    limits(before.field, after.field, path);
    inputs(before.children, after.children, path + ".");
  }

  void limits(const FieldType& before, const FieldType& after, const std::string& path) {
    const TypeKind kind = before.type.kind;
    if (!within(before.limits, after.limits)) {
      input(ChangeKind::input_narrowed, path, {range_text(before.limits, kind), range_text(after.limits, kind)});
    }
    const auto &was = before.limits.step, &is = after.limits.step;
    if (is && (!was || !was->lies_on(*is))) {
      input(ChangeKind::input_coarser, path, {was ? was->to_string() : "…", is->to_string()});
    }
    const auto &most = before.limits.at_most, &now = after.limits.at_most;
    if (now && (!most || *now < *most)) {
      input(ChangeKind::input_shorter, path, {most ? std::to_string(*most) : "…", std::to_string(*now)});
    }
    if (kind == TypeKind::enumeration) members(before.type, after.type, true);
  }

  void code(ChangeKind kind, const std::string& before, const std::string& after, const std::string& path, bool taken) {
    if (before == after) return;
    taken ? input(kind, path, {shown(before), shown(after)}) : result(kind, path, {shown(before), shown(after)});
  }

  static auto shown(const std::string& code) -> std::string { return code.empty() ? "…" : code; }

  void members(const Type& before, const Type& after, bool taken) {
    const EnumType& was = before_.types().at(EnumId{before.id});
    const EnumType& is = after_.types().at(EnumId{after.id});
    for (const EnumMember& member : was.members) {
      const auto now = find_named(is.members, member.name);
      const Place old_place = before_.places.member(was.name, member.name),
                  place = after_.places.member(is.name, member.name);
      if (now == is.members.end()) {
        if (taken) add(ChangeKind::member_gone, {member.name, is.name}, old_place, place);
      } else if (now->code != member.code) {
        add(ChangeKind::code_changed, {member.name, shown(member.code), shown(now->code)}, old_place, place);
      }
    }
    for (const EnumMember& member : is.members) {
      if (find_named(was.members, member.name) != was.members.end()) continue;
      add(ChangeKind::member_new, {member.name, is.name}, {}, after_.places.member(is.name, member.name));
    }
  }

  // ── memories and papers ──

  void memories() {
    const auto find = [](const Side& side, const std::string& wanted) -> const Memory* {
      for (const Memory& memory : side.program().memories) {
        if (side.names().memories[memory.name].name == wanted) return &memory;
      }
      return nullptr;
    };
    for (const Memory& memory : before_.program().memories) {
      const std::string& called = before_.names().memories[memory.name].name;
      const Memory* now = find(after_, called);
      if (now == nullptr)
        remembered(ChangeKind::memory_gone, called);
      else if (!alike(memory, *now))
        remembered(ChangeKind::memory_retyped, called);
      else if (!must_be_opened(memory) && must_be_opened(*now))
        remembered(ChangeKind::memory_needed, called);
    }
    for (const Memory& memory : after_.program().memories) {
      const std::string& called = after_.names().memories[memory.name].name;
      if (find(before_, called) == nullptr && must_be_opened(memory)) remembered(ChangeKind::memory_needed, called);
    }
  }
  void remembered(ChangeKind kind, const std::string& called) {
    add(kind, {called}, before_.places.declaration(called), after_.places.declaration(called));
  }
  bool alike(const Memory& before, const Memory& after) const {
    if (before.kind != after.kind || before.pots != after.pots || !alike(before.type, after.type)) return false;
    return std::equal(before.key_types.begin(), before.key_types.end(), after.key_types.begin(), after.key_types.end(),
                      [&](const Type& a, const Type& b) { return alike(a, b); });
  }

  void papers() {
    for (const DeclarationName& paper : before_.names().papers) {
      const auto& known = after_.names().papers;
      if (paper.name.empty() || find_named(known, paper.name) != known.end()) continue;
      const std::string list = paper.step.substr(paper.step.find('/') + 1);
      const std::string documents = list.substr(0, list.find('/'));
      add(ChangeKind::paper_gone, {paper.name}, before_.places.declaration(documents),
          after_.places.declaration(documents));
    }
  }

  // ── what comes out ──

  void results(const std::vector<Output>& before, const std::vector<Output>& after, const std::string& path) {
    for (const Output& output : before) {
      const auto now = find_named(after, output.name);
      if (now == after.end())
        result(ChangeKind::result_gone, path + output.name);
      else
        compare(output, *now, path + output.name);
    }
    for (const Output& output : after) {
      if (find_named(before, output.name) == before.end()) result(ChangeKind::result_new, path + output.name);
    }
  }

  void compare(const Output& before, const Output& after, const std::string& path) {
    code(ChangeKind::code_changed, before.code, after.code, path, false);
    if (before.list.has_value() != after.list.has_value()) {
      return result(ChangeKind::result_retyped, path, {name(before.type, before_), name(after.type, after_)});
    }
    if (before.list) return results(before.fields, after.fields, path + ".");
    given(before.type, before.step, after.type, after.step, path);
  }

  void given(const Type& before, const std::optional<Number>& step, const Type& after, const std::optional<Number>& now,
             const std::string& path) {
    if ((!before.optional && after.optional) || !alike(before, after)) {
      return result(ChangeKind::result_retyped, path, {name(before, before_), name(after, after_)});
    }
    if (step != now) {
      result(ChangeKind::result_moved, path, {step ? step->to_string() : "…", now ? now->to_string() : "…"});
    }
    if (before.kind == TypeKind::enumeration) return members(before, after, false);
    if (before.kind == TypeKind::list) {
      return given(before_.types().at(ListTypeId{before.id}).element, {},
                   after_.types().at(ListTypeId{after.id}).element, {}, path);
    }
    if (before.kind != TypeKind::record) return;
    const auto& was = before_.types().at(RecordId{before.id}).fields;
    const auto& is = after_.types().at(RecordId{after.id}).fields;
    for (const FieldType& field : was) {
      const auto other = find_named(is, field.name);
      if (other == is.end()) {
        result(ChangeKind::result_gone, path + "." + field.name);
      } else {
        code(ChangeKind::code_changed, field.code, other->code, path + "." + field.name, false);
        given(field.type, field.limits.step, other->type, other->limits.step, path + "." + field.name);
      }
    }
    for (const FieldType& field : is) {
      if (find_named(was, field.name) == was.end()) result(ChangeKind::result_new, path + "." + field.name);
    }
  }

  // ── types ──

  // Of one kind; currencies by name. What records and enums hold is compared part by part.
  bool alike(const Type& before, const Type& after) const {
    if (before.kind != after.kind) return false;
    if (before.kind == TypeKind::money) {
      return before_.types().at(CurrencyId{before.id}).name == after_.types().at(CurrencyId{after.id}).name;
    }
    if (before.kind != TypeKind::list) return true;
    return alike(before_.types().at(ListTypeId{before.id}).element, after_.types().at(ListTypeId{after.id}).element);
  }
  static auto name(const Type& type, const Side& side) -> std::string {
    return type.kind == TypeKind::element ? "element" : type_name(type, side.types());
  }

  const Side& before_;
  const Side& after_;
  const std::string& service_;
  std::vector<InterfaceChange>& into_;
};

bool in_force(const FlatPolicy& policy, const std::string& date) {
  return policy.in_force.from <= date && (policy.in_force.until.empty() || date <= policy.in_force.until);
}

class LibraryComparison {
 public:
  LibraryComparison(PolicyLibrary& before, PolicyLibrary& after) : before_(before), after_(after) {}

  auto run() -> std::vector<InterfaceChange> {
    for (const FlatPolicy& policy : before_.policies()) compare(policy);
    for (const FlatPolicy& policy : after_.policies()) {
      const auto& known = before_.policies();
      if (find_named(known, policy.name) == known.end())
        tell(ChangeKind::policy_new, policy, {}, Places(after_, policy).policy());
    }
    return ordered();
  }

 private:
  void tell(ChangeKind kind, const FlatPolicy& policy, Place before, Place after, const std::string& service = "",
            std::vector<std::string> arguments = {}) {
    changes_.push_back({kind, policy.name, service, std::move(arguments), std::move(before), std::move(after)});
  }

  void compare(const FlatPolicy& policy) {
    const Place place = Places(before_, policy).policy();
    std::vector<const FlatPolicy*> now;
    for (const FlatPolicy& other : after_.policies()) {
      if (other.name == policy.name) now.push_back(&other);
    }
    if (now.empty()) return tell(ChangeKind::policy_gone, policy, place, {});
    const FlatPolicy& last = *now.back();
    std::erase_if(now, [&](const FlatPolicy* other) { return !in_force(*other, policy.in_force.from); });
    if (now.empty())
      return tell(ChangeKind::version_gone, policy, place, Places(after_, last).policy(), "", {policy.in_force.from});
    conditions(policy, *now.back());
    services(policy, *now.back());
  }

  // Which calls find the policy by themselves.
  void conditions(const FlatPolicy& before, const FlatPolicy& after) {
    const std::string was = condition_of(before), is = condition_of(after);
    if (was == is) return;
    const Place old_place = Places(before_, before).policy(), place = Places(after_, after).policy();
    if (is.empty()) return tell(ChangeKind::named_only, before, old_place, place, "", {was});
    if (was.empty()) return tell(ChangeKind::applies_by_itself, before, old_place, place, "", {is});
    tell(ChangeKind::applies_otherwise, before, old_place, place, "", {is, was});
  }

  void services(const FlatPolicy& before, const FlatPolicy& after) {
    const std::vector<std::string> were = services_of(before), are = services_of(after);
    const Places old_places(before_, before), places(after_, after);
    for (const std::string& service : were) {
      if (std::find(are.begin(), are.end(), service) == are.end()) {
        tell(ChangeKind::service_gone, before, old_places.declaration(service), places.policy(), service);
        continue;
      }
      const auto was = before_.compile(before, service), is = after_.compile(after, service);
      if (has_errors(was->problems) || has_errors(is->problems)) continue;
      const ServiceComparison::Side left{*was, old_places}, right{*is, places};
      ServiceComparison(left, right, service, changes_).run();
    }
    for (const std::string& service : are) {
      if (std::find(were.begin(), were.end(), service) == were.end()) {
        tell(ChangeKind::service_new, after, {}, places.declaration(service), service);
      }
    }
  }

  // Each once, however many versions or inputs show it.
  auto ordered() -> std::vector<InterfaceChange> {
    std::vector<InterfaceChange> made;
    std::set<std::tuple<ChangeKind, std::string, std::string, std::vector<std::string>>> told;
    for (const bool breaking : {true, false}) {
      for (const InterfaceChange& change : changes_) {
        if (change_text(change.kind).breaks != breaking) continue;
        if (told.emplace(change.kind, change.policy, change.service, change.arguments).second) made.push_back(change);
      }
    }
    return made;
  }

  PolicyLibrary& before_;
  PolicyLibrary& after_;
  std::vector<InterfaceChange> changes_;
};

}  // namespace

auto change_text(ChangeKind kind) -> const ChangeText& { return kTexts.at(static_cast<std::size_t>(kind)); }

auto message_of(const InterfaceChange& change, std::string_view language) -> std::string {
  const ChangeText& text = change_text(change.kind);
  return fill_wording(language == "zh" ? text.zh : text.en, change.arguments);
}

auto interface_changes(PolicyLibrary& before, PolicyLibrary& after) -> std::vector<InterfaceChange> {
  return LibraryComparison(before, after).run();
}

}  // namespace remit
