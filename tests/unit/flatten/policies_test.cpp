// Parents, modules, amendments, versions of policies.
#include <gtest/gtest.h>

#include "tests/unit/flatten/library.h"

namespace remit {
namespace {

TEST(Policies, AreFoundWhateverTheOrderOfFiles) {
  const Library library(
      {"policy c\n  extends b\nrule z = 1", "policy b\n  extends a {\nrule y = 1 }\npolicy a { rule x = 1 }"});
  EXPECT_EQ(library.problems(), "");
  ASSERT_EQ(library.flat.policies.size(), 3);
  EXPECT_EQ(library.flat.policies[0].name, "a");
  EXPECT_EQ(library.names("a"), "x");
  EXPECT_EQ(library.names("b"), "x y");
  EXPECT_EQ(library.names("c"), "x y z");
  ASSERT_EQ(library.policy("c")->chain.size(), 3);
  EXPECT_EQ(library.policy("c")->chain[2]->name.text(), "a");
}

TEST(Policies, ConditionsAdd) {
  const Library library({"policy a\n  applies when p = 1\n{ }\npolicy b\n  extends a\n  applies when q = 2\n{ }"});
  EXPECT_EQ(library.problems(), "");
  ASSERT_EQ(library.policy("b")->applies_when.size(), 2);
  EXPECT_EQ(print_expression(*library.policy("b")->applies_when[0]), "q = 2");
  EXPECT_EQ(print_expression(*library.policy("b")->applies_when[1]), "p = 1");
}

TEST(Policies, Problems) {
  struct Case {
    std::string text;
    std::string problems;
  };
  for (const auto& [text, problems] : std::vector<Case>{
           {"policy cn.beijing {}\npolicy b\n  extends cn.bejing {}", "E0202 3:11 unknown policy `cn.bejing`\n"},
           {"module m {}\npolicy b\n  extends m {}",
            "E0204 3:11 `m` is a module: it cannot be extended or amended\n  1:1 `m` is declared here\n"},
           {"import nothing\npolicy b {}", "E0203 1:8 unknown module `nothing`\n"},
           {"import a\npolicy a {}", "E0205 1:8 `a` is a policy: it cannot be imported\n  2:1 `a` is declared here\n"},
           {"policy a\n  extends a {}", "E0206 2:11 a policy extends itself: a → a\n"},
           {"policy a\n  extends c {}\npolicy b\n  extends a {}\npolicy c\n  extends b {}\npolicy d\n  extends a {}",
            "E0206 2:11 a policy extends itself: a → c → b → a\n"},
           {"module m {}\nmodule m {}", "E0207 2:8 the name `m` is taken\n  1:8 `m` is declared here\n"},
           {"policy m {}\nmodule m {}", "E0207 2:8 the name `m` is taken\n  1:8 `m` is declared here\n"},
           {"policy a {}\npolicy a {}",
            "E0208 2:8 two versions of `a` overlap: one holds .., the other ..\n  1:8 the version of .. is here\n"},
       }) {
    EXPECT_EQ(Library({text}).problems(), problems) << text;
  }
}

TEST(Policies, OfOneNameFollowOneAnother) {
  const std::string first = "policy a\n  in force from 2020-01-01 until 2022-12-31 { rule x = 1 }\n";
  EXPECT_EQ(Library({first + "policy a\n  in force from 2023-01-01 { rule y = 2 }"}).problems(), "");
  EXPECT_EQ(Library({first + "policy a\n  in force from 2023-02-01 { }"}).problems(),
            "E0209 4:12 no version of `a` holds from 2023-01-01 to 2023-01-31\n"
            "  2:12 the version of 2020-01-01..2022-12-31 is here\n");
  EXPECT_EQ(Library({first + "policy a\n  in force from 2022-12-31 { }"}).problems(),
            "E0208 4:12 two versions of `a` overlap: one holds 2020-01-01..2022-12-31, the other 2022-12-31..\n"
            "  2:12 the version of 2020-01-01..2022-12-31 is here\n");
}

TEST(Policies, ExtendTheVersionInForce) {
  const std::string parents =
      "policy a\n  in force from 2020-01-01 until 2022-12-31 { rule x = 1 }\n"
      "policy a\n  in force from 2023-01-01 { rule y = 2 }\n";
  EXPECT_EQ(Library({parents + "policy b\n  extends a\n  in force from 2021-01-01 until 2022-12-31 { }"}).names("b"),
            "x");
  EXPECT_EQ(Library({parents + "policy b\n  extends a\n  in force from 2024-01-01 { }"}).names("b"), "y");
  EXPECT_EQ(Library({parents + "policy b\n  extends a { }"}).names("b"), "y");
  EXPECT_EQ(Library({parents + "policy b\n  extends a { }"}).policy("b")->in_force.from, "2023-01-01");
  EXPECT_EQ(Library({parents + "policy b\n  extends a\n  in force from 2021-01-01 { }"}).problems(),
            "E0212 6:11 `b` is in force 2021-01-01.., its parent `a` only 2020-01-01..2022-12-31\n"
            "  1:1 `a` is declared here\n");
}

TEST(Policies, ALongLineOfParentsIsRefused) {
  const auto line = [](int length) {
    std::string text;
    for (int i = 0; i < length; ++i) {
      text += "policy p" + std::to_string(i) + (i > 0 ? "\n  extends p" + std::to_string(i - 1) : "") + " { rule r" +
              std::to_string(i) + " = 1 }\n";
    }
    return Library({text});
  };
  EXPECT_EQ(line(200).problems(), "");
  EXPECT_EQ(line(250).problems(), "E0233 401:11 201 policies extend one another in one line; at most 200 may\n");
}

TEST(Amendments, AreChildrenUsedWhenNamed) {
  const Library library({R"(policy cn.bj {
  value basic : count { from 2001-04-01 = 1300 }
}
amend cn.bj as reform { extend value basic { from 2026-01-01 = 1500 } }
amend cn.bj as elsewhere.reform { override value basic : count { from 2026-01-01 = 1500 } })"});
  EXPECT_EQ(library.problems(), "");
  ASSERT_EQ(library.flat.policies.size(), 3);
  EXPECT_TRUE(library.policy("cn.reform")->amendment);
  EXPECT_FALSE(library.policy("cn.bj")->amendment);
  EXPECT_EQ(library.versions("cn.reform", "basic"), "2001-04-01..=1300 2026-01-01..=1500");
  EXPECT_EQ(library.versions("elsewhere.reform", "basic"), "2026-01-01..=1500");
  EXPECT_EQ(library.versions("cn.bj", "basic"), "2001-04-01..=1300");
}

TEST(Modules, AreImportedByFiles) {
  const Library library({"module m { value x : count = 1 }",
                         "import m\nimport n\npolicy a { rule y = x }\npolicy b\n  extends a { }",
                         "import m\nmodule n { value z : count = 1 }", "policy c { }"});
  EXPECT_EQ(library.problems(), "");
  EXPECT_EQ(library.names("a"), "x z y");
  EXPECT_EQ(library.names("b"), "x z y");
  EXPECT_EQ(library.names("c"), "");
  EXPECT_EQ(library.policy("b")->chain.size(), 2);
}

TEST(Modules, MayImportOneAnother) {
  const Library library({"import n\nmodule m { value x : count = 1 }", "import m\nmodule n { value y : count = 1 }",
                         "import m\npolicy a { }"});
  EXPECT_EQ(library.problems(), "");
  EXPECT_EQ(library.names("a"), "y x");
}

TEST(Modules, ClashesAreToldOnce) {
  const Library library({"module m { value x : count = 1\nvalue x : count = 2 }",
                         "import m\npolicy a { }\npolicy b { }", "import m\npolicy c { value x : count = 3 }"});
  EXPECT_EQ(library.problems(),
            "E0213 2:7 `x` is declared twice\n  1:18 `x` is declared here\n"
            "E0214 2:18 `x` is already inherited from `m`\n  1:18 `x` is declared here\n");
}

TEST(Private, IsSeenByItsOwnerOnly) {
  const Library library({"import m\npolicy a { private value mine : count = 1 }\npolicy b\n  extends a { }",
                         "module m { private value x : count = 1 }"});
  EXPECT_EQ(library.problems(), "");
  const FlatDeclaration* mine = library.find("b", "mine");
  EXPECT_TRUE(visible(*mine, library.policy("a")->policy));
  EXPECT_FALSE(visible(*mine, library.policy("b")->policy));
  EXPECT_FALSE(visible(*library.find("a", "x"), library.policy("a")->policy));
  EXPECT_EQ(
      Library(
          {"policy a { private value mine : count = 1 }\npolicy b\n  extends a { override value mine : count = 2 }"})
          .problems(),
      "E0231 3:30 `mine` is private to `a`\n  1:26 `mine` is declared here\n");
}

TEST(Tests, GoWithTheirPolicy) {
  const Library library({R"(policy a { test "one" { expect x = 1 } }
policy b
  extends a { }
test "two" of a { expect x = 1 }
test "three" of c { expect x = 1 })"});
  EXPECT_EQ(library.policy("a")->tests.size(), 2);
  EXPECT_EQ(library.policy("b")->tests.size(), 0);
  EXPECT_EQ(library.problems(), "E0202 5:17 unknown policy `c`\n");
}

TEST(Names, AreOneSetForAllKinds) {
  EXPECT_EQ(Library({"policy a {\n  source rules \"Rules\"\n  rule rules = 1\n}"}).problems(),
            "E0213 3:8 `rules` is declared twice\n  2:10 `rules` is declared here\n");
}

TEST(Private, IsSeenFromTheTextOfItsOwner) {
  const Library library(
      {"policy a { private value mine : count = 1\nrule x = mine }\npolicy b\n  extends a { rule y = mine }"});
  const FlatDeclaration* mine = library.find("b", "mine");
  const auto value_of = [&](const std::string& name) {
    return std::get<ast::Rule>(library.find("b", name)->declaration->body).versions[0].value->span;
  };
  EXPECT_TRUE(visible(*mine, value_of("x")));
  EXPECT_FALSE(visible(*mine, value_of("y")));
}

}  // namespace
}  // namespace remit
