#include "engine/program/verify.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "engine/program/depth.h"
#include "engine/program/locals.h"
#include "engine/program/operands.h"

namespace remit {
namespace {

struct Arity {
  std::uint32_t least, most;
};
constexpr std::uint32_t kAny = 0xFFFFFFFF;

// Of operators whose number of operands does not depend on side tables.
auto arity_of(Op op) -> Arity {
  switch (op) {
    case Op::constant:
    case Op::input:
    case Op::input_list:
    case Op::governing_date:
    case Op::paper_given:
    case Op::rule:
    case Op::local:
    case Op::aggregate:
    case Op::running:
    case Op::group:
    case Op::choice:
    case Op::slice:
    case Op::spell_start: return {0, 0};
    case Op::element_field:
    case Op::element_list:
    case Op::element_rule:
    case Op::element_value:
    case Op::field:
    case Op::negate:
    case Op::absolute:
    case Op::logical_not:
    case Op::is_present:
    case Op::round:
    case Op::year_of:
    case Op::start_of_year:
    case Op::end_of_year:
    case Op::month_of:
    case Op::end_of_month:
    case Op::day_of:
    case Op::month_number:
    case Op::date_of:
    case Op::days_number:
    case Op::days_period:
    case Op::months_period:
    case Op::share: return {1, 1};
    case Op::numbers:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::starts_with:
    case Op::contains:
    case Op::nth:
    case Op::or_else:
    case Op::add_days:
    case Op::add_months:
    case Op::days_between:
    case Op::months_between:
    case Op::years_between:
    case Op::age:
    case Op::each:
    case Op::payer:
    case Op::left: return {2, 2};
    case Op::conditional:
    case Op::every: return {3, 3};
    case Op::minimum:
    case Op::maximum:
    case Op::logical_and:
    case Op::logical_or:
    case Op::dated: return {1, kAny};
    case Op::table: return {2, kAny};
    case Op::over_last: return {3, kAny};
    case Op::make_record:
    case Op::make_list:
    case Op::look_up:
    case Op::opening:
    case Op::after_case: return {0, kAny};
  }
  return {0, kAny};  // not reached: the switch is exhaustive
}

// How many things `Node::index` may name; absent: it is no index.
auto index_limit(const Program& p, Op op) -> std::optional<std::size_t> {
  switch (op) {
    case Op::constant: return p.constants.size();
    case Op::input: return p.input_count;
    case Op::input_list:
    case Op::element_list: return p.lists.size();
    case Op::rule:
    case Op::element_rule:
    case Op::payer: return p.rules.size();
    case Op::local: return p.local_count;
    case Op::round: return p.roundings.size();
    case Op::aggregate:
    case Op::running:
    case Op::group: return p.loops.size();
    case Op::dated: return p.timelines.size();
    case Op::choice: return p.choices.size();
    case Op::table: return p.tables.size();
    case Op::slice: return p.slices.size();
    case Op::share: return p.shares.size();
    case Op::look_up: return p.catalogs.size();
    case Op::opening:
    case Op::after_case:
    case Op::over_last:
    case Op::spell_start: return p.memories.size();
    default: return std::nullopt;
  }
}

class Verifier {
 public:
  explicit Verifier(const Program& program) : p_(program) {}

  auto run() -> std::vector<std::string> {
    for (std::uint32_t i = 0; i < p_.nodes.size() && problems_.empty(); ++i) check_node(i);
    if (!problems_.empty()) return problems_;  // what follows relies on them
    for (std::uint32_t i = 0; i < p_.choices.size(); ++i) check_choice(i);
    for (std::uint32_t i = 0; i < p_.slices.size(); ++i) check_slice(i);
    for (std::uint32_t i = 0; i < p_.timelines.size(); ++i) check_timeline(i);
    check_rules();
    check_locals();
    check_depth();
    return problems_;
  }

 private:
  void report(const std::string& where, const std::string& what) { problems_.push_back(where + ": " + what); }
  static auto node_name(std::uint32_t i) -> std::string { return "node " + std::to_string(i); }

