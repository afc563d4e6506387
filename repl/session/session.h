// An analyst's session: an open library, the policy in use with the changes made on top of it, named cases, settings.
// Pure but for what it asks of its Host: no terminal, no file, no clock.
//
// Shape, for who builds commands on it (repl/command/command.h):
//
//   Session& session;
//   auto prepared = session.prepare(session.service());        // compiled and cached, for the case at hand
//   if (!prepared) return output.trouble(prepared.error());
//   auto given = session.read_case(*prepared.value());         // the case at hand, with `as of` and what is assumed
//   const Answer answer = prepared.value()->evaluator->settle(given.value());
//
// `View` says by which text of the policies: by default the policy in use with all changes. `View{.changes = 0}` is the
// policy as it is in its files; `View{.policy = "cn.beijing.resident"}` another one. What is prepared lives until the
// library is opened or reloaded anew, or other work has taken its place (kKeptPolicies).
#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostic/render.h"
#include "dsl/testing/draft.h"
#include "engine/io/read_case.h"
#include "engine/program/answer.h"
#include "repl/session/changes.h"
#include "repl/session/host.h"
#include "repl/session/misfit.h"
#include "repl/session/trouble.h"
#include "repl/session/workspace.h"

namespace remit::repl {

enum class Format : std::uint8_t { table, csv, json, markdown };
// What plots on a terminal are made of.
enum class PlotSigns : std::uint8_t { automatic, braille, ascii };

struct Settings {
  std::string language = "en";  // or "zh"
  std::string engine;           // its version, for answers as JSON
  Format format = Format::table;
  bool timer = false;
  bool show_personal = false;
  bool colour = false;         // ANSI escapes in what is given
  std::uint32_t columns = 80;  // of the terminal
  PlotSigns plot = PlotSigns::automatic;
  bool only_ascii = false;  // the terminal has no other signs

  [[nodiscard]] bool plots_in_ascii() const {
    return plot == PlotSigns::ascii || (plot == PlotSigns::automatic && only_ascii);
  }
};

struct NamedCase {
  std::string name;
  Draft draft;
  std::string file;  // where it comes from, or empty
};

// Where the user wants something written.
struct Target {
  std::string path;
  bool over = false;    // `!`: whatever stands there
  bool behind = false;  // what stands there stays, in front of what is written
};

// What `save change` wrote: the changes of a policy as an amendment.
struct SavedAmendment {
  std::string policy, name;
  std::string text;  // Session::changes_of
  std::string file;
};
// What `save test` wrote: of a policy as its files have it, or of an amendment that is to be saved.
struct SavedTest {
  std::string title, file;
  std::string policy, amendment;
  std::string text;  // of the changes by which it passes
};

// A text of the policies.
struct View {
  static constexpr std::size_t kAll = SIZE_MAX;
  std::string policy = {};     // empty: the one in use, or where none is the one that applies to the case
  std::size_t changes = kAll;  // of the session's changes upon it, the first so many
};

// An expression of the case at hand, with what its value means.
struct Evaluated {
  Value value;
  Type type;
  const TypeTable* types = nullptr;  // until the next expression
  std::string type_name;             // in the words of the language
  std::vector<CaseError> errors;     // why it is failed
  bool personal = false;             // a personal input, passed on
  bool compares_name = false;        // it is NAME = VALUE, as one who wants to change NAME would type
  std::vector<std::string> assumed;  // Session::assumed_in
};

class Session {
 public:
  explicit Session(Host& host) : host_(host) {}
  Session(const Session&) = delete;
  auto operator=(const Session&) -> Session& = delete;

  // Reads the library anew; changes, cases and settings stay. Absent: all went well. Nothing is parsed yet.
  auto open(const std::vector<std::string>& paths) -> std::optional<Trouble>;
  [[nodiscard]] auto paths() const -> const std::vector<std::string>& { return paths_; }
  [[nodiscard]] auto snapshot() -> Snapshot* { return snapshot_.get(); }  // nullptr: nothing is open
  [[nodiscard]] auto host() -> Host& { return host_; }

  Settings settings;
  Changes changes;
  std::vector<SavedAmendment> saved_amendments;  // that stand in their files, the last one last
  std::vector<SavedTest> saved_tests;            // of amendments
  std::optional<std::int64_t> as_of;             // in days: the day by which everything is asked
  std::map<std::string, Value> assumed;          // values pinned by an analyst, by the name of a rule of the case

  // ── Which policy and service ──

