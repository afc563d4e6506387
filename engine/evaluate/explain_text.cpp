#include "engine/evaluate/explain_text.h"

#include <algorithm>
#include <span>

#include "engine/evaluate/errors.h"
#include "engine/evaluate/explain_lines.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::ptrdiff_t kMostItemResults = 12;  // of elements that are told in full

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
    out_ += w_.title(name.labels, name.name) + words_.item(step) + (tells_itself ? "" : " = " + w_.value(value));
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
    std::vector<std::string> lines = lines_of(step, x_, p_, names_, words_, w_);
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
