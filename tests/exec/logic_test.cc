// && || ! ?: over true, false, unknown and error. docs/evaluation.md section 2.
#include "fixture.h"

namespace hegui::testing {
namespace {

// b: has_body (unknown), h: headcount 0, so 1 / headcount > 0 is an error.
const char* const kRecords = R"({"id":"E1","headcount":0})";

TEST(Logic, AndOrNotChoose) {
  check({{"holder.has_body && false", "false"},
         {"false && holder.has_body", "false"},
         {"holder.has_body && true", "unknown field_missing(E1.has_body)"},
         {"holder.has_body || true", "true"},
         {"holder.has_body || false", "unknown field_missing(E1.has_body)"},
         {"1 / holder.headcount > 0 && false", "false"},
         {"1 / holder.headcount > 0 && true", "error division_by_zero"},
         {"1 / holder.headcount > 0 || true", "true"},
         {"1 / holder.headcount > 0 || false", "error division_by_zero"},
         {"1 / holder.headcount > 0 && holder.has_body", "unknown field_missing(E1.has_body)"},
         {"1 / holder.headcount > 0 || holder.has_body", "unknown field_missing(E1.has_body)"},
         {"holder.has_body && holder.high_risk", "unknown field_missing(E1.has_body) field_missing(E1.high_risk)"},
         {"!holder.has_body", "unknown field_missing(E1.has_body)"},
         {"!(1 / holder.headcount > 0)", "error division_by_zero"},
         {"holder.has_body ? true : true", "unknown field_missing(E1.has_body)"},
         {"1 / holder.headcount > 0 ? true : true", "error division_by_zero"},
         {"holder.headcount == 0 ? true : 1 / holder.headcount > 0", "true"},
         {"holder.headcount > 0 ? 1 / holder.headcount > 0 : holder.has_body", "unknown field_missing(E1.has_body)"}},
        kRecords);
}

TEST(Logic, FirstErrorAsWrittenIsTold) {
  check({{"1 / holder.headcount > 0 && int('x') > 0", "error division_by_zero"},
         {"int('x') > 0 && 1 / holder.headcount > 0", "error bad_conversion"},
         {"[1].exists(e, int('x') > e) && 1 / holder.headcount > 0", "error bad_conversion"}},
        kRecords);
}

TEST(Logic, StrictOperationsPreferUnknownToError) {
  check({{"1 / holder.headcount > 0 == holder.has_body", "unknown field_missing(E1.has_body)"},
         {"(holder.high_risk ? 1 : 2) + 1 / holder.headcount > 0", "unknown field_missing(E1.high_risk)"}},
        kRecords);
}

// An expensive operand is worked out for undecided rows only; results and gaps are those of the plain way.
TEST(Logic, LanesLeftOverByACheapOperand) {
  const Rules rules(R"y(
  d: {zh: 测试, cite: [ent.leader], items: {rows: {of: hazards}, require: {x: "row.level == 'major' && holder.people.exists(p, p.id == row.responsible_person)"}}}
)y");
  const std::string records = R"({"id":"E1","people":[{"id":"P1","joined_on":"2020-01-01"}],"hazards":[
      {"id":"H1","found_on":"2023-01-01","level":"general"},{"id":"H2","found_on":"2023-01-01","level":"major","responsible_person":"P1"},
      {"id":"H3","found_on":"2023-01-01","level":"major","responsible_person":"P2"},{"id":"H4","found_on":"2023-01-01","responsible_person":"P1"},
      {"id":"H5","found_on":"2023-01-01","level":"major"}]})";
  EXPECT_EQ(told(rules, "d", records),
            "H1: overdue [check_failed x]\nH2: satisfied\nH3: overdue [check_failed x]\n"
            "H4: indeterminate [field_missing H4.level]\nH5: indeterminate [field_missing H5.responsible_person]\n");
}

}  // namespace
}  // namespace hegui::testing
