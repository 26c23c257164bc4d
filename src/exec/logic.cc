// Logic over truths: and, or, not, choice; an expensive operand is worked out only for lanes still undecided.
// In/Out: scene.h.   Idea: `and` is the least, `or` the complement of the least complement (vec.h).
// Cost: O(lanes) an operand.   Test: tests/exec/logic_test.cc
#include <algorithm>

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
        Frame part;
        part.up = frame.up;
        part.own = frame.own;
        part.n = left.size();
        part.map.resize(left.size());
        for (size_t k = 0; k < left.size(); ++k) part.map[k] = frame.identity ? left[k] : frame.map[left[k]];
        for (const auto& [slot, value] : frame.bound) part.bound[slot] = gather(*value, left.data(), left.size());
        part.side = frame.side;
        part.between = frame.between;
        if (frame.side != nullptr) {
          part.side_map.resize(left.size());
          for (size_t k = 0; k < left.size(); ++k) part.side_map[k] = frame.side_map[left[k]];
        }
        if (&frame != &batch_ && &frame != &root_) {
          const VecPtr a = get(part, operand);
          for (size_t k = 0; k < left.size(); ++k) take(left[k], a->t[k], a->info_of(k));
          continue;
        }
      }
    }
    const Arg a = arg(frame, operand);
    if (!trace) {
      if (a.straight() && !flip) {
        for (size_t i = 0; i < frame.n; ++i) v->t[i] = std::min(v->t[i], a.v->t[i]);
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
    for (uint8_t& t : v->t) t = negate(t);
  }
  return v;
}

VecPtr Scene::choose(Frame& frame, const Op& op) {
  const Arg c = arg(frame, op.args[0]), a = arg(frame, op.args[1]), b = arg(frame, op.args[2]);
  auto v = make(op.rep, frame.n);
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
