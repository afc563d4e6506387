#include "engine/evaluate/explain_lines.h"

#include <algorithm>
#include <utility>

#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kMostParts = 8;  // contributions to a sum that stand on its line

class Details {
 public:
  Details(const Explanation& x, const Program& program, const ProgramNames& names, const ExplanationWords& words,
          const Wording& w)
      : x_(x), p_(program), names_(names), words_(words), w_(w) {}

  auto lines(const Step& step) -> std::vector<std::string> {
    const DeclarationName& name = words_.name(step);
    rule_ = &name;
    sources(name);
    if (!name.formula.empty()) add(w_.pick("rule", "规则"), name.formula);
    if (step.assumed) add(w_.pick("assumed", "假定"), w_.pick("pinned by whoever asks", "由提问者给定"));
    for (const InputSeen& i : step.inputs.of(x_.inputs)) add(w_.pick("input", "输入"), named(words_.input(i)));
    for (const VersionUsed& v : step.versions.of(x_.versions)) version(v);
    for (const TableSeen& t : step.tables.of(x_.tables)) table(t);
    for (const LookUpSeen& l : step.look_ups.of(x_.look_ups)) look_up(l);
    for (const MemorySeen& m : step.memories.of(x_.memories)) memory(m);
    for (const ExceptionSeen& e : step.exceptions.of(x_.exceptions)) exception(e);
    for (const SliceSeen& t : step.slices.of(x_.slices)) slice(t);
    for (const LoopSeen& l : step.loops.of(x_.loops)) loop(l);
    for (const PayerSeen& p : step.payers.of(x_.payers)) {
      add(w_.pick("pays", "支付"),
          value(p.amount) + w_.pick(" of ", "，余额 ") + value(p.left_before) + w_.pick(" left", ""));
    }
    for (const RoundingDone& done : step.roundings.of(x_.roundings)) rounding(done);
    remarks(name);
    return std::move(lines_);
  }

 private:
  void add(const std::string& word, const std::string& text) { lines_.push_back(word + w_.colon() + text); }
  auto value(const SeenValue& seen) const -> std::string { return w_.value(words_.shown(seen)); }
  auto named(const NamedValue& value) const -> std::string { return value.name + " = " + w_.value(value.value); }
  auto condition(const DecidingPart& part) const -> std::string { return w_.condition(words_.condition(part)); }

  auto declared(std::uint32_t name) const -> std::string {
    return w_.title(names_.declarations[name].labels, names_.declarations[name].name);
  }

  static auto citation(const CitationName& c) -> std::string {
    std::string text = c.document + (c.section.empty() ? "" : " " + c.section);
    if (!c.issued.empty()) text += " (" + c.issued + ")";
    return c.quote.empty() ? text : text + " “" + c.quote + "”";
  }

  void version(const VersionUsed& v) {
    const Timeline& timeline = p_.timelines[v.timeline];
    const auto [from, until] = timeline.versions[v.version];
    if (from == INT64_MIN && until == INT64_MAX) return;
    add(w_.pick("version", "版本"), declared(timeline.name) + " " + (from == INT64_MIN ? "…" : print_date(from)) +
                                        " .. " + (until == INT64_MAX ? "…" : print_date(until)) +
                                        w_.pick(", on ", "，适用日期 ") + print_date(v.date));
  }

  void table(const TableSeen& t) {
    const std::uint32_t declaration = p_.tables[t.table].name;
    std::string keys;
    for (const SeenValue& key : t.keys.of(x_.values))
      keys += (keys.empty() ? "" : w_.pick(", ", "，")) + named(words_.key(key));
    std::string rows;
    for (const std::uint32_t row : words_.rows(t)) rows += (rows.empty() ? "" : ", ") + std::to_string(row);
    add(w_.pick("table", "表"),
        declared(declaration) + w_.pick(", row ", "，第 ") + rows + w_.pick(": ", " 行：") + keys);
    notes(declaration);
  }

  auto keys(EntriesOf<SeenValue> all) const -> std::string {
    std::string text;
    for (const SeenValue& key : all.of(x_.values)) text += (text.empty() ? "" : ", ") + value(key);
    return "[" + text + "]";
  }
  void look_up(const LookUpSeen& l) {
    const std::uint32_t declaration = p_.catalogs[static_cast<std::size_t>(l.catalog)].name;
    add(w_.pick("catalog", "目录"),
        declared(declaration) + keys(l.keys) + (l.found ? "" : w_.pick(" is not listed", " 未列入")));
    notes(declaration);
  }
  void memory(const MemorySeen& m) {
    const Node& node = p_.at(m.value.node);
    const DeclarationName& name = names_.memories[p_.memories[node.index].name];
    add(node.op == Op::after_case ? w_.pick("with this case", "计入本次") : w_.pick("before this case", "本次之前"),
        w_.title(name.labels, name.name) + keys(m.keys) + " = " + value(m.value));
  }

