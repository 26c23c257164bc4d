// Records through the public face: one document after another, rows in files of their own, several threads.
#include "api/fixture.h"
#include "api/folder.h"

namespace hegui {
namespace {

std::string findings_of(const Records& records) {
  const auto findings = mini().evaluate(records, at("2023-07-05"));
  EXPECT_TRUE(findings) << to_text(findings.diagnostics());
  std::string out;
  for (const FindingRow& row : findings->rows) {
    out += std::string(findings->holder(row)) + " " + findings->duties[row.duty].id + " " + std::string(findings->label(row)) +
           " " + std::to_string(static_cast<int>(row.verdict)) + "\n";
  }
  return out;
}

TEST(RecordReaderTest, ReadsOneDocumentAfterAnother) {
  RecordReader reader(mini());
  const std::string expected = findings_of(two());
  Records kept;
  for (int i = 0; i < 5; ++i) {
    auto records = reader.read({{"enterprise", "two", two_lines()}});
    ASSERT_TRUE(records) << to_text(records.diagnostics());
    EXPECT_EQ(records->owners(), 2U);
    EXPECT_EQ(findings_of(*records), expected) << i;
    if (i == 2) kept = *records;  // its memory must not be used again
    const auto other = reader.read({{"enterprise", "one", R"({"id": "E9", "name": "丁厂"})"}});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->owners(), 1U);
    EXPECT_EQ(other->name("enterprise", "E9"), "丁厂");
    EXPECT_FALSE(reader.read({{"enterprise", "bad", R"({"id": 7})"}}));
  }
  EXPECT_EQ(kept.name("enterprise", "E1"), "甲矿");
  EXPECT_EQ(findings_of(kept), expected);
  const auto none = RecordReader(RuleSet()).read({});
  ASSERT_FALSE(none);
  expect_kind(none.diagnostics());
  RecordReader moved = std::move(reader);
  EXPECT_TRUE(moved.read({{"enterprise", "two", two_lines()}}));
  EXPECT_FALSE(reader.read({{"enterprise", "two", two_lines()}}));
}

TEST(RecordReaderTest, RowsMayStandInFilesOfTheirOwn) {
  const TempFolder folder;
  folder.write(
      "enterprise.ndjson",
      "{\"id\": \"E1\", \"name\": \"甲矿\", \"sectors\": [\"industry\"], \"high_risk\": false, \"headcount\": 20, \"hazards\": "
      "[{\"id\": \"H1\", \"level\": \"major\", \"found_on\": \"2023-06-01\", \"deadline\": \"2023-06-10\"}]}\n");
  folder.write("enterprise.inspections.ndjson",
               "{\"owner\": \"E1\", \"id\": \"J1\", \"kind\": \"leader-led\", \"led_by_role\": \"principal\", \"date\": "
               "\"2023-06-02\"}\n");
  folder.write("enterprise.inspektions.ndjson", "{}\n");
  const auto records = Records::read(mini(), folder.path());
  ASSERT_TRUE(records) << to_text(records.diagnostics());
  EXPECT_EQ(records->rows(), 2U);
  ASSERT_EQ(records->notes().size(), 1U);
  EXPECT_EQ(records->notes()[0].code, "file_ignored");
  const std::string first = two_lines().substr(0, two_lines().find('\n') + 1);
  const auto inside = Records::from_json(mini(), {{"enterprise", "one", first}});
  ASSERT_TRUE(inside) << to_text(inside.diagnostics());
  EXPECT_EQ(findings_of(*records), findings_of(*inside));
  const auto nobody = Records::from_json(mini(), {{"enterprise.inspections", "rows", "{\"owner\": \"E1\"}"}});
  ASSERT_FALSE(nobody);
  EXPECT_TRUE(has_code(nobody.diagnostics(), "HG5022"));
  expect_kind(nobody.diagnostics());
}

TEST(RecordReaderTest, ThreadsChangeNothing) {
  std::string text;
  for (int i = 0; i < 9000; ++i) {
    text += "{\"id\": \"E" + std::to_string(10'000 + i) + "\", \"sectors\": [\"industry\"], \"inspections\": [{\"id\": \"J" +
            std::to_string(i) + "\", \"kind\": \"leader-led\", \"led_by_role\": \"principal\", \"date\": \"2023-06-0" +
            std::to_string(1 + i % 9) + "\"}]}\n";
  }
  RecordOptions options;
  const auto one = Records::from_json(mini(), {{"enterprise", "e", text}}, options);
  options.threads = 3;
  const auto three = Records::from_json(mini(), {{"enterprise", "e", text}}, options);
  ASSERT_TRUE(one && three);
  EXPECT_TRUE(findings_of(*one) == findings_of(*three));
}

}  // namespace
}  // namespace hegui
