#include "dsl/testing/candidates.h"

#include <algorithm>
#include <set>

#include "engine/program/operands.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kMostCandidates = 60;  // that one case offers for one item
constexpr std::uint32_t kMostElements = 3;   // of a list, that are changed
constexpr int kDeepest = 12;                 // operators between a condition and an input

class Search {
 public:
  Search(const Grounds& grounds, const KnownCase& known, std::vector<Candidate>& into)
      : grounds_(grounds),
        e_(grounds.evaluator),
        p_(grounds.program),
        known_(known),
        into_(into),
        before_(into.size()) {
    e_.begin(known.given);
  }

  void run(const Goal& goal) {
    for (const Goal::Target& target : goal.targets) {
      in_elements(target.node, [&] {
        if (const std::optional<Value> wanted = wanted_of(target)) solve(target.node, *wanted, 0);
      });
    }
    for (const NodeId condition : goal.conditions) look(condition, 0);
  }

 private:
  bool full() const { return into_.size() - before_ >= kMostCandidates; }
  auto locals(NodeId node) const -> const Locals& { return grounds_.locals[static_cast<std::size_t>(node)]; }

  auto wanted_of(const Goal::Target& target) -> std::optional<Value> {
    if (target.wanted == kNoNode && target.constant.tag() != Value::Tag::number) return target.constant;
    Number sum;
    const auto add = [&](NodeId node, bool minus) {
      const Value value = e_.value_of(node);
      if (value.tag() != Value::Tag::number) return false;
      sum = minus ? sum - value.as_number() : sum + value.as_number();
      return true;
    };
    bool whole = target.wanted == kNoNode || add(target.wanted, false);
    for (const NodeId node : target.more) whole = whole && add(node, false);
    for (const NodeId node : target.less) whole = whole && add(node, true);
    return whole ? std::optional(Value(sum)) : std::nullopt;
  }

  // Calls `use` with the local that the node reads bound to each of the first elements of its list. What reads several
  // locals, or one that is no element, is passed over.
  template <class Use>
  void in_elements(NodeId node, Use use) {
    const Locals& reads = locals(node);
    Locals free;
    for (const LocalId local : reads) {
      if (!bound_.contains(local)) free.push_back(local);
    }
    if (free.empty()) return use();
    if (free.size() > 1) return;
    const std::optional<ListId> list = list_of(free.front());
    if (!list) return;
    const std::uint32_t size = std::min(e_.list_size(*list), kMostElements);
    bound_.insert(free.front());
    for (std::uint32_t i = 0; i < size; ++i) {
      const Evaluator::Bound bound(e_, free.front(), Value(ElementRef{.list = *list, .index = i}));
      use();
    }
    bound_.erase(free.front());
  }
  auto list_of(LocalId local) const -> std::optional<ListId> {
    for (const Node& node : p_.nodes) {
      const bool is = node.op == Op::local && node.index == static_cast<std::uint32_t>(local);
      if (is) return node.type.kind == TypeKind::element ? std::optional(ListId{node.type.id}) : std::nullopt;
    }
    return std::nullopt;
  }

  // ── conditions ──

  // Comparisons at and below a node, through rules.
  void look(NodeId id, int depth) {
    if (id == kNoNode || depth > 2 * kDeepest || full() || !looked_.insert(static_cast<std::uint32_t>(id)).second)
      return;
    const Node& node = p_.at(id);
    const NodeId* operands = p_.operands_of(node);
    switch (node.op) {
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal:
        in_elements(id, [&] {
          equate(operands[0], operands[1]);
          equate(operands[1], operands[0]);
        });
        break;
      case Op::contains:
        in_elements(id, [&] {
          const Value list = e_.value_of(operands[0]);
          if (list.tag() != Value::Tag::sequence) return;
          for (const Value& one : list.as_sequence()) solve(operands[1], one, 0);
        });
        break;
      case Op::starts_with: in_elements(id, [&] { equate(operands[0], operands[1]); }); break;
      case Op::is_present: in_elements(id, [&] { solve(operands[0], Value(), 0); }); break;
      case Op::input:
      case Op::element_field:
        if (node.type.kind == TypeKind::boolean) {
          in_elements(id, [&] {
            for (const bool b : {false, true}) solve(id, Value::boolean(b), 0);
          });
        }
        return;
      default: break;
    }
    if (const auto rule = rule_read(node)) look(p_.at(*rule).node, depth + 1);
    each_operand(p_, node, [&](NodeId operand) { look(operand, depth + 1); });
  }

  void equate(NodeId side, NodeId other) {
    const Value wanted = e_.value_of(other);
    if (!wanted.is_failed() && !wanted.is_absent()) solve(side, wanted, 0);
  }

  // ── inputs ──

