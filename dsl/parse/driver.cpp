// The loop over the items of a file: declarations, the headings of blocks, and the braces that close them.
//
// Each item is matched on its own, so a mistake costs one item: the loop tells it, skips to the next declaration at the
// start of a line, and stays in the block where it was. A block's heading opens a frame, also when the heading itself
// cannot be read: what stands in it is then read and dropped, so that it gives its own problems and no others.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "dsl/parse/build/declaration.h"
#include "dsl/parse/build/expression.h"
#include "dsl/parse/characters.h"
#include "dsl/parse/failure.h"
#include "dsl/parse/grammar.h"
#include "dsl/parse/keywords.h"
#include "dsl/parse/lexer.h"
#include "dsl/parse/parse.h"

namespace remit {
namespace parse {
namespace {

struct Frame {
  std::uint32_t begin = 0;       // the heading's first token
  std::uint32_t opened = 0;      // the heading's last token
  bool braces = false;           // else it holds the rest of the file
  bool dropped = false;          // its heading could not be read
  bool policy = false;           // else a `for each`
  std::size_t policy_index = 0;  // in File::policies
  ast::Declaration loop;
  std::vector<ast::Declaration> declarations;
  std::vector<std::uint32_t> begins;  // the first token of each
};

// Whether it may be of each element of a list.
auto of_elements(const ast::Declaration& d) -> bool {
  return std::visit(
      []<class Body>(const Body&) {
        return std::is_same_v<Body, ast::Rule> || std::is_same_v<Body, ast::Exception> ||
               std::is_same_v<Body, ast::DropException> || std::is_same_v<Body, ast::ValueDecl> ||
               std::is_same_v<Body, ast::Share> || std::is_same_v<Body, ast::Require> ||
               std::is_same_v<Body, ast::Tally> || std::is_same_v<Body, ast::Spell> ||
               std::is_same_v<Body, ast::History> || std::is_same_v<Body, ast::Account> ||
               std::is_same_v<Body, ast::UnexpressedClause>;
      },
      d.body);
}

class Driver {
 public:
  // `parts`: of the file alone, see `parse_parts`; nullptr: all of it.
  explicit Driver(const SourceText& source, const std::vector<TextPart>* parts = nullptr)
      : source_(source),
        problems_(source.id),
        tokens_(parts == nullptr ? lex(source, problems_) : lex(source, *parts, problems_)),
        state_(tokens_) {
    file_.id = source.id;
    file_.arena = std::make_shared<ast::Arena>();
    file_.chinese = tokens_.chinese;
  }

  auto file() -> Parsed {
    while (at_ < tokens_.size()) step();
    while (!frames_.empty()) close_at_end();
    for (const Comment& comment : tokens_.comments) {
      file_.comments.push_back({problems_.span(comment.begin, comment.end), comment.own_line});
    }
    Parsed parsed{std::move(file_), problems_.list(), problems_.suppressed(), incomplete_, state_.attempts};
    sort_by_place(parsed.problems);
    return parsed;
  }

  auto expression() -> ParsedExpression {
    ParsedExpression parsed;
    parsed.arena = file_.arena;
    if (match(Item::expression)) {
      Context context = make_context();
      const ast::Expr* const expression = build_expression(context, state_.nodes.back());
      tell_foreign(0, tokens_.size());
      if (problems_.count() == 0) parsed.expression = expression;
    } else {
      tell_failure(0);
    }
    parsed.problems = problems_.list();
    parsed.suppressed = problems_.suppressed();
    parsed.incomplete = incomplete_;
    sort_by_place(parsed.problems);
    return parsed;
  }

 private:
  static void sort_by_place(std::vector<Diagnostic>& problems) {
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
  }
  auto make_context() -> Context { return {source_.text, tokens_, state_.nodes, *file_.arena, problems_}; }

  // ── items ──
  void step() {
    const std::uint32_t begin = at_;
    if (tokens_.at(at_) == Token::close_brace) return close_brace();
    const Item item = item_at(begin);
    if (opens_file_part(item)) leave_blocks(begin, item);
    if (!match(item)) return fail(item, begin);

    const std::uint32_t end = state_.nodes.back().end;
    const std::size_t told = problems_.count();
    take(item, begin);
    if (problems_.count() > told) after_mistake_ = end;
    tell_foreign(begin, end);
    at_ = end;
  }

