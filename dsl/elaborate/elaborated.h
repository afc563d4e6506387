// What elaboration leaves beside the Program, for the passes that check it: where each node was written, and what
// the policy claims of its numbers.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dsl/flatten/flatten.h"
#include "dsl/source/span.h"
#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit {

// "What this node yields lies on `step`": of a rule, value or result of a declared type. Proved by the bound pass.
// Without a step: the value is a finite decimal.
struct PlaceClaim {
  NodeId node{};
  std::optional<Number> step;
  Span span;         // the expression
  std::string name;  // of the declaration
  Span declared;     // where its type was declared
};

// A quotient as it was written, for the proof that its divisor is not 0.
struct DivisionClaim {
  NodeId quotient{};
  Span divisor;
};

// A table in use, for the proof that its rows neither overlap nor leave a gap.
struct TableClaim {
  NodeId table{};  // an Op::table node
  const ast::Declaration* declaration = nullptr;
  std::vector<Span> rows;  // one a condition, in the order of the operands
  Span heading;
  std::vector<Span> columns;  // of a header that is a key: its cells, one entry of each row a cell; else empty
};

// Bands in use, as a version of them was written: cells of keys, then one an edge. Outlived by the policy's text.
struct BandsClaim {
  NodeId slice{};                              // an Op::slice node
  const ast::TableVersion* written = nullptr;  // or nullptr: made by a program
  std::size_t keys = 0;
};

// The rows of a catalog that the program looks up; its file is read by dsl/catalog.
struct CatalogUse {
  CatalogId id{};
  const ast::Declaration* declaration = nullptr;
  Type row;  // a record
};

// Where the constructs of the program are written, by the numbers that an Observer is told of
// (engine/evaluate/observer.h). A construct has as many numbers as it has uses, and all lead to one place.
struct Written {
  std::vector<const ast::Declaration*> rules;         // by RuleId
  std::vector<std::vector<Span>> versions;            // by timeline, by version: its `from DATE`
  std::vector<std::vector<Span>> rows;                // by table, by row; of a table of two keys the result's cell
  std::vector<std::vector<std::vector<Span>>> bands;  // by slice, by row, by band: the cell
};

struct Elaborated {
  Program program;
  ProgramNames names;
  std::vector<Span> spans;  // by SourceId
  std::vector<PlaceClaim> places;
  std::vector<DivisionClaim> divisions;
  std::vector<TableClaim> tables;
  std::vector<BandsClaim> bands;
  std::vector<CatalogUse> catalogs;
  std::vector<Span> exception_spans;  // by ProgramNames::exceptions: the label
  Written written;
};

}  // namespace remit
