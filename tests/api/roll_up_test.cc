// How verdicts are rolled up: every combination of verdicts, in compositions (both evaluators) and in the order of the summary.
#include <algorithm>
#include <array>
#include <set>

#include "api/fixture.h"
#include "api/state.h"
#include "explain/explain.h"

namespace hegui {
namespace {

constexpr unsigned kAdvisory = kVerdicts;  // the bit of the two advisory duties
constexpr unsigned kSubsets = 1U << (kVerdicts + 1);

/// The verdicts of a subset that count, worst first; the table of docs/verdicts.md.
Verdict worst_of(unsigned subset) {
  constexpr std::array kOrder = {Verdict::violated, Verdict::overdue,        Verdict::indeterminate, Verdict::needs_judgement,
                                 Verdict::pending,  Verdict::satisfied_late, Verdict::satisfied};
  for (const Verdict verdict : kOrder) {
    if ((subset >> static_cast<unsigned>(verdict) & 1U) != 0) return verdict;
  }
  return Verdict::not_applicable;
}

std::string owner_of(unsigned subset) {
  std::string owes;
  for (unsigned bit = 0; bit <= kAdvisory; ++bit) {
    if ((subset >> bit & 1U) == 0) continue;
    if (!owes.empty()) owes += ", ";
    owes += "\"" + (bit == kAdvisory ? std::string("advisory") : std::string(word(static_cast<Verdict>(bit)))) + "\"";
  }
  return R"({"id": "E)" + std::to_string(subset) + R"(", "owes": [)" + owes + R"(], "yes": true, "no": false,
      "works": [{"id": "W1", "due": "2023-03-01", "done_on": "2023-04-01"}], "drills": [{"id": "D1", "date": "2023-02-01"}],
      "judgements": [{"duty": "d-violated", "verdict": "not-met", "on": "2023-02-01"},
                     {"duty": "d-not-applicable", "verdict": "not-applicable", "on": "2023-02-01"}],
      "waivers": [{"duty": "d-waived", "from": "2023-01-01", "until": "2023-12-31", "approved_by": "甲"}]})";
}

struct Given {
  RuleSet rules;
  Records records;
};

const Given& given() {
  static const Given all = [] {
    auto rules = RuleSet::load(std::string(HEGUI_SOURCE_DIR) + "/tests/packs/verdicts");
    EXPECT_TRUE(rules) << to_text(rules.diagnostics());
    std::string text;
    for (unsigned subset = 0; subset < kSubsets; ++subset) text += one_line(owner_of(subset)) + "\n";
    auto records = Records::from_json(*rules, {{"enterprise", "all", text}});
    EXPECT_TRUE(records) << to_text(records.diagnostics());
    return Given{*rules, *records};
  }();
  return all;
}

/// Checks all findings of one owner, whose id names its subset.
void expect_rolled_up(const Findings& findings, size_t begin, size_t end) {
  const std::string who(findings.holder(findings.rows[begin]));
  const unsigned subset = static_cast<unsigned>(std::stoi(who.substr(1)));
  unsigned seen = 0;
  const FindingRow* overall = nullptr;
  for (size_t i = begin; i < end; ++i) {
    const FindingRow& row = findings.rows[i];
    if (findings.duties[row.duty].id == "overall") {
      overall = &row;
    } else if (row.advisory) {
      seen |= 1U << kAdvisory;
      EXPECT_TRUE(row.verdict == Verdict::overdue || row.verdict == Verdict::violated);
    } else {
      seen |= 1U << static_cast<unsigned>(row.verdict);
    }
  }
  const unsigned neutral = 1U << static_cast<unsigned>(Verdict::not_applicable);  // also what is not owed
  ASSERT_EQ(seen | neutral, subset | neutral) << who;
  ASSERT_NE(overall, nullptr) << who;
  EXPECT_EQ(word(overall->verdict), word(worst_of(subset))) << who;
  EXPECT_FALSE(overall->advisory) << who;
  size_t parts = 0;
  for (const Reason& reason : findings.reasons_of(*overall)) {
    ASSERT_EQ(reason.code, ReasonCode::part) << who;
    EXPECT_EQ(reason.args[1], word(overall->verdict)) << who;
    ++parts;
  }
  EXPECT_EQ(parts, overall->verdict == Verdict::satisfied || overall->verdict == Verdict::not_applicable ? 0U : 1U) << who;
}

TEST(RollUpTest, EveryCombinationComposesToTheWorst) {
  const auto findings = given().rules.evaluate(given().records, at("2023-06-30"));
  ASSERT_TRUE(findings) << to_text(findings.diagnostics());
  size_t owners = 0;
  for (size_t begin = 0; begin < findings->size();) {
    size_t end = begin;
    while (end < findings->size() && findings->rows[end].holder == findings->rows[begin].holder) ++end;
    expect_rolled_up(*findings, begin, end);
    ++owners;
    begin = end;
  }
  EXPECT_EQ(owners, kSubsets);
}