  auto item_at(std::uint32_t token) const -> Item {
    switch (tokens_.at(token)) {
      case Token::import_: return Item::import_;
      case Token::module_: return Item::module_;
      case Token::abstract_:
      case Token::policy: return Item::policy;
      case Token::amend: return Item::amendment;
      case Token::for_each: return Item::for_each;
      case Token::extend: return tokens_.at(token + 1) == Token::for_each ? Item::for_each : Item::declaration;
      default: return Item::declaration;
    }
  }
  static auto opens_file_part(Item item) -> bool { return item != Item::for_each && item != Item::declaration; }

  auto match(Item item) -> bool {
    state_.nodes.clear();
    state_.failure.reset();
    return match_item(item, at_, state_);
  }

  void take(Item item, std::uint32_t begin) {
    Context context = make_context();
    const Node& node = state_.nodes.back();
    switch (item) {
      case Item::import_: file_.imports.push_back(context.path(context.last_child(node))); break;
      case Item::module_:
      case Item::policy:
      case Item::amendment: open_policy(build_policy(context, node), begin, node.end - 1); break;
      case Item::for_each:
        if (forgot_to_close_loop(begin)) close_loop(begin);
        open_loop(build_for_each(context, node), begin, node.end - 1);
        break;
      case Item::declaration:
      case Item::expression: take_declaration(build_declaration(context, node, begin), begin); break;
    }
  }

  void take_declaration(ast::Declaration declaration, std::uint32_t begin) {
    declaration.comments = comments_before(begin);
    if (in_loop() && !of_elements(declaration)) {
      if (!forgot_to_close_loop(begin)) return tell_not_of_elements(declaration, begin);
      close_loop(begin);
    }
    if (!frames_.empty()) {
      frames_.back().declarations.push_back(std::move(declaration));
      frames_.back().begins.push_back(begin);
    } else if (std::holds_alternative<ast::Test>(declaration.body)) {
      file_.tests.push_back(std::move(declaration));
    } else {
      tell_outside(begin);
    }
  }
  // One mistake, however many declarations it touches.
  void tell_outside(std::uint32_t begin) {
    if (std::exchange(told_outside_, true)) return;
    problems_.add(Code::E0140, span(begin));
  }

  auto comments_before(std::uint32_t token) -> std::vector<std::string> {
    std::vector<std::string> comments;
    while (next_comment_ < tokens_.comments.size() && tokens_.comments[next_comment_].before <= token) {
      const Comment& comment = tokens_.comments[next_comment_++];
      if (comment.before == token && comment.own_line) comments.push_back(comment_text(comment));
    }
    return comments;
  }
  auto comment_text(const Comment& comment) const -> std::string {
    std::string_view text = std::string_view(source_.text).substr(comment.begin, comment.end - comment.begin);
    text.remove_prefix(character_at(text, 0).length);
    if (text.starts_with(' ')) text.remove_prefix(1);
    return std::string(text);
  }

  // ── blocks ──
  void open_policy(ast::Policy policy, std::uint32_t begin, std::uint32_t opened) {
    policy.comments = comments_before(begin);
    Frame& frame = frames_.emplace_back();
    frame.opened = opened;
    frame.braces = policy.braces;
    frame.policy = true;
    frame.policy_index = file_.policies.size();
    file_.policies.push_back(std::move(policy));
  }
  void open_loop(ast::Declaration loop, std::uint32_t begin, std::uint32_t opened) {
    loop.comments = comments_before(begin);
    Frame& frame = frames_.emplace_back();
    frame.begin = begin;
    frame.opened = opened;
    frame.braces = true;
    frame.loop = std::move(loop);
    if (frames_.size() == deepest_nesting + 1) {
      problems_.add(Code::E0130, span(begin), {std::to_string(deepest_nesting)});
    }
    frame.dropped = frames_.size() > deepest_nesting || (frames_.size() == 1 && !told_outside_);
    if (frames_.size() == 1) tell_outside(begin);
  }

