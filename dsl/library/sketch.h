// As much of a library as tells which policy a case is settled by: headings, inputs and their types, the service's
// heading, and of all other declarations those that one of these mentions, or that one so mentioned mentions. So what
// `applies when` and the governing date mean is what they mean in the whole library; all else is left unparsed.
//
// It goes by names alone, whatever policy they belong to: rather a declaration too many than one too few.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/parse/outline.h"
#include "dsl/source/source.h"

namespace remit {

// Of a file, what its policies are known by.
auto headings(const parse::Outline& outline) -> std::vector<parse::TextPart>;

// Of which policies: those that have a condition, so that they may apply to a case, or all.
enum class SketchOf : std::uint8_t { conditions, everything };

// By file: whether it must be drawn, as headings tell.
auto drawn_files(const std::vector<ast::File>& files, SketchOf of) -> std::vector<bool>;

class Sketch {
 public:
  // Both outlive this.
  Sketch(const SourceSet& sources, const std::string& service) : sources_(sources), service_(service) {}

  // Requires: the outline is clear, and outlives this.
  void add(FileId file, const parse::Outline& outline);
  // Of each file that was added, what is to be parsed.
  auto parts() -> std::vector<std::pair<FileId, std::vector<parse::TextPart>>>;

 private:
  struct Drawn {
    FileId file{};
    const parse::Outline* outline = nullptr;
    std::vector<bool> pieces;  // those to be parsed
  };
  struct At {
    std::uint32_t drawn = 0;
    std::uint32_t piece = 0;
  };

  void take(At at);
  void mention(const std::string& word);
  [[nodiscard]] bool always(const parse::Outline& outline, const parse::Piece& piece) const;

  const SourceSet& sources_;
  const std::string& service_;
  std::vector<Drawn> all_;
  std::unordered_map<std::string_view, std::vector<At>> by_name_;
  std::unordered_set<std::string> mentioned_;
  std::vector<At> taken_;  // whose words were not yet looked at
};

}  // namespace remit
