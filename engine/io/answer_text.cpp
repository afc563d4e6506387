#include "engine/io/answer_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/io/answer_rows.h"
#include "engine/text/utf8.h"
#include "engine/value/date.h"
#include "engine/value/print.h"

namespace remit {
namespace {

constexpr std::size_t kMostElements = 100;  // of a list that are told; JSON gives all

class AnswerText {
 public:
  AnswerText(const Program& program, const ProgramNames& names, std::string_view language, bool show_personal)
      : program_(program), names_(names), language_(language), show_personal_(show_personal) {}

  auto write(const Answer& answer) -> std::string {
    heading(answer);
    results(answer);
    requirements(answer);
    for (const DocumentsVerdict& verdict : answer.documents) documents(verdict);
    assumptions(answer);
    postings(answer);
    sources(answer);
    return std::move(text_);
  }

 private:
  struct Row {
    std::string label, value;
  };

  [[nodiscard]] auto chinese() const -> bool { return language_ == "zh"; }
  auto pick(const char* en, const char* zh) const -> std::string { return chinese() ? zh : en; }
  auto colon() const -> std::string { return pick(": ", "："); }
  auto label(const Labels& labels, const std::string& name) const -> std::string {
    return label_in(labels, language_, name);
  }

  void line(std::size_t depth, const std::string& text) { text_ += std::string(depth * 2, ' ') + text + "\n"; }
  void section(const char* en, const char* zh) { text_ += "\n" + pick(en, zh) + "\n"; }

  // Labels on the left, values where all of them fit.
  void rows(const std::vector<Row>& all, std::size_t depth) {
    std::size_t widest = 0;
    for (const Row& row : all) widest = std::max<std::size_t>(widest, columns(row.label));
    for (const Row& row : all) line(depth, row.label + std::string(widest - columns(row.label) + 2, ' ') + row.value);
  }

  void heading(const Answer& answer) {
    text_ = label(names_.policy_labels, names_.policy) + pick(" (", "（") + names_.policy +
            pick(", version of ", "，版本 ") + names_.policy_version + pick(") / ", "）／") +
            label(names_.service_labels, names_.service) + pick(", ", "，") + print_date(answer.date) + "\n";
  }

  // ── results ──

  void results(const Answer& answer) {
    text_ += "\n";
    if (answer.blocked)
      return line(1, pick("Blocked: no amounts; the reason is below.", "已拒付：不计算金额，原因见下。"));
    std::vector<Row> pending;  // values of one line each, which stand in columns
    for (const AnswerRows& result :
         rows_of(answer, program_, {.language = std::string(language_), .show_personal = show_personal_})) {
      if (!result.is_table) {
        pending.push_back({result.label, result.cells.front().front()});
        continue;
      }
      rows(pending, 1);
      pending.clear();
      line(1, result.label);
      table(result.cells);
    }
    rows(pending, 1);
  }

  void table(const std::vector<std::vector<std::string>>& grid) {
    std::vector<std::size_t> widths(grid.front().size());
    const std::size_t shown = std::min(grid.size(), kMostElements + 1);
    for (std::size_t row = 0; row < shown; ++row) {
      for (std::size_t i = 0; i < widths.size(); ++i)
        widths[i] = std::max<std::size_t>(widths[i], columns(grid[row][i]));
    }
    for (std::size_t row = 0; row < shown; ++row) {
      std::string text;
      for (std::size_t i = 0; i < widths.size(); ++i) {
        text += grid[row][i];
        if (i + 1 < widths.size()) text += std::string(widths[i] - columns(grid[row][i]) + 2, ' ');
      }
      line(2, text);
    }
    if (grid.size() > shown)
      line(2, pick("… and ", "…… 另有 ") + std::to_string(grid.size() - shown) + pick(" more", " 项"));
  }

  // ── verdicts ──

  void requirements(const Answer& answer) {
    if (answer.requirements.empty()) return;
    section("Requirements", "条件");
    for (const RequirementVerdict& verdict : answer.requirements) {
      const Requirement& requirement = program_.requirements[verdict.requirement];
      const DeclarationName& name = names_.requirements[requirement.name];
      const std::string which = verdict.item ? " [" + std::to_string(*verdict.item + 1) + "]" : "";
      const std::string title = label(name.labels, name.name) + which;
      if (!verdict.applies) {
        line(1, "– " + title + pick(" (does not apply)", "（不适用）"));
      } else if (verdict.met) {
        line(1, "✓ " + title);
      } else {
        line(1, "✗ " + title + colon() + label(names_.messages[requirement.name], severity(requirement.severity)) +
                    " " + pick("[", "【") + severity(requirement.severity) + pick("]", "】"));
        if (const Labels& advice = names_.advice[requirement.name]; !advice.empty()) line(2, "→ " + label(advice, ""));
      }
    }
  }
  auto severity(Severity severity) const -> std::string {
    switch (severity) {
      case Severity::blocks: return pick("blocks", "拒付");
      case Severity::pends: return pick("pends", "待补");
      case Severity::reduces: return pick("reduces", "降低待遇");
      case Severity::warns: return pick("warns", "提示");
    }
    return "";
  }

