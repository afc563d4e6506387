// `completion SHELL`: what a shell needs to complete the words of `remit`, made from the definitions of the
// subcommands.
#include <algorithm>

#include "cli/command.h"

namespace remit::cli {
namespace {

struct Described {
  std::string name, summary;
  std::vector<OptionShape> options;
};

auto all_described() -> std::vector<Described> {
  std::vector<Described> all;
  for (const auto& command : all_commands()) all.push_back({command->name, command->summary, shapes_of(*command)});
  return all;
}

auto joined(const std::vector<std::string>& words) -> std::string {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// What stands for a path in the help.
bool is_path(const OptionShape& option) {
  const std::string& value = option.positional ? option.name : option.value;
  for (const char* path : {"PATH", "FILE", "DIR", "OLD", "ANSWER", "NUMBER FILE", "OUT", "IN"}) {
    if (value == path) return true;
  }
  return false;
}
bool takes_value(const OptionShape& option) { return !option.positional && !option.value.empty(); }

// In single quotes: nothing in it means anything to the shell.
auto quoted(const std::string& text) -> std::string {
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return made + "'";
}

auto flags_of(const Described& command) -> std::vector<std::string> {
  std::vector<std::string> flags = {"--help"};
  for (const OptionShape& option : command.options) {
    if (!option.positional) flags.push_back(option.name);
  }
  return flags;
}

// ── bash ──

auto bash_values(const Described& command) -> std::string {
  std::string text;
  for (const OptionShape& option : command.options) {
    if (!takes_value(option)) continue;
    text += "    " + command.name + ":" + option.name + ") ";
    text += !option.choices.empty() ? "words=" + quoted(joined(option.choices))
            : is_path(option)       ? "files=yes"
                                    : "return";
    text += " ;;\n";
  }
  return text;
}

auto bash(const std::vector<Described>& all) -> std::string {
  std::string names, values, flags;
  for (const Described& command : all) {
    names += (names.empty() ? "" : " ") + command.name;
    values += bash_values(command);
    const bool paths = std::any_of(command.options.begin(), command.options.end(),
                                   [](const OptionShape& option) { return option.positional && is_path(option); });
    std::string choices;
    for (const OptionShape& option : command.options) {
      if (option.positional && !option.choices.empty()) choices = joined(option.choices);
    }
    flags += "        " + command.name + ") flags=" + quoted(joined(flags_of(command)));
    if (!choices.empty()) flags += " words=" + quoted(choices);
    flags += std::string(paths ? " files=yes" : "") + " ;;\n";
  }
  return R"(# bash completion of remit; load it with: source <(remit completion bash)
_remit() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words= flags= files=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W ')" +
         names + R"( --help --version' -- "$word")
    return
  fi
  # `--option=value` comes as three words.
  if [[ $word == '=' ]]; then
    word=
  elif [[ $before == '=' ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case ${COMP_WORDS[1]}:$before in
)" + values +
         R"(    *)
      case ${COMP_WORDS[1]} in
)" + flags +
         R"(      esac
      if [[ $word == -* ]]; then
        words=$flags files=
      fi
      ;;
  esac
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -F _remit remit
)";
}

// ── zsh ──

auto zsh_text(const std::string& text) -> std::string {
  std::string made;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') made += '\\';
    made += c;
  }
  return made;
}

auto zsh_value(const OptionShape& option) -> std::string {
  if (!option.choices.empty()) return "(" + joined(option.choices) + ")";
  return is_path(option) ? "_files" : " ";
}

auto zsh_argument(const OptionShape& option) -> std::string {
  if (option.positional) return quoted((option.many ? "*:" : ":") + zsh_text(option.name) + ":" + zsh_value(option));
  std::string argument = option.name + "[" + zsh_text(option.help) + "]";
  if (takes_value(option)) argument += ":" + zsh_text(option.value) + ":" + zsh_value(option);
  return quoted(argument);
}

auto zsh(const std::vector<Described>& all) -> std::string {
  std::string names, cases;
  for (const Described& command : all) {
    names += "    " + quoted(zsh_text(command.name) + ":" + zsh_text(command.summary)) + "\n";
    cases += "    " + command.name + ") _arguments " + quoted("--help[Print this help message and exit]");
    for (const OptionShape& option : command.options) cases += " \\\n      " + zsh_argument(option);
    cases += " ;;\n";
  }
  return "#compdef remit\n# zsh completion of remit; load it with: source <(remit completion zsh)\n"
         "_remit() {\n  local -a commands=(\n" +
         names +
         "  )\n  if ((CURRENT == 2)); then\n    _describe subcommand commands\n    return\n  fi\n"
         "  local chosen=$words[2]\n  shift words\n  ((CURRENT--))\n  case $chosen in\n" +
         cases +
         "  esac\n}\nif [[ $funcstack[1] == _remit ]]; then\n  _remit \"$@\"\nelse\n  compdef _remit remit\nfi\n";
}

// ── fish ──

auto fish_text(const std::string& text) -> std::string {
  std::string made = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') made += '\\';
    made += c;
  }
  return made + "'";
}

auto fish(const std::vector<Described>& all) -> std::string {
  std::string text = "# fish completion of remit; load it with: remit completion fish | source\ncomplete -c remit -f\n";
  for (const Described& command : all) {
    text +=
        "complete -c remit -n __fish_use_subcommand -a " + command.name + " -d " + fish_text(command.summary) + "\n";
    const std::string begin = "complete -c remit -n '__fish_seen_subcommand_from " + command.name + "'";
    for (const OptionShape& option : command.options) {
      if (option.positional) {
        if (!option.choices.empty())
          text += begin + " -a " + fish_text(joined(option.choices)) + "\n";
        else if (is_path(option))
          text += begin + " -F\n";
        continue;
      }
      text += begin + " -l " + option.name.substr(2) + " -d " + fish_text(option.help);
      if (!option.choices.empty())
        text += " -x -a " + fish_text(joined(option.choices));
      else if (takes_value(option))
        text += is_path(option) ? " -r -F" : " -x";
      text += "\n";
    }
  }
  return text;
}

class Completion : public Command {
 public:
  Completion()
      : Command("completion", "Print what a shell needs to complete commands.", "source <(remit completion bash)") {}

  void declare(Options& options) override {
    options.argument_choice("SHELL", shell_, {"bash", "zsh", "fish"}, "bash, zsh or fish");
  }

  auto run(Console& console) -> Exit override {
    const std::vector<Described> all = all_described();
    console.out(shell_ == "zsh" ? zsh(all) : shell_ == "fish" ? fish(all) : bash(all));
    return Exit::answered;
  }

 private:
  std::string shell_;
};

}  // namespace

auto completion_command() -> std::unique_ptr<Command> { return std::make_unique<Completion>(); }

}  // namespace remit::cli
