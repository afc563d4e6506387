#include "dsl/testing/inventory.h"

#include <algorithm>
#include <numeric>
#include <variant>

#include "dsl/ast/names.h"
#include "dsl/format/expression.h"

namespace remit {
namespace {

bool dated(const ast::Period& period) { return !period.from.empty(); }

// Where a value without dates stands, as the place of its only version.
auto place_of(const ast::DatedValue& version) -> Span {
  return dated(version.period) ? version.period.span : version.value->span;
}

bool is_two_dimensional(const ast::TableVersion& version) {
  return !version.header.cells.empty() && version.header.cells[0] == nullptr;
}

}  // namespace

class Inventory::Lister {
 public:
  Lister(Inventory& into, const SourceSet& sources, bool chinese) : into_(into), sources_(sources), chinese_(chinese) {}

  void list(const FlatPolicy& policy) {
    if (dated(policy.in_force)) {
      add(CoverageClass::version, "policy", policy.name, from(policy.in_force), policy.policy->span);
    }
    for (const FlatDeclaration& flat : policy.declarations) {
      declaration_ = flat.declaration.get();
      std::visit([&](const auto& body) { this->body(body); }, declaration_->body);
    }
  }

 private:
  void add(CoverageClass of, std::string kind, std::string declaration, std::string part, Span place) {
    const auto [at, added] =
        into_.places_.emplace(std::tuple(of, place.file, place.begin), static_cast<ItemId>(into_.items.size()));
    if (!added) return;
    const SourceText& text = sources_.at(place.file);
    into_.items.push_back({.of = of,
                           .kind = std::move(kind),
                           .declaration = std::move(declaration),
                           .part = std::move(part),
                           .file = text.path,
                           .line = locate(text, place.begin).line,
                           .why = Unreached::untested,
                           .reason = chinese_ ? "受测试的服务都不需要它" : "no tested service needs it"});
  }
  void add(CoverageClass of, std::string part, Span place) {
    add(of, std::string(ast::keyword(*declaration_)), declaration_->name.text, std::move(part), place);
  }
  void add_version(const ast::Period& period) {
    if (dated(period)) add(CoverageClass::version, from(period), period.span);
  }

  auto from(const ast::Period& period) const -> std::string {
    const std::string until = period.until.empty() ? "" : (chinese_ ? " 至 " : " until ") + period.until;
    return (chinese_ ? "自 " : "from ") + period.from + until;
  }
  auto cell(const ast::Expr* e) const -> std::string { return e == nullptr ? "" : print_expression(*e, chinese_); }

  template <class Body>
  void body(const Body&) {}  // nothing that a test reaches

  void body(const ast::ValueDecl& value) {
    for (const ast::DatedValue& version : value.versions) {
      add(CoverageClass::version, dated(version.period) ? from(version.period) : "", place_of(version));
    }
  }
  void body(const ast::Catalog&) { add(CoverageClass::version, "", declaration_->name.span); }
  void body(const ast::Share&) { add(CoverageClass::rule, "", declaration_->name.span); }
  void body(const ast::Payers& payers) { add(CoverageClass::rule, "payers", payers.rest.text, "", payers.rest.span); }
  void body(const ast::Require&) { add(CoverageClass::requirement, "", declaration_->name.span); }

  void body(const ast::Rule& rule) {
    add(CoverageClass::rule, "", declaration_->name.span);
    for (const ast::RuleVersion& version : rule.versions) {
      add_version(version.period);
      for (const ast::Exception& exception : version.exceptions) {
        add(CoverageClass::exception, exception.label.text, exception.label.span);
      }
    }
  }

