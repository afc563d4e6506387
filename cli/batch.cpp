// `batch SERVICE IN OUT`: many cases, a line each, in and out in the same order, by the columnar evaluator.
//
// A window of lines at a time: each is read into a case of the policy that it is settled by, then the cases of each
// policy are settled, a block after another, and the answers written in the order of their lines. A line that has no
// answer gives the errors that `run` would reply, with its number.
#include <unistd.h>

#include <algorithm>
#include <map>

#include "cli/case_options.h"
#include "cli/command.h"
#include "cli/lines.h"
#include "cli/reply.h"
#include "cli/write_file.h"
#include "dsl/library/select.h"
#include "engine/batch/settle.h"
#include "engine/io/read_case.h"
#include "engine/io/write_answer.h"

namespace remit::cli {
namespace {

constexpr std::size_t kWindowLines = 4096;
constexpr std::size_t kWindowBytes = std::size_t{16} << 20U;

// Where the answers go: a file that takes its place when all are there, or standard output.
class Output {
 public:
  Output(std::string name, Console& console) : name_(std::move(name)), console_(console) {}

  auto open() -> std::optional<Stop> {
    std::string why;
    if (name_ != "-" && (file_ = FileWriter::open(name_, why)) == nullptr) return cannot_write(why);
    return std::nullopt;
  }
  auto write(std::string_view text) -> std::optional<Stop> {
    std::string why;
    if (file_ == nullptr)
      console_.out(text);
    else if (!file_->write(text, why))
      return cannot_write(why);
    return std::nullopt;
  }
  auto finish() -> std::optional<Stop> {
    std::string why;
    if (file_ != nullptr && !file_->finish(why)) return cannot_write(why);
    return std::nullopt;
  }

 private:
  auto cannot_write(const std::string& why) const -> Stop {
    return {Exit::environment, "cannot write `" + name_ + "`: " + why};
  }

  std::string name_;
  Console& console_;
  std::unique_ptr<FileWriter> file_;
};

// One policy, and its cases of this window.
struct Settling {
  Settling(PolicyLibrary& opened, std::unique_ptr<Compiled> made) : library(opened), compiled(std::move(made)) {}

  PolicyLibrary& library;
  std::unique_ptr<Compiled> compiled;
  std::optional<CaseReader> reader;                // absent where the policy has errors
  std::optional<batch::BatchEvaluator> evaluator;  // likewise
  std::vector<Case> cases;
  std::vector<std::size_t> lines;  // of the window, by case
};

class Pipeline {
 public:
  Pipeline(const CaseOptions& options, const ReadOptions& read, FileSource& source, Console& console)
      : options_(options),
        read_(read),
        source_(source),
        console_(console),
        cache_(UserCache::find()),
        chooser_([this]() -> PolicyLibrary& { return open_library(); }, options.service, options.policy) {}

  auto run(Lines& lines, Output& out) -> Exit {
    // What is wrong whatever the cases are, is told before the first.
    const Chooser::Choice choice = chooser_.choose(JsonDocument::read("{}"), read_);
    if (const auto stop = refused_for_all(choice)) return *stop;
    for (bool more = true; more && !console_.broken();) {
      more = fill(lines);
      if (stopped_) return *stopped_;
      if (!lines.error().empty()) return console_.stop({Exit::environment, lines.error()});
      if (const auto stop = settle()) return *stop;
      std::string text;
      for (const std::string& record : records_) text += record + "\n";
      if (const auto stop = out.write(text)) return console_.stop(*stop);
      show_progress();
    }
    if (const auto stop = out.finish()) return console_.stop(*stop);
    summarise();
    return failed_ == 0 ? Exit::answered : Exit::failed;
  }

 private:
  auto open_library() -> PolicyLibrary& {
    libraries_.push_back(new_library(source_, cache_ ? &*cache_ : nullptr));
    return *libraries_.back();
  }

  auto refused_for_all(const Chooser::Choice& choice) -> std::optional<Exit> {
    const Selection& seen = choice.selection;
    if (has_errors(seen.problems)) return tell_problems(seen.problems, *choice.library);
    if (seen.wrong_name) return console_.stop({Exit::usage, *seen.wrong_name});
    return std::nullopt;
  }
  auto tell_problems(std::vector<Diagnostic> problems, PolicyLibrary& library) -> Exit {
    return reply_policy_errors(std::move(problems), library.sources(), options_, console_);
  }

  // ── Reading ──

  // The next window; false: it is the last one.
  bool fill(Lines& lines) {
    records_.clear();
    std::size_t bytes = 0;
    while (records_.size() < kWindowLines && bytes < kWindowBytes) {
      const std::optional<std::string_view> line = lines.next();
      if (!line) return false;
      bytes += line->size();
      ++line_;
      records_.emplace_back();
      read(*line);
      if (stopped_) return false;
    }
    return true;
  }

  void read(std::string_view line) {
    const ReadJson json = JsonDocument::read(line);
    const Chooser::Choice choice = chooser_.choose(json, read_);
    if ((stopped_ = refused_for_all(choice))) return;
    const Selection& seen = choice.selection;
    if (!seen.missing.empty()) return refuse(seen.missing);
    if (seen.chosen == nullptr) {
      std::vector<ErrorReport> errors;
      for (const Considered& one : seen.considered) errors.push_back(describe(one, options_.language));
      return refuse(records_.size() - 1, errors);
    }
    Settling& by = settling(*seen.chosen, *choice.library);
    if (stopped_) return;
    auto given = by.reader->read(json);
    if (!given) return refuse(given.error());
    by.cases.push_back(std::move(given).value());
    by.lines.push_back(records_.size() - 1);
  }

