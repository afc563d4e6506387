// What is made of the headings and the files that a policy needs, against what is made of the whole library.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "dsl/diagnostic/render.h"
#include "dsl/library/hashes.h"
#include "dsl/library/select.h"

namespace remit {
namespace {

class Files : public Source {
 public:
  explicit Files(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  auto list(std::string_view suffix) -> std::vector<std::string> override {
    std::vector<std::string> paths;
    for (const auto& [path, text] : files_) {
      if (path.ends_with(suffix)) paths.push_back(path);
    }
    return paths;
  }
  auto read(const std::string& path, std::string&) -> std::optional<std::string> override { return files_.at(path); }

 private:
  std::map<std::string, std::string> files_;
};

auto real_library() -> Files {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(LIBRARY_TEST_POLICIES)) {
    if (entry.path().extension() != ".remit") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    files[entry.path().lexically_relative(LIBRARY_TEST_POLICIES)] = text.str();
  }
  return Files(std::move(files));
}

auto told(const std::vector<Diagnostic>& problems, const PolicyLibrary& library) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const Diagnostic& problem : problems) {
    lines.push_back(library.sources().at(problem.span.file).path + ":" + std::to_string(problem.span.begin) + " " +
                    std::string(code_text(problem.code).name) + " " + message_of(problem, Language::en));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

auto seen(const PolicyLibrary& library, const std::string& name) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const FlatPolicy& policy : library.policies()) {
    if (policy.name != name) continue;
    lines.push_back(policy.in_force.from + " " + text_hash(policy, library.sources()) + " " + meaning_hash(policy));
    for (const std::string& line : told(library.problems_of(policy), library)) lines.push_back(line);
  }
  return lines;
}

void opens_alike(Files files) {
  const PolicyLibrary whole(files, "");
  for (const FlatPolicy& policy : whole.policies()) {
    PolicyLibrary part(files, "", PolicyLibrary::Extent::headings);
    part.open(policy.name);
    EXPECT_EQ(seen(part, policy.name), seen(whole, policy.name)) << policy.name;
  }
}

constexpr const char* kModel = R"(
abstract policy a.model "m"
currency CNY to 0.01
enum Kind { one two }
record Case { region : text  kind : Kind  on : date  amount : CNY }
input case : Case
value model_region : text = "m"
needs value part : rate
rule paid : CNY rounded half up = case.amount * part
service settle takes case governed by case.on { gives paid }
service other takes case governed by case.on { gives paid }
)";

auto region(const std::string& name, const std::string& code, const std::string& more = "") -> std::string {
  return "policy " + name + "\n  extends a.model\n  in force from 2020-01-01\n  applies when case.region = " + code +
         " and case.kind = one\nvalue part : rate = 50%\n" + more;
}

auto library() -> std::map<std::string, std::string> {
  return {
      {"model.remit", kModel},
      {"north.remit",
       region("a.north", "\"n\"",
              "rule r : text = \"policy a.hidden { rule x\" # policy a.hidden {\nrule `policy a.hidden {` = 1\n")},
      {"south.remit", "import a.inner\n" + region("a.south", "south_code")},
      {"inner.remit", "import a.innermost\nmodule a.inner { value south_code : text = innermost }\n"},
      {"innermost.remit", "module a.innermost { value innermost : text = \"s\" }\n"},
      {"east.remit",
       "# language: zh\n政策 a.east “东”\n  沿用 a.model\n  施行 自 2020-01-01 适用于 case.region = “e”\n数值 "
       "part：比例 = 10%\n"},
      {"braces.remit",
       "policy a.west extends a.model in force from 2020-01-01 applies when case.region = \"w\" { value part : rate = "
       "20% }"
       "policy a.west_too extends a.west in force from 2020-01-01 { override value part : rate = 30% }\n"
       "amend a.west as later { override value part : rate = 25% }\n"
       "amend a.later as final { override value part : rate = 26% }\n"},
      {"again.remit", "amend a.final as elsewhere { override value part : rate = 27% }\n"},
      {"versions.remit",
       "policy a.two extends a.model in force from 2020-01-01 until 2022-12-31 applies when case.region = \"2\" { "
       "value part : rate = 1% }\n"},
      {"versions_too.remit",
       "policy a.two extends a.model in force from 2023-01-01 applies when case.region = \"2\" { value part : rate = "
       "2% }\n"},
      {"tests.remit",
       "test \"t\" of a.north for settle { given case = {region = \"n\" kind = one on = 2024-01-01 amount = 2} expect "
       "paid = 1 }\n"},
  };
}

