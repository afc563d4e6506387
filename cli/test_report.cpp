#include "cli/test_report.h"

#include <algorithm>

#include "engine/io/write_json.h"
#include "engine/text/utf8.h"

namespace remit::cli {
namespace {

auto failed_count(const std::vector<TestOutcome>& outcomes) -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), [](const TestOutcome& outcome) { return !outcome.passed; }));
}

auto indented(const std::string& text, const std::string& by) -> std::string {
  std::string lines = by;
  for (const char c : text) lines += c == '\n' ? "\n" + by : std::string(1, c);
  while (lines.ends_with(' ') || lines.ends_with('\n')) lines.pop_back();
  return lines + "\n";
}

// ── text ──

class Text {
 public:
  explicit Text(const ReportStyle& style) : style_(style) {}

  auto write(const TestRun& run, const std::vector<UpdatedLine>& updated) -> std::string {
    for (const UpdatedLine& one : updated) add(one);
    file_.clear();
    for (const TestOutcome& outcome : run.outcomes) add(outcome);
    if (run.coverage) add(*run.coverage);
    const std::size_t failed = failed_count(run.outcomes);
    const std::string passed = std::to_string(run.outcomes.size() - failed);
    out_ += zh() ? passed + " 个通过，" + std::to_string(failed) + " 个失败"
                 : passed + " passed, " + std::to_string(failed) + " failed";
    if (style_.wrong) out_ += pick("; the errors above may leave tests out", "；上述错误可能使部分测试未运行");
    out_ += "\n";
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool zh() const { return style_.language == "zh"; }
  auto pick(const char* en, const char* chinese) const -> const char* { return zh() ? chinese : en; }
  auto painted(const char* code, const char* sign) const -> std::string {
    return style_.colour ? std::string("\x1b[") + code + "m" + sign + "\x1b[0m " : std::string(sign) + " ";
  }

  void add(const UpdatedLine& updated) {
    if (updated.file != file_) out_ += pick("updated ", "已更新 ") + updated.file + "\n";
    file_ = updated.file;
    const std::string number = std::to_string(updated.line.line);
    out_ += "  " + number + " - " + updated.line.before + "\n";
    out_ += std::string(number.size() + 2, ' ') + " + " + updated.line.after + "\n";
  }

  void add(const TestOutcome& outcome) {
    if (outcome.file != file_) out_ += outcome.file + "\n";
    file_ = outcome.file;
    out_ += "  " + (outcome.passed ? painted("32", "✓") : painted("31", "✗")) + outcome.name + "\n";
    for (const TestFailure& failure : outcome.failures) add(failure);
  }

  void add(const TestFailure& failure) {
    const bool placed = !failure.file.empty();
    out_ += indented(
        (placed ? failure.file + ":" + std::to_string(failure.line) + ":" + std::to_string(failure.column) + ": "
                : "") +
            failure.told,
        "    ");
    if (!failure.expected.empty()) out_ += indented(pick("expected: ", "预期：") + failure.expected, "      ");
    if (!failure.actual.empty()) {
      const std::string by = failure.difference.empty() ? "" : pick(" (", "（") + failure.difference + pick(")", "）");
      out_ += indented(pick("actual:   ", "实际：") + failure.actual + by, "      ");
    }
    if (!failure.why.empty()) out_ += indented(failure.why, "      ");
  }

  void add(const Coverage& coverage) {
    out_ += pick("coverage\n", "覆盖\n");
    std::size_t width = 0, digits = 0;
    for (const CoverageClass of : kCoverageClasses) {
      const Coverage::Count count = coverage.count(of);
      width = std::max<std::size_t>(width, columns(class_name(of, style_.language)));
      digits = std::max(digits, std::to_string(count.all).size());
    }
    for (const CoverageClass of : kCoverageClasses) {
      const Coverage::Count count = coverage.count(of);
      const std::string name = class_name(of, style_.language);
      out_ += "  " + name + std::string(width - columns(name) + 2, ' ');
      if (count.all == 0) {
        out_ += pick("none\n", "无\n");
        continue;
      }
      out_ += right(count.reached, digits) + pick(" of ", " / ") + right(count.all, digits) + "  " +
              shown_percent(count) + "\n";
    }
    add_unreached(coverage);
  }

  static auto right(std::size_t number, std::size_t width) -> std::string {
    const std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), ' ') + text;
  }

  void add_unreached(const Coverage& coverage) {
    std::string file;
    for (const CoverageItem& item : coverage.items) {
      if (item.reached) continue;
      if (file.empty()) out_ += pick("not reached\n", "未覆盖\n");
      if (item.file != file) out_ += item.file + "\n";
      file = item.file;
      out_ += "  " + std::to_string(item.line) + ": " + titled(item) + "\n";
      out_ += indented(item.reason, "      ");
      if (!item.suggestion.empty())
        out_ += indented(pick("try: ", "可试：") + item.suggestion, "      ");
      else if (item.why != Unreached::untested)
        out_ += indented(pick("no single change of a test was found to reach it", "没有找到只改一处即可覆盖的案例"),
                         "      ");
    }
  }
  auto titled(const CoverageItem& item) const -> std::string {
    const std::string declared = item.kind + " " + item.declaration;
    if (item.part.empty()) return declared;
    if (item.of == CoverageClass::exception)
      return zh() ? declared + " 的例外 " + item.part : "exception " + item.part + " of " + declared;
    return declared + ": " + item.part;
  }

  const ReportStyle& style_;
  std::string out_, file_;
};

