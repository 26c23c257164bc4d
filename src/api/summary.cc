// The summary of a run, for a person.
//
// In:   findings with their rules and records.   Out: text: totals by verdict, then each duty that somebody has broken, worst
// first, with the holders who have broken it worst.
// Idea: one pass groups the rows by duty and holder; everything else is sorting and aligning terminal cells.
// Cost: O(findings) and the sorting of duties and their holders.   Test: tests/api/report_test.cc
#include <algorithm>
#include <array>

#include "api/state.h"
#include "api/words.h"
#include "base/source.h"

namespace hegui {
namespace {

constexpr size_t kTitleCells = 36;
constexpr size_t kInstances = 4;  // named for one holder
using Counts = std::array<size_t, kVerdicts>;

size_t& at(Counts& counts, Verdict verdict) { return counts[static_cast<size_t>(verdict)]; }
size_t at(const Counts& counts, Verdict verdict) { return counts[static_cast<size_t>(verdict)]; }

struct Holder {
  std::string_view id;
  uint8_t type = 0;
  Counts counts{};
  std::vector<const FindingRow*> adverse;
};

struct Group {
  uint16_t duty = 0;
  Counts counts{};
  size_t advisory = 0;
  size_t adverse_holders = 0;
  std::vector<Holder> holders;  // in the order of the findings
};

/// Worst first: more violated, then more overdue, then more late.
template <typename T>
bool worse(const T& a, const T& b) {
  for (const Verdict verdict : {Verdict::violated, Verdict::overdue, Verdict::satisfied_late, Verdict::indeterminate}) {
    if (at(a.counts, verdict) != at(b.counts, verdict)) return at(a.counts, verdict) > at(b.counts, verdict);
  }
  return false;
}

/// Duties with something violated before those with something overdue before those with something late.
int rank(const Counts& counts) {
  if (at(counts, Verdict::violated) > 0) return 0;
  if (at(counts, Verdict::overdue) > 0) return 1;
  if (at(counts, Verdict::satisfied_late) > 0) return 2;
  return at(counts, Verdict::indeterminate) > 0 ? 3 : 4;
}

std::vector<Group> group(const Findings& findings) {
  std::vector<Group> groups(findings.duties.size());
  for (size_t i = 0; i < groups.size(); ++i) groups[i].duty = static_cast<uint16_t>(i);
  for (const FindingRow& row : findings.rows) {
    Group& duty = groups[row.duty];
    if (row.advisory) {
      ++duty.advisory;
      continue;
    }
    ++at(duty.counts, row.verdict);
    const std::string_view id = findings.holder(row);
    if (duty.holders.empty() || duty.holders.back().id != id || duty.holders.back().type != row.holder_type) {
      duty.holders.push_back({id, row.holder_type, {}, {}});
    }
    Holder& holder = duty.holders.back();
    ++at(holder.counts, row.verdict);
    if (!adverse(row.verdict)) continue;
    if (holder.adverse.empty()) ++duty.adverse_holders;
    holder.adverse.push_back(&row);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return rank(a.counts) != rank(b.counts) ? rank(a.counts) < rank(b.counts) : worse(a, b);
  });
  return groups;
}

/// The page while it is written.
class Page {
 public:
  Page(const RuleSet& rules, const Records& records, const Findings& findings, const SummaryOptions& options)
      : rules_(*rules.state()->rules),
        data_(*records.state()->data),
        findings_(findings),
        options_(options),
        zh_(api::chinese(options.language)),
        labels_(*rules.state()->rules->model) {}

  std::string text(const RunOptions& run) {
    head(run);
    totals();
    duties();
    return std::move(out_);
  }

 private:
  std::string say(const char* en, const char* zh) const { return zh_ ? zh : en; }
  std::string verdict_word(Verdict verdict) const {
    std::string text(zh_ ? word_zh(verdict) : word(verdict));
    if (!zh_) std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }

