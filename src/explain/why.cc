// Why: one finding explained from its clauses down to its rows.
//
// In:   a duty, an instance.   Out: Explanation.
// Idea: the finding is made as always; then every row that its evidence looked at is placed again: counted, possible, rejected
// (by which part of which condition) or outside (of which days).
// Cost: as evaluating the duty once more.   Test: tests/explain/why_test.cc
#include "explain/why.h"

#include <algorithm>
#include <functional>
#include <set>

#include "explain/evaluate.h"
#include "explain/explain.h"
#include "explain/words.h"

namespace hegui::explain {

namespace {

using Status = UsedRow::Status;

std::string event_text(const Event& event) {
  if (!event.dated || !event.filled) return {};
  return to_text(Value::of_days(event.range, {}));
}

std::string span_text(Bounds b) {
  return (b.from == kAlways ? std::string("..") : format_date(b.from) + "..") +
         (b.until == kNever ? std::string() : format_date(b.until));
}

/// What only some shapes know of a row.
using Adjust = std::function<void(const RowRef& row, UsedRow& used)>;

/// Places the rows of a selection against days.
void place_rows(Matter& m, int selection, const Env& env, Bounds days, std::vector<UsedRow>& out, const Adjust& adjust = {}) {
  const std::vector<rule::ExprIx> conditions = m.evaluator.conditions(selection);
  for (const Candidate& c : m.evaluator.candidates(selection, env)) {
    UsedRow used;
    used.record = m.ledger.label(c.row);
    const Event event = m.ledger.event(c.row);
    used.date = event_text(event);
    Gaps gaps = c.presence;
    add(gaps, c.membership_gaps());
    const Matter::Side side = m.side(event, days, &gaps);
    if (c.membership.is_false()) {
      used.status = Status::rejected;
      const Env row = m.evaluator.with_row(env, c.row);
      for (const rule::ExprIx condition : conditions) {
        used.why = first_failing(m, condition, row);
        if (!used.why.empty()) break;
      }
      used.why_zh = "条件不成立：" + used.why;
    } else if (side == Matter::Side::outside) {
      used.status = Status::outside;
      used.why = "outside " + span_text(days);
      used.why_zh = "不在 " + span_text(days) + " 之内";
    } else if (!gaps.empty() || side == Matter::Side::open) {
      used.status = Status::possible;
      const Said said = say(gaps);
      used.why = said.en;
      used.why_zh = said.zh;
    } else {
      used.status = Status::counted;
    }
    if (adjust) adjust(c.row, used);
    out.push_back(std::move(used));
  }
}

/// "2023-11-25 -> 2023-11-24 (NOTICE)": a due day that the calendar moved, and what its rest days go by.
std::string moved_due(const rule::CheckedRules& rules, const Judged& f) {
  if (f.nominal_due == kNoDay || f.nominal_due == f.due || f.nominal_due == kNever) return {};
  std::string text = format_date(f.nominal_due) + " -> " + (f.due == kNoDay ? std::string("?") : format_date(f.due));
  const std::string_view notice = rules.calendar.notice(f.nominal_due);
  return notice.empty() ? text : text + " (" + std::string(notice) + ")";
}

/// The row that an item or a trigger stands for.
std::optional<RowRef> row_of(Matter& m, int selection, const Env& env, const std::string& label) {
  for (const Candidate& c : m.evaluator.candidates(selection, env))
    if (m.ledger.label(c.row) == label) return c.row;
  return std::nullopt;
}

/// A row judged by checks or dates of its own.
void judge_row(Matter& m, const RowRef& row, const Judged& finding, std::vector<UsedRow>& out) {
  UsedRow used;
  used.record = m.ledger.label(row);
  used.date = event_text(m.ledger.event(row));
  const Said said = say(finding.reasons);
  used.why = said.en;
  used.why_zh = said.zh;
  used.status = finding.verdict == Verdict::indeterminate                                             ? Status::possible
                : finding.verdict == Verdict::satisfied || finding.verdict == Verdict::satisfied_late ? Status::counted
                                                                                                      : Status::rejected;
  out.push_back(std::move(used));
}

struct RowsOf {
  Matter& m;
  const Judged& f;
  const Judgements& all;  // of the duty
  std::vector<UsedRow>& out;
  std::vector<std::string>& conditions;

