// Expressions over records: sections 1 and 2 of docs/evaluation.md.
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

using desk::Given;
using desk::value;

Given with(const std::string& enterprise) {
  Given given;
  given.enterprise = enterprise;
  return given;
}

TEST(ExplainEvaluator, PlainCel) {
  const Given none;
  EXPECT_EQ(value("1 + 2 * 3", none), "7");
  EXPECT_EQ(value("7 / 0 == 1", none), "error(division_by_zero)");
  EXPECT_EQ(value("7 / 0 == 1 || true", none), "true");
  EXPECT_EQ(value("false && 7 / 0 == 1", none), "false");
  EXPECT_EQ(value("[1, 2, 3].exists(x, x > 2)", none), "true");
  EXPECT_EQ(value("[1, 2, 3].all(x, x > 1)", none), "false");
  EXPECT_EQ(value("[1, 2, 3].exists_one(x, x > 2)", none), "true");
  EXPECT_EQ(value("[1, 2, 3].map(x, x * 2)", none), "[2, 4, 6]");
  EXPECT_EQ(value("[1, 2, 3].map(x, x > 1, x * 2)", none), "[4, 6]");
  EXPECT_EQ(value("[1, 2, 3].filter(x, x != 2)", none), "[1, 3]");
  EXPECT_EQ(value("[0, 1].exists(x, 1 / x == 1)", none), "true");  // a true element absorbs the error
  EXPECT_EQ(value("[0, 2].exists(x, 1 / x == 1)", none), "error(division_by_zero)");
  EXPECT_EQ(value("'ab' + 'c' == 'abc' ? 1 : 2", none), "1");
  EXPECT_EQ(value("{'a': 1, 'b': 2}.exists(k, k == 'b')", none), "true");
  EXPECT_EQ(value("{'a': 1}['a']", none), "1");
  EXPECT_EQ(value("{'a': 1}['b']", none), "error(no_such_key)");
  EXPECT_EQ(value("[1, 2][2]", none), "error(index_out_of_range)");
  EXPECT_EQ(value("2 in [1, 2]", none), "true");
  EXPECT_EQ(value("'abc'.matches('^a.c$')", none), "true");
  EXPECT_EQ(value("'安全'.size()", none), "2");
}

TEST(ExplainEvaluator, Dates) {
  const Given none;
  EXPECT_EQ(value("date('2023-05-19') + days(30)", none), "2023-06-18");
  EXPECT_EQ(value("date('2023-05-19') - date('2023-05-01')", none), "18");
  EXPECT_EQ(value("date('2023-05-19').quarter()", none), "2");
  EXPECT_EQ(value("as_of", none), "2023-10-15");
  EXPECT_EQ(value("day < date('2024-01-01')", none), "true");
  EXPECT_EQ(value("latest(date('2023-05-19'), date('2023-07-01'))", none), "2023-07-01");
  EXPECT_EQ(value("earliest([date('2023-05-19'), date('2023-07-01')])", none), "2023-05-19");
}

TEST(ExplainEvaluator, EmptyFieldsAreUnknown) {
  EXPECT_EQ(value("holder.headcount > 100", {}), "unknown [field_missing E1.headcount]");
  EXPECT_EQ(value("holder.headcount > 100 || true", {}), "true");
  EXPECT_EQ(value("holder.headcount > 100 && holder.high_risk", {}),
            "unknown [field_missing E1.headcount] [field_missing E1.high_risk]");
  EXPECT_EQ(value("holder.headcount > 100 && holder.high_risk", with("\"high_risk\": false")), "false");
  EXPECT_EQ(value("holder.headcount / 0 > 1 || holder.high_risk", with("\"headcount\": 3")),
            "unknown [field_missing E1.high_risk]");
  EXPECT_EQ(value("!holder.high_risk", {}), "unknown [field_missing E1.high_risk]");
  EXPECT_EQ(value("holder.high_risk ? 1 : 2", {}), "unknown [field_missing E1.high_risk]");
  EXPECT_EQ(value("'mine' in holder.sectors", {}), "unknown [field_missing E1.sectors]");
  EXPECT_EQ(value("'mine' in holder.sectors", with("\"sectors\": []")), "false");
  EXPECT_EQ(value("has(holder.headcount)", {}), "false");
  EXPECT_EQ(value("has(holder.headcount)", with("\"headcount\": 0")), "true");
  EXPECT_EQ(value("has(holder.sectors)", with("\"sectors\": []")), "false");
  EXPECT_EQ(value("has(holder.hazards)", with("\"hazards\": []")), "true");
  EXPECT_EQ(value("has(holder.hazards)", {}), "false");
}

