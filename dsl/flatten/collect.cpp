#include "dsl/flatten/collect.h"

#include <algorithm>
#include <unordered_map>

#include "dsl/flatten/versions.h"
#include "engine/text/nearest.h"

namespace remit {

namespace {

using Kind = ast::Policy::Kind;
using Index = std::uint32_t;

// Far beyond what regions stack upon each other, and few enough to copy what is inherited at each step.
constexpr std::uint32_t kLongestLine = 200;

class Collector {
 public:
  Collector(const std::vector<ast::File>& files, std::vector<Diagnostic>& problems)
      : files_(files), problems_(problems) {}

  auto run() -> Collected {
    gather();
    name_amendments();
    check_names();
    for (Index i = 0; i < all().size(); ++i) find_parent(i);
    for (Index i = 0; i < all().size(); ++i) measure(i);
    for (Index i = 0; i < all().size(); ++i) take_dates(i);
    find_imports();
    hand_out_tests();
    return std::move(collected_);
  }

 private:
  auto all() -> std::vector<CollectedPolicy>& { return collected_.policies; }

  void report(Code code, Span span, std::vector<std::string> arguments, std::vector<Note> notes = {}) {
    problems_.push_back({code, span, std::move(arguments), std::move(notes), std::nullopt});
  }

  void gather() {
    for (const ast::File& file : files_) {
      first_of_file_.push_back(static_cast<Index>(all().size()));
      for (const ast::Policy& policy : file.policies) {
        CollectedPolicy collected;
        collected.policy = &policy;
        collected.file = static_cast<std::uint32_t>(first_of_file_.size() - 1);
        collected.name = policy.name.text();
        collected.in_force = policy.in_force;
        collected.chinese = file.chinese;
        all().push_back(std::move(collected));
      }
    }
    first_of_file_.push_back(static_cast<Index>(all().size()));
  }

  // `amend cn.beijing.employee as reform_2026` makes cn.beijing.reform_2026.
  void name_amendments() {
    for (Index i = 0; i < all().size(); ++i) {
      CollectedPolicy& one = all()[i];
      if (one.policy->kind == Kind::amendment && one.policy->name.parts.size() == 1) {
        const std::string amended = one.policy->parent.text();
        const std::size_t dot = amended.rfind('.');
        if (dot != std::string::npos) one.name = amended.substr(0, dot + 1) + one.name;
      }
      by_name_[one.name].push_back(i);
    }
  }

  // Only policies, abstract ones, and amendments with dates have versions; everything else has a name of its own.
  void check_names() {
    for (auto& [name, versions] : by_name_) {
      if (versions.size() == 1) {
        check_versions(name, {all()[versions[0]].in_force}, VersionOrder::sorted, problems_);
        continue;
      }
      const bool versioned = std::all_of(versions.begin(), versions.end(), [&](Index i) {
        const Kind kind = all()[i].policy->kind;
        const bool may = kind == Kind::amendment ? !all()[i].in_force.from.empty() : kind != Kind::module;
        return may && kind == all()[versions[0]].policy->kind;
      });
      versioned ? check_periods(name, versions) : report_taken(name, versions);
    }
  }

  void check_periods(const std::string& name, std::vector<Index>& versions) {
    std::stable_sort(versions.begin(), versions.end(),
                     [&](Index a, Index b) { return all()[a].in_force.from < all()[b].in_force.from; });
    std::vector<ast::Period> periods;
    for (const Index i : versions) {
      periods.push_back(all()[i].in_force);
      if (periods.back().from.empty()) periods.back().span = all()[i].policy->name.span;
    }
    check_versions(name, periods, VersionOrder::sorted, problems_);
  }

  void report_taken(const std::string& name, const std::vector<Index>& holders) {
    const Span first = all()[holders[0]].policy->name.span;
    for (std::size_t i = 1; i < holders.size(); ++i) {
      report(Code::E0207, all()[holders[i]].policy->name.span, {name}, {{NoteKind::declared_here, first, {name}}});
    }
  }