  // Changes of single inputs that make a node come to a value, found backwards: not all of them, and not all do, which
  // trying tells.
  void solve(NodeId id, const Value& wanted, int depth) {
    if (id == kNoNode || depth > kDeepest || full()) return;
    const Node& node = p_.at(id);
    const NodeId* operands = p_.operands_of(node);
    const bool number = wanted.tag() == Value::Tag::number;
    switch (node.op) {
      case Op::input: return offer({.kind = Leaf::Kind::input, .index = node.index}, wanted);
      case Op::element_field: {
        const Value element = e_.value_of(operands[0]);
        if (element.tag() != Value::Tag::element) return;
        const ElementRef at = element.as_element();
        return offer({.kind = Leaf::Kind::column, .index = node.index, .list = at.list, .element = at.index}, wanted);
      }
      case Op::opening:
        if (own_tally(node)) offer({.kind = Leaf::Kind::memory, .index = node.index}, wanted);
        return;
      case Op::governing_date: return solve(p_.governed_by, wanted, depth + 1);
      case Op::rule: return solve(p_.rules[node.index].node, wanted, depth + 1);
      case Op::element_rule: return solve_element_rule(node, wanted, depth);
      case Op::round:
      case Op::or_else:
      case Op::payer: return solve(operands[0], wanted, depth + 1);
      case Op::days_number:
        if (number) {
          if (const auto days = wanted.as_number().to_int64()) solve(operands[0], Value::integer(*days), depth + 1);
        }
        return;
      case Op::days_period:
      case Op::months_period:
        if (wanted.tag() == Value::Tag::integer)
          solve(operands[0], Value(Number::whole(wanted.as_integer())), depth + 1);
        return;
      case Op::conditional:
        look(operands[0], depth + 1);
        solve(operands[1], wanted, depth + 1);
        return solve(operands[2], wanted, depth + 1);
      case Op::table:  // another row
        for (std::uint32_t row = 0; row < node.operand_count / 2; ++row) {
          if (e_.value_of(operands[node.operand_count / 2 + row]) == wanted) look(operands[row], depth + 1);
        }
        return;
      case Op::minimum:
      case Op::maximum:
      case Op::dated:
        for (std::uint32_t i = node.op == Op::dated ? 1 : 0; i < node.operand_count; ++i)
          solve(operands[i], wanted, depth + 1);
        return;
      case Op::choice: {
        const Choice& choice = p_.choices[node.index];
        solve(choice.base, wanted, depth + 1);
        for (const Choice::Exception& exception : choice.exceptions) {
          look(exception.when, depth + 1);
          solve(exception.value, wanted, depth + 1);
        }
        return;
      }
      case Op::add:
      case Op::subtract:
      case Op::multiply: return number ? solve_sum(node, wanted.as_number(), depth) : void();
      case Op::aggregate: return number ? solve_aggregate(node, wanted.as_number(), depth) : void();
      case Op::days_between:
      case Op::months_between:
      case Op::years_between:
      case Op::age: return solve_between(node, wanted, depth);
      default: return;
    }
  }

  void solve_element_rule(const Node& node, const Value& wanted, int depth) {
    const Value element = e_.value_of(p_.operands_of(node)[0]);
    const Rule& rule = p_.rules[node.index];
    if (element.tag() != Value::Tag::element || !rule.list) return;
    const Evaluator::Bound self(e_, p_.at(*rule.list).self, element);
    solve(rule.node, wanted, depth + 1);
  }

  void solve_sum(const Node& node, const Number& wanted, int depth) {
    const NodeId* operands = p_.operands_of(node);
    const Value a = e_.value_of(operands[0]), b = e_.value_of(operands[1]);
    if (a.tag() != Value::Tag::number || b.tag() != Value::Tag::number) return;
    const Number &x = a.as_number(), &y = b.as_number();
    if (node.op == Op::multiply) {
      if (!y.is_zero()) solve(operands[0], wanted / y, depth + 1);
      if (!x.is_zero()) solve(operands[1], wanted / x, depth + 1);
      return;
    }
    const bool minus = node.op == Op::subtract;
    solve(operands[0], minus ? wanted + y : wanted - y, depth + 1);
    solve(operands[1], minus ? x - wanted : wanted - x, depth + 1);
  }

  // Of a sum: one element makes up the difference.
  void solve_aggregate(const Node& node, const Number& wanted, int depth) {
    const Loop& loop = p_.loops[node.index];
    if (loop.kind != Loop::Kind::sum || loop.body == kNoNode) return;
    const Value total = e_.value_of(NodeId{static_cast<std::uint32_t>(&node - p_.nodes.data())});
    const Value list = e_.value_of(loop.list);
    if (total.tag() != Value::Tag::number || list.tag() != Value::Tag::range) return;
    const ListRange range = list.as_range();
    for (std::uint32_t i = range.begin; i < std::min(range.end, range.begin + kMostElements); ++i) {
      const Evaluator::Bound bound(e_, loop.local, Value(ElementRef{.list = range.list, .index = i}));
      const Value part = e_.value_of(loop.body);
      if (part.tag() == Value::Tag::number) solve(loop.body, part.as_number() + wanted - total.as_number(), depth + 1);
    }
  }

