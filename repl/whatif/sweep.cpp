#include "repl/whatif/sweep.h"

#include <utility>

#include "engine/value/date.h"
#include "engine/value/print.h"
#include "repl/whatif/dependence.h"
#include "repl/whatif/scale.h"

namespace remit::whatif {
namespace {

bool is_integer(const Type& type) {
  return type.kind == TypeKind::date || type.kind == TypeKind::days || type.kind == TypeKind::months;
}

auto as_number(const Value& value) -> Number {
  return value.tag() == Value::Tag::number ? value.as_number() : Number::whole(value.as_integer());
}

auto unit_of(const Type& type, const TypeTable& types) -> std::string {
  if (type.kind == TypeKind::money) return types.at(CurrencyId{type.id}).name;
  if (type.kind == TypeKind::rate) return "%";
  return {};
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
    -> Result<std::vector<Value>, std::string> {
  if (step.sign() <= 0) return std::string("a step is more than 0");
  const Number first = as_number(from);
  const Number last = as_number(to);
  if (first > last) return std::string("it begins after its end");
  const bool whole = is_integer(variable.field.type);
  if (whole && !step.is_integer()) return std::string("a step of days or months is a whole number");
  const Number count = ((last - first) / step).round_to(Number::whole(1), Rounding::down) + Number::whole(1);
  if (count > Number::whole(static_cast<std::int64_t>(kMostPoints))) {
    return "that is " + count.to_string() + " points; at most " + std::to_string(kMostPoints) + " are settled";
  }
  const Limits& limits = variable.field.limits;
  if (limits.step && !(first.lies_on(*limits.step) && step.lies_on(*limits.step))) {
    return "the values of `" + variable.name + "` lie on " + limits.step->to_string();
  }
  const bool below = limits.low && first < *limits.low;
  const bool above = limits.high && (last > *limits.high || (limits.open_above && last == *limits.high));
  if (below || above) {
    return "`" + variable.name + "` lies in " + (limits.low ? limits.low->to_string() : "") + ".." +
           (limits.open_above ? "<" : "") + (limits.high ? limits.high->to_string() : "");
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

auto sweep(const Service& service, Case given, const Variable& variable, const std::vector<Value>& points,
           const std::vector<Quantity>& shown, const std::function<bool()>& stop) -> Sweep {
  Sweep made{.variable = variable, .shown = shown, .points = {}};
  Evaluator evaluator(service.program, service.names);
  evaluator.settle(given);
  for (const Quantity& quantity : shown) value_of(evaluator, quantity);
  Case varied = given;
  pin_independent(varied, evaluator, dependent_nodes(service.program, variable));
  for (const Value& point : points) {
    made.stopped = stop && stop();
    if (made.stopped) return made;
    SweptPoint swept{.value = point, .shown = {}, .why = {}, .blocked = false};
    if (variable.kind == Variable::Kind::total) {
      auto scaled = scale(service, given, variable.name, point.as_number());
      if (!scaled) {
        swept.why = "!";
        swept.shown.assign(shown.size(), Value::failed());
        made.points.push_back(std::move(swept));
        continue;
      }
      varied = std::move(scaled).value().given;
    } else {
      assign(varied, variable, point);
    }
    const Answer answer = evaluator.settle(varied);
    swept.blocked = answer.blocked;
    if (!answer.errors.empty()) swept.why = answer.errors.front().code;
    for (const Quantity& quantity : shown) {
      swept.shown.push_back(!answer.errors.empty() ? Value::failed()
                            : answer.blocked       ? Value()
                                                   : value_of(evaluator, quantity));
    }
    made.points.push_back(std::move(swept));
  }
  return made;
}

auto sweep_rows(const Sweep& sweep, const Service& service, const std::string& language)
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
