#include "dsl/library/sketch.h"

#include "dsl/flatten/collect.h"
#include "dsl/parse/keywords.h"

namespace remit {

using parse::Outline;
using parse::Piece;
using parse::Reach;
using parse::TextPart;
using parse::Token;

namespace {

bool mentions_nothing(const Piece& piece) {
  return piece.kind == Token::enum_ || piece.kind == Token::currency || piece.kind == Token::import_ ||
         piece.kind == Token::module_ || piece.kind == Token::close_brace;
}

// The keyword of an input. It may be a name elsewhere.
bool is_personal(std::string_view word) {
  return word == spelling(Token::personal, false) || word == spelling(Token::personal, true);
}

}  // namespace

auto headings(const Outline& outline) -> std::vector<TextPart> {
  std::vector<TextPart> parts;
  for (const Piece& piece : outline.pieces) {
    if (is_heading(piece)) parts.push_back({piece.begin, piece.end});
  }
  return parts;
}

auto drawn_files(const std::vector<ast::File>& files, SketchOf of) -> std::vector<bool> {
  if (of == SketchOf::everything) return std::vector<bool>(files.size(), true);
  return files_behind(files, [](const CollectedPolicy& one, const Collected& collected) {
    if (one.policy->kind != ast::Policy::Kind::policy) return false;
    for (const CollectedPolicy* at = &one;; at = &collected.policies[*at->parent]) {
      if (at->policy->applies_when != nullptr) return true;
      if (at->broken || !at->parent) return false;
    }
  });
}

// What every condition rests on. Currencies and ends of months work unnamed.
bool Sketch::always(const Outline& outline, const Piece& piece) const {
  switch (piece.kind) {
    case Token::currency:
    case Token::enum_:
    case Token::record:
    case Token::input:
    case Token::month_ends: return true;
    case Token::service: return piece.names > 0 && outline.names[piece.first_name] == service_;
    default: return is_heading(piece);
  }
}

void Sketch::add(FileId file, const Outline& outline) {
  const auto number = static_cast<std::uint32_t>(all_.size());
  all_.push_back({file, &outline, std::vector<bool>(outline.pieces.size())});
  for (std::uint32_t i = 0; i < outline.pieces.size(); ++i) {
    const Piece& piece = outline.pieces[i];
    if (always(outline, piece)) {
      take({number, i});
      continue;
    }
    for (std::uint32_t name = 0; name < piece.names; ++name) {
      by_name_[outline.names[piece.first_name + name]].push_back({number, i});
    }
  }
}

void Sketch::take(At at) {
  Drawn& drawn = all_[at.drawn];
  if (drawn.pieces[at.piece]) return;
  drawn.pieces[at.piece] = true;
  taken_.push_back(at);
  const std::uint32_t loop = drawn.outline->pieces[at.piece].loop;
  if (loop != parse::kNoPiece) take({at.drawn, loop});
}

void Sketch::mention(const std::string& word) {
  if (!mentioned_.insert(word).second) return;
  const auto found = by_name_.find(word);
  if (found == by_name_.end()) return;
  for (const At at : found->second) take(at);
}

auto Sketch::parts() -> std::vector<std::pair<FileId, std::vector<TextPart>>> {
  while (!taken_.empty()) {
    const At at = taken_.back();
    taken_.pop_back();
    const Piece& piece = all_[at.drawn].outline->pieces[at.piece];
    if (mentions_nothing(piece)) continue;
    const Reach reach = piece.kind == Token::service  ? Reach::to_brace
                        : piece.kind == Token::record ? Reach::types
                                                      : Reach::whole;
    for (const std::string& word : words_of(sources_.at(all_[at.drawn].file).text, piece, reach)) {
      if (piece.kind != Token::input || !is_personal(word)) mention(word);
    }
  }
  std::vector<std::pair<FileId, std::vector<TextPart>>> parts;
  for (const Drawn& drawn : all_) {
    std::vector<TextPart>& wanted = parts.emplace_back(drawn.file, std::vector<TextPart>()).second;
    for (std::uint32_t i = 0; i < drawn.pieces.size(); ++i) {
      const Piece& piece = drawn.outline->pieces[i];
      const bool closes = piece.kind == Token::close_brace && piece.loop != parse::kNoPiece && drawn.pieces[piece.loop];
      if (drawn.pieces[i] || closes) wanted.push_back({piece.begin, piece.end});
    }
  }
  return parts;
}

}  // namespace remit