TEST(Extent, EveryPolicyThatThereIs) { opens_alike(real_library()); }
TEST(Extent, ANastyLibrary) { opens_alike(Files(library())); }
TEST(Extent, ALibraryWithMistakes) {
  auto files = library();
  files["north.remit"] += "rule broken = \n";
  files["inner.remit"] += "module a.odd { rule broken = }";
  files["east.remit"] += "未知 x";
  files["odd.remit"] = "policy a.odd_one extends a.nowhere\nvalue x : CNY = \"";
  opens_alike(Files(files));
}

// Which policy settles the case of a region: "a.north 2020-01-01", or what is told instead.
auto chosen(const std::map<std::string, std::string>& given, const std::string& region,
            const std::string& service = "settle", const std::string& name = "") -> std::string {
  Files files(given);
  PolicyLibrary library(files, "", PolicyLibrary::Extent::headings);
  const auto json = JsonDocument::read(R"({"case": {"region": ")" + region +
                                       R"(", "kind": "one", "on": "2024-05-01", "amount": 1.00}})");
  const Selection selection = select(library, service, name, json, {});
  std::string all;
  for (const std::string& line : told(selection.problems, library)) all += line + "\n";
  if (selection.wrong_name) all += *selection.wrong_name;
  for (const InputError& error : selection.missing) all += error.path + " ";
  for (const Considered& one : selection.considered)
    all += one.policy + " " + std::to_string(static_cast<int>(one.fate)) + " " + one.condition + ", ";
  if (selection.chosen == nullptr) return all;
  PolicyLibrary whole(files, "");
  const auto compiled = library.compile(*selection.chosen, service);
  EXPECT_FALSE(has_errors(compiled->problems));
  EXPECT_EQ(seen(library, selection.chosen->name), seen(whole, selection.chosen->name));
  return selection.chosen->name + " " + selection.chosen->in_force.from;
}

TEST(Select, FindsByConditions) {
  EXPECT_EQ(chosen(library(), "n"), "a.north 2020-01-01");
  EXPECT_EQ(chosen(library(), "s"), "a.south 2020-01-01");
  EXPECT_EQ(chosen(library(), "e"), "a.east 2020-01-01");
  EXPECT_EQ(chosen(library(), "2"), "a.two 2023-01-01");
  EXPECT_EQ(chosen(library(), "2", "other"), "a.two 2023-01-01");
  EXPECT_EQ(chosen(library(), "?", "settle", "a.final"), "a.final 2020-01-01");
}

TEST(Select, TellsWhyNone) {
  const std::string two = chosen(library(), "w");
  EXPECT_NE(two.find("a.west 0 case.region = \"w\", a.west_too 0 case.region = \"w\", "), std::string::npos) << two;
  EXPECT_EQ(two.find("a.north 1 case.region = \"n\" and case.kind = one, "), two.find("a.north")) << two;
  EXPECT_NE(chosen(library(), "?").find("a.two 1 case.region = \"2\", a.two 1 case.region = \"2\", a.west 1"),
            std::string::npos);
  EXPECT_EQ(chosen(library(), "n", "setle"), "no policy has a service `setle`; did you mean `settle`?");
  EXPECT_EQ(chosen(library(), "n", "settle", "a.nort"), "there is no policy `a.nort`; did you mean `a.north`?");
}

// A mistake matters where the case needs what is wrong, and nowhere else.
TEST(Select, MistakesElsewhereDoNotMatter) {
  auto files = library();
  files["west.remit"] = region("a.other", "\"o\"", "rule broken = \n");
  EXPECT_EQ(chosen(files, "n"), "a.north 2020-01-01");
  EXPECT_EQ(chosen(files, "n", "settle", "a.north"), "a.north 2020-01-01");
  EXPECT_NE(chosen(files, "o").find("west.remit"), std::string::npos);
  EXPECT_NE(chosen(files, "o", "settle", "a.other").find("west.remit"), std::string::npos);
  // What may hide a heading, or a condition that cannot be read, may be the one that applies.
  files["west.remit"] = region("a.other", "\"o\"", "rule broken = \"\n");
  EXPECT_NE(chosen(files, "n").find("west.remit"), std::string::npos);
  EXPECT_EQ(chosen(files, "n", "settle", "a.north"), "a.north 2020-01-01");
  files["west.remit"] = region("a.other", "no_such_name");
  EXPECT_NE(chosen(files, "n").find("E0201"), std::string::npos);
}

}  // namespace
}  // namespace remit
