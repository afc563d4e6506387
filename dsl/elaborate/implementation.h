// The parts of elaboration, a file each: names.cpp, types.cpp, expression.cpp, numbers.cpp, conditions.cpp,
// calendar.cpp, loops.cpp, records.cpp, slices.cpp, tables.cpp, rules.cpp, splits.cpp, memory.cpp, service.cpp,
// taken.cpp.
#pragma once
#include <functional>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dsl/elaborate/elaborate.h"
#include "dsl/elaborate/environment.h"
#include "dsl/source/source.h"
#include "engine/program/builder.h"

namespace remit {

class Elaborator::Implementation {
 public:
  // `selected`: see Elaborator; otherwise nullptr.
  Implementation(const FlatPolicy& policy, const SourceSet& sources, std::string service, const ast::Service* selected);

  void elaborate_service();
  void elaborate_everything();
  void elaborate_declaration(const FlatDeclaration& flat);
  auto applies_when() -> Typed;
  auto case_environment() const -> Environment;

  // ── expressions (expression.cpp) ──
  // With an expected type, the result has it or an error was reported; bare numbers, members, `none` and records
  // without a name need one.
  auto infer(const ast::Expr& e, const Environment& env) -> Typed;
  auto check(const ast::Expr& e, const Type& expected, const Environment& env) -> Typed;
  auto infer_element(const ast::Expr& e, const Environment& env) -> Typed;
  bool is_plain_element(const Type& type) const;
  auto whole(const Typed& value, Span span) -> Typed;  // a record of the input, or an element, as a node

  Elaborated out;
  ProgramBuilder build;  // moved into `out` at the end
  std::vector<Diagnostic> problems;
  void finish();
  void keep_bands();

 private:
  using Exprs = std::vector<const ast::Expr*>;

  // ── names (names.cpp) ──
  struct Symbol {
    const FlatDeclaration* flat = nullptr;
    [[nodiscard]] auto declaration() const -> const ast::Declaration& { return *flat->declaration; }
  };
  void collect_symbols();
  auto symbol(const std::string& name) const -> const Symbol*;  // of the case's level
  auto symbol(const ast::Expr& name) const -> const Symbol*;    // that can be seen from where the name stands
  auto item_symbol(ListId list, const std::string& name) const -> const Symbol*;
  auto resolve_name(const ast::Expr& e, const Environment& env) -> std::optional<Typed>;
  auto use_symbol(const Symbol& symbol, const ast::Expr& e, const Environment& env) -> Typed;
  static bool is_memory(const ast::Declaration& d);
  auto use_item_rule(const Symbol& symbol, NodeId element, const ast::Expr& e) -> Typed;
  auto unknown_name(const ast::Expr& e, const Environment& env) -> Typed;
  auto names_in_sight(const Environment& env) const -> std::vector<std::string>;
  auto member_of_enum(const Type& type, const std::string& name) const -> std::optional<std::int64_t>;
  bool is_member_of_any_enum(const std::string& name) const;
  auto enum_with(const std::vector<std::string>& members) const -> std::optional<Type>;
  bool is_open(const ast::Expr& e, const Environment& env) const;

