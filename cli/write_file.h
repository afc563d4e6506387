// Files that the user asked us to write.
#pragma once
#include <string>

namespace remit::cli {

// Written beside the file and renamed over it: a full disk leaves the old text. False: it could not be written.
bool write_file(const std::string& path, const std::string& text);

}  // namespace remit::cli
