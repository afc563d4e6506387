#include "repl/whatif/impact.h"

#include <algorithm>
#include <array>
#include <utility>

#include "repl/whatif/impact_crew.h"

namespace remit::whatif {
namespace {

constexpr std::array<std::int64_t, 3> kEdges = {1, 2, 5};  // of bins, times powers of ten

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

// Of the results that the last versions have in common, which come first of all.
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

// The later versions first.
auto all_results(const Versions& before, const Versions& after) -> std::vector<ResultTotal> {
  std::vector<ResultTotal> all;
  for (auto a = before.all.rbegin(); a != before.all.rend(); ++a) {
    for (auto b = after.all.rbegin(); b != after.all.rend(); ++b) {
      for (CommonResult& result : common_results(a->service, b->service)) {
        if (std::ranges::find(all, result.before.name, &ResultTotal::name) != all.end()) continue;
        all.push_back({.name = std::move(result.before.name),
                       .labels = std::move(result.before.labels),
                       .type = result.before.type,
                       .types = &a->service.program.types,
                       .step = result.before.step});
      }
    }
  }
  return all;
}

auto names_of(const std::vector<ResultTotal>& results) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const ResultTotal& result : results) names.push_back(result.name);
  return names;
}

auto find_measure(const ImpactQuestion& question) -> Result<Measure, Sentence> {
  std::string name = question.options.measure;
  if (name.empty()) {
    const Service& before = question.before.last();
    return default_measure(before, common_results(before, question.after.last()));
  }
  const bool less = name.starts_with("less ");
  if (less) name.erase(0, 5);
  const auto names = names_of(question.results);
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    return Sentence{"`" + name + "` is no number that both services give; they give " + quoted_list(names),
                    "`" + name + "` 不是两项服务都给出的数；都给出的有 " + quoted_list_zh(names)};
  }
  return Measure{.result = static_cast<std::size_t>(found - names.begin()),
                 .sense = less ? Measure::Sense::less_is_gain : Measure::Sense::more_is_gain};
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

// By version; a sentence where the last has none of a name, or one is personal.
auto find_groups(const ImpactQuestion& question)
    -> Result<std::vector<std::vector<std::optional<Quantity>>>, Sentence> {
  std::vector<std::vector<std::optional<Quantity>>> all;
  for (const Version& version : question.before.all) {
    all.emplace_back();
    for (const std::string& name : question.options.groups) {
      auto group = find_group(version.service, name);
      if (!group && &version == &question.before.all.back()) return group.error();
      if (group && group.value().personal && !question.options.read.show_personal)
        return Sentence{"`" + name + "` is personal", "`" + name + "` 属个人信息"};
      all.back().push_back(group ? std::optional(std::move(group).value()) : std::nullopt);
    }
  }
  return all;
}

}  // namespace

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

auto Impact::prepare(const Versions& before, const Versions& after, ImpactOptions options) -> Result<Impact, Sentence> {
  ImpactQuestion question{.before = before,
                          .after = after,
                          .options = std::move(options),
                          .results = all_results(before, after),
                          .measure = {},
                          .groups = {}};
  if (question.results.empty())
    return Sentence{"the two services give no number of the same name", "两项服务没有同名的数值结果"};
  const auto measure = find_measure(question);
  if (!measure) return measure.error();
  question.measure = measure.value();
  auto groups = find_groups(question);
  if (!groups) return groups.error();
  question.groups = std::move(groups).value();
  return Impact(std::move(question));
}

auto Impact::run(const std::function<std::optional<std::string_view>()>& next,
                 const std::function<bool(std::uint64_t)>& progress, const std::function<void(const Row&)>& change)
    -> ImpactReport {
  ImpactReport report;
  report.before = question_.before.last().names.policy;
  report.after = question_.after.last().names.policy;
  report.service = question_.before.last().names.service;
  report.measure = question_.measure;
  report.groups = question_.options.groups;
  report.results = question_.results;
  const auto digits = [&](const std::optional<Number>& number, const ResultTotal& result) {
    return number ? plain_text(Value(*number), result.type, result.step, *result.types) : std::string();
  };
  const auto put_in = [&](ImpactShare share) {
    merge(report, share);
    for (const ImpactShare::Change& one : share.changes) {
      const ResultTotal& result = report.results[one.result];
      change({.line = one.line,
              .result = result,
              .before = digits(one.before, result),
              .after = digits(one.after, result),
              .change = one.before && one.after ? digits(*one.after - *one.before, result) : std::string()});
    }
  };

  Crew crew(question_);
  Windows windows(next);
  for (bool more = true; more || !crew.idle();) {
    while (more && !crew.busy()) {
      LineWindow window = windows.next(crew.spare());
      more = !window.lines.empty();
      if (more) crew.give(std::move(window));
    }
    crew.work();
    while (auto share = crew.take()) put_in(*std::move(share));
    if (!report.stopped && progress && progress(report.lines)) {
      report.stopped = true;
      more = false;
      crew.drop_waiting();
    }
  }
  return report;
}

}  // namespace remit::whatif
