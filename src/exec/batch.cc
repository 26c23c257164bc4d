// Judging a batch, its reasons and the days on which verdicts change.   In/Out: batch.h.   Test: tests/exec/run_test.cc
#include "exec/batch.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace hegui::exec {

Batch::Batch(const Stage& stage, const rule::Evaluation& evaluation, int owner_type, std::vector<uint32_t> holders, bool changes_on)
    : stage_(stage), evaluation_(evaluation), owner_type_(owner_type), holders_(std::move(holders)), changes_on_(changes_on),
      strings_(stage) {
  scene_ = std::make_unique<Scene>(stage_, strings_, evaluation_.params, owner_type_, holders_,
                                   std::vector<Day>(holders_.size(), evaluation_.moment.as_of), Scene::Options{});
  judge_ = std::make_unique<Judge>(*scene_);
}

bool Batch::wants_reasons(int duty, const Outcome& o) const {
  const plan::DutyPlan& plan = stage_.program.duties[static_cast<size_t>(duty)];
  switch (o.verdict) {
    case Verdict::satisfied:
    case Verdict::not_applicable: return std::holds_alternative<plan::ComposePlan>(plan.shape) && o.verdict == Verdict::satisfied;
    case Verdict::indeterminate:
    case Verdict::needs_judgement:
    case Verdict::waived: return true;
    default: break;
  }
  const auto rolls = [](const plan::CountPlan& c) { return c.count->rolling.param >= 0 || c.count->rolling.value != 0; };
  if (std::any_of(plan.counts.begin(), plan.counts.end(), rolls)) return true;
  if (!plan.counts.empty() || std::holds_alternative<plan::RespondPlan>(plan.shape) || std::holds_alternative<plan::JudgePlan>(plan.shape)) return false;
  const auto* items = std::get_if<plan::ItemsPlan>(&plan.shape);
  return items == nullptr || !items->require.empty();
}

void Batch::gap_reasons(Scene& scene, Outcome& o) const {
  const auto text = [&](int32_t id) { return id < 0 ? std::string() : scene.gaps.text(id); };
  for (const int32_t id : scene.gaps.set(o.gaps)) {
    const Gap& g = scene.gaps.gap(id);
    ReasonText r{g.code, {}, text(g.field), {}};
    if (g.table >= 0) {
      r.record = stage_.label(g.table, g.row);
    } else if (g.table != Gap::kNoPlace) {
      const OwnerTable& owners = stage_.data.owners[static_cast<size_t>(-1 - g.table)];
      if (g.row < owners.ids.size()) r.record = std::string(stage_.data.strings.text(owners.ids[g.row]));
    }
    if (g.args >= 0) r.args.push_back(text(g.args));
    o.reasons.push_back(std::move(r));
  }
}

