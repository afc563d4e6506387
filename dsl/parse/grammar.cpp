#include "dsl/parse/grammar.h"

#include "dsl/parse/grammar/file.h"

namespace remit::parse {
namespace {

template <class Rule>
auto match(std::uint32_t from, State& state) -> bool {
  using Input = grammar::pegtl::memory_input<grammar::pegtl::tracking_mode::lazy, grammar::pegtl::eol::lf, const char*>;
  const std::string& kinds = state.tokens.kinds;
  Input input(kinds.data() + from, kinds.data() + kinds.size(), "");
  return grammar::control<Rule>::template match<grammar::pegtl::apply_mode::nothing,
                                                grammar::pegtl::rewind_mode::dontcare, grammar::pegtl::nothing,
                                                grammar::control>(input, state) &&
         !state.failure;
}

}  // namespace

auto match_item(Item item, std::uint32_t from, State& state) -> bool {
  switch (item) {
    case Item::import_: return match<grammar::import_>(from, state);
    case Item::module_: return match<grammar::module_>(from, state);
    case Item::policy: return match<grammar::policy>(from, state);
    case Item::amendment: return match<grammar::amendment>(from, state);
    case Item::for_each: return match<grammar::for_each>(from, state);
    case Item::declaration: return match<grammar::declaration>(from, state);
    case Item::expression: return match<grammar::single_expression>(from, state);
  }
  return false;
}

}  // namespace remit::parse
