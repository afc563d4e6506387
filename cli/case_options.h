// What `run`, `settle` and `explain` have in common: which policies, which service, which case.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "cli/console.h"
#include "cli/exit.h"
#include "cli/file_source.h"
#include "cli/options.h"
#include "cli/user_cache.h"
#include "dsl/library/library.h"
#include "engine/io/input_error.h"
#include "engine/io/read_value.h"
#include "engine/program/case.h"

namespace remit::cli {

struct CaseOptions {
  std::string service;  // empty: to be named on the command line
  std::string policies;
  std::string policy;
  std::string input;                        // empty: not named, which is standard input
  std::vector<std::string> from_interface;  // empty, or a transaction's number and the file of its messages
  std::string as_of;
  std::string format = "json";
  std::string language = "en";
  bool codes = false;
  bool show_personal = false;
  bool allow_unknown = false;
  bool receipt = false;  // the answer holds one

  // Declares them all; the service only where it is empty. `may_replay`: service and policies may come from a receipt.
  void declare(Options& options, bool may_replay = false);
  // Those that hold for any number of cases: all but `--input` and `--format`.
  void declare_of_cases(Options& options);
  [[nodiscard]] auto read_options() const -> OrStop<ReadOptions>;
};

// A case that is ready to be settled, with all that must outlive it.
struct ReadyCase {
  std::unique_ptr<FileSource> source;
  std::unique_ptr<UserCache> cache;  // nullptr: there is none
  std::unique_ptr<PolicyLibrary> library;
  std::unique_ptr<Compiled> compiled;
  Case given;
  std::string text;  // of the case, as it came in
};

// Why a case cannot be settled: by its `status`, one of these.
struct Refusal {
  Exit status{};
  std::string message = {};               // usage, environment
  std::vector<InputError> input = {};     // input
  std::vector<ErrorReport> errors = {};   // failed: why no policy was chosen
  std::size_t closest = 0;                // so many of them, the first ones, came closest
  std::vector<Diagnostic> problems = {};  // policy
};

// The library, of which nothing is opened yet but headings. `cache` may be nullptr; both outlive it.
auto new_library(FileSource& source, UserCache* cache) -> std::unique_ptr<PolicyLibrary>;
// The same alone, with what it needs.
auto open_library(const CaseOptions& options) -> OrStop<ReadyCase>;
// Picks and compiles the policy, and reads the case from its JSON; nothing where all went well.
auto read_into(ReadyCase& ready, const CaseOptions& options, std::string_view text) -> std::optional<Refusal>;
// The whole input: of a file, or of standard input for `-`.
auto read_input(const std::string& name, Console& console) -> OrStop<std::string>;

// All of it, from the options. Where it fails, what is wrong has been told on the streams, and the status is the
// reason.
auto prepare_case(const CaseOptions& options, Console& console) -> Result<ReadyCase, Exit>;

}  // namespace remit::cli