  void find_parent(Index i) {
    const ast::Path& path = all()[i].policy->parent;
    if (path.parts.empty()) return;
    const auto found = find_policy(path);
    if (!found) {
      all()[i].broken = true;
      return;
    }
    all()[i].parent = version_for(i, *found, path);
    all()[i].broken = !all()[i].parent;
  }

  // The versions of the policy that `path` names; reports what is none.
  auto find_policy(const ast::Path& path) -> const std::vector<Index>* {
    const std::string name = path.text();
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) {
      report_unknown(Code::E0202, path.span, name, false);
      return nullptr;
    }
    if (all()[found->second[0]].policy->kind == Kind::module) {
      report(Code::E0204, path.span, {name}, {{NoteKind::declared_here, all()[found->second[0]].policy->span, {name}}});
      return nullptr;
    }
    return &found->second;
  }

  void report_unknown(Code code, Span span, const std::string& name, bool modules) {
    const std::string near = nearest_name(name, names_of(modules));
    problems_.push_back({code, span, {name, near}, {}, near.empty() ? std::nullopt : std::optional(Edit{span, near})});
  }

  auto names_of(bool modules) -> std::vector<std::string> {
    std::vector<std::string> names;
    for (const CollectedPolicy& one : all()) {
      if ((one.policy->kind == Kind::module) == modules) names.push_back(one.name);
    }
    return names;
  }

  // Of several versions of the parent: the one in force when the child's begins, and for a child without dates, such
  // as most amendments, the latest. It must hold as long as the child does.
  auto version_for(Index child, const std::vector<Index>& versions, const ast::Path& path) -> std::optional<Index> {
    const ast::Period& period = all()[child].in_force;
    if (period.from.empty()) return versions.back();
    Index chosen = versions.front();
    for (const Index i : versions) {
      if (all()[i].in_force.from <= period.from) chosen = i;
    }
    if (covers(all()[chosen].in_force, period)) return chosen;
    report(Code::E0212, path.span,
           {all()[child].name, period_text(period), path.text(), period_text(all()[chosen].in_force)},
           {{NoteKind::declared_here, all()[chosen].policy->span, {path.text()}}});
    return std::nullopt;
  }

  // Walks up to the root; a line that never ends, or is too long, is reported where it is met first.
  void measure(Index i) {
    std::vector<Index> line = {i};
    while (all()[line.back()].parent) {
      const Index parent = *all()[line.back()].parent;
      const auto met = std::find(line.begin(), line.end(), parent);
      if (met != line.end()) return break_cycle(i, {met, line.end()});
      line.push_back(parent);
      if (line.size() > kLongestLine) return break_line(i, line);
    }
    all()[i].depth = static_cast<std::uint32_t>(line.size() - 1);
    all()[i].broken = std::any_of(line.begin(), line.end(), [&](Index one) { return all()[one].broken; });
  }

  void break_cycle(Index i, std::vector<Index> cycle) {
    all()[i].broken = true;
    if (*std::min_element(cycle.begin(), cycle.end()) != i) return;
    std::string text;
    for (const Index one : cycle) text += all()[one].name + " → ";
    report(Code::E0206, all()[i].policy->parent.span, {text + all()[i].name});
  }

  void break_line(Index i, const std::vector<Index>& line) {
    all()[i].broken = true;
    if (std::any_of(line.begin() + 1, line.end(), [&](Index one) { return all()[one].broken; })) return;
    report(Code::E0233, all()[i].policy->parent.span, {std::to_string(line.size()), std::to_string(kLongestLine)});
  }

  // A policy without dates is in force as long as the nearest ancestor with dates.
  void take_dates(Index i) {
    if (all()[i].broken) return;
    for (Index at = i; all()[i].in_force.from.empty() && all()[at].parent; at = *all()[at].parent) {
      all()[i].in_force = all()[*all()[at].parent].in_force;
    }
  }

  void find_imports() {
    std::vector<std::vector<Index>> direct;
    for (const ast::File& file : files_) direct.push_back(imports_of(file));
    for (std::size_t file = 0; file < files_.size(); ++file) {
      std::vector<Index> modules;
      for (const Index module : direct[file]) add_module(module, direct, modules);
      for (Index i = first_of_file_[file]; i < first_of_file_[file + 1]; ++i) {
        all()[i].modules = modules;
        std::erase(all()[i].modules, i);  // a module that shares its file with an importer does not import itself
      }
    }
  }

