// The report of an impact, for people and for programs.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/evaluate/errors.h"
#include "engine/io/write_json.h"
#include "engine/io/write_value.h"
#include "engine/text/utf8.h"
#include "engine/value/print.h"
#include "repl/plot/text.h"
#include "repl/plot/ticks.h"
#include "repl/whatif/impact.h"

namespace remit::whatif {
namespace {

using State = CaseComparison::State;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t kPartsOfLarge = 4;
constexpr std::int64_t kMostEmptyBins = 2;  // beside one another, shown one by one

auto state_name(State state) -> const char* {
  static constexpr std::array<const char*, 3> kNames = {"answered", "blocked", "failed"};
  return kNames[static_cast<std::size_t>(state)];
}

// Columns lined up, the first to the left, all others to the right; indented.
auto lined_up(const Rows& rows, std::size_t left_columns = 1) -> std::string {
  std::vector<std::uint32_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += "  " + plot::fitted(row[i], widths[i], i >= left_columns);
    while (line.ends_with(' ')) line.pop_back();
    text += line + "\n";
  }
  return text;
}

// How the measure moved, of the cases in which it did.
auto histogram_of(const ImpactReport& report, const std::string& language) -> plot::Bars {
  const ResultTotal& measure = report.results[report.measure.result];
  plot::Bars bars;
  const std::string unit = unit_behind(measure.type, *measure.types);
  const auto unchanged = report.histogram.find(0);
  const std::uint64_t same = unchanged == report.histogram.end() ? 0 : unchanged->second;
  const std::string all = plot::grouped(std::to_string(report.all.cases));
  const std::string moved = plot::grouped(std::to_string(report.all.cases - same));
  bars.title = language == "zh" ? "“" + label_in(measure.labels, language, measure.name) + "”的变化" + unit + "，" +
                                      all + " 例中 " + moved + " 例有变"
                                : "change of `" + measure.name + "`" + unit + " in " + moved + " of " + all + " cases";
  const auto row = [&](std::int64_t bin, std::uint64_t cases) {
    const auto [from, to] = bin_ends(bin);
    const auto edge = [](const Number& number) { return plot::grouped(number.to_string()); };
    bars.bars.push_back({.label = edge(from) + " .. " + edge(to),
                         .value = Number::whole(static_cast<std::int64_t>(cases)),
                         .shown = plot::grouped(std::to_string(cases))});
  };
  std::optional<std::int64_t> last;
  for (const auto& [bin, cases] : report.histogram) {
    if (bin == 0) continue;  // as before
    const std::int64_t empty = last ? bin - *last - 1 : 0;
    if (empty > kMostEmptyBins) bars.bars.push_back({.label = "…", .value = {}, .shown = "0"});
    for (std::int64_t i = bin - empty; i < bin && empty <= kMostEmptyBins; ++i) {
      if (i != 0) row(i, 0);
    }
    row(bin, cases);
    last = bin;
  }
  return bars;
}

class ReportText {
 public:
  ReportText(const ImpactReport& report, const std::string& language, const plot::TextOptions& plot)
      : r_(report), language_(language), plot_(plot), measure_(report.results[report.measure.result]) {}

  auto run() -> std::string {
    std::string text = r_.before + " → " + r_.after + ", " + r_.service + "\n";
    text += count(r_.lines - r_.bad_lines) + pick(r_.lines - r_.bad_lines == 1 ? " case, " : " cases, ", " 例，其中 ") +
            count(r_.changed) + pick(r_.changed == 1 ? " of them differs" : " of them differ", " 例有差异");
    if (r_.stopped) text += pick("; stopped there", "；至此中断");
    text += "\n";
    text += bad_lines() + states();
    if (r_.all.cases == 0 || r_.changed == 0) return text;
    return text + totals() + gains() + groups() + parts() + histogram() + largest();
  }

 private:
  auto pick(const std::string& en, const std::string& zh) const -> std::string { return language_ == "zh" ? zh : en; }
  static auto count(std::uint64_t n) -> std::string { return plot::grouped(std::to_string(n)); }
  auto name_of(const ResultTotal& result) const -> std::string {
    return language_ == "zh" ? label_in(result.labels, language_, result.name) : result.name;
  }
  auto digits(const Number& number, const ResultTotal& of) const -> std::string {
    return plain_text(Value(number), of.type, of.step, *of.types);
  }
  auto change(const Number& number, const ResultTotal& of) const -> std::string {
    return (number.sign() > 0 ? "+" : "") + digits(number, of);
  }

