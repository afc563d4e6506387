#include "dsl/flatten/layer.h"

#include <algorithm>
#include <map>

#include "dsl/ast/dump.h"
#include "dsl/ast/names.h"
#include "dsl/flatten/merge.h"
#include "dsl/flatten/unique.h"
#include "dsl/flatten/versions.h"
#include "dsl/format/expression.h"
#include "engine/text/nearest.h"

namespace remit {

namespace {

using ast::Declaration;
using How = Origin::How;

// The keyword in either language, with the space after it.
constexpr std::string_view kOverride = "override ";
constexpr std::string_view kOverrideZh = "改写 ";

auto place_of(const Declaration& d) -> Span { return d.name.text.empty() ? d.span : d.name.span; }

// What has no name of its own, such as `month ends`, stands once under its keyword.
auto name_of(const Declaration& d) -> std::string {
  return d.name.text.empty() ? std::string(ast::keyword(d)) : d.name.text;
}

class Layer {
 public:
  Layer(const CollectedPolicy& from, FlatSet& set, Texts& texts, std::vector<Diagnostic>& problems)
      : from_(from), set_(set), texts_(texts), problems_(problems) {}

  // The order in which a child writes its changes means nothing: what is declared comes first, what is replaced next,
  // then versions that are added, exceptions that are replaced or taken away, and exceptions that are added.
  void run() {
    for (const Stage stage :
         {Stage::blocks, Stage::declare, Stage::replace, Stage::add, Stage::change_exceptions, Stage::add_exceptions}) {
      stage_ = stage;
      apply_all(from_.policy->declarations, kCase, std::nullopt);
    }
    check_drops();
  }

 private:
  using Block = std::optional<std::uint32_t>;

  void report(Code code, Span span, std::vector<std::string> arguments, std::vector<Note> notes = {},
              std::optional<Edit> edit = std::nullopt) {
    problems_.push_back({code, span, std::move(arguments), std::move(notes), std::move(edit)});
  }
  // The last argument is what is not known; the nearest of `known` is added to them, and as an edit.
  void report_unknown(Code code, Span span, std::vector<std::string> arguments, const std::vector<std::string>& known,
                      std::vector<Note> notes = {}) {
    const std::string near = nearest_name(arguments.back(), known);
    arguments.push_back(near);
    report(code, span, std::move(arguments), std::move(notes),
           near.empty() ? std::nullopt : std::optional(Edit{span, near}));
  }
  static auto declared(const FlatDeclaration& at) -> std::vector<Note> {
    return {{NoteKind::declared_here, place_of(*at.declaration), {name_of(*at.declaration)}}};
  }
  static auto owner(const FlatDeclaration& at) -> std::string { return at.origins.front().policy->name.text(); }

  enum class Stage : std::uint8_t { blocks, declare, replace, add, change_exceptions, add_exceptions };

  static auto stage_of(const Declaration& d) -> Stage {
    if (std::holds_alternative<ast::Exception>(d.body) || std::holds_alternative<ast::DropException>(d.body)) {
      return Stage::change_exceptions;
    }
    if (d.change == ast::Change::none) return Stage::declare;
    if (d.change == ast::Change::override_) return Stage::replace;
    const auto* rule = std::get_if<ast::Rule>(&d.body);
    const bool no_version = rule != nullptr && rule->versions.size() == 1 && rule->versions[0].value == nullptr;
    return no_version ? Stage::add_exceptions : Stage::add;
  }

  // What of them belongs to the stage at hand.
  void apply_all(const std::vector<Declaration>& declarations, Scope scope, Block block) {
    for (const Declaration& d : declarations) {
      if (std::holds_alternative<ast::Test>(d.body)) continue;
      if (const auto* loop = std::get_if<ast::ForEach>(&d.body))
        for_each(d, *loop, block);
      else if (stage_of(d) == stage_)
        apply(d, scope, block);
    }
  }

  void apply(const Declaration& d, Scope scope, Block block) {
    if (const auto* by = std::get_if<ast::Exception>(&d.body)) return override_exception(d, *by, scope, block);
    if (const auto* drop = std::get_if<ast::DropException>(&d.body)) return drop_exception(d, *drop, scope);
    if (d.change != ast::Change::extend) check_versions(name_of(d), periods_of(d), VersionOrder::written, problems_);
    check_unique(d, problems_);
    scope = scope_of(d, scope);
    switch (d.change) {
      case ast::Change::none: return declare(d, scope, block);
      case ast::Change::override_: return override_(d, scope, block);
      case ast::Change::extend: return extend(d, scope, block);
    }
  }

