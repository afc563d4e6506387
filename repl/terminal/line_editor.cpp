#include "repl/terminal/line_editor.h"

#include <histedit.h>
#include <langinfo.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/text/utf8.h"

namespace remit::repl {
namespace {

constexpr int kMostLines = 10'000;        // of history
constexpr std::size_t kMostListed = 200;  // completions that are shown

auto width() -> std::size_t {
  struct winsize size {};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// What all begin with, not cut within a character.
auto common_prefix(const std::vector<std::string>& words) -> std::string {
  std::string prefix = words.front();
  for (const std::string& word : words) {
    const auto [end, rest] = std::mismatch(prefix.begin(), prefix.end(), word.begin(), word.end());
    prefix.erase(end, prefix.end());
  }
  prefix.resize(valid_utf8_prefix(prefix));
  return prefix;
}

// In columns, read downwards.
auto listed(std::vector<std::string> words) -> std::string {
  const std::size_t beyond = words.size() > kMostListed ? words.size() - kMostListed : 0;
  words.resize(words.size() - beyond);
  std::size_t widest = 1;
  for (const std::string& word : words) widest = std::max<std::size_t>(widest, columns(word) + 2);
  const std::size_t across = std::max<std::size_t>(1, width() / widest);
  const std::size_t rows = (words.size() + across - 1) / across;
  std::string text;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = row; i < words.size(); i += rows) {
      text += words[i];
      if (i + rows < words.size()) text += std::string(widest - columns(words[i]), ' ');
    }
    text += "\n";
  }
  return beyond == 0 ? text : text + "… " + std::to_string(beyond) + "\n";
}

// libedit takes UTF-8 only where the locale says so.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0) std::setlocale(LC_CTYPE, "C.UTF-8");
}

// Holds back SIGINT that another process sends while a line is edited: libedit would leave the terminal as it was
// before the line, and wait for ever. Ctrl-C is a key there.
class WithoutInterrupts {
 public:
  WithoutInterrupts() {
    sigset_t interrupts;
    ::sigemptyset(&interrupts);
    ::sigaddset(&interrupts, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &interrupts, &before_);
  }
  WithoutInterrupts(const WithoutInterrupts&) = delete;
  auto operator=(const WithoutInterrupts&) -> WithoutInterrupts& = delete;
  ~WithoutInterrupts() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

class LineEditor::Implementation {
 public:
  Implementation(std::string history, Complete complete)
      : history_file_(std::move(history)), complete_(std::move(complete)) {
    use_utf8();
    history_ = ::history_init();
    HistEvent event;
    ::history(history_, &event, H_SETSIZE, kMostLines);
    ::history(history_, &event, H_SETUNIQUE, 1);
    if (!history_file_.empty()) ::history(history_, &event, H_LOAD, history_file_.c_str());
    edit_ = ::el_init("remit", stdin, stdout, stderr);
    ::el_set(edit_, EL_CLIENTDATA, this);
    ::el_set(edit_, EL_PROMPT_ESC, prompt_of, '\1');
    ::el_set(edit_, EL_EDITOR, "emacs");
    ::el_set(edit_, EL_SIGNAL, 1);
    ::el_set(edit_, EL_HIST, ::history, history_);
    ::el_set(edit_, EL_ADDFN, "remit-complete", "complete the word", complete_word);
    ::el_set(edit_, EL_ADDFN, "remit-cancel", "drop the line", cancel_line);
    ::el_set(edit_, EL_BIND, "^I", "remit-complete", nullptr);
    ::el_set(edit_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_source(edit_, nullptr);  // ~/.editrc
    // Ctrl-C is a key while a line is edited, and a signal while a command runs.
    ::el_set(edit_, EL_SETTY, "-d", "-isig", nullptr);
    ::el_set(edit_, EL_BIND, "^C", "remit-cancel", nullptr);
  }
  Implementation(const Implementation&) = delete;
  auto operator=(const Implementation&) -> Implementation& = delete;
  ~Implementation() {
    ::el_end(edit_);
    ::history_end(history_);
  }

  auto read(const std::string& prompt) -> Read {
    prompt_ = prompt;
    cancelled_ = false;
    int count = 0;
    const WithoutInterrupts held;
    const char* line = ::el_gets(edit_, &count);
    if (cancelled_) return {End::cancelled, ""};
    if (line == nullptr || count <= 0) return {End::closed, ""};
    std::string text(line, static_cast<std::size_t>(count));
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    return {End::line, std::move(text)};
  }

  void remember(const std::string& line) {
    HistEvent event;
    if (line.empty() || ::history(history_, &event, H_ENTER, line.c_str()) < 0 || history_file_.empty()) return;
    std::FILE* file = std::fopen(history_file_.c_str(), "ae");
    if (file == nullptr) return;
    std::fseek(file, 0, SEEK_END);
    ::history(history_, &event, H_NSAVE_FP, std::size_t{1}, file);
    std::fclose(file);
  }

 private:
  static auto self(EditLine* edit) -> Implementation& {
    void* data = nullptr;
    ::el_get(edit, EL_CLIENTDATA, &data);
    return *static_cast<Implementation*>(data);
  }
  static auto prompt_of(EditLine* edit) -> char* { return self(edit).prompt_.data(); }

  static auto cancel_line(EditLine* edit, int) -> unsigned char {
    self(edit).cancelled_ = true;
    std::fputs("^C\n", stdout);
    std::fflush(stdout);
    return CC_NEWLINE;
  }

  static auto complete_word(EditLine* edit, int) -> unsigned char {
    if (has_more()) {  // a tab within a paste
      ::el_insertstr(edit, "  ");
      return CC_REFRESH;
    }
    const LineInfo* info = ::el_line(edit);
    const std::string_view before(info->buffer, static_cast<std::size_t>(info->cursor - info->buffer));
    const Completion completion = self(edit).complete_(before);
    if (completion.words.empty()) return CC_REFRESH_BEEP;
    const std::string typed(before.substr(completion.begin));
    std::string word = common_prefix(completion.words);
    const bool only = completion.words.size() == 1;
    if (only && !word.ends_with('/')) word += ' ';
    if (word.size() > typed.size()) {
      ::el_insertstr(edit, word.substr(typed.size()).c_str());
      return CC_REFRESH;
    }
    std::fputs(("\n" + listed(completion.words)).c_str(), stdout);
    std::fflush(stdout);
    return CC_REDISPLAY;
  }

  std::string history_file_;
  Complete complete_;
  std::string prompt_;
  bool cancelled_ = false;
  History* history_ = nullptr;
  EditLine* edit_ = nullptr;
};

LineEditor::LineEditor(std::string history, Complete complete)
    : implementation_(std::make_unique<Implementation>(std::move(history), std::move(complete))) {}
LineEditor::~LineEditor() = default;

auto LineEditor::read(const std::string& prompt) -> Read { return implementation_->read(prompt); }
void LineEditor::remember(const std::string& line) { implementation_->remember(line); }

auto LineEditor::has_more() -> bool {
  struct pollfd input {
    STDIN_FILENO, POLLIN, 0
  };
  return ::poll(&input, 1, 0) == 1 && (input.revents & POLLIN) != 0;
}

}  // namespace remit::repl
