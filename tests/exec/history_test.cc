// Fields that change, at another day, dated parameters. docs/time.md 6.
#include "exec/history.h"
#include "time_rules.h"

namespace hegui::testing {
namespace {

std::string owner(const std::string& changes, const std::string& more = {}) {
  return R"({"id":"E1","level":"general")" + more + R"(,"changes":[)" + changes + "]}";
}
std::string value(const std::string& condition, const std::string& enterprise, const char* as_of = "2023-08-20") {
  const Rules rules("  d: {zh: 测试, cite: [t.visit], state: {require: {x: \"at(as_of, " + condition + ")\"}, due: 2023-05-19}}\n", {}, "time");
  const std::string text = told(rules, "d", enterprise, RunWith(as_of));
  const auto is = [&](const char* verdict) { return text.find(std::string("campaign: ") + verdict) == 0; };
  if (is("satisfied")) return "true";
  if (is("overdue")) return "false";
  const size_t at = text.find('[');
  return at == std::string::npos ? text : text.substr(at, text.rfind(']') + 1 - at);
}

const char* const kHigh = R"({"field":"level","value":"high","from":"2023-08-10"})";

TEST(History, TheLatestChangeBegunCounts) {
  EXPECT_EQ(value("holder.level == 'general'", owner("")), "true");
  EXPECT_EQ(value("holder.level == 'high'", owner(kHigh)), "true");
  EXPECT_EQ(value("at(date('2023-08-10'), holder.level == 'high')", owner(kHigh)), "true");
  EXPECT_EQ(value("at(date('2023-08-09'), holder.level == 'high')", owner(kHigh)), "[field_missing E1.level]");
  EXPECT_EQ(value("has(holder.level) && at(date('2023-08-09'), !has(holder.level))", owner(kHigh)), "[field_missing E1.level]");
  // Two from one day: the later line.
  EXPECT_EQ(value("holder.level == 'general'", owner(std::string(kHigh) + R"(,{"field":"level","value":"general","from":"2023-08-10"})")), "true");
}

TEST(History, ImpreciseAndEmptyChanges) {
  const std::string vague = R"({"field":"level","value":"high","from":"2023-08"})";
  EXPECT_EQ(value("holder.level == 'high'", owner(vague)), "[date_imprecise changes[||level|2023-08].from]");
  EXPECT_EQ(value("at(date('2023-07-31'), holder.level == 'high')", owner(vague)), "[field_missing E1.level]");
  EXPECT_EQ(value("holder.level == 'high'", owner(vague), "2023-08-31"), "true");
  EXPECT_EQ(value("holder.level == 'high'", owner(R"({"field":"level","value":"high"})")), "[field_missing changes[||level|].from]");
  EXPECT_EQ(value("holder.level == 'high'", owner(R"({"field":"level","from":"2023-08-01"})")), "[field_missing changes[||level|2023-08-01].value]");
  // Which of the two came last is open.
  EXPECT_EQ(value("holder.level == 'high'", owner(std::string(kHigh) + R"(,{"field":"level","value":"general","from":"2023-08"})"), "2023-09-05"),
            "[date_imprecise changes[||level|2023-08].from]");
}

TEST(History, ListsAndRows) {
  const std::string sectors = R"({"field":"sectors","value":"mine, chem","from":"2023-08-01"})";
  EXPECT_EQ(value("holder.sectors == ['mine', 'chem'] && has(holder.sectors)", owner(sectors)), "true");
  const std::string people = R"(,"people":[{"id":"W1","roles":["worker"],"joined_on":"2023-01-01"},{"id":"W2","roles":["worker"],"joined_on":"2023-01-01"}],)"
                             R"("visits":[{"id":"V1","date":"2023-06-05","led_by":"W1"},{"id":"V2","date":"2023-08-05","led_by":"W1"}])";
  const std::string roles = R"({"collection":"people","row":"W1","field":"roles","value":"principal","from":"2023-01-01"},)"
                            R"({"collection":"people","row":"W1","field":"roles","value":"deputy","from":"2023-07-01"})";
  EXPECT_EQ(value("holder.visits.filter(v, at(v.date, 'principal' in v.led_by.roles)).size() == 1", owner(roles, people)), "true");
  EXPECT_EQ(value("holder.visits.filter(v, 'principal' in v.led_by.roles).size() == 0", owner(roles, people)), "true");
  EXPECT_EQ(value("holder.people.exists(p, p.id == 'W2' && 'worker' in p.roles)", owner(roles, people)), "true");
}

TEST(History, OtherDays) {
  EXPECT_EQ(value("at(holder.ceased_on, true)", owner("")), "[expression_error never]");
  EXPECT_EQ(value("at(holder.opened_on, true)", owner("")), "[expression_error never]");
  EXPECT_EQ(value("at(holder.opened_on, true)", owner("", R"(,"opened_on":"2023-04")")), "[date_imprecise E1.opened_on]");
  EXPECT_EQ(value("at(date('2023-06-01'), day == date('2023-06-01') && as_of == date('2023-08-20'))", owner("")), "true");
}

TEST(History, DatedParameters) {
  EXPECT_EQ(value("!at(date('2023-07-31'), $strict) && at(date('2023-08-01'), $strict)", owner("")), "true");
  EXPECT_EQ(value("at(date('2023-08-31'), $visits == 1) && at(date('2023-09-01'), $visits == 2)", owner("")), "true");
  RunWith with("2023-08-20");
  with.params = {{"visits", "5"}};
  const Rules rules = over_time("state: {require: {x: \"at(date('2023-06-01'), $visits == 5)\"}}");
  EXPECT_EQ(told(rules, "d", owner(""), with), "campaign: satisfied due 2023-12-31\n");
}

// The day on which a change counts is the day on which the verdict changes.
TEST(History, ChangesOn) {
  EXPECT_EQ(judged("state: {require: {x: \"holder.level == 'high'\"}}", owner(kHigh), "2023-08-15"), "campaign: satisfied due 2023-12-31\n");
  EXPECT_EQ(judged("state: {require: {x: \"$strict\"}, due: 2023-12-31}", owner(""), "2023-07-15"),
            "campaign: pending due 2023-12-31 changes 2023-08-01 [check_failed x]\n");
  EXPECT_EQ(judged("hold: {holds: \"!$strict\"}", owner(""), "2023-07-15"), "campaign: pending due 2023-12-31 changes 2023-08-01\n");
}

}  // namespace
}  // namespace hegui::testing
