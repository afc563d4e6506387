#include "repl/terminal/line_editor.h"

#include <histedit.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "engine/text/utf8.h"
#include "repl/terminal/painter.h"
#include "repl/terminal/signals.h"

namespace remit::repl {
namespace {

constexpr int kMostLines = 10'000;        // of history
constexpr std::size_t kMostListed = 200;  // completions that are shown

// As terminals send them.
constexpr std::pair<const char*, const char*> kKeys[] = {
    {"^I", "remit-complete"},
    {"^R", "em-inc-search-prev"},
    {"^L", "remit-clear"},
    {"\\e^M", "remit-new-line"},  // Alt-Enter
    {"\\e[A", "remit-up"},
    {"\\eOA", "remit-up"},
    {"\\e[B", "remit-down"},
    {"\\eOB", "remit-down"},
    {"\\e[H", "ed-move-to-beg"},
    {"\\eOH", "ed-move-to-beg"},
    {"\\e[1~", "ed-move-to-beg"},
    {"\\e[7~", "ed-move-to-beg"},
    {"\\e[F", "ed-move-to-end"},
    {"\\eOF", "ed-move-to-end"},
    {"\\e[4~", "ed-move-to-end"},
    {"\\e[8~", "ed-move-to-end"},
    {"\\e[3~", "ed-delete-next-char"},  // Delete
    {"\\e[1;5C", "em-next-word"},       // Ctrl and the arrow to the right
    {"\\e[1;5D", "ed-prev-word"},
    {"\\eX", "ed-unassigned"},  // libedit's own commands: an empty one is the end of it
    {"\\ex", "ed-unassigned"},
};

auto size_of_terminal() -> Size {
  struct winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

// Whether the cursor can be moved about.
bool is_dumb() {
  const char* name = std::getenv("TERM");
  return name == nullptr || *name == '\0' || std::strcmp(name, "dumb") == 0;
}

void show(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
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
  const std::size_t across = std::max<std::size_t>(1, size_of_terminal().columns / widest);
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

}  // namespace

class LineEditor::Implementation {
 public:
  Implementation(std::string history, Complete complete, Highlight highlight)
      : history_file_(std::move(history)), complete_(std::move(complete)), highlight_(std::move(highlight)) {
    use_utf8();
    ::tcgetattr(STDIN_FILENO, &before_);
    history_ = ::history_init();
    HistEvent event;
    ::history(history_, &event, H_SETSIZE, kMostLines);
    ::history(history_, &event, H_SETUNIQUE, 1);
    // One that libedit does not know as its own is kept beside, or no later session would read what is added to it.
    const bool readable = !history_file_.empty() && ::access(history_file_.c_str(), R_OK) == 0;
    if (readable && ::history(history_, &event, H_LOAD, history_file_.c_str()) < 0)
      std::rename(history_file_.c_str(), (history_file_ + ".unreadable").c_str());
    if (!is_dumb()) nowhere_ = std::fopen("/dev/null", "we");
    std::FILE* const shown = nowhere_ == nullptr ? stdout : nowhere_;
    edit_ = ::el_init_fd("remit", stdin, shown, shown, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    ::el_set(edit_, EL_CLIENTDATA, this);
    ::el_set(edit_, EL_PROMPT, prompt_of);
    ::el_set(edit_, EL_EDITOR, "emacs");
    ::el_set(edit_, EL_GETCFN, read_character);
    ::el_set(edit_, EL_HIST, ::history, history_);
    if (nowhere_ != nullptr) {  // for a screen so wide it seldom places the line anew
      ::el_set(edit_, EL_SETTC, "li", "2", nullptr);
      ::el_set(edit_, EL_SETTC, "co", "20000", nullptr);
    }
    bind_keys();
    ::el_source(edit_, nullptr);  // ~/.editrc
    // Ctrl-C is a key while a line is edited, and a signal while a command runs.
    ::el_set(edit_, EL_SETTY, "-d", "-isig", nullptr);
    // Ctrl-S in a paste would stop everything, also where it comes while a command runs.
    ::el_set(edit_, EL_SETTY, "-d", "-ixon", nullptr);
    ::el_set(edit_, EL_SETTY, "-x", "-ixon", nullptr);
    ::el_set(edit_, EL_BIND, "^C", "remit-cancel", nullptr);
    ::el_set(edit_, EL_BIND, "^Z", "remit-suspend", nullptr);
  }
  Implementation(const Implementation&) = delete;
  auto operator=(const Implementation&) -> Implementation& = delete;
  ~Implementation() {
    ::el_end(edit_);
    ::history_end(history_);
    if (nowhere_ != nullptr) std::fclose(nowhere_);
  }

  auto read(const std::string& prompt) -> Read {
    prompt_ = prompt;
    cancelled_.reset();
    suspended_ = false;
    int count = 0;
    EditingSignals signals;
    signals_ = &signals;
    const char* line = ::el_gets(edit_, &count);
    if (cancelled_) return {End::cancelled, std::exchange(*cancelled_, {})};
    if (line == nullptr || count <= 0) {
      leave();
      if (ends_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
      return {End::closed, ""};
    }
    std::string text(line, static_cast<std::size_t>(count));
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    draw(text, text.size());
    leave();
    return {End::line, std::move(text)};
  }

  void remember(const std::string& input) {
    HistEvent event;
    if (input.empty() || ::history(history_, &event, H_ENTER, input.c_str()) < 0 || history_file_.empty()) return;
    std::FILE* file = std::fopen(history_file_.c_str(), "ae");
    if (file == nullptr) return;
    std::fseek(file, 0, SEEK_END);
    ::history(history_, &event, H_NSAVE_FP, std::size_t{0}, file);  // the last; libedit adds so many before it
    std::fclose(file);
  }

 private:
  static auto self(EditLine* edit) -> Implementation& {
    void* data = nullptr;
    ::el_get(edit, EL_CLIENTDATA, &data);
    return *static_cast<Implementation*>(data);
  }
  static auto prompt_of(EditLine* edit) -> char* { return self(edit).prompt_.data(); }

  void bind_keys() {
    ::el_set(edit_, EL_ADDFN, "remit-complete", "complete the word", complete_word);
    ::el_set(edit_, EL_ADDFN, "remit-cancel", "drop the line", cancel_line);
    ::el_set(edit_, EL_ADDFN, "remit-suspend", "stop until the shell goes on with it", suspend);
    ::el_set(edit_, EL_ADDFN, "remit-clear", "clear the screen", clear_screen);
    ::el_set(edit_, EL_ADDFN, "remit-new-line", "begin another line of the input", begin_line);
    ::el_set(edit_, EL_ADDFN, "remit-up", "the line above, or the input before", line_above);
    ::el_set(edit_, EL_ADDFN, "remit-down", "the line below, or the input after", line_below);
    for (const auto& [key, what] : kKeys) ::el_set(edit_, EL_BIND, key, what, nullptr);
  }

  // ── Keys ──

  static auto read_character(EditLine* edit, wchar_t* character) -> int {
    Implementation& me = self(edit);
    me.paint();
    mbstate_t state{};
    for (;;) {
      if (!me.wait_for_key()) return -1;
      char byte = 0;
      const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
      if (count == 0) return 0;
      if (count < 0 && errno != EINTR && errno != EAGAIN) return -1;
      if (count < 0) continue;
      std::size_t length = ::mbrtowc(character, &byte, 1, &state);
      if (length == static_cast<std::size_t>(-1)) {  // not UTF-8: what went before is dropped
        state = {};
        length = ::mbrtowc(character, &byte, 1, &state);
      }
      if (length == static_cast<std::size_t>(-1)) state = {};
      if (length <= 1) return 1;
    }
  }

  // False: the process is to end.
  bool wait_for_key() {
    for (;;) {
      switch (signals_->wait(STDIN_FILENO)) {
        case EditingSignals::Event::input: return true;
        case EditingSignals::Event::ended: ends_ = true; return false;
        case EditingSignals::Event::resized:
          paint();  // libedit is not told: a line that it has placed already may overrun its smaller screen
          break;
        case EditingSignals::Event::resumed:
          ::el_set(edit_, EL_PREP_TERM, 0);
          ::el_set(edit_, EL_PREP_TERM, 1);
          ::el_set(edit_, EL_REFRESH);
          if (!std::exchange(suspended_, false)) painter_.forget();  // what the shell wrote stands there now
          paint();
          break;
      }
    }
  }

  static auto cancel_line(EditLine* edit, int) -> unsigned char {
    Implementation& me = self(edit);
    const std::string line(me.text());
    me.cancelled_ = line;
    me.draw(line + "^C", line.size() + 2);
    me.leave();
    if (me.nowhere_ == nullptr) show("^C\n");
    return CC_NEWLINE;
  }

  // As the terminal would, whose signals are off. The line goes on once the process does (Event::resumed).
  static auto suspend(EditLine* edit, int) -> unsigned char {
    self(edit).leave();
    self(edit).suspended_ = true;
    ::el_set(edit, EL_PREP_TERM, 0);
    ::kill(0, SIGTSTP);
    ::el_set(edit, EL_PREP_TERM, 1);
    return CC_REFRESH;
  }

  static auto clear_screen(EditLine* edit, int) -> unsigned char {
    show("\x1b[H\x1b[2J");
    self(edit).painter_.forget();
    return CC_REFRESH;
  }

  static auto begin_line(EditLine* edit, int) -> unsigned char {
    ::el_insertstr(edit, "\n");
    return CC_REFRESH;
  }

  // Ctrl-P and Ctrl-N go through the history, whichever line the cursor is in.
  static auto line_above(EditLine* edit, int) -> unsigned char {
    const std::string_view before = self(edit).before_cursor();
    const std::size_t end = before.rfind('\n');
    if (end == std::string_view::npos) {
      ::el_push(edit, "\x10");
      return CC_NORM;
    }
    const std::size_t above = end == 0 ? std::string_view::npos : before.rfind('\n', end - 1);
    const std::size_t begin = above == std::string_view::npos ? 0 : above + 1;
    const std::size_t column = characters(before.substr(end + 1)),
                      length = characters(before.substr(begin, end - begin));
    ::el_cursor(edit, -static_cast<int>(column + 1 + length - std::min(column, length)));
    return CC_REFRESH;
  }
  static auto line_below(EditLine* edit, int) -> unsigned char {
    const std::string_view before = self(edit).before_cursor(), behind = self(edit).text().substr(before.size());
    const std::size_t end = behind.find('\n');
    if (end == std::string_view::npos) {
      ::el_push(edit, "\x0e");
      return CC_NORM;
    }
    const std::size_t line = before.rfind('\n');
    const std::size_t column = characters(line == std::string_view::npos ? before : before.substr(line + 1));
    const std::string_view below =
        behind.substr(end + 1, std::min(behind.find('\n', end + 1), behind.size()) - end - 1);
    ::el_cursor(edit, static_cast<int>(characters(behind.substr(0, end)) + 1 + std::min(column, characters(below))));
    return CC_REFRESH;
  }
  static auto characters(std::string_view text) -> std::size_t {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  }

  // ── What is shown ──

  // Until the next call.
  auto text() -> std::string_view {
    const LineInfo* info = ::el_line(edit_);
    return {info->buffer, static_cast<std::size_t>(info->lastchar - info->buffer)};
  }
  auto before_cursor() -> std::string_view {
    const LineInfo* info = ::el_line(edit_);
    return {info->buffer, static_cast<std::size_t>(info->cursor - info->buffer)};
  }
  // What is pasted is shown once it is there as a whole; the longer it is already, the longer more may take to come.
  void paint() {
    constexpr std::size_t kCharactersInMillisecond = 10'000, kMost = 100;
    const std::size_t patience = std::min(drawn_ / kCharactersInMillisecond, kMost);
    if (!has_more(static_cast<int>(patience))) draw(std::string(text()), before_cursor().size());
  }
  void draw(const std::string& line, std::size_t cursor) {
    if (nowhere_ == nullptr) return;  // libedit draws
    const Size size = size_of_terminal();
    drawn_ = line.size();
    const bool fits = line.size() <= size.columns * size.rows * 4;  // what is longer is not worth its colours
    show(painter_.draw({.prompt = prompt_,
                        .line = line,
                        .cursor = cursor,
                        .colour = highlight_ != nullptr,
                        .styles = highlight_ && fits ? highlight_(line) : std::vector<Styled>{}},
                       size));
  }
  // What comes next begins on a row of its own.
  void leave() {
    if (nowhere_ != nullptr) show(painter_.leave());
  }

  static auto complete_word(EditLine* edit, int) -> unsigned char {
    if (has_more()) {  // a tab within a paste
      ::el_insertstr(edit, "  ");
      return CC_REFRESH;
    }
    const std::string_view before = self(edit).before_cursor();
    const Completion completion = self(edit).complete_(before);
    if (completion.words.empty()) {
      show("\a");
      return CC_REFRESH;
    }
    const std::string typed(before.substr(completion.begin));
    std::string word = common_prefix(completion.words);
    const bool only = completion.words.size() == 1;
    if (only && !word.ends_with('/')) word += ' ';
    if (word != typed && !(typed.starts_with(word) && !only)) {
      const bool goes_on = word.starts_with(typed);  // else it is put in quotes
      if (!goes_on) ::el_deletestr(edit, static_cast<int>(characters(typed)));
      ::el_insertstr(edit, goes_on ? word.substr(typed.size()).c_str() : word.c_str());
      return CC_REFRESH;
    }
    self(edit).leave();
    show((self(edit).nowhere_ == nullptr ? "\n" : "") + listed(completion.words));
    return CC_REDISPLAY;
  }

  std::string history_file_;
  Complete complete_;
  Highlight highlight_;
  std::string prompt_;
  std::optional<std::string> cancelled_;  // the line, by Ctrl-C
  struct termios before_ {};              // how the terminal was found
  bool suspended_ = false;                // by Ctrl-Z: it goes on behind that key
  bool ends_ = false;                     // a signal asks the process to end
  EditingSignals* signals_ = nullptr;
  History* history_ = nullptr;
  EditLine* edit_ = nullptr;
  // What libedit writes goes there, for `painter_` shows the line; nullptr: on a terminal whose cursor cannot be
  // moved about, where libedit shows it.
  std::FILE* nowhere_ = nullptr;
  std::size_t drawn_ = 0;                                     // bytes of the line that it showed last
  Painter painter_{std::getenv("XTERM_VERSION") == nullptr};  // xterm leaves rows as they are
};

LineEditor::LineEditor(std::string history, Complete complete, Highlight highlight)
    : implementation_(std::make_unique<Implementation>(std::move(history), std::move(complete),
                                                       is_dumb() ? Highlight() : std::move(highlight))) {}
LineEditor::~LineEditor() = default;

auto LineEditor::read(const std::string& prompt) -> Read { return implementation_->read(prompt); }
void LineEditor::remember(const std::string& input) { implementation_->remember(input); }

auto LineEditor::columns_of_terminal() -> std::size_t { return size_of_terminal().columns; }

auto LineEditor::has_more(int milliseconds) -> bool {
  struct pollfd input {
    STDIN_FILENO, POLLIN, 0
  };
  return ::poll(&input, 1, milliseconds) == 1 && (input.revents & POLLIN) != 0;
}

}  // namespace remit::repl
