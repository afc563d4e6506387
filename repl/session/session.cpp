#include "repl/session/session.h"

#include <algorithm>
#include <map>
#include <utility>

#include "dsl/flatten/collect.h"
#include "dsl/library/probe.h"
#include "engine/text/nearest.h"
#include "engine/value/date.h"
#include "engine/value/print.h"
#include "repl/session/misfit.h"

namespace remit::repl {
namespace {

bool in_force(const FlatPolicy& policy, const std::string& date) {
  return policy.in_force.from <= date && (policy.in_force.until.empty() || date <= policy.in_force.until);
}

}  // namespace

// ── The library ──

auto Session::open(const std::vector<std::string>& paths) -> std::optional<Trouble> {
  std::string why;
  std::unique_ptr<LibraryFiles> files = host_.open_library(paths, why);
  if (!files) return trouble(Status::environment, why, why);
  opened_.clear();
  everything_.reset();
  snapshot_ = std::make_unique<Snapshot>(std::move(files));
  paths_ = paths;
  if (const std::vector<std::string> names = policy_names(); policy_.empty() && names.size() == 1)
    policy_ = names.front();
  return std::nullopt;
}

auto Session::everything() -> PolicyLibrary* {
  if (!snapshot_) return nullptr;
  if (!everything_) everything_ = std::make_unique<PolicyLibrary>(*snapshot_, snapshot_->shown());
  return everything_.get();
}

auto Session::test_titles() -> std::vector<std::string> {
  std::vector<std::string> titles;
  PolicyLibrary* library = everything();
  if (library == nullptr) return titles;
  for (const FlatPolicy& policy : library->policies()) {
    if (!policy_.empty() && policy.name != policy_) continue;
    for (const ast::Declaration* test : policy.tests) titles.push_back(test->name.text);
  }
  return titles;
}

auto Session::policy_names() -> std::vector<std::string> {
  std::vector<std::string> names;
  if (!snapshot_) return names;
  PolicyLibrary headings(*snapshot_, snapshot_->shown(), PolicyLibrary::Extent::headings);
  std::vector<Diagnostic> problems;
  for (const CollectedPolicy& one : collect(headings.files(), problems).policies) {
    using Kind = ast::Policy::Kind;
    const bool concrete = one.policy->kind == Kind::policy || one.policy->kind == Kind::amendment;
    if (concrete) names.push_back(one.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

auto Session::unknown_policy(const std::string& policy, const std::vector<std::string>& names) const -> Trouble {
  const std::string near = nearest_name(policy, names);
  std::string en = "there is no policy `" + policy + "`", zh = "没有政策 `" + policy + "`";
  if (!near.empty()) {
    en += "; did you mean `" + near + "`?";
    zh += "；是否指 `" + near + "`？";
  }
  return trouble(Status::usage, en, zh);
}

auto Session::use(const std::string& policy) -> std::optional<Trouble> {
  if (!policy.empty()) {
    const std::vector<std::string> names = policy_names();
    if (std::find(names.begin(), names.end(), policy) == names.end()) return unknown_policy(policy, names);
  }
  policy_ = policy;
  return std::nullopt;
}

auto Session::asked() -> std::vector<const FlatPolicy*> {
  std::vector<const FlatPolicy*> policies;
  if (!snapshot_) return policies;
  if (!policy_.empty()) return workspace(policy_, View::kAll).versions();
  for (const FlatPolicy& policy : everything()->policies()) policies.push_back(&policy);
  return policies;
}

// By names alone: the service that takes what the case gives, and least beside. Optional inputs need not be given.
auto Session::service_of(const ReadJson& json) -> std::string {
  std::vector<std::string> keys;
  for (const JsonValue& member : json.value().root()) {
    const std::string key(member.key());
    if (key != "as_of" && key != "opening" && key != "papers") keys.push_back(key);
  }
  std::string best;
  std::size_t fewest = SIZE_MAX;
  for (const FlatPolicy* policy : asked()) {
    if (policy_.empty() && policy->amendment) continue;
    for (const FlatDeclaration& flat : policy->declarations) {
      const auto* service = std::get_if<ast::Service>(&flat.declaration->body);
      if (service == nullptr) continue;
      const auto takes = [&](const std::string& key) {
        return std::any_of(service->takes.begin(), service->takes.end(),
                           [&](const ast::Name& name) { return name.text == key; });
      };
      if (!std::all_of(keys.begin(), keys.end(), takes)) continue;
      const std::size_t lacking = service->takes.size() - keys.size();
      if (lacking >= fewest) continue;
      fewest = lacking;
      best = flat.declaration->name.text;
    }
  }
  return best;
}

auto Session::services() -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const FlatPolicy* policy : asked()) {
    for (std::string& service : services_of(*policy)) {
      if (std::find(all.begin(), all.end(), service) == all.end()) all.push_back(std::move(service));
    }
  }
  return all;
}

auto Session::service() -> std::string {
  if (!service_.empty() || current_case() == nullptr) return service_;
  const ReadJson json = JsonDocument::read(current_case()->draft.json());
  return json ? service_of(json) : service_;
}

// ── Cases ──

void Session::put_case(NamedCase one) {
  const auto found = std::find_if(cases_.begin(), cases_.end(), [&](const NamedCase& c) { return c.name == one.name; });
  current_ = static_cast<std::size_t>(found - cases_.begin());
  if (found == cases_.end())
    cases_.push_back(std::move(one));
  else
    *found = std::move(one);
  service_.clear();
}

bool Session::choose_case(const std::string& name) {
  const auto found = std::find_if(cases_.begin(), cases_.end(), [&](const NamedCase& c) { return c.name == name; });
  if (found == cases_.end()) return false;
  current_ = static_cast<std::size_t>(found - cases_.begin());
  service_.clear();
  return true;
}

// ── Asking ──

auto Session::read_options() const -> ReadOptions {
  return {.allow_unknown = false, .show_personal = settings.show_personal, .as_of = as_of};
}

auto Session::json_at_hand() -> ReadJson {
  if (current_case() == nullptr) return JsonDocument::read("{}");
  if (!as_of) return JsonDocument::read(current_case()->draft.json());
  Draft draft = current_case()->draft;
  draft.erase("as_of");  // the session's counts
  return JsonDocument::read(draft.json());
}

auto Session::workspace(const std::string& policy, std::size_t changes_kept) -> OpenedPolicy& {
  const std::vector<NamedText> texts = changes.texts(policy, changes_kept);
  std::string key = policy;
  for (const NamedText& text : texts) key += '\0' + text.text;
  const auto found = std::find_if(opened_.begin(), opened_.end(), [&](const auto& one) { return one.key == key; });
  if (found != opened_.end()) {
    std::rotate(opened_.begin(), found, found + 1);
  } else {
    opened_.push_front({key, std::make_unique<OpenedPolicy>(*snapshot_, host_.cache(),
                                                            changes.amendment(policy, changes_kept), texts)});
    if (opened_.size() > kKeptPolicies) opened_.pop_back();
  }
  return *opened_.front().policy;
}

auto Session::base_policy() -> OrTrouble<std::string> { return policy_for(service(), json_at_hand()); }

auto Session::policy_for(const std::string& service, const ReadJson& json) -> OrTrouble<std::string> {
  if (!snapshot_)
    return trouble(Status::usage, "no policies are open; type `open PATH`", "尚未打开政策；请输入 `打开 路径`");
  if (!policy_.empty()) return policy_;
  if (current_case() == nullptr || service.empty()) {
    return trouble(Status::usage, "no policy is in use; type `use POLICY`, or `load CASE.json`",
                   "尚未选定政策；请输入 `选用 政策`，或 `载入 案例.json`");
  }
  return applying_policy(service, json);
}

auto Session::applying_policy(const std::string& service, const ReadJson& json) -> OrTrouble<std::string> {
  const std::string text = json ? json_text(json.value().root()) : std::string();
  if (found_.service == service && found_.json == text && !found_.policy.empty()) return found_.policy;
  PolicyLibrary library(*snapshot_, snapshot_->shown(), PolicyLibrary::Extent::headings);
  Selection selection = select(library, service, "", json, read_options());
  if (selection.chosen == nullptr) return trouble_of(std::move(selection), library.sources());
  found_ = {service, text, selection.chosen->name};
  return found_.policy;
}

auto Session::opened(const View& view) -> OrTrouble<OpenedPolicy*> { return opened(service(), view, json_at_hand()); }

auto Session::opened(const std::string& service, const View& view, const ReadJson& json) -> OrTrouble<OpenedPolicy*> {
  if (!snapshot_)
    return trouble(Status::usage, "no policies are open; type `open PATH`", "尚未打开政策；请输入 `打开 路径`");
  std::string name = view.policy;
  if (name.empty()) {
    OrTrouble<std::string> found = policy_for(service, json);
    if (!found) return found.error();
    name = std::move(found).value();
  }
  OpenedPolicy& policy = workspace(name, view.changes);
  if (policy.versions().empty()) return unknown_policy(name, policy_names());
  std::vector<Diagnostic> problems;
  for (const FlatPolicy* version : policy.versions()) {
    const std::vector<Diagnostic> more = policy.library().problems_of(*version);
    problems.insert(problems.end(), more.begin(), more.end());
  }
  if (has_errors(problems)) return trouble_of(std::move(problems), policy.library().sources());
  return &policy;
}

// By the day that the session is as of; else by the case; else the last.
auto Session::version_of(OpenedPolicy& policy, const std::string& service, const ReadJson& json)
    -> OrTrouble<const FlatPolicy*> {
  const std::vector<const FlatPolicy*> versions = policy.versions();
  if (as_of) {
    const std::string day = print_date(*as_of);
    for (const FlatPolicy* version : versions) {
      if (in_force(*version, day)) return version;
    }
    return trouble(Status::failed, "`" + policy.name() + "` is not in force on " + day,
                   "`" + policy.name() + "` 在 " + day + " 未施行");
  }
  if (current_case() == nullptr || !json) return versions.back();
  Selection selection = select_opened(policy.library(), service, policy.name(), json, read_options());
  if (selection.chosen != nullptr) return selection.chosen;
  return trouble_of(std::move(selection), policy.library().sources());
}

auto Session::version_at_hand(OpenedPolicy& policy) -> const FlatPolicy* {
  const OrTrouble<const FlatPolicy*> version = version_of(policy, service(), json_at_hand());
  return version ? version.value() : policy.versions().back();
}

auto Session::prepare(const std::string& service, const View& view) -> OrTrouble<Prepared*> {
  return prepare(service, view, json_at_hand());
}

auto Session::prepare(const std::string& service, const View& view, const ReadJson& json) -> OrTrouble<Prepared*> {
  if (!json) return trouble_of(std::vector<InputError>{json.error()});
  const OrTrouble<OpenedPolicy*> policy = opened(service, view, json);
  if (!policy) return policy.error();
  const OrTrouble<const FlatPolicy*> version = version_of(*policy.value(), service, json);
  if (!version) return version.error();
  Prepared& prepared = policy.value()->prepare(*version.value(), service, as_of.has_value());
  if (prepared.evaluator == nullptr)
    return trouble_of(prepared.compiled->problems, policy.value()->library().sources());
  return &prepared;
}

auto Session::prepare_versions(const std::string& service, const View& view, const ReadJson& json)
    -> OrTrouble<PreparedVersions> {
  const OrTrouble<OpenedPolicy*> policy = opened(service, view, json);
  if (!policy) return policy.error();
  PreparedVersions made{.policy = policy.value(), .all = {}};
  std::vector<const FlatPolicy*> versions = policy.value()->versions();
  std::erase_if(versions, [&](const FlatPolicy* one) { return remit::service_of(*one, service) == nullptr; });
  if (as_of || versions.empty()) {  // or the trouble with the one that holds then
    const OrTrouble<const FlatPolicy*> version = version_of(*policy.value(), service, json);
    if (!version) return version.error();
    versions = {version.value()};
  }
  for (const FlatPolicy* version : versions) {
    made.all.push_back(&policy.value()->prepare(*version, service, as_of.has_value()));
    if (made.all.back()->evaluator == nullptr)
      return trouble_of(made.all.back()->compiled->problems, policy.value()->library().sources());
  }
  return made;
}

auto Session::choose_loosely(std::string service, const ReadJson& json) -> OrTrouble<Loosely> {
  OrTrouble<OpenedPolicy*> policy = opened(service, {}, json);
  if (!policy && policy.error().status != Status::input) return policy.error();
  if (!policy) {  // which one cannot be told from the case
    for (const FlatPolicy& one : everything()->policies()) {
      const std::vector<std::string> offered = services_of(one);
      if (one.amendment || std::find(offered.begin(), offered.end(), service) == offered.end()) continue;
      policy = opened(service, {.policy = one.name}, json);
      break;
    }
  }
  if (!policy) return policy.error();
  Loosely chosen{policy.value(), policy.value()->versions().back(), std::move(service)};
  if (chosen.service.empty()) {
    const std::vector<std::string> offered = services_of(*chosen.version);
    if (offered.empty())
      return trouble(Status::usage, "`" + chosen.policy->name() + "` offers no service",
                     "`" + chosen.policy->name() + "` 不提供服务");
    chosen.service = offered.front();
  }
  OrTrouble<const FlatPolicy*> version = version_of(*chosen.policy, chosen.service, json);
  if (version) chosen.version = version.value();
  if (!version && version.error().status != Status::input) return version.error();
  return chosen;
}

auto Session::prepare_loosely(std::string service) -> OrTrouble<Prepared*> {
  const OrTrouble<Loosely> chosen = choose_loosely(std::move(service), json_at_hand());
  if (!chosen) return chosen.error();
  Prepared& prepared =
      chosen.value().policy->prepare(*chosen.value().version, chosen.value().service, as_of.has_value());
  if (prepared.evaluator == nullptr)
    return trouble_of(prepared.compiled->problems, chosen.value().policy->library().sources());
  return &prepared;
}

auto Session::read_case(const Prepared& prepared) -> OrTrouble<Case> { return read_case(prepared, json_at_hand()); }

auto Session::read_case(const Prepared& prepared, const ReadJson& json) -> OrTrouble<Case> {
  return read_case(prepared, json, false);
}

auto Session::read_case_of_other(const Prepared& prepared) -> OrTrouble<Case> {
  return read_case(prepared, json_at_hand(), true);
}

auto Session::read_case(const Prepared& prepared, const ReadJson& json, bool made_for_other) -> OrTrouble<Case> {
  misfit_.clear();
  ReadOptions options = read_options();
  auto given = remit::read_case(json, prepared.program(), prepared.names(), options);
  if (!given && json) {
    made_for_other = made_for_other || is_of_other_policy(prepared, json);
    std::vector<InputError> errors = given.error();
    const auto is_taken = [&](const std::string& input) {
      return std::ranges::any_of(everything()->policies(), [&](const FlatPolicy& one) { return takes(one, input); });
    };
    const Misfit misfit = take_misfit(*prepared.version, made_for_other, is_taken, errors);
    options.allow_unknown = options.nothing_before = made_for_other;
    const Draft fitting = without(json.value().root(), misfit);
    if (!misfit.empty())
      given = remit::read_case(JsonDocument::read(fitting.json()), prepared.program(), prepared.names(), options);
    misfit_ = told(misfit, prepared.names());
  }
  if (!given) {
    Trouble trouble = trouble_of(given.error(), prepared);
    const std::string& policy = prepared.version->name;
    if (made_for_other)
      trouble.text +=
          pick("so `" + policy + "` needs it, for which the case was not made; `use` that policy to set it\n",
               "`" + policy + "` 需要此项，而案例并非为其编制；请先 `选用` 该政策再设\n");
    return trouble;
  }
  pin(prepared, given.value());
  return std::move(given).value();
}

// Where that cannot be told, it is of this one.
bool Session::is_of_other_policy(const Prepared& prepared, const ReadJson& json) {
  if (policy_.empty()) return false;  // then the case chose it
  const OrTrouble<std::string> applying = applying_policy(prepared.names().service, json);
  return applying && std::ranges::none_of(prepared.version->chain,
                                          [&](const ast::Policy* one) { return one->name.text() == applying.value(); });
}

namespace {

// "$.claim.items[2].amount" of "claim.items[3].amount": elements are counted from 0 in JSON.
auto json_path(const std::string& path) -> std::string {
  std::string made = "$.";
  for (std::size_t at = 0; at < path.size(); ++at) {
    made += path[at];
    const std::size_t end = path[at] == '[' ? path.find(']', at) : std::string::npos;
    if (end == std::string::npos) continue;
    made += std::to_string(std::stoul(path.substr(at + 1, end - at - 1)) - 1);
    at = end - 1;
  }
  return made;
}

}  // namespace

auto Session::wrong_input(const std::string& path) -> std::optional<Trouble> {
  const OrTrouble<Prepared*> prepared = prepare_loosely(service());
  if (!prepared) return std::nullopt;
  const auto given =
      remit::read_case(json_at_hand(), prepared.value()->program(), prepared.value()->names(), read_options());
  if (given) return std::nullopt;
  std::vector<InputError> errors = given.error();
  std::erase_if(errors, [&](const InputError& error) {
    const bool below = error.path.starts_with(json_path(path)) || error.path == "$";
    const bool missing = error.code == InputCode::missing || error.code == InputCode::missing_opening ||
                         error.code == InputCode::missing_as_of;
    return !below || missing;
  });
  if (errors.empty()) return std::nullopt;
  return trouble_of(errors);
}

void Session::pin(const Prepared& prepared, Case& given) const {
  const Program& program = prepared.program();
  for (std::uint32_t i = 0; i < program.rules.size() && !assumed.empty(); ++i) {
    if (program.rules[i].list || program.rules[i].kind == Rule::Kind::hidden) continue;
    const auto found = assumed.find(prepared.names().rules[program.rules[i].name].name);
    if (found != assumed.end()) given.assumed[i] = found->second;
  }
}

auto Session::assumed_in(const Prepared& prepared) const -> std::vector<std::string> {
  const Program& program = prepared.program();
  std::map<std::string, std::string> told;  // a rule has a number for each date on which it is asked for
  for (std::uint32_t i = 0; i < program.rules.size() && !assumed.empty(); ++i) {
    const std::string& name = prepared.names().rules[program.rules[i].name].name;
    const auto found = assumed.find(name);
    if (found == assumed.end() || program.rules[i].list || !prepared.evaluator->took_part(RuleId{i})) continue;
    const Type& type = program.at(program.rules[i].node).type;
    told[name] = name + " = " + print_value(found->second, type, program.types, settings.language);
  }
  std::vector<std::string> all;
  for (auto& [name, text] : told) all.push_back(std::move(text));
  return all;
}

}  // namespace remit::repl
