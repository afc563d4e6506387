// override, extend, drop and needs: what a child's declaration makes of its parent's.
#include <gtest/gtest.h>

#include "tests/unit/flatten/library.h"

namespace remit {
namespace {

const std::string kParent = R"(abstract policy model {
  currency CNY to 0.01
  enum Class { A B C }
  record Item { code : text }
  input claim : Item
  needs value ratio : rate
  value basic "起付标准" : CNY { from 2001-04-01 = 1300 }
  value second : CNY = 650
  table level by claim.code : CNY {
    | code | level |
    | "x"  | 1     |
  }
  rule due "起付线" : CNY = basic
    except repeat when claim.code = "r" then second
    except long of repeat when claim.code = "l" then 1
    except chronic over repeat when claim.code = "c" then 0
  for each item in claim.items {
    rule class : Class = A
      except cheap when claim.code = "c" then B
  }
}
)";

auto child(const std::string& declarations, bool gives = true) -> Library {
  return Library({kParent, "policy child\n  extends model\n" + std::string(gives ? "value ratio : rate = 10%\n" : "") +
                               declarations});
}

TEST(Inherited, IsThereInOrderWithItsOrigin) {
  const Library library = child("rule more = due");
  EXPECT_EQ(library.problems(), "");
  EXPECT_EQ(library.names("child"), "CNY Class Item claim ratio basic second level due class more");
  EXPECT_EQ(library.policy("model"), nullptr);  // abstract
  EXPECT_EQ(library.find("child", "due")->origins.size(), 1);
  EXPECT_EQ(library.find("child", "due")->origins[0].policy->name.text(), "model");
  EXPECT_EQ(library.find("child", "class")->block, 0);
  EXPECT_EQ(library.find("child", "due")->block, std::nullopt);
  EXPECT_EQ(library.policy("child")->chain.size(), 2);
}

TEST(Needs, AreGivenWithoutOverride) {
  EXPECT_EQ(child("").versions("child", "ratio"), "..=10%");
  EXPECT_EQ(child("rule ratio : rate = 20%", false).versions("child", "ratio"), "..=20%");
}

TEST(Needs, Problems) {
  EXPECT_EQ(child("", false).problems(),
            "E0222 1:8 `child` does not give `ratio`, which it needs\n"
            "  6:15 `ratio` is needed here\n");
  EXPECT_EQ(child("override value ratio : rate = 10%", false).problems(),
            "E0223 3:16 `ratio` is only needed: there is nothing to override\n"
            "  6:15 `ratio` is needed here\n");
  EXPECT_EQ(child("value ratio : CNY = 10", false).problems(),
            "E0219 3:15 the type of `ratio` stays rate; found CNY\n"
            "  6:15 `ratio` is declared here\n");
  EXPECT_EQ(child("table ratio by (k : count) : rate {\n | k | ratio |\n | 1 | 2% |\n}", false).problems(), "");
}

TEST(Override, ReplacesTheWholeDeclaration) {
  const Library library = child(R"(override value basic : CNY { from 2010-01-01 = 7 }
override rule due : CNY = second)");
  EXPECT_EQ(library.problems(), "");
  EXPECT_EQ(library.versions("child", "basic"), "2010-01-01..=7");
  EXPECT_EQ(library.versions("child", "due"), "..=second");
  const FlatDeclaration* basic = library.find("child", "basic");
  EXPECT_EQ(basic->declaration->labels[0].text, "起付标准");
  ASSERT_EQ(basic->origins.size(), 2);
  EXPECT_EQ(basic->origins[1].how, Origin::How::overridden);
  EXPECT_EQ(basic->origins[1].policy->name.text(), "child");
  EXPECT_EQ(library.names("child"), "CNY Class Item claim ratio basic second level due class");
}

TEST(Override, MayLeaveTheTypeToTheParent) {
  EXPECT_EQ(child("override rule due = second").find("child", "due")->declaration->change, ast::Change::none);
  EXPECT_EQ(print_type(
                *std::get<ast::Rule>(child("override rule due = second").find("child", "due")->declaration->body).type),
            "CNY");
}

