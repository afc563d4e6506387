// Types, and what every declaration may carry: notes, roundings, versions.
#pragma once
#include "dsl/parse/grammar/expression.h"

namespace remit::parse::grammar {

// ── types ──
// `to` and `exact` may also be the name of the next field.
struct names_a_field : seq<token<Token::to, Token::exact>, token<Token::colon, Token::string, Token::language>> {};
struct step : node<Kind::step, not_at<names_a_field>, token<Token::to>, need_number> {};
struct exact : node<Kind::exact, not_at<names_a_field>, token<Token::exact>> {};
struct at_most : node<Kind::at_most, token<Token::at_most>, need_number> {};
struct bound : node<Kind::bound, sor<seq<token<Token::minus>, need<Expected::number, token<Token::number>>>,
                                     token<Token::number, Token::date, Token::time>>> {};
struct bounds_sign : node<Kind::range_sign, range_sign> {};
struct bounds : node<Kind::bounds, opt<bound>, bounds_sign, opt<bound>> {};
struct optional : node<Kind::optional, token<Token::question>> {};
struct base_name : token<Token::name, Token::bool_, Token::count, Token::decimal, Token::rate, Token::date_type,
                         Token::time_type, Token::days, Token::months, Token::text> {};
struct base_type : node<Kind::base_type, base_name, opt<sor<step, exact>>, opt<at_most>, opt<bounds>, opt<optional>> {};
// In a list `at most` counts the elements.
struct element_type : node<Kind::base_type, base_name, opt<sor<step, exact>>, opt<bounds>, opt<optional>> {};
struct list_type;
struct element : sor<list_type, element_type> {};
struct list_type : node<Kind::list_type, token<Token::list_of>, nested<need<Expected::type, element>>, opt<at_most>> {};
struct type : sor<list_type, base_type> {};
struct need_type : need<Expected::type, type> {};
struct of_type : seq<token<Token::colon>, need_type> {};

// ── notes ──
struct section : node<Kind::section, token<Token::section>> {};
struct citation : node<Kind::citation, path, opt<section>, opt<text>> {};
struct cites : seq<token<Token::cites>, list_of<Expected::source, citation>> {};
struct assumption
    : node<Kind::assumption, token<Token::assumption>, need<Expected::text, label>, star<label_in_language>> {};
struct unexpressed_note : node<Kind::unexpressed_note, token<Token::unexpressed>, at<token<Token::string>>, labels> {};
struct allow : node<Kind::allow, token<Token::allow>, need<Expected::warning_code, name>, need_text> {};
struct notes : star<sor<cites, assumption, unexpressed_note, allow>> {};

// ── clauses of several declarations ──
struct rounded : node<Kind::rounded, token<Token::rounded>,
                      need<Expected::mode,
                           sor<seq<token<Token::up_to>, need_number>, seq<mode, opt<token<Token::to>, need_number>>>>> {
};
struct personal : node<Kind::personal, token<Token::personal>> {};
struct period : node<Kind::period, token<Token::from>, need_date, opt<token<Token::until>, need_date>> {};
struct when : node<Kind::when, token<Token::when>, need_expression> {};
struct only_in : node<Kind::only_in, token<Token::only_in>, list_of<Expected::service_name, name>> {};
struct field
    : node<Kind::field, word, labels, must<Token::colon>, need_type, opt<personal>, opt<code>, optional_comma> {};

}  // namespace remit::parse::grammar
