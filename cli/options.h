// The options of a subcommand, as data; CLI11 stays behind this door, for it costs every file that sees it seconds.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit.h"

namespace CLI {
class App;
}

namespace remit::cli {

// One option or argument as its subcommand declares it.
struct OptionShape {
  std::string name;                  // "--format"; of an argument what stands for it: "PATH"
  std::string value;                 // what follows the option: "FILE"; empty: nothing does
  std::vector<std::string> choices;  // all that may follow, where that is known
  std::string help;
  bool positional = false;
  bool many = false;
};

// Every target outlives the parsing; one that the user does not name keeps its value.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(app) {}

  void flag(const std::string& name, bool& target, const std::string& help);
  // `value` stands for what follows the option in the help: FILE.
  void option(const std::string& name, std::string& target, const std::string& value, const std::string& help);
  // One of two values, or empty.
  void pair(const std::string& name, std::vector<std::string>& target, const std::string& values,
            const std::string& help);
  // One that must be given.
  void required(const std::string& name, std::string& target, const std::string& value, const std::string& help);
  void choice(const std::string& name, std::string& target, const std::vector<std::string>& choices,
              const std::string& help);
  void argument(const std::string& name, std::string& target, const std::string& help, bool required = true);
  // One of some words.
  void argument_choice(const std::string& name, std::string& target, const std::vector<std::string>& choices,
                       const std::string& help);
  void arguments(const std::string& name, std::vector<std::string>& target, const std::string& help,
                 bool required = true);

  [[nodiscard]] auto shapes() const -> const std::vector<OptionShape>& { return shapes_; }

 private:
  CLI::App& app_;
  std::vector<OptionShape> shapes_;
};

}  // namespace remit::cli
