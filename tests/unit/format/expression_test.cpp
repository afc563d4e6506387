#include "dsl/format/expression.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace remit {
namespace {

using ast::Expr;
using ast::ExprKind;
using ast::Word;

class PrintExpression : public testing::Test {
 protected:
  auto make(ExprKind kind, std::vector<const Expr*> operands = {}, std::string text = "", Word word = Word::none)
      -> const Expr* {
    Expr& e = arena_.expressions.emplace_back();
    e.kind = kind;
    e.word = word;
    e.text = std::move(text);
    e.operands = std::move(operands);
    return &e;
  }
  auto name(std::string text) -> const Expr* { return make(ExprKind::name, {}, std::move(text)); }
  auto number(std::string text) -> const Expr* { return make(ExprKind::number, {}, std::move(text)); }
  auto compare(const Expr* left, Word word, const Expr* right) -> const Expr* {
    return make(ExprKind::compare, {left, right}, "", word);
  }

  ast::Arena arena_;
  const Expr* a = name("a");
  const Expr* b = name("b");
  const Expr* c = name("c");
};

#define EXPECT_PRINTS(expression, text) EXPECT_EQ(print_expression(*(expression)), text)

TEST_F(PrintExpression, Literals) {
  EXPECT_PRINTS(number("1300"), "1300");
  EXPECT_PRINTS(number("30000"), "30_000");
  EXPECT_PRINTS(number("1234567.891011"), "1_234_567.891011");
  EXPECT_PRINTS(number("0.05%"), "0.05%");
  EXPECT_PRINTS(make(ExprKind::text, {}, "a\"b\\c\nd"), R"("a\"b\\c\nd")");
  EXPECT_PRINTS(make(ExprKind::date, {}, "2024-01-31"), "2024-01-31");
  EXPECT_PRINTS(make(ExprKind::boolean, {}, "", Word::yes), "true");
  EXPECT_PRINTS(make(ExprKind::period, {}, "30", Word::days), "30 days");
  EXPECT_PRINTS(make(ExprKind::period, {}, "1", Word::years), "1 year");
  EXPECT_PRINTS(make(ExprKind::money, {name("CNY")}, "1000"), "1000 CNY");
  EXPECT_PRINTS(make(ExprKind::points, {}, "20"), "20 points");
  EXPECT_PRINTS(name("起付线"), "起付线");
  EXPECT_PRINTS(name("two words"), "`two words`");
}

TEST_F(PrintExpression, OnlyTheParenthesesThatAreNeeded) {
  const Expr* sum = make(ExprKind::add, {a, b});
  EXPECT_PRINTS(make(ExprKind::multiply, {sum, c}), "(a + b) * c");
  EXPECT_PRINTS(make(ExprKind::add, {a, make(ExprKind::multiply, {b, c})}), "a + b * c");
  EXPECT_PRINTS(make(ExprKind::subtract, {sum, c}), "a + b - c");
  EXPECT_PRINTS(make(ExprKind::subtract, {c, sum}), "c - (a + b)");
  EXPECT_PRINTS(make(ExprKind::negate, {sum}), "-(a + b)");
  EXPECT_PRINTS(make(ExprKind::member, {sum}, "x"), "(a + b).x");
  EXPECT_PRINTS(make(ExprKind::parentheses, {a}), "(a)");
  EXPECT_PRINTS(make(ExprKind::add, {a, make(ExprKind::or_else, {b, c})}), "a + (b or else c)");
  EXPECT_PRINTS(make(ExprKind::or_else, {a, make(ExprKind::or_else, {b, c})}), "a or else b or else c");
  EXPECT_PRINTS(make(ExprKind::or_else, {make(ExprKind::or_else, {a, b}), c}), "(a or else b) or else c");
}

TEST_F(PrintExpression, Logic) {
  const Expr* both = make(ExprKind::logical_and, {a, b});
  EXPECT_PRINTS(make(ExprKind::logical_or, {both, c}), "(a and b) or c");
  EXPECT_PRINTS(make(ExprKind::logical_and, {both, c}), "a and b and c");
  EXPECT_PRINTS(make(ExprKind::logical_and, {c, both}), "c and (a and b)");
  EXPECT_PRINTS(make(ExprKind::logical_not, {both}), "not (a and b)");
  EXPECT_PRINTS(make(ExprKind::logical_not, {compare(a, Word::less, b)}), "not a < b");
  EXPECT_PRINTS(make(ExprKind::logical_not, {make(ExprKind::in, {a, b})}), "a not in b");
  EXPECT_PRINTS(make(ExprKind::is_present, {a}), "a is present");
}

TEST_F(PrintExpression, Ranges) {
  EXPECT_PRINTS(make(ExprKind::range, {number("1"), number("5")}, "", Word::closed), "1..5");
  EXPECT_PRINTS(make(ExprKind::range, {number("1"), nullptr}, "", Word::closed), "1..");
  EXPECT_PRINTS(make(ExprKind::range, {a, b}, "", Word::open_above), "a ..< b");
}

TEST_F(PrintExpression, Conditions) {
  const Expr* inner = make(ExprKind::condition, {b, number("1"), number("2")});
  EXPECT_PRINTS(make(ExprKind::condition, {a, number("0"), inner}), "if a then 0 else if b then 1 else 2");
  EXPECT_PRINTS(make(ExprKind::add, {inner, c}), "(if b then 1 else 2) + c");
}

TEST_F(PrintExpression, PhrasesWithoutAnEndOfTheirOwn) {
  const Expr* sum = make(ExprKind::aggregate, {make(ExprKind::member, {a}, "x"), b, nullptr, nullptr}, "a", Word::sum);
  EXPECT_PRINTS(sum, "sum of a.x for a in b");
  EXPECT_PRINTS(make(ExprKind::add, {c, sum}), "c + sum of a.x for a in b");
  EXPECT_PRINTS(make(ExprKind::add, {sum, c}), "(sum of a.x for a in b) + c");
  EXPECT_PRINTS(compare(make(ExprKind::add, {c, sum}), Word::less, c), "c + (sum of a.x for a in b) < c");
  const Expr* any = make(ExprKind::aggregate, {c, sum, make(ExprKind::logical_or, {a, b}), a}, "s", Word::any);
  EXPECT_PRINTS(any, "any of c for s in (sum of a.x for a in b) when a or b in order of a");
  EXPECT_PRINTS(make(ExprKind::round, {a, number("0.01")}, "", Word::half_even), "round a half even to 0.01");
  EXPECT_PRINTS(make(ExprKind::running, {a, b, nullptr, c}, "x", Word::up_to), "running sum of a for x in b up to c");
  EXPECT_PRINTS(make(ExprKind::group, {a, b}, "x"), "group x in a by b");
}

TEST_F(PrintExpression, Slices) {
  EXPECT_PRINTS(make(ExprKind::slice, {a, nullptr, nullptr, b, nullptr, nullptr}), "slice of a by b");
  Expr all = *make(ExprKind::slice, {a, b, c, a, number("60%"), c}, "own share", Word::above);
  all.flag = true;
  EXPECT_PRINTS(&all, "slice of a above b once after c by a with own share * 60% until it pays c");
  EXPECT_PRINTS(make(ExprKind::slice, {a, nullptr, nullptr, b, c, nullptr}, "each rate"),
                "slice of a by b with each rate as c");
}

TEST_F(PrintExpression, Dates) {
  EXPECT_PRINTS(make(ExprKind::between, {a, b}, "both", Word::days), "days from a to b counting both");
  EXPECT_PRINTS(make(ExprKind::age, {a, b}), "age of a at b");
  EXPECT_PRINTS(make(ExprKind::calendar, {a}, "07-01", Word::year), "year of a starting 07-01");
  EXPECT_PRINTS(make(ExprKind::boundary, {a}, "", Word::month), "start of month of a");
  EXPECT_PRINTS(make(ExprKind::each, {a, b}, "", Word::day), "each day from a to b");
  EXPECT_PRINTS(make(ExprKind::every, {make(ExprKind::period, {}, "30", Word::days), a, b}),
                "every 30 days from a to b");
  EXPECT_PRINTS(make(ExprKind::as_of, {a, make(ExprKind::member, {b}, "day")}), "a as of b.day");
  EXPECT_PRINTS(make(ExprKind::as_of, {a, make(ExprKind::add, {b, c})}), "a as of (b + c)");
  EXPECT_PRINTS(make(ExprKind::over_last, {a, number("3"), b}, "", Word::including),
                "a over last 3 to b including current");
}

TEST_F(PrintExpression, Records) {
  Expr record = *make(ExprKind::record, {a, b}, "Item");
  record.fields = {{"code", {}}, {"date", {}}};
  EXPECT_PRINTS(&record, "Item { code = a, date = b }");
  Expr with = *make(ExprKind::with, {c, a});
  with.fields = {{"code", {}}};
  EXPECT_PRINTS(&with, "c with { code = a }");
  EXPECT_PRINTS(make(ExprKind::list), "[]");
  EXPECT_PRINTS(make(ExprKind::list, {a, b}), "[a, b]");
  EXPECT_PRINTS(make(ExprKind::built_in, {a, b}, "", Word::min), "min(a, b)");
}

TEST_F(PrintExpression, Types) {
  ast::TypeExpr money;
  money.kind = ast::TypeKind::named;
  money.name = "CNY";
  money.step = "0.001";
  money.bounded = true;
  money.low = number("0");
  money.optional = true;
  EXPECT_EQ(print_type(money), "CNY to 0.001 0..?");
  ast::TypeExpr list;
  list.kind = ast::TypeKind::list;
  list.element = &money;
  list.at_most = "10000";
  EXPECT_EQ(print_type(list), "list of CNY to 0.001 0..? at most 10_000");
}

}  // namespace
}  // namespace remit
