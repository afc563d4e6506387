#include "repl/whatif/solve.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "repl/whatif/dependence.h"
#include "repl/whatif/range_evaluator.h"

namespace remit::whatif {
namespace {

constexpr std::int64_t kOneByOne = 6;  // so many values are settled rather than evaluated as a range

const Number kOne = Number::whole(1);

bool is_integer(TypeKind kind) { return kind == TypeKind::date || kind == TypeKind::days || kind == TypeKind::months; }

auto step_of(const SolveQuestion& question, const TypeTable& types) -> std::optional<Number> {
  const FieldType& field = question.variable.field;
  if (question.step) return question.step;
  if (field.limits.step) return field.limits.step;
  if (field.type.kind == TypeKind::money) return types.at(CurrencyId{field.type.id}).step;
  if (field.type.kind == TypeKind::count || is_integer(field.type.kind)) return kOne;
  return std::nullopt;
}

// Places on the grid, as whole numbers of steps from 0.
struct Range {
  std::int64_t first = 0, last = 0;
};

class Search {
 public:
  Search(const Service& service, const Case& given, const SolveQuestion& question, Number step, Range all)
      : question_(question),
        step_(std::move(step)),
        all_(all),
        given_(given),
        dependent_(dependent_nodes(service.program, {question.variable})),
        evaluator_(service.program, service.names) {
    assign(given_, question.variable, value_at(all.first));
    evaluator_.settle(given_);
    whatif::value_of(evaluator_, question.quantity);
    pin_independent(given_, evaluator_, dependent_);
    ranges_.emplace(service, given_, question.variable, dependent_);
  }

  auto run() -> Solution {
    std::vector<Range> open{all_};  // the lowest last
    bool stopped = false;
    while (!open.empty()) {
      const Range range = open.back();
      open.pop_back();
      stopped = stopped || (question_.stop && question_.stop());
      if (stopped || made_.work >= question_.most_work) {
        add(made_.undecided, range);
        continue;
      }
      look(range, open);
    }
    made_.from = at(all_.first);
    made_.to = at(all_.last);
    made_.step = step_;
    return std::move(made_);
  }

 private:
  [[nodiscard]] auto at(std::int64_t place) const -> Number { return Number::whole(place) * step_; }
  [[nodiscard]] auto value_at(std::int64_t place) const -> Value {
    if (is_integer(question_.variable.field.type.kind)) return Value::integer(at(place).to_int64().value_or(0));
    return at(place);
  }

  void look(const Range& range, std::vector<Range>& open) {
    if (range.last - range.first < kOneByOne) {
      for (std::int64_t place = range.first; place <= range.last; ++place) {
        if (holds_at(place)) add(made_.found, {place, place});
      }
      return;
    }
    ++made_.work;
    ranges_->begin(at(range.first), at(range.last), step_);
    switch (throughout()) {
      case Truth::no: return;
      case Truth::yes:
        if (holds_at(range.first) && holds_at(range.last)) return add(made_.found, range);
        break;
      case Truth::either: break;
    }
    const std::int64_t cut = cut_of(range);
    open.push_back({cut + 1, range.last});
    open.push_back({range.first, cut});
  }

  // Whether the relation holds for all values in the range, and the service answers.
  auto throughout() -> Truth {
    const RangeValue value = ranges_->value_of(question_.quantity);
    const auto number = ranges_->number_in(value);
    if (value.kind == RangeValue::Kind::fixed && !number) return Truth::no;  // absent
    Truth relation = Truth::either;
    if (number) {
      const Affine off = difference(*number, constant(question_.target));
      relation = related(ranges_->range().bounds(off));
      if (relation == Truth::either) ranges_->note_turns(off);
    }
    if (relation == Truth::no) return Truth::no;
    const Truth answers = ranges_->answers();
    if (answers == Truth::no) return Truth::no;
    return relation == Truth::yes && answers == Truth::yes && !value.may_fail ? Truth::yes : Truth::either;
  }
  [[nodiscard]] auto related(const Bounds& off) const -> Truth {
    switch (question_.relation) {
      case Relation::equal:
        if (off.low.is_zero() && off.high.is_zero()) return Truth::yes;
        return off.low.sign() > 0 || off.high.sign() < 0 ? Truth::no : Truth::either;
      case Relation::at_least:
        return off.low.sign() >= 0 ? Truth::yes : off.high.sign() < 0 ? Truth::no : Truth::either;
      case Relation::at_most: return off.high.sign() <= 0 ? Truth::yes : off.low.sign() > 0 ? Truth::no : Truth::either;
    }
    return Truth::either;
  }

  bool holds_at(std::int64_t place) {
    ++made_.work;
    assign(given_, question_.variable, value_at(place));
    const Answer answer = evaluator_.settle(given_);
    if (!answer.errors.empty() || answer.blocked) return false;
    const Value value = whatif::value_of(evaluator_, question_.quantity);
    if (value.tag() != Value::Tag::number && value.tag() != Value::Tag::integer) return false;
    const Number is = value.tag() == Value::Tag::number ? value.as_number() : Number::whole(value.as_integer());
    const Number off = is - question_.target;
    return related({off, off}) == Truth::yes;
  }

