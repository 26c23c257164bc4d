// Findings: words, JSON line, id, order, append.
#include "hegui/findings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <set>

namespace hegui {
namespace {

Findings empty() {
  Findings findings;
  findings.pack = "haicheng-2023";
  findings.holder_types = {"enterprise", "department"};
  findings.duties = {
      {"leader-inspection", "主要负责人每季度带队检查", "", {{"ent.1.leader-inspection"}, {"ent.1.a", "ent.1.b"}}},
      {"drill", "演练", "drill", {{}}}};
  return findings;
}

FindingRow row(Findings& findings, std::string_view holder, std::string_view label) {
  FindingRow out;
  out.holder = findings.strings.add(holder);
  out.label = findings.strings.add(label);
  return out;
}

TEST(Findings, WordsOfTheDesign) {
  const char* words[] = {"violated",       "overdue",   "indeterminate", "needs_judgement", "pending",
                         "satisfied_late", "satisfied", "waived",        "not_applicable"};
  const char* words_zh[] = {"违反", "逾期未履行", "无法判定", "待人工判断", "未到期", "逾期履行", "已履行", "豁免", "不适用"};
  for (int i = 0; i < kVerdicts; ++i) {
    const Verdict verdict = static_cast<Verdict>(i);
    EXPECT_EQ(word(verdict), words[i]);
    EXPECT_EQ(word_zh(verdict), words_zh[i]);
    EXPECT_EQ(adverse(verdict),
              verdict == Verdict::violated || verdict == Verdict::overdue || verdict == Verdict::satisfied_late);
  }
  EXPECT_EQ(word(InstanceKind::item_window), "item_window");
  EXPECT_EQ(word(InstanceKind::once), "once");
  std::set<std::string_view> codes;
  for (int i = 0; i < kReasonCodes; ++i) codes.insert(word(static_cast<ReasonCode>(i)));
  EXPECT_EQ(codes.size(), static_cast<size_t>(kReasonCodes));
  EXPECT_EQ(word(ReasonCode::field_missing), "field_missing");
  EXPECT_EQ(word(ReasonCode::waiver), "waiver");
  EXPECT_EQ(*codes.begin(), word(static_cast<ReasonCode>(0)));  // the order of the enumeration is that of the words
}

TEST(Findings, JsonLineOfTheDesign) {
  Findings findings = empty();
  FindingRow r = row(findings, "E0017", "2023-Q3");
  r.kind = InstanceKind::window;
  r.from = 19539;   // 2023-07-01
  r.until = 19630;  // 2023-09-30
  r.nominal_due = r.due = 19630;
  r.met_on = 19571;  // 2023-08-02
  r.low = r.high = r.required = 1;
  r.verdict = Verdict::satisfied;
  const std::string id = "055d353746675c7c301e94e0899eafad";  // sha256sum of the six parts joined by NUL
  EXPECT_EQ(findings.id(r), id);
  EXPECT_EQ(findings.json(r),
            "{\"id\": \"" + id +
                "\", \"holder_type\": \"enterprise\", \"holder\": \"E0017\", \"duty\": \"leader-inspection\", \"clauses\": "
                "[\"ent.1.leader-inspection\"], \"instance\": {\"kind\": \"window\", \"label\": \"2023-Q3\", \"from\": "
                "\"2023-07-01\", \"until\": \"2023-09-30\"}, \"verdict\": \"satisfied\", \"advisory\": false, \"nominal_due\": "
                "\"2023-09-30\", \"due\": \"2023-09-30\", \"met_on\": \"2023-08-02\", \"count\": {\"low\": 1, \"high\": 1, "
                "\"required\": 1}, \"changes_on\": null, \"reasons\": []}");
}

TEST(Findings, JsonOfReasonsNullsAndBranches) {
  Findings findings = empty();
  FindingRow r = row(findings, "甲\"厂", "campaign");
  r.branch = 1;
  r.verdict = Verdict::indeterminate;
  r.advisory = true;
  r.low = 0;
  r.required = 2;  // high null: unbounded
  findings.args = {findings.strings.add("2023-06-30"), findings.strings.add("b")};
  findings.reasons = {
      {ReasonCode::collection_incomplete, findings.strings.add("甲\"厂"), findings.strings.add("inspections"), 0, 2},
      {ReasonCode::expression_error, kNullText, findings.strings.add(""), 2, 2}};
  r.reasons_end = 2;
  const std::string json = findings.json(r);
  EXPECT_NE(json.find("\"holder\": \"甲\\\"厂\""), std::string::npos);
  EXPECT_NE(
      json.find(
          "\"clauses\": [\"ent.1.a\", \"ent.1.b\"], \"instance\": {\"kind\": \"once\", \"label\": \"campaign\", "
          "\"from\": null, \"until\": null}, \"verdict\": \"indeterminate\", \"advisory\": true, \"nominal_due\": null, "
          "\"due\": null, \"met_on\": null, \"count\": {\"low\": 0, \"high\": null, \"required\": 2}, \"changes_on\": null, "
          "\"reasons\": [{\"code\": \"collection_incomplete\", \"record\": \"甲\\\"厂\", \"field\": \"inspections\", "
          "\"args\": [\"2023-06-30\", \"b\"]}, {\"code\": \"expression_error\", \"record\": null, \"field\": null, "
          "\"args\": []}]}"),
      std::string::npos)
      << json;
  const std::vector<Reason> reasons = findings.reasons_of(r);
  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].field, "inspections");
  ASSERT_EQ(reasons[0].args.size(), 2u);
  EXPECT_EQ(reasons[0].args[1], "b");
  EXPECT_EQ(reasons[1].record, "");
  r.low = r.required = kNullCount;
  EXPECT_NE(findings.json(r).find("\"count\": null"), std::string::npos);
  r.duty = 1, r.branch = 0;
  EXPECT_NE(findings.json(r).find("\"clauses\": [], "), std::string::npos);
}