  Env env() const { return m.evaluator.env(m.clock.until(f.until == kNoDay ? m.campaign().until : f.until)); }

  /// With `serves: one`: a row that serves this instance, another one, or none.
  void say_whom_it_serves(const RowRef& row, UsedRow& used) const {
    if (used.status != Status::counted) return;
    for (const Judged& other : all) {
      if (std::find(other.served_by.begin(), other.served_by.end(), row) == other.served_by.end()) continue;
      if (other.same_instance(f)) return;
      used.status = Status::rejected;
      used.why = "serves " + other.label;
      used.why_zh = "已用于 " + other.label;
      return;
    }
    if (f.served_by.empty()) return;
    used.status = Status::rejected;
    used.why = "not needed";
    used.why_zh = "未用到";
  }

  /// A row of another window by its label.
  void say_whose_label(const rule::Count& shape, const RowRef& row, UsedRow& used) const {
    if (used.status == Status::rejected) return;
    const Value label = m.evaluator.eval(shape.match, m.evaluator.with_row(env(), row));
    if (label.is(Value::Kind::string) && label.text != f.label) {
      used.status = Status::outside;
      used.why = "for " + label.text;
      used.why_zh = "属于 " + label.text;
    } else if (!label.is(Value::Kind::string)) {
      const Said said = say(gaps_of(label));
      used.status = Status::possible;
      used.why = said.en;
      used.why_zh = said.zh;
    }
  }

  void operator()(const rule::Count& base) const {
    const rule::Count& shape = f.branch > 0 ? m.duty.unless[static_cast<size_t>(f.branch - 1)].count : base;
    Bounds days{f.from, f.until};
    if (shape.evidence == rule::Evidence::ever) days.from = kAlways;
    if (shape.evidence == rule::Evidence::whole) {
      Division division;
      division.per = shape.per;
      division.within = &shape.within;
      division.named = &shape.windows;
      division.broken = rule::Broken::count;
      for (const HolderWindow& hw : m.windows(division))
        if (hw.window.label == f.label) days = {hw.window.whole_from, hw.window.whole_until};
    }
    if (shape.late == rule::Late::owed && !shape.at_most) days.until = std::max(days.until, m.clock.peek());
    if (shape.match != rule::kNone) days = {};
    for (const Gap& gap : f.reasons) {  // the span of days that failed
      if (gap.code != ReasonCode::not_held || gap.args.size() < 2) continue;
      const auto first = parse_date(gap.args[0]), last = parse_date(gap.args[1]);
      if (first && last) days = {*first, *last};
    }
    place_rows(m, shape.rows, env(), days, out, [&](const RowRef& row, UsedRow& used) {
      if (shape.match != rule::kNone) say_whose_label(shape, row, used);
      if (shape.serves_one) say_whom_it_serves(row, used);
    });
  }

  void operator()(const rule::Items& shape) const {
    const std::string label = f.kind == InstanceKind::item_window ? f.label.substr(0, f.label.rfind('/')) : f.label;
    const Env holder = m.evaluator.env(m.clock.until(m.campaign().until));
    const std::optional<RowRef> row = row_of(m, shape.rows, holder, label);
    if (!row) return;
    if (f.kind == InstanceKind::item_window) {
      Env with = env();
      with[cel::kItem] = Value::of_row(*row);
      place_rows(m, shape.with, with, {f.from, f.until}, out, [&](const RowRef& evidence, UsedRow& used) {
        if (shape.serves_one) say_whom_it_serves(evidence, used);
      });
      return;
    }
    const Env inner = m.evaluator.with_row(holder, *row);
    for (const rule::Check& check : shape.require)
      conditions.push_back(check.name + " = " + to_text(m.evaluator.eval(check.expr, inner)));
    if (shape.done != rule::kNone) conditions.push_back("done = " + to_text(m.evaluator.eval(shape.done, inner)));
    if (shape.due != rule::kNone) conditions.push_back("due = " + to_text(m.evaluator.eval(shape.due, inner)));
    if (shape.closed != rule::kNone) conditions.push_back("closed = " + to_text(m.evaluator.eval(shape.closed, inner)));
    if (shape.remedy != rule::kNone) conditions.push_back("remedy = " + to_text(m.evaluator.eval(shape.remedy, inner)));
    judge_row(m, *row, f, out);
  }