  void check_node(std::uint32_t i) {
    const Node& node = p_.nodes[i];
    const std::string where = node_name(i) + " (operator " + std::to_string(static_cast<int>(node.op)) + ")";
    if (std::size_t{node.first_operand} + node.operand_count > p_.operands.size())
      return report(where, "operands out of range");
    const Arity arity = arity_of(node.op);
    if (node.operand_count < arity.least || node.operand_count > arity.most)
      return report(where, "wrong number of operands");
    const auto limit = index_limit(p_, node.op);
    if (limit && node.index >= *limit) return report(where, "index out of range");
    if (!check_table_arity(node)) return report(where, "operands do not match its table");
    each_operand(p_, node, [&](NodeId id) {
      if (static_cast<std::uint32_t>(id) >= i) report(where, "an operand does not stand before it");
    });
    if (problems_.empty()) check_kinds(node, where);
  }

  bool check_table_arity(const Node& node) const {
    switch (node.op) {
      case Op::dated: return node.operand_count == p_.timelines[node.index].versions.size() + 1;
      case Op::table: return node.operand_count % 2 == 0 && p_.tables[node.index].rows.size() == node.operand_count / 2;
      case Op::look_up:
        return node.operand_count == p_.catalogs[node.index].by + (p_.catalogs[node.index].dated ? 2 : 1);
      default: return true;
    }
  }

  auto kind_of(const Node& node, std::uint32_t operand) const -> TypeKind {
    return p_.at(p_.operands_of(node)[operand]).type.kind;
  }

  void expect(bool fine, const std::string& where, const char* what) {
    if (!fine) report(where, what);
  }
  void expect_boolean(NodeId id, const std::string& where) {
    if (id != kNoNode) expect(p_.at(id).type.kind == TypeKind::boolean, where, "a condition is not boolean");
  }

  void check_kinds(const Node& node, const std::string& where) {
    switch (node.op) {
      case Op::logical_and:
      case Op::logical_or:
      case Op::logical_not:
        for (std::uint32_t k = 0; k < node.operand_count; ++k) expect_boolean(p_.operands_of(node)[k], where);
        return;
      case Op::conditional: return expect_boolean(p_.operands_of(node)[0], where);
      case Op::table:
        for (std::uint32_t k = 0; k < node.operand_count / 2; ++k) expect_boolean(p_.operands_of(node)[k], where);
        return;
      case Op::element_field:
      case Op::element_list:
      case Op::element_rule:
      case Op::element_value:
      case Op::share: return expect(kind_of(node, 0) == TypeKind::element, where, "its operand is no element");
      case Op::field: return expect(kind_of(node, 0) == TypeKind::record, where, "its operand is no record");
      case Op::round: return expect(p_.at(p_.operands_of(node)[0]).type.numeric(), where, "its operand is no number");
      case Op::starts_with:
        return expect(kind_of(node, 0) == TypeKind::text && kind_of(node, 1) == TypeKind::text, where,
                      "its operands are no texts");
      case Op::equal:
      case Op::not_equal:
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: return expect(comparable(node), where, "it compares values of different types");
      case Op::aggregate: return expect_boolean(p_.loops[node.index].when, where);
      default: return;
    }
  }

  bool comparable(const Node& node) const {
    const Type& a = p_.at(p_.operands_of(node)[0]).type;
    const Type& b = p_.at(p_.operands_of(node)[1]).type;
    if (a.kind == TypeKind::nothing || b.kind == TypeKind::nothing) return true;
    return a.kind == b.kind || (a.numeric() && b.numeric());
  }

  void check_choice(std::uint32_t i) {
    const Choice& choice = p_.choices[i];
    const std::string where = "choice " + std::to_string(i);
    expect_boolean(choice.base_when, where);
    for (std::uint32_t k = 0; k < choice.exceptions.size(); ++k) {
      const Choice::Exception& e = choice.exceptions[k];
      expect(e.parent == Choice::kBase || e.parent < k, where, "a parent does not stand before its child");
      expect_boolean(e.when, where);
      for (const std::uint32_t lower : e.over) {
        expect(lower < choice.exceptions.size() && lower != k && choice.exceptions[lower].parent == e.parent, where,
               "an exception goes over what is no sibling");
      }
    }
  }