  void body(const ast::Table& table) {
    for (const ast::TableVersion& version : table.versions) {
      add_version(version.period);
      for (const ast::Row& row : version.rows) {
        is_two_dimensional(version) ? add_cells(version, row) : add_row(table, version, row);
      }
    }
  }
  void add_cells(const ast::TableVersion& version, const ast::Row& row) {
    for (std::size_t i = 1; i < std::min(row.cells.size(), version.header.cells.size()); ++i) {
      add(CoverageClass::row, cell(row.cells[0]) + ", " + cell(version.header.cells[i]), ast::row_place(row, i));
    }
  }
  void add_row(const ast::Table& table, const ast::TableVersion& version, const ast::Row& row) {
    std::string keys;
    for (std::size_t i = 0; i < std::min(row.cells.size(), version.header.cells.size()); ++i) {
      if (!is_key(table, version.header.cells[i])) continue;
      keys += (keys.empty() ? "" : ", ") + cell(row.cells[i]);
    }
    add(CoverageClass::row, keys, ast::row_place(row, 0));
  }
  static bool is_key(const ast::Table& table, const ast::Expr* header) {
    if (header == nullptr) return false;
    const std::string text = header->kind == ast::ExprKind::name ? header->text : print_expression(*header);
    return std::any_of(table.keys.begin(), table.keys.end(), [&](const ast::Key& key) {
      return key.path.parts.back().text == text || key.path.text() == text;
    });
  }

  void body(const ast::Bands& bands) {
    for (const ast::TableVersion& version : bands.versions) {
      add_version(version.period);
      for (const ast::Row& row : version.rows) {
        std::string keys;
        bool ended = false;  // behind a `none` this payer has stopped
        for (std::size_t i = 0; i < std::min(row.cells.size(), version.header.cells.size()); ++i) {
          const ast::Expr* content = row.cells[i];
          if (i < bands.keys.size())
            keys += cell(content) + ", ";
          else if (!ended)
            add(CoverageClass::band, keys + cell(version.header.cells[i]), ast::row_place(row, i));
          ended = ended || (i >= bands.keys.size() && (content == nullptr || content->kind == ast::ExprKind::none));
        }
      }
    }
  }

  Inventory& into_;
  const SourceSet& sources_;
  const bool chinese_;
  const ast::Declaration* declaration_ = nullptr;
};

Inventory::Inventory(const PolicyLibrary& library, bool chinese) {
  Lister lister(*this, library.sources(), chinese);
  for (const FlatPolicy& policy : library.policies()) {
    if (!library.has_syntax_errors(policy)) lister.list(policy);
  }
}

auto Inventory::find(CoverageClass of, Span place) const -> ItemId {
  const auto found = places_.find({of, place.file, place.begin});
  return found == places_.end() ? kNoItemId : found->second;
}

auto Inventory::find(const ast::Declaration& declaration) const -> ItemId {
  if (const auto* value = std::get_if<ast::ValueDecl>(&declaration.body)) {
    const bool one = value->versions.size() == 1 && !dated(value->versions[0].period);
    return one ? find(CoverageClass::version, place_of(value->versions[0])) : kNoItemId;
  }
  if (const auto* payers = std::get_if<ast::Payers>(&declaration.body))
    return find(CoverageClass::rule, payers->rest.span);
  const bool catalog = std::holds_alternative<ast::Catalog>(declaration.body);
  return find(catalog ? CoverageClass::version : CoverageClass::rule, declaration.name.span);
}

void Inventory::reach(ItemId item) {
  items[item].reached = true;
  items[item].why = Unreached::none;
  items[item].reason.clear();
}

void Inventory::verdict(ItemId requirement, bool met) {
  Verdicts& verdicts = verdicts_[requirement];
  (met ? verdicts.met : verdicts.unmet) = true;
  if (verdicts.met && verdicts.unmet) reach(requirement);
}

auto Inventory::verdicts(ItemId requirement) const -> Verdicts {
  const auto found = verdicts_.find(requirement);
  return found == verdicts_.end() ? Verdicts() : found->second;
}

auto Inventory::take() && -> Coverage {
  std::vector<std::tuple<std::string, std::uint32_t, std::uint32_t, ItemId>> order;
  for (const auto& [place, item] : places_) {
    order.emplace_back(items[item].file, std::get<2>(place), static_cast<std::uint32_t>(std::get<0>(place)), item);
  }
  std::sort(order.begin(), order.end());
  Coverage coverage;
  for (const auto& one : order) coverage.items.push_back(std::move(items[std::get<3>(one)]));
  return coverage;
}

}  // namespace remit
