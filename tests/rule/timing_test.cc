// Windows, due days, counting and dated parameters as they are read: docs/time.md.
#include <gtest/gtest.h>

#include <variant>

#include "rule/pack_fixture.h"

namespace hegui::rule {
namespace {

/// The time pack, with a duty of a test's own.
class TimePack : public PackFolder {
 public:
  explicit TimePack(const std::string& shape = "") {
    const std::filesystem::path time = std::string(HEGUI_SOURCE_DIR) + "/tests/packs/time";
    std::filesystem::remove_all(path());
    std::filesystem::copy(time, path());
    if (!shape.empty()) write("duties.yaml", "duties:\n  d: {zh: 测试, cite: [t.visit], " + shape + "}\n");
  }
};

/// The lines of the duty in the dump, joined.
std::string read(const std::string& shape) {
  TimePack pack(shape);
  const auto rules = pack.load();
  if (rules == nullptr) return pack.text();
  const std::string dump = rules->dump();
  const size_t at = dump.find("duty d ");
  std::string lines = dump.substr(dump.find('\n', at) + 1);
  while (!lines.empty() && lines.back() == '\n') lines.pop_back();
  return lines;
}

/// The first message.
std::string refused(const std::string& shape) {
  TimePack pack(shape);
  EXPECT_EQ(pack.load(), nullptr) << shape;
  return pack.diagnostics().empty() ? "" : pack.diagnostics()[0].code_text() + " " + pack.diagnostics()[0].message;
}

TEST(Timing, HowAFrameIsDivided) {
  EXPECT_EQ(read("count: {rows: any_visit, at_least: 1, per: week, nth: [1, -2]}, broken_period: {min_days: 4, else: advise}"),
            "  count any_visit at_least 1 per week within campaign evidence clipped late lost due - min_days 4 broken advise\n"
            "  nth 1, -2");
  EXPECT_EQ(read("count: {rows: any_visit, at_most: 2, windows: [{from: 2023-06-01, until: $ends_on}, {label: a, from: 2023-06-01, "
                 "until: 2023-06-02}]}"),
            "  count any_visit at_most 2 per dates within campaign evidence clipped late lost due - min_days 0\n"
            "  window 2023-06-01/2023-12-31 2023-06-01 .. $ends_on\n  window a 2023-06-01 .. 2023-06-02");
  EXPECT_EQ(read("hold: {holds: no_fault, per: phase, within: heat}, in_force: {until: 2023-08-31}"),
            "  in_force .. .. 2023-08-31\n  hold `no_fault` per phase within heat min_days 0");
  EXPECT_EQ(read("items: {rows: {of: contracts}, with: any_visit, per: half_year, serves: one}, broken_period: {min_days: 30, "
                 "else: prorate}, in_force: {from: $issued_on}"),
            "  in_force $issued_on .. ..\n  items d/rows within campaign late owed due -\n"
            "  with any_visit at_least 1 per half_year from - until - min_days 30 broken prorate serves one");
}

TEST(Timing, HowRowsAreCounted) {
  EXPECT_EQ(read("count: {rows: any_visit, at_least: 2, distinct: place, within: heat}"),
            "  count any_visit at_least 2 per once within heat evidence clipped late lost due - min_days 0\n"
            "  distinct `row.place`");
  EXPECT_EQ(read("count: {rows: any_visit, at_least: $visits, distinct: day, rolling: 30}"),
            "  count any_visit at_least $visits per once within campaign evidence clipped late lost due - min_days 0\n"
            "  rolling 30 distinct day");
  EXPECT_EQ(read("report: {rows: report, per: month, match: period, due: {day: last}}"),
            "  count report at_least 1 per month within campaign evidence clipped late owed due - day last min_days 0\n"
            "  match `row.period`");
  EXPECT_EQ(read("count: {rows: any_visit, at_least: 1, per: month, serves: one}, unless: [{when: is_high, per: week, serves: all}], "
                 "governed_by: first_day"),
            "  governed_by first_day\n"
            "  count any_visit at_least 1 per month within campaign evidence clipped late lost due - min_days 0\n  serves one\n"
            "  unless `is_high`\n"
            "  count any_visit at_least 1 per week within campaign evidence clipped late lost due - min_days 0");
}

TEST(Timing, HowADueDayIsMade) {
  const auto due = [](const std::string& text) {
    const std::string line = read("count: {rows: any_visit, at_least: 1, due: " + text + "}");
    const size_t at = line.find(" due ");
    return at == std::string::npos ? line : line.substr(at + 5, line.find(" min_days") - at - 5);
  };
  EXPECT_EQ(due("2023-06-30"), "`date('2023-06-30')`");
  EXPECT_EQ(due("{date: $ends_on, shift: previous_working_day, grace: {days: 3}}"), "`$ends_on` shift previous grace 3 days");
  EXPECT_EQ(due("{phase: heat, shift: next_working_day}"), "`date('2023-08-31')` shift next");
  EXPECT_EQ(due("{phase: check}"), "`$ends_on`");
  EXPECT_EQ(due("{after: $issued_on, days: 5}"), "`$issued_on + days(5)`");
  EXPECT_EQ(due("{after: 2023-06-01, working_days: 5, grace: {working_days: 2}}"),
            "`date('2023-06-01')` working_days 5 grace 2 working days");
  EXPECT_EQ(due("{day: 25, month: next}"), "- day 25 of the next month");
  EXPECT_EQ(due("{grace: {days: 1}}"), "- grace 1 days");
  EXPECT_EQ(read("respond: {to: report, on: submitted_on, within_working_days: 3, with: any_visit, serves: one}"),
            "  respond to report within campaign on `row.submitted_on` due `row.submitted_on` working_days 3 with any_visit late owed "
            "serves one");
  EXPECT_EQ(read("items: {rows: {of: faults}, done: fixed_on, due: {after: found_on, days: 5, shift: next_working_day}}"),
            "  items d/rows within any late owed due `row.found_on + days(5)` shift next\n  done `row.fixed_on`");
  EXPECT_EQ(read("state: {require: {a: no_fault}, due: {date: 2023-06-30, shift: none}}"),
            "  state due `date('2023-06-30')`\n  require a `no_fault`");
}

TEST(Timing, WhatDoesNotGoTogether) {
  EXPECT_EQ(refused("count: {rows: any_visit, at_least: 1, per: month, rolling: 7}"), "HG4030 a frame is divided in one way only");
  EXPECT_EQ(refused("count: {rows: any_visit, at_least: 1, per: month, due: 2023-06-30}"),
            "HG4011 one due date for all windows: each window ends with itself");
  EXPECT_EQ(refused("count: {rows: any_visit, at_most: 1, per: month, due: {day: 25}}"),
            "HG4011 a limit has no due date: it holds through the whole frame");
  EXPECT_EQ(refused("count: {rows: any_visit, at_least: 1, per: month, due: {day: 30, month: next, grace: {days: 1}}, within: {from: "
                    "2023-01-01, until: 2023-01-31}}"),
            "HG4032 2023-02 has no day 30");
  EXPECT_EQ(refused("count: {rows: any_visit, at_least: 1, serves: one}"),
            "HG4033 'serves: one' shares rows among windows, and here is one only");
  EXPECT_EQ(refused("report: {rows: report, match: period}"),
            "HG4033 'match' names the window a row belongs to, and here is one only");
  EXPECT_EQ(refused("count: {rows: any_visit, at_least: 1, governed_by: first_day}").substr(0, 6), "HG2001");
  EXPECT_EQ(refused("state: {require: {a: no_fault}}, governed_by: first_day"), "HG2001 'governed_by' goes with 'unless'");
  EXPECT_EQ(refused("state: {require: {a: no_fault}}, in_force: {}"), "HG2002 'in_force' needs 'from' or 'until'");
  EXPECT_EQ(refused("state: {require: {a: no_fault}}, in_force: {from: 2023-09-01, until: 2023-08-31}"),
            "HG2014 the duty goes out of force before it comes into force");
  EXPECT_EQ(refused("state: {require: {a: no_fault}}, broken_period: {min_days: 3}"),
            "HG2001 'broken_period' belongs to count, items, hold and report");
  EXPECT_EQ(refused("count: {rows: any_visit, at_least: 1, within: {from: 2023-06-01, until: 2023-06-30}, rolling: $visits}"),
            "HG4029 '$visits' changes over time, and no day is known here");
}

TEST(Timing, ADayOfAnotherTime) {
  EXPECT_NE(read("count: {rows: {of: visits, where: \"at(row.date, is_high && day == row.date)\"}, at_least: 1}").find("count d/rows"),
            std::string::npos);
  // Outside of at() a row has no day of judgement.
  EXPECT_EQ(refused("count: {rows: {of: visits, where: \"at(row.date, true) && day == row.date\"}, at_least: 1}"),
            "HG4010 this selection looks at 'day', which has no meaning in this place");
  EXPECT_EQ(refused("state: {require: {a: \"at(holder.level, true)\"}}").substr(0, 6), "HG3015");
  EXPECT_EQ(refused("state: {require: {a: \"at(day)\"}}"), "HG3007 'at' takes a day and an expression");
  EXPECT_EQ(refused("state: {require: {a: \"in_period(day, '2023-13')\"}}"), "HG3008 '2023-13' is not a period");
}

TEST(Timing, TheDayIsUsedWhereAValueHangsOnIt) {
  TimePack pack("state: {require: {a: $strict, b: \"holder.level == 'high'\", c: \"at(as_of, $strict)\", d: \"holder.ceased_on > "
                "as_of\"}}");
  const auto rules = pack.load();
  ASSERT_NE(rules, nullptr) << pack.text();
  const auto& checks = std::get<State>(rules->duties[0].shape).require;
  const auto by_day = [&](size_t i) {
    return (rules->exprs[static_cast<size_t>(checks[i].expr)].uses >> cel::kDay & 1U) != 0;
  };
  EXPECT_TRUE(by_day(0));
  EXPECT_TRUE(by_day(1));
  EXPECT_FALSE(by_day(2));
  EXPECT_FALSE(by_day(3));
}

TEST(Timing, ValuesOverTime) {
  const auto with = [](const std::string& values) {
    TimePack pack;
    EXPECT_TRUE(pack.edit("parameters.yaml", "values: [{value: 1}, {from: 2023-09-01, value: 2}]", values));
    const auto rules = pack.load();
    if (rules != nullptr) {
      const std::string dump = rules->dump();
      const size_t at = dump.find("param $visits");
      return dump.substr(at, dump.find('\n', at) - at);
    }
    return pack.diagnostics()[0].code_text() + " " + pack.diagnostics()[0].message;
  };
  EXPECT_EQ(with("values: [{value: 1}, {from: 2023-09-01, value: 2}]"), "param $visits int = 1 text from 2023-09-01 2");
  EXPECT_EQ(with("values: [{value: 4}]"), "param $visits int = 4 text");
  EXPECT_EQ(with("values: [{from: 2023-01-01, value: 1}]"), "HG2014 the first value holds from the beginning");
  EXPECT_EQ(with("values: [{value: 1}, {value: 2}]"), "HG2014 every value but the first says from when it holds");
  EXPECT_EQ(with("values: [{value: 1}, {from: 2023-09-01, value: 2}, {from: 2023-09-01, value: 3}]"),
            "HG2014 the values do not stand in the order of their days");
  EXPECT_EQ(with("value: 1, values: [{value: 1}]"), "HG2001 a parameter has either 'value' or 'values'");
  EXPECT_EQ(with("values: []"), "HG2002 'values' is empty");
  EXPECT_EQ(with("allowed: {from: 1, to: 2}, values: [{value: 1}, {from: 2023-09-01, value: 5}]"),
            "HG2017 the value of 'visits' lies outside what is allowed");
}

TEST(Timing, FieldsWithAHistory) {
  TimePack pack;
  const auto rules = pack.load();
  ASSERT_NE(rules, nullptr) << pack.text();
  EXPECT_NE(rules->dump().find("changes of enterprise in changes: level sectors people.roles people.post\n"), std::string::npos);
  const auto refused_of = [](const std::string& of) {
    TimePack wrong;
    EXPECT_TRUE(wrong.edit("pack.yaml", "of: [level, sectors, people.roles, people.post]", "of: [" + of + "]"));
    wrong.load();
    return wrong.diagnostics()[0].code_text() + " " + wrong.diagnostics()[0].message;
  };
  EXPECT_EQ(refused_of("opened_on"), "HG2015 'opened_on' cannot have a history: it says when the holder is bound");
  EXPECT_EQ(refused_of("id"), "HG2015 'id' cannot have a history: an id stays as it is");
  EXPECT_EQ(refused_of("ceased_on"), "HG2015 'ceased_on' cannot have a history: it says when the holder is bound");
  EXPECT_EQ(refused_of("faults.fixed_on"), "HG2015 'faults.fixed_on' cannot have a history: a milestone has its own day");
  EXPECT_EQ(refused_of("people.joined_on"), "HG2015 'people.joined_on' cannot have a history: it dates the row");
  EXPECT_EQ(refused_of("suspensions.to"), "HG2015 'suspensions.to' cannot have a history: the collection has a role of its own");
  EXPECT_EQ(refused_of("people.rolles"), "HG2015 rows of 'person' have no field 'rolles'");
  EXPECT_EQ(refused_of("level, level"), "HG2015 'level' is named twice");
}

}  // namespace
}  // namespace hegui::rule
