// Coverage of a set of members by sessions, or by what holds of each (docs/evaluation.md section 8).
// In/Out: judge.h.   Idea: every day to be tried of every holder is a lane; members are selected for all of them at once.
// Cost: O(days tried * (members + evidence)).   Test: tests/exec/cover_test.cc
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

Day shown(Day day) { return day >= kNever || day <= kAlways ? kNullDay : day; }

/// An evidence row of a holder.
struct Session {
  uint32_t entry = 0;   // lane of the evidence frame
  uint32_t row = 0;
  DateRange range;
  bool sure = false;
  int32_t info = 0;
};

/// What a day shows.
struct View {
  Day day = 0;
  int sure_members = 0, possible_members = 0;
  int sure_covered = 0;      // among sure members
  int sure_extra = 0;        // possible members surely covered
  int possible_covered = 0;  // among sure and possible members
  int possible_extra = 0;    // possible members possibly covered
  bool open = false, loose = false;
  int32_t gaps = 0;
  std::vector<std::string> missing;
};

}  // namespace

void Judge::cover(const plan::DutyPlan& plan, const plan::CoverPlan& p, std::vector<Outcome>& out) {
  const rule::Cover& cover = *p.cover;
  const Tries made = tries(once_lanes(plan, cover.within, out), cover.timing, p.due);
  const std::vector<OnceLane>& lanes = made.lanes;
  const std::vector<Day>& due = made.day;
  if (lanes.empty()) return;
  std::vector<Outcome> outcomes;
  const bool by_rows = p.by.rows != plan::kNoOp;
  const bool on_the_day = cover.state || !by_rows;
  const bool owed = cover.late == rule::Late::owed;
  double ratio = 1;  // of the holder in hand
  const size_t n = lanes.size();

  // Evidence of each holder inside the frame.
  std::vector<std::vector<Session>> sessions(n);
  std::vector<size_t> at_lane(scene_.holders.size(), SIZE_MAX);
  for (size_t k = n; k-- > 0;) at_lane[lanes[k].lane] = k;
  Entries evidence;
  Arg keys_of_row;
  std::vector<bool> listless(n, false);
  std::vector<int32_t> listless_info(n, 0);
  const bool any = cover.within.kind == rule::Frame::Kind::any;
  if (by_rows) {
    Frame& day = campaign_day();
    evidence = scene_.entries(day, p.by.rows);
    std::vector<uint32_t> rows, owners;
    for (size_t e = 0; e < evidence.element.size(); ++e) {
      const size_t k = at_lane[evidence.lane[e]];
      if (k == SIZE_MAX) continue;
      const uint32_t row = evidence.set->elem->row(evidence.element[e]);
      Session s;
      s.info = evidence.set->maybe_info_of(evidence.element[e]);
      s.sure = !evidence.set->is_maybe(evidence.element[e]);
      const int place = any ? 1 : inside(p.by.table, row, lanes[k].span.from, lanes[k].span.until, &s.info);
      if (place == 0) continue;
      s.sure = s.sure && place == 1;
      s.range = event(p.by.table, row);
      s.entry = static_cast<uint32_t>(rows.size());
      s.row = row;
      rows.push_back(row);
      owners.push_back(evidence.lane[e]);
      sessions[k].push_back(s);
    }
    Frame& frame = scene_.row_frame(day, cel::kItem, rows, owners);
    keys_of_row = {scene_.get(frame, p.by_field), 1};
    for (size_t k = 0; k < n; ++k) {
      const size_t home = evidence.home[lanes[k].lane];
      listless[k] = !evidence.set->open.empty() && (evidence.set->open[home] & kOpenList) != 0;
      if (listless[k]) listless_info[k] = list_gaps(lanes[k].lane, p.by, evidence.set->open_info_of(home));
    }
  }

  for (size_t k = 1; k < n; ++k) {  // a lane that stands twice
    if (lanes[k].lane != lanes[k - 1].lane) continue;
    sessions[k] = sessions[k - 1];
    listless[k] = listless[k - 1];
    listless_info[k] = listless_info[k - 1];
  }

  // The days to be tried.
  std::vector<std::vector<Day>> tried(n);
  std::vector<uint32_t> day_lanes;
  std::vector<Day> days;
  std::vector<size_t> first(n + 1, 0);
  for (size_t k = 0; k < n; ++k) {
    const Day t = clock(lanes[k].lane);
    if (on_the_day) {
      tried[k] = {std::min(due[k], t)};
      if (t > due[k]) tried[k].push_back(t);
    } else {
      for (const Session& s : sessions[k]) {
        Day d = s.range.hi;
        if (d == kAlways) d = std::min(due[k], t);
        if (d > t) {
          pivot(lanes[k].lane, d);
        } else if (any || (d >= lanes[k].span.from && d <= lanes[k].span.until)) {
          tried[k].push_back(d);
        }
      }
      std::sort(tried[k].begin(), tried[k].end());
      tried[k].erase(std::unique(tried[k].begin(), tried[k].end()), tried[k].end());
    }
    first[k] = days.size();
    for (const Day d : tried[k]) {
      day_lanes.push_back(lanes[k].lane);
      days.push_back(d);
    }
    if (tried[k].empty()) {
      day_lanes.push_back(lanes[k].lane);
      days.push_back(std::min(due[k], t));
    }
  }
  first[n] = days.size();
  Frame& day_frame = scene_.lane_frame(scene_.batch(), day_lanes, days);
  const Entries members = scene_.entries(day_frame, p.members.rows);
  std::vector<uint32_t> member_rows;
  for (const uint32_t e : members.element) member_rows.push_back(members.set->elem->row(e));
  Frame& member_frame = scene_.row_frame(day_frame, cel::kRow, member_rows, members.lane);
  const Arg key = p.key == plan::kNoOp ? Arg{} : scene_.arg(member_frame, p.key);
  const Arg holds = p.holds == plan::kNoOp ? Arg{} : scene_.arg(member_frame, p.holds);

  const auto look = [&](size_t k, size_t x) {
    View view;
    const Day d = days[x];
    view.day = d;
    const size_t lane = lanes[k].lane;
    const Scene::Complete roll = complete(lane, p.members);
    const size_t home = members.home[x];
    const bool roll_listless = !members.set->open.empty() && (members.set->open[home] & kOpenList) != 0;
    view.open = roll.absent || roll.through < d || roll_listless;
    if (view.open) {
      if (roll.absent || roll.through < d) view.gaps = collection_gap(lane, p.members, roll);
      if (roll_listless) view.gaps = join(view.gaps, list_gaps(lane, p.members, members.set->open_info_of(home)));
    }
    // Keys named by the evidence up to this day.
    std::unordered_map<int32_t, uint8_t> named;  // 2 surely, 1 possibly
    bool any_key = false;                        // a list is unknown: any key may be in it
    if (by_rows) {
      const Scene::Complete c = complete(lane, p.by);
      view.loose = c.absent || c.through < d || listless[k];
      if (c.absent || c.through < d) view.gaps = join(view.gaps, collection_gap(lane, p.by, c));
      if (listless[k]) view.gaps = join(view.gaps, listless_info[k]);
      for (const Session& s : sessions[k]) {
        if (s.range.lo > d) continue;
        const bool sure = s.sure && s.range.hi <= d;
        if (!sure) {
          view.gaps = join(view.gaps, s.info);
          if (s.sure && scene_.trace) {
            view.gaps = join(view.gaps, scene_.event_gap(p.by.table, s.row));
          }
        }
        const Vec& list = *keys_of_row.v;
        if (list.state_of(s.entry) != kValue) {
          any_key = true;
          view.gaps = join(view.gaps, list.info_of(s.entry));
          continue;
        }
        const auto name = [&](int32_t code) {
          uint8_t& mark = named[code];
          mark = std::max<uint8_t>(mark, sure ? 2 : 1);
        };
        if (list.rep == Rep::list) {
          for (uint32_t e = list.off[s.entry]; e < list.off[s.entry + 1]; ++e) name(list.elem->a[e]);
        } else {
          name(list.a[s.entry]);
        }
      }
    }
    struct Member {
      bool sure = false, surely = false, possibly = false;
      std::string name;
    };
    std::vector<Member> list;
    std::unordered_map<int32_t, size_t> seen;
    for (uint32_t e = members.begin[x]; e < members.begin[x + 1]; ++e) {
      Member m;
      m.sure = !members.set->is_maybe(members.element[e]);
      if (!m.sure) view.gaps = join(view.gaps, members.set->maybe_info_of(members.element[e]));
      int32_t code = -1;
      if (by_rows) {
        const bool known = key.v != nullptr && key.state(e) == kValue && key.v->rep == Rep::text;
        if (known) {
          code = key.v->a[key.at(e)];
          const auto found = named.find(code);
          m.surely = found != named.end() && found->second == 2;
          m.possibly = found != named.end() || any_key || view.loose;
          if (scene_.trace) m.name = scene_.strings.text(code);
        } else {
          m.possibly = true;
          if (key.v != nullptr) view.gaps = join(view.gaps, key.info(e));
        }
      } else {
        const uint8_t truth = holds.v == nullptr ? kTrue : holds.v->t[holds.at(e)];
        m.surely = truth == kTrue;
        m.possibly = truth != kFalse;
        if (truth == kUnknown || truth == kError) view.gaps = join(view.gaps, holds.info(e));
        if (scene_.trace) m.name = label(p.members.table, member_rows[e]);
      }
      if (code >= 0) {
        const auto [place, fresh] = seen.emplace(code, list.size());
        if (!fresh) {
          list[place->second].sure = list[place->second].sure || m.sure;
          continue;
        }
      }
      list.push_back(std::move(m));
    }
    for (Member& m : list) {
      if (m.sure) {
        ++view.sure_members;
        view.sure_covered += m.surely ? 1 : 0;
        view.possible_covered += m.possibly ? 1 : 0;
        if (!m.possibly && scene_.trace) view.missing.push_back(std::move(m.name));
      } else {
        ++view.possible_members;
        view.sure_extra += m.surely ? 1 : 0;
        view.possible_covered += m.possibly ? 1 : 0;
        view.possible_extra += m.possibly ? 1 : 0;
      }
    }
    return view;
  };
  const auto someone = [](const View& v) { return v.sure_members + v.possible_members > 0; };
  const auto surely = [&](const View& v) {
    return !v.open && v.sure_members > 0 && v.sure_covered >= ratio * (v.sure_members + v.possible_members - v.sure_extra);
  };
  const auto possibly = [&](const View& v) {
    // Nobody surely on the roll: perhaps there is nobody to cover.
    return v.open ||
           (someone(v) && (v.sure_members == 0 || v.possible_covered >= ratio * (v.sure_members + v.possible_extra)));
  };

  for (size_t k = 0; k < n; ++k) {
    const size_t lane = lanes[k].lane;
    const Day t = clock(lane), D = due[k];
    ratio = rule::number_on(cover.ratio, rules_.params, scene_.params, lanes[k].span.until);
    bool low = false, high = false, low_all = false, high_all = false;
    size_t met = SIZE_MAX;
    View last;
    std::vector<View> views;
    for (size_t x = first[k]; x < first[k + 1]; ++x) {
      last = look(k, x);
      views.push_back(last);
      if (tried[k].empty()) break;
      const bool s = surely(last), q = possibly(last);
      if (last.day <= D) {
        low = low || s;
        high = high || q;
      }
      low_all = low_all || s;
      high_all = high_all || q;
      if (s && met == SIZE_MAX) met = x - first[k];
    }
    int32_t loose_gaps = 0;
    if (by_rows) {
      const Scene::Complete c = complete(lane, p.by);
      if (c.absent || c.through < (owed ? t : std::min(D, t))) loose_gaps = collection_gap(lane, p.by, c);
      // A session that may or may not have been by the day.
      const auto perhaps_by = [&](Day day) {
        return !on_the_day && std::any_of(sessions[k].begin(), sessions[k].end(), [&](const Session& session) {
          return session.range.lo <= day && session.range.hi > day;
        });
      };
      high = high || perhaps_by(D) || c.absent || c.through < std::min(D, t) || listless[k];
      high_all = high_all || perhaps_by(t);
      high_all = high_all || high || c.absent || c.through < t || listless[k];
    }
    Outcome o;
    o.lane = lanes[k].lane;
    o.label = "campaign";
    o.from = lanes[k].span.from;
    o.until = lanes[k].span.until;
    if (!low_all && !someone(last) && !last.open) {
      o.verdict = Verdict::not_applicable;
      outcomes.push_back(std::move(o));
      continue;
    }
    o.due = o.nominal_due = shown(D);
    size_t told = views.size() - 1;
    if (low) {
      o.verdict = Verdict::satisfied;
      told = met;
    } else if (owed && !high && low_all) {
      o.verdict = Verdict::satisfied_late;
      told = met;
    } else if (t <= D) {
      o.verdict = Verdict::pending;
    } else if (owed && !high_all && views.back().sure_members > 0) {
      o.verdict = Verdict::overdue;
    } else if (!owed && !high && views.back().sure_members > 0) {
      o.verdict = Verdict::violated;
    } else {
      o.verdict = Verdict::indeterminate;
    }
    const View& view = views[told];
    if (!on_the_day && (o.verdict == Verdict::satisfied || o.verdict == Verdict::satisfied_late)) o.met_on = shown(view.day);
    const int total = view.sure_members + view.possible_members;
    o.low = view.sure_covered;
    o.high = view.open || view.loose ? kNullCount : view.possible_covered;
    o.required = static_cast<int>(std::ceil(ratio * total));
    if (o.verdict == Verdict::indeterminate) o.gaps = join(view.gaps, loose_gaps);
    if (scene_.trace && (o.verdict == Verdict::overdue || o.verdict == Verdict::violated || o.verdict == Verdict::pending)) {
      for (const std::string& name : view.missing) o.reasons.push_back({ReasonCode::member_missing, name, {}, {}});
    }
    outcomes.push_back(std::move(o));
  }
  merge(made, std::move(outcomes), out);
}

}  // namespace hegui::exec
