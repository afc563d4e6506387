// What callers ask for, and the tests of it.
#pragma once
#include "dsl/parse/grammar/memory.h"

namespace remit::parse::grammar {

// ── services ──
struct takes : node<Kind::takes, token<Token::takes>, list_of<Expected::input_name, name>> {};
struct as_of_case : node<Kind::governed_by_as_of, token<Token::as_of>> {};
struct governed_by : seq<token<Token::governed_by>, sor<as_of_case, node<Kind::governed_by, need_expression>>> {};
struct posting : node<Kind::ordered_by_posting, token<Token::posting>> {};
struct ordered_by : seq<token<Token::ordered_by>, sor<posting, node<Kind::ordered_by, need_expression>>> {};

struct given;
struct givens_of_list : in_braces<list_of<Expected::name, given>> {};
struct given : node<Kind::given, path, labels, opt<code>, opt<givens_of_list>> {};
struct gives : node<Kind::gives, token<Token::gives>, list_of<Expected::name, given>> {};
struct within : node<Kind::within, token<Token::within>, need_expression> {};
struct ensures : node<Kind::ensures, token<Token::ensures>, need_expression, opt<within>, labels, notes> {};
struct requires_ : node<Kind::requires_, token<Token::requires_>, list_of<Expected::name, name>> {};
struct lists : node<Kind::lists, token<Token::lists>, list_of<Expected::name, name>> {};
// Only `extend service` leaves out what it takes and what governs it; told when the tree is built.
struct service_clause : sor<gives, ensures, requires_, lists> {};
struct service
    : node<Kind::service, token<Token::service>, need<Expected::name, name>, labels, opt<takes>, opt<governed_by>,
           opt<ordered_by>, notes, need<Expected::opening_brace, in_braces<star<service_clause>>>> {};

// ── tests ──
struct path_index : collapsing<Kind::postfix, name, star<sor<member_of, index>>> {};
struct need_path_index : need<Expected::input_path, path_index> {};
struct absent : node<Kind::absent, token<Token::is_absent>> {};
struct assigned : sor<seq<token<Token::equal>, need_expression>, absent> {};
struct assignment : node<Kind::assignment, need_path_index, need<Expected::equal_or_absent, assigned>> {};
struct givens : node<Kind::givens, token<Token::given>, list_of<Expected::input_path, assignment>> {};
struct expect_error : node<Kind::expect_error, token<Token::error>, need_text> {};
struct expect_blocked : node<Kind::expect_blocked, token<Token::blocked>> {};
struct expectation : sor<expect_error, expect_blocked, node<Kind::expectation, expression>> {};
struct expects : node<Kind::expects, token<Token::expect>, list_of<Expected::expression, expectation>> {};
struct as_of_date : node<Kind::as_of_date, token<Token::as_of>, need_date> {};
struct next_case : node<Kind::next_case, token<Token::then>> {};

struct given_column : node<Kind::given_column, token<Token::given>, need_path_index> {};
struct expect_column : node<Kind::expect_column, token<Token::expect>, need_path_index> {};
struct column : need<Expected::column_of_cases, sor<given_column, expect_column>> {};
struct begins_columns : at<token<Token::row_begin>, token<Token::given, Token::expect>> {};
struct columns
    : node<Kind::columns, begins_columns, token<Token::row_begin>, column, star<token<Token::cell>, column>, row_end> {
};

struct test_clause : sor<givens, expects, as_of_date, next_case, columns, row> {};
struct of_policy : node<Kind::of, token<Token::of>, need<Expected::policy_name, path>> {};
struct test_service : node<Kind::test_service, token<Token::for_>, need<Expected::service_name, name>> {};
struct like : node<Kind::like, token<Token::like>, need_text> {};
struct test : node<Kind::test, token<Token::test>, need_text, opt<of_policy>, opt<test_service>, opt<like>,
                   need<Expected::opening_brace, in_braces<star<test_clause>>>> {};

}  // namespace remit::parse::grammar
