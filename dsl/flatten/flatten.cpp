// Policies are flattened in the order of their depth, so that a child finds its parent's set finished. A set is kept
// as long as a child may want a copy of it.
#include "dsl/flatten/flatten.h"

#include <algorithm>
#include <tuple>

#include "dsl/ast/dump.h"
#include "dsl/flatten/collect.h"
#include "dsl/flatten/flat_set.h"
#include "dsl/flatten/layer.h"
#include "dsl/flatten/versions.h"
#include "dsl/format/expression.h"

namespace remit {

namespace {

using Kind = ast::Policy::Kind;

class Flattener {
 public:
  Flattener(const std::vector<ast::File>& files, std::vector<Diagnostic>& problems)
      : files_(files),
        collected_(collect(files, problems)),
        problems_(problems),
        sets_(all().size()),
        children_(all().size()) {}

  auto run() -> std::vector<FlatPolicy> {
    for (const CollectedPolicy& one : all()) {
      if (one.parent && is_asked_for(one)) ++children_[*one.parent];
    }
    std::vector<FlatPolicy> flat;
    for (const std::uint32_t i : by_depth()) {
      if (all()[i].broken || !is_asked_for(all()[i])) continue;
      flatten(i);
      const Kind kind = all()[i].policy->kind;
      if (kind == Kind::policy || kind == Kind::amendment) flat.push_back(finish(i));
    }
    std::stable_sort(flat.begin(), flat.end(), [](const FlatPolicy& a, const FlatPolicy& b) {
      return std::tie(a.name, a.in_force.from) < std::tie(b.name, b.in_force.from);
    });
    return flat;
  }

 private:
  [[nodiscard]] auto all() const -> const std::vector<CollectedPolicy>& { return collected_.policies; }

  [[nodiscard]] bool is_asked_for(const CollectedPolicy& one) const { return !files_[one.file].only_headings; }

  [[nodiscard]] auto by_depth() const -> std::vector<std::uint32_t> {
    std::vector<std::uint32_t> order(all().size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return all()[a].depth < all()[b].depth; });
    return order;
  }

  void flatten(std::uint32_t i) {
    const CollectedPolicy& one = all()[i];
    FlatSet& set = sets_[i];
    if (one.parent) {
      FlatSet& parent = sets_[*one.parent];
      set = --children_[*one.parent] == 0 ? std::move(parent) : parent;
    }
    for (const std::uint32_t module : one.modules) import(all()[module], set);
    add_layer(one, set, texts_, problems_);
  }

  // A module is a layer of each set that imports it, once: what is wrong within it is found again each time, and
  // told once.
  void import(const CollectedPolicy& module, FlatSet& set) {
    if (std::find(set.modules.begin(), set.modules.end(), module.policy) != set.modules.end()) return;
    set.modules.push_back(module.policy);
    add_layer(module, set, texts_, problems_);
  }

  auto finish(std::uint32_t i) -> FlatPolicy {
    const CollectedPolicy& one = all()[i];
    FlatPolicy flat;
    flat.policy = one.policy;
    flat.name = one.name;
    flat.in_force = one.in_force;
    flat.amendment = one.policy->kind == Kind::amendment;
    flat.tests = one.tests;
    for (std::optional<std::uint32_t> at = i; at; at = all()[*at].parent) {
      flat.chain.push_back(all()[*at].policy);
      if (all()[*at].policy->applies_when != nullptr) flat.applies_when.push_back(all()[*at].policy->applies_when);
      if (*at != i) flat.tests_above.insert(flat.tests_above.end(), all()[*at].tests.begin(), all()[*at].tests.end());
    }
    FlatSet set = children_[i] == 0 ? std::move(sets_[i]) : sets_[i];
    check_needs(one, set);
    check_periods(one, set);
    flat.blocks = std::move(set.blocks);
    flat.declarations = std::move(set.declarations);
    return flat;
  }

