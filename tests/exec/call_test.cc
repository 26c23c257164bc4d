// Functions over vectors: every family once, their errors, and arguments that are constants, fields and elements.
#include "fixture.h"

namespace hegui::testing {
namespace {

const char* const kRecords = R"({"id":"E1","name":"AB 厂","headcount":7,
  "permits":[{"id":"T1","approved_on":"2023-06-01T08:30","started_at":"2023-06-01T10:00"}],
  "people":[{"id":"P1","joined_on":"2023-01-31"}]})";

TEST(Call, Numbers) {
  check({{"holder.headcount + 1 == 8 && holder.headcount - 1 == 6 && holder.headcount * 2 == 14", "true"},
         {"holder.headcount / 2 == 3 && holder.headcount % 2 == 1 && -holder.headcount == -7", "true"},
         {"holder.headcount * 9223372036854775807 > 0", "error overflow"},
         {"holder.headcount % (holder.headcount - 7) == 0", "error division_by_zero"},
         {"1.0 + 2.5 == 3.5 && 1.0 - 0.5 == 0.5 && 2.0 * 2.0 == 4.0 && -1.5 < 0.0 && 1.0 / 0.0 > 1.0", "true"},
         {"int('12') == 12 && int(3.9) == 3 && double('1.5') == 1.5 && double(2) == 2.0", "true"},
         {"double('x') > 0.0", "error bad_conversion"}},
        kRecords);
}

TEST(Call, Texts) {
  check({{"holder.name + '!' == 'AB 厂!' && holder.name.size() == 4 && size(holder.name) == 4", "true"},
         {"holder.name.contains('B') && holder.name.startsWith('AB') && holder.name.endsWith('厂')", "true"},
         {"holder.name.matches('^[A-Z]+ .$') && matches(holder.name, 'B')", "true"},
         {"holder.name.matches(holder.id + '(')", "error bad_pattern"},
         {"string(holder.headcount) == '7' && string(1.5) == '1.5' && string(true) == 'true' && bool('t')", "true"},
         {"bool(holder.name)", "error bad_conversion"},
         {"string(holder.id) == 'E1' && string(date('2023-01-02')) == '2023-01-02'", "true"}},
        kRecords);
}

TEST(Call, Dates) {
  check({{"holder.people.all(p, p.joined_on + days(1) == date('2023-02-01') && days(1) + p.joined_on == date('2023-02-01'))", "true"},
         {"holder.people.all(p, p.joined_on - days(31) == date('2022-12-31'))", "true"},
         {"holder.people.all(p, as_of - p.joined_on == 155)", "true"},
         {"holder.people.all(p, p.joined_on.add_months(2) == date('2023-03-31'))", "true"},
         {"holder.people.all(p, p.joined_on.add_months(1) > as_of)", "error bad_date"},
         {"holder.people.all(p, p.joined_on.year() == 2023 && p.joined_on.half_year() == 1 && p.joined_on.day() == 31 && p.joined_on.weekday() == 2)", "true"},
         {"date(string(as_of)) == as_of", "true"},
         {"date(holder.name) == as_of", "error bad_date"},
         {"latest(as_of, date('2024-01-01')) == date('2024-01-01') && earliest(as_of, date('2024-01-01')) == as_of", "true"},
         {"latest([date('2023-01-01'), as_of]) == as_of && earliest([date('2023-01-01'), as_of]) == date('2023-01-01')", "true"},
         {"latest(holder.people.filter(p, p.id == 'x').map(p, p.joined_on)) == as_of", "error empty_list"},
         {"as_of + duration('36h') > as_of", "error part_of_day"}},
        kRecords);
}

TEST(Call, MomentsAndLists) {
  check({{"holder.permits.all(p, p.started_at - p.approved_on == duration('1h30m'))", "true"},
         {"holder.permits.all(p, p.approved_on + duration('90m') == p.started_at && p.started_at - duration('90m') == p.approved_on)", "true"},
         {"holder.permits.all(p, p.approved_on.getMinutes() == 30 && p.approved_on.getMonth() == 5 && p.approved_on.getDayOfWeek() == 4)", "true"},
         {"holder.permits.all(p, (p.started_at - p.approved_on).getHours() == 1)", "true"},
         {"holder.permits.all(p, p.ended_at - p.started_at > duration('1h'))", "error never"},
         {"holder.permits.all(p, string(p.approved_on) == '2023-06-01T08:30:00Z' && int(p.approved_on) == 1685608200)", "true"},
         {"timestamp('2023-06-01T08:30:00') == timestamp(1685608200)", "true"},
         {"([1] + [2, 3]).size() == 3 && ([1] + [2])[1] == 2", "true"},
         {"string(duration('90s')) == '90s'", "true"}},
        kRecords);
}

TEST(Call, MapFields) {
  const Rules rules(R"(
  figures: {zh: 测试, cite: [dep.report], holder: department, forbid: {rows: {of: reports}, each: true, where: "!('1.1' in row.figures) || row.figures['1.1'] > 5.0"}}
)");
  const std::unique_ptr<Dataset> data = [&] {
    Diagnostics diagnostics;
    return read_records(rules.checked().model,
                        {{"department", "department.ndjson", R"({"id":"局","reports":[{"id":"R1","submitted_on":"2023-06-01","figures":{"1.1":9}},
       {"id":"R2","submitted_on":"2023-06-01","figures":{"1.1":2}},{"id":"R3","submitted_on":"2023-06-01","figures":{}},{"id":"R4","submitted_on":"2023-06-01"}]})"}},
                        {}, {}, diagnostics);
  }();
  ASSERT_NE(data, nullptr);
  rule::Evaluation e{{d("2023-07-05"), d("2023-07-05"), kNoDay}, rule::default_values(rules.checked())};
  EXPECT_EQ(told(exec::run(rules.program(), *data, e, {}), "figures"),
            "R1: violated [forbidden R1]\nR2: satisfied\nR3: violated [forbidden R3]\nR4: indeterminate [field_missing R4.figures]\n");
}

}  // namespace
}  // namespace hegui::testing
