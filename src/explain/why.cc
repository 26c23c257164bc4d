// Why: one finding explained from its clauses down to its rows.
//
// In:   a duty, an instance.   Out: Explanation.
// Idea: the finding is made as always; then every row that its evidence looked at is placed again: counted, possible, rejected
// (by which part of which condition) or outside (of which days).
// Cost: as evaluating the duty once more.   Test: tests/explain/why_test.cc
#include <algorithm>
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

/// Places the rows of a selection against days.
void place_rows(Matter& m, int selection, const Env& env, Bounds days, std::vector<UsedRow>& out) {
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
    out.push_back(std::move(used));
  }
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
  std::vector<UsedRow>& out;
  std::vector<std::string>& conditions;

  Env env() const { return m.evaluator.env(m.clock.until(f.until == kNoDay ? m.campaign().until : f.until)); }

  void operator()(const rule::Count& base) const {
    const rule::Count& shape = f.branch > 0 ? m.duty.unless[static_cast<size_t>(f.branch - 1)].count : base;
    Bounds days{f.from, f.until};
    if (shape.evidence == rule::Evidence::ever) days.from = kAlways;
    if (shape.evidence == rule::Evidence::whole) {
      for (const HolderWindow& hw : m.windows(shape.per, shape.within, 0))
        if (hw.window.label == f.label) days = {hw.window.whole_from, hw.window.whole_until};
    }
    if (shape.late == rule::Late::owed && !shape.at_most) days.until = std::max(days.until, m.clock.peek());
    place_rows(m, shape.rows, env(), days, out);
  }

  void operator()(const rule::Items& shape) const {
    const std::string label = f.kind == InstanceKind::item_window ? f.label.substr(0, f.label.rfind('/')) : f.label;
    const Env holder = m.evaluator.env(m.clock.until(m.campaign().until));
    const std::optional<RowRef> row = row_of(m, shape.rows, holder, label);
    if (!row) return;
    if (f.kind == InstanceKind::item_window) {
      Env with = env();
      with[cel::kItem] = Value::of_row(*row);
      place_rows(m, shape.with, with, {f.from, f.until}, out);
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
    const Day last = shape.late == rule::Late::owed ? std::max(f.until, m.clock.peek()) : f.until;
    place_rows(m, shape.with, with, {f.from, last}, out);
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

  void operator()(const rule::Compose&) const {
    for (const Gap& gap : f.reasons)
      if (gap.code == ReasonCode::part) conditions.push_back(say(gap).en);
  }
};

/// Parameters a duty depends on, wherever they stand in it.
std::set<int> params_of(const Matter& m) {
  std::set<int> params;
  const auto expression = [&](rule::ExprIx e) {
    if (e == rule::kNone) return;
    for (const int p : m.rules.exprs[static_cast<size_t>(e)].params) params.insert(p);
  };
  const auto number = [&](const rule::NumberRef& n) {
    if (n.param >= 0) params.insert(n.param);
  };
  const auto day = [&](const rule::DayRef& d) {
    if (d.param >= 0) params.insert(d.param);
  };
  const auto selection = [&](int s) {
    if (s >= 0)
      for (const rule::ExprIx e : m.evaluator.conditions(s)) expression(e);
  };
  const auto frame = [&](const rule::Frame& f) {
    using K = rule::Frame::Kind;
    if (f.kind == K::phase) {
      day(m.rules.phases[static_cast<size_t>(f.phase)].from);
      day(m.rules.phases[static_cast<size_t>(f.phase)].until);
    } else if (f.kind == K::dates) {
      day(f.from);
      day(f.until);
    } else if (f.kind == K::campaign) {
      day(m.rules.campaign_from);
      day(m.rules.campaign_until);
    }
  };
  const auto count = [&](const rule::Count& c) {
    selection(c.rows);
    number(c.number);
    number(c.min_days);
    frame(c.within);
    expression(c.due);
  };
  expression(m.duty.when);
  for (const rule::Branch& b : m.duty.unless) {
    expression(b.when);
    count(b.count);
  }
  struct Visit {
    decltype(expression)& e;
    decltype(number)& n;
    decltype(selection)& s;
    decltype(frame)& f;
    decltype(count)& c;
    void operator()(const rule::Count& x) const { c(x); }
    void operator()(const rule::Items& x) const {
      s(x.rows), s(x.with), f(x.within), n(x.at_least), n(x.min_days);
      for (const rule::Check& check : x.require) e(check.expr);
      for (const rule::ExprIx i : {x.done, x.due, x.closed, x.remedy, x.from, x.until}) e(i);
    }
    void operator()(const rule::Respond& x) const { s(x.to), s(x.with), f(x.within), e(x.on), e(x.due); }
    void operator()(const rule::Cover& x) const {
      s(x.members), s(x.by), f(x.within), n(x.ratio), e(x.key), e(x.holds), e(x.due);
    }
    void operator()(const rule::Forbid& x) const { s(x.rows), f(x.within), e(x.where), e(x.among); }
    void operator()(const rule::State& x) const {
      f(rule::Frame{}), e(x.due);
      for (const rule::Check& check : x.require) e(check.expr);
    }
    void operator()(const rule::DecisionTable& x) const {
      f(rule::Frame{}), e(x.due);
      for (const rule::DecisionTable::Row& row : x.rows) e(row.cond);
      for (const rule::Check& check : x.outcomes) e(check.expr);
    }
    void operator()(const rule::Judge&) const {}
    void operator()(const rule::Compose&) const {}
  };
  std::visit(Visit{expression, number, selection, frame, count}, m.duty.shape);
  return params;
}

std::string value_text(const rule::Value& value) {
  if (!value.is_list) return to_text(Value::of_literal(value.scalar));
  Values elements;
  for (const cel::Literal& literal : value.list) elements.push_back(Value::of_literal(literal));
  return to_text(Value::of_list(std::move(elements)));
}

std::string origin_text(const rule::CheckedRules& rules, const rule::Param& param) {
  constexpr const char* words[] = {"text", "statute", "reading", "assumption"};
  std::string text = words[static_cast<size_t>(param.origin)];
  if (param.reading >= 0) text += " " + rules.readings[static_cast<size_t>(param.reading)].id;
  if (!param.word.empty()) text += ", " + param.word;
  return text;
}

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
    e.params.emplace_back(param.name,
                          value_text(evaluation.params[static_cast<size_t>(p)]) + " (" + origin_text(rules, param) + ")");
  }
  for (const int r : readings) {
    const rule::Reading& reading = rules.readings[static_cast<size_t>(r)];
    e.readings.push_back(reading.id + " " + reading.zh + (reading.en.empty() ? "" : " / " + reading.en));
  }

  const Env env = m.evaluator.env(clock.until(finding.kind == InstanceKind::window ? finding.until : m.campaign().until));
  parts_with_values(m, duty.when, env, e.conditions);
  for (const rule::Branch& branch : duty.unless) parts_with_values(m, branch.when, env, e.conditions);
  if (finding.verdict != Verdict::not_applicable || finding.kind != InstanceKind::once)
    std::visit(RowsOf{m, finding, e.rows, e.conditions}, duty.shape);
  Said said = remedy(m, finding);
  e.remedy = std::move(said.en);
  e.remedy_zh = std::move(said.zh);
  return e;
}

}  // namespace hegui::explain