  void documents(const DocumentsVerdict& verdict) {
    if (!verdict.applies) return;
    const DeclarationName& name = names_.documents[program_.documents[verdict.documents].name];
    text_ += "\n" + pick("Papers: ", "材料：") + label(name.labels, name.name) + "\n";
    for (const PaperVerdict& paper : verdict.papers) {
      const char* const mark = paper.given ? "✓ " : paper.required ? "✗ " : "– ";
      line(1, mark + title_of(paper) + (paper.required ? "" : pick(" (not required)", "（无需提供）")));
    }
  }
  auto title_of(const PaperVerdict& paper) const -> std::string {
    if (!paper.name.empty()) {
      const auto found = std::ranges::find(names_.papers, paper.name, &DeclarationName::name);
      return found == names_.papers.end() ? paper.name : label(found->labels, paper.name);
    }
    std::string text;
    for (const PaperVerdict& one : paper.one_of) text += (text.empty() ? "" : pick(" or ", "或")) + title_of(one);
    return text;
  }

  // ── remarks ──

  void assumptions(const Answer& answer) {
    std::vector<std::string> all;
    const auto add = [&](const DeclarationName& name) {
      for (const Labels& text : name.assumptions) all.push_back(label(text, "") + " (" + name.name + ")");
      for (const Labels& text : name.unexpressed)
        all.push_back(pick("not expressed: ", "未表达：") + label(text, "") + " (" + name.name + ")");
    };
    for (const std::uint32_t rule : answer.assumptions) add(names_.rules[program_.rules[rule].name]);
    for (const std::uint32_t declaration : answer.noted) add(names_.declarations[declaration]);
    if (all.empty()) return;
    section("Depends on", "所依理解");
    for (const std::string& one : all) line(1, one);
  }

  void postings(const Answer& answer) {
    std::vector<Row> all;
    for (const Posting& posting : answer.postings) {
      if (posting.amount.tag() == Value::Tag::number && posting.amount.as_number().is_zero())
        continue;  // moves nothing
      const Memory& memory = program_.at(posting.memory);
      const DeclarationName& name = names_.memories[memory.name];
      std::string text = label(name.labels, name.name);
      if (!posting.pot.empty()) text += pick(", ", "，") + posting.pot;
      all.push_back({text, movement(posting, memory)});
    }
    if (all.empty()) return;
    section("Booked", "入账");
    rows(all, 1);
  }
  auto movement(const Posting& posting, const Memory& memory) const -> std::string {
    const auto shown = [&](const Value& value, const Type& type) {
      return print_value(value, type, program_.types, language_);
    };
    switch (memory.kind) {
      case Memory::Kind::spell:
        return shown(posting.start, {.kind = TypeKind::date}) + " – " + shown(posting.end, {.kind = TypeKind::date});
      case Memory::Kind::history: return pick("one row", "一行");
      default: break;
    }
    const std::string amount = shown(posting.amount, memory.type);
    return posting.after.is_absent() ? amount : amount + pick(", then ", "，之后 ") + shown(posting.after, memory.type);
  }

  // Of what is given and required, and of the tables, bands and catalogs that took part: each document with its
  // articles.
  void sources(const Answer& answer) {
    std::vector<std::pair<std::string, std::vector<std::string>>> all;
    const auto add = [&](const DeclarationName& name) {
      for (const CitationName& cite : name.cites) {
        auto document = std::ranges::find(all, cite.document, &std::pair<std::string, std::vector<std::string>>::first);
        if (document == all.end()) document = all.insert(all.end(), {cite.document, {}});
        const bool told =
            cite.section.empty() || std::ranges::find(document->second, cite.section) != document->second.end();
        if (!told) document->second.push_back(cite.section);
      }
    };
    for (const Output& output : program_.outputs) {
      const auto rule = std::ranges::find(names_.rules, output.name, &DeclarationName::name);
      if (rule != names_.rules.end()) add(*rule);
    }
    for (const RequirementVerdict& verdict : answer.requirements) {
      if (verdict.applies) add(names_.requirements[program_.requirements[verdict.requirement].name]);
    }
    for (const std::uint32_t declaration : answer.noted) add(names_.declarations[declaration]);
    if (all.empty()) return;
    section("Sources", "依据");
    for (const auto& [document, sections] : all) {
      std::string text = document;
      for (const std::string& one : sections) text += " " + one;
      line(1, text);
    }
  }

  const Program& program_;
  const ProgramNames& names_;
  std::string_view language_;
  bool show_personal_;
  std::string text_;
};

}  // namespace

auto answer_text(const Answer& answer, const Program& program, const ProgramNames& names, std::string_view language,
                 bool show_personal) -> std::string {
  return AnswerText(program, names, language, show_personal).write(answer);
}

}  // namespace remit