  void exception(const ExceptionSeen& e) {
    const DeclarationName& name = names_.exceptions[e.name];
    const std::string title = w_.title(name.labels, name.name);
    const std::string word = w_.pick("exception", "例外");
    switch (e.outcome) {
      case ExceptionSeen::Outcome::taken:
        add(word, title + w_.pick(" applies: ", " 适用：") + condition(e.reason) +
                      (e.value.node != kNoNode ? " → " + value(e.value) : ""));
        return sources(name);
      case ExceptionSeen::Outcome::condition_false:
        return add(word, title + w_.pick(" does not apply: not ", " 不适用：不满足 ") + condition(e.reason));
      case ExceptionSeen::Outcome::overridden:
        return add(word, title + w_.pick(" gives way to ", " 让位于 ") +
                             (e.overridden_by ? names_.exceptions[*e.overridden_by].name : ""));
      case ExceptionSeen::Outcome::parent_not_taken:
        return add(word, title + w_.pick(" is not considered: it belongs to one that does not apply",
                                         " 不予考虑：其上级例外不适用"));
      case ExceptionSeen::Outcome::failed:
        return add(word, title + w_.pick(": its condition could not be evaluated", "：条件无法求值"));
    }
  }

  void slice(const SliceSeen& s) {
    const SliceUse& use = p_.slices[s.slice];
    const auto amount = [&](const Number& number) { return w_.amount(number, p_.at(use.amount).type); };
    std::string text = declared(use.name) + w_.pick(" of ", "，金额 ") + value(s.amount);
    const auto part = [&](const SeenValue& seen, const char* en, const char* zh) {
      if (seen.node != kNoNode) text += w_.pick(en, zh) + value(seen);
    };
    part(s.deductible, ", deductible ", "，起付 ");
    part(s.after, ", after ", "，此前累计 ");
    part(s.until_pays, ", until it pays ", "，最多支付 ");
    add(w_.pick("bands", "分段"), text);
    for (const SliceBand& b : s.bands.of(x_.bands)) {
      lines_.push_back("    " + amount(b.from) + " .. " + amount(b.until) + w_.colon() + amount(b.handled) + " × " +
                       w_.value(words_.rate(s, b)) + " = " + amount(b.paid));
    }
    lines_.push_back("    " + w_.pick("paid ", "支付 ") + amount(s.paid) + w_.pick(", handled ", "，处理 ") +
                     amount(s.handled) + w_.pick(", left ", "，剩余 ") + amount(s.left));
    notes(use.name);
  }

  void loop(const LoopSeen& l) {
    constexpr const char* kEn[] = {"sum", "count", "any", "all", "first", "least", "greatest", "list"};
    constexpr const char* kZh[] = {"合计", "计数", "任一", "全部", "首个", "最小", "最大", "列表"};
    const Loop::Kind kind = p_.loops[l.loop].kind;
    const auto word = static_cast<std::size_t>(kind);
    // What contributes nothing to a sum is only counted.
    const auto counts = [&](const Value& value) {
      return kind != Loop::Kind::sum || value.tag() != Value::Tag::number || !value.as_number().is_zero();
    };
    std::string parts;
    std::size_t told = 0;
    std::size_t zeros = 0;
    for (const LoopSeen::Part& part : l.parts.of(x_.parts)) {
      if (!counts(part.value))
        ++zeros;
      else if (told++ < kMostParts)
        parts += (parts.empty() ? "" : ", ") + words_.item(part) + " " + w_.value(words_.value(l, part));
    }
    const std::size_t more = l.folded + told - std::min(told, kMostParts);
    if (more > 0) parts += w_.pick(", … and ", "，……另 ") + std::to_string(more) + w_.pick(" more", " 项");
    if (zeros > 0) parts += w_.pick("; nothing from ", "；为零 ") + std::to_string(zeros);
    if (l.skipped > 0) parts += w_.pick("; left out: ", "；不计 ") + std::to_string(l.skipped);
    add(w_.pick(kEn[word], kZh[word]), words_.list(l) + " = " + value(l.value) + (parts.empty() ? "" : "  ← " + parts));
  }

  void rounding(const RoundingDone& r) {
    if (r.before.value == r.after.value) return;  // JSON tells of it all the same
    const RoundingRule& rule = p_.roundings[r.rounding];
    add(w_.pick("rounded", "取整"), w_.value(words_.shown(r.before)) + " → " + value(r.after) + w_.pick(", ", "，") +
                                        w_.rounding(rule.mode) + w_.pick(" to ", " 到 ") + rule.step.to_string());
  }

  void sources(const DeclarationName& name) {
    for (const CitationName& c : name.cites) add(w_.pick("source", "依据"), citation(c));
  }
  void remarks(const DeclarationName& name) {
    for (const Labels& text : name.assumptions) add(w_.pick("assumption", "理解"), w_.label(text, ""));
    for (const Labels& text : name.unexpressed) add(w_.pick("not expressed", "未表达"), w_.label(text, ""));
  }
  // Of a table, bands or a catalog; one that is a rule as well was told there.
  void notes(std::uint32_t declaration) {
    const DeclarationName& name = names_.declarations[declaration];
    if (name.step == rule_->step) return;
    sources(name);
    remarks(name);
  }

  const Explanation& x_;
  const Program& p_;
  const ProgramNames& names_;
  const ExplanationWords& words_;
  const DeclarationName* rule_ = nullptr;  // of the step at hand
  const Wording& w_;
  std::vector<std::string> lines_;
};

}  // namespace

auto lines_of(const Step& step, const Explanation& explanation, const Program& program, const ProgramNames& names,
              const ExplanationWords& words, const Wording& wording) -> std::vector<std::string> {
  return Details(explanation, program, names, words, wording).lines(step);
}

}  // namespace remit
