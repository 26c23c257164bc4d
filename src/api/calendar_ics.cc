// The duty calendar as iCalendar (RFC 5545).
//
// In:   a DutyCalendar with its rules and records.   Out: a VCALENDAR with one VTODO (or VEVENT) an entry.
// Idea: everything is a function of the calendar, so the same run gives the same bytes: DTSTAMP is as_of and UID the id of the
// finding, by which a later file updates an earlier one. Lines are folded at 75 octets, never inside a character.
// Cost: O(bytes written).   Test: tests/api/calendar_test.cc, tests/python/test_duty_calendar.py (an independent parser)
#include <algorithm>

#include "api/state.h"
#include "api/words.h"
#include "base/utf8.h"

namespace hegui {
namespace {

constexpr size_t kLineOctets = 75;  // without the line break
constexpr int kMostAlarmDays = 366;

/// A value of type TEXT: escaped; what a content line may not hold becomes a blank.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      (out += '\\') += c;
    } else if ((byte < 0x20 && c != '\t') || byte == 0x7f) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

class IcsPage {
 public:
  IcsPage(const RuleSet& rules, const Records& records, const DutyCalendar& calendar, const IcsOptions& options)
      : rules_(*rules.state()->rules),
        data_(*records.state()->data),
        calendar_(calendar),
        options_(options),
        zh_(api::chinese(options.language)),
        labels_(*rules.state()->rules->model),
        stamp_(basic(calendar.day) + "T000000Z") {
    for (const int days : options.alarm_days) {
      if (days >= 0 && days <= kMostAlarmDays) alarms_.push_back(days);
    }
    std::sort(alarms_.begin(), alarms_.end());
    alarms_.erase(std::unique(alarms_.begin(), alarms_.end()), alarms_.end());
  }

  std::string text() {
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//hegui//hegui " + std::string(version()) + (zh_ ? "//ZH" : "//EN"));
    line("CALSCALE:GREGORIAN");
    line("X-WR-CALNAME:" + escaped(zh_ || rules_.title_en.empty() ? rules_.title_zh : rules_.title_en));
    for (const CalendarRow& entry : calendar_.rows) one(entry);
    line("END:VCALENDAR");
    return std::move(out_);
  }

 private:
  std::string say(const char* en, const char* zh) const { return zh_ ? zh : en; }

  static std::string basic(int32_t day) {
    std::string text = api::iso(day);
    std::erase(text, '-');
    return text;
  }

  /// Writes a content line, folded.
  void line(const std::string& content) {
    size_t room = kLineOctets;
    for (size_t at = 0; at < content.size();) {
      const size_t size = code_point_at(content, at).size;
      if (size > room) {
        out_ += "\r\n ";
        room = kLineOctets - 1;
      }
      out_.append(content, at, size);
      room -= size;
      at += size;
    }
    out_ += "\r\n";
  }

  std::string title(const FindingRow& row) const {
    const DutyInfo& duty = calendar_.findings.duties[row.duty];
    return zh_ || duty.en.empty() ? duty.zh : duty.en;
  }

  std::string holder(const FindingRow& row) const {
    std::string text(calendar_.findings.holder(row));
    const std::string_view name = api::name_of(data_, calendar_.findings.holder_types[row.holder_type], text);
    if (!name.empty() && name != text) text += " " + std::string(name);
    return text;
  }

  std::string summary(const FindingRow& row) const {
    const std::string_view label = calendar_.findings.label(row);
    std::string text = title(row);
    if (label != "campaign") text += " " + std::string(label);
    return text + (zh_ ? "（" : " (") + holder(row) + (zh_ ? "）" : ")");
  }

  std::string state(const CalendarRow& entry) const {
    if (entry.state == CalendarRow::State::not_begun) return say("not begun", "未开始");
    if (entry.state == CalendarRow::State::not_binding) return say("not binding yet", "尚不适用");
    const FindingRow& row = calendar_.finding(entry);
    std::string text(zh_ ? word_zh(row.verdict) : word(row.verdict));
    if (!zh_) std::replace(text.begin(), text.end(), '_', ' ');
    return row.advisory ? text + say(" (advisory)", "（仅供参考）") : text;
  }

