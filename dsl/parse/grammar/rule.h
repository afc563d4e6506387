// What a case is computed by: rules and their exceptions, functions, shares, payers, requirements, documents.
#pragma once
#include "dsl/parse/grammar/table.h"

namespace remit::parse::grammar {

// ── rules ──
struct of_rule : node<Kind::of_rule, token<Token::dot>, need<Expected::exception_name, name>> {};
struct over : node<Kind::over, token<Token::over>, list_of<Expected::exception_name, name>> {};
struct of_exception : node<Kind::of, token<Token::of>, need<Expected::exception_name, name>> {};
struct then : node<Kind::then, must<Token::then>, need_expression> {};
struct when_required : node<Kind::when, must<Token::when>, need_expression> {};
struct exception : node<Kind::exception, token<Token::except>, need<Expected::exception_name, name>, opt<of_rule>,
                        labels, star<sor<over, of_exception>>, notes, when_required, then> {};
struct base : seq<node<Kind::base_value, token<Token::equal>, need_expression>, opt<when>> {};
struct timeless_rule : node<Kind::rule_version, base, star<exception>> {};
struct dated_rule : node<Kind::rule_version, period, need<Expected::equal_sign, base>, star<exception>> {};
struct more_exceptions : node<Kind::rule_version, plus<exception>> {};  // of `extend rule`
struct rule_versions : sor<plus<dated_rule>, more_exceptions> {};
struct rule
    : node<Kind::rule, token<Token::rule>, need<Expected::name, name>, labels, opt<of_type>, opt<rounded>, notes,
           need<Expected::definition, sor<timeless_rule, in_braces<need<Expected::version, rule_versions>>>>> {};

struct parameter : node<Kind::parameter, name, must<Token::colon>, need_type> {};
struct parameters : in_parens<opt<parameter, star<token<Token::comma>, need<Expected::parameter, parameter>>>> {};
struct function : node<Kind::function, token<Token::function>, need<Expected::name, name>, labels,
                       need<Expected::opening_paren, parameters>, must<Token::colon>, need_type, notes,
                       node<Kind::body, must<Token::equal>, need_expression>> {};

// ── splitting ──
struct amount : node<Kind::amount, must<Token::of>, need_expression> {};
struct pro_rata : node<Kind::pro_rata, token<Token::pro_rata>, need_expression> {};
struct share_at_most : node<Kind::share_at_most, token<Token::at_most>, need_expression> {};
struct by_order : seq<node<Kind::in_order_of, token<Token::in_order_of>, need_expression>, opt<share_at_most>> {};
struct takes_all : node<Kind::takes_all, token<Token::otherwise>,
                        need<Expected::first_or_last, token<Token::first, Token::last>>, must<Token::takes_all>> {};
struct share : node<Kind::share, token<Token::share>, need<Expected::name, name>, labels, must<Token::colon>, need_type,
                    amount, must<Token::over>, need<Expected::loop_name, name>, in_list,
                    need<Expected::pro_rata_or_order, sor<pro_rata, by_order>>, opt<takes_all>, notes> {};

struct payer : node<Kind::payer, token<Token::name, Token::personal>, optional_comma> {};
struct rest : node<Kind::rest, must<Token::rest>, need<Expected::name, name>> {};
struct payers : node<Kind::payers, token<Token::payers>, opt<name>, labels, amount, notes,
                     need<Expected::opening_brace, in_braces<star<payer>, rest>>> {};

// ── requirements and papers ──
struct holds : node<Kind::holds, must<Token::holds>, need_expression> {};
struct severity : node<Kind::severity, token<Token::blocks, Token::pends, Token::reduces, Token::warns>> {};
struct advice : node<Kind::advice, token<Token::advice>,
                     need<Expected::text, at<token<Token::string, Token::language>>>, labels> {};
struct require : node<Kind::require, token<Token::require>, need<Expected::name, name>, labels, notes, opt<when>, holds,
                      must<Token::otherwise>, need<Expected::severity, severity>, labels, opt<advice>> {};

struct document;
struct one_of : node<Kind::one_of, token<Token::one_of>, need<Expected::opening_brace, in_braces<plus<document>>>,
                     optional_comma> {};
struct paper : node<Kind::document, name, labels, opt<when>, optional_comma> {};
struct document : sor<paper, one_of> {};
struct documents : node<Kind::documents, token<Token::documents>, need<Expected::name, name>, labels, notes, opt<when>,
                        need<Expected::opening_brace, in_braces<star<document>>>> {};

}  // namespace remit::parse::grammar
