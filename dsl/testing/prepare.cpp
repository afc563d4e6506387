#include "dsl/testing/prepare.h"

#include <algorithm>
#include <set>

#include "dsl/format/expression.h"
#include "engine/text/nearest.h"

namespace remit {
namespace {

using ast::Expr;
using ast::ExprKind;

auto test_of(const ast::Declaration& declaration) -> const ast::Test& { return std::get<ast::Test>(declaration.body); }

auto told(Code code, Span span, std::vector<std::string> arguments) -> Diagnostic {
  Diagnostic problem{};
  problem.code = code;
  problem.span = span;
  problem.arguments = std::move(arguments);
  return problem;
}

auto names_of(const std::vector<InputShape>& shapes) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const InputShape& shape : shapes) names.push_back(shape.field.name);
  return names;
}

// What the case of a test looks like, once the service is elaborated.
struct Shapes {
  TypeTable types;
  std::vector<InputShape> inputs;
  std::vector<List> lists;
  std::vector<Memory> memories;
  std::vector<std::string> memory_names;  // by MemoryId
};

auto shapes_of(Elaborator& elaborator) -> Shapes {
  Elaborated& elaborated = elaborator.result();
  Shapes shapes{
      elaborated.program.types, elaborated.program.inputs, elaborated.program.lists, elaborated.program.memories, {}};
  for (const Memory& memory : shapes.memories)
    shapes.memory_names.push_back(elaborated.names.memories[memory.name].name);
  elaborated.names.sources.clear();  // written anew when all is elaborated
  return shapes;
}

// The tests of one service, on one Elaborator.
class Preparer {
 public:
  Preparer(const FlatPolicy& policy, std::string service, Elaborator& elaborator, PreparedTests& into)
      : policy_(policy),
        service_(std::move(service)),
        elaborator_(elaborator),
        into_(into),
        shapes_(shapes_of(elaborator)) {}

  // What is wrong with the test.
  auto prepare(const ast::Declaration& declaration) -> std::vector<Diagnostic> {
    wrong_ = false;
    PreparedTest test{&declaration, cases_of(test_of(declaration))};
    take_problems();
    if (!wrong_) into_.tests.push_back(std::move(test));
    return std::exchange(problems_, {});
  }

 private:
  void tell(Code code, Span span, std::vector<std::string> arguments) {
    wrong_ = true;
    problems_.push_back(told(code, span, std::move(arguments)));
  }
  // What is wrong with a test is none of the policy's problems.
  void take_problems() {
    std::vector<Diagnostic>& found = elaborator_.problems();
    std::move(found.begin(), found.end(), std::back_inserter(problems_));
    found.clear();
  }

  // Without a node where it is wrong, which has then been told, here or before.
  auto elaborated(const Expr& e, std::optional<Type> expected) -> ElaboratedExpression {
    const ElaboratedExpression made = elaborator_.expression(e, expected);
    wrong_ = wrong_ || made.node == kNoNode;
    return made;
  }

  auto cases_of(const ast::Test& test) -> std::vector<PreparedCase> {
    PreparedCase first;
    std::vector<const ast::Test*> line;
    inherit(test, first, line);
    std::vector<PreparedCase> cases;
    for (std::size_t i = 0; i < test.steps.size(); ++i) {
      PreparedCase step = i == 0 ? std::move(first) : PreparedCase();
      add(test.steps[i], step);
      cases.push_back(std::move(step));
    }
    if (cases.empty()) cases.push_back(std::move(first));
    return test.cases.empty() ? cases : rows_of(test, cases.front());
  }