// ── JSON ──

void add_json(JsonWriter& out, const TestFailure& failure) {
  out.open_object();
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) out.key(key).string(value);
  };
  text("file", failure.file);
  if (!failure.file.empty())
    out.key("line").raw(std::to_string(failure.line)).key("column").raw(std::to_string(failure.column));
  out.key("message").string(failure.told);
  text("expected", failure.expected);
  text("actual", failure.actual);
  text("difference", failure.difference);
  text("why", failure.why);
  out.close_object();
}

void add_json(JsonWriter& out, const Coverage& coverage) {
  out.open_object().key("classes").open_array();
  for (const CoverageClass of : kCoverageClasses) {
    const Coverage::Count count = coverage.count(of);
    out.open_object().key("class").string(std::string(coverage_word(of)));
    out.key("reached").raw(std::to_string(count.reached)).key("of").raw(std::to_string(count.all)).close_object();
  }
  out.close_array().key("items").open_array();
  for (const CoverageItem& item : coverage.items) {
    out.open_object().key("class").string(std::string(coverage_word(item.of))).key("kind").string(item.kind);
    out.key("declaration").string(item.declaration).key("part").string(item.part);
    out.key("file").string(item.file).key("line").raw(std::to_string(item.line)).key("reached").boolean(item.reached);
    if (!item.reached) {
      out.key("why").string(std::string(unreached_word(item.why))).key("reason").string(item.reason);
      if (!item.suggestion.empty()) out.key("suggestion").string(item.suggestion);
    }
    out.close_object();
  }
  out.close_array().close_object();
}

auto as_json(const TestRun& run, const std::vector<UpdatedLine>& updated) -> std::string {
  JsonWriter out;
  const std::size_t failed = failed_count(run.outcomes);
  out.open_object()
      .key("passed")
      .raw(std::to_string(run.outcomes.size() - failed))
      .key("failed")
      .raw(std::to_string(failed));
  out.key("tests").open_array();
  for (const TestOutcome& outcome : run.outcomes) {
    out.open_object().key("policy").string(outcome.policy).key("title").string(outcome.title);
    if (outcome.row != 0) out.key("row").raw(std::to_string(outcome.row));
    out.key("file").string(outcome.file).key("line").raw(std::to_string(outcome.line));
    out.key("passed").boolean(outcome.passed).key("failures").open_array();
    for (const TestFailure& failure : outcome.failures) add_json(out, failure);
    out.close_array().close_object();
  }
  out.close_array();
  if (!updated.empty()) {
    out.key("updated").open_array();
    for (const UpdatedLine& one : updated) {
      out.open_object().key("file").string(one.file).key("line").raw(std::to_string(one.line.line));
      out.key("before").string(one.line.before).key("after").string(one.line.after).close_object();
    }
    out.close_array();
  }
  if (run.coverage) add_json(out.key("coverage"), *run.coverage);
  out.close_object();
  return out.take() + "\n";
}

