// The duty calendar: which instances, in which state, in which order; as text, JSON and iCalendar.
#include <algorithm>
#include <set>
#include <sstream>

#include "api/fixture.h"
#include "api/folder.h"
#include "base/source.h"
#include "time/civil.h"

namespace hegui {
namespace {

DutyCalendar calendar_at(const std::string& day, const CalendarOptions& which = {}, const std::string& holder = "",
                         const Records& records = two()) {
  RunOptions options = at(day);
  options.holder = holder;
  auto calendar = mini().calendar(records, options, which);
  EXPECT_TRUE(calendar) << to_text(calendar.diagnostics());
  return std::move(*calendar);
}

Records one(const std::string& document) {
  auto records = Records::from_json(mini(), {{"enterprise", "one", one_line(document) + "\n"}});
  EXPECT_TRUE(records) << to_text(records.diagnostics());
  return *records;
}

const CalendarRow* entry(const DutyCalendar& calendar, const std::string& holder, const std::string& duty,
                         const std::string& label) {
  for (const CalendarRow& row : calendar.rows) {
    const FindingRow& finding = calendar.finding(row);
    if (calendar.findings.holder(finding) == holder && calendar.findings.duties[finding.duty].id == duty &&
        calendar.findings.label(finding) == label)
      return &row;
  }
  return nullptr;
}

std::string json(const DutyCalendar& calendar) {
  std::string out;
  write_calendar_json(calendar, [&](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

TEST(CalendarTest, WindowsThatHaveNotBegunAreInIt) {
  const DutyCalendar calendar = calendar_at("2023-06-20");
  const CalendarRow* done = entry(calendar, "E1", "leader-inspection", "2023-Q2");
  const CalendarRow* third = entry(calendar, "E1", "leader-inspection", "2023-Q3");
  const CalendarRow* fourth = entry(calendar, "E1", "leader-inspection", "2023-Q4");
  ASSERT_TRUE(done != nullptr && third != nullptr && fourth != nullptr);
  EXPECT_EQ(calendar.state(*done), "satisfied");
  EXPECT_FALSE(calendar.open_now(*done));
  EXPECT_EQ(calendar.state(*third), "not_begun");
  EXPECT_TRUE(calendar.open_now(*third));
  EXPECT_EQ(third->lead, 102);  // 20 June to 30 September
  EXPECT_EQ(calendar.finding(*third).from, *parse_date("2023-07-01"));
  EXPECT_EQ(calendar.finding(*third).verdict, Verdict::pending);
  EXPECT_EQ(calendar.finding(*third).required, 1);
  EXPECT_EQ(fourth->lead, 194);
}

TEST(CalendarTest, StatesOfTodayAreThoseOfTheEvaluation) {
  const Records records = two();
  for (const char* day : {"2023-05-19", "2023-06-20", "2023-09-30", "2023-12-31", "2024-02-01"}) {
    const DutyCalendar calendar = calendar_at(day);
    RunOptions options = at(day);
    options.changes_on = false;
    const auto findings = mini().evaluate(records, options);
    ASSERT_TRUE(findings);
    std::multiset<std::string> today, listed;
    for (const FindingRow& row : findings->rows) {
      if (row.verdict != Verdict::not_applicable) today.insert(findings->json(row));
    }
    for (const CalendarRow& row : calendar.rows) {
      if (row.state == CalendarRow::State::judged) listed.insert(calendar.findings.json(calendar.finding(row)));
    }
    EXPECT_EQ(today, listed) << day;
  }
}

TEST(CalendarTest, AtTheEndEveryInstanceHasBegun) {
  // What the calendar of the first day lists for an owner without rows is what the last day judges.
  const Records records = one(R"({"id": "E1", "sectors": ["mine"], "high_risk": true})");
  const DutyCalendar early = calendar_at("2023-05-19", {}, "", records), late = calendar_at("2023-12-31", {}, "", records);
  const auto keys = [](const DutyCalendar& calendar) {
    std::set<std::string> out;
    for (const CalendarRow& row : calendar.rows) {
      const FindingRow& finding = calendar.finding(row);
      out.insert(calendar.findings.id(finding) + " " + (finding.due == kNullDay ? "-" : format_date(finding.due)));
    }
    return out;
  };
  EXPECT_EQ(keys(early), keys(late));
  EXPECT_GT(keys(early).size(), 8U);
  for (const CalendarRow& row : late.rows) EXPECT_EQ(row.state, CalendarRow::State::judged);
}

TEST(CalendarTest, ADutyWhoseConditionMovesIsSeenComing) {
  // High risk from 10 August on, as a mark entered in advance says: the months from August on are owed, the quarters are not.
  const Records records = one(R"({"id": "E1", "sectors": ["industry"], "high_risk": false, "inspections": [],
      "high_risk_marks": [{"from": "2023-08-10", "value": true}]})");
  const DutyCalendar june = calendar_at("2023-06-20", {}, "", records);
  const DutyCalendar september = calendar_at("2023-09-05", {}, "", records);
  // The mark is visible from its day on only, so in June nobody can foresee it.
  EXPECT_NE(entry(june, "E1", "leader-inspection", "2023-Q3"), nullptr);
  EXPECT_EQ(entry(june, "E1", "leader-inspection", "2023-08"), nullptr);
  EXPECT_EQ(entry(september, "E1", "leader-inspection", "2023-Q4"), nullptr);
  const CalendarRow* november = entry(september, "E1", "leader-inspection", "2023-11");
  ASSERT_NE(november, nullptr);
  EXPECT_EQ(september.state(*november), "not_begun");
}

TEST(CalendarTest, AWaiverThatCoversTheDueDayMakesItLapse) {
  const Records records = one(R"({"id": "E1", "sectors": ["industry"], "high_risk": false, "inspections": [],
      "waivers": [{"duty": "leader-inspection", "instance": "2023-Q3", "from": "2023-06-01", "until": "2023-12-31",
                   "approved_by": "甲"}]})");
  const DutyCalendar calendar = calendar_at("2023-06-20", {}, "", records);
  const CalendarRow* third = entry(calendar, "E1", "leader-inspection", "2023-Q3");
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(calendar.state(*third), "not_begun");
  EXPECT_TRUE(third->lapses);
  EXPECT_FALSE(calendar.open_now(*third));
  EXPECT_FALSE(entry(calendar, "E1", "leader-inspection", "2023-Q4")->lapses);
  CalendarOptions open;
  open.open = true;
  EXPECT_EQ(entry(calendar_at("2023-06-20", open, "", records), "E1", "leader-inspection", "2023-Q3"), nullptr);
}

TEST(CalendarTest, WhatBindsOnlyNowOrOnlyLaterIsMarked) {
  const TempFolder folder;
  copy_folder(kMini, folder.path("pack"));
  folder.write("pack/duties.yaml", folder.read("pack/duties.yaml") + R"yaml(
  only-now:
    zh: 仅至八月
    cite: [ent.drill]
    when: "day < date('2023-09-01')"
    state: {require: {管理人员: managers > 0}, due: 2023-10-31}
  only-later:
    zh: 自九月起
    cite: [ent.drill]
    when: "day >= date('2023-09-01')"
    state: {require: {管理人员: managers > 0}, due: 2023-10-31}
)yaml");
  auto rules = RuleSet::load(folder.path("pack"));
  ASSERT_TRUE(rules) << to_text(rules.diagnostics());
  auto records = Records::from_json(*rules, {{"enterprise", "one", R"({"id": "E1", "people": []})"}});
  ASSERT_TRUE(records);
  const auto calendar = rules->calendar(*records, at("2023-06-20"));
  ASSERT_TRUE(calendar);
  const CalendarRow* now = entry(*calendar, "E1", "only-now", "campaign");
  const CalendarRow* later = entry(*calendar, "E1", "only-later", "campaign");
  ASSERT_TRUE(now != nullptr && later != nullptr);
  EXPECT_EQ(calendar->state(*now), "pending");
  EXPECT_TRUE(now->lapses);
  EXPECT_FALSE(calendar->open_now(*now));
  EXPECT_EQ(calendar->state(*later), "not_binding");
  EXPECT_FALSE(later->lapses);
  EXPECT_TRUE(calendar->open_now(*later));
  EXPECT_EQ(later->lead, 133);
  EXPECT_NE(calendar_text(*rules, *records, *calendar).find("not binding yet"), std::string::npos);
  EXPECT_NE(calendar_text(*rules, *records, *calendar).find("(will not be owed at the end)"), std::string::npos);
  EXPECT_NE(calendar_ics(*rules, *records, *calendar).find("STATUS:CANCELLED"), std::string::npos);
}

TEST(CalendarTest, EntriesStandByDueDayAndThoseWithoutComeLast) {
  const DutyCalendar calendar = calendar_at("2023-06-20");
  std::set<uint32_t> used;
  for (size_t i = 0; i < calendar.rows.size(); ++i) {
    const Day due = calendar.finding(calendar.rows[i]).due;
    EXPECT_EQ(calendar.rows[i].lead, due == kNullDay ? kNullDay : due - calendar.day);
    used.insert(calendar.rows[i].finding);
    if (i == 0) continue;
    const Day before = calendar.finding(calendar.rows[i - 1]).due;
    EXPECT_TRUE(due == kNullDay || (before != kNullDay && before <= due)) << i;
  }
  EXPECT_EQ(used.size(), calendar.rows.size());
  EXPECT_EQ(calendar.finding(calendar.rows.back()).due, kNullDay);
  EXPECT_EQ(calendar.instances, calendar.rows.size());
}

TEST(CalendarTest, BoundsChooseByDueDay) {
  const DutyCalendar all = calendar_at("2023-06-20");
  const auto within = [&](int32_t low, int32_t high) {
    return std::count_if(all.rows.begin(), all.rows.end(),
                         [&](const CalendarRow& row) { return row.lead != kNullDay && row.lead >= low && row.lead <= high; });
  };
  CalendarOptions next;
  next.days = 102;
  const DutyCalendar soon = calendar_at("2023-06-20", next);
  EXPECT_EQ(static_cast<ptrdiff_t>(soon.rows.size()), within(0, 102));
  EXPECT_EQ(soon.instances, all.instances);
  EXPECT_NE(entry(soon, "E1", "leader-inspection", "2023-Q3"), nullptr);  // the last day counts
  next.days = 101;
  EXPECT_EQ(entry(calendar_at("2023-06-20", next), "E1", "leader-inspection", "2023-Q3"), nullptr);
  CalendarOptions bounds;
  bounds.until = "2023-09-30";
  EXPECT_EQ(static_cast<ptrdiff_t>(calendar_at("2023-06-20", bounds).rows.size()), within(-10'000, 102));
  bounds.since = "2023-06-21";
  EXPECT_EQ(static_cast<ptrdiff_t>(calendar_at("2023-06-20", bounds).rows.size()), within(1, 102));
  const DutyCalendar mine = calendar_at("2023-06-20", {}, "E2");
  EXPECT_GT(mine.rows.size(), 0U);
  for (const CalendarRow& row : mine.rows) EXPECT_EQ(mine.findings.holder(mine.finding(row)), "E2");
}

TEST(CalendarTest, OptionsThatMakeNoSenseAreRefused) {
  const auto refused = [](const CalendarOptions& which, const char* code) {
    const auto calendar = mini().calendar(two(), at("2023-06-20"), which);
    EXPECT_FALSE(calendar);
    EXPECT_TRUE(has_code(calendar.diagnostics(), code)) << to_text(calendar.diagnostics());
    expect_kind(calendar.diagnostics());
  };
  CalendarOptions which;
  which.days = -1;
  refused(which, "HG6110");
  which.days = 36'601;
  refused(which, "HG6110");
  which.days = 3;
  which.until = "2023-12-31";
  refused(which, "HG6110");
  which = {};
  which.since = "2023-12-31";
  which.until = "2023-01-31";
  refused(which, "HG6110");
  which.until = "soon";
  refused(which, "HG6102");
  EXPECT_TRUE(has_code(RuleSet().calendar(two(), at("2023-06-20")).diagnostics(), "HG6101"));
  EXPECT_TRUE(has_code(mini().calendar(two(), at("x")).diagnostics(), "HG6102"));
  RunOptions nobody = at("2023-06-20");
  nobody.holder = "E3";
  EXPECT_TRUE(has_code(mini().calendar(two(), nobody).diagnostics(), "HG6104"));
}

TEST(CalendarTest, ProgressRunsOverBothEvaluations) {
  RunOptions options = at("2023-06-20");
  std::vector<size_t> done;
  size_t of = 0;
  options.progress = [&](size_t now, size_t total) {
    done.push_back(now);
    of = total;
  };
  ASSERT_TRUE(mini().calendar(two(), options));
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
  ASSERT_FALSE(done.empty());
  EXPECT_EQ(done.back(), of);
}

TEST(CalendarTest, TextIsAlignedInBothLanguages) {
  const Records records = two();
  const DutyCalendar calendar = calendar_at("2023-06-20");
  const std::string en = calendar_text(mini(), records, calendar), zh = calendar_text(mini(), records, calendar, "zh");
  EXPECT_NE(en.find("2023-09-30  in 102 days\n"), std::string::npos) << en;
  EXPECT_NE(zh.find("2023-09-30  102 天后\n"), std::string::npos) << zh;
  EXPECT_NE(en.find("2023-06-10  10 days ago\n"), std::string::npos) << en;
  EXPECT_NE(zh.find("未开始"), std::string::npos);
  EXPECT_NE(en.find("no due day"), std::string::npos);
  for (const std::string& page : {en, zh}) {
    std::istringstream lines(page);
    size_t entries = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("  ", 0) != 0) continue;
      ++entries;
      const size_t holder = std::min(line.find(" E1"), line.find(" E2"));
      ASSERT_NE(holder, std::string::npos) << line;
      EXPECT_EQ(display_width(line.substr(0, holder + 1)), 2U + 26U) << line;
    }
    EXPECT_EQ(entries, calendar.rows.size());
  }
  CalendarOptions none;
  none.days = 0;
  EXPECT_NE(calendar_text(mini(), records, calendar_at("2023-06-20", none)).find("Nothing falls due."), std::string::npos);
  EXPECT_NE(calendar_text(mini(), records, calendar_at("2023-09-30", none)).find("2023-09-30  today\n"), std::string::npos);
}

TEST(CalendarTest, JsonIsOneObjectAnEntry) {
  const DutyCalendar calendar = calendar_at("2023-06-20");
  const std::string text = json(calendar);
  EXPECT_EQ(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), calendar.rows.size());
  EXPECT_NE(
      text.find(R"("instance": {"kind": "window", "label": "2023-Q3", "from": "2023-07-01", "until": "2023-09-30"}, )"
                R"("nominal_due": "2023-09-30", "due": "2023-09-30", "lead": 102, "state": "not_begun", "advisory": false, )"
                R"("lapses": false, "open": true, "count": {"low": 0, "high": 0, "required": 1}})"),
      std::string::npos)
      << text;
  EXPECT_EQ(text, json(calendar_at("2023-06-20")));
}

/// Lines as a reader of iCalendar sees them, after unfolding.
std::vector<std::string> unfolded(const std::string& ics) {
  std::vector<std::string> out;
  std::istringstream lines(ics);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(line.back(), '\r');
    line.pop_back();
    EXPECT_LE(line.size(), 75U) << line;
    EXPECT_EQ(find_invalid_utf8(line), std::string::npos) << line;
    if (line[0] == ' ') {
      out.back() += line.substr(1);
    } else {
      out.push_back(line);
    }
  }
  return out;
}

TEST(CalendarTest, ICalendarIsFoldedEscapedAndTheSameEachTime) {
  const Records records = one(R"({"id": "E,1;", "name": "很长的名称，一个；两个, 三个; 反斜杠\\完", "sectors": ["industry"],
      "high_risk": false, "inspections": []})");
  const DutyCalendar calendar = calendar_at("2023-06-20", {}, "", records);
  IcsOptions options;
  options.language = "zh";
  options.alarm_days = {7, 1, 7, 400};
  const std::string ics = calendar_ics(mini(), records, calendar, options);
  EXPECT_EQ(ics, calendar_ics(mini(), records, calendar, options));
  const std::vector<std::string> lines = unfolded(ics);
  const auto count = [&](const std::string& line) { return std::count(lines.begin(), lines.end(), line); };
  EXPECT_EQ(count("BEGIN:VTODO"), static_cast<ptrdiff_t>(calendar.rows.size()));
  EXPECT_EQ(count("DTSTAMP:20230620T000000Z"), count("BEGIN:VTODO"));
  EXPECT_EQ(count("TRIGGER;RELATED=END:-P7D"), count("TRIGGER;RELATED=END:-P1D"));
  EXPECT_GT(count("TRIGGER;RELATED=END:-P7D"), 0);
  EXPECT_EQ(ics.find("P400D"), std::string::npos);
  EXPECT_NE(std::find(lines.begin(), lines.end(),
                      "SUMMARY:主要负责人每季度带队检查 2023-Q3（E\\,1\\; 很长的名称，一个；两个\\, 三个\\; 反斜杠\\\\完）"),
            lines.end())
      << ics;
  EXPECT_GT(count("DUE;VALUE=DATE:20230930"), 0);
  options.events = true;
  const std::vector<std::string> events = unfolded(calendar_ics(mini(), records, calendar, options));
  EXPECT_EQ(std::count(events.begin(), events.end(), "DTSTART;VALUE=DATE:20230930"), count("DUE;VALUE=DATE:20230930"));
  EXPECT_EQ(std::count(events.begin(), events.end(), "BEGIN:VTODO"), 0);
}

TEST(CalendarTest, WorkingDaysComeFromTheCalendarOfThePack) {
  const auto day = [](const char* text) {
    const auto answer = mini().working_day(text);
    EXPECT_TRUE(answer) << text;
    return *answer;
  };
  EXPECT_EQ(day("2023-06-25").working, true);  // a Sunday that makes up
  EXPECT_EQ(day("2023-06-23").working, false);
  EXPECT_EQ(day("2023-06-23").notice, "国办发明电〔2022〕16号");
  EXPECT_FALSE(day("2024-01-01").working.has_value());
  EXPECT_EQ(day("2024-01-01").notice, "");
  EXPECT_EQ(mini().working_days_known(), (std::pair<std::string, std::string>("2023-01-01", "2023-12-31")));
  EXPECT_TRUE(has_code(mini().working_day("2023-06-31").diagnostics(), "HG6102"));
  EXPECT_TRUE(has_code(RuleSet().working_day("2023-06-30").diagnostics(), "HG6101"));
  EXPECT_EQ(RuleSet().working_days_known().first, "");
}

}  // namespace
}  // namespace hegui
