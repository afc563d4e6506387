// Values, rules with their exceptions, functions; and how a declaration becomes a rule of the program, once for each
// date that picks its version.
#include <algorithm>
#include <set>

#include "dsl/ast/words.h"
#include "dsl/elaborate/implementation.h"
#include "dsl/format/expression.h"
#include "engine/text/nearest.h"

namespace remit {

namespace {

auto rule_kind(const ast::Declaration& d) -> Rule::Kind {
  if (std::holds_alternative<ast::ValueDecl>(d.body)) return Rule::Kind::value;
  if (std::holds_alternative<ast::Table>(d.body)) return Rule::Kind::table;
  return Rule::Kind::rule;
}

}  // namespace

auto Elaborator::Implementation::case_environment() const -> Environment {
  Environment env;
  env.date = governing_date_;
  return env;
}

auto Elaborator::Implementation::environment_of(const FlatDeclaration& flat) -> Environment {
  Environment env = case_environment();
  if (const auto share = share_lists_.find(&flat); share != share_lists_.end() && share->second) {
    env.list = share->second;
    const auto list = static_cast<std::uint32_t>(*share->second);
    const Type element{.kind = TypeKind::element, .id = list};
    return env.with(std::get<ast::Share>(flat.declaration->body).loop.text,
                    {.node = node(Op::local, element, {}, flat.declaration->name.span,
                                  static_cast<std::uint32_t>(build.program.lists[list].self)),
                     .type = element});
  }
  if (!flat.block) return env;
  if (const auto known = block_environments_.find(*flat.block); known != block_environments_.end())
    return known->second;
  const auto list = list_of_block(*flat.block);
  if (!list) return env;
  const FlatBlock& block = policy_.blocks[*flat.block];
  const Type element{.kind = TypeKind::element, .id = static_cast<std::uint32_t>(*list)};
  const Typed self{
      .node = node(Op::local, element, {}, block.loop.span, static_cast<std::uint32_t>(build.program.at(*list).self)),
      .type = element};
  env.block = flat.block;
  env.list = list;
  env = env.with(block.loop.text, self);
  if (block.governed_by != nullptr) {
    const Typed date = as_date(*block.governed_by, env);
    if (!date.wrong) env.date = date.node;
  }
  block_environments_[*flat.block] = env;
  return env;
}

auto Elaborator::Implementation::add_rule(Rule::Kind kind, std::optional<ListId> list, NodeId node,
                                          const FlatDeclaration& flat, const std::string& suffix) -> RuleId {
  out.names.rules.push_back(declaration_name(flat, suffix));
  build.program.rules.push_back(
      {.kind = kind, .list = list, .node = node, .name = static_cast<std::uint32_t>(out.names.rules.size() - 1)});
  out.written.rules.push_back(flat.declaration.get());
  return RuleId{static_cast<std::uint32_t>(build.program.rules.size() - 1)};
}

auto Elaborator::Implementation::rule_node(const MadeRule& rule, NodeId element, Span span) -> Typed {
  if (rule.wrong) return wrong();
  const Rule& made = build.program.at(rule.id);
  const auto index = static_cast<std::uint32_t>(rule.id);
  if (!made.list) return {.node = node(Op::rule, rule.type, {}, span, index), .type = rule.type};
  return {.node = node(Op::element_rule, rule.type, {element}, span, index), .type = rule.type};
}

auto Elaborator::Implementation::cycle(const RuleKey& key) -> MadeRule {
  const auto first =
      std::ranges::find_if(in_progress_, [&](const RuleKey& k) { return k.flat == key.flat && k.date == key.date; });
  std::vector<const ast::Name*> circle;
  std::set<std::string> members;
  for (auto at = first; at != in_progress_.end(); ++at) {
    circle.push_back(&at->flat->declaration->name);
    members.insert(circle.back()->text);
  }
  if (!circles_told_.insert(std::move(members)).second) return {.wrong = true};
  // From the rule that is written first, whichever was asked for first, so that every service tells the same.
  std::ranges::rotate(circle, std::ranges::min_element(circle, {}, [](const ast::Name* name) {
                        return std::pair(name->span.file, name->span.begin);
                      }));
  std::string path;
  std::vector<Note> notes;
  for (const ast::Name* name : circle) {
    path += name->text + " → ";
    notes.push_back({NoteKind::declared_here, name->span, {name->text}});
  }
  report(Code::E0401, circle.front()->span, {path + circle.front()->text}, std::move(notes));
  return {.wrong = true};
}

auto Elaborator::Implementation::rule_of(const FlatDeclaration& flat, NodeId date) -> MadeRule {
  const RuleKey key{&flat, date};
  if (const auto known = made_.find(key); known != made_.end()) return known->second;
  if (std::ranges::any_of(in_progress_, [&](const RuleKey& k) { return k.flat == key.flat && k.date == key.date; })) {
    return cycle(key);
  }
  const ast::Declaration& d = *flat.declaration;
  Environment env = environment_of(flat);
  const bool of_list = flat.block.has_value() || std::holds_alternative<ast::Share>(d.body);
  if (of_list && !env.list) return {.wrong = true};
  constexpr std::size_t kDeepest = 400;  // about 5 KB of stack each; longer chains are elaborated from their far end
  if (in_progress_.size() >= kDeepest) {
    report(Code::E0402, d.name.span, {d.name.text});
    return {.wrong = true};
  }
  in_progress_.push_back(key);
  Typed value = wrong();
  const auto payer = payer_places_.find(d.name.text);
  const bool pays = payer != payer_places_.end() && std::holds_alternative<ast::Rule>(d.body) && !flat.block;
  if (pays) {
    env.left = left_before(payer->second);
    env.left.wrong = env.left.wrong || env.left.node == kNoNode;
  }
  if (const auto* v = std::get_if<ast::ValueDecl>(&d.body))
    value = make_value(flat, *v, env.at(date));
  else if (const auto* r = std::get_if<ast::Rule>(&d.body))
    value = make_rule(flat, *r, env);
  else if (const auto* s = std::get_if<ast::Share>(&d.body))
    value = make_share(flat, *s, env);
  else if (std::holds_alternative<ast::Table>(d.body))
    value = use_table_inline(flat, {}, env, d.name.span);
  else if (std::holds_alternative<ast::Payers>(d.body))
    value = make_rest(flat);
  in_progress_.pop_back();

  MadeRule made{.wrong = true};
  if (!value.wrong) {
    if (value.type.kind == TypeKind::record) value = whole(value, d.name.span);
    if (pays && !env.left.wrong) {
      value.node = node(Op::payer, value.type, {value.node, env.left.node}, d.name.span,
                        static_cast<std::uint32_t>(build.program.rules.size()));
    }
    made = {.id = add_rule(rule_kind(d), env.list, value.node, flat), .type = value.type};
    if (value.type.kind == TypeKind::money)
      out.names.rules.back().unit = name_of({.kind = value.type.kind, .id = value.type.id});
    if (value.type.kind == TypeKind::rate) out.names.rules.back().unit = "%";
    for (const auto& [of, choice] : pending_choices_) {
      if (of == &flat) build.program.choices[choice].rule = made.id;
    }
    std::erase_if(pending_choices_, [&](const auto& pending) { return pending.first == &flat; });
    for (const auto& [caller, function] : calls_of_rules_) {
      if (caller == &flat) cite(out.names.rules.back(), function->notes);  // it has no step of its own
    }
    std::erase_if(calls_of_rules_, [&](const auto& call) { return call.first == &flat; });
  }
  made_[key] = made;
  return made;
}

// A number, or a list of numbers: the place of a list's type is that of its elements.
bool Elaborator::Implementation::has_place(const Type& type) const {
  return type.numeric() || (type.kind == TypeKind::list && element_type(type).numeric());
}

// `x : T` lies on T's place, unless it is `exact` or a plain decimal.
void Elaborator::Implementation::claim_place(const Typed& value, const Declared& type, const ast::Expr& e,
                                             const ast::Declaration& of) {
  if (value.wrong || !has_place(value.type) || !type.limits.step) return;
  out.places.push_back({value.node, type.limits.step, e.span, of.name.text, of.name.span});
}

auto Elaborator::Implementation::rounded_value(const ast::Expr& e, const Declared* type,
                                               const std::optional<ast::RoundedClause>& rounded,
                                               const ast::Declaration& of, const Environment& env, const Type* like)
    -> Typed {
  const bool readable = type == nullptr || type->type.kind != TypeKind::nothing;
  Typed value = type != nullptr ? check(e, type->type, env) : like != nullptr ? check(e, *like, env) : infer(e, env);
  value = narrowed(value, env);
  if (value.wrong || !readable) return wrong();
  if (value.type.kind == TypeKind::record) value = whole(value, e.span);
  if (rounded) {
    const auto step = !rounded->step.empty() ? std::optional(Number::parse(rounded->step).value())
                      : type != nullptr      ? type->limits.step
                                             : std::nullopt;
    if (!step || step->sign() <= 0 || !value.type.numeric()) return report_wrong(Code::E0323, rounded->span);
    const bool optional = value.type.optional;
    value = round_node(value, mode_of(rounded->mode), *step, true, e.span);
    value.type.optional = optional;
  }
  if (type != nullptr) claim_place(value, *type, e, of);
  return value;
}

auto Elaborator::Implementation::timeline(const FlatDeclaration& flat, const std::vector<ast::Period>& periods,
                                          const std::vector<Typed>& versions, NodeId date, Span span) -> Typed {
  std::vector<NodeId> nodes;
  std::vector<Span> written;
  Timeline line{.name = declaration_index(flat)};
  Type type = versions.front().type;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (versions[i].wrong) return wrong();
    type.optional = type.optional || versions[i].type.optional;
    nodes.push_back(whole(versions[i], span).node);
    written.push_back(periods[i].span);
    const auto from = parse_date(periods[i].from);
    const auto until = parse_date(periods[i].until);
    const auto next = i + 1 < periods.size() ? parse_date(periods[i + 1].from) : std::nullopt;
    line.versions.push_back({from.value_or(INT64_MIN), until ? *until : next ? *next - 1 : INT64_MAX});
  }
  nodes.insert(nodes.begin(), date);
  build.program.timelines.push_back(std::move(line));
  out.written.versions.push_back(std::move(written));
  return {.node = node(Op::dated, type, nodes, span, static_cast<std::uint32_t>(build.program.timelines.size() - 1)),
          .type = type};
}

