#include "cli/options.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "dsl/diagnostic/diagnostic.h"
#include "engine/text/nearest.h"

namespace remit::cli {

void Options::flag(const std::string& name, bool& target, const std::string& help) {
  shapes_.push_back({.name = name, .help = help});
  app_.add_flag(name, target, help);
}

void Options::option(const std::string& name, std::string& target, const std::string& value, const std::string& help) {
  shapes_.push_back({.name = name, .value = value, .help = help});
  app_.add_option(name, target, help)->type_name(value);
}

void Options::pair(const std::string& name, std::vector<std::string>& target, const std::string& values,
                   const std::string& help) {
  shapes_.push_back({.name = name, .value = values, .help = help});
  app_.add_option(name, target, help)->type_size(2)->expected(1)->type_name(values);
}

void Options::required(const std::string& name, std::string& target, const std::string& value,
                       const std::string& help) {
  shapes_.push_back({.name = name, .value = value, .help = help});
  app_.add_option(name, target, help)->type_name(value)->required();
}

namespace {

auto joined(const std::vector<std::string>& choices) -> std::string {
  std::string shown;
  for (const std::string& choice : choices) shown += (shown.empty() ? "" : "|") + choice;
  return shown;
}

// Empty where the word is one of them.
auto one_of(const std::vector<std::string>& choices) {
  return [choices](const std::string& given) {
    const bool known = std::find(choices.begin(), choices.end(), given) != choices.end();
    return known ? std::string() : "`" + given + "` is none of " + joined(choices);
  };
}

}  // namespace

void Options::choice(const std::string& name, std::string& target, const std::vector<std::string>& choices,
                     const std::string& help) {
  shapes_.push_back({.name = name, .value = joined(choices), .choices = choices, .help = help});
  app_.add_option(name, target, help)->type_name(joined(choices))->check(one_of(choices));
}

void Options::argument_choice(const std::string& name, std::string& target, const std::vector<std::string>& choices,
                              const std::string& help) {
  shapes_.push_back({.name = name, .choices = choices, .help = help, .positional = true});
  app_.add_option(name, target, help)->required()->type_name("")->check(one_of(choices));
}

void Options::argument(const std::string& name, std::string& target, const std::string& help, bool required) {
  shapes_.push_back({.name = name, .help = help, .positional = true});
  app_.add_option(name, target, help)->required(required)->type_name("");
}

void Options::arguments(const std::string& name, std::vector<std::string>& target, const std::string& help,
                        bool required) {
  shapes_.push_back({.name = name, .help = help, .positional = true, .many = true});
  app_.add_option(name, target, help)->required(required)->type_name("");
}

namespace {

auto with_suggestion(std::string message, const std::string& given, const std::vector<std::string>& known)
    -> std::string {
  const std::string nearest = nearest_name(given, known);
  return nearest.empty() ? message : message + "; did you mean `" + nearest + "`?";
}

auto option_names(const CLI::App& app) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

auto command_names(const Commands& commands) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& command : commands) names.push_back(command->name);
  return names;
}

auto usage(Console& console, const std::string& message, const std::string& command) -> Exit {
  console.err("remit: " + message + "\nsee `remit " + (command.empty() ? "" : command + " ") + "--help`\n");
  return Exit::usage;
}

// The first option on the command line that is none of the subcommand, or empty.
auto unknown_option(int argc, char** argv, const std::vector<std::string>& known) -> std::string {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string given = std::string(argv[i]).substr(0, std::string_view(argv[i]).find('='));
    if (given.starts_with("--") && std::find(known.begin(), known.end(), given) == known.end()) return given;
  }
  return {};
}

// What the user got wrong, in a sentence.
auto complaint(const CLI::Error& error, const CLI::App& chosen, int argc, char** argv) -> std::string {
  const std::vector<std::string> known = option_names(chosen);
  const std::string unknown = unknown_option(argc, argv, known);
  if (!unknown.empty()) return with_suggestion("there is no option `" + unknown + "`", unknown, known);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return error.what();
  const std::vector<std::string> extras = chosen.remaining(true);
  return "`" + (extras.empty() ? std::string() : extras.front()) + "` is one argument too many";
}

void add(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand(command.name, command.summary);
  sub->footer("Example:\n  " + command.example);
  Options options(*sub);
  command.declare(options);
}

}  // namespace

auto shapes_of(Command& command) -> std::vector<OptionShape> {
  CLI::App app;
  Options options(app);
  command.declare(options);
  return options.shapes();
}

auto dispatch(int argc, char** argv, const Commands& commands, Console& console) -> Exit {
  const std::string first = argc > 1 ? argv[1] : "";
  const std::vector<std::string> known = command_names(commands);
  if (first.empty()) return usage(console, "which subcommand?", "");
  const auto chosen = std::find(known.begin(), known.end(), first);
  if (chosen == known.end() && !first.starts_with("-")) {
    return usage(console, with_suggestion("there is no subcommand `" + first + "`", first, known), "");
  }

  CLI::App app("Rules as code for health insurance: check, test and run benefit policies.", "remit");
  app.set_version_flag("--version", "remit " REMIT_VERSION);
  app.footer("`remit SUBCOMMAND --help` tells more of each.");
  for (const auto& command : commands) {
    if (chosen == known.end() || command->name == first) add(app, *command);
  }
  const CLI::App& inner = chosen == known.end() ? app : *app.get_subcommand(first);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    console.out(inner.help(&inner == &app ? "" : app.get_name()));
    return Exit::answered;
  } catch (const CLI::CallForVersion&) {
    console.out("remit " REMIT_VERSION "\n");
    return Exit::answered;
  } catch (const CLI::ParseError& error) {
    return usage(console, complaint(error, inner, argc, argv), chosen == known.end() ? "" : first);
  }
  if (chosen == known.end()) return usage(console, "which subcommand?", "");
  return commands[static_cast<std::size_t>(chosen - known.begin())]->run(console);
}

}  // namespace remit::cli
