#include "dsl/library/hashes.h"

#include <algorithm>
#include <vector>

#include "dsl/ast/dump.h"
#include "dsl/hash/sha256.h"
#include "dsl/library/library.h"

namespace remit {

auto text_hash(const FlatPolicy& policy, const SourceSet& sources) -> std::string {
  std::vector<std::string_view> texts;
  for (const FileId file : files_of(policy)) texts.push_back(sources.at(file).text);
  std::sort(texts.begin(), texts.end());
  Sha256 hash;
  for (const std::string_view text : texts) hash.part(text);
  return hash.digest();
}

auto meaning_hash(const FlatPolicy& policy) -> std::string {
  std::vector<std::string> lines{"policy " + policy.name,
                                 "in force " + policy.in_force.from + " " + policy.in_force.until};
  for (const ast::Expr* condition : policy.applies_when) lines.push_back("applies when " + ast::dump(*condition));
  for (const FlatDeclaration& flat : policy.declarations) {
    std::string line;
    if (flat.block) {
      const FlatBlock& block = policy.blocks[*flat.block];
      line = "for each " + block.loop.text + " " + ast::dump(*block.list) + " ";
      if (block.governed_by != nullptr) line += ast::dump(*block.governed_by) + " ";
    }
    lines.push_back(line + ast::dump(*flat.declaration, ast::Detail::meaning));
  }
  std::sort(lines.begin(), lines.end());
  Sha256 hash;
  for (const std::string& line : lines) hash.part(line);
  return hash.digest();
}

auto with_catalogs(std::string hash, const std::vector<std::string>& catalogs) -> std::string {
  if (catalogs.empty()) return hash;
  Sha256 both;
  both.part(hash);
  for (const std::string& catalog : catalogs) both.part(catalog);
  return both.digest();
}

}  // namespace remit
