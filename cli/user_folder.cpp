#include "cli/user_folder.h"

#include <cstdlib>

namespace remit::cli {
namespace {

auto value_of(const char* name) -> std::string {
  const char* value = ::secure_getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

auto user_folder(const char* variable, const std::string& below_home) -> std::string {
  const std::string given = value_of(variable);
  if (given.starts_with('/')) return given + "/remit";
  const std::string home = value_of("HOME");
  return home.starts_with('/') ? home + "/" + below_home + "/remit" : "";
}

}  // namespace remit::cli
