// Functions over vectors: numbers, texts, lists; the plain meaning is cel::leaf's.
// In/Out: scene.h.   Cost: O(lanes) calls of a leaf.   Test: tests/exec/call_test.cc
#include "cel/leaf_text.h"
#include "exec/fast.h"
#include "exec/scene.h"

#include <algorithm>

namespace hegui::exec {

using cel::ErrorKind;
using cel::Function;
using plan::Op;
namespace leaf = cel::leaf;

VecPtr Scene::call(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  switch (f) {
    case Function::in_list:
    case Function::in_map: return membership(frame, op);
    case Function::size_list:
    case Function::list_size:
    case Function::size_map:
    case Function::map_size: return size(frame, op);
    case Function::add_list: return joined(frame, op);
    case Function::latest_list:
    case Function::earliest_list:
    case Function::latest_two:
    case Function::earliest_two: return extreme(frame, op);
    default: break;
  }
  if (f == Function::equals || f == Function::not_equals || (f >= Function::less_bool && f <= Function::greater_equal_number)) {
    return compare(frame, op);
  }
  for (const auto family : {&Scene::number_call, &Scene::text_call, &Scene::date_call, &Scene::calendar_call, &Scene::time_call}) {
    if (VecPtr v = (this->*family)(frame, op)) return v;
  }
  auto v = make(op.rep, frame.n);
  for (size_t i = 0; i < frame.n; ++i) fail(*v, i, ErrorKind::no_matching_overload);
  return v;
}

VecPtr Scene::number_call(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  switch (f) {
    case Function::add_int: case Function::sub_int: case Function::mul_int: case Function::div_int: case Function::mod_int:
    case Function::negate_int: case Function::add_double: case Function::sub_double: case Function::mul_double:
    case Function::div_double: case Function::negate_double: case Function::int_double: case Function::int_string:
    case Function::double_int: case Function::double_string: case Function::days_int: case Function::add_duration:
    case Function::sub_duration: break;
    default: return nullptr;
  }
  Arg args[2] = {arg(frame, op.args[0]), op.args.size() > 1 ? arg(frame, op.args[1]) : Arg{}};
  auto v = make(op.rep, frame.n);
  if (fast_arithmetic(f, args[0], args[1], frame.n, *v)) return v;
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, op.args.size(), i, *v)) continue;
    const size_t p = args[0].at(i), q = args[1].at(i);
    const Vec& a = *args[0].v;
    const auto ints = [&](cel::Outcome<int64_t> r) {
      if (r.ok()) {
        v->x[i] = r.value;
      } else {
        fail(*v, i, r.error);
      }
    };
    switch (f) {
      case Function::add_int:
      case Function::add_duration: ints(leaf::add(a.x[p], args[1].v->x[q])); break;
      case Function::sub_int:
      case Function::sub_duration: ints(leaf::subtract(a.x[p], args[1].v->x[q])); break;
      case Function::mul_int: ints(leaf::multiply(a.x[p], args[1].v->x[q])); break;
      case Function::div_int: ints(leaf::divide(a.x[p], args[1].v->x[q])); break;
      case Function::mod_int: ints(leaf::remainder(a.x[p], args[1].v->x[q])); break;
      case Function::negate_int: ints(leaf::negate(a.x[p])); break;
      case Function::int_double: ints(leaf::int_of(a.f[p])); break;
      case Function::int_string: ints(leaf::int_of(strings.text(a.a[p]))); break;
      case Function::days_int: ints(leaf::days(a.x[p])); break;
      case Function::add_double: v->f[i] = a.f[p] + args[1].v->f[q]; break;
      case Function::sub_double: v->f[i] = a.f[p] - args[1].v->f[q]; break;
      case Function::mul_double: v->f[i] = a.f[p] * args[1].v->f[q]; break;
      case Function::div_double: v->f[i] = leaf::divide(a.f[p], args[1].v->f[q]); break;
      case Function::negate_double: v->f[i] = -a.f[p]; break;
      case Function::double_int: v->f[i] = static_cast<double>(a.x[p]); break;
      default: {
        const cel::Outcome<double> r = leaf::double_of(strings.text(a.a[p]));
        if (r.ok()) {
          v->f[i] = r.value;
        } else {
          fail(*v, i, r.error);
        }
        break;
      }
    }
  }
  return v;
}

