#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <thread>

#include "cli/case_options.h"
#include "cli/command.h"
#include "cli/language.h"
#include "cli/lines.h"
#include "cli/report.h"
#include "dsl/elaborate/elaborate.h"
#include "dsl/library/offer.h"
#include "engine/value/date.h"
#include "repl/whatif/impact.h"

namespace remit::cli {
namespace {

std::atomic<bool> interrupted = false;

// Ctrl-C ends the reading, and what was found so far is told; a second one ends the process.
class StopsAtInterrupt {
 public:
  StopsAtInterrupt() {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, &before_);
  }
  ~StopsAtInterrupt() { sigaction(SIGINT, &before_, nullptr); }
  StopsAtInterrupt(const StopsAtInterrupt&) = delete;
  auto operator=(const StopsAtInterrupt&) -> StopsAtInterrupt& = delete;

 private:
  struct sigaction before_ {};
};

// One policy's service in all its versions, with the library that it lives in.
struct Side {
  std::unique_ptr<FileSource> source;
  std::unique_ptr<PolicyLibrary> library;
  std::vector<std::unique_ptr<Compiled>> compiled;
  [[nodiscard]] auto versions() const -> whatif::Versions {
    whatif::Versions versions{.library = *library, .all = {}};
    for (const auto& one : compiled) versions.all.push_back({one->policy, {one->program(), one->names()}});
    return versions;
  }
};

// `compare A B`: the same cases by two policies.
class Compare : public Command {
 public:
  Compare()
      : Command("compare", "Settle the same cases by two policies: what changes for whom, and through which rules.",
                "remit compare cn.beijing.employee reform.less --policies policies/ --cases cases.ndjson") {}

  void declare(Options& options) override {
    options.argument("POLICY-A", before_.name, "the policy as it is");
    options.argument("POLICY-B", after_.name, "the policy as it might be; an amendment, too");
    options.required("--policies", before_.path, "PATH", "a policy file, or the folder of the library");
    options.option("--other", after_.path, "PATH", "the library of POLICY-B, where it is another one");
    options.required("--cases", cases_, "FILE", "the cases, a JSON object a line; `-` is standard input");
    options.option("--service", service_, "NAME", "the service; needed where both policies offer several");
    options.option("--by", measure_, "RESULT",
                   "the result by which cases gain or lose; \"less RESULT\": of which less is a gain");
    options.option("--group", groups_, "NAMES", "inputs or rules by which cases are counted, with commas between");
    options.option("--as-of", as_of_, "DATE", "the date of a case that has none of its own");
    options.option("--jobs", jobs_, "N", "threads; as many as there are cores");
    options.flag("--codes", read_.codes, "fields and members by their `as` codes");
    options.flag("--show-personal", read_.show_personal, "do not mask personal fields");
    options.flag("--allow-unknown", read_.allow_unknown, "pass over fields that the service does not take");
    options.choice("--format", format_, {"text", "json", "csv"},
                   "a report for people or for programs, or a line for each result that changes");
    declare_language(options, language_);
  }

  auto run(Console& console) -> Exit override {
    if (const auto wrong = read_options()) return console.stop(*wrong);
    for (Named* named : {&before_, &after_}) {
      if (const Exit status = open(*named, console); status != Exit::answered) return status;
    }
    if (const auto wrong = choose_service()) return console.stop(*wrong);
    for (Named* named : {&before_, &after_}) {
      if (const Exit status = compile(*named, console); status != Exit::answered) return status;
    }
    auto lines = Lines::open(cases_, kMaxRecordBytes);
    if (!lines) return console.stop(lines.error());
    whatif::Versions before = before_.side.versions();
    const whatif::Versions after = after_.side.versions();
    before.own_cases = true;
    auto impact = whatif::Impact::prepare(before, after,
                                          {.measure = measure_,
                                           .groups = split(groups_),
                                           .read = read_,
                                           .jobs = threads_,
                                           .every_change = format_ == "csv",
                                           .foreign = before_.name != after_.name});
    if (!impact) return console.stop({Exit::usage, impact.error().en});
    return settle_all(impact.value(), lines.value(), console);
  }

 private:
  struct Named {
    std::string name, path;
    Side side;
  };

  auto read_options() -> std::optional<Stop> {
    if (after_.path.empty()) after_.path = before_.path;
    if (!as_of_.empty()) {
      read_.as_of = parse_date(as_of_);
      if (!read_.as_of) return Stop{Exit::usage, "`--as-of " + as_of_ + "`: a date is written 2024-01-31"};
    }
    threads_ = std::clamp<std::uint32_t>(std::thread::hardware_concurrency(), 1, kMostJobs);
    if (jobs_.empty()) return std::nullopt;
    const bool digits = jobs_.size() <= 3 && jobs_.find_first_not_of("0123456789") == std::string::npos;
    threads_ = digits ? static_cast<std::uint32_t>(std::stoul(jobs_)) : 0;
    if (threads_ >= 1 && threads_ <= kMostJobs) return std::nullopt;
    return Stop{Exit::usage, "`--jobs " + jobs_ + "`: a number from 1 to " + std::to_string(kMostJobs)};
  }

  auto open(Named& named, Console& console) -> Exit {
    OrStop<FileSource> source = FileSource::open({named.path});
    if (!source) return console.stop(source.error());
    named.side.source = std::make_unique<FileSource>(std::move(source).value());
    named.side.library = std::make_unique<PolicyLibrary>(*named.side.source, named.side.source->shown(),
                                                         PolicyLibrary::Extent::headings);
    named.side.library->open(named.name);
    if (cache_) named.side.library->catalogs().use_indices(*named.side.source, *cache_);
    return Exit::answered;
  }