  // The first case of the test that this one is like.
  void inherit(const ast::Test& test, PreparedCase& into, std::vector<const ast::Test*>& line) {
    if (const auto met = std::find(line.begin(), line.end(), &test); met != line.end())
      return tell_circle({met, line.end()});
    if (test.like.empty()) return;
    line.push_back(&test);
    std::vector<std::string> titles;
    for (const auto* tests : {&policy_.tests, &policy_.tests_above}) {
      for (const ast::Declaration* other : *tests) {
        titles.push_back(other->name.text);
        if (other->name.text != test.like) continue;
        const ast::Test& model = test_of(*other);
        inherit(model, into, line);
        if (!model.steps.empty()) add_givens(model.steps.front(), into);
        return;
      }
    }
    tell(Code::E0702, test.like_span, {test.like, nearest_name(test.like, titles)});
  }

  // From the test that is written first, whichever leads to it; once.
  void tell_circle(std::vector<const ast::Test*> circle) {
    wrong_ = true;
    const auto begins = [](const ast::Test* test) { return test->like_span.begin; };
    const auto first = std::min_element(circle.begin(), circle.end(),
                                        [&](const ast::Test* a, const ast::Test* b) { return begins(a) < begins(b); });
    std::rotate(circle.begin(), first, circle.end());
    if (!circles_told_.insert(circle.front()).second) return;
    std::string path = "“" + circle.back()->like + "”";
    for (const ast::Test* test : circle) path += " → “" + test->like + "”";
    tell(Code::E0703, circle.front()->like_span, {path});
  }

  void add(const ast::TestStep& step, PreparedCase& into) {
    add_givens(step, into);
    for (const ast::Expectation& expectation : step.expect) into.expect.push_back(expect(expectation));
  }
  void add_givens(const ast::TestStep& step, PreparedCase& into) {
    if (!step.as_of.empty()) into.as_of = step.as_of;
    for (const ast::Assignment& assignment : step.given) give(*assignment.path, assignment.value, into);
  }

  auto rows_of(const ast::Test& test, const PreparedCase& common) -> std::vector<PreparedCase> {
    std::vector<PreparedCase> cases;
    for (std::size_t row = 1; row < test.cases.size(); ++row) {
      PreparedCase one = common;
      one.row = static_cast<std::uint32_t>(row);
      one.row_span = test.cases[row].span;
      const std::vector<const Expr*>& cells = test.cases[row].cells;
      for (std::size_t i = 0; i < std::min(cells.size(), test.columns.size()); ++i) {
        if (cells[i] == nullptr) continue;
        if (test.columns[i].expect)
          one.expect.push_back(expect_cell(*test.columns[i].path, *cells[i]));
        else
          give(*test.columns[i].path, cells[i], one);
      }
      cases.push_back(std::move(one));
    }
    return cases;
  }

  void add_condition(const Expr& e, PreparedExpectation& made) {
    made.text = print_expression(e);
    if (e.kind == ExprKind::compare && e.word == ast::Word::equal) made.literal = e.operands[1];
    if (!add_optional_equation(e, made)) made.node = elaborated(e, Type{.kind = TypeKind::boolean}).node;
  }
  // In a policy an optional is handled before it is compared; a test may expect that it is there and what it is.
  auto add_optional_equation(const Expr& e, PreparedExpectation& made) -> bool {
    if (e.kind != ExprKind::compare || e.word != ast::Word::equal || !is_path(*e.operands[0])) return false;
    const ElaboratedExpression left = elaborated(*e.operands[0], std::nullopt);
    if (left.node == kNoNode) return true;  // reported
    if (!left.type.optional) return false;
    made.left = left.node;
    made.right = elaborated(*e.operands[1], Type{.kind = left.type.kind, .id = left.type.id}).node;
    return true;
  }
  static auto is_path(const Expr& e) -> bool {
    return e.kind == ExprKind::name || e.kind == ExprKind::member || e.kind == ExprKind::index;
  }
  auto expect(const ast::Expectation& written) -> PreparedExpectation {
    PreparedExpectation made{.written = &written, .kind = written.kind, .error = written.error, .span = written.span};
    if (written.holds == nullptr) return made;
    add_condition(*written.holds, made);
    return made;
  }
  // A cell below `expect path` says what the path is equal to.
  auto expect_cell(const Expr& path, const Expr& cell) -> PreparedExpectation {
    Expr e;
    e.kind = ExprKind::compare;
    e.word = ast::Word::equal;
    e.span = e.mark = cell.span;
    e.operands = {&path, &cell};
    PreparedExpectation made{.kind = ast::Expectation::Kind::holds, .span = cell.span};
    add_condition(into_.arena->expressions.emplace_back(std::move(e)), made);
    return made;
  }

