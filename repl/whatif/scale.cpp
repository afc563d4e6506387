#include "repl/whatif/scale.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/text/nearest.h"

namespace remit::whatif {
namespace {

using Column = Scaling::Column;
using Wide = number_detail::Wide;

auto path_of(const Service& service, Column at) -> const std::string& {
  return service.names.column_paths[service.program.lists[at.list].columns[at.column]];
}
auto field_of(const Service& service, Column at) -> const FieldType& {
  return service.names.columns[service.program.lists[at.list].columns[at.column]];
}
auto step_of(const Service& service, const FieldType& field) -> std::optional<Number> {
  if (field.limits.step) return field.limits.step;
  if (field.type.kind == TypeKind::money) return service.program.types.at(CurrencyId{field.type.id}).step;
  if (field.type.kind == TypeKind::count) return Number::whole(1);
  return std::nullopt;
}

auto without_brackets(std::string path) -> std::string {
  for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]")) path.erase(at, 2);
  return path;
}

auto find_column(const Service& service, std::string_view name) -> Result<Column, Sentence> {
  std::vector<std::string> known;
  for (std::uint32_t l = 0; l < service.program.lists.size(); ++l) {
    for (std::uint32_t c = 0; c < service.program.lists[l].columns.size(); ++c) {
      const Column at{.list = l, .column = c};
      if (path_of(service, at) == name || without_brackets(path_of(service, at)) == name) return at;
      if (field_of(service, at).type.numeric()) known.push_back(without_brackets(path_of(service, at)));
    }
  }
  return no_column(name, known);
}

// Reads what the service ensures.
class TieFinder {
 public:
  TieFinder(const Service& service, const Case& given, Column at, Number sum)
      : program_(service.program), given_(given), at_(at), sum_(std::move(sum)) {}

  auto run() -> Scaling::Ties {
    for (const Identity& identity : program_.identities) {
      const Node& holds = program_.at(identity.holds);
      if (identity.left != kNoNode) {
        total(program_.at(identity.left), program_.at(identity.right));
        total(program_.at(identity.right), program_.at(identity.left));
      } else if (holds.op == Op::aggregate && program_.loops[holds.index].kind == Loop::Kind::all) {
        product(program_.loops[holds.index]);
      }
    }
    return std::move(ties_);
  }

 private:
  auto operand(const Node& node, std::uint32_t i) const -> const Node& {
    return program_.at(program_.operands_of(node)[i]);
  }

  // The column that a node reads of the element that `local` holds.
  auto column_of(const Node& node, LocalId local) const -> std::optional<Column> {
    if (node.op != Op::element_field) return std::nullopt;
    const Node& element = operand(node, 0);
    if (element.op != Op::local || element.index != static_cast<std::uint32_t>(local)) return std::nullopt;
    return Column{.list = element.type.id, .column = node.index};
  }
  auto sum_of_column(const Node& node) const -> bool {
    if (node.op != Op::aggregate) return false;
    const Loop& loop = program_.loops[node.index];
    if (loop.kind != Loop::Kind::sum || loop.when != kNoNode || program_.at(loop.list).op != Op::input_list)
      return false;
    return column_of(program_.at(loop.body), loop.local) == std::optional(at_);
  }

  void total(const Node& whole, const Node& sum) {
    if (whole.op != Op::input || !sum_of_column(sum)) return;
    const Value& value = given_.inputs[whole.index];
    if (value.tag() == Value::Tag::number && value.as_number() == sum_) ties_.totals.push_back(whole.index);
  }
  // all of abs(column − a × b) <= so much
  void product(const Loop& loop) {
    const Node& most = program_.at(loop.body);
    if (most.op != Op::less_equal || operand(most, 0).op != Op::absolute) return;
    const Node& difference = operand(operand(most, 0), 0);
    if (difference.op != Op::subtract || operand(difference, 1).op != Op::multiply) return;
    if (column_of(operand(difference, 0), loop.local) != std::optional(at_)) return;
    const auto first = column_of(operand(operand(difference, 1), 0), loop.local);
    const auto second = column_of(operand(operand(difference, 1), 1), loop.local);
    if (!first || !second || *first == at_ || *second == at_) return;
    ties_.products.push_back({*first, *second, given_.lists[first->list].columns[first->column]});
  }

  const Program& program_;
  const Case& given_;
  const Column at_;
  const Number sum_;
  Scaling::Ties ties_;
};

auto values_of(Case& given, Column at) -> std::vector<Value>& { return given.lists[at.list].columns[at.column]; }
auto values_of(const Case& given, Column at) -> const std::vector<Value>& {
  return given.lists[at.list].columns[at.column];
}

}  // namespace

auto Scaling::prepare(const Service& service, const Case& given, std::string_view column) -> Result<Scaling, Sentence> {
  const auto at = find_column(service, column);
  if (!at) return at.error();
  const auto refused = [](const std::string& path, const char* en, const char* zh) {
    return Sentence{"`" + path + "`" + en, "`" + path + "`" + zh};
  };
  if (service.program.lists[at.value().list].parent)
    return refused(std::string(column), " stands in a list within a list", " 在列表之内的列表中");
  Scaling made(service, at.value());
  const FieldType& field = field_of(service, made.at_);
  const auto step = step_of(service, field);
  const std::string& path = path_of(service, made.at_);
  if (!field.type.numeric() || field.type.optional || !step) return refused(path, " is no amount", " 不是金额");
  for (const Value& value : values_of(given, made.at_)) {
    if (value.tag() != Value::Tag::number) return refused(path, " is not given everywhere", " 并非每项都有");
    if (value.as_number().sign() < 0) return refused(path, " has a negative value", " 有负值");
    made.parts_.push_back(value.as_number());
  }
  made.step_ = *step;
  made.before_ = std::accumulate(made.parts_.begin(), made.parts_.end(), Number());
  if (made.before_.is_zero()) return Sentence{"all that there is to scale is 0", "各项之和为 0，无法按比例调整"};
  made.ties_ = TieFinder(service, given, made.at_, made.before_).run();
  return made;
}

