#include "engine/evaluate/table.h"

#include <string>

namespace remit {
namespace {

auto describe_keys(Evaluator& e, const TableUse& use) -> std::string {
  std::string text;
  for (const NodeId key : use.keys) text += (text.empty() ? "" : ", ") + e.print(e.eval(key), key);
  return text;
}

auto ambiguous(Evaluator& e, const Node& node, const TableUse& use, const std::vector<std::uint32_t>& rows,
               const std::vector<Value>& results) -> Value {
  const NodeId* operands = e.program().operands_of(node);
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text += (i == 0 ? "#" : ", #") + std::to_string(row_number(use, rows[i])) + " = " +
            e.print(results[i], operands[node.operand_count / 2 + rows[i]]);
  }
  return e.fail(node, ErrorCode::E0906, {e.names().declarations[use.name].name, describe_keys(e, use), text});
}

}  // namespace

auto row_number(const TableUse& use, std::uint32_t row) -> std::uint32_t {
  return row < use.rows.size() ? use.rows[row] : row + 1;
}

void add_rows_that_hold(Evaluator& e, const Node& node, std::vector<std::uint32_t>& rows) {
  const NodeId* operands = e.program().operands_of(node);
  for (std::uint32_t i = 0; i < node.operand_count / 2; ++i) {
    const Value holds = e.eval(operands[i]);
    if (holds.is_failed() || !holds.as_bool()) continue;
    rows.push_back(i);
    if (e.program().tables[node.index].exclusive) break;
  }
}

auto evaluate_table(Evaluator& e, const Node& node) -> Value {
  const TableUse& use = e.program().tables[node.index];
  const NodeId* operands = e.program().operands_of(node);
  const std::uint32_t n = node.operand_count / 2;
  e.takes_part(use.name);
  Observer* observer = e.observer();
  if (observer != nullptr) observer->table_asked(node.index);
  bool failed = false;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Value holds = e.eval(operands[i]);
    failed = failed || holds.is_failed();
    if (failed || !holds.as_bool()) continue;
    if (observer != nullptr) observer->row_chosen(node.index, i);
    if (use.exclusive) return e.eval(operands[n + i]);
    rows.push_back(i);
  }
  if (failed) return Value::failed();
  if (rows.empty()) {
    return e.fail(node, ErrorCode::E0905, {e.names().declarations[use.name].name, describe_keys(e, use)});
  }
  std::vector<Value> results;
  bool equal = true;
  for (const std::uint32_t row : rows) {
    results.push_back(e.eval(operands[n + row]));
    failed = failed || results.back().is_failed();
    equal = equal && results.back() == results.front();
  }
  if (failed) return Value::failed();
  return equal ? results.front() : ambiguous(e, node, use, rows, results);
}

}  // namespace remit
