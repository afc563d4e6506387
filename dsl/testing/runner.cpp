#include "dsl/testing/runner.h"

#include <algorithm>
#include <sstream>

#include "dsl/diagnostic/render.h"
#include "dsl/format/expression.h"
#include "dsl/testing/literal.h"
#include "engine/evaluate/conditions.h"
#include "engine/evaluate/errors.h"
#include "engine/evaluate/explain.h"
#include "engine/evaluate/explain_text.h"
#include "engine/io/read_case.h"
#include "engine/io/read_opening.h"
#include "engine/io/write_answer.h"
#include "engine/program/carry.h"
#include "engine/program/memory_key.h"
#include "engine/value/date.h"
#include "engine/value/print.h"

namespace remit {
namespace {

constexpr std::size_t kLinesOfWhy = 12;

auto first_lines(const std::string& text, std::size_t most) -> std::string {
  std::istringstream in(text);
  std::string line, kept;
  for (std::size_t i = 0; std::getline(in, line); ++i) {
    if (i == most) return kept + "\n…";
    kept += (i == 0 ? "" : "\n") + line;
  }
  return kept;
}

bool is_comparison(Op op) {
  return op == Op::equal || op == Op::not_equal || op == Op::less || op == Op::less_equal || op == Op::greater ||
         op == Op::greater_equal;
}

void put(MemoryEntry& entry, const Memory& memory, const std::string& part, const Value& value) {
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

// Tells an observer of what is evaluated as long as it stands.
class Observed {
 public:
  Observed(Evaluator& evaluator, Observer* observer) : evaluator_(evaluator) { evaluator.observe(observer); }
  ~Observed() { evaluator_.observe(nullptr); }
  Observed(const Observed&) = delete;
  auto operator=(const Observed&) -> Observed& = delete;

 private:
  Evaluator& evaluator_;
};

bool is_chinese(const PolicyLibrary& library, FileId id) {
  const std::vector<ast::File>& files = library.files();
  return std::any_of(files.begin(), files.end(), [&](const ast::File& file) { return file.id == id && file.chinese; });
}

// What may be written anew: a literal, also with its sign; an enum's member, also with its enum before it.
bool is_literal(const ast::Expr& e) {
  using ast::ExprKind;
  switch (e.kind) {
    case ExprKind::number:
    case ExprKind::money:
    case ExprKind::text:
    case ExprKind::date:
    case ExprKind::time:
    case ExprKind::boolean:
    case ExprKind::period: return true;
    case ExprKind::negate: return is_literal(*e.operands[0]);
    default: return false;
  }
}

}  // namespace

TestRunner::TestRunner(std::vector<TestVersion> versions, PolicyLibrary& library, const TestOptions& options,
                       Judged judged)
    : versions_(std::move(versions)), library_(library), options_(options), judged_(std::move(judged)) {
  const auto fits = [](const TestVersion& one) { return one.test != nullptr; };
  version_ = static_cast<std::size_t>(std::ranges::find_if(versions_, fits) - versions_.begin());
  const bool of_policy = !std::get<ast::Test>(at().test->declaration->body).of.parts.empty();
  by_date_ = of_policy && std::ranges::count(library.policies(), names().policy, &FlatPolicy::name) > 1;
}

auto TestRunner::run() -> std::vector<CaseResult> {
  std::vector<CaseResult> results;
  begin_anew();
  const std::size_t count = at().test->cases.size();
  for (std::size_t i = 0; i < count; ++i) {
    const bool row = at().test->cases[i].row != 0;
    if (row) begin_anew();
    const bool goes_on = run_case(i);
    if (row || !goes_on || i + 1 == count) results.push_back(std::exchange(result_, {}));
    if (!row && !goes_on) break;
  }
  return results;
}

void TestRunner::begin_anew() {
  draft_ = Draft();
  memories_.assign(program().memories.size(), {});
  as_of_.reset();
}

void TestRunner::fail(std::string what) {
  TestFailure failure;
  failure.told = std::move(what);
  result_.failures.push_back(std::move(failure));
}

void TestRunner::fail(const PreparedExpectation& expectation, std::string what, TestFailure failure) {
  const SourceText& text = library_.sources().at(expectation.span.file);
  const Location at = locate(text, expectation.span.begin);
  failure.file = text.path;
  failure.line = at.line;
  failure.column = at.column;
  failure.told = std::move(what);
  result_.failures.push_back(std::move(failure));
}

// False: the case could not be built, so that those after it mean nothing.
bool TestRunner::run_case(std::size_t index) {
  if (!give_inputs(at().test->cases[index])) return false;
  if (by_date_ && !take_version(index)) return false;
  const PreparedCase& one = at().test->cases[index];
  Result<Case, std::vector<InputError>> read = read_draft();
  if (!read) return refuse(one, read.error());
  given_ = std::move(read).value();
  given_.memories = memories_;
  for (const PreparedGiven& given : one.given) {
    if (given.memory && !remember(given)) return false;
  }
  given_.memories = memories_;
  Answer answer;
  {
    const Observed observed(evaluator(), at().observer);
    answer = evaluator().settle(given_);
  }
  if (options_.settled) show(answer);
  judge(one, answer);
  if (judged_) judged_(given_, answer, version_, static_cast<std::uint32_t>(index + 1));
  if (answer.errors.empty() && !answer.blocked) memories_ = carry(program(), std::move(memories_), answer);
  return true;
}

bool TestRunner::give_inputs(const PreparedCase& one) {
  if (!one.as_of.empty()) as_of_ = parse_date(one.as_of);
  return std::ranges::all_of(one.given, [&](const PreparedGiven& given) { return given.memory || give(given); });
}

// Turns to the version that is in force on the case's date. False: there is none, or the test does not fit it.
bool TestRunner::take_version(std::size_t index) {
  const auto json = JsonDocument::read(draft_.json());
  const Selection found =
      select_opened(library_, names().service, names().policy, json, {.show_personal = true, .as_of = as_of_});
  if (found.chosen == nullptr && found.considered.empty()) return true;  // the reader of cases tells what is missing
  if (found.chosen == nullptr) return refuse(at().test->cases[index], found.considered.front());
  const auto chosen =
      std::ranges::find(versions_, found.chosen, [](const TestVersion& one) { return one.tests->compiled->policy; });
  if (chosen == versions_.end()) return true;  // it cannot be compiled, which was told
  if (chosen->test == nullptr) {
    tell_unfit(*chosen);
    return false;
  }
  return turn_to(static_cast<std::size_t>(chosen - versions_.begin())) && give_inputs(at().test->cases[index]);
}

// What is remembered goes with the case.
bool TestRunner::turn_to(std::size_t version) {
  if (version == version_) return true;
  const std::string remembered = write_opening(memories_, program(), names(), {});
  version_ = version;
  const auto json = JsonDocument::read(remembered);
  const JsonValue root = json.value().root();
  InputErrors errors;
  memories_ = read_opening(&root, program(), OpeningPlan(program(), names()),
                           {.allow_unknown = true, .show_personal = true}, errors);
  bool whole = true;
  for (const InputError& error : errors.take()) {
    if (error.code == InputCode::missing_opening) continue;  // nothing was remembered there before
    fail(error.path + ": " + report(error, options_.language).message);
    whole = false;
  }
  return whole;
}

void TestRunner::tell_unfit(const TestVersion& version) {
  const FlatPolicy& policy = *version.tests->compiled->policy;
  const std::string name = "`" + policy.name + "` " + policy.in_force.from;
  std::string text = zh() ? "该案例由 " + name + " 版本结算，但本测试与之不符"
                          : "this case is for the version " + name + ", which the test does not fit";
  for (const Diagnostic& problem : version.tests->unfit.at(at().test->declaration)) {
    const SourceText& source = library_.sources().at(problem.span.file);
    text += "\n" + source.path + ":" + std::to_string(locate(source, problem.span.begin).line) + ": " +
            message_of(problem, zh() ? Language::zh : Language::en);
  }
  fail(std::move(text));
}

void TestRunner::show(const Answer& answer) const {
  std::string json = draft_.json();  // `{…}`
  json.pop_back();
  if (json.size() > 1) json += ",";
  if (given_.as_of) json += "\"as_of\":\"" + print_date(*given_.as_of) + "\",";
  json += "\"opening\":" + write_opening(given_.memories, program(), names(), {}) + "}";
  options_.settled({program(), names(), json, answer});
}

auto TestRunner::read_draft() -> Result<Case, std::vector<InputError>> {
  Draft whole = draft_;
  Draft& opening = whole.field("opening");
  for (const Memory& memory : program().memories) {
    opening.field(names().memories[memory.name].name) = Draft::empty_list();
  }
  return read_case(whole.json(), program(), names(), {.show_personal = true, .as_of = as_of_});
}

// A case that the reader of cases does not take; it may be what the test expects. False: nothing follows.
bool TestRunner::refuse(const PreparedCase& one, const std::vector<InputError>& errors) {
  std::vector<Refusal> told;
  for (const InputError& error : errors) {
    const ErrorReport here = report(error, options_.language);
    told.push_back({here.code, here.path + ": " + report(error, "en").message,
                    here.path + ": " + report(error, "zh").message, here.path + ": " + here.message});
  }
  judge_errors(one, told);
  return false;
}

bool TestRunner::refuse(const PreparedCase& one, const Considered& version) {
  const ErrorReport english = describe(version, "en"), chinese = describe(version, "zh");
  judge_errors(one, {{english.code, english.message, chinese.message, zh() ? chinese.message : english.message}});
  return false;
}

// A constant's value. Failed: reported.
auto TestRunner::constant(NodeId node) -> Value {
  if (node == kNoNode) return {};
  Case nothing;
  nothing.inputs.assign(program().input_count, Value::failed());
  nothing.lists.resize(program().lists.size());
  nothing.memories.resize(program().memories.size());
  evaluator().begin(nothing);
  Value value = evaluator().value_of(node);
  for (const CaseError& error : evaluator().errors())
    fail(error.place + ": " + error_message(error, options_.language));
  return value;
}

bool TestRunner::give(const PreparedGiven& given) {
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
  *at = given.empty_list ? Draft::empty_list() : Draft::of(value, given.value.type, program().types);
  return true;
}

bool TestRunner::remember(const PreparedGiven& given) {
  const Memory& memory = program().at(*given.memory);
  const Value value = constant(given.value.node);
  std::vector<Value> key;
  for (const ElaboratedExpression& part : given.keys) key.push_back(constant(part.node));
  if (given.keys.empty()) {
    evaluator().begin(given_);
    for (const NodeId part : memory.keys) key.push_back(evaluator().value_of(part));
  }
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = kept_key(program(), memory.keys[i], key[i]).value_or(key[i]);
  const bool whole = std::none_of(key.begin(), key.end(), [](const Value& v) { return v.is_failed(); });
  if (!whole || value.is_failed()) {
    fail("the key of `" + names().memories[memory.name].name + "` cannot be told");
    return false;
  }
  put(entry(*given.memory, key), memory, given.part, value);
  return true;
}

auto TestRunner::entry(MemoryId memory, const std::vector<Value>& key) -> MemoryEntry& {
  std::vector<MemoryEntry>& entries = memories_[static_cast<std::size_t>(memory)].entries;
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const MemoryEntry& e) { return e.key == key; });
  if (found != entries.end()) return *found;
  entries.push_back({.key = key});
  return entries.back();
}