auto Elaborator::Implementation::make_value(const FlatDeclaration& flat, const ast::ValueDecl& value,
                                            const Environment& outer) -> Typed {
  if (value.type == nullptr) return wrong();   // told by the parser
  const Environment env = case_environment();  // what a value names stands outside of every `for each`
  const Declared type = declared(*value.type);
  if (value.type->bounded) report(Code::E0328, value.type->span);
  std::vector<Typed> versions;
  std::vector<ast::Period> periods;
  for (const ast::DatedValue& version : value.versions) {
    versions.push_back(rounded_value(*version.value, &type, value.rounded, *flat.declaration, env, nullptr));
    periods.push_back(version.period);
  }
  if (versions.empty()) return wrong();
  if (versions.size() == 1 && periods[0].from.empty()) return versions[0];
  return timeline(flat, periods, versions, outer.date, flat.declaration->name.span);
}

auto Elaborator::Implementation::make_rule(const FlatDeclaration& flat, const ast::Rule& rule, Environment env)
    -> Typed {
  std::optional<Declared> type;
  if (rule.type != nullptr) {
    type = declared(*rule.type);
    if (rule.type->bounded) report(Code::E0328, rule.type->span);
  }
  std::vector<Typed> versions;
  std::vector<ast::Period> periods;
  Type inferred;
  for (const ast::RuleVersion& version : rule.versions) {
    versions.push_back(rule_version(flat, version, type ? &*type : nullptr, rule.rounded, inferred, env));
    periods.push_back(version.period);
  }
  if (versions.empty() || std::ranges::any_of(versions, &Typed::wrong)) return wrong();
  Typed value = versions.size() == 1 && periods[0].from.empty()
                    ? versions[0]
                    : timeline(flat, periods, versions, env.date, flat.declaration->name.span);
  // A declared optional stays one, so that what reads it need not know how it was computed.
  if (type) value.type = Type{.kind = type->type.kind, .optional = type->type.optional, .id = type->type.id};
  if (type && type->type.kind == TypeKind::list) value.type = versions[0].type;
  return value;
}

