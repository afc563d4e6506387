#include "engine/evaluate/explain_text.h"

#include <algorithm>

#include "engine/evaluate/errors.h"
#include "engine/evaluate/explain_words.h"
#include "engine/number/rounding.h"
#include "engine/value/date.h"
#include "engine/value/print.h"

namespace remit {
namespace {

constexpr std::ptrdiff_t kMostItemResults = 12;  // of elements that are told in full
constexpr std::size_t kMostParts = 8;            // contributions to a sum that stand on its line

auto rounding_in(Rounding mode, std::string_view language) -> std::string {
  if (language != "zh") return std::string(rounding_name(mode));
  switch (mode) {
    case Rounding::half_up: return "四舍五入";
    case Rounding::half_even: return "四舍六入五成双";
    case Rounding::half_down: return "五舍六入";
    case Rounding::down: return "去尾";
    case Rounding::up: return "进一";
    case Rounding::ceiling: return "向上取整";
    case Rounding::floor: return "向下取整";
  }
  return {};  // not reached: the switch is exhaustive
}

// Words and values in one language.
class Wording {
 public:
  Wording(const Program& program, const TextOptions& options) : p_(program), options_(options) {}

  auto pick(const char* en, const char* zh) const -> std::string { return options_.language == "zh" ? zh : en; }
  auto colon() const -> std::string { return pick(": ", "："); }
  auto label(const Labels& labels, const std::string& name) const -> std::string {
    return label_in(labels, options_.language, name);
  }
  // "统筹基金支付 pooled": the label, then the name where it says more.
  auto title(const Labels& labels, const std::string& name) const -> std::string {
    const std::string text = label(labels, name);
    return text == name ? name : text + " (" + name + ")";
  }
  auto value(const ShownValue& shown) const -> std::string {
    if (shown.masked && !options_.show_personal && !shown.value.is_absent()) return "***";
    return print_value(shown.value, shown.type, p_.types, options_.language);
  }
  // A ratio that does not end is cut after four places, which the dots say; JSON gives it exactly.
  auto readable(const ShownValue& shown) const -> std::string {
    if (shown.value.tag() != Value::Tag::number || !shown.value.as_number().is_ratio()) return value(shown);
    const Number cut = shown.value.as_number().round_to(Number::decimal(1, 4), Rounding::down);
    const std::string unit =
        shown.type.kind == TypeKind::money ? " " + p_.types.at(CurrencyId{shown.type.id}).name : "";
    return cut.to_fixed(4) + "…" + unit;
  }
  auto amount(const Number& number, const Type& type) const -> std::string {
    return readable({.value = number, .type = type});
  }
  auto condition(const ConditionSeen& seen) const -> std::string {
    std::string text = "`" + seen.text + "`";
    for (std::size_t i = 0; i < seen.values.size(); ++i) {
      text += i == 0 ? pick(" (", "（") : pick(", ", "，");
      text += seen.values[i].name + " = " + value(seen.values[i].value);
    }
    return seen.values.empty() ? text : text + pick(")", "）");
  }

 private:
  const Program& p_;
  const TextOptions& options_;
};

// The lines below the heading of one step.
class Details {
 public:
  Details(const Explanation& x, const Program& program, const ProgramNames& names, const ExplanationWords& words,
          const Wording& w, std::vector<std::string>& lines)
      : x_(x), p_(program), names_(names), words_(words), w_(w), lines_(lines) {}

  void write(const Step& step) {
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
    add(w_.pick("rounded", "取整"), w_.readable(words_.shown(r.before)) + " → " + value(r.after) + w_.pick(", ", "，") +
                                        rounding_in(rule.mode, w_.pick("en", "zh")) + w_.pick(" to ", " 到 ") +
                                        rule.step.to_string());
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
  std::vector<std::string>& lines_;
};

// Steps are indented below those that read them. A step stands in full once; later it is only named. An explicit stack
// instead of recursion: chains of rules may be of any length.
class Tree {
 public:
  Tree(const Explanation& explanation, const Program& program, const ProgramNames& names, const TextOptions& options)
      : x_(explanation),
        p_(program),
        names_(names),
        options_(options),
        words_(explanation, program, names),
        w_(program, options),
        told_(explanation.steps.size()) {}