  // ── types (types.cpp) ──
  struct Declared {
    Type type;
    Limits limits;
  };
  auto declared(const ast::TypeExpr& type) -> Declared;
  auto named_type(const ast::TypeExpr& type) -> Declared;
  auto limits_of(const ast::TypeExpr& type, const Type& resolved) -> Limits;
  auto bound_of(const ast::Expr& e, const Type& type) -> std::optional<Number>;
  auto fields_of(const std::vector<ast::Field>& fields) -> std::vector<FieldType>;
  auto currency(const std::string& name) -> std::optional<Type>;
  auto list_of(Type element, std::int64_t at_most = 100'000) -> Type;
  auto record_of(std::vector<FieldType> fields, std::string name) -> Type;  // one id for equal fields and name
  auto name_of(const Type& type) const -> std::string;
  auto element_type(const Type& list) const -> Type;
  static auto labels_of(const ast::Labels& labels) -> Labels;

  // ── helpers ──
  auto source(Span span) -> SourceId;
  auto node(Op op, Type type, std::initializer_list<NodeId> operands, Span span, std::uint32_t index = 0) -> NodeId;
  auto node(Op op, Type type, const std::vector<NodeId>& operands, Span span, std::uint32_t index = 0) -> NodeId;
  auto constant(Value value, Type type, Span span) -> Typed;
  auto boolean(NodeId node) const -> Typed { return {.node = node, .type = {.kind = TypeKind::boolean}}; }
  static auto wrong() -> Typed { return {.wrong = true}; }
  void report(Code code, Span span, std::vector<std::string> arguments = {}, std::vector<Note> notes = {},
              std::optional<Edit> edit = {}, std::vector<Span> operands = {});
  auto report_wrong(Code code, Span span, std::vector<std::string> arguments = {}, std::vector<Note> notes = {},
                    std::optional<Edit> edit = {}) -> Typed;
  // At the sign of a comparison or of arithmetic, with what stands on both sides of it.
  auto report_operator(Code code, const ast::Expr& e, std::vector<std::string> arguments, std::vector<Note> notes = {})
      -> Typed;
  auto as_written(const ast::Expr& e, const Type& expected) const -> std::optional<Edit>;
  auto may_be_absent(const ast::Expr& e) -> Typed;  // an optional where a value is needed
  auto coerce(Typed value, const Type& expected, const ast::Expr& e) -> Typed;
  bool fits(const Type& actual, const Type& expected) const;
  auto narrowed(Typed value, const Environment& env) const -> Typed;
  auto both(NodeId a, NodeId b, Span span) -> NodeId;  // and; kNoNode stands for true
  auto negated(NodeId a, Span span) -> NodeId;
  auto text_of(const ast::Expr& e) const -> std::string;
  auto literal(const ast::Expr& e) -> std::optional<Number>;

  // ── numbers (numbers.cpp) ──
  auto number(const ast::Expr& e, const Type* expected) -> Typed;
  auto arithmetic(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto additive(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto product(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto negate(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto built_in(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto rounding(const ast::Expr& e, const Environment& env) -> Typed;
  auto round_node(Typed value, Rounding mode, const Number& step, bool declared, Span span) -> Typed;
  static auto mode_of(ast::Word word) -> Rounding;
  // Elaborates operands that must share one type: those that are not open decide, the open ones follow.
  // `known`: the first operand where it has been elaborated already.
  auto alike(const Exprs& operands, const Type* expected, const std::vector<Environment>& envs, Span span,
             std::optional<Typed> known = std::nullopt) -> std::vector<Typed>;

  // ── conditions (conditions.cpp) ──
  auto condition(const ast::Expr& e, const Environment& env) -> Typed;  // boolean, whole
  auto logical(const ast::Expr& e, const Environment& env) -> Typed;
  auto comparison(const ast::Expr& e, const Environment& env) -> Typed;
  auto membership(const ast::Expr& e, const Environment& env) -> Typed;
  auto presence(const ast::Expr& e, const Environment& env) -> Typed;
  auto presence_of(const Typed& value, Span span) -> NodeId;
  auto conditional(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto alternative(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto compare_nodes(ast::Word word, const Typed& a, const Typed& b, Span span) -> NodeId;
  auto in_range(const Typed& value, const ast::Expr& range, const Environment& env) -> NodeId;
  auto facts_when(NodeId condition, bool holds) const -> std::vector<NodeId>;
  bool comparable(const Type& a, const Type& b) const;

  // ── calendar (calendar.cpp) ──
  auto period(const ast::Expr& e) -> Typed;
  auto between(const ast::Expr& e, const Environment& env) -> Typed;
  auto age(const ast::Expr& e, const Environment& env) -> Typed;
  auto calendar(const ast::Expr& e, const Environment& env) -> Typed;
  auto each(const ast::Expr& e, const Environment& env) -> Typed;
  auto as_count(Typed value, Span span) -> Typed;  // a period as the number of its days or months
  auto as_date(const ast::Expr& e, const Environment& env) -> Typed;
  auto add_period(const Typed& date, const Typed& period, Op op, Span span) -> Typed;
  auto month_ends(Span span) -> std::uint32_t;
  auto month_day(const std::string& text) -> std::uint32_t;
  auto period_record() -> Type;

  // ── records, lists, loops (records.cpp, loops.cpp) ──
  auto member(const ast::Expr& e, const Environment& env) -> Typed;
  auto member_of(const Typed& object, const ast::Expr& e, const Environment& env) -> Typed;
  auto shape_member(const Typed& object, const ast::Expr& e, const Environment& env) -> Typed;
  auto shape_value(const InputShape& shape, NodeId element, bool optional) -> Typed;
  auto no_member(const ast::Expr& e, const std::string& of, std::vector<std::string> known) -> Typed;
  auto no_field(const ast::Name& name, const std::string& of, const std::vector<std::string>& known) -> Typed;
  auto index(const ast::Expr& e, const Environment& env) -> Typed;
  auto open_argument(const ast::Expr& e, const Environment& env) -> Typed;
  auto record_literal(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  void claim_field(const Typed& value, const FieldType& field, const ast::Expr& e, const Environment& env);
  auto with(const ast::Expr& e, const Environment& env) -> Typed;
  auto list_literal(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto list_operand(const ast::Expr& e, const Environment& env) -> Typed;
  auto elements_of(const Typed& list, Span span) -> Typed;  // of a list that has a `for each`; else the list itself
  auto loop_variable(const Type& list, LocalId local, Span span) -> Typed;
  auto aggregate(const ast::Expr& e, const Type* expected, const Environment& env) -> Typed;
  auto running(const ast::Expr& e, const Environment& env) -> Typed;
  auto group(const ast::Expr& e, const Environment& env) -> Typed;
  auto order_key(const ast::Expr* e, const Environment& env) -> NodeId;
  auto zero_of(const Type& type) const -> std::optional<Value>;

  // ── values, rules, exceptions, functions (rules.cpp) ──
  struct RuleKey {
    const FlatDeclaration* flat;
    NodeId date;
    bool operator<(const RuleKey& other) const { return std::pair(flat, date) < std::pair(other.flat, other.date); }
  };
  struct MadeRule {
    RuleId id{};
    Type type;
    bool wrong = false;
  };
  auto rule_of(const FlatDeclaration& flat, NodeId date) -> MadeRule;
  auto make_rule(const FlatDeclaration& flat, const ast::Rule& rule, Environment env) -> Typed;
  auto rule_version(const FlatDeclaration& flat, const ast::RuleVersion& version, const Declared* type,
                    const std::optional<ast::RoundedClause>& rounded, Type& inferred, const Environment& env) -> Typed;
  auto rounded_value(const ast::Expr& e, const Declared* type, const std::optional<ast::RoundedClause>& rounded,
                     const ast::Declaration& of, const Environment& env, const Type* like) -> Typed;
  bool has_place(const Type& type) const;
  void claim_place(const Typed& value, const Declared& type, const ast::Expr& e, const ast::Declaration& of);
  auto exception_order(const ast::RuleVersion& version, bool& failed) -> std::vector<std::size_t>;
  void report_circle_of(const std::vector<ast::Exception>& all, std::size_t from, std::vector<bool>& told);
  void rank_exceptions(const ast::RuleVersion& version, const std::vector<std::uint32_t>& place, Choice& choice);
  auto make_value(const FlatDeclaration& flat, const ast::ValueDecl& value, const Environment& env) -> Typed;
  auto timeline(const FlatDeclaration& flat, const std::vector<ast::Period>& periods,
                const std::vector<Typed>& versions, NodeId date, Span span) -> Typed;
  auto no_function(const ast::Expr& e, const ast::Declaration& d) -> Typed;
  auto call(const ast::Expr& e, const Environment& env) -> Typed;
  auto add_rule(Rule::Kind kind, std::optional<ListId> list, NodeId node, const FlatDeclaration& flat,
                const std::string& suffix = "") -> RuleId;
  auto rule_node(const MadeRule& rule, NodeId element, Span span) -> Typed;
  auto environment_of(const FlatDeclaration& flat) -> Environment;
  auto cycle(const RuleKey& key) -> MadeRule;
  auto declaration_name(const FlatDeclaration& flat, const std::string& suffix = "") -> DeclarationName;
  void cite(DeclarationName& name, const ast::Notes& notes);
  auto declaration_index(const FlatDeclaration& flat) -> std::uint32_t;

  // ── tables and bands (tables.cpp, slices.cpp) ──
  auto as_of(const ast::Expr& e, const Environment& env) -> Typed;
  bool stays_with_case(NodeId value) const;
  auto use_table(const FlatDeclaration& flat, const std::vector<Typed>& arguments, const Environment& env, Span span)
      -> Typed;
  auto use_table_inline(const FlatDeclaration& flat, const std::vector<Typed>& arguments, const Environment& env,
                        Span span) -> Typed;
  auto table_version(const FlatDeclaration& flat, const ast::Table& table, const ast::TableVersion& version,
                     const std::vector<Typed>& keys, const Environment& env) -> Typed;
  static constexpr std::size_t kHeaderColumn = static_cast<std::size_t>(-1);
  struct Layout {
    struct Entry {
      std::vector<std::pair<std::size_t, std::size_t>> keys;  // key, column (kHeaderColumn: the header's cell)
      std::vector<std::size_t> results;                       // columns
      std::size_t header_cell = 0;
    };
    std::vector<Entry> entries;
  };
  auto edge_below(const ast::TableVersion& version, std::size_t row, std::size_t column,
                  const Layout::Entry& entry) const -> const ast::Expr*;
  auto over_edge(const Typed& key, const ast::Expr& edge, const Environment& env) -> NodeId;
  auto table_layout(const ast::Table& table, const ast::TableVersion& version) -> std::optional<Layout>;
  auto result_types(const ast::Table& table) -> std::vector<Declared>;
  auto table_type(const ast::Table& table, const std::vector<Declared>& results) -> Type;
  auto table_result(const FlatDeclaration& flat, const ast::Table& table, const std::vector<Declared>& results,
                    const std::vector<std::size_t>& columns, const ast::Row& row, const Environment& env) -> Typed;
  auto cell_condition(const Typed& key, const ast::Expr* cell, const Environment& env) -> NodeId;
  auto keys_of(const FlatDeclaration& flat, const std::vector<ast::Key>& keys, const std::vector<Typed>& arguments,
               const std::vector<ast::TableVersion>& versions, Span span) -> std::optional<std::vector<Typed>>;
  auto key_type(const ast::Key& key, std::size_t position, const std::vector<ast::TableVersion>& versions)
      -> std::optional<Type>;
  auto slice(const ast::Expr& e, const Environment& env) -> Typed;
  auto slice_version(SliceUse use, const ast::TableVersion& version, const std::vector<Typed>& keys, const Type& axis,
                     const Type& cell, std::size_t key_count, const Environment& env) -> std::optional<std::uint32_t>;
  auto slice_record(const Type& axis, const Type& paid) -> Type;

  // ── shares and payers (splits.cpp) ──
  auto make_share(const FlatDeclaration& flat, const ast::Share& share, Environment env) -> Typed;
  struct PayerPlace {
    const FlatDeclaration* payers = nullptr;
    std::size_t position = 0;
  };
  void collect_payers();
  auto left_before(const PayerPlace& place) -> Typed;
  auto make_rest(const FlatDeclaration& payers) -> Typed;

  // ── memory (memory.cpp) ──
  auto memory_of(const FlatDeclaration& flat) -> std::optional<MemoryId>;
  auto use_memory(const FlatDeclaration& flat, const Exprs& keys, Op op, const ast::Expr& e, const Environment& env)
      -> Typed;
  auto has_member(const Type& type, const std::string& name) const -> bool;
  auto account_of(const ast::Expr& e, const Environment& env) const -> const FlatDeclaration*;
  auto kept_key_node(const Typed& given, NodeId key, Span span) -> NodeId;
  auto pot(const FlatDeclaration& flat, const Exprs& keys, const ast::Expr& e, const Environment& env) -> Typed;
  auto after_case(const ast::Expr& e, const Environment& env) -> Typed;
  auto over_last(const ast::Expr& e, const Environment& env) -> Typed;      // one value a month
  auto sum_over_last(const ast::Expr& e, const Environment& env) -> Typed;  // their sum
  auto memory_type(const FlatDeclaration& flat) -> Type;
  bool contributes(const std::vector<ast::Name>& services) const;
  void elaborate_spell(const FlatDeclaration& flat, MemoryId id);
  void elaborate_posting(const FlatDeclaration& flat, MemoryId id);
  void check_tally_type(const ast::Tally& tally, const Type& type);
  void check_feeding(const FlatDeclaration& flat);
  void check_orders();
  auto order_of(const ast::Service& service) const -> std::string;
  void elaborate_postings();

  // ── catalogs, requirements, services (service.cpp) ──
  auto look_up(const FlatDeclaration& flat, const ast::Expr& e, const Environment& env, NodeId date) -> Typed;
  auto requirement_rule(const FlatDeclaration& flat, bool met) -> MadeRule;
  auto input_shape(const FieldType& field, bool inside_list, std::optional<ListId> list, const std::string& path)
      -> InputShape;
  void make_inputs(const ast::Service* selected);
  class Behind;
  bool reads_what_is_not_taken(const ast::Expr& list) const;  // taken.cpp
  bool is_of_input(const ast::Expr& list) const;
  void know_lists();
  void know_list(const ast::Expr& written);
  auto list_of_block(std::uint32_t block) -> std::optional<ListId>;
  void list_of_share(const FlatDeclaration& flat);
  auto list_with_rules(const ast::Expr& written) -> std::optional<ListId>;
  void add_item_symbol(ListId list, const FlatDeclaration& flat);
  void register_list_shapes(const InputShape& shape);
  auto path_expression(const ast::Path& path) -> const ast::Expr&;
  auto limits_of_path(const ast::Path& path, const Environment& env) -> Limits;
  auto shape_at(const ast::Path& path, const Environment& env) const -> const InputShape*;
  auto item_output(const ast::Expr& path, const Environment& env) -> Typed;
  void elaborate_payers();
  void elaborate_deep_chains(const std::vector<std::string>& roots);
  void check_clause(const ast::UnexpressedClause& clause);
  void check_function(const FlatDeclaration& flat, const ast::Function& function);
  auto sample_keys(const std::vector<ast::Key>& keys, const std::vector<ast::TableVersion>& versions)
      -> std::vector<Typed>;
  auto make_output(const ast::Given& given, const Environment& env) -> std::optional<Output>;
  auto paper(const ast::Document& document, const Environment& env, const FlatDeclaration& flat) -> Paper;
  auto papers_of(const FlatDeclaration& flat) -> const Papers*;
  auto paper_met(const Paper& paper, Span span) -> NodeId;
  auto documents_member(const FlatDeclaration& flat, const ast::Expr& e) -> Typed;
  void add_documents(const FlatDeclaration& flat);
  void add_requirement(const FlatDeclaration& flat);
  void add_identity(const ast::Ensures& ensures, const FlatDeclaration& service, std::size_t number);
  static constexpr std::uint32_t kOfCase = 0xFFFFFFFF;
  using Readers =
      std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<RuleId>>;  // by list or kOfCase, and slot
  auto direct_readers() const -> Readers;
  void mark_needed();

  const FlatPolicy& policy_;
  const SourceSet& sources_;
  std::string service_;
  const FlatDeclaration* service_declaration_ = nullptr;

  std::unordered_map<std::string, Symbol> symbols_;
  std::map<std::pair<std::uint32_t, std::string>, Symbol> item_symbols_;  // by ListId
  std::unordered_map<std::string, Type> type_names_;
  std::map<std::string, const FlatDeclaration*> type_declarations_;  // in order: types get their ids in it
  std::unordered_set<std::string> types_in_progress_;
  std::map<std::string, InputShape> input_shapes_;  // by input
  std::map<RuleKey, MadeRule> made_;
  std::vector<RuleKey> in_progress_;
  std::map<const FlatDeclaration*, MemoryId> memories_;
  std::unordered_map<std::string, PayerPlace> payer_places_;
  struct RequirementRule {
    MadeRule rule;
    bool in_progress = false;
  };
  std::map<std::pair<const FlatDeclaration*, bool>, RequirementRule> requirement_rules_;
  bool takes_every_input_ = false;
  bool takes_unknown_ = false;               // a name that is no input: what is not taken then follows from that
  std::unordered_set<std::string> untaken_;  // inputs that are read and not taken, as was told
  bool lists_known_ = false;                 // all that have rules of their own
  std::map<std::uint32_t, std::optional<ListId>> block_lists_;
  std::map<const FlatDeclaration*, std::optional<ListId>> share_lists_;  // of shares outside a block
  std::vector<std::string> input_order_;
  std::vector<const InputShape*> list_shapes_;               // by ListId; nullptr: derived
  std::unordered_map<std::uint32_t, ListId> derived_lists_;  // by the NodeId of the list
  std::map<const FlatDeclaration*, std::uint32_t> declaration_indices_;
  std::map<const FlatDeclaration*, CatalogId> catalogs_;
  std::unordered_set<std::string> seen_problems_;
  std::unordered_map<std::string, std::vector<const ast::Declaration*>> clauses_;  // unexpressed, by what they affect
  std::vector<const ast::Declaration*> calls_;                                     // functions being inlined
  std::vector<std::pair<const FlatDeclaration*, const ast::Declaration*>> calls_of_rules_;  // by rules not made yet
  std::size_t calls_made_ = 0;
  bool calls_told_ = false;
  std::set<std::set<std::string>> circles_told_;
  std::optional<std::uint32_t> month_ends_;
  std::vector<const FlatDeclaration*> posting_order_;  // memories, as they were first used
  std::unordered_set<const FlatDeclaration*> posted_;
  std::map<const FlatDeclaration*, std::optional<Papers>> papers_;
  ast::Arena arena_;  // of expressions that stand for keys
  NodeId governing_date_ = kNoNode;
  std::map<std::uint32_t, Environment> block_environments_;
  std::vector<std::pair<const FlatDeclaration*, std::uint32_t>> pending_choices_;  // choices whose rule is not made yet
};

}  // namespace remit