TEST(ExplainEvaluator, SparseAndMilestones) {
  EXPECT_EQ(value("holder.parent == ''", {}), "true");
  EXPECT_EQ(value("holder.opened_on < date('1900-01-01')", {}), "true");  // always
  EXPECT_EQ(value("holder.ceased_on > as_of", {}), "true");               // never
  EXPECT_EQ(value("has(holder.ceased_on)", {}), "false");
  EXPECT_EQ(value("has(holder.ceased_on)", with("\"ceased_on\": \"2023-10-16\"")), "false");  // later than seen
  EXPECT_EQ(value("has(holder.ceased_on)", with("\"ceased_on\": \"2023-10-15\"")), "true");
  EXPECT_EQ(value("has(holder.ceased_on)", with("\"ceased_on\": \"2023-10\"")), "unknown [date_imprecise E1.ceased_on]");
  EXPECT_EQ(value("holder.ceased_on >= date('2023-10-01')", with("\"ceased_on\": \"2023-10\"")), "true");
  EXPECT_EQ(value("holder.ceased_on + days(1) > as_of", {}), "error(never)");
}

TEST(ExplainEvaluator, ImpreciseDates) {
  const Given given = with("\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"deadline\": \"2023-07\"}]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.deadline > date('2023-06-30'))", given), "true");
  EXPECT_EQ(value("holder.hazards.exists(h, h.deadline > date('2023-07-31'))", given), "false");
  EXPECT_EQ(value("holder.hazards.exists(h, h.deadline > date('2023-07-10'))", given), "unknown [date_imprecise H.deadline]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.deadline.month() == 7)", given), "true");
  EXPECT_EQ(value("holder.hazards.exists(h, h.deadline.day() == 7)", given), "unknown [date_imprecise H.deadline]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.deadline + days(31) > date('2023-07-31'))", given), "true");
}

TEST(ExplainEvaluator, RowSets) {
  EXPECT_EQ(value("holder.hazards.exists(h, true)", {}), "unknown [collection_absent E1.hazards]");
  EXPECT_EQ(value("holder.hazards.all(h, true)", {}), "unknown [collection_absent E1.hazards]");
  EXPECT_EQ(value("holder.hazards.size()", {}), "unknown [collection_absent E1.hazards]");
  EXPECT_EQ(value("holder.hazards.exists(h, true)", with("\"hazards\": []")), "false");
  EXPECT_EQ(value("holder.hazards.all(h, false)", with("\"hazards\": []")), "true");
  EXPECT_EQ(value("holder.suspensions.size()", {}), "0");
  const Given undated = with("\"hazards\": [{\"id\": \"H\", \"level\": \"major\"}]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.level == 'major')", undated), "unknown [field_missing H.found_on]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.level == 'general')", undated), "false");
  EXPECT_EQ(value("holder.hazards.all(h, h.level == 'major')", undated), "true");
  EXPECT_EQ(value("holder.hazards.all(h, h.level == 'general')", undated), "unknown [field_missing H.found_on]");
  EXPECT_EQ(value("holder.hazards.filter(h, h.level == 'general').size()", undated), "0");
  EXPECT_EQ(value("holder.hazards.filter(h, h.level == 'major').size()", undated), "unknown [field_missing H.found_on]");
  const Given level_missing = with(
      "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\"}, {\"id\": \"I\", \"found_on\": \"2023-06-02\", \"level\": "
      "\"major\"}]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.level == 'major')", level_missing), "true");
  EXPECT_EQ(value("holder.hazards.filter(h, h.level == 'major').exists(h, true)", level_missing), "true");
  EXPECT_EQ(value("holder.hazards.filter(h, h.level == 'major').size() > 1", level_missing), "unknown [field_missing H.level]");
  EXPECT_EQ(value("holder.hazards.map(h, h.id)", level_missing), "[H, I]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.funds_wan / 0.0 > 1.0 || 1 / 0 == 1)",
                  with("\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\"}]")),
            "unknown [field_missing H.funds_wan]");
}