TEST(Override, Problems) {
  struct Case {
    std::string text;
    std::string problems;
  };
  for (const auto& [text, problems] : std::vector<Case>{
           {"override value baisc : CNY = 1", "E0215 4:16 `override` of `baisc`, which is not inherited\n"},
           {"override value second : CNY = 650",
            "W0217 4:16 the override of `second` changes nothing\n  8:9 `second` is declared here\n"},
           {"override rule second : CNY = 650",
            "E0218 4:15 `second` is declared with `value`, and changed here with `rule`\n  8:9 `second` is declared "
            "here\n"},
           {"override value second : CNY to 0.001 = 1",
            "E0219 4:25 the type of `second` stays CNY; found CNY to 0.001\n  8:9 `second` is declared here\n"},
           {"override enum Class { A }", "E0220 4:15 the enum `Class` is closed\n  3:8 `Class` is declared here\n"},
           {"extend enum Class { D }", "E0220 4:13 the enum `Class` is closed\n  3:8 `Class` is declared here\n"},
           {"value second : CNY = 1",
            "E0214 4:7 `second` is already inherited from `model`\n  8:9 `second` is declared here\n"},
           {"rule mine = 1\nrule mine = 2", "E0213 5:6 `mine` is declared twice\n  4:6 `mine` is declared here\n"},
           {"override value second : CNY = 1\noverride value second : CNY = 2",
            "E0213 5:16 `second` is declared twice\n  4:16 `second` is declared here\n"},
           {"override rule class : Class = B", "E0215 4:15 `override` of `class`, which is not inherited\n"},
       }) {
    EXPECT_EQ(child(text).problems(), problems) << text;
  }
}

TEST(Override, KeepsTheWordThatWouldMendIt) {
  const Library library = child("override value baisc : CNY = 1\nvalue second : CNY = 1");
  ASSERT_EQ(library.flat.problems.size(), 2);
  EXPECT_EQ(library.flat.problems[0].edit->replacement, "basic");
  EXPECT_EQ(library.flat.problems[1].edit->replacement, "override ");
}

TEST(Extend, AddsVersions) {
  EXPECT_EQ(child("extend value basic { from 2024-01-01 = 1500 }").versions("child", "basic"),
            "2001-04-01..=1300 2024-01-01..=1500");
  EXPECT_EQ(child("extend value second { from 2024-01-01 = 1500 }").versions("child", "second"),
            "..=650 2024-01-01..=1500");
  EXPECT_EQ(child("extend value basic { from 2001-04-01 = 1500 }").problems(),
            "E0208 4:22 two versions of `basic` overlap: one holds 2001-04-01.., the other 2001-04-01..\n"
            "  7:30 the version of 2001-04-01.. is here\n");
  EXPECT_EQ(child("extend rule due { from 2024-01-01 = second }").versions("child", "due").substr(0, 17),
            "..=basic except r");
}

TEST(Extend, AddsExceptionsFieldsAndRules) {
  const Library library = child(R"(extend rule due { except late over repeat when claim.code = "z" then 5 }
extend record Item { name : text }
extend for each item in claim.items { rule extra = 1 }
for each line in claim.items { rule other = 2 })");
  EXPECT_EQ(library.problems(), "");
  EXPECT_NE(library.versions("child", "due").find("except late over repeat then 5"), std::string::npos);
  EXPECT_EQ(std::get<ast::Record>(library.find("child", "Item")->declaration->body).fields.size(), 2);
  EXPECT_EQ(library.find("child", "extra")->block, 0);
  EXPECT_EQ(library.find("child", "other")->block, 1);
  EXPECT_EQ(library.find("child", "due")->origins[1].how, Origin::How::extended);
}

TEST(Extend, Problems) {
  struct Case {
    std::string text;
    std::string problems;
  };
  for (const auto& [text, problems] : std::vector<Case>{
           {"extend value thrid { from 2024-01-01 = 1 }", "E0216 4:14 `extend` of `thrid`, which is not inherited\n"},
           {"extend rule due { except repeat when true then 1 }",
            "E0227 4:26 the rule `due` has two exceptions `repeat`\n  14:12 `repeat` is declared here\n"},
           {"extend record Item { code : text }",
            "E0232 4:22 `code` stands twice in `Item`\n  4:17 `code` is declared here\n"},
           {"extend for each item in claim.itmes { rule a = 1 }",
            "E0228 4:25 no `for each` over `claim.itmes` is inherited\n"},
           {"extend for each line in claim.items { rule a = 1 }",
            "E0229 4:17 an element of `claim.items` is named `item` there, and `line` here\n"
            "  17:12 `item` is declared here\n"},
           {"for each line in claim.items { extend rule class { except b when true then B } }",
            "E0229 4:10 an element of `claim.items` is named `item` there, and `line` here\n"
            "  17:12 `item` is declared here\n"},
       }) {
    EXPECT_EQ(child(text).problems(), problems) << text;
  }
}

