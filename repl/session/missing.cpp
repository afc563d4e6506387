#include "repl/session/missing.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/program/operands.h"

namespace remit::repl {
namespace {

// "claim.items.amount" of "$.claim.items[3].amount".
auto without_indices(std::string_view path) -> std::string {
  std::string plain;
  bool inside = false;
  for (const char c : path.substr(std::min<std::size_t>(path.size(), 2))) {
    if (c == '[') inside = true;
    if (!inside) plain += c;
    if (c == ']') inside = false;
  }
  return plain;
}

// "claim.items[4].amount" of it: the session counts elements from 1, JSON from 0.
auto as_typed(std::string_view path) -> std::string {
  std::string typed;
  for (std::size_t at = std::min<std::size_t>(path.size(), 2); at < path.size(); ++at) {
    typed += path[at];
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(path.data() + at + 1, path.data() + path.size(), index);
    if (path[at] != '[' || error != std::errc()) continue;
    typed += std::to_string(index + 1);
    at = static_cast<std::size_t>(end - path.data()) - 1;
  }
  return typed;
}

struct Found {
  const InputShape* shape = nullptr;
  std::optional<ListId> list;  // in whose elements it stands
};

auto find(const std::vector<InputShape>& shapes, std::string_view path, std::optional<ListId> list) -> Found {
  const std::size_t dot = path.find('.');
  for (const InputShape& shape : shapes) {
    if (shape.field.name != path.substr(0, dot)) continue;
    if (dot == std::string_view::npos) return {&shape, list};
    return find(shape.children, path.substr(dot + 1), shape.list ? shape.list : list);
  }
  return {};
}

// A bit for each missing input, as far as there are bits; more than that nobody reads.
using Bits = std::uint64_t;
constexpr std::size_t kMost = 64;

}  // namespace

bool reads(const Program& program, const Node& node, const InputShape& shape, std::optional<ListId> list) {
  const bool input = !list && shape.slot && node.op == Op::input && node.index == *shape.slot;
  const bool whole = shape.list && node.op == Op::input_list && node.index == static_cast<std::uint32_t>(*shape.list);
  const bool column = list && shape.slot && node.op == Op::element_field && node.index == *shape.slot &&
                      program.at(program.operands_of(node)[0]).type.id == static_cast<std::uint32_t>(*list);
  return input || whole || column;
}

namespace {

// Sets the bit at the nodes that read the input, or a part of it.
void mark(const Program& program, const InputShape& shape, std::optional<ListId> list, Bits bit,
          std::vector<Bits>& nodes) {
  for (std::size_t i = 0; i < program.nodes.size(); ++i) {
    if (reads(program, program.nodes[i], shape, list)) nodes[i] |= bit;
  }
  for (const InputShape& child : shape.children) mark(program, child, shape.list ? shape.list : list, bit, nodes);
}

// Operands come before a node, and rules before those that read them.
void count_rules(const Program& program, std::vector<Bits> nodes, std::vector<MissingInput>& all) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = program.nodes[i];
    if (const auto rule = rule_read(node)) nodes[i] |= nodes[static_cast<std::size_t>(program.at(*rule).node)];
    each_operand(program, node, [&](NodeId operand) { nodes[i] |= nodes[static_cast<std::size_t>(operand)]; });
  }
  for (const Rule& rule : program.rules) {
    const Bits bits = rule.kind == Rule::Kind::hidden ? 0 : nodes[static_cast<std::size_t>(rule.node)];
    for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i) all[i].rules += (bits >> i) & 1U;
  }
}

}  // namespace

auto take_missing(const Program& program, const ProgramNames& names, std::vector<InputError>& errors)
    -> std::vector<MissingInput> {
  std::vector<MissingInput> all;
  std::vector<Bits> nodes(program.nodes.size());
  std::erase_if(errors, [&](const InputError& error) {
    if (error.code != InputCode::missing) return false;
    const Found found = find(program.inputs, without_indices(error.path), std::nullopt);
    if (found.shape == nullptr) return false;
    const FieldType& field = found.shape->field;
    MissingInput missing{
        .path = as_typed(error.path), .type = type_name(field.type, program.types), .labels = field.labels};
    for (const RuleId rule : found.shape->needed_by) missing.readers.push_back(names.rules[program.at(rule).name].name);
    if (all.size() < kMost) mark(program, *found.shape, found.list, Bits{1} << all.size(), nodes);
    all.push_back(std::move(missing));
    return true;
  });
  if (!all.empty()) count_rules(program, std::move(nodes), all);
  std::ranges::stable_sort(all, [](const MissingInput& a, const MissingInput& b) { return a.rules > b.rules; });
  return all;
}

}  // namespace remit::repl
