// Comparisons and membership over every kind of value, and the fast way for coded fields.
#include "fixture.h"

namespace hegui::testing {
namespace {

TEST(Compare, Scalars) {
  check({{"1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 && 1 != 2 && 1 == 1", "true"},
         {"1.5 < 2.0 && holder.headcount < 7.5 && holder.headcount == 7.0 && 7.5 >= holder.headcount", "true"},
         {"double(holder.headcount) == 7.0 && double(holder.headcount) / 2.0 > 3.4", "true"},
         {"'a' < 'b' && '矿' > 'z'", "true"},
         {"false < true", "true"},
         {"holder.hazards.all(h, h.funds_wan == 1.25)", "true"},
         {"days(2) > days(1)", "true"},
         {"date('2023-01-02') > date('2023-01-01')", "true"},
         {"[1, 2] == [1, 2] && [1] != [2] && [1] != [1, 2]", "true"},
         {"'2023-06' == '2023-06'", "true"}},
        R"({"id":"E1","headcount":7,"hazards":[{"id":"H1","found_on":"2023-01-01","funds_wan":1.25}]})");
}

TEST(Compare, Membership) {
  check({{"2 in [1, 2]", "true"},
         {"3 in [1, 2]", "false"},
         {"'mine' in holder.sectors", "true"},
         {"'mine' in []", "false"},
         {"date('2023-01-01') in [date('2023-01-01')]", "true"},
         {"holder.headcount in [5, 7]", "true"},
         {"holder.people.all(p, p.joined_on in [date('2023-03-05')])", "unknown date_imprecise(P1.joined_on)"},
         {"holder.people.all(p, p.joined_on in [date('2023-04-05')])", "false"}},
        R"({"id":"E1","headcount":7,"sectors":["mine"],"people":[{"id":"P1","joined_on":"2023-03"}]})");
}

// is: over enumerations, texts, booleans, lists of words; empty fields; words that no record holds.
TEST(Compare, TypedEqualityOfCodedFields) {
  const Rules rules(R"(
  word: {zh: 测试, cite: [ent.leader], count: {rows: {of: hazards, is: {level: major}}, at_least: 1, within: campaign}}
  words: {zh: 测试, cite: [ent.leader], count: {rows: {of: hazards, is: {level: [major, general]}}, at_least: 1}}
  text: {zh: 测试, cite: [ent.leader], count: {rows: {of: hazards, is: {responsible_person: 张某}}, at_least: 1}}
  sparse: {zh: 测试, cite: [ent.leader], count: {rows: {of: hazards, is: {cross_sector: false}}, at_least: 1}}
  not: {zh: 测试, cite: [ent.leader], count: {rows: {of: hazards, where: "row.level != 'major'"}, at_least: 1}}
  listed: {zh: 测试, cite: [ent.leader], count: {rows: {of: inspections, is: {sectors: mine}}, at_least: 1}}
)");
  const std::string records = R"({"id":"E1","hazards":[{"id":"H1","level":"major","found_on":"2023-06-01"},
     {"id":"H2","found_on":"2023-06-01","cross_sector":true},{"id":"H3","level":"general","found_on":"2023-06-01","responsible_person":"张某"}],
     "inspections":[{"id":"J1","date":"2023-06-01","sectors":["chem","mine"]},{"id":"J2","date":"2023-06-01","sectors":[]},{"id":"J3","date":"2023-06-01"}]})";
  const Findings f = run(rules, records);
  EXPECT_EQ(told(f, "word"), "campaign: satisfied due 2023-12-31 met 2023-06-01 count 1/2/1\n");
  EXPECT_EQ(told(f, "words"), "campaign: satisfied due 2023-12-31 met 2023-06-01 count 2/3/1\n");
  EXPECT_EQ(told(f, "text"), "campaign: satisfied due 2023-12-31 met 2023-06-01 count 1/3/1\n");
  EXPECT_EQ(told(f, "sparse"), "campaign: satisfied due 2023-12-31 met 2023-06-01 count 2/2/1\n");
  EXPECT_EQ(told(f, "not"), "campaign: satisfied due 2023-12-31 met 2023-06-01 count 1/2/1\n");
  EXPECT_EQ(told(f, "listed"), "campaign: satisfied due 2023-12-31 met 2023-06-01 count 1/2/1\n");
}

}  // namespace
}  // namespace hegui::testing
