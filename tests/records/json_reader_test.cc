// Well-formed records: every type of field, every form of a text, order, versions, completeness.
#include "records/json_reader.h"

#include <gtest/gtest.h>

#include "model_for_tests.h"

namespace hegui {
namespace {

using namespace testing_model;

Day d(const char* text) { return *parse_date(text); }

// One enterprise with one value of everything.
constexpr const char* kFull =
    R"({"id":"E1","name":"青岭矿业","sectors":["mine","消防安全"],"headcount":0,"high_risk":false,"parent":"E2","principals":"P1","opened_on":"2019-02",)"
    R"("hazards":[{"id":"H1","level":"重大事故隐患","found_on":"2023-06-05","funds_wan":12.3456,"description":"a\"b\\c\u4e2d","fixed_on":null,)"
    R"("verified_on":"","tracking":[{"date":"2023-06-06","by":"P1"},{"date":"2023-06"}],"urgent":true,"recorded_at":"2023-06-05T10:00"},)"
    R"({"id":"H2","tracking":[]}],)"
    R"("people":[{"id":"P1"}],"permits":[],"certificates":null})";

TEST(JsonReader, ReadsEveryTypeOfField) {
  const ReadResult result = read_enterprises(kFull);
  ASSERT_TRUE(result.data) << result.lines();
  EXPECT_EQ(result.lines(), "");
  const Dataset& data = *result.data;
  const OwnerTable& e = data.owners[kEnterprise];
  ASSERT_EQ(e.count, 1U);
  EXPECT_EQ(data.strings.text(e.ids[0]), "E1");
  EXPECT_EQ(e.by_id.at(e.ids[0]), 0U);
  EXPECT_EQ(data.strings.text(e.fields[1].i32[0]), "青岭矿业");
  EXPECT_EQ(e.fields[2].offsets, (std::vector<uint32_t>{0, 2}));
  EXPECT_EQ(e.fields[2].i32, (std::vector<int32_t>{0, 2}));
  EXPECT_EQ(e.fields[3].i64[0], 0);
  EXPECT_TRUE(e.fields[3].valid[0]);
  EXPECT_TRUE(e.fields[4].valid[0]);
  EXPECT_EQ(e.fields[4].i32[0], 0);
  EXPECT_EQ(data.strings.text(e.fields[5].i32[0]), "E2");
  EXPECT_EQ(e.fields[6].offsets, (std::vector<uint32_t>{0, 1}));  // a scalar for a list is a list of one
  EXPECT_EQ(e.fields[7].date(0).lo, d("2019-02-01"));
  EXPECT_EQ(e.fields[7].date(0).hi, d("2019-02-28"));

  const CollectionData& hazards = e.collections[0];
  ASSERT_EQ(hazards.table.rows, 2U);
  EXPECT_TRUE(hazards.present[0]);
  EXPECT_EQ(hazards.table.offsets, (std::vector<uint32_t>{0, 2}));
  EXPECT_EQ(hazards.table.parent, (std::vector<uint32_t>{0, 0}));
  EXPECT_EQ(hazards.table.columns[2].i32[0], 0);
  EXPECT_EQ(hazards.table.columns[3].date(0).lo, d("2023-06-05"));
  EXPECT_TRUE(hazards.table.columns[3].hi.empty());
  EXPECT_EQ(hazards.table.columns[4].i64[0], 123456);
  EXPECT_EQ(data.strings.text(hazards.table.columns[5].i32[0]), "a\"b\\c中");
  EXPECT_FALSE(hazards.table.columns[6].valid[0]);
  EXPECT_FALSE(hazards.table.columns[7].valid[0]);
  EXPECT_FALSE(hazards.table.columns[8].valid[1]);
  EXPECT_EQ(hazards.table.recorded_at, (std::vector<int64_t>{int64_t{d("2023-06-05")} * 86400 + 36000, kNoTime}));
  // In an enterprise's own ledger an empty `enterprise` means the owner.
  EXPECT_TRUE(hazards.table.columns[1].valid[1]);
  EXPECT_EQ(hazards.table.columns[1].i32[1], e.ids[0]);

  const Table& tracking = hazards.table.nested[10];
  EXPECT_EQ(tracking.rows, 2U);
  EXPECT_EQ(tracking.offsets, (std::vector<uint32_t>{0, 2, 2}));
  EXPECT_EQ(tracking.parent, (std::vector<uint32_t>{0, 0}));
  EXPECT_EQ(tracking.columns[0].hi, (std::vector<Day>{d("2023-06-06"), d("2023-06-30")}));
  EXPECT_TRUE(hazards.table.columns[10].valid[0]);
  EXPECT_TRUE(hazards.table.columns[10].valid[1]);

  EXPECT_TRUE(e.collections[2].present[0]);   // [] says none
  EXPECT_FALSE(e.collections[3].present[0]);  // null is absent
  EXPECT_FALSE(e.collections[4].present[0]);
  EXPECT_EQ(data.nested_label(kEnterprise, 0, 10, 1), "H1/2");
  EXPECT_EQ(data.row_count(), 3U);
  EXPECT_EQ(data.sha256.size(), 64U);
}

TEST(JsonReader, FormsOfATextGiveTheSameData) {
  const std::string a = R"({"id":"E1","hazards":[{"id":"H1"}]})", b = R"({"id":"E2","people":[]})";
  const std::string forms[] = {
      a + "\n" + b + "\n",
      a + "\r\n\r\n" + b,
      "\xEF\xBB\xBF" + a + "\n" + b,
      "[" + a + "," + b + "]",
      "\n  [\n" + a + ",\n" + b + "\n]\n",
      "[\n  {\n    \"id\": \"E2\",\n    \"people\": []\n  },\n  {\n    \"id\": \"E1\",\n    \"hazards\": [\n      {\"id\": "
      "\"H1\"}\n    ]\n  }\n]\n",
  };
  for (const std::string& text : forms) {
    const ReadResult result = read_enterprises(text);
    ASSERT_TRUE(result.data) << text << result.lines();
    const OwnerTable& e = result.data->owners[kEnterprise];
    ASSERT_EQ(e.count, 2U) << text;
    EXPECT_EQ(result.data->strings.text(e.ids[0]), "E1");
    EXPECT_EQ(e.collections[0].table.offsets, (std::vector<uint32_t>{0, 1, 1}));
    EXPECT_TRUE(e.collections[1].present[1]);
    EXPECT_FALSE(e.collections[1].present[0]);
  }
}

TEST(JsonReader, OneObjectOverSeveralLines) {
  for (const std::string text :
       {"{\n  \"id\": \"E1\",\n  \"hazards\": [\n    {\"id\": \"H1\"},\n    {\"id\": \"H2\"}\n  ]\n}\n",
        "{\"id\": \"E1\", \"hazards\": [\n{\"id\": \"H1\"},\n{\"id\": \"H2\"}\n]}",
        "{\"id\":\n\"E1\",\"hazards\":[{\"id\":\"H1\"},{\"id\":\"H2\"}]}"}) {
    const ReadResult result = read_enterprises(text);
    ASSERT_TRUE(result.data) << text << result.lines();
    EXPECT_EQ(result.data->owners[kEnterprise].collections[0].table.rows, 2U);
  }
}

TEST(JsonReader, EmptyTextsHoldNobody) {
  for (const std::string text : {"", "\n\n", " \t\r\n", "\xEF\xBB\xBF", "[]"}) {
    const ReadResult result = read_enterprises(text);
    ASSERT_TRUE(result.data) << result.lines();
    EXPECT_EQ(result.data->owners[kEnterprise].count, 0U);
    EXPECT_EQ(result.data->owners[kEnterprise].collections[0].table.offsets, (std::vector<uint32_t>{0}));
  }
}

TEST(JsonReader, OwnersAreSortedByIdWithAllTheirRows) {
  const ReadResult result = read_enterprises(
      R"({"id":"乙","hazards":[{"id":"H3","tracking":[{"note":"x"}]}]})"
      "\n"
      R"({"id":"E9","sectors":["mine"],"hazards":[{"id":"H1","tracking":[{"note":"y"},{"note":"z"}]},{"id":"H2"}],"complete_through":"2023-09-30"})"
      "\n"
      R"({"id":"E10","sectors":[],"opened_on":"2023-01","people":[{"id":"P1"}]})");
  ASSERT_TRUE(result.data) << result.lines();
  const Dataset& data = *result.data;
  const OwnerTable& e = data.owners[kEnterprise];
  ASSERT_EQ(e.count, 3U);
  EXPECT_EQ(data.strings.text(e.ids[0]), "E10");
  EXPECT_EQ(data.strings.text(e.ids[1]), "E9");
  EXPECT_EQ(data.strings.text(e.ids[2]), "乙");
  EXPECT_EQ(e.by_id.at(e.ids[2]), 2U);
  EXPECT_EQ(e.fields[2].offsets, (std::vector<uint32_t>{0, 0, 1, 1}));
  EXPECT_TRUE(e.fields[2].valid[0]);
  EXPECT_FALSE(e.fields[2].valid[2]);
  EXPECT_EQ(e.fields[7].date(0).hi, d("2023-01-31"));
  const Table& hazards = e.collections[0].table;
  EXPECT_EQ(hazards.offsets, (std::vector<uint32_t>{0, 0, 2, 3}));
  EXPECT_EQ(hazards.parent, (std::vector<uint32_t>{1, 1, 2}));
  EXPECT_EQ(data.row_label(kEnterprise, 0, 0), "H1");
  EXPECT_EQ(data.row_label(kEnterprise, 0, 2), "H3");
  EXPECT_EQ(hazards.nested[10].offsets, (std::vector<uint32_t>{0, 2, 2, 3}));
  EXPECT_EQ(hazards.nested[10].parent, (std::vector<uint32_t>{0, 0, 2}));
  EXPECT_EQ(data.strings.text(hazards.nested[10].columns[2].i32[2]), "x");
  EXPECT_EQ(data.complete_through(kEnterprise, 0, 0, 7), 7);
  EXPECT_EQ(data.complete_through(kEnterprise, 0, 1, 7), d("2023-09-30"));
  EXPECT_EQ(hazards.columns[1].i32[0], e.ids[1]);  // the owner itself, after sorting
}

TEST(JsonReader, DeclarationsOfCompleteness) {
  Declarations declarations;
  declarations.complete_through = {
      {-1, -1, d("2023-01-31")}, {kEnterprise, -1, d("2023-02-28")}, {kEnterprise, 1, d("2023-03-31")}};
  const ReadResult result =
      read({{"enterprise", "e",
             "{\"id\":\"E1\"}\n{\"id\":\"E2\",\"complete_through\":{\"people\":\"2023-04-30\",\"hazards\":null}}"},
            {"department", "d", "{\"id\":\"D1\"}"},
            {"registry", "r", "{}"}},
           {}, declarations);
  ASSERT_TRUE(result.data) << result.lines();
  const Dataset& data = *result.data;
  EXPECT_EQ(data.complete_through(kDepartment, 0, 0, 0), d("2023-01-31"));
  EXPECT_EQ(data.complete_through(kRegistry, 0, 0, 0), d("2023-01-31"));
  EXPECT_EQ(data.complete_through(kEnterprise, 0, 0, 0), d("2023-02-28"));
  EXPECT_EQ(data.complete_through(kEnterprise, 1, 0, 0), d("2023-03-31"));
  EXPECT_EQ(data.complete_through(kEnterprise, 1, 1, 0), d("2023-04-30"));  // an owner's own wins
  EXPECT_EQ(data.complete_through(kEnterprise, 0, 1, 0), d("2023-02-28"));
}

TEST(JsonReader, RegistryAndMaps) {
  const ReadResult result =
      read({{"registry", "registry.json", "{\n \"enterprises\": [\"E1\"],\n \"standards\": [{\"id\": \"S1\"}]\n}"},
            {"department", "d",
             R"({"id":"D1","submissions":[{"id":"S","period":"2023-06","figures":{"1.1":5,"3.3a":0.53,"4.6":1,"2.1":null}}]})"},
            {"enterprise", "e", R"({"id":"E1"})"}});
  ASSERT_TRUE(result.data) << result.lines();
  const Dataset& data = *result.data;
  EXPECT_EQ(data.owners[kRegistry].count, 1U);
  EXPECT_EQ(data.owners[kRegistry].ids[0], 0);
  const Column& figures = data.owners[kDepartment].collections[1].table.columns[2];
  EXPECT_EQ(figures.offsets, (std::vector<uint32_t>{0, 3}));
  EXPECT_EQ(data.strings.text(figures.i32[1]), "3.3a");
  EXPECT_EQ(figures.f64, (std::vector<double>{5, 0.53, 1}));
  EXPECT_EQ(data.strings.text(data.owners[kDepartment].collections[1].table.columns[1].i32[0]), "2023-06");
}

TEST(JsonReader, DecimalsAreExactToFourPlaces) {
  const struct {
    const char* text;
    int64_t value;
  } cases[] = {{"0", 0},
               {"-0.0", 0},
               {"0.1", 1000},
               {"0.3", 3000},
               {"1.1", 11000},
               {"0.0001", 1},
               {"-12.3456", -123456},
               {"4.35", 43500},
               {"1e3", 10000000},
               {"922337203685477", 9223372036854770000},
               {"1234567.8901", 12345678901},
               {"0.7000", 7000}};
  for (const auto& c : cases) {
    const ReadResult result = read_enterprises(std::string(R"({"id":"E1","hazards":[{"id":"H","funds_wan":)") + c.text + "}]}");
    ASSERT_TRUE(result.data) << c.text << result.lines();
    EXPECT_EQ(result.data->owners[kEnterprise].collections[0].table.columns[4].i64[0], c.value) << c.text;
  }
}

TEST(JsonReader, KeepGoingLeavesOwnersOut) {
  ReadOptions options;
  options.keep_going = true;
  const ReadResult result = read_enterprises(
      "{\"id\":\"E4\",\"hazards\":[{\"id\":\"H4\"}]}\n"
      "{\"id\":\"E2\",\"hazards\":[{\"id\":\"H2\",\"found_on\":\"2023/6/5\"}]}\n"
      "{\"id\":\"E3\",\n"
      "{\"id\":\"E1\",\"hazards\":[{\"id\":\"H1\"}],\"people\":[{\"id\":\"P\"}]}\n"
      "{\"id\":\"E4\",\"people\":[{\"id\":\"Q\"}]}\n"
      "{\"name\":\"nobody\"}\n",
      options);
  ASSERT_TRUE(result.data);
  EXPECT_EQ(result.lines(),
            "HG5009 enterprise.ndjson:2:45 /hazards/0/found_on warning\nHG5001 enterprise.ndjson:3:12  warning\n"
            "HG5007 enterprise.ndjson:5:7 /id warning\nHG5006 enterprise.ndjson:6:1  warning\n");
  const Dataset& data = *result.data;
  EXPECT_EQ(data.owners_left_out, 4U);
  ASSERT_EQ(data.owners[kEnterprise].count, 2U);
  EXPECT_EQ(data.row_label(kEnterprise, 0, 0), "H1");
  EXPECT_EQ(data.row_label(kEnterprise, 0, 1), "H4");
  EXPECT_EQ(data.owners[kEnterprise].collections[1].table.rows, 1U);
}

TEST(JsonReader, WithoutKeepGoingNothingIsReturned) {
  const ReadResult result = read_enterprises("{\"id\":\"E1\"}\n{\"id\":\"E1\"}\n");
  EXPECT_FALSE(result.data);
  EXPECT_EQ(result.lines(), "HG5007 enterprise.ndjson:2:7 /id\n");
  EXPECT_NE(result.diagnostics[0].message.find("enterprise.ndjson:1"), std::string::npos);
  EXPECT_NE(result.diagnostics[0].message_zh.find("enterprise.ndjson:1"), std::string::npos);
}

TEST(JsonReader, DigestDependsOnBytesAndType) {
  const auto digest = [](const char* type, const char* text) { return read({{type, "f", text}}).data->sha256; };
  EXPECT_EQ(digest("enterprise", "{\"id\":\"A\"}"), digest("enterprise", "{\"id\":\"A\"}"));
  EXPECT_NE(digest("enterprise", "{\"id\":\"A\"}"), digest("enterprise", "{\"id\":\"A\"} "));
  EXPECT_NE(digest("enterprise", "{\"id\":\"A\"}"), digest("department", "{\"id\":\"A\"}"));
}

TEST(JsonReader, VersionsAreRowsOfOneOwnerWithOneId) {
  const ReadResult twice =
      read_enterprises(R"({"id":"E1","hazards":[{"id":"H1"},{"id":"H2"},{"id":"H1","recorded_at":"2023-06-05"}]})");
  EXPECT_TRUE(twice.data->owners[kEnterprise].collections[0].table.has_versions);
  const ReadResult apart =
      read_enterprises("{\"id\":\"E1\",\"hazards\":[{\"id\":\"H1\"}]}\n{\"id\":\"E2\",\"hazards\":[{\"id\":\"H1\"}]}");
  EXPECT_FALSE(apart.data->owners[kEnterprise].collections[0].table.has_versions);
}

}  // namespace
}  // namespace hegui
