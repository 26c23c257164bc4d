// Reading records through the public face.
#include "api/fixture.h"
#include "api/folder.h"

namespace hegui {
namespace {

TEST(RecordsTest, AFolderIsReadByFileNames) {
  const TempFolder folder;
  folder.write("enterprise.ndjson", two_lines());
  folder.write("department.json", R"({"id": "D1", "name": "某局", "reports": []})");
  folder.write("notes.txt", "hello");
  folder.write("README.md", "hello");
  RecordOptions options;
  options.digest = true;
  const auto records = Records::read(mini(), folder.path(), options);
  ASSERT_TRUE(records) << to_text(records.diagnostics());
  EXPECT_EQ(records->owners(), 3U);
  EXPECT_EQ(records->rows(), 2U);
  EXPECT_EQ(records->name("enterprise", "E1"), "甲矿");
  EXPECT_EQ(records->name("department", "D1"), "某局");
  EXPECT_EQ(records->name("department", "E1"), "");
  EXPECT_EQ(records->sha256().size(), 64U);
  ASSERT_EQ(records->notes().size(), 1U);
  EXPECT_EQ(records->notes()[0].code, "file_ignored");
  EXPECT_NE(records->notes()[0].file.find("notes.txt"), std::string::npos);
  EXPECT_NE(to_json(records->notes()[0]).find("\"line\": null"), std::string::npos);
}

TEST(RecordsTest, TheHashFollowsTheTexts) {
  RecordOptions options;
  options.digest = true;
  const auto one = Records::from_json(mini(), {{"enterprise", "a", two_lines()}}, options);
  const auto again = Records::from_json(mini(), {{"enterprise", "another name", two_lines()}}, options);
  const auto other = Records::from_json(mini(), {{"enterprise", "a", R"({"id": "E1"})"}}, options);
  const auto declared =
      Records::from_json(mini(), {{"enterprise", "a", two_lines()}}, options, "complete_through: 2023-09-30\n");
  ASSERT_TRUE(one && again && other && declared) << to_text(declared.diagnostics());
  EXPECT_EQ(one->sha256(), again->sha256());
  EXPECT_NE(one->sha256(), other->sha256());
  EXPECT_NE(one->sha256(), declared->sha256());
  const auto unasked = Records::from_json(mini(), {{"enterprise", "a", two_lines()}}, {}, "complete_through: 2023-09-30\n");
  ASSERT_TRUE(unasked);
  EXPECT_EQ(unasked->sha256(), "");
}

TEST(RecordsTest, ASingleFileMayHaveAnyName) {
  const TempFolder folder;
  folder.write("shop.json", R"({"id": "E7", "name": "丙店"})");
  folder.write("department.json", R"({"id": "D1"})");
  const auto shop = Records::read(mini(), folder.path("shop.json"));
  ASSERT_TRUE(shop) << to_text(shop.diagnostics());
  EXPECT_EQ(shop->name("enterprise", "E7"), "丙店");
  ASSERT_EQ(shop->notes().size(), 1U);
  EXPECT_EQ(shop->notes()[0].code, "owner_type_assumed");
  RecordOptions options;
  options.owner_type = "enterprise";
  const auto told = Records::read(mini(), folder.path("shop.json"), options);
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->notes().empty());
  const auto department = Records::read(mini(), folder.path("department.json"));
  ASSERT_TRUE(department);
  EXPECT_TRUE(department->notes().empty());
}

TEST(RecordsTest, WhatIsNotThereIsADiagnostic) {
  const TempFolder folder;
  const auto nowhere = Records::read(mini(), folder.path("nowhere"));
  ASSERT_FALSE(nowhere);
  EXPECT_TRUE(has_code(nowhere.diagnostics(), "HG6103"));
  expect_kind(nowhere.diagnostics());
  const auto empty = Records::read(mini(), folder.path());
  ASSERT_FALSE(empty);
  EXPECT_TRUE(has_code(empty.diagnostics(), "HG6103"));
  expect_kind(empty.diagnostics());
  folder.write("enterprise.ndjson", two_lines());
  RecordOptions small;
  small.max_file_bytes = 10;
  const auto large = Records::read(mini(), folder.path(), small);
  ASSERT_FALSE(large);
  EXPECT_TRUE(has_code(large.diagnostics(), "HG1002"));
}

TEST(RecordsTest, AnUnknownOwnerTypeIsADiagnostic) {
  const auto records = Records::from_json(mini(), {{"enterprize", "a", "{}"}});
  ASSERT_FALSE(records);
  ASSERT_TRUE(has_code(records.diagnostics(), "HG5003"));
  EXPECT_NE(records.diagnostics()[0].hint.find("enterprise"), std::string::npos);
}

TEST(RecordsTest, ErrorsRejectUnlessOwnersAreLeftOut) {
  const std::string text = two_lines() + R"({"id": "E3", "headcont": 4})" + "\n";
  const auto strict = Records::from_json(mini(), {{"enterprise", "three", text}});
  ASSERT_FALSE(strict);
  EXPECT_NE(to_text(strict.diagnostics()).find("headcount"), std::string::npos) << to_text(strict.diagnostics());
  RecordOptions options;
  options.keep_going = true;
  const auto lenient = Records::from_json(mini(), {{"enterprise", "three", text}}, options);
  ASSERT_TRUE(lenient) << to_text(lenient.diagnostics());
  EXPECT_EQ(lenient->owners(), 2U);
  EXPECT_EQ(lenient->owners_left_out(), 1U);
  ASSERT_FALSE(lenient.diagnostics().empty());
  EXPECT_EQ(lenient.diagnostics()[0].severity, Severity::warning);
}

TEST(RecordsTest, NoRecordsAtAllIsEmpty) {
  const Records none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.owners() + none.rows() + none.owners_left_out() + none.notes().size(), 0U);
  EXPECT_EQ(none.sha256() + none.name("enterprise", "E1"), "");
}

}  // namespace
}  // namespace hegui
