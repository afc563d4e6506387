#include "engine/io/meant.h"

#include <gtest/gtest.h>

namespace remit {
namespace {

struct Row {
  std::string_view text, meant;
};

TEST(Meant, Numbers) {
  const Row rows[] = {
      {"85%", "0.85"},
      {"-12.5%", "-0.125"},
      {"1,300.50", "1300.50"},
      {"￥650", "650"},
      {" 7 ", "7"},
      {"1.300,50", "1300.50"},
      {"x", "1300.50"},
      {"", "1300.50"},
      {"5-3", "1300.50"},
      {"12345678901234567890123456789012345678901%", "1300.50"},
  };
  for (const Row& row : rows) EXPECT_EQ(number_meant(row.text), row.meant) << row.text;
}

TEST(Meant, Dates) {
  const Row rows[] = {
      {"2024/5/1", "2024-05-01"},   {"20240229", "2024-02-29"}, {"2024年12月31日", "2024-12-31"},
      {"2023-02-29", "2024-05-01"}, {"1.5.2024", "2024-05-01"}, {"2024-06-01T08:30:00Z", "2024-06-01"},
      {"", "2024-05-01"},           {"99999999", "2024-05-01"},
  };
  for (const Row& row : rows) EXPECT_EQ(date_meant(row.text), row.meant) << row.text;
}

TEST(Meant, Times) {
  const Row rows[] = {
      {"2024-06-01 08:30", "2024-06-01T08:30:00"},
      {"2024-06-01T8:05:09Z", "2024-06-01T08:05:09"},
      {"20240601 083000", "2024-05-01T08:30:00"},
      {"2024-06-01", "2024-06-01T00:00:00"},
      {"08:30", "2024-05-01T08:30:00"},
      {"2024-06-01T25:00", "2024-05-01T08:30:00"},
  };
  for (const Row& row : rows) EXPECT_EQ(time_meant(row.text), row.meant) << row.text;
}

}  // namespace
}  // namespace remit