  auto bad_lines() const -> std::string {
    if (r_.bad_lines == 0) return "";
    std::string text =
        count(r_.bad_lines) + pick(r_.bad_lines == 1 ? " line is left out\n" : " lines are left out\n", " 行未计入\n");
    for (const BadLine& bad : r_.bad) {
      const ErrorReport error = report(bad.errors.front(), language_);
      text += pick("  line ", "  第 ") + std::to_string(bad.line) + pick(": ", " 行：") + error.code + " " +
              error.message + (error.path == "$" ? "" : "  " + error.path);
      if (bad.errors.size() > 1)
        text += pick("  and ", "，另有 ") + std::to_string(bad.errors.size() - 1) + pick(" more", " 处");
      text += bad.by_the_second ? "  (" + r_.after + ")\n" : "\n";
    }
    return text;
  }

  auto states() const -> std::string {
    std::string text;
    for (const StateChange& state : r_.states) {
      text += count(state.cases) + pick(state.cases == 1 ? " case is " : " cases are ", " 例：") +
              worded(state.before) + " → " + worded(state.after) + pick("; the first in line ", "；首例在第 ") +
              std::to_string(state.line) + pick("", " 行");
      for (const CaseError& error : state.errors)
        text += "\n  " + error.code + " " + error_message(error, language_) + "  " + error.step;
      text += "\n";
    }
    return text;
  }
  auto worded(State state) const -> std::string {
    static constexpr std::array<const char*, 3> kChinese = {"有结果", "不予支付", "出错"};
    return pick(state_name(state), kChinese[static_cast<std::size_t>(state)]);
  }

  auto totals() const -> std::string {
    Rows rows{{pick("in all", "合计"), pick("before", "原来"), pick("after", "现在"), pick("change", "变化"),
               pick("up", "增加"), pick("down", "减少")}};
    for (const ResultTotal& result : r_.results) {
      if (result.up + result.down == 0) continue;
      const bool adds_up = result.type.kind != TypeKind::rate;
      const auto sum = [&](const std::string& told) { return adds_up ? told : std::string("–"); };
      rows.push_back({name_of(result), sum(digits(result.before, result)), sum(digits(result.after, result)),
                      sum(change(result.after - result.before, result)), count(result.up), count(result.down)});
    }
    return "\n" + lined_up(rows);
  }

  // Which of rising and falling is the gain: names of columns, and of what the cases do.
  auto up_name() const -> std::string { return sense_name(Measure::Sense::more_is_gain, pick("up", "增加")); }
  auto down_name() const -> std::string { return sense_name(Measure::Sense::less_is_gain, pick("down", "减少")); }
  auto sense_name(Measure::Sense gain, const std::string& otherwise) const -> std::string {
    if (r_.measure.sense == Measure::Sense::unknown) return otherwise;
    return r_.measure.sense == gain ? pick("gain", "受益") : pick("lose", "受损");
  }

  auto gains() const -> std::string {
    const bool less = r_.measure.sense == Measure::Sense::less_is_gain;
    return "\n" +
           pick("by `" + measure_.name + (less ? "`, of which less is a gain: " : "`: "),
                "按“" + name_of(measure_) + (less ? "”（少为受益）：" : "”：")) +
           count(r_.all.up) + pick(" " + up_name() + ", ", " 例" + up_name() + "，") + count(r_.all.down) +
           pick(" " + down_name() + ", ", " 例" + down_name() + "，") + count(r_.all.cases - r_.all.up - r_.all.down) +
           pick(" as before\n", " 例不变\n");
  }

