// What an answer gives, as cells of text: for people on a terminal, and for spreadsheets.
#pragma once
#include <string>
#include <vector>

#include "engine/program/answer.h"
#include "engine/program/program.h"

namespace remit {

struct RowOptions {
  std::string language = "en";  // of labels and members: "zh", "en"
  bool show_personal = false;   // else values of personal fields are masked
  bool plain = false;           // numbers as digits of their place without units, what is absent as nothing
};

// One result. A record, or a list of records that is not empty, is a table, whose first row is its heading; all else
// is one cell.
struct AnswerRows {
  std::string label;
  bool is_table = false;
  std::vector<std::vector<std::string>> cells;
};

// In the order of the service; where the answer is blocked, all is absent. Requires: an answer of this program, without
// errors.
auto rows_of(const Answer& answer, const Program& program, const RowOptions& options) -> std::vector<AnswerRows>;

// Those results as CSV (RFC 4180, lines end with LF): the single ones as lines `label,value`, and each table below its
// label, between empty lines.
auto answer_csv(const Answer& answer, const Program& program, RowOptions options) -> std::string;
// One cell of it, in quotes where it needs them.
auto csv_cell(const std::string& text) -> std::string;

}  // namespace remit
