#include "dsl/catalog/table.h"

#include "dsl/hash/sha256.h"
#include "engine/text/utf8.h"

namespace remit {
namespace {

auto hash_of(std::string_view bytes) -> std::string { return Sha256().part(bytes).digest(); }

}  // namespace

auto CatalogFile::content() -> const Content& {
  std::call_once(once_, [&] { read(); });
  return content_;
}

void CatalogFile::read() {
  const std::unique_ptr<OpenFile> before = open();
  std::string why;
  std::optional<std::string> text = source_.read(path_, why);
  if (!text) {
    content_.problem = {.code = Code::E0601, .span = asked_, .arguments = {path_, why}};
    return;
  }
  const std::unique_ptr<OpenFile> after = open();
  if (before && after && before->state().stamp == after->state().stamp && after->size() == text->size()) {
    content_.state = before->state();
  }
  content_.text = *std::move(text);
  const std::size_t valid = valid_utf8_prefix(content_.text);
  const auto at = static_cast<std::uint32_t>(valid);
  if (valid != content_.text.size()) content_.problem = {.code = Code::E0618, .span = {.begin = at, .end = at + 1}};
  content_.hash = hash_of(content_.text);
}

auto CatalogFile::id_in(SourceSet& texts, std::mutex& mutex) -> FileId {
  const std::lock_guard lock(mutex);
  if (!id_) id_ = texts.add(shown_, content_.text).id;
  return *id_;
}

CatalogTable::CatalogTable(CatalogFile& file, std::string description, std::size_t columns)
    : file_(file), description_(std::move(description)) {
  std::unique_ptr<OpenFile> opened = file_.open();
  if (!opened) return;
  const FileState state = opened->state();
  index_ = RowsInIndex::open(file_.sink()->open(name_of(state)), std::move(opened), depends_on(state), columns);
}

auto CatalogTable::name_of(const FileState& state) const -> std::string {
  return Sha256().part(state.path).part(description_).digest();
}

auto CatalogTable::depends_on(const FileState& state) const -> std::string {
  return Sha256().part(state.path).part(state.stamp).part(description_).digest();
}

auto CatalogTable::content_hash() const -> std::string { return index_ ? index_->content() : file_.hash(); }

auto CatalogTable::read(const CatalogShape& shape, const TypeTable& types, SourceSet& texts, std::mutex& mutex)
    -> const Rows* {
  std::call_once(once_, [&] { read_once(shape, types, texts, mutex); });
  return problems_.empty() ? rows_.get() : nullptr;
}

void CatalogTable::read_once(const CatalogShape& shape, const TypeTable& types, SourceSet& texts, std::mutex& mutex) {
  const CatalogFile::Content& content = file_.content();
  if (content.problem) {
    problems_ = {*content.problem};
  } else {
    Reading reading = read_rows(content.text, shape, types);
    positions_ = std::move(reading.positions);
    problems_ = std::move(reading.problems);
    rows_ = std::make_unique<RowsInMemory>(content.text, std::move(reading.entries));
  }
  // An index that was right when it was opened has the file's hash: with another one, rows of two files were mixed.
  if (index_ && index_->content() != content.hash && problems_.empty()) {
    problems_.push_back(
        {.code = Code::E0601, .span = file_.asked(), .arguments = {file_.path(), "it changed while it was read"}});
  }
  if (problems_.empty() && content.state) keep(*content.state, content.hash);
  for (Diagnostic& problem : problems_) {
    if (problem.code == Code::E0601) continue;  // stands in the policy
    problem.span.file = file_.id_in(texts, mutex);
    for (Note& note : problem.notes) note.span.file = problem.span.file;
  }
}

// Below this size an index would save less than a tenth of a millisecond.
void CatalogTable::keep(const FileState& state, const std::string& content) const {
  constexpr std::size_t kWorthKeeping = std::size_t{64} << 10U;
  if (!state.settled || file_.content().text.size() < kWorthKeeping) return;
  const IndexBytes bytes = write_index({depends_on(state), content}, positions_, rows_->entries());
  file_.sink()->keep(name_of(state), {bytes.front, bytes.entries});
}

}  // namespace remit
