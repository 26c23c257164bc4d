// In: values.   Out: pieces of text.   Cost: O(length).   Test: tests/api/report_test.cc
#include "api/words.h"

#include "base/json_out.h"
#include "base/source.h"
#include "base/utf8.h"
#include "hegui/report.h"
#include "time/civil.h"

namespace hegui {

std::string to_text(const Reason& reason, const std::string& language) {
  return api::reason_in_words(reason, language, nullptr);
}

namespace api {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string quoted_or_null(std::string_view text) { return text.empty() ? "null" : quoted(text); }

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ", ";
    append_json_string(out, texts[i]);
  }
  return out += ']';
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string out;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += separator;
    out += texts[i];
  }
  return out;
}

std::string left(std::string text, size_t cells) {
  const size_t width = display_width(text);
  if (width < cells) text.append(cells - width, ' ');
  return text;
}

std::string right(const std::string& text, size_t cells) {
  const size_t width = display_width(text);
  return width < cells ? std::string(cells - width, ' ') + text : text;
}

std::string cut(std::string_view text, size_t cells) {
  if (display_width(text) <= cells) return std::string(text);
  std::string out;
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const size_t wide = static_cast<size_t>(cell_width(point.value));
    if (width + wide + 1 > cells) break;
    width += wide;
    out += text.substr(at, point.size);
    at += point.size;
  }
  return out + "…";
}

std::string grouped(size_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string iso(int32_t day) { return day == kNullDay ? std::string() : format_date(day); }

Labels::Labels(const Model& model) {
  const auto add = [&](const std::string& name, const std::string& zh) {
    if (zh.empty()) return;
    const auto [at, fresh] = labels_.emplace(name, zh);
    if (!fresh && at->second != zh) at->second.clear();  // the same name means several things
  };
  for (const RowType& row : model.rows) {
    for (const Field& field : row.fields) add(field.name, field.zh);
  }
  for (const OwnerType& owner : model.owners) {
    for (const Field& field : owner.fields) add(field.name, field.zh);
    for (const Collection& collection : owner.collections) {
      if (collection.row_type >= 0) add(collection.name, model.rows[static_cast<size_t>(collection.row_type)].zh);
    }
  }
}

std::string_view Labels::of(std::string_view name) const {
  const auto at = labels_.find(std::string(name));
  return at == labels_.end() || at->second.empty() ? name : std::string_view(at->second);
}

namespace {

std::string text_of(std::string_view view) { return std::string(view); }

std::string english(const Reason& reason) {
  const std::string record = text_of(reason.record), field = reason.field.empty() ? "rows" : text_of(reason.field);
  const std::string first = reason.args.empty() ? std::string() : text_of(reason.args[0]);
  const std::string where = record.empty() ? "" : record + ": ";
  switch (reason.code) {
    case ReasonCode::calendar_unknown:
      return where + "the working-day calendar does not reach " + (first.empty() ? "this day" : first);
    case ReasonCode::check_failed:
      return where + "not fulfilled: " + first;
    case ReasonCode::collection_absent:
      return where + "no " + field + " were handed in";
    case ReasonCode::collection_incomplete:
      return where + field + " are complete only through " + first;
    case ReasonCode::dangling_reference:
      return where + field + " names '" + first + "', which the records do not have";
    case ReasonCode::date_imprecise:
      return where + field + " gives no exact day";
    case ReasonCode::expression_error:
      return where + "a condition could not be computed (" + first + ")";
    case ReasonCode::field_missing:
      return where + field + " is empty";
    case ReasonCode::forbidden:
      return where + "breaks the prohibition" + (first.empty() ? "" : " (" + first + ")");
    case ReasonCode::judgement_missing:
      return where + "not yet decided" + (first.empty() ? "" : " by " + first);
    case ReasonCode::member_missing:
      return record + " is missing";
    case ReasonCode::not_held:
      if (first.empty()) return where + "did not hold throughout";
      return where + "did not hold from " + first + " to " + (reason.args.size() > 1 ? text_of(reason.args[1]) : first);
    case ReasonCode::part:
      return first + (reason.args.size() > 1 ? " is " + text_of(reason.args[1]) : "");
    case ReasonCode::waiver:
      return "covered by waiver " + record;
  }
  return text_of(word(reason.code));
}

std::string verdict_in_chinese(std::string_view verdict) {
  for (int i = 0; i < kVerdicts; ++i) {
    if (word(static_cast<Verdict>(i)) == verdict) return text_of(word_zh(static_cast<Verdict>(i)));
  }
  return text_of(verdict);
}

std::string in_chinese(const Reason& reason, const Labels* labels) {
  const auto label = [&](std::string_view name) { return text_of(labels == nullptr ? name : labels->of(name)); };
  const std::string record = text_of(reason.record), field = reason.field.empty() ? "记录" : label(reason.field);
  const std::string first = reason.args.empty() ? std::string() : text_of(reason.args[0]);
  const std::string where = record.empty() ? "" : record + "：";
  switch (reason.code) {
    case ReasonCode::calendar_unknown:
      return where + "工作日历没有" + (first.empty() ? "这一天" : " " + first + " ") + "的数据";
    case ReasonCode::check_failed:
      return where + "未满足：" + first;
    case ReasonCode::collection_absent:
      return where + "未提交“" + field + "”";
    case ReasonCode::collection_incomplete:
      return where + "“" + field + "”只完整到 " + first;
    case ReasonCode::dangling_reference:
      return where + "“" + field + "”所指的“" + first + "”在记录中不存在";
    case ReasonCode::date_imprecise:
      return where + "“" + field + "”没有确切日期";
    case ReasonCode::expression_error:
      return where + "条件无法计算（" + first + "）";
    case ReasonCode::field_missing:
      return where + "“" + field + "”未填写";
    case ReasonCode::forbidden:
      return where + "违反禁止性规定" + (first.empty() ? "" : "（" + first + "）");
    case ReasonCode::judgement_missing:
      return where + (first.empty() ? "" : first) + "尚未作出判断";
    case ReasonCode::member_missing:
      return "缺 " + record;
    case ReasonCode::not_held:
      if (first.empty()) return where + "未始终保持";
      return where + first + " 至 " + (reason.args.size() > 1 ? text_of(reason.args[1]) : first) + " 未保持";
    case ReasonCode::part:
      return first + (reason.args.size() > 1 ? "：" + verdict_in_chinese(reason.args[1]) : "");
    case ReasonCode::waiver:
      return "豁免依据 " + record;
  }
  return text_of(word(reason.code));
}

}  // namespace

Reason with_title(Reason reason, const std::vector<DutyInfo>& duties, const std::string& language) {
  if (reason.code != ReasonCode::part || reason.args.empty()) return reason;
  for (const DutyInfo& duty : duties) {
    if (duty.id != reason.args[0]) continue;
    reason.args[0] = chinese(language) || duty.en.empty() ? duty.zh : duty.en;
    break;
  }
  return reason;
}

std::string reason_in_words(const Reason& reason, const std::string& language, const Labels* labels) {
  return chinese(language) ? in_chinese(reason, labels) : english(reason);
}

}  // namespace api
}  // namespace hegui
