#include "dsl/library/describe.h"

#include <algorithm>

#include "dsl/ast/names.h"
#include "dsl/ast/words.h"
#include "dsl/flatten/versions.h"
#include "dsl/format/expression.h"
#include "dsl/parse/keywords.h"

namespace remit {
namespace {

bool holds_on(const ast::Period& period, const std::vector<ast::Period>& all, std::size_t index,
              const std::string& date) {
  if (!period.from.empty() && date < period.from) return false;
  if (!period.until.empty()) return date <= period.until;
  return index + 1 == all.size() || date < all[index + 1].from;
}

class Describer {
 public:
  Describer(const PolicyLibrary& library, const std::string& on, Language language)
      : library_(library), on_(on), language_(language), chinese_(language == Language::zh) {}

  auto print(const FlatPolicy& policy, const FlatDeclaration& flat) const -> std::string {
    const ast::Declaration& d = *flat.declaration;
    std::string text = policy.name + "/" + d.name.text + pick(": ", "：") +
                       (chinese_ ? kind_text(d, language_) : std::string(ast::kind_name(d))) + "\n";
    for (const Origin& origin : flat.origins) {
      text += how_text(origin.how, language_) + pick(" in ", "于 ") + origin.policy->name.text() + pick(", ", "，") +
              place_text(library_, origin.declaration->name.span) + "\n";
      text += indented(source_of(origin.declaration->span));
    }
    if (const std::string nothing = not_in_force(policy, d); !nothing.empty()) return text + nothing;
    if (const auto* value = std::get_if<ast::ValueDecl>(&d.body)) text += values(*value);
    if (const auto* rule = std::get_if<ast::Rule>(&d.body)) text += rules(*rule);
    return text;
  }

 private:
  auto pick(const char* en, const char* zh) const -> std::string { return chinese_ ? zh : en; }
  auto word(parse::Token token) const -> std::string { return std::string(parse::spelling(token, chinese_)); }
  auto begin_in_force() const -> std::string {
    if (on_.empty()) return pick("in force:\n", "施行中：\n");
    return pick("in force on ", "施行于 ") + on_ + pick(":\n", "：\n");
  }

  // On a day on which nothing of it holds: which days there are.
  auto not_in_force(const FlatPolicy& policy, const ast::Declaration& d) const -> std::string {
    if (on_.empty()) return "";
    if (!holds_on(policy.in_force, {policy.in_force}, 0, on_))
      return pick("the policy is not in force on ", "该政策未施行于 ") + on_ + pick(": it is ", "；施行期为 ") +
             heading(policy.in_force) + "\n";
    const std::vector<ast::Period> periods = periods_of(d);
    std::string all;
    for (std::size_t i = 0; i < periods.size(); ++i) {
      if (holds_on(periods[i], periods, i, on_)) return "";
      all += (i == 0 ? "" : "; ") + heading(periods[i]);
    }
    return all.empty() ? ""
                       : pick("no version is in force on ", "没有版本施行于 ") + on_ +
                             pick("; there are: ", "；现有版本：") + all + "\n";
  }
  [[nodiscard]] auto source_of(Span span) const -> std::string {
    return library_.sources().at(span.file).text.substr(span.begin, span.end - span.begin);
  }
  static auto indented(const std::string& text) -> std::string {
    std::string made = "    ";
    for (const char c : text) made += c == '\n' ? std::string("\n    ") : std::string(1, c);
    while (made.back() == ' ' || made.back() == '\n') made.pop_back();
    return made + "\n";
  }

  template <class Version>
  auto in_force(const std::vector<Version>& versions) const -> std::vector<std::size_t> {
    std::vector<ast::Period> periods;
    for (const Version& version : versions) periods.push_back(version.period);
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < periods.size(); ++i) {
      if (on_.empty() || holds_on(periods[i], periods, i, on_)) kept.push_back(i);
    }
    return kept;
  }
  auto heading(const ast::Period& period) const -> std::string {
    if (period.from.empty()) return "";
    return pick("from ", "自 ") + period.from + (period.until.empty() ? "" : pick(" until ", " 截至 ") + period.until);
  }
  static auto spaced(const std::string& heading) -> std::string { return heading.empty() ? "" : heading + " "; }

  auto values(const ast::ValueDecl& value) const -> std::string {
    std::string text = begin_in_force();
    for (const std::size_t i : in_force(value.versions)) {
      text += "    " + spaced(heading(value.versions[i].period)) + "= " +
              print_expression(*value.versions[i].value, chinese_) + "\n";
    }
    return text;
  }

  auto rules(const ast::Rule& rule) const -> std::string {
    std::string text = begin_in_force();
    for (const std::size_t i : in_force(rule.versions)) {
      const ast::RuleVersion& version = rule.versions[i];
      text += "    " + spaced(heading(version.period)) + "= " + print_expression(*version.value, chinese_);
      text += version.when == nullptr
                  ? "\n"
                  : " " + word(parse::Token::when) + " " + print_expression(*version.when, chinese_) + "\n";
      text += exceptions(version, "", "    ");
    }
    return text;
  }

  // The tree of exceptions, children below their parents.
  auto exceptions(const ast::RuleVersion& version, const std::string& parent, const std::string& indent) const
      -> std::string {
    std::string text;
    for (const ast::Exception& e : version.exceptions) {
      if ((e.of ? e.of->text : "") != parent) continue;
      text += indent + word(parse::Token::except) + " " + e.label.text;
      for (std::size_t i = 0; i < e.over.size(); ++i)
        text += (i == 0 ? " " + word(parse::Token::over) + " " : ", ") + e.over[i].text;
      text += " " + word(parse::Token::when) + " " + print_expression(*e.when, chinese_) + " " +
              word(parse::Token::then) + " " + print_expression(*e.then, chinese_) + "  (" +
              place_text(library_, e.label.span) + ")\n";
      if (e.label.text != parent) text += exceptions(version, e.label.text, indent + "    ");
    }
    return text;
  }

  const PolicyLibrary& library_;
  const std::string& on_;  // empty: all versions
  Language language_;
  bool chinese_;
};

}  // namespace

auto how_text(Origin::How how, Language language) -> std::string {
  const bool chinese = language == Language::zh;
  switch (how) {
    case Origin::How::declared: return chinese ? "声明" : "declared";
    case Origin::How::overridden: return chinese ? "改写" : "overridden";
    case Origin::How::extended: return chinese ? "补充" : "extended";
    case Origin::How::dropped: return chinese ? "删除例外" : "dropped from";
  }
  return {};
}

auto kind_text(const ast::Declaration& declaration, Language language) -> std::string {
  std::string_view rest = ast::keyword(declaration);
  if (language == Language::en) return std::string(rest);
  std::string text;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const auto* phrases = parse::phrases_of(word);  // the shortest is the word alone
    text += phrases == nullptr ? word : parse::spelling(phrases->back().role, true);
  }
  return text;
}

auto place_text(const PolicyLibrary& library, Span span) -> std::string {
  const SourceText& file = library.sources().at(span.file);
  return file.path + ":" + std::to_string(locate(file, span.begin).line);
}

auto describe_declaration(const PolicyLibrary& library, const FlatPolicy& policy, const FlatDeclaration& declaration,
                          const std::string& on, Language language) -> std::string {
  return Describer(library, on, language).print(policy, declaration);
}

}  // namespace remit
