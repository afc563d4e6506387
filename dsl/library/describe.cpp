#include "dsl/library/describe.h"

#include "dsl/ast/words.h"
#include "dsl/flatten/versions.h"
#include "dsl/format/expression.h"

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
  Describer(const PolicyLibrary& library, const std::string& on) : library_(library), on_(on) {}

  auto print(const FlatPolicy& policy, const FlatDeclaration& flat) const -> std::string {
    const ast::Declaration& d = *flat.declaration;
    std::string text = policy.name + "/" + d.name.text + ": " + std::string(ast::kind_name(d)) + "\n";
    for (const Origin& origin : flat.origins) {
      text += how_text(origin.how) + " in " + origin.policy->name.text() + ", " +
              place_text(library_, origin.declaration->name.span) + "\n";
      text += indented(source_of(origin.declaration->span));
    }
    if (const std::string nothing = not_in_force(policy, d); !nothing.empty()) return text + nothing;
    if (const auto* value = std::get_if<ast::ValueDecl>(&d.body)) text += values(*value);
    if (const auto* rule = std::get_if<ast::Rule>(&d.body)) text += rules(*rule);
    return text;
  }

 private:
  // On a day on which nothing of it holds: which days there are.
  auto not_in_force(const FlatPolicy& policy, const ast::Declaration& d) const -> std::string {
    if (on_.empty()) return "";
    if (!holds_on(policy.in_force, {policy.in_force}, 0, on_))
      return "the policy is not in force on " + on_ + ": it is " + heading(policy.in_force) + "\n";
    const std::vector<ast::Period> periods = periods_of(d);
    std::string all;
    for (std::size_t i = 0; i < periods.size(); ++i) {
      if (holds_on(periods[i], periods, i, on_)) return "";
      all += (i == 0 ? "" : "; ") + heading(periods[i]);
    }
    return all.empty() ? "" : "no version is in force on " + on_ + "; there are: " + all + "\n";
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
  static auto heading(const ast::Period& period) -> std::string {
    if (period.from.empty()) return "";
    return "from " + period.from + (period.until.empty() ? "" : " until " + period.until);
  }
  static auto spaced(const std::string& heading) -> std::string { return heading.empty() ? "" : heading + " "; }

  auto values(const ast::ValueDecl& value) const -> std::string {
    std::string text = on_.empty() ? "in force:\n" : "in force on " + on_ + ":\n";
    for (const std::size_t i : in_force(value.versions)) {
      text +=
          "    " + spaced(heading(value.versions[i].period)) + "= " + print_expression(*value.versions[i].value) + "\n";
    }
    return text;
  }

  auto rules(const ast::Rule& rule) const -> std::string {
    std::string text = on_.empty() ? "in force:\n" : "in force on " + on_ + ":\n";
    for (const std::size_t i : in_force(rule.versions)) {
      const ast::RuleVersion& version = rule.versions[i];
      text += "    " + spaced(heading(version.period)) + "= " + print_expression(*version.value);
      text += version.when == nullptr ? "\n" : " when " + print_expression(*version.when) + "\n";
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
      text += indent + "except " + e.label.text;
      for (std::size_t i = 0; i < e.over.size(); ++i) text += (i == 0 ? " over " : ", ") + e.over[i].text;
      text += " when " + print_expression(*e.when) + " then " + print_expression(*e.then) + "  (" +
              place_text(library_, e.label.span) + ")\n";
      if (e.label.text != parent) text += exceptions(version, e.label.text, indent + "    ");
    }
    return text;
  }

  const PolicyLibrary& library_;
  const std::string& on_;  // empty: all versions
};

}  // namespace

auto how_text(Origin::How how) -> std::string {
  switch (how) {
    case Origin::How::declared: return "declared";
    case Origin::How::overridden: return "overridden";
    case Origin::How::extended: return "extended";
    case Origin::How::dropped: return "dropped from";
  }
  return {};
}

auto place_text(const PolicyLibrary& library, Span span) -> std::string {
  const SourceText& file = library.sources().at(span.file);
  return file.path + ":" + std::to_string(locate(file, span.begin).line);
}

auto describe_declaration(const PolicyLibrary& library, const FlatPolicy& policy, const FlatDeclaration& declaration,
                          const std::string& on) -> std::string {
  return Describer(library, on).print(policy, declaration);
}

}  // namespace remit
