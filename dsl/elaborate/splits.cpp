// Splitting an amount: shares over the elements of a list, and payers in order.
#include <algorithm>

#include "dsl/elaborate/implementation.h"
#include "engine/text/nearest.h"

namespace remit {

auto Elaborator::Implementation::make_share(const FlatDeclaration& flat, const ast::Share& share, Environment env)
    -> Typed {
  const Declared type = declared(*share.type);
  const Environment at_case = case_environment();
  const Typed amount = narrowed(check(*share.amount, type.type, at_case), at_case);
  const Typed list = list_operand(*share.list, at_case);
  if (amount.wrong || list.wrong) return wrong();
  if (!env.list || element_type(list.type).kind != TypeKind::element) {
    return report_wrong(Code::E0345, share.list->span, {name_of(list.type)});
  }
  if (!type.limits.step) return report_wrong(Code::E0349, share.type->span, {flat.declaration->name.text});
  ShareUse use{.amount = amount.node,
               .list = list.node,
               .local = build.new_local(),
               .takes_all = share.takes_all == "first"  ? ShareUse::Rest::first
                            : share.takes_all == "last" ? ShareUse::Rest::last
                                                        : ShareUse::Rest::error,
               .step = *type.limits.step};
  const Typed element = loop_variable(list.type, use.local, share.loop.span);
  Environment inner = at_case.with(share.loop.text, element);
  if (const ast::Expr* date =
          flat.block ? policy_.blocks[*flat.block].governed_by : nullptr) {  // of the element at hand
    const Typed governing = as_date(*date, at_case.with(policy_.blocks[*flat.block].loop.text, element));
    if (!governing.wrong) inner.date = governing.node;
  }
  bool failed = false;
  const auto part = [&](const ast::Expr* e, std::optional<Type> wanted) {
    if (e == nullptr) return kNoNode;
    const Typed value = wanted ? check(*e, *wanted, inner) : narrowed(infer(*e, inner), inner);
    if (!value.wrong && !wanted && !value.type.numeric())
      report(Code::E0301, e->span, {"a number", name_of(value.type)});
    failed = failed || value.wrong;
    return value.node;
  };
  use.weight = part(share.weight, std::nullopt);
  use.order = share.order == nullptr ? kNoNode : order_key(share.order, inner);
  use.at_most = part(share.at_most, type.type);
  if (failed) return wrong();
  if (share.at_most != nullptr) {
    out.places.push_back(
        {use.at_most, use.step, share.at_most->span, flat.declaration->name.text, flat.declaration->name.span});
  }
  out.places.push_back(
      {amount.node, type.limits.step, share.amount->span, flat.declaration->name.text, flat.declaration->name.span});
  build.program.shares.push_back(std::move(use));
  return {.node = node(Op::share, type.type, {env.locals.back().value.node}, flat.declaration->name.span,
                       static_cast<std::uint32_t>(build.program.shares.size() - 1)),
          .type = type.type};
}

void Elaborator::Implementation::collect_payers() {
  for (const FlatDeclaration& flat : policy_.declarations) {
    const auto* payers = std::get_if<ast::Payers>(&flat.declaration->body);
    if (payers == nullptr) continue;
    for (std::size_t i = 0; i < payers->payers.size(); ++i) {
      const ast::Name& name = payers->payers[i];
      const Symbol* found = symbol(name.text);
      if (found == nullptr) {
        std::vector<std::string> known;
        for (const auto& [rule, what] : symbols_) known.push_back(rule);
        std::ranges::sort(known);  // so that ties do not depend on hashing
        const std::string near = nearest_name(name.text, known);
        report(Code::E0201, name.span, {name.text, near}, {},
               near.empty() ? std::nullopt : std::optional(Edit{name.span, near}));
        continue;
      }
      if (!payer_places_.emplace(name.text, PayerPlace{&flat, i}).second) {
        report(Code::E0348, name.span, {name.text});
      }
    }
  }
}

// What is left before the payer at `place`: the amount less what each before it pays.
auto Elaborator::Implementation::left_before(const PayerPlace& place) -> Typed {
  const auto& payers = std::get<ast::Payers>(place.payers->declaration->body);
  const Environment env = case_environment();
  Typed left = narrowed(infer(*payers.amount, env), env);
  if (left.wrong) return left;
  if (left.type.kind != TypeKind::money)
    return report_wrong(Code::E0301, payers.amount->span, {"money", name_of(left.type)});
  for (std::size_t i = 0; i < place.position; ++i) {
    const Symbol* found = symbol(payers.payers[i].text);
    if (found == nullptr) return wrong();
    const Typed paid = rule_node(rule_of(*found->flat, governing_date_), kNoNode, payers.payers[i].span);
    if (paid.wrong) return paid;
    if (!fits(paid.type, left.type) || paid.type.optional) {
      return report_wrong(Code::E0301, payers.payers[i].span, {name_of(left.type), name_of(paid.type)});
    }
    left.node = node(Op::left, left.type, {left.node, paid.node}, payers.payers[i].span);
  }
  return left;
}

auto Elaborator::Implementation::make_rest(const FlatDeclaration& payers) -> Typed {
  return left_before({&payers, std::get<ast::Payers>(payers.declaration->body).payers.size()});
}

}  // namespace remit