// Questions about texts whose other operand is the same in all lanes: asked once a text, not once a lane, where lanes are many.
bool Scene::asked_by_code(Function f, const Arg* args, size_t count, size_t n, Vec& out) {
  switch (f) {
    case Function::contains_string: case Function::starts_with_string: case Function::ends_with_string: case Function::matches:
    case Function::matches_string: break;
    default: return false;
  }
  constexpr size_t kFew = 8;  // texts a lane, at most
  if (count != 2 || args[1].step != 0 || args[1].state(0) != kValue || !args[0].clean() || strings.count() > kFew * n) return false;
  const std::string_view part = strings.text(args[1].v->a[0]);
  std::vector<uint8_t>& known = strings.answers(static_cast<int>(f), args[1].v->a[0]);
  const int32_t* const codes = args[0].v->a.data();
  uint8_t *const answers = known.data(), *const to = out.t.data();
  const bool straight = args[0].straight();
  for (size_t i = 0; i < n; ++i) {
    const int32_t code = codes[straight ? i : args[0].at(i)];
    uint8_t answer = answers[code];
    if (answer == Strings::kNotAsked) {
      const std::string_view text = strings.text(code);
      cel::Outcome<bool> r = f == Function::contains_string      ? leaf::contains(text, part)
                             : f == Function::starts_with_string ? leaf::starts_with(text, part)
                             : f == Function::ends_with_string   ? leaf::ends_with(text, part)
                                                                 : leaf::matches(text, part);
      if (!r.ok()) return false;  // a wrong pattern: wrong for all lanes, with its reason
      answer = answers[code] = truth_of(r.value);
    }
    to[i] = answer;
  }
  return true;
}

VecPtr Scene::text_call(Frame& frame, const Op& op) {
  const Function f = static_cast<Function>(op.a);
  switch (f) {
    case Function::add_string: case Function::size_string: case Function::string_size: case Function::contains_string:
    case Function::starts_with_string: case Function::ends_with_string: case Function::matches: case Function::matches_string:
    case Function::string_int: case Function::string_double: case Function::string_bool: case Function::bool_string: break;
    default: return nullptr;
  }
  Arg args[2] = {arg(frame, op.args[0]), op.args.size() > 1 ? arg(frame, op.args[1]) : Arg{}};
  auto v = make(op.rep, frame.n);
  if (asked_by_code(f, args, op.args.size(), frame.n, *v)) return v;
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, op.args.size(), i, *v)) continue;
    const Vec& a = *args[0].v;
    const size_t p = args[0].at(i);
    const std::string_view x = a.rep == Rep::text ? strings.text(a.a[p]) : std::string_view{};
    const std::string_view y = args[1].v != nullptr ? strings.text(args[1].v->a[args[1].at(i)]) : std::string_view{};
    const auto truth = [&](cel::Outcome<bool> r) {
      if (r.ok()) {
        v->t[i] = truth_of(r.value);
      } else {
        fail(*v, i, r.error);
      }
    };
    switch (f) {
      case Function::add_string:
        if (x.size() + y.size() > cel::kMaxText) {
          fail(*v, i, ErrorKind::too_large);
        } else {
          v->a[i] = strings.code(std::string(x) + std::string(y));
        }
        break;
      case Function::size_string:
      case Function::string_size: v->x[i] = leaf::size(x); break;
      case Function::contains_string: v->t[i] = truth_of(leaf::contains(x, y)); break;
      case Function::starts_with_string: v->t[i] = truth_of(leaf::starts_with(x, y)); break;
      case Function::ends_with_string: v->t[i] = truth_of(leaf::ends_with(x, y)); break;
      case Function::matches:
      case Function::matches_string: truth(leaf::matches(x, y)); break;
      case Function::string_int: v->a[i] = strings.code(leaf::text_of(a.x[p])); break;
      case Function::string_double: v->a[i] = strings.code(leaf::text_of(a.f[p])); break;
      case Function::string_bool: v->a[i] = strings.code(leaf::text_of(a.t[p] == kTrue)); break;
      default: truth(leaf::bool_of(x)); break;
    }
  }
  return v;
}

