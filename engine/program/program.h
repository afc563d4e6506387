// What one service of one policy computes: the typed, acyclic program that both evaluators run.
//
// A Program is immutable and flat: vectors addressed by typed 32-bit ids. Rules are numbered topologically (a rule
// reads only rules of smaller numbers), across the case and its lists. Nodes form an expression DAG in which operands
// come before the node. A Program knows no syntax: names, labels, citations and texts stand in `ProgramNames`
// (engine/program/names.h), read only by explanations, answers and errors.
//
// Scopes. A rule belongs to the case, or to one list (an item rule: one value per element). Inside an item rule the
// element at hand is the list's own local variable (`List::self`). Loops bind locals of their own. A node may be
// shared by several rules only where it depends on no local.
//
// Failure. A node's value may be *failed*; a node that reads a failed value is failed too, without a message: only
// the root error is reported. Every operator skips what it does not need: `and or if or else` from left to right.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/number/rounding.h"
#include "engine/value/date.h"
#include "engine/value/type.h"
#include "engine/value/value.h"

namespace remit {

enum class NodeId : std::uint32_t {};
enum class RuleId : std::uint32_t {};
enum class InputId : std::uint32_t {};   // a leaf of the case's input
enum class LocalId : std::uint32_t {};   // a loop variable
enum class MemoryId : std::uint32_t {};  // a tally, spell, history or account
enum class CatalogId : std::uint32_t {};
enum class SourceId : std::uint32_t {};  // opaque: where in the policy a node was written
inline constexpr NodeId kNoNode{0xFFFFFFFF};

// Operands in brackets; `index` is what `Node::index` holds.
enum class Op : std::uint8_t {
  constant,        // [] index: Program::constants
  input,           // [] index: InputId
  input_list,      // [] index: ListId; all elements of a list at the case's level, input or derived
  paper_given,     // [] index: ProgramNames::papers. Is it named in the case's list of papers?
  governing_date,  // [] the service's date: Program::governed_by, or the case's `as of`
  rule,            // [] index: RuleId of the case
  local,           // [] index: LocalId
  element_field,   // [element] index: column of the element's list. An absent element gives absent
  element_list,    // [element] index: ListId nested in the element's list
  element_rule,    // [element] index: RuleId of its list
  element_value,   // [element] of a derived list, or of a list of plain values: the value that it stands for
  field,           // [record] index: field. An absent record gives absent
  make_record,     // [fields…] type: the record
  make_list,       // [elements…]
  nth,             // [list, position from 1] absent where there is none
  numbers,         // [low, high] the list low, low+1 … high; empty when high < low

  add,
  subtract,
  multiply,
  divide,  // [a, b] numbers; periods with periods; period × whole number
  negate,  // [a]
  minimum,
  maximum,   // [a, b, …] numbers, dates, periods
  absolute,  // [a]
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,  // [a, b] of one type
  starts_with,    // [text, prefix]
  contains,       // [list, value]
  logical_and,
  logical_or,
  logical_not,
  conditional,  // [condition, then, else]
  is_present,   // [a]
  or_else,      // [a, b]: a, or b where a is absent

  round,  // [a] index: Program::roundings. An absent a stays absent

  add_days,        // [date, days]
  add_months,      // [date, months] index: MonthEnds
  days_between,    // [from, to] index: Counting
  months_between,  // [from, to] index: MonthEnds. Whole months
  years_between,   // [from, to] index: MonthEnds. Whole years
  age,             // [birth, at] index: MonthEnds
  year_of,         // [date] index: month × 100 + day in which years begin (101: calendar years)
  start_of_year,
  end_of_year,    // [date] index: likewise
  month_of,       // [date] the month's first day
  end_of_month,   // [date]
  day_of,         // [date] 1 to 31
  month_number,   // [date] 1 to 12
  date_of,        // [time] its date
  days_number,    // [days or months] the period as a count
  days_period,    // [count] so many days
  months_period,  // [count] so many months

