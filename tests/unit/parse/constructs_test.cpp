// Every construct of the language, in one policy, reads without a problem.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "dsl/diagnostic/render.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace {

auto file_text(const std::string& name) -> std::string {
  std::ifstream file(std::string(PARSE_TEST_FOLDER) + "/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Constructs, EveryOne) {
  SourceSet sources;
  const Parsed parsed = parse_file(sources.add("everything.remit", file_text("everything.remit")));
  EXPECT_EQ(render_text(parsed.problems, parsed.suppressed, sources, {}), "");
  ASSERT_EQ(parsed.file.policies.size(), 4U);
  EXPECT_EQ(parsed.file.policies[2].name.text(), "cn.beijing.employee");
  EXPECT_EQ(parsed.file.policies[2].declarations.size(), 62U);
}

}  // namespace
}  // namespace remit
