#include "dsl/catalog/catalogs.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "engine/text/utf8.h"
#include "engine/value/date.h"

namespace remit {
namespace {

auto problem(Code code, Span span, std::vector<std::string> arguments) -> Diagnostic {
  Diagnostic told{};
  told.code = code;
  told.span = span;
  told.arguments = std::move(arguments);
  return told;
}

auto catalog_of(const ast::Declaration& declaration) -> const ast::Catalog& {
  return std::get<ast::Catalog>(declaration.body);
}

auto suffix_of(const std::string& path) -> std::string {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos || path.find('/', dot) != std::string::npos ? "" : path.substr(dot);
}

// "a/b/c" → "a/b/", "c" → "".
auto folder_of(const std::string& path) -> std::string { return path.substr(0, path.rfind('/') + 1); }
auto parent_of(const std::string& folder) -> std::string { return folder_of(folder.substr(0, folder.size() - 1)); }

void check_placeholders(const PathPattern& base, const PathPattern& overlay, const ast::Catalog& catalog,
                        std::vector<Diagnostic>& problems) {
  std::vector<std::string> keys;
  for (const ast::Name& by : catalog.by) keys.push_back(by.text);
  const auto known = [&](const std::string& name) { return std::find(keys.begin(), keys.end(), name) != keys.end(); };
  const auto used = [&](const PathPattern& pattern, const std::string& key) {
    const auto& names = pattern.placeholders();
    return std::find(names.begin(), names.end(), key) != names.end();
  };
  for (const auto& [pattern, span] : {std::pair(&base, catalog.file_span), std::pair(&overlay, catalog.overlay_span)}) {
    for (const std::string& name : pattern->placeholders()) {
      if (!known(name)) problems.push_back(problem(Code::E0604, span, {name, nearest_name(name, keys)}));
    }
  }
  for (const ast::Name& by : catalog.by) {
    if (!used(base, by.text) && !used(overlay, by.text)) problems.push_back(problem(Code::E0605, by.span, {by.text}));
  }
}

struct Validity {
  std::int64_t begin = INT64_MIN, end = INT64_MAX;
};

auto validity(const std::vector<Value>& row, const CatalogShape& shape) -> Validity {
  const auto day = [&](const std::optional<std::size_t>& column, std::int64_t open) {
    if (!column || row[*column].tag() != Value::Tag::integer) return open;
    return row[*column].as_integer();
  };
  return {day(shape.begin, INT64_MIN), day(shape.end, INT64_MAX)};
}

// Rows of one key that hold on one day, and rows that end before they begin.
class OverlapCheck {
 public:
  OverlapCheck(const RowReader& reader, const CatalogShape& shape, const TypeTable& types,
               std::vector<Diagnostic>& problems)
      : reader_(reader), shape_(shape), types_(types), problems_(problems) {}

  void add(const CsvTable::Row& row, const std::vector<Value>& values) {
    const Validity held = validity(values, shape_);
    const std::string number = std::to_string(row.number);
    if (held.end < held.begin) {
      problems_.push_back(
          problem(Code::E0619, reader_.span(row), {number, print_date(held.begin), print_date(held.end)}));
      return;
    }
    const std::string key = key_text(values[shape_.key], shape_.columns[shape_.key].type, types_);
    std::vector<Held>& others = held_[key];
    for (const Held& other : others) {
      if (other.validity.begin <= held.end && held.begin <= other.validity.end) {
        Diagnostic told = problem(Code::E0620, reader_.span(row), {number, key});
        told.notes.push_back({NoteKind::other_row, reader_.span(other.row), {std::to_string(other.row.number)}});
        problems_.push_back(std::move(told));
        return;
      }
    }
    others.push_back({row, held});
  }

 private:
  struct Held {
    CsvTable::Row row;
    Validity validity;
  };
  const RowReader& reader_;
  const CatalogShape& shape_;
  const TypeTable& types_;
  std::vector<Diagnostic>& problems_;
  std::unordered_map<std::string, std::vector<Held>> held_;
};

bool any_failed(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(), [](const Value& value) { return value.is_failed(); });
}

void check_rows(const CsvTable& table, const CatalogShape& shape, const TypeTable& types,
                std::vector<Diagnostic>& problems) {
  const RowReader reader(table, shape, types);
  const std::vector<Diagnostic> header = reader.header_problems();
  problems.insert(problems.end(), header.begin(), header.end());
  if (!header.empty()) return;
  OverlapCheck overlaps(reader, shape, types, problems);
  for (const CsvTable::Row& row : table.rows()) {
    const std::vector<Value> values = reader.read(row, problems);
    if (!any_failed(values)) overlaps.add(row, values);
  }
}

}  // namespace

