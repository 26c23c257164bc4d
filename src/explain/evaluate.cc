// All findings of one owner.
//
// In:   checked rules, records, an owner, an evaluation.   Out: Findings, sorted.
// Cost: O(duties * rows), times the days tried when changes are asked for.   Test: tests/explain/*_test.cc, tests/agree/
#include "explain/evaluate.h"

#include "explain/explain.h"

namespace hegui::explain {

namespace {
int32_t shown(Day day) { return day == kNoDay || day == kNever || day == kAlways ? kNullDay : day; }
}  // namespace

Findings empty_findings(const rule::CheckedRules& rules) {
  Findings findings;
  findings.pack = rules.name;
  for (const OwnerType& owner : rules.model->owners) findings.holder_types.push_back(owner.name);
  const auto clauses = [&](const std::vector<int>& cite) {
    std::vector<std::string> ids;
    for (const int c : cite) ids.push_back(rules.clauses[static_cast<size_t>(c)].id);
    return ids;
  };
  for (const rule::Duty& duty : rules.duties) {
    DutyInfo info{duty.id, duty.zh, duty.en, {clauses(duty.cite)}};
    for (const rule::Branch& branch : duty.unless)
      info.clauses.push_back(clauses(branch.cite.empty() ? duty.cite : branch.cite));
    findings.duties.push_back(std::move(info));
  }
  return findings;
}

void append(Findings& findings, int duty, OwnerRef holder, const std::string& id, const Judged& judged) {
  FindingRow row;
  row.holder = findings.strings.add(id);
  row.label = findings.strings.add(judged.label);
  row.reasons_begin = static_cast<uint32_t>(findings.reasons.size());
  for (const Gap& gap : judged.reasons) {
    ReasonRow reason{};
    reason.code = gap.code;
    reason.record = gap.record.empty() ? kNullText : findings.strings.add(gap.record);
    reason.field = gap.field.empty() ? kNullText : findings.strings.add(gap.field);
    reason.args_begin = static_cast<uint32_t>(findings.args.size());
    for (const std::string& arg : gap.args) findings.args.push_back(findings.strings.add(arg));
    reason.args_end = static_cast<uint32_t>(findings.args.size());
    findings.reasons.push_back(reason);
  }
  row.reasons_end = static_cast<uint32_t>(findings.reasons.size());
  row.from = shown(judged.from);
  row.until = shown(judged.until);
  row.nominal_due = shown(judged.nominal_due);
  row.due = shown(judged.due);
  row.met_on = shown(judged.met_on);
  row.changes_on = shown(judged.changes_on);
  row.low = judged.low;
  row.high = judged.high;
  row.required = judged.required;
  row.duty = static_cast<uint16_t>(duty);
  row.holder_type = static_cast<uint8_t>(holder.type);
  row.branch = static_cast<uint8_t>(judged.branch);
  row.verdict = judged.verdict;
  row.kind = judged.kind;
  row.advisory = judged.advisory;
  findings.rows.push_back(row);
}

Findings evaluate_with(const rule::CheckedRules& rules, const Dataset& data, OwnerRef holder,
                       const rule::Evaluation& evaluation, Changes changes) {
  Findings findings = empty_findings(rules);
  const rule::Moment& moment = evaluation.moment;
  Ledger ledger(rules, data, moment.seen == kNoDay ? moment.as_of : moment.seen, moment.known_at);
  Clock clock(moment.as_of);
  Run run(ledger, holder, evaluation.params, clock);
  const std::string id = ledger.id(holder);
  for (size_t d = 0; d < rules.duties.size(); ++d) {
    if (rules.duties[d].holder != holder.type) continue;
    Judgements judged = run.findings(static_cast<int>(d), true);
    if (changes != Changes::none) {
      find_changes(ledger, holder, evaluation.params, static_cast<int>(d), moment.as_of, judged,
                   changes == Changes::by_every_day);
    }
    for (const Judged& finding : judged) append(findings, static_cast<int>(d), holder, id, finding);
  }
  findings.finish();
  return findings;
}

Findings evaluate(const rule::CheckedRules& rules, const Dataset& data, int owner_type, uint32_t owner,
                  const rule::Evaluation& evaluation, bool changes_on) {
  return evaluate_with(rules, data, {owner_type, owner}, evaluation, changes_on ? Changes::by_next_day : Changes::none);
}

}  // namespace hegui::explain
