// What is wrong in records: for each, the exact code, line, column and path.
#include <gtest/gtest.h>

#include <set>

#include "model_for_tests.h"

namespace hegui {
namespace {

using namespace testing_model;

struct Case {
  const char* name;
  const char* text;
  const char* expected;
  const char* hint = nullptr;  // part of the hint
};

class Malformed : public ::testing::TestWithParam<Case> {};

TEST_P(Malformed, IsNamedWithItsPlace) {
  const Case& c = GetParam();
  const ReadResult result = read({{"enterprise", "f", c.text}});
  EXPECT_FALSE(result.data);
  EXPECT_EQ(result.lines(), c.expected);
  for (const Diagnostic& d : result.diagnostics) {
    EXPECT_FALSE(d.message.empty());
    EXPECT_FALSE(d.message_zh.empty());
    EXPECT_NE(d.message, d.message_zh);
  }
  if (c.hint != nullptr && !result.diagnostics.empty()) {
    EXPECT_NE(result.diagnostics[0].hint.find(c.hint), std::string::npos) << result.diagnostics[0].hint;
    EXPECT_FALSE(result.diagnostics[0].hint_zh.empty());
  }
  // With keep_going the same troubles are warnings and no owner is left.
  ReadOptions options;
  options.keep_going = true;
  const ReadResult kept = read({{"enterprise", "f", c.text}}, options);
  ASSERT_TRUE(kept.data);
  EXPECT_EQ(kept.data->owners[kEnterprise].count, 0U);
  EXPECT_EQ(kept.data->owners_left_out, 1U);
  EXPECT_EQ(kept.diagnostics.size(), result.diagnostics.size());
}

const Case kCases[] = {
    {"cut_off", R"({"id":"E1")", "HG5001 f:1:11 \n"},
    {"comma_missing", R"({"id":"E1" "name":"x"})", "HG5001 f:1:12 \n"},
    {"comma_too_many", R"({"id":"E1",})", "HG5001 f:1:12 \n"},
    {"comma_too_many_in_list", R"({"id":"E1","sectors":["mine",]})", "HG5001 f:1:30 \n"},
    {"colon_missing", R"({"id" "E1"})", "HG5001 f:1:7 \n"},
    {"bare_key", R"({id:"E1"})", "HG5001 f:1:2 \n"},
    {"bare_date", R"({"id":"E1","opened_on":2023-06-05})", "HG5001 f:1:24 \n"},
    {"bare_word", R"({"id":"中文",  "high_risk":yes})", "HG5001 f:1:26 \n"},
    {"open_quote", R"({"id":"E1)", "HG5001 f:1:7 \n"},
    {"bad_escape", R"({"id":"E\q"})", "HG5001 f:1:10 \n"},
    {"control_character", "{\"id\":\"E\x01\"}", "HG5001 f:1:9 \n"},
    {"two_owners_on_a_line", R"({"id":"E1"} {"id":"E2"})", "HG5001 f:1:13 \n", "one owner a line"},
    {"huge_number", R"({"id":"E1","headcount":1e999})", "HG5014 f:1:24 \n"},
    {"huge_integer", R"({"id":"E1","headcount":123456789012345678901234})", "HG5014 f:1:24 \n"},
    {"unsigned_integer", R"({"id":"E1","headcount":18446744073709551615})", "HG5014 f:1:24 /headcount\n"},
    {"utf8", "{\"id\":\"E1\",\"name\":\"\xC3\x28\"}", "HG1003 f:1:20 \n", "UTF-8"},
    {"list_inside_list", R"([[]])", "HG5002 f:1:2 /0\n"},
    {"number_for_owner", R"(7)", "HG5002 f:1:1 \n"},
    {"no_id", R"({"name":"x"})", "HG5006 f:1:1 \n"},
    {"empty_id", R"({"id":"","name":"x"})", "HG5006 f:1:1 \n"},
    {"number_for_id", R"({"id":17})", "HG5008 f:1:7 /id\n", "double quotes"},
    {"unknown_field", R"({"id":"E1","hedcount":3})", "HG5004 f:1:12 /hedcount\n", "headcount"},
    {"unknown_collection", R"({"id":"E1","hazard":[]})", "HG5004 f:1:12 /hazard\n", "hazards"},
    {"unknown_field_in_row", R"({"id":"E1","hazards":[{"id":"H1"},{"id":"H2","fund_wan":1}]})",
     "HG5004 f:1:46 /hazards/1/fund_wan\n", "funds_wan"},
    {"unknown_field_in_nested_row", R"({"id":"E1","hazards":[{"tracking":[{"dat":"2023-06-05"}]}]})",
     "HG5004 f:1:37 /hazards/0/tracking/0/dat\n", "date"},
    {"undeclared_x_field", R"({"id":"E1","x_internal_code":"7"})", "HG5004 f:1:12 /x_internal_code\n", "declare"},
    {"odd_key", R"({"id":"E1","a/b~c":1})", "HG5004 f:1:12 /a~1b~0c\n"},
    {"duplicate_field", R"({"id":"E1","name":"a","name":"b"})", "HG5005 f:1:23 /name\n"},
    {"duplicate_empty_field", R"({"id":"E1","name":null,"name":""})", "HG5005 f:1:24 /name\n"},
    {"duplicate_collection", R"({"id":"E1","people":[],"people":[]})", "HG5005 f:1:24 /people\n"},
    {"duplicate_in_row", R"({"id":"E1","hazards":[{"urgent":true,"urgent":true}]})", "HG5005 f:1:38 /hazards/0/urgent\n"},
    {"duplicate_nested", R"({"id":"E1","hazards":[{"tracking":[],"tracking":null}]})", "HG5005 f:1:38 /hazards/0/tracking\n"},
    {"duplicate_recorded_at", R"({"id":"E1","hazards":[{"recorded_at":null,"recorded_at":null}]})",
     "HG5005 f:1:43 /hazards/0/recorded_at\n"},
    {"duplicate_complete_through", R"({"id":"E1","complete_through":null,"complete_through":null})",
     "HG5005 f:1:36 /complete_through\n"},
    {"slashes", R"({"id":"E1","opened_on":"2023/6/5"})", "HG5009 f:1:24 /opened_on\n", "2023-06-05"},
    {"dots", R"({"id":"E1","opened_on":"2023.12.31"})", "HG5009 f:1:24 /opened_on\n", "2023-12-31"},
    {"chinese_date", R"({"id":"E1","opened_on":"2023年6月5日"})", "HG5009 f:1:24 /opened_on\n", "2023-06-05"},
    {"eight_digits", R"({"id":"E1","opened_on":"20230605"})", "HG5009 f:1:24 /opened_on\n", "2023-06-05"},
    {"short_month", R"({"id":"E1","opened_on":"2023-6-5"})", "HG5009 f:1:24 /opened_on\n", "2023-06-05"},
    {"date_with_time", R"({"id":"E1","opened_on":"2023-06-05T08:00"})", "HG5009 f:1:24 /opened_on\n", "2023-06-05"},
    {"no_such_day", R"({"id":"E1","opened_on":"2023-02-29"})", "HG5009 f:1:24 /opened_on\n", "does not exist"},
    {"american_date", R"({"id":"E1","opened_on":"6/5/2023"})", "HG5009 f:1:24 /opened_on\n", "YYYY-MM-DD"},
    {"year_only", R"({"id":"E1","opened_on":"2023"})", "HG5009 f:1:24 /opened_on\n", "YYYY-MM"},
    {"blank_date", R"({"id":"E1","opened_on":" "})", "HG5009 f:1:24 /opened_on\n", "YYYY-MM-DD"},
    {"number_for_date", R"({"id":"E1","opened_on":45082})", "HG5008 f:1:24 /opened_on\n", "2023-06-05"},
    {"date_in_row", R"({"id":"E1","hazards":[{},{},{},{"found_on":"today"}]})", "HG5009 f:1:44 /hazards/3/found_on\n"},
    {"offset", R"({"id":"E1","permits":[{"approved_on":"2023-06-05T08:00:00+08:00"}]})",
     "HG5010 f:1:38 /permits/0/approved_on\n", "2023-06-05T08:00:00"},
    {"zulu", R"({"id":"E1","permits":[{"approved_on":"2023-06-05T08:00Z"}]})", "HG5010 f:1:38 /permits/0/approved_on\n",
     "2023-06-05T08:00"},
    {"hour_only", R"({"id":"E1","permits":[{"approved_on":"2023-06-05 8点"}]})", "HG5010 f:1:38 /permits/0/approved_on\n"},
    {"recorded_at_month", R"({"id":"E1","permits":[{"recorded_at":"2023-06"}]})", "HG5010 f:1:38 /permits/0/recorded_at\n",
     "the day"},
    {"recorded_at_number", R"({"id":"E1","permits":[{"recorded_at":20230605}]})", "HG5008 f:1:38 /permits/0/recorded_at\n"},
    {"unknown_word", R"({"id":"E1","sectors":["mine","chemi"]})", "HG5012 f:1:30 /sectors/1\n", "chem"},
    {"unknown_label", R"({"id":"E1","hazards":[{"level":"特大"}]})", "HG5012 f:1:32 /hazards/0/level\n"},
    {"level_as_number", R"({"id":"E1","hazards":[{"level":1}]})", "HG5008 f:1:32 /hazards/0/level\n", "words"},
    {"five_places", R"({"id":"E1","hazards":[{"funds_wan":0.12345}]})", "HG5013 f:1:36 /hazards/0/funds_wan\n", "four"},
    {"text_for_decimal", R"({"id":"E1","hazards":[{"funds_wan":"12.5"}]})", "HG5008 f:1:36 /hazards/0/funds_wan\n",
     "write 12.5 without quotes"},
    {"unit_in_decimal", R"({"id":"E1","hazards":[{"funds_wan":"12万元"}]})", "HG5008 f:1:36 /hazards/0/funds_wan\n",
     "without a unit"},
    {"large_decimal", R"({"id":"E1","hazards":[{"funds_wan":1e17}]})", "HG5014 f:1:36 /hazards/0/funds_wan\n"},
    {"large_whole_decimal", R"({"id":"E1","hazards":[{"funds_wan":922337203685478}]})", "HG5014 f:1:36 /hazards/0/funds_wan\n"},
    {"fraction_for_integer", R"({"id":"E1","headcount":3.0})", "HG5008 f:1:24 /headcount\n", "decimal point"},
    {"text_for_integer", R"({"id":"E1","headcount":"3"})", "HG5008 f:1:24 /headcount\n", "write 3 without quotes"},
    {"yes_for_bool", R"({"id":"E1","high_risk":"是"})", "HG5008 f:1:24 /high_risk\n", "true or false"},
    {"number_for_bool", R"({"id":"E1","high_risk":1})", "HG5008 f:1:24 /high_risk\n", "true or false"},
    {"list_for_scalar", R"({"id":"E1","name":["a"]})", "HG5008 f:1:19 /name\n"},
    {"object_for_list", R"({"id":"E1","sectors":{"a":1}})", "HG5008 f:1:22 /sectors\n"},
    {"list_in_list", R"({"id":"E1","sectors":[["mine"]]})", "HG5008 f:1:23 /sectors/0\n"},
    {"empty_element", R"({"id":"E1","sectors":["mine",""]})", "HG5015 f:1:30 /sectors/1\n", "leave the element out"},
    {"null_element", R"({"id":"E1","principals":[null]})", "HG5015 f:1:26 /principals/0\n"},
    {"text_for_collection", R"({"id":"E1","hazards":"none"})", "HG5008 f:1:22 /hazards\n", "list of objects"},
    {"text_for_row", R"({"id":"E1","hazards":["H1"]})", "HG5008 f:1:23 /hazards/0\n"},
    {"null_for_row", R"({"id":"E1","hazards":[{},null]})", "HG5008 f:1:26 /hazards/1\n"},
    {"number_for_complete_through", R"({"id":"E1","complete_through":2023})", "HG5016 f:1:31 /complete_through\n"},
    {"month_for_complete_through", R"({"id":"E1","complete_through":"2023-09"})", "HG5009 f:1:31 /complete_through\n",
     "last day"},
    {"unknown_complete_through", R"({"id":"E1","complete_through":{"hazard":"2023-09-30"}})",
     "HG5016 f:1:32 /complete_through/hazard\n", "hazards"},
    {"duplicate_in_complete_through", R"({"id":"E1","complete_through":{"people":"2023-09-30","people":null}})",
     "HG5005 f:1:54 /complete_through/people\n"},
    {"several_at_once", R"({"id":"E1","name":1,"headcount":"x","hazards":[{"urgent":2},{"found_on":"x"}]})",
     "HG5008 f:1:19 /name\nHG5008 f:1:33 /headcount\nHG5008 f:1:58 /hazards/0/urgent\nHG5009 f:1:73 /hazards/1/found_on\n"},
    {"line_of_a_document",
     "{\n  \"id\": \"E1\",\n  \"hazards\": [\n    {\"id\": \"H1\"},\n    {\"id\": \"H2\",\n     \"found_on\": \"2023/6/5\"}\n  "
     "]\n}\n",
     "HG5009 f:6:18 /hazards/1/found_on\n"},
    {"line_in_a_list", "[\n  {\n    \"id\": \"E1\",\n    \"中文\": 1,\n \"name\": 2\n  }\n]\n",
     "HG5004 f:4:5 /0/中文\nHG5008 f:5:10 /0/name\n"},
    {"syntax_in_a_document", "{\n  \"id\": \"E1\",\n  \"hazards\": [\n    {\"id\": \"H1\"}\n    {\"id\": \"H2\"}\n  ]\n}\n",
     "HG5001 f:5:5 \n"},
    {"documents_run_together", "{\n  \"id\": \"E1\"\n}\n{\n  \"id\": \"E2\"\n}\n", "HG5001 f:4:1 \n", "one owner a line"},
};

INSTANTIATE_TEST_SUITE_P(Records, Malformed, ::testing::ValuesIn(kCases),
                         [](const ::testing::TestParamInfo<Case>& c) { return std::string(c.param.name); });

TEST(MalformedLines, OneBadLineDoesNotStopTheOthers) {
  const ReadResult result = read_enterprises("{\"id\":\"E1\"}\n{oops\n\n{\"id\":\"E2\",\"name\":3}\nnull\n{\"id\":\"E1\"}\n");
  EXPECT_EQ(result.lines(),
            "HG5001 enterprise.ndjson:2:2 \nHG5008 enterprise.ndjson:4:19 /name\nHG5002 enterprise.ndjson:5:1 \nHG5007 "
            "enterprise.ndjson:6:7 /id\n");
}

TEST(MalformedLines, AFirstLineCutOffIsNotTakenForADocument) {
  const ReadResult result = read_enterprises("{\"id\":\"E1\",\n{\"id\":\"E2\"}\n{\"id\":\"E3\",\"name\":1}\n");
  EXPECT_EQ(result.lines(), "HG5001 enterprise.ndjson:1:12 \nHG5008 enterprise.ndjson:3:19 /name\n");
}

TEST(MalformedLines, DuplicateOwnersAcrossFilesAndInLists) {
  const ReadResult files =
      read({{"enterprise", "a", "\n{\"id\":\"E1\"}"}, {"enterprise", "b", "{\"id\":\"E2\"}\n{\"id\":\"E1\"}"}});
  EXPECT_EQ(files.lines(), "HG5007 b:2:7 /id\n");
  EXPECT_NE(files.diagnostics[0].message.find("a:2"), std::string::npos);
  const ReadResult list = read({{"enterprise", "a", "[\n{\"id\":\"E1\"},\n{\"id\":\"E2\"},\n{\"id\":\"E1\"}]"}});
  EXPECT_EQ(list.lines(), "HG5007 a:4:7 /2/id\n");
  EXPECT_NE(list.diagnostics[0].message.find("a:2"), std::string::npos);
  const ReadResult registry = read({{"registry", "r", "{}\n{}"}});
  EXPECT_EQ(registry.lines(), "HG5007 r:2:1 \n");
}

TEST(MalformedLines, UnknownOwnerTypeStopsEvenWithKeepGoing) {
  ReadOptions options;
  options.keep_going = true;
  const ReadResult result = read({{"enterprize", "e", "{}"}}, options);
  EXPECT_FALSE(result.data);
  EXPECT_EQ(result.lines(), "HG5003 e:0:0 \n");
  EXPECT_NE(result.diagnostics[0].hint.find("enterprise"), std::string::npos);
}

TEST(MalformedLimits, EachNamesItsLimit) {
  ReadOptions options;
  options.max_depth = 4;
  EXPECT_EQ(read_enterprises("{\"id\":\"E1\",\"hazards\":[{\"tracking\":[{}]}]}", options).lines(),
            "HG5017 enterprise.ndjson:1:36 \n");
  options.max_depth = 5;
  EXPECT_EQ(read_enterprises("{\"id\":\"E1\",\"hazards\":[{\"tracking\":[{}]}]}", options).lines(), "");
  options = {};
  options.max_file_bytes = 10;
  const ReadResult file = read_enterprises("{\"id\":\"E1\"}", options);
  EXPECT_EQ(file.lines(), "HG5018 enterprise.ndjson:0:0 \n");
  EXPECT_NE(file.diagnostics[0].message.find("10"), std::string::npos);
  options = {};
  options.max_line_bytes = 12;
  EXPECT_EQ(read_enterprises("{\"id\":\"E1\"}\n{\"id\":\"E2\"   }\n{\"id\":\"E3\"}", options).lines(),
            "HG5019 enterprise.ndjson:2:0 \n");
  options = {};
  options.max_rows = 2;
  EXPECT_EQ(read_enterprises("{\"id\":\"E1\",\"hazards\":[{},{}]}", options).lines(), "");
  EXPECT_EQ(
      read_enterprises("{\"id\":\"E1\",\"hazards\":[{},{}]}\n{\"id\":\"E2\",\"hazards\":[{}]}\n{\"id\":1}", options).lines(),
      "HG5020 enterprise.ndjson:2:23 /hazards/0\n");
  EXPECT_EQ(read_enterprises("{\"id\":\"E1\",\"sectors\":[\"mine\",\"mine\",\"mine\"]}", options).lines(),
            "HG5020 enterprise.ndjson:1:22 /sectors\n");
}

TEST(MalformedLimits, LimitsHoldWithKeepGoing) {
  ReadOptions options;
  options.keep_going = true;
  options.max_rows = 1;
  EXPECT_FALSE(read_enterprises("{\"id\":\"E1\",\"hazards\":[{},{}]}", options).data);
  options = {};
  options.keep_going = true;
  options.max_file_bytes = 5;
  EXPECT_FALSE(read_enterprises("{\"id\":\"E1\"}", options).data);
}

TEST(MalformedLimits, ErrorsPastTheLimitAreCounted) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "{\"id\":\"E" + std::to_string(i) + "\",\"name\":1}\n";
  ReadOptions options;
  options.max_errors = 7;
  const ReadResult result = read_enterprises(text, options);
  ASSERT_EQ(result.diagnostics.size(), 8U);
  const auto closing =
      std::find_if(result.diagnostics.begin(), result.diagnostics.end(), [](const Diagnostic& d) { return d.code == 1007; });
  ASSERT_NE(closing, result.diagnostics.end());
  EXPECT_NE(closing->message.find("43"), std::string::npos);
  EXPECT_FALSE(result.data);
}

TEST(MalformedHostile, DeepAndLongTextsEndQuietly) {
  const std::string deep(200'000, '[');
  EXPECT_EQ(read_enterprises(deep).lines(), "HG5017 enterprise.ndjson:1:33 \n");
  EXPECT_FALSE(read_enterprises("{\"id\":\"" + std::string(1'000'000, 'x')).data);
  std::string deep_value = "{\"id\":\"E1\",\"name\":";
  for (int i = 0; i < 100'000; ++i) deep_value += "{\"a\":";
  EXPECT_EQ(read_enterprises(deep_value).lines().substr(0, 6), "HG5017");
  for (const char* text : {"{", "}", "[", "]", "\"", "{\"", "{\"id\"", "{\"id\":", "nul", "-", "\\", "\xEF\xBB",
                           "{\"id\":\"\\u12\"}", "[,]", "[{}", "[{},", "{\"id\":\"\\ud800\"}"}) {
    EXPECT_FALSE(read_enterprises(text).data) << text;
  }
}

TEST(MalformedHostile, EveryPrefixAndEveryChangedByteIsAnswered) {
  const std::string good =
      R"([{"id":"E1","sectors":["mine"],"hazards":[{"id":"H1","found_on":"2023-06","funds_wan":-1.5e1,"tracking":[{"note":"\u4e2d"}]}]},)"
      "\n"
      R"( {"id":"E2","complete_through":{"people":"2023-06-30"},"high_risk":true,"name":null}])";
  ASSERT_TRUE(read_enterprises(good).data) << read_enterprises(good).lines();
  for (size_t n = 1; n < good.size(); ++n) {
    const ReadResult result = read_enterprises(good.substr(0, n));
    EXPECT_FALSE(result.data) << n;
    EXPECT_FALSE(result.diagnostics.empty()) << n;
  }
  for (size_t i = 0; i < good.size(); ++i) {
    for (const char c : std::string("\"{}[],:x0\\\xFF \n")) {
      std::string changed = good;
      changed[i] = c;
      const ReadResult result = read_enterprises(changed);
      EXPECT_EQ(result.data == nullptr, !result.diagnostics.empty()) << changed;
    }
  }
}

TEST(MalformedCodes, EveryCodeOfRecordsIsTested) {
  std::set<int> tested = {5003, 5007, 5017, 5018, 5019, 5020, 5021, 5022};  // 5021: changes_test.cc, 5022: flat_rows_test.cc
  for (const Case& c : kCases) {
    const std::string lines = c.expected;
    for (size_t at = lines.find("HG5"); at != std::string::npos; at = lines.find("HG5", at + 1)) {
      tested.insert(std::stoi(lines.substr(at + 2, 4)));
    }
  }
  tested.insert(5011);  // MalformedMonth below
  for (const CodeInfo& code : all_codes()) {
    if (code.number >= 5000 && code.number < 6000) {
      EXPECT_TRUE(tested.count(code.number)) << code.number;
    }
  }
}

TEST(MalformedMonth, MonthsAreExact) {
  for (const char* value : {"\"2023-6\"", "\"2023-06-05\"", "\"2023-13\"", "\"六月\""}) {
    const ReadResult result =
        read({{"department", "d", std::string("{\"id\":\"D1\",\"submissions\":[{\"period\":") + value + "}]}"}});
    EXPECT_EQ(result.lines(), "HG5011 d:1:37 /submissions/0/period\n") << value;
  }
  EXPECT_EQ(
      read({{"department", "d", R"({"id":"D1","submissions":[{"figures":{"1.1":true,"1.2":"x","1.3":1,"1.3":2}}]})"}}).lines(),
      "HG5008 d:1:45 /submissions/0/figures/1.1\nHG5008 d:1:56 /submissions/0/figures/1.2\nHG5005 d:1:68 "
      "/submissions/0/figures/1.3\n");
}

}  // namespace
}  // namespace hegui