auto Elaborator::Implementation::rule_version(const FlatDeclaration& flat, const ast::RuleVersion& version,
                                              const Declared* type, const std::optional<ast::RoundedClause>& rounded,
                                              Type& inferred, const Environment& env) -> Typed {
  const ast::Declaration& d = *flat.declaration;
  const Type* like = inferred.kind == TypeKind::nothing ? nullptr : &inferred;
  if (version.value == nullptr) return wrong();
  Environment base_env = env;
  NodeId base_when = kNoNode;
  bool failed = false;
  if (version.when != nullptr) {
    const Typed when = condition(*version.when, env);
    failed = when.wrong;
    base_when = when.node;
    if (!failed) base_env = env.knowing(facts_when(when.node, true));
  }
  const Typed base = rounded_value(*version.value, type, rounded, d, base_env, like);
  if (!base.wrong && like == nullptr) inferred = base.type;
  like = base.wrong ? nullptr : &inferred;
  failed = failed || base.wrong;
  if (version.exceptions.empty() && version.when == nullptr) return base;

  Choice choice{.base = base.node, .base_when = base_when};
  Type result = base.type;
  const std::vector<std::size_t> order = exception_order(version, failed);
  std::vector<std::uint32_t> place(version.exceptions.size(), Choice::kBase);
  for (const std::size_t i : order) {
    const ast::Exception& e = version.exceptions[i];
    Choice::Exception made;
    if (e.of) {
      for (const std::size_t k : order) {
        if (version.exceptions[k].label.text == e.of->text) made.parent = place[k];
      }
    }
    const Typed when = condition(*e.when, env);
    const Environment inner = when.wrong ? env : env.knowing(facts_when(when.node, true));
    const Typed value = type == nullptr && like == nullptr ? infer(*e.then, inner)
                                                           : rounded_value(*e.then, type, rounded, d, inner, like);
    failed = failed || when.wrong || value.wrong;
    result.optional = result.optional || value.type.optional;
    made.when = when.node;
    made.value = value.node;
    DeclarationName name = declaration_name(flat);
    name.step += "/" + e.label.text;
    name.name = e.label.text;
    name.labels = labels_of(e.labels);
    name.formula = "when " + text_of(*e.when) + " then " + text_of(*e.then);
    cite(name, e.notes);
    out.names.exceptions.push_back(std::move(name));
    out.exception_spans.push_back(e.label.span);
    made.name = static_cast<std::uint32_t>(out.names.exceptions.size() - 1);
    place[i] = static_cast<std::uint32_t>(choice.exceptions.size());
    choice.exceptions.push_back(std::move(made));
  }
  rank_exceptions(version, place, choice);
  if (failed) return wrong();
  pending_choices_.emplace_back(&flat, static_cast<std::uint32_t>(build.program.choices.size()));
  build.program.choices.push_back(std::move(choice));
  return {.node = node(Op::choice, result, {}, version.value->span,
                       static_cast<std::uint32_t>(build.program.choices.size() - 1)),
          .type = result};
}

