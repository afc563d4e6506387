#include "dsl/testing/recorder.h"

#include <algorithm>

#include "dsl/testing/literal.h"
#include "engine/evaluate/choice.h"
#include "engine/evaluate/conditions.h"
#include "engine/value/date.h"
#include "engine/value/print.h"

namespace remit {
namespace {

constexpr std::uint32_t kMostLooks = 60;  // at one thing that is not reached; more would not tell more
constexpr std::size_t kMostWords = 4;
constexpr std::size_t kMostConditions = 3;

// How much a reason says: of several policies that share an item, the one tells why that came nearest.
auto nearness(Unreached why) -> int {
  switch (why) {
    case Unreached::untested: return 0;
    case Unreached::not_evaluated: return 1;
    case Unreached::not_considered: return 2;
    case Unreached::no_key:
    case Unreached::no_date:
    case Unreached::never_applied: return 3;
    case Unreached::condition_false:
    case Unreached::no_amount: return 4;
    case Unreached::overridden:
    case Unreached::never_unmet:
    case Unreached::never_met: return 5;
    case Unreached::none: return 6;
  }
  return 0;  // not reached: the switch is exhaustive
}

auto item_of(const Inventory& inventory, CoverageClass of, const std::vector<Span>& places) -> std::vector<ItemId> {
  std::vector<ItemId> items;
  for (const Span& place : places) items.push_back(inventory.find(of, place));
  return items;
}

}  // namespace

Recorder::Recorder(const Compiled& compiled, Inventory& inventory, Evaluator& evaluator, std::string language)
    : compiled_(compiled),
      program_(compiled.program()),
      inventory_(inventory),
      evaluator_(evaluator),
      language_(std::move(language)),
      locals_(locals_read(program_)),
      tables_(program_.tables.size(), kNoNode) {
  find_constructs(inventory);
  for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) {
    if (program_.nodes[i].op == Op::table) tables_[program_.nodes[i].index] = NodeId{i};
  }
}

void Recorder::find_constructs(const Inventory& inventory) {
  const Elaborated& elaborated = compiled_.elaborated;
  const Written& written = elaborated.written;
  for (std::size_t i = 0; i < program_.rules.size(); ++i) {
    const ast::Declaration& declaration = *written.rules[i];
    const bool requirement = std::holds_alternative<ast::Require>(declaration.body);
    const bool met = elaborated.names.rules[program_.rules[i].name].step.ends_with("/met");
    const ItemId item = requirement ? inventory.find(CoverageClass::requirement, declaration.name.span) : kNoItemId;
    constructs_.rules.push_back(requirement ? kNoItemId : inventory.find(declaration));
    constructs_.requirements.push_back(met ? item : kNoItemId);
    constructs_.conditions.push_back(met ? kNoItemId : item);
  }
  for (const CatalogUse& use : elaborated.catalogs) {
    constructs_.catalogs.resize(std::max(constructs_.catalogs.size(), static_cast<std::size_t>(use.id) + 1), kNoItemId);
    constructs_.catalogs[static_cast<std::size_t>(use.id)] = inventory.find(*use.declaration);
  }
  for (const Choice& choice : program_.choices) {
    std::vector<Span> labels;
    for (const Choice::Exception& exception : choice.exceptions)
      labels.push_back(elaborated.exception_spans[exception.name]);
    constructs_.exceptions.push_back(item_of(inventory, CoverageClass::exception, labels));
  }
  for (const auto& rows : written.rows) constructs_.rows.push_back(item_of(inventory, CoverageClass::row, rows));
  for (const auto& versions : written.versions) {
    constructs_.versions.push_back(item_of(inventory, CoverageClass::version, versions));
  }
  for (const auto& rows : written.bands) {
    constructs_.bands.emplace_back();
    for (const auto& bands : rows) constructs_.bands.back().push_back(item_of(inventory, CoverageClass::band, bands));
  }
  constructs_.policy = inventory.find(CoverageClass::version, compiled_.policy->policy->span);
}

// ── While a case is evaluated ────────────────────────────────────────────────────────────────────────────────────

void Recorder::mark(ItemId item) {
  if (item == kNoItemId) return;
  if (probing_)
    probed_.insert(item);
  else
    inventory_.reach(item);
}

// A requirement is reached when it was met and when it was not.
void Recorder::mark(ItemId requirement, bool met) {
  if (!probing_) return inventory_.verdict(requirement, met);
  const Inventory::Verdicts known = inventory_.verdicts(requirement);
  if (met ? !known.met : !known.unmet) probed_.insert(requirement);
}