  // Empty: by `applies when`.
  [[nodiscard]] auto policy() const -> const std::string& { return policy_; }
  auto use(const std::string& policy) -> std::optional<Trouble>;
  // What was asked for last, or what the case at hand looks made for; empty where that cannot be told.
  auto service() -> std::string;
  // What a case looks made for; empty where that cannot be told.
  auto service_of(const ReadJson& json) -> std::string;
  void set_service(const std::string& service) { service_ = service; }
  // What the policy in use offers, or where none is any policy; in declared order, each once.
  auto services() -> std::vector<std::string>;
  // Names of all concrete policies and amendments of the files, sorted.
  auto policy_names() -> std::vector<std::string>;
  // Of the policy in use, or where none is of all; in the order in which they are written.
  auto test_titles() -> std::vector<std::string>;
  // All files, parsed in full when first asked for; without changes. nullptr: nothing is open.
  auto everything() -> PolicyLibrary*;

  // ── Cases ──

  [[nodiscard]] auto cases() -> std::deque<NamedCase>& { return cases_; }
  [[nodiscard]] auto current_case() -> NamedCase* { return current_ < cases_.size() ? &cases_[current_] : nullptr; }
  // Puts it at hand; it replaces one of the same name.
  void put_case(NamedCase one);
  bool choose_case(const std::string& name);

  // ── Asking ──

  // The policy of the view, opened; what is wrong with it is the trouble. Requires of an empty `View::policy`: a policy
  // is in use, or a case at hand from which it can be told.
  auto opened(const View& view = {}) -> OrTrouble<OpenedPolicy*>;
  // The policy in use, or the one that applies to the case at hand; without changes.
  auto base_policy() -> OrTrouble<std::string>;
  // The version that holds for a case (the one at hand), and there the service.
  auto prepare(const std::string& service, const View& view = {}) -> OrTrouble<Prepared*>;
  auto prepare(const std::string& service, const View& view, const ReadJson& json) -> OrTrouble<Prepared*>;
  // All versions of the policy that offer the service, by date, whatever day the case is of; where all is asked as of a
  // day, the one in force then.
  auto prepare_versions(const std::string& service, const View& view, const ReadJson& json)
      -> OrTrouble<PreparedVersions>;
  // The same whatever the case at hand lacks: by the last version, and of the first policy that offers the service. For
  // who asks what a case may hold. Service empty: the first that there is.
  auto prepare_loosely(std::string service) -> OrTrouble<Prepared*>;
  // The version of a policy that holds on the day by which is asked, or for the case at hand; else the last.
  auto version_at_hand(OpenedPolicy& policy) -> const FlatPolicy*;
  auto read_case(const Prepared& prepared) -> OrTrouble<Case>;
  auto read_case(const Prepared& prepared, const ReadJson& json) -> OrTrouble<Case>;
  // The case at hand for a policy that it was not made for (misfit.h).
  auto read_case_of_other(const Prepared& prepared) -> OrTrouble<Case>;
  // What of the case that was read last did not fit, in a line; empty: all of it did.
  [[nodiscard]] auto misfit() const -> const std::string& { return misfit_; }
  // What took part of what is assumed, in the case that was settled or begun last: "deductible = 1000.00 CNY".
  auto assumed_in(const Prepared& prepared) const -> std::vector<std::string>;
  // What is wrong with what the case at hand gives at a path ("claim.items[3].amount") or below it; what is missing is
  // not. Absent: nothing.
  auto wrong_input(const std::string& path) -> std::optional<Trouble>;
  // With the same options as cases are read with everywhere in the session.
  [[nodiscard]] auto read_options() const -> ReadOptions;

  // `expected`: where a type is wanted. Evaluated for the case at hand, as far as it is given.
  auto evaluate(const std::string& expression, std::optional<Type> expected = std::nullopt) -> OrTrouble<Evaluated>;
  // The value that an input or a rule of this type is to have: what comes of bare numbers (`1_200 * 3`) is of it.
  auto evaluate_as(const std::string& expression, const Type& type) -> OrTrouble<Evaluated>;

  // ── Files ──

  // Why nothing is written there: it is a file of the policies, a case was loaded from it, this session did not write
  // what stands there, or wrote tests. Absent: it may be. What takes long asks before.
  auto protected_by(const Target& target) -> std::optional<Trouble>;
  // Whether nobody changed it since this session wrote it, or wrote behind it.
  auto as_written(const std::string& path) -> bool;
  // Whatever path or link leads to it.
  auto is_same_file(const std::string& path, const std::string& other) -> bool;
  // The whole file or nothing. Absent: it is written. No other way leads to a file.
  auto write(const Target& target, std::string_view text) -> std::optional<Trouble>;
  // All changes of a policy as a text: equal where they say the same.
  auto changes_of(const std::string& policy) const -> std::string;

