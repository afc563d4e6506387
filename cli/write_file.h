// A file written as a whole, or not at all.
#pragma once
#include <string>
#include <string_view>

namespace remit::cli {

// Under another name first, so that what stood there stays where not all can be written; what is no regular file, such
// as a pipe, is written as it is. False: `why` says why.
bool write_file(const std::string& path, std::string_view text, std::string& why);

}  // namespace remit::cli
