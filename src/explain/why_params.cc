// Which parameters an explanation names, and how their values read.
//
// In:   a duty.   Out: its parameters, wherever they stand in it; a value with its origin as text.
// Cost: O(size of the duty).   Test: tests/explain/why_test.cc
#include "explain/why.h"

namespace hegui::explain {

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
  const auto timing = [&](const rule::Timing& t) {
    number(t.working_days);
    number(t.grace);
  };
  const auto windows = [&](Per per, const rule::NumberRef& min_days) {
    if (is_calendar(per)) number(min_days);
    if (per != Per::phase) return;
    for (const rule::Phase& phase : m.rules.phases) {
      day(phase.from);
      day(phase.until);
    }
  };
  const auto count = [&](const rule::Count& c) {
    selection(c.rows);
    number(c.number);
    windows(c.per, c.min_days);
    frame(c.within);
    expression(c.due);
    timing(c.timing);
    for (const rule::NamedWindow& w : c.windows) {
      day(w.from);
      day(w.until);
    }
    number(c.rolling);
    expression(c.distinct);
    expression(c.match);
  };
  day(m.duty.in_force_from);
  day(m.duty.in_force_until);
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
    decltype(timing)& t;
    decltype(windows)& w;
    void operator()(const rule::Count& x) const { c(x); }
    void operator()(const rule::Items& x) const {
      s(x.rows), s(x.with), f(x.within), n(x.at_least), w(x.per, x.min_days), t(x.timing);
      for (const rule::Check& check : x.require) e(check.expr);
      for (const rule::ExprIx i : {x.done, x.due, x.closed, x.remedy, x.from, x.until}) e(i);
    }
    void operator()(const rule::Respond& x) const { s(x.to), s(x.with), f(x.within), e(x.on), e(x.due), t(x.timing); }
    void operator()(const rule::Cover& x) const {
      s(x.members), s(x.by), f(x.within), n(x.ratio), e(x.key), e(x.holds), e(x.due), t(x.timing);
    }
    void operator()(const rule::Forbid& x) const { s(x.rows), f(x.within), e(x.where), e(x.among); }
    void operator()(const rule::State& x) const {
      f(rule::Frame{}), e(x.due), t(x.timing);
      for (const rule::Check& check : x.require) e(check.expr);
    }
    void operator()(const rule::DecisionTable& x) const {
      f(rule::Frame{}), e(x.due), t(x.timing);
      for (const rule::DecisionTable::Row& row : x.rows) e(row.cond);
      for (const rule::Check& check : x.outcomes) e(check.expr);
    }
    void operator()(const rule::Hold& x) const { f(x.within), e(x.holds), w(x.per, x.min_days); }
    void operator()(const rule::Judge&) const {}
    void operator()(const rule::Compose&) const {}
  };
  std::visit(Visit{expression, number, selection, frame, count, timing, windows}, m.duty.shape);
  return params;
}

namespace {
std::string value_text(const rule::Value& value) {
  if (!value.is_list) return to_text(Value::of_literal(value.scalar));
  Values elements;
  for (const cel::Literal& literal : value.list) elements.push_back(Value::of_literal(literal));
  return to_text(Value::of_list(std::move(elements)));
}

}  // namespace

std::string param_text(const rule::Param& param, const rule::Value& value) {
  if (value.fixed || param.dated.empty()) return value_text(value);
  std::string text;
  for (const rule::Dated& dated : param.dated)
    text += (text.empty() ? "" : ", from " + format_date(dated.from) + " ") + value_text(dated.value);
  return text;
}

std::string origin_text(const rule::CheckedRules& rules, const rule::Param& param) {
  constexpr const char* words[] = {"text", "statute", "reading", "assumption"};
  std::string text = words[static_cast<size_t>(param.origin)];
  if (param.reading >= 0) text += " " + rules.readings[static_cast<size_t>(param.reading)].id;
  if (!param.word.empty()) text += ", " + param.word;
  return text;
}

}  // namespace hegui::explain
