#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/command.h"
#include "cli/language.h"
#include "cli/machine.h"
#include "cli/pager.h"
#include "cli/user_folder.h"
#include "repl/command/runner.h"
#include "repl/commands.h"
#include "repl/terminal/terminal.h"

namespace remit::cli {
namespace {

// `repl [PATH…]`: the analyst's session, by a person or by a script.
class Repl : public Command {
 public:
  Repl()
      : Command("repl", "Ask questions of policies, one after another: what would this person get, and why?",
                "remit repl policies/") {}

  void declare(Options& options) override {
    options.arguments("PATH", paths_, "policy files, or folders of them", false);
    options.option("--policy", policy_, "ID", "begin with this policy in use");
    options.option("--input", input_, "FILE", "begin with this case");
    options.flag("--echo", echo_, "show what is read, as a terminal would, where there is none");
    options.flag("--show-personal", show_personal_, "do not mask personal fields");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    Machine machine(console);
    repl::Session session(machine);
    session.settings.language = language_;
    session.settings.engine = REMIT_VERSION;
    session.settings.show_personal = show_personal_;
    session.settings.colour = console.colour_out();
    session.settings.only_ascii = console.on_terminal() && only_ascii_here();
    const repl::Commands commands = repl::all_commands();
    repl::Runner runner(session, commands);
    if (!paths_.empty()) {
      if (const auto trouble = session.open(paths_)) return stop(*trouble, console);
    }
    runner.log.push_back(as_command());
    for (const std::string& line : beginning()) {
      const repl::Reply reply = runner.execute(line);
      tell(reply, console);
      if (reply.status != repl::Status::answered) return static_cast<Exit>(reply.status);
    }
    return console.on_terminal() ? on_terminal(runner, machine, console) : read_script(runner, console);
  }

 private:
  // A console without further signs, or one whose character set is named and another than UTF-8.
  static bool only_ascii_here() {
    const auto variable = [](const char* name) {
      const char* value = std::getenv(name);
      return std::string(value == nullptr ? "" : value);
    };
    const std::string terminal = variable("TERM");
    if (terminal == "linux" || terminal == "dumb") return true;
    std::string locale;
    for (const char* name : {"LANG", "LC_CTYPE", "LC_ALL"}) {
      if (std::string value = variable(name); !value.empty()) locale = std::move(value);
    }
    const std::size_t dot = locale.find('.');
    if (dot == std::string::npos) return false;
    const std::string set = locale.substr(dot + 1);
    return !set.starts_with("UTF-8") && !set.starts_with("utf8") && !set.starts_with("UTF8");
  }

  static auto stop(const repl::Trouble& trouble, Console& console) -> Exit {
    console.err(trouble.text);
    return static_cast<Exit>(trouble.status);
  }

  static void tell(const repl::Reply& reply, Console& console) {
    for (const repl::Output::Part& part : reply.parts) part.trouble ? console.err(part.text) : console.out(part.text);
  }

  // $XDG_STATE_HOME/remit/history, made for this user alone; empty: there is no place for it, or what stands there is
  // no file.
  static auto history_file() -> std::string {
    const std::string folder = user_folder("XDG_STATE_HOME", ".local/state");
    if (folder.empty()) return {};
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return {};
    const std::filesystem::file_status found = std::filesystem::status(folder + "/history", error);
    const bool good = std::filesystem::is_regular_file(found) || !std::filesystem::exists(found);
    return good ? folder + "/history" : "";
  }

  // What stands in $XDG_CONFIG_HOME/remit/start is run first.
  static void run_start_file(repl::Runner& runner, Machine& machine, Console& console) {
    const std::string folder = user_folder("XDG_CONFIG_HOME", ".config");
    std::string why;
    const auto script = folder.empty() ? std::nullopt : machine.read(folder + "/start", why);
    if (!script) return;
    runner.run_script(*script, [&](const repl::Reply& reply) { tell(reply, console); });
  }

  static auto on_terminal(repl::Runner& runner, Machine& machine, Console& console) -> Exit {
    machine.catch_interrupts();
    console.out(repl::greeting(runner.session(), REMIT_VERSION));
    run_start_file(runner, machine, console);
    console.flush();
    const auto show = [&](const repl::Reply& reply) {
      machine.progress("");
      if (!paged(reply, console)) tell(reply, console);
      console.flush();
      if (machine.stopped()) console.err(runner.session().pick("stopped\n", "已停止\n"));
    };
    repl::run_terminal(runner, {.history = history_file(), .colour = console.colour_out(), .show = show, .begin = [&] {
                                  machine.begin_command();
                                }});
    return Exit::answered;
  }

  auto beginning() const -> std::vector<std::string> {
    std::vector<std::string> lines;
    if (language_ != "en") lines.push_back("language " + language_);
    if (!policy_.empty()) lines.push_back("use " + policy_);
    const char* quote = input_.find('\'') == std::string::npos ? "'" : "\"";
    if (!input_.empty()) lines.push_back("load " + (quote + input_) + quote);
    return lines;
  }

  // What the log is to be replayed with, as a remark of it.
  auto as_command() const -> std::string {
    std::string command = "# remit repl";
    for (const std::string& path : paths_) command += " " + path;
    return command + (show_personal_ ? " --show-personal" : "");
  }

  void echo(std::string_view input, Console& console) const {
    const char* mark = "> ";
    for (bool more = echo_ && !input.empty(); more; mark = ". ") {
      const std::size_t end = input.find('\n');
      console.out(mark + std::string(input.substr(0, end)) + "\n");
      more = end != std::string_view::npos;
      if (more) input.remove_prefix(end + 1);
    }
  }

  // The first status that is not 0.
  auto read_script(repl::Runner& runner, Console& console) const -> Exit {
    repl::Inputs inputs(runner, [&] { return console.read_line(); });
    auto first = repl::Status::answered;
    while (!runner.quitting && !console.broken()) {
      const auto input = inputs.next();
      if (!input) break;
      echo(*input, console);
      const repl::Reply reply = runner.execute(*input);
      tell(reply, console);
      if (first == repl::Status::answered) first = reply.status;
    }
    return static_cast<Exit>(first);
  }

  std::vector<std::string> paths_;
  std::string policy_, input_;
  std::string language_ = "en";
  bool echo_ = false;
  bool show_personal_ = false;
};

}  // namespace

auto repl_command() -> std::unique_ptr<Command> { return std::make_unique<Repl>(); }

}  // namespace remit::cli
