// Coverage, states, tables, judgements, composition: sections 8 and 10 of docs/evaluation.md.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::duties;
using desk::Given;
using desk::lines;
using desk::Lines;
using desk::pack;

const char* const kPeople =
    "\"people\": [{\"id\": \"W1\", \"joined_on\": \"2020-01-01\"}, {\"id\": \"W2\", \"joined_on\": \"2020-01-01\"}, {\"id\": "
    "\"W3\", \"joined_on\": \"2023-08-01\"}]";

std::string cover(const std::string& rest) { return "cover: {members: staff, by: education_session.attendees" + rest + "}"; }

TEST(ExplainCover, Sessions) {
  const auto rules = pack(duties({cover(""), cover(", ratio: 0.5"), cover(", due: 2023-07-31, late: owed")}));
  Given given;
  given.as_of = "2023-10-15";
  const auto sessions = [&](const std::string& rows, const char* id = "d") {
    given.enterprise = std::string(kPeople) + ", \"sessions\": [" + rows + "]";
    return lines(*rules, given, id);
  };
  // Everybody of June in two sessions; a newcomer in August does not undo it.
  const std::string june =
      "{\"id\": \"S1\", \"date\": \"2023-06-01\", \"attendees\": [\"W1\"]}, {\"id\": \"S2\", \"date\": \"2023-06-10\", "
      "\"attendees\": [\"W2\"]}";
  EXPECT_EQ(sessions(june), (Lines{"campaign satisfied due 2023-12-31 met 2023-06-10 2/2/2"}));
  const std::string september = "{\"id\": \"S3\", \"date\": \"2023-09-01\", \"attendees\": [\"W1\", \"W2\"]}";
  EXPECT_EQ(sessions(september), (Lines{"campaign pending due 2023-12-31 2/2/3 [member_missing W3]"}));
  EXPECT_EQ(sessions(september, "d1"), (Lines{"campaign satisfied due 2023-12-31 met 2023-09-01 2/2/2"}));
  EXPECT_EQ(sessions(september, "d2"), (Lines{"campaign overdue due 2023-07-31 2/2/3 [member_missing W3]"}));
  EXPECT_EQ(sessions("{\"id\": \"S3\", \"date\": \"2023-09-01\", \"attendees\": [\"W1\", \"W2\", \"W3\"]}", "d2"),
            (Lines{"campaign satisfied_late due 2023-07-31 met 2023-09-01 3/3/3"}));
  given.as_of = "2024-01-01";
  EXPECT_EQ(sessions(september), (Lines{"campaign violated due 2023-12-31 2/2/3 [member_missing W3]"}));
  EXPECT_EQ(sessions("{\"id\": \"S3\", \"date\": \"2023-09-01\"}"),
            (Lines{"campaign indeterminate due 2023-12-31 0/3/3 [field_missing S3.attendees]"}));
  given.enterprise = kPeople;
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign indeterminate due 2023-12-31 0/?/3 [collection_absent E1.sessions]"}));
  given.enterprise = "\"people\": [], \"sessions\": []";
  EXPECT_EQ(lines(*rules, given)[0].substr(0, 23), "campaign not_applicable");
}

TEST(ExplainCover, OnTheDay) {
  const auto rules =
      pack(duties({"cover: {members: {of: people}, holds: row.duties_signed_on <= day, ratio: 1.0, due: 2023-08-31}"}));
  Given given;
  given.as_of = "2023-10-15";
  given.enterprise =
      "\"people\": [{\"id\": \"W1\", \"joined_on\": \"2020-01-01\", \"duties_signed_on\": \"2023-06-01\"}, {\"id\": \"W2\", "
      "\"joined_on\": \"2020-01-01\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign overdue due 2023-08-31 1/1/2 [member_missing W2]"}));
  given.as_of = "2023-08-31";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign pending due 2023-08-31 1/1/2 [member_missing W2]"}));
}

TEST(ExplainState, OnItsDay) {
  const auto rules =
      pack(duties({"state: {require: {机构: holder.has_body, 人数: holder.headcount > 10}, due: 2023-08-31}",
                   "state: {require: {标记: \"holder.high_risk_marks.exists(m, m.from <= day)\"}, due: 2023-08-31}"}));
  Given given;
  given.as_of = "2023-10-15";
  const auto judged = [&](const std::string& enterprise, const char* id = "d") {
    given.enterprise = enterprise;
    return lines(*rules, given, id);
  };
  EXPECT_EQ(judged("\"has_body\": true, \"headcount\": 11"), (Lines{"campaign satisfied due 2023-08-31"}));
  EXPECT_EQ(judged("\"has_body\": false"), (Lines{"campaign overdue due 2023-08-31 [check_failed(机构)]"}));
  EXPECT_EQ(judged("\"has_body\": true"), (Lines{"campaign indeterminate due 2023-08-31 [field_missing E1.headcount]"}));
  EXPECT_EQ(judged("\"high_risk_marks\": [{\"from\": \"2023-09-10\"}]", "d1"),
            (Lines{"campaign satisfied_late due 2023-08-31"}));
  EXPECT_EQ(judged("\"high_risk_marks\": [{\"from\": \"2023-08-10\"}]", "d1"), (Lines{"campaign satisfied due 2023-08-31"}));
  given.as_of = "2023-07-15";
  EXPECT_EQ(judged("\"has_body\": false"), (Lines{"campaign pending due 2023-08-31 [check_failed(机构)]"}));
}

