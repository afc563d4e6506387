#include <algorithm>
#include <utility>

#include "engine/io/answer_rows.h"
#include "engine/io/json.h"
#include "engine/io/write_json.h"
#include "engine/text/utf8.h"
#include "repl/command/command.h"

namespace remit::repl {
namespace {

auto padding(std::size_t columns) -> std::string { return std::string(columns, ' '); }

auto as_text(const Table& table) -> std::string {
  std::vector<std::size_t> widths;
  for (const auto& row : table.rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max<std::size_t>(widths[i], columns(row[i]));
  }
  std::string text;
  for (const auto& row : table.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space = padding(widths[i] - columns(row[i]));
      const bool right = i < table.right.size() && table.right[i];
      line += (i == 0 ? "  " : "  ") + (right ? space + row[i] : row[i] + space);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

auto as_csv(const Table& table) -> std::string {
  std::string text;
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + csv_cell(row[i]);
    text += "\n";
  }
  return text;
}

void write_cell(JsonWriter& out, std::string_view cell, bool right) {
  if (right && cell.starts_with('+')) cell.remove_prefix(1);
  if (right && cell.empty())
    out.null();
  else if (right && is_json_number(cell))
    out.raw(cell);
  else
    out.string(cell);
}

auto as_json(const Table& table) -> std::string {
  JsonWriter out;
  out.open_array();
  for (std::size_t r = 1; r < table.rows.size(); ++r) {
    out.open_object();
    for (std::size_t i = 0; i < table.rows[r].size(); ++i) {
      write_cell(out.key(table.rows[0][i]), table.rows[r][i], i < table.right.size() && table.right[i]);
    }
    out.close_object();
  }
  return pretty_json(out.close_array().take()) + "\n";
}

auto markdown_cell(const std::string& text) -> std::string {
  std::string cell;
  for (const char c : text) cell += c == '|' ? std::string("\\|") : c == '\n' ? std::string("<br>") : std::string(1, c);
  return cell;
}

auto as_markdown(const Table& table) -> std::string {
  std::string text;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    text += "|";
    for (const std::string& cell : table.rows[r]) text += " " + markdown_cell(cell) + " |";
    text += "\n";
    if (r != 0) continue;
    text += "|";
    for (std::size_t i = 0; i < table.rows[0].size(); ++i)
      text += i < table.right.size() && table.right[i] ? " ---: |" : " --- |";
    text += "\n";
  }
  return text;
}

}  // namespace

auto print_table(const Table& table, Format format) -> std::string {
  switch (format) {
    case Format::table: return as_text(table);
    case Format::csv: return as_csv(table);
    case Format::json: return as_json(table);
    case Format::markdown: return as_markdown(table);
  }
  return {};
}

void Output::add(bool trouble, std::string_view text) {
  if (text.empty()) return;
  if (parts_.empty() || parts_.back().trouble != trouble) parts_.push_back({trouble, ""});
  parts_.back().text += text;
}

auto usage(const Command& command) -> std::string {
  return std::string(command.name) + (command.arguments.empty() ? "" : " ") + std::string(command.arguments);
}

auto Output::trouble(const Trouble& trouble) -> Status {
  add(true, trouble.text);
  return trouble.status;
}

}  // namespace remit::repl