void Recorder::rule_done(RuleId rule, const Value& value) {
  const auto index = static_cast<std::uint32_t>(rule);
  mark(constructs_.rules[index]);
  const ItemId requirement = constructs_.requirements[index];
  const bool known = requirement != kNoItemId || constructs_.conditions[index] != kNoItemId;
  if (!known || value.is_failed()) return;
  if (requirement != kNoItemId && !value.as_bool())
    mark(requirement, false);
  else
    requirements_.insert({index, evaluator_.place()});  // met, or not applied
}

void Recorder::choice_asked(std::uint32_t choice) { choices_.insert({choice, evaluator_.place()}); }

void Recorder::choice_made(std::uint32_t choice, std::uint32_t exception) {
  if (exception != Choice::kBase) mark(constructs_.exceptions[choice][exception]);
}

void Recorder::table_asked(std::uint32_t table) { asked_tables_.insert({table, evaluator_.place()}); }

void Recorder::row_chosen(std::uint32_t table, std::uint32_t row) { mark(constructs_.rows[table][row]); }

void Recorder::slice_placed(std::uint32_t slice, std::uint32_t row, const Number& begin, const Number& end) {
  if (probing_) return;
  slices_.insert({slice, evaluator_.place()});
  const auto [at, first] = stretches_.try_emplace({slice, row}, Stretch{begin, end});
  if (first) return;
  at->second = {std::min(at->second.begin, begin), std::max(at->second.end, end)};
}

void Recorder::band_reached(std::uint32_t slice, std::uint32_t row, std::uint32_t band) {
  mark(constructs_.bands[slice][row][band]);
}

void Recorder::version_asked(std::uint32_t timeline, std::int64_t date) {
  if (probing_) return;
  const auto [at, first] = dates_.try_emplace(timeline, Dates{date, date});
  at->second = {std::min(at->second.first, date), std::max(at->second.last, date)};
}

void Recorder::version_used(std::uint32_t timeline, std::uint32_t version) {
  mark(constructs_.versions[timeline][version]);
}

void Recorder::looked_up(CatalogId catalog) { mark(constructs_.catalogs[static_cast<std::size_t>(catalog)]); }

// ── After it ─────────────────────────────────────────────────────────────────────────────────────────────────────

void Recorder::look_back(const Answer& answer) {
  look_at_date(answer);
  for (const Asked& asked : requirements_) look_at_requirement(asked);
  for (const Asked& asked : choices_) look_at_choice(asked);
  for (const Asked& asked : asked_tables_) look_at_table(asked);
  for (const Asked& asked : slices_) look_at_slice(asked);
  clear_case();
}

void Recorder::clear_case() {
  choices_.clear();
  asked_tables_.clear();
  slices_.clear();
  requirements_.clear();
}

bool Recorder::would_reach(ItemId item, const Case& given) {
  probing_ = true;
  probed_.clear();
  evaluator_.observe(this);
  const Answer answer = evaluator_.settle(given);
  evaluator_.observe(nullptr);
  for (const Asked& asked : requirements_) look_at_requirement(asked);
  look_at_date(answer);
  clear_case();
  probing_ = false;
  const bool in_force = program_.in_force_from <= answer.date && answer.date <= program_.in_force_until;
  return in_force && answer.errors.empty() && probed_.contains(item);
}

bool Recorder::open(ItemId item) const {
  if (item == kNoItemId || inventory_.items[item].reached) return false;
  const auto found = misses_.find(item);
  return found == misses_.end() || found->second.looks < kMostLooks;
}

// Binds the element at hand, where the construct stands in a rule of one. What reads other locals cannot be asked
// again: they are no longer bound.
template <class Look>
void Recorder::in_scope(const Asked& asked, const Locals& reads, Look look) {
  const bool of_rule = asked.place.kind == Evaluator::Place::Kind::rule;
  const std::optional<ListId> list = of_rule ? program_.rules[asked.place.index].list : std::nullopt;
  if (!list) {
    if (reads.empty()) look();
    return;
  }
  const LocalId self = program_.at(*list).self;
  if (!reads.empty() && reads != Locals{self}) return;
  const Evaluator::Bound bound(evaluator_, self, Value(ElementRef{.list = *list, .index = asked.place.item}));
  look();
}