// Evaluates the duty once more with tracing for the holders that need reasons, and takes their outcomes from there.
void Batch::add_reasons(int duty, std::vector<Outcome>& outcomes) {
  std::vector<uint32_t> place(holders_.size(), UINT32_MAX);
  std::vector<uint32_t> lanes;
  for (const Outcome& o : outcomes) {
    if (!wants_reasons(duty, o) || place[o.lane] != UINT32_MAX) continue;
    place[o.lane] = static_cast<uint32_t>(lanes.size());
    lanes.push_back(o.lane);
  }
  if (lanes.empty()) return;
  std::unique_ptr<Scene> own_scene;
  std::unique_ptr<Judge> own_judge;
  Scene* scene = traced_.get();
  Judge* judge = tracer_.get();
  const bool all = lanes.size() * 3 > holders_.size() || traced_ != nullptr;
  if (all && traced_ == nullptr) {
    traced_ = std::make_unique<Scene>(stage_, strings_, evaluation_.params, owner_type_, holders_, scene_->clocks, Scene::Options{true, false});
    tracer_ = std::make_unique<Judge>(*traced_);
    scene = traced_.get();
    judge = tracer_.get();
  } else if (!all) {
    std::vector<uint32_t> who;
    for (const uint32_t lane : lanes) who.push_back(holders_[lane]);
    own_scene = std::make_unique<Scene>(stage_, strings_, evaluation_.params, owner_type_, who,
                                        std::vector<Day>(who.size(), evaluation_.moment.as_of), Scene::Options{true, false});
    own_judge = std::make_unique<Judge>(*own_scene);
    scene = own_scene.get();
    judge = own_judge.get();
  }
  // Same order within a holder, so the traced outcomes of a holder pair off with the plain ones.
  std::vector<std::vector<const Outcome*>> traced(holders_.size());
  for (const Outcome& o : judge->duty(duty, false)) traced[all ? o.lane : lanes[o.lane]].push_back(&o);
  std::vector<size_t> next(holders_.size(), 0);
  for (Outcome& o : outcomes) {
    const size_t k = next[o.lane]++;
    if (place[o.lane] == UINT32_MAX || k >= traced[o.lane].size()) continue;
    const Outcome& t = *traced[o.lane][k];
    o.reasons = t.reasons;
    o.gaps = t.gaps;
    if (o.verdict == Verdict::indeterminate) gap_reasons(*scene, o);
    std::sort(o.reasons.begin(), o.reasons.end(), [](const ReasonText& a, const ReasonText& b) {
      return std::tuple(word(a.code), std::string_view(a.record), std::string_view(a.field)) !=
                     std::tuple(word(b.code), std::string_view(b.record), std::string_view(b.field))
                 ? std::tuple(word(a.code), std::string_view(a.record), std::string_view(a.field)) <
                       std::tuple(word(b.code), std::string_view(b.record), std::string_view(b.field))
                 : a.args < b.args;
    });
    o.reasons.erase(std::unique(o.reasons.begin(), o.reasons.end(),
                                [](const ReasonText& a, const ReasonText& b) {
                                  return a.code == b.code && a.record == b.record && a.field == b.field && a.args == b.args;
                                }),
                    o.reasons.end());
  }
}

// A composition that is violated by a part which stays violated has nothing left to change, unless a waiver may come to cover it.
bool Batch::settled(int duty, const Outcome& o) const {
  const plan::DutyPlan& plan = stage_.program.duties[static_cast<size_t>(duty)];
  const auto* parts = std::get_if<plan::ComposePlan>(&plan.shape);
  if (parts == nullptr || plan.when != plan::kNoOp || o.verdict != Verdict::violated) return false;
  const int waivers = stage_.program.rules->roles[static_cast<size_t>(owner_type_)].waivers;
  if (waivers >= 0) {
    const OwnerTable& owners = stage_.data.owners[static_cast<size_t>(owner_type_)];
    const std::vector<uint32_t>& offsets = owners.collections[static_cast<size_t>(waivers)].table.offsets;
    if (offsets[holders_[o.lane] + 1] > offsets[holders_[o.lane]]) return false;
  }
  return std::any_of(parts->duties.begin(), parts->duties.end(), [&](int part) {
    const std::vector<bool>& stays = stays_violated_[static_cast<size_t>(part)];
    return !stays.empty() && stays[o.lane];
  });
}

// From pivot to pivot: between two of them nothing that the evaluation compared can come out otherwise.
void Batch::find_changes(int duty, std::vector<Outcome>& outcomes) {
  const Day t = evaluation_.moment.as_of;
  const Day horizon = std::max(t, judge_->campaign().until) + rule::kChangeHorizon;
  std::vector<std::vector<Outcome*>> left(holders_.size());
  std::vector<uint32_t> lanes;
  for (Outcome& o : outcomes) {
    if (settled(duty, o)) continue;
    if (left[o.lane].empty()) lanes.push_back(o.lane);
    left[o.lane].push_back(&o);
  }
  std::sort(lanes.begin(), lanes.end());
  std::vector<Day> clocks(lanes.size(), t);
  for (bool first = true; !lanes.empty(); first = false) {
    std::vector<uint32_t> who;
    for (const uint32_t lane : lanes) who.push_back(holders_[lane]);
    Scene scene(stage_, strings_, evaluation_.params, owner_type_, who, clocks, Scene::Options{false, true});
    Judge judge(scene);
    const std::vector<Outcome>& now = judge.duty(duty, false);
    if (!first) {
      std::vector<std::vector<const Outcome*>> of_lane(lanes.size());
      for (const Outcome& o : now) of_lane[o.lane].push_back(&o);
      for (size_t k = 0; k < lanes.size(); ++k) {
        std::erase_if(left[lanes[k]], [&](Outcome* o) {
          const auto same = std::find_if(of_lane[k].begin(), of_lane[k].end(),
                                         [&](const Outcome* x) { return x->kind == o->kind && x->label == o->label; });
          if (same != of_lane[k].end() && (*same)->verdict == o->verdict) return false;
          o->changes_on = clocks[k];
          return true;
        });
      }
    }
    std::vector<uint32_t> lanes_on;
    std::vector<Day> clocks_on;
    for (size_t k = 0; k < lanes.size(); ++k) {
      if (left[lanes[k]].empty() || scene.next[k] > horizon) continue;
      lanes_on.push_back(lanes[k]);
      clocks_on.push_back(scene.next[k]);
    }
    lanes = std::move(lanes_on);
    clocks = std::move(clocks_on);
  }
}