// ── JUnit's XML ──

// What XML 1.0 cannot hold becomes U+FFFD; line ends and tabs of attributes are kept from being made spaces.
auto xml(const std::string& text, bool attribute = true) -> std::string {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\n': escaped += attribute ? "&#10;" : "\n"; break;
      case '\t': escaped += attribute ? "&#9;" : "\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          escaped += "\xEF\xBF\xBD";
        else
          escaped += c;
    }
  }
  return escaped;
}

auto as_junit(const TestFailure& failure) -> std::string {
  std::string message = failure.told, body;
  if (!failure.file.empty())
    body += failure.file + ":" + std::to_string(failure.line) + ":" + std::to_string(failure.column) + "\n";
  if (!failure.expected.empty()) body += "expected: " + failure.expected + "\n";
  if (!failure.actual.empty()) body += "actual: " + failure.actual + "\n";
  if (!failure.difference.empty()) body += "difference: " + failure.difference + "\n";
  if (!failure.expected.empty() && !failure.actual.empty()) message += "; actual: " + failure.actual;
  return "      <failure type=\"expectation\" message=\"" + xml(message) + "\">" + xml(body + failure.why, false) +
         "</failure>\n";
}

auto as_junit(const TestRun& run) -> std::string {
  const std::string counts = " tests=\"" + std::to_string(run.outcomes.size()) + "\" failures=\"" +
                             std::to_string(failed_count(run.outcomes)) + "\" errors=\"0\"";
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"remit\"" + counts + ">\n";
  for (auto first = run.outcomes.begin(); first != run.outcomes.end();) {
    const auto last =
        std::find_if(first, run.outcomes.end(), [&](const TestOutcome& o) { return o.file != first->file; });
    const auto failed = std::count_if(first, last, [](const TestOutcome& o) { return !o.passed; });
    text += "  <testsuite name=\"" + xml(first->file) + "\" tests=\"" + std::to_string(last - first) +
            "\" failures=\"" + std::to_string(failed) + "\" errors=\"0\">\n";
    for (; first != last; ++first) {
      text += "    <testcase classname=\"" + xml(first->policy) + "\" name=\"" + xml(first->name) + "\" file=\"" +
              xml(first->file) + "\" line=\"" + std::to_string(first->line) + "\"";
      text += first->passed ? "/>\n" : ">\n";
      for (const TestFailure& failure : first->failures) text += as_junit(failure);
      if (!first->passed) text += "    </testcase>\n";
    }
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace

auto percent(const Coverage::Count& count) -> Number {
  if (count.all == 0) return Number::whole(100);
  return Number::whole(static_cast<std::int64_t>(count.reached * 100)) /
         Number::whole(static_cast<std::int64_t>(count.all));
}

auto shown_percent(const Coverage::Count& count) -> std::string {
  return percent(count).round_to(Number::decimal(1, 1), Rounding::down).to_string() + "%";
}

auto class_name(CoverageClass of, const std::string& language) -> std::string {
  const bool zh = language == "zh";
  switch (of) {
    case CoverageClass::rule: return zh ? "规则" : "rules";
    case CoverageClass::exception: return zh ? "例外" : "exceptions";
    case CoverageClass::row: return zh ? "表行" : "table rows";
    case CoverageClass::band: return zh ? "分段" : "bands";
    case CoverageClass::requirement: return zh ? "要求" : "requirements";
    case CoverageClass::version: return zh ? "版本" : "versions";
  }
  return {};  // not reached: the switch is exhaustive
}

auto test_report(const TestRun& run, const std::vector<UpdatedLine>& updated, const ReportStyle& style) -> std::string {
  if (style.format == "json") return as_json(run, updated);
  return style.format == "junit" ? as_junit(run) : Text(style).write(run, updated);
}

}  // namespace remit::cli
