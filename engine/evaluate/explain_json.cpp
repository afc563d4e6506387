#include "engine/evaluate/explain_json.h"

#include <span>
#include <string_view>
#include <utility>

#include "engine/evaluate/errors.h"
#include "engine/evaluate/explain_words.h"
#include "engine/evaluate/json_text.h"
#include "engine/number/rounding.h"
#include "engine/value/date.h"

namespace remit {
namespace {

class Printer {
 public:
  Printer(const Program& program, bool show_personal) : p_(program), show_personal_(show_personal) {}

  auto take() -> std::string { return j.take(); }

  void shown(const ShownValue& v) {
    if (v.masked && !show_personal_ && !v.value.is_absent())
      j.string("***");
    else
      value(v.value, v.type);
  }
  void shown(std::string_view name, const ShownValue& v) {
    j.key(name);
    shown(v);
  }
  void number(std::string_view name, const Number& n, const Type& type = {}) {
    j.key(name);
    number(n, type);
  }
  void count(std::string_view name, std::int64_t n) {
    j.key(name);
    j.raw(std::to_string(n));
  }
  void truth(std::string_view name, bool t) {
    j.key(name);
    j.raw(t ? "true" : "false");
  }
  // {"zh": "起付线", "": "for every language"}
  void labels(const Labels& all) {
    if (all.empty()) return;
    j.key("labels");
    j.object([&] {
      for (const Label& label : all) j.field(label.language, label.text);
    });
  }
  void condition(const ConditionSeen& seen) {
    if (seen.text.empty()) return;
    j.key("condition");
    j.object([&] {
      j.field("text", seen.text);
      truth("holds", seen.holds);
      list("values", seen.values, [&](const NamedValue& v) { named(v); });
    });
  }
  void named(const NamedValue& v) {
    j.field("name", v.name);
    labels(v.labels);
    shown("value", v.value);
  }
  // An array of objects, left out where it is empty.
  template <class All, class Fill>
  void list(std::string_view name, const All& all, Fill fill) {
    if (all.empty()) return;
    j.key(name);
    j.array([&] {
      for (const auto& one : all) j.object([&] { fill(one); });
    });
  }
  void numbers(std::string_view name, std::span<const std::uint32_t> all) {
    j.key(name);
    j.array([&] {
      for (const std::uint32_t n : all) j.raw(std::to_string(n));
    });
  }

  JsonText j;

 private:
  void number(const Number& n, const Type& type) {
    if (n.is_ratio()) return j.string(n.to_string());
    if (type.kind == TypeKind::money) {
      const Number& step = p_.types.at(CurrencyId{type.id}).step;
      if (n.lies_on(step)) return j.raw(n.to_fixed(step.places().value_or(0)));
    }
    j.raw(n.to_string());
  }
  void integer(std::int64_t n, const Type& type) {
    switch (type.kind) {
      case TypeKind::date: return j.string(print_date(n));
      case TypeKind::time: return j.string(print_time(n));
      case TypeKind::enumeration:
        return j.string(p_.types.at(EnumId{type.id}).members[static_cast<std::size_t>(n)].name);
      default: return j.raw(std::to_string(n));
    }
  }
  void record(const std::vector<Value>& all, const RecordType& type) {
    j.object([&] {
      for (std::size_t i = 0; i < all.size() && i < type.fields.size(); ++i) {
        shown(type.fields[i].name, {.value = all[i], .type = type.fields[i].type, .masked = type.fields[i].personal});
      }
    });
  }
  void value(const Value& v, const Type& type) {
    switch (v.tag()) {
      case Value::Tag::failed:
      case Value::Tag::absent: return j.raw("null");
      case Value::Tag::boolean: return j.raw(v.as_bool() ? "true" : "false");
      case Value::Tag::number: return number(v.as_number(), type);
      case Value::Tag::integer: return integer(v.as_integer(), type);
      case Value::Tag::text: return j.string(v.as_text());
      case Value::Tag::sequence:
        if (type.kind == TypeKind::record) return record(v.as_sequence(), p_.types.at(RecordId{type.id}));
        return j.array([&] {
          const Type element = type.kind == TypeKind::list ? p_.types.at(ListTypeId{type.id}).element : Type{};
          for (const Value& one : v.as_sequence()) value(one, element);
        });
      case Value::Tag::range: return count_of(v.as_range());
      case Value::Tag::element: return j.raw(std::to_string(v.as_element().index + 1));
    }
  }
  // A list of the case is told by its length: its elements have steps of their own.
  void count_of(ListRange range) {
    j.object([&] { count("elements", range.end - range.begin); });
  }