  auto groups() const -> std::string {
    if (r_.by_group.empty()) return "";
    Rows rows(1);
    for (const std::string& group : r_.groups) rows[0].push_back(group);
    for (const auto& name : {pick("cases", "例数"), up_name(), down_name(), pick("before", "原来"),
                             pick("after", "现在"), pick("change", "变化")}) {
      rows[0].push_back(name);
    }
    for (const auto& [key, tally] : r_.by_group) {
      rows.push_back(key);
      for (std::string cell : {count(tally.cases), count(tally.up), count(tally.down), digits(tally.before, measure_),
                               digits(tally.after, measure_), change(tally.after - tally.before, measure_)}) {
        rows.back().push_back(std::move(cell));
      }
    }
    const std::string more =
        r_.groups_left_out ? pick("  of further groups nothing is told\n", "  其余各组从略\n") : std::string();
    return "\n" + lined_up(rows, r_.groups.size()) + more;
  }

  auto parts() const -> std::string {
    Rows rows{{pick("`" + measure_.name + "` moved by", "“" + name_of(measure_) + "”变化来自"), pick("cases", "例数"),
               pick("change", "变化")}};
    Number sum;
    for (const auto& [name, part] : r_.parts) {
      if (part.by[r_.measure.result].is_zero()) continue;
      sum = sum + part.by[r_.measure.result];
      rows.push_back(
          {part_name(name, part.labels), count(part.of_measure), change(part.by[r_.measure.result], measure_)});
    }
    if (rows.size() == 1) return "";
    rows.push_back({pick("together", "合计"), "", change(sum, measure_)});
    return "\n" + lined_up(rows);
  }
  auto part_name(const std::string& name, const Labels& labels) const -> std::string {
    if (name.empty()) return pick("the service itself", "服务本身");
    return language_ == "zh" ? label_in(labels, language_, name) : name;
  }

  auto histogram() const -> std::string {
    const plot::Bars bars = histogram_of(r_, language_);
    return bars.bars.empty() ? "" : "\n" + plot::text_of(bars, plot_);
  }

  auto largest() const -> std::string {
    if (r_.largest.empty()) return "";
    Rows rows{{pick("largest", "变化最大"), pick("before", "原来"), pick("after", "现在"), pick("change", "变化")}};
    std::vector<std::string> why{""};
    for (const LargeChange& one : r_.largest) {
      rows.push_back({pick("line ", "第 ") + std::to_string(one.line) + pick("", " 行"), digits(one.before, measure_),
                      digits(one.after, measure_), change(one.after - one.before, measure_)});
      std::string parts;
      for (std::size_t i = 0; i < one.parts.size() && i < kPartsOfLarge; ++i) {
        const auto& [name, by] = one.parts[i];
        parts += (i == 0 ? "" : ", ") + part_name(name, r_.parts.at(name).labels) + " " + change(by, measure_);
      }
      if (one.parts.size() > kPartsOfLarge) parts += ", …";
      why.push_back(std::move(parts));
    }
    std::string text = "\n";
    const std::string table = lined_up(rows);
    std::size_t begin = 0;
    for (const std::string& reason : why) {
      const std::size_t end = table.find('\n', begin);
      text += table.substr(begin, end - begin) + (reason.empty() ? "" : "  " + reason) + "\n";
      begin = end + 1;
    }
    return text;
  }

  const ImpactReport& r_;
  const std::string& language_;
  const plot::TextOptions plot_;
  const ResultTotal& measure_;
};

class ReportJson {
 public:
  ReportJson(const ImpactReport& report, std::string language) : r_(report), language_(std::move(language)) {}

  auto run() -> std::string {
    const ResultTotal& measure = r_.results[r_.measure.result];
    out_.open_object().key("before").string(r_.before).key("after").string(r_.after).key("service").string(r_.service);
    number("lines", r_.lines);
    number("changed", r_.changed);
    out_.key("stopped").boolean(r_.stopped).key("measure").open_object().key("name").string(measure.name).key("gain");
    switch (r_.measure.sense) {
      case Measure::Sense::unknown: out_.null(); break;
      case Measure::Sense::more_is_gain: out_.string("more"); break;
      case Measure::Sense::less_is_gain: out_.string("less"); break;
    }
    tally(r_.all, measure);
    out_.close_object().key("results").open_array();
    for (const ResultTotal& result : r_.results) {
      out_.open_object().key("name").string(result.name);
      amounts(result.before, result.after, result);
      number("up", result.up);
      number("down", result.down);
      out_.close_object();
    }
    out_.close_array().key("groups").open_array();
    for (const auto& [key, group] : r_.by_group) {
      out_.open_object().key("group").open_object();
      for (std::size_t i = 0; i < key.size(); ++i) out_.key(r_.groups[i]).string(key[i]);
      out_.close_object();
      tally(group, measure);
      out_.close_object();
    }
    out_.close_array();
    parts();
    largest(measure);
    histogram();
    states();
    bad_lines();
    out_.close_object();
    return out_.take();
  }

