// Waivers, advice, composition, changes: sections 10 to 12 of docs/evaluation.md.
//
// In:   a duty.   Out: its findings.   Cost: a duty that uses k assumptions is judged up to 1 + 2^k times.
// Test: tests/explain/run_test.cc
#include "explain/run.h"

#include <algorithm>

namespace hegui::explain {

const rule::Frame& frame_of(const rule::Duty& duty) {
  static const rule::Frame campaign;
  return std::visit(
      [](const auto& shape) -> const rule::Frame& {
        if constexpr (requires { shape.within; })
          return shape.within;
        else
          return campaign;
      },
      duty.shape);
}

Day Run::campaign_end() const { return rule::day_of_ref(ledger_.rules().campaign_until, params_); }

Matter Run::matter(int duty) {
  Matter m(evaluator_, ledger_.rules().duties[static_cast<size_t>(duty)]);
  m.given_life = life_;
  return m;
}

Judgements Run::judge(int duty_index) {
  const rule::Duty& duty = ledger_.rules().duties[static_cast<size_t>(duty_index)];
  Matter m = matter(duty_index);
  struct Visit {
    Run& run;
    Matter& m;
    int index;
    Judgements operator()(const rule::Count& s) const { return judge_count(m, s); }
    Judgements operator()(const rule::Items& s) const { return judge_items(m, s); }
    Judgements operator()(const rule::Respond& s) const { return judge_respond(m, s); }
    Judgements operator()(const rule::Cover& s) const { return judge_cover(m, s); }
    Judgements operator()(const rule::Forbid& s) const { return judge_forbid(m, s); }
    Judgements operator()(const rule::State& s) const { return judge_state(m, s); }
    Judgements operator()(const rule::DecisionTable& s) const { return judge_table(m, s); }
    Judgements operator()(const rule::Judge& s) const { return judge_person(m, s); }
    Judgements operator()(const rule::Hold& s) const { return judge_hold(m, s); }
    Judgements operator()(const rule::Compose& s) const {
      std::vector<std::pair<const rule::Duty*, const Judgements*>> parts;
      for (const int part : s.duties) {
        const rule::Duty& other = m.rules.duties[static_cast<size_t>(part)];
        if (other.holder != m.duty.holder) continue;
        if (std::holds_alternative<rule::Compose>(other.shape) && part >= index) continue;
        parts.emplace_back(&other, &run.findings(part, true));
      }
      return judge_compose(m, parts);
    }
  };
  const rule::Frame& frame = frame_of(duty);
  // Rows of any day have no frame that could be empty; one finding for the holder has.
  const auto* forbid = std::get_if<rule::Forbid>(&duty.shape);
  const bool framed = frame.kind != rule::Frame::Kind::any || (forbid && !forbid->each);
  Judgements findings;
  const Bounds bounds = m.frame(frame);
  const bool once = std::holds_alternative<rule::Cover>(duty.shape) || std::holds_alternative<rule::State>(duty.shape) ||
                    std::holds_alternative<rule::DecisionTable>(duty.shape) ||
                    std::holds_alternative<rule::Judge>(duty.shape) || std::holds_alternative<rule::Compose>(duty.shape) ||
                    (forbid && !forbid->each);
  if (framed && bounds.empty())
    findings.push_back(m.not_applicable());
  else if (once && clock_.reached(bounds.from) && !m.in_force(bounds.until))
    findings.push_back(m.not_applicable());
  else
    findings = std::visit(Visit{*this, m, duty_index}, duty.shape);
  // A finding of the whole frame is given once the frame has begun.
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [&](const Judged& f) {
                                  return f.kind == InstanceKind::once && f.from != kNoDay && !clock_.reached(f.from);
                                }),
                 findings.end());
  for (Judged& finding : findings) apply_waivers(m, finding);
  doubt_life(duty_index, findings);
  return findings;
}

