#include "dsl/bound/bound.h"

#include "dsl/bound/pass.h"
#include "dsl/bound/report.h"

namespace remit {

void bound(Elaborated& elaborated, std::vector<Diagnostic>& problems) {
  const std::vector<Knowledge> known = BoundPass(elaborated).run();
  elaborated.program.facts.clear();
  elaborated.program.facts.reserve(known.size());
  for (const Knowledge& k : known) elaborated.program.facts.push_back(facts_of(k));
  check_places(elaborated, known, problems);
  check_double_rounding(elaborated, known, problems);
  check_divisors(elaborated, known, problems);
}

}  // namespace remit
