#include "repl/whatif/impact_share.h"

#include <algorithm>

namespace remit::whatif {
namespace {

using State = CaseComparison::State;

constexpr std::size_t kLargest = 10;

bool larger(const LargeChange& a, const LargeChange& b) {
  const Number x = (a.after - a.before).abs();
  const Number y = (b.after - b.before).abs();
  return x != y ? x > y : a.line < b.line;
}

void add(Tally& to, const Tally& more) {
  to.cases += more.cases;
  to.up += more.up;
  to.down += more.down;
  to.before = to.before + more.before;
  to.after = to.after + more.after;
}

void note_state(std::vector<StateChange>& states, StateChange state) {
  const auto same = std::ranges::find_if(
      states, [&](const StateChange& s) { return s.before == state.before && s.after == state.after; });
  if (same == states.end()) {
    states.push_back(std::move(state));
    return;
  }
  const std::uint64_t cases = same->cases + state.cases;
  if (state.line < same->line) *same = std::move(state);
  same->cases = cases;
}

auto tally_of(const Number& a, const Number& b) -> Tally {
  return {.cases = 1, .up = b > a ? 1U : 0U, .down = b < a ? 1U : 0U, .before = a, .after = b};
}

auto readers_of(const Versions& versions, const ReadOptions& options) -> std::vector<std::unique_ptr<CaseReader>> {
  std::vector<std::unique_ptr<CaseReader>> readers;
  for (const Version& one : versions.all)
    readers.push_back(std::make_unique<CaseReader>(one.service.program, one.service.names, options));
  return readers;
}

auto of_the_second(const ImpactOptions& options) -> ReadOptions {
  ReadOptions read = options.read;
  read.allow_unknown = read.allow_unknown || options.foreign;
  read.nothing_before = options.foreign;
  return read;
}

}  // namespace

void merge(ImpactReport& into, ImpactShare& share) {
  ImpactReport& more = share.report;
  into.lines += more.lines;
  into.bad_lines += more.bad_lines;
  for (BadLine& bad : more.bad) {
    if (into.bad.size() < kMostBadLines) into.bad.push_back(std::move(bad));
  }
  into.changed += more.changed;
  add(into.all, more.all);
  for (std::size_t i = 0; i < into.results.size(); ++i) {
    into.results[i].before = into.results[i].before + more.results[i].before;
    into.results[i].after = into.results[i].after + more.results[i].after;
    into.results[i].up += more.results[i].up;
    into.results[i].down += more.results[i].down;
  }
  for (const auto& [key, tally] : more.by_group) {
    if (into.by_group.size() >= kMostGroups && !into.by_group.contains(key)) {
      into.groups_left_out = true;
      continue;
    }
    add(into.by_group[key], tally);
  }
  for (const auto& [name, part] : more.parts) {
    RulePart& rule = into.parts[name];
    rule.labels = part.labels;
    rule.cases += part.cases;
    rule.of_measure += part.of_measure;
    rule.by.resize(part.by.size());
    for (std::size_t i = 0; i < part.by.size(); ++i) rule.by[i] = rule.by[i] + part.by[i];
  }
  for (const auto& [bin, cases] : more.histogram) into.histogram[bin] += cases;
  for (StateChange& state : more.states) note_state(into.states, std::move(state));
  into.largest.insert(into.largest.end(), more.largest.begin(), more.largest.end());
  std::ranges::sort(into.largest, larger);
  if (into.largest.size() > kLargest) into.largest.resize(kLargest);
}

ImpactWorker::Pairing::Pairing(const Service& before, const Service& after, const ImpactQuestion& question)
    : comparer(before, after) {
  for (const CommonResult& result : comparer.results()) {
    const auto found = std::ranges::find(question.results, result.before.name, &ResultTotal::name);
    const auto at = static_cast<std::size_t>(found - question.results.begin());
    if (at == question.measure.result) measure = results.size();
    results.push_back(at);
  }
}

ImpactWorker::ImpactWorker(const ImpactQuestion& question)
    : question_(question),
      before_(question.before),
      after_(question.after),
      readers_(readers_of(question.before, question.options.read)),
      other_readers_(readers_of(question.after, of_the_second(question.options))) {
  for (const Version& one : question.before.all) {
    if (question.options.groups.empty()) break;
    groupers_.push_back(std::make_unique<Evaluator>(one.service.program, one.service.names));
  }
}

auto ImpactWorker::settle(const LineWindow& window) -> ImpactShare {
  share_.report.results.resize(question_.results.size());
  for (const LineWindow::Line& line : window.lines)
    read(line.number, std::string_view(window.text).substr(line.at, line.size));
  for (auto& [versions, by] : pairings_) {
    by->comparer.compare(
        by->cases, by->comparer.one_reading() ? by->cases : by->others,
        [&, v = versions, p = by.get()](std::size_t i, const CaseComparison& made) { count(v, *p, i, made); });
    by->cases.clear();
    by->others.clear();
    by->numbers.clear();
  }
  std::ranges::stable_sort(share_.changes, {}, &ImpactShare::Change::line);
  return std::exchange(share_, {});
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

void ImpactWorker::read(std::uint64_t number, std::string_view line) {
  ++share_.report.lines;
  const ReadOptions& options = question_.options.read;
  const ReadJson json = JsonDocument::read(line);
  const auto version = before_.find(json, options);
  if (!version) return bad({.line = number, .errors = {version.error()}});
  auto given = readers_[version.value()]->read(json);
  if (!given) return bad({.line = number, .errors = given.error()});
  const auto other = after_.find(json, options);
  if (!other) return bad({.line = number, .errors = {other.error()}});
  Pairing& by = pairing({version.value(), other.value()});
  if (!by.comparer.one_reading()) {
    auto again = other_readers_[other.value()]->read(json);
    if (!again) return bad({.line = number, .errors = again.error(), .by_the_second = true});
    by.others.push_back(std::move(again).value());
  }
  by.cases.push_back(std::move(given).value());
  by.numbers.push_back(number);
}

void ImpactWorker::bad(BadLine line) {
  ++share_.report.bad_lines;
  if (share_.report.bad.size() < kMostBadLines) share_.report.bad.push_back(std::move(line));
}

auto ImpactWorker::pairing(VersionPair versions) -> Pairing& {
  auto& made = pairings_[versions];
  if (made == nullptr) {
    made = std::make_unique<Pairing>(question_.before.all[versions.first].service,
                                     question_.after.all[versions.second].service, question_);
  }
  return *made;
}

// ── Counting ─────────────────────────────────────────────────────────────────────────────────────────────────────

void ImpactWorker::count(VersionPair versions, const Pairing& by, std::size_t i, const CaseComparison& made) {
  ImpactReport& report = share_.report;
  const std::uint64_t number = by.numbers[i];
  if (!made.same()) ++report.changed;
  if (made.before != State::answered || made.after != State::answered) {
    StateChange state{.before = made.before, .after = made.after, .cases = 1, .line = number, .errors = {}};
    for (const auto* errors : {&made.errors_before, &made.errors_after}) {
      if (!errors->empty()) state.errors.push_back(errors->front());
    }
    return note_state(report.states, std::move(state));
  }
  for (std::size_t k = 0; k < by.results.size(); ++k) total(number, by.results[k], made.a[k], made.b[k]);
  parts(by, made);
  if (!by.measure) return;  // of the other versions only
  const std::optional<Number>& a = made.a[*by.measure];
  const std::optional<Number>& b = made.b[*by.measure];
  const Tally one = tally_of(a.value_or(Number()), b.value_or(Number()));
  add(report.all, one);
  if (!groupers_.empty()) add(report.by_group[group_of(by.cases[i], versions.first)], one);
  if (a && b) ++report.histogram[bin_of(*b - *a)];
  if (a && b && *a != *b) large(number, by, made);
}

void ImpactWorker::total(std::uint64_t number, std::size_t result, const std::optional<Number>& a,
                         const std::optional<Number>& b) {
  ResultTotal& all = share_.report.results[result];
  if (a) all.before = all.before + *a;
  if (b) all.after = all.after + *b;
  if (a == b) return;
  if (a && b) ++(*b > *a ? all.up : all.down);
  if (question_.options.every_change) share_.changes.push_back({number, result, a, b});
}

void ImpactWorker::parts(const Pairing& by, const CaseComparison& made) {
  for (const Part& part : made.parts) {
    RulePart& rule = share_.report.parts[part.name];
    if (part.labels != nullptr) rule.labels = *part.labels;
    rule.by.resize(question_.results.size());
    ++rule.cases;
    if (by.measure && !part.by[*by.measure].is_zero()) ++rule.of_measure;
    for (std::size_t i = 0; i < part.by.size(); ++i) {
      Number& sum = rule.by[by.results[i]];
      sum = sum + part.by[i];
    }
  }
}

// Requires: both give the measure.
void ImpactWorker::large(std::uint64_t number, const Pairing& by, const CaseComparison& made) {
  const std::size_t measure = *by.measure;
  LargeChange change{.line = number, .before = *made.a[measure], .after = *made.b[measure], .parts = {}};
  std::vector<LargeChange>& all = share_.report.largest;
  if (all.size() >= kLargest && !larger(change, all.back())) return;
  for (const Part& part : made.parts) {
    if (!part.by[measure].is_zero()) change.parts.emplace_back(part.name, part.by[measure]);
  }
  all.insert(std::ranges::upper_bound(all, change, larger), std::move(change));
  if (all.size() > kLargest) all.pop_back();
}

auto ImpactWorker::group_of(const Case& given, std::size_t version) -> std::vector<std::string> {
  const Service& service = question_.before.all[version].service;
  Evaluator& evaluator = *groupers_[version];
  evaluator.begin(given);
  std::vector<std::string> key;
  for (const std::optional<Quantity>& group : question_.groups[version]) {
    key.push_back(group ? plain_text(value_of(evaluator, *group), group->type, group->step, service.program.types)
                        : std::string("–"));
  }
  return key;
}

}  // namespace remit::whatif