// Parents before their children; labels that `of` and `over` name must exist.
auto Elaborator::Implementation::exception_order(const ast::RuleVersion& version, bool& failed)
    -> std::vector<std::size_t> {
  const auto& all = version.exceptions;
  std::vector<std::string> labels;
  for (const ast::Exception& e : all) labels.push_back(e.label.text);
  const auto known = [&](const ast::Name& name) {
    if (std::ranges::find(labels, name.text) != labels.end()) return true;
    const std::string near = nearest_name(name.text, labels);
    report(Code::E0380, name.span, {name.text, near}, {},
           near.empty() ? std::nullopt : std::optional(Edit{name.span, near}));
    failed = true;
    return false;
  };
  std::vector<std::size_t> order;
  std::vector<bool> placed(all.size());
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (placed[i]) continue;
      const bool ready =
          !all[i].of || std::ranges::any_of(order, [&](std::size_t k) { return labels[k] == all[i].of->text; });
      if (!ready) continue;
      placed[i] = progress = true;
      order.push_back(i);
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!placed[i] && known(*all[i].of)) {
      failed = true;
      report_circle_of(all, i, placed);
    }
    for (const ast::Name& over : all[i].over) known(over);
  }
  return order;
}

// From the exception `from` its parents lead to one that was there before: the circle, told once. `told` is what was.
void Elaborator::Implementation::report_circle_of(const std::vector<ast::Exception>& all, std::size_t from,
                                                  std::vector<bool>& told) {
  std::vector<std::size_t> line;
  for (std::size_t at = from; at < all.size() && !told[at];) {
    if (const auto met = std::ranges::find(line, at); met != line.end()) {
      std::string circle;
      for (auto one = met; one != line.end(); ++one) circle += all[*one].label.text + " → ";
      report(Code::E0382, all[*met].of->span, {circle + all[*met].label.text});
      break;
    }
    line.push_back(at);
    const auto parent =
        std::ranges::find_if(all, [&](const ast::Exception& e) { return e.label.text == all[at].of->text; });
    at = static_cast<std::size_t>(parent - all.begin());
  }
  for (const std::size_t one : line) told[one] = true;
}

