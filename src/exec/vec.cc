// Building, gathering and copying vectors.   Test: tests/exec/vec_test.cc
#include "exec/vec.h"

namespace hegui::exec {

std::shared_ptr<Vec> make(Rep rep, size_t n) {
  auto v = std::make_shared<Vec>();
  v->rep = rep;
  v->n = n;
  switch (rep) {
    case Rep::boolean: v->t.assign(n, kFalse); break;
    case Rep::integer:
    case Rep::span:
    case Rep::time: v->x.assign(n, 0); break;
    case Rep::real: v->f.assign(n, 0); break;
    case Rep::text:
    case Rep::date:
    case Rep::row:
    case Rep::owner: v->a.assign(n, 0); break;
    case Rep::list:
    case Rep::rows:
    case Rep::entries: v->off.assign(n + 1, 0); break;
    case Rep::value: v->any.assign(n, row::Value{}); break;
  }
  return v;
}

namespace {

template <typename T>
void pick(std::vector<T>& out, const std::vector<T>& in, const uint32_t* index, size_t n) {
  if (in.empty()) return;
  out.resize(n);
  for (size_t i = 0; i < n; ++i) out[i] = in[index[i]];
}

}  // namespace

std::shared_ptr<Vec> gather(const Vec& from, const uint32_t* index, size_t n) {
  auto out = std::make_shared<Vec>();
  out->rep = from.rep;
  out->n = n;
  pick(out->t, from.t, index, n);
  pick(out->state, from.state, index, n);
  pick(out->a, from.a, index, n);
  pick(out->b, from.b, index, n);
  pick(out->x, from.x, index, n);
  pick(out->y, from.y, index, n);
  pick(out->f, from.f, index, n);
  pick(out->open, from.open, index, n);
  pick(out->info, from.info, index, n);
  pick(out->open_info, from.open_info, index, n);
  pick(out->origin, from.origin, index, n);
  pick(out->any, from.any, index, n);
  out->keeps = from.keeps;
  if (from.rep != Rep::list && from.rep != Rep::rows && from.rep != Rep::entries) return out;
  out->off.assign(n + 1, 0);
  std::vector<uint32_t> elements;
  for (size_t i = 0; i < n; ++i) {
    for (uint32_t e = from.off[index[i]]; e < from.off[index[i] + 1]; ++e) elements.push_back(e);
    out->off[i + 1] = static_cast<uint32_t>(elements.size());
  }
  if (from.elem != nullptr) out->elem = gather(*from.elem, elements.data(), elements.size());
  if (from.values != nullptr) out->values = gather(*from.values, elements.data(), elements.size());
  pick(out->maybe, from.maybe, elements.data(), elements.size());
  pick(out->maybe_info, from.maybe_info, elements.data(), elements.size());
  return out;
}

void copy_lane(Vec& out, size_t to, const Vec& in, size_t from) {
  const uint8_t state = in.state_of(from);
  const int32_t info = in.info_of(from);
  if (info != 0 || !out.info.empty()) out.set_info(to, info);
  const int32_t origin = in.origin_of(from);
  if (origin >= 0 && out.origin.empty()) out.origin.assign(out.n, -1);
  if (!out.origin.empty()) out.origin[to] = origin;
  switch (in.rep) {
    case Rep::boolean: out.t[to] = in.t[from]; return;
    case Rep::integer:
    case Rep::span: out.x[to] = in.x[from]; break;
    case Rep::time: out.set_time(to, in.time(from)); break;
    case Rep::real: out.f[to] = in.f[from]; break;
    case Rep::date: out.set_day(to, in.day(from)); break;
    case Rep::value: out.any[to] = in.any[from]; break;
    default: out.a[to] = in.a[from]; break;
  }
  if (state != kValue || !out.state.empty()) out.set_state(to, state);
}

}  // namespace hegui::exec
