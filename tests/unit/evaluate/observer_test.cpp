#include "engine/evaluate/observer.h"

#include <algorithm>

#include "tests/unit/evaluate/settling.h"

namespace remit::test {
namespace {

// What it is told, in order: "rule 0", "choice 1 exception 0" …
class Notes final : public Observer {
 public:
  std::vector<std::string> all;

  void rule_done(RuleId rule, const Value& value) override {
    all.push_back("rule " + std::to_string(static_cast<std::uint32_t>(rule)) + " = " + Settling::plain(value));
  }
  void choice_asked(std::uint32_t choice) override { all.push_back("choice " + std::to_string(choice)); }
  void choice_made(std::uint32_t choice, std::uint32_t exception) override {
    const std::string which = exception == Choice::kBase ? "base" : "exception " + std::to_string(exception);
    all.push_back("choice " + std::to_string(choice) + " " + which);
  }
};

TEST(Observer, OfEqualRulesTheOneThatIsAsked) {
  Policy p;
  const NodeId same = p.money("5");
  const RuleId a = p.rule("a", same), b = p.rule("b", same);
  ASSERT_EQ(p.b.program.at(a).node, p.b.program.at(b).node);
  p.gives("r", b);
  Settling s(p);
  Notes notes;
  s.evaluator.observe(&notes);
  EXPECT_EQ(s.text(), "5");
  EXPECT_EQ(notes.all, std::vector<std::string>{"rule 1 = 5"});
}

// Of an exception with an exception, the value that counts is told, not that of its parent.
TEST(Observer, TheExceptionWhoseValueCounts) {
  Policy p;
  p.gives("r",
          p.choice("r", p.money("1"),
                   {p.exception("a", p.truth(true), p.money("2")), p.exception("a1", p.truth(true), p.money("3"), 0),
                    p.exception("b", p.truth(false), p.money("4"))}));
  Settling s(p);
  Notes notes;
  s.evaluator.observe(&notes);
  EXPECT_EQ(s.text(), "3");
  EXPECT_EQ(std::ranges::count(notes.all, "choice 0 exception 1"), 1);
  EXPECT_EQ(std::ranges::count(notes.all, "choice 0 exception 0"), 0);
  EXPECT_EQ(std::ranges::count(notes.all, "choice 0 base"), 0);

  notes.all.clear();
  s.evaluator.observe(nullptr);
  EXPECT_EQ(s.text(), "3");
  EXPECT_TRUE(notes.all.empty());
}

}  // namespace
}  // namespace remit::test
