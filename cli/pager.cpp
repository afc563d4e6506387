#include "cli/pager.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/text/utf8.h"

namespace remit::cli {
namespace {

struct Size {
  std::size_t rows = 24, columns = 80;
};
auto terminal_size() -> Size {
  struct winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return {};
  return {size.ws_row, size.ws_col};
}

bool fits(const std::string& text, const Size& size) {
  std::size_t rows = 2, begin = 0;  // the prompt's, and the one that was typed
  while (begin < text.size() && rows <= size.rows) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    rows += 1 + columns(std::string_view(text).substr(begin, end - begin)) / size.columns;
    begin = end + 1;
  }
  return rows <= size.rows;
}

// Lines are not wrapped, for tables; colours pass.
auto pager() -> std::string {
  const char* own = std::getenv("PAGER");
  if (own != nullptr && *own != '\0') return own;
  return "command -v less >/dev/null && exec less -RSF; exit 127";
}

}  // namespace

bool paged(const repl::Reply& reply, Console& console) {
  std::string text;
  for (const repl::Output::Part& part : reply.parts) text += part.text;
  if (fits(text, terminal_size())) return false;
  console.flush();
  std::FILE* pipe = ::popen(pager().c_str(), "w");
  if (pipe == nullptr) return false;
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), pipe));
  constexpr int kNotFound = 127 << 8;
  return ::pclose(pipe) != kNotFound;
}

}  // namespace remit::cli
