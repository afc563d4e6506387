#include "dsl/catalog/csv.h"

#include <algorithm>

namespace remit {
namespace {

// The first comma, line end or quote; most bytes are told apart from all three by one comparison.
auto end_of_plain(std::string_view text, std::size_t at) -> std::size_t {
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte <= ',' && (byte == ',' || byte == '\n' || byte == '"')) break;
  }
  return at;
}

auto end_of_line(std::string_view text, std::size_t at) -> std::size_t {
  return std::min(text.find('\n', at), text.size());
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : CsvReader(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

auto CsvReader::of_row(std::string_view row) -> CsvReader { return {row, 0}; }

void CsvReader::skip_blank_lines() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n"))) {
    at_ += text_[at_] == '\n' ? 1 : 2;
  }
}

bool CsvReader::next(std::vector<std::string_view>& cells) {
  cells.clear();
  problem_.reset();
  used_ = 0;
  skip_blank_lines();
  if (at_ >= text_.size()) return false;
  row_begin_ = at_;
  do {
    const std::size_t begin = at_;
    cells.push_back(cell());
    if (problem_) {
      cells.clear();
      pass_over_line(begin);
      return true;
    }
  } while (!end_of_row());
  return true;
}

void CsvReader::pass_over_line(std::size_t cell_begin) {
  row_end_ = end_of_line(text_, row_begin_);
  at_ = std::min(end_of_line(text_, cell_begin) + 1, text_.size());
}

// Past the comma (false) or the line's end (true).
bool CsvReader::end_of_row() {
  if (at_ < text_.size() && text_[at_] == ',') {
    ++at_;
    return false;
  }
  row_end_ = at_;
  if (at_ < text_.size()) at_ += text_[at_] == '\r' ? 2 : 1;
  return true;
}

auto CsvReader::cell() -> std::string_view {
  if (at_ < text_.size() && text_[at_] == '"') return quoted();
  const std::size_t begin = at_;
  at_ = end_of_plain(text_, at_);
  if (at_ < text_.size() && text_[at_] == '"') problem_ = Problem::stray_quote;
  if (at_ < text_.size() && text_[at_] == '\n' && at_ > begin && text_[at_ - 1] == '\r') --at_;
  return text_.substr(begin, at_ - begin);
}

auto CsvReader::quoted() -> std::string_view {
  const std::size_t begin = ++at_;
  bool doubled = false;
  for (;; at_ += 2, doubled = true) {
    at_ = text_.find('"', at_);
    if (at_ == std::string_view::npos) {
      problem_ = Problem::open_quote;
      return {};
    }
    if (!text_.substr(at_ + 1).starts_with('"')) break;
  }
  const std::string_view inside = text_.substr(begin, at_ - begin);
  ++at_;
  const std::string_view after = text_.substr(at_);
  if (!after.empty() && after[0] != ',' && after[0] != '\n' && !after.starts_with("\r\n")) {
    problem_ = Problem::stray_quote;
    return {};
  }
  return doubled ? without_doubles(inside) : inside;
}

auto CsvReader::without_doubles(std::string_view inside) -> std::string_view {
  if (used_ == doubled_.size()) doubled_.push_back(std::make_unique<std::string>());
  std::string& plain = *doubled_[used_++];
  plain.clear();
  for (std::size_t i = 0; i < inside.size(); ++i) {
    plain += inside[i];
    if (inside[i] == '"') ++i;
  }
  return plain;
}

}  // namespace remit