  /// Who, how it stands, what is expected, by which clauses.
  std::string description(const CalendarRow& entry) const {
    const Findings& findings = calendar_.findings;
    const FindingRow& row = calendar_.finding(entry);
    const auto colon = [&](const char* en, const char* zh) { return say(en, zh) + (zh_ ? "：" : ": "); };
    std::string text = colon("Holder", "责任主体") + holder(row) + "\n";
    text += colon("State", "状态") + state(entry) + (zh_ ? "（截至 " : " as of ") + calendar_.as_of + (zh_ ? "）" : "") + "\n";
    if (row.from != kNullDay && row.until != kNullDay) {
      text += colon("Period", "期间") + api::iso(row.from) + (zh_ ? " 至 " : " to ") + api::iso(row.until) + "\n";
    }
    if (row.nominal_due != kNullDay && row.nominal_due != row.due) {
      text += colon("Due by the text", "文本规定的到期日") + api::iso(row.nominal_due) + "\n";
    }
    if (row.met_on != kNullDay) text += colon("Met on", "履行日期") + api::iso(row.met_on) + "\n";
    if (row.required != kNullCount) {
      text += colon("Required", "要求") + std::to_string(row.required);
      if (row.low != kNullCount) text += (zh_ ? "，已记录 " : ", recorded ") + std::to_string(row.low);
      text += "\n";
    }
    for (const Reason& reason : findings.reasons_of(row)) {
      text += "- " +
              api::reason_in_words(api::with_title(reason, findings.duties, options_.language), options_.language,
                                   zh_ ? &labels_ : nullptr) +
              "\n";
    }
    if (entry.lapses) {
      text += say("By today's records nothing will be owed at the end.\n", "按现有记录，届时不再适用或已获豁免。\n");
    }
    for (const std::string& id : findings.clauses(row)) {
      const int clause = rules_.clause(id);
      text += "[" + id + "]" + (clause < 0 ? "" : " " + rules_.clauses[static_cast<size_t>(clause)].text) + "\n";
    }
    if (!text.empty()) text.pop_back();
    return text;
  }

  const char* status(const CalendarRow& entry) const {
    const Verdict verdict = calendar_.finding(entry).verdict;
    if (entry.lapses || verdict == Verdict::waived) return "CANCELLED";
    if (options_.events) return "CONFIRMED";
    return verdict == Verdict::satisfied || verdict == Verdict::satisfied_late ? "COMPLETED" : "NEEDS-ACTION";
  }

  void one(const CalendarRow& entry) {
    const FindingRow& row = calendar_.finding(entry);
    if (options_.events && row.due == kNullDay) return;
    const std::string component = options_.events ? "VEVENT" : "VTODO";
    line("BEGIN:" + component);
    line("UID:" + calendar_.findings.id(row) + "@" + calendar_.findings.pack);
    line("DTSTAMP:" + stamp_);
    if (options_.events) {
      line("DTSTART;VALUE=DATE:" + basic(row.due));
      line("TRANSP:TRANSPARENT");
    } else {
      // A task may not begin on or after the day on which it is due.
      if (row.from != kNullDay && (row.due == kNullDay || row.from < row.due)) line("DTSTART;VALUE=DATE:" + basic(row.from));
      if (row.due != kNullDay) line("DUE;VALUE=DATE:" + basic(row.due));
    }
    line("SUMMARY:" + escaped(summary(row)));
    line("DESCRIPTION:" + escaped(description(entry)));
    line("CATEGORIES:" + escaped(calendar_.findings.duties[row.duty].id));
    line("STATUS:" + std::string(status(entry)));
    if (row.due != kNullDay && calendar_.open_now(entry)) {
      for (const int days : alarms_) alarm(days, row);
    }
    line("END:" + component);
  }

  void alarm(int days, const FindingRow& row) {
    line("BEGIN:VALARM");
    line("ACTION:DISPLAY");
    line("DESCRIPTION:" + escaped(summary(row)));
    line(std::string("TRIGGER") + (options_.events ? "" : ";RELATED=END") +
         (days == 0 ? ":PT0S" : ":-P" + std::to_string(days) + "D"));
    line("END:VALARM");
  }

  const rule::CheckedRules& rules_;
  const Dataset& data_;
  const DutyCalendar& calendar_;
  const IcsOptions& options_;
  const bool zh_;
  const api::Labels labels_;
  const std::string stamp_;
  std::vector<int> alarms_;
  std::string out_;
};

}  // namespace

std::string calendar_ics(const RuleSet& rules, const Records& records, const DutyCalendar& calendar,
                         const IcsOptions& options) {
  if (rules.empty() || records.empty()) return {};
  return IcsPage(rules, records, calendar, options).text();
}

}  // namespace hegui