TEST(ExplainTable, FirstAndUnique) {
  const std::string then = "then: {body: holder.has_body, staff: holder.headcount < 500, none: null}, due: 2023-08-31}";
  const auto rules =
      pack(duties({"table: {hit: first, of: [holder.high_risk, holder.headcount], rows: [[true, \"-\", body], [\"-\", \"> "
                   "100\", body], [\"-\", \"<= 10\", staff], [\"-\", \"-\", none]], " +
                       then,
                   "table: {hit: unique, of: [holder.headcount], rows: [[\"> 100\", body], [\"> 200\", staff]], " + then}));
  Given given;
  given.as_of = "2023-10-15";
  const auto judged = [&](const std::string& enterprise, const char* id = "d") {
    given.enterprise = enterprise;
    return lines(*rules, given, id);
  };
  EXPECT_EQ(judged("\"high_risk\": true, \"has_body\": true"), (Lines{"campaign satisfied due 2023-08-31"}));
  EXPECT_EQ(judged("\"high_risk\": false, \"headcount\": 101, \"has_body\": false"),
            (Lines{"campaign overdue due 2023-08-31 [check_failed(body)]"}));
  EXPECT_EQ(judged("\"high_risk\": false, \"headcount\": 50")[0].substr(0, 23), "campaign not_applicable");
  // Not knowing the risk does not matter where both roads ask the same.
  EXPECT_EQ(judged("\"headcount\": 101, \"has_body\": true"), (Lines{"campaign satisfied due 2023-08-31"}));
  EXPECT_EQ(judged("\"headcount\": 50, \"has_body\": true"),
            (Lines{"campaign indeterminate due 2023-08-31 [field_missing E1.high_risk]"}));
  EXPECT_EQ(judged("\"headcount\": 150, \"has_body\": true", "d1"), (Lines{"campaign satisfied due 2023-08-31"}));
  EXPECT_EQ(judged("\"headcount\": 250, \"has_body\": true", "d1"),
            (Lines{"campaign indeterminate due 2023-08-31 [expression_error(table_overlap)]"}));
  EXPECT_EQ(judged("\"headcount\": 50", "d1")[0].substr(0, 23), "campaign not_applicable");
}

TEST(ExplainJudge, LatestJudgement) {
  const auto rules = pack(duties({"judge: {question: {zh: 问, en: ask}, by: 局}"}));
  Given given;
  given.as_of = "2023-10-15";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign needs_judgement [judgement_missing(局)]"}));
  given.enterprise =
      "\"judgements\": [{\"duty\": \"d\", \"verdict\": \"not-met\", \"on\": \"2023-07-01\"}, {\"duty\": \"d\", \"verdict\": "
      "\"met\", \"on\": \"2023-08-01\"},"
      "{\"duty\": \"x\", \"verdict\": \"not-met\", \"on\": \"2023-09-01\"}, {\"duty\": \"d\", \"verdict\": \"not-met\", "
      "\"on\": \"2023-11-01\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign satisfied met 2023-08-01"}));
  given.as_of = "2023-07-15";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign violated"}));
}

TEST(ExplainCompose, WorstOfItsParts) {
  const auto rules =
      pack("duties:\n" + desk::duty("count: {rows: {of: drills}, at_least: 1, per: quarter}", "a1") +
           desk::duty("state: {require: {机构: holder.has_body}, due: 2023-08-31}", "a2") + desk::duty("compose: [\"a*\"]"));
  Given given;
  given.as_of = "2023-07-31";
  given.enterprise = "\"has_body\": true, \"drills\": [{\"id\": \"D\", \"date\": \"2023-06-01\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign pending [part(a1)(pending)]"}));
  given.enterprise = "\"has_body\": true, \"drills\": []";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign violated [part(a1)(violated)]"}));
  given.enterprise =
      "\"has_body\": false, \"drills\": [{\"id\": \"D\", \"date\": \"2023-06-01\"}, {\"id\": \"E\", \"date\": \"2023-07-01\"}]";
  EXPECT_EQ(lines(*rules, given), (Lines{"campaign pending [part(a2)(pending)]"}));
}

}  // namespace
}  // namespace hegui::explain
