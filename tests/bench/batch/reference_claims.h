// The reference job beside the one written by hand: the same claims for both, and the exact results expected of both.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/batch/settle.h"
#include "tests/bench/batch/job.h"
#include "tests/bench/yardstick/yardstick.h"

namespace remit::bench {

// deductible and eligible in thousandths, fund and patient in hundredths.
struct Figures {
  static constexpr std::array<std::int8_t, 4> kPlaces = {3, 3, 2, 2};
  std::array<std::vector<std::int64_t>, 4> columns;

  explicit Figures(std::size_t claims) {
    for (auto& column : columns) column.resize(claims);
  }
  // Takes them out of the answers to claims from `first` on, as columns.
  void take(const batch::AnswerBlock& answers, std::size_t first);
  [[nodiscard]] auto wrong(const std::vector<std::array<std::int64_t, 4>>& expected) const -> std::size_t;
};

// The claims as the settlements by hand take them.
struct HandClaims {
  std::vector<yardstick::Claim> claims;
  std::vector<yardstick::Item> items;
  yardstick::Columns columns;
  std::vector<yardstick::Result> results;
  yardstick::ResultColumns result_columns;

  explicit HandClaims(const Job& job);
  [[nodiscard]] auto wrong(const std::vector<std::array<std::int64_t, 4>>& expected) const -> std::size_t;
};

auto read_expected(const std::filesystem::path& file, std::size_t most) -> std::vector<std::array<std::int64_t, 4>>;

}  // namespace remit::bench