  // ── given ──

  void give(const Expr& path, const Expr* value, PreparedCase& into) {
    const Expr* root = &path;
    while (root->kind == ExprKind::member || root->kind == ExprKind::index) root = root->operands.front();
    const auto memory = std::find(shapes_.memory_names.begin(), shapes_.memory_names.end(), root->text);
    if (memory != shapes_.memory_names.end()) {
      return give_memory(MemoryId{static_cast<std::uint32_t>(memory - shapes_.memory_names.begin())}, path, value,
                         into);
    }
    PreparedGiven given;
    if (root->text == "papers" && root == &path) {
      given.path = {"papers"};
      const bool none = value != nullptr && value->kind == ExprKind::list && value->operands.empty();
      given.empty_list = none;
      add(std::move(given), std::nullopt, none ? nullptr : value, into);
    } else if (const std::optional<Type> type = input(path, given.path)) {
      add(std::move(given), type, value, into);
    }
  }

  void add(PreparedGiven given, std::optional<Type> type, const Expr* value, PreparedCase& into) {
    if (value != nullptr) {
      given.value = elaborated(*value, type);
      if (given.value.node == kNoNode) return;  // reported
    }
    into.given.push_back(std::move(given));
  }

  // The type of what a path of an input names; its parts are added to `parts`. Absent: reported.
  auto input(const Expr& path, std::vector<std::string>& parts) -> std::optional<Type> {
    const InputShape* shape = nullptr;
    return input(path, parts, shape);
  }
  auto input(const Expr& path, std::vector<std::string>& parts, const InputShape*& shape) -> std::optional<Type> {
    if (path.kind == ExprKind::name) {
      shape = part_of(shapes_.inputs, path.text);
      if (shape == nullptr) {
        std::vector<std::string> known = names_of(shapes_.inputs);
        known.insert(known.end(), shapes_.memory_names.begin(), shapes_.memory_names.end());
        tell(Code::E0704, path.span, {path.text, service_, nearest_name(path.text, known)});
        return std::nullopt;
      }
      parts.push_back(path.text);
      return shape->field.type;
    }
    const std::optional<Type> whole = input(*path.operands.front(), parts, shape);
    if (!whole) return std::nullopt;
    return path.kind == ExprKind::index ? element(path, parts, shape) : member(path, parts, shape);
  }
  auto element(const Expr& path, std::vector<std::string>& parts, const InputShape* shape) -> std::optional<Type> {
    const bool numbered = path.operands.size() == 2 && path.operands[1]->kind == ExprKind::number;
    if (!numbered || shape->kind != InputShape::Kind::list) {
      tell(Code::E0705, path.span,
           {print_expression(*path.operands.front()), print_expression(*path.operands.back()), ""});
      return std::nullopt;
    }
    parts.push_back(path.operands[1]->text);
    return shapes_.lists[static_cast<std::size_t>(*shape->list)].element;
  }
  auto member(const Expr& path, std::vector<std::string>& parts, const InputShape*& shape) -> std::optional<Type> {
    const InputShape* part = part_of(shape->children, path.text);
    if (part == nullptr) {
      const std::string object = print_expression(*path.operands.front());
      tell(Code::E0705, path.mark, {object, path.text, nearest_name(path.text, names_of(shape->children))});
      return std::nullopt;
    }
    shape = part;
    parts.push_back(path.text);
    return shape->field.type;
  }
  static auto part_of(const std::vector<InputShape>& shapes, const std::string& name) -> const InputShape* {
    const auto found =
        std::find_if(shapes.begin(), shapes.end(), [&](const InputShape& shape) { return shape.field.name == name; });
    return found == shapes.end() ? nullptr : &*found;
  }

