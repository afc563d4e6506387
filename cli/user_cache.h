// The user's cache folder: `remit` in XDG_CACHE_HOME, else in ~/.cache.
//
// Others may have been there: only regular files of this user that nobody else may write are opened, and no link is
// followed. A file is written under another name and renamed, so that it is there as a whole or not at all, however
// many processes write it. Whatever goes wrong, the caller goes on without.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dsl/source/pieces.h"

namespace remit::cli {

class UserCache : public Sink {
 public:
  // Absent: the user has none, or REMIT_NO_CACHE is set.
  static auto find() -> std::optional<UserCache>;

  auto open(const std::string& name) -> std::unique_ptr<OpenFile> override;
  void keep(const std::string& name, const std::vector<std::string_view>& parts) override;

 private:
  explicit UserCache(std::string folder) : folder_(std::move(folder)) {}
  void make_folder() const;
  void remove_old() const;

  std::string folder_;  // absolute
};

}  // namespace remit::cli
