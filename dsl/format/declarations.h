// The printer of declarations, a function a kind. Internal to dsl/format.
//
// A declaration begins where its caller has begun a line, and ends without one. What it may be broken into:
//
//     rule large "大额互助支付" en "Large-amount fund" : CNY rounded half up cites fund §3
//       = pool.left * 80%
//       except chronic over repeat_stay when stay.setting = chronic then 0
#pragma once
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "dsl/format/printer.h"

namespace remit::format {

class Declarations : public Printer {
 public:
  using Printer::Printer;

  void declaration(const ast::Declaration& d);
  void declarations(const std::vector<ast::Declaration>& all);
  // Each label on the same line where it fits.
  void labels(const ast::Labels& labels);
  void allowances(const std::vector<ast::Allowance>& allows);
  void period(const ast::Period& period);

 private:
  using Declaration = ast::Declaration;

  void body(const Declaration& d, const ast::Currency& x);
  void body(const Declaration& d, const ast::Enum& x);
  void body(const Declaration& d, const ast::Record& x);
  void body(const Declaration& d, const ast::Input& x);
  void body(const Declaration& d, const ast::Source& x);
  void body(const Declaration& d, const ast::UnexpressedClause& x);
  void body(const Declaration& d, const ast::MonthEnds& x);
  void body(const Declaration& d, const ast::ValueDecl& x);
  void body(const Declaration& d, const ast::Needs& x);
  void body(const Declaration& d, const ast::Table& x);
  void body(const Declaration& d, const ast::Bands& x);
  void body(const Declaration& d, const ast::Catalog& x);
  void body(const Declaration& d, const ast::Rule& x);
  void body(const Declaration& d, const ast::Exception& x);
  void body(const Declaration& d, const ast::Function& x);
  void body(const Declaration& d, const ast::Share& x);
  void body(const Declaration& d, const ast::Payers& x);
  void body(const Declaration& d, const ast::Require& x);
  void body(const Declaration& d, const ast::Documents& x);
  void body(const Declaration& d, const ast::Tally& x);
  void body(const Declaration& d, const ast::Spell& x);
  void body(const Declaration& d, const ast::History& x);
  void body(const Declaration& d, const ast::Account& x);
  void body(const Declaration& d, const ast::Service& x);
  void body(const Declaration& d, const ast::Test& x);
  void body(const Declaration& d, const ast::ForEach& x);
  void body(const Declaration& d, const ast::DropException& x);

  // The keyword, with what stands before it, the name and the labels. `of_follows`: a name that begins a phrase
  // with `of` would be read as that phrase.
  enum class Follows : std::uint8_t { sign, of };
  void head(const Declaration& d, std::string_view keyword, Follows follows = Follows::sign,
            std::string_view before = {});
  void prefix(const Declaration& d);
  void safe_name(const ast::Name& name, Follows follows);
  void of_type(const ast::TypeExpr* type);
  void rounded(const std::optional<ast::RoundedClause>& clause);
  void notes(const ast::Notes& notes);
  void remark(std::string_view keyword, const ast::Remark& remark);
  void allowance(const ast::Allowance& allowance);
  void citations(const std::vector<const ast::Citation*>& cites);
  void named_clause(std::string_view phrase, const std::vector<ast::Name>& all);
  void equals(const ast::Expr& e, Tail tail = Tail::closed);
  // What stands in braces: on one line where it fits, or each part on its own.
  // `end` is where the author's brace ends.
  void braces(std::size_t count, std::uint32_t end, const std::function<void(std::size_t)>& part, bool commas = false);
  // Always each part on its own line; `begin` tells where a part stands.
  void block(std::size_t count, std::uint32_t end, const std::function<std::uint32_t(std::size_t)>& begin,
             const std::function<void(std::size_t)>& part);

  void field(const ast::Field& field);
  using Printer::field;

  void exception(const ast::Exception& x);
  void exceptions(const std::vector<ast::Exception>& all);
  void definition(const ast::RuleVersion& version);

  [[nodiscard]] auto cell(const ast::Expr* e) const -> std::string;
  void column(const ast::Name& name);
  void keys(const std::vector<ast::Key>& keys);
  void versions(const std::vector<ast::TableVersion>& versions, std::uint32_t end);
  void rows(const std::vector<const ast::Row*>& rows, const std::vector<std::string>& header);
  void papers(const std::vector<ast::Document>& papers, std::uint32_t end);
  void per(const std::vector<const ast::Expr*>& keys, Tail tail);
  void movement(const ast::Account::Movement& movement, bool credit);

  void clauses(const ast::Service& x);
  // Several that a comma joins are said with one word.
  [[nodiscard]] bool shares_word(std::uint32_t begin) const;
  template <class Part, class Print>
  void listed(std::string_view word, const std::vector<Part>& parts, Print print);
  void given(const ast::Given& given);
  void ensures(const ast::Ensures& ensures);
  void then(const ast::TestStep& before);
  void step(const ast::TestStep& step);
  void assignment(const ast::Assignment& assignment);
  void expectation(const ast::Expectation& expectation);
  void cases(const ast::Test& x);
};

}  // namespace remit::format
