// Declarations, policies and files as the author wrote them.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "dsl/ast/expression.h"
#include "dsl/source/span.h"

namespace remit::ast {

// A path such as cn.beijing.employee or stay.admitted: text with dots, and each part.
struct Path {
  std::vector<Name> parts;
  Span span;
  [[nodiscard]] auto text() const -> std::string;
};

struct Label {
  std::string language;  // "zh", "en", or empty for one that serves every language
  std::string text;
};
using Labels = std::vector<Label>;

struct Citation {
  Path source;
  std::string section;  // "§37", or empty
  std::string quote;
  Span span;
};
struct Remark {  // an assumption, or an unexpressed clause
  Labels text;
  Span span;
};
struct Allowance {
  Name code;
  std::string reason;
};
struct Notes {
  std::vector<Citation> cites;
  std::vector<Remark> assumptions;
  std::vector<Remark> unexpressed;
  std::vector<Allowance> allows;
};

// [from, until] of a version: ISO dates as written, `until` inclusive; both empty where the declaration is timeless.
struct Period {
  std::string from, until;
  Span span;
};

struct RoundedClause {
  Word mode = Word::none;
  std::string step;  // digits as written, or empty: the type's own place
  Span span;
};

struct Row {
  std::vector<const Expr*> cells;  // nullptr: an empty cell
  Span span;
  bool whole = true;  // has as many cells as its header; else it was told, and empty ones stand for the missing
};
// The place of a cell; of the whole row for column 0, and where the cell is empty or missing.
auto row_place(const Row& row, std::size_t column) -> Span;
struct TableVersion {
  Period period;
  Row header;
  std::vector<Row> rows;
};
struct Key {
  Path path;                       // bound, when `type` is null and it has several parts
  const TypeExpr* type = nullptr;  // `(level : Level)`
};

struct Field {
  Name name;
  Labels labels;
  const TypeExpr* type = nullptr;
  bool personal = false;
  std::string code;  // `as "…"`
};

struct Currency {
  std::string step;
};
struct Member {
  Name name;
  Labels labels;
  std::string code;
};
struct Enum {
  std::vector<Member> members;
};
struct Record {
  std::vector<Field> fields;
};
struct Input {
  const TypeExpr* type = nullptr;
  bool personal = false;
};
struct Source {
  std::string issued, url, number;
};
struct UnexpressedClause {
  std::vector<Name> affects;
};
struct MonthEnds {
  std::string rule;
};  // "last day", "next day", "error"

struct DatedValue {
  Period period;
  const Expr* value = nullptr;
};
struct ValueDecl {
  const TypeExpr* type = nullptr;
  std::optional<RoundedClause> rounded;
  std::vector<DatedValue> versions;  // one without a period where it was written `= …`
};
struct Needs {
  const TypeExpr* type = nullptr;
};

struct Table {
  std::vector<Key> keys;
  const TypeExpr* result = nullptr;  // null where `results` are named
  std::vector<Field> results;
  std::optional<RoundedClause> rounded;
  std::vector<TableVersion> versions;
};
struct Bands {
  const TypeExpr* axis = nullptr;
  std::vector<Key> keys;
  const TypeExpr* result = nullptr;  // null: rate, or money on an axis of counts
  std::vector<TableVersion> versions;
};
struct Catalog {
  Name record;
  std::vector<Name> by;
  std::string file, overlay;
  Span file_span, overlay_span;
  Name key;
  std::optional<std::pair<Name, Name>> valid;
  std::vector<Field> fields;  // empty: `record` is declared elsewhere
};

struct Exception {
  Name rule;  // only in `override except rule.label` and in `drop except`; else empty
  Name label;
  Labels labels;
  std::vector<Name> over;
  std::optional<Name> of;
  Notes notes;
  const Expr* when = nullptr;
  const Expr* then = nullptr;
  Span span;
};
struct RuleVersion {
  Period period;
  const Expr* value = nullptr;  // null in `extend rule x { except … }`
  const Expr* when = nullptr;   // the base's own condition, or null
  std::vector<Exception> exceptions;
};
struct Rule {
  const TypeExpr* type = nullptr;  // null: exact, inferred
  std::optional<RoundedClause> rounded;
  std::vector<RuleVersion> versions;
};
struct Function {
  struct Parameter {
    Name name;
    const TypeExpr* type = nullptr;
  };
  std::vector<Parameter> parameters;
  const TypeExpr* type = nullptr;
  const Expr* body = nullptr;
};
struct Share {
  const TypeExpr* type = nullptr;
  const Expr* amount = nullptr;
  Name loop;
  const Expr* list = nullptr;
  const Expr* weight = nullptr;  // pro rata
  const Expr* order = nullptr;   // in order of
  const Expr* at_most = nullptr;
  std::string takes_all;  // "", "first", "last"
};
struct Payers {
  const Expr* amount = nullptr;
  std::vector<Name> payers;
  Name rest;
};
enum class Severity : std::uint8_t { blocks, pends, reduces, warns };
struct Require {
  const Expr* when = nullptr;
  const Expr* holds = nullptr;
  Severity severity{};
  Labels message;
  Labels advice;
};
struct Document {
  Name name;  // empty for a group
  Labels labels;
  const Expr* when = nullptr;
  std::vector<Document> one_of;
};
struct Documents {
  const Expr* when = nullptr;
  std::vector<Document> papers;
};

enum class Keeper : std::uint8_t { highest, lowest, earliest, latest };
struct Tally {
  bool shared = false;
  const TypeExpr* type = nullptr;
  std::vector<const Expr*> keys;
  const Expr* when = nullptr;
  std::optional<Keeper> keeps;  // absent: adds
  const Expr* amount = nullptr;
  std::vector<Name> services;
};
struct Spell {
  std::vector<const Expr*> keys;
  const Expr* from = nullptr;
  const Expr* to = nullptr;
  Word comparison = Word::greater_equal;
  const Expr* gap = nullptr;
};
struct FieldValue {
  Name name;
  const Expr* value = nullptr;
};
struct History {
  const TypeExpr* element = nullptr;
  std::string at_most;
  std::vector<const Expr*> keys;
  const Expr* when = nullptr;
  std::vector<FieldValue> records;
  std::vector<Name> services;
};
struct Account {
  struct Movement {
    Name pot;  // credits only
    const Expr* amount = nullptr;
    const Expr* when = nullptr;
    std::vector<Name> services;
    Span span;
  };
  const TypeExpr* type = nullptr;
  std::vector<const Expr*> keys;
  std::vector<Name> pots;
  std::vector<Movement> credits, debits;
  const Expr* never_below = nullptr;
};

struct Given {
  Path path;
  Labels labels;
  std::string code;
  std::vector<Given> fields;  // of a list's elements
};
struct Ensures {
  const Expr* holds = nullptr;
  const Expr* within = nullptr;
  Labels labels;
  Notes notes;
  Span span;
};
struct Service {
  std::vector<Name> takes;
  bool governed_by_as_of = false;
  const Expr* governed_by = nullptr;
  bool ordered_by_posting = false;
  const Expr* ordered_by = nullptr;
  std::vector<Given> gives;
  std::vector<Ensures> ensures;
  std::vector<Name> requires_;
  std::vector<Name> lists;
};

struct Assignment {
  const Expr* path = nullptr;   // name, member and index nodes
  const Expr* value = nullptr;  // null: `is absent`
  Span span;
};
struct Expectation {
  enum class Kind : std::uint8_t { holds, error, blocked };
  Kind kind{};
  const Expr* holds = nullptr;
  std::string error;  // a code such as E0901, or part of the message
  Span span;
};
struct TestStep {
  std::vector<Assignment> given;
  std::vector<Expectation> expect;
  std::string as_of;
};
struct Test {
  std::string title;
  Path of;       // empty: the policy that it stands in
  Name service;  // empty: the policy's only service
  std::string like;
  Span like_span;
  std::vector<TestStep> steps;  // a `then` starts the next
  std::vector<Row> cases;       // the first row is the header: `given path`, `expect path`
  struct Column {
    bool expect = false;
    const Expr* path = nullptr;
  };
  std::vector<Column> columns;  // of `cases`
};

enum class Change : std::uint8_t { none, override_, extend };

struct Declaration;
struct ForEach {
  Name loop;
  const Expr* list = nullptr;
  const Expr* governed_by = nullptr;
  std::vector<Declaration> declarations;
};
struct DropException {
  Name rule, label;
};

struct Declaration {
  Name name;  // tests: the title; month_ends, for_each, exceptions: empty
  Span span;  // of the whole declaration, for moving and for conflicts
  bool is_private = false;
  Change change = Change::none;
  Labels labels;
  Notes notes;
  std::vector<std::string> comments;  // whole-line comments above it, without `#`
  std::variant<Currency, Enum, Record, Input, Source, UnexpressedClause, MonthEnds, ValueDecl, Needs, Table, Bands,
               Catalog, Rule, Exception, Function, Share, Payers, Require, Documents, Tally, Spell, History, Account,
               Service, Test, ForEach, DropException>
      body;
};

struct Policy {
  enum class Kind : std::uint8_t { policy, abstract_policy, module, amendment };
  Kind kind{};
  Path name;
  Path parent;  // extends, or what an amendment amends
  Labels labels;
  Period in_force;
  const Expr* applies_when = nullptr;
  std::vector<Allowance> allows;
  std::vector<Declaration> declarations;
  bool braces = false;
  Span span;  // of the heading
  std::vector<std::string> comments;
};

struct Comment {
  Span span;  // without the line end
  bool own_line = false;
};

struct File {
  FileId id{};
  std::shared_ptr<Arena> arena;
  bool chinese = false;  // `# language: zh` on line 1
  std::vector<Path> imports;
  std::vector<Policy> policies;
  std::vector<Declaration> tests;  // at top level
  std::vector<Comment> comments;   // all, in order, for the formatter
  std::vector<Name> broken;        // of declarations that could not be read: not to be called unknown as well
  bool only_headings = false;  // its policies can be found by name; what they declare was not read, or is not asked for
};

}  // namespace remit::ast
