// The part of random rules that speaks of time: windows, deadlines, distinct and rolling counts, rows that serve once, what must
// hold throughout, reports, other days of judgement, dated parameters. Each piece notes the name of what it draws.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "agree/draw.h"
#include "agree/shape_of_records.h"

namespace hegui::agree {

/// What random rules and records must draw sooner or later; a test looks that they do.
inline const std::vector<std::string>& features() {
  static const std::vector<std::string> all = {
      "week",          "phase",       "windows",       "nth",           "broken count",    "broken advise",     "broken prorate",
      "in_force",      "first_day",   "distinct day",  "distinct key",  "rolling least",   "rolling most",      "serves windows",
      "serves items",  "serves respond", "due day",    "due next month", "due phase",      "due working days",  "shift previous",
      "shift next",    "grace days",  "grace working days", "within working days", "hold", "hold per",          "report",
      "match",         "at",          "dated param",   "dated number",  "dated ratio",     "in_period",         "working_day",
      "working day functions", "changes",
  };
  return all;
}

class RandomTime {
 public:
  explicit RandomTime(Draw& draw) : draw_(draw) {}
  std::set<std::string> used;

  std::string use(const char* feature, std::string text) {
    used.insert(feature);
    return text;
  }

  std::string day() {
    static const std::vector<std::string> days = {"2023-05-19", "2023-06-15", "2023-06-24", "2023-06-30", "2023-08-31",
                                                  "2023-09-15", "2023-10-01", "2023-12-22", "2023-12-31", "2024-01-20"};
    return draw_.of(days);
  }

  /// `per`, `windows` or nothing, with `nth`; `within` comes with weeks, lest there be too many.
  struct Division {
    std::string keys;      // ", per: month, nth: [1]"
    bool windows = false;  // more than one
    bool calendar = false;
  };
  Division division(bool named = true, bool choose = true) {
    Division out;
    switch (draw_.between(0, named ? 9 : 8)) {
      case 0:
        return out;
      case 1:
      case 2:
        out.keys = use("week", ", per: week, within: " + draw_.word({"{from: 2023-06-07, until: 2023-07-20}", "phase-1"}));
        break;
      case 3:
        out.keys = use("phase", ", per: phase");
        out.windows = true;
        break;
      case 9:
        out.keys = use("windows", ", windows: [{label: early, from: 2023-05-01, until: 2023-07-10}, {from: 2023-06-20, until: " +
                                      draw_.word({"2023-08-31", "2023-06-30"}) + "}, {label: late, from: 2023-12-01, until: 2024-03-31}]");
        out.windows = true;
        break;
      default:
        out.keys = ", per: " + draw_.word({"month", "quarter", "half_year", "year"});
    }
    out.calendar = !out.windows;
    out.windows = true;
    if (choose && draw_.chance(20)) out.keys += use("nth", ", nth: [" + draw_.word({"1", "-1", "2", "1, -1", "2, -2"}) + "]");
    return out;
  }

  std::string broken(bool prorates = true) {
    const std::string days = std::to_string(draw_.between(2, 45));
    switch (draw_.between(0, prorates ? 3 : 2)) {
      case 0:
        return "broken_period: {min_days: " + days + ", else: none}, ";
      case 1:
        return use("broken count", "broken_period: {min_days: " + days + ", else: count}, ");
      case 2:
        return use("broken advise", "broken_period: {min_days: " + days + ", else: advise}, ");
      default:
        return use("broken prorate", "broken_period: {min_days: " + days + ", else: prorate}, ");
    }
  }

  std::string in_force() {
    const std::string from = draw_.word({"from: 2023-06-20", "from: 2023-08-01", "from: 2023-12-01"});
    const std::string until = draw_.word({"until: 2023-07-15", "until: 2023-09-30", "until: 2023-12-30"});
    const int which = draw_.between(0, 2);
    return use("in_force", "in_force: {" + (which == 0 ? from : which == 1 ? until : "from: 2023-06-01, until: 2023-10-31") + "}, ");
  }

