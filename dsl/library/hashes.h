// What a policy is, in 64 digits: by its text, and by its meaning.
#pragma once
#include <string>
#include <vector>

#include "dsl/flatten/flatten.h"
#include "dsl/source/source.h"

namespace remit {

// Of the bytes of all files that the policy is made of, whatever their names.
auto text_hash(const FlatPolicy& policy, const SourceSet& sources) -> std::string;

// Of the flat declarations, printed in one way and sorted: English keywords, no comments, labels or layout. Two texts
// of one meaning hash have the same answer to every case.
auto meaning_hash(const FlatPolicy& policy) -> std::string;

// The hash with these of the contents of catalogs; itself where there are none.
auto with_catalogs(std::string hash, const std::vector<std::string>& catalogs) -> std::string;

}  // namespace remit
