// The reference settlement written by hand for this one job: what an interpreter is measured against. Not a part of the
// product: nothing but the benchmark includes it.
// Exact fixed point: amounts in cents, eligible and deductible in thousandths, rates in thousandths, fund in 1e-7
// before rounding.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yardstick {

struct Item {
  int64_t cents;
  char cls;
};
struct Claim {
  uint32_t id, first_item;
  uint16_t items;
  uint8_t level, ordinal;
  bool filed, elsewhere, retired;
  int64_t pooled_before;  // cents
};
struct Result {
  int64_t deductible, eligible, fund, patient;
};  // thousandths, thousandths, cents, cents

inline constexpr int64_t kDeductible[4] = {0, 500'000, 900'000, 1'300'000};
inline constexpr int64_t kRate[2][4][3] = {{{0, 0, 0}, {900, 950, 970}, {870, 920, 970}, {850, 900, 950}},
                                           {{0, 0, 0}, {940, 970, 982}, {922, 952, 982}, {910, 940, 970}}};
inline constexpr int64_t kEdge1 = 30'000'000, kEdge2 = 40'000'000, kYearCap = 10'000'000;

inline int64_t fund_cents(int64_t eligible, int64_t deductible, const int64_t* rate, bool unfiled,
                          int64_t pooled_before) {
  const int64_t in1 = std::min(eligible, kEdge1) - std::min(deductible, kEdge1);
  const int64_t in2 = std::max<int64_t>(0, std::min(eligible, kEdge2) - kEdge1);
  const int64_t in3 = std::max<int64_t>(0, eligible - kEdge2);
  const int64_t fund = (in1 * rate[0] + in2 * rate[1] + in3 * rate[2]) * (unfiled ? 8 : 10);
  const int64_t cap = std::max<int64_t>(0, kYearCap - pooled_before) * 100'000;
  return (std::min(fund, cap) + 50'000) / 100'000;  // half up; never negative
}

// H1: claims as structs.
inline Result settle(const Claim& c, const Item* items) {
  int64_t total = 0, eligible = 0;
  for (int i = 0; i < c.items; ++i) {
    total += items[i].cents;
    eligible += items[i].cents * (items[i].cls == 'A' ? 10 : items[i].cls == 'B' ? 9 : 0);
  }
  const int64_t deductible = std::min(kDeductible[c.level] >> (c.ordinal >= 2), eligible);
  const int64_t fund =
      fund_cents(eligible, deductible, kRate[c.retired][c.level], c.elsewhere && !c.filed, c.pooled_before);
  return {deductible, eligible, fund, total - fund};
}

// H3: the columns that a reader leaves; nothing resolved beforehand.
struct Columns {
  std::vector<uint32_t> first_item;                                     // n + 1 offsets into amount and cls
  std::vector<uint8_t> level, ordinal, filed, elsewhere, retired, cls;  // cls: 0 A, 1 B, 2 C
  std::vector<int64_t> pooled_before, amount;
  size_t size() const { return level.size(); }
};
struct ResultColumns {
  std::vector<int64_t> deductible, eligible, fund, patient;
  void resize(size_t n) {
    deductible.resize(n);
    eligible.resize(n);
    fund.resize(n);
    patient.resize(n);
  }
};

inline void settle(const Columns& in, ResultColumns& out) {
  constexpr size_t kBlock = 256;
  static constexpr int64_t weight[3] = {10, 9, 0};
  static constexpr int64_t halved[8] = {0, 0, 500'000, 250'000, 900'000, 450'000, 1'300'000, 650'000};
  static constexpr int64_t rate[8][4] = {
      {0}, {0}, {900, 950, 970}, {940, 970, 982}, {870, 920, 970}, {922, 952, 982}, {850, 900, 950}, {910, 940, 970}};
  alignas(64) int64_t total[kBlock], eligible[kBlock];
  for (size_t start = 0; start < in.size(); start += kBlock) {
    const size_t m = std::min(kBlock, in.size() - start);
    for (size_t i = 0; i < m; ++i) {
      int64_t t = 0, e = 0;
      for (uint32_t k = in.first_item[start + i]; k < in.first_item[start + i + 1]; ++k) {
        t += in.amount[k];
        e += in.amount[k] * weight[in.cls[k]];
      }
      total[i] = t;
      eligible[i] = e;
    }
    for (size_t i = 0; i < m; ++i) {
      const size_t j = start + i;
      const int64_t d = std::min(halved[in.level[j] * 2 + (in.ordinal[j] >= 2)], eligible[i]);
      const int64_t f = fund_cents(eligible[i], d, rate[in.level[j] * 2 + in.retired[j]],
                                   in.elsewhere[j] & (in.filed[j] ^ 1), in.pooled_before[j]);
      out.deductible[j] = d;
      out.eligible[j] = eligible[i];
      out.fund[j] = f;
      out.patient[j] = total[i] - f;
    }
  }
}

}  // namespace yardstick
