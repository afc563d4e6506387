// The files of a library on disk.
//
// Folders are read in full, files beginning with a dot left out; links to folders are not followed, and a link to a
// file only where the file stands below the root as well. Everything is listed in the order of its path's bytes.
// `-` is standard input: a policy file in the folder where one is.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.h"
#include "dsl/source/pieces.h"
#include "dsl/source/source.h"

namespace remit::cli {

class FileSource : public Source, public PieceSource {
 public:
  // The root is the folder given, or the deepest one that holds all the paths. Stop: a path does not exist.
  static auto open(const std::vector<std::string>& paths) -> OrStop<FileSource>;

  // What stands before a path of this source as people see it: "", "policies/".
  [[nodiscard]] auto shown() const -> const std::string& { return shown_; }

  // Policies (".remit"): the files given, and those below the folders given. All else: below the root.
  auto list(std::string_view suffix) -> std::vector<std::string> override;
  auto read(const std::string& path, std::string& why) -> std::optional<std::string> override;
  auto open_file(const std::string& path) -> std::unique_ptr<OpenFile> override;

 private:
  FileSource(std::filesystem::path root, std::vector<std::filesystem::path> given);
  void list_below(const std::filesystem::path& folder, std::string_view suffix, std::vector<std::string>& found) const;
  auto is_below_root(const std::filesystem::path& path) const -> bool;
  auto relative(const std::filesystem::path& path) const -> std::string;

  std::filesystem::path root_, real_root_;
  std::vector<std::filesystem::path> given_;
  std::string shown_;
  std::optional<std::string> standard_input_;  // read once
};

// All bytes of a file, or nothing: the reason is in `why`.
auto read_bytes(const std::string& path, std::size_t limit, std::string& why) -> std::optional<std::string>;
// All bytes of a file that the user named. Stop: it cannot be read, or has more than `limit` bytes.
auto read_whole(const std::string& path, std::size_t limit) -> OrStop<std::string>;

}  // namespace remit::cli
