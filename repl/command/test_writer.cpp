#include "repl/command/test_writer.h"

#include <optional>
#include <vector>

#include "dsl/testing/literal.h"
#include "engine/value/date.h"

namespace remit::repl {
namespace {

class TestWriter {
 public:
  explicit TestWriter(const Settled& settled) : settled_(settled) {}

  auto write(const std::string& title, const std::string& policy, const std::string& service) -> std::string {
    for (const InputShape& shape : program().inputs) give(shape, shape.field.name);
    memories();
    if (!settled_.given->papers.empty()) {
      std::string papers;
      for (const std::string& paper : settled_.given->papers) papers += (papers.empty() ? "" : ", ") + quoted(paper);
      given_.push_back("papers = [" + papers + "]");
    }
    for (std::size_t i = 0; i < program().outputs.size(); ++i) expect(program().outputs[i], settled_.answer.outputs[i]);
    std::string text = "test " + quoted(title) + " of " + policy + " for " + service + " {\n";
    if (settled_.given->as_of) text += "  as of " + print_date(*settled_.given->as_of) + "\n";
    text += "  given " + joined(given_) + "\n";
    text += settled_.answer.blocked ? "  expect blocked\n"
            : expected_.empty()     ? ""
                                    : "  expect " + joined(expected_) + "\n";
    return text + "}\n";
  }

 private:
  [[nodiscard]] auto program() const -> const Program& { return settled_.program(); }
  [[nodiscard]] auto types() const -> const TypeTable& { return program().types; }

  static auto quoted(const std::string& text) -> std::string {
    std::string made = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') made += '\\';
      made += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return made + "\"";
  }
  static auto joined(const std::vector<std::string>& parts) -> std::string {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ",\n    ") + part;
    return text;
  }

  // Absent: no literal says it.
  auto literal(const Value& value, const Type& type) const -> std::optional<std::string> {
    if (value.tag() == Value::Tag::sequence && type.kind == TypeKind::record) {
      const RecordType& record = types().at(RecordId{type.id});
      std::string text;
      for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const auto part = literal(value.as_sequence()[i], record.fields[i].type);
        if (part) text += (text.empty() ? " " : ", ") + record.fields[i].name + " = " + *part;
      }
      return "{" + text + " }";
    }
    if (value.tag() == Value::Tag::sequence && type.kind == TypeKind::list) {
      std::string text;
      for (const Value& one : value.as_sequence()) {
        const auto part = literal(one, types().at(ListTypeId{type.id}).element);
        if (!part) return std::nullopt;
        text += (text.empty() ? "" : ", ") + *part;
      }
      return "[" + text + "]";
    }
    return literal_text(value, type, types());
  }

  void give(const InputShape& shape, const std::string& path) {
    const bool absent = shape.slot && settled_.given->inputs[*shape.slot].is_absent();
    if (absent) return;
    if (shape.kind == InputShape::Kind::record) {
      for (const InputShape& child : shape.children) give(child, path + "." + child.field.name);
    } else if (shape.kind == InputShape::Kind::list) {
      const std::uint32_t size = settled_.given->lists[static_cast<std::size_t>(*shape.list)].size();
      given_.push_back(path + " = " + elements(shape, 0, size));
    } else if (const auto text = literal(settled_.given->inputs[*shape.slot], shape.field.type)) {
      given_.push_back(path + " = " + *text);
    }
  }

  auto elements(const InputShape& list, std::uint32_t begin, std::uint32_t end) const -> std::string {
    const ListColumns& columns = settled_.given->lists[static_cast<std::size_t>(*list.list)];
    const bool plain = list.children.size() == 1 && list.children.front().field.name.empty();
    std::string text;
    for (std::uint32_t i = begin; i < end; ++i) {
      text += i == begin ? "" : ", ";
      if (plain)
        text += literal(columns.columns[*list.children.front().slot][i], list.children.front().field.type).value_or("");
      else
        text += "{" + fields(list.children, columns, i) + " }";
    }
    return "[" + text + "]";
  }

  auto fields(const std::vector<InputShape>& shapes, const ListColumns& columns, std::uint32_t row) const
      -> std::string {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& value) {
      text += (text.empty() ? " " : ", ") + name + " = " + value;
    };
    for (const InputShape& shape : shapes) {
      if (shape.slot && columns.columns[*shape.slot][row].is_absent()) continue;
      if (shape.kind == InputShape::Kind::record) {
        add(shape.field.name, "{" + fields(shape.children, columns, row) + " }");
      } else if (shape.kind == InputShape::Kind::list) {
        const ListColumns& nested = settled_.given->lists[static_cast<std::size_t>(*shape.list)];
        add(shape.field.name, elements(shape, nested.offsets[row], nested.offsets[row + 1]));
      } else if (const auto value = literal(columns.columns[*shape.slot][row], shape.field.type)) {
        add(shape.field.name, *value);
      }
    }
    return text;
  }

  // What was before, under its keys.
  void memories() {
    for (std::size_t i = 0; i < program().memories.size(); ++i) {
      const Memory& memory = program().memories[i];
      const std::string& name = settled_.names().memories[memory.name].name;
      for (const MemoryEntry& entry : settled_.given->memories[i].entries) {
        std::string keys;
        for (std::size_t k = 0; k < entry.key.size(); ++k)
          keys += (k == 0 ? "" : ", ") + literal(entry.key[k], memory.key_types[k]).value_or("none");
        remember(memory, entry, keys.empty() ? name : name + "[" + keys + "]");
      }
    }
  }
  void remember(const Memory& memory, const MemoryEntry& entry, const std::string& path) {
    const auto add = [&](const std::string& part, const Value& value, const Type& type) {
      if (const auto text = literal(value, type)) given_.push_back(path + part + " = " + *text);
    };
    switch (memory.kind) {
      case Memory::Kind::spell:
        add(".start", entry.start, {.kind = TypeKind::date});
        add(".end", entry.end, {.kind = TypeKind::date});
        break;
      case Memory::Kind::account:
        for (std::size_t pot = 0; pot < entry.pots.size(); ++pot)
          add("." + memory.pots[pot], entry.pots[pot], memory.type);
        break;
      case Memory::Kind::history: {
        std::string rows;
        for (const Value& row : entry.rows)
          rows += (rows.empty() ? "" : ", ") + literal(row, memory.type).value_or("{}");
        if (!rows.empty()) given_.push_back(path + " = [" + rows + "]");
        break;
      }
      default: add("", entry.value, memory.type);
    }
  }

  void expect(const remit::Output& output, const OutputValue& value) {
    if (output.list || output.personal) return;
    if (value.value.is_absent()) return;
    const Type& type = output.type;
    if (type.kind == TypeKind::record || type.kind == TypeKind::list) return;
    if (const auto text = literal(value.value, type)) expected_.push_back(output.name + " = " + *text);
  }

  const Settled& settled_;
  std::vector<std::string> given_, expected_;
};

}  // namespace

auto test_of(const Settled& settled, const std::string& title, const std::string& policy) -> std::string {
  return TestWriter(settled).write(title, policy, settled.names().service);
}

}  // namespace remit::repl
