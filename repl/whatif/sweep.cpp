#include "repl/whatif/sweep.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "engine/value/date.h"
#include "engine/value/print.h"
#include "repl/whatif/dependence.h"
#include "repl/whatif/lanes.h"
#include "repl/whatif/scale.h"

namespace remit::whatif {
namespace {

constexpr std::size_t kPointsAtOnce = 1024;  // before somebody is asked whether to stop

bool is_integer(const Type& type) {
  return type.kind == TypeKind::date || type.kind == TypeKind::days || type.kind == TypeKind::months;
}

auto as_number(const Value& value) -> Number {
  return value.tag() == Value::Tag::number ? value.as_number() : Number::whole(value.as_integer());
}

auto plotted(const Value& value, const Type& type) -> std::optional<Number> {
  if (value.tag() == Value::Tag::number) {
    return type.kind == TypeKind::rate ? value.as_number() * Number::whole(100) : value.as_number();
  }
  if (value.tag() == Value::Tag::integer && is_integer(type)) return Number::whole(value.as_integer());
  return std::nullopt;
}

auto heading_of(const std::string& name, const Labels& labels, const std::string& language) -> std::string {
  return language.empty() ? name : label_in(labels, language, name);
}

}  // namespace

auto points_between(const Variable& variable, const Value& from, const Value& to, const Number& step)
    -> Result<std::vector<Value>, Sentence> {
  if (step.sign() <= 0) return Sentence{"a step is more than 0", "步长应大于 0"};
  const Number first = as_number(from);
  const Number last = as_number(to);
  if (first > last) return Sentence{"it begins after its end", "起点在终点之后"};
  const bool whole = is_integer(variable.field.type);
  if (whole && !step.is_integer())
    return Sentence{"a step of days or months is a whole number", "日数或月数的步长应为整数"};
  const Number count = ((last - first) / step).round_to(Number::whole(1), Rounding::down) + Number::whole(1);
  if (count > Number::whole(static_cast<std::int64_t>(kMostPoints))) {
    const std::string most = std::to_string(kMostPoints);
    return Sentence{"that is " + count.to_string() + " points; at most " + most + " are settled",
                    "共 " + count.to_string() + " 点；最多 " + most + " 点"};
  }
  const Limits& limits = variable.field.limits;
  if (limits.step && !(first.lies_on(*limits.step) && step.lies_on(*limits.step))) {
    return Sentence{"the values of `" + variable.name + "` lie on " + limits.step->to_string(),
                    "`" + variable.name + "` 的值应为 " + limits.step->to_string() + " 的整数倍"};
  }
  const bool below = limits.low && first < *limits.low;
  const bool above = limits.high && (last > *limits.high || (limits.open_above && last == *limits.high));
  if (below || above) {
    const std::string limit = (limits.low ? limits.low->to_string() : "") + ".." + (limits.open_above ? "<" : "") +
                              (limits.high ? limits.high->to_string() : "");
    return Sentence{"`" + variable.name + "` lies in " + limit, "`" + variable.name + "` 的范围是 " + limit};
  }
  std::vector<Value> points;
  for (Number at = first; at <= last; at = at + step) {
    points.push_back(whole ? Value::integer(at.to_int64().value_or(0)) : Value(at));
  }
  return points;
}

auto all_values(const Variable& variable, const TypeTable& types) -> std::vector<Value> {
  if (variable.field.type.kind == TypeKind::boolean) return {Value::boolean(false), Value::boolean(true)};
  std::vector<Value> values;
  if (variable.field.type.kind != TypeKind::enumeration) return values;
  const auto members = static_cast<std::int64_t>(types.at(EnumId{variable.field.type.id}).members.size());
  for (std::int64_t i = 0; i < members; ++i) values.push_back(Value::integer(i));
  return values;
}

namespace {

// The case at one point after the other, a block of them at a time.
class Sweeping {
 public:
  // `scaling`: where the variable is a total.
  Sweeping(const Service& service, const Case& given, std::optional<Scaling> scaling, Sweep& into)
      : service_(service),
        given_(given),
        scaling_(std::move(scaling)),
        made_(into),
        alone_(service.program, service.names) {}

  void settle(std::span<const Value> points) {
    const std::size_t first = made_.points.size();
    for (const Value& point : points)
      made_.points.push_back({.value = point, .shown = {}, .why = {}, .blocked = false});
    std::span<SweptPoint> swept = std::span(made_.points).subspan(first);
    // Columns do not tell why a point fails, and where both ends do, those between are likely to.
    settle_alone(swept.front());
    if (swept.size() > 1) settle_alone(swept.back());
    const bool fails = !swept.front().why.empty() && !swept.back().why.empty();
    swept = swept.subspan(1, swept.size() > 1 ? swept.size() - 2 : 0);
    if (!fails) return settle_in_columns(swept);
    for (SweptPoint& point : swept) settle_alone(point);
  }

 private:
  void settle_in_columns(std::span<SweptPoint> points) {
    cases_.clear();
    at_.clear();
    for (SweptPoint& point : points) {
      Case varied = given_;
      if (!put(point.value, varied)) {
        settle_alone(point);
        continue;
      }
      cases_.push_back(std::move(varied));
      at_.push_back(&point);
    }
    if (!cases_.empty() && !columns_)
      columns_.emplace(service_.program, service_.names, batch::BatchPlan::Use::what_ifs);
    std::size_t done = 0;
    for (std::span<const Case> rest = cases_; !rest.empty();) {
      const std::size_t size = batch::cases_of_next_block(service_.program, rest);
      const batch::CaseBlock block(service_.program, service_.names, rest.first(size));
      const batch::AnswerBlock& answers = columns_->settle(block);
      const bool posting_may_fail = may_fail_in_posting(answers);
      for (std::uint32_t i = 0; i < size; ++i, ++done) {
        if (!read(answers, posting_may_fail, i, *at_[done])) settle_alone(*at_[done]);
      }
      rest = rest.subspan(size);
    }
  }

