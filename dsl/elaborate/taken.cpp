// Lists that are no part of a service: those made, at once or through rules, of an input that it does not take. Who
// names such a list in the service is told of the input.
#include "dsl/elaborate/implementation.h"
#include "dsl/elaborate/order.h"

namespace remit {

using ast::ExprKind;

// Follows names and rules of elements without typing anything; declarations wait in a queue, so chains may be long.
class Elaborator::Implementation::Behind {
 public:
  explicit Behind(const Implementation& all) : all_(all) {}

  bool an_input_that_is_not_taken(const ast::Expr& list) {
    read(&list);
    while (!found_ && !waiting_.empty()) {
      const FlatDeclaration& flat = *waiting_.back();
      waiting_.pop_back();
      bound_.clear();
      block_ = flat.block;
      if (block_) {
        const FlatBlock& block = all_.policy_.blocks[*block_];
        read(block.list);
        bound_.push_back({block.loop.text, all_.text_of(*block.list)});
        read(block.governed_by);
      }
      const Said said = said_by(*flat.declaration);
      if (const auto* share = std::get_if<ast::Share>(&flat.declaration->body)) {
        bound_.push_back({share->loop.text, all_.text_of(*share->list)});
      }
      for (const ast::Expr* e : said.expressions) read(e);
      for (const std::string& name : said.names) read_name(name);
    }
    return found_;
  }

 private:
  // A name for the elements of a list, and the list as it is written.
  struct Bound {
    std::string name;
    std::string list;
  };

  auto bound(const std::string& name) const -> const Bound* {
    for (auto it = bound_.rbegin(); it != bound_.rend(); ++it) {
      if (it->name == name) return &*it;
    }
    return nullptr;
  }

  void read(const ast::Expr* e) {
    if (e == nullptr) return;
    const ast::Expr* list = e->kind == ExprKind::aggregate || e->kind == ExprKind::running ? e->operands[1]
                            : e->kind == ExprKind::group                                   ? e->operands[0]
                                                                                           : nullptr;
    if (list != nullptr) {
      read(list);
      bound_.push_back({e->text, all_.text_of(*list)});
    }
    const ast::Expr* of = e->kind == ExprKind::member ? e->operands[0] : nullptr;
    const Bound* element = of != nullptr && of->kind == ExprKind::name ? bound(of->text) : nullptr;
    if (element != nullptr) {
      read_rule_of(element->list, e->text);
    } else if (e->kind == ExprKind::name) {
      read_name(e->text);
    } else {
      for (const ast::Expr* operand : e->operands) {
        if (operand != list) read(operand);
      }
    }
    if (list != nullptr) bound_.pop_back();
  }

  void read_name(const std::string& name) {
    if (bound(name) != nullptr) return;
    for (const FlatDeclaration& flat : all_.policy_.declarations) {
      if (block_ && flat.block == block_ && flat.declaration->name.text == name) return follow(flat);
    }
    if (const Symbol* found = all_.symbol(name)) follow(*found->flat);
  }

  void read_rule_of(const std::string& list, const std::string& name) {
    for (const FlatDeclaration& flat : all_.policy_.declarations) {
      if (flat.declaration->name.text != name) continue;
      const auto* share = std::get_if<ast::Share>(&flat.declaration->body);
      const ast::Expr* of = flat.block         ? all_.policy_.blocks[*flat.block].list
                            : share != nullptr ? share->list
                                               : nullptr;
      if (of != nullptr && all_.text_of(*of) == list) follow(flat);
    }
  }

  void follow(const FlatDeclaration& flat) {
    if (std::holds_alternative<ast::Input>(flat.declaration->body)) {
      found_ = found_ || !all_.input_shapes_.contains(flat.declaration->name.text);
    } else if (seen_.insert(&flat).second) {
      waiting_.push_back(&flat);
    }
  }

  const Implementation& all_;
  std::vector<Bound> bound_;
  std::optional<std::uint32_t> block_;  // whose declaration is read
  bool found_ = false;
  std::unordered_set<const FlatDeclaration*> seen_;
  std::vector<const FlatDeclaration*> waiting_;
};

bool Elaborator::Implementation::reads_what_is_not_taken(const ast::Expr& list) const {
  return !takes_every_input_ && Behind(*this).an_input_that_is_not_taken(list);
}

}  // namespace remit