  // `tally`, `tally[keys]`, `card.pot`, `card[keys].pot`.
  void give_memory(MemoryId id, const Expr& path, const Expr* value, PreparedCase& into) {
    const Memory& memory = shapes_.memories[static_cast<std::size_t>(id)];
    PreparedGiven given;
    given.memory = id;
    const Expr* keyed = &path;
    if (path.kind == ExprKind::member) {
      given.part = path.text;
      keyed = path.operands.front();
    }
    if (!check_part(memory, given.part, path) || !add_keys(memory, *keyed, given)) return;
    add(std::move(given), type_of(memory), value, into);
  }
  auto check_part(const Memory& memory, const std::string& part, const Expr& path) -> bool {
    std::vector<std::string> parts = memory.pots;
    if (memory.kind == Memory::Kind::spell) parts = {"start", "end"};
    const bool known = parts.empty() ? part.empty() : std::find(parts.begin(), parts.end(), part) != parts.end();
    if (!known) {
      const std::string& name = shapes_.memory_names[static_cast<std::size_t>(&memory - shapes_.memories.data())];
      tell(Code::E0705, path.span, {name, part, parts.empty() ? "" : nearest_name(part, parts)});
    }
    return known;
  }
  auto add_keys(const Memory& memory, const Expr& keyed, PreparedGiven& given) -> bool {
    const std::string name = print_expression(keyed);
    if (keyed.kind == ExprKind::name) {
      if (memory.list) tell(Code::E0707, keyed.span, {name});
      return !memory.list;
    }
    const std::size_t count = keyed.operands.size() - 1;
    if (count != memory.key_types.size()) {
      tell(Code::E0708, keyed.span, {name, std::to_string(memory.key_types.size()), std::to_string(count)});
      return false;
    }
    for (std::size_t i = 0; i < count; ++i) {
      given.keys.push_back(elaborated(*keyed.operands[i + 1], memory.key_types[i]));
      if (given.keys.back().node == kNoNode) return false;
    }
    return true;
  }
  auto type_of(const Memory& memory) const -> std::optional<Type> {
    if (memory.kind == Memory::Kind::spell) return Type{.kind = TypeKind::date};
    if (memory.kind != Memory::Kind::history) return memory.type;
    for (std::size_t i = 0; i < shapes_.types.lists.size(); ++i) {
      if (shapes_.types.lists[i].element == memory.type) {
        return Type{.kind = TypeKind::list, .id = static_cast<std::uint32_t>(i)};
      }
    }
    return std::nullopt;
  }

  bool wrong_ = false;  // the test at hand
  std::set<const ast::Test*> circles_told_;
  const FlatPolicy& policy_;
  const std::string service_;
  Elaborator& elaborator_;
  PreparedTests& into_;
  std::vector<Diagnostic> problems_;
  const Shapes shapes_;
};

// The service that a test runs; empty: reported.
auto service_of(const FlatPolicy& policy, const ast::Declaration& declaration, std::vector<Diagnostic>& problems)
    -> std::string {
  const std::vector<std::string> services = services_of(policy);
  const ast::Name& named = test_of(declaration).service;
  if (named.text.empty()) {
    if (services.size() == 1) return services.front();
    problems.push_back(told(Code::E0701, declaration.name.span, {policy.name, std::to_string(services.size())}));
    return {};
  }
  if (std::find(services.begin(), services.end(), named.text) != services.end()) return named.text;
  problems.push_back(told(Code::E0340, named.span, {named.text, policy.name, nearest_name(named.text, services)}));
  return {};
}