  void operator()(const rule::Respond& shape) const {
    const Env holder = m.evaluator.env(m.clock.until(m.campaign().until));
    const std::optional<RowRef> row = row_of(m, shape.to, holder, f.label);
    if (!row || f.from == kNoDay) return;
    Env with = holder;
    with[cel::kTrigger] = Value::of_row(*row);
    const Day due = f.until == kNoDay ? m.clock.peek() : f.until;
    const Day last = shape.late == rule::Late::owed ? std::max(due, m.clock.peek()) : due;
    place_rows(m, shape.with, with, {f.from, last}, out, [&](const RowRef& evidence, UsedRow& used) {
      if (shape.serves_one) say_whom_it_serves(evidence, used);
    });
  }

  void operator()(const rule::Cover& shape) const {
    const Env at = m.evaluator.env(m.clock.until(f.due == kNoDay ? f.until : f.due));
    Gaps missing;
    std::set<std::string> absent;
    for (const Gap& gap : f.reasons)
      if (gap.code == ReasonCode::member_missing) absent.insert(gap.record);
    place_rows(m, shape.members, at, {}, out);
    for (UsedRow& used : out) {
      if (used.status != Status::counted || absent.count(used.record) == 0) continue;
      used.status = Status::rejected;
      used.why = "not covered";
      used.why_zh = "未覆盖";
    }
    if (shape.by >= 0) place_rows(m, shape.by, at, m.frame(shape.within), out);
  }

  void operator()(const rule::Forbid& shape) const {
    const Env holder = m.evaluator.env(m.clock.until(m.campaign().until));
    if (shape.each) {
      if (const auto row = row_of(m, shape.rows, holder, f.label)) judge_row(m, *row, f, out);
      return;
    }
    place_rows(m, shape.rows, holder, shape.within.kind == rule::Frame::Kind::any ? Bounds{} : m.frame(shape.within), out);
    for (UsedRow& used : out) {
      for (const Gap& gap : f.reasons) {
        if (gap.code != ReasonCode::forbidden || gap.record != used.record) continue;
        const Said said = say(gap);
        used.why = said.en;
        used.why_zh = said.zh;
      }
    }
  }

  void operator()(const rule::State& shape) const {
    const Env now = m.evaluator.env(m.clock.peek());
    for (const rule::Check& check : shape.require)
      conditions.push_back(check.name + " = " + to_text(m.evaluator.eval(check.expr, now)));
  }

  void operator()(const rule::DecisionTable& shape) const {
    const Env now = m.evaluator.env(m.clock.peek());
    for (const rule::DecisionTable::Row& row : shape.rows) {
      const std::string outcome = row.outcome < 0 ? "-" : shape.outcomes[static_cast<size_t>(row.outcome)].name;
      const Value v = row.cond == rule::kNone ? Value::of_bool(true) : m.evaluator.eval(row.cond, now);
      conditions.push_back("row -> " + outcome + " = " + to_text(v));
    }
    for (const rule::Check& check : shape.outcomes)
      if (check.expr != rule::kNone) conditions.push_back(check.name + " = " + to_text(m.evaluator.eval(check.expr, now)));
  }

  void operator()(const rule::Judge& shape) const { conditions.push_back(shape.question_zh + " / " + shape.question_en); }