  aggregate,  // [] index: Program::loops
  running,    // [] index: Program::loops
  group,      // [] index: Program::loops. A list of records {key, items}, first-seen order
  each,       // [from, to] index: 0 day, 1 month, 2 year. A list of records {from, until, number}
  every,      // [period, from, to] likewise

  dated,   // [date, one node a version] index: Program::timelines
  choice,  // [] index: Program::choices
  table,   // [condition 1 … n, result 1 … n] index: Program::tables. Rows that hold must agree
  slice,   // [] index: Program::slices. A record {paid, handled, kept, left, bands}; bands, where
           // SliceUse::keeps_bands, a list of records {from, until, rate, handled, paid}, else absent
  share,   // [element] index: Program::shares. The element's part
  payer,   // [amount, left] index: RuleId of the payer. The amount, checked to lie in 0 … left
  left,    // [left before, amount]: left before − amount. Never fails by itself

  look_up,      // [keys…, key, date where rows have a validity] index: CatalogId. An optional record; type: the row
  opening,      // [keys…] index: MemoryId. Tally: the value before this case; account: the sum of its pots, or
                // where the type is a record all of them; history: the list of rows
  after_case,   // [keys…] index: MemoryId. Tally or account: with what this case posts
  over_last,    // [keys… without the month, number of months, to date, including current] index: MemoryId.
                // A list with one value a month, oldest first
  spell_start,  // [] index: MemoryId. The first day of the spell that this case belongs to
};

struct Node {
  Op op{};
  Type type;
  std::uint32_t index = 0;
  std::uint32_t first_operand = 0;  // into Program::operands
  std::uint32_t operand_count = 0;
  SourceId source{};
};

// What is known of a number before any case: the columnar evaluator's widths come from here.
struct NodeFacts {
  std::optional<Number> step;       // every value is a multiple of it; absent: unknown
  std::optional<Number> low, high;  // inclusive; absent: unbounded
  bool may_be_ratio = false;
  bool may_fail = false;
};

struct RoundingRule {
  Rounding mode{};
  Number step;
  bool declared = false;
};  // declared: `rounded` on the rule

struct Loop {
  enum class Kind : std::uint8_t {
    sum,
    count,
    any,
    all,
    first,
    minimum,
    maximum,
    list,
    running_up_to,
    running_before,
    group
  };
  Kind kind{};
  LocalId local{};
  NodeId list = kNoNode;
  NodeId body = kNoNode;  // count: a boolean, or kNoNode: every element counts. group: the key
  NodeId when = kNoNode;
  NodeId order = kNoNode;    // ties keep list order
  NodeId element = kNoNode;  // running: up to or before which
  Value zero;                // sum: of an empty list (0, or an empty period)
};

struct Timeline {
  struct Version {
    std::int64_t from, until;
  };                              // days, inclusive; the open ends are the least and greatest int64
  std::vector<Version> versions;  // in order, disjoint; one operand each
  std::uint32_t name = 0;         // ProgramNames::declarations
};

// A rule's base and its exceptions. Exception 0 … n−1 in the order written; a parent stands before its children.
struct Choice {
  static constexpr std::uint32_t kBase = 0xFFFFFFFF;
  struct Exception {
    NodeId when = kNoNode;
    NodeId value = kNoNode;  // rounded as the rule says
    std::uint32_t parent = kBase;
    std::vector<std::uint32_t> over;  // siblings that it goes over, transitively closed
    std::uint32_t name = 0;           // ProgramNames::exceptions
  };
  NodeId base = kNoNode;
  NodeId base_when = kNoNode;  // the base's own condition, or none
  std::vector<Exception> exceptions;
  RuleId rule{};
};

struct TableUse {
  std::uint32_t name = 0;           // ProgramNames::declarations
  std::vector<std::uint32_t> rows;  // per row: its number in the table, from 1, for explanations
  std::vector<NodeId> keys;         // key values, for explanations
  bool exclusive = false;           // proved: at most one row holds, so the first that holds is the one
};

// One application of bands to an amount; see engine/evaluate/slice.h for the meaning.
struct SliceUse {
  enum class Form : std::uint8_t { plain, above, less };
  enum class Adjustment : std::uint8_t { none, own_share, each_rate };
  struct Row {
    NodeId when = kNoNode;
    std::vector<NodeId> cells;
  };  // kNoNode cell: `none`, the payer stops here
  Form form{};
  bool once = false;
  NodeId amount = kNoNode, deductible = kNoNode, after = kNoNode, until_pays = kNoNode;
  std::vector<NodeId> edges;  // upper edges; the last may be kNoNode: `beyond`
  std::vector<Row> rows;      // exactly one must hold; `when` kNoNode: always
  Adjustment adjustment{};
  NodeId factor = kNoNode;  // own_share: k; each_rate: the new rate, reading `rate_local`
  LocalId rate_local{};
  bool counts = false;       // cells are money for each unit that falls in the band
  bool keeps_bands = false;  // some rule reads `.bands`
  std::uint32_t name = 0;    // ProgramNames::declarations
};

struct ShareUse {
  enum class Rest : std::uint8_t { error, first, last };
  NodeId amount = kNoNode;
  NodeId list = kNoNode;
  LocalId local{};
  NodeId weight = kNoNode;  // pro rata; or
  NodeId order = kNoNode;   // in order of, with
  NodeId at_most = kNoNode;
  Rest takes_all = Rest::error;
  Number step;  // the place of each part
};

// A list with an axis of its own: from the input, nested in another list, or derived.
struct List {
  LocalId self{};                      // the element at hand in this list's rules
  std::optional<ListId> parent;        // nested: the list whose elements hold it
  NodeId derived = kNoNode;            // a node of list type, at the case's level; else the list is input
  Type element;                        // record, or a plain value
  std::vector<std::uint32_t> columns;  // input lists: ProgramNames::columns, one a leaf of the element
  std::int64_t at_most = 100'000;
  std::uint32_t name = 0;  // ProgramNames::lists
};

struct Rule {
  enum class Kind : std::uint8_t { rule, value, table, requirement, condition, hidden };
  Kind kind{};
  std::optional<ListId> list;  // absent: of the case
  NodeId node = kNoNode;
  std::uint32_t name = 0;  // ProgramNames::rules
};

struct Memory {
  enum class Kind : std::uint8_t {
    adds,
    keeps_highest,
    keeps_lowest,
    keeps_earliest,
    keeps_latest,
    spell,
    history,
    account
  };
  struct Movement {
    bool credit = false;
    std::uint32_t pot = 0;  // credits
    NodeId amount = kNoNode;
    NodeId when = kNoNode;
  };
  Kind kind{};
  std::optional<ListId> list;  // declared inside a for each: once an element
  std::vector<Type> key_types;
  std::vector<NodeId> keys;                // of this case (or element)
  std::optional<std::uint32_t> month_key;  // which key is a month, for `over last`
  Type type;                               // of the value; of a history's rows; of an account's pots
  Limits limits;
  bool contributes = false;  // this service posts to it
  bool read = false;         // this service reads it: the case must name it
  NodeId when = kNoNode;
  NodeId amount = kNoNode;              // adds, keeps; history: the row
  NodeId from = kNoNode, to = kNoNode;  // spell
  Op comparison = Op::greater_equal;    // spell: gap <comparison> threshold begins a new one
  NodeId gap = kNoNode;
  std::vector<std::string> pots;
  std::vector<Movement> movements;
  NodeId never_below = kNoNode;
  std::uint32_t name = 0;  // ProgramNames::memories
};

enum class Severity : std::uint8_t { blocks, pends, reduces, warns };
struct Requirement {
  RuleId applies{}, met{};  // rules of the case; for item requirements of the list
  Severity severity{};
  std::uint32_t name = 0;  // ProgramNames::requirements
};
struct Paper {
  std::uint32_t name = 0;  // ProgramNames::papers; groups have none
  NodeId when = kNoNode;
  std::vector<Paper> one_of;  // a group: any of them
};
struct Papers {
  std::uint32_t name = 0;  // ProgramNames::documents
  NodeId when = kNoNode;
  std::vector<Paper> papers;
};
struct Identity {                          // `ensures`
  NodeId holds = kNoNode;                  // boolean
  NodeId left = kNoNode, right = kNoNode;  // where it is a = b: both sides, for the message
  std::uint32_t name = 0;                  // ProgramNames::identities
};

// One given result, in the order of the service.
struct Output {
  std::string name;
  std::string code;  // under --codes, or empty
  Labels labels;
  NodeId node = kNoNode;       // at the case's level
  std::optional<ListId> list;  // a list: `fields` for each element
  std::vector<Output> fields;  // nodes that read the list's `self`
  Type type;
  std::optional<Number> step;  // digits printed; absent: as many as it has
  bool personal = false;
};

// What a case must look like: the tree of inputs, with the slots that its leaves fill.
struct InputShape {
  enum class Kind : std::uint8_t { leaf, record, list };
  Kind kind{};
  FieldType field;
  bool needed = false;            // some rule of the service can reach it
  std::vector<RuleId> needed_by;  // those rules, or some of them, for the message where it is missing
  // At the case's level: an InputId; inside a list: a column. Leaf: its value. Optional record: true, or absent.
  std::optional<std::uint32_t> slot;
  std::optional<ListId> list;
  std::vector<InputShape> children;  // record: its fields. list: those of the element (or one leaf named "")
};

// A row of a catalog, and the first and last day on which it holds.
struct CatalogRow {
  std::int64_t begin = INT64_MIN, end = INT64_MAX;
  Value row;  // a record; failed where the catalog cannot be used
};

// Rows of a catalog. Implementations are immutable and safe from any thread.
class CatalogRows {
 public:
  virtual ~CatalogRows() = default;
  // The row valid on `date` (any, where the catalog has no validity), or absent. `region_missing` is set where the
  // overlay's keys name no file.
  virtual auto find(const std::vector<Value>& by, const Value& key, std::optional<std::int64_t> date,
                    bool& region_missing) const -> Value = 0;
  // All rows of a key: of those that hold on a day, `find` takes the first.
  virtual auto rows_of(const std::vector<Value>& by, const Value& key, bool& region_missing) const
      -> std::vector<CatalogRow> = 0;
};
struct Catalog {
  const CatalogRows* rows = nullptr;  // outlives the program
  std::uint32_t by = 0;               // how many keys come before the row's key
  bool dated = false;
  std::uint32_t name = 0;  // ProgramNames::declarations
};

struct Program {
  TypeTable types;
  std::vector<Node> nodes;
  std::vector<NodeId> operands;
  std::vector<NodeFacts> facts;  // one a node, or empty where they were not computed
  std::vector<Value> constants;
  std::vector<RoundingRule> roundings;
  std::vector<Loop> loops;
  std::vector<Timeline> timelines;
  std::vector<Choice> choices;
  std::vector<TableUse> tables;
  std::vector<SliceUse> slices;
  std::vector<ShareUse> shares;
  std::vector<List> lists;
  std::vector<Rule> rules;
  std::vector<Memory> memories;
  std::vector<Catalog> catalogs;
  std::uint32_t local_count = 0;
  std::uint32_t input_count = 0;  // leaves at the case's level

  std::vector<InputShape> inputs;  // what the service takes, in order
  NodeId governed_by = kNoNode;    // the service's date; kNoNode: the case's `as of`
  bool ordered_by_posting = false;
  NodeId ordered_by = kNoNode;
  std::vector<Output> outputs;
  std::vector<Requirement> requirements;
  std::vector<Papers> documents;
  std::vector<Identity> identities;
  std::vector<RuleId> payers;  // evaluated and checked with any answer
  std::int64_t in_force_from = INT64_MIN, in_force_until = INT64_MAX;

  [[nodiscard]] const Node& at(NodeId id) const { return nodes[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const Rule& at(RuleId id) const { return rules[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const List& at(ListId id) const { return lists[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const Memory& at(MemoryId id) const { return memories[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const NodeId* operands_of(const Node& n) const { return operands.data() + n.first_operand; }
};

}  // namespace remit
