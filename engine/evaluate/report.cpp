// Errors: where they arose, and the order in which they are listed.
//
// A failed value is silent; only what made it fail reports. The order is that of the text: by declaration, by item,
// by expression; so it depends neither on the order of evaluation nor on who asked first.
#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/evaluate/evaluator.h"
#include "engine/program/personal.h"
#include "engine/value/print.h"

namespace remit {
namespace {

using Kind = Evaluator::Place::Kind;

struct TextPlace {
  std::string_view file;
  std::int64_t line = 0, column = 0;
  friend auto operator<=>(const TextPlace&, const TextPlace&) = default;
};

// Cuts ":12" off the end; 0 where there is none.
auto cut_number(std::string_view& text) -> std::int64_t {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return 0;
  std::int64_t number = 0;
  for (const char c : text.substr(colon + 1)) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  text.remove_suffix(text.size() - colon);
  return number;
}

// "file:line:column" or "file:line".
auto parse_place(std::string_view text) -> TextPlace {
  const std::int64_t last = cut_number(text);
  const std::int64_t before = cut_number(text);
  if (before == 0) return {.file = text, .line = last};
  return {.file = text, .line = before, .column = last};
}

// Each place's rank in the order of the text; equal places in the order given.
auto ranks_of(const std::vector<TextPlace>& places) -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> order(places.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return places[a] < places[b]; });
  std::vector<std::uint32_t> ranks(places.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
  return ranks;
}

auto place_of(const std::vector<DeclarationName>& names, std::uint32_t name) -> TextPlace {
  return name < names.size() ? parse_place(names[name].place) : TextPlace{};
}

// By Kind: one name for each thing that errors can belong to. Outputs and the service itself have none.
template <class Visit>
void for_each_declaration(const Program& program, const ProgramNames& names, Visit visit) {
  for (const Rule& r : program.rules) visit(Kind::rule, place_of(names.rules, r.name));
  for (const Requirement& r : program.requirements) visit(Kind::requirement, place_of(names.requirements, r.name));
  for (const Papers& p : program.documents) visit(Kind::documents, place_of(names.documents, p.name));
  for (const Identity& i : program.identities) visit(Kind::identity, place_of(names.identities, i.name));
  for (const Memory& m : program.memories) visit(Kind::memory, place_of(names.memories, m.name));
}

auto make_ranks(const Program& program, const ProgramNames& names) -> Ranks {
  std::vector<TextPlace> places;
  std::vector<Kind> kinds;
  for_each_declaration(program, names, [&](Kind kind, TextPlace place) {
    kinds.push_back(kind);
    places.push_back(place);
  });
  Ranks ranks;
  ranks.declarations.resize(static_cast<std::size_t>(Kind::memory) + 1);
  const std::vector<std::uint32_t> all = ranks_of(places);
  for (std::size_t i = 0; i < all.size(); ++i) {
    ranks.declarations[static_cast<std::size_t>(kinds[i])].push_back(all[i]);
  }
  std::vector<TextPlace> sources;
  for (const std::string& source : names.sources) sources.push_back(parse_place(source));
  ranks.sources = ranks_of(sources);
  return ranks;
}

auto key_of(const CaseError& e) { return std::tie(e.rule, e.item, e.node, e.code, e.arguments); }

}  // namespace

auto Evaluator::rank_of(const Place& place) -> std::uint32_t {
  if (!ranks_) ranks_ = make_ranks(program_, names_);
  const auto& ranks = ranks_->declarations[static_cast<std::size_t>(place.kind)];
  return place.index < ranks.size() ? ranks[place.index] : 0xFFFFFFFF;  // outputs come last
}

auto Evaluator::name_of(const Place& place) const -> const DeclarationName* {
  const auto at = [](const std::vector<DeclarationName>& names, std::uint32_t name) {
    return name < names.size() ? &names[name] : nullptr;
  };
  switch (place.kind) {
    case Kind::rule: return at(names_.rules, program_.rules[place.index].name);
    case Kind::requirement: return at(names_.requirements, program_.requirements[place.index].name);
    case Kind::documents: return at(names_.documents, program_.documents[place.index].name);
    case Kind::identity: return at(names_.identities, program_.identities[place.index].name);
    case Kind::memory: return at(names_.memories, program_.memories[place.index].name);
    case Kind::output:
    case Kind::service: break;
  }
  return nullptr;
}

auto Evaluator::step_of(const Place& place) const -> std::string {
  if (const DeclarationName* name = name_of(place)) return name->step;
  const std::string service = names_.policy + "/" + names_.service;
  return place.kind == Kind::output ? service + "/" + program_.outputs[place.index].name : service;
}

// An input is read in many places; what fails there stands where the declaration does.
auto Evaluator::written_at(std::uint32_t source) const -> std::string {
  if (source < names_.sources.size() && !names_.sources[source].empty()) return names_.sources[source];
  const DeclarationName* name = name_of(place_);
  return name == nullptr ? std::string() : name->place;
}

// "[3]", counted from 1; of a nested list "[2][1]".
auto Evaluator::describe_item(const Place& place) const -> std::string {
  if (place.kind != Kind::rule || place.item == kNoItem) return {};
  return item_key(*given_, program_, *program_.rules[place.index].list, place.item);
}

auto item_key(const std::vector<ListColumns>& lists, const Program& program, ListId list, std::uint32_t item)
    -> std::string {
  const auto parent = program.at(list).parent;
  if (!parent) return "[" + std::to_string(item + 1) + "]";
  const auto& offsets = lists[static_cast<std::size_t>(list)].offsets;
  const auto owner = static_cast<std::uint32_t>(std::ranges::upper_bound(offsets, item) - offsets.begin() - 1);
  return item_key(lists, program, *parent, owner) + "[" + std::to_string(item - offsets[owner] + 1) + "]";
}

auto Evaluator::fail(const Node& node, ErrorCode code, std::vector<std::string> arguments) -> Value {
  if (giving_up_) return Value::failed();
  const auto source = static_cast<std::size_t>(node.source);
  const bool known = source < names_.sources.size();
  CaseError error{.code = std::string(error_text(code).code),
                  .arguments = std::move(arguments),
                  .step = step_of(place_) + describe_item(place_),
                  .place = written_at(static_cast<std::uint32_t>(source)),
                  .rule = rank_of(place_),
                  .item = place_.item == kNoItem ? 0 : place_.item + 1};
  error.node = known ? ranks_->sources[source] : 0;
  errors_.push_back(std::move(error));
  return Value::failed();
}

auto Evaluator::errors() const -> std::vector<CaseError> {
  std::vector<CaseError> sorted = errors_;
  std::ranges::sort(sorted, [](const CaseError& a, const CaseError& b) { return key_of(a) < key_of(b); });
  const auto same = [](const CaseError& a, const CaseError& b) { return key_of(a) == key_of(b); };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  return sorted;
}

auto Evaluator::print(const Value& value, NodeId like) const -> std::string {
  if (is_personal(program_, names_, like)) return "***";
  return print_value(value, program_.at(like).type, program_.types);
}

}  // namespace remit
