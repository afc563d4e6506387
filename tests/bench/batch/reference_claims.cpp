#include "tests/bench/batch/reference_claims.h"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace remit::bench {
namespace {

constexpr std::size_t kFirstFigure = 1;  // of the results; before it stands `id`
constexpr std::array<std::int64_t, 4> kPowers = {1, 10, 100, 1000};

void take_column(const batch::Column& column, std::int8_t places, std::int64_t* out, std::size_t claims) {
  if (column.shape != batch::Column::Shape::words || column.places > places) {
    std::fill_n(out, claims, INT64_MIN);
    return;
  }
  const std::int64_t factor = kPowers[static_cast<std::size_t>(places - column.places)];
  if (column.same) {
    std::fill_n(out, claims, column.low * factor);
  } else if (factor == 1) {
    std::memcpy(out, column.words, claims * sizeof *out);
  } else {
    for (std::size_t i = 0; i < claims; ++i) out[i] = column.words[i] * factor;
  }
}

auto slot_of(const Job& job, std::string_view name) -> std::size_t {
  const std::vector<FieldType>& inputs = job.names().inputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].name == name) return i;
  }
  give_up("the reference job has no input " + std::string(name));
}
auto column_of(const Job& job, std::string_view name) -> std::size_t {
  const std::vector<std::uint32_t>& columns = job.program().lists[0].columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (job.names().columns[columns[i]].name == name) return i;
  }
  give_up("the reference job has no column " + std::string(name));
}
auto scaled(const Value& value, int places) -> std::int64_t { return value.as_number().scaled(places).value(); }

}  // namespace

void Figures::take(const batch::AnswerBlock& answers, std::size_t first) {
  const std::size_t claims = answers.block->cases();
  for (std::size_t k = 0; k < columns.size(); ++k) {
    take_column(*answers.results[kFirstFigure + k].value, kPlaces[k], columns[k].data() + first, claims);
  }
  for (std::uint32_t i = 0; i < claims; ++i) {
    if (!answers.is_settled_again(i)) continue;
    const Answer answer = answers.answer(i);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const bool failed = !answer.errors.empty();
      columns[k][first + i] = failed ? INT64_MIN : scaled(answer.outputs[kFirstFigure + k].value, kPlaces[k]);
    }
  }
}

auto Figures::wrong(const std::vector<std::array<std::int64_t, 4>>& expected) const -> std::size_t {
  std::size_t count = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    bool right = true;
    for (std::size_t k = 0; k < columns.size(); ++k) right = right && columns[k][i] == expected[i][k];
    count += right ? 0 : 1;
  }
  return count;
}

HandClaims::HandClaims(const Job& job) {
  const std::size_t level = slot_of(job, "encounter.tier"), ordinal = slot_of(job, "encounter.ordinal");
  const std::size_t filed = slot_of(job, "encounter.filed"), elsewhere = slot_of(job, "encounter.cross_region");
  const std::size_t retired = slot_of(job, "insured.retired"), before = slot_of(job, "ytd.pooled_paid");
  const std::size_t kind = column_of(job, "class"), amount = column_of(job, "amount");
  columns.first_item.push_back(0);
  for (const Case& given : job.cases()) {
    const ListColumns& list = given.lists[0];
    const auto& in = given.inputs;
    const yardstick::Claim claim{.id = static_cast<std::uint32_t>(claims.size()),
                                 .first_item = static_cast<std::uint32_t>(items.size()),
                                 .items = static_cast<std::uint16_t>(list.size()),
                                 .level = static_cast<std::uint8_t>(scaled(in[level], 0)),
                                 .ordinal = static_cast<std::uint8_t>(scaled(in[ordinal], 0)),
                                 .filed = in[filed].as_bool(),
                                 .elsewhere = in[elsewhere].as_bool(),
                                 .retired = in[retired].as_bool(),
                                 .pooled_before = scaled(in[before], 2)};
    claims.push_back(claim);
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      const auto rank = static_cast<std::uint8_t>(list.columns[kind][i].as_integer());
      items.push_back({scaled(list.columns[amount][i], 2), static_cast<char>('A' + rank)});
      columns.amount.push_back(items.back().cents);
      columns.cls.push_back(rank);
    }
    columns.first_item.push_back(static_cast<std::uint32_t>(items.size()));
    columns.level.push_back(claim.level);
    columns.ordinal.push_back(claim.ordinal);
    columns.filed.push_back(claim.filed ? 1 : 0);
    columns.elsewhere.push_back(claim.elsewhere ? 1 : 0);
    columns.retired.push_back(claim.retired ? 1 : 0);
    columns.pooled_before.push_back(claim.pooled_before);
  }
  results.resize(claims.size());
  result_columns.resize(claims.size());
}

auto HandClaims::wrong(const std::vector<std::array<std::int64_t, 4>>& expected) const -> std::size_t {
  std::size_t count = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const yardstick::Result& one = results[i];
    const std::array structs = {one.deductible, one.eligible, one.fund, one.patient};
    const yardstick::ResultColumns& all = result_columns;
    const std::array in_columns = {all.deductible[i], all.eligible[i], all.fund[i], all.patient[i]};
    count += structs == expected[i] && in_columns == expected[i] ? 0 : 1;
  }
  return count;
}

auto read_expected(const std::filesystem::path& file, std::size_t most) -> std::vector<std::array<std::int64_t, 4>> {
  std::vector<std::array<std::int64_t, 4>> rows;
  std::ifstream in(file);
  for (std::array<std::int64_t, 4> row{}; rows.size() < most;) {
    char comma = 0;
    if (!(in >> row[0] >> comma >> row[1] >> comma >> row[2] >> comma >> row[3])) break;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace remit::bench
