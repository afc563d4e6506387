#include <algorithm>

#include "cli/command.h"
#include "cli/file_source.h"
#include "cli/language.h"
#include "cli/report.h"
#include "dsl/ast/words.h"
#include "dsl/diagnostic/diagnostic.h"
#include "dsl/format/expression.h"
#include "dsl/library/library.h"
#include "engine/text/nearest.h"
#include "engine/value/date.h"

namespace remit::cli {
namespace {

auto how_name(Origin::How how) -> std::string {
  switch (how) {
    case Origin::How::declared: return "declared";
    case Origin::How::overridden: return "overridden";
    case Origin::How::extended: return "extended";
    case Origin::How::dropped: return "dropped from";
  }
  return {};
}

bool holds_on(const ast::Period& period, const std::vector<ast::Period>& all, std::size_t index,
              const std::string& date) {
  if (!period.from.empty() && date < period.from) return false;
  if (!period.until.empty()) return date <= period.until;
  return index + 1 == all.size() || date < all[index + 1].from;
}

// `show NAME`: what is in force of a declaration, and who wrote which part of it.
class Show : public Command {
 public:
  Show()
      : Command("show", "Show a declaration as it is in force, after extends, override and amend, with its exceptions.",
                "remit show deductible --policies policies/ --policy cn.beijing.employee --on 2025-04-15") {}

  void declare(Options& options) override {
    options.argument("NAME", name_, "of a rule, value, table, bands, …");
    options.required("--policies", policies_, "PATH", "policy files, or a folder of them");
    options.option("--policy", policy_, "ID", "the policy; needed where several have the name");
    options.option("--on", on_, "DATE", "only the versions in force on that day");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    if (!on_.empty() && !parse_date(on_))
      return console.stop({Exit::usage, "`--on " + on_ + "`: a date is written 2024-01-31"});
    OrStop<FileSource> source = FileSource::open({policies_});
    if (!source) return console.stop(source.error());
    PolicyLibrary library(source.value(), source.value().shown());
    if (has_errors(library.problems())) {
      report(library.problems(), library.suppressed(), library.sources(), "text", language_of(language_), console);
      return Exit::policy;
    }
    return find(library, console);
  }

 private:
  auto find(const PolicyLibrary& library, Console& console) const -> Exit {
    std::vector<std::string> policies, names;
    std::size_t shown = 0;
    for (const FlatPolicy& policy : library.policies()) {
      policies.push_back(policy.name);
      if (!policy_.empty() && policy.name != policy_) continue;
      for (const FlatDeclaration& flat : policy.declarations) {
        names.push_back(flat.declaration->name.text);
        if (flat.declaration->name.text != name_) continue;
        if (shown++ > 0) console.out("\n");
        console.out(print(library, policy, flat));
      }
    }
    if (shown > 0) return Exit::answered;
    if (!policy_.empty() && std::find(policies.begin(), policies.end(), policy_) == policies.end()) {
      return console.stop({Exit::usage, unknown("policy", policy_, policies)});
    }
    return console.stop({Exit::usage, unknown("declaration", name_, names)});
  }

  static auto unknown(const std::string& kind, const std::string& name, const std::vector<std::string>& known)
      -> std::string {
    const std::string near = nearest_name(name, known);
    return "there is no " + kind + " `" + name + "`" + (near.empty() ? "" : "; did you mean `" + near + "`?");
  }

  auto print(const PolicyLibrary& library, const FlatPolicy& policy, const FlatDeclaration& flat) const -> std::string {
    const ast::Declaration& d = *flat.declaration;
    std::string text = policy.name + "/" + d.name.text + ": " + std::string(ast::kind_name(d)) + "\n";
    for (const Origin& origin : flat.origins) {
      text += how_name(origin.how) + " in " + origin.policy->name.text() + ", " +
              place(library, origin.declaration->name.span) + "\n";
      text += indented(source_of(library, origin.declaration->span));
    }
    if (const auto* value = std::get_if<ast::ValueDecl>(&d.body)) text += values(*value);
    if (const auto* rule = std::get_if<ast::Rule>(&d.body)) text += rules(library, *rule);
    return text;
  }

  static auto place(const PolicyLibrary& library, Span span) -> std::string {
    const SourceText& file = library.sources().at(span.file);
    return file.path + ":" + std::to_string(locate(file, span.begin).line);
  }
  static auto source_of(const PolicyLibrary& library, Span span) -> std::string {
    return library.sources().at(span.file).text.substr(span.begin, span.end - span.begin);
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
    return "from " + period.from + (period.until.empty() ? "" : " until " + period.until) + " ";
  }

  auto values(const ast::ValueDecl& value) const -> std::string {
    std::string text = on_.empty() ? "in force:\n" : "in force on " + on_ + ":\n";
    for (const std::size_t i : in_force(value.versions)) {
      text += "    " + heading(value.versions[i].period) + "= " + print_expression(*value.versions[i].value) + "\n";
    }
    return text;
  }

  auto rules(const PolicyLibrary& library, const ast::Rule& rule) const -> std::string {
    std::string text = on_.empty() ? "in force:\n" : "in force on " + on_ + ":\n";
    for (const std::size_t i : in_force(rule.versions)) {
      const ast::RuleVersion& version = rule.versions[i];
      text += "    " + heading(version.period) + "= " + print_expression(*version.value);
      text += version.when == nullptr ? "\n" : " when " + print_expression(*version.when) + "\n";
      text += exceptions(library, version, "", "    ");
    }
    return text;
  }

  // The tree of exceptions, children below their parents.
  static auto exceptions(const PolicyLibrary& library, const ast::RuleVersion& version, const std::string& parent,
                         const std::string& indent) -> std::string {
    std::string text;
    for (const ast::Exception& e : version.exceptions) {
      if ((e.of ? e.of->text : "") != parent) continue;
      text += indent + "except " + e.label.text;
      for (std::size_t i = 0; i < e.over.size(); ++i) text += (i == 0 ? " over " : ", ") + e.over[i].text;
      text += " when " + print_expression(*e.when) + " then " + print_expression(*e.then) + "  (" +
              place(library, e.label.span) + ")\n";
      if (e.label.text != parent) text += exceptions(library, version, e.label.text, indent + "    ");
    }
    return text;
  }

  std::string name_, policies_, policy_, on_;
  std::string language_ = "en";
};

}  // namespace

auto show_command() -> std::unique_ptr<Command> { return std::make_unique<Show>(); }

}  // namespace remit::cli