// The rows of one catalog for one program.
class BoundRows : public CatalogRows {
 public:
  BoundRows(Catalogs& catalogs, Catalogs::Place place, const ast::Catalog& catalog, CatalogShape shape,
            const TypeTable& types)
      : catalogs_(catalogs), place_(std::move(place)), catalog_(catalog), shape_(std::move(shape)), types_(types) {
    for (const ast::Name& by : catalog.by) by_.push_back(by.text);
  }

  auto find(const std::vector<Value>& by, const Value& key, std::optional<std::int64_t> date,
            bool& region_missing) const -> Value override {
    std::vector<std::string> values;
    for (const Value& value : by) values.push_back(value.tag() == Value::Tag::text ? value.as_text() : by_text(value));
    const std::string wanted = key_text(key, shape_.columns[shape_.key].type, types_);
    if (place_.overlaid) {
      bool replaced = false;
      const Value row = find_in(place_.overlay, values, wanted, date, region_missing, replaced);
      if (region_missing || replaced) return row;
    }
    bool found = false;
    return find_in(place_.base, values, wanted, date, region_missing, found);
  }

 private:
  // `by` keys are texts or whole numbers; members of an enum are found by name where the key's type is the same.
  auto by_text(const Value& value) const -> std::string {
    return value.tag() == Value::Tag::number ? value.as_number().to_string() : std::string();
  }

  auto find_in(const PathPattern& pattern, const std::vector<std::string>& values, const std::string& key,
               std::optional<std::int64_t> date, bool& region_missing, bool& has_key) const -> Value {
    const std::optional<std::string> path = pattern.fill(by_, values);
    const Opened* opened = path ? open(*path) : nullptr;
    if (opened == nullptr) {
      region_missing = true;
      return {};
    }
    if (!opened->usable) return Value::failed();
    const CsvTable& table = opened->reader.table();
    const auto normal = has_normal_form(shape_.columns[shape_.key].type) ? CsvTable::Normal(normal_cell) : nullptr;
    const std::vector<std::size_t> rows = table.find(opened->reader.key_column(), key, normal);
    has_key = !rows.empty();
    for (const std::size_t row : rows) {
      Value found = row_on(opened->reader, table.rows()[row], date);
      if (!found.is_absent()) return found;
    }
    return {};
  }

  // The row as a record where it holds on the day; absent where it does not; failed where it is wrong.
  auto row_on(const RowReader& reader, const CsvTable::Row& row, std::optional<std::int64_t> date) const -> Value {
    std::vector<Diagnostic> problems;
    std::vector<Value> values = reader.read(row, problems);
    if (!problems.empty()) {
      catalogs_.add_problem(std::move(problems));
      return Value::failed();
    }
    const Validity held = validity(values, shape_);
    if (date && (*date < held.begin || held.end < *date)) return {};
    values.resize(shape_.fields);
    return Value::sequence(std::move(values));
  }

  struct Opened {
    RowReader reader;
    bool usable = false;
  };

  // nullptr: the library has no such file.
  auto open(const std::string& path) const -> const Opened* {
    const std::lock_guard lock(mutex_);
    const auto known = opened_.find(path);
    if (known != opened_.end()) return known->second.get();
    return opened_.emplace(path, open_new(path)).first->second.get();
  }

  auto open_new(const std::string& path) const -> std::unique_ptr<Opened> {
    const std::vector<std::string>& listed = catalogs_.listed(suffix_of(path));
    if (!std::binary_search(listed.begin(), listed.end(), path)) return nullptr;
    const Catalogs::File& file = catalogs_.file(path, catalog_.file_span);
    std::vector<Diagnostic> problems = file.problems;
    static const SourceText kNothing;
    static const CsvTable kEmpty(kNothing);
    auto opened = std::make_unique<Opened>(Opened{RowReader(file.table ? *file.table : kEmpty, shape_, types_)});
    if (file.table) {
      const std::vector<Diagnostic> header = opened->reader.header_problems();
      problems.insert(problems.end(), header.begin(), header.end());
    }
    opened->usable = problems.empty();
    catalogs_.add_problem(std::move(problems));
    return opened;
  }

  Catalogs& catalogs_;
  Catalogs::Place place_;
  const ast::Catalog& catalog_;
  CatalogShape shape_;
  const TypeTable& types_;
  std::vector<std::string> by_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Opened>> opened_;
};

auto Catalogs::bind(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
                    std::vector<Diagnostic>& problems) -> std::unique_ptr<CatalogRows> {
  const ast::Catalog& catalog = catalog_of(declaration);
  std::optional<Place> place = place_of(declaration, problems);
  if (!place) return nullptr;
  listed(suffix_of(place->base.text()));  // now, so that `find` only reads the list
  listed(suffix_of(place->overlay.text()));
  return std::make_unique<BoundRows>(*this, std::move(*place), catalog, shape_of(catalog, row, types), types);
}