// The shortest way from one back to itself, if there is one: the positions passed, the last of which goes over the
// first.
static auto circle_from(std::size_t start, const std::vector<std::vector<bool>>& over) -> std::vector<std::size_t> {
  std::vector<std::size_t> reached{start};
  std::vector<std::size_t> before(over.size(), over.size());
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const std::size_t at = reached[next];
    if (over[at][start]) {
      std::vector<std::size_t> way{at};
      while (way.back() != start) way.push_back(before[way.back()]);
      std::ranges::reverse(way);
      return way;
    }
    for (std::size_t k = 0; k < over.size(); ++k) {
      if (!over[at][k] || before[k] < over.size()) continue;
      before[k] = at;
      reached.push_back(k);
    }
  }
  return {};
}

// `over`, transitively closed among siblings.
void Elaborator::Implementation::rank_exceptions(const ast::RuleVersion& version,
                                                 const std::vector<std::uint32_t>& place, Choice& choice) {
  const std::size_t n = choice.exceptions.size();
  std::vector<std::vector<bool>> over(n, std::vector<bool>(n));
  std::map<std::pair<std::size_t, std::size_t>, Span> spans;
  for (std::size_t i = 0; i < version.exceptions.size(); ++i) {
    for (const ast::Name& name : version.exceptions[i].over) {
      for (std::size_t k = 0; k < version.exceptions.size(); ++k) {
        if (version.exceptions[k].label.text != name.text || place[i] >= n || place[k] >= n) continue;
        if (choice.exceptions[place[i]].parent != choice.exceptions[place[k]].parent) {
          report(Code::E0381, name.span, {version.exceptions[i].label.text, name.text});
          continue;
        }
        over[place[i]][place[k]] = true;
        spans[{place[i], place[k]}] = name.span;
      }
    }
  }
  const auto label = [&](std::size_t i) { return out.names.exceptions[choice.exceptions[i].name].name; };
  std::vector<bool> told(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::vector<std::size_t> circle = told[i] ? std::vector<std::size_t>() : circle_from(i, over);
    if (circle.empty()) continue;
    std::string path;
    for (const std::size_t one : circle) {
      told[one] = true;
      path += label(one) + " → ";
    }
    report(Code::E0382, spans[{i, circle.size() > 1 ? circle[1] : i}], {path + label(i)});
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; over[i][k] && j < n; ++j) over[i][j] = over[i][j] || over[k][j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::uint32_t k = 0; k < n; ++k) {
      if (over[i][k]) choice.exceptions[i].over.push_back(k);
    }
  }
}