// ── expectations ──

bool TestRunner::Refusal::is(const std::string& wanted) const {
  const auto tells = [&](const std::string& text) { return text.find(wanted) != std::string::npos; };
  return code == wanted || tells(en) || tells(zh) || tells(shown);
}

void TestRunner::judge(const PreparedCase& one, const Answer& answer) {
  std::vector<Refusal> errors;
  for (const CaseError& error : answer.errors) {
    errors.push_back({error.code, error_message(error, "en"), error_message(error, "zh"),
                      error.place + ": " + error_message(error, options_.language)});
  }
  judge_errors(one, errors);
  for (const PreparedExpectation& expectation : one.expect) {
    if (expectation.kind == ast::Expectation::Kind::blocked && !answer.blocked) {
      fail(expectation, pick("expected to be blocked, it is not", "应被阻止，但并未"));
    }
    if (expectation.kind == ast::Expectation::Kind::holds && answer.errors.empty())
      judge_condition(expectation, answer);
  }
}

// Each error that is expected must come; where none is, none may.
void TestRunner::judge_errors(const PreparedCase& one, const std::vector<Refusal>& errors) {
  bool expected = false;
  for (const PreparedExpectation& expectation : one.expect) {
    if (expectation.kind != ast::Expectation::Kind::error) continue;
    expected = true;
    const std::string& wanted = expectation.error;
    if (std::any_of(errors.begin(), errors.end(), [&](const Refusal& error) { return error.is(wanted); })) continue;
    TestFailure failure{.expected = wanted, .actual = errors.empty() ? pick("no error", "没有错误") : ""};
    for (const Refusal& error : errors)
      failure.actual += (failure.actual.empty() ? "" : "\n") + error.code + " " + error.shown;
    fail(expectation, pick("expect error \"", "预期错误 \"") + wanted + "\"", std::move(failure));
  }
  if (expected) return;
  for (const Refusal& error : errors) fail(error.shown + " [" + error.code + "]");
}

