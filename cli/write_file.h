// A file written as a whole, or not at all.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace remit::cli {

// Under another name first, so that what stood there stays where not all can be written; what is no regular file, such
// as a pipe, is written as it is.
class FileWriter {
 public:
  // nullptr: `why` says why, as of all that fails below.
  static auto open(const std::string& path, std::string& why) -> std::unique_ptr<FileWriter>;
  FileWriter(const FileWriter&) = delete;
  auto operator=(const FileWriter&) -> FileWriter& = delete;
  ~FileWriter();  // of what was not finished nothing stays

  bool write(std::string_view text, std::string& why);
  // Requires: called once, at the end.
  bool finish(std::string& why);

 private:
  FileWriter(std::string path, std::string beside, int file);

  std::string path_;
  std::string beside_;  // empty: written as it is
  int file_;
};

// All of it at once. False: `why` says why.
bool write_file(const std::string& path, std::string_view text, std::string& why);

}  // namespace remit::cli
