// Periods in force: of the versions of a value, table, bands or rule, and of the versions of a policy.
//
// A version holds from its `from` through its `until`, or to the day before the next begins. One without a `from`
// holds since ever: a declaration written without dates, to which `extend` has added versions.
#pragma once
#include <string>
#include <vector>

#include "dsl/ast/declaration.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

// Reports, of versions in the order in which they hold: one that ends before it begins, two that overlap, a hole
// between two. With `written`, also one that stands after a later one; without, the order is the caller's sorting.
enum class VersionOrder : std::uint8_t { written, sorted };
void check_versions(const std::string& name, const std::vector<ast::Period>& versions, VersionOrder order,
                    std::vector<Diagnostic>& problems);

// "2020-01-01..2023-12-31", "2020-01-01..", "..", for messages in any language.
auto period_text(const ast::Period& period) -> std::string;

// The last day of one of the versions; empty: it holds for ever.
auto last_day(const std::vector<ast::Period>& versions, std::size_t version) -> std::string;

// Whether `outer` holds on every day of `inner`.
bool covers(const ast::Period& outer, const ast::Period& inner);

// The periods of a declaration's versions, in written order; empty for kinds without versions.
auto periods_of(const ast::Declaration& declaration) -> std::vector<ast::Period>;

}  // namespace remit
