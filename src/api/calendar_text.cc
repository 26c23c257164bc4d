// The duty calendar for a person, and as JSON lines.
//
// In:   a DutyCalendar with its rules and records.   Out: under each due day its entries, aligned; one JSON object an entry.
// Cost: O(entries).   Test: tests/api/calendar_test.cc
#include <algorithm>
#include <array>

#include "api/state.h"
#include "api/words.h"
#include "base/source.h"

namespace hegui {
namespace {

constexpr size_t kStateCells = 26;
constexpr size_t kHolderCells = 34;
constexpr size_t kLabelCells = 20;

class Sheet {
 public:
  Sheet(const RuleSet& rules, const Records& records, const DutyCalendar& calendar, const std::string& language)
      : rules_(*rules.state()->rules), data_(*records.state()->data), calendar_(calendar), zh_(api::chinese(language)) {}

  std::string text() {
    head();
    int32_t last = kNullDay;
    bool first = true;
    for (const CalendarRow& entry : calendar_.rows) {
      const FindingRow& row = calendar_.finding(entry);
      if (first || row.due != last) day(row.due, entry.lead);
      first = false;
      last = row.due;
      line(entry, row);
    }
    return std::move(out_);
  }

 private:
  std::string say(const std::string& en, const std::string& zh) const { return zh_ ? zh : en; }

  std::string state(const CalendarRow& entry) const {
    const FindingRow& row = calendar_.finding(entry);
    if (entry.state == CalendarRow::State::not_begun) return say("not begun", "未开始");
    if (entry.state == CalendarRow::State::not_binding) return say("not binding yet", "尚不适用");
    std::string text(zh_ ? word_zh(row.verdict) : word(row.verdict));
    if (!zh_) std::replace(text.begin(), text.end(), '_', ' ');
    return row.advisory ? text + say(" (advisory)", "（仅供参考）") : text;
  }

  void head() {
    const std::string& title = zh_ || rules_.title_en.empty() ? rules_.title_zh : rules_.title_en;
    out_ += title + "\n";
    if (!rules_.document.empty()) out_ += rules_.document + "   ";
    out_ += rules_.name + " " + rules_.version + "\n";
    out_ += say("As of ", "截至 ") + calendar_.as_of;
    if (!calendar_.since.empty()) out_ += say("; due from ", "；到期日自 ") + calendar_.since;
    if (!calendar_.until.empty()) {
      out_ += calendar_.since.empty() ? say("; due until ", "；到期日至 ") : say(" to ", " 至 ");
      out_ += calendar_.until;
    }
    if (calendar_.open) out_ += say("; still to be done", "；仅列尚待履行的");
    out_ += "\n\n";
    if (calendar_.rows.empty()) {
      out_ += say("Nothing falls due.\n", "没有到期事项。\n");
      return;
    }
    std::vector<std::pair<uint8_t, uint32_t>> holders;
    for (const CalendarRow& entry : calendar_.rows) {
      const FindingRow& row = calendar_.finding(entry);
      holders.emplace_back(row.holder_type, row.holder);
    }
    std::sort(holders.begin(), holders.end());
    const size_t who = static_cast<size_t>(std::unique(holders.begin(), holders.end()) - holders.begin());
    const size_t many = calendar_.rows.size();
    out_ += zh_ ? api::grouped(who) + " 个责任主体，" + api::grouped(many) + " 项\n"
                : api::grouped(many) + (many == 1 ? " entry for " : " entries for ") + api::grouped(who) +
                      (who == 1 ? " holder\n" : " holders\n");
  }

  void day(int32_t due, int32_t lead) {
    out_ += "\n";
    if (due == kNullDay) {
      out_ += say("no due day", "没有到期日") + "\n";
      return;
    }
    out_ += api::iso(due) + "  ";
    const std::string days = std::to_string(lead < 0 ? -static_cast<int64_t>(lead) : lead);
    if (lead == 0) {
      out_ += say("today", "当天");
    } else if (lead > 0) {
      out_ += say("in " + days + (lead == 1 ? " day" : " days"), days + " 天后");
    } else {
      out_ += say(days + (lead == -1 ? " day ago" : " days ago"), days + " 天前");
    }
    out_ += "\n";
  }

