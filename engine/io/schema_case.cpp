#include "engine/io/schema_case.h"

#include <algorithm>

#include "engine/io/read_opening.h"
#include "engine/io/read_value.h"
#include "engine/value/date.h"

namespace remit {
namespace {

using Shapes = std::vector<InputShape>;

class CaseSchema {
 public:
  CaseSchema(JsonWriter& out, const Program& program, const ProgramNames& names, const SchemaOptions& options,
             TypeSchemas& types)
      : out_(out), program_(program), names_(names), options_(options), types_(types) {}

  void write() {
    std::vector<std::string> must;
    out_.open_object();
    types_.annotate(out_, names_.service_labels);
    out_.key("type").string("object").key("properties").open_object();
    members(program_.inputs, "", must);
    as_of(must);
    papers();
    opening(must);
    out_.close_object();
    TypeSchemas::close(out_, must);
  }

 private:
  // As the reader of cases sees it: a record that is left out lacks each of its parts that must be there.
  bool must_be_given(const InputShape& shape, const std::string& path) const {
    if (shape.field.type.optional) return false;
    const auto& also = options_.also_needed;
    if (shape.kind != InputShape::Kind::record)
      return shape.needed || std::find(also.begin(), also.end(), path) != also.end();
    return std::any_of(shape.children.begin(), shape.children.end(),
                       [&](const InputShape& child) { return must_be_given(child, path + "." + child.field.name); });
  }

  // `path` of what they are parts of, with a dot behind it; empty for the inputs themselves.
  void members(const Shapes& shapes, const std::string& path, std::vector<std::string>& must) {
    for (const InputShape& shape : shapes) {
      const std::string& name = spelling(shape.field.name, shape.field.code, options_.codes);
      if (must_be_given(shape, path + shape.field.name)) must.push_back(name);
      out_.key(name);
      input(shape, path + shape.field.name);
    }
  }
  void object(const Shapes& shapes, const std::string& path) {
    std::vector<std::string> must;
    out_.key("properties").open_object();
    members(shapes, path + ".", must);
    out_.close_object();
    TypeSchemas::close(out_, must);
  }

  void input(const InputShape& shape, const std::string& path) {
    if (shape.kind == InputShape::Kind::leaf) return types_.taken(out_, shape.field);
    out_.open_object();
    types_.annotate(out_, shape.field.labels, shape.field.personal);
    const bool optional = shape.field.type.optional;
    if (shape.kind == InputShape::Kind::record) {
      TypeSchemas::type(out_, "object", optional);
      object(shape.children, path);
    } else {
      TypeSchemas::type(out_, "array", optional);
      list(shape, path);
    }
  }
  void list(const InputShape& shape, const std::string& path) {
    const std::int64_t declared = std::min(program_.at(*shape.list).at_most, kMaxListLength);
    const std::int64_t at_most = std::min(declared, shape.field.limits.at_most.value_or(declared));
    out_.key("maxItems").raw(std::to_string(at_most)).key("items");
    const bool plain = shape.children.size() == 1 && shape.children.front().field.name.empty();
    if (plain) {
      input(shape.children.front(), path);
    } else {
      out_.open_object().key("type").string("object");
      object(shape.children, path + "[]");
    }
    out_.close_object();
  }

  // ── the keys that are no inputs ──

  void as_of(std::vector<std::string>& must) {
    const bool needed = program_.governed_by == kNoNode && !options_.as_of;
    if (needed) must.emplace_back("as_of");
    out_.key("as_of").open_object().key("type").string("string");
    if (options_.as_of) out_.key("const").string(print_date(*options_.as_of));
    out_.key("format").string("date").key("pattern").string(kDatePattern).close_object();
  }

  void papers() {
    out_.key("papers").open_object().key("type").string("array");
    out_.key("maxItems").raw(std::to_string(names_.papers.empty() ? 0 : kMaxListLength));
    if (!names_.papers.empty()) {
      out_.key("items").open_object().key("type").string("string").key("anyOf").open_array();
      for (const DeclarationName& paper : names_.papers) {
        if (paper.name.empty()) continue;  // a group
        out_.open_object().key("const").string(paper.name);
        types_.annotate(out_, paper.labels);
        out_.close_object();
      }
      out_.close_array().close_object();
    }
    out_.close_object();
  }

  void opening(std::vector<std::string>& must) {
    const std::vector<bool> read = memories_read(program_);
    std::vector<std::string> must_inside;
    out_.key("opening").open_object().key("type").string("object").key("properties").open_object();
    for (std::size_t i = 0; i < read.size(); ++i) {
      const DeclarationName& name = names_.memories[program_.memories[i].name];
      if (read[i]) must_inside.push_back(name.name);
      out_.key(name.name).open_object();
      types_.annotate(out_, name.labels);
      out_.key("type").string("array").key("maxItems").raw(std::to_string(kMaxListLength)).key("items");
      entry(program_.memories[i]);
      out_.close_object();
    }
    out_.close_object();
    TypeSchemas::close(out_, must_inside);
    if (!must_inside.empty()) must.emplace_back("opening");
  }
  void entry(const Memory& memory) {
    std::vector<std::string> must = {"key"};
    out_.open_object().key("type").string("object").key("properties").open_object();
    types_.taken_key(out_, memory.key_types);
    const auto part = [&](const char* name, const FieldType& field) {
      must.emplace_back(name);
      out_.key(name);
      types_.taken(out_, field);
    };
    switch (memory.kind) {
      case Memory::Kind::spell:
        part("start", unnamed({.kind = TypeKind::date}));
        part("end", unnamed({.kind = TypeKind::date}));
        break;
      case Memory::Kind::account: pots(memory, must); break;
      case Memory::Kind::history: rows(memory, must); break;
      case Memory::Kind::adds:
      case Memory::Kind::keeps_highest:
      case Memory::Kind::keeps_lowest:
      case Memory::Kind::keeps_earliest:
      case Memory::Kind::keeps_latest: part("value", unnamed(memory.type, memory.limits)); break;
    }
    out_.close_object();
    TypeSchemas::close(out_, must);
  }
  void pots(const Memory& memory, std::vector<std::string>& must) {
    must.emplace_back("pots");
    out_.key("pots").open_object().key("type").string("object").key("properties").open_object();
    for (const std::string& pot : memory.pots) {
      out_.key(pot);
      types_.taken(out_, unnamed(memory.type, memory.limits));
    }
    out_.close_object();
    TypeSchemas::close(out_, memory.pots);
  }
  void rows(const Memory& memory, std::vector<std::string>& must) {
    must.emplace_back("rows");
    const std::int64_t at_most = std::min(memory.limits.at_most.value_or(kMaxListLength), kMaxListLength);
    out_.key("rows")
        .open_object()
        .key("type")
        .string("array")
        .key("maxItems")
        .raw(std::to_string(at_most))
        .key("items");
    types_.taken(out_, unnamed(memory.type));
    out_.close_object();
  }

  JsonWriter& out_;
  const Program& program_;
  const ProgramNames& names_;
  const SchemaOptions& options_;
  TypeSchemas& types_;
};

}  // namespace

void write_case_schema(JsonWriter& out, const Program& program, const ProgramNames& names, const SchemaOptions& options,
                       TypeSchemas& types) {
  CaseSchema(out, program, names, options, types).write();
}

}  // namespace remit
