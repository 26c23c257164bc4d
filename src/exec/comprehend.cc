// Comprehensions by expansion: (lane, element) pairs, the predicate over all of them at once, a reduction back to lanes.
// In/Out: scene.h.   Idea: docs/evaluation.md section 2; a plain list is a closed set of sure elements.
// Cost: O(pairs) for the predicate.   Test: tests/exec/comprehend_test.cc
#include <algorithm>

#include "exec/scene.h"

namespace hegui::exec {

using plan::Code;
using plan::Op;

Frame& Scene::element_frame(Frame& frame, const Op& op, const Entries& entries, Frame& own) {
  std::unique_ptr<Frame>& side = entries.at->sides[{op.args[0], op.a, op.b}];
  if (side == nullptr) {
    const Vec& set = *entries.set;
    side = std::make_unique<Frame>();
    side->up = entries.at;
    side->n = set.off.back();
    side->own = plan::bit(cel::kFirstLocal + op.a);
    side->map.resize(side->n);
    for (uint32_t i = 0; i < set.n; ++i) std::fill(side->map.begin() + set.off[i], side->map.begin() + set.off[i + 1], i);
    side->bound[cel::kFirstLocal + op.a] = set.elem == nullptr ? make(Rep::text, 0) : set.elem;
    if (op.b >= 0) {
      side->own |= plan::bit(cel::kFirstLocal + op.b);
      auto position = make(Rep::integer, side->n);
      for (size_t e = 0; e < side->n; ++e) position->x[e] = static_cast<int64_t>(e - set.off[side->map[e]]);
      side->bound[cel::kFirstLocal + op.b] = std::move(position);
    }
  }
  if (entries.at == &frame) return *side;
  own.up = &frame;
  own.n = entries.element.size();
  own.map = entries.lane;
  own.own = side->own;
  own.side = side.get();
  own.side_map = entries.element;
  const Frame* f = &frame;
  for (; f != entries.at && f->side != entries.at; f = f->up) own.between |= f->own;
  if (f != entries.at) own.between |= f->between;  // the set is at home in the elements of a wider set
  own.between &= ~own.own;  // hidden by this one
  return own;
}

namespace {

constexpr size_t kPairsAtOnce = size_t{1} << 22;   // laid out together, while lanes can be told apart
constexpr size_t kPairsAHolder = size_t{1} << 23;  // more is too much work

/// What a reduction gathers for one lane.
struct Tally {
  bool decided = false;   // a sure element decides
  bool unknown = false;
  bool error = false;
  int32_t gaps = 0;
  int32_t error_info = 0;
};

}  // namespace

VecPtr Scene::walk_whole(Frame& frame, const Op& op) {
  switch (op.code) {
    case Code::map:
      return map_list(frame, op);
    case Code::filter:
    case Code::select:
      return filter(frame, op);
    default:
      return quantify(frame, op);
  }
}

// A set that many lanes walk over, one inside the other, multiplies: its pairs are counted before they are laid out. A holder
// whose pairs pass the bound has the error too_much_work there; truths of the others are worked out some lanes at a time.
VecPtr Scene::walk(Frame& frame, const Op& op) {
  Frame* at = home(frame, op.args[0]);
  if (at == &frame || &frame == &batch_ || &frame == &root_) return walk_whole(frame, op);
  const VecPtr set = get(*at, op.args[0]);
  const std::vector<uint32_t>* map = path(frame, at);
  std::vector<size_t> pairs(frame.n);
  size_t total = 0;
  for (size_t i = 0; i < frame.n; ++i) {
    const size_t h = map == nullptr ? i : (*map)[i];
    pairs[i] = set->off[h + 1] - set->off[h];
    total += pairs[i];
  }
  if (total <= kPairsAtOnce || frame.n == 1) return walk_whole(frame, op);
  std::vector<size_t> of_holder(std::max<size_t>(holders.size(), 1), 0);
  for (size_t i = 0; i < frame.n; ++i) of_holder[holder_lane(frame, i)] += pairs[i];
  std::vector<uint32_t> kept;
  for (uint32_t i = 0; i < frame.n; ++i) {
    if (of_holder[holder_lane(frame, i)] <= kPairsAHolder) kept.push_back(i);
  }
  const bool list = op.rep != Rep::boolean;
  if (list && kept.size() == frame.n) return walk_whole(frame, op);
  std::shared_ptr<Vec> out = make(op.rep, frame.n);
  if (list) {
    out->elem = make(op.element, 0);
    if (!kept.empty()) {
      Frame part = part_of(frame, kept);
      std::vector<uint32_t> index(frame.n, 0);  // lanes without value take the first one's, and lose it
      for (uint32_t k = 0; k < kept.size(); ++k) index[kept[k]] = k;
      out = gather(*walk_whole(part, op), index.data(), frame.n);
    }
  } else {
    for (size_t begin = 0; begin < kept.size();) {
      size_t end = begin, here = 0;
      while (end < kept.size() && (end == begin || here + pairs[kept[end]] <= kPairsAtOnce)) here += pairs[kept[end++]];
      const std::vector<uint32_t> lanes(kept.begin() + static_cast<std::ptrdiff_t>(begin), kept.begin() + static_cast<std::ptrdiff_t>(end));
      Frame part = part_of(frame, lanes);
      const VecPtr some = walk_whole(part, op);
      for (size_t k = 0; k < lanes.size(); ++k) copy_lane(*out, lanes[k], *some, k);
      begin = end;
    }
  }
  for (uint32_t i = 0; i < frame.n; ++i) {
    if (of_holder[holder_lane(frame, i)] > kPairsAHolder) fail(*out, i, cel::ErrorKind::too_much_work);
  }
  return out;
}

// Lists without holes in the frame that asks: no pairs are laid out.
VecPtr Scene::quantify_plain(Frame& frame, const Op& op) {
  if (trace || op.code == Code::exists_one || home(frame, op.args[0]) != &frame) return nullptr;
  Entries all;
  all.at = &frame;
  all.set = get(frame, op.args[0]);
  const Vec& set = *all.set;
  if (!set.state.empty() || !set.open.empty() || !set.maybe.empty()) return nullptr;
  Frame own;
  Frame& inner = element_frame(frame, op, all, own);
  const Arg body = arg(inner, op.body);
  if (!body.straight()) return nullptr;
  const uint8_t decider = op.code == Code::all ? kFalse : kTrue;
  const uint8_t* t = body.v->t.data();
  auto v = make(Rep::boolean, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    // The decider is the strongest, then unknown, then error; what is left is the other truth.
    uint8_t out = negate(decider);
    for (uint32_t e = set.off[i]; e < set.off[i + 1]; ++e) {
      const uint8_t p = t[e];
      if (p == decider) {
        out = decider;
        break;
      }
      if (p == kUnknown || (p == kError && out != kUnknown)) out = p;
    }
    v->t[i] = out;
  }
  return v;
}

VecPtr Scene::quantify(Frame& frame, const Op& op) {
  if (VecPtr plain = quantify_plain(frame, op)) return plain;
  const Entries all = entries(frame, op.args[0]);
  Frame own;
  Frame& inner = element_frame(frame, op, all, own);
  const Arg body = arg(inner, op.body);
  const Vec& set = *all.set;
  auto v = make(Rep::boolean, frame.n);
  const auto join = [&](int32_t& into, int32_t info) {
    if (trace) into = gaps.join(into, info);
  };
  const uint8_t decider = op.code == Code::all ? kFalse : kTrue;
  for (size_t i = 0; i < frame.n; ++i) {
    const uint32_t h = all.home[i];
    const uint8_t state = set.state_of(h);
    if (state != kValue) {
      v->t[i] = state;
      if (trace) v->set_info(i, set.info_of(h));
      continue;
    }
    Tally tally;
    int count = 0;
    bool loose = set.is_open(h);  // open, or a possible row
    int32_t loose_info = set.open_info_of(h);
    for (uint32_t e = all.begin[i]; e < all.begin[i + 1]; ++e) {
      const uint8_t p = body.v->t[body.at(e)];
      const bool maybe = set.is_maybe(all.element[e]);
      const int32_t maybe_info = set.maybe_info_of(all.element[e]);
      if (maybe) {
        loose = true;
        join(loose_info, maybe_info);
      }
      if (p == kUnknown) {
        tally.unknown = true;
        join(tally.gaps, body.info(e));
        if (maybe) join(tally.gaps, maybe_info);
      } else if (p == kError) {
        if (!tally.error) tally.error_info = body.info(e);
        tally.error = true;
      } else if (p == decider) {
        ++count;
        if (!maybe) {
          tally.decided = true;
        } else {
          tally.unknown = true;
          join(tally.gaps, maybe_info);
        }
      }
    }
    uint8_t out = kUnknown;
    int32_t info = 0;
    if (op.code == Code::exists_one) {
      if (loose) {
        info = loose_info;
      } else if (tally.unknown) {
        info = tally.gaps;
      } else if (tally.error) {
        out = kError;
        info = tally.error_info;
      } else {
        out = truth_of(count == 1);
      }
    } else if (tally.decided) {
      out = decider;
    } else if (tally.unknown || set.is_open(h)) {
      info = tally.gaps;
      join(info, set.open_info_of(h));
    } else if (tally.error) {
      out = kError;
      info = tally.error_info;
    } else {
      out = negate(decider);
    }
    v->t[i] = out;
    if (trace && (out == kUnknown || out == kError)) v->set_info(i, info);
  }
  return v;
}

VecPtr Scene::map_list(Frame& frame, const Op& op) {
  const Entries all = entries(frame, op.args[0]);
  Frame own;
  Frame& inner = element_frame(frame, op, all, own);
  const Arg body = arg(inner, op.body);
  const Arg keep = op.body2 == plan::kNoOp ? Arg{} : arg(inner, op.body2);
  const Vec& set = *all.set;
  auto v = make(Rep::list, frame.n);
  std::vector<uint32_t> kept;
  for (size_t i = 0; i < frame.n; ++i) {
    const uint32_t h = all.home[i];
    const size_t start = kept.size();
    const uint8_t state = set.state_of(h);
    bool missing = set.is_open(h);
    int32_t info = set.open_info_of(h), error_info = 0;
    bool error = false;
    for (uint32_t e = all.begin[i]; e < all.begin[i + 1]; ++e) {
      if (!set.is_maybe(all.element[e])) continue;
      missing = true;
      if (trace) info = gaps.join(info, set.maybe_info_of(all.element[e]));
    }
    if (state == kValue && !missing) {
      for (uint32_t e = all.begin[i]; e < all.begin[i + 1]; ++e) {
        const auto look = [&](uint8_t s, int32_t why) {
          if (s == kUnknown) {
            missing = true;
            if (trace) info = gaps.join(info, why);
          } else if (s == kError) {
            if (!error) error_info = why;
            error = true;
          }
          return s == kValue;
        };
        if (keep.v != nullptr) {
          if (!look(keep.state(e), keep.info(e)) || keep.v->t[keep.at(e)] != kTrue) continue;
        }
        if (look(body.state(e), body.info(e))) kept.push_back(static_cast<uint32_t>(body.at(e)));
      }
    }
    if (state != kValue) {
      v->set_state(i, state);
      if (trace) v->set_info(i, set.info_of(h));
    } else if (missing) {
      unknown(*v, i, info);
    } else if (error) {
      v->set_state(i, kError);
      if (trace) v->set_info(i, error_info);
    }
    if (v->state_of(i) != kValue) kept.resize(start);
    v->off[i + 1] = static_cast<uint32_t>(kept.size());
  }
  v->elem = gather(*body.v, kept.data(), kept.size());
  return v;
}

VecPtr Scene::filter(Frame& frame, const Op& op) {
  const Entries all = entries(frame, op.args[0]);
  Frame own;
  Frame& inner = element_frame(frame, op, all, own);
  const Arg body = arg(inner, op.body);
  const Vec& set = *all.set;
  const bool lenient = op.code == Code::select;
  const bool rows = op.rep == Rep::rows;
  auto v = make(op.rep, frame.n);
  std::vector<uint32_t> kept;
  bool any_maybe = false;
  for (size_t i = 0; i < frame.n; ++i) {
    const uint32_t h = all.home[i];
    const size_t start = kept.size();
    uint8_t state = set.state_of(h);
    int32_t info = set.info_of(h);
    bool missing = false, error = false;
    int32_t missing_info = 0;
    for (uint32_t e = all.begin[i]; state == kValue && e < all.begin[i + 1]; ++e) {
      const uint8_t p = body.v->t[body.at(e)];
      if (p == kFalse) continue;
      bool maybe = set.is_maybe(all.element[e]);
      int32_t maybe_info = set.maybe_info_of(all.element[e]);
      if (p == kError && !lenient) {
        if (!error) info = body.info(e);
        error = true;
      } else if (p != kTrue) {
        if (!rows) {
          missing = true;
          if (trace) missing_info = gaps.join(missing_info, body.info(e));
          continue;
        }
        maybe = true;
        if (trace) maybe_info = gaps.join(maybe_info, body.info(e));
      }
      kept.push_back(all.element[e]);
      if (rows) {
        v->maybe.push_back(maybe ? 1 : 0);
        any_maybe = any_maybe || maybe;
        if (trace) v->maybe_info.push_back(maybe ? maybe_info : 0);
      }
    }
    if (state == kValue && missing) {
      state = kUnknown;
      info = missing_info;
    } else if (state == kValue && error) {
      state = kError;
    }
    if (state != kValue) {
      v->set_state(i, state);
      if (trace) v->set_info(i, info);
      kept.resize(start);
      if (rows) v->maybe.resize(start);
      if (rows && trace) v->maybe_info.resize(start);
    } else if (set.is_open(h)) {
      if (v->open.empty()) v->open.assign(frame.n, 0);
      v->open[i] = set.open[h];
      if (trace) {
        if (v->open_info.empty()) v->open_info.assign(frame.n, 0);
        v->open_info[i] = set.open_info_of(h);
      }
    }
    v->off[i + 1] = static_cast<uint32_t>(kept.size());
  }
  if (!any_maybe) {
    v->maybe.clear();
    v->maybe_info.clear();
  }
  v->elem = set.elem == nullptr ? make(Rep::text, 0) : gather(*set.elem, kept.data(), kept.size());
  return v;
}

}  // namespace hegui::exec
