// The policies of a folder, for programs of tests that have no command line's file handling.
#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dsl/source/source.h"

namespace remit::differential {

class Folder : public Source {
 public:
  explicit Folder(std::filesystem::path root) : root_(std::move(root)) {}
  auto list(std::string_view suffix) -> std::vector<std::string> override {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
      if (entry.is_regular_file() && entry.path().native().ends_with(suffix))
        found.insert(entry.path().lexically_relative(root_));
    }
    return {found.begin(), found.end()};
  }
  auto read(const std::string& path, std::string& why) -> std::optional<std::string> override {
    std::ifstream in(root_ / path, std::ios::binary);
    if (in) return std::string(std::istreambuf_iterator<char>(in), {});
    why = "cannot be opened";
    return std::nullopt;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace remit::differential
