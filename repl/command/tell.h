// What commands have in common: wording, and the policy that they speak of.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/command/command.h"
#include "repl/session/session.h"

namespace remit::repl {

// `en` and `zh` with "{}" filled.
auto refuse(const Session& session, Output& output, Status status, std::string_view en, std::string_view zh,
            std::string_view about = {}) -> Status;
// Says that there is no `what` (in English and Chinese) of this name, and which may have been meant.
auto refuse_unknown(const Session& session, Output& output, std::string_view en, std::string_view zh,
                    const std::string& name, const std::vector<std::string>& known) -> Status;

// A text in the session's language, of those that a policy gives.
auto label_of(const Session& session, const ast::Labels& labels) -> std::string;

// The policy in use, or the one that applies to the case at hand, with changes: its version for the day or the case.
struct PolicyAtHand {
  OpenedPolicy* opened = nullptr;
  const FlatPolicy* flat = nullptr;
};
auto policy_at_hand(Session& session) -> OrTrouble<PolicyAtHand>;
auto declaration_of(const FlatPolicy& policy, std::string_view name) -> const FlatDeclaration*;
auto declared_names(const FlatPolicy& policy) -> std::vector<std::string>;

// Whether what is printed is read by people, so that a remark may stand below it.
bool is_for_people(const Session& session);
// Below an answer: what of the case did not fit (Session::misfit); beside one that machines read.
void tell_misfit(const Session& session, Output& output);
// Below an answer for people: what was assumed for it (Session::assumed_in).
void tell_assumed(const Session& session, const std::vector<std::string>& assumed, Output& output);

// What a file may be called by what it holds: one of these endings; or any but those of files of another kind.
struct Endings {
  std::vector<std::string_view> wanted, others = {};
};
// `[to] FILE` and `!`, taken away from the front; without a file the path is empty.
auto take_target(std::string_view& rest) -> Target;
bool take_over(std::string_view& rest);
// Why nothing will be written there. Absent: it may be.
auto refused(Session& session, const Target& target, const Endings& endings) -> std::optional<Trouble>;
// Writes a file for the user and says so, with the name of what stands in it.
auto save_file(Session& session, const Target& target, const Endings& endings, std::string_view text, Output& output,
               const std::string& name = {}) -> Status;

}  // namespace remit::repl