  void line(const CalendarRow& entry, const FindingRow& row) {
    const Findings& findings = calendar_.findings;
    std::string holder(findings.holder(row));
    const std::string_view name = api::name_of(data_, findings.holder_types[row.holder_type], holder);
    if (!name.empty() && name != holder) holder += " " + std::string(name);
    const std::string_view label = findings.label(row);
    const DutyInfo& duty = findings.duties[row.duty];
    out_ += "  " + api::left(state(entry), kStateCells) + api::left(api::cut(holder, kHolderCells - 2), kHolderCells);
    out_ += api::left(api::cut(label == "campaign" ? say("campaign", "专项行动期间") : std::string(label), kLabelCells - 2),
                      kLabelCells);
    out_ += zh_ || duty.en.empty() ? duty.zh : duty.en;
    if (entry.lapses) out_ += say("  (will not be owed at the end)", "（届时不再适用或已获豁免）");
    out_ += "\n";
  }

  const rule::CheckedRules& rules_;
  const Dataset& data_;
  const DutyCalendar& calendar_;
  const bool zh_;
  std::string out_;
};

std::string json_of(const DutyCalendar& calendar, const CalendarRow& entry) {
  const Findings& findings = calendar.findings;
  const FindingRow& row = calendar.finding(entry);
  const DutyInfo& duty = findings.duties[row.duty];
  const auto day = [](int32_t value) { return api::quoted_or_null(api::iso(value)); };
  const auto count = [](int32_t value) { return value == kNullCount ? std::string("null") : std::to_string(value); };
  std::string out = "{\"id\": " + api::quoted(findings.id(row));
  out += ", \"holder_type\": " + api::quoted(findings.holder_types[row.holder_type]);
  out += ", \"holder\": " + api::quoted(findings.holder(row));
  out += ", \"duty\": " + api::quoted(duty.id);
  out += ", \"title\": {\"zh\": " + api::quoted(duty.zh) + ", \"en\": " + api::quoted_or_null(duty.en) + "}";
  out += ", \"clauses\": " + api::quoted_list(findings.clauses(row));
  out += ", \"instance\": {\"kind\": " + api::quoted(word(row.kind)) + ", \"label\": " + api::quoted(findings.label(row));
  out += ", \"from\": " + day(row.from) + ", \"until\": " + day(row.until) + "}";
  out += ", \"nominal_due\": " + day(row.nominal_due) + ", \"due\": " + day(row.due);
  out += ", \"lead\": " + (entry.lead == kNullDay ? std::string("null") : std::to_string(entry.lead));
  out += ", \"state\": " + api::quoted(calendar.state(entry));
  out += row.advisory ? ", \"advisory\": true" : ", \"advisory\": false";
  out += entry.lapses ? ", \"lapses\": true" : ", \"lapses\": false";
  out += calendar.open_now(entry) ? ", \"open\": true" : ", \"open\": false";
  out += ", \"count\": ";
  if (row.low == kNullCount && row.high == kNullCount && row.required == kNullCount) return out + "null}";
  return out + "{\"low\": " + count(row.low) + ", \"high\": " + count(row.high) + ", \"required\": " + count(row.required) +
         "}}";
}

}  // namespace

void write_calendar_json(const DutyCalendar& calendar, const std::function<bool(std::string_view)>& sink) {
  constexpr size_t kPiece = size_t{64} << 10;
  std::string piece;
  for (const CalendarRow& entry : calendar.rows) {
    piece += json_of(calendar, entry);
    piece += '\n';
    if (piece.size() < kPiece) continue;
    if (!sink(piece)) return;
    piece.clear();
  }
  if (!piece.empty()) sink(piece);
}

std::string calendar_text(const RuleSet& rules, const Records& records, const DutyCalendar& calendar,
                          const std::string& language) {
  if (rules.empty() || records.empty()) return {};
  return Sheet(rules, records, calendar, language).text();
}

}  // namespace hegui