void TestRunner::judge_condition(const PreparedExpectation& expectation, const Answer& answer) {
  bool met = false;
  {
    const Observed observed(evaluator(), at().observer);
    met = holds(expectation);
  }
  if (met) {
    if (expectation.literal != nullptr) result_.confirmed.push_back(expectation.literal->span);
    return;
  }
  const auto [left, right] = sides_of(expectation);
  TestFailure failure;
  if (left != kNoNode) {
    failure.expected = printed(right);
    failure.actual = printed(left);
    failure.difference = difference(left, right);
  }
  std::string told = std::string(pick("expect ", "预期 ")) + expectation.text;
  for (const CaseError& error : evaluator().errors()) told += "\n" + error_message(error, options_.language);
  failure.why = why_of(expectation.text, answer);
  if (left == kNoNode) failure.why = what_decided(expectation.node) + (failure.why.empty() ? "" : "\n") + failure.why;
  fail(expectation, std::move(told), std::move(failure));
  correct(expectation);
}

bool TestRunner::holds(const PreparedExpectation& expectation) {
  if (expectation.left != kNoNode) {
    const Value left = evaluator().value_of(expectation.left);
    const Value right = evaluator().value_of(expectation.right);
    return !left.is_failed() && !right.is_failed() && left == right;
  }
  const Value value = evaluator().value_of(expectation.node);
  return value.tag() == Value::Tag::boolean && value.as_bool();
}

