#include <algorithm>
#include <sstream>

#include "dsl/testing/draft.h"
#include "dsl/testing/prepare.h"
#include "dsl/testing/testing.h"
#include "engine/evaluate/errors.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_text.h"
#include "engine/io/read_case.h"
#include "engine/io/write_answer.h"
#include "engine/program/carry.h"
#include "engine/program/memory_key.h"
#include "engine/value/date.h"

namespace remit {
namespace {

constexpr std::size_t kLinesOfWhy = 12;

auto first_lines(const std::string& text, std::size_t most) -> std::string {
  std::istringstream in(text);
  std::string line, kept;
  for (std::size_t i = 0; std::getline(in, line); ++i) {
    if (i == most) return kept + "    …\n";
    kept += "    " + line + "\n";
  }
  return kept;
}

bool is_comparison(Op op) {
  return op == Op::equal || op == Op::not_equal || op == Op::less || op == Op::less_equal || op == Op::greater ||
         op == Op::greater_equal;
}

// One test: its cases, one after the other.
class TestRunner {
 public:
  TestRunner(const PreparedTests& tests, Evaluator& evaluator, const SourceSet& sources, const TestOptions& options)
      : program_(tests.compiled->program()),
        names_(tests.compiled->names()),
        evaluator_(evaluator),
        sources_(sources),
        language_(options.language),
        settled_(options.settled) {}

  auto run(const PreparedTest& test) -> std::vector<std::string> {
    for (const PreparedCase& one : test.cases) {
      row_ = one.row;
      if (one.row != 0) begin_anew();
      if (!run_case(one)) break;
    }
    return std::move(failures_);
  }

 private:
  void begin_anew() {
    draft_ = Draft();
    memories_.assign(program_.memories.size(), {});
    as_of_.reset();
  }

  void fail(std::string what) {
    failures_.push_back((row_ == 0 ? "" : (zh() ? "第 " + std::to_string(row_) + " 行：" : "row " + std::to_string(row_) + ": ")) +
                        std::move(what));
  }
  [[nodiscard]] bool zh() const { return language_ == "zh"; }

  // False: the case could not be built, so that those after it mean nothing.
  auto run_case(const PreparedCase& one) -> bool {
    memories_.resize(program_.memories.size());
    if (!one.as_of.empty()) as_of_ = parse_date(one.as_of);
    for (const PreparedGiven& given : one.given) {
      if (!given.memory && !give(given)) return false;
    }
    Result<Case, std::vector<InputError>> read = read_draft();
    if (!read) return refuse(one, read.error());
    given_ = std::move(read).value();
    given_.memories = memories_;
    for (const PreparedGiven& given : one.given) {
      if (given.memory && !remember(given)) return false;
    }
    given_.memories = memories_;
    const Answer answer = evaluator_.settle(given_);
    if (settled_) show(answer);
    judge(one, answer);
    if (answer.errors.empty() && !answer.blocked) memories_ = carry(program_, std::move(memories_), answer);
    return true;
  }

  void show(const Answer& answer) const {
    std::string json = draft_.json();  // `{…}`
    json.pop_back();
    if (json.size() > 1) json += ",";
    if (given_.as_of) json += "\"as_of\":\"" + print_date(*given_.as_of) + "\",";
    json += "\"opening\":" + write_opening(given_.memories, program_, names_, {}) + "}";
    settled_({program_, names_, json, answer});
  }

  auto read_draft() -> Result<Case, std::vector<InputError>> {
    Draft whole = draft_;
    Draft& opening = whole.field("opening");
    for (const Memory& memory : program_.memories) {
      opening.field(names_.memories[memory.name].name) = Draft::empty_list();
    }
    return read_case(whole.json(), program_, names_, {.show_personal = true, .as_of = as_of_});
  }

  // A case that the reader of cases does not take; it may be what the test expects. False: nothing follows.
  auto refuse(const PreparedCase& one, const std::vector<InputError>& errors) -> bool {
    std::vector<Refusal> told;
    for (const InputError& error : errors) {
      const ErrorReport here = report(error, language_);
      told.push_back({here.code, here.path + ": " + report(error, "en").message, here.path + ": " + report(error, "zh").message,
                      here.path + ": " + here.message});
    }
    judge_errors(one, told);
    return false;
  }

  // A constant's value. Failed: reported.
  auto constant(NodeId node) -> Value {
    if (node == kNoNode) return {};
    Case nothing;
    nothing.inputs.assign(program_.input_count, Value::failed());
    nothing.lists.resize(program_.lists.size());
    nothing.memories.resize(program_.memories.size());
    evaluator_.begin(nothing);
    Value value = evaluator_.value_of(node);
    for (const CaseError& error : evaluator_.errors()) fail(error.place + ": " + error_message(error, language_));
    return value;
  }