void check_titles(const FlatPolicy& policy, std::vector<Diagnostic>& problems) {
  std::map<std::string, const ast::Declaration*> titles;
  for (const ast::Declaration* test : policy.tests) {
    const auto [first, fresh] = titles.emplace(test->name.text, test);
    if (fresh) continue;
    Diagnostic problem = told(Code::E0706, test->name.span, {test->name.text});
    problem.notes.push_back({NoteKind::declared_here, first->second->name.span, {test->name.text}});
    problems.push_back(std::move(problem));
  }
}

bool expects_something(const ast::Test& test) {
  const bool column = std::any_of(test.columns.begin(), test.columns.end(), [](const auto& c) { return c.expect; });
  return column || std::any_of(test.steps.begin(), test.steps.end(), [](const auto& s) { return !s.expect.empty(); });
}

// One version of a policy.
class VersionPreparer {
 public:
  // What is wrong with a test in one version.
  using Wrong = std::map<const ast::Declaration*, std::vector<Diagnostic>>;

  VersionPreparer(PolicyLibrary& library, const FlatPolicy& policy, std::vector<Diagnostic>& problems)
      : library_(library), policy_(policy), problems_(problems) {}

  auto prepare() -> std::vector<PreparedTests> {
    check_titles(policy_, problems_);
    std::map<std::string, std::vector<const ast::Declaration*>> by_service;
    for (const ast::Declaration* test : policy_.tests) {
      if (!expects_something(test_of(*test))) problems_.push_back(told(Code::W0709, test->name.span, {}));
      const std::string service = service_of(policy_, *test, wrong[test]);
      if (!service.empty()) by_service[service].push_back(test);
    }
    std::vector<PreparedTests> all;
    for (const auto& [service, tests] : by_service) prepare(service, tests, all);
    return all;
  }

  Wrong wrong;

 private:
  void prepare(const std::string& service, const std::vector<const ast::Declaration*>& tests,
               std::vector<PreparedTests>& all) {
    PreparedTests prepared;
    prepared.arena = std::make_shared<ast::Arena>();
    prepared.compiled = library_.compile(policy_, service, [&](Elaborator& elaborator) {
      if (has_errors(elaborator.problems())) return;
      Preparer preparer(policy_, service, elaborator, prepared);
      for (const ast::Declaration* test : tests) {
        wrong[test] = preparer.prepare(*test);
        if (has_errors(wrong[test])) prepared.unfit[test] = wrong[test];
      }
    });
    std::vector<Diagnostic>& found = prepared.compiled->problems;
    problems_.insert(problems_.end(), found.begin(), found.end());
    if (!has_errors(found)) all.push_back(std::move(prepared));
  }

  PolicyLibrary& library_;
  const FlatPolicy& policy_;
  std::vector<Diagnostic>& problems_;
};

}  // namespace

auto prepare_tests(PolicyLibrary& library, std::span<const FlatPolicy> versions, std::vector<Diagnostic>& problems)
    -> std::vector<PreparedTests> {
  std::vector<PreparedTests> all;
  VersionPreparer::Wrong wrong;  // where the test fits best
  for (const FlatPolicy& policy : versions) {
    VersionPreparer version(library, policy, problems);
    for (PreparedTests& prepared : version.prepare()) all.push_back(std::move(prepared));
    for (auto& [test, found] : version.wrong) {
      const auto known = wrong.find(test);
      if (known == wrong.end() || has_errors(known->second)) wrong[test] = std::move(found);
    }
  }
  for (const auto& [test, found] : wrong) problems.insert(problems.end(), found.begin(), found.end());
  return all;
}

auto by_name(const PolicyLibrary& library) -> std::vector<std::span<const FlatPolicy>> {
  const std::vector<FlatPolicy>& all = library.policies();
  std::vector<std::span<const FlatPolicy>> groups;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].name == all[begin].name) ++end;
    groups.emplace_back(&all[begin], end - begin);
  }
  return groups;
}

}  // namespace remit
