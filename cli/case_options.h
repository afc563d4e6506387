// What `run`, `settle` and `explain` have in common: which policies, which service, which case.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "cli/console.h"
#include "cli/exit.h"
#include "cli/file_source.h"
#include "cli/options.h"
#include "dsl/library/library.h"
#include "engine/io/input_error.h"
#include "engine/io/read_value.h"
#include "engine/program/case.h"

namespace remit::cli {

struct CaseOptions {
  std::string service;  // empty: to be named on the command line
  std::string policies;
  std::string policy;
  std::string input = "-";
  std::string as_of;
  std::string format = "json";
  std::string language = "en";
  bool codes = false;
  bool show_personal = false;
  bool allow_unknown = false;

  // Declares them all; the service only where it is empty.
  void declare(Options& options);
  [[nodiscard]] auto read_options() const -> OrStop<ReadOptions>;
};

// A case that is ready to be settled, with all that must outlive it.
struct ReadyCase {
  std::unique_ptr<FileSource> source;
  std::unique_ptr<PolicyLibrary> library;
  std::unique_ptr<Compiled> compiled;
  Case given;
};

// Opens the library, picks and compiles the policy, reads the case. Where that fails, what is wrong has been told on
// the streams, and the status is the reason.
auto prepare_case(const CaseOptions& options, Console& console) -> Result<ReadyCase, Exit>;

}  // namespace remit::cli
