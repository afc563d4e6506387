#include "tests/unit/io/sample.h"

#include <utility>

#include "engine/program/builder.h"

namespace remit::sample {
namespace {

enum Columns : std::uint32_t { kCode, kAmount, kPrice, kTags };
enum Lists : std::uint32_t { kItems, kParts, kMarks };

constexpr Type kText{.kind = TypeKind::text};
constexpr Type kCount{.kind = TypeKind::count};
constexpr Type kMoney{.kind = TypeKind::money};
constexpr Type kStatus{.kind = TypeKind::enumeration};

auto number(std::string_view text) -> Number { return Number::parse(text).value(); }
auto optional(Type type) -> Type {
  type.optional = true;
  return type;
}

auto limits(std::optional<Number> step, std::optional<Number> low = {}, std::optional<Number> high = {}) -> Limits {
  return {.step = std::move(step), .low = std::move(low), .high = std::move(high), .at_most = {}};
}
auto at_most(std::int64_t n) -> Limits {
  Limits limits;
  limits.at_most = n;
  return limits;
}

auto field(std::string name, Type type, Limits limits = {}) -> FieldType {
  FieldType field;
  field.name = std::move(name);
  field.type = type;
  field.limits = std::move(limits);
  return field;
}

auto leaf(FieldType field, std::uint32_t slot) -> InputShape {
  InputShape shape;
  shape.kind = InputShape::Kind::leaf;
  shape.field = std::move(field);
  shape.needed = true;
  shape.slot = slot;
  return shape;
}

auto record(std::string name, bool is_optional, std::vector<InputShape> children) -> InputShape {
  InputShape shape;
  shape.kind = InputShape::Kind::record;
  shape.field = field(std::move(name), {.kind = TypeKind::record, .optional = is_optional});
  shape.needed = true;
  shape.children = std::move(children);
  return shape;
}

auto list(std::string name, Lists id, std::int64_t most, std::vector<InputShape> children) -> InputShape {
  InputShape shape;
  shape.kind = InputShape::Kind::list;
  shape.field = field(std::move(name), {.kind = TypeKind::list, .id = 1}, at_most(most));
  shape.needed = true;
  shape.list = ListId{id};
  shape.children = std::move(children);
  return shape;
}

auto personal(FieldType field) -> FieldType {
  field.personal = true;
  return field;
}
auto coded(FieldType field, std::string code) -> FieldType {
  field.code = std::move(code);
  return field;
}

void types(TypeTable& table) {
  table.currencies.push_back({"CNY", {}, number("0.01")});
  table.enums.push_back({"Status", {}, {{"in_service", "11", {}}, {"retired", "21", {}}, {"resigned", "", {}}}});
  table.records.push_back({"Card", {}, {field("number", kText), field("balance", kMoney)}});
  table.records.push_back(
      {"Bill",
       {},
       {field("code", kText), field("amount", kMoney, limits(number("0.01"))), field("status", optional(kStatus))}});
  table.records.push_back({"Item", {}, {}});
  table.lists.push_back({kText, 2});
  table.lists.push_back({{.kind = TypeKind::record, .id = 2}, 3});
  table.lists.push_back({{.kind = TypeKind::record, .id = 1}, 100});
}

auto insured() -> InputShape {
  std::vector<InputShape> card;
  card.push_back(leaf(personal(field("number", kText)), 4));
  card.push_back(leaf(field("balance", kMoney, limits(number("0.01"))), 5));
  std::vector<InputShape> parts;
  parts.push_back(leaf(personal(field("id", kText, at_most(18))), 0));
  parts.push_back(leaf(coded(field("status", kStatus), "emp_stat"), 1));
  parts.push_back(leaf(field("birth", {.kind = TypeKind::date, .optional = true}), 2));
  parts.push_back(record("card", true, std::move(card)));
  parts.back().slot = 3;
  parts.front().needed_by = {RuleId{0}};
  return record("insured", false, std::move(parts));
}

auto stay() -> InputShape {
  const Number since = Number::whole(days_from_civil({2020, 1, 1}));
  Limits steps = limits(number("0.25"), Number(), Number::whole(10));
  steps.open_above = true;
  std::vector<InputShape> parts;
  parts.push_back(leaf(field("admitted", {.kind = TypeKind::date}, limits({}, since)), 6));
  parts.push_back(leaf(field("ordinal", kCount, limits(Number::whole(1), Number::whole(1), Number::whole(9))), 7));
  parts.push_back(leaf(field("share", {.kind = TypeKind::rate}, limits(number("0.0001"))), 8));
  parts.push_back(leaf(field("emergency", {.kind = TypeKind::boolean}), 9));
  parts.push_back(leaf(field("arrived", {.kind = TypeKind::time, .optional = true}), 10));
  parts.push_back(leaf(field("wait", {.kind = TypeKind::days, .optional = true}), 11));
  parts.push_back(leaf(field("weight", {.kind = TypeKind::decimal, .optional = true}), 12));
  parts.push_back(leaf(field("steps", {.kind = TypeKind::decimal, .optional = true}, steps), 13));
  return record("stay", false, std::move(parts));
}

auto claim() -> InputShape {
  std::vector<InputShape> part;
  part.push_back(leaf(field("n", kCount, limits(Number::whole(1))), 0));
  std::vector<InputShape> item;
  item.push_back(leaf(field("code", kText), kCode));
  item.push_back(leaf(field("amount", kMoney, limits(number("0.01"))), kAmount));
  item.push_back(leaf(field("price", optional(kMoney), limits(number("0.000001"))), kPrice));
  item.push_back(leaf(field("tags", {.kind = TypeKind::list}, at_most(2)), kTags));
  item.push_back(list("parts", kParts, 100'000, std::move(part)));
  std::vector<InputShape> mark;
  mark.push_back(leaf(field("", kText), 0));
  std::vector<InputShape> parts;
  parts.push_back(leaf(field("total", kMoney, limits(number("0.01"), Number())), 14));
  parts.push_back(list("items", kItems, 3, std::move(item)));
  parts.push_back(list("marks", kMarks, 5, std::move(mark)));
  return record("claim", false, std::move(parts));
}

void lists(Sample& made) {
  made.program.lists.resize(3);
  made.program.lists[kItems].element = {.kind = TypeKind::record, .id = 2};
  made.program.lists[kParts].element = {.kind = TypeKind::record, .id = 2};
  made.program.lists[kParts].parent = ListId{kItems};
  made.program.lists[kMarks].element = kText;
  made.program.lists[kMarks].name = 1;
  made.names.lists = {"claim.items", "claim.marks"};
}

auto named(std::string name) -> DeclarationName {
  DeclarationName declaration;
  declaration.step = "cn.test/" + name;
  declaration.name = std::move(name);
  return declaration;
}

void memory(Sample& made, std::string name, Memory::Kind kind, std::vector<Type> keys, Type type) {
  Memory memory;
  memory.kind = kind;
  memory.key_types = std::move(keys);
  memory.type = type;
  if (type.kind == TypeKind::money) memory.limits.step = number("0.01");
  if (kind == Memory::Kind::account) memory.pots = {"this_year", "earlier"};
  memory.contributes = true;
  memory.name = static_cast<std::uint32_t>(made.program.memories.size());
  made.program.memories.push_back(std::move(memory));
  made.names.memories.push_back(named(std::move(name)));
}

void memories(Sample& made) {
  memory(made, "year_pooled", Memory::Kind::adds, {kText, kCount}, kMoney);
  memory(made, "episode", Memory::Kind::spell, {kText}, {.kind = TypeKind::date});
  memory(made, "card", Memory::Kind::account, {kText}, kMoney);
  memory(made, "bills", Memory::Kind::history, {kText}, {.kind = TypeKind::record, .id = 1});
  memory(made, "top", Memory::Kind::keeps_highest, {kText}, optional(kMoney));
}

// Nodes that only say which memories are read.
void reads(Sample& made) {
  ProgramBuilder builder;
  builder.program = std::move(made.program);
  builder.node(Op::opening, kMoney, {}, 0, SourceId{});
  builder.node(Op::spell_start, {.kind = TypeKind::date}, {}, 1, SourceId{});
  builder.node(Op::opening, {.kind = TypeKind::list, .id = 2}, {}, 3, SourceId{});
  for (Memory& memory : builder.program.memories) {
    for (const Type& type : memory.key_types) memory.keys.push_back(builder.node(Op::input, type, {}, 0, SourceId{}));
  }
  made.program = std::move(builder.program);
  for (const std::size_t memory : {0, 1, 3}) made.program.memories[memory].read = true;
}

}  // namespace

auto service() -> Sample {
  Sample made;
  types(made.program.types);
  made.program.inputs = {insured(), stay(), claim()};
  made.program.input_count = 15;
  made.program.governed_by = NodeId{0};
  made.program.rules.push_back({});
  made.names.rules.push_back(named("eligible"));
  made.names.papers = {named("receipt"), named("fee_list")};
  lists(made);
  memories(made);
  reads(made);
  made.names.policy = "cn.test";
  made.names.service = "settle";
  return made;
}

auto least() -> std::string {
  return R"({"insured": {"id": "110101199001011237", "status": "retired"},
  "stay": {"admitted": "2024-05-01", "ordinal": 2, "share": 0.85, "emergency": false},
  "claim": {"total": 1300.50, "items": [{"code": "A1", "amount": "1300.5", "tags": [], "parts": []}], "marks": []},
  "opening": )" +
         opening() + "}";
}

auto opening() -> std::string {
  return R"({"year_pooled":[{"key":["110",2024],"value":8240.49}],)"
         R"("episode":[{"key":["110"],"start":"2024-01-01","end":"2024-01-31"}],)"
         R"("card":[{"key":["110"],"pots":{"this_year":10.00,"earlier":0.00}}],)"
         R"("bills":[{"key":["110"],"rows":[{"code":"x","amount":1.00,"status":null}]}],"top":[]})";
}

}  // namespace remit::sample
