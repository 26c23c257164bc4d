// The duties of a pack as descriptors over the graph.
//
// In:   CheckedRules.   Out: Program, or diagnostics HG409x at the expressions that have no vector form.
// Cost: O(nodes).   Test: tests/exec/plan_test.cc
#include "plan/plan.h"

#include <algorithm>

#include "plan/builder.h"

namespace hegui::plan {
namespace {

class Duties {
 public:
  Duties(Program& program, Diagnostics& diagnostics) : program_(program), rules_(*program.rules), builder_(program, diagnostics) {}

  void run() {
    for (size_t o = 0; o < rules_.model->owners.size(); ++o) program_.roles.push_back(role(static_cast<int>(o)));
    program_.by_holder.resize(rules_.model->owners.size());
    for (size_t d = 0; d < rules_.duties.size(); ++d) program_.duties.push_back(duty(rules_.duties[d]));
    for (const bool composed : {false, true}) {
      for (size_t d = 0; d < rules_.duties.size(); ++d) {
        const int holder = rules_.duties[d].holder;
        if (holder >= 0 && std::holds_alternative<ComposePlan>(program_.duties[d].shape) == composed) {
          program_.by_holder[static_cast<size_t>(holder)].push_back(static_cast<int>(d));
        }
      }
    }
  }

 private:
  Environment base(int holder) {
    Environment e;
    e.holder = builder_.slot(cel::kHolder, Rep::owner, holder);
    e.day = builder_.slot(cel::kDay, Rep::date, -1);
    return e;
  }

  OpIx row_slot(int slot, int table) { return table < 0 ? kNoOp : builder_.slot(slot, Rep::row, table); }

  RolePlan role(int owner) {
    RolePlan plan;
    if (static_cast<size_t>(owner) >= rules_.roles.size()) return plan;
    const rule::Roles& r = rules_.roles[static_cast<size_t>(owner)];
    const Environment e = base(owner);
    plan.opened = builder_.field(e.holder, r.opened);
    plan.ceased = builder_.field(e.holder, r.ceased);
    const auto rows = [&](int collection, OpIx& op, int& table) {
      if (collection < 0) return kNoOp;
      op = builder_.collection(e.holder, collection);
      table = op == kNoOp ? -1 : program_[op].table;
      return row_slot(cel::kRow, table);
    };
    const OpIx s = rows(r.suspensions, plan.suspensions, plan.suspension_table);
    plan.suspension_from = builder_.field(s, r.suspension_from);
    plan.suspension_to = builder_.field(s, r.suspension_to);
    const OpIx j = rows(r.judgements, plan.judgements, plan.judgement_table);
    plan.judgement_duty = builder_.field(j, r.judgement_duty);
    plan.judgement_instance = builder_.field(j, r.judgement_instance);
    plan.judgement_verdict = builder_.field(j, r.judgement_verdict);
    plan.judgement_on = builder_.field(j, r.judgement_on);
    const OpIx w = rows(r.waivers, plan.waivers, plan.waiver_table);
    plan.waiver_duty = builder_.field(w, r.waiver_duty);
    plan.waiver_instance = builder_.field(w, r.waiver_instance);
    plan.waiver_from = builder_.field(w, r.waiver_from);
    plan.waiver_until = builder_.field(w, r.waiver_until);
    plan.waiver_approved_by = builder_.field(w, r.waiver_approved_by);
    if (r.changes >= 0) {
      const int row_type = rules_.model->owners[static_cast<size_t>(owner)].collections[static_cast<size_t>(r.changes)].row_type;
      plan.change_table = builder_.table({owner, r.changes, -1, -1, row_type});
    }
    return plan;
  }

  CountPlan count(const rule::Count& c, rule::ExprIx when, const std::vector<int>& cite, const Environment& e) {
    CountPlan plan;
    plan.count = &c;
    plan.rows = builder_.rows(c.rows, e);
    plan.when = builder_.condition(when, e);
    plan.due = builder_.day(c.due, e);
    const Environment in = builder_.with_row(e, row_slot(cel::kRow, plan.rows.table));
    plan.distinct = builder_.expression(c.distinct, in);
    plan.match = builder_.expression(c.match, in);
    plan.cite = cite;
    return plan;
  }

  std::vector<CheckPlan> checks(const std::vector<rule::Check>& list, const Environment& e) {
    std::vector<CheckPlan> out;
    for (const rule::Check& c : list) out.push_back({c.name, builder_.condition(c.expr, e)});
    return out;
  }

  DutyPlan duty(const rule::Duty& d) {
    DutyPlan plan;
    plan.duty = &d;
    const Environment e = base(d.holder);
    plan.when = builder_.condition(d.when, e);
    std::visit([&](const auto& shape) { fill(plan, d, shape, e); }, d.shape);
    return plan;
  }