void Catalogs::check(const ast::Declaration& declaration, const Type& row, const TypeTable& types,
                     std::vector<Diagnostic>& problems) {
  const std::optional<Place> place = place_of(declaration, problems);
  if (!place) return;
  const ast::Catalog& catalog = catalog_of(declaration);
  const CatalogShape shape = shape_of(catalog, row, types);
  std::vector<std::string> paths = matching(place->base);
  if (place->overlaid) {
    const std::vector<std::string> overlays = matching(place->overlay);
    paths.insert(paths.end(), overlays.begin(), overlays.end());
  }
  for (const std::string& path : paths) {
    const File& read = file(path, catalog.file_span);
    problems.insert(problems.end(), read.problems.begin(), read.problems.end());
    if (read.table) check_rows(*read.table, shape, types, problems);
  }
}

auto Catalogs::place_of(const ast::Declaration& declaration, std::vector<Diagnostic>& problems)
    -> std::optional<Place> {
  const ast::Catalog& catalog = catalog_of(declaration);
  const PathPattern base(catalog.file), overlay(catalog.overlay);
  const std::size_t before = problems.size();
  for (const auto& [pattern, span] : {std::pair(&base, catalog.file_span), std::pair(&overlay, catalog.overlay_span)}) {
    if (!pattern->stays_inside()) problems.push_back(problem(Code::E0603, span, {pattern->text()}));
  }
  check_placeholders(base, overlay, catalog, problems);
  if (problems.size() != before) return std::nullopt;

  const std::string beside = folder_of(texts_.at(catalog.file_span.file).path.substr(shown_.size()));
  for (std::string folder = beside;; folder = parent_of(folder)) {
    Place place{PathPattern(folder + catalog.file), PathPattern(folder + catalog.overlay), !catalog.overlay.empty()};
    if (exists(place.base)) return place;
    if (folder.empty()) break;
  }
  problems.push_back(problem(Code::E0602, catalog.file_span,
                             {catalog.file, nearest_name(catalog.file, listed(suffix_of(catalog.file)))}));
  return std::nullopt;
}

auto Catalogs::listed(const std::string& suffix) -> const std::vector<std::string>& {
  const auto known = listed_.find(suffix);
  if (known != listed_.end()) return known->second;
  return listed_.emplace(suffix, source_.list(suffix)).first->second;
}

auto Catalogs::matching(const PathPattern& pattern) -> std::vector<std::string> {
  std::vector<std::string> paths;
  for (const std::string& path : listed(suffix_of(pattern.text()))) {
    if (pattern.matches(path)) paths.push_back(path);
  }
  return paths;
}

auto Catalogs::file(const std::string& path, Span span) -> const File& {
  File* found = nullptr;
  {
    const std::lock_guard lock(mutex_);
    found = &files_[path];
  }
  std::call_once(found->once, [&] { load(*found, path, span); });
  return *found;
}

void Catalogs::load(File& file, const std::string& path, Span span) {
  std::string why;
  std::optional<std::string> text = source_.read(path, why);
  if (!text) {
    file.problems.push_back(problem(Code::E0601, span, {path, why}));
    return;
  }
  const std::size_t valid = valid_utf8_prefix(*text);
  const bool whole = valid == text->size();
  const std::lock_guard lock(mutex_);
  const SourceText& source = texts_.add(shown_ + path, std::move(*text));
  const auto at = static_cast<std::uint32_t>(valid);
  if (!whole) {
    file.problems.push_back(problem(Code::E0618, {source.id, at, at + 1}, {}));
    return;
  }
  file.table = std::make_unique<CsvTable>(source);
  if (const auto& broken = file.table->broken()) {
    const Code code = broken->problem == CsvReader::Problem::open_quote ? Code::E0616 : Code::E0617;
    const auto begin = static_cast<std::uint32_t>(broken->row.offset);
    file.problems.push_back(problem(code, {source.id, begin, begin + 1}, {std::to_string(broken->row.number)}));
  }
}

void Catalogs::add_problem(std::vector<Diagnostic> problems) {
  const std::lock_guard lock(mutex_);
  std::move(problems.begin(), problems.end(), std::back_inserter(problems_));
}

auto Catalogs::take_problems() -> std::vector<Diagnostic> {
  const std::lock_guard lock(mutex_);
  return std::exchange(problems_, {});
}

auto Catalogs::files_read() const -> std::vector<const SourceText*> {
  std::vector<const SourceText*> texts;
  for (const auto& [path, file] : files_) {
    if (file.table) texts.push_back(&file.table->source());
  }
  return texts;
}

}  // namespace remit