  /// What moves a due day: ", shift: ..., grace: ...".
  std::string moves(bool always = false) {
    std::string out;
    const int shift = draw_.between(always ? 1 : 0, 2);
    if (shift == 1) out += use("shift previous", ", shift: previous_working_day");
    if (shift == 2) out += use("shift next", ", shift: next_working_day");
    const int grace = draw_.between(0, 5);
    if (grace == 1) out += use("grace days", ", grace: {days: " + std::to_string(draw_.between(1, 9)) + "}");
    if (grace == 2) out += use("grace working days", ", grace: {working_days: " + std::to_string(draw_.between(1, 6)) + "}");
    return out;
  }

  /// A due day of shapes and counts without windows.
  std::string due() {
    switch (draw_.between(0, 3)) {
      case 0:
        return use("due phase", "{phase: " + draw_.word({"phase-1", "phase-2"}) + moves() + "}");
      case 1:
        return use("due working days", "{after: " + day() + ", working_days: " + std::to_string(draw_.between(1, 12)) + moves() + "}");
      default:
        return "{date: " + day() + moves(true) + "}";
    }
  }
  /// Of windows.
  std::string due_in_month() {
    const std::string day = draw_.word({"1", "10", "25", "28", "last"});
    const bool next = draw_.chance(40);
    return use("due day", "{day: " + day) + (next ? use("due next month", ", month: next") : draw_.chance(20) ? ", month: same" : "") + moves() + "}";
  }
  /// Over rows.
  std::string due_after(const std::string& field) {
    if (draw_.chance(50)) return use("due working days", "{after: " + field + ", working_days: " + std::to_string(draw_.between(1, 20)) + moves() + "}");
    if (draw_.chance(50)) return "{after: " + field + ", days: " + std::to_string(draw_.between(1, 30)) + moves(true) + "}";
    return "{date: " + field + moves(true) + "}";
  }

  std::string distinct(const std::string& type, bool dated) {
    if (dated && draw_.chance(50)) return use("distinct day", ", distinct: day");
    std::vector<std::string> fields;
    for (const FieldInfo& f : row_info(type).fields) {
      switch (f.kind) {
        case Kind::flag:
        case Kind::whole:
        case Kind::word:
        case Kind::text:
        case Kind::reference:
        case Kind::date:
          fields.push_back(f.name);
          break;
        default:
          break;
      }
    }
    if (fields.empty()) return "";
    return use("distinct key", ", distinct: " + draw_.of(fields));
  }

  std::string number(int least, int most) {
    if (draw_.chance(15)) return use("dated number", "$limit");
    return std::to_string(draw_.between(least, most));
  }
  std::string ratio() { return use("dated ratio", "$share"); }

  /// The label of the window a row belongs to.
  std::string match(const std::string& type) {
    for (const FieldInfo& f : row_info(type).fields)
      if (f.kind == Kind::date || f.kind == Kind::moment) {
        const std::string at = "row." + f.name + (f.kind == Kind::moment ? ".date()" : "");
        if (draw_.chance(60)) return use("match", "\"'2023-0' + string(" + at + ".month())\"");
        return use("match", "\"" + at + " <= date('2023-07-10') ? '2023-" + draw_.word({"Q2", "06", "H1"}) + "' : '2023-" + draw_.word({"Q3", "08", "H2"}) + "'\"");
      }
    return {};
  }

  /// A condition of time over a date expression.
  std::string test(const std::string& date) {
    switch (draw_.between(0, 4)) {
      case 0:
        return use("in_period", "in_period(" + date + ", '" + draw_.word({"2023", "2023-H1", "2023-Q3", "2023-06", "2023-W26"}) + "')");
      case 1:
        return use("working_day", "(" + date + ").working_day()");
      case 2:
        return use("working day functions", "(" + date + ")." + draw_.word({"previous_working_day()", "next_working_day()", "add_working_days(3)", "add_working_days(-2)"}) +
                                                draw_.word({" <= ", " > "}) + "date('" + day() + "')");
      default:
        return use("dated param", draw_.word({"holder.headcount > $limit * 60", "holder.people.size() >= $limit", "$share > 0.6"}));
    }
  }

 private:
  Draw& draw_;
};

}  // namespace hegui::agree
