// Where this user's files belong: by the XDG variables, else below the home.
#pragma once
#include <string>

namespace remit::cli {

// "XDG_STATE_HOME" and ".local/state", for example; with "/remit" behind it. Empty: there is none. A relative one is
// none, their specification says.
auto user_folder(const char* variable, const std::string& below_home) -> std::string;

}  // namespace remit::cli
