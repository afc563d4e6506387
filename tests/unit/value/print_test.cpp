#include "engine/value/print.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace remit {
namespace {

auto types() -> TypeTable {
  TypeTable all;
  all.currencies.push_back({.name = "CNY", .labels = {}, .step = Number::decimal(1, 2)});
  all.enums.push_back(
      {.name = "Status", .labels = {}, .members = {{.name = "retired", .code = {}, .labels = {{"zh", "退休"}}}}});
  all.records.push_back(
      {.name = "Person",
       .labels = {},
       .fields = {
           {.name = "id", .code = {}, .labels = {}, .type = {.kind = TypeKind::text}, .limits = {}, .personal = true},
           {.name = "age", .code = {}, .labels = {{"zh", "年龄"}}, .type = {.kind = TypeKind::count}, .limits = {}}}});
  all.lists.push_back({.element = {.kind = TypeKind::count}});
  return all;
}

TEST(PrintValue, AsPeopleReadIt) {
  struct Row {
    Value value;
    TypeKind kind;
    const char* en;
    const char* zh;
  };
  const auto n = [](const char* text) { return Value(Number::parse(text).value()); };
  const std::vector<Row> rows = {
      {n("1300"), TypeKind::money, "1300.00 CNY", "1300.00 CNY"},
      {n("0.125"), TypeKind::money, "0.125 CNY", "0.125 CNY"},
      {Value(Number::whole(1) / Number::whole(3)), TypeKind::money, "1/3 CNY", "1/3 CNY"},
      {n("0.6"), TypeKind::rate, "60%", "60%"},
      {Value(Number::whole(1) / Number::whole(3)), TypeKind::rate, "(100/3)%", "(100/3)%"},
      {n("2"), TypeKind::count, "2", "2"},
      {Value::boolean(true), TypeKind::boolean, "yes", "是"},
      {Value(), TypeKind::money, "absent", "无"},
      {Value::integer(0), TypeKind::date, "1970-01-01", "1970-01-01"},
      {Value::integer(30), TypeKind::days, "30 days", "30天"},
      {Value::integer(6), TypeKind::months, "6 months", "6个月"},
      {Value::integer(0), TypeKind::enumeration, "retired", "退休"},
      {Value::text("甲"), TypeKind::text, "\"甲\"", "\"甲\""},
      {Value::sequence({Value::text("110101"), n("64")}), TypeKind::record, "{ id = ***  age = 64  }",
       "{ id = ***  年龄 = 64  }"},
      {Value::sequence({n("1"), n("2")}), TypeKind::list, "[1, 2]", "[1, 2]"},
  };
  for (const Row& row : rows) {
    const Type type{.kind = row.kind};
    EXPECT_EQ(print_value(row.value, type, types(), "en"), row.en);
    EXPECT_EQ(print_value(row.value, type, types(), "zh"), row.zh);
  }
}

TEST(TypeName, InTheWordsOfThePolicy) {
  const TypeTable all = types();
  EXPECT_EQ(type_name({.kind = TypeKind::money}, all), "CNY");
  EXPECT_EQ(type_name({.kind = TypeKind::date, .optional = true}, all), "date?");
  EXPECT_EQ(type_name({.kind = TypeKind::list}, all), "list of count");
  EXPECT_EQ(type_name({.kind = TypeKind::record}, all), "Person");
  EXPECT_EQ(type_name({.kind = TypeKind::enumeration}, all), "Status");
}

}  // namespace
}  // namespace remit
