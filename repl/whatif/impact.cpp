#include "repl/whatif/impact.h"

#include <algorithm>
#include <array>
#include <memory>
#include <thread>
#include <utility>

#include "engine/io/read_case.h"
#include "engine/value/date.h"
#include "repl/whatif/block_comparison.h"
#include "repl/whatif/same_inputs.h"

namespace remit::whatif {
namespace {

using State = CaseComparison::State;

constexpr std::size_t kLinesAtOnce = 1024;  // of a thread
constexpr std::size_t kLargest = 10;
constexpr std::array<std::int64_t, 3> kEdges = {1, 2, 5};  // of bins, times powers of ten

struct NumberedLine {
  std::uint64_t number;
  std::string text;
};

// What one thread has seen. All of it adds up, whatever the order.
struct Share {
  ImpactReport report;
  struct Change {
    std::uint64_t line;
    std::size_t result;
    std::optional<Number> before, after;
  };
  std::vector<Change> changes;
};

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

// Compares lines with evaluators of its own.
class Worker {
 public:
  Worker(const Service& before, const Service& after, const ImpactOptions& options, Measure measure,
         const std::vector<Quantity>& groups, bool one_reading)
      : before_(before),
        after_(after),
        options_(options),
        measure_(measure),
        groups_(groups),
        one_reading_(one_reading),
        reader_(before.program, before.names, options.read),
        other_reader_(after.program, after.names, options.read),
        comparer_(before, after),
        grouper_(before.program, before.names) {
    clear();
  }

  void work(const std::vector<NumberedLine>& lines) {
    cases_.clear();
    others_.clear();
    numbers_.clear();
    for (const NumberedLine& line : lines) read(line);
    comparer_.compare(cases_, one_reading_ ? cases_ : others_,
                      [&](std::size_t i, const CaseComparison& made) { count(numbers_[i], cases_[i], made); });
  }

  void clear() {
    share = {};
    share.report.results.resize(comparer_.results().size());
  }

  Share share;

 private:
  void read(const NumberedLine& line) {
    ++share.report.lines;
    const ReadJson json = JsonDocument::read(line.text);
    auto before = reader_.read(json);
    if (!before) return bad({.line = line.number, .errors = before.error()});
    if (!one_reading_) {
      auto after = other_reader_.read(json);
      if (!after) return bad({.line = line.number, .errors = after.error(), .by_the_second = true});
      others_.push_back(std::move(after).value());
    }
    cases_.push_back(std::move(before).value());
    numbers_.push_back(line.number);
  }

  void bad(BadLine line) {
    ++share.report.bad_lines;
    if (share.report.bad.size() < kMostBadLines) share.report.bad.push_back(std::move(line));
  }

  // Whether it is left out, for a version is not in force on its day.
  bool is_of_another_version(std::uint64_t number, const std::optional<std::int64_t>& day, const InForce& version,
                             bool second) {
    if (!day || version.on(*day)) return false;
    const std::string from = version.from == INT64_MIN ? "" : print_date(version.from);
    const std::string until = version.until == INT64_MAX ? "" : print_date(version.until);
    bad({.line = number,
         .errors = {{InputCode::other_version, "$", {print_date(*day), from + ".." + until}}},
         .by_the_second = second});
    return true;
  }

  void count(std::uint64_t number, const Case& before, const CaseComparison& made) {
    if (is_of_another_version(number, made.day_before, options_.before, false)) return;
    if (is_of_another_version(number, made.day_after, options_.after, true)) return;
    ImpactReport& report = share.report;
    if (!made.same()) ++report.changed;
    if (made.before != State::answered || made.after != State::answered) {
      StateChange state{.before = made.before, .after = made.after, .cases = 1, .line = number, .errors = {}};
      for (const auto* errors : {&made.errors_before, &made.errors_after}) {
        if (!errors->empty()) state.errors.push_back(errors->front());
      }
      return note_state(report.states, std::move(state));
    }
    for (std::size_t i = 0; i < report.results.size(); ++i) total(number, i, made);
    const std::optional<Number>& a = made.a[measure_.result];
    const std::optional<Number>& b = made.b[measure_.result];
    const Tally one = tally(a.value_or(Number()), b.value_or(Number()));
    add(report.all, one);
    if (!groups_.empty()) add(report.by_group[group_of(before)], one);
    if (a && b) ++report.histogram[bin_of(*b - *a)];
    for (const Part& part : made.parts) {
      RulePart& rule = report.parts[part.name];
      if (part.labels != nullptr) rule.labels = *part.labels;
      rule.by.resize(part.by.size());
      ++rule.cases;
      rule.of_measure += part.by[measure_.result].is_zero() ? 0 : 1;
      for (std::size_t i = 0; i < part.by.size(); ++i) rule.by[i] = rule.by[i] + part.by[i];
    }
    if (a && b && *a != *b) large(number, *a, *b, made);
  }

