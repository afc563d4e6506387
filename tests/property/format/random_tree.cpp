#include "tests/property/format/random_tree.h"

namespace remit {

using ast::Expr;
using ast::Word;

// ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────────

auto RandomTree::word() -> std::string {
  return one_of<std::string>({"a", "rate", "class", "参保状态", "when", "x1", "two words", "in", "金额"});
}
auto RandomTree::name() -> std::string {
  return one_of<std::string>({"a", "b", "stay", "item", "起付线", "rate", "two words", "age", "start", "personal",
                              "数值", "slice", "only", "list", "隐私", "half", "starts", "own"});
}
auto RandomTree::text() -> std::string {
  return one_of<std::string>(
      {"text", "起付标准", "a \"quoted\" word", "back\\slash", "two\nlines", "# no comment", "| x |"});
}
auto RandomTree::digits() -> std::string {
  return one_of<std::string>({"0", "1", "30", "1300", "30000", "1234567", "0.05", "12345.67890", "100000000"});
}
auto RandomTree::date() -> std::string { return one_of<std::string>({"2024-01-31", "2001-04-01", "2024-02-29"}); }
auto RandomTree::path() -> ast::Path {
  ast::Path path;
  path.parts = several(0, 2, [&] { return worded(); });
  path.parts.insert(path.parts.begin(), named());
  return path;
}
auto RandomTree::labels() -> ast::Labels {
  ast::Labels labels;
  if (maybe()) labels.push_back({"", text()});
  if (maybe(30)) labels.push_back({"zh", text()});
  if (maybe(30)) labels.push_back({"en", text()});
  return labels;
}
auto RandomTree::period() -> ast::Period { return {date(), maybe(30) ? date() : "", {}}; }
auto RandomTree::notes() -> ast::Notes {
  ast::Notes notes;
  if (maybe(70)) return notes;
  notes.cites = several(0, 2, [&] { return ast::Citation{path(), maybe() ? "§37" : "", maybe(30) ? text() : "", {}}; });
  notes.assumptions = several(0, 1, [&] { return ast::Remark{{{"", text()}, {"en", text()}}, {}}; });
  notes.unexpressed = several(0, 1, [&] { return ast::Remark{{{"", text()}}, {}}; });
  notes.allows = several(0, 1, [&] { return ast::Allowance{{"W0217", {}}, text()}; });
  return notes;
}
auto RandomTree::rounded() -> std::optional<ast::RoundedClause> {
  if (maybe(70)) return std::nullopt;
  const Word mode = one_of<Word>({Word::half_up, Word::half_even, Word::down, Word::up, Word::ceiling});
  return ast::RoundedClause{mode, maybe() ? "0.01" : "", {}};
}

// ── expressions ────────────────────────────────────────────────────────────────────────────────────────────────────

auto RandomTree::make(Kind kind, Operands operands, std::string text, Word word) -> Expr* {
  Expr& e = arena_->expressions.emplace_back();
  e.kind = kind;
  e.operands = std::move(operands);
  e.text = std::move(text);
  e.word = word;
  return &e;
}

auto RandomTree::expression(int depth) -> const Expr* {
  if (depth <= 0) return leaf();
  return below(2) == 0 ? operators(depth - 1) : phrases(depth - 1);
}

auto RandomTree::leaf() -> const Expr* {
  switch (below(12)) {
    case 0: return make(Kind::number, {}, digits());
    case 1: return make(Kind::number, {}, "85%");
    case 2: return make(Kind::text, {}, text());
    case 3: return make(Kind::date, {}, date());
    case 4: return make(Kind::time, {}, "2024-01-31T08:30:00");
    case 5: return make(Kind::boolean, {}, {}, maybe() ? Word::yes : Word::no);
    case 6: return make(Kind::none);
    case 7: return make(Kind::period, {}, maybe() ? "1" : "30", one_of<Word>({Word::days, Word::months, Word::years}));
    case 8: return make(Kind::money, {make(Kind::name, {}, "CNY")}, digits());
    case 9: return make(Kind::points, {}, "20");
    case 10: return make(maybe() ? Kind::left : Kind::governing_date);
    default: return make(Kind::name, {}, name());
  }
}

auto RandomTree::fields_of(Kind kind, Operands operands, std::string text, int depth) -> const Expr* {
  Expr* e = make(kind, std::move(operands), std::move(text));
  for (std::uint32_t i = 1 + below(2); i > 0; --i) {
    e->fields.push_back({word(), {}});
    e->operands.push_back(expression(depth));
  }
  return e;
}

auto RandomTree::range(int depth) -> const Expr* {
  return make(Kind::range, {optional(depth), optional(depth)}, {}, maybe() ? Word::closed : Word::open_above);
}

auto RandomTree::operators(int d) -> const Expr* {
  const auto two = [&] { return Operands{expression(d), expression(d)}; };
  switch (below(22)) {
    case 0: return make(Kind::member, {expression(d)}, word());
    case 1: return make(Kind::index, two());
    case 2: return make(Kind::call, several(0, 2, [&] { return expression(d); }), name());
    case 3: return make(Kind::built_in, two(), {}, one_of<Word>({Word::min, Word::max, Word::clamp, Word::abs}));
    case 4: return fields_of(Kind::record, {}, maybe() ? name() : "", d);
    case 5: return fields_of(Kind::with, {expression(d)}, {}, d);
    case 6: return make(Kind::list, several(0, 3, [&] { return expression(d); }));
    case 7: return make(Kind::condition, {expression(d), expression(d), expression(d)});
    case 8: return make(Kind::logical_or, two());
    case 9: return make(Kind::logical_and, two());
    case 10: return make(Kind::logical_not, {expression(d)});
    case 11:
    case 12:
      return make(Kind::compare, two(), {},
                  one_of<Word>({Word::equal, Word::not_equal, Word::less, Word::less_equal, Word::greater,
                                Word::greater_equal}));
    case 13: return make(Kind::in, {expression(d), maybe() ? range(d) : expression(d)});
    case 14: return make(maybe() ? Kind::is_present : Kind::is_absent, {expression(d)});
    case 15: return make(Kind::starts_with, two());
    case 16: return make(Kind::add, two());
    case 17: return make(Kind::subtract, two());
    case 18: return make(Kind::multiply, two());
    case 19: return make(Kind::divide, two());
    case 20: return make(Kind::negate, {expression(d)});
    default: return make(Kind::or_else, two());
  }
}

auto RandomTree::phrases(int d) -> const Expr* {
  const auto two = [&] { return Operands{expression(d), expression(d)}; };
  const std::string year = maybe() ? "" : "07-01";
  const Word calendar = one_of<Word>({Word::year, Word::month, Word::day});
  switch (below(16)) {
    case 0: return make(Kind::as_of, two());
    case 1: return make(Kind::after_case, {expression(d)});
    case 2:
      return make(Kind::over_last, {expression(d), expression(d), expression(d)}, {},
                  maybe() ? Word::including : Word::excluding);
    case 3:
    case 4: return aggregate(d);
    case 5:
      return make(Kind::running, {expression(d), expression(d), optional(d), expression(d)}, name(),
                  maybe() ? Word::up_to : Word::before);
    case 6: return make(Kind::group, two(), name());
    case 7: return make(Kind::round, two(), {}, one_of<Word>({Word::half_up, Word::down, Word::up, Word::floor}));
    case 8:
    case 9: return slice(d);
    case 10:
      return make(Kind::between, two(), one_of<std::string>({"", "both", "first", "neither"}),
                  one_of<Word>({Word::days, Word::months, Word::years}));
    case 11: return make(Kind::age, two());
    case 12: return make(Kind::calendar, {expression(d)}, calendar == Word::year ? year : "", calendar);
    case 13: {
      Expr* e = make(Kind::boundary, {expression(d)}, {}, maybe() ? Word::year : Word::month);
      e->flag = maybe();
      return e;
    }
    case 14: return make(Kind::each, two(), {}, calendar);
    default: return make(Kind::every, {expression(d), expression(d), expression(d)});
  }
}

auto RandomTree::aggregate(int d) -> const Expr* {
  const Word word =
      one_of<Word>({Word::sum, Word::count, Word::any, Word::all, Word::first, Word::min, Word::max, Word::list});
  return make(Kind::aggregate, {expression(d), maybe(20) ? range(d) : expression(d), optional(d), optional(d)}, name(),
              word);
}

auto RandomTree::slice(int d) -> const Expr* {
  const Word word = one_of<Word>({Word::none, Word::above, Word::less});
  const std::string text = one_of<std::string>({"", "own share", "each rate"});
  const auto adjustment = [&] {
    return text == "each rate" ? make(Kind::add, {make(Kind::rate), expression(d)}) : expression(d);
  };
  Expr* e = make(Kind::slice, {}, text, word);
  e->operands = {expression(d), word == Word::none ? nullptr : expression(d), optional(d),
                 expression(d), text.empty() ? nullptr : adjustment(),        optional(d)};
  e->flag = word != Word::none && maybe(30);
  return e;
}

// ── types and cells ────────────────────────────────────────────────────────────────────────────────────────────────

auto RandomTree::base_type(bool in_list) -> ast::TypeExpr {
  using ast::TypeKind;
  ast::TypeExpr type;
  type.kind = one_of<TypeKind>({TypeKind::boolean, TypeKind::count, TypeKind::decimal, TypeKind::rate, TypeKind::date,
                                TypeKind::text, TypeKind::named, TypeKind::named});
  if (type.kind == TypeKind::named) type.name = "CNY";
  if (maybe(30))
    type.step = "0.01";
  else
    type.exact = maybe(20);
  if (!in_list && maybe(20)) type.at_most = "30";
  type.bounded = maybe(30);
  if (type.bounded) {
    const auto bound = [&]() -> const Expr* {
      const Expr* number = make(Kind::number, {}, digits());
      return maybe(20) ? make(Kind::negate, {number}) : maybe(20) ? make(Kind::date, {}, date()) : number;
    };
    if (maybe(70)) type.low = bound();
    if (maybe()) type.high = bound();
    type.open_above = maybe(20);
  }
  type.optional = maybe(20);
  return type;
}

auto RandomTree::type(int depth) -> const ast::TypeExpr* {
  ast::TypeExpr type = base_type(depth < 2);
  if (depth > 0 && maybe(20)) {
    type = {};
    type.kind = ast::TypeKind::list;
    type.element = this->type(depth - 1);
    // Only the outer of two lists may be without: the first `at most` belongs to the inner.
    if (depth < 2 || maybe()) type.at_most = "10000";
  }
  return &arena_->types.emplace_back(type);
}

auto RandomTree::field() -> ast::Field { return {worded(), labels(), type(), maybe(20), maybe(20) ? text() : ""}; }

auto RandomTree::cell() -> const Expr* {
  switch (below(10)) {
    case 0: return nullptr;
    case 1: return make(Kind::any_value);
    case 2: return make(Kind::otherwise);
    case 3: return make(Kind::beyond);
    case 4:
      return make(Kind::bound, {expression(1)}, {}, one_of<Word>({Word::up_to, Word::below, Word::from, Word::over}));
    case 5: return range(1);
    case 6: return make(Kind::choice, {expression(1), maybe() ? range(0) : expression(0)});
    case 7: return make(Kind::name, {}, word());
    default: return expression(2);
  }
}

auto RandomTree::rows() -> ast::TableVersion {
  ast::TableVersion version;
  const std::uint32_t width = 1 + below(3);
  const auto row = [&] { return ast::Row{several(width, width, [&] { return cell(); }), {}}; };
  version.header = row();
  version.rows = several(1, 3, row);
  return version;
}

auto RandomTree::table_versions() -> std::vector<ast::TableVersion> {
  if (maybe(70)) return {rows()};
  std::vector<ast::TableVersion> versions = several(1, 2, [&] { return rows(); });
  for (ast::TableVersion& version : versions) version.period = period();
  return versions;
}

// ── declarations ───────────────────────────────────────────────────────────────────────────────────────────────────

auto RandomTree::exception(bool of_rule) -> ast::Exception {
  ast::Exception x;
  if (of_rule) x.rule = named();
  x.label = named();
  x.labels = labels();
  x.over = several(0, 2, [&] { return named(); });
  if (maybe(30)) x.of = named();
  x.notes = notes();
  x.when = expression(2);
  x.then = expression(2);
  return x;
}

auto RandomTree::rule() -> ast::Rule {
  ast::Rule rule;
  if (maybe()) rule.type = type();
  rule.rounded = rounded();
  const auto version = [&] {
    return ast::RuleVersion{
        {}, expression(4), maybe(30) ? expression(2) : nullptr, several(0, 2, [&] { return exception(false); })};
  };
  rule.versions = maybe(70) ? several(1, 1, version) : several(1, 3, version);
  if (rule.versions.size() > 1 || maybe(20)) {
    for (ast::RuleVersion& one : rule.versions) one.period = period();
  }
  return rule;
}

auto RandomTree::share() -> ast::Share {
  ast::Share x;
  ast::TypeExpr type = base_type(false);  // `: count of` would be read as the aggregate
  if (type.kind == ast::TypeKind::count) type.kind = ast::TypeKind::decimal;
  x.type = &arena_->types.emplace_back(type);
  x.amount = expression(2);
  x.loop = named();
  x.list = expression(2);
  (maybe() ? x.weight : x.order) = expression(2);
  if (x.order != nullptr) x.at_most = optional(2);
  x.takes_all = one_of<std::string>({"", "first", "last"});
  return x;
}

auto RandomTree::documents(int depth) -> std::vector<ast::Document> {
  return several(1, 3, [&] {
    ast::Document paper;
    if (depth > 0 && maybe(20)) {
      paper.one_of = documents(depth - 1);
    } else {
      paper = {named(), labels(), optional(2), {}};
    }
    return paper;
  });
}

auto RandomTree::account() -> ast::Account {
  ast::Account x;
  const auto services = [&] { return several(0, 2, [&] { return named(); }); };
  x.type = type();
  x.keys = several(1, 2, [&] { return expression(2); });
  x.pots = several(1, 3, [&] { return named(); });
  x.credits = several(0, 2, [&] {
    return ast::Account::Movement{named(), expression(2), optional(2), services(), {}};
  });
  x.debits = several(0, 2, [&] { return ast::Account::Movement{{}, expression(2), optional(2), services(), {}}; });
  x.never_below = optional(2);
  return x;
}

auto RandomTree::given(int depth) -> ast::Given {
  return {path(), labels(), maybe(20) ? text() : "",
          depth > 0 && maybe(20) ? several(1, 2, [&] { return given(depth - 1); }) : std::vector<ast::Given>()};
}

auto RandomTree::service() -> ast::Service {
  ast::Service x;
  x.takes = several(1, 3, [&] { return named(); });
  x.governed_by_as_of = maybe(20);
  if (!x.governed_by_as_of) x.governed_by = expression(2);
  x.ordered_by_posting = maybe(20);
  if (!x.ordered_by_posting) x.ordered_by = optional(2);
  x.gives = several(0, 3, [&] { return given(1); });
  x.ensures = several(0, 2, [&] { return ast::Ensures{expression(2), optional(1), labels(), notes(), {}}; });
  x.requires_ = several(0, 2, [&] { return named(); });
  x.lists = several(0, 2, [&] { return named(); });
  return x;
}

auto RandomTree::test_path() -> const Expr* {
  const Expr* e = make(Kind::name, {}, name());
  for (std::uint32_t i = below(3); i > 0; --i) {
    e = maybe(80) ? make(Kind::member, {e}, word()) : make(Kind::index, {e, expression(1)});
  }
  return e;
}

auto RandomTree::test() -> ast::Test {
  using Expectation = ast::Expectation;
  ast::Test x;
  x.title = text();
  if (maybe(20)) x.of = path();
  if (maybe(20)) x.service = named();
  if (maybe(20)) x.like = text();
  const auto expectation = [&] {
    if (maybe(20)) return Expectation{Expectation::Kind::error, nullptr, "E0901", {}};
    if (maybe(20)) return Expectation{Expectation::Kind::blocked, nullptr, {}, {}};
    return Expectation{Expectation::Kind::holds, expression(2), {}, {}};
  };
  x.steps = several(1, 2, [&] {
    return ast::TestStep{several(0, 3,
                                 [&] {
                                   return ast::Assignment{test_path(), optional(2), {}};
                                 }),
                         several(0, 2, expectation), maybe(20) ? date() : ""};
  });
  if (maybe(70)) return x;
  x.columns = several(1, 3, [&] { return ast::Test::Column{maybe(), test_path()}; });
  const auto width = static_cast<std::uint32_t>(x.columns.size());
  x.cases = several(0, 3, [&] { return ast::Row{several(width, width, [&] { return expression(1); }), {}}; });
  x.cases.insert(x.cases.begin(), ast::Row{});
  return x;
}

auto RandomTree::body(std::uint32_t kind) -> decltype(ast::Declaration::body) {
  const auto name_list = [&](std::uint32_t least, std::uint32_t most) {
    return several(least, most, [&] { return named(); });
  };
  const auto keys = [&] { return several(1, 2, [&] { return expression(2); }); };
  const auto table_keys = [&](std::uint32_t least) {
    return several(least, 2, [&] {
      if (maybe()) return ast::Key{path(), nullptr};
      return ast::Key{{{named()}, {}}, type()};
    });
  };
  switch (kind) {
    case 0: return ast::Currency{"0.01"};
    case 1: return ast::Enum{several(0, 4, [&] { return ast::Member{named(), labels(), maybe(20) ? text() : ""}; })};
    case 2: return ast::Record{several(0, 4, [&] { return field(); })};
    case 3: return ast::Input{type(), maybe(20)};
    case 4: return ast::Source{maybe() ? date() : "", maybe() ? text() : "", maybe() ? text() : ""};
    case 5: return ast::UnexpressedClause{name_list(0, 2)};
    case 6: return ast::MonthEnds{one_of<std::string>({"last day", "next day", "error"})};
    case 7: {
      ast::ValueDecl x{type(), rounded(), {{{}, expression(2)}}};
      if (maybe()) x.versions = several(1, 3, [&] { return ast::DatedValue{period(), expression(2)}; });
      return x;
    }
    case 8: return ast::Needs{type()};
    case 9: {
      ast::Table x{table_keys(1), maybe() ? type() : nullptr, {}, rounded(), table_versions()};
      if (x.result == nullptr) x.results = several(1, 2, [&] { return field(); });
      return x;
    }
    case 10: return ast::Bands{type(), table_keys(0), maybe(30) ? type() : nullptr, table_versions()};
    case 11: {
      ast::Catalog x;
      x.record = named();
      x.by = name_list(0, 2);
      x.file = text();
      if (maybe()) x.overlay = text();
      x.key = worded();
      if (maybe()) x.valid = {worded(), worded()};
      x.fields = several(0, 2, [&] { return field(); });
      return x;
    }
    case 12:
    case 13: return rule();
    case 14:
      return ast::Function{several(0, 2,
                                   [&] {
                                     return ast::Function::Parameter{named(), type()};
                                   }),
                           type(), expression(3)};
    case 15: return share();
    case 16: return ast::Payers{expression(2), name_list(0, 3), named()};
    case 17:
      return ast::Require{optional(2), expression(2), static_cast<ast::Severity>(below(4)), labels(),
                          maybe() ? ast::Labels{{"", text()}} : ast::Labels{}};
    case 18: return ast::Documents{optional(2), documents(1)};
    case 19: {
      ast::Tally x{maybe(20), type(), keys(), optional(2), {}, expression(2), name_list(0, 2)};
      if (maybe()) x.keeps = static_cast<ast::Keeper>(below(4));
      return x;
    }
    case 20: return ast::Spell{keys(), expression(1), expression(1), Word::greater_equal, expression(1)};
    case 21: {
      ast::History x{type(0), maybe() ? "100" : "", keys(), optional(2), {}, name_list(0, 2)};
      x.records = several(1, 3, [&] { return ast::FieldValue{worded(), expression(2)}; });
      return x;
    }
    case 22: return account();
    case 23: return service();
    default: return test();
  }
}

auto RandomTree::declaration(bool in_list) -> ast::Declaration {
  ast::Declaration d;
  if (!in_list && maybe(10)) {
    ast::ForEach loop{named(), expression(2), optional(2), several(0, 3, [&] { return declaration(true); })};
    if (maybe(30)) d.change = ast::Change::extend;
    d.body = std::move(loop);
    return d;
  }
  if (maybe(4)) {
    d.body = ast::DropException{named(), named()};
    return d;
  }
  if (maybe(4)) {
    d.change = ast::Change::override_;
    d.body = exception(true);
    return d;
  }
  // Of each element there may be rules, values, shares, requirements and what is remembered; E0149 is told of others.
  const std::uint32_t kind =
      in_list ? one_of<std::uint32_t>({5, 7, 12, 13, 15, 17, 19, 20, 21, 22}) : static_cast<std::uint32_t>(below(25));
  d.body = body(kind);
  if (kind == 24) {
    d.name.text = std::get<ast::Test>(d.body).title;
    return d;
  }
  d.is_private = maybe(10);
  if (maybe(15)) d.change = ast::Change::override_;
  if (kind == 6) return d;
  if (kind != 16 || maybe()) d.name = named();
  d.labels = labels();
  d.notes = kind == 4 ? ast::Notes() : notes();
  if (kind == 5) d.notes = {d.notes.cites, {}, {}, {}};
  return d;
}

auto RandomTree::policy(bool last) -> ast::Policy {
  using PolicyKind = ast::Policy::Kind;
  ast::Policy x;
  x.kind =
      one_of<PolicyKind>({PolicyKind::policy, PolicyKind::abstract_policy, PolicyKind::module, PolicyKind::amendment});
  x.name = path();
  x.labels = labels();
  const bool amendment = x.kind == PolicyKind::amendment;
  if (amendment || (x.kind != PolicyKind::module && maybe())) x.parent = path();
  if (x.kind == PolicyKind::policy || x.kind == PolicyKind::abstract_policy) {
    if (maybe()) x.in_force = period();
    x.applies_when = optional(2);
    if (maybe(20)) x.allows.push_back({{"W0217", {}}, text()});
  }
  x.braces = amendment || !last || maybe();
  x.declarations = several(0, 6, [&] { return declaration(false); });
  return x;
}

auto RandomTree::file() -> ast::File {
  ast::File file;
  file.arena = arena_;
  file.imports = several(0, 2, [&] { return path(); });
  const std::uint32_t count = 1 + below(3);
  for (std::uint32_t i = 1; i <= count; ++i) file.policies.push_back(policy(i == count));
  return file;
}

}  // namespace remit