  // ── Wording ──

  [[nodiscard]] auto chinese() const -> bool { return settings.language == "zh"; }
  [[nodiscard]] auto pick(std::string_view en, std::string_view zh) const -> std::string {
    return std::string(chinese() ? zh : en);
  }
  [[nodiscard]] auto trouble(Status status, std::string_view en, std::string_view zh) const -> Trouble;
  [[nodiscard]] auto trouble_of(const std::vector<ErrorReport>& errors, Status status) const -> Trouble;
  [[nodiscard]] auto trouble_of(const std::vector<InputError>& errors) const -> Trouble;
  // With what is missing listed apart, by its use.
  [[nodiscard]] auto trouble_of(std::vector<InputError> errors, const Prepared& prepared) const -> Trouble;
  [[nodiscard]] auto trouble_of(const std::vector<CaseError>& errors) const -> Trouble;
  // The errors alone; or all problems, with warnings.
  [[nodiscard]] auto trouble_of(std::vector<Diagnostic> problems, const SourceSet& sources) const -> Trouble;
  [[nodiscard]] auto told(std::vector<Diagnostic> problems, const SourceSet& sources) const -> Trouble;
  [[nodiscard]] auto told(const Misfit& misfit, const ProgramNames& names) const -> std::string;

 private:
  static constexpr std::size_t kKeptPolicies = 16;
  struct Opened {
    std::string key;  // the policy, and the texts of its changes
    std::unique_ptr<OpenedPolicy> policy;
  };

  auto opened(const std::string& service, const View& view, const ReadJson& json) -> OrTrouble<OpenedPolicy*>;
  auto policy_for(const std::string& service, const ReadJson& json) -> OrTrouble<std::string>;
  // By `applies when` alone, whichever is in use.
  auto applying_policy(const std::string& service, const ReadJson& json) -> OrTrouble<std::string>;
  bool is_of_other_policy(const Prepared& prepared, const ReadJson& json);
  auto read_case(const Prepared& prepared, const ReadJson& json, bool made_for_other) -> OrTrouble<Case>;
  auto missing_of(const ElaboratedExpression& made, std::vector<InputShape> shapes, const ReadJson& json)
      -> std::optional<Trouble>;
  auto workspace(const std::string& policy, std::size_t changes_kept) -> OpenedPolicy&;
  struct Loosely {
    OpenedPolicy* policy = nullptr;
    const FlatPolicy* version = nullptr;
    std::string service;
  };
  auto choose_loosely(std::string service, const ReadJson& json) -> OrTrouble<Loosely>;
  auto version_of(OpenedPolicy& policy, const std::string& service, const ReadJson& json)
      -> OrTrouble<const FlatPolicy*>;
  // The versions of the policy in use; where none is, all policies.
  auto asked() -> std::vector<const FlatPolicy*>;
  auto json_at_hand() -> ReadJson;
  void pin(const Prepared& prepared, Case& given) const;
  auto evaluate_alone(const std::string& text) -> OrTrouble<Evaluated>;
  auto value_of(const ElaboratedExpression& made, Case given) -> Evaluated;
  auto of_policies(const std::string& path) -> bool;
  auto case_from(const std::string& path) -> const NamedCase*;
  auto unknown_policy(const std::string& policy, const std::vector<std::string>& names) const -> Trouble;
  auto trouble_of(Selection selection, const SourceSet& sources) const -> Trouble;

  Host& host_;
  std::vector<std::string> paths_;
  std::unique_ptr<Snapshot> snapshot_;
  std::unique_ptr<PolicyLibrary> everything_;
  std::deque<Opened> opened_;  // the one asked for last comes first
  std::string policy_, service_;
  struct {
    std::string service, json, policy;
  } found_;  // by `applies when`, last
  struct Written {
    std::string stamp;
    bool whole = false;  // nothing of anybody else is in it
  };
  std::map<std::string, Written> written_;  // files as this session left them, by identity
  std::deque<NamedCase> cases_;
  std::size_t current_ = 0;
  std::string misfit_;
  Prepared expression_;  // of the last expression
  Case expression_case_;
};

}  // namespace remit::repl