auto Scaling::put(const Number& total, Case& into) const -> std::optional<Sentence> {
  if (total.sign() < 0) return Sentence{"a total is not negative", "总额不能为负"};
  if (!total.lies_on(step_))
    return Sentence{total.to_string() + " does not lie on " + step_.to_string(),
                    total.to_string() + " 不是 " + step_.to_string() + " 的整数倍"};
  const std::vector<Number> shares = in_proportion(parts_, total, step_);
  std::ranges::copy(shares, values_of(into, at_).begin());
  for (const std::uint32_t input : ties_.totals) into.inputs[input] = total;
  for (const auto& [first, second, as_given] : ties_.products) {
    const auto step = step_of(service_, field_of(service_, first));
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const Value& divisor = values_of(into, second)[i];
      if (divisor.tag() != Value::Tag::number || divisor.as_number().is_zero()) continue;
      const Number exact = shares[i] / divisor.as_number();
      Value& follows = values_of(into, first)[i];
      if (step)
        follows = exact.round_to(*step, Rounding::half_up);
      else
        follows = exact.is_ratio() ? as_given[i] : exact;
    }
  }
  return std::nullopt;
}

auto Scaling::followed() const -> std::vector<std::string> {
  std::vector<std::string> paths;
  for (const std::uint32_t input : ties_.totals) paths.push_back(service_.names.inputs[input].name);
  for (const Ties::Product& product : ties_.products)
    paths.push_back(without_brackets(path_of(service_, product.first)));
  return paths;
}

auto Scaling::changed() const -> std::vector<Variable> {
  std::vector<Variable> all;
  for (const std::uint32_t input : ties_.totals) {
    const FieldType& field = service_.names.inputs[input];
    all.push_back({.kind = Variable::Kind::input, .name = field.name, .field = field, .slot = input});
  }
  std::vector<Column> columns{at_};
  for (const Ties::Product& product : ties_.products) columns.push_back(product.first);
  for (const Column& at : columns) {
    all.push_back({.kind = Variable::Kind::column,
                   .name = path_of(service_, at),
                   .field = field_of(service_, at),
                   .slot = at.column,
                   .element = {.list = ListId{at.list}, .index = 0}});
  }
  return all;
}

auto Scaling::values_in(const Case& scaled) const -> std::vector<ScaledValue> {
  std::vector<ScaledValue> all;
  for (const Variable& one : changed()) {
    if (one.kind == Variable::Kind::input) {
      all.push_back({one.name, {}, scaled.inputs[one.slot], one.field.type});
      continue;
    }
    const auto list = static_cast<std::uint32_t>(one.element.list);
    std::uint32_t element = 0;
    for (const Value& value : values_of(scaled, {.list = list, .column = one.slot}))
      all.push_back({one.name, element++, value, one.field.type});
  }
  return all;
}

namespace {

// How many digits after the point all of them have at most; absent: some have more than a coefficient.
auto places_of(const std::vector<Number>& numbers) -> std::optional<int> {
  int most = 0;
  for (const Number& number : numbers)
    most = std::max(most, number.places().value_or(number_detail::kMaxSmallPlaces + 1));
  return most > number_detail::kMaxSmallPlaces ? std::nullopt : std::optional(most);
}

// floor(total × part / sum) on the step, in whole numbers where they fit, which is faster than with ratios.
auto share_of(const Number& total, const Number& part, const Number& sum, const Number& step, std::optional<int> places)
    -> Number {
  if (places) {
    const auto t = total.scaled(*places), p = part.scaled(*places), s = sum.scaled(*places), u = step.scaled(*places);
    if (t && p && s && u) {
      const auto count = static_cast<std::int64_t>(Wide{*t} * *p / (Wide{*s} * *u));
      return Number::decimal(count * *u, *places);
    }
  }
  return (total * part / sum).round_to(step, Rounding::down);
}

}  // namespace

auto in_proportion(const std::vector<Number>& parts, const Number& total, const Number& step) -> std::vector<Number> {
  const Number sum = std::accumulate(parts.begin(), parts.end(), Number());
  std::vector<Number> scaled;
  std::vector<Number> cut_off;  // times the sum, which is no ratio
  std::vector<Number> all = parts;
  all.insert(all.end(), {total, sum, step});
  const std::optional<int> places = places_of(all);
  Number missing = total;
  for (const Number& part : parts) {
    scaled.push_back(share_of(total, part, sum, step, places));
    cut_off.push_back(total * part - scaled.back() * sum);
    missing = missing - scaled.back();
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return cut_off[a] > cut_off[b]; });
  for (auto at = order.begin(); missing.sign() > 0; ++at, missing = missing - step) {
    scaled[*at] = scaled[*at] + step;
  }
  return scaled;
}

auto scale(const Service& service, const Case& given, std::string_view column, const Number& total)
    -> Result<Scaled, Sentence> {
  const auto scaling = Scaling::prepare(service, given, column);
  if (!scaling) return scaling.error();
  Scaled scaled{.given = given,
                .before = scaling.value().before(),
                .after = total,
                .followed = scaling.value().followed(),
                .values = {}};
  if (auto why = scaling.value().put(total, scaled.given)) return *std::move(why);
  scaled.values = scaling.value().values_in(scaled.given);
  return scaled;
}

}  // namespace remit::whatif
