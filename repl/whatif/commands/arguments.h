// What commands for what-ifs read and write alike.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "repl/command/ask.h"
#include "repl/command/runner.h"
#include "repl/plot/text.h"
#include "repl/whatif/sweep.h"
#include "repl/whatif/variable.h"

namespace remit::repl {

// "INPUT from 0 to 10 show a, b to FILE" by its keywords: what stands before the first, then "from" → "0" and so on, in
// the order in which they may stand; a keyword that comes again after a later one is taken as text of a keyword of its
// own: the second `to` is "to#2". What is in quotes is no keyword.
struct Clauses {
  std::string head;
  std::map<std::string, std::string> by;

  [[nodiscard]] bool has(const std::string& keyword) const { return by.contains(keyword); }
  [[nodiscard]] auto at(const std::string& keyword) const -> std::string {
    const auto found = by.find(keyword);
    return found == by.end() ? "" : found->second;
  }
};
auto clauses_of(std::string_view text, const std::vector<std::string>& keywords) -> Clauses;

// "a, b" or "a b" as names.
auto names_in(const std::string& text) -> std::vector<std::string>;
// The same of results and rules, of which a label between commas does for a name.
auto names_in(const Settled& settled, const std::string& text) -> std::vector<std::string>;

// The value of an expression, of the type that is wanted.
auto value_in(Session& session, const std::string& expression, const Type& type) -> OrTrouble<Value>;

// Why it cannot be done, in the session's language.
auto trouble_of(const Session& session, const whatif::Sentence& why) -> Trouble;

// The service at hand as what-ifs want it.
auto service_of(const Prepared& prepared) -> whatif::Service;

// Where the case has no answer at any point: tells why, and what may help, and says true.
bool tell_unanswered(const Session& session, const whatif::Sweep& swept, Output& output);

// How plots are shown here.
auto plot_options(const Session& session) -> plot::TextOptions;

// Where a clause sends what comes: "stay.svg", "stay.svg !".
auto target_of(std::string file) -> Target;
// It was stopped, so that nothing is written.
auto refuse_part(const Session& session, const Target& target, Output& output) -> Status;

// Another text of the policies: a change of the session, by name with what came before it, or a policy.
struct Sides {
  View before, after;
  std::string named = {};  // the other policy, where it is one
};
// Empty name: the policy in use, or that of the case, as it is in its files and with all changes; where there is
// neither, the one that was changed last.
auto sides_of(Session& session, const std::string& name) -> OrTrouble<Sides>;

}  // namespace remit::repl
