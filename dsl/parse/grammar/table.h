// Rows, and what is written in rows: values, tables, bands, catalogs.
#pragma once
#include "dsl/parse/grammar/type.h"

namespace remit::parse::grammar {

// ── rows ──
struct cell_end : token<Token::cell, Token::row_end> {};
// `| ordinal | share |`: one word alone is a name, though it be a keyword.
struct cell_word : token<Token::true_, Token::false_, Token::none, Token::otherwise, Token::beyond, Token::left> {};
struct word_cell : node<Kind::word_cell, not_at<cell_word>, any_word, at<cell_end>> {};
struct any_cell : node<Kind::any_cell, token<Token::star>> {};
struct otherwise_cell : node<Kind::otherwise_cell, token<Token::otherwise>> {};
struct beyond_cell : node<Kind::beyond_cell, token<Token::beyond>> {};
struct edge_cell : node<Kind::edge_cell, token<Token::up_to, Token::below, Token::from, Token::over>, need_sum> {};
struct cell_item : sor<open_range, collapsing<Kind::cell_item, expression, opt<range_tail>>> {};
struct choice : collapsing<Kind::choice, cell_item, star<token<Token::comma>, need<Expected::expression, cell_item>>> {
};
struct cell_content : sor<word_cell, any_cell, otherwise_cell, beyond_cell, edge_cell, choice> {};
struct cell : node<Kind::cell, sor<at<cell_end>, need<Expected::cell, cell_content>>> {};
struct row_end : need<Expected::next_cell, token<Token::row_end>> {};
struct row : node<Kind::row, token<Token::row_begin>, cell, star<token<Token::cell>, cell>, row_end> {};

struct more_rows : seq<need<Expected::row, row>, star<row>> {};  // below the header
struct dated_rows : node<Kind::table_version, period, need<Expected::row, row>, more_rows> {};
struct plain_rows : node<Kind::table_version, row, more_rows> {};
struct table_versions : plus<sor<dated_rows, plain_rows>> {};
struct table_body : need<Expected::opening_brace, in_braces<need<Expected::row, table_versions>>> {};

// ── tables and bands ──
struct typed_key : node<Kind::typed_key, in_parens<need<Expected::name, name>, of_type>> {};
struct path_key : node<Kind::path_key, path> {};
struct key : sor<path_key, typed_key> {};
struct keys : seq<token<Token::by>, list_of<Expected::key, key>> {};
struct table_results : node<Kind::results, in_braces<star<field>>> {};
struct table_type : need<Expected::type, sor<table_results, node<Kind::result_type, type>>> {};
struct table : node<Kind::table, token<Token::table>, need<Expected::name, name>, labels,
                    need<Expected::table_keys, keys>, must<Token::colon>, table_type, opt<rounded>, notes, table_body> {
};

struct axis : node<Kind::axis, must<Token::of>, need_type> {};
struct result_type : node<Kind::result_type, token<Token::colon>, need_type> {};
struct bands : node<Kind::bands, token<Token::bands>, need<Expected::name, name>, labels, axis, opt<keys>,
                    opt<result_type>, notes, table_body> {};

// ── values ──
struct equals_expression : seq<token<Token::equal>, need_expression> {};
struct timeless : node<Kind::dated_value, equals_expression> {};
struct dated_value : node<Kind::dated_value, period, must<Token::equal>, need_expression> {};
struct value
    : node<Kind::value, token<Token::value>, need<Expected::name, name>, labels, opt<of_type>, opt<rounded>, notes,
           need<Expected::definition, sor<timeless, in_braces<need<Expected::version, plus<dated_value>>>>>> {};
struct needs : node<Kind::needs, token<Token::needs>, must<Token::value>, need<Expected::name, name>, labels,
                    opt<of_type>, notes> {};

// ── catalogs ──
struct by_names : node<Kind::by_names, token<Token::by>, list_of<Expected::name, name>> {};
struct file : node<Kind::file, must<Token::from>, need_text> {};
struct overlay : node<Kind::overlay, token<Token::overlaid_by>, need_text> {};
struct key_column : node<Kind::key_column, must<Token::key>, need<Expected::column, word>> {};
struct valid : node<Kind::valid, token<Token::valid>, need<Expected::column, word>, must<Token::range>,
                    need<Expected::column, word>> {};
struct catalog : node<Kind::catalog, token<Token::catalog>, need<Expected::name, name>, labels, must<Token::of>,
                      need<Expected::record_name, name>, opt<by_names>, file, opt<overlay>, key_column, opt<valid>,
                      notes, opt<in_braces<star<field>>>> {};

}  // namespace remit::parse::grammar
