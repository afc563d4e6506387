#include "engine/evaluate/explain_json.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "engine/evaluate/errors.h"
#include "engine/number/rounding.h"
#include "engine/value/date.h"

namespace remit {
namespace {

// Writes JSON text, with commas where they belong.
class Json {
 public:
  template <class Fill>
  void object(Fill fill) {
    nested('{', '}', fill);
  }
  template <class Fill>
  void array(Fill fill) {
    nested('[', ']', fill);
  }
  void key(std::string_view name) {
    separate();
    quote(name);
    text_ += ':';
    first_ = true;
  }
  void raw(std::string_view token) {
    separate();
    text_ += token;
  }
  void string(std::string_view text) {
    separate();
    quote(text);
  }
  void field(std::string_view name, std::string_view text) {
    key(name);
    string(text);
  }
  auto take() -> std::string { return std::move(text_); }

 private:
  template <class Fill>
  void nested(char open, char close, Fill fill) {
    separate();
    text_ += open;
    first_ = true;
    fill();
    text_ += close;
    first_ = false;
  }
  void separate() {
    if (!std::exchange(first_, false)) text_ += ',';
  }
  void quote(std::string_view text) {
    text_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\')
        text_ += {'\\', c};
      else if (static_cast<unsigned char>(c) < 0x20)
        escape(c);
      else
        text_ += c;
    }
    text_ += '"';
  }
  void escape(char c) {
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
    text_ += code.data();
  }

