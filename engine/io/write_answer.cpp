#include "engine/io/write_answer.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/io/read_value.h"
#include "engine/io/write_json.h"
#include "engine/io/write_value.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto severity_name(Severity severity) -> std::string_view {
  switch (severity) {
    case Severity::blocks: return "blocks";
    case Severity::pends: return "pends";
    case Severity::reduces: return "reduces";
    case Severity::warns: return "warns";
  }
  return "";
}

// In the chosen language, else the one for every language, else the first.
auto chosen(const Labels& labels, const std::string& language) -> const std::string& {
  const auto in = [&](std::string_view wanted) {
    return std::find_if(labels.begin(), labels.end(), [&](const Label& label) { return label.language == wanted; });
  };
  if (const auto label = in(language); label != labels.end()) return label->text;
  if (const auto label = in(""); label != labels.end()) return label->text;
  return labels.front().text;
}

auto finish(JsonWriter& out, const WriteOptions& options) -> std::string {
  std::string json = out.take();
  return options.pretty ? pretty_json(json) : json;
}

class AnswerWriter {
 public:
  AnswerWriter(const Program& program, const ProgramNames& names, const WriteOptions& options)
      : program_(program), names_(names), options_(options) {}

  auto write(const Answer& answer) -> std::string {
    out_.open_object();
    heading(answer);
    result(answer);
    requirements(answer);
    documents(answer);
    assumptions(answer);
    postings(answer);
    text_part("explanation", options_.explanation);
    text_part("receipt", options_.receipt);
    out_.close_object();
    return finish(out_, options_);
  }

  auto write(const std::vector<MemoryState>& memories) -> std::string {
    out_.open_object();
    for (std::size_t i = 0; i < memories.size(); ++i) {
      const Memory& memory = program_.memories[i];
      out_.key(names_.memories[memory.name].name).open_array();
      for (const MemoryEntry& entry : memories[i].entries) memory_entry(entry, memory);
      out_.close_array();
    }
    out_.close_object();
    return finish(out_, options_);
  }

 private:
  void pair(std::string_view key, std::string_view text) { out_.key(key).string(text); }
  void flag(std::string_view key, bool value) { out_.key(key).boolean(value); }
  void text_part(std::string_view key, const std::string& json) {
    if (!json.empty()) out_.key(key).raw(compact_json(json));
  }

  void heading(const Answer& answer) {
    pair("policy", names_.policy);
    pair("version", names_.policy_version);
    pair("service", names_.service);
    pair("as_of", print_date(answer.date));
    pair("engine", options_.engine);
    pair("text_hash", names_.text_hash);
    pair("meaning_hash", names_.meaning_hash);
  }

  // ── what was asked for ──

