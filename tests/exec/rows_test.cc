// Row sets: visible rows, versions, presence, openness; references. docs/evaluation.md sections 1 and 2.
#include "fixture.h"

namespace hegui::testing {
namespace {

TEST(Rows, AbsentEmptyAndIncomplete) {
  check({{"holder.drills.exists(d, true)", "unknown collection_absent(E1.drills)"},
         {"holder.drills.all(d, true)", "unknown collection_absent(E1.drills)"},
         {"holder.drills.size() == 0", "unknown collection_absent(E1.drills)"},
         {"has(holder.drills)", "false"},
         {"has(holder.hazards) && has(holder.people)", "true"},
         {"holder.hazards.exists(h, true)", "false"},
         {"holder.hazards.size() == 0", "true"},
         {"holder.suspensions.size() == 0", "true"},
         {"has(holder.suspensions)", "false"},
         {"holder.people.exists(p, p.role == 'worker')", "true"},
         {"holder.people.exists(p, p.role == 'deputy')", "unknown collection_incomplete(E1.people 2023-05-31)"},
         {"holder.people.all(p, p.role == 'deputy')", "false"},
         {"holder.people.size() > 0", "unknown collection_incomplete(E1.people 2023-05-31)"},
         {"registry.accidents.size() == 0", "unknown collection_absent(.accidents)"}},
        R"({"id":"E1","hazards":[],"complete_through":{"people":"2023-05-31","drills":"2023-12-31"},"people":[{"id":"P1","role":"worker","joined_on":"2020-01-01"}]})");
}

TEST(Rows, LaterRowsAreInvisibleAndImpreciseOnesPossible) {
  const std::string records = R"({"id":"E1","drills":[{"id":"D1","date":"2023-07-06"},{"id":"D2","date":"2023-07"},{"id":"D3"}],
    "sessions":[{"id":"S1","date":"2023-06"}]})";
  check({{"holder.drills.exists(d, d.id == 'D1')", "false"},
         {"holder.drills.exists(d, d.id == 'D2')", "unknown date_imprecise(D2.date)"},
         {"holder.drills.exists(d, d.id == 'D3')", "unknown field_missing(D3.date)"},
         {"holder.drills.size() == 2", "unknown date_imprecise(D2.date) field_missing(D3.date)"},
         {"holder.sessions.size() == 1", "true"}},
        records);
  check({{"holder.drills.exists(d, d.id == 'D2')", "true"}, {"holder.drills.exists(d, d.id == 'D1')", "true"}}, records, RunWith("2023-07-31"));
}

TEST(Rows, OneVersionCountsByKnownAt) {
  const std::string records = R"({"id":"E1","hazards":[
    {"id":"H1","level":"general","found_on":"2023-01-01"},
    {"id":"H1","level":"major","found_on":"2023-01-01","recorded_at":"2023-06-01T09:00"},
    {"id":"H1","level":"general","found_on":"2023-01-01","recorded_at":"2023-06-20T09:00"},
    {"id":"H2","level":"major","found_on":"2023-01-01","recorded_at":"2023-06-30T23:59"}]})";
  const auto majors = [&](const char* known_at) {
    RunWith with;
    with.known_at = known_at;
    return values({"holder.hazards.exists(h, h.id == 'H1' && h.level == 'major')", "holder.hazards.size() == 2"}, records, with);
  };
  EXPECT_EQ(majors(nullptr), (std::vector<std::string>{"false", "true"}));
  EXPECT_EQ(majors("2023-05-31"), (std::vector<std::string>{"false", "false"}));
  EXPECT_EQ(majors("2023-06-01"), (std::vector<std::string>{"true", "false"}));
  EXPECT_EQ(majors("2023-06-30"), (std::vector<std::string>{"false", "true"}));
}

TEST(Rows, NestedRows) {
  check({{"holder.inspections.exists(i, i.findings.exists(f, f.code == 'b'))", "true"},
         {"holder.inspections.filter(i, i.id == 'J1').all(i, i.findings.size() == 2)", "true"},
         {"holder.inspections.filter(i, i.id == 'J3').all(i, i.findings.all(f, f.code == 'a'))", "unknown field_missing(J3.findings)"},
         {"holder.inspections.filter(i, i.id == 'J2').all(i, i.findings.size() == 0)", "true"},
         {"findings_of.exists(f, f.fixed_on > as_of && f.code == 'a')", "true"},
         {"early.size() == 2", "true"}},
        R"({"id":"E1","inspections":[{"id":"J1","date":"2023-06-01","findings":[{"code":"a"},{"code":"b","fixed_on":"2023-06-02"}]},
            {"id":"J2","date":"2023-06-02","findings":[]},{"id":"J3","date":"2023-06-03"}]})",
        {}, "rows:\n  findings_of: {zh: 行, of: inspections.findings}\n"
            "  early: {zh: 行, of: inspections, where: \"row.date <= date('2023-06-02')\"}\n");
}