  void check_needs(const CollectedPolicy& one, const FlatSet& set) {
    for (const FlatDeclaration& there : set.declarations) {
      const auto* needs = std::get_if<ast::Needs>(&there.declaration->body);
      if (needs == nullptr) continue;
      const ast::Name& name = there.declaration->name;
      problems_.push_back({Code::E0222,
                           one.policy->name.span,
                           {one.name, name.text, print_type(*needs->type)},
                           {{NoteKind::needed_here, name.span, {name.text}}},
                           std::nullopt});
    }
  }

  // A version that this policy writes and that holds on no day on which the policy does.
  void check_periods(const CollectedPolicy& one, const FlatSet& set) {
    for (const FlatDeclaration& there : set.declarations) {
      const auto written_here = [&](const ast::Period& version) {
        return std::ranges::any_of(there.origins, [&](const Origin& origin) {
          const Span& whole = origin.declaration->span;
          return origin.policy == one.policy && whole.file == version.span.file && whole.begin <= version.span.begin &&
                 version.span.end <= whole.end;
        });
      };
      const std::vector<ast::Period> versions = periods_of(*there.declaration);
      for (std::size_t i = 0; i < versions.size(); ++i) {
        if (written_here(versions[i])) check_period(one, there, versions, i, set);
      }
    }
  }
  void check_period(const CollectedPolicy& one, const FlatDeclaration& there, const std::vector<ast::Period>& versions,
                    std::size_t i, const FlatSet& set) {
    const auto tell = [&](Code code, const std::string& day) {
      problems_.push_back({code,
                           versions[i].span,
                           {there.declaration->name.text, day, one.name, period_text(one.in_force)},
                           {},
                           std::nullopt});
    };
    const std::string& begins = versions[i].from;
    const std::string ends = last_day(versions, i);
    if (!ends.empty() && ends < begins) return;  // out of order, which was told
    if (!begins.empty() && !one.in_force.until.empty() && begins > one.in_force.until)
      tell(Code::W0235, begins);
    else if (!ends.empty() && ends < one.in_force.from && !is_taken_on_other_dates(there.declaration->name.text, set))
      tell(Code::W0236, ends);
  }
  // Whether something with `as of`, or in a block with a date of its own, mentions the name.
  static bool is_taken_on_other_dates(const std::string& name, const FlatSet& set) {
    return std::ranges::any_of(set.declarations, [&](const FlatDeclaration& there) {
      const std::string text = ast::dump(*there.declaration);
      const bool dated = there.block && set.blocks[*there.block].governed_by != nullptr;
      return (dated || text.find("(as_of") != std::string::npos) && text.find('"' + name + '"') != std::string::npos;
    });
  }

  const std::vector<ast::File>& files_;
  Collected collected_;
  std::vector<Diagnostic>& problems_;
  Texts texts_;
  std::vector<FlatSet> sets_;
  std::vector<std::uint32_t> children_;  // not yet flattened
};

auto order_of(const Diagnostic& problem) {
  return std::tie(problem.span.file, problem.span.begin, problem.span.end, problem.code, problem.arguments);
}

void sort_and_tell_once(std::vector<Diagnostic>& problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  const auto same = [](const auto& a, const auto& b) { return order_of(a) == order_of(b); };
  problems.erase(std::unique(problems.begin(), problems.end(), same), problems.end());
}

auto owner_of(const FlatDeclaration& target) -> const ast::Policy* {
  const auto declared = std::find_if(target.origins.rbegin(), target.origins.rend(),
                                     [](const Origin& origin) { return origin.how == Origin::How::declared; });
  return declared->policy;
}

}  // namespace

auto flatten(const std::vector<ast::File>& files) -> Flattened {
  Flattened result;
  result.policies = Flattener(files, result.problems).run();
  sort_and_tell_once(result.problems);
  return result;
}

bool visible(const FlatDeclaration& target, const ast::Policy* reader) {
  return !target.declaration->is_private || owner_of(target) == reader;
}

bool visible(const FlatDeclaration& target, Span place) {
  if (!target.declaration->is_private) return true;
  const ast::Policy& owner = *owner_of(target);
  const std::uint32_t end = owner.declarations.empty() ? owner.span.end : owner.declarations.back().span.end;
  return place.file == owner.span.file && owner.span.begin <= place.begin && place.begin < end;
}

}  // namespace remit