  auto give(const PreparedGiven& given) -> bool {
    const Value value = constant(given.value.node);
    if (value.is_failed()) return false;
    Draft* at = &draft_.field(given.path.front());
    for (std::size_t i = 1; i < given.path.size(); ++i) {
      const std::string& part = given.path[i];
      const bool number = part.find_first_not_of("0123456789") == std::string::npos;
      at = number ? at->element(std::stoul(part) - 1) : &at->field(part);
      if (at == nullptr) {
        fail("there is no element " + part + " yet");
        return false;
      }
    }
    *at = given.empty_list ? Draft::empty_list() : Draft::of(value, given.value.type, program_.types);
    return true;
  }

  auto remember(const PreparedGiven& given) -> bool {
    const Memory& memory = program_.at(*given.memory);
    const Value value = constant(given.value.node);
    std::vector<Value> key;
    for (const ElaboratedExpression& part : given.keys) key.push_back(constant(part.node));
    if (given.keys.empty()) {
      evaluator_.begin(given_);
      for (const NodeId part : memory.keys) key.push_back(evaluator_.value_of(part));
    }
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = kept_key(program_, memory.keys[i], key[i]).value_or(key[i]);
    const bool whole = std::none_of(key.begin(), key.end(), [](const Value& v) { return v.is_failed(); });
    if (!whole || value.is_failed()) {
      fail("the key of `" + names_.memories[memory.name].name + "` cannot be told");
      return false;
    }
    put(entry(*given.memory, key), memory, given.part, value);
    return true;
  }

  auto entry(MemoryId memory, const std::vector<Value>& key) -> MemoryEntry& {
    std::vector<MemoryEntry>& entries = memories_[static_cast<std::size_t>(memory)].entries;
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const MemoryEntry& e) { return e.key == key; });
    if (found != entries.end()) return *found;
    entries.push_back({.key = key});
    return entries.back();
  }

  static void put(MemoryEntry& entry, const Memory& memory, const std::string& part, const Value& value) {
    if (memory.kind == Memory::Kind::spell) {
      (part == "start" ? entry.start : entry.end) = value;
    } else if (memory.kind == Memory::Kind::account) {
      entry.pots.resize(memory.pots.size(), Value(Number()));
      const auto pot = std::find(memory.pots.begin(), memory.pots.end(), part);
      entry.pots[static_cast<std::size_t>(pot - memory.pots.begin())] = value;
    } else if (memory.kind == Memory::Kind::history) {
      entry.rows = value.as_sequence();
    } else {
      entry.value = value;
    }
  }

  // ── expectations ──

  // An error of the input or of the case, in all its wordings.
  struct Refusal {
    std::string code, en, zh, shown;
    [[nodiscard]] bool is(const std::string& wanted) const {
      const auto tells = [&](const std::string& text) { return text.find(wanted) != std::string::npos; };
      return code == wanted || tells(en) || tells(zh) || tells(shown);
    }
  };

  void judge(const PreparedCase& one, const Answer& answer) {
    std::vector<Refusal> errors;
    for (const CaseError& error : answer.errors) {
      errors.push_back({error.code, error_message(error, "en"), error_message(error, "zh"),
                        error.place + ": " + error_message(error, language_)});
    }
    judge_errors(one, errors);
    for (const PreparedExpectation& expectation : one.expect) {
      if (expectation.kind == ast::Expectation::Kind::blocked && !answer.blocked) {
        fail(place(expectation) + (zh() ? "应被阻止，但并未" : "expected to be blocked, it is not"));
      }
      if (expectation.kind == ast::Expectation::Kind::holds && answer.errors.empty()) judge_condition(expectation, answer);
    }
  }

  // Each error that is expected must come; where none is, none may.
  void judge_errors(const PreparedCase& one, const std::vector<Refusal>& errors) {
    bool expected = false;
    for (const PreparedExpectation& expectation : one.expect) {
      if (expectation.kind != ast::Expectation::Kind::error) continue;
      expected = true;
      const std::string& wanted = expectation.error;
      if (std::any_of(errors.begin(), errors.end(), [&](const Refusal& error) { return error.is(wanted); })) continue;
      std::string came = errors.empty() ? (zh() ? "没有错误" : "there is none") : "";
      for (const Refusal& error : errors) came += "\n    " + error.code + " " + error.shown;
      fail(place(expectation) + (zh() ? "应有错误“" : "expected the error \"") + wanted + (zh() ? "”；" : "\"; ") + came);
    }
    if (expected) return;
    for (const Refusal& error : errors) fail(error.shown + " [" + error.code + "]");
  }

  void judge_condition(const PreparedExpectation& expectation, const Answer& answer) {
    const auto [left, right] = sides_of(expectation);
    if (holds(expectation)) return;
    std::string told = place(expectation) + "expect " + expectation.text;
    if (left != kNoNode) {
      told += (zh() ? "\n    实际：" : "\n    actual: ") + printed(left);
      told += (zh() ? "\n    预期：" : "\n    expected: ") + printed(right);
    }
    for (const CaseError& error : evaluator_.errors()) told += "\n    " + error_message(error, language_);
    fail(told + why_of(expectation.text, answer));
  }