  std::string text_;
  bool first_ = true;
};

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
      named("values", seen.values);
    });
  }
  void named(std::string_view name, const std::vector<NamedValue>& all) {
    list(name, all, [&](const NamedValue& v) {
      j.field("name", v.name);
      labels(v.labels);
      shown("value", v.value);
    });
  }
  // An array of objects, left out where it is empty.
  template <class T, class Fill>
  void list(std::string_view name, const std::vector<T>& all, Fill fill) {
    if (all.empty()) return;
    j.key(name);
    j.array([&] {
      for (const T& one : all) j.object([&] { fill(one); });
    });
  }
  void numbers(std::string_view name, const std::vector<std::uint32_t>& all) {
    j.key(name);
    j.array([&] {
      for (const std::uint32_t n : all) j.raw(std::to_string(n));
    });
  }
  void values(std::string_view name, const std::vector<ShownValue>& all) {
    j.key(name);
    j.array([&] {
      for (const ShownValue& v : all) shown(v);
    });
  }

  Json j;

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
  ExplanationPrinter(const Program& program, const ProgramNames& names, bool show_personal)
      : Printer(program, show_personal), p_(program), names_(names) {}

  auto print(const Explanation& x) -> std::string {
    j.object([&] {
      j.field("policy", names_.policy);
      j.field("service", names_.service);
      j.field("date", print_date(x.date));
      list("requirements", x.requirements, [&](const ExplainedRequirement& r) { requirement(r); });
      list("results", x.results, [&](const ExplainedResult& r) { result(r); });
      list("steps", x.steps, [&](const Step& s) { step(s); });
      list("errors", x.errors, [&](const CaseError& e) { error(e); });
    });
    return take();
  }

 private:
  void requirement(const ExplainedRequirement& r) {
    const DeclarationName& name = names_.requirements[p_.requirements[r.requirement].name];
    j.field("id", name.step + r.item);
    labels(name.labels);
    truth("applies", r.applies);
    truth("met", r.met);
    condition(r.reason);
  }
  void result(const ExplainedResult& r) {
    j.field("name", r.name);
    labels(r.labels);
    shown("value", r.value);
    numbers("steps", r.steps);
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

  void step(const Step& s) {
    const DeclarationName& name = names_.rules[s.name];
    j.field("id", s.id);
    j.field("name", name.name);
    labels(name.labels);
    shown("value", s.value);
    if (!name.unit.empty()) j.field("unit", name.unit);
    if (!name.formula.empty()) j.field("formula", name.formula);
    if (!name.place.empty()) j.field("place", name.place);
    if (s.value.value.is_failed()) truth("failed", true);
    if (s.assumed) truth("assumed", true);
    rule_ = &name;
    notes(name);
    named("inputs", s.inputs);
    list("versions", s.versions, [&](const VersionUsed& v) { version(v); });
    list("tables", s.tables, [&](const TableSeen& t) {
      j.field("id", names_.declarations[t.name].step);
      numbers("rows", t.rows);
      named("keys", t.keys);
      declared(t.name);
    });
    list("look_ups", s.look_ups, [&](const LookUpSeen& l) {
      j.field("id", names_.declarations[l.name].step);
      values("keys", l.keys);
      truth("found", l.found);
      declared(l.name);
    });
    list("memories", s.memories, [&](const MemorySeen& m) {
      j.field("id", names_.memories[m.name].step);
      values("keys", m.keys);
      shown("value", m.value);
      truth("after_case", m.after_case);
    });
    list("exceptions", s.exceptions, [&](const ExceptionSeen& e) { exception(e); });
    list("slices", s.slices, [&](const SliceSeen& x) { slice(x); });
    list("loops", s.loops, [&](const LoopSeen& l) { loop(l); });
    list("payers", s.payers, [&](const PayerSeen& p) {
      j.field("name", p.name);
      shown("amount", p.amount);
      shown("left_before", p.left_before);
    });
    list("roundings", s.roundings, [&](const RoundingDone& r) {
      shown("before", r.before);
      shown("after", r.after);
      j.field("mode", rounding_name(r.mode));
      number("place", r.step);
      truth("declared", r.declared);
    });
    numbers("reads", s.reads);
  }

  void version(const VersionUsed& v) {
    j.field("id", names_.declarations[v.name].step);
    j.field("on", print_date(v.date));
    if (v.from) j.field("from", print_date(*v.from));
    if (v.until) j.field("until", print_date(*v.until));
  }

  void exception(const ExceptionSeen& e) {
    constexpr const char* kOutcomes[] = {"taken", "condition_false", "overridden", "parent_not_taken", "failed"};
    const DeclarationName& name = names_.exceptions[e.name];
    j.field("id", name.step);
    labels(name.labels);
    j.field("outcome", kOutcomes[static_cast<std::size_t>(e.outcome)]);
    if (!e.overridden_by.empty()) j.field("overridden_by", e.overridden_by);
    condition(e.reason);
    if (e.value) shown("value", *e.value);
    citations(name.cites);
  }

  void slice(const SliceSeen& s) {
    j.field("id", names_.declarations[s.name].step);
    shown("amount", s.amount);
    if (s.deductible) shown("deductible", *s.deductible);
    if (s.after) shown("after", *s.after);
    if (s.until_pays) shown("until_pays", *s.until_pays);
    list("bands", s.bands, [&](const BandSeen& b) {
      number("from", b.from, s.type);
      number("until", b.until, s.type);
      shown("rate", b.rate);
      number("handled", b.handled, s.type);
      number("paid", b.paid, s.type);
    });
    number("paid", s.paid, s.type);
    number("handled", s.handled, s.type);
    number("left", s.left, s.type);
    declared(s.name);
  }

  void loop(const LoopSeen& l) {
    constexpr const char* kKinds[] = {"sum", "count", "any", "all", "first", "min", "max", "list"};
    j.field("kind", kKinds[static_cast<std::size_t>(l.kind)]);
    j.field("list", l.list);
    shown("value", l.value);
    list("parts", l.parts, [&](const LoopSeen::Part& part) {
      j.field("item", part.item);
      shown("value", part.value);
    });
    if (l.skipped > 0) count("left_out", l.skipped);
    if (l.folded > 0) count("folded", l.folded);
  }

  const Program& p_;
  const ProgramNames& names_;
  const DeclarationName* rule_ = nullptr;  // of the step at hand
};

}  // namespace

auto explanation_json(const Explanation& explanation, const Program& program, const ProgramNames& names,
                      const JsonOptions& options) -> std::string {
  return ExplanationPrinter(program, names, options.show_personal).print(explanation);
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
