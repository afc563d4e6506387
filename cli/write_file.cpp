#include "cli/write_file.h"

#include <filesystem>
#include <fstream>

namespace remit::cli {

bool write_file(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(beside, path, failed);
  if (out && !failed) return true;
  std::filesystem::remove(beside, failed);
  return false;
}

}  // namespace remit::cli