  // A count of days, months or years between two dates: either of them moves.
  void solve_between(const Node& node, const Value& wanted, int depth) {
    const std::optional<std::int64_t> count = wanted.tag() == Value::Tag::number    ? wanted.as_number().to_int64()
                                              : wanted.tag() == Value::Tag::integer ? std::optional(wanted.as_integer())
                                                                                    : std::nullopt;
    const NodeId* operands = p_.operands_of(node);
    const Value from = e_.value_of(operands[0]), to = e_.value_of(operands[1]);
    if (!count || from.tag() != Value::Tag::integer || to.tag() != Value::Tag::integer) return;
    const auto moved = [&](const Value& date, int sign) -> std::optional<std::int64_t> {
      const std::int64_t by = std::clamp<std::int64_t>(*count, -1'000'000, 1'000'000) * sign;
      if (node.op == Op::days_between) return date.as_integer() + by;
      return add_months(date.as_integer(), node.op == Op::months_between ? by : by * 12, MonthEnds::last_day);
    };
    if (const auto date = moved(to, -1)) solve(operands[0], Value::integer(*date), depth + 1);
    if (const auto date = moved(from, 1)) solve(operands[1], Value::integer(*date), depth + 1);
  }

  // Under the case's own keys, as `given year_pooled = …` puts it.
  bool own_tally(const Node& node) const {
    const Memory& memory = p_.memories[node.index];
    const bool tally = memory.kind != Memory::Kind::spell && memory.kind != Memory::Kind::history &&
                       memory.kind != Memory::Kind::account;
    return tally && !memory.list &&
           std::equal(memory.keys.begin(), memory.keys.end(), p_.operands_of(node),
                      p_.operands_of(node) + node.operand_count);
  }

  // ── candidates ──

  // The value itself, and one step beside it.
  void offer(const Leaf& leaf, const Value& wanted) {
    const FieldType field = field_of(grounds_, leaf);
    if (wanted.tag() == Value::Tag::number) {
      const Number step = step_of(field, p_.types);
      const Number below = wanted.as_number().round_to(step, Rounding::floor);
      for (const Number& n : {below - step, below, below + step}) add(leaf, field, Value(n));
    } else if (wanted.tag() == Value::Tag::integer && field.type.kind != TypeKind::time) {
      for (const std::int64_t by : {-1, 0, 1}) add(leaf, field, Value::integer(wanted.as_integer() + by));
    } else if (!wanted.is_failed()) {
      add(leaf, field, wanted);
    }
  }
  void add(const Leaf& leaf, const FieldType& field, const Value& value) {
    const Value now = value_at(grounds_, known_.given, leaf);
    if (now.is_failed() || now == value || !allowed(field, value)) return;
    const auto same = [&](const Candidate& other) { return other.leaf == leaf && other.value == value; };
    if (std::any_of(into_.begin() + static_cast<std::ptrdiff_t>(before_), into_.end(), same)) return;
    Number distance;
    if (now.tag() == Value::Tag::number && value.tag() == Value::Tag::number) {
      distance = (value.as_number() - now.as_number()).abs();
    } else if (field.type.kind == TypeKind::date && now.tag() == Value::Tag::integer &&
               value.tag() == Value::Tag::integer) {
      distance = Number::whole(value.as_integer() - now.as_integer()).abs();
    }
    into_.push_back({leaf, value, distance, &known_});
  }
  // What a reader of cases would take.
  auto allowed(const FieldType& field, const Value& value) const -> bool {
    if (value.is_absent()) return field.type.optional;
    if (field.type.kind == TypeKind::enumeration) {
      return value.as_integer() >= 0 &&
             static_cast<std::size_t>(value.as_integer()) < p_.types.at(EnumId{field.type.id}).members.size();
    }
    const bool number = value.tag() == Value::Tag::number;
    if (number && field.type.kind == TypeKind::count && !value.as_number().is_integer()) return false;
    if (number && field.limits.step && !value.as_number().lies_on(*field.limits.step)) return false;
    if (field.type.kind == TypeKind::date && !in_calendar(value.as_integer())) return false;
    if (!number && value.tag() != Value::Tag::integer) return true;
    const Number size = number ? value.as_number() : Number::whole(value.as_integer());
    if (field.limits.low && size < *field.limits.low) return false;
    if (!field.limits.high) return true;
    return field.limits.open_above ? size < *field.limits.high : size <= *field.limits.high;
  }

  const Grounds& grounds_;
  Evaluator& e_;
  const Program& p_;
  const KnownCase& known_;
  std::vector<Candidate>& into_;
  const std::size_t before_;  // candidates of other cases
  std::set<LocalId> bound_;
  std::set<std::uint32_t> looked_;
};

}  // namespace

void add_candidates(const Goal& goal, const Grounds& grounds, const KnownCase& known, std::vector<Candidate>& into) {
  Search(grounds, known, into).run(goal);
}

}  // namespace remit