  // The last place of the lower part: at the turn that is nearest to the middle, or in the middle where there is none.
  auto cut_of(const Range& range) const -> std::int64_t {
    const std::int64_t middle = range.first + (range.last - range.first) / 2;
    std::optional<std::int64_t> best;
    for (const Number& turn : ranges_->turns()) {
      const Number place = turn / step_;
      const Number below = place.round_to(kOne, Rounding::floor);
      // A turn on a place may matter on either side of it.
      for (const Number& one : {below, below - kOne}) {
        const auto cut = one.to_int64();
        if (!cut || *cut < range.first || *cut >= range.last) continue;
        if (!best || std::abs(*cut - middle) < std::abs(*best - middle)) best = cut;
        break;
      }
    }
    return best.value_or(middle);
  }

  static auto beside(const Number& before, const Number& after, const Number& step) -> bool {
    return before + step == after;
  }
  void add(std::vector<Interval>& all, const Range& range) const {
    if (!all.empty() && beside(all.back().to, at(range.first), step_))
      all.back().to = at(range.last);
    else
      all.push_back({at(range.first), at(range.last)});
  }

  const SolveQuestion& question_;
  const Number step_;
  const Range all_;
  Case given_;
  const std::vector<bool> dependent_;
  Evaluator evaluator_;
  std::optional<RangeEvaluator> ranges_;
  Solution made_;
};

// The places on the grid that are to be searched.
auto searched(const SolveQuestion& question, const Number& step) -> Result<Range, Sentence> {
  const Limits& limits = question.variable.field.limits;
  const Number farthest = Number::whole(kFarthest);
  const bool figure = question.variable.kind == Variable::Kind::figure;
  Number low = limits.low.value_or(figure ? Number() : -farthest);
  Number high = limits.high.value_or(std::max(low, farthest));
  if (question.variable.field.type.kind == TypeKind::date && !limits.low) low = Number::whole(-719'162);  // 0001-01-01
  if (question.variable.field.type.kind == TypeKind::date && !limits.high)
    high = Number::whole(2'932'896);  // 9999-12-31
  if (limits.open_above && limits.high) high = high - step;
  if (question.from) low = std::max(low, *question.from);
  if (question.to) high = std::min(high, *question.to);
  const auto first = (low / step).round_to(kOne, Rounding::ceiling).to_int64();
  const auto last = (high / step).round_to(kOne, Rounding::floor).to_int64();
  if (!first || !last) return Sentence{"the range is too wide for these digits", "按此位数，范围过大"};
  if (*first > *last)
    return Sentence{"`" + question.variable.name + "` has no value there",
                    "`" + question.variable.name + "` 在此范围内没有值"};
  return Range{*first, *last};
}

}  // namespace

auto relation_named(std::string_view sign) -> std::optional<Relation> {
  if (sign == "=") return Relation::equal;
  if (sign == ">=") return Relation::at_least;
  if (sign == "<=") return Relation::at_most;
  return std::nullopt;
}

auto solve(const Service& service, const Case& given, const SolveQuestion& question) -> Result<Solution, Sentence> {
  const Variable& variable = question.variable;
  if (variable.kind == Variable::Kind::total) {
    const std::string instead = "`sweep scale " + variable.name + " from … to … step … show …`";
    return Sentence{"a bill that is scaled cannot be solved for; " + instead,
                    "不能对按比例调整的账单求解；请用 " + instead};
  }
  if (!variable.field.type.numeric() && !is_integer(variable.field.type.kind)) {
    return Sentence{"`" + variable.name + "` is neither a number nor a date: `sweep` goes through all of its values",
                    "`" + variable.name + "` 既非数也非日期：`sweep` 会逐一取其各值"};
  }
  const bool comparable = question.quantity.type.numeric() || is_integer(question.quantity.type.kind);
  if (!comparable)
    return Sentence{"`" + question.quantity.name + "` is no number", "`" + question.quantity.name + "` 不是数"};
  const auto step = step_of(question, service.program.types);
  if (!step) {
    return Sentence{"`" + variable.name + "` has no digits of its own: say `step …`",
                    "`" + variable.name + "` 未定位数：请写明 `step …`"};
  }
  if (step->sign() <= 0) return Sentence{"a step is more than 0", "步长应大于 0"};
  if (is_integer(variable.field.type.kind) && !step->is_integer()) {
    return Sentence{"a step of days or months is a whole number", "日数或月数的步长应为整数"};
  }
  const auto range = searched(question, *step);
  if (!range) return range.error();
  return Search(service, given, question, *step, range.value()).run();
}

}  // namespace remit::whatif