  // A share's parts are read as item.NAME.
  auto scope_of(const Declaration& d, Scope scope) -> Scope {
    if (const auto* share = std::get_if<ast::Share>(&d.body); share != nullptr && share->list != nullptr) {
      return list_scope(*share->list);
    }
    return scope;
  }
  auto list_scope(const ast::Expr& list) -> Scope { return {kFirstList + texts_.id(ast::dump(list))}; }

  auto find(const Declaration& d, Scope scope) -> FlatDeclaration* { return set_.find(scope, texts_.id(name_of(d))); }

  auto made(const Declaration& d, Block block) const -> FlatDeclaration {
    // The file owns the declaration: the pointer shares nothing.
    return {
        std::shared_ptr<const Declaration>(std::shared_ptr<void>(), &d), block, {{How::declared, from_.policy, &d}}};
  }

  void replace(FlatDeclaration& at, Declaration merged, How how, const Declaration& by) {
    at.declaration = std::make_shared<const Declaration>(std::move(merged));
    at.origins.push_back({how, from_.policy, &by});
  }

  // ── declaring ────────────────────────────────────────────────────────────────────────────────────────────────

  void declare(const Declaration& d, Scope scope, Block block) {
    FlatDeclaration* there = find(d, scope);
    if (there == nullptr) return set_.add(scope, texts_.id(name_of(d)), made(d, block));
    if (there->origins.back().policy == from_.policy) {
      return report(Code::E0213, place_of(d), {name_of(d)}, declared(*there));
    }
    if (is_private_to_another(*there, d)) return;
    if (std::holds_alternative<ast::Needs>(there->declaration->body)) return give(d, *there, block);
    report(Code::E0214, place_of(d), {name_of(d), owner(*there)}, declared(*there), insert_override(d));
  }

  auto insert_override(const Declaration& d) const -> std::optional<Edit> {
    if (d.is_private) return std::nullopt;
    return Edit{{d.span.file, d.span.begin, d.span.begin}, std::string(from_.chinese ? kOverrideZh : kOverride)};
  }

  // A value, a rule or a table gives what an ancestor needs, in its type. What does not fit is told and taken, so that
  // it is not missed as well.
  void give(const Declaration& d, FlatDeclaration& there, Block block) {
    const bool fits = std::holds_alternative<ast::ValueDecl>(d.body) || std::holds_alternative<ast::Rule>(d.body) ||
                      std::holds_alternative<ast::Table>(d.body);
    if (fits) {
      keeps_type(d, there);
    } else {
      report(Code::E0218, place_of(d), {name_of(d), "value", std::string(ast::keyword(d))}, declared(there));
    }
    Declaration merged = overridden(*there.declaration, d);
    merged.is_private = d.is_private;
    there.block = block;
    replace(there, std::move(merged), How::declared, d);
  }

  bool is_private_to_another(const FlatDeclaration& there, const Declaration& d) {
    if (visible(there, from_.policy)) return false;
    report(Code::E0231, place_of(d), {name_of(d), owner(there)}, declared(there));
    return true;
  }

  bool keeps_type(const Declaration& d, const FlatDeclaration& there) {
    const std::string before = kept_type(*there.declaration);
    const std::string now = kept_type(d);
    if (before.empty() || now.empty() || before == now) return true;
    const Span type = type_span(d);
    report(Code::E0219, type.end == 0 ? place_of(d) : type, {name_of(d), before, now}, declared(there),
           type.end == 0 ? std::nullopt : std::optional(Edit{type, before}));
    return false;
  }

  // ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────

  // The inherited declaration that `d` changes; reports where there is none or it cannot be changed.
  auto changed(const Declaration& d, Scope scope, Code missing) -> FlatDeclaration* {
    FlatDeclaration* there = find(d, scope);
    if (there == nullptr) {
      report_unknown(missing, place_of(d), {name_of(d)}, set_.names_in(scope));
      return nullptr;
    }
    if (is_private_to_another(*there, d)) return nullptr;
    if (std::holds_alternative<ast::Needs>(there->declaration->body)) {
      report_needed(d, *there);
      return nullptr;
    }
    if (there->declaration->body.index() != d.body.index()) {
      report(Code::E0218, place_of(d),
             {name_of(d), std::string(ast::keyword(*there->declaration)), std::string(ast::keyword(d))},
             declared(*there));
      return nullptr;
    }
    if (std::holds_alternative<ast::Enum>(d.body)) {
      report(Code::E0220, place_of(d), {name_of(d)}, declared(*there));
      return nullptr;
    }
    return there;
  }