  auto text() -> std::string {
    out_ = w_.title(names_.policy_labels, names_.policy) + " / " + w_.title(names_.service_labels, names_.service) +
           ", " + print_date(x_.date) + "\n";
    for (const ExplainedRequirement& r : x_.requirements) requirement(r);
    const auto of_element = [](const ExplainedResult& result) { return result.within.has_value(); };
    const bool fold = std::ranges::count_if(x_.results, of_element) > kMostItemResults;
    for (const ExplainedResult& result : x_.results) {
      if (fold && of_element(result))
        add_item_result(result);
      else
        add_result(result);
    }
    for (const CaseError& error : x_.errors) {
      out_ += "\n" + w_.pick("error ", "错误 ") + error.code + w_.colon() + error_message(error, options_.language) +
              "\n  " + error.step + "  " + error.place + "\n";
    }
    return out_;
  }

 private:
  struct Open {
    std::uint32_t step;
    std::string indent;  // of the lines below its heading
    bool last;
    std::uint32_t level;
    std::uint32_t folded = 0;  // not a step: so many that are not told
  };

  void requirement(const ExplainedRequirement& r) {
    const DeclarationName& name = words_.name(r);
    const std::string title = w_.title(name.labels, name.name) + words_.item(r);
    out_ += "\n";
    if (!r.applies)
      out_ += title + w_.pick(": does not apply\n", "：不适用\n");
    else
      out_ += title + (r.met ? w_.pick(": met, ", "：满足，") : w_.pick(": not met, not ", "：未满足，不满足 ")) +
              w_.condition(words_.condition(r.reason)) + "\n";
  }

  // The results of an element stand on one line; `why` tells how one of them came about.
  void add_item_result(const ExplainedResult& result) {
    if (element_ != result.within)
      out_ += "\n" + words_.element(*result.within) + w_.colon();
    else
      out_ += w_.pick(", ", "，");
    element_ = result.within;
    out_ += result.output->name + " = " + w_.value(words_.value(result));
  }

  void add_result(const ExplainedResult& result) {
    if (element_) out_ += "\n";
    element_.reset();
    const auto steps = result.steps.of(x_.reads);
    const bool is_a_rule = steps.size() == 1 && x_.steps[steps.front()].value == result.value.value;
    const bool by_rule = is_a_rule && words_.labels(result).empty();
    const Labels& labels = by_rule ? words_.name(x_.steps[steps.front()]).labels : words_.labels(result);
    out_ += "\n" + w_.title(labels, words_.name(result)) + " = " + w_.value(words_.value(result));
    std::vector<Open> open;
    if (is_a_rule) {
      body({.step = steps.front(), .indent = "", .last = true, .level = 0}, "", open);
    } else {
      out_ += "\n";
      push(steps, "", 0, open);
    }
    while (!open.empty()) {
      const Open next = open.back();
      open.pop_back();
      write(next, open);
    }
  }

  // The steps in order, the first on top; the items of a long list folded.
  void push(std::span<const std::uint32_t> steps, const std::string& indent, std::uint32_t level,
            std::vector<Open>& open) {
    std::vector<Open> rows;
    const auto is_item = [&](std::uint32_t step) { return x_.steps[step].item.has_value(); };
    // Of a long list the contributions stand on the line of the sum; an element's own steps are told where it is asked
    // for.
    const bool fold = std::ranges::count_if(steps, is_item) > static_cast<std::ptrdiff_t>(options_.items);
    std::uint32_t folded = 0;
    for (const std::uint32_t step : steps) {
      if (fold && is_item(step))
        ++folded;
      else
        rows.push_back({.step = step, .indent = indent, .last = false, .level = level});
    }
    if (folded > 0) rows.push_back({.step = 0, .indent = indent, .last = false, .level = level, .folded = folded});
    if (!rows.empty()) rows.back().last = true;
    open.insert(open.end(), rows.rbegin(), rows.rend());
  }

