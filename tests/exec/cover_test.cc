// Coverage. docs/evaluation.md section 8.
#include "fixture.h"

namespace hegui::testing {
namespace {

const Rules& rules() {
  static const Rules it(R"(
  all: {zh: 测试, cite: [ent.education], cover: {members: staff, by: sessions_held.attendees, ratio: 1.0}}
  share: {zh: 测试, cite: [ent.education], cover: {members: staff, by: sessions_held.attendees, ratio: 0.5, due: 2023-06-30, late: lost}}
  owed: {zh: 测试, cite: [ent.education], cover: {members: staff, by: sessions_held.attendees, ratio: 1.0, due: 2023-06-30, late: owed}}
  book: {zh: 测试, cite: [ent.duty-book], cover: {members: staff, holds: row.duties_signed_on <= day, ratio: 1.0, due: 2023-06-30, late: owed}}
)",
                        R"(rows:
  staff: {zh: 在岗, of: people, where: "row.joined_on <= day && row.left_on > day"}
  sessions_held: {zh: 教育, of: sessions}
)");
  return it;
}

std::string records(const std::string& people, const std::string& sessions) {
  return R"({"id":"E1","people":[)" + people + R"(],"sessions":[)" + sessions + "]}";
}
const char* const kTwo = R"({"id":"P1","joined_on":"2020-01-01"},{"id":"P2","joined_on":"2020-01-01"})";
std::string session(const char* day, const char* who) { return std::string(R"({"id":"S","date":")") + day + R"(","attendees":)" + who + "}"; }

TEST(Cover, MetOverSessions) {
  EXPECT_EQ(told(rules(), "all", records(kTwo, session("2023-06-01", R"(["P1"])") + R"(,{"id":"S2","date":"2023-06-10","attendees":["P2"]})")),
            "campaign: satisfied due 2023-12-31 met 2023-06-10 count 2/2/2\n");
  EXPECT_EQ(told(rules(), "all", records(kTwo, session("2023-06-01", R"(["P1"])"))),
            "campaign: pending due 2023-12-31 count 1/1/2 changes 2024-01-01 [member_missing P2]\n");
  EXPECT_EQ(told(rules(), "all", records(kTwo, session("2023-05-01", R"(["P1","P2"])"))),
            "campaign: pending due 2023-12-31 count 0/0/2 changes 2024-01-01 [member_missing P1] [member_missing P2]\n");
  EXPECT_EQ(told(rules(), "share", records(kTwo, session("2023-06-01", R"(["P1"])"))), "campaign: satisfied due 2023-06-30 met 2023-06-01 count 1/1/1\n");
  EXPECT_EQ(told(rules(), "share", records(kTwo, "")), "campaign: violated due 2023-06-30 count 0/0/1 [member_missing P1] [member_missing P2]\n");
}

TEST(Cover, StaysMetWhenTheRollGrows) {
  EXPECT_EQ(told(rules(), "all", records(std::string(kTwo) + R"(,{"id":"P3","joined_on":"2023-06-20"})", session("2023-06-01", R"(["P1","P2"])"))),
            "campaign: satisfied due 2023-12-31 met 2023-06-01 count 2/2/2\n");
  EXPECT_EQ(told(rules(), "all", records(R"({"id":"P1","joined_on":"2020-01-01","left_on":"2023-05-25"},{"id":"P2","joined_on":"2020-01-01"})", session("2023-06-01", R"(["P2"])"))),
            "campaign: satisfied due 2023-12-31 met 2023-06-01 count 1/1/1\n");
}

TEST(Cover, LateAndOwed) {
  EXPECT_EQ(told(rules(), "owed", records(kTwo, session("2023-07-01", R"(["P1","P2"])"))), "campaign: satisfied_late due 2023-06-30 met 2023-07-01 count 2/2/2\n");
  EXPECT_EQ(told(rules(), "owed", records(kTwo, session("2023-07-01", R"(["P1"])"))), "campaign: overdue due 2023-06-30 count 1/1/2 [member_missing P2]\n");
}

TEST(Cover, Unknowns) {
  EXPECT_EQ(told(rules(), "share", records(kTwo, R"({"id":"S1","date":"2023-06-01"})")),
            "campaign: indeterminate due 2023-06-30 count 0/2/1 [field_missing S1.attendees]\n");
  EXPECT_EQ(told(rules(), "share", R"({"id":"E1","sessions":[{"id":"S1","date":"2023-06-01","attendees":[]}]})"), "campaign: indeterminate due 2023-06-30 count 0/*/0 [collection_absent E1.people]\n");
  EXPECT_EQ(told(rules(), "share", std::string(R"({"id":"E1","people":[)") + kTwo + "]}"),
            "campaign: indeterminate due 2023-06-30 count 0/*/1 [collection_absent E1.sessions]\n");
  EXPECT_EQ(told(rules(), "all", records(R"({"id":"P1"})", session("2023-06-01", R"(["P1"])"))),
            "campaign: pending due 2023-12-31 count 0/1/1 changes 2024-01-01\n");  // perhaps nobody is to be covered
  EXPECT_EQ(told(rules(), "all", records("", session("2023-06-01", R"(["P1"])"))), "campaign: not_applicable\n");
}

TEST(Cover, ByWhatHoldsOfEach) {
  EXPECT_EQ(told(rules(), "book", records(R"({"id":"P1","joined_on":"2020-01-01","duties_signed_on":"2023-06-01"})", "")),
            "campaign: satisfied due 2023-06-30 count 1/1/1\n");
  EXPECT_EQ(told(rules(), "book", records(R"({"id":"P1","joined_on":"2020-01-01","duties_signed_on":"2023-07-01"})", "")),
            "campaign: satisfied_late due 2023-06-30 count 1/1/1\n");
  EXPECT_EQ(told(rules(), "book", records(kTwo, "")), "campaign: overdue due 2023-06-30 count 0/0/2 [member_missing P1] [member_missing P2]\n");
  EXPECT_EQ(told(rules(), "book", records(R"({"id":"P1","joined_on":"2020-01-01","duties_signed_on":"2023-07"})", "")),
            "campaign: indeterminate due 2023-06-30 count 0/1/1 [date_imprecise P1.duties_signed_on]\n");
}

}  // namespace
}  // namespace hegui::testing