  auto in_loop() const -> bool { return frames_.size() > 1 && !frames_.back().policy && !frames_.back().dropped; }
  // What cannot stand in a `for each`, and is not further right than its heading as its first declaration is, stands
  // behind it.
  auto forgot_to_close_loop(std::uint32_t begin) const -> bool {
    return in_loop() && not_further_right(begin) && !frames_.back().begins.empty() &&
           !not_further_right(frames_.back().begins.front());
  }
  auto not_further_right(std::uint32_t token) const -> bool {
    return tokens_.places[token].first_on_line && column(token) <= column(frames_.back().begin);
  }
  void close_loop(std::uint32_t begin) {
    const std::vector<std::uint32_t>& begins = frames_.back().begins;
    const auto behind =
        std::find_if(begins.begin(), begins.end(), [&](std::uint32_t d) { return not_further_right(d); });
    const auto inside = static_cast<std::size_t>(behind - begins.begin());
    const std::uint32_t end = inside < begins.size() ? begins[inside] : begin;
    Frame rest;
    std::vector<ast::Declaration>& declarations = frames_.back().declarations;
    rest.begins.assign(begins.begin() + static_cast<std::ptrdiff_t>(inside), begins.end());
    std::move(declarations.begin() + static_cast<std::ptrdiff_t>(inside), declarations.end(),
              std::back_inserter(rest.declarations));
    declarations.resize(inside);
    tell_unclosed(frames_.back(), end);
    close_frame(tokens_.places[end].begin);
    Frame& around = frames_.back();
    std::move(rest.declarations.begin(), rest.declarations.end(), std::back_inserter(around.declarations));
    around.begins.insert(around.begins.end(), rest.begins.begin(), rest.begins.end());
  }
  void tell_not_of_elements(const ast::Declaration& declaration, std::uint32_t begin) {
    std::uint32_t token = begin;
    while (tokens_.at(token) == Token::private_ || tokens_.at(token) == Token::override_ ||
           tokens_.at(token) == Token::extend) {
      ++token;
    }
    problems_.add(Code::E0149, span(token), {std::string(written(token))});
    if (!declaration.name.text.empty()) file_.broken.push_back(declaration.name);
  }

  void close_brace() {
    if (frames_.empty() || !frames_.back().braces) {
      problems_.add(Code::E0134, span(at_));
    } else {
      close_frame(tokens_.places[at_].end);
    }
    ++at_;
  }

  void close_frame(std::uint32_t end) {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.dropped) return;
    if (frame.policy) {
      file_.policies[frame.policy_index].declarations = std::move(frame.declarations);
      return;
    }
    frame.loop.span.end = end;
    std::get<ast::ForEach>(frame.loop.body).declarations = std::move(frame.declarations);
    if (frames_.empty()) return;
    frames_.back().declarations.push_back(std::move(frame.loop));
    frames_.back().begins.push_back(frame.begin);
  }

  // At the end of the file, or where a policy begins within a block.
  void close_at_end() {
    if (frames_.back().braces) {
      incomplete_ = incomplete_ || at_ >= tokens_.size();
      tell_unclosed(frames_.back(), at_);
    }
    close_frame(static_cast<std::uint32_t>(source_.text.size()));
  }
  void tell_unclosed(const Frame& frame, std::uint32_t found) {
    Diagnostic problem{
        Code::E0141, missing_at(source_, tokens_, found, problems_), {shown_token(source_, tokens_, found)}, {}, {},
        {}};
    problem.notes.push_back({NoteKind::opened_here, span(frame.opened), {"`{`"}});
    problems_.add(std::move(problem));
  }

  // A policy, a module, an amendment or an import begins: no block of braces can still be open. A policy without braces
  // holds the rest of its file, and beside its declarations only amendments and imports.
  void leave_blocks(std::uint32_t begin, Item item) {
    while (!frames_.empty() && frames_.back().braces) close_at_end();
    if (frames_.empty() || item == Item::amendment || item == Item::import_) return;
    Diagnostic problem{Code::E0142, span(begin), {}, {}, {}, {}};
    problem.notes.push_back({NoteKind::rest_of_file_here, heading_of(frames_.back()), {}});
    problems_.add(std::move(problem));
    close_frame(tokens_.places[begin].begin);
  }

