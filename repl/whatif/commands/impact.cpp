#include "repl/whatif/impact.h"

#include <algorithm>
#include <thread>

#include "repl/command/tell.h"
#include "repl/command/words.h"
#include "repl/plot/svg.h"
#include "repl/whatif/commands/arguments.h"
#include "repl/whatif/commands/commands.h"

namespace remit::repl {
namespace {

constexpr std::uint32_t kMostThreads = 16;
const Endings kEndings = {.wanted = {".svg", ".json", ".txt"}};

// The first that is not blank; empty where all are.
auto first_line(const std::string& text) -> std::string {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(begin, text.find('\n', begin) - begin);
}

// What of the report the file's name asks for.
auto written(const whatif::ImpactReport& report, const std::string& language, const std::string& file) -> std::string {
  if (file.ends_with(".svg")) return plot::svg_of(whatif::impact_picture(report, language));
  if (file.ends_with(".json")) return whatif::impact_json(report, language) + "\n";
  return whatif::impact_text(report, language);
}

// What is wrong with a version that the case at hand, or the first of a file, does not need is trouble, too: some case
// may.
auto versions_of(Session& session, const std::string& service, const View& view, const ReadJson& json)
    -> OrTrouble<whatif::Versions> {
  const auto prepared = session.prepare_versions(service, view, json);
  if (!prepared) return prepared.error();
  PolicyLibrary& library = prepared.value().policy->library();
  whatif::Versions versions{.library = library, .all = {}, .by_day = !session.as_of};
  for (const Prepared* one : prepared.value().all) versions.all.push_back({one->version, service_of(*one)});
  std::vector<Diagnostic> problems = whatif::VersionFinder(versions).problems();
  if (has_errors(problems)) return session.trouble_of(std::move(problems), library.sources());
  return versions;
}

bool tells_of(const whatif::Service& service, const std::string& memory) {
  return std::ranges::any_of(service.program.memories, [&](const Memory& one) {
    return service.names.memories[one.name].name == memory && (one.read || one.contributes);
  });
}

// What cases of one policy have and the other does not take, or the other asks for and they do not have.
auto misfit_between(const whatif::Service& before, const whatif::Service& after) -> Misfit {
  Misfit misfit;
  for (const InputShape& input : before.program.inputs) {
    if (std::ranges::none_of(after.program.inputs, [&](const auto& one) { return one.field.name == input.field.name; }))
      misfit.passed_over.push_back(input.field.name);
  }
  const auto only_in = [](const whatif::Service& one, const whatif::Service& other, std::vector<std::string>& into) {
    for (const Memory& memory : one.program.memories) {
      const std::string& name = one.names.memories[memory.name].name;
      if (tells_of(one, name) && !tells_of(other, name)) into.push_back("opening." + name);
    }
  };
  only_in(before, after, misfit.passed_over);
  only_in(after, before, misfit.nothing_before);
  return misfit;
}

auto impact(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const Clauses asked = clauses_of(rest, {"by", "group", "to"});
  std::string_view head = asked.head;
  const std::string cases = take_word(head);
  if (cases.empty()) {
    return output.trouble(session.trouble(Status::usage, "which file of cases? a JSON object a line",
                                          "哪个案例文件？每行一个 JSON 对象"));
  }
  const auto sides = sides_of(session, take_word(head));
  if (!head.empty()) return runner.refuse_left_over(head, output);
  const Target target = target_of(asked.at("to"));
  if (!sides) return output.trouble(sides.error());
  if (asked.has("to")) {
    if (const auto trouble = refused(session, target, kEndings)) return output.trouble(*trouble);
  }
  std::string why;
  const auto text = session.host().read(cases, why);
  if (!text) {
    return output.trouble(session.trouble(Status::environment, "cannot read `" + cases + "`: " + why,
                                          "无法读取 `" + cases + "`：" + why));
  }
  // Which policy: as for the first of the cases.
  const std::string begins = first_line(*text);
  if (begins.empty())
    return output.trouble(session.trouble(Status::failed, "`" + cases + "` has no case", "`" + cases + "` 中没有案例"));
  const ReadJson first = JsonDocument::read(begins);
  if (!first) return output.trouble(session.trouble_of(std::vector<InputError>{first.error()}));
  const std::string asked_for = session.service();
  const std::string service = asked_for.empty() ? session.service_of(first) : asked_for;
  if (service.empty()) {
    return output.trouble(session.trouble(Status::usage,
                                          "no service takes what the first case gives; `load FILE 1` says more",
                                          "没有服务接受首个案例所给的输入；`载入 文件 1` 有更多说明"));
  }
  OrTrouble<whatif::Versions> before = versions_of(session, service, sides.value().before, first);
  if (!before) return output.trouble(before.error());
  before.value().own_cases = true;
  const OrTrouble<whatif::Versions> after = versions_of(session, service, sides.value().after, first);
  if (!after) return output.trouble(after.error());

  auto made =
      whatif::Impact::prepare(before.value(), after.value(),
                              {.measure = asked.at("by"),
                               .groups = names_in(asked.at("group")),
                               .read = session.read_options(),
                               .jobs = std::clamp<std::uint32_t>(std::thread::hardware_concurrency(), 1, kMostThreads),
                               .foreign = !sides.value().named.empty()});
  if (!made) return output.trouble(trouble_of(session, made.error()));
  std::size_t at = 0;
  const auto next = [&]() -> std::optional<std::string_view> {
    if (at >= text->size()) return std::nullopt;
    const std::size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view line = std::string_view(*text).substr(at, end - at);
    at = end + 1;
    return line;
  };
  const auto progress = [&](std::uint64_t lines) {
    session.host().progress(std::to_string(lines) + session.pick(" cases", " 例"));
    return session.host().stopped();
  };
  const std::string misfit =
      session.told(sides.value().named.empty() ? Misfit{} : misfit_between(before.value().last(), after.value().last()),
                   after.value().last().names);
  const whatif::ImpactReport report = made.value().run(next, progress);
  session.host().progress("");
  if (asked.has("to")) {
    if (report.stopped) return refuse_part(session, target, output);
    return save_file(session, target, kEndings, written(report, session.settings.language, target.path), output);
  }
  output.text(session.settings.format == Format::json
                  ? whatif::impact_json(report, session.settings.language) + "\n"
                  : whatif::impact_text(report, session.settings.language, plot_options(session)));
  if (session.settings.format == Format::table) output.text(misfit);
  if (!session.assumed.empty() && session.settings.format == Format::table) {
    output.text(session.pick("what is assumed holds for the case at hand, not for those of a file\n",
                             "假定只用于当前案例，不用于文件中的案例\n"));
  }
  return Status::answered;
}

}  // namespace

auto impact_command() -> Command {
  return {
      .name = "impact",
      .chinese = "影响",
      .arguments = "CASES.ndjson [POLICY | CHANGE] [by RESULT] [group NAMES] [to FILE [!]]",
      .topic = "what-if",
      .en = "Settle a file of cases by two policies: who gains, who loses, what moved by which rule.",
      .zh = "按两项政策结算一批案例：谁受益、谁受损、差异来自哪些规则。",
      .more_en =
          "The two are those of `compare`. `by fund`: cases gain where that rises; `by less patient`: where it falls.\n"
          "`group insured.status` counts by an input or a rule. `to FILE.svg` draws the histogram; `.json`, `.txt`\n"
          "hold the report. The same as `remit compare`. Each case is settled by the versions in force on its own "
          "day;\n"
          "those to which the policy does not apply are left out, and told.\n",
      .more_zh =
          "两项政策同 `比较`。`按 fund`：增加为受益；`按 减少 patient`：减少为受益。`分组 insured.status` "
          "按输入或\n"
          "规则分组。`到 文件.svg` 绘直方图，`.json`、`.txt` 写出报告。与 `remit compare` 相同。\n"
          "每个案例按其日期当时施行的版本结算；政策不适用的案例不计入，并予说明。\n",
      .examples = {"impact cases.ndjson", "impact cases.ndjson by less cash group insured.status"},
      .completes = {Completes::file, Completes::change, Completes::nothing},
      .words = {{"by", "按", Completes::result},
                {"less", "减少", Completes::result},
                {"group", "分组", Completes::variable},
                {"to", "到", Completes::file},
                {"!", "！"}},
      .run = impact,
  };
}

}  // namespace remit::repl
