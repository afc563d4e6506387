// The policies of a library with some changes upon one of them: opened and compiled as far as was asked, and kept.
//
// Files are read once, when the library is opened, so that what happens to them later matters only after a reload.
// Opening costs a few milliseconds, compiling likewise; both are remembered.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "dsl/library/library.h"
#include "dsl/library/select.h"
#include "engine/evaluate/evaluator.h"
#include "repl/session/changes.h"
#include "repl/session/host.h"

namespace remit::repl {

// One service of one policy, ready to be asked.
struct Prepared {
  const PolicyLibrary* library = nullptr;  // in which the version is
  const FlatPolicy* version = nullptr;
  std::unique_ptr<Compiled> compiled;
  std::unique_ptr<Evaluator> evaluator;

  [[nodiscard]] auto program() const -> const Program& { return compiled->program(); }
  [[nodiscard]] auto names() const -> const ProgramNames& { return compiled->names(); }
};

// The library's texts as they were when it was opened. Catalogs are read through.
class Snapshot : public Source, public PieceSource {
 public:
  explicit Snapshot(std::unique_ptr<LibraryFiles> files);

  auto list(std::string_view suffix) -> std::vector<std::string> override;
  auto read(const std::string& path, std::string& why) -> std::optional<std::string> override;
  auto open_file(const std::string& path) -> std::unique_ptr<OpenFile> override { return files_->open_file(path); }
  [[nodiscard]] auto shown() const -> std::string { return files_->shown(); }

  // By path: the text of each policy file.
  [[nodiscard]] auto texts() const -> const std::map<std::string, std::string>& { return texts_; }

 private:
  std::unique_ptr<LibraryFiles> files_;
  std::map<std::string, std::string> texts_, unreadable_;
};

// One policy, opened, with all that was compiled of it. `name` is its own, or of the last change's amendment.
class OpenedPolicy {
 public:
  OpenedPolicy(Snapshot& snapshot, Sink* cache, std::string name, std::vector<NamedText> changes);

  [[nodiscard]] auto name() const -> const std::string& { return name_; }
  [[nodiscard]] auto library() -> PolicyLibrary& { return library_; }
  // Its versions, by date; empty: there is no such policy.
  [[nodiscard]] auto versions() const -> std::vector<const FlatPolicy*>;
  // With what was declared at the prompt, as far as the service gives what it needs. `as_of`: by the day that the case
  // says it is asked for, whatever day governs the service.
  // Requires: the version is one of these, and offers the service.
  auto prepare(const FlatPolicy& version, const std::string& service, bool as_of) -> Prepared&;
  // With more elaborated on the same program; not kept.
  auto prepare(const FlatPolicy& version, const std::string& service, bool as_of,
               const std::function<void(Elaborator&)>& also) -> Prepared;

 private:
  std::string name_;
  PolicyLibrary library_;
  std::map<std::tuple<const FlatPolicy*, std::string, bool>, Prepared> prepared_;
};

// Some versions of a policy, each ready to be asked.
struct PreparedVersions {
  OpenedPolicy* policy = nullptr;
  std::vector<Prepared*> all;
};

}  // namespace remit::repl
