// Facts that change, another day of judgement, parameters that change, periods: section 6 of docs/time.md.
#include "explain/time_fixture.h"

namespace hegui::explain {
namespace {

using desk::day;
using desk::Given;
using desk::Lines;
using desk::lines;
using desk::time_duties;
using desk::time_pack;
using desk::visits;

Given on(const std::string& as_of, const std::string& enterprise) {
  Given given;
  given.as_of = as_of;
  given.enterprise = enterprise;
  return given;
}

std::string change(const std::string& field, const std::string& value, const std::string& from, const std::string& of = "") {
  const std::string what = of.empty() ? "" : "\"collection\": \"people\", \"row\": \"" + of + "\", ";
  return "{" + what + "\"field\": \"" + field + "\"" + (value.empty() ? "" : ", \"value\": \"" + value + "\"") +
         (from.empty() ? "" : ", \"from\": \"" + from + "\"") + "}";
}

/// What an expression gives on the as-of day: satisfied or pending (false), or the gaps of an unknown.
std::string ask(const std::string& expression, const Given& given) {
  const auto rules = time_pack(time_duties({"when: \"" + expression + "\", count: {rows: any_visit, at_least: 1, within: {from: "
                                            "2023-05-19, until: 2024-12-31}}"}));
  const Lines got = lines(*rules, given);
  if (got.empty()) return "none";
  const std::string text = got[0].substr(got[0].find(' ') + 1);
  if (text.rfind("pending", 0) == 0) return "true";
  return text.rfind("not_applicable", 0) == 0 ? "false" : text.substr(text.find('['));
}

TEST(ExplainHistory, TheLatestChangeBegunCounts) {
  const std::string changes = "\"level\": \"general\", \"changes\": [" + change("level", "high", "2023-06-10") + ", " +
                              change("level", "general", "2023-08-01") + "], " + visits({});
  EXPECT_EQ(ask("holder.level == 'high'", on("2023-06-10", changes)), "true");
  EXPECT_EQ(ask("holder.level == 'high'", on("2023-07-31", changes)), "true");
  EXPECT_EQ(ask("holder.level == 'high'", on("2023-08-01", changes)), "false");
  // Before the first change: unknown, whatever stands in the field.
  EXPECT_EQ(ask("at(date('2023-06-09'), holder.level == 'high')", on("2023-06-10", changes)), "[field_missing E1.level]");
  // A change that has not come is not seen.
  EXPECT_EQ(ask("holder.level == 'general'", on("2023-06-09", changes)), "true");
  EXPECT_EQ(ask("holder.level == 'general'", on("2023-06-09", "\"level\": \"general\", " + visits({}))), "true");
}

TEST(ExplainHistory, OfOneDayTheLaterLine) {
  const std::string changes = "\"changes\": [" + change("level", "high", "2023-06-10") + ", " +
                              change("level", "general", "2023-06-10") + "], " + visits({});
  EXPECT_EQ(ask("holder.level == 'general'", on("2023-06-10", changes)), "true");
}

TEST(ExplainHistory, DaysThatAreNotKnown) {
  const std::string month = "\"changes\": [" + change("level", "general", "2023-05-01") + ", " + change("level", "high", "2023-07") +
                            "], " + visits({});
  EXPECT_EQ(ask("holder.level == 'high'", on("2023-06-30", month)), "false");
  EXPECT_NE(ask("holder.level == 'high'", on("2023-07-15", month)).find("date_imprecise"), std::string::npos);
  EXPECT_EQ(ask("holder.level == 'high'", on("2023-07-31", month)), "true");
  const std::string meets = "\"changes\": [" + change("level", "general", "2023-07-10") + ", " + change("level", "high", "2023-07") +
                            "], " + visits({});
  EXPECT_NE(ask("holder.level == 'high'", on("2023-09-15", meets)).find("date_imprecise"), std::string::npos);
  const std::string empty = "\"changes\": [" + change("level", "general", "2023-05-01") + ", " + change("level", "high", "") + "], " +
                            visits({});
  EXPECT_NE(ask("holder.level == 'high'", on("2023-07-15", empty)).find("field_missing"), std::string::npos);
  const std::string no_value = "\"changes\": [" + change("level", "", "2023-05-01") + "], " + visits({});
  EXPECT_NE(ask("holder.level == 'high'", on("2023-07-15", no_value)).find(".value]"), std::string::npos);
}

TEST(ExplainHistory, ListsAndRows) {
  const std::string changes = "\"sectors\": [\"mine\"], \"people\": [{\"id\": \"P1\", \"roles\": [\"worker\"], \"joined_on\": "
                              "\"2023-01-01\"}], \"changes\": [" +
                              change("sectors", "chem, industry", "2023-06-10") + ", " +
                              change("roles", "principal, deputy", "2023-06-10", "P1") + "], " + visits({});
  EXPECT_EQ(ask("'chem' in holder.sectors && !('mine' in holder.sectors)", on("2023-06-10", changes)), "true");
  EXPECT_EQ(ask("holder.people.exists(p, 'principal' in p.roles)", on("2023-06-10", changes)), "true");
  EXPECT_EQ(ask("at(date('2023-06-09'), holder.people.exists(p, has(p.roles)))", on("2023-06-20", changes)), "[field_missing P1.roles]");
  EXPECT_EQ(ask("at(date('2023-06-09'), holder.people.exists(p, 'principal' in p.roles))", on("2023-06-20", changes)), "[field_missing P1.roles]");
}

TEST(ExplainHistory, AsItWasOnTheDayOfTheVisit) {
  const auto rules = time_pack();
  const std::string people = "\"people\": [{\"id\": \"P1\", \"joined_on\": \"2023-01-01\"}], \"changes\": [" +
                             change("roles", "deputy", "2023-01-01", "P1") + ", " + change("roles", "principal", "2023-08-01", "P1") +
                             "], ";
  EXPECT_EQ(lines(*rules, on("2023-10-05", people + visits({"2023-07-31:\"led_by\": \"P1\""})), "led-visit")[1],
            "2023-Q3 violated due 2023-09-30 0/0/1");
  EXPECT_EQ(lines(*rules, on("2023-10-05", people + visits({"2023-08-01:\"led_by\": \"P1\""})), "led-visit")[1],
            "2023-Q3 satisfied due 2023-09-30 met 2023-08-01 1/1/1");
  // Some day of August: the day is not known, nor is the role on it.
  EXPECT_EQ(lines(*rules, on("2023-10-05", people + visits({"2023-08:\"led_by\": \"P1\""})), "led-visit")[1],
            "2023-Q3 indeterminate due 2023-09-30 0/1/1 [date_imprecise V1.date]");
}

TEST(ExplainHistory, AnotherDay) {
  const std::string nothing = visits({});
  EXPECT_EQ(ask("at(date('2023-02-03'), day == date('2023-02-03')) && day == date('2023-07-01')", on("2023-07-01", nothing)), "true");
  EXPECT_EQ(ask("at(holder.ceased_on, true)", on("2023-07-01", nothing)), "[expression_error(never)]");
  EXPECT_EQ(ask("at(as_of, at(date('2023-02-03'), day) < day)", on("2023-07-01", nothing)), "true");
}

TEST(ExplainHistory, ParametersThatChange) {
  const auto rules = time_pack();
  // One visit a quarter, two from September on: the last day of the window decides.
  EXPECT_EQ(lines(*rules, on("2023-10-05", visits({"2023-06-02", "2023-07-03"})), "visits-growing"),
            (Lines{"2023-Q2 satisfied due 2023-06-30 met 2023-06-02 1/1/1", "2023-Q3 violated due 2023-09-30 1/1/2",
                   "2023-Q4 pending due 2023-12-31 0/0/2"}));
  EXPECT_EQ(ask("$strict", on("2023-07-31", visits({}))), "false");
  EXPECT_EQ(ask("$strict", on("2023-08-01", visits({}))), "true");
  EXPECT_EQ(ask("at(date('2023-07-31'), $visits) == 1 && at(date('2023-09-01'), $visits) == 2", on("2023-07-31", visits({}))), "true");
  // An override replaces all values.
  Given given = on("2023-10-05", visits({"2023-07-03"}));
  Diagnostics diagnostics;
  given.params = rule::default_values(*rules);
  ASSERT_TRUE(rule::override_value(*rules, "visits", "1", given.params, diagnostics));
  EXPECT_EQ(lines(*rules, given, "visits-growing")[1], "2023-Q3 satisfied due 2023-09-30 met 2023-07-03 1/1/1");
}

TEST(ExplainHistory, Periods) {
  const auto in = [](const std::string& date, const std::string& label) {
    return ask("in_period(date('" + date + "'), '" + label + "')", on("2023-07-01", visits({})));
  };
  EXPECT_EQ(in("2023-06-30", "2023-06"), "true");
  EXPECT_EQ(in("2023-07-01", "2023-06"), "false");
  EXPECT_EQ(in("2023-06-30", "2023-H1"), "true");
  EXPECT_EQ(in("2023-06-30", "2023-Q3"), "false");
  EXPECT_EQ(in("2023-01-01", "2023"), "true");
  EXPECT_EQ(in("2023-01-01", "2022-W52"), "true");  // a Sunday
  EXPECT_EQ(in("2023-01-02", "2023-W01"), "true");
  EXPECT_EQ(ask("in_period(holder.ceased_on, '2023')", on("2023-07-01", visits({}))), "false");
  EXPECT_EQ(ask("in_period(day, '20' + '23-Q5')", on("2023-07-01", visits({}))), "[expression_error(bad_argument)]");
}

/// Trying only the days on which an answer of the clock differs finds what trying every day finds.
TEST(ExplainHistory, ChangesOnOfTheWholePack) {
  const auto rules = time_pack();
  const std::string enterprise =
      "\"people\": [{\"id\": \"P1\", \"joined_on\": \"2023-01-01\"}], \"changes\": [" + change("roles", "deputy", "2023-01-01", "P1") +
      ", " + change("level", "high", "2023-09-10") + ", " + change("level", "general", "2023-10") + "], " +
      visits({"2023-07-12:\"led_by\": \"P1\"", "2023-07-30", "2023-08"}) +
      ", \"faults\": [{\"id\": \"F1\", \"found_on\": \"2023-07-28\"}], \"reports\": [{\"id\": \"R1\", \"period\": \"2023-07\", "
      "\"submitted_on\": \"2023-07-29\"}], \"contracts\": [{\"id\": \"C1\", \"start\": \"2023-02-01\"}]";
  for (const char* as_of : {"2023-07-31", "2023-09-05", "2023-10-12"}) {
    const Given given = on(as_of, enterprise);
    const Findings by_day = desk::run(*rules, given, Changes::by_every_day);
    const Findings by_next = desk::run(*rules, given, Changes::by_next_day);
    ASSERT_EQ(by_day.rows.size(), by_next.rows.size());
    for (size_t i = 0; i < by_day.rows.size(); ++i) EXPECT_EQ(by_day.json(by_day.rows[i]), by_next.json(by_next.rows[i]));
  }
}

}  // namespace
}  // namespace hegui::explain
