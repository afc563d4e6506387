#include "dsl/library/select.h"

#include <algorithm>

#include "dsl/flatten/versions.h"
#include "dsl/format/expression.h"
#include "dsl/library/probe.h"
#include "engine/text/nearest.h"
#include "engine/value/date.h"

namespace remit {
namespace {

bool in_force(const FlatPolicy& policy, const std::string& date) {
  return policy.in_force.from <= date && (policy.in_force.until.empty() || date <= policy.in_force.until);
}

auto place_of(const PolicyLibrary& library, const FlatPolicy& policy) -> std::string {
  const SourceText& text = library.sources().at(policy.policy->span.file);
  return text.path + ":" + std::to_string(locate(text, policy.policy->span.begin).line);
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

// How far a policy was from being chosen.
auto distance(const Considered& one) -> std::pair<int, std::size_t> {
  switch (one.fate) {
    case Considered::Fate::applies: return {0, 0};
    case Considered::Fate::not_in_force: return {1, 0};
    case Considered::Fate::does_not_apply: return {2, one.unmet};
    case Considered::Fate::named_only: return {3, 0};
  }
  return {};
}

class Selector {
 public:
  // `probes`: of this library as it is open now.
  Selector(PolicyLibrary& library, Probes& probes, const std::string& service, const ReadJson& json,
           const ReadOptions& options)
      : library_(library), probes_(probes), service_(service), json_(json), options_(options) {}

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
    std::size_t unmet = 0;
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
  void tell(const FlatPolicy& policy, Considered::Fate fate, std::string date = "", std::size_t unmet = 0) {
    looked_.push_back({&policy, fate, std::move(date), unmet});
  }

  void consider(const FlatPolicy& policy, bool by_condition) {
    auto& made = probes_[&policy];
    if (made == nullptr) made = std::make_unique<Probe>(library_, policy, service_);
    Probe& probe = *made;
    if (has_errors(probe.problems)) return add_problems(probe.problems);
    probe.read(json_, options_);
    const Value applies = by_condition ? probe.applies() : Value::boolean(true);
    if (applies.is_failed()) return add_missing(selection_.missing, probe.missing());
    if (!applies.as_bool()) return tell(policy, Considered::Fate::does_not_apply, "", probe.unmet());
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
      selection_.considered.push_back({.policy = one.policy->name,
                                       .fate = one.fate,
                                       .date = std::move(one.date),
                                       .in_force = period_text(one.policy->in_force),
                                       .condition = condition_of(*one.policy),
                                       .unmet = one.unmet,
                                       .place = place_of(library_, *one.policy)});
    }
    std::ranges::stable_sort(selection_.considered, {}, distance);
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
  Probes& probes_;
  const std::string& service_;
  const ReadJson& json_;
  const ReadOptions& options_;
  Selection selection_;
  std::vector<Looked> looked_;
  std::vector<const FlatPolicy*> applying_;
};

// How far a library is opened to find the policy that applies.
enum class Reach : std::uint8_t { conditions, headings, everything };
void reach(PolicyLibrary& library, const std::string& service, Reach how) {
  switch (how) {
    case Reach::conditions: return library.sketch(service, SketchOf::conditions);
    case Reach::headings: return library.sketch(service, SketchOf::everything);
    case Reach::everything: return library.open_everything();
  }
}

// `at` gives a Selector of the library as far as is asked, `of` one of the policy of a name, opened.
template <class At, class Of>
auto by_condition(At at, Of of) -> Selection {
  const auto is_clear = [](const Selection& seen) { return !has_errors(seen.problems) && !seen.wrong_name; };
  Selection seen = at(Reach::conditions).applying();
  if (seen.chosen != nullptr) {
    const std::string found = seen.chosen->name;
    return of(found).found(found);
  }
  if (is_clear(seen) && !seen.missing.empty()) return seen;
  // Refused: now those without a condition are to be listed as well, and what is wrong to be told in full.
  seen = at(Reach::headings).applying();
  if (is_clear(seen)) return seen;
  return at(Reach::everything).applying();
}

}  // namespace

auto select(PolicyLibrary& library, const std::string& service, const std::string& name, const ReadJson& json,
            const ReadOptions& options) -> Selection {
  if (!name.empty()) {
    library.open(name);
    return select_opened(library, service, name, json, options);
  }
  Probes probes;
  const auto selector = [&] {
    probes.clear();
    return Selector(library, probes, service, json, options);
  };
  return by_condition(
      [&](Reach how) {
        reach(library, service, how);
        return selector();
      },
      [&](const std::string& found) {
        library.open(found);
        return selector();
      });
}

auto select_opened(PolicyLibrary& library, const std::string& service, const std::string& name, const ReadJson& json,
                   const ReadOptions& options) -> Selection {
  Probes probes;
  return Selector(library, probes, service, json, options).named(name);
}

struct Chooser::Opened {
  PolicyLibrary& library;
  Probes probes;
};

Chooser::Chooser(Open open, std::string service, std::string name)
    : open_(std::move(open)), service_(std::move(service)), name_(std::move(name)) {}
Chooser::~Chooser() = default;

auto Chooser::choose(const ReadJson& json, const ReadOptions& options) -> Choice {
  Choice choice;
  const auto selector = [&](const std::string& key, auto reach_it) {
    auto& opened = opened_[key];
    if (opened == nullptr) {
      opened = std::make_unique<Opened>(Opened{open_(), {}});
      reach_it(opened->library);
    }
    choice.library = &opened->library;
    return Selector(opened->library, opened->probes, service_, json, options);
  };
  const auto of = [&](const std::string& name) {
    return selector(name, [&](PolicyLibrary& library) { library.open(name); });
  };
  const auto at = [&](Reach how) {
    const std::string key = "/" + std::to_string(static_cast<int>(how));  // no name of a policy
    return selector(key, [&](PolicyLibrary& library) { reach(library, service_, how); });
  };
  choice.selection = name_.empty() ? by_condition(at, of) : of(name_).named(name_);
  return choice;
}

auto condition_of(const FlatPolicy& policy) -> std::string {
  std::string condition;
  for (const ast::Expr* part : policy.applies_when) {
    condition += (condition.empty() ? "" : " and ") + print_expression(*part);
  }
  return condition;
}

auto closest(const std::vector<Considered>& considered) -> std::size_t {
  const auto same = [&](const Considered& one) { return distance(one) == distance(considered.front()); };
  return static_cast<std::size_t>(std::ranges::count_if(considered, same));
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
          chinese ? name + " 在 " + considered.date + " 未施行（施行期 " + considered.in_force + "）"
                  : name + " is not in force on " + considered.date + " (in force " + considered.in_force + ")";
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
