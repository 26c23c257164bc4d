// One finding explained, as text and JSON.
//
// In:   an Explanation.   Out: what the document says, what was judged, which rows counted and which did not, what is missing,
// and the remedy.   Cost: O(explanation).   Test: tests/api/explain_test.cc
#include <algorithm>
#include <array>

#include "api/words.h"
#include "hegui/report.h"

namespace hegui {
namespace {

using Status = Explanation::Row::Status;
constexpr std::array<const char*, 4> kStatus = {"counted", "possible", "rejected", "outside"};
constexpr std::array<const char*, 4> kStatusZh = {"计入", "可能计入", "不计入", "不在期间内"};
constexpr size_t kHead = 14;

class Page {
 public:
  Page(const Explanation& explanation, bool zh) : from_(explanation), zh_(zh) {}

  std::string text() {
    if (from_.finding.rows.empty()) return {};
    const FindingRow& row = from_.finding.rows[0];
    head(row);
    section("text", "条款原文");
    for (const auto& [id, quote] : from_.quotes) out_ += "  [" + id + "] " + quote + "\n";
    if (!from_.readings.empty()) {
      section("readings", "读法");
      for (const std::string& reading : zh_ ? from_.readings_zh : from_.readings) out_ += "  " + reading + "\n";
    }
    if (!from_.params.empty()) {
      section("parameters", "参数");
      for (const auto& [name, value] : from_.params) out_ += "  " + name + " = " + value + "\n";
    }
    if (!from_.conditions.empty()) {
      section("conditions", "条件");
      for (const std::string& condition : from_.conditions) out_ += "  " + condition + "\n";
    }
    rows();
    const std::vector<std::string>& reasons = zh_ ? from_.reasons_zh : from_.reasons;
    if (!reasons.empty()) {
      section("reasons", "原因");
      for (const std::string& reason : reasons) out_ += "  " + reason + "\n";
    }
    const std::string& remedy = zh_ && !from_.remedy_zh.empty() ? from_.remedy_zh : from_.remedy;
    if (!remedy.empty()) {
      section("remedy", "如何补救");
      out_ += "  " + remedy + "\n";
    }
    return std::move(out_);
  }

 private:
  void section(const char* en, const char* zh) { out_ += std::string("\n") + (zh_ ? zh : en) + "\n"; }
  void field(const char* en, const char* zh, const std::string& value) {
    if (!value.empty()) out_ += api::left(zh_ ? zh : en, kHead) + value + "\n";
  }

  void head(const FindingRow& row) {
    const Findings& finding = from_.finding;
    const std::string holder(finding.holder(row));
    out_ += (zh_ || from_.en.empty() ? from_.zh : from_.en) + "  (" + from_.duty + ")\n";
    field("holder", "责任主体",
          from_.holder_name.empty() || from_.holder_name == holder ? holder : holder + " " + from_.holder_name);
    std::string period;
    if (row.from != kNullDay || row.until != kNullDay) {
      period = "  " + (row.from == kNullDay ? std::string("…") : api::iso(row.from)) + " – " +
               (row.until == kNullDay ? std::string("…") : api::iso(row.until));
    }
    field("instance", "实例", std::string(finding.label(row)) + period);
    std::string verdict = zh_ ? std::string(word_zh(row.verdict)) : std::string(word(row.verdict));
    if (row.advisory) verdict += zh_ ? "（仅供参考：取决于推定的数值）" : "  (advisory: turns on an assumed value)";
    field("verdict", "结论", verdict);
    field("due", "期限", api::iso(row.due));
    field("met on", "履行日期", api::iso(row.met_on));
    if (row.required != kNullCount) {
      const std::string high = row.high == kNullCount ? (zh_ ? "不限" : "any number") : std::to_string(row.high);
      const std::string found = row.low == row.high ? std::to_string(row.low) : std::to_string(row.low) + " – " + high;
      field("count", "数量",
            zh_ ? "查实 " + found + "，要求 " + std::to_string(row.required)
                : found + " found, " + std::to_string(row.required) + " required");
    }
    field("changes on", "将变化于", api::iso(row.changes_on));
  }

  void rows() {
    if (from_.rows.empty()) return;
    section("rows", "记录");
    size_t label = 0, date = 0;
    for (const Explanation::Row& row : from_.rows) {
      label = std::max(label, row.record.size());
      date = std::max(date, row.date.size());
    }
    for (const Explanation::Row& row : from_.rows) {
      const size_t status = static_cast<size_t>(row.status);
      const std::string& why = zh_ && !row.why_zh.empty() ? row.why_zh : row.why;
      std::string line = "  " + api::left(zh_ ? kStatusZh[status] : kStatus[status], 12) +
                         api::left(row.record, std::min<size_t>(label, 40)) + "  " + api::left(row.date, date) +
                         (why.empty() ? "" : "  " + why);
      while (line.back() == ' ') line.pop_back();
      out_ += line + "\n";
    }
  }

  const Explanation& from_;
  const bool zh_;
  std::string out_;
};

std::string pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs, const char* first, const char* second) {
  std::string out = "[";
  for (size_t i = 0; i < pairs.size(); ++i) {
    out += (i == 0 ? "{\"" : ", {\"") + std::string(first) + "\": " + api::quoted(pairs[i].first) + ", \"" + second +
           "\": " + api::quoted(pairs[i].second) + "}";
  }
  return out + "]";
}

}  // namespace

std::string explanation_text(const Explanation& explanation, const std::string& language) {
  return Page(explanation, api::chinese(language)).text();
}

std::string explanation_json(const Explanation& explanation) {
  if (explanation.finding.rows.empty()) return "{}\n";
  std::string out = "{\"finding\": " + explanation.finding.json(explanation.finding.rows[0]);
  out += ", \"holder_name\": " + api::quoted_or_null(explanation.holder_name);
  out += ", \"title\": {\"zh\": " + api::quoted(explanation.zh) + ", \"en\": " + api::quoted_or_null(explanation.en) + "}";
  out += ", \"quotes\": " + pairs_json(explanation.quotes, "clause", "text");
  out += ", \"readings\": {\"en\": " + api::quoted_list(explanation.readings) +
         ", \"zh\": " + api::quoted_list(explanation.readings_zh) + "}";
  out += ", \"params\": " + pairs_json(explanation.params, "name", "value");
  out += ", \"conditions\": " + api::quoted_list(explanation.conditions) + ", \"rows\": [";
  for (size_t i = 0; i < explanation.rows.size(); ++i) {
    const Explanation::Row& row = explanation.rows[i];
    out += (i == 0 ? "{\"record\": " : ", {\"record\": ") + api::quoted(row.record) +
           ", \"date\": " + api::quoted_or_null(row.date) +
           ", \"status\": " + api::quoted(kStatus[static_cast<size_t>(row.status)]) +
           ", \"why\": {\"en\": " + api::quoted(row.why) + ", \"zh\": " + api::quoted(row.why_zh) + "}}";
  }
  out += "], \"reasons\": {\"en\": " + api::quoted_list(explanation.reasons) +
         ", \"zh\": " + api::quoted_list(explanation.reasons_zh);
  out +=
      "}, \"remedy\": {\"en\": " + api::quoted(explanation.remedy) + ", \"zh\": " + api::quoted(explanation.remedy_zh) + "}}\n";
  return out;
}

}  // namespace hegui
