// Comprehensions over row sets and over plain lists. docs/evaluation.md section 2.
#include "fixture.h"

namespace hegui::testing {
namespace {

// D1 sure, D2 possible (imprecise); a person without role, one of unknown presence.
const char* const kRecords = R"({"id":"E1","headcount":0,"sectors":["mine","chem"],
  "drills":[{"id":"D1","date":"2023-06-01"},{"id":"D2","date":"2023-07"}],
  "people":[{"id":"P1","role":"worker","joined_on":"2020-01-01"},{"id":"P2","joined_on":"2020-01-01"}],
  "permits":[{"id":"T1","approved_on":"2023-06-01T08:00","operators":["P1"]}]})";

TEST(Comprehend, RowSets) {
  check({{"holder.drills.exists(d, d.id == 'D1')", "true"},
         {"holder.drills.exists(d, d.id == 'D2')", "unknown date_imprecise(D2.date)"},
         {"holder.drills.exists(d, d.id == 'D3')", "false"},
         {"holder.drills.all(d, d.id == 'D1')", "unknown date_imprecise(D2.date)"},
         {"holder.drills.all(d, d.id == 'D2')", "false"},
         {"holder.drills.all(d, d.id != 'D3')", "true"},
         {"holder.drills.exists_one(d, d.id == 'D1')", "unknown date_imprecise(D2.date)"},
         {"holder.people.exists(p, p.role == 'deputy')", "unknown field_missing(P2.role)"},
         {"holder.people.exists(p, p.role == 'worker')", "true"},
         {"holder.people.all(p, p.role == 'deputy')", "false"},
         {"holder.people.exists_one(p, p.role == 'worker')", "unknown field_missing(P2.role)"},
         {"holder.people.exists_one(p, p.id == 'P1')", "true"},
         {"holder.people.filter(p, p.role == 'worker').size() == 1", "unknown field_missing(P2.role)"},
         {"holder.people.filter(p, p.role == 'worker').exists(p, p.id == 'P1')", "true"},
         {"holder.people.filter(p, p.role == 'worker').exists(p, p.id == 'P2')", "unknown field_missing(P2.role)"},
         {"holder.people.filter(p, p.role == 'worker').all(p, p.id == 'P1')", "unknown field_missing(P2.role)"},
         {"holder.people.exists(p, 1 / holder.headcount > 0)", "error division_by_zero"},
         {"holder.people.exists(p, p.id == 'P1' || 1 / holder.headcount > 0)", "true"},
         {"holder.people.exists(p, p.id == 'P1' ? 1 / holder.headcount > 0 : p.role == 'worker')", "unknown field_missing(P2.role)"},
         {"holder.people.filter(p, 1 / holder.headcount > 0).exists(p, true)", "error division_by_zero"},
         {"holder.people.map(p, p.id) == ['P1', 'P2']", "true"},
         {"'P2' in holder.people.map(p, p.id)", "true"},
         {"'worker' in holder.people.map(p, p.role)", "unknown field_missing(P2.role)"},
         {"latest(holder.people.map(p, p.joined_on)) == date('2020-01-01')", "true"},
         {"latest(holder.drills.map(d, d.date)) > date('2023-01-01')", "unknown date_imprecise(D2.date)"}},
        kRecords);
}

TEST(Comprehend, PlainLists) {
  check({{"[1, 2].exists(e, e > 1)", "true"},
         {"[1, 2].all(e, e > 1)", "false"},
         {"[1, 2].exists(e, e > 1 || holder.has_body)", "true"},
         {"[1, 2].exists(e, e > 2 || holder.has_body)", "unknown field_missing(E1.has_body)"},
         {"[0, 1].exists(e, 1 / e > 0)", "true"},
         {"[0, 1].all(e, 1 / e > 0)", "error division_by_zero"},
         {"[1, 2].exists_one(e, e > 1)", "true"},
         {"[0, 1].exists_one(e, 1 / e > 0)", "error division_by_zero"},
         {"[1, 2, 3].filter(e, e > 1) == [2, 3]", "true"},
         {"[1, 2, 3].filter(e, e > 1 || holder.has_body).size() == 3", "unknown field_missing(E1.has_body)"},
         {"[1, 2].map(e, e * 2) == [2, 4]", "true"},
         {"[1, 2].map(e, e > 1, e * 2) == [4]", "true"},
         {"[0].map(e, 1 / e).size() == 1", "error division_by_zero"},
         {"holder.sectors.exists(s, s == 'chem') && !holder.sectors.exists(s, s == 'industry')", "true"},
         {"[].exists(e, true)", "false"},
         {"[].all(e, false)", "true"},
         {"holder.sectors.all(s, s in ['mine', 'chem'])", "true"}},
        kRecords);
}

TEST(Comprehend, NestingSeesTheOuterElement) {
  check({{"holder.people.all(p, holder.people.exists(q, q.id == p.id))", "true"},
         {"holder.people.exists(p, holder.people.all(q, q.id != p.id || q.role == 'worker'))", "true"},
         {"holder.people.exists(p, holder.drills.exists(d, d.date > p.joined_on && d.id == 'D1' && p.role == 'worker'))", "true"},
         {"[1, 2].all(x, [x].all(y, [x + y].all(z, z == x + y)))", "true"},
         {"holder.permits.all(t, t.operators.all(o, same(o)))", "true"},
         {"holder.permits.exists(t, t.operators.exists(o, same(o) && o == 'P2'))", "false"}},
        kRecords, {}, "define:\n  same: {zh: 同, args: {x: ref person}, value: \"holder.people.exists(p, p.id == x && [1].exists(q, q == 1))\"}\n");
}

// Walks inside walks multiply; what one holder would need beyond the bound is an error, not a wait.
TEST(Comprehend, WorkIsBounded) {
  std::string hundred = "[";
  for (int i = 0; i < 100; ++i) hundred += (i > 0 ? ", " : "") + std::to_string(i);
  hundred += "]";
  const std::string deep = hundred + ".exists(a, " + hundred + ".exists(b, " + hundred + ".exists(c, " + hundred +
                           ".exists(d, a + b + c + d + holder.headcount < 0))))";
  EXPECT_EQ(value(deep, R"({"id":"E1","headcount":1})"), "error too_much_work");
  const std::string three = hundred + ".exists(a, " + hundred + ".exists(b, " + hundred + ".exists(c, a + b + c + holder.headcount == 298)))";
  EXPECT_EQ(value(three, R"({"id":"E1","headcount":1})"), "true");
  std::string doubled = "holder.sectors";
  for (int i = 0; i < 20; ++i) {
    const std::string name = "l" + std::to_string(i);
    doubled = "cel.bind(" + name + ", " + doubled + ", " + name + " + " + name + ")";
  }
  EXPECT_EQ(value(doubled + ".size() > 0", R"({"id":"E1","sectors":["mine"]})"), "error too_large");
}

}  // namespace
}  // namespace hegui::testing
