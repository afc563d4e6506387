// What the cases of one program reach, told by its evaluator; and of what they do not reach, why.
//
// The evaluator tells of constructs by number; each is looked up once, where it is written. So two policies that
// inherit a rule reach the same item, two equal rules are two items although their expressions are one node, and a
// function that is put in place at ten calls reaches its tables ten times. Why an exception was not taken is asked
// after the case, while its values still stand.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dsl/testing/inventory.h"
#include "engine/evaluate/evaluator.h"
#include "engine/program/answer.h"
#include "engine/program/locals.h"

namespace remit {

class Recorder final : public Observer {
 public:
  // All outlive this.
  Recorder(const Compiled& compiled, Inventory& inventory, Evaluator& evaluator, std::string language);

  // After each case, while the evaluator still holds it. Evaluates more of it, so its errors then mean nothing.
  void look_back(const Answer& answer);
  // At the end: says of all that the program has and no test reached, why; a nearer miss replaces one told before.
  void tell_reasons();

  // Settles a case only to see whether it would reach `item`; what it reaches is not recorded.
  bool would_reach(ItemId item, const Case& given);

  // The items of the program's constructs, by number; kNoItemId: none.
  struct Constructs {
    std::vector<ItemId> rules;         // by RuleId
    std::vector<ItemId> requirements;  // by RuleId: of a rule that says whether one is met
    std::vector<ItemId> conditions;    // by RuleId: of a rule that says whether one applies
    std::vector<ItemId> catalogs;      // by CatalogId
    std::vector<std::vector<ItemId>> exceptions, rows, versions;
    std::vector<std::vector<std::vector<ItemId>>> bands;
    ItemId policy = kNoItemId;
  };
  [[nodiscard]] bool reached(ItemId item) const { return item != kNoItemId && inventory_.items[item].reached; }
  [[nodiscard]] auto constructs() const -> const Constructs& { return constructs_; }
  [[nodiscard]] auto compiled() const -> const Compiled& { return compiled_; }
  [[nodiscard]] auto evaluator() const -> Evaluator& { return evaluator_; }
  [[nodiscard]] auto locals() const -> const std::vector<Locals>& { return locals_; }

  void rule_done(RuleId rule, const Value& value) override;
  void choice_asked(std::uint32_t choice) override;
  void choice_made(std::uint32_t choice, std::uint32_t exception) override;
  void table_asked(std::uint32_t table) override;
  void row_chosen(std::uint32_t table, std::uint32_t row) override;
  void slice_placed(std::uint32_t slice, std::uint32_t row, const Number& begin, const Number& end) override;
  void band_reached(std::uint32_t slice, std::uint32_t row, std::uint32_t band) override;
  void version_asked(std::uint32_t timeline, std::int64_t date) override;
  void version_used(std::uint32_t timeline, std::uint32_t version) override;
  void looked_up(CatalogId catalog) override;

 private:
  // What was seen instead, in words, some of it.
  struct Seen {
    std::vector<std::string> words;
    bool more = false;
    void add(std::string word);
  };
  // Why an item was not reached so far: the nearest miss.
  struct Miss {
    Unreached why = Unreached::untested;
    std::vector<std::pair<std::string, Seen>> parts;  // conditions that are false, with the values that made them so
    std::uint32_t looks = 0;
  };
  struct Asked {
    std::uint32_t construct;
    Evaluator::Place place;
    friend auto operator<=>(const Asked& a, const Asked& b) {
      return std::pair(a.construct, a.place.item) <=> std::pair(b.construct, b.place.item);
    }
    friend bool operator==(const Asked& a, const Asked& b) { return (a <=> b) == 0; }
  };
  struct Stretch {
    Number begin, end;
  };
  struct Dates {
    std::int64_t first, last;
  };

  void find_constructs(const Inventory& inventory);
  void mark(ItemId item);
  void mark(ItemId requirement, bool met);
  void mark(const std::vector<std::vector<ItemId>>& items, std::uint32_t construct, std::uint32_t part);
  bool open(ItemId item) const;  // known, not reached, and not looked at too often

  template <class Look>
  void in_scope(const Asked& asked, const Locals& reads, Look look);
  void look_at_choice(const Asked& asked);
  void look_at_table(const Asked& asked);
  void look_at_slice(const Asked& asked);
  void look_at_requirement(const Asked& asked);
  void look_at_date(const Answer& answer);
  void miss(ItemId item, Unreached why, const std::string& condition, std::string seen);
  void miss(ItemId item, Unreached why, NodeId condition);
  void clear_case();

  void tell(ItemId item, Unreached why, std::string reason);
  void tell_bands();
  void tell_versions();
  auto told(const Miss& miss) const -> std::string;
  auto words(const Seen& seen) const -> std::string;
  auto pick(const char* en, const char* zh) const -> const char* { return language_ == "zh" ? zh : en; }

  const Compiled& compiled_;
  const Program& program_;
  Inventory& inventory_;
  Evaluator& evaluator_;
  const std::string language_;
  Constructs constructs_;
  std::vector<Locals> locals_;  // by node
  std::vector<NodeId> tables_;  // by table: its node

  std::set<Asked> choices_, asked_tables_, slices_, requirements_;  // of the case at hand
  std::map<ItemId, Miss> misses_;
  std::map<std::uint32_t, Dates> dates_;                                  // by timeline
  std::map<std::pair<std::uint32_t, std::uint32_t>, Stretch> stretches_;  // by slice and row
  std::optional<Dates> case_dates_;
  bool probing_ = false;
  std::set<ItemId> probed_;  // what the probe reached
};

}  // namespace remit