TEST(ExplainEvaluator, Completeness) {
  Given given = with(
      "\"complete_through\": {\"hazards\": \"2023-08-31\"}, \"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", "
      "\"level\": \"major\"}]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.level == 'general')", given),
            "unknown [collection_incomplete E1.hazards(2023-08-31)]");
  EXPECT_EQ(value("holder.hazards.exists(h, h.level == 'major')", given), "true");
  EXPECT_EQ(value("holder.hazards.exists(h, h.fixed_on <= date('2023-08-31'))", given),
            "unknown [collection_incomplete E1.hazards(2023-08-31)]");
  EXPECT_EQ(value("holder.hazards.all(h, h.fixed_on <= date('2023-08-31'))", given), "false");
  EXPECT_EQ(value("holder.hazards.all(h, h.fixed_on > date('2023-09-30'))", given),
            "unknown [collection_incomplete E1.hazards(2023-08-31)]");
  given.as_of = "2023-08-31";
  EXPECT_EQ(value("holder.hazards.all(h, h.fixed_on > date('2023-09-30'))", given), "true");
}

TEST(ExplainEvaluator, References) {
  const std::string permit = "\"permits\": [{\"id\": \"P1\", \"approved_on\": \"2023-06-01T08:00\", \"guardian\": \"W1\"}]";
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian == 'W1')", with(permit)), "true");
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian.key_post)", with(permit)), "unknown [collection_absent E1.people]");
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian.key_post)", with(permit + ", \"people\": []")),
            "unknown [dangling_reference P1.guardian(W1)]");
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian.key_post)",
                  with(permit + ", \"people\": [{\"id\": \"W1\", \"joined_on\": \"2020-01-01\", \"key_post\": true}]")),
            "true");
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian.key_post)",
                  with(permit + ", \"people\": [], \"complete_through\": {\"people\": \"2023-01-01\"}")),
            "unknown [collection_incomplete E1.people(2023-01-01)]");
  // A person that may come later is perhaps no person yet.
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian.key_post)",
                  with(permit + ", \"people\": [{\"id\": \"W1\", \"key_post\": true}]")),
            "unknown [field_missing W1.joined_on]");
  EXPECT_EQ(value("holder.permits.exists(p, p.guardian.key_post)",
                  with(permit + ", \"people\": [{\"id\": \"W1\", \"joined_on\": \"2023-10\", \"key_post\": true}]")),
            "unknown [date_imprecise W1.joined_on]");
}

TEST(ExplainEvaluator, VersionsAndKnownAt) {
  Given given = with(
      "\"hazards\": [{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"level\": \"general\", \"recorded_at\": "
      "\"2023-06-01T10:00\"},"
      "{\"id\": \"H\", \"found_on\": \"2023-06-01\", \"level\": \"major\", \"recorded_at\": \"2023-07-01T10:00\"},"
      "{\"id\": \"I\", \"found_on\": \"2023-10-16\", \"level\": \"major\"}]");
  EXPECT_EQ(value("holder.hazards.map(h, h.level)", given), "[major]");
  given.known_at = "2023-06-30";
  EXPECT_EQ(value("holder.hazards.map(h, h.level)", given), "[general]");
  given.known_at = "2023-05-31";
  EXPECT_EQ(value("holder.hazards.map(h, h.level)", given), "[]");
}

TEST(ExplainEvaluator, NestedRows) {
  const Given given = with(
      "\"inspections\": [{\"id\": \"J\", \"date\": \"2023-06-01\", \"findings\": [{\"code\": \"a\"}, {\"code\": \"b\"}]},"
      "{\"id\": \"K\", \"date\": \"2023-06-02\"}, {\"id\": \"L\", \"findings\": [{\"code\": \"c\"}]}]");
  EXPECT_EQ(value("holder.inspections.exists(i, i.findings.exists(f, f.code == 'b'))", given), "true");
  EXPECT_EQ(value("holder.inspections.filter(i, i.id == 'J').all(i, i.findings.size() == 2)", given), "true");
  EXPECT_EQ(value("holder.inspections.exists(i, i.findings.exists(f, f.code == 'z'))", given),
            "unknown [field_missing K.findings]");
  EXPECT_EQ(value("holder.inspections.filter(i, i.id == 'K').exists(i, has(i.findings))", given), "false");
}

}  // namespace
}  // namespace hegui::explain
