// A policy library as large as is asked for, of the declarations that real ones are made of.
#pragma once
#include <cstddef>
#include <string>

namespace remit {

// At least `lines` lines of one policy; about 52 bytes a line.
inline auto policy_library(std::size_t lines) -> std::string {
  std::string text = "policy cn.example.employee \"职工基本医疗保险\" en \"Employee basic medical insurance\"\n";
  std::size_t written = 1;
  for (std::size_t i = 0; written < lines; ++i) {
    const std::string n = std::to_string(i);
    text += "\n# Clause " + n +
            " of the regulation.\n"
            "value first_deductible_" +
            n +
            " \"首次住院起付标准\" : CNY cites rules §37 {\n"
            "  from 2001-04-01 = 1300\n"
            "  from 2024-01-01 = 1_500\n"
            "}\n"
            "table repeat_share_" +
            n +
            " by stay.ordinal : rate {\n"
            "  | ordinal | share |\n"
            "  | 1       | 100%  |\n"
            "  | 2..     | 50%   |\n"
            "}\n"
            "rule deductible_" +
            n +
            " \"起付线\" : CNY rounded half up cites rules §37\n"
            "  = min(first_deductible_" +
            n + " * repeat_share_" + n +
            ", eligible)\n"
            "  except chronic_" +
            n +
            " \"门诊慢特病\" when stay.setting = chronic and not insured.exempt then 0\n"
            "  except long_stay_" +
            n +
            " when stay.days > 90 then (eligible - 100) * 85% + 30 * stay.rate\n"
            "for each item in claim.items governed by item.date {\n"
            "  rule self_funded_" +
            n +
            " : CNY = if item.class = C then item.amount else 0\n"
            "  rule over_limit_" +
            n +
            " : CNY rounded half up = if item.limit is absent then 0\n"
            "    else min(item.amount, max(0, item.price - (item.limit or else 0)) * item.quantity)\n"
            "}\n"
            "rule pooled_" +
            n + " : CNY rounded half up = sum of item.in_scope for item in claim.items when item.ok\n";
    written += 22;
  }
  return text;
}

}  // namespace remit
