// The door to the grammar: which rule to try, from which token. PEGTL is seen behind it only.
#pragma once
#include <cstdint>

#include "dsl/parse/state.h"

namespace remit::parse {

enum class Item : std::uint8_t { import_, module_, policy, amendment, for_each, declaration, expression };

// Tries one item from a token on. True: the item's node is the last of state.nodes. False: state.failure says why.
auto match_item(Item item, std::uint32_t from, State& state) -> bool;

}  // namespace remit::parse