  void write(const Open& row, std::vector<Open>& open) {
    out_ += row.indent + (row.last ? "└─ " : "├─ ");
    if (row.folded > 0) {
      out_ += "… " + std::to_string(row.folded) +
              w_.pick(" items of the list, each with steps of its own\n", " 项明细，各有其步骤\n");
      return;
    }
    const Step& step = x_.steps[row.step];
    const DeclarationName& name = words_.name(step);
    const ShownValue value = words_.value(step);
    const bool tells_itself = !step.slices.empty() && value.type.kind == TypeKind::record;
    out_ += w_.title(name.labels, name.name) + words_.item(step) + (tells_itself ? "" : " = " + w_.readable(value));
    body(row, row.indent + (row.last ? "   " : "│  "), open);
  }

  // The rest of the heading, and the lines below it.
  void body(const Open& row, const std::string& below, std::vector<Open>& open) {
    const Step& step = x_.steps[row.step];
    if (told_[row.step]) {
      out_ += w_.pick("  (see above)\n", "（见上）\n");
      return;
    }
    told_[row.step] = true;
    out_ += "  [" + words_.id(step) + "]\n";
    const bool leads_on = !step.reads.empty() && row.level + 1 < options_.levels;
    std::vector<std::string> lines;
    Details(x_, p_, names_, words_, w_, lines).write(step);
    if (!step.reads.empty() && !leads_on) lines.push_back(w_.pick("… and what it reads", "……及其所依据的步骤"));
    for (const std::string& line : lines) out_ += below + (leads_on ? "│ " : "  ") + line + "\n";
    if (leads_on) push(step.reads.of(x_.reads), below, row.level + 1, open);
  }

  std::optional<std::uint32_t> element_;  // whose results are on the line at hand
  const Explanation& x_;
  const Program& p_;
  const ProgramNames& names_;
  const TextOptions& options_;
  const ExplanationWords words_;
  Wording w_;
  std::vector<bool> told_;
  std::string out_;
};

}  // namespace

auto explanation_text(const Explanation& explanation, const Program& program, const ProgramNames& names,
                      const TextOptions& options) -> std::string {
  return Tree(explanation, program, names, options).text();
}

auto why_not_text(const std::vector<WhyNot>& answers, const Program& program, const TextOptions& options)
    -> std::string {
  const Wording w(program, options);
  std::string all;
  for (const WhyNot& a : answers) {
    all += w.title(a.labels, a.name) + "  [" + a.id + "]\n  ";
    switch (a.outcome) {
      case WhyNot::Outcome::holds: all += w.pick("it holds: ", "成立：") + w.condition(a.reason); break;
      case WhyNot::Outcome::condition_false: all += w.pick("not ", "不满足 ") + w.condition(a.reason); break;
      case WhyNot::Outcome::overridden:
        all += w.pick("it holds, but gives way to ", "成立，但让位于 ") + a.other;
        break;
      case WhyNot::Outcome::parent_not_taken:
        all += w.pick("it belongs to an exception that does not apply: ", "其上级例外不适用：") + a.other;
        break;
      case WhyNot::Outcome::does_not_apply:
        all += w.pick("it does not apply: not ", "不适用：不满足 ") + w.condition(a.reason);
        break;
      case WhyNot::Outcome::taken:
        all +=
            w.pick("it was taken: ", "已采用：") + w.condition(a.reason) + (a.value ? " → " + w.value(*a.value) : "");
        break;
      case WhyNot::Outcome::refined:
        all += w.pick("it holds, but an exception of it was taken: ", "成立，但采用了其下级例外：") + a.other;
        break;
      case WhyNot::Outcome::failed: all += w.pick("its condition could not be evaluated", "条件无法求值"); break;
    }
    all += "\n";
  }
  return all;
}

}  // namespace remit