  // false: there is no such case.
  bool put(const Value& point, Case& into) const {
    if (scaling_) return !scaling_->put(point.as_number(), into);
    assign(into, made_.variable, point);
    return true;
  }

  // false: the columns cannot tell.
  bool read(const batch::AnswerBlock& answers, bool posting_may_fail, std::uint32_t i, SweptPoint& into) const {
    if (answers.is_settled_again(i) || (posting_may_fail && answers.fails_in_posting(i))) return false;
    into.blocked = answers.blocked != nullptr && answers.blocked[i] != 0;
    if (into.blocked) {
      into.shown.resize(made_.shown.size());
      return true;
    }
    for (const Quantity& quantity : made_.shown) {
      auto value = value_in_case(*answers.block, quantity, i);
      if (!value) return false;
      into.shown.push_back(*std::move(value));
    }
    return true;
  }

  void settle_alone(SweptPoint& into) {
    if (!pinned_) {
      pinned_ = given_;
      alone_.settle(*pinned_);
      const std::vector<Variable> varied = scaling_ ? scaling_->changed() : std::vector{made_.variable};
      pin_independent(*pinned_, alone_, dependent_nodes(service_.program, varied));
    }
    into.shown.assign(made_.shown.size(), Value::failed());
    if (!put(into.value, *pinned_)) {
      into.why = "!";
      return;
    }
    const Answer answer = alone_.settle(*pinned_);
    into.blocked = answer.blocked;
    if (!answer.errors.empty()) {
      into.why = answer.errors.front().code;
      return;
    }
    for (std::size_t i = 0; i < into.shown.size(); ++i)
      into.shown[i] = answer.blocked ? Value() : value_of(alone_, made_.shown[i]);
  }

  const Service& service_;
  const Case& given_;
  const std::optional<Scaling> scaling_;
  Sweep& made_;
  std::optional<batch::BatchEvaluator> columns_;  // once it is needed
  Evaluator alone_;                               // for points of which the columns cannot tell
  std::optional<Case> pinned_;  // by which they are settled: what does not depend on the variable is pinned
  std::vector<Case> cases_;
  std::vector<SweptPoint*> at_;  // by case: its point
};

}  // namespace

auto sweep(const Service& service, const Case& given, const Variable& variable, const std::vector<Value>& points,
           const std::vector<Quantity>& shown, const std::function<bool()>& stop) -> Result<Sweep, Sentence> {
  std::optional<Scaling> scaling;
  if (variable.kind == Variable::Kind::total) {
    auto prepared = Scaling::prepare(service, given, variable.name);
    if (!prepared) return prepared.error();
    scaling.emplace(std::move(prepared).value());
  }
  Sweep made{.variable = variable, .shown = shown, .points = {}};
  Sweeping sweeping(service, given, std::move(scaling), made);
  for (std::span<const Value> rest = points; !rest.empty();) {
    made.stopped = stop && stop();
    if (made.stopped) return made;
    const std::size_t size = std::min(rest.size(), kPointsAtOnce);
    sweeping.settle(rest.first(size));
    rest = rest.subspan(size);
  }
  return made;
}

auto sweep_rows(const Sweep& sweep, const Service& service, const std::string& language, const std::string& absent)
    -> std::vector<std::vector<std::string>> {
  const TypeTable& types = service.program.types;
  const FieldType& field = sweep.variable.field;
  std::vector<std::vector<std::string>> rows(1);
  rows[0].push_back(heading_of(sweep.variable.name, field.labels, language));
  for (const Quantity& quantity : sweep.shown) rows[0].push_back(heading_of(quantity.name, quantity.labels, language));
  for (const SweptPoint& point : sweep.points) {
    std::vector<std::string> row{plain_text(point.value, field.type, field.limits.step, types, language)};
    for (std::size_t i = 0; i < sweep.shown.size(); ++i) {
      const Quantity& quantity = sweep.shown[i];
      const bool failed = point.shown[i].is_failed() && !point.why.empty();
      row.push_back(failed              ? point.why
                    : quantity.personal ? "***"
                    : point.shown[i].is_absent()
                        ? absent
                        : plain_text(point.shown[i], quantity.type, quantity.step, types, language));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

auto sweep_plot(const Sweep& sweep, const Service& service, const std::string& language) -> plot::Lines {
  const TypeTable& types = service.program.types;
  const FieldType& field = sweep.variable.field;
  plot::Lines lines;
  lines.x = {.label = heading_of(sweep.variable.name, field.labels, language), .unit = unit_of(field.type, types)};
  if (field.type.kind == TypeKind::date) lines.x.print = [](const Number& n) { return print_date(*n.to_int64()); };
  for (const SweptPoint& point : sweep.points) lines.at.push_back(plotted(point.value, field.type).value_or(Number()));
  for (std::size_t i = 0; i < sweep.shown.size(); ++i) {
    const Quantity& quantity = sweep.shown[i];
    const bool number = quantity.type.numeric() || is_integer(quantity.type);
    if (!number || quantity.personal) continue;
    plot::Series series{.label = heading_of(quantity.name, quantity.labels, language), .values = {}};
    for (const SweptPoint& point : sweep.points) series.values.push_back(plotted(point.shown[i], quantity.type));
    lines.series.push_back(std::move(series));
    if (lines.y.unit.empty()) lines.y.unit = unit_of(quantity.type, types);
  }
  return lines;
}

}  // namespace remit::whatif
