#include "engine/io/answer_rows.h"

#include <cstddef>
#include <optional>

#include "engine/io/write_value.h"
#include "engine/text/visible.h"
#include "engine/value/print.h"

namespace remit {
namespace {

class RowMaker {
 public:
  RowMaker(const Program& program, const RowOptions& options) : program_(program), options_(options) {}

  auto make(const Output& output, const OutputValue& given) const -> AnswerRows {
    AnswerRows made{.label = label(output.labels, output.name)};
    if (output.list) {
      elements(output, given, made);
    } else {
      records(output, given.value, made);
    }
    made.is_table = !made.cells.empty();
    if (made.is_table) return made;
    made.cells = {{output.list ? none() : value(given.value, output.type, output.step, output.personal)}};
    return made;
  }

 private:
  auto label(const Labels& labels, const std::string& name) const -> std::string {
    return label_in(labels, options_.language, name);
  }
  auto none() const -> std::string { return options_.plain ? "" : options_.language == "zh" ? "无" : "none"; }

  void elements(const Output& output, const OutputValue& given, AnswerRows& made) const {
    if (given.elements.empty()) return;
    std::vector<std::string>& heading = made.cells.emplace_back();
    for (const Output& field : output.fields) heading.push_back(label(field.labels, field.name));
    for (const std::vector<OutputValue>& element : given.elements) {
      std::vector<std::string>& row = made.cells.emplace_back();
      for (std::size_t i = 0; i < output.fields.size(); ++i) {
        row.push_back(value(element[i].value, output.fields[i].type, output.fields[i].step, output.fields[i].personal));
      }
    }
  }

  void records(const Output& output, const Value& given, AnswerRows& made) const {
    const bool is_list = output.type.kind == TypeKind::list;
    const Type type = is_list ? program_.types.at(ListTypeId{output.type.id}).element : output.type;
    if (type.kind != TypeKind::record || given.tag() != Value::Tag::sequence || output.personal) return;
    const std::vector<Value> one = {given};
    const std::vector<Value>& all = is_list ? given.as_sequence() : one;
    if (all.empty()) return;
    const RecordType& record = program_.types.at(RecordId{type.id});
    std::vector<std::string>& heading = made.cells.emplace_back();
    for (const FieldType& field : record.fields) heading.push_back(label(field.labels, field.name));
    for (const Value& each : all) {
      std::vector<std::string>& row = made.cells.emplace_back();
      for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const FieldType& field = record.fields[i];
        row.push_back(value(each.as_sequence()[i], field.type, field.limits.step, field.personal));
      }
    }
  }

  auto value(const Value& given, const Type& type, const std::optional<Number>& step, bool personal) const
      -> std::string {
    if (given.is_absent()) return options_.plain ? "" : "–";
    if (personal && !options_.show_personal) return "***";
    if (given.tag() == Value::Tag::text) return options_.plain ? given.as_text() : visible(given.as_text());
    if (options_.plain && given.tag() == Value::Tag::number) return digits(given.as_number(), step);
    if (type.kind != TypeKind::list || given.tag() != Value::Tag::sequence) {
      return print_value(given, type, program_.types, options_.language);
    }
    const Type element = program_.types.at(ListTypeId{type.id}).element;
    std::string text;
    for (const Value& each : given.as_sequence()) {
      text += (text.empty() ? "" : options_.language == "zh" ? "、" : ", ") + value(each, element, {}, false);
    }
    return text.empty() ? none() : text;
  }

  // As in JSON, where a ratio that does not end is a text.
  static auto digits(const Number& number, const std::optional<Number>& step) -> std::string {
    const std::string json = number_json(number, step);
    return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
  }

  const Program& program_;
  const RowOptions& options_;
};

}  // namespace

auto csv_cell(const std::string& text) -> std::string {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

auto rows_of(const Answer& answer, const Program& program, const RowOptions& options) -> std::vector<AnswerRows> {
  const RowMaker maker(program, options);
  std::vector<AnswerRows> all;
  for (std::size_t i = 0; i < program.outputs.size(); ++i)
    all.push_back(maker.make(program.outputs[i], answer.outputs[i]));
  return all;
}

auto answer_csv(const Answer& answer, const Program& program, RowOptions options) -> std::string {
  options.plain = true;
  std::string singles, tables;
  for (const AnswerRows& result : rows_of(answer, program, options)) {
    if (!result.is_table) {
      singles += csv_cell(result.label) + "," + csv_cell(result.cells.front().front()) + "\n";
      continue;
    }
    tables += "\n" + csv_cell(result.label) + "\n";
    for (const std::vector<std::string>& row : result.cells) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) line += (i == 0 ? "" : ",") + csv_cell(row[i]);
      tables += line + "\n";
    }
  }
  return singles + tables;
}

}  // namespace remit