void Recorder::look_at_choice(const Asked& asked) {
  const std::vector<ItemId>& items = constructs_.exceptions[asked.construct];
  if (std::ranges::none_of(items, [&](ItemId item) { return open(item); })) return;
  const Choice& choice = program_.choices[asked.construct];
  in_scope(asked, {}, [&] {
    const std::vector<Standing> all = standings(evaluator_, choice);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!open(items[i])) continue;
      switch (all[i]) {
        case Standing::false_condition: miss(items[i], Unreached::condition_false, choice.exceptions[i].when); break;
        case Standing::overridden:
        case Standing::chosen: miss(items[i], Unreached::overridden, "", ""); break;
        case Standing::not_considered: miss(items[i], Unreached::not_considered, "", ""); break;
        case Standing::failed: break;
      }
    }
  });
}

void Recorder::look_at_table(const Asked& asked) {
  const std::vector<ItemId>& items = constructs_.rows[asked.construct];
  if (std::ranges::none_of(items, [&](ItemId item) { return open(item); })) return;
  Locals reads;
  for (const NodeId key : program_.tables[asked.construct].keys)
    add_locals(reads, locals_[static_cast<std::size_t>(key)]);
  in_scope(asked, reads, [&] {
    std::string keys;
    for (const NodeId key : program_.tables[asked.construct].keys) {
      const Value value = evaluator_.value_of(key);
      if (value.is_failed()) return;
      keys += (keys.empty() ? "" : ", ") + print_value(value, program_.at(key).type, program_.types);
    }
    for (const ItemId item : items) {
      if (open(item)) miss(item, Unreached::no_key, "", keys);
    }
  });
}

void Recorder::look_at_slice(const Asked& asked) {
  const SliceUse& use = program_.slices[asked.construct];
  for (std::size_t row = 0; row < use.rows.size(); ++row) {
    const std::vector<ItemId>& items = constructs_.bands[asked.construct][row];
    const NodeId when = use.rows[row].when;
    if (when == kNoNode || std::ranges::none_of(items, [&](ItemId item) { return open(item); })) continue;
    in_scope(asked, locals_[static_cast<std::size_t>(when)], [&] {
      const Value holds = evaluator_.value_of(when);
      if (holds.is_failed() || holds.as_bool()) return;
      for (const ItemId item : items) {
        if (open(item)) miss(item, Unreached::no_key, when);
      }
    });
  }
}

// Its rule came to true: it was met, unless it did not apply. Or the rule that says whether it applies came to a value.
void Recorder::look_at_requirement(const Asked& asked) {
  const ItemId item = constructs_.requirements[asked.construct];
  if (item == kNoItemId) {
    const ItemId condition = constructs_.conditions[asked.construct];
    const NodeId applies = program_.rules[asked.construct].node;
    if (probing_ || !open(condition)) return;
    return in_scope(asked, locals_[static_cast<std::size_t>(applies)], [&] {
      const Value holds = evaluator_.value_of(applies);
      if (!holds.is_failed() && !holds.as_bool()) miss(condition, Unreached::never_applied, applies);
    });
  }
  const ast::Declaration& declaration = *compiled_.elaborated.written.rules[asked.construct];
  if (std::get<ast::Require>(declaration.body).when == nullptr) return mark(item, true);
  const NodeId does_not_apply = program_.operands_of(program_.at(program_.rules[asked.construct].node))[0];
  in_scope(asked, locals_[static_cast<std::size_t>(does_not_apply)], [&] {
    const Value idle = evaluator_.value_of(does_not_apply);
    if (!idle.is_failed() && !idle.as_bool()) mark(item, true);
  });
}

void Recorder::look_at_date(const Answer& answer) {
  if (program_.in_force_from <= answer.date && answer.date <= program_.in_force_until) return mark(constructs_.policy);
  if (probing_) return;
  if (!case_dates_) case_dates_ = Dates{answer.date, answer.date};
  *case_dates_ = {std::min(case_dates_->first, answer.date), std::max(case_dates_->last, answer.date)};
}

void Recorder::Seen::add(std::string word) {
  if (word.empty() || std::ranges::find(words, word) != words.end()) return;
  if (words.size() < kMostWords)
    words.push_back(std::move(word));
  else
    more = true;
}

void Recorder::miss(ItemId item, Unreached why, const std::string& condition, std::string seen) {
  Miss& miss = misses_[item];
  ++miss.looks;
  if (nearness(why) < nearness(miss.why)) return;
  if (nearness(why) > nearness(miss.why)) miss.parts.clear();
  miss.why = why;
  const auto same = std::ranges::find(miss.parts, condition, &std::pair<std::string, Seen>::first);
  if (same != miss.parts.end()) return same->second.add(std::move(seen));
  if (miss.parts.size() == kMostConditions) return;
  miss.parts.emplace_back(condition, Seen());
  miss.parts.back().second.add(std::move(seen));
}

