// Windows of a holder: periods, phases, windows that a duty names; broken ones, chosen ones, doubtful ones.
//
// In/Out: judge.h.   Idea: docs/time.md section 1. All readings of a life give their windows in the same way; where one differs the
// window is doubtful.   Cost: O(windows).   Test: tests/exec/windows_test.cc
#include <algorithm>

#include "exec/judge.h"

namespace hegui::exec {

int Judge::number(const rule::NumberRef& ref, Day day) const {
  const double v = rule::number_on(ref, rules_.params, scene_.params, day);
  return v > 1e9 ? 1'000'000'000 : v < -1e9 ? -1'000'000'000 : static_cast<int>(v);
}

std::string Judge::frame_label(const rule::Frame& frame) {
  const bool whole = frame.kind == rule::Frame::Kind::campaign || frame.kind == rule::Frame::Kind::any;
  return whole ? "campaign" : frame.label;
}

bool Judge::in_force(const plan::DutyPlan& plan, Day day) const {
  const Day from = rule::day_of_ref(plan.duty->in_force_from, scene_.params);
  const Day until = rule::day_of_ref(plan.duty->in_force_until, scene_.params);
  return (from == kNoDay || day >= from) && (until == kNoDay || day <= until);
}

std::vector<Judge::Piece> Judge::pieces(const Cadence& c, Days span) const {
  std::vector<Window> made;
  const auto clip = [&](const std::string& label, Day from, Day until) {
    Window w{label, std::max(from, span.from), std::min(until, span.until), from, until};
    if (w.from <= w.until) made.push_back(std::move(w));
  };
  const auto day = [&](const rule::DayRef& ref) { return rule::day_of_ref(ref, scene_.params); };
  if (c.per == Per::dates && c.named != nullptr) {
    for (const rule::NamedWindow& w : *c.named) clip(w.label, day(w.from), day(w.until));
  } else if (c.per == Per::phase) {
    std::vector<const rule::Phase*> phases;
    for (const rule::Phase& p : rules_.phases) phases.push_back(&p);
    std::stable_sort(phases.begin(), phases.end(), [&](const rule::Phase* a, const rule::Phase* b) { return day(a->from) < day(b->from); });
    for (const rule::Phase* p : phases) clip(p->id, day(p->from), day(p->until));
  } else {
    made = windows(c.per, span.from, span.until, 0, c.label);
  }
  const bool periods = c.per != Per::once && c.per != Per::phase && c.per != Per::dates;
  std::vector<Piece> out;
  for (Window& w : made) {
    Piece piece;
    piece.number = number(c.number, w.until);
    const int kept = w.until - w.from + 1, whole = w.whole_until - w.whole_from + 1;
    if (periods && kept < whole && kept < c.min_days) {
      if (c.broken == rule::Broken::none) continue;
      if (c.broken == rule::Broken::advise) piece.advise = true;
      if (c.broken == rule::Broken::prorate) {
        piece.number = static_cast<int>((int64_t{2} * std::max(piece.number, 0) * kept + whole) / (int64_t{2} * whole));
        if (piece.number == 0 && !c.at_most) continue;
      }
    }
    piece.window = std::move(w);
    out.push_back(std::move(piece));
  }
  if (c.nth == nullptr || c.nth->empty()) return out;
  std::vector<Piece> chosen;
  const int n = static_cast<int>(out.size());
  for (int k = 0; k < n; ++k) {
    const bool named = std::any_of(c.nth->begin(), c.nth->end(), [&](int i) { return i == k + 1 || i == k - n; });
    if (named) chosen.push_back(std::move(out[static_cast<size_t>(k)]));
  }
  return chosen;
}

void Judge::make_windows(size_t lane, uint8_t branch, const Cadence& cadence, Days span, std::vector<Instance>& out) {
  const Life& life = lives_[lane];
  std::vector<Piece> base = pieces(cadence, clipped(span, lane));
  std::vector<Piece> other[3];
  const bool vague[3] = {!life.opened.precise(), !life.ceased.precise(), !life.opened.precise() && !life.ceased.precise()};
  const int32_t info[3] = {life.opened_info, life.ceased_info, join(life.opened_info, life.ceased_info)};
  for (int r = 0; r < 3; ++r) {
    if (vague[r]) other[r] = pieces(cadence, clipped(span, lane, r + 1));
  }
  for (Piece& piece : base) {
    const Window& w = piece.window;
    if (w.from > clock(lane)) {
      pivot(lane, w.from);
      continue;
    }
    Instance instance;
    instance.lane = static_cast<uint32_t>(lane);
    instance.branch = branch;
    instance.number = piece.number;
    instance.advise = piece.advise;
    for (int r = 0; r < 3; ++r) {
      if (!vague[r] || (r == 2 && instance.doubtful)) continue;
      const bool same = std::any_of(other[r].begin(), other[r].end(), [&](const Piece& x) {
        return x.window.label == w.label && x.window.from == w.from && x.window.until == w.until;
      });
      if (same) continue;
      instance.doubtful = true;
      instance.doubt = join(instance.doubt, info[r]);
    }
    instance.window = std::move(piece.window);
    out.push_back(std::move(instance));
  }
}

}  // namespace hegui::exec