TEST(Rows, FollowingAReference) {
  RunWith with;
  with.registry = R"({"accidents":[{"id":"A1","date":"2023-06-01","sector":"mine","enterprise":"E2"},{"id":"A2","date":"2023-08-01"}]})";
  check({{"holder.inspections.filter(i, i.id == 'J1').all(i, i.contract.kind == 'lease')", "true"},
         {"holder.inspections.filter(i, i.id == 'J2').all(i, i.contract.kind == 'lease')", "unknown dangling_reference(J2.contract C9)"},
         {"holder.inspections.filter(i, i.id == 'J2').all(i, i.contract == 'C9')", "true"},
         {"holder.inspections.filter(i, i.id == 'J3').all(i, i.contract.kind == 'lease')", "unknown field_missing(J3.contract)"},
         {"holder.inspections.filter(i, i.id == 'J1').all(i, i.accident.sector == 'mine')", "true"},
         {"holder.inspections.filter(i, i.id == 'J2').all(i, i.accident.sector == 'mine')", "unknown dangling_reference(J2.accident A2)"},
         {"holder.permits.all(p, p.operators.exists(o, o.role == 'worker'))", "unknown collection_absent(E1.people)"},
         {"holder.parent.headcount == 7", "unknown dangling_reference(E1.parent E2)"},
         {"registry.accidents.exists(a, a.enterprise.headcount == 7)", "unknown dangling_reference(A1.enterprise E2)"}},
        R"({"id":"E1","parent":"E2","contracts":[{"id":"C1","kind":"lease","start":"2023-01-01"}],
            "permits":[{"id":"T1","approved_on":"2023-06-01T08:00","operators":["P1"]}],
            "inspections":[{"id":"J1","date":"2023-06-01","contract":"C1","accident":"A1"},{"id":"J2","date":"2023-06-01","contract":"C9","accident":"A2"},{"id":"J3","date":"2023-06-01"}]})",
        with);
}

TEST(Rows, AReferenceToARowThatMayNotBeThere) {
  check({{"holder.inspections.exists(i, i.id == 'J1' && i.contract.kind == 'lease')", "unknown field_missing(C1.start)"},
         {"holder.inspections.exists(i, i.id == 'J2' && i.contract.kind == 'lease')", "unknown date_imprecise(C2.start)"},
         {"holder.inspections.exists(i, i.id == 'J3' && i.contract.kind == 'lease')", "true"},
         {"holder.inspections.exists(i, i.id == 'J1' && has(i.contract.kind))", "unknown field_missing(C1.start)"},
         {"holder.inspections.exists(i, i.id == 'J1' && i.contract == 'C1')", "true"}},
        R"({"id":"E1","contracts":[{"id":"C1","kind":"lease"},{"id":"C2","kind":"lease","start":"2023-07"},{"id":"C3","kind":"lease","start":"2023-06"}],
            "inspections":[{"id":"J1","date":"2023-06-01","contract":"C1"},{"id":"J2","date":"2023-06-01","contract":"C2"},{"id":"J3","date":"2023-06-01","contract":"C3"}]})");
}

TEST(Rows, OwnersFollowedAcrossOneDataSet) {
  RunWith with;
  with.registry = R"({"accidents":[{"id":"A1","date":"2023-06-01","sector":"mine","enterprise":"E2"}]})";
  const std::string two = R"({"id":"E1","parent":"E2"}
{"id":"E2","headcount":7})";
  const Rules rules("  d: {zh: 测试, cite: [ent.leader], state: {require: {x: \"holder.parent.headcount == 7 && registry.accidents.exists(a, a.enterprise.headcount == 7)\"}, due: 2023-05-19}}\n");
  EXPECT_EQ(verdicts(rules, "d", two, with), "campaign satisfied, campaign indeterminate");
}

}  // namespace
}  // namespace hegui::testing