  void head(const RunOptions& run) {
    const std::string& title = zh_ || rules_.title_en.empty() ? rules_.title_zh : rules_.title_en;
    out_ += title + "\n";
    if (!rules_.document.empty()) out_ += rules_.document + "   ";
    out_ += rules_.name + " " + rules_.version + "\n";
    out_ += say("As of ", "截至 ") + run.as_of;
    if (!run.known_at.empty()) out_ += say(", known by ", "，依据不晚于下述日期录入的记录：") + run.known_at;
    out_ += "\n";
    for (const auto& [name, value] : run.params) out_ += say("Parameter changed: ", "参数改动：") + name + " = " + value + "\n";
    out_ += "\n";
  }

  void totals() {
    const Tally all = tally(findings_);
    size_t holders = 0;
    for (size_t i = 0; i < findings_.rows.size(); ++i) {
      const FindingRow& row = findings_.rows[i];
      if (i == 0 || row.holder != findings_.rows[i - 1].holder || row.holder_type != findings_.rows[i - 1].holder_type)
        ++holders;
    }
    out_ +=
        zh_ ? api::grouped(holders) + " 个责任主体，" + api::grouped(all.total) + " 条结论\n"
            : api::grouped(all.total) + " findings for " + api::grouped(holders) + (holders == 1 ? " holder\n" : " holders\n");
    size_t most = 1;
    for (const size_t count : all.verdicts) most = std::max(most, count);
    const auto line = [&](const std::string& name, size_t count) {
      if (count == 0) return;
      const size_t bar = (count * 30 + most - 1) / most;
      out_ += "  " + api::left(name, 18) + api::right(api::grouped(count), 10) + "  ";
      for (size_t i = 0; i < bar; ++i) out_ += "█";
      out_ += "\n";
    };
    for (int i = 0; i < kVerdicts; ++i) line(verdict_word(static_cast<Verdict>(i)), all.verdicts[static_cast<size_t>(i)]);
    line(say("advisory only", "仅供参考"), all.advisory);
    if (all.advisory > 0) {
      out_ += say("  (advisory: turns on an assumed value, such as days for a word that names none; not a breach)\n",
                  "  （仅供参考：结论取决于推定的数值，例如“及时”按几天计，不作为违反认定）\n");
    }
    out_ += "\n";
  }

  void duties() {
    const std::vector<Group> groups = group(findings_);
    size_t broken = 0;
    for (const Group& duty : groups) broken += duty.adverse_holders > 0 ? 1 : 0;
    if (broken == 0) out_ += say("Nobody has broken a duty.\n", "没有发现违反或逾期。\n");
    if (broken == 0 && !options_.all_duties) return;
    if (broken > 0) {
      out_ += zh_ ? "有违反或逾期的责任事项 " + std::to_string(broken) + " 项，最严重的在前\n"
                  : std::to_string(broken) +
                        (broken == 1 ? " duty is broken or late\n" : " duties are broken or late, worst first\n");
    }
    columns(say("duty", "责任事项"), say("violated", "违反"), say("overdue", "逾期未履行"), say("late", "逾期履行"),
            say("undecided", "无法判定"), say("met", "已履行"), say("holders", "主体数"));
    size_t shown = 0;
    for (const Group& duty : groups) {
      const bool any = duty.adverse_holders > 0;
      if (!any && !(options_.all_duties && !duty.holders.empty())) continue;
      if (options_.max_duties > 0 && shown == options_.max_duties) break;
      ++shown;
      one_duty(duty);
    }
    if (options_.max_duties > 0 && broken > shown) {
      out_ += zh_ ? "另有 " + std::to_string(broken - shown) + " 项责任事项\n"
                  : "and " + std::to_string(broken - shown) + " more duties\n";
    }
  }

  void columns(const std::string& title, const std::string& a, const std::string& b, const std::string& c, const std::string& d,
               const std::string& e, const std::string& f) {
    out_ += api::left(title, kTitleCells);
    for (const std::string& cell : {a, b, c, d, e, f}) out_ += api::right(cell, 11);
    out_ += "\n";
  }

