#include "cli/replay.h"

#include <algorithm>
#include <filesystem>

#include "cli/reply.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/difference.h"
#include "engine/io/receipt.h"
#include "engine/io/write_answer.h"
#include "engine/io/write_json.h"

namespace remit::cli {
namespace {

constexpr std::size_t kShown = 100;  // differences; the rest is counted

// A path that means the same library wherever one stands in a copy of it, and never more than what is below.
bool stays_below(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  return !normal.empty() && normal.is_relative() && *normal.begin() != "..";
}

// Labels, messages and advice: they belong to the text of a policy, not to what it means.
bool is_wording(const std::string& path) {
  const auto at = [&](std::string_view begin, std::string_view end) {
    return path.starts_with(begin) && path.ends_with(end);
  };
  return at("$.requirements[", ".label") || at("$.requirements[", ".message") || at("$.requirements[", ".advice") ||
         at("$.documents.", ".label") || at("$.assumptions[", ".text");
}

struct Outcome {
  Receipt then, now;  // of `now` only what it was settled by
  std::vector<Difference> differences, wording;

  [[nodiscard]] bool same_text() const { return then.text_hash == now.text_hash; }
  [[nodiscard]] bool same_meaning() const { return then.meaning_hash == now.meaning_hash; }
  [[nodiscard]] bool same_policy() const { return then.policy == now.policy && then.version == now.version; }
  [[nodiscard]] bool equal() const { return same_policy() && same_meaning() && differences.empty(); }
};

void compare(const JsonValue& then, const JsonValue& now, Outcome& outcome) {
  std::vector<std::string_view> except = {"explanation", "receipt"};
  if (!outcome.same_text()) except.emplace_back("text_hash");
  if (!outcome.same_meaning()) except.emplace_back("meaning_hash");
  if (outcome.then.engine != outcome.now.engine) except.emplace_back("engine");
  outcome.differences = differences(then, now, except);
  if (outcome.same_text()) return;
  const auto wording = std::stable_partition(outcome.differences.begin(), outcome.differences.end(),
                                             [](const Difference& one) { return !is_wording(one.path); });
  outcome.wording.assign(wording, outcome.differences.end());
  outcome.differences.erase(wording, outcome.differences.end());
}

void differences_json(JsonWriter& out, std::string_view key, const std::vector<Difference>& all) {
  out.key(key).open_array();
  for (std::size_t i = 0; i < std::min(all.size(), kShown); ++i) {
    out.open_object().key("path").string(all[i].path).key("expected").string(all[i].expected);
    out.key("now").string(all[i].now).close_object();
  }
  out.close_array();
}

auto as_json(const Outcome& outcome) -> std::string {
  const auto sameness = [](bool same) { return same ? "same" : "changed"; };
  JsonWriter out;
  out.open_object().key("equal").boolean(outcome.equal());
  out.key("policy").string(outcome.then.policy).key("version").string(outcome.then.version);
  out.key("service").string(outcome.then.service);
  if (!outcome.same_policy()) {
    out.key("settled_by").open_object().key("policy").string(outcome.now.policy);
    out.key("version").string(outcome.now.version).close_object();
  }
  out.key("meaning").string(sameness(outcome.same_meaning())).key("text").string(sameness(outcome.same_text()));
  out.key("answer").string(sameness(outcome.differences.empty()));
  out.key("engine")
      .open_object()
      .key("then")
      .string(outcome.then.engine)
      .key("now")
      .string(outcome.now.engine)
      .close_object();
  out.key("count").raw(std::to_string(outcome.differences.size()));
  differences_json(out, "differences", outcome.differences);
  differences_json(out, "wording", outcome.wording);
  out.close_object();
  return out.take() + "\n";
}

class AsText {
 public:
  explicit AsText(bool chinese) : chinese_(chinese) {}

  auto print(const Outcome& outcome) -> std::string {
    const std::string call = named(outcome.then) + ", `" + excerpt(outcome.then.service) + "`";
    if (outcome.equal()) {
      line("equal: " + call + " gives the same answer", "一致：" + call + " 给出相同的结果");
    } else if (outcome.differences.empty() && outcome.same_meaning()) {
      line("not equal: " + call + " is in the receipt, but another policy gives the answer",
           "不一致：凭据所载为 " + call + "，但得出该结果的是另一政策");
    } else if (outcome.differences.empty()) {
      line("not equal: " + call + " gives the same answer, but no longer means the same",
           "不一致：" + call + " 的结果相同，但政策含义已变");
    } else {
      const std::string count = std::to_string(outcome.differences.size());
      line("not equal: " + call + " gives another answer, in " + count + (count == "1" ? " place" : " places"),
           "不一致：" + call + " 的结果有 " + count + " 处不同");
    }
    list(outcome.differences);
    notes(outcome);
    return std::move(text_);
  }

 private:
  void line(const std::string& english, const std::string& chinese) { text_ += (chinese_ ? chinese : english) + "\n"; }

  void list(const std::vector<Difference>& all) {
    const auto shown = [&](const std::string& json) {
      return json.empty() ? (chinese_ ? "（无）" : "(not there)") : json;
    };
    for (std::size_t i = 0; i < std::min(all.size(), kShown); ++i) {
      text_ += "  " + all[i].path + "\n";
      line("    expected: " + shown(all[i].expected), "    预期：" + shown(all[i].expected));
      line("    now:      " + shown(all[i].now), "    现在：" + shown(all[i].now));
    }
    if (all.size() > kShown) {
      const std::string more = std::to_string(all.size() - kShown);
      line("  … and " + more + " more", "  … 另有 " + more + " 处");
    }
  }