TEST(Findings, DatesFollowTheGregorianCalendar) {
  Findings findings = empty();
  FindingRow r = row(findings, "E", "x");
  // Walk every day from 1400-01-01 to 9999-12-31.
  int year = 1400, month = 1, day = 1;
  const auto length = [&] {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : days[month - 1];
  };
  int32_t number = -208188;
  for (; year <= 9999; ++number) {
    const bool edge = (month == 2 && day >= 28) || (month == 3 && day == 1) || (month == 12 && day == 31);
    if (edge || number % 101 == 0) {
      char want[64];
      std::snprintf(want, sizeof want, "\"due\": \"%04d-%02d-%02d\"", year, month, day);
      r.due = number;
      ASSERT_NE(findings.json(r).find(want), std::string::npos) << number << ' ' << want;
    }
    if (++day > length()) {
      day = 1;
      if (++month > 12) month = 1, ++year;
    }
  }
  EXPECT_EQ(number, 2932897);
  for (const int32_t outside : {INT32_MAX, -INT32_MAX, kNullDay, 2932897, -208189}) {
    r.due = outside;
    EXPECT_NE(findings.json(r).find(", \"due\": null"), std::string::npos) << outside;
  }
}

TEST(Findings, SortsByBytesWhateverTheOrderOfThePool) {
  const char* holders[] = {"E10", "E2", "甲", "乙"};
  const char* labels[] = {"2023-Q2", "2023-Q3", "2023-10"};
  std::mt19937 random(3);
  std::string want;
  for (int round = 0; round < 20; ++round) {
    Findings findings = empty();
    struct Item {
      uint8_t type;
      int holder;
      uint16_t duty;
      int label;
      int32_t from;
    };
    std::vector<Item> items;
    for (uint8_t type = 0; type < 2; ++type)
      for (int holder = 0; holder < 4; ++holder)
        for (uint16_t duty = 0; duty < 2; ++duty)
          for (int label = 0; label < 3; ++label)
            items.push_back({type, holder, duty, label, label == 2 ? kNullDay : label == 0 ? -5 : 7});
    std::shuffle(items.begin(), items.end(), random);
    std::vector<Findings> parts(3);
    for (size_t i = 0; i < items.size(); ++i) {
      Findings& part = parts[i % 3];
      FindingRow r = row(part, holders[items[i].holder], labels[items[i].label]);
      r.holder_type = items[i].type;
      r.duty = items[i].duty;
      r.from = items[i].from;
      r.reasons_begin = static_cast<uint32_t>(part.reasons.size());
      part.args.push_back(part.strings.add(std::string("arg of ") + holders[items[i].holder]));
      part.reasons.push_back({ReasonCode::forbidden, r.holder, kNullText, static_cast<uint32_t>(part.args.size() - 1),
                              static_cast<uint32_t>(part.args.size())});
      r.reasons_end = r.reasons_begin + 1;
      part.rows.push_back(r);
    }
    for (const Findings& part : parts) findings.append(part);
    findings.finish();
    ASSERT_EQ(findings.size(), items.size());
    std::string got;
    for (const FindingRow& r : findings.rows) (got += findings.json(r)) += '\n';
    if (round == 0) {
      want = got;
      EXPECT_EQ(findings.holder_types[findings.rows[0].holder_type], "department");
      EXPECT_EQ(findings.holder(findings.rows[0]), "E10");
      EXPECT_EQ(findings.duties[findings.rows[0].duty].id, "drill");
      EXPECT_EQ(findings.label(findings.rows[0]), "2023-10");  // no date comes first
      EXPECT_EQ(findings.label(findings.rows[1]), "2023-Q2");
      EXPECT_EQ(findings.holder(findings.rows[6]), "E2");
      EXPECT_EQ(findings.holder(findings.rows[12]), "乙");
    }
    ASSERT_EQ(got, want);
    findings.finish();  // once more changes nothing
    std::string again;
    for (const FindingRow& r : findings.rows) (again += findings.json(r)) += '\n';
    ASSERT_EQ(again, want);
  }
}

TEST(StringPool, KeepsTextsApartAndAlive) {
  StringPool pool;
  std::vector<std::string> texts = {"", "a", std::string(100'000, 'x'), "甲"};
  for (int i = 0; i < 20'000; ++i) texts.push_back("text " + std::to_string(i));
  std::vector<uint32_t> ids;
  for (const std::string& text : texts) ids.push_back(pool.add(text));
  for (size_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(pool[ids[i]], texts[i]);
    ASSERT_EQ(pool.add(texts[i]), ids[i]);
  }
  EXPECT_EQ(pool.size(), texts.size());
  StringPool moved = std::move(pool);
  EXPECT_EQ(moved[ids[3]], "甲");
  pool = StringPool();
  EXPECT_EQ(pool.add("new"), 0u);
  EXPECT_EQ(pool[0], "new");
}

}  // namespace
}  // namespace hegui
