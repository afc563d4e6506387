// Every case that the tests of a library settle, and its answer: {"policy", "version", "service", "case", "answer"},
// one a line; of a case that fails, the answer is null.
//
//     settled_cases policies/
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "dsl/testing/testing.h"
#include "engine/io/write_answer.h"
#include "engine/io/write_json.h"

namespace {

namespace fs = std::filesystem;

class Folder : public remit::Source {
 public:
  explicit Folder(fs::path root) : root_(std::move(root)) {}
  auto list(std::string_view suffix) -> std::vector<std::string> override {
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root_)) {
      if (entry.path().native().ends_with(suffix)) found.push_back(entry.path().lexically_relative(root_).native());
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  auto read(const std::string& path, std::string&) -> std::optional<std::string> override {
    std::ifstream in(root_ / path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

 private:
  fs::path root_;
};

void print(const remit::SettledCase& settled) {
  remit::ProgramNames names = settled.names;
  names.text_hash = names.meaning_hash = std::string(64, '0');  // no test asks for them
  remit::JsonWriter out;
  out.open_object().key("policy").string(names.policy).key("version").string(names.policy_version);
  out.key("service").string(names.service).key("case").raw(settled.json).key("answer");
  if (settled.answer.errors.empty())
    out.raw(write_answer(settled.answer, settled.program, names, {.engine = "test"}));
  else
    out.null();
  out.close_object();
  std::cout << out.take() << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  Folder folder(argv[1]);
  remit::PolicyLibrary library(folder, "");
  remit::run_tests(library, {.settled = print});
}