 private:
  void number(std::string_view key, std::uint64_t value) { out_.key(key).raw(std::to_string(value)); }
  void amounts(const Number& before, const Number& after, const ResultTotal& of) {
    amount("before", before, of);
    amount("after", after, of);
    amount("change", after - before, of);
  }
  void amount(std::string_view key, const Number& value, const ResultTotal& of) {
    out_.key(key).raw(number_json(value, of.step));
  }
  void tally(const Tally& tally, const ResultTotal& measure) {
    number("cases", tally.cases);
    number("up", tally.up);
    number("down", tally.down);
    amounts(tally.before, tally.after, measure);
  }

  void parts() {
    out_.key("moved_by").open_array();
    for (const auto& [name, part] : r_.parts) {
      out_.open_object().key("rule");
      name.empty() ? out_.null() : out_.string(name);
      number("cases", part.cases);
      out_.key("change").open_object();
      for (std::size_t i = 0; i < part.by.size(); ++i) {
        if (!part.by[i].is_zero()) amount(r_.results[i].name, part.by[i], r_.results[i]);
      }
      out_.close_object().close_object();
    }
    out_.close_array();
  }

  void largest(const ResultTotal& measure) {
    out_.key("largest").open_array();
    for (const LargeChange& one : r_.largest) {
      out_.open_object();
      number("line", one.line);
      amounts(one.before, one.after, measure);
      out_.key("moved_by").open_array();
      for (const auto& [name, by] : one.parts) {
        out_.open_object().key("rule");
        name.empty() ? out_.null() : out_.string(name);
        amount("change", by, measure);
        out_.close_object();
      }
      out_.close_array().close_object();
    }
    out_.close_array();
  }

  void histogram() {
    out_.key("histogram").open_array();
    for (const auto& [bin, cases] : r_.histogram) {
      const auto [from, to] = bin_ends(bin);
      out_.open_object().key("from").raw(from.to_string()).key("to").raw(to.to_string());
      number("cases", cases);
      out_.close_object();
    }
    out_.close_array();
  }

  void states() {
    out_.key("not_answered").open_array();
    for (const StateChange& state : r_.states) {
      out_.open_object().key("before").string(state_name(state.before)).key("after").string(state_name(state.after));
      number("cases", state.cases);
      number("line", state.line);
      out_.key("errors").open_array();
      for (const CaseError& error : state.errors) {
        out_.open_object().key("code").string(error.code).key("message").string(error_message(error, language_));
        out_.key("step").string(error.step).close_object();
      }
      out_.close_array().close_object();
    }
    out_.close_array();
  }

  void bad_lines() {
    number("bad_lines", r_.bad_lines);
    out_.key("bad").open_array();
    for (const BadLine& bad : r_.bad) {
      const ErrorReport error = report(bad.errors.front(), language_);
      out_.open_object();
      number("line", bad.line);
      out_.key("code").string(error.code).key("message").string(error.message).key("path").string(error.path);
      out_.close_object();
    }
    out_.close_array();
  }

  const ImpactReport& r_;
  const std::string language_;
  JsonWriter out_;
};

}  // namespace

auto impact_text(const ImpactReport& report, const std::string& language, const plot::TextOptions& plot)
    -> std::string {
  return ReportText(report, language, plot).run();
}

auto impact_json(const ImpactReport& report, const std::string& language) -> std::string {
  return ReportJson(report, language).run();
}

auto impact_picture(const ImpactReport& report, const std::string& language) -> std::vector<plot::Bars> {
  return {{.title = report.before + " → " + report.after + ", " + report.service, .bars = {}},
          histogram_of(report, language)};
}

}  // namespace remit::whatif
