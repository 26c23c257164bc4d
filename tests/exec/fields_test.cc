// Values of fields: empty, sparse, milestone, imprecise; has(). docs/evaluation.md section 1.
#include "fixture.h"

namespace hegui::testing {
namespace {

TEST(Fields, EmptyIsUnknownWithItsPlace) {
  check({{"holder.headcount > 3", "unknown field_missing(E1.headcount)"},
         {"holder.has_body", "unknown field_missing(E1.has_body)"},
         {"'mine' in holder.sectors", "unknown field_missing(E1.sectors)"},
         {"holder.name == 'x'", "unknown field_missing(E1.name)"},
         {"has(holder.headcount)", "false"},
         {"has(holder.sectors)", "false"}},
        R"({"id":"E1"})");
}

TEST(Fields, FilledValues) {
  check({{"holder.headcount == 0", "true"},
         {"holder.has_body", "false"},
         {"'mine' in holder.sectors", "true"},
         {"holder.sectors[1] == 'chem'", "true"},
         {"holder.sectors[2] == 'chem'", "error index_out_of_range"},
         {"holder.name == '厂'", "true"},
         {"holder.name.size() == 1", "true"},
         {"has(holder.headcount) && has(holder.has_body) && has(holder.sectors)", "true"}},
        R"({"id":"E1","headcount":0,"has_body":false,"sectors":["mine","chem"],"name":"厂"})");
}

TEST(Fields, SparseIsNoneFalseOpenOrAlways) {
  check({{"holder.parent == ''", "true"},
         {"has(holder.parent)", "false"},
         {"holder.opened_on < date('1401-01-01')", "true"},
         {"holder.contracts.all(c, c.end > date('9000-01-01'))", "true"},
         {"holder.hazards.all(h, !h.cross_sector)", "true"},
         {"holder.people.all(p, p.special_work == '')", "true"},
         {"holder.contracts.all(c, c.end - c.start > 3)", "error never"}},
        R"({"id":"E1","contracts":[{"id":"C1","start":"2023-01-01"}],"hazards":[{"id":"H1","found_on":"2023-01-01"}],
            "people":[{"id":"P1","joined_on":"2020-01-01"}]})");
}

TEST(Fields, MilestoneIsNeverUntilItHappened) {
  const std::string records = R"({"id":"E1","hazards":[{"id":"H1","found_on":"2023-01-01"},
    {"id":"H2","found_on":"2023-01-01","fixed_on":"2023-08-01"},{"id":"H3","found_on":"2023-01-01","fixed_on":"2023-06-30"}]})";
  check({{"holder.hazards.filter(h, has(h.fixed_on)).size() == 1", "true"},
         {"holder.hazards.filter(h, h.fixed_on > date('2030-01-01')).size() == 2", "true"},
         {"holder.hazards.exists(h, h.fixed_on == date('2023-08-01'))", "false"},
         {"holder.ceased_on > date('9000-01-01')", "true"},
         {"holder.ceased_on + days(1) > as_of", "error never"}},
        records);
  RunWith later("2023-08-05");
  check({{"holder.hazards.filter(h, has(h.fixed_on)).size() == 2", "true"}}, records, later);
}

TEST(Fields, MilestoneOfAnIncompleteLedgerIsOpenAfterItsEnd) {
  check({{"holder.hazards.exists(h, h.fixed_on <= date('2023-05-31'))", "unknown collection_incomplete(E1.hazards 2023-05-31)"},
         {"holder.hazards.filter(h, h.id == 'H1').all(h, h.fixed_on > date('2023-05-31'))", "unknown collection_incomplete(E1.hazards 2023-05-31)"},
         {"holder.hazards.exists(h, h.fixed_on > date('2023-05-31'))", "true"},
         {"holder.hazards.exists(h, h.fixed_on <= date('2023-06-01'))", "unknown collection_incomplete(E1.hazards 2023-05-31)"},
         {"holder.hazards.exists(h, has(h.fixed_on))", "unknown collection_incomplete(E1.hazards 2023-05-31)"}},
        R"({"id":"E1","complete_through":{"hazards":"2023-05-31"},"hazards":[{"id":"H1","found_on":"2023-01-01"}]})");
}

TEST(Fields, ImpreciseDatesDecideWhenAllTheirDaysDo) {
  check({{"holder.people.exists(p, p.joined_on < date('2023-04-01'))", "true"},
         {"holder.people.all(p, p.joined_on >= date('2023-03-01'))", "true"},
         {"holder.people.all(p, p.joined_on <= date('2023-03-15'))", "unknown date_imprecise(P1.joined_on)"},
         {"holder.people.all(p, p.joined_on == date('2023-03-15'))", "unknown date_imprecise(P1.joined_on)"},
         {"holder.people.all(p, p.joined_on != date('2023-04-15'))", "true"},
         {"holder.people.all(p, p.joined_on.month() == 3 && p.joined_on.quarter() == 1)", "true"},
         {"holder.people.all(p, p.joined_on.day() == 3)", "unknown date_imprecise(P1.joined_on)"},
         {"holder.people.all(p, p.joined_on + days(40) > date('2023-04-09'))", "true"},
         {"holder.people.all(p, p.joined_on + days(40) > date('2023-04-20'))", "unknown date_imprecise(P1.joined_on)"}},
        R"({"id":"E1","people":[{"id":"P1","joined_on":"2023-03"}]})");
}

TEST(Fields, ImpreciseMilestoneThatContainsTheDayMayBeLater) {
  const std::string records = R"({"id":"E1","hazards":[{"id":"H1","found_on":"2023-01-01","fixed_on":"2023-07"}]})";
  check({{"holder.hazards.exists(h, has(h.fixed_on))", "unknown date_imprecise(H1.fixed_on)"},
         {"holder.hazards.all(h, h.fixed_on >= date('2023-07-01'))", "true"},
         {"holder.hazards.all(h, h.fixed_on < date('2024-01-01'))", "unknown date_imprecise(H1.fixed_on)"}},
        records);
  check({{"holder.hazards.exists(h, has(h.fixed_on))", "true"}, {"holder.hazards.all(h, h.fixed_on < date('2023-08-01'))", "true"}}, records,
        RunWith("2023-07-31"));
}

TEST(Fields, DateTimesAndMaps) {
  check({{"holder.permits.all(p, p.approved_on.date() == date('2023-06-01'))", "true"},
         {"holder.permits.all(p, p.approved_on.getHours() == 8)", "true"},
         {"holder.permits.all(p, has(p.started_at))", "false"},
         {"holder.permits.exists(p, p.started_at < p.approved_on)", "false"}},
        R"({"id":"E1","permits":[{"id":"T1","approved_on":"2023-06-01T08:30","started_at":"2023-09-01T08:00"}]})");
}

}  // namespace
}  // namespace hegui::testing
