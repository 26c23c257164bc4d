// Prohibitions. docs/evaluation.md section 9.
#include "fixture.h"

namespace hegui::testing {
namespace {

const Rules& rules() {
  static const Rules it(R"y(
  each: {zh: 测试, cite: [ent.certified], forbid: {rows: {of: permits}, among: row.operators, where: "!certified(member, row.approved_on.date())", each: true}}
  once: {zh: 测试, cite: [ent.guardian], forbid: {rows: {of: permits, is: {kind: hot-work}}, where: "!has(row.guardian)", within: campaign}}
  any: {zh: 测试, cite: [ent.guardian], forbid: {rows: {of: permits}, where: "!has(row.guardian)"}}
)y",
                        R"y(define:
  certified:
    zh: 持证
    args: {p: ref person, on_day: date}
    value: "holder.certificates.exists(c, c.person == p && c.valid_from <= on_day && c.valid_to >= on_day)"
)y");
  return it;
}

const char* const kCertificate = R"({"person":"P1","category":"焊","number":"1","valid_from":"2022-01-01","valid_to":"2025-01-01"})";

TEST(Forbid, EachRowWithItsMembers) {
  const auto with = [&](const std::string& operators, const std::string& certificates) {
    return told(rules(), "each", R"({"id":"E1","permits":[{"id":"T1","approved_on":"2023-06-01T08:00")" + operators + "}]" + certificates + "}");
  };
  const std::string one = std::string(R"(,"certificates":[)") + kCertificate + "]";
  EXPECT_EQ(with(R"(,"operators":["P1"])", one), "T1: satisfied\n");
  EXPECT_EQ(with(R"(,"operators":["P3","P1","P2"])", one), "T1: violated [forbidden T1 P2] [forbidden T1 P3]\n");
  EXPECT_EQ(with("", one), "T1: indeterminate [field_missing T1.operators]\n");
  EXPECT_EQ(with(R"(,"operators":["P2"])", ""), "T1: indeterminate [collection_absent E1.certificates]\n");
  EXPECT_EQ(with(R"(,"operators":[])", ""), "T1: satisfied\n");
  EXPECT_EQ(told(rules(), "each", R"({"id":"E1","permits":[]})"), "");
  EXPECT_EQ(told(rules(), "each", R"({"id":"E1"})"), "campaign: indeterminate [collection_absent E1.permits]\n");
  EXPECT_EQ(told(rules(), "each", R"({"id":"E1","permits":[{"id":"T1","operators":[]}]})"), "T1: indeterminate [field_missing T1.approved_on]\n");
}

TEST(Forbid, OnceOverAFrame) {
  const auto with = [&](const char* duty, const std::string& permits, const char* as_of) {
    return told(rules(), duty, R"({"id":"E1","permits":[)" + permits + "]}", RunWith(as_of));
  };
  const std::string bad = R"({"id":"T1","kind":"hot-work","approved_on":"2023-06-01T08:00"})";
  const std::string good = R"({"id":"T2","kind":"hot-work","approved_on":"2023-06-01T08:00","guardian":"P1"})";
  EXPECT_EQ(with("once", bad + "," + good, "2023-07-05"), "campaign: violated count 1/1/0 [forbidden T1]\n");
  EXPECT_EQ(with("once", good, "2023-07-05"), "campaign: pending count 0/0/0 changes 2024-01-01\n");
  EXPECT_EQ(with("once", good, "2024-01-01"), "campaign: satisfied count 0/0/0\n");
  EXPECT_EQ(with("once", R"({"id":"T1","approved_on":"2023-06-01T08:00"})", "2024-01-01"), "campaign: indeterminate count 0/1/0 [field_missing T1.kind]\n");
  EXPECT_EQ(with("once", R"({"id":"T1","kind":"hot-work","approved_on":"2023-05-01T08:00"})", "2024-01-01"), "campaign: satisfied count 0/0/0\n");
  EXPECT_EQ(with("any", R"({"id":"T1","approved_on":"2023-05-01T08:00"})", "2023-06-01"), "campaign: violated count 1/1/0 [forbidden T1]\n");
  EXPECT_EQ(told(rules(), "once", R"({"id":"E1"})", RunWith("2024-01-01")), "campaign: indeterminate count 0/*/0 [collection_absent E1.permits]\n");
}

}  // namespace
}  // namespace hegui::testing
