// The wording of errors in records: see wording.h.
// In: what was found.   Out: messages and hints.   Cost: the length of the text.   Test: tests/records/malformed_test.cc
#include "records/wording.h"

#include "base/utf8.h"
#include "time/civil.h"

namespace hegui {
namespace {

constexpr size_t kLongestShown = 40;  // code points of a value in a message

const char* kind_en(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "true or false";
    case JsonKind::number:
      return "a number";
    case JsonKind::text:
      return "a text";
    case JsonKind::list:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return "";
}

const char* kind_zh(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "空值";
    case JsonKind::boolean:
      return "是非值";
    case JsonKind::number:
      return "数字";
    case JsonKind::text:
      return "文字";
    case JsonKind::list:
      return "列表";
    case JsonKind::object:
      return "对象";
  }
  return "";
}

Wording name_of_type(const Model& model, const Field& field) {
  switch (field.type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
      return {"a text", "文字"};
    case FieldType::boolean:
      return {"true or false", "是非值（true 或 false）"};
    case FieldType::integer:
      return {"a whole number", "整数"};
    case FieldType::decimal:
      return {"a number", "数字"};
    case FieldType::date:
      return {"a date", "日期"};
    case FieldType::datetime:
      return {"a date-time", "日期时间"};
    case FieldType::month:
      return {"a month", "月份"};
    case FieldType::reference:
      return {"an id", "编号"};
    case FieldType::enumeration: {
      const std::string& name = model.enums[static_cast<size_t>(field.target)].name;
      return {"a word of " + name, "枚举 " + name + " 的取值"};
    }
    case FieldType::nested:
      return {"a list of rows", "行的列表"};
    case FieldType::map:
      return {"an object of numbers", "以数字为值的对象"};
  }
  return {};
}

struct Triple {
  int year = 0, month = 0, day = 0;
};

// Digits of a date in another notation: 2023/6/5, 2023.6.5, 2023年6月5日, 20230605, 2023-6-5.
bool read_triple(std::string_view text, Triple& out, size_t* used) {
  int groups[3] = {0, 0, 0};
  size_t lengths[3] = {0, 0, 0};
  size_t group = 0, at = 0;
  for (; at < text.size() && group < 3; ++at) {
    const char c = text[at];
    if (c >= '0' && c <= '9') {
      if (lengths[group] >= 8) return false;
      groups[group] = groups[group] * 10 + (c - '0');
      ++lengths[group];
      if (group == 2 && (at + 1 >= text.size() || text[at + 1] < '0' || text[at + 1] > '9')) {
        ++group;
        ++at;
        break;
      }
      continue;
    }
    if (lengths[group] == 0) return false;
    if (group == 0 && lengths[0] == 8) break;
    for (const std::string_view mark : {"/", ".", "-", "年", "月"}) {
      if (text.substr(at, mark.size()) == mark) {
        at += mark.size() - 1;
        ++group;
        goto next;
      }
    }
    return false;
  next:;
  }
  if (lengths[0] == 8) {
    out = {groups[0] / 10000, groups[0] / 100 % 100, groups[0] % 100};
  } else if (group == 3 && lengths[0] == 4) {
    out = {groups[0], groups[1], groups[2]};
  } else {
    return false;
  }
  *used = at;
  return true;
}

}  // namespace

std::string shown(std::string_view text) {
  size_t points = 0, at = 0;
  while (at < text.size() && points < kLongestShown) {
    at += code_point_at(text, at).size;
    ++points;
  }
  return at >= text.size() ? std::string(text) : std::string(text.substr(0, at)) + "...";
}

Wording wording_of_type(const Model& model, const std::string& name, const Field& field, JsonKind found) {
  const Wording type = name_of_type(model, field);
  const bool list = field.list && field.type != FieldType::nested && (found == JsonKind::object || found == JsonKind::list);
  return {"'" + name + "' takes " + (list ? "a list, each element " : "") + type.en + ", not " + kind_en(found),
          "“" + name + "”应为" + (list ? "列表，其元素为" : "") + type.zh + "，而不是" + kind_zh(found)};
}

Wording hint_for_type(const Field& field, JsonKind found, std::string_view text) {
  switch (field.type) {
    case FieldType::date:
      return {"write \"2023-06-05\", or \"2023-06\" when the day is not known",
              "请写成 \"2023-06-05\"；不知道日时写 \"2023-06\""};
    case FieldType::datetime:
      return {"write local time: \"2023-06-05T08:30\"", "请写当地时间：\"2023-06-05T08:30\""};
    case FieldType::month:
      return {"write \"2023-06\"", "请写成 \"2023-06\""};
    case FieldType::boolean:
      return {"write true or false, without quotes; leave it empty when not known",
              "请写 true 或 false（不加引号）；不清楚时留空"};
    case FieldType::integer:
    case FieldType::decimal:
      if (found == JsonKind::text && !text.empty() && text.find_first_not_of("0123456789.-") == std::string_view::npos) {
        return {"write " + shown(text) + " without quotes", "请去掉引号，写成 " + shown(text)};
      }
      return {"write the number without quotes and without a unit", "请直接写数字，不加引号和单位"};
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::reference:
      if (found == JsonKind::number || found == JsonKind::boolean) return {"put it in double quotes", "请加双引号"};
      return {};
    case FieldType::enumeration:
      return {"write one of its words or Chinese labels in double quotes", "请用双引号写枚举词或其中文名称"};
    case FieldType::nested:
      return {"write a list of objects: [{...}]", "请写成对象的列表：[{...}]"};
    case FieldType::map:
      return {"write an object such as {\"1.1\": 5}", "请写成对象，例如 {\"1.1\": 5}"};
  }
  return {};
}

Wording hint_for_date(std::string_view text) {
  Triple triple;
  size_t used = 0;
  if (read_triple(text, triple, &used)) {
    if (const std::optional<Day> day = day_of(triple.year, triple.month, triple.day)) {
      return {"write " + format_date(*day), "请写成 " + format_date(*day)};
    }
    if (triple.month >= 1 && triple.month <= 12 && triple.year >= 1400 && triple.year <= 9999) {
      return {"this day does not exist; check the day of the month", "这一天不存在，请核对日期"};
    }
  }
  return {"write YYYY-MM-DD, or YYYY-MM when the day is not known", "请写成 YYYY-MM-DD；不知道日时写 YYYY-MM"};
}

Wording hint_for_datetime(std::string_view text) {
  if (text.size() >= 16) {
    std::string local(text.substr(0, text.find_first_of("Zz+", 10)));
    if (local.size() > 16) {
      const size_t minus = local.find('-', 11);
      if (minus != std::string::npos) local.resize(minus);
    }
    if (local.size() < text.size() && parse_datetime(local)) {
      return {"write local time without an offset, such as " + local, "请写当地时间，不带时区，例如 " + local};
    }
  }
  Triple triple;
  size_t used = 0;
  if (read_triple(text, triple, &used)) {
    if (const std::optional<Day> day = day_of(triple.year, triple.month, triple.day)) {
      const std::string example = format_date(*day) + "T08:30";
      return {"write local time such as " + example, "请写当地时间，例如 " + example};
    }
  }
  return {"write local time as YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS",
          "请写当地时间：YYYY-MM-DDTHH:MM 或 YYYY-MM-DDTHH:MM:SS"};
}

}  // namespace hegui