  void result(const Answer& answer) {
    out_.key("result").open_object();
    for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
      const Output& output = program_.outputs[i];
      out_.key(spelling(output.name, output.code, options_.codes));
      if (answer.blocked)
        out_.null();
      else
        output_value(output, answer.outputs[i]);
    }
    out_.close_object();
  }
  void output_value(const Output& output, const OutputValue& given) {
    if (!output.list) return value(given.value, output.type, output.step);
    out_.open_array();
    for (const std::vector<OutputValue>& element : given.elements) {
      out_.open_object();
      for (std::size_t i = 0; i < output.fields.size(); ++i) {
        out_.key(spelling(output.fields[i].name, output.fields[i].code, options_.codes));
        output_value(output.fields[i], element[i]);
      }
      out_.close_object();
    }
    out_.close_array();
  }
  void value(const Value& given, const Type& type, const std::optional<Number>& step) {
    write_value(out_, given, type, step, program_.types, options_.codes);
  }

  // ── verdicts ──

  void requirements(const Answer& answer) {
    out_.key("requirements").open_array();
    for (const RequirementVerdict& verdict : answer.requirements) {
      const Requirement& requirement = program_.requirements[verdict.requirement];
      const DeclarationName& name = names_.requirements[requirement.name];
      out_.open_object();
      pair("name", name.name);
      item(requirement, verdict);
      pair("severity", severity_name(requirement.severity));
      flag("applies", verdict.applies);
      flag("met", verdict.met);
      labels("label", name.labels);
      labels("message", names_.messages[requirement.name]);
      labels("advice", names_.advice[requirement.name]);
      out_.close_object();
    }
    out_.close_array();
  }
  void item(const Requirement& requirement, const RequirementVerdict& verdict) {
    const auto& list = program_.at(requirement.met).list;
    if (!verdict.item || !list) return;
    pair("list", names_.lists[program_.at(*list).name]);
    out_.key("item").raw(std::to_string(*verdict.item));
  }

  void documents(const Answer& answer) {
    out_.key("documents").open_object();
    for (const DocumentsVerdict& verdict : answer.documents) {
      const DeclarationName& name = names_.documents[program_.documents[verdict.documents].name];
      out_.key(name.name).open_object();
      labels("label", name.labels);
      flag("applies", verdict.applies);
      papers("papers", verdict.papers);
      out_.close_object();
    }
    out_.close_object();
  }
  void papers(std::string_view key, const std::vector<PaperVerdict>& verdicts) {
    out_.key(key).open_array();
    for (const PaperVerdict& verdict : verdicts) paper(verdict);
    out_.close_array();
  }
  void paper(const PaperVerdict& verdict) {
    out_.open_object();
    if (verdict.name.empty()) {
      papers("one_of", verdict.one_of);
    } else {
      pair("name", verdict.name);
      paper_label(verdict.name);
    }
    flag("required", verdict.required);
    flag("given", verdict.given);
    out_.close_object();
  }
  void paper_label(const std::string& name) {
    const auto found = std::find_if(names_.papers.begin(), names_.papers.end(),
                                    [&](const DeclarationName& paper) { return paper.name == name; });
    if (found != names_.papers.end()) labels("label", found->labels);
  }

  void assumptions(const Answer& answer) {
    out_.key("assumptions").open_array();
    for (const std::uint32_t rule : answer.assumptions) remarks(names_.rules[program_.rules[rule].name]);
    for (const std::uint32_t declaration : answer.noted) remarks(names_.declarations[declaration]);
    out_.close_array();
  }
  void remarks(const DeclarationName& name) {
    for (const Labels& text : name.assumptions) assumption(name, "assumption", text);
    for (const Labels& text : name.unexpressed) assumption(name, "unexpressed", text);
  }
  void assumption(const DeclarationName& name, std::string_view kind, const Labels& text) {
    out_.open_object();
    pair("step", name.step);
    pair("kind", kind);
    labels("text", text);
    out_.close_object();
  }

  // One language: its text. None chosen: an object of all, unless there is only one for every language.
  void labels(std::string_view key, const Labels& labels) {
    if (labels.empty()) return;
    const bool single = labels.size() == 1 && labels.front().language.empty();
    if (single || !options_.language.empty()) return pair(key, chosen(labels, options_.language));
    out_.key(key).open_object();
    for (const Label& label : labels) pair(label.language.empty() ? "other" : label.language, label.text);
    out_.close_object();
  }

  // ── memory ──

  void postings(const Answer& answer) {
    out_.key("postings").open_array();
    for (const Posting& posting : answer.postings) {
      const Memory& memory = program_.at(posting.memory);
      out_.open_object();
      pair("memory", names_.memories[memory.name].name);
      key(posting.key, memory);
      movement(posting, memory);
      out_.close_object();
    }
    out_.close_array();
  }
  void movement(const Posting& posting, const Memory& memory) {
    switch (memory.kind) {
      case Memory::Kind::spell:
        part("start", posting.start, {.kind = TypeKind::date}, {});
        part("end", posting.end, {.kind = TypeKind::date}, {});
        return;
      case Memory::Kind::history: part("row", posting.row, memory.type, {}); return;
      case Memory::Kind::account: pair("pot", posting.pot); break;
      case Memory::Kind::adds:
      case Memory::Kind::keeps_highest:
      case Memory::Kind::keeps_lowest:
      case Memory::Kind::keeps_earliest:
      case Memory::Kind::keeps_latest: break;
    }
    part("amount", posting.amount, memory.type, memory.limits.step);
    if (!posting.after.is_absent()) part("after", posting.after, memory.type, memory.limits.step);
  }
  void memory_entry(const MemoryEntry& entry, const Memory& memory) {
    out_.open_object();
    key(entry.key, memory);
    switch (memory.kind) {
      case Memory::Kind::spell:
        part("start", entry.start, {.kind = TypeKind::date}, {});
        part("end", entry.end, {.kind = TypeKind::date}, {});
        break;
      case Memory::Kind::history:
        out_.key("rows").open_array();
        for (const Value& row : entry.rows) value(row, memory.type, {});
        out_.close_array();
        break;
      case Memory::Kind::account:
        out_.key("pots").open_object();
        for (std::size_t i = 0; i < memory.pots.size(); ++i) {
          part(memory.pots[i], entry.pots[i], memory.type, memory.limits.step);
        }
        out_.close_object();
        break;
      case Memory::Kind::adds:
      case Memory::Kind::keeps_highest:
      case Memory::Kind::keeps_lowest:
      case Memory::Kind::keeps_earliest:
      case Memory::Kind::keeps_latest: part("value", entry.value, memory.type, memory.limits.step); break;
    }
    out_.close_object();
  }
  void key(const std::vector<Value>& parts, const Memory& memory) {
    out_.key("key").open_array();
    for (std::size_t i = 0; i < parts.size(); ++i) value(parts[i], memory.key_types[i], {});
    out_.close_array();
  }
  void part(std::string_view name, const Value& given, const Type& type, const std::optional<Number>& step) {
    out_.key(name);
    value(given, type, step);
  }

  const Program& program_;
  const ProgramNames& names_;
  const WriteOptions& options_;
  JsonWriter out_;
};

}  // namespace

auto write_answer(const Answer& answer, const Program& program, const ProgramNames& names, const WriteOptions& options)
    -> std::string {
  return AnswerWriter(program, names, options).write(answer);
}

auto write_opening(const std::vector<MemoryState>& memories, const Program& program, const ProgramNames& names,
                   const WriteOptions& options) -> std::string {
  return AnswerWriter(program, names, options).write(memories);
}

auto write_errors(const std::vector<ErrorReport>& errors, const WriteOptions& options) -> std::string {
  JsonWriter out;
  out.open_object();
  if (options.line != 0) out.key("line").raw(std::to_string(options.line));
  out.key("errors").open_array();
  for (const ErrorReport& error : errors) {
    const std::pair<std::string_view, const std::string&> parts[] = {{"code", error.code},   {"message", error.message},
                                                                     {"path", error.path},   {"step", error.step},
                                                                     {"place", error.place}, {"hint", error.hint}};
    out.open_object();
    for (const auto& [key, text] : parts) {
      if (!text.empty()) out.key(key).string(text);
    }
    out.close_object();
  }
  out.close_array();
  if (!options.explanation.empty()) out.key("explanation").raw(compact_json(options.explanation));
  out.close_object();
  return finish(out, options);
}

}  // namespace remit