  void total(std::uint64_t number, std::size_t i, const CaseComparison& made) {
    const std::optional<Number>& a = made.a[i];
    const std::optional<Number>& b = made.b[i];
    ResultTotal& result = share.report.results[i];
    if (a) result.before = result.before + *a;
    if (b) result.after = result.after + *b;
    if (a == b) return;
    if (a && b) ++(*b > *a ? result.up : result.down);
    if (options_.every_change) share.changes.push_back({number, i, a, b});
  }

  static auto tally(const Number& a, const Number& b) -> Tally {
    return {.cases = 1, .up = b > a ? 1U : 0U, .down = b < a ? 1U : 0U, .before = a, .after = b};
  }

  auto group_of(const Case& given) -> std::vector<std::string> {
    grouper_.begin(given);
    std::vector<std::string> key;
    for (const Quantity& group : groups_) {
      key.push_back(
          plain_text(value_of(grouper_, group), group.type, group.step, before_.program.types, std::string_view{}));
    }
    return key;
  }

  void large(std::uint64_t number, const Number& a, const Number& b, const CaseComparison& made) {
    LargeChange change{.line = number, .before = a, .after = b, .parts = {}};
    std::vector<LargeChange>& all = share.report.largest;
    if (all.size() >= kLargest && !larger(change, all.back())) return;
    for (const Part& part : made.parts) {
      if (!part.by[measure_.result].is_zero()) change.parts.emplace_back(part.name, part.by[measure_.result]);
    }
    all.insert(std::ranges::upper_bound(all, change, larger), std::move(change));
    if (all.size() > kLargest) all.pop_back();
  }

  const Service before_, after_;
  const ImpactOptions& options_;
  const Measure measure_;
  const std::vector<Quantity>& groups_;
  const bool one_reading_;
  const CaseReader reader_, other_reader_;
  BlockComparer comparer_;
  Evaluator grouper_;
  std::vector<Case> cases_, others_;  // of the lines at hand, by each reading
  std::vector<std::uint64_t> numbers_;
};

void merge(ImpactReport& into, Share& share) {
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

// The rule that holds what the last of the payers leaves.
auto rest_of_payers(const Program& program) -> std::optional<RuleId> {
  if (program.payers.empty()) return std::nullopt;
  for (std::uint32_t i = 0; i < program.rules.size(); ++i) {
    const Node& node = program.at(program.rules[i].node);
    if (node.op != Op::left) continue;
    const Node& paid = program.at(program.operands_of(node)[1]);
    if (paid.op == Op::rule && RuleId{paid.index} == program.payers.back()) return RuleId{i};
  }
  return std::nullopt;
}

auto default_measure(const Service& service, const std::vector<CommonResult>& results) -> Measure {
  const auto rest = rest_of_payers(service.program);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Node& node = service.program.at(results[i].before.node);
    if (rest && node.op == Op::rule && RuleId{node.index} == *rest)
      return {.result = i, .sense = Measure::Sense::less_is_gain};
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].before.type.kind == TypeKind::money) return {.result = i};
  }
  return {};
}

auto names_of(const std::vector<CommonResult>& results) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const CommonResult& result : results) names.push_back(result.before.name);
  return names;
}

auto find_group(const Service& service, const std::string& name) -> Result<Quantity, Sentence> {
  for (std::uint32_t i = 0; i < service.names.inputs.size(); ++i) {
    const FieldType& input = service.names.inputs[i];
    if (input.name != name) continue;
    for (std::uint32_t n = 0; n < service.program.nodes.size(); ++n) {
      const Node& node = service.program.nodes[n];
      if (node.op != Op::input || node.index != i) continue;
      Quantity made{.name = name, .labels = input.labels, .type = node.type, .step = input.limits.step};
      made.personal = input.personal;
      made.node = NodeId{n};
      return made;
    }
    return Sentence{"no rule of the service reads `" + name + "`", "该服务没有规则读取 `" + name + "`"};
  }
  return find_quantity(service, name);
}

}  // namespace

auto in_force(const std::string& from, const std::string& until) -> InForce {
  InForce made;
  if (!from.empty()) made.from = parse_date(from).value_or(made.from);
  if (!until.empty()) made.until = parse_date(until).value_or(made.until);
  return made;
}

