// Comparisons and membership. Ranges of days and moments decide where all their days do, else they are unknown.
// In/Out: scene.h.   Idea: field == constant over coded columns is one loop over int32; a comparison with the clock notes
// the days on which it could turn (pivot).   Cost: O(lanes).   Test: tests/exec/compare_test.cc
#include <algorithm>
#include <compare>

#include "exec/fast.h"
#include "exec/ranges.h"
#include "exec/scene.h"

namespace hegui::exec {

using cel::Function;
using plan::Code;
using plan::Op;

namespace {

Test test_of(Function f) {
  switch (f) {
    case Function::not_equals: return Test::not_equal;
    case Function::less_bool: case Function::less_int: case Function::less_double: case Function::less_string:
    case Function::less_timestamp: case Function::less_duration: case Function::less_date: case Function::less_number:
      return Test::less;
    case Function::less_equal_bool: case Function::less_equal_int: case Function::less_equal_double:
    case Function::less_equal_string: case Function::less_equal_timestamp: case Function::less_equal_duration:
    case Function::less_equal_date: case Function::less_equal_number:
      return Test::less_equal;
    case Function::greater_bool: case Function::greater_int: case Function::greater_double: case Function::greater_string:
    case Function::greater_timestamp: case Function::greater_duration: case Function::greater_date:
    case Function::greater_number:
      return Test::greater;
    case Function::greater_equal_bool: case Function::greater_equal_int: case Function::greater_equal_double:
    case Function::greater_equal_string: case Function::greater_equal_timestamp: case Function::greater_equal_duration:
    case Function::greater_equal_date: case Function::greater_equal_number:
      return Test::greater_equal;
    default: return Test::equal;
  }
}

/// Equality of element i of a and j of b (scalars of one rep): true, false, or unknown for ranges.
uint8_t same(const Vec& a, size_t i, const Vec& b, size_t j) {
  switch (a.rep) {
    case Rep::boolean: return truth_of(a.t[i] == b.t[j]);
    case Rep::real: return truth_of(b.rep == Rep::integer ? cel::leaf::compare(b.x[j], a.f[i]) == 0 : a.f[i] == b.f[j]);
    case Rep::integer: return truth_of(b.rep == Rep::real ? cel::leaf::compare(a.x[i], b.f[j]) == 0 : a.x[i] == b.x[j]);
    case Rep::span: return truth_of(a.x[i] == b.x[j]);
    case Rep::date: return ranges(Test::equal, a.day(i).lo, a.day(i).hi, b.day(j).lo, b.day(j).hi);
    case Rep::time: return ranges(Test::equal, a.time(i).lo, a.time(i).hi, b.time(j).lo, b.time(j).hi);
    default: return truth_of(a.a[i] == b.a[j]);
  }
}

}  // namespace

// A coded field against constants: no vector of the field is made.
VecPtr Scene::compare_field(Frame& frame, const Op& op) {
  const Op* field_op = &program[op.args[0]];
  size_t other = 1;
  if (field_op->code != Code::field) {
    field_op = &program[op.args[1]];
    other = 0;
  }
  if (field_op->code != Code::field || field_op->rep != Rep::text || frame.memo.count(op.args[1 - other]) > 0) return nullptr;
  const Op& base_op = program[field_op->args[0]];
  if (field_op->args.size() > 1 && !stage.histories.empty()) return nullptr;
  if (base_op.rep != Rep::row || home(frame, op.args[other]) != &root_ || home(frame, op.args[1 - other]) != &frame) return nullptr;
  if (&frame == &root_) return nullptr;
  const Arg constant = arg(frame, op.args[other]);
  if (constant.state(0) != kValue) return nullptr;
  const Arg base = arg(frame, field_op->args[0]);
  if (!base.clean() || !base.straight()) return nullptr;
  const Field& f = program.row_type(base_op.table).fields[static_cast<size_t>(field_op->a)];
  const Column& column = stage.view(base_op.table).table->columns[static_cast<size_t>(field_op->a)];
  int32_t want = constant.v->a[0];
  if (f.type == FieldType::enumeration) {
    const std::vector<int32_t>& words = stage.words(f.target);
    const auto at = std::find(words.begin(), words.end(), want);
    want = at == words.end() ? -1 : static_cast<int32_t>(at - words.begin());
  }
  const bool equal = static_cast<Function>(op.a) == Function::equals;
  const uint8_t yes = truth_of(equal), no = truth_of(!equal);
  const uint8_t empty = !f.sparse ? kUnknown : constant.v->a[0] == 0 ? yes : no;
  auto v = make(Rep::boolean, frame.n);
  const int32_t* rows = base.v->a.data();
  if (column.valid.size() == 0) {
    std::fill(v->t.begin(), v->t.end(), empty);
  } else {
    const int32_t* values = column.i32.data();
    for (size_t i = 0; i < frame.n; ++i) {
      const uint32_t row = static_cast<uint32_t>(rows[i]);
      v->t[i] = !column.valid[row] ? empty : values[row] == want ? yes : no;
    }
  }
  if (trace && empty == kUnknown) {
    for (size_t i = 0; i < frame.n; ++i) {
      if (v->t[i] == kUnknown) v->set_info(i, gap_set(ReasonCode::field_missing, base_op.table, base.v->row(i), f.name));
    }
  }
  return v;
}

VecPtr Scene::compare(Frame& frame, const Op& op) {
  const Test test = test_of(static_cast<Function>(op.a));
  if (test == Test::equal || test == Test::not_equal) {
    if (VecPtr fast = compare_field(frame, op)) return fast;
  }
  const Arg args[] = {arg(frame, op.args[0]), arg(frame, op.args[1])};
  const Vec &a = *args[0].v, &b = *args[1].v;
  auto v = make(Rep::boolean, frame.n);
  const bool clean = args[0].clean() && args[1].clean();
  const plan::Clocked moves[] = {program[op.args[0]].clocked, program[op.args[1]].clocked};
  const bool watch = pivots && (moves[0] == plan::Clocked::with_clock || moves[1] == plan::Clocked::with_clock);
  if (!watch && fast_compare(test, args[0], args[1], frame.n, *v)) return v;
  if (clean && a.rep == Rep::text && (test == Test::equal || test == Test::not_equal)) {
    const uint8_t yes = truth_of(test == Test::equal), no = negate(yes);
    for (size_t i = 0; i < frame.n; ++i) v->t[i] = a.a[args[0].at(i)] == b.a[args[1].at(i)] ? yes : no;
    return v;
  }
  for (size_t i = 0; i < frame.n; ++i) {
    if (!clean && !strict(args, 2, i, *v)) continue;
    const size_t p = args[0].at(i), q = args[1].at(i);
    switch (a.rep) {
      case Rep::date: {
        const DateRange x = a.day(p), y = b.day(q);
        v->t[i] = ranges(test, x.lo, x.hi, y.lo, y.hi);
        if (watch) {
          const bool left = moving(frame, i, op.args[0]), right = moving(frame, i, op.args[1]);
          if (left && right) pivot(frame, i, clock(frame, i) + 1);  // until one of them stands
          if (left != right) pivot_past(frame, i, left ? x : y, left ? y : x);
        }
        break;
      }
      case Rep::time: {
        const TimeRange x = a.time(p), y = b.time(q);
        v->t[i] = ranges(test, x.lo, x.hi, y.lo, y.hi);
        break;
      }
      case Rep::boolean: v->t[i] = truth_of(holds(test, static_cast<int>(a.t[p]) <=> static_cast<int>(b.t[q]))); break;
      case Rep::integer:
      case Rep::span:
        v->t[i] = truth_of(holds(test, b.rep == Rep::real ? cel::leaf::compare(a.x[p], b.f[q]) : cel::leaf::compare(a.x[p], b.x[q])));
        break;
      case Rep::real: {
        std::partial_ordering o = cel::leaf::compare(a.f[p], b.rep == Rep::real ? b.f[q] : 0.0);
        if (b.rep == Rep::integer) {
          o = cel::leaf::compare(b.x[q], a.f[p]);
          o = o < 0 ? std::partial_ordering::greater : o > 0 ? std::partial_ordering::less : o;
        }
        v->t[i] = truth_of(holds(test, o));
        break;
      }
      case Rep::text:
        if (test == Test::equal || test == Test::not_equal) {
          v->t[i] = truth_of((a.a[p] == b.a[q]) == (test == Test::equal));
        } else {
          const int order = strings.text(a.a[p]).compare(strings.text(b.a[q]));
          v->t[i] = truth_of(holds(test, order <=> 0));
        }
        break;
      case Rep::list: {
        uint8_t out = truth_of(a.off[p + 1] - a.off[p] == b.off[q + 1] - b.off[q]);
        for (uint32_t k = 0; out != kFalse && k < a.off[p + 1] - a.off[p]; ++k) {
          out = std::min(out, same(*a.elem, a.off[p] + k, *b.elem, b.off[q] + k));
        }
        v->t[i] = test == Test::equal ? out : negate(out);
        break;
      }
      default: v->t[i] = truth_of((a.a[p] == b.a[q]) == (test == Test::equal)); break;
    }
    if (v->t[i] == kUnknown && trace) {
      int32_t info = gaps.join(a.info_of(p), b.info_of(q));
      if (a.rep == Rep::list) {
        for (uint32_t k = a.off[p]; k < a.off[p + 1]; ++k) info = gaps.join(info, a.elem->info_of(k));
        for (uint32_t k = b.off[q]; k < b.off[q + 1]; ++k) info = gaps.join(info, b.elem->info_of(k));
      }
      v->set_info(i, info);
    }
  }
  return v;
}

VecPtr Scene::membership(Frame& frame, const Op& op) {
  const Arg args[] = {arg(frame, op.args[0]), arg(frame, op.args[1])};
  const Vec &a = *args[0].v, &list = *args[1].v;
  auto v = make(Rep::boolean, frame.n);
  const bool coded = a.rep == Rep::text && list.elem != nullptr && list.elem->rep == Rep::text;
  const bool clean = args[0].clean() && args[1].clean();
  if (coded && fast_member(args[0], args[1], frame.n, *v)) return v;
  for (size_t i = 0; i < frame.n; ++i) {
    if (!clean && !strict(args, 2, i, *v)) continue;
    const size_t p = args[0].at(i), q = args[1].at(i);
    if (coded) {
      const int32_t* codes = list.elem->a.data();
      v->t[i] = truth_of(std::find(codes + list.off[q], codes + list.off[q + 1], a.a[p]) != codes + list.off[q + 1]);
      continue;
    }
    uint8_t out = kFalse;
    int32_t info = a.info_of(p);
    for (uint32_t e = list.off[q]; e < list.off[q + 1] && out != kTrue; ++e) {
      const uint8_t s = same(a, p, *list.elem, e);
      if (s == kTrue) out = kTrue;
      if (s == kUnknown) {
        out = kUnknown;
        if (trace) info = gaps.join(info, list.elem->info_of(e));
      }
    }
    v->t[i] = out;
    if (out == kUnknown && trace) v->set_info(i, info);
  }
  return v;
}

}  // namespace hegui::exec