void Batch::put(int duty, const Outcome& o, Findings& out) {
  FindingRow row;
  row.holder = out.strings.add(stage_.data.strings.text(stage_.data.owners[static_cast<size_t>(owner_type_)].ids[holders_[o.lane]]));
  row.label = out.strings.add(o.label);
  row.reasons_begin = static_cast<uint32_t>(out.reasons.size());
  for (const ReasonText& r : o.reasons) {
    ReasonRow reason;
    reason.code = r.code;
    reason.record = r.record.empty() ? kNullText : out.strings.add(r.record);
    reason.field = r.field.empty() ? kNullText : out.strings.add(r.field);
    reason.args_begin = static_cast<uint32_t>(out.args.size());
    for (const std::string& a : r.args) out.args.push_back(out.strings.add(a));
    reason.args_end = static_cast<uint32_t>(out.args.size());
    out.reasons.push_back(reason);
  }
  row.reasons_end = static_cast<uint32_t>(out.reasons.size());
  row.from = o.from;
  row.until = o.until;
  row.nominal_due = o.nominal_due;
  row.due = o.due;
  row.met_on = o.met_on;
  row.changes_on = o.changes_on;
  row.low = o.low;
  row.high = o.high;
  row.required = o.required;
  row.duty = static_cast<uint16_t>(duty);
  row.holder_type = static_cast<uint8_t>(owner_type_);
  row.branch = o.branch;
  row.verdict = o.verdict;
  row.kind = o.kind;
  row.advisory = o.advisory;
  out.rows.push_back(row);
}

void Batch::run(Findings& out) {
  struct Placed {
    uint32_t lane;
    int duty;
    Outcome outcome;
  };
  std::vector<Placed> all;
  const std::vector<int>& duties = stage_.program.by_holder[static_cast<size_t>(owner_type_)];
  stays_violated_.resize(stage_.program.duties.size());
  // Compositions come last: they look at what became of their parts.
  for (const bool compositions : {false, true}) {
    for (const int duty : duties) {
      if (std::holds_alternative<plan::ComposePlan>(stage_.program.duties[static_cast<size_t>(duty)].shape) != compositions) continue;
      std::vector<Outcome> outcomes = judge_->duty(duty, true);
      // Advice of a duty under a waiver or of a composition is settled; reasons come from the traced evaluation.
      add_reasons(duty, outcomes);
      if (changes_on_) {
        find_changes(duty, outcomes);
        std::vector<bool>& stays = stays_violated_[static_cast<size_t>(duty)];
        if (!compositions && stage_.program.rules->duties[static_cast<size_t>(duty)].assumptions.empty()) {
          stays.resize(holders_.size());
          for (const Outcome& o : outcomes) {
            if (o.verdict == Verdict::violated && !o.advisory && o.changes_on == kNullDay) stays[o.lane] = true;
          }
        }
      }
      for (Outcome& o : outcomes) all.push_back({o.lane, duty, std::move(o)});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Placed& a, const Placed& b) {
    return std::tuple(a.lane, a.duty, a.outcome.from, std::string_view(a.outcome.label)) <
           std::tuple(b.lane, b.duty, b.outcome.from, std::string_view(b.outcome.label));
  });
  for (const Placed& p : all) put(p.duty, p.outcome, out);
}

}  // namespace hegui::exec