TEST(RollUpTest, TheSlowEvaluatorComposesAlike) {
  const rule::CheckedRules& rules = *given().rules.state()->rules;
  const Dataset& data = *given().records.state()->data;
  rule::Evaluation evaluation;
  evaluation.moment.as_of = evaluation.moment.seen = *parse_date("2023-06-30");
  evaluation.params = rule::default_values(rules);
  const int type = rules.model->owner("enterprise");
  std::set<std::string> owners;
  for (uint32_t owner = 0; owner < kSubsets; ++owner) {
    const Findings findings = explain::evaluate(rules, data, type, owner, evaluation, false);
    ASSERT_GT(findings.size(), 0U);
    expect_rolled_up(findings, 0, findings.size());
    owners.emplace(findings.holder(findings.rows[0]));
  }
  EXPECT_EQ(owners.size(), kSubsets);
}

/// Each subset is a duty with one holder for each of its verdicts.
Findings one_duty_a_subset() {
  Findings findings;
  findings.pack = "verdicts";
  findings.holder_types = {"enterprise"};
  for (unsigned subset = 0; subset < 1U << kVerdicts; ++subset) {
    const std::string number = std::to_string(1000 + subset);
    findings.duties.push_back({"s" + number, "责任" + number, "", {{}}});
    for (unsigned bit = 0; bit < kVerdicts; ++bit) {
      if ((subset >> bit & 1U) == 0) continue;
      FindingRow row;
      row.holder = findings.strings.add("H" + std::to_string(bit));
      row.label = findings.strings.add("campaign");
      row.duty = static_cast<uint16_t>(subset);
      row.verdict = static_cast<Verdict>(bit);
      findings.rows.push_back(row);
    }
  }
  findings.finish();
  return findings;
}

/// Rank of a duty in the summary by the page: something violated, then overdue, then satisfied late, then undecided, then the
/// rest.
int rank(unsigned subset) {
  const auto has = [&](Verdict verdict) { return (subset >> static_cast<unsigned>(verdict) & 1U) != 0; };
  return has(Verdict::violated)         ? 0
         : has(Verdict::overdue)        ? 1
         : has(Verdict::satisfied_late) ? 2
         : has(Verdict::indeterminate)  ? 3
                                        : 4;
}

TEST(RollUpTest, TheSummaryPutsTheWorstFirst) {
  const Findings findings = one_duty_a_subset();
  SummaryOptions options;
  options.all_duties = true;
  options.holders_per_duty = 0;
  const std::string text = summary_text(given().rules, given().records, findings, at("2023-06-30"), options);
  std::vector<unsigned> order;
  for (size_t at = text.find("\n  s1"); at != std::string::npos; at = text.find("\n  s1", at + 1)) {
    order.push_back(static_cast<unsigned>(std::stoi(text.substr(at + 4, 4))) - 1000);
  }
  ASSERT_EQ(order.size(), (1U << kVerdicts) - 1);  // nobody owes the duty without verdicts
  // Each verdict stands once in a duty: of one rank, the duty with more kinds of trouble comes first.
  const auto key = [&](unsigned subset) {
    std::array<int, 5> out = {rank(subset), 0, 0, 0, 0};
    size_t i = 1;
    for (const Verdict verdict : {Verdict::violated, Verdict::overdue, Verdict::satisfied_late, Verdict::indeterminate}) {
      out[i++] = (subset >> static_cast<unsigned>(verdict) & 1U) != 0 ? 0 : 1;
    }
    return out;
  };
  for (size_t i = 1; i < order.size(); ++i) EXPECT_LE(key(order[i - 1]), key(order[i])) << order[i - 1] << " " << order[i];
  // Broken or late are those of the first three ranks.
  size_t broken = 0;
  for (const unsigned subset : order) broken += rank(subset) < 3 ? 1 : 0;
  EXPECT_NE(text.find(std::to_string(broken) + " duties are broken or late"), std::string::npos) << text.substr(0, 800);
}

TEST(RollUpTest, AdvisoryFindingsBreakNothing) {
  Findings findings = one_duty_a_subset();
  for (FindingRow& row : findings.rows) row.advisory = adverse(row.verdict);
  const Tally all = tally(findings);
  EXPECT_EQ(all.adverse, 0U);
  EXPECT_EQ(all.advisory, 3 * (1U << (kVerdicts - 1)));
  EXPECT_NE(summary_text(given().rules, given().records, findings, at("2023-06-30")).find("Nobody has broken a duty"),
            std::string::npos);
}

}  // namespace
}  // namespace hegui