// Of a comparison.
auto TestRunner::sides_of(const PreparedExpectation& expectation) const -> std::pair<NodeId, NodeId> {
  if (expectation.left != kNoNode) return {expectation.left, expectation.right};
  const Node& node = program().at(expectation.node);
  if (!is_comparison(node.op)) return {kNoNode, kNoNode};
  return {program().operands_of(node)[0], program().operands_of(node)[1]};
}

auto TestRunner::printed(NodeId node) -> std::string {
  const Value value = evaluator().value_of(node);
  if (value.is_absent()) return pick("absent", "无");
  return evaluator().print(value, node);
}

auto TestRunner::difference(NodeId actual, NodeId expected) -> std::string {
  const Value a = evaluator().value_of(actual), b = evaluator().value_of(expected);
  if (a.tag() != Value::Tag::number || b.tag() != Value::Tag::number) return {};
  const Number more = a.as_number() - b.as_number();
  return (more.sign() > 0 ? "+" : "") + print_value(more, program().at(actual).type, program().types);
}

// Of a condition that is no comparison: the part of it that does not hold.
auto TestRunner::what_decided(NodeId condition) -> std::string {
  const ConditionSeen seen = deciding_part(evaluator(), condition);
  const std::string values = values_text(seen, program().types);
  return std::string(pick("not `", "不满足 `")) + seen.text + "`" + (values.empty() ? "" : " (" + values + ")");
}

// How the left side of a comparison came about.
auto TestRunner::why_of(const std::string& text, const Answer& answer) -> std::string {
  std::string left = text.substr(0, text.find(' '));
  std::erase(left, '`');
  const std::optional<Explanation> explanation = why(evaluator(), answer, left, {.items = 3});
  if (!explanation) return {};
  const std::string lines =
      explanation_text(*explanation, program(), names(),
                       {.language = options_.language, .show_personal = true, .items = 3, .levels = 3});
  const std::size_t heading = lines.find("\n\n");  // policy, service and date are known here
  return first_lines(heading == std::string::npos ? lines : lines.substr(heading + 2), kLinesOfWhy);
}

// What the test would have to say: of `path = literal`, another literal.
void TestRunner::correct(const PreparedExpectation& expectation) {
  const auto [left, right] = sides_of(expectation);
  const bool equation = expectation.left != kNoNode || program().at(expectation.node).op == Op::equal;
  const ast::Expr* literal = expectation.literal;
  std::optional<std::string> text;
  if (equation && literal != nullptr && left != kNoNode) {
    const Type type = program().at(left).type;
    const bool member = type.kind == TypeKind::enumeration && program().at(right).op == Op::constant &&
                        (literal->kind == ast::ExprKind::name || literal->kind == ast::ExprKind::member);
    if (member || is_literal(*literal)) {
      text = literal_text(evaluator().value_of(left), type, program().types, is_chinese(library_, literal->span.file));
    }
    if (text && literal->kind == ast::ExprKind::member) *text = print_expression(*literal->operands[0]) + "." + *text;
    if (text && literal->kind == ast::ExprKind::money) *text += " " + program().types.at(CurrencyId{type.id}).name;
  }
  if (text) result_.corrections.push_back({literal->span, *text});
}

}  // namespace remit
