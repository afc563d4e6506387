#include "cli/file_source.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "cli/open_file.h"

namespace remit::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStandardInput = "-";
constexpr std::size_t kMaxFileBytes = std::size_t{512} << 20U;  // a national catalog has some 50 MiB

bool leaves_root(const std::string& path) {
  return path.starts_with('/') || ("/" + path + "/").find("/../") != std::string::npos;
}

auto is_hidden(const std::string& path) -> bool { return path[path.rfind('/') + 1] == '.'; }

// The folder itself, or the one that a file stands in.
auto folder_of(const fs::path& path) -> fs::path {
  if (fs::is_directory(path)) return path;
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

auto common_folder(const fs::path& a, const fs::path& b) -> fs::path {
  const fs::path left = fs::absolute(a).lexically_normal(), right = fs::absolute(b).lexically_normal();
  fs::path common;
  for (auto i = left.begin(), j = right.begin(); i != left.end() && j != right.end() && *i == *j; ++i, ++j)
    common /= *i;
  const fs::path here = fs::current_path();
  const fs::path relative = common.lexically_relative(here);
  const bool inside = a.is_relative() && b.is_relative() && !relative.empty() && *relative.begin() != "..";
  return inside ? relative : common;
}

// "." and "./x" are shown as "" and "x".
auto tidy(const fs::path& path) -> fs::path {
  fs::path tidied = path.lexically_normal();
  if (!tidied.has_filename() && tidied.has_parent_path() && tidied != tidied.root_path()) tidied = tidied.parent_path();
  return tidied;
}

}  // namespace

FileSource::FileSource(fs::path root, std::vector<fs::path> given) : root_(std::move(root)), given_(std::move(given)) {
  std::error_code error;
  real_root_ = fs::canonical(root_, error);
  if (root_ != ".") shown_ = root_.native() + (root_.native().ends_with('/') ? "" : "/");
}

auto FileSource::open(const std::vector<std::string>& paths) -> OrStop<FileSource> {
  std::optional<fs::path> root;
  std::vector<fs::path> given;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path != kStandardInput && !fs::exists(path, error)) {
      const std::string why = error ? error.message() : std::strerror(ENOENT);
      return Stop{Exit::environment, "cannot read `" + path + "`: " + why};
    }
    given.push_back(tidy(path));
    const fs::path folder = folder_of(given.back());
    root = root && *root != folder ? common_folder(*root, folder) : folder;
  }
  return FileSource(root.value_or("."), std::move(given));
}

auto FileSource::relative(const fs::path& path) const -> std::string {
  if (root_ == ".") return tidy(path).native();
  if (path.native().starts_with(shown_)) return path.native().substr(shown_.size());
  return fs::absolute(path).lexically_normal().lexically_relative(fs::absolute(root_).lexically_normal()).native();
}

auto FileSource::is_below_root(const fs::path& path) const -> bool {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error) return false;
  const auto [end, rest] = std::mismatch(real_root_.begin(), real_root_.end(), real.begin(), real.end());
  return end == real_root_.end();
}

void FileSource::list_below(const fs::path& folder, std::string_view suffix, std::vector<std::string>& found) const {
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    const fs::directory_entry& entry = *walk;
    if (is_hidden(entry.path().native())) {
      walk.disable_recursion_pending();
      continue;
    }
    if (!entry.path().native().ends_with(suffix) || !entry.is_regular_file(error)) continue;
    if (entry.is_symlink(error) && !is_below_root(entry.path())) continue;
    found.push_back(relative(entry.path()));
  }
}

auto FileSource::list(std::string_view suffix) -> std::vector<std::string> {
  std::vector<std::string> found;
  if (suffix != ".remit") {
    list_below(root_, suffix, found);
  } else {
    for (const fs::path& path : given_) {
      if (path == kStandardInput)
        found.emplace_back(kStandardInput);
      else if (fs::is_directory(path))
        list_below(path, suffix, found);
      else
        found.push_back(relative(path));
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

auto FileSource::read(const std::string& path, std::string& why) -> std::optional<std::string> {
  if (leaves_root(path)) {
    why = "it is outside of the library";
    return std::nullopt;
  }
  if (path != kStandardInput) return read_bytes((root_ / path).native(), kMaxFileBytes, why);
  if (!standard_input_) standard_input_ = read_bytes("/dev/stdin", kMaxFileBytes, why);
  return standard_input_;
}

auto FileSource::open_file(const std::string& path) -> std::unique_ptr<OpenFile> {
  return leaves_root(path) ? nullptr : FileOnDisk::open((root_ / path).native(), O_NONBLOCK | O_NOCTTY);
}

auto read_bytes(const std::string& path, std::size_t limit, std::string& why) -> std::optional<std::string> {
  const auto file = FileOnDisk::open(path);
  if (file) return file->read_all(limit, why);
  why = std::strerror(errno);
  return std::nullopt;
}

auto read_whole(const std::string& path, std::size_t limit) -> OrStop<std::string> {
  std::string why;
  if (std::optional<std::string> bytes = read_bytes(path, limit, why)) return std::move(*bytes);
  return Stop{Exit::environment, "cannot read `" + path + "`: " + why};
}

}  // namespace remit::cli
