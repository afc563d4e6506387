// What lasts beyond a case: tallies, spells, histories, accounts.
#pragma once
#include "dsl/parse/grammar/rule.h"

namespace remit::parse::grammar {

struct per : node<Kind::per, must<Token::per>, list_of<Expected::expression, expression>> {};

struct adds : node<Kind::adds, token<Token::adds>, need_expression> {};
struct keeper : token<Token::highest, Token::lowest, Token::earliest, Token::latest> {};
struct keeps : node<Kind::keeps, token<Token::keeps>, need<Expected::keeper, keeper>, need_expression> {};
struct tally : node<Kind::tally, opt<token<Token::shared>>, token<Token::tally>, need<Expected::name, name>, labels,
                    must<Token::colon>, need_type, per, notes, opt<when>,
                    need<Expected::adds_or_keeps, sor<adds, keeps>>, opt<only_in>> {};

struct spell_from : node<Kind::spell_from, must<Token::from>, need_sum> {};
struct spell_to : node<Kind::spell_to, must<Token::to>, need_sum> {};
struct gap : node<Kind::gap, must<Token::new_when_gap>, need<Expected::comparison_sign, comparison_sign>, need_sum> {};
struct spell : node<Kind::spell, token<Token::spell>, need<Expected::name, name>, labels, per, spell_from, spell_to,
                    gap, notes> {};

struct records : node<Kind::records, must<Token::records>, need<Expected::opening_brace, braced_fields>> {};
struct history : node<Kind::history, token<Token::history>, need<Expected::name, name>, labels, must<Token::colon>,
                      need<Expected::list_type, list_type>, per, notes, opt<when>, records, opt<only_in>> {};

struct pots : node<Kind::pots, must<Token::pots>, list_of<Expected::name, name>> {};
struct credits : node<Kind::credits, token<Token::credits>, need<Expected::pot, name>, must<Token::with>,
                      need_expression, opt<when>, opt<only_in>> {};
struct debits : node<Kind::debits, token<Token::debits>, need_expression, opt<when>, opt<only_in>> {};
struct never_below : node<Kind::never_below, token<Token::never_below>, need_expression> {};
struct account
    : node<Kind::account, token<Token::account>, need<Expected::name, name>, labels, must<Token::colon>, need_type, per,
           notes, need<Expected::opening_brace, in_braces<pots, star<sor<credits, debits, never_below>>>>> {};

}  // namespace remit::parse::grammar