  static auto named(const Receipt& receipt) -> std::string {
    return "`" + excerpt(receipt.policy) + "` " + excerpt(receipt.version);
  }

  void notes(const Outcome& outcome) {
    if (!outcome.same_policy()) {
      line("the receipt names " + named(outcome.then) + ", the case is settled by " + named(outcome.now),
           "凭据所载为 " + named(outcome.then) + "，本案例由 " + named(outcome.now) + " 结算");
    }
    if (!outcome.same_meaning()) {
      line("the policy has changed: meaning hash " + brief(outcome.then.meaning_hash) + " then, " +
               brief(outcome.now.meaning_hash) + " now",
           "政策已变：当时的含义哈希为 " + brief(outcome.then.meaning_hash) + "，现在为 " +
               brief(outcome.now.meaning_hash));
    } else if (!outcome.same_text()) {
      line("the text of the policy has changed, its meaning has not", "政策的文字有变，含义未变");
    }
    if (!outcome.wording.empty()) {
      line("texts of the answer that read otherwise:", "结果中措辞不同之处：");
      list(outcome.wording);
    }
    if (outcome.then.engine == outcome.now.engine) return;
    const std::string then = excerpt(outcome.then.engine);
    line("settled by remit " + then + " then, by " + outcome.now.engine + " now",
         "当时由 remit " + then + " 结算，现在由 " + outcome.now.engine + " 结算");
  }

  static auto brief(const std::string& hash) -> std::string { return excerpt(hash.substr(0, 12)) + "…"; }

  bool chinese_;
  std::string text_;
};

auto refuse(const std::vector<InputError>& errors, const CaseOptions& options, Console& console) -> Exit {
  std::vector<ErrorReport> reports;
  for (const InputError& error : errors) reports.push_back(remit::report(error, options.language));
  reply_errors(reports, options, console);
  return Exit::input;
}

// The call that the receipt tells of, with what this call says itself.
auto call_of(const Receipt& receipt, const CaseOptions& options) -> CaseOptions {
  CaseOptions call = options;
  call.service = receipt.service;
  call.policy = receipt.options.policy;
  call.as_of = receipt.options.as_of;
  call.codes = receipt.options.codes;
  call.allow_unknown = receipt.options.allow_unknown;
  if (call.policies.empty() && stays_below(receipt.options.policies)) call.policies = receipt.options.policies;
  return call;
}

auto settled_by(const ProgramNames& names) -> Receipt {
  return {.policy = names.policy,
          .version = names.policy_version,
          .service = names.service,
          .engine = REMIT_VERSION,
          .text_hash = names.text_hash,
          .meaning_hash = names.meaning_hash};
}

}  // namespace

auto receipt_of(const ReadyCase& ready, const CaseOptions& options) -> std::string {
  Receipt receipt = settled_by(ready.compiled->names());
  receipt.options = {.policies = stays_below(options.policies) ? options.policies : "",
                     .policy = options.policy,
                     .as_of = options.as_of,
                     .language = options.language,
                     .codes = options.codes,
                     .allow_unknown = options.allow_unknown};
  receipt.given = ready.text;
  return write_receipt(receipt);
}

auto replay(const std::string& file, const CaseOptions& options, Console& console) -> Exit {
  constexpr std::size_t kMost = kAnswerLimits.bytes + 1;
  const OrStop<std::string> text = file == "-" ? console.read_input(kMost) : read_whole(file, kMost);
  if (!text) return console.stop(text.error());
  const auto then = JsonDocument::read(text.value(), kAnswerLimits);
  if (!then) return refuse({then.error()}, options, console);
  const auto receipt = read_receipt(then.value().root());
  if (!receipt) return refuse(receipt.error(), options, console);

  const CaseOptions call = call_of(receipt.value(), options);
  if (call.policies.empty())
    return console.stop({Exit::usage, "the receipt does not say where the policies are: give `--policies PATH`"});
  OrStop<ReadyCase> opened = open_library(call);
  if (!opened) return console.stop(opened.error());
  ReadyCase& ready = opened.value();
  if (auto refusal = read_into(ready, call, receipt.value().given))
    return tell(std::move(*refusal), *ready.library, call, console);
  Evaluator evaluator(ready.compiled->program(), ready.compiled->names());
  const Answer answer = evaluator.settle(ready.given);
  if (const auto status = refuse_answer(answer, ready, call, console)) return *status;

  ready.library->add_hashes(*ready.compiled);
  const WriteOptions write{.language = receipt.value().options.language, .codes = call.codes, .engine = REMIT_VERSION};
  const auto now = JsonDocument::read(write_answer(answer, ready.compiled->program(), ready.compiled->names(), write),
                                      kAnswerLimits);
  if (!now) return refuse({now.error()}, options, console);
  Outcome outcome{receipt.value(), settled_by(ready.compiled->names()), {}, {}};
  compare(then.value().root(), now.value().root(), outcome);
  const bool json = options.format == "json" || options.format == "pretty";
  console.out(json ? as_json(outcome) : AsText(options.language == "zh").print(outcome));
  return outcome.equal() ? Exit::answered : Exit::failed;
}

}  // namespace remit::cli