  /// What the condition said on the first day of each time in which it did not hold; without one, on the last day asked.
  void operator()(const rule::Hold& shape) const {
    std::vector<Day> days;
    for (const Gap& gap : f.reasons)
      if (gap.code == ReasonCode::not_held && !gap.args.empty())
        if (const auto day = parse_date(gap.args[0])) days.push_back(*day);
    if (days.empty()) days.push_back(m.clock.until(f.until));
    for (const Day day : days) {
      std::vector<std::string> parts;
      parts_with_values(m, shape.holds, m.evaluator.env(day), parts);
      for (const std::string& part : parts) conditions.push_back(format_date(day) + ": " + part);
    }
  }

  void operator()(const rule::Compose&) const {
    for (const Gap& gap : f.reasons)
      if (gap.code == ReasonCode::part) conditions.push_back(say(gap).en);
  }
};

}  // namespace

std::optional<Explanation> explain(const rule::CheckedRules& rules, const Dataset& data, int owner_type, uint32_t owner,
                                   const std::string& duty_id, const std::string& instance_label,
                                   const rule::Evaluation& evaluation) {
  const int index = rules.duty(duty_id);
  if (index < 0 || rules.duties[static_cast<size_t>(index)].holder != owner_type) return std::nullopt;
  const rule::Duty& duty = rules.duties[static_cast<size_t>(index)];
  const rule::Moment& moment = evaluation.moment;
  const OwnerRef holder{owner_type, owner};
  Ledger ledger(rules, data, moment.seen == kNoDay ? moment.as_of : moment.seen, moment.known_at);
  Clock clock(moment.as_of);
  Run run(ledger, holder, evaluation.params, clock);
  Judgements findings = run.findings(index, true);
  find_changes(ledger, holder, evaluation.params, index, moment.as_of, findings, false);
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Judged& f) {
    return f.label == instance_label || (instance_label.empty() && findings.size() == 1);
  });
  if (found == findings.end()) return std::nullopt;
  const Judged& finding = *found;
  Matter m(run.evaluator(), duty);

  Explanation e;
  e.finding = empty_findings(rules);
  append(e.finding, index, holder, ledger.id(holder), finding);
  e.finding.finish();
  e.duty = duty.id;
  e.zh = duty.zh;
  e.en = duty.en;
  for (const std::string& id : e.finding.clauses(e.finding.rows[0]))
    e.quotes.emplace_back(id, rules.clauses[static_cast<size_t>(rules.clause(id))].text);

  const std::set<int> params = params_of(m);
  std::set<int> readings(duty.readings.begin(), duty.readings.end());
  for (const int p : params) {
    const rule::Param& param = rules.params[static_cast<size_t>(p)];
    if (param.reading >= 0) readings.insert(param.reading);
    e.params.emplace_back(
        param.name, param_text(param, evaluation.params[static_cast<size_t>(p)]) + " (" + origin_text(rules, param) + ")");
  }
  for (const int r : readings) {
    const rule::Reading& reading = rules.readings[static_cast<size_t>(r)];
    e.readings.push_back(reading.id + " " + reading.zh + (reading.en.empty() ? "" : " / " + reading.en));
  }

  const Env env = m.evaluator.env(clock.until(finding.kind == InstanceKind::window ? finding.until : m.campaign().until));
  parts_with_values(m, duty.when, env, e.conditions);
  for (const rule::Branch& branch : duty.unless) parts_with_values(m, branch.when, env, e.conditions);
  if (const std::string moved = moved_due(rules, finding); !moved.empty()) e.conditions.push_back("due: " + moved);
  if (finding.verdict != Verdict::not_applicable || finding.kind != InstanceKind::once)
    std::visit(RowsOf{m, finding, findings, e.rows, e.conditions}, duty.shape);
  Said said = remedy(m, finding);
  e.remedy = std::move(said.en);
  e.remedy_zh = std::move(said.zh);
  return e;
}

}  // namespace hegui::explain
