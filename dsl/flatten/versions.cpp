#include "dsl/flatten/versions.h"

#include <variant>

#include "engine/value/date.h"

namespace remit {

namespace {

// ISO dates compare as text. The parser has checked that they are days of the calendar.
auto day_beside(const std::string& date, int days) -> std::string {
  const auto day = parse_date(date);
  return day ? print_date(*day + days) : date;
}

auto at(const ast::Period& version) -> std::vector<Note> {
  return {{NoteKind::version_here, version.span, {period_text(version)}}};
}

void check_pair(const std::string& name, const ast::Period& before, const ast::Period& after,
                std::vector<Diagnostic>& problems) {
  if (after.from <= before.from || (!before.until.empty() && before.until >= after.from)) {
    problems.push_back(
        {Code::E0208, after.span, {name, period_text(before), period_text(after)}, at(before), std::nullopt});
    return;
  }
  if (before.until.empty()) return;
  const std::string next = day_beside(before.until, 1);
  if (next == after.from) return;
  problems.push_back({Code::E0209, after.span, {name, next, day_beside(after.from, -1)}, at(before), std::nullopt});
}

}  // namespace

void check_versions(const std::string& name, const std::vector<ast::Period>& versions, VersionOrder order,
                    std::vector<Diagnostic>& problems) {
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const ast::Period& version = versions[i];
    if (!version.until.empty() && version.until < version.from) {
      problems.push_back({Code::E0211, version.span, {name, version.from, version.until}, {}, std::nullopt});
      continue;
    }
    if (i == 0) continue;
    const ast::Period& before = versions[i - 1];
    if (order == VersionOrder::written && version.from < before.from) {
      problems.push_back({Code::E0210, version.span, {name, version.from, before.from}, at(before), std::nullopt});
    } else {
      check_pair(name, before, version, problems);
    }
  }
}

auto period_text(const ast::Period& period) -> std::string { return period.from + ".." + period.until; }

auto last_day(const std::vector<ast::Period>& versions, std::size_t version) -> std::string {
  if (!versions[version].until.empty() || version + 1 == versions.size()) return versions[version].until;
  return day_beside(versions[version + 1].from, -1);
}

bool covers(const ast::Period& outer, const ast::Period& inner) {
  const bool begins = outer.from <= inner.from;
  const bool ends = outer.until.empty() || (!inner.until.empty() && inner.until <= outer.until);
  return begins && ends;
}

auto periods_of(const ast::Declaration& declaration) -> std::vector<ast::Period> {
  std::vector<ast::Period> periods;
  std::visit(
      [&](const auto& body) {
        if constexpr (requires { body.versions; }) {
          for (const auto& version : body.versions) periods.push_back(version.period);
        }
      },
      declaration.body);
  return periods;
}

}  // namespace remit