  auto heading_of(const Frame& frame) const -> Span {
    return frame.policy ? file_.policies[frame.policy_index].name.span : span(frame.opened);
  }

  // ── after a mistake ──
  void fail(Item item, std::uint32_t begin) {
    find_forgotten_brace(begin);
    tell_failure(begin);
    tell_foreign(begin, std::min(failed_at(), tokens_.size()));
    remember_broken(begin);
    at_ = next_item(begin);
    if (opens_block(item)) enter_block(item, begin);
  }
  // A keyword may be a field's name, and what could not be read behind it is then a declaration, not further right than
  // the one around: the brace of that one was forgotten.
  void find_forgotten_brace(std::uint32_t begin) {
    const std::uint32_t word = failed_at() - 1;
    if (!state_.failure || word <= begin || word >= tokens_.size() || !begins_item(word) ||
        column(word) > column(begin))
      return;
    std::vector<std::uint32_t> open;
    for (std::uint32_t token = begin; token < word; ++token) {
      if (brace(token) > 0) open.push_back(token);
      if (brace(token) < 0 && !open.empty()) open.pop_back();
    }
    if (open.empty()) return;
    state_.failure = Failure{Failure::Why::expected_closing, {}, Token::close_brace, word, open.back()};
  }
  auto failed_at() const -> std::uint32_t { return state_.failure ? state_.failure->at : at_; }
  static auto opens_block(Item item) -> bool {
    return item == Item::policy || item == Item::module_ || item == Item::amendment || item == Item::for_each;
  }

  // What the lexer could not read has been told; what follows from it is no second problem.
  auto has_bad_token(std::uint32_t begin, std::uint32_t last) const -> bool {
    const auto end = tokens_.kinds.begin() + std::min(last + 1, tokens_.size());
    return std::find(tokens_.kinds.begin() + begin, end, static_cast<char>(Token::bad)) != end;
  }

  void tell_failure(std::uint32_t begin) {
    const Failure failure =
        state_.failure.value_or(Failure{Failure::Why::expected_part, Expected::declaration, {}, begin, 0});
    incomplete_ = incomplete_ || failure.at >= tokens_.size();
    if (tokens_.size() == 0 && problems_.count() > 0) return;
    const bool next_on_line = failure.at + 1 < tokens_.size() && !tokens_.places[failure.at + 1].first_on_line;
    if (has_bad_token(begin, next_on_line ? failure.at + 1 : failure.at)) return;
    const bool follows_a_mistake =
        begin == after_mistake_ && begin < tokens_.size() && !tokens_.places[begin].first_on_line;
    if (follows_a_mistake && failure.at == begin) return;  // what is left of a declaration that was told
    if (failure.at < tokens_.size() && taken_words_.contains(tokens_.at(failure.at))) return;
    if (problems_.full()) {
      problems_.add(Code::E0110, {});
    } else if (failure.part == Expected::declaration && failure.why == Failure::Why::expected_part) {
      tell_no_declaration(failure.at);
    } else {
      Diagnostic problem = describe(failure, source_, tokens_, problems_);
      if (problem.code == Code::E0132) taken_words_.insert(tokens_.at(failure.at));
      problems_.add(std::move(problem));
    }
  }
  void tell_no_declaration(std::uint32_t token) {
    problems_.add(describe_no_declaration(source_, tokens_, token, problems_));
  }

  // Later passes need not complain of a name that is there but could not be read.
  void remember_broken(std::uint32_t begin) {
    std::uint32_t token = begin;
    while (token < failed_at() && is_keyword(tokens_.at(token))) ++token;
    // `vlaue x`: the name after a word that is misspelt.
    const bool misspelt =
        tokens_.at(token) == Token::name && tokens_.at(token + 1) == Token::name && token == failed_at();
    if (misspelt) ++token;
    if (token > begin && tokens_.at(token) == Token::name) {
      file_.broken.push_back(make_context().name(token));
    }
  }