  auto holds(const PreparedExpectation& expectation) -> bool {
    if (expectation.left != kNoNode) {
      const Value left = evaluator_.value_of(expectation.left);
      const Value right = evaluator_.value_of(expectation.right);
      return !left.is_failed() && !right.is_failed() && left == right;
    }
    const Value value = evaluator_.value_of(expectation.node);
    return value.tag() == Value::Tag::boolean && value.as_bool();
  }

  // Of a comparison.
  auto sides_of(const PreparedExpectation& expectation) const -> std::pair<NodeId, NodeId> {
    if (expectation.left != kNoNode) return {expectation.left, expectation.right};
    const Node& node = program_.at(expectation.node);
    if (!is_comparison(node.op)) return {kNoNode, kNoNode};
    return {program_.operands_of(node)[0], program_.operands_of(node)[1]};
  }
  auto printed(NodeId node) -> std::string {
    const Value value = evaluator_.value_of(node);
    if (value.is_absent()) return zh() ? "无" : "absent";
    return evaluator_.print(value, node);
  }

  // How the left side of a comparison came about.
  auto why_of(const std::string& text, const Answer& answer) -> std::string {
    const std::string left = text.substr(0, text.find(' '));
    const std::optional<Explanation> explanation = why(evaluator_, answer, left, {.items = 3});
    if (!explanation) return {};
    const std::string lines = explanation_text(*explanation, program_, names_,
                                               {.language = language_, .show_personal = true, .items = 3, .levels = 3});
    const std::size_t heading = lines.find("\n\n");  // policy, service and date are known here
    return "\n" + first_lines(heading == std::string::npos ? lines : lines.substr(heading + 2), kLinesOfWhy);
  }

  auto place(const PreparedExpectation& expectation) const -> std::string {
    const SourceText& text = sources_.at(expectation.span.file);
    const Location at = locate(text, expectation.span.begin);
    return text.path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
  }

  const Program& program_;
  const ProgramNames& names_;
  Evaluator& evaluator_;
  const SourceSet& sources_;
  const std::string& language_;
  const std::function<void(const SettledCase&)>& settled_;
  Draft draft_;
  std::vector<MemoryState> memories_;
  std::optional<std::int64_t> as_of_;
  Case given_;
  std::uint32_t row_ = 0;
  std::vector<std::string> failures_;
};

auto outcome_of(const PreparedTest& test, const PolicyLibrary& library, const FlatPolicy& policy) -> TestOutcome {
  const ast::Name& name = test.declaration->name;
  const SourceText& text = library.sources().at(name.span.file);
  return {.policy = policy.name, .title = name.text, .file = text.path, .line = locate(text, name.span.begin).line};
}

bool wanted(const TestOutcome& outcome, const std::string& filter) {
  return outcome.title.find(filter) != std::string::npos || outcome.policy.find(filter) != std::string::npos;
}

void run_prepared(const PreparedTests& tests, const FlatPolicy& policy, PolicyLibrary& library,
                  const TestOptions& options, TestRun& into) {
  Evaluator evaluator(tests.compiled->program(), tests.compiled->names());
  for (const PreparedTest& test : tests.tests) {
    TestOutcome outcome = outcome_of(test, library, policy);
    if (!wanted(outcome, options.filter)) continue;
    outcome.failures = TestRunner(tests, evaluator, library.sources(), options).run(test);
    outcome.passed = outcome.failures.empty();
    into.outcomes.push_back(std::move(outcome));
  }
}

}  // namespace

auto run_tests(PolicyLibrary& library, const TestOptions& options) -> TestRun {
  TestRun run;
  run.problems = library.problems();
  for (const FlatPolicy& policy : library.policies()) {
    if (library.has_syntax_errors(policy)) continue;
    for (const PreparedTests& tests : prepare_tests(library, policy, run.problems)) {
      run_prepared(tests, policy, library, options, run);
    }
  }
  std::vector<Diagnostic> rows = library.catalogs().take_problems();
  std::move(rows.begin(), rows.end(), std::back_inserter(run.problems));
  std::erase_if(run.problems, [](const Diagnostic& problem) { return code_text(problem.code).warning(); });
  sort_and_dedupe(run.problems);
  std::stable_sort(run.outcomes.begin(), run.outcomes.end(), [](const TestOutcome& a, const TestOutcome& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return run;
}

auto check_tests(PolicyLibrary& library) -> std::vector<Diagnostic> {
  std::vector<Diagnostic> problems;
  for (const FlatPolicy& policy : library.policies()) {
    if (!library.has_syntax_errors(policy)) prepare_tests(library, policy, problems);
  }
  return problems;
}

}  // namespace remit