  auto imports_of(const ast::File& file) -> std::vector<Index> {
    std::vector<Index> modules;
    for (const ast::Path& path : file.imports) {
      const std::string name = path.text();
      const auto found = by_name_.find(name);
      if (found == by_name_.end()) {
        report_unknown(Code::E0203, path.span, name, true);
      } else if (all()[found->second[0]].policy->kind != Kind::module) {
        report(Code::E0205, path.span, {name},
               {{NoteKind::declared_here, all()[found->second[0]].policy->span, {name}}});
      } else {
        modules.push_back(found->second[0]);
      }
    }
    return modules;
  }

  // Depth first with an explicit stack: a chain of imports may be as long as there are files.
  void add_module(Index root, const std::vector<std::vector<Index>>& direct, std::vector<Index>& modules) {
    struct Visit {
      Index module;
      std::size_t next;
    };
    std::vector<Visit> open;
    std::vector<Index> met = modules;
    const auto enter = [&](Index module) {
      if (std::find(met.begin(), met.end(), module) != met.end()) return;
      met.push_back(module);
      open.push_back({module, 0});
    };
    enter(root);
    while (!open.empty()) {
      Visit& top = open.back();
      const std::vector<Index>& inner = direct[all()[top.module].file];
      if (top.next < inner.size()) {
        enter(inner[top.next++]);
        continue;
      }
      modules.push_back(top.module);
      open.pop_back();
    }
  }

  void hand_out_tests() {
    for (Index i = 0; i < all().size(); ++i) {
      for (const ast::Declaration& declaration : all()[i].policy->declarations) hand_out(declaration, i);
    }
    for (const ast::File& file : files_) {
      for (const ast::Declaration& declaration : file.tests) hand_out(declaration, std::nullopt);
    }
  }

  // A test `of` a policy goes with all its versions: the date of each of its cases picks one.
  void hand_out(const ast::Declaration& declaration, std::optional<Index> home) {
    const auto* test = std::get_if<ast::Test>(&declaration.body);
    if (test == nullptr) return;
    if (!test->of.parts.empty()) {
      const auto found = find_policy(test->of);
      if (found == nullptr) return;
      for (const Index version : *found) all()[version].tests.push_back(&declaration);
    } else if (home) {
      all()[*home].tests.push_back(&declaration);
    }
  }

  const std::vector<ast::File>& files_;
  std::vector<Diagnostic>& problems_;
  Collected collected_;
  std::vector<Index> first_of_file_;                             // and one past the last
  std::unordered_map<std::string, std::vector<Index>> by_name_;  // versions by date
};

}  // namespace

auto collect(const std::vector<ast::File>& files, std::vector<Diagnostic>& problems) -> Collected {
  return Collector(files, problems).run();
}

auto files_behind(const std::vector<ast::File>& files,
                  const std::function<bool(const CollectedPolicy&, const Collected&)>& wanted) -> std::vector<bool> {
  std::vector<Diagnostic> problems;  // told when all is flattened
  const Collected collected = collect(files, problems);
  std::vector<std::vector<std::uint32_t>> policies(files.size());
  std::vector<bool> behind(files.size());
  std::vector<std::uint32_t> open;
  const auto add = [&](const CollectedPolicy& one) {
    if (behind[one.file]) return;
    behind[one.file] = true;
    open.push_back(one.file);
  };
  for (std::uint32_t i = 0; i < collected.policies.size(); ++i) {
    const CollectedPolicy& one = collected.policies[i];
    policies[one.file].push_back(i);
    if (wanted(one, collected)) add(one);
  }
  while (!open.empty()) {
    const std::uint32_t file = open.back();
    open.pop_back();
    for (const std::uint32_t i : policies[file]) {
      const CollectedPolicy& one = collected.policies[i];
      if (one.parent) add(collected.policies[*one.parent]);
      for (const std::uint32_t module : one.modules) add(collected.policies[module]);
    }
  }
  return behind;
}

}  // namespace remit
