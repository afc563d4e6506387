// How an amount is used up: billed, less what is not covered, less the deductible, band by band, payer by payer.
//
// Nothing here knows what a deductible is. The order comes from what the policy declares of its amounts:
//
//   `ensures A = b + c + …`, also with `within`     A falls by b, then by c, …, to nothing
//   `payers of A { b c rest d }`                    the same, in the order of the payers
//   a part that is itself the left side of another  a subtotal, from which the fall goes on; it then comes last
//   a part that is what a slice of bands paid       says of which bands, with their rates
//
// The falls begin at amounts that are no part of another one: from claim.total = … + eligible and eligible = deductible
// + … comes one chain, and another one from who pays. What the parts leave over, by `within` or through roundings, is
// shown as a part without a name.
#pragma once
#include <string>
#include <vector>

#include "repl/plot/model.h"
#include "repl/whatif/variable.h"

namespace remit::whatif {

// One a chain. Requires: the evaluator has settled the case, and the answer has no errors and is not blocked. A
// sentence where the policy declares no way in which an amount is split.
auto waterfalls(Evaluator& evaluator, const std::string& language) -> Result<std::vector<plot::Waterfall>, Sentence>;

}  // namespace remit::whatif
