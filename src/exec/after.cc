// After the verdict proper: waivers and advice (docs/evaluation.md section 11).
// In/Out: judge.h.   Cost: O(waivers * outcomes of a holder); advice evaluates the duty once more per corner, for the holders
// with adverse outcomes only.   Test: tests/exec/after_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

void Judge::waive(int index, std::vector<Outcome>& out) {
  if (out.empty() || roles_.waivers == plan::kNoOp || roles_.waiver_duty == plan::kNoOp) return;
  const Entries all = scene_.entries(scene_.batch(), roles_.waivers);
  if (all.element.empty()) return;
  std::vector<uint32_t> rows;
  for (const uint32_t e : all.element) rows.push_back(all.set->elem->row(e));
  Frame& frame = scene_.row_frame(scene_.batch(), cel::kRow, rows, all.lane);
  const Arg duty_of = scene_.arg(frame, roles_.waiver_duty);
  const Arg instance = roles_.waiver_instance == plan::kNoOp ? Arg{} : scene_.arg(frame, roles_.waiver_instance);
  const Arg approved = roles_.waiver_approved_by == plan::kNoOp ? Arg{} : scene_.arg(frame, roles_.waiver_approved_by);
  const int32_t wanted = scene_.strings.code(rules_.duties[static_cast<size_t>(index)].id);
  for (Outcome& o : out) {
    if (o.verdict == Verdict::satisfied || o.verdict == Verdict::not_applicable) continue;
    const Day t = clock(o.lane);
    Day day = t;
    const Day end = o.due != kNullDay ? o.due : o.until;
    if (end != kNullDay) {
      day = std::min(day, end);
      by(o.lane, end);
    }
    bool covered = false, doubt = false;
    int32_t gaps = 0;
    uint32_t by_row = 0;
    for (uint32_t e = all.begin[o.lane]; e < all.begin[o.lane + 1] && !covered; ++e) {
      if (duty_of.state(e) != kValue || duty_of.v->a[duty_of.at(e)] != wanted) continue;
      if (instance.v != nullptr && instance.state(e) == kValue) {
        const std::string_view label_of = scene_.strings.text(instance.v->a[instance.at(e)]);
        if (!label_of.empty() && label_of != o.label) continue;
      }
      const auto read = [&](plan::OpIx op, DateRange otherwise) {
        if (op == plan::kNoOp) return Moment{otherwise, kValue, 0};
        return date(frame, op, e);
      };
      const Moment from = read(roles_.waiver_from, {kAlways, kAlways});
      const Moment until = read(roles_.waiver_until, {kNever, kNever});
      const DateRange f = from.state == kValue ? from.range : DateRange{kAlways, kNever};
      const DateRange u = until.state == kValue ? until.range : DateRange{kAlways, kNever};
      for (const Day d : {f.lo, f.hi}) pivot(o.lane, d);
      for (const Day d : {u.lo, u.hi}) pivot(o.lane, d >= kNever || d <= kAlways ? kNever : d + 1);
      if (f.lo > day || u.hi < day) continue;
      const bool maybe = all.set->is_maybe(all.element[e]);
      const bool from_sure = from.state == kValue && f.hi <= day, until_sure = until.state == kValue && u.lo >= day;
      bool signed_sure = approved.v == nullptr || approved.state(e) == kValue;
      if (signed_sure && approved.v != nullptr && approved.v->rep == Rep::text && approved.v->a[approved.at(e)] == 0) {
        continue;  // a sparse approver left empty: none
      }
      if (!maybe && from_sure && until_sure && signed_sure) {
        covered = true;
        by_row = rows[e];
        break;
      }
      doubt = true;
      if (maybe) gaps = join(gaps, all.set->maybe_info_of(all.element[e]));
      if (!from_sure) gaps = join(gaps, from.info);
      if (!until_sure) gaps = join(gaps, until.info);
      if (!signed_sure) gaps = join(gaps, approved.info(e));
    }
    if (covered) {
      o.verdict = Verdict::waived;
      o.gaps = 0;
      o.reasons.clear();
      if (scene_.trace) o.reasons.push_back({ReasonCode::waiver, label(roles_.waiver_table, by_row), {}, {}});
    } else if (doubt && o.verdict != Verdict::pending) {
      o.verdict = Verdict::indeterminate;
      o.reasons.clear();
      o.gaps = gaps;
    }
  }
}

void Judge::advise(int index, std::vector<Outcome>& out) {
  const rule::Duty& rule_duty = rules_.duties[static_cast<size_t>(index)];
  if (rule_duty.assumptions.empty()) return;
  std::vector<bool> bad_lane(scene_.holders.size(), false);
  for (const Outcome& o : out) {
    if (adverse(o.verdict)) bad_lane[o.lane] = true;
  }
  std::vector<uint32_t> lanes;
  for (uint32_t i = 0; i < bad_lane.size(); ++i) {
    if (bad_lane[i]) lanes.push_back(i);
  }
  if (lanes.empty()) return;
  for (Outcome& o : out) {
    if (o.verdict != Verdict::overdue && o.verdict != Verdict::violated) continue;
    if (by(o.lane, campaign_.until)) o.advisory = true;
  }
  std::vector<uint32_t> holders;
  std::vector<Day> clocks;
  std::vector<Life> lives;
  std::vector<uint32_t> place(scene_.holders.size(), UINT32_MAX);
  for (size_t k = 0; k < lanes.size(); ++k) {
    holders.push_back(scene_.holders[lanes[k]]);
    clocks.push_back(scene_.clocks[lanes[k]]);
    lives.push_back(lives_[lanes[k]]);
    place[lanes[k]] = static_cast<uint32_t>(k);
  }
  for (const std::vector<rule::Value>& values : rule::corners(rules_, rule_duty, scene_.params)) {
    Scene corner(scene_.stage, scene_.strings, values, scene_.owner_type, holders, clocks, {false, scene_.pivots});
    Judge other = lives_given_ ? Judge(corner, lives) : Judge(corner);
    std::map<std::pair<std::pair<uint32_t, int>, std::string>, bool> bad;
    for (const Outcome& o : other.duty(index, false)) {
      bool& b = bad[{{o.lane, static_cast<int>(o.kind)}, o.label}];
      b = b || adverse(o.verdict);
    }
    for (Outcome& o : out) {
      if (!adverse(o.verdict) || o.advisory) continue;
      const auto found = bad.find({{place[o.lane], static_cast<int>(o.kind)}, o.label});
      if (found == bad.end() || !found->second) o.advisory = true;
    }
    for (size_t k = 0; k < lanes.size(); ++k) scene_.next[lanes[k]] = std::min(scene_.next[lanes[k]], corner.next[k]);
  }
}

}  // namespace hegui::exec
