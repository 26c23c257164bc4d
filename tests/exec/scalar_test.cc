// Operations worked out row by row inside rules: values, gaps, errors, records in values.
#include "fixture.h"

namespace hegui::testing {
namespace {

using V = std::vector<std::string>;

constexpr const char* kFull = R"({"id":"E1","headcount":120,"has_body":true,"sectors":["mine","chem"],"opened_on":"2023-01-05",
"people":[{"id":"W1","role":"worker","key_post":true,"joined_on":"2022-03-01"},{"id":"W2","role":"deputy","key_post":false,"joined_on":"2022-03-02"}]})";

std::string one_line(std::string text) {
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

TEST(Scalar, ValuesWithoutColumnsOfTheirOwn) {
  EXPECT_EQ(
      values({"{'a': holder.headcount, 'b': 1}['a'] == 120", "uint(holder.headcount) > 100u", "type(holder.headcount) == int",
              "[[holder.headcount], [1]].exists(l, 120 in l)", "dyn(holder.headcount) < 120.5",
              "holder.sectors.join('+') == 'mine+chem'", "'%d'.format([holder.headcount]) == '120'", "b'ab'.size() == 2",
              "{'k': dyn(holder.opened_on)}.k.year() == 2023", "dyn(holder.opened_on) + days(1) == date('2023-01-06')",
              "in_period({'k': dyn(holder.opened_on)}.k, '2023-01')"},
             one_line(kFull)),
      V(11, "true"));
}

TEST(Scalar, WalksOverMapsAndWithTwoVariables) {
  EXPECT_EQ(values({"{'a': 1, 'b': holder.headcount}.exists(k, v, k == 'b' && v == 120)", "{'a': 1}.all(k, k == 'a')",
                    "holder.sectors.exists(i, s, i == 1 && s == 'chem')", "holder.sectors.transformList(i, s, i) == [0, 1]",
                    "holder.sectors.transformMap(i, s, s.size()) == {0: 4, 1: 4}",
                    "holder.sectors.transformMapEntry(i, s, {s: i}) == {'mine': 0, 'chem': 1}",
                    "holder.sectors.transformMapEntry(i, s, {'x': i}).size() == 1", "dyn([1, 2]).exists(x, x == 2)",
                    "holder.people.exists(i, p, i == 1 && p.role == 'deputy')"},
                   one_line(kFull)),
            (V{"true", "true", "true", "true", "true", "true", "error repeated_key", "true", "true"}));
}

TEST(Scalar, Optionals) {
  EXPECT_EQ(
      values({"optional.of(holder.headcount).orValue(0) == 120", "{'a': holder.headcount}.?a.optMap(x, x + 1).value() == 121",
              "{'a': 1}.?b.hasValue()", "{'a': 1}.?b.value() == 1", "holder.sectors.first().value() == 'mine'",
              "[?{'a': holder.has_body}.?a, ?{'a': true}.?b] == [true]"},
             one_line(kFull)),
      (V{"true", "true", "false", "error no_value", "true", "true"}));
}

TEST(Scalar, FieldsThatMayBeMissing) {
  const std::string records =
      R"({"id":"E1","headcount":7,"people":[{"id":"W1","role":"worker","joined_on":"2022-03-01"},
          {"id":"W2","joined_on":"2022-03-01"}],"certificates":[{"person":"W1","valid_from":"2022-03-01"},{"valid_from":"2022-03-01"}]})";
  EXPECT_EQ(values({"holder.?headcount.orValue(0) == 7", "holder.?has_body.hasValue()",
                    "holder.people[1].?role.orValue('none') == 'none'",
                    "holder.certificates[0].?person.role.orValue('none') == 'worker'",
                    "holder.certificates[1].?person.role.hasValue()", "has(holder.certificates[0].?person.role)",
                    "has(holder.certificates[1].?person.role)"},
                   one_line(records)),
            (V{"true", "false", "true", "true", "false", "true", "false"}));
}

TEST(Scalar, RecordsInsideValuesKeepTheirFields) {
  EXPECT_EQ(values({"{'p': holder.people[0]}.p.key_post", "holder.people[1].role == 'deputy'",
                    "holder.people[2].role == 'deputy'", "holder.people.map(p, {'r': p.role}).exists(m, m.r == 'worker')",
                    "[holder.people.filter(p, p.key_post)][0].exists(p, p.id == 'W1')",
                    "holder.people.first().optMap(p, p.key_post).value()",
                    "(holder.has_body ? holder.people : holder.people).exists(p, p.id == 'W2')"},
                   one_line(kFull)),
            (V{"true", "true", "error index_out_of_range", "true", "true", "true", "true"}));
}

TEST(Scalar, GapsGoThrough) {
  const std::string bare = R"({"id":"E1","has_body":true,"people":[{"id":"W1","joined_on":"2023-06"}]})";
  EXPECT_EQ(values({"{'a': holder.headcount}['a'] > 1", "{'a': holder.headcount}.?b.hasValue()",
                    "false && uint(holder.headcount) > 1u", "{'a': holder.people[0].joined_on}.a < date('2023-06-15')",
                    "{'a': holder.people[0].joined_on}.a < date('2023-07-15')", "optional.of(holder.people[0].role).hasValue()",
                    "holder.contracts.size() > 0 || [[1]].size() == 1", "holder.contracts.map(c, [c.id]).size() == 0"},
                   bare),
            (V{"unknown field_missing(E1.headcount)", "unknown field_missing(E1.headcount)", "false",
               "unknown date_imprecise(W1.joined_on)", "true", "unknown field_missing(W1.role)", "true",
               "unknown collection_absent(E1.contracts)"}));
}

TEST(Scalar, AReferenceInAValueStillLeadsSomewhere) {
  const std::string records = one_line(R"({"id":"E1",
"people":[{"id":"W1","key_post":true,"joined_on":"2022-03-01"}],"certificates":[{"person":"W1","valid_from":"2022-03-01"},
{"person":"W9","valid_from":"2022-03-01"}]})");
  EXPECT_EQ(
      values({"{'p': holder.certificates[0].person}.p.key_post", "{'p': holder.certificates[1].person}.p.key_post"}, records),
      (V{"true", values({"holder.certificates[1].person.key_post"}, records)[0]}));
}

}  // namespace
}  // namespace hegui::testing
