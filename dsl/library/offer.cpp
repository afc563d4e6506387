#include "dsl/library/offer.h"

#include <algorithm>
#include <vector>

#include "dsl/elaborate/elaborate.h"
#include "engine/program/operands.h"
#include "engine/text/nearest.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto suggestion(const std::string& name, const std::vector<std::string>& known) -> std::string {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "" : "; did you mean `" + nearest + "`?";
}

bool offers(const FlatPolicy& policy, const std::string& service) {
  const std::vector<std::string> services = services_of(policy);
  return std::find(services.begin(), services.end(), service) != services.end();
}

bool in_force(const FlatPolicy& policy, const std::string& date) {
  return policy.in_force.from <= date && (policy.in_force.until.empty() || date <= policy.in_force.until);
}

auto no_service(const std::vector<const FlatPolicy*>& policies, const std::string& service, const std::string& name)
    -> std::string {
  std::vector<std::string> known;
  for (const FlatPolicy* policy : policies) {
    for (std::string& one : services_of(*policy)) known.push_back(std::move(one));
  }
  const std::string who = name.empty() ? "no policy has a" : "the policy `" + name + "` has no";
  return who + " service `" + service + "`" + suggestion(service, known);
}

}  // namespace

auto offering(const PolicyLibrary& library, const std::string& service, const std::string& name,
              std::optional<std::int64_t> date) -> Result<const FlatPolicy*, std::string> {
  std::vector<std::string> names;
  std::vector<const FlatPolicy*> policies;
  for (const FlatPolicy& policy : library.policies()) {
    names.push_back(policy.name);
    if (name.empty() ? !policy.amendment : policy.name == name) policies.push_back(&policy);
  }
  if (policies.empty() && !name.empty()) return "there is no policy `" + name + "`" + suggestion(name, names);

  std::vector<const FlatPolicy*> found;
  std::copy_if(policies.begin(), policies.end(), std::back_inserter(found),
               [&](const FlatPolicy* policy) { return offers(*policy, service); });
  if (found.empty()) return no_service(policies, service, name);

  std::string several;
  for (const FlatPolicy* policy : found) {
    if (several.find("`" + policy->name + "`") == std::string::npos)
      several += (several.empty() ? "`" : ", `") + policy->name + "`";
  }
  if (found.front()->name != found.back()->name) {
    return "several policies have a service `" + service + "`: " + several + "; name one with `--policy`";
  }
  if (date) {
    const std::string day = print_date(*date);
    std::erase_if(found, [&](const FlatPolicy* policy) { return !in_force(*policy, day); });
    if (found.empty()) return several + " is not in force on " + day;
  }
  return found.back();
}

auto inputs_of_condition(const PolicyLibrary& library, const FlatPolicy& policy) -> std::vector<std::string> {
  Elaborator elaborator(policy, library.sources(), "");
  const NodeId condition = elaborator.applies_when().node;
  const Elaborated& elaborated = elaborator.result();
  std::vector<std::string> inputs;
  if (condition == kNoNode || has_errors(elaborator.problems())) return inputs;
  const std::vector<bool> reached = reachable(elaborated.program, {condition});
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Node& node = elaborated.program.nodes[i];
    if (reached[i] && node.op == Op::input) inputs.push_back(elaborated.names.inputs[node.index].name);
  }
  return inputs;
}

}  // namespace remit