  // The next declaration at the start of a line, outside the braces that the broken item opened, or not further right
  // than it: then a brace was forgotten. Or the brace that closes the block around.
  auto next_item(std::uint32_t begin) const -> std::uint32_t {
    const std::uint32_t failed = std::max(failed_at(), begin + 1);
    int depth = 0;
    for (std::uint32_t token = begin; token < std::min(failed, tokens_.size()); ++token) depth += brace(token);
    std::uint32_t token = failed;
    for (; token < tokens_.size(); ++token) {
      if (tokens_.at(token) == Token::close_brace && depth <= 0 && in_braces()) break;
      if (begins_item(token) && (depth <= 0 || column(token) <= column(begin))) break;
      depth = std::max(depth + brace(token), 0);
    }
    return token;
  }
  auto in_braces() const -> bool { return !frames_.empty() && frames_.back().braces; }
  auto brace(std::uint32_t token) const -> int {
    if (tokens_.at(token) == Token::open_brace) return 1;
    return tokens_.at(token) == Token::close_brace ? -1 : 0;
  }
  auto begins_item(std::uint32_t token) const -> bool {
    if (!tokens_.places[token].first_on_line || !begins_declaration(tokens_.at(token))) return false;
    return tokens_.at(token) != Token::unexpressed || tokens_.at(token + 1) != Token::string;
  }
  auto column(std::uint32_t token) const -> std::uint32_t {
    const std::uint32_t begin = tokens_.places[token].begin;
    const std::size_t line = begin == 0 ? std::string::npos : source_.text.rfind('\n', begin - 1);
    return line == std::string::npos ? begin : begin - static_cast<std::uint32_t>(line) - 1;
  }

  // A heading that could not be read still opens its block: at the next `{` before a declaration begins.
  void enter_block(Item item, std::uint32_t begin) {
    std::uint32_t token = begin + 1;
    while (token < tokens_.size() && tokens_.at(token) != Token::open_brace && !begins_item(token)) ++token;
    const bool braces = tokens_.at(token) == Token::open_brace;
    if (!braces && item != Item::policy && item != Item::module_) return;
    Frame& frame = frames_.emplace_back();
    frame.opened = std::min(token, tokens_.size() - 1);
    frame.braces = braces;
    frame.dropped = true;
    at_ = braces ? token + 1 : token;
  }

  // ── keywords of the other language ──
  // Told once a file: a forgotten `# language: zh` is one mistake.
  void tell_foreign(std::uint32_t begin, std::uint32_t end) {
    if (told_foreign_) return;
    for (std::uint32_t token = begin; token < end; ++token) {
      if (!tokens_.places[token].foreign || is_word(token)) continue;
      told_foreign_ = true;
      const std::string right(spelling(tokens_.at(token), tokens_.chinese));
      problems_.add(Code::E0122, span(token), {std::string(written(token)), right, tokens_.chinese ? "en" : "zh"},
                    Edit{span(token), right});
      return;
    }
  }
  // Used as a mere word: the name of a field, a cell.
  auto is_word(std::uint32_t token) const -> bool {
    return std::any_of(state_.nodes.begin(), state_.nodes.end(), [&](const Node& node) {
      return node.first == token && (node.kind == Kind::word || node.kind == Kind::word_cell);
    });
  }

  auto span(std::uint32_t token) const -> Span {
    return problems_.span(tokens_.places[token].begin, tokens_.places[token].end);
  }
  auto written(std::uint32_t token) const -> std::string_view {
    const Place& place = tokens_.places[token];
    return std::string_view(source_.text).substr(place.begin, place.end - place.begin);
  }

  const SourceText& source_;
  Problems problems_;
  Tokens tokens_;
  State state_;
  ast::File file_;
  std::vector<Frame> frames_;
  std::uint32_t at_ = 0;
  std::size_t next_comment_ = 0;
  std::set<Token> taken_words_;      // keywords that stood as names, which was told: so where they are read
  std::uint32_t after_mistake_ = 0;  // the end of the last declaration with a mistake in it
  bool told_outside_ = false;
  bool told_foreign_ = false;
  bool incomplete_ = false;
};

}  // namespace
}  // namespace parse

auto parse_file(const SourceText& source) -> Parsed { return parse::Driver(source).file(); }

auto parse_parts(const SourceText& source, const std::vector<parse::TextPart>& parts) -> Parsed {
  return parse::Driver(source, &parts).file();
}

auto parse_expression(const SourceText& source) -> ParsedExpression { return parse::Driver(source).expression(); }

}  // namespace remit