  void report_needed(const Declaration& d, const FlatDeclaration& there) {
    const auto word = static_cast<std::uint32_t>((from_.chinese ? kOverrideZh : kOverride).size());
    const Span span = {d.span.file, d.span.begin, d.span.begin + word};
    const bool begins = d.change == ast::Change::override_ && !d.is_private;
    report(Code::E0223, place_of(d), {name_of(d)},
           {{NoteKind::needed_here, place_of(*there.declaration), {name_of(d)}}},
           begins ? std::optional(Edit{span, ""}) : std::nullopt);
  }

  void override_(const Declaration& d, Scope scope, Block block) {
    if (FlatDeclaration* there = find(d, scope);
        there != nullptr && std::holds_alternative<ast::Needs>(there->declaration->body)) {
      report_needed(d, *there);
      return give(d, *there, block);
    }
    FlatDeclaration* there = changed(d, scope, Code::E0215);
    if (there == nullptr) return;
    if (there->origins.back().policy == from_.policy) {
      const Span first = place_of(*there->origins.back().declaration);
      return report(Code::E0213, place_of(d), {name_of(d)}, {{NoteKind::declared_here, first, {name_of(d)}}});
    }
    if (!keeps_type(d, *there)) return;
    Declaration merged = overridden(*there->declaration, d);
    // Inside `extend for each` a rule stays in the block, and under the date, where it was written.
    if (extends_block_ && there->block) block = there->block;
    if (there->block == block && ast::dump(merged) == ast::dump(*there->declaration)) {
      report(Code::W0217, place_of(d), {name_of(d)}, declared(*there), Edit{d.span, ""});
    }
    there->block = block;
    replace(*there, std::move(merged), How::overridden, d);
  }

  void extend(const Declaration& d, Scope scope, Block block) {
    FlatDeclaration* there = changed(d, scope, Code::E0216);
    if (there == nullptr || !shares_loop(*there, block) || !keeps_type(d, *there)) return;
    if (!extensible(*there->declaration)) {
      return report(Code::E0221, place_of(d), {name_of(d), std::string(ast::keyword(d))}, declared(*there));
    }
    if (const std::string differs = restated(*there->declaration, d); !differs.empty()) {
      return report(Code::E0234, place_of(d), {name_of(d), differs}, declared(*there));
    }
    replace(*there, extended(*there->declaration, d, problems_), How::extended, d);
  }

  // What is added to an item declaration calls the element as that declaration does.
  bool shares_loop(const FlatDeclaration& there, Block block) {
    if (!there.block || !block || *there.block == *block) return true;
    const FlatBlock& old = set_.blocks[*there.block];
    return same_loop(old, set_.blocks[*block].loop);
  }
  bool same_loop(const FlatBlock& old, const ast::Name& loop) {
    if (old.loop.text == loop.text) return true;
    report(Code::E0229, loop.span, {print_expression(*old.list), old.loop.text, loop.text},
           {{NoteKind::declared_here, old.loop.span, {old.loop.text}}}, Edit{loop.span, old.loop.text});
    return false;
  }

  // ── exceptions ───────────────────────────────────────────────────────────────────────────────────────────────

  // The inherited rule of that name with an exception of that label.
  auto rule_with(const ast::Name& name, const ast::Name& label, Scope scope) -> FlatDeclaration* {
    FlatDeclaration* there = set_.find(scope, texts_.id(name.text));
    const auto* rule = there == nullptr ? nullptr : std::get_if<ast::Rule>(&there->declaration->body);
    if (rule == nullptr) {
      report_unknown(Code::E0225, name.span, {name.text}, set_.names_in(scope));
      return nullptr;
    }
    if (!visible(*there, from_.policy)) {
      report(Code::E0231, name.span, {name.text, owner(*there)}, declared(*there));
      return nullptr;
    }
    const std::vector<std::string> labels = exception_labels(*rule);
    if (std::find(labels.begin(), labels.end(), label.text) != labels.end()) return there;
    report_unknown(Code::E0224, label.span, {name.text, label.text}, labels, declared(*there));
    return nullptr;
  }

  void override_exception(const Declaration& d, const ast::Exception& by, Scope scope, Block block) {
    FlatDeclaration* there = rule_with(by.rule, by.label, scope);
    if (there == nullptr || !shares_loop(*there, block)) return;
    Declaration merged = *there->declaration;
    replace_exception(std::get<ast::Rule>(merged.body), by);
    if (ast::dump(merged) == ast::dump(*there->declaration)) {
      report(Code::W0217, by.label.span, {by.rule.text + "." + by.label.text}, declared(*there), Edit{d.span, ""});
    }
    replace(*there, std::move(merged), How::overridden, d);
  }