  const Program& p_;
  bool show_personal_;
};

class ExplanationPrinter : Printer {
 public:
  ExplanationPrinter(const Explanation& x, const Program& program, const ProgramNames& names, bool show_personal)
      : Printer(program, show_personal), x_(x), p_(program), names_(names), words_(x, program, names) {}

  auto print() -> std::string {
    j.object([&] {
      j.field("policy", names_.policy);
      j.field("service", names_.service);
      j.field("date", print_date(x_.date));
      list("requirements", x_.requirements, [&](const ExplainedRequirement& r) { requirement(r); });
      list("results", x_.results, [&](const ExplainedResult& r) { result(r); });
      list("steps", x_.steps, [&](const Step& s) { step(s); });
      list("errors", x_.errors, [&](const CaseError& e) { error(e); });
    });
    return take();
  }

 private:
  void requirement(const ExplainedRequirement& r) {
    const DeclarationName& name = words_.name(r);
    j.field("id", name.step + words_.item(r));
    labels(name.labels);
    truth("applies", r.applies);
    truth("met", r.met);
    condition(words_.condition(r.reason));
  }
  void result(const ExplainedResult& r) {
    j.field("name", words_.name(r));
    labels(words_.labels(r));
    shown("value", words_.value(r));
    numbers("steps", r.steps.of(x_.reads));
  }
  void error(const CaseError& e) {
    j.field("code", e.code);
    j.field("message", error_message(e, "en"));
    j.field("step", e.step);
    j.field("place", e.place);
  }

  void citations(const std::vector<CitationName>& all) {
    list("cites", all, [&](const CitationName& c) {
      j.field("document", c.document);
      const std::pair<const char*, const std::string&> optional[] = {
          {"section", c.section}, {"issued", c.issued}, {"url", c.url}, {"quote", c.quote}};
      for (const auto& [name, text] : optional) {
        if (!text.empty()) j.field(name, text);
      }
    });
  }
  void notes(const DeclarationName& name) {
    citations(name.cites);
    remarks("assumptions", name.assumptions);
    remarks("unexpressed", name.unexpressed);
  }
  // Of a table, bands or a catalog; one that is a rule as well is told there.
  void declared(std::uint32_t declaration) {
    if (names_.declarations[declaration].step != rule_->step) notes(names_.declarations[declaration]);
  }
  void remarks(std::string_view name, const std::vector<Labels>& all) {
    list(name, all, [&](const Labels& remark) { labels(remark); });
  }
  void told(std::string_view name, const SeenValue& value) {
    if (value.node != kNoNode) shown(name, words_.shown(value));
  }
  void keys(EntriesOf<SeenValue> all) {
    j.key("keys");
    j.array([&] {
      for (const SeenValue& v : all.of(x_.values)) shown(words_.shown(v));
    });
  }

  void step(const Step& s) {
    const DeclarationName& name = words_.name(s);
    j.field("id", words_.id(s));
    j.field("name", name.name);
    labels(name.labels);
    shown("value", words_.value(s));
    if (!name.unit.empty()) j.field("unit", name.unit);
    if (!name.formula.empty()) j.field("formula", name.formula);
    if (!name.place.empty()) j.field("place", name.place);
    if (s.value.is_failed()) truth("failed", true);
    if (s.assumed) truth("assumed", true);
    rule_ = &name;
    notes(name);
    list("inputs", s.inputs.of(x_.inputs), [&](const InputSeen& v) { named(words_.input(v)); });
    list("versions", s.versions.of(x_.versions), [&](const VersionUsed& v) { version(v); });
    list("tables", s.tables.of(x_.tables), [&](const TableSeen& t) { table(t); });
    list("look_ups", s.look_ups.of(x_.look_ups), [&](const LookUpSeen& l) { look_up(l); });
    list("memories", s.memories.of(x_.memories), [&](const MemorySeen& m) { memory(m); });
    list("exceptions", s.exceptions.of(x_.exceptions), [&](const ExceptionSeen& e) { exception(e); });
    list("slices", s.slices.of(x_.slices), [&](const SliceSeen& x) { slice(x); });
    list("loops", s.loops.of(x_.loops), [&](const LoopSeen& l) { loop(l); });
    list("payers", s.payers.of(x_.payers), [&](const PayerSeen& p) {
      j.field("name", names_.rules[p_.at(p.payer).name].name);
      told("amount", p.amount);
      told("left_before", p.left_before);
    });
    list("roundings", s.roundings.of(x_.roundings), [&](const RoundingDone& r) {
      const RoundingRule& rule = p_.roundings[r.rounding];
      told("before", r.before);
      told("after", r.after);
      j.field("mode", rounding_name(rule.mode));
      number("place", rule.step);
      truth("declared", rule.declared);
    });
    numbers("reads", s.reads.of(x_.reads));
  }

