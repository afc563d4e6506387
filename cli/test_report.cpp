#include "cli/test_report.h"

#include <algorithm>

#include "engine/io/write_json.h"

namespace remit::cli {
namespace {

auto failed_count(const std::vector<TestOutcome>& outcomes) -> std::size_t {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), [](const TestOutcome& outcome) { return !outcome.passed; }));
}

auto indented(const std::string& text) -> std::string {
  std::string lines = "    ";
  for (const char c : text) lines += c == '\n' ? "\n    " : std::string(1, c);
  while (lines.ends_with(' ') || lines.ends_with('\n')) lines.pop_back();
  return lines + "\n";
}

auto as_text(const std::vector<TestOutcome>& outcomes, bool colour) -> std::string {
  const std::string pass = colour ? "\x1b[32m✓\x1b[0m " : "✓ ", fail = colour ? "\x1b[31m✗\x1b[0m " : "✗ ";
  std::string text, file;
  for (const TestOutcome& outcome : outcomes) {
    if (outcome.file != file) text += outcome.file + "\n";
    file = outcome.file;
    text += "  " + (outcome.passed ? pass : fail) + outcome.title + "\n";
    for (const std::string& failure : outcome.failures) text += indented(failure);
  }
  const std::size_t failed = failed_count(outcomes);
  return text + std::to_string(outcomes.size() - failed) + " passed, " + std::to_string(failed) + " failed\n";
}

auto as_json(const std::vector<TestOutcome>& outcomes) -> std::string {
  JsonWriter out;
  const std::size_t failed = failed_count(outcomes);
  out.open_object().key("passed").raw(std::to_string(outcomes.size() - failed)).key("failed").raw(std::to_string(failed));
  out.key("tests").open_array();
  for (const TestOutcome& outcome : outcomes) {
    out.open_object().key("policy").string(outcome.policy).key("title").string(outcome.title);
    out.key("file").string(outcome.file).key("line").raw(std::to_string(outcome.line));
    out.key("passed").boolean(outcome.passed).key("failures").open_array();
    for (const std::string& failure : outcome.failures) out.string(failure);
    out.close_array().close_object();
  }
  out.close_array().close_object();
  return out.take() + "\n";
}

auto xml(const std::string& text) -> std::string {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return escaped;
}

auto as_junit(const std::vector<TestOutcome>& outcomes) -> std::string {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"remit\" tests=\"" +
                     std::to_string(outcomes.size()) + "\" failures=\"" + std::to_string(failed_count(outcomes)) + "\">\n";
  for (const TestOutcome& outcome : outcomes) {
    text += "  <testcase classname=\"" + xml(outcome.policy) + "\" name=\"" + xml(outcome.title) + "\" file=\"" +
            xml(outcome.file) + "\" line=\"" + std::to_string(outcome.line) + "\"";
    if (outcome.passed) {
      text += "/>\n";
      continue;
    }
    text += ">\n";
    for (const std::string& failure : outcome.failures) text += "    <failure>" + xml(failure) + "</failure>\n";
    text += "  </testcase>\n";
  }
  return text + "</testsuite>\n";
}

}  // namespace

auto test_report(const std::vector<TestOutcome>& outcomes, const std::string& format, bool colour) -> std::string {
  if (format == "json") return as_json(outcomes);
  return format == "junit" ? as_junit(outcomes) : as_text(outcomes, colour);
}

}  // namespace remit::cli
