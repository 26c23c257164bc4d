// Logic over truths: and, or, not, choice; an expensive operand is worked out only for lanes still undecided.
// In/Out: scene.h.   Idea: `and` is the least, `or` the complement of the least complement (vec.h).
// Cost: O(lanes) an operand.   Test: tests/exec/logic_test.cc
#include <algorithm>

#include "exec/fast.h"
#include "exec/scene.h"

namespace hegui::exec {

using plan::Code;
using plan::Op;
using plan::OpIx;

VecPtr Scene::logic(Frame& frame, const Op& op) {
  auto v = make(Rep::boolean, frame.n);
  if (op.code == Code::not_) {
    const Arg a = arg(frame, op.args[0]);
    for (size_t i = 0; i < frame.n; ++i) v->t[i] = negate(a.v->t[a.at(i)]);
    if (trace && !a.v->info.empty()) {
      for (size_t i = 0; i < frame.n; ++i) {
        if (v->state_of(i) != kValue) v->set_info(i, a.info(i));
      }
    }
    return v;
  }
  // `or` runs as `and` over complements; the result is complemented at the end.
  const bool flip = op.code == Code::or_;
  const auto seen = [&](uint8_t t) { return flip ? negate(t) : t; };
  std::fill(v->t.begin(), v->t.end(), kTrue);
  std::vector<int32_t> unknowns, errors;  // gaps of unknown operands; of the first error
  if (trace) {
    unknowns.assign(frame.n, 0);
    errors.assign(frame.n, 0);
  }
  const auto take = [&](size_t i, uint8_t t, int32_t info) {
    t = seen(t);
    if (trace && t == kUnknown) unknowns[i] = gaps.join(unknowns[i], info);
    if (trace && t == kError && errors[i] == 0) errors[i] = info;
    v->t[i] = std::min(v->t[i], t);
  };
  std::vector<OpIx> order(op.args);
  std::stable_partition(order.begin(), order.end(), [&](OpIx a) { return !program[a].costly; });
  // The error that is reported is that of the first operand as written, so errors of later ones must not come first.
  for (const OpIx operand : order) {
    const bool known = frame.memo.count(operand) > 0 || home(frame, operand) != &frame;
    if (program[operand].costly && !known && frame.n > 1) {
      std::vector<uint32_t> left;
      for (uint32_t i = 0; i < frame.n; ++i) {
        if (v->t[i] != kFalse) left.push_back(i);
      }
      if (left.size() < frame.n) {
        if (left.empty()) break;
        if (&frame != &batch_ && &frame != &root_) {
          Frame part = part_of(frame, left);
          const VecPtr a = get(part, operand);
          for (size_t k = 0; k < left.size(); ++k) take(left[k], a->t[k], a->info_of(k));
          continue;
        }
      }
    }
    const Arg a = arg(frame, operand);
    if (!trace) {
      if (a.straight()) {
        fast_and(a.v->t.data(), frame.n, flip, v->t.data());
      } else {
        for (size_t i = 0; i < frame.n; ++i) v->t[i] = std::min(v->t[i], seen(a.v->t[a.at(i)]));
      }
    } else {
      for (size_t i = 0; i < frame.n; ++i) take(i, a.v->t[a.at(i)], a.info(i));
    }
  }
  if (trace) {
    // The first error in the order written, where the operands were reordered.
    if (order != op.args) {
      for (size_t i = 0; i < frame.n; ++i) {
        if (v->t[i] != kError) continue;
        for (const OpIx operand : op.args) {
          const Arg a = arg(frame, operand);
          if (a.state(i) == kError) {
            errors[i] = a.info(i);
            break;
          }
        }
      }
    }
    for (size_t i = 0; i < frame.n; ++i) {
      if (v->t[i] == kUnknown) v->set_info(i, unknowns[i]);
      if (v->t[i] == kError) v->set_info(i, errors[i]);
    }
  }
  if (flip) {
    uint8_t* const t = v->t.data();
    for (size_t i = 0; i < frame.n; ++i) t[i] = static_cast<uint8_t>(t[i] == kFalse || t[i] == kTrue ? t[i] ^ kTrue : t[i]);
  }
  return v;
}

// Lists and row sets, with what is possible or open in the one chosen.
VecPtr Scene::choose_lists(const Op& op, size_t n, const Arg& condition, const Arg& yes, const Arg& no) {
  auto v = make(op.rep, n);
  size_t m = 0;
  std::vector<const Arg*> taken(n, nullptr);
  for (size_t i = 0; i < n; ++i) {
    const uint8_t t = condition.v->t[condition.at(i)];
    if (t == kTrue || t == kFalse) {
      taken[i] = t == kTrue ? &yes : &no;
      const Vec& from = *taken[i]->v;
      const size_t p = taken[i]->at(i);
      if (from.state_of(p) != kValue) v->set_state(i, from.state_of(p));
      if (from.info_of(p) != 0) v->set_info(i, from.info_of(p));
      m += from.off[p + 1] - from.off[p];
    } else {
      v->set_state(i, t);
      if (trace) v->set_info(i, condition.info(i));
    }
    v->off[i + 1] = static_cast<uint32_t>(m);
  }
  auto elements = make(op.element, m);
  for (const Arg* side : {&yes, &no}) {
    if (side->v->elem == nullptr) continue;
    for (const auto& kept : side->v->elem->keeps) elements->keep(kept);
  }
  for (size_t i = 0; i < n; ++i) {
    if (taken[i] == nullptr) continue;
    const Vec& from = *taken[i]->v;
    const size_t p = taken[i]->at(i);
    if (from.is_open(p)) {
      if (v->open.empty()) v->open.assign(n, 0);
      v->open[i] = from.open[p];
      if (trace) {
        if (v->open_info.empty()) v->open_info.assign(n, 0);
        v->open_info[i] = from.open_info_of(p);
      }
    }
    for (uint32_t e = from.off[p], to = v->off[i]; e < from.off[p + 1]; ++e, ++to) {
      copy_lane(*elements, to, *from.elem, e);
      if (!from.is_maybe(e)) continue;
      if (v->maybe.empty()) v->maybe.assign(m, 0);
      v->maybe[to] = 1;
      if (trace) {
        if (v->maybe_info.empty()) v->maybe_info.assign(m, 0);
        v->maybe_info[to] = from.maybe_info_of(e);
      }
    }
  }
  v->elem = std::move(elements);
  return v;
}

VecPtr Scene::choose(Frame& frame, const Op& op) {
  const Arg c = arg(frame, op.args[0]), a = arg(frame, op.args[1]), b = arg(frame, op.args[2]);
  if (op.rep == Rep::list || op.rep == Rep::rows) return choose_lists(op, frame.n, c, a, b);
  auto v = make(op.rep, frame.n);
  for (const Arg* side : {&a, &b}) {
    for (const auto& kept : side->v->keeps) v->keep(kept);
  }
  if (!trace && fast_choose(c, a, b, frame.n, *v)) return v;
  for (size_t i = 0; i < frame.n; ++i) {
    const uint8_t t = c.v->t[c.at(i)];
    if (t == kTrue) {
      copy_lane(*v, i, *a.v, a.at(i));
    } else if (t == kFalse) {
      copy_lane(*v, i, *b.v, b.at(i));
    } else {
      v->set_state(i, t);
      if (trace) v->set_info(i, c.info(i));
    }
  }
  return v;
}

}  // namespace hegui::exec