VecPtr Scene::size(Frame& frame, const Op& op) {
  const Entries all = entries(frame, op.args[0]);
  const Vec& set = *all.set;
  auto v = make(Rep::integer, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    const uint32_t h = all.home[i];
    bool missing = set.is_open(h);
    int32_t info = set.open_info_of(h);
    for (uint32_t e = all.begin[i]; e < all.begin[i + 1]; ++e) {
      if (!set.is_maybe(all.element[e])) continue;
      missing = true;
      if (trace) info = gaps.join(info, set.maybe_info_of(all.element[e]));
    }
    if (set.state_of(h) != kValue) {
      v->set_state(i, set.state_of(h));
      if (trace) v->set_info(i, set.info_of(h));
    } else if (missing) {
      unknown(*v, i, info);
    } else {
      v->x[i] = all.begin[i + 1] - all.begin[i];
    }
  }
  return v;
}

VecPtr Scene::joined(Frame& frame, const Op& op) {
  const VecPtr a = get(frame, op.args[0]), b = get(frame, op.args[1]);
  const Arg args[] = {{a, 1}, {b, 1}};
  auto v = make(Rep::list, frame.n);
  size_t m = 0;
  for (size_t i = 0; i < frame.n; ++i) {
    if (strict(args, 2, i, *v)) {
      const size_t size = size_t{a->off[i + 1]} - a->off[i] + b->off[i + 1] - b->off[i];
      if (size > cel::kMaxElements) {
        fail(*v, i, ErrorKind::too_large);
      } else {
        m += size;
      }
    }
    v->off[i + 1] = static_cast<uint32_t>(m);
  }
  auto elements = make(op.element, m);
  for (const Vec* from : {a.get(), b.get()}) {
    if (from->elem == nullptr) continue;
    for (const auto& kept : from->elem->keeps) elements->keep(kept);
  }
  for (size_t i = 0; i < frame.n; ++i) {
    size_t at = v->off[i];
    if (v->off[i] == v->off[i + 1]) continue;
    for (const Vec* from : {a.get(), b.get()}) {
      for (uint32_t e = from->off[i]; e < from->off[i + 1]; ++e) copy_lane(*elements, at++, *from->elem, e);
    }
  }
  v->elem = std::move(elements);
  return v;
}

VecPtr Scene::list(Frame& frame, const Op& op) {
  std::vector<Arg> args;
  for (const plan::OpIx a : op.args) args.push_back(arg(frame, a));
  auto v = make(Rep::list, frame.n);
  const size_t k = args.size();
  size_t m = 0;
  for (size_t i = 0; i < frame.n; ++i) {
    if (strict(args.data(), k, i, *v)) m += k;
    v->off[i + 1] = static_cast<uint32_t>(m);
  }
  auto elements = make(op.element, m);
  for (size_t i = 0; i < frame.n; ++i) {
    if (v->off[i] == v->off[i + 1]) continue;
    for (size_t j = 0; j < k; ++j) copy_lane(*elements, v->off[i] + j, *args[j].v, args[j].at(i));
  }
  v->elem = std::move(elements);
  return v;
}

VecPtr Scene::index(Frame& frame, const Op& op) {
  const Arg args[] = {arg(frame, op.args[0]), arg(frame, op.args[1])};
  const Vec& set = *args[0].v;
  auto v = make(op.rep, frame.n);
  if (set.elem != nullptr) v->keeps = set.elem->keeps;
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, 2, i, *v)) continue;
    const size_t p = args[0].at(i);
    const int64_t at = args[1].v->x[args[1].at(i)];
    if (at < 0 || at >= static_cast<int64_t>(set.off[p + 1] - set.off[p])) {
      fail(*v, i, ErrorKind::index_out_of_range);
    } else {
      copy_lane(*v, i, *set.elem, set.off[p] + static_cast<size_t>(at));
    }
  }
  return v;
}

VecPtr Scene::entry(Frame& frame, const Op& op) {
  const Arg args[] = {arg(frame, op.args[0]), arg(frame, op.args[1])};
  const Vec& set = *args[0].v;
  auto v = make(Rep::real, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, 2, i, *v)) continue;
    const size_t p = args[0].at(i);
    const int32_t key = args[1].v->a[args[1].at(i)];
    const auto begin = set.elem->a.begin() + set.off[p], end = set.elem->a.begin() + set.off[p + 1];
    const auto found = std::find(begin, end, key);
    if (found == end) {
      fail(*v, i, ErrorKind::no_such_key);
    } else {
      v->f[i] = set.values->f[static_cast<size_t>(found - set.elem->a.begin())];
    }
  }
  return v;
}

}  // namespace hegui::exec
