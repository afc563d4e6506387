// A library of policies: all its files, read, parsed and flattened once; and from there to a Program that is ready to
// run, or to all that is wrong. The facade over the passes: what drives them needs no other header of theirs.
//
//   PolicyLibrary library(source, "policies/");
//   for (const FlatPolicy& policy : library.policies()) …
//   const auto compiled = library.compile(policy, "settle");
//   if (has_errors(compiled->problems)) …
//
// Elaboration is by need: opening a library elaborates nothing, and a policy is compiled for one service. Only `check`
// looks at everything.
//
// For one case, most of a large library need not even be parsed. `Extent::headings` reads all files and parses their
// headings; from there `open` or `sketch` goes on as far as is needed.
//
// Requires: the source outlives the library, the library what it compiled. One thread at a time, but what was compiled
// may be run from any.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/cases/cases.h"
#include "dsl/catalog/catalogs.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/elaborate/elaborate.h"
#include "dsl/elaborate/elaborated.h"
#include "dsl/flatten/flatten.h"
#include "dsl/library/sketch.h"
#include "dsl/parse/outline.h"
#include "dsl/parse/parse.h"
#include "dsl/source/source.h"

namespace remit {

// One service of one policy.
struct Compiled {
  const FlatPolicy* policy = nullptr;
  Elaborated elaborated;                           // without hashes: see `add_hashes`
  std::vector<std::unique_ptr<CatalogRows>> rows;  // what the program looks up in
  std::vector<Diagnostic> problems;                // of the policy as far as the service needs it

  [[nodiscard]] auto program() const -> const Program& { return elaborated.program; }
  [[nodiscard]] auto names() const -> const ProgramNames& { return elaborated.names; }
};

// A text that stands beside the files of a library, such as what was typed at a prompt; `name` is shown as it is.
struct NamedText {
  std::string name;
  std::string text;
  std::uint32_t hidden_lines = 0;  // at its beginning: none of the author's, and not counted
};

bool has_errors(const std::vector<Diagnostic>& problems);
// By file and place; of equal ones the first.
void sort_and_dedupe(std::vector<Diagnostic>& problems);

class PolicyLibrary {
 public:
  enum class Extent : std::uint8_t { everything, headings };

  // `shown`: what stands before a path of `source` where people see it. `beside`: read after the files.
  PolicyLibrary(Source& source, std::string shown, Extent extent = Extent::everything,
                const std::vector<NamedText>& beside = {});
  PolicyLibrary(const PolicyLibrary&) = delete;
  auto operator=(const PolicyLibrary&) -> PolicyLibrary& = delete;

  // What `policies`, `files` and `problems` speak of from then on. References to what they gave before end.
  //
  // The policies of this name, and all that stands in the same files: what they are made of is there in full, and each
  // is what it is in the whole library. Everything, where the headings tell of no policy of the name.
  void open(const std::string& name);
  void open_everything();
  // See dsl/library/sketch.h: policies as far as `select` must know them. Everything, where that cannot be told from
  // outlines. Requires: nothing was opened.
  void sketch(const std::string& service, SketchOf of);

  // Concrete policies and amendments: by name, then by the day from which they are in force.
  [[nodiscard]] auto policies() const -> const std::vector<FlatPolicy>& { return flattened_.policies; }
  [[nodiscard]] auto files() const -> const std::vector<ast::File>& { return files_; }
  [[nodiscard]] auto sources() const -> const SourceSet& { return sources_; }
  [[nodiscard]] auto catalogs() -> Catalogs& { return catalogs_; }

  // Of reading, parsing and flattening, in the order of files and places.
  [[nodiscard]] auto problems() const -> const std::vector<Diagnostic>& { return problems_; }
  // Those of the files that the policy is made of.
  [[nodiscard]] auto problems_of(const FlatPolicy& policy) const -> std::vector<Diagnostic>;
  // By file: how many problems stand beyond those in `problems`.
  [[nodiscard]] auto suppressed() const -> std::size_t;

  // Requires: the policy is one of this library and offers the service.
  // `also` may elaborate more on the same program, such as the expressions of tests.
  auto compile(const FlatPolicy& policy, const std::string& service, const std::function<void(Elaborator&)>& also = {})
      -> std::unique_ptr<Compiled>;

  // A text that is no file of the library, for expressions that are elaborated by `also`; it stays.
  auto add_text(NamedText text) -> const SourceText& {
    return sources_.add(std::move(text.name), std::move(text.text), text.hidden_lines);
  }

  // The hashes of the text and of the meaning, for an answer; checks and tests can do without. Of catalogs they cover
  // the files that were read so far.
  void add_hashes(Compiled& compiled) const;

  // Whether declarations of the policy may be missing, because its files have syntax errors.
  [[nodiscard]] bool has_syntax_errors(const FlatPolicy& policy) const;

  // Everything that is wrong with the library, declarations that nothing reaches and rows of catalogs included.
  auto check(Undecided undecided = Undecided::silent) -> std::vector<Diagnostic>;
  // The same of one policy that is open, but for rows of catalogs.
  auto check(const FlatPolicy& policy) -> std::vector<Diagnostic>;
  // Sorted, each problem once, and without the warnings that the policies allow. Requires: all problems of `check`,
  // for what allows nothing is told of here.
  auto without_allowed(std::vector<Diagnostic> problems) const -> std::vector<Diagnostic>;

 private:
  void read(Source& source, const std::string& shown, Extent extent);
  void take(NamedText text, Extent extent);
  void parse(std::size_t file);
  void parse(std::size_t file, const std::vector<parse::TextPart>& parts);
  void keep(std::size_t file, Parsed parsed);
  void flatten_files();
  void finish(Compiled& compiled, Elaborator& elaborator);
  void bind_catalogs(Compiled& compiled);
  enum class Rows : std::uint8_t { all, none };
  auto check_policy(const FlatPolicy& policy, Rows rows) -> std::vector<Diagnostic>;
  void check_parts(const FlatPolicy& policy, Rows rows, std::vector<Diagnostic>& problems);
  void check_catalogs(const Elaborated& elaborated, std::vector<Diagnostic>& problems);
  auto broken_names(const FlatPolicy& policy) const -> std::vector<std::string>;

  // How a file was read.
  struct Reading {
    parse::Outline outline;
    bool whole = false;                // parsed as a whole, or not readable
    std::vector<Diagnostic> problems;  // of reading and parsing
    std::size_t suppressed = 0;
  };

  SourceSet sources_;
  std::vector<ast::File> files_;   // by FileId
  std::vector<Reading> readings_;  // by FileId
  Flattened flattened_;
  std::vector<Diagnostic> problems_;
  Catalogs catalogs_;
  std::vector<const ast::Declaration*> checked_catalogs_;
  Undecided undecided_ = Undecided::silent;
};

// The files that a policy is made of, sorted, each once.
auto files_of(const FlatPolicy& policy) -> std::vector<FileId>;

}  // namespace remit
