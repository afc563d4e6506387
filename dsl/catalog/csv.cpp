#include "dsl/catalog/csv.h"

#include <algorithm>

namespace remit {

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

void CsvReader::skip_blank_lines() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n"))) {
    at_ += text_[at_] == '\n' ? 1 : 2;
    ++line_;
  }
}

bool CsvReader::next(std::vector<std::string_view>& cells) {
  cells.clear();
  if (problem_) return false;
  skip_blank_lines();
  if (at_ >= text_.size()) return false;
  row_line_ = line_;
  row_offset_ = at_;
  do {
    cells.push_back(cell());
  } while (!problem_ && !end_of_row());
  return !problem_;
}

// Past the comma (false) or the line's end (true).
bool CsvReader::end_of_row() {
  if (at_ >= text_.size()) return true;
  if (text_[at_++] == ',') return false;
  if (text_[at_ - 1] == '\r') ++at_;
  ++line_;
  return true;
}

auto CsvReader::cell() -> std::string_view {
  if (at_ < text_.size() && text_[at_] == '"') return quoted();
  const std::size_t begin = at_;
  at_ = std::min(text_.find_first_of(",\n\"", at_), text_.size());
  if (at_ < text_.size() && text_[at_] == '"') problem_ = Problem::stray_quote;
  if (at_ < text_.size() && text_[at_] == '\n' && at_ > begin && text_[at_ - 1] == '\r') --at_;
  return text_.substr(begin, at_ - begin);
}

auto CsvReader::quoted() -> std::string_view {
  const std::size_t begin = ++at_;
  bool doubled = false;
  for (;; at_ += 2, doubled = true) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) {
      problem_ = Problem::open_quote;
      return {};
    }
    at_ = quote;
    if (!text_.substr(at_ + 1).starts_with('"')) break;
  }
  const std::string_view inside = text_.substr(begin, at_ - begin);
  line_ += static_cast<std::uint32_t>(std::count(inside.begin(), inside.end(), '\n'));
  ++at_;
  const std::string_view after = text_.substr(at_);
  if (!after.empty() && after[0] != ',' && after[0] != '\n' && !after.starts_with("\r\n")) {
    problem_ = Problem::stray_quote;
  }
  if (!doubled) return inside;
  std::string& plain = *unquoted_.emplace_back(std::make_unique<std::string>());
  for (std::size_t i = 0; i < inside.size(); ++i) {
    plain += inside[i];
    if (inside[i] == '"') ++i;
  }
  return plain;
}

}  // namespace remit
