#include "cli/interface.h"

#include <utility>

#include "cli/reply.h"
#include "engine/evaluate/evaluator.h"
#include "engine/interface/mapping.h"
#include "engine/interface/messages.h"
#include "engine/interface/reshape.h"
#include "engine/io/write_answer.h"
#include "engine/io/write_json.h"

namespace remit::cli {
namespace {

// The mappings below the library's root that have a transaction of this number: one, or why not.
auto find_mapping(FileSource& source, const std::string& number) -> OrStop<Mapping> {
  std::optional<Mapping> found;
  std::string found_in, known;
  for (const std::string& path : source.list(".interface.json")) {
    const std::string shown = source.shown() + path;
    std::string why;
    const auto text = source.read(path, why);
    if (!text) return Stop{Exit::environment, shown + ": " + why};
    auto mapping = Mapping::read(*text);
    if (!mapping) {
      std::string told;
      for (const MappingError& error : mapping.error())
        told += (told.empty() ? "" : "\n") + shown + ": " + error.path + ": " + error.message;
      return Stop{Exit::policy, told};
    }
    for (const std::string& one : mapping.value().numbers()) known += (known.empty() ? "" : ", ") + one;
    if (mapping.value().transaction(number) == nullptr) continue;
    if (found) return Stop{Exit::policy, "both " + found_in + " and " + shown + " have the transaction " + number};
    found = std::move(mapping).value();
    found_in = shown;
  }
  if (found) return std::move(*found);
  if (known.empty()) return Stop{Exit::usage, "no file NAME.interface.json in the library"};
  return Stop{Exit::usage, "there is no transaction `" + number + "`; known are " + known};
}

// One request from its messages to its reply.
class Exchange {
 public:
  Exchange(const CaseOptions& options, const Mapping& mapping, const Mapping::Transaction& transaction,
           const Messages& messages, ReadyCase& ready, Console& console)
      : options_(options),
        mapping_(mapping),
        transaction_(transaction),
        messages_(messages),
        ready_(ready),
        console_(console) {}

  auto run() -> Exit {
    if (auto errors = disagreements(transaction_, mapping_, messages_); !errors.empty())
      return refuse(Exit::input, reports(errors));
    return transaction_.made_case ? settle() : reply({});
  }

 private:
  auto settle() -> Exit {
    auto made = reshape(*transaction_.made_case, mapping_, messages_, {});
    if (!made) return refuse(Exit::input, reports(made.error()));
    JsonNode given{.kind = JsonKind::object};
    if (!options_.input.empty()) {
      const OrStop<std::string> rest = read_input(options_.input, console_);
      if (!rest) return console_.stop(rest.error());
      const auto document = JsonDocument::read(rest.value());
      if (!document) return refuse(Exit::input, reports({document.error()}));
      given = JsonNode::copy(document.value().root());
    }
    overlay(given, std::move(made.value().node));
    if (auto refusal = read_into(ready_, options_, given.print())) {
      if (refusal->input.empty() && refusal->errors.empty())
        return tell(std::move(*refusal), *ready_.library, options_, console_);
      for (InputError& error : refusal->input) error.path = made.value().origin_of(error.path);
      std::vector<ErrorReport> errors = reports(refusal->input);
      errors.insert(errors.end(), refusal->errors.begin(), refusal->errors.end());
      return refuse(refusal->status, errors);
    }
    Evaluator evaluator(ready_.compiled->program(), ready_.compiled->names());
    const Answer answer = evaluator.settle(ready_.given);
    if (auto problems = ready_.library->catalogs().take_problems(); !problems.empty()) {
      return reply_policy_errors(std::move(problems), ready_.library->sources(), options_, console_);
    }
    if (!answer.errors.empty()) return refuse(Exit::failed, reports_of(answer.errors, options_.language));
    ready_.library->add_hashes(*ready_.compiled);
    const auto written =
        JsonDocument::read(write_answer(answer, ready_.compiled->program(), ready_.compiled->names(),
                                        {.language = options_.language, .codes = true, .engine = REMIT_VERSION}));
    return reply({.answer = written.value().root()});
  }

  auto reports(const std::vector<InputError>& errors) const -> std::vector<ErrorReport> {
    std::vector<ErrorReport> made;
    for (const InputError& error : errors) made.push_back(remit::report(error, options_.language));
    return made;
  }

  auto reply(const Beside& beside) -> Exit {
    const auto made = reshape(*transaction_.reply, mapping_, messages_, beside);
    if (!made) return refuse(Exit::input, reports(made.error()));
    print(made.value().node);
    return Exit::answered;
  }

  auto refuse(Exit status, const std::vector<ErrorReport>& errors) -> Exit {
    std::string text;
    for (const ErrorReport& error : errors) {
      text += (text.empty() ? "" : "; ") + error.message;
      for (const std::string& where : {error.path, error.step}) {
        if (!where.empty()) text += " (" + where + ")";
      }
    }
    const std::string errors_only = write_errors(errors, {});  // {"errors":[…]}
    const auto refusal = JsonDocument::read("{\"text\":" + json_string(text) + "," + errors_only.substr(1));
    const auto made = reshape(*transaction_.refusal, mapping_, messages_, {.refusal = refusal.value().root()});
    if (made) {
      print(made.value().node);
    } else {
      reply_errors(errors, options_, console_);
    }
    return status;
  }

  void print(const JsonNode& node) {
    console_.out((options_.format == "pretty" ? pretty_json(node.print()) : node.print()) + "\n");
  }

  const CaseOptions& options_;
  const Mapping& mapping_;
  const Mapping::Transaction& transaction_;
  const Messages& messages_;
  ReadyCase& ready_;
  Console& console_;
};

}  // namespace

auto reply_to_messages(const CaseOptions& options, Console& console) -> Exit {
  const std::string& number = options.from_interface.at(0);
  const std::string& file = options.from_interface.at(1);
  if (file == "-" && options.input == "-")
    return console.stop({Exit::usage, "only one of the two can be standard input"});
  OrStop<ReadyCase> ready = open_library(options);
  if (!ready) return console.stop(ready.error());
  const OrStop<Mapping> mapping = find_mapping(*ready.value().source, number);
  if (!mapping) return console.stop(mapping.error());
  const Mapping::Transaction& transaction = *mapping.value().transaction(number);
  if (!transaction.service.empty() && transaction.service != options.service) {
    return console.stop(
        {Exit::usage, "the transaction `" + number + "` is one of the service `" + transaction.service + "`"});
  }
  const OrStop<std::string> text = read_input(file, console);
  if (!text) return console.stop(text.error());
  const auto messages = Messages::read(text.value(), number, mapping.value());
  if (!messages) {
    return tell({.status = Exit::input, .input = messages.error()}, *ready.value().library, options, console);
  }
  CaseOptions by_codes = options;
  by_codes.codes = true;
  return Exchange(by_codes, mapping.value(), transaction, messages.value(), ready.value(), console).run();
}

}  // namespace remit::cli
