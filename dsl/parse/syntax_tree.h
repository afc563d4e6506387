// What the grammar recorded of one declaration: a node for each rule that matters, children before parents.
//
// A rule that fails takes its nodes back by cutting the vector, so nothing has to be undone. A node knows where the
// nodes below it begin; children are found from the last to the first, in one step each.
#pragma once
#include <cstdint>
#include <vector>

namespace remit::parse {

// Rules of docs/grammar.ebnf, by their names there. A rule that only passes one child on leaves no node.
enum class Kind : std::uint8_t {
  none,
  // words
  name, word, path, text, label, number, date, moment, month_day, section,
  // files
  import_, module_, policy, amendment, in_force, applies_when, extends, for_each, governed_by, opens_block,
  // notes
  cites, citation, assumption, unexpressed_note, allow,
  // types
  list_type, base_type, step, exact, at_most, bounds, bound, range_sign, optional, personal, code, rounded, period,
  // declarations
  currency, enum_, member, record, field, input, source, issued, url, document_number, unexpressed, affects, month_ends,
  value, dated_value, needs, table, keys, path_key, typed_key, results, table_version, row, cell, bands, axis, result_type,
  catalog, by_names, file, overlay, key_column, valid, rule, rule_version, base_value, base_when, exception, of_rule, over, of, when, then,
  function, parameter, body, share, amount, loop, in_list, pro_rata, in_order_of, share_at_most, takes_all,
  payers, payer, rest, require, holds, severity, advice, documents, document, one_of,
  tally, per, adds, keeps, only_in, spell, spell_from, spell_to, gap, history, records, account, pots, credits, debits,
  never_below, service, takes, governed_by_as_of, ordered_by, ordered_by_posting, gives, given, ensures, within, requires_, lists,
  test, test_service, like, givens, assignment, absent, expects, expect_error, expect_blocked, expectation, as_of_date, next_case, columns,
  given_column, expect_column, drop,
  // expressions
  condition, logic, negation, comparison, compared, contained, not_contained, present, missing, prefixed, range_operand, open_range,
  range_tail, sum, product, minus, alternative, postfix, member_of, index, as_of, after_this_case, with, over_last,
  primary_path, field_value, quantity, boolean, none_value, call, record_value, list, parentheses, left, governing_date, rate, built_in,
  aggregate, running, group, round, slice, once, slice_above, slice_after, own_share, each_rate, until_it_pays, between, counting,
  age, calendar, boundary, starting, each, every,
  // cells
  any_cell, otherwise_cell, beyond_cell, edge_cell, word_cell, choice, cell_item,
};

struct Node {
  Kind kind = Kind::none;
  std::uint32_t begin = 0;  // the first node below it; its own index where there is none
  std::uint32_t first = 0;  // tokens [first, end), indices into the file's tokens
  std::uint32_t end = 0;
};

using Nodes = std::vector<Node>;

}  // namespace remit::parse
