#include "repl/whatif/versions.h"

#include "dsl/flatten/versions.h"
#include "engine/value/date.h"

namespace remit::whatif {

VersionFinder::VersionFinder(const Versions& versions) : versions_(versions) {
  if (!versions.by_day && !versions.own_cases) return;
  for (const Version& one : versions.all) {
    probes_.push_back(std::make_unique<Probe>(versions.library, *one.policy, one.service.names.service));
  }
}

auto VersionFinder::problems() const -> std::vector<Diagnostic> {
  std::vector<Diagnostic> problems;
  for (const auto& probe : probes_) problems.insert(problems.end(), probe->problems.begin(), probe->problems.end());
  return problems;
}

auto VersionFinder::find(const ReadJson& json, const ReadOptions& options) -> Result<std::size_t, InputError> {
  const auto found = versions_.by_day ? on_its_day(json, options) : versions_.all.size() - 1;
  if (!versions_.own_cases || !json) return found;
  Probe& probe = *probes_[found ? found.value() : versions_.all.size() - 1];
  probe.read(json, options);
  const Value applies = probe.applies();
  if (applies.is_failed() || applies.as_bool()) return found;
  return InputError{InputCode::other_policy, "$", {versions_.last().names.policy}};
}

auto VersionFinder::on_its_day(const ReadJson& json, const ReadOptions& options) -> Result<std::size_t, InputError> {
  const std::size_t last = versions_.all.size() - 1;
  std::string day;
  // One without an end holds until the day before the next.
  for (std::size_t i = probes_.size(); i-- > 0;) {
    probes_[i]->read(json, options);
    const std::optional<std::int64_t> date = probes_[i]->date();
    if (!date) continue;
    day = print_date(*date);
    const ast::Period& period = versions_.all[i].policy->in_force;
    if (period.from <= day && (period.until.empty() || day <= period.until)) return std::size_t{i};
  }
  if (day.empty()) return std::size_t{last};
  std::string periods;
  for (const Version& one : versions_.all) periods += (periods.empty() ? "" : ", ") + period_text(one.policy->in_force);
  return InputError{InputCode::other_version, "$", {day, versions_.last().names.policy, periods}};
}

}  // namespace remit::whatif