TEST(Extend, SaysNothingAgainOtherwise) {
  const std::string service = "  service s takes claim governed by claim.filed { gives due }\n}\n";
  const std::string parent = kParent.substr(0, kParent.rfind('}')) + service;
  const auto extends = [&](const std::string& text) {
    return Library({parent, "policy child\n  extends model\nvalue ratio : rate = 10%\n" + text});
  };
  EXPECT_EQ(extends("extend service s takes claim governed by claim.filed { gives basic }").problems(), "");
  EXPECT_EQ(std::get<ast::Service>(extends("extend service s { gives basic }").find("child", "s")->declaration->body)
                .gives.size(),
            2);
  EXPECT_EQ(extends("extend service s takes claim governed by as of { gives basic }").problems().substr(0, 78),
            "E0234 4:16 this `extend` says `governed by` of `s` otherwise than its declarat");
  EXPECT_EQ(extends("extend table level by claim.name : CNY {\n from 2024-01-01\n | code | level |\n | \"q\" | 3 |\n}")
                .problems()
                .substr(0, 60),
            "E0234 4:14 this `extend` says `by` of `level` otherwise than");
  EXPECT_EQ(extends("extend table level by claim.code : rate {\n from 2024-01-01\n | code | level |\n | \"q\" | 3 |\n}")
                .problems()
                .substr(0, 10),
            "E0219 4:14");
}

TEST(Exceptions, AreOverriddenAndDroppedByLabel) {
  const Library library = child(R"(override except due.chronic when claim.code = "q" then 3
drop except due.long
extend for each item in claim.items { override except class.cheap when claim.code = "q" then C })");
  EXPECT_EQ(library.problems(), "");
  EXPECT_EQ(library.versions("child", "due"), "..=basic except repeat then second except chronic then 3");
  EXPECT_EQ(library.versions("child", "class"), "..=A except cheap then C");
  EXPECT_EQ(library.find("child", "due")->origins.back().how, Origin::How::dropped);
}

TEST(Exceptions, DroppingOneFreesThoseThatGoOverIt) {
  EXPECT_EQ(child("drop except due.repeat\ndrop except due.long").versions("child", "due"),
            "..=basic except chronic then 0");
}

TEST(Exceptions, Problems) {
  struct Case {
    std::string text;
    std::string problems;
  };
  for (const auto& [text, problems] : std::vector<Case>{
           {"drop except deu.long", "E0225 4:13 no rule `deu` is inherited\n"},
           {"drop except basic.long", "E0225 4:13 no rule `basic` is inherited\n"},
           {"drop except due.lnog",
            "E0224 4:17 the rule `due` has no exception `lnog`\n  13:8 `due` is declared here\n"},
           {"drop except due.repeat",
            "E0226 4:17 the exception `repeat` is dropped, and `long` is an exception of it\n"
            "  15:12 `long` is declared here\n"},
           {"override except due.chronic over repeat when claim.code = \"c\" then 0",
            "W0217 4:21 the override of `due.chronic` changes nothing\n  13:8 `due` is declared here\n"},
       }) {
    EXPECT_EQ(child(text).problems(), problems) << text;
  }
}

TEST(Unique, NamesWithinOneDeclaration) {
  EXPECT_EQ(child("enum E { a b a }").problems(), "E0232 4:14 `a` stands twice in `E`\n  4:10 `a` is declared here\n");
  EXPECT_EQ(child("function f(a : count, a : count) : count = a").problems(),
            "E0232 4:23 `a` stands twice in `f`\n  4:12 `a` is declared here\n");
}

TEST(Shares, AreNamesOfTheElements) {
  const Library library = child(R"(rule part = 1
share part : CNY of due over item in claim.items pro rata item.code)");
  EXPECT_EQ(library.problems(), "");
  EXPECT_EQ(child(R"(share class : CNY of due over item in claim.items pro rata item.code)").problems().substr(0, 5),
            "E0214");
}

}  // namespace
}  // namespace remit