  auto settling(const FlatPolicy& policy, PolicyLibrary& library) -> Settling& {
    auto& made = settlings_[&policy];
    if (made == nullptr) {
      made = std::make_unique<Settling>(library, library.compile(policy, options_.service));
      if (has_errors(made->compiled->problems)) {
        stopped_ = tell_problems(made->compiled->problems, library);
      } else {
        made->reader.emplace(made->compiled->program(), made->compiled->names(), read_);
        made->evaluator.emplace(made->compiled->program(), made->compiled->names());
      }
    }
    return *made;
  }

  // ── Settling and writing ──

  auto settle() -> std::optional<Exit> {
    for (const auto& [policy, by] : settlings_) {
      const Program& program = by->compiled->program();
      std::size_t done = 0;
      for (std::span<const Case> rest = by->cases; !rest.empty();) {
        const std::size_t size = batch::cases_of_next_block(program, rest);
        const batch::CaseBlock block(program, by->compiled->names(), rest.first(size));
        const batch::AnswerBlock& answers = by->evaluator->settle(block);
        std::vector<Answer> made;
        for (std::uint32_t i = 0; i < size; ++i) made.push_back(answers.answer(i));
        if (auto problems = by->library.catalogs().take_problems(); !problems.empty())
          return tell_problems(std::move(problems), by->library);
        by->library.add_hashes(*by->compiled);
        for (const Answer& answer : made) write(answer, *by->compiled, by->lines[done++]);
        rest = rest.subspan(size);
      }
      by->cases.clear();
      by->lines.clear();
    }
    return std::nullopt;
  }

  void write(const Answer& answer, const Compiled& compiled, std::size_t at) {
    if (!answer.errors.empty()) return refuse(at, reports_of(answer.errors, options_.language));
    records_[at] = write_answer(answer, compiled.program(), compiled.names(),
                                {.language = options_.language, .codes = options_.codes, .engine = REMIT_VERSION});
  }
  // Of the last line.
  void refuse(const std::vector<InputError>& errors) {
    std::vector<ErrorReport> reports;
    for (const InputError& error : errors) reports.push_back(remit::report(error, options_.language));
    refuse(records_.size() - 1, reports);
  }
  void refuse(std::size_t at, const std::vector<ErrorReport>& errors) {
    ++failed_;
    records_[at] = write_errors(errors, {.line = line_ - records_.size() + at + 1});
  }

  // ── For who waits ──

  void show_progress() {
    if (shows_progress_) console_.err("\r\x1b[K" + counted());
  }
  void summarise() {
    if (!shows_progress_) return;
    std::uint64_t again = 0;
    for (const auto& [policy, by] : settlings_) again += by->evaluator->counts().redone;
    console_.err("\r\x1b[K" + counted() + ", " + std::to_string(again) + " settled one by one\n");
  }
  [[nodiscard]] auto counted() const -> std::string {
    return std::to_string(line_) + " lines, " + std::to_string(failed_) + " with errors";
  }

  const CaseOptions& options_;
  const ReadOptions& read_;
  FileSource& source_;
  Console& console_;
  std::optional<UserCache> cache_;
  std::vector<std::unique_ptr<PolicyLibrary>> libraries_;
  Chooser chooser_;
  std::map<const FlatPolicy*, std::unique_ptr<Settling>> settlings_;
  std::vector<std::string> records_;  // of the window, by line; without their ends
  std::uint64_t line_ = 0;            // the last one that was read, from 1
  std::uint64_t failed_ = 0;
  std::optional<Exit> stopped_;  // nothing can be settled any more, and why has been told
  const bool shows_progress_ = ::isatty(STDERR_FILENO) == 1;
};

class Batch : public Command {
 public:
  Batch()
      : Command("batch", "Answer many cases: NDJSON in, NDJSON out, in order.",
                "remit batch settle --policies policies/ claims.ndjson answers.ndjson") {
    options_.format = "text";  // of what is told of the policy
  }

  void declare(Options& options) override {
    options_.declare_of_cases(options);
    options.choice("--jobs", jobs_, {"1"}, "how many cores work; so far one");
    options.argument("IN", in_, "the cases, a line each; `-` is standard input");
    options.argument("OUT", out_, "the answers, a line each; written when all are there. `-` is standard output");
  }

  auto run(Console& console) -> Exit override {
    const OrStop<ReadOptions> read = options_.read_options();
    if (!read) return console.stop(read.error());
    OrStop<FileSource> source = FileSource::open({options_.policies});
    if (!source) return console.stop(source.error());
    OrStop<Lines> lines = Lines::open(in_, kMaxRecordBytes);
    if (!lines) return console.stop(lines.error());
    Output out(out_, console);
    if (const auto stop = out.open()) return console.stop(*stop);
    return Pipeline(options_, read.value(), source.value(), console).run(lines.value(), out);
  }

 private:
  CaseOptions options_;
  std::string in_, out_;
  std::string jobs_ = "1";
};

}  // namespace

auto batch_command() -> std::unique_ptr<Command> { return std::make_unique<Batch>(); }

}  // namespace remit::cli
