#include "engine/evaluate/explain_text.h"

#include <algorithm>

#include "engine/evaluate/errors.h"
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
  Details(const ProgramNames& names, const Wording& w, std::vector<std::string>& lines)
      : names_(names), w_(w), lines_(lines) {}

  void write(const Step& step) {
    const DeclarationName& name = names_.rules[step.name];
    rule_ = &name;
    sources(name);
    if (!name.formula.empty()) add(w_.pick("rule", "规则"), name.formula);
    if (step.assumed) add(w_.pick("assumed", "假定"), w_.pick("pinned by whoever asks", "由提问者给定"));
    for (const NamedValue& input : step.inputs)
      add(w_.pick("input", "输入"), input.name + " = " + w_.value(input.value));
    for (const VersionUsed& v : step.versions) version(v);
    for (const TableSeen& t : step.tables) table(t);
    for (const LookUpSeen& l : step.look_ups) look_up(l);
    for (const MemorySeen& m : step.memories) memory(m);
    for (const ExceptionSeen& e : step.exceptions) exception(e);
    for (const SliceSeen& s : step.slices) slice(s);
    for (const LoopSeen& l : step.loops) loop(l);
    for (const PayerSeen& p : step.payers) {
      add(w_.pick("pays", "支付"),
          w_.value(p.amount) + w_.pick(" of ", "，余额 ") + w_.value(p.left_before) + w_.pick(" left", ""));
    }
    for (const RoundingDone& r : step.roundings) rounding(r);
    remarks(name);
  }

 private:
  void add(const std::string& word, const std::string& text) { lines_.push_back(word + w_.colon() + text); }

  auto declared(std::uint32_t name) const -> std::string {
    return w_.title(names_.declarations[name].labels, names_.declarations[name].name);
  }

  static auto citation(const CitationName& c) -> std::string {
    std::string text = c.document + (c.section.empty() ? "" : " " + c.section);
    if (!c.issued.empty()) text += " (" + c.issued + ")";
    return c.quote.empty() ? text : text + " “" + c.quote + "”";
  }

  void version(const VersionUsed& v) {
    if (!v.from && !v.until) return;
    const std::string from = v.from ? print_date(*v.from) : "…";
    const std::string until = v.until ? print_date(*v.until) : "…";
    add(w_.pick("version", "版本"),
        declared(v.name) + " " + from + " .. " + until + w_.pick(", on ", "，适用日期 ") + print_date(v.date));
  }

  void table(const TableSeen& t) {
    std::string keys;
    for (const NamedValue& key : t.keys)
      keys += (keys.empty() ? "" : w_.pick(", ", "，")) + key.name + " = " + w_.value(key.value);
    std::string rows;
    for (const std::uint32_t row : t.rows) rows += (rows.empty() ? "" : ", ") + std::to_string(row);
    add(w_.pick("table", "表"), declared(t.name) + w_.pick(", row ", "，第 ") + rows + w_.pick(": ", " 行：") + keys);
    notes(t.name);
  }

  auto keys(const std::vector<ShownValue>& all) const -> std::string {
    std::string text;
    for (const ShownValue& key : all) text += (text.empty() ? "" : ", ") + w_.value(key);
    return "[" + text + "]";
  }
  void look_up(const LookUpSeen& l) {
    add(w_.pick("catalog", "目录"),
        declared(l.name) + keys(l.keys) + (l.found ? "" : w_.pick(" is not listed", " 未列入")));
    notes(l.name);
  }
  void memory(const MemorySeen& m) {
    const DeclarationName& name = names_.memories[m.name];
    add(m.after_case ? w_.pick("with this case", "计入本次") : w_.pick("before this case", "本次之前"),
        w_.title(name.labels, name.name) + keys(m.keys) + " = " + w_.value(m.value));
  }

  void exception(const ExceptionSeen& e) {
    const DeclarationName& name = names_.exceptions[e.name];
    const std::string title = w_.title(name.labels, name.name);
    const std::string word = w_.pick("exception", "例外");
    switch (e.outcome) {
      case ExceptionSeen::Outcome::taken:
        add(word, title + w_.pick(" applies: ", " 适用：") + w_.condition(e.reason) +
                      (e.value ? " → " + w_.value(*e.value) : ""));
        return sources(name);
      case ExceptionSeen::Outcome::condition_false:
        return add(word, title + w_.pick(" does not apply: not ", " 不适用：不满足 ") + w_.condition(e.reason));
      case ExceptionSeen::Outcome::overridden:
        return add(word, title + w_.pick(" gives way to ", " 让位于 ") + e.overridden_by);
      case ExceptionSeen::Outcome::parent_not_taken:
        return add(word, title + w_.pick(" is not considered: it belongs to one that does not apply",
                                         " 不予考虑：其上级例外不适用"));
      case ExceptionSeen::Outcome::failed:
        return add(word, title + w_.pick(": its condition could not be evaluated", "：条件无法求值"));
    }
  }

  void slice(const SliceSeen& s) {
    std::string text = declared(s.name) + w_.pick(" of ", "，金额 ") + w_.value(s.amount);
    const auto part = [&](const std::optional<ShownValue>& value, const char* en, const char* zh) {
      if (value) text += w_.pick(en, zh) + w_.value(*value);
    };
    part(s.deductible, ", deductible ", "，起付 ");
    part(s.after, ", after ", "，此前累计 ");
    part(s.until_pays, ", until it pays ", "，最多支付 ");
    add(w_.pick("bands", "分段"), text);
    for (const BandSeen& b : s.bands) {
      lines_.push_back("    " + w_.amount(b.from, s.type) + " .. " + w_.amount(b.until, s.type) + w_.colon() +
                       w_.amount(b.handled, s.type) + " × " + w_.value(b.rate) + " = " + w_.amount(b.paid, s.type));
    }
    lines_.push_back("    " + w_.pick("paid ", "支付 ") + w_.amount(s.paid, s.type) + w_.pick(", handled ", "，处理 ") +
                     w_.amount(s.handled, s.type) + w_.pick(", left ", "，剩余 ") + w_.amount(s.left, s.type));
    notes(s.name);
  }

  void loop(const LoopSeen& l) {
    constexpr const char* kEn[] = {"sum", "count", "any", "all", "first", "least", "greatest", "list"};
    constexpr const char* kZh[] = {"合计", "计数", "任一", "全部", "首个", "最小", "最大", "列表"};
    const auto kind = static_cast<std::size_t>(l.kind);
    // What contributes nothing to a sum is only counted.
    const auto counts = [&](const auto& part) {
      const Value& value = part.value.value;
      return l.kind != Loop::Kind::sum || value.tag() != Value::Tag::number || !value.as_number().is_zero();
    };
    std::string parts;
    std::size_t told = 0;
    std::size_t zeros = 0;
    for (const auto& part : l.parts) {
      if (!counts(part))
        ++zeros;
      else if (told++ < kMostParts)
        parts += (parts.empty() ? "" : ", ") + part.item + " " + w_.value(part.value);
    }
    const std::size_t more = l.folded + told - std::min(told, kMostParts);
    if (more > 0) parts += w_.pick(", … and ", "，……另 ") + std::to_string(more) + w_.pick(" more", " 项");
    if (zeros > 0) parts += w_.pick("; nothing from ", "；为零 ") + std::to_string(zeros);
    if (l.skipped > 0) parts += w_.pick("; left out: ", "；不计 ") + std::to_string(l.skipped);
    add(w_.pick(kEn[kind], kZh[kind]), l.list + " = " + w_.value(l.value) + (parts.empty() ? "" : "  ← " + parts));
  }

  void rounding(const RoundingDone& r) {
    if (r.before.value == r.after.value) return;  // JSON tells of it all the same
    add(w_.pick("rounded", "取整"), w_.readable(r.before) + " → " + w_.value(r.after) + w_.pick(", ", "，") +
                                        rounding_in(r.mode, w_.pick("en", "zh")) + w_.pick(" to ", " 到 ") +
                                        r.step.to_string());
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

  const ProgramNames& names_;
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
        w_(program, options),
        told_(explanation.steps.size()) {}

  auto text() -> std::string {
    out_ = w_.title(names_.policy_labels, names_.policy) + " / " + w_.title(names_.service_labels, names_.service) +
           ", " + print_date(x_.date) + "\n";
    for (const ExplainedRequirement& r : x_.requirements) requirement(r);
    const bool fold =
        std::ranges::count_if(x_.results, [](const ExplainedResult& r) { return is_of_item(r); }) > kMostItemResults;
    for (const ExplainedResult& result : x_.results) {
      if (fold && is_of_item(result))
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
    const Requirement& requirement = p_.requirements[r.requirement];
    const DeclarationName& name = names_.requirements[requirement.name];
    const std::string title = w_.title(name.labels, name.name) + r.item;
    out_ += "\n";
    if (!r.applies)
      out_ += title + w_.pick(": does not apply\n", "：不适用\n");
    else if (r.met)
      out_ += title + w_.pick(": met, ", "：满足，") + w_.condition(r.reason) + "\n";
    else
      out_ += title + w_.pick(": not met, not ", "：未满足，不满足 ") + w_.condition(r.reason) + "\n";
  }

  // "claim.items[3].in_scope"
  static bool is_of_item(const ExplainedResult& result) { return result.name.find("].") != std::string::npos; }

  // The results of an element stand on one line; `why` tells how one of them came about.
  void add_item_result(const ExplainedResult& result) {
    const std::size_t split = result.name.rfind("].") + 1;
    const std::string item = result.name.substr(0, split);
    if (item != item_)
      out_ += "\n" + item + w_.colon();
    else
      out_ += w_.pick(", ", "，");
    item_ = item;
    out_ += result.name.substr(split + 1) + " = " + w_.value(result.value);
  }

  void add_result(const ExplainedResult& result) {
    if (!item_.empty()) out_ += "\n";
    item_.clear();
    const bool is_a_rule = result.steps.size() == 1 && x_.steps[result.steps.front()].value.value == result.value.value;
    const bool by_rule = is_a_rule && result.labels.empty();
    const Labels& labels = by_rule ? names_.rules[x_.steps[result.steps.front()].name].labels : result.labels;
    out_ += "\n" + w_.title(labels, result.name) + " = " + w_.value(result.value);
    std::vector<Open> open;
    if (is_a_rule) {
      body({.step = result.steps.front(), .indent = "", .last = true, .level = 0}, "", open);
    } else {
      out_ += "\n";
      push(result.steps, "", 0, open);
    }
    while (!open.empty()) {
      const Open next = open.back();
      open.pop_back();
      write(next, open);
    }
  }

  // The steps in order, the first on top; the items of a long list folded.
  void push(const std::vector<std::uint32_t>& steps, const std::string& indent, std::uint32_t level,
            std::vector<Open>& open) {
    std::vector<Open> rows;
    const auto is_item = [&](std::uint32_t step) { return !x_.steps[step].item.empty(); };
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
    const DeclarationName& name = names_.rules[step.name];
    const bool tells_itself = !step.slices.empty() && step.value.type.kind == TypeKind::record;
    out_ += w_.title(name.labels, name.name) + step.item + (tells_itself ? "" : " = " + w_.readable(step.value));
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
    out_ += "  [" + step.id + "]\n";
    const bool leads_on = !step.reads.empty() && row.level + 1 < options_.levels;
    std::vector<std::string> lines;
    Details(names_, w_, lines).write(step);
    if (!step.reads.empty() && !leads_on) lines.push_back(w_.pick("… and what it reads", "……及其所依据的步骤"));
    for (const std::string& line : lines) out_ += below + (leads_on ? "│ " : "  ") + line + "\n";
    if (leads_on) push(step.reads, below, row.level + 1, open);
  }

  std::string item_;  // the element whose results are on the line at hand
  const Explanation& x_;
  const Program& p_;
  const ProgramNames& names_;
  const TextOptions& options_;
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