auto bin_of(const Number& change) -> std::int64_t {
  if (change.is_zero()) return 0;
  const Number size = change.abs();
  Number power = Number::whole(1);
  for (std::int64_t bin = 1;; ++bin) {
    const auto edge = static_cast<std::size_t>((bin - 1) % 3);
    if (bin > 1 && edge == 0) power = power * Number::whole(10);
    if (size <= power * Number::whole(kEdges[edge])) return change.sign() * bin;
  }
}

auto bin_ends(std::int64_t bin) -> std::pair<Number, Number> {
  const auto edge = [](std::int64_t k) {
    Number power = Number::whole(k == 0 ? 0 : kEdges[static_cast<std::size_t>((k - 1) % 3)]);
    for (std::int64_t i = 0; i < (k - 1) / 3; ++i) power = power * Number::whole(10);
    return power;
  };
  if (bin == 0) return {};
  if (bin > 0) return {edge(bin - 1), edge(bin)};
  return {-edge(-bin), -edge(-bin - 1)};
}

auto Impact::prepare(const Service& before, const Service& after, ImpactOptions options) -> Result<Impact, Sentence> {
  Impact made(before, after, std::move(options));
  const Comparer comparer(before, after);
  const auto& results = comparer.results();
  if (results.empty())
    return Sentence{"the two services give no number of the same name", "两项服务没有同名的数值结果"};
  std::string measure = made.options_.measure;
  const bool less = measure.starts_with("less ");
  if (less) measure.erase(0, 5);
  if (measure.empty()) {
    made.measure_ = default_measure(before, results);
  } else {
    const auto names = names_of(results);
    const auto found = std::ranges::find(names, measure);
    if (found == names.end()) {
      return Sentence{"`" + measure + "` is no number that both services give; they give " + quoted_list(names),
                      "`" + measure + "` 不是两项服务都给出的数；都给出的有 " + quoted_list_zh(names)};
    }
    made.measure_ = {.result = static_cast<std::size_t>(found - names.begin()),
                     .sense = less ? Measure::Sense::less_is_gain : Measure::Sense::more_is_gain};
  }
  for (const std::string& name : made.options_.groups) {
    auto group = find_group(before, name);
    if (!group) return group.error();
    if (group.value().personal && !made.options_.read.show_personal)
      return Sentence{"`" + name + "` is personal", "`" + name + "` 属个人信息"};
    made.groups_.push_back(std::move(group).value());
  }
  made.one_reading_ = same_inputs(before, after);
  return made;
}

auto Impact::run(const std::function<std::optional<std::string_view>()>& next,
                 const std::function<bool(std::uint64_t)>& progress, const std::function<void(const Row&)>& change)
    -> ImpactReport {
  ImpactReport report;
  report.before = before_.names.policy;
  report.after = after_.names.policy;
  report.service = before_.names.service;
  report.measure = measure_;
  report.groups = options_.groups;
  const Comparer comparer(before_, after_);
  for (const CommonResult& result : comparer.results()) {
    report.results.push_back({.name = result.before.name,
                              .labels = result.before.labels,
                              .type = result.before.type,
                              .step = result.before.step});
  }
  const auto digits = [&](const std::optional<Number>& number, const ResultTotal& result) {
    return number ? plain_text(Value(*number), result.type, result.step, before_.program.types) : std::string();
  };

  std::vector<std::unique_ptr<Worker>> workers;
  for (std::uint32_t i = 0; i < std::max<std::uint32_t>(1, options_.jobs); ++i) {
    workers.push_back(std::make_unique<Worker>(before_, after_, options_, measure_, groups_, one_reading_));
  }
  std::vector<std::vector<NumberedLine>> blocks(workers.size());
  std::uint64_t line = 0;
  for (bool more = true; more && !report.stopped;) {
    for (auto& block : blocks) {
      block.clear();
      while (more && block.size() < kLinesAtOnce) {
        const auto text = next();
        more = text.has_value();
        if (!more) break;
        ++line;
        if (text->find_first_not_of(" \t\r") != std::string_view::npos) block.push_back({line, std::string(*text)});
      }
    }
    const auto work = [&](std::size_t i) { workers[i]->work(blocks[i]); };
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < workers.size(); ++i) {
      if (!blocks[i].empty()) threads.emplace_back(work, i);
    }
    work(0);
    for (std::thread& thread : threads) thread.join();
    for (auto& worker : workers) {
      merge(report, worker->share);
      for (const Share::Change& one : worker->share.changes) {
        const ResultTotal& result = report.results[one.result];
        change({.line = one.line,
                .result = result,
                .before = digits(one.before, result),
                .after = digits(one.after, result),
                .change = one.before && one.after ? digits(*one.after - *one.before, result) : std::string()});
      }
      worker->clear();
    }
    report.stopped = progress && progress(line);
  }
  return report;
}

}  // namespace remit::whatif