  void check_slice(std::uint32_t i) {
    const SliceUse& slice = p_.slices[i];
    const std::string where = "slice " + std::to_string(i);
    expect(!slice.rows.empty(), where, "it has no rows");
    for (const SliceUse::Row& row : slice.rows) {
      expect(row.cells.size() == slice.edges.size(), where, "a row has not one cell a band");
      expect_boolean(row.when, where);
    }
    for (std::size_t k = 0; k + 1 < slice.edges.size(); ++k) {
      expect(slice.edges[k] != kNoNode, where, "only the last edge may be left out");
    }
  }

  void check_timeline(std::uint32_t i) {
    const auto& versions = p_.timelines[i].versions;
    for (std::size_t k = 0; k < versions.size(); ++k) {
      const bool ordered =
          versions[k].from <= versions[k].until && (k == 0 || versions[k - 1].until < versions[k].from);
      expect(ordered, "timeline " + std::to_string(i), "its versions overlap or are out of order");
    }
  }

  void check_rules() {
    std::vector<std::int64_t> highest(p_.nodes.size(), -1);  // the greatest number of a rule that a node reads
    for (std::size_t i = 0; i < p_.nodes.size(); ++i) {
      const Node& node = p_.nodes[i];
      each_operand(p_, node,
                   [&](NodeId id) { highest[i] = std::max(highest[i], highest[static_cast<std::size_t>(id)]); });
      const auto read = rule_read(node);
      if (!read) continue;
      highest[i] = std::max(highest[i], static_cast<std::int64_t>(*read));
      const bool of_item = p_.at(*read).list.has_value();
      expect(of_item == (node.op == Op::element_rule), node_name(static_cast<std::uint32_t>(i)),
             "it reads a rule of another scope");
    }
    for (std::uint32_t r = 0; r < p_.rules.size(); ++r) {
      const std::string where = "rule " + std::to_string(r);
      const auto node = static_cast<std::size_t>(p_.rules[r].node);
      if (node >= p_.nodes.size())
        report(where, "it has no node");
      else
        expect(highest[node] < static_cast<std::int64_t>(r), where, "it reads a rule that does not stand before it");
    }
  }

  // Only an item rule's own element may be left for the evaluator to bind.
  void check_locals() {
    const auto reads = locals_read(p_);
    const auto check = [&](NodeId id, std::optional<ListId> list, const std::string& where) {
      if (id == kNoNode) return;
      for (const LocalId local : reads[static_cast<std::size_t>(id)]) {
        expect(list && p_.at(*list).self == local, where, "it reads a local that nothing binds");
      }
    };
    for (std::uint32_t r = 0; r < p_.rules.size(); ++r)
      check(p_.rules[r].node, p_.rules[r].list, "rule " + std::to_string(r));
    for (const Identity& identity : p_.identities) check(identity.holds, std::nullopt, "identity");
    for (const List& list : p_.lists) check(list.derived, std::nullopt, "a derived list");
    for (const Memory& memory : p_.memories) {
      for (const NodeId id : {memory.when, memory.amount, memory.from, memory.to}) check(id, memory.list, "memory");
      for (const NodeId id : memory.keys) check(id, memory.list, "a memory's key");
    }
    for (const Output& output : p_.outputs) {
      check(output.node, std::nullopt, "output " + output.name);
      for (const Output& field : output.fields)
        check(field.list ? kNoNode : field.node, output.list, "output " + output.name);
    }
  }

  void check_depth() {
    const auto depths = depths_of(p_);
    const auto deepest = std::ranges::max_element(depths);
    if (deepest != depths.end() && *deepest > kMaxDepth) {
      report(node_name(static_cast<std::uint32_t>(deepest - depths.begin())), "the expression is too deep");
    }
  }

  const Program& p_;
  std::vector<std::string> problems_;
};

}  // namespace

auto verify(const Program& program) -> std::vector<std::string> { return Verifier(program).run(); }

}  // namespace remit
