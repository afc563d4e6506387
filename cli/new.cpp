#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/command.h"
#include "cli/language.h"
#include "cli/starter.h"
#include "dsl/library/library.h"

namespace remit::cli {
namespace {

// The one file that is about to be written, for a look at whether it is right.
class OneFile : public Source {
 public:
  explicit OneFile(std::string text) : text_(std::move(text)) {}
  auto list(std::string_view suffix) -> std::vector<std::string> override {
    return suffix == ".remit" ? std::vector<std::string>{"new.remit"} : std::vector<std::string>{};
  }
  auto read(const std::string&, std::string&) -> std::optional<std::string> override { return text_; }

 private:
  std::string text_;
};

auto filled(std::string_view starter, const std::string& id, const std::string& file) -> std::string {
  std::string text(starter);
  for (const auto& [mark, with] : {std::pair<std::string_view, const std::string&>("{id}", id), {"{file}", file}}) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += with.size())
      text.replace(at, mark.size(), with);
  }
  return text;
}

// Never over a file that is there, and never half of one. Empty: written.
auto write_new(const std::string& path, const std::string& text) -> std::string {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return std::strerror(errno);
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(file, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const std::string why = std::strerror(errno);
      ::close(file);
      ::unlink(path.c_str());
      return why;
    }
    written += static_cast<std::size_t>(count);
  }
  return ::close(file) == 0 ? "" : std::strerror(errno);
}

// `new ID DIR`: a policy to begin with.
class New : public Command {
 public:
  New()
      : Command("new", "Write a commented policy to begin with, and a test that passes.",
                "remit new demo.grant policies/demo") {}

  void declare(Options& options) override {
    options.argument("ID", id_, "the policy's name, such as demo.grant; its last part names the file");
    options.argument("DIR", folder_, "the folder, made where it is not there");
    options.choice("--lang", language_, {"en", "zh"}, "language of keywords and remarks");
  }

  auto run(Console& console) -> Exit override {
    const std::string file = id_.substr(id_.rfind('.') + 1) + ".remit";
    const std::string text = filled(language_ == "zh" ? kChineseStarter : kEnglishStarter, id_, file);
    if (!is_name(text)) {
      return console.stop(
          {Exit::usage, "`" + id_ + "` cannot name a policy: words joined by dots are expected, such as demo.grant"});
    }
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) return console.stop({Exit::environment, "cannot make `" + folder_ + "`: " + error.message()});
    const std::string path = (std::filesystem::path(folder_) / file).lexically_normal().native();
    const std::string why = write_new(path, text);
    if (!why.empty()) return console.stop({Exit::environment, "cannot write `" + path + "`: " + why});
    console.out(path + "\n");
    return Exit::answered;
  }

 private:
  // Whether the text that the name stands in declares just the one policy.
  auto is_name(const std::string& text) const -> bool {
    if (id_.find_first_of("/\n\r\\") != std::string::npos) return false;  // it names a file, too
    OneFile source(text);
    const PolicyLibrary library(source, "");
    return !has_errors(library.problems()) && library.policies().size() == 1 && library.policies().front().name == id_;
  }

  std::string id_, folder_, language_ = "en";
};

}  // namespace

auto new_command() -> std::unique_ptr<Command> { return std::make_unique<New>(); }

}  // namespace remit::cli