  void drop_exception(const Declaration& d, const ast::DropException& drop, Scope scope) {
    FlatDeclaration* there = rule_with(drop.rule, drop.label, scope);
    if (there == nullptr) return;
    Declaration merged = *there->declaration;
    remit::drop_exception(std::get<ast::Rule>(merged.body), drop.label.text);
    replace(*there, std::move(merged), How::dropped, d);
    drops_.push_back({&drop, scope});
  }

  // When all is done: an exception of a dropped one must have been dropped or overridden as well.
  void check_drops() {
    for (const auto& [drop, scope] : drops_) {
      FlatDeclaration& there = *set_.find(scope, texts_.id(drop->rule.text));
      Declaration left = *there.declaration;
      auto& rule = std::get<ast::Rule>(left.body);
      const std::vector<ast::Name> orphans = exceptions_of(rule, drop->label.text);
      for (const ast::Name& orphan : orphans) {
        report(Code::E0226, drop->label.span, {drop->label.text, orphan.text},
               {{NoteKind::declared_here, orphan.span, {orphan.text}}});
      }
      if (orphans.empty()) continue;
      drop_with_children(rule, drop->label.text);  // later passes need not say it again
      there.declaration = std::make_shared<const Declaration>(std::move(left));
    }
  }

  // ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────

  void for_each(const Declaration& d, const ast::ForEach& loop, Block outer) {
    const bool extends = d.change == ast::Change::extend;
    const Scope scope = list_scope(*loop.list);
    auto known = blocks_.find(&d);
    if (known == blocks_.end()) {
      if (extends && stage_ == Stage::blocks) return;  // it may extend a block that is written below it
      known = blocks_.emplace(&d, block_for(loop, scope, extends, outer)).first;
    }
    if (!known->second || stage_ == Stage::blocks) return;
    extends_block_ = extends;
    apply_all(loop.declarations, scope, known->second);
    extends_block_ = false;
  }

  auto block_for(const ast::ForEach& loop, Scope scope, bool extends, Block outer) -> Block {
    if (outer) {
      report(Code::E0230, loop.loop.span, {});
      return std::nullopt;
    }
    return extends ? inherited_block(loop, scope) : new_block(loop, scope);
  }

  auto new_block(const ast::ForEach& loop, Scope scope) -> Block {
    set_.blocks.push_back({loop.loop, loop.list, loop.governed_by});
    set_.block_scopes.push_back(scope);
    return static_cast<std::uint32_t>(set_.blocks.size() - 1);
  }

  auto inherited_block(const ast::ForEach& loop, Scope scope) -> Block {
    const auto found = std::find(set_.block_scopes.begin(), set_.block_scopes.end(), scope);
    if (found == set_.block_scopes.end()) {
      std::vector<std::string> lists;
      for (const FlatBlock& block : set_.blocks) lists.push_back(print_expression(*block.list));
      const std::string text = print_expression(*loop.list);
      report_unknown(Code::E0228, loop.list->span, {text}, lists);
      return std::nullopt;
    }
    // Of several blocks over the list, the one with this governing date; a date that none has would be lost.
    std::uint32_t block = static_cast<std::uint32_t>(found - set_.block_scopes.begin());
    if (loop.governed_by != nullptr) {
      const auto same_date = [&](std::uint32_t i) {
        const ast::Expr* date = set_.blocks[i].governed_by;
        return set_.block_scopes[i] == scope && date != nullptr && ast::dump(*date) == ast::dump(*loop.governed_by);
      };
      while (block < set_.blocks.size() && !same_date(block)) ++block;
      if (block == set_.blocks.size()) {
        report(Code::E0239, loop.governed_by->span, {print_expression(*loop.governed_by)});
        return std::nullopt;
      }
    }
    return same_loop(set_.blocks[block], loop.loop) ? Block(block) : std::nullopt;
  }

  struct Drop {
    const ast::DropException* what;
    Scope scope;
  };

  const CollectedPolicy& from_;
  FlatSet& set_;
  Texts& texts_;
  std::vector<Diagnostic>& problems_;
  std::vector<Drop> drops_;
  Stage stage_ = Stage::blocks;
  std::map<const Declaration*, Block> blocks_;  // of each `for each`, once it is known; none: it is wrong
  bool extends_block_ = false;                  // inside `extend for each`
};

}  // namespace

void add_layer(const CollectedPolicy& from, FlatSet& set, Texts& texts, std::vector<Diagnostic>& problems) {
  Layer(from, set, texts, problems).run();
}

}  // namespace remit
