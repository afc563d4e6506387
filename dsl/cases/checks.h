// The checks of this pass, a file each. What is made several times of one text is reported once.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dsl/cases/cases.h"
#include "dsl/cases/condition.h"
#include "dsl/cases/rows.h"
#include "dsl/cases/witness.h"
#include "dsl/diagnostic/diagnostic.h"

namespace remit {

class CaseChecks {
 public:
  CaseChecks(Elaborated& elaborated, std::vector<Diagnostic>& problems, Undecided undecided)
      : elaborated_(elaborated),
        program_(elaborated.program),
        problems_(problems),
        undecided_(undecided),
        conditions_(elaborated),
        witness_(elaborated, conditions_.paths()) {}

  void check_tables();
  void check_bands();
  void check_exceptions();
  void check_identities();

 private:
  void check_table(const TableClaim& claim);
  void report_overlap(const TableClaim& claim, const RowFindings::Overlap& overlap,
                      std::set<std::pair<std::size_t, std::size_t>>& told);
  auto of_key(NodeId key, const Box& box) const -> Box;
  auto key_names(const TableClaim& claim) const -> Witness::Naming;

  void check_rates(const BandsClaim& claim, const SliceUse& s);
  void check_edges(const BandsClaim& claim, const SliceUse& s);
  void check_band_rows(const BandsClaim& claim, const SliceUse& s);
  auto heading(const BandsClaim& claim) const -> Span;
  auto row_span(const BandsClaim& claim, std::size_t row) const -> Span;
  auto header_span(const BandsClaim& claim, std::size_t edge) const -> Span;
  auto cell_span(const BandsClaim& claim, std::size_t row, std::size_t band) const -> Span;

  void check_choice(const Choice& choice, Span span);
  using Regions = std::vector<std::optional<Region>>;  // by exception
  auto regions_of(const Choice& choice) -> Regions;
  void check_reachable(const Choice& choice, const Regions& regions);
  void check_clashes(const Choice& choice, const Regions& regions);
  void check_clash(const Choice& choice, std::size_t a, std::size_t b, const std::optional<Region>& both);
  void check_base(const Choice& choice, const Regions& regions, Span span);
  bool same_value(NodeId a, NodeId b) const;

  void report(Code code, Span span, std::vector<std::string> arguments, std::vector<Note> notes = {},
              std::vector<Span> operands = {});
  auto span_of(NodeId node) const -> Span;
  auto facts(NodeId node) const -> const NodeFacts& { return program_.facts[static_cast<std::size_t>(node)]; }
  auto certain_box(const Region& region) const -> const Box*;

  Elaborated& elaborated_;
  Program& program_;
  std::vector<Diagnostic>& problems_;
  Undecided undecided_;
  Conditions conditions_;
  Witness witness_;
  std::set<std::string> reported_;
};

}  // namespace remit
