#include <algorithm>

#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "dsl/testing/literal.h"
#include "engine/io/write_json.h"
#include "engine/value/date.h"
#include "repl/command/ask.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

// ── save change ──

constexpr std::string_view kUnnamed = "reform";

// What the changes are called together: with the prefix of the policy, and a number where the name is taken.
auto amendment_of(Session& session, const std::string& policy, std::string_view name) -> std::string {
  return policy.substr(0, policy.rfind('.') + 1) +
         session.changes.free_name(std::string(name), policy, session.policy_names());
}

// One amendment that says what all changes of the policy say, or nothing where the later ones go over the earlier.
auto merged(Session& session, const std::string& policy, const std::string& name) -> std::optional<std::string> {
  Change all{.name = name, .policy = policy};
  for (const Change& change : session.changes.all()) {
    if (change.policy != policy) continue;
    const bool alike = change.chinese == all.chinese && change.version == all.version;
    if (!all.text.empty() && !alike) return std::nullopt;
    all.chinese = change.chinese;
    all.versions = change.versions;
    all.version = change.version;
    all.text += (all.text.empty() ? "" : "\n") + change.text;
  }
  const Changes kept = session.changes;
  session.changes.clear();
  session.changes.add(all);
  const bool good = session.opened({.policy = policy}).ok();
  session.changes = kept;
  if (!good) return std::nullopt;
  return amendment_text(policy, all);
}

auto laid_out(const std::string& text) -> std::string {
  const SourceText source = make_source(FileId{}, "change", text);
  const Parsed parsed = parse_file(source);
  if (!parsed.problems.empty()) return text;
  return format_file(parsed.file, source, parsed.file.chinese ? Language::zh : Language::en);
}

// An amendment of each change upon the one before; the last goes by the name.
auto chained(const Changes& changes, const std::string& policy, const std::string& name) -> std::string {
  Changes renamed;
  std::size_t left = changes.count_of(policy);
  for (Change change : changes.all()) {
    if (change.policy != policy) continue;
    if (--left == 0) change.name = name;
    renamed.add(std::move(change));
  }
  std::string text;
  for (const NamedText& part : renamed.texts(policy, View::kAll)) text += (text.empty() ? "" : "\n") + part.text;
  return text;
}

auto save_change(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string path = take_word(rest);
  std::string name(kUnnamed);
  if (take_word(rest, "as")) name = take_word(rest);
  if (path.empty()) return refuse(session, output, Status::usage, "into which file?", "存入哪个文件？");
  if (session.changes.all().empty()) return refuse(session, output, Status::usage, "there is no change", "没有变更");
  const std::string policy = session.changes.all().back().policy;
  const std::string amendment = amendment_of(session, policy, name);
  name = amendment.substr(amendment.rfind('.') + 1);
  const auto one = merged(session, policy, name);
  const std::string text = laid_out(one ? *one : chained(session.changes, policy, name));
  const Status status = save_file(session, path, text, output, amendment);
  if (status == Status::answered) session.saved = {session.changes.all().size(), policy, amendment};
  return status;
}

// ── save case ──

auto save_case(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string path = take_word(rest);
  if (session.current_case() == nullptr) return refuse(session, output, Status::usage, "there is no case", "尚无案例");
  if (path.empty()) return refuse(session, output, Status::usage, "into which file?", "存入哪个文件？");
  return save_file(session, path, pretty_json(session.current_case()->draft.json()) + "\n", output);
}

// ── save test ──

// A case and its answer in the words of the language: what is given, and what comes.
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

auto save_test(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string title = take_word(rest), path = take_word(rest);
  if (title.empty())
    return refuse(session, output, Status::usage, "write `save test \"name\" FILE`", "请写作 `保存测试 \"名称\" 文件`");
  const OrTrouble<Settled> settled = settle_case(session, "");
  if (!settled) return output.trouble(settled.error());
  if (!settled.value().answer.errors.empty()) return output.trouble(session.trouble_of(settled.value().answer.errors));
  const ProgramNames& names = settled.value().names();
  const OrTrouble<std::string> base = session.base_policy();
  const bool changed = base && session.changes.count_of(base.value()) > 0 &&
                       names.policy == session.changes.amendment(base.value(), View::kAll);
  const bool saved =
      changed && session.saved.policy == base.value() && session.saved.changes == session.changes.all().size();
  const std::string policy = saved     ? session.saved.amendment
                             : changed ? amendment_of(session, base.value(), kUnnamed)
                                       : names.policy;
  const std::string test = laid_out(TestWriter(settled.value()).write(title, policy, names.service));
  if (path.empty()) {
    output.text(test);
    return Status::answered;
  }
  std::string why;
  const std::string before = session.host().read(path, why).value_or("");
  const Status status = save_file(session, path, before + (before.empty() ? "" : "\n") + test, output);
  if (status == Status::answered && changed && !saved)
    output.text(session.pick("it is a test of `" + policy + "`, which `save change FILE` writes\n",
                             "这是 `" + policy + "` 的测试，该修订由 `保存变更 文件` 写出\n"));
  return status;
}

}  // namespace

auto save_test_command() -> Command {
  return {
      .name = "save test",
      .chinese = "保存测试",
      .arguments = "\"NAME\" [FILE]",
      .topic = "keeping",
      .en = "Write the case at hand with its present results as a test; behind what the file holds already.",
      .zh = "把当前案例及其结果写成测试；接在文件已有内容之后。",
      .more_en = "Without a file it is shown. With changes it is a test of the amendment that `save change` writes.\n",
      .more_zh = "不给文件时显示。有变更时，它是 `保存变更` 所写修订的测试。\n",
      .examples = {"save test \"second stay\" stays.remit"},
      .completes = {Completes::nothing, Completes::file, Completes::nothing},
      .run = save_test};
}

auto save_case_command() -> Command {
  return {.name = "save case",
          .chinese = "保存案例",
          .arguments = "FILE",
          .topic = "keeping",
          .en = "Write the case at hand as JSON.",
          .zh = "把当前案例写成 JSON。",
          .examples = {"save case visitor.json"},
          .completes = {Completes::file, Completes::nothing},
          .run = save_case};
}

auto save_change_command() -> Command {
  return {.name = "save change",
          .chinese = "保存变更",
          .arguments = "FILE [as NAME]",
          .topic = "keeping",
          .en = "Write the changes as a file with an amendment, `reform` unless it is named.",
          .zh = "把变更写成一个修订文件，未命名时称 `reform`。",
          .more_en = "Where one change goes over another, each is an amendment of the one before.\n",
          .more_zh = "变更相互覆盖时，每项各为前一项的修订。\n",
          .examples = {"save change reform_2026.remit as reform_2026"},
          .completes = {Completes::file, Completes::nothing},
          .words = {{"as", "作为"}},
          .run = save_change};
}

}  // namespace remit::repl
