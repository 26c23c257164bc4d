// One value of a record -> the form of its column: see values.h.
// In: texts and numbers.   Out: Scalars.   Cost: O(length of the text).   Test: tests/records/malformed_test.cc
#include "records/values.h"

#include <cmath>

#include "base/suggest.h"

namespace hegui {
namespace {

Wording quoted(std::string_view text, const char* en, const char* zh) {
  const std::string value = shown(text);
  return {"'" + value + "' " + en, "“" + value + "”" + zh};
}

}  // namespace

Values::Values(const Model& model) : model_(model) {
  for (const Enumeration& e : model.enums) {
    NameTable& table = words_.emplace_back();
    for (size_t i = 0; i < e.words.size(); ++i) table.add(e.words[i], static_cast<int>(i));
    for (size_t i = 0; i < e.zh.size() && i < e.words.size(); ++i) {
      if (!e.zh[i].empty()) table.add(e.zh[i], static_cast<int>(i));
    }
  }
}

bool Values::of_word(const Field& field, std::string_view text, Scalar& out, Complaint& complaint) const {
  out.i32 = words_[static_cast<size_t>(field.target)].find(text);
  if (out.i32 >= 0) return true;
  const Enumeration& e = model_.enums[static_cast<size_t>(field.target)];
  std::vector<std::string> known = e.words;
  for (const std::string& label : e.zh) {
    if (!label.empty()) known.push_back(label);
  }
  Wording hint{suggestion(text, known), {}};
  if (hint.en.empty()) hint = {"see enumeration " + e.name + " in the record model", "取值见记录模型的枚举 " + e.name};
  const std::string value = shown(text);
  complaint = {Code::record_word,
               {"'" + value + "' is no word of " + e.name, "“" + value + "”不是枚举 " + e.name + " 的取值"},
               std::move(hint)};
  return false;
}

bool Values::of_text(const Field& field, std::string_view text, Scalar& out, Complaint& complaint) const {
  switch (field.type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::reference:
      out.i32 = strings_->code(text);
      return true;
    case FieldType::enumeration:
      return of_word(field, text, out, complaint);
    case FieldType::date: {
      const std::optional<DateRange> date = parse_date_or_month(text);
      if (date) {
        out.i32 = date->lo;
        out.hi = date->hi;
        return true;
      }
      complaint = {Code::record_date, quoted(text, "is no date", "不是有效日期"), hint_for_date(text)};
      return false;
    }
    case FieldType::datetime: {
      const std::optional<TimeRange> time = parse_datetime(text);
      if (time) {
        out.i64 = time->lo;
        out.hi64 = time->hi;
        return true;
      }
      complaint = {Code::record_datetime, quoted(text, "is no local date-time", "不是有效的当地日期时间"),
                   hint_for_datetime(text)};
      return false;
    }
    case FieldType::month:
      if (text.size() == 7 && parse_date_or_month(text)) {
        out.i32 = strings_->code(text);
        return true;
      }
      complaint = {Code::record_month,
                   quoted(text, "is no month", "不是有效月份"),
                   {"write YYYY-MM, such as 2023-06", "请写成 YYYY-MM，例如 2023-06"}};
      return false;
    case FieldType::boolean:
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::nested:
    case FieldType::map:
      break;
  }
  complaint = wrong_type(field, JsonKind::text, text);
  return false;
}

bool Values::of_integer(const Field& field, int64_t number, Scalar& out, Complaint& complaint) const {
  constexpr int64_t kMost = INT64_MAX / 10000;
  if (field.type == FieldType::integer) {
    out.i64 = number;
    return true;
  }
  if (field.type != FieldType::decimal) {
    complaint = wrong_type(field, JsonKind::number, {});
    return false;
  }
  if (number > kMost || number < -kMost) {
    complaint = too_large(field);
    return false;
  }
  out.i64 = number * 10000;
  return true;
}

bool Values::of_real(const Field& field, double number, Scalar& out, Complaint& complaint) const {
  if (field.type == FieldType::integer) {
    complaint = {Code::record_value_type,
                 {"'" + field.name + "' takes a whole number", "“" + field.name + "”应为整数"},
                 {"write it without a decimal point", "请不要写小数点"}};
    return false;
  }
  if (field.type != FieldType::decimal) {
    complaint = wrong_type(field, JsonKind::number, {});
    return false;
  }
  if (!(std::fabs(number) < 9.2e14)) {
    complaint = too_large(field);
    return false;
  }
  // The nearest number with four places is the one that was written exactly when it reads back as the same double.
  const double scaled = std::nearbyint(number * 10000);
  if (scaled / 10000 == number) {
    out.i64 = static_cast<int64_t>(scaled);
    return true;
  }
  complaint = {Code::record_decimal_places,
               {"'" + field.name + "' takes at most four decimal places", "“" + field.name + "”最多四位小数"},
               {"round it to four places", "请保留到四位小数"}};
  return false;
}

bool Values::of_boolean(const Field& field, bool truth, Scalar& out, Complaint& complaint) const {
  if (field.type == FieldType::boolean) {
    out.i32 = truth ? 1 : 0;
    return true;
  }
  complaint = wrong_type(field, JsonKind::boolean, {});
  return false;
}

Complaint Values::too_large(const Field& field) const {
  if (field.type != FieldType::integer && field.type != FieldType::decimal) return wrong_type(field, JsonKind::number, {});
  return {Code::record_number_range,
          {"the number for '" + field.name + "' is too large", "“" + field.name + "”的数字过大"},
          {"check the number; codes stand in double quotes", "请核对数字；编号应加双引号"}};
}

Complaint Values::wrong_type(const Field& field, JsonKind found, std::string_view text) const {
  return {Code::record_value_type, wording_of_type(model_, field.name, field, found), hint_for_type(field, found, text)};
}

bool Values::moment(std::string_view text, int64_t& out, Complaint& complaint) {
  const std::optional<TimeRange> time = parse_datetime(text);
  if (time && text.size() >= 10) {
    out = time->lo;
    return true;
  }
  Wording hint = time ? Wording{"recorded_at needs at least the day", "recorded_at 至少须写到日"} : hint_for_datetime(text);
  complaint = {Code::record_datetime, quoted(text, "is no local date-time", "不是有效的当地日期时间"), std::move(hint)};
  return false;
}

bool Values::day(std::string_view text, Day& out, Complaint& complaint) {
  if (const std::optional<Day> parsed = parse_date(text)) {
    out = *parsed;
    return true;
  }
  Wording hint = parse_date_or_month(text)
                     ? Wording{"write the last day through which everything is there", "请写到日：截至哪一天的记录是齐全的"}
                     : hint_for_date(text);
  complaint = {Code::record_date, quoted(text, "is no date", "不是有效日期"), std::move(hint)};
  return false;
}

}  // namespace hegui
