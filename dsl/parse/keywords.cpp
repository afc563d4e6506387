#include "dsl/parse/keywords.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace remit::parse {
namespace {

struct Spellings {
  std::string_view en, zh;
};
constexpr auto spellings = std::to_array<Spellings>({
#define REMIT_KEYWORD(role, en, zh) {en, zh},
#include "dsl/parse/keywords.def"
#undef REMIT_KEYWORD
});

auto words_of(std::string_view phrase) -> std::vector<std::string_view> {
  std::vector<std::string_view> words;
  while (!phrase.empty()) {
    const std::size_t blank = std::min(phrase.find(' '), phrase.size());
    words.push_back(phrase.substr(0, blank));
    phrase.remove_prefix(std::min(blank + 1, phrase.size()));
  }
  return words;
}

// Enough to tell keywords apart, and names from keywords.
struct EndsAndSize {
  auto operator()(std::string_view word) const noexcept -> std::size_t {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(word[at]); };
    return word.empty()
               ? 0
               : (word.size() << 16U) + (byte(0) << 12U) + (byte(word.size() / 2) << 6U) + byte(word.size() - 1);
  }
};
using Table = std::unordered_map<std::string_view, std::vector<Phrase>, EndsAndSize>;

void enter(Table& table, Token role, std::string_view phrase, bool chinese) {
  std::vector<std::string_view> words = words_of(phrase);
  const std::string_view first = words.front();
  words.erase(words.begin());
  table[first].push_back({role, chinese, std::move(words)});
}

auto make_table() -> Table {
  Table table;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    const auto role = static_cast<Token>(static_cast<std::size_t>(first_keyword) + i);
    enter(table, role, spellings[i].en, false);
    enter(table, role, spellings[i].zh, true);
  }
  for (auto& [word, phrases] : table) {
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const Phrase& a, const Phrase& b) { return a.rest.size() > b.rest.size(); });
  }
  return table;
}

}  // namespace

auto spelling(Token role, bool chinese) -> std::string_view {
  const Spellings& both = spellings.at(static_cast<std::size_t>(role) - static_cast<std::size_t>(first_keyword));
  return chinese ? both.zh : both.en;
}

auto is_one_word(Token role) -> bool { return spelling(role, false).find(' ') == std::string_view::npos; }

auto phrases_of(std::string_view word) -> const std::vector<Phrase>* {
  static const Table table = make_table();
  const auto found = table.find(word);
  return found != table.end() ? &found->second : nullptr;
}

}  // namespace remit::parse