  void one_duty(const Group& duty) {
    const DutyInfo& info = findings_.duties[duty.duty];
    const std::string& title = zh_ || info.en.empty() ? info.zh : info.en;
    const auto number = [](size_t count) { return count == 0 ? std::string("-") : api::grouped(count); };
    out_ += title;
    if (!info.clauses.empty() && !info.clauses[0].empty()) out_ += "  [" + api::joined(info.clauses[0], ", ") + "]";
    out_ += "\n";
    columns("  " + api::cut(info.id, kTitleCells - 3), number(at(duty.counts, Verdict::violated)),
            number(at(duty.counts, Verdict::overdue)), number(at(duty.counts, Verdict::satisfied_late)),
            number(at(duty.counts, Verdict::indeterminate)), number(at(duty.counts, Verdict::satisfied)),
            number(duty.adverse_holders));
    if (options_.holders_per_duty == 0) return;
    std::vector<const Holder*> worst;
    for (const Holder& holder : duty.holders) {
      if (!holder.adverse.empty()) worst.push_back(&holder);
    }
    std::stable_sort(worst.begin(), worst.end(), [](const Holder* a, const Holder* b) { return worse(*a, *b); });
    const size_t named = std::min(worst.size(), options_.holders_per_duty);
    for (size_t i = 0; i < named; ++i) one_holder(*worst[i]);
    if (worst.size() > named) {
      out_ += zh_ ? "      另有 " + std::to_string(worst.size() - named) + " 个主体\n"
                  : "      and " + std::to_string(worst.size() - named) + " more\n";
    }
  }

  void one_holder(const Holder& holder) {
    out_ += "      " + std::string(holder.id);
    const std::string_view name = name_of(holder);
    if (!name.empty() && name != holder.id) out_ += " " + std::string(name);
    out_ += zh_ ? "：" : ": ";
    std::vector<const FindingRow*> rows = holder.adverse;
    std::stable_sort(rows.begin(), rows.end(),
                     [](const FindingRow* a, const FindingRow* b) { return a->verdict < b->verdict; });
    Verdict last = Verdict::not_applicable;
    for (size_t i = 0; i < rows.size() && i < kInstances; ++i) {
      const std::string_view label = findings_.label(*rows[i]);
      if (i == 0 || rows[i]->verdict != last) {
        if (i > 0) out_ += zh_ ? "；" : "; ";
        out_ += verdict_word(rows[i]->verdict) + " ";
      } else {
        out_ += zh_ ? "、" : ", ";
      }
      last = rows[i]->verdict;
      out_ += label == "campaign" ? say("(whole campaign)", "（整个专项行动期间）") : std::string(label);
    }
    if (rows.size() > kInstances) out_ += say(" and ", " 等 ") + std::to_string(rows.size()) + say(" in all", " 条");
    const std::vector<Reason> reasons = findings_.reasons_of(*rows[0]);
    if (!reasons.empty()) {
      out_ += zh_ ? "（" : " (";
      out_ += api::cut(
          api::reason_in_words(api::with_title(reasons[0], findings_.duties, options_.language), options_.language, &labels_),
          60);
      if (reasons.size() > 1) out_ += say(" ...", " 等");
      out_ += zh_ ? "）" : ")";
    }
    out_ += "\n";
  }

  std::string_view name_of(const Holder& holder) const {
    return api::name_of(data_, findings_.holder_types[holder.type], holder.id);
  }

  const rule::CheckedRules& rules_;
  const Dataset& data_;
  const Findings& findings_;
  const SummaryOptions& options_;
  const bool zh_;
  const api::Labels labels_;
  std::string out_;
};

}  // namespace

std::string summary_text(const RuleSet& rules, const Records& records, const Findings& findings, const RunOptions& run,
                         const SummaryOptions& options) {
  if (rules.empty() || records.empty()) return {};
  return Page(rules, records, findings, options).text(run);
}

}  // namespace hegui
