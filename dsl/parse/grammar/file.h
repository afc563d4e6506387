// What stands in a file and in a policy: each rule here is one item of the driver's loop (dsl/parse/driver.cpp).
#pragma once
#include "dsl/parse/grammar/service.h"

namespace remit::parse::grammar {

// ── small declarations ──
struct currency : node<Kind::currency, token<Token::currency>, need<Expected::name, name>, labels,
                       need<Expected::step, step>, notes> {};
struct member : node<Kind::member, name, labels, opt<code>, optional_comma> {};
struct enum_ : node<Kind::enum_, token<Token::enum_>, need<Expected::name, name>, labels, notes,
                    need<Expected::opening_brace, in_braces<star<member>>>> {};
struct record : node<Kind::record, token<Token::record>, need<Expected::name, name>, labels, notes,
                     need<Expected::opening_brace, in_braces<star<field>>>> {};
struct input
    : node<Kind::input, token<Token::input>, need<Expected::name, name>, labels, opt<of_type>, opt<personal>, notes> {};
struct issued : node<Kind::issued, token<Token::issued>, need_date> {};
struct url : node<Kind::url, token<Token::url>, need_text> {};
struct document_number : node<Kind::document_number, token<Token::number_word>, need_text> {};
struct source : node<Kind::source, token<Token::source>, need<Expected::name, name>, labels,
                     star<sor<issued, url, document_number>>> {};
struct affects : node<Kind::affects, token<Token::affects>, list_of<Expected::name, name>> {};
struct unexpressed
    : node<Kind::unexpressed, token<Token::unexpressed>, need<Expected::name, name>, labels, opt<cites>, opt<affects>> {
};
struct month_ends : node<Kind::month_ends, token<Token::month_ends>,
                         need<Expected::month_ends, token<Token::last_day, Token::next_day, Token::error>>> {};
struct drop : node<Kind::drop, token<Token::drop>, must<Token::except>, need<Expected::rule_name, name>,
                   must<Token::dot>, need<Expected::exception_name, name>> {};

// `private`, `override` and `extend` are read again from the tokens when the tree is built.
struct prefix : seq<opt<token<Token::private_>>, opt<token<Token::override_, Token::extend>>> {};
struct plain : sor<rule, value, table, bands, input, currency, enum_, record, source, unexpressed, needs, catalog,
                   exception, share, function, payers, require, documents, tally, spell, history, account, service,
                   test, month_ends, drop> {};
struct declaration : seq<prefix, need<Expected::declaration, plain>> {};

// ── headings: what they open is closed by the loop ──
struct opens_block : node<Kind::opens_block, token<Token::open_brace>> {};
struct need_block : need<Expected::opening_brace, opens_block> {};
struct for_each_by : node<Kind::governed_by, token<Token::governed_by>, need_expression> {};
struct for_each : node<Kind::for_each, opt<token<Token::extend>>, token<Token::for_each>,
                       need<Expected::loop_name, name>, in_list, opt<for_each_by>, need_block> {};

struct import_ : node<Kind::import_, token<Token::import_>, need<Expected::module_name, path>> {};
struct module_
    : node<Kind::module_, token<Token::module_>, need<Expected::module_name, path>, labels, opt<opens_block>> {};
struct extends : node<Kind::extends, token<Token::extends>, need<Expected::policy_name, path>> {};
struct in_force : node<Kind::in_force, token<Token::in_force>, need<Expected::from_date, period>> {};
struct applies_when : node<Kind::applies_when, token<Token::applies_when>, need_expression> {};
struct policy : node<Kind::policy, opt<token<Token::abstract_>>, must<Token::policy>, need<Expected::policy_name, path>,
                     labels, opt<extends>, star<sor<in_force, applies_when, allow>>, opt<opens_block>> {};
struct amendment : node<Kind::amendment, token<Token::amend>, need<Expected::policy_name, path>, must<Token::as_>,
                        need<Expected::policy_name, path>, labels, opt<in_force>, need_block> {};

struct single_expression : seq<need_expression, need<Expected::end_of_file, pegtl::eof>> {};

}  // namespace remit::parse::grammar
