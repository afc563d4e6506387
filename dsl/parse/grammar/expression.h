// Expressions, loosest first, as in docs/grammar.ebnf.
//
// Three mistakes are let through here and told when the tree is built, where whole operands can be shown: `and` beside
// `or`, a chain of comparisons, `or else` beside arithmetic.
#pragma once
#include "dsl/parse/grammar/basics.h"

namespace remit::parse::grammar {

struct expression;
struct logic;
struct sum;
struct postfix;
struct unary;

struct need_expression : need<Expected::expression, expression> {};
struct need_sum : need<Expected::expression, sum> {};
struct need_postfix : need<Expected::expression, postfix> {};

// ── parts ──
struct range_sign : token<Token::range, Token::range_open> {};
struct open_range : node<Kind::open_range, range_sign, opt<sum>> {};
struct range_tail : node<Kind::range_tail, range_sign, opt<sum>> {};
struct sum_or_range : sor<open_range, collapsing<Kind::range_operand, sum, opt<range_tail>>> {};
struct need_sum_or_range : need<Expected::list_or_range, sum_or_range> {};
struct in_list : node<Kind::in_list, must<Token::in>,
                      need<Expected::list_or_range,
                           sor<open_range, collapsing<Kind::range_operand, expression, opt<range_tail>>>>> {};

struct begins_field : at<any_word, token<Token::equal>> {};
struct field_value : node<Kind::field_value, word, must<Token::equal>,
                          need<Expected::expression, scoped<&State::in_fields, true, expression>>, optional_comma> {};
struct field_values : star<field_value> {};
struct braced_fields : in_braces<field_values> {};
// `xs { rule …` is no record: a record's brace is followed by a field and `=`.
struct begins_record : at<token<Token::open_brace>, any_word, token<Token::equal>> {};

struct in_order_of : node<Kind::in_order_of, token<Token::in_order_of>, need_sum> {};
struct loop : node<Kind::loop, must<Token::for_>, need<Expected::loop_name, name>, must<Token::in>, need_sum_or_range> {
};
struct when_logic : node<Kind::when, token<Token::when>, need<Expected::expression, logic>> {};

// ── primaries ──
struct unit : token<Token::day, Token::days, Token::month, Token::months, Token::year, Token::years, Token::points> {};
// A unit or a currency stands on the line of its number; a word before `=` among fields is the next field, and one
// before a dot is no currency.
struct next_field : seq<where<&State::in_fields>, begins_field> {};
struct currency_name : seq<not_at<next_field>, token<Token::name>, not_at<token<Token::dot>>> {};
struct quantity : node<Kind::quantity, token<Token::number>, opt<same_line<sor<unit, currency_name>>>> {};
struct boolean : node<Kind::boolean, token<Token::true_, Token::false_>> {};
struct none_value : node<Kind::none_value, token<Token::none>> {};
struct left : node<Kind::left, token<Token::left>> {};
struct governing_date : node<Kind::governing_date, token<Token::governing_date>> {};
struct rate_being_changed : node<Kind::rate, where<&State::in_rate>, token<Token::rate>> {};
struct arguments : in_parens<opt<expression, star<token<Token::comma>, need_expression>>> {};
struct named_record : seq<begins_record, braced_fields> {};
struct call_tail : node<Kind::call, arguments> {};
struct record_tail : node<Kind::record_value, named_record> {};
struct named : seq<name, opt<sor<call_tail, record_tail>>> {};
struct list : node<Kind::list, in_brackets<opt<expression, star<token<Token::comma>, need_expression>>>> {};
struct parentheses : node<Kind::parentheses, in_parens<need_expression>> {};
struct anonymous_record : node<Kind::record_value, braced_fields> {};
struct built_in : node<Kind::built_in, token<Token::min, Token::max, Token::clamp, Token::abs>,
                       need<Expected::opening_paren, arguments>> {};

struct aggregate_word : token<Token::sum_of, Token::count_of, Token::any_of, Token::all_of, Token::first_of,
                              Token::min_of, Token::max_of, Token::list_of> {};
struct aggregate : node<Kind::aggregate, aggregate_word, need_expression, loop, opt<when_logic>, opt<in_order_of>> {};
struct running : node<Kind::running, token<Token::running_sum_of>, need_expression, loop, opt<in_order_of>,
                      need<Expected::up_to_or_before, token<Token::up_to, Token::before>>, need_sum> {};
struct group : node<Kind::group, token<Token::group>, need<Expected::loop_name, name>, must<Token::in>, need_sum,
                    must<Token::by>, need_sum> {};
struct mode
    : token<Token::half_up, Token::half_even, Token::half_down, Token::down, Token::up, Token::ceiling, Token::floor> {
};
// `up to` is one keyword, and here two words.
struct mode_and_to : sor<token<Token::up_to>, seq<mode, must<Token::to>>> {};
struct round : node<Kind::round, token<Token::round>, need_sum, need<Expected::mode, mode_and_to>, need_sum> {};

struct once : node<Kind::once, token<Token::once>> {};
struct slice_above : node<Kind::slice_above, token<Token::above, Token::less>, need_sum, opt<once>> {};
struct slice_after : node<Kind::slice_after, token<Token::after>, need_sum> {};
struct own_share
    : node<Kind::own_share, token<Token::own_share>, must<Token::star>, need<Expected::expression, unary>> {};
struct each_rate : node<Kind::each_rate, token<Token::each_rate_as>, scoped<&State::in_rate, true, need_expression>> {};
struct adjustment : seq<token<Token::with>, need<Expected::adjustment, sor<own_share, each_rate>>> {};
struct until_it_pays : node<Kind::until_it_pays, token<Token::until_it_pays>, need_sum> {};
struct slice : node<Kind::slice, token<Token::slice_of>, need_sum, opt<slice_above>, opt<slice_after>, must<Token::by>,
                    need_postfix, opt<adjustment>, opt<until_it_pays>> {};

struct from_to : seq<must<Token::from>, need_sum, must<Token::to>, need_sum> {};
struct counting : node<Kind::counting, token<Token::counting>,
                       need<Expected::ends_counted, token<Token::both, Token::first, Token::neither>>> {};
struct between : node<Kind::between, token<Token::days, Token::months, Token::years>, from_to, opt<counting>> {};
struct age : node<Kind::age, token<Token::age_of>, need_postfix, must<Token::at>, need_postfix> {};
struct starting : node<Kind::starting, token<Token::starting>, need<Expected::month_day, token<Token::month_day>>> {};
struct calendar
    : node<Kind::calendar, token<Token::year_of, Token::month_of, Token::day_of>, need_postfix, opt<starting>> {};
struct boundary
    : node<Kind::boundary, token<Token::start_of, Token::end_of>,
           need<Expected::year_or_month, token<Token::year_of, Token::month_of>>, need_postfix, opt<starting>> {};
struct each : node<Kind::each, token<Token::each>,
                   need<Expected::day_month_or_year, token<Token::day, Token::month, Token::year>>, from_to> {};
struct every : node<Kind::every, token<Token::every>, need_sum, from_to> {};

struct primary : sor<named, quantity, parentheses, text, boolean, none_value, left, governing_date, date, moment, list,
                     anonymous_record, built_in, aggregate, running, group, round, slice, between, age, calendar,
                     boundary, each, every, rate_being_changed> {};

// ── operators ──
// On the point's line every word is a name; the lexer sees to it.
struct member_of : node<Kind::member_of, token<Token::dot>, need<Expected::name_after_dot, token<Token::name>>> {};
struct index : node<Kind::index, in_brackets<list_of<Expected::expression, expression>>> {};
struct path_start : sor<name, date, parentheses> {};
struct primary_path : collapsing<Kind::postfix, path_start, star<member_of>> {};
struct as_of : node<Kind::as_of, token<Token::as_of>, need<Expected::date_expression, primary_path>> {};
struct after_this_case : node<Kind::after_this_case, token<Token::after_this_case>> {};
struct with : node<Kind::with, token<Token::with>, braced_fields> {};
struct over_last
    : node<Kind::over_last, token<Token::over_last>, need_sum, must<Token::to>, need_sum,
           need<Expected::including_or_excluding, token<Token::including, Token::excluding>>, must<Token::current>> {};
struct postfix_tail : sor<member_of, index, as_of, after_this_case, with, over_last> {};
struct postfix : collapsing<Kind::postfix, primary, star<postfix_tail>> {};
struct alternative : collapsing<Kind::alternative, postfix, star<token<Token::or_else>, need_postfix>> {};
struct minus : node<Kind::minus, token<Token::minus>, nested<need<Expected::expression, unary>>> {};
struct unary : sor<minus, alternative> {};
struct product
    : collapsing<Kind::product, unary, star<token<Token::star, Token::slash>, need<Expected::expression, unary>>> {};
struct sum
    : collapsing<Kind::sum, product, star<token<Token::plus, Token::minus>, need<Expected::expression, product>>> {};

struct comparison_sign : token<Token::equal, Token::not_equal, Token::less_sign, Token::less_equal, Token::greater_sign,
                               Token::greater_equal> {};
struct compared : node<Kind::compared, comparison_sign, need_sum> {};
struct contained : node<Kind::contained, token<Token::in>, need_sum_or_range> {};
struct not_contained : node<Kind::not_contained, token<Token::not_>, must<Token::in>, need_sum_or_range> {};
struct present : node<Kind::present, token<Token::is_present>> {};
struct missing : node<Kind::missing, token<Token::is_absent>> {};
struct prefixed : node<Kind::prefixed, token<Token::starts_with>, need_sum> {};
struct comparison_tail : sor<compared, contained, not_contained, present, missing, prefixed> {};
struct comparison : collapsing<Kind::comparison, sum, star<comparison_tail>> {};
struct negation;
struct not_ : sor<negation, comparison> {};
struct negation : node<Kind::negation, token<Token::not_>, nested<need<Expected::expression, not_>>> {};
struct logic : collapsing<Kind::logic, not_, star<token<Token::and_, Token::or_>, need<Expected::expression, not_>>> {};

struct condition
    : node<Kind::condition, token<Token::if_>,
           nested<seq<need_expression, must<Token::then>, need_expression, must<Token::else_>, need_expression>>> {};
struct expression : sor<condition, logic> {};

}  // namespace remit::parse::grammar