  void version(const VersionUsed& v) {
    const Timeline& timeline = p_.timelines[v.timeline];
    const auto [from, until] = timeline.versions[v.version];
    j.field("id", names_.declarations[timeline.name].step);
    j.field("on", print_date(v.date));
    if (from != INT64_MIN) j.field("from", print_date(from));
    if (until != INT64_MAX) j.field("until", print_date(until));
  }

  void table(const TableSeen& t) {
    const std::uint32_t declaration = p_.tables[t.table].name;
    j.field("id", names_.declarations[declaration].step);
    numbers("rows", words_.rows(t));
    list("keys", t.keys.of(x_.values), [&](const SeenValue& key) { named(words_.key(key)); });
    declared(declaration);
  }

  void look_up(const LookUpSeen& l) {
    const std::uint32_t declaration = p_.catalogs[static_cast<std::size_t>(l.catalog)].name;
    j.field("id", names_.declarations[declaration].step);
    keys(l.keys);
    truth("found", l.found);
    declared(declaration);
  }

  void memory(const MemorySeen& m) {
    const Node& node = p_.at(m.value.node);
    j.field("id", names_.memories[p_.memories[node.index].name].step);
    keys(m.keys);
    told("value", m.value);
    truth("after_case", node.op == Op::after_case);
  }

  void exception(const ExceptionSeen& e) {
    constexpr const char* kOutcomes[] = {"taken", "condition_false", "overridden", "parent_not_taken", "failed"};
    const DeclarationName& name = names_.exceptions[e.name];
    j.field("id", name.step);
    labels(name.labels);
    j.field("outcome", kOutcomes[static_cast<std::size_t>(e.outcome)]);
    if (e.overridden_by) j.field("overridden_by", names_.exceptions[*e.overridden_by].name);
    condition(words_.condition(e.reason));
    told("value", e.value);
    citations(name.cites);
  }

  void slice(const SliceSeen& s) {
    const SliceUse& use = p_.slices[s.slice];
    const Type type = p_.at(use.amount).type;
    j.field("id", names_.declarations[use.name].step);
    told("amount", s.amount);
    told("deductible", s.deductible);
    told("after", s.after);
    told("until_pays", s.until_pays);
    list("bands", s.bands.of(x_.bands), [&](const SliceBand& b) {
      number("from", b.from, type);
      number("until", b.until, type);
      shown("rate", words_.rate(s, b));
      number("handled", b.handled, type);
      number("paid", b.paid, type);
    });
    number("paid", s.paid, type);
    number("handled", s.handled, type);
    number("left", s.left, type);
    declared(use.name);
  }

  void loop(const LoopSeen& l) {
    constexpr const char* kKinds[] = {"sum", "count", "any", "all", "first", "min", "max", "list"};
    j.field("kind", kKinds[static_cast<std::size_t>(p_.loops[l.loop].kind)]);
    j.field("list", words_.list(l));
    told("value", l.value);
    list("parts", l.parts.of(x_.parts), [&](const LoopSeen::Part& part) {
      j.field("item", words_.item(part));
      shown("value", words_.value(l, part));
    });
    if (l.skipped > 0) count("left_out", l.skipped);
    if (l.folded > 0) count("folded", l.folded);
  }

  const Explanation& x_;
  const Program& p_;
  const ProgramNames& names_;
  const ExplanationWords words_;
  const DeclarationName* rule_ = nullptr;  // of the step at hand
};

}  // namespace

auto explanation_json(const Explanation& explanation, const Program& program, const ProgramNames& names,
                      const JsonOptions& options) -> std::string {
  return ExplanationPrinter(explanation, program, names, options.show_personal).print();
}

auto why_not_json(const std::vector<WhyNot>& answers, const Program& program, const JsonOptions& options)
    -> std::string {
  constexpr const char* kOutcomes[] = {"holds",          "condition_false", "overridden", "parent_not_taken",
                                       "does_not_apply", "failed",          "taken",      "refined"};
  Printer printer(program, options.show_personal);
  printer.j.array([&] {
    for (const WhyNot& a : answers) {
      printer.j.object([&] {
        printer.j.field("id", a.id);
        printer.j.field("name", a.name);
        printer.labels(a.labels);
        printer.j.field("outcome", kOutcomes[static_cast<std::size_t>(a.outcome)]);
        if (!a.other.empty()) printer.j.field("other", a.other);
        printer.condition(a.reason);
        if (a.value) printer.shown("value", *a.value);
      });
    }
  });
  return printer.take();
}

}  // namespace remit