void Recorder::miss(ItemId item, Unreached why, NodeId condition) {
  const ConditionSeen seen = deciding_part(evaluator_, condition);
  miss(item, why, seen.text, values_text(seen, program_.types));
}

// ── At the end ───────────────────────────────────────────────────────────────────────────────────────────────────

void Recorder::tell(ItemId id, Unreached why, std::string reason) {
  if (id == kNoItemId) return;
  CoverageItem& item = inventory_.items[id];
  if (item.reached || nearness(why) <= nearness(item.why)) return;
  item.why = why;
  item.reason = std::move(reason);
}

auto Recorder::words(const Seen& seen) const -> std::string {
  std::string text;
  for (const std::string& word : seen.words) text += (text.empty() ? "" : "; ") + word;
  return text + (seen.more ? " …" : "");
}

auto Recorder::told(const Miss& miss) const -> std::string {
  switch (miss.why) {
    case Unreached::overridden:
      return pick("its condition held, and each time another exception went before it",
                  "条件成立过，但每次都让位于其他例外");
    case Unreached::not_considered: return pick("what it is an exception to was never taken", "其上级例外从未适用");
    default: break;
  }
  std::string text = miss.why == Unreached::never_applied ? pick("it never applied: ", "从未适用：") : "";
  for (const auto& [condition, seen] : miss.parts) {
    if (&seen != &miss.parts.front().second) text += pick("; ", "；");
    const std::string values = words(seen);
    if (condition.empty())
      text += pick("its key never occurred; seen: ", "该键从未出现；出现过：") + values;
    else
      text +=
          "`" + condition + "`" + pick(" never held", " 从未成立") + (values.empty() ? "" : pick(": ", "：") + values);
  }
  return text;
}

void Recorder::tell_reasons() {
  const auto idle = [&](ItemId item) {
    tell(item, Unreached::not_evaluated, pick("no case came to it", "没有案例用到它"));
  };
  for (const ItemId item : constructs_.rules) idle(item);
  for (const ItemId item : constructs_.catalogs) idle(item);
  for (const auto& items : constructs_.exceptions) std::ranges::for_each(items, idle);
  for (const auto& items : constructs_.rows) std::ranges::for_each(items, idle);
  for (const auto& items : constructs_.versions) std::ranges::for_each(items, idle);
  for (const auto& rows : constructs_.bands) {
    for (const auto& items : rows) std::ranges::for_each(items, idle);
  }
  for (const ItemId item : constructs_.requirements) {
    idle(item);
    const Inventory::Verdicts verdicts = item == kNoItemId ? Inventory::Verdicts() : inventory_.verdicts(item);
    if (verdicts.met) tell(item, Unreached::never_unmet, pick("it was never unmet", "从未有未满足的情形"));
    if (verdicts.unmet) tell(item, Unreached::never_met, pick("it was never met", "从未有满足的情形"));
  }
  for (const auto& [item, miss] : misses_) tell(item, miss.why, told(miss));
  tell_bands();
  tell_versions();
}

void Recorder::tell_bands() {
  for (const auto& [place, stretch] : stretches_) {
    const auto& [slice, row] = place;
    const Type axis = program_.at(program_.slices[slice].amount).type;
    const auto amount = [&](const Number& number) { return print_value(number, axis, program_.types, language_); };
    const std::string range = amount(stretch.begin) + " .. " + amount(stretch.end);
    for (const ItemId item : constructs_.bands[slice][row]) {
      tell(item, Unreached::no_amount,
           pick("no amount fell into it; slices lie in ", "没有金额落入该段；各次分段在 ") + range);
    }
  }
}

void Recorder::tell_versions() {
  const auto dated = [&](const Dates& dates) {
    return dates.first == dates.last ? print_date(dates.first)
                                     : print_date(dates.first) + " .. " + print_date(dates.last);
  };
  const auto tell_date = [&](ItemId item, const Dates& dates) {
    tell(item, Unreached::no_date,
         pick("no case is dated within it; dates seen: ", "没有案例的日期在此期间；出现过：") + dated(dates));
  };
  for (const auto& [timeline, dates] : dates_) {
    for (const ItemId item : constructs_.versions[timeline]) tell_date(item, dates);
  }
  if (case_dates_ && constructs_.policy != kNoItemId) tell_date(constructs_.policy, *case_dates_);
}

}  // namespace remit
