#include "repl/whatif/scale.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/text/nearest.h"

namespace remit::whatif {
namespace {

struct Column {
  std::uint32_t list = 0, column = 0;
  friend bool operator==(const Column&, const Column&) = default;
};

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

class Scaler {
 public:
  Scaler(const Service& service, const Case& given, Column at)
      : service_(service),
        program_(service.program),
        at_(at),
        scaled_{.given = given, .before = {}, .after = {}, .followed = {}, .values = {}} {}

  auto run(const Number& total) -> Result<Scaled, Sentence> {
    const FieldType& field = field_of(service_, at_);
    const auto step = step_of(service_, field);
    if (!field.type.numeric() || field.type.optional || !step) return refused(" is no amount", " 不是金额");
    std::vector<Number> parts;
    for (const Value& value : values(at_)) {
      if (value.tag() != Value::Tag::number) return refused(" is not given everywhere", " 并非每项都有");
      if (value.as_number().sign() < 0) return refused(" has a negative value", " 有负值");
      parts.push_back(value.as_number());
    }
    const Number before = std::accumulate(parts.begin(), parts.end(), Number());
    if (before.is_zero()) return Sentence{"all that there is to scale is 0", "各项之和为 0，无法按比例调整"};
    if (total.sign() < 0) return Sentence{"a total is not negative", "总额不能为负"};
    if (!total.lies_on(*step))
      return Sentence{total.to_string() + " does not lie on " + step->to_string(),
                      total.to_string() + " 不是 " + step->to_string() + " 的整数倍"};
    find_ties(before);
    const std::vector<Number> after = in_proportion(parts, total, *step);
    for (std::size_t i = 0; i < after.size(); ++i) values(at_)[i] = Value(after[i]);
    note_column(at_);
    follow(total);
    scaled_.before = before;
    scaled_.after = total;
    return std::move(scaled_);
  }

 private:
  auto refused(const char* en, const char* zh) const -> Sentence {
    const std::string quoted = "`" + path_of(service_, at_) + "`";
    return {quoted + en, quoted + zh};
  }
  auto values(Column at) -> std::vector<Value>& { return scaled_.given.lists[at.list].columns[at.column]; }
  void note_column(Column at) {
    for (std::uint32_t i = 0; i < values(at).size(); ++i) {
      scaled_.values.push_back({path_of(service_, at), i, values(at)[i], field_of(service_, at).type});
    }
  }
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

  void find_ties(const Number& before) {
    for (const Identity& identity : program_.identities) {
      const Node& holds = program_.at(identity.holds);
      if (identity.left != kNoNode) {
        tie_total(program_.at(identity.left), program_.at(identity.right), before);
        tie_total(program_.at(identity.right), program_.at(identity.left), before);
      } else if (holds.op == Op::aggregate && program_.loops[holds.index].kind == Loop::Kind::all) {
        tie_factor(program_.loops[holds.index]);
      }
    }
  }
  void tie_total(const Node& total, const Node& sum, const Number& before) {
    if (total.op != Op::input || !sum_of_column(sum)) return;
    const Value& value = scaled_.given.inputs[total.index];
    if (value.tag() == Value::Tag::number && value.as_number() == before) totals_.push_back(total.index);
  }
  // all of abs(column − a × b) <= so much
  void tie_factor(const Loop& loop) {
    const Node& most = program_.at(loop.body);
    if (most.op != Op::less_equal || operand(most, 0).op != Op::absolute) return;
    const Node& difference = operand(operand(most, 0), 0);
    if (difference.op != Op::subtract || operand(difference, 1).op != Op::multiply) return;
    if (column_of(operand(difference, 0), loop.local) != std::optional(at_)) return;
    const auto first = column_of(operand(operand(difference, 1), 0), loop.local);
    const auto second = column_of(operand(operand(difference, 1), 1), loop.local);
    if (first && second && *first != at_ && *second != at_) factors_.emplace_back(*first, *second);
  }

  void follow(const Number& total) {
    for (const std::uint32_t input : totals_) {
      scaled_.given.inputs[input] = Value(total);
      scaled_.followed.push_back(service_.names.inputs[input].name);
      scaled_.values.push_back(
          {service_.names.inputs[input].name, {}, Value(total), service_.names.inputs[input].type});
    }
    for (const auto& [first, second] : factors_) {
      const auto step = step_of(service_, field_of(service_, first));
      for (std::size_t i = 0; i < values(at_).size(); ++i) {
        const Value& divisor = values(second)[i];
        if (divisor.tag() != Value::Tag::number || divisor.as_number().is_zero()) continue;
        const Number exact = values(at_)[i].as_number() / divisor.as_number();
        if (!step && exact.is_ratio()) continue;
        values(first)[i] = Value(step ? exact.round_to(*step, Rounding::half_up) : exact);
      }
      scaled_.followed.push_back(without_brackets(path_of(service_, first)));
      note_column(first);
    }
  }

  const Service& service_;
  const Program& program_;
  Column at_;
  Scaled scaled_;
  std::vector<std::uint32_t> totals_;
  std::vector<std::pair<Column, Column>> factors_;
};

}  // namespace

auto in_proportion(const std::vector<Number>& parts, const Number& total, const Number& step) -> std::vector<Number> {
  const Number sum = std::accumulate(parts.begin(), parts.end(), Number());
  std::vector<Number> scaled;
  std::vector<Number> cut_off;
  Number missing = total;
  for (const Number& part : parts) {
    const Number exact = total * part / sum;
    scaled.push_back(exact.round_to(step, Rounding::down));
    cut_off.push_back(exact - scaled.back());
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
  auto at = find_column(service, column);
  if (!at) return at.error();
  if (service.program.lists[at.value().list].parent)
    return Sentence{"`" + std::string(column) + "` stands in a list within a list",
                    "`" + std::string(column) + "` 在列表之内的列表中"};
  return Scaler(service, given, at.value()).run(total);
}

}  // namespace remit::whatif