  void fill(DutyPlan& plan, const rule::Duty& d, const rule::Count& c, const Environment& e) {
    plan.counts.push_back(count(c, rule::kNone, d.cite, e));
    for (const rule::Branch& b : d.unless) plan.counts.push_back(count(b.count, b.when, b.cite.empty() ? d.cite : b.cite, e));
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::Items& i, const Environment& e) {
    ItemsPlan p;
    p.items = &i;
    p.rows = builder_.rows(i.rows, e);
    const Environment in = builder_.with_row(e, row_slot(cel::kRow, p.rows.table));
    p.require = checks(i.require, in);
    p.done = builder_.day(i.done, in);
    p.due = builder_.day(i.due, in);
    p.closed = builder_.condition(i.closed, in);
    p.remedy = builder_.day(i.remedy, in);
    p.from = builder_.day(i.from, in);
    p.until = builder_.day(i.until, in);
    Environment with = e;
    with.item = row_slot(cel::kItem, p.rows.table);
    p.with = builder_.rows(i.with, with);
    plan.shape = std::move(p);
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::Respond& r, const Environment& e) {
    RespondPlan p;
    p.respond = &r;
    p.to = builder_.rows(r.to, e);
    const Environment in = builder_.with_row(e, row_slot(cel::kRow, p.to.table));
    p.on = builder_.day(r.on, in);
    p.due = builder_.day(r.due, in);
    Environment with = e;
    with.trigger = row_slot(cel::kTrigger, p.to.table);
    p.with = builder_.rows(r.with, with);
    plan.shape = std::move(p);
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::Cover& c, const Environment& e) {
    CoverPlan p;
    p.cover = &c;
    p.members = builder_.rows(c.members, e);
    p.by = builder_.rows(c.by, e);
    const Environment in = builder_.with_row(e, row_slot(cel::kRow, p.members.table));
    if (c.key != rule::kNone) {
      p.key = builder_.expression(c.key, in);
    } else if (p.members.table >= 0) {
      p.key = builder_.field(in.row, program_.row_type(p.members.table).id_field);
    }
    p.holds = builder_.condition(c.holds, in);
    p.due = builder_.day(c.due, e);
    if (p.by.table >= 0) p.by_field = builder_.read(row_slot(cel::kItem, p.by.table), c.by_field, e.day);
    plan.shape = std::move(p);
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::Forbid& f, const Environment& e) {
    ForbidPlan p;
    p.forbid = &f;
    p.rows = builder_.rows(f.rows, e);
    Environment in = builder_.with_row(e, row_slot(cel::kRow, p.rows.table));
    p.among = builder_.expression(f.among, in);
    if (p.among != kNoOp) {
      const Op list = program_[p.among];
      in.member = builder_.slot(cel::kMember, list.element, list.table);
      p.member_text = builder_.text_of(in.member);
    }
    p.where = builder_.condition(f.where, in);
    plan.shape = std::move(p);
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::State& s, const Environment& e) {
    StatePlan p;
    p.require = checks(s.require, e);
    p.due = builder_.day(s.due, e);
    plan.shape = std::move(p);
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::DecisionTable& t, const Environment& e) {
    DecisionPlan p;
    p.table = &t;
    for (const rule::DecisionTable::Row& row : t.rows) p.conds.push_back(builder_.condition(row.cond, e));
    p.outcomes = checks(t.outcomes, e);
    p.due = builder_.day(t.due, e);
    plan.shape = std::move(p);
  }

  void fill(DutyPlan& plan, const rule::Duty&, const rule::Hold& h, const Environment& e) {
    plan.shape = HoldPlan{&h, builder_.condition(h.holds, e)};
  }
  void fill(DutyPlan& plan, const rule::Duty&, const rule::Judge& j, const Environment&) { plan.shape = JudgePlan{&j}; }
  void fill(DutyPlan& plan, const rule::Duty&, const rule::Compose& c, const Environment&) { plan.shape = ComposePlan{c.duties}; }

  Program& program_;
  const rule::CheckedRules& rules_;
  Builder builder_;
};

}  // namespace

std::shared_ptr<const Program> compile(std::shared_ptr<const rule::CheckedRules> rules, Diagnostics& diagnostics) {
  if (rules == nullptr) return nullptr;
  const size_t errors = diagnostics.error_count();
  auto program = std::make_shared<Program>();
  program->rules = std::move(rules);
  Duties(*program, diagnostics).run();
  if (diagnostics.error_count() > errors) return nullptr;
  return program;
}

}  // namespace hegui::plan
