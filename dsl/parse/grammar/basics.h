// The words of which the grammar is made, over PEGTL: tokens, points of no return, brackets, limits of depth, and the
// control that records nodes.
//
// A rule that must match and does not (`need`, `must`) sets State::failure, after which every rule fails at once: PEGTL
// walks back out without an exception. A throw through forty frames was measured at 20 microseconds, which would make
// a file of a million mistakes take 20 seconds; with the flag it takes 0.3.
#pragma once
#include <tao/pegtl.hpp>
#include <utility>

#include "dsl/parse/keywords.h"
#include "dsl/parse/state.h"

namespace remit::parse::grammar {

namespace pegtl = tao::pegtl;
using pegtl::at;
using pegtl::not_at;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

template <Token... kinds>
struct token : pegtl::one<static_cast<char>(kinds)...> {};

// A rule of which the tree keeps a node. `collapses`: not where it holds one child only.
template <Kind k, class... Rules>
struct node : seq<Rules...> {
  static constexpr Kind kind = k;
};
template <Kind k, class... Rules>
struct collapsing : node<k, Rules...> {
  static constexpr bool collapses = true;
};

template <class Rule>
struct control : pegtl::normal<Rule> {
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    if (state.failure) return false;
    ++state.attempts;
    const std::size_t mark = state.nodes.size();
    const char* const first = in.current();
    if (!pegtl::match<Rule, A, M, Action, Control>(in, state)) {
      if (state.nodes.size() > mark) state.nodes.resize(mark);
      return false;
    }
    if constexpr (requires { Rule::kind; }) record(in, state, mark, first);
    return true;
  }

 private:
  template <class Input>
  static void record(Input& in, State& state, std::size_t mark, const char* first) {
    if constexpr (requires { Rule::collapses; }) {
      if (state.nodes.size() > mark && state.nodes.back().begin == mark) return;
    }
    state.nodes.push_back(
        {Rule::kind, static_cast<std::uint32_t>(mark), state.index(first), state.index(in.current())});
  }
};

// `Rule` must match here; else the author is told what was expected.
template <Expected part, class Rule>
struct need {
  using rule_t = need;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    if (Control<Rule>::template match<A, M, Action, Control>(in, state)) return true;
    if (!state.failure) state.failure = {Failure::Why::expected_part, part, {}, state.index(in.current()), 0};
    return false;
  }
};

// This very sign or keyword must follow.
template <Token kind>
struct must {
  using rule_t = must;
  using subs_t = pegtl::type_list<>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    if (!in.empty() && *in.current() == static_cast<char>(kind)) {
      in.bump_in_this_line();
      return true;
    }
    state.failure = {Failure::Why::expected_token, {}, kind, state.index(in.current()), 0};
    return false;
  }
};

// One step deeper. The limit keeps every recursion of this and later passes within any thread's stack.
template <class Rule>
struct nested {
  using rule_t = nested;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    if (state.depth == deepest_nesting) {
      state.failure = {Failure::Why::too_deep, {}, {}, state.index(in.current()), 0};
      return false;
    }
    ++state.depth;
    const bool matched = Control<Rule>::template match<A, M, Action, Control>(in, state);
    --state.depth;
    return matched;
  }
};

// Sets a flag of the state while `Rule` is tried.
template <bool State::*flag, bool value, class Rule>
struct scoped {
  using rule_t = scoped;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    const bool before = std::exchange(state.*flag, value);
    const bool matched = Control<Rule>::template match<A, M, Action, Control>(in, state);
    state.*flag = before;
    return matched;
  }
};

// Matches nothing, where the flag is set.
template <bool State::*flag>
struct where {
  using rule_t = where;
  using subs_t = pegtl::type_list<>;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static auto match(Input&, State& state) -> bool {
    return state.*flag;
  }
};

// The sign that closes what was opened before `Rule`.
template <Token close, class Rule>
struct closed_by {
  using rule_t = closed_by;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    const std::uint32_t opened = state.index(in.current()) - 1;
    // a repetition ends well also where what it repeats has failed for good
    if (!Control<Rule>::template match<A, M, Action, Control>(in, state) || state.failure) return false;
    if (!in.empty() && *in.current() == static_cast<char>(close)) {
      in.bump_in_this_line();
      return true;
    }
    state.failure = {Failure::Why::expected_closing, {}, close, state.index(in.current()), opened};
    return false;
  }
};

template <class... Rules>
struct in_braces : seq<token<Token::open_brace>, nested<closed_by<Token::close_brace, seq<Rules...>>>> {};
template <class... Rules>
struct in_brackets : seq<token<Token::open_bracket>,
                         nested<scoped<&State::in_fields, false, closed_by<Token::close_bracket, seq<Rules...>>>>> {};
template <class... Rules>
struct in_parens : seq<token<Token::open_paren>,
                       nested<scoped<&State::in_fields, false, closed_by<Token::close_paren, seq<Rules...>>>>> {};

// `Rule`s with commas between them; after a comma one must follow.
template <Expected part, class Rule>
struct list_of : seq<need<part, Rule>, star<token<Token::comma>, need<part, Rule>>> {};

// On the line of the token before it.
template <class Rule>
struct same_line {
  using rule_t = same_line;
  using subs_t = pegtl::type_list<Rule>;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static auto match(Input& in, State& state) -> bool {
    if (in.empty() || state.tokens.places[state.index(in.current())].first_on_line) return false;
    return Control<Rule>::template match<A, M, Action, Control>(in, state);
  }
};

// A name, or a keyword of one word where nothing else can stand.
struct any_word {
  using rule_t = any_word;
  using subs_t = pegtl::type_list<>;
  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class, class Input>
  static auto match(Input& in, State& state) -> bool {
    if (in.empty()) return false;
    const auto kind = state.tokens.at(state.index(in.current()));
    const bool usable = kind == Token::name || kind == Token::language || (is_keyword(kind) && is_one_word(kind));
    if (usable) in.bump_in_this_line();
    return usable;
  }
};

// `personal` marks an input or a field, and is also what a person pays: it may be a name.
struct name : node<Kind::name, token<Token::name, Token::personal>> {};
struct word : node<Kind::word, any_word> {};
struct text : node<Kind::text, token<Token::string>> {};
struct number : node<Kind::number, token<Token::number>> {};
struct date : node<Kind::date, token<Token::date>> {};
struct moment : node<Kind::moment, token<Token::time>> {};
struct path : node<Kind::path, token<Token::name, Token::personal>,
                   star<token<Token::dot>, need<Expected::name_after_dot, token<Token::name>>>> {};

struct need_text : need<Expected::text, text> {};
struct need_number : need<Expected::number, number> {};
struct need_date : need<Expected::date, date> {};
struct optional_comma : opt<token<Token::comma>> {};

struct label : node<Kind::label, token<Token::string>> {};
struct label_in_language : node<Kind::label, token<Token::language>, token<Token::string>> {};
struct labels : seq<opt<label>, star<label_in_language>> {};
struct code : node<Kind::code, token<Token::as_>, need_text> {};

}  // namespace remit::parse::grammar
