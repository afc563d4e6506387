#include "engine/io/schema_answer.h"

#include <algorithm>

#include "engine/io/read_value.h"

namespace remit {
namespace {

class AnswerSchema {
 public:
  AnswerSchema(JsonWriter& out, const Program& program, const ProgramNames& names, const SchemaOptions& options,
               TypeSchemas& types)
      : out_(out), program_(program), names_(names), options_(options), types_(types) {}

  void write() {
    out_.open_object();
    types_.annotate(out_, names_.policy_labels);
    out_.key("type").string("object").key("properties").open_object();
    heading();
    results();
    requirements();
    documents();
    reference("assumptions", "assumptions");
    postings();
    reference("explanation", "explanation");
    reference("receipt", "receipt");
    out_.close_object();
    TypeSchemas::close(out_, {"policy", "version", "service", "as_of", "engine", "text_hash", "meaning_hash", "result",
                              "requirements", "documents", "assumptions", "postings"});
  }

 private:
  void reference(std::string_view key, std::string_view definition) {
    out_.key(key).open_object().key("$ref").string(definition_reference(definition)).close_object();
  }
  void constant(std::string_view key, std::string_view text) {
    out_.key(key).open_object().key("const").string(text).close_object();
  }
  void constants(std::string_view key, const std::vector<std::string>& texts) {
    out_.key(key).open_object().key("type").string("string").key("enum").open_array();
    for (const std::string& text : texts) out_.string(text);
    out_.close_array().close_object();
  }

  void heading() {
    constant("policy", names_.policy);
    constant("version", names_.policy_version);
    constant("service", names_.service);
    reference("as_of", "date");
    out_.key("engine").open_object().key("type").string("string").close_object();
    reference("text_hash", "hash");
    reference("meaning_hash", "hash");
  }

  // ── what was asked for ──

  void results() {
    const bool may_block = std::any_of(program_.requirements.begin(), program_.requirements.end(),
                                       [](const Requirement& r) { return r.severity == Severity::blocks; });
    out_.key("result").open_object().key("type").string("object");
    outputs(program_.outputs, may_block);
  }
  // To the end of the object that is open.
  void outputs(const std::vector<Output>& all, bool may_be_blocked) {
    std::vector<std::string> must;
    out_.key("properties").open_object();
    for (const Output& output : all) {
      must.push_back(spelling(output.name, output.code, options_.codes));
      out_.key(must.back());
      result(output, may_be_blocked);
    }
    out_.close_object();
    TypeSchemas::close(out_, must);
  }
  void result(const Output& output, bool may_be_blocked) {
    if (!output.list) {
      FieldType field = unnamed(output.type, {.step = output.step}, output.personal);
      field.labels = output.labels;
      field.type.optional = output.type.optional || may_be_blocked;
      return types_.given(out_, field, never_ratio(output.node));
    }
    out_.open_object();
    types_.annotate(out_, output.labels);
    TypeSchemas::type(out_, "array", may_be_blocked);
    out_.key("items").open_object().key("type").string("object");
    outputs(output.fields, false);
    out_.close_object();
  }
  auto never_ratio(NodeId node) const -> bool {
    const auto index = static_cast<std::size_t>(node);
    return index < program_.facts.size() && !program_.facts[index].may_be_ratio;
  }

  // ── verdicts ──

  void requirements() {
    std::vector<std::string> names;
    for (const Requirement& requirement : program_.requirements)
      names.push_back(names_.requirements[requirement.name].name);
    out_.key("requirements").open_object().key("type").string("array");
    if (names.empty()) {
      out_.key("maxItems").raw("0").close_object();
      return;
    }
    out_.key("items").open_object().key("type").string("object").key("properties").open_object();
    constants("name", names);
    reference("list", "name");
    reference("item", "index");
    constants("severity", {"blocks", "pends", "reduces", "warns"});
    truth("applies");
    truth("met");
    reference("label", "wording");
    reference("message", "wording");
    reference("advice", "wording");
    out_.close_object();
    TypeSchemas::close(out_, {"name", "severity", "applies", "met"});
    out_.close_object();
  }
  void truth(std::string_view key) { out_.key(key).open_object().key("type").string("boolean").close_object(); }

  void documents() {
    std::vector<std::string> must;
    out_.key("documents").open_object().key("type").string("object").key("properties").open_object();
    for (const Papers& papers : program_.documents) {
      const DeclarationName& name = names_.documents[papers.name];
      must.push_back(name.name);
      out_.key(name.name).open_object();
      types_.annotate(out_, name.labels);
      out_.key("$ref").string(definition_reference("documents")).close_object();
    }
    out_.close_object();
    TypeSchemas::close(out_, must);
  }

  // ── memory ──

  void postings() {
    out_.key("postings").open_object().key("type").string("array");
    const bool none = std::none_of(program_.memories.begin(), program_.memories.end(),
                                   [](const Memory& memory) { return memory.contributes; });
    if (none) {
      out_.key("maxItems").raw("0").close_object();
      return;
    }
    out_.key("items").open_object().key("anyOf").open_array();
    for (const Memory& memory : program_.memories) {
      if (memory.contributes) posting(memory);
    }
    out_.close_array().close_object().close_object();
  }
  void posting(const Memory& memory) {
    const DeclarationName& name = names_.memories[memory.name];
    std::vector<std::string> must = {"memory", "key"};
    out_.open_object();
    types_.annotate(out_, name.labels);
    out_.key("type").string("object").key("properties").open_object();
    constant("memory", name.name);
    types_.given_key(out_, memory.key_types);
    const auto part = [&](const char* called, const FieldType& field) {
      must.emplace_back(called);
      out_.key(called);
      types_.given(out_, field);
    };
    switch (memory.kind) {
      case Memory::Kind::spell:
        part("start", unnamed({.kind = TypeKind::date}));
        part("end", unnamed({.kind = TypeKind::date}));
        break;
      case Memory::Kind::history: part("row", unnamed(memory.type)); break;
      case Memory::Kind::account:
        must.emplace_back("pot");
        constants("pot", memory.pots);
        [[fallthrough]];
      case Memory::Kind::adds:
      case Memory::Kind::keeps_highest:
      case Memory::Kind::keeps_lowest:
      case Memory::Kind::keeps_earliest:
      case Memory::Kind::keeps_latest:
        part("amount", unnamed(memory.type, {.step = memory.limits.step}));
        out_.key("after");  // not where nobody said what was before
        types_.given(out_, unnamed(memory.type, {.step = memory.limits.step}));
        if (memory.kind == Memory::Kind::account) must.emplace_back("after");
        break;
    }
    out_.close_object();
    TypeSchemas::close(out_, must);
  }

  JsonWriter& out_;
  const Program& program_;
  const ProgramNames& names_;
  const SchemaOptions& options_;
  TypeSchemas& types_;
};

}  // namespace

void write_answer_schema(JsonWriter& out, const Program& program, const ProgramNames& names,
                         const SchemaOptions& options, TypeSchemas& types) {
  AnswerSchema(out, program, names, options, types).write();
}

}  // namespace remit
