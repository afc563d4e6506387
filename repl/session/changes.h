// What was typed on top of the loaded policies: named changes, in order, never in the files.
//
// Each change is an amendment of the policy in use together with the changes before it (docs/language.md: `amend`), so
// what it may say and how it is checked is what an amendment in a file may say. A change that was undone can be done
// again, until another one is made.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/library/library.h"

namespace remit::repl {

struct Change {
  std::string name;         // "first_deductible"; unique, and part of the amendment's name
  std::string policy;       // upon which it was made
  std::string text;         // declarations, as an amendment holds them
  bool chinese = false;     // with those keywords
  std::string labels = {};  // of the amendment, as they are written behind its name
  // Where the policy has several versions, all of them in order, and which is changed; the others stay as they are.
  std::vector<ast::Period> versions = {};
  std::size_t version = 0;
};

// The file that an amendment of `below` would be; the author's lines begin behind `heading_lines`.
auto heading_lines(const Change& change) -> std::uint32_t;
auto amendment_text(const std::string& below, const Change& change) -> std::string;

class Changes {
 public:
  // Those that count, in order.
  [[nodiscard]] auto all() const -> const std::vector<Change>& { return done_; }
  // How many of a policy.
  [[nodiscard]] auto count_of(std::string_view policy) const -> std::size_t;

  void add(Change change);
  // False: there is none.
  bool undo();
  bool redo();
  void clear();
  [[nodiscard]] auto undone() const -> const std::vector<Change>& { return undone_; }
  // `name`, with a number behind it where it is taken. Of amendments of `policy` all share a prefix, so `taken` are
  // names of policies.
  [[nodiscard]] auto free_name(const std::string& name, const std::string& policy,
                               const std::vector<std::string>& taken) const -> std::string;

  // The first `count` changes of the policy as texts of files, an amendment each, and the name of the last.
  [[nodiscard]] auto texts(const std::string& policy, std::size_t count) const -> std::vector<NamedText>;
  [[nodiscard]] auto amendment(const std::string& policy, std::size_t count) const -> std::string;

 private:
  std::vector<Change> done_, undone_;
};

}  // namespace remit::repl
