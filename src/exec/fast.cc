// Straight loops.   In/Out: fast.h.   Test: tests/exec/plain_test.cc
#include "exec/fast.h"

#include <algorithm>
#include <functional>

namespace hegui::exec {

using cel::Function;

namespace {

bool plain(const Arg& x) { return x.clean() && x.map == nullptr; }

template <typename T, typename Keep>
void each(const T* a, size_t a_step, const T* b, size_t b_step, size_t n, uint8_t* out, Keep keep) {
  if (a_step == 1 && b_step == 0) {
    const T y = b[0];
    for (size_t i = 0; i < n; ++i) out[i] = keep(a[i], y) ? kTrue : kFalse;
  } else if (a_step == 0 && b_step == 1) {
    const T x = a[0];
    for (size_t i = 0; i < n; ++i) out[i] = keep(x, b[i]) ? kTrue : kFalse;
  } else {
    for (size_t i = 0; i < n; ++i) out[i] = keep(a[i * a_step], b[i * b_step]) ? kTrue : kFalse;
  }
}

template <typename T>
void compared(Test test, const T* a, size_t a_step, const T* b, size_t b_step, size_t n, uint8_t* out) {
  switch (test) {
    case Test::equal:
      return each(a, a_step, b, b_step, n, out, std::equal_to<T>());
    case Test::not_equal:
      return each(a, a_step, b, b_step, n, out, std::not_equal_to<T>());
    case Test::less:
      return each(a, a_step, b, b_step, n, out, std::less<T>());
    case Test::less_equal:
      return each(a, a_step, b, b_step, n, out, std::less_equal<T>());
    case Test::greater:
      return each(a, a_step, b, b_step, n, out, std::greater<T>());
    case Test::greater_equal:
      return each(a, a_step, b, b_step, n, out, std::greater_equal<T>());
  }
}

template <typename T, typename F>
void combined(const T* a, size_t a_step, const T* b, size_t b_step, size_t n, T* out, F f) {
  if (a_step == 1 && b_step == 0) {
    const T y = b[0];
    for (size_t i = 0; i < n; ++i) out[i] = f(a[i], y);
  } else if (a_step == 1 && b_step == 1) {
    for (size_t i = 0; i < n; ++i) out[i] = f(a[i], b[i]);
  } else {
    for (size_t i = 0; i < n; ++i) out[i] = f(a[i * a_step], b[i * b_step]);
  }
}

/// Without a jump: the condition of a lane is hard to guess.
template <typename T>
void chosen(const uint8_t* t, const T* a, size_t a_step, const T* b, size_t b_step, size_t n, T* out) {
  if (a_step == 1 && b_step == 1) {
    for (size_t i = 0; i < n; ++i) {
      const T x = a[i], y = b[i];
      out[i] = t[i] == kTrue ? x : y;
    }
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    const T x = a[i * a_step], y = b[i * b_step];
    out[i] = t[i] == kTrue ? x : y;
  }
}

}  // namespace

bool fast_compare(Test test, const Arg& a, const Arg& b, size_t n, Vec& out) {
  if (!plain(a) || !plain(b) || a.v->rep != b.v->rep) return false;
  switch (a.v->rep) {
    case Rep::integer:
    case Rep::span:
      compared(test, a.v->x.data(), a.step, b.v->x.data(), b.step, n, out.t.data());
      return true;
    case Rep::real:
      compared(test, a.v->f.data(), a.step, b.v->f.data(), b.step, n, out.t.data());
      return true;
    case Rep::date:
      if (!a.v->b.empty() || !b.v->b.empty()) return false;
      compared(test, a.v->a.data(), a.step, b.v->a.data(), b.step, n, out.t.data());
      return true;
    case Rep::text:
      if (test != Test::equal && test != Test::not_equal) return false;
      compared(test, a.v->a.data(), a.step, b.v->a.data(), b.step, n, out.t.data());
      return true;
    default:
      return false;
  }
}

bool fast_arithmetic(Function function, const Arg& a, const Arg& b, size_t n, Vec& out) {
  if (b.v == nullptr || !plain(a) || !plain(b)) return false;
  switch (function) {
    case Function::add_double:
      combined(a.v->f.data(), a.step, b.v->f.data(), b.step, n, out.f.data(), std::plus<double>());
      return true;
    case Function::sub_double:
      combined(a.v->f.data(), a.step, b.v->f.data(), b.step, n, out.f.data(), std::minus<double>());
      return true;
    case Function::mul_double:
      combined(a.v->f.data(), a.step, b.v->f.data(), b.step, n, out.f.data(), std::multiplies<double>());
      return true;
    case Function::add_int:
    case Function::sub_int:
    case Function::mul_int: {
      bool over = false;
      const int64_t *x = a.v->x.data(), *y = b.v->x.data();
      int64_t* to = out.x.data();
      if (function == Function::add_int) {
        for (size_t i = 0; i < n; ++i) over |= __builtin_add_overflow(x[i * a.step], y[i * b.step], &to[i]);
      } else if (function == Function::sub_int) {
        for (size_t i = 0; i < n; ++i) over |= __builtin_sub_overflow(x[i * a.step], y[i * b.step], &to[i]);
      } else {
        for (size_t i = 0; i < n; ++i) over |= __builtin_mul_overflow(x[i * a.step], y[i * b.step], &to[i]);
      }
      return !over;
    }
    default:
      return false;
  }
}

bool fast_member(const Arg& x, const Arg& list, size_t n, Vec& out) {
  constexpr uint32_t kFew = 16;
  if (!plain(x) || x.step != 1 || list.step != 0 || !list.v->state.empty() || list.v->elem == nullptr) return false;
  if (x.v->rep != Rep::text || list.v->elem->rep != Rep::text) return false;
  const uint32_t begin = list.v->off[0], end = list.v->off[1];
  if (end - begin > kFew) return false;
  const int32_t* codes = x.v->a.data();
  uint8_t* const t = out.t.data();
  std::fill(t, t + n, kFalse);
  for (uint32_t e = begin; e < end; ++e) {
    const int32_t wanted = list.v->elem->a[e];
    for (size_t i = 0; i < n; ++i) t[i] = static_cast<uint8_t>(t[i] | (codes[i] == wanted ? kTrue : kFalse));
  }
  return true;
}

bool fast_choose(const Arg& condition, const Arg& yes, const Arg& no, size_t n, Vec& out) {
  if (!condition.straight() || yes.map != nullptr || no.map != nullptr) return false;
  const uint8_t* t = condition.v->t.data();
  uint8_t holes = 0;
  for (size_t i = 0; i < n; ++i) holes = static_cast<uint8_t>(holes | (t[i] == kUnknown || t[i] == kError ? 1 : 0));
  if (holes != 0) return false;
  if (yes.v->rep == Rep::boolean) {
    chosen(t, yes.v->t.data(), yes.step, no.v->t.data(), no.step, n, out.t.data());
    return true;
  }
  if (!yes.clean() || !no.clean()) return false;
  if (yes.v->rep == Rep::integer) {
    chosen(t, yes.v->x.data(), yes.step, no.v->x.data(), no.step, n, out.x.data());
    return true;
  }
  if (yes.v->rep == Rep::real) {
    chosen(t, yes.v->f.data(), yes.step, no.v->f.data(), no.step, n, out.f.data());
    return true;
  }
  return false;
}

void fast_and(const uint8_t* in, size_t n, bool flip, uint8_t* out) {
  if (!flip) {
    for (size_t i = 0; i < n; ++i) out[i] = std::min(out[i], in[i]);
    return;
  }
  for (size_t i = 0; i < n; ++i) {
    const uint8_t t = in[i];
    // negate(): the two ends change places.
    const uint8_t turned = static_cast<uint8_t>(t == kFalse || t == kTrue ? t ^ kTrue : t);
    out[i] = std::min(out[i], turned);
  }
}

}  // namespace hegui::exec