// `part(level)`: keys stand in brackets.
auto Elaborator::Implementation::no_function(const ast::Expr& e, const ast::Declaration& d) -> Typed {
  const bool has_keys = std::holds_alternative<ast::Table>(d.body) || std::holds_alternative<ast::Bands>(d.body) ||
                        std::holds_alternative<ast::Catalog>(d.body);
  std::string keys;
  for (const ast::Expr* operand : e.operands) keys += (keys.empty() ? "" : ", ") + text_of(*operand);
  return report_wrong(
      Code::E0313, e.mark, {e.text, std::string(ast::kind_name(d))}, {},
      has_keys && !keys.empty() ? std::optional(Edit{e.span, e.text + "[" + keys + "]"}) : std::nullopt);
}

auto Elaborator::Implementation::call(const ast::Expr& e, const Environment& env) -> Typed {
  const Symbol* found = symbol(e);
  if (found == nullptr) {
    ast::Expr name = e;
    name.span = e.mark;
    const std::string built_in = nearest_name(e.text, {"min", "max", "clamp", "abs", "round"});
    if (!built_in.empty() && symbol(e.text) == nullptr) {
      return report_wrong(Code::E0201, e.mark, {e.text, built_in}, {}, Edit{e.mark, built_in});
    }
    return unknown_name(name, env);
  }
  const ast::Declaration& d = found->declaration();
  const auto* function = std::get_if<ast::Function>(&d.body);
  if (function == nullptr) return no_function(e, d);
  if (std::ranges::find(calls_, &d) != calls_.end()) {
    std::string circle;
    for (const ast::Declaration* one : calls_) circle += one->name.text + " → ";
    return report_wrong(Code::E0370, e.span, {e.text, circle + e.text});
  }
  constexpr std::size_t kDeepestCalls = 100;
  constexpr std::size_t kMostCalls = 100'000;  // of one service: a function that calls two others twice each doubles
  if (calls_.size() >= kDeepestCalls || ++calls_made_ > kMostCalls) {
    if (!std::exchange(calls_told_, true)) report(Code::E0372, e.mark, {e.text});
    return wrong();
  }
  if (function->parameters.size() != e.operands.size()) {
    return report_wrong(Code::E0314, e.span,
                        {e.text, std::to_string(function->parameters.size()), std::to_string(e.operands.size())});
  }
  Environment inner =
      case_environment();  // what a function names is taken on the date of the place where it is written
  inner.in_function = true;
  inner.present = env.present;
  bool failed = false;
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    Typed argument = check(*e.operands[i], declared(*function->parameters[i].type).type, env);
    failed = failed || argument.wrong;
    inner = inner.with(function->parameters[i].name.text, argument);
  }
  if (failed) return wrong();
  if (!in_progress_.empty()) {
    const std::pair of_rule(in_progress_.back().flat, &d);
    if (std::ranges::find(calls_of_rules_, of_rule) == calls_of_rules_.end()) calls_of_rules_.push_back(of_rule);
  }
  calls_.push_back(&d);
  const Declared type = declared(*function->type);
  const Typed value = check(*function->body, type.type, inner);
  calls_.pop_back();
  claim_place(value, type, *function->body, d);
  return value;
}

}  // namespace remit
