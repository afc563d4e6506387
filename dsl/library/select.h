// Which policy a case is settled by: the one that is named, or the one whose `applies when` holds; and of its versions
// the one that is in force on the day that governs the case.
//
// Only conditions and dates are elaborated and evaluated here, and of a library of which only the headings were read no
// more is parsed than they need, so that many regions cost little. What becomes of the case then rests on the files of
// the chosen policy alone: mistakes in what no condition needs, in files of other policies, do not matter.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/library/library.h"
#include "engine/io/input_error.h"
#include "engine/io/read_case.h"
#include "engine/io/read_value.h"

namespace remit {

// A policy that was looked at, and what became of it.
struct Considered {
  enum class Fate : std::uint8_t { applies, does_not_apply, not_in_force, named_only };
  std::string policy;  // its name
  Fate fate{};
  std::string date;       // not_in_force: the case's
  std::string in_force;   // not_in_force: "2030-01-01.."
  std::string condition;  // its `applies when`, as it is written
  std::size_t unmet = 0;  // does_not_apply: how many parts of the condition do not hold
  std::string place;      // of the policy: file:line
};

struct Selection {
  const FlatPolicy* chosen = nullptr;     // nullptr: what follows says why
  std::optional<std::string> wrong_name;  // there is no such policy or service: a sentence
  std::vector<Diagnostic> problems;       // of the policies looked at
  std::vector<InputError> missing;        // what the conditions read and the case does not give rightly
  std::vector<Considered> considered;     // where none was chosen: those that came closest first
};

// `name` empty: by `applies when`. The chosen policy is open in the library.
// Requires: a library of which nothing was opened, Extent::headings.
auto select(PolicyLibrary& library, const std::string& service, const std::string& name, const ReadJson& json,
            const ReadOptions& options) -> Selection;

// The same of a policy that is open in the library already, for one case after another.
auto select_opened(PolicyLibrary& library, const std::string& service, const std::string& name, const ReadJson& json,
                   const ReadOptions& options) -> Selection;

// The same for one case after another of one service: what was opened and elaborated to look at one serves the next.
class Chooser {
 public:
  // The library anew, of which nothing was opened; it outlives the chooser.
  using Open = std::function<PolicyLibrary&()>;

  // `name` empty: by `applies when`.
  Chooser(Open open, std::string service, std::string name);
  Chooser(const Chooser&) = delete;
  auto operator=(const Chooser&) -> Chooser& = delete;
  ~Chooser();

  struct Choice {
    Selection selection;
    PolicyLibrary* library = nullptr;  // in which the policy is open, and of which the problems tell
  };
  auto choose(const ReadJson& json, const ReadOptions& options) -> Choice;

 private:
  struct Opened;

  Open open_;
  std::string service_, name_;
  std::map<std::string, std::unique_ptr<Opened>> opened_;
};

// All that must hold for the policy to be chosen, as it is written; empty: it is used only when named.
auto condition_of(const FlatPolicy& policy) -> std::string;

// How many of those that were considered came as close as the first.
auto closest(const std::vector<Considered>& considered) -> std::size_t;

// Why a policy was taken or not, as a reply holds it.
auto describe(const Considered& considered, std::string_view language) -> ErrorReport;

}  // namespace remit