  // Where it is not named: the one that both offer.
  auto choose_service() -> std::optional<Stop> {
    if (!service_.empty()) return std::nullopt;
    std::vector<std::string> both;
    const std::vector<std::string> other = services(after_);
    for (const std::string& one : services(before_)) {
      if (std::ranges::find(other, one) != other.end()) both.push_back(one);
    }
    if (both.size() == 1) {
      service_ = both.front();
      return std::nullopt;
    }
    if (both.empty() && !services(before_).empty() && !other.empty()) {
      return Stop{Exit::usage, "`" + before_.name + "` and `" + after_.name + "` offer no service of the same name"};
    }
    if (both.empty()) {  // a policy is not there, as `offering` will say; of the other any service leads so far
      const std::vector<std::string> any = other.empty() ? services(before_) : other;
      if (!any.empty()) service_ = any.front();
      return std::nullopt;
    }
    return Stop{Exit::usage, "both policies offer " + whatif::quoted_list(both) + ": name one with `--service`"};
  }
  static auto services(const Named& named) -> std::vector<std::string> {
    for (const FlatPolicy& policy : named.side.library->policies()) {
      if (policy.name == named.name) return services_of(policy);
    }
    return {};
  }

  auto compile(Named& named, Console& console) -> Exit {
    PolicyLibrary& library = *named.side.library;
    const auto last = offering(library, service_, named.name, std::nullopt);
    if (!last) {
      if (has_errors(library.problems())) return tell(library.problems(), library, console);
      return console.stop({Exit::usage, last.error()});
    }
    for (const FlatPolicy& policy : library.policies()) {
      if (policy.name != named.name || service_of(policy, service_) == nullptr) continue;
      std::vector<Diagnostic> problems = library.problems_of(policy);
      if (has_errors(problems)) return tell(std::move(problems), library, console);
      named.side.compiled.push_back(library.compile(policy, service_));
      if (has_errors(named.side.compiled.back()->problems))
        return tell(named.side.compiled.back()->problems, library, console);
    }
    std::vector<Diagnostic> problems = whatif::VersionFinder(named.side.versions()).problems();
    return has_errors(problems) ? tell(std::move(problems), library, console) : Exit::answered;
  }
  auto tell(std::vector<Diagnostic> problems, PolicyLibrary& library, Console& console) const -> Exit {
    report(std::move(problems), 0, library.sources(), "text", language_of(language_), console);
    return Exit::policy;
  }

  auto settle_all(whatif::Impact& impact, Lines& lines, Console& console) -> Exit {
    const bool csv = format_ == "csv";
    const bool shows_progress = isatty(STDERR_FILENO) == 1;
    const StopsAtInterrupt stops;
    if (csv) console.out("line,result,before,after,change\n");
    const auto row = [&](const whatif::Impact::Row& r) {
      console.out(std::to_string(r.line) + "," + r.result.name + "," + r.before + "," + r.after + "," + r.change +
                  "\n");
    };
    std::uint64_t shown = 0;
    const auto progress = [&](std::uint64_t done) {
      if (shows_progress && done - shown >= kShowEvery) {
        console.err("\r" + std::to_string(done) + (language_ == "zh" ? " 例" : " cases"));
        shown = done;
      }
      return interrupted.load() || console.broken();
    };
    const whatif::ImpactReport found = impact.run([&] { return lines.next(); }, progress, row);
    if (shown > 0) console.err("\r\x1b[K");
    if (!lines.error().empty()) return console.stop({Exit::environment, lines.error()});
    for (Named* named : {&before_, &after_}) {
      std::vector<Diagnostic> problems = named->side.library->catalogs().take_problems();
      if (!problems.empty()) return tell(std::move(problems), *named->side.library, console);
    }
    if (format_ == "text") console.out(whatif::impact_text(found, language_));
    if (format_ == "json") console.out(whatif::impact_json(found, language_) + "\n");
    if (csv) tell_bad_lines(found, console);
    return found.differs() ? Exit::failed : Exit::answered;
  }

  void tell_bad_lines(const whatif::ImpactReport& found, Console& console) const {
    for (const whatif::BadLine& bad : found.bad) {
      const ErrorReport error = report_of(bad);
      console.err(cases_ + ":" + std::to_string(bad.line) + ": " + error.code + " " + error.message + "\n");
    }
  }
  auto report_of(const whatif::BadLine& bad) const -> ErrorReport {
    return remit::report(bad.errors.front(), language_);
  }

  static auto split(const std::string& names) -> std::vector<std::string> {
    std::vector<std::string> all;
    for (std::size_t begin = 0; begin < names.size();) {
      const std::size_t end = std::min(names.find(',', begin), names.size());
      std::string one = names.substr(begin, end - begin);
      while (one.starts_with(' ')) one.erase(0, 1);
      if (!one.empty()) all.push_back(std::move(one));
      begin = end + 1;
    }
    return all;
  }

  static constexpr std::uint32_t kMostJobs = 256;
  static constexpr std::uint64_t kShowEvery = 10'000;

  Named before_, after_;
  std::string cases_, service_, measure_, groups_, as_of_, jobs_, format_ = "text", language_ = "en";
  ReadOptions read_;
  std::uint32_t threads_ = 1;
  std::optional<UserCache> cache_ = UserCache::find();
};

}  // namespace

auto compare_command() -> std::unique_ptr<Command> { return std::make_unique<Compare>(); }

}  // namespace remit::cli