void Run::apply_waivers(Matter& m, Judged& finding) {
  if (finding.verdict == Verdict::satisfied || finding.verdict == Verdict::not_applicable) return;
  const rule::Roles& r = m.roles();
  if (r.waivers < 0) return;
  Gaps open;
  for (const RowRef& row : ledger_.rows(holder_, r.waivers)) {
    const auto field = [&](int f) { return f < 0 ? Value{} : reading_.field(row, f); };
    const Value duty = field(r.waiver_duty);
    if (!duty.is(Value::Kind::string) || duty.text != m.duty.id) continue;
    const Value instance = field(r.waiver_instance);
    if (instance.is(Value::Kind::string) && !instance.text.empty() && instance.text != finding.label) continue;
    const Day known = finding.due != kNoDay ? finding.due : finding.until;
    if (known == kNoDay || !clock_.reached(known)) clock_.note(clock_.peek() + 1);
    const Value point = Value::of_day(known == kNoDay ? clock_.peek() : clock_.until(known));
    Values tests;
    const Value from = field(r.waiver_from);
    const Value until = field(r.waiver_until);
    tests.push_back(from.is(Value::Kind::date) ? less(from, point, true) : from);
    tests.push_back(until.is(Value::Kind::date) ? less(point, until, true) : until);
    if (r.waiver_approved_by >= 0) {
      const Value approver = field(r.waiver_approved_by);
      const bool empty = !approver.is_unknown() && reading_.has(row, r.waiver_approved_by).is_false();
      const std::string& name = ledger_.type(row).fields[static_cast<size_t>(r.waiver_approved_by)].name;
      tests.push_back(approver.is_unknown() ? approver
                      : empty               ? Value::unknown(Gap{ReasonCode::field_missing, ledger_.label(row), name, {}})
                                            : Value::of_bool(true));
    }
    const Value covers = all_of(tests);
    if (covers.is_true()) return finding.set(Verdict::waived, {{ReasonCode::waiver, ledger_.label(row), "", {}}});
    if (!covers.is_false()) add(open, gaps_of(covers));
  }
  if (!open.empty() && finding.verdict != Verdict::pending) finding.set(Verdict::indeterminate, std::move(open));
}

void Run::advise(int duty_index, Judgements& findings) {
  const rule::Duty& duty = ledger_.rules().duties[static_cast<size_t>(duty_index)];
  for (Judged& finding : findings)
    if (finding.advise_if_adverse && adverse(finding.verdict)) finding.advisory = true;
  if (duty.assumptions.empty()) return;
  if (std::none_of(findings.begin(), findings.end(), [](const Judged& f) { return adverse(f.verdict); })) return;
  const std::vector<std::vector<rule::Value>> corners = rule::corners(ledger_.rules(), duty, params_);
  std::vector<Judgements> elsewhere;
  for (const std::vector<rule::Value>& params : corners) {
    Run corner(ledger_, holder_, params, clock_, life_);
    elsewhere.push_back(corner.findings(duty_index, false));
  }
  for (Judged& finding : findings) {
    if (!adverse(finding.verdict)) continue;
    if (finding.verdict != Verdict::satisfied_late && !clock_.passed(campaign_end())) finding.advisory = true;
    for (const Judgements& other : elsewhere) {
      const auto same = std::find_if(other.begin(), other.end(), [&](const Judged& f) { return f.same_instance(finding); });
      if (same == other.end() || !adverse(same->verdict)) finding.advisory = true;
    }
  }
}

const Judgements& Run::findings(int duty, bool advice) {
  const auto known = known_.find({duty, advice});
  if (known != known_.end()) return known->second;
  Judgements findings = advice ? this->findings(duty, false) : judge(duty);
  if (advice) advise(duty, findings);
  return known_.emplace(std::make_pair(duty, advice), std::move(findings)).first->second;
}

void find_changes(Ledger& ledger, OwnerRef holder, const std::vector<rule::Value>& params, int duty, Day as_of,
                  Judgements& findings, bool every_day) {
  const Day end = rule::day_of_ref(ledger.rules().campaign_until, params);
  const Day horizon = std::max(as_of, end) + rule::kChangeHorizon;
  Clock start(as_of);
  Run(ledger, holder, params, start).findings(duty, false);
  Day day = every_day ? as_of + 1 : start.next();
  size_t open = findings.size();
  for (Judged& finding : findings) finding.changes_on = kNoDay;
  while (open > 0 && day <= horizon) {
    Clock clock(day);
    Run run(ledger, holder, params, clock);
    const Judgements& then = run.findings(duty, false);
    for (Judged& finding : findings) {
      if (finding.changes_on != kNoDay) continue;
      const auto same = std::find_if(then.begin(), then.end(), [&](const Judged& f) { return f.same_instance(finding); });
      if (same != then.end() && same->verdict == finding.verdict) continue;
      finding.changes_on = day;
      --open;
    }
    day = every_day ? day + 1 : clock.next();
  }
}

}  // namespace hegui::explain
