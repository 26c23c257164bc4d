// Operations worked out row by row: lanes become values of the row evaluator, one at a time, and its results lanes again.
//
// In/Out: scene.h.   Idea: a lane without value is an unknown or error value with the gaps of the lane, so gaps go through as
// they do through columns. A row set counts as a list here: unknown while it is open or has a possible row. Values that are no
// scalars point into the arena they were made in and into the vectors they came from; the result keeps both. Cost: O(lanes)
// runs of the machine, O(elements) for lists handed over.   Test: tests/exec/scalar_test.cc
#include <algorithm>

#include "cel/leaf_text.h"
#include "exec/row_machine.h"
#include "exec/scene.h"

namespace hegui::exec {

using cel::ErrorKind;
using plan::Op;
using plan::Shape;
using row::Tag;
using row::Value;

namespace {

/// The lanes of an operand as values.
class Reader {
 public:
  Reader(Scene& scene, const Op& op, Arg arg, row::Arena& arena)
      : scene_(scene), op_(op), arg_(std::move(arg)), arena_(arena) {}

  Value at(size_t lane) {
    const size_t p = arg_.at(lane);
    if (p == last_ && arg_.v->n == 1) return value_;  // the same for all lanes: read once
    last_ = p;
    return value_ = read(*arg_.v, p);
  }
  const VecPtr& vec() const { return arg_.v; }
  /// Values read from it may point into it.
  bool points() const { return arg_.v->rep == Rep::value || (arg_.v->elem != nullptr && arg_.v->elem->rep == Rep::value); }

 private:
  Value read(const Vec& v, size_t p) {
    const uint8_t state = v.state_of(p);
    if (state == kUnknown) return Value::unknown(v.info_of(p));
    if (state == kError) return Value::error(ErrorKind::bad_argument, v.info_of(p));
    switch (v.rep) {
      case Rep::list:
        return list(v, p);
      case Rep::rows:
        return rows(v, p);
      case Rep::entries:
        return entries(v, p);
      default:
        return scalar(v, p);
    }
  }

  Value scalar(const Vec& v, size_t p) {
    switch (v.rep) {
      case Rep::boolean:
        return Value::of(v.t[p] == kTrue);
      case Rep::integer:
        return Value::of(v.x[p]);
      case Rep::real:
        return Value::of(v.f[p]);
      case Rep::span:
        return Value::span(v.x[p]);
      case Rep::text: {
        Value out = Value::text(scene_.strings.text(v.a[p]));
        out.set_origin(v.origin_of(p));
        return out;
      }
      case Rep::date:
        return Value::date(v.day(p), v.info_of(p));
      case Rep::time: {
        const TimeRange t = v.time(p);
        if (t.lo == t.hi) return Value::moment({t.lo, 0});
        auto* range = static_cast<row::MomentRange*>(arena_.take(sizeof(row::MomentRange)));
        *range = {t.lo, t.hi, v.info_of(p)};
        return Value::moments(range);
      }
      case Rep::row:
        return Value::with(Tag::record, v.row(p), static_cast<uint32_t>(op_.table));
      case Rep::owner:
        return Value::with(Tag::owner, v.row(p), static_cast<uint32_t>(op_.table));
      default:
        return v.any[p];
    }
  }

  Value list(const Vec& v, size_t p) {
    const uint32_t begin = v.off[p], n = v.off[p + 1] - begin;
    Value* items = arena_.values(n);
    for (uint32_t k = 0; k < n; ++k) items[k] = scalar(*v.elem, begin + k);
    return Value::list(items, n);
  }

  Value rows(const Vec& v, size_t p) {
    bool sure = !v.is_open(p);
    int32_t info = v.open_info_of(p);
    for (uint32_t e = v.off[p]; e < v.off[p + 1]; ++e) {
      if (!v.is_maybe(e)) continue;
      sure = false;
      if (scene_.trace) info = scene_.gaps.join(info, v.maybe_info_of(e));
    }
    return sure ? list(v, p) : Value::unknown(info);
  }

  Value entries(const Vec& v, size_t p) {
    const uint32_t begin = v.off[p], n = v.off[p + 1] - begin;
    Value* keys = arena_.values(n);
    Value* values = arena_.values(n);
    for (uint32_t k = 0; k < n; ++k) {
      keys[k] = scalar(*v.elem, begin + k);
      values[k] = scalar(*v.values, begin + k);
    }
    return row::make_map(keys, values, n, arena_);
  }

  Scene& scene_;
  const Op& op_;
  const Arg arg_;
  row::Arena& arena_;
  size_t last_ = SIZE_MAX;
  Value value_;
};

bool held(const Value& v, Rep rep, int32_t table) {
  switch (rep) {
    case Rep::boolean:
      return v.tag == Tag::boolean;
    case Rep::integer:
      return v.tag == Tag::integer;
    case Rep::real:
      return v.tag == Tag::real;
    case Rep::text:
      return v.tag == Tag::text;
    case Rep::date:
      return v.tag == Tag::date;
    case Rep::time:
      return v.tag == Tag::moment || v.tag == Tag::moments;
    case Rep::span:
      return v.tag == Tag::span;
    case Rep::row:
      return v.tag == Tag::record && static_cast<int32_t>(v.n) == table;
    case Rep::owner:
      return v.tag == Tag::owner && static_cast<int32_t>(v.n) == table;
    default:
      return true;
  }
}

Value optional_value(const Value& optional) {
  return optional.tag == Tag::optional && optional.v != nullptr ? *optional.v : optional;
}

Value optional_map(const Value& optional, const Value& body, bool flat, row::Arena& arena) {
  if (!optional.ok()) return optional;
  if (optional.tag != Tag::optional) return Value::error(ErrorKind::no_matching_overload);
  if (optional.v == nullptr || !body.ok()) return optional.v == nullptr ? optional : body;
  if (flat) return body.tag == Tag::optional ? body : Value::error(ErrorKind::no_matching_overload);
  Value* place = arena.values(1);
  *place = body;
  return Value::optional(place);
}

/// What a walk goes over: elements or keys; `indices`: of a list its indices.
Value walked(const Value& range, bool indices, row::Arena& arena) {
  if (!range.ok()) return range;
  if (range.tag == Tag::map) return Value::list(range.m->keys, range.n);
  if (range.tag != Tag::list) return Value::error(ErrorKind::no_matching_overload);
  if (!indices) return range;
  Value* items = arena.values(range.n);
  for (uint32_t k = 0; k < range.n; ++k) items[k] = Value::of(int64_t{k});
  return Value::list(items, range.n);
}

Value element(const Value& base, const Value& key) {
  if (!base.ok() || !key.ok()) return base.ok() ? key : base;
  if (base.tag == Tag::map) {
    const Value* found = row::find(base, key);
    return found == nullptr ? Value::error(ErrorKind::no_such_key) : *found;
  }
  if (base.tag != Tag::list || key.tag != Tag::integer || key.i < 0 || key.i >= int64_t{base.n}) {
    return Value::error(ErrorKind::index_out_of_range);
  }
  return base.v[key.i];
}

Value merged(const Value& maps, row::Arena& arena) {
  if (!maps.ok()) return maps;
  if (maps.tag != Tag::list) return Value::error(ErrorKind::no_matching_overload);
  size_t n = 0;
  for (uint32_t k = 0; k < maps.n; ++k) {
    if (maps.v[k].tag != Tag::map) return Value::error(ErrorKind::no_matching_overload);
    n += maps.v[k].n;
  }
  if (n > cel::kMaxElements) return Value::error(ErrorKind::too_large);
  Value* keys = arena.values(n);
  Value* values = arena.values(n);
  for (uint32_t k = 0, at = 0; k < maps.n; ++k) {
    for (uint32_t e = 0; e < maps.v[k].n; ++e, ++at) {
      keys[at] = maps.v[k].m->keys[e];
      values[at] = maps.v[k].m->values[e];
    }
  }
  return row::make_map(keys, values, n, arena);
}

Value shaped(Shape shape, const Value* args, row::Arena& arena, Gaps* gaps) {
  switch (shape) {
    case Shape::optional_value:
      return optional_value(args[0]);
    case Shape::optional_map:
    case Shape::optional_flat_map:
      return optional_map(args[0], args[1], shape == Shape::optional_flat_map, arena);
    case Shape::optional_where: {
      const Value &given = args[0], &value = args[1];
      if (!given.ok() || given.is_false()) return given.ok() ? Value::optional(nullptr) : given;
      if (!value.ok()) return value;
      Value* place = arena.values(1);
      *place = value;
      return Value::optional(place);
    }
    case Shape::optional_has:
      if (!args[0].ok()) return args[0];
      if (args[0].tag != Tag::optional) return Value::error(ErrorKind::no_matching_overload);
      return args[0].v == nullptr ? Value::of(false) : args[1];
    case Shape::items:
    case Shape::keys:
      return walked(args[0], shape == Shape::keys, arena);
    case Shape::subscript:
      return element(args[0], args[1]);
    case Shape::zip: {
      // Errors of conditions stand in both lists, those of values in the second.
      const Value &keys = args[0], &values = args[1];
      if (keys.tag == Tag::unknown || values.tag == Tag::unknown) {
        return Value::unknown(
            row::join(gaps, keys.tag == Tag::unknown ? keys.info() : 0, values.tag == Tag::unknown ? values.info() : 0));
      }
      if (!keys.ok() || !values.ok()) return values.ok() ? keys : values;
      return row::make_map(keys.v, values.v, keys.n, arena);
    }
    case Shape::merge:
      return merged(args[0], arena);
    default:
      return args[0];
  }
}

}  // namespace

void Scene::store(Vec& out, size_t i, const Value& value) {
  if (value.tag == Tag::unknown) {
    unknown(out, i, value.info());
    return;
  }
  if (value.tag == Tag::error) {
    out.set_state(i, kError);
    if (trace) out.set_info(i, value.info() != 0 ? value.info() : error_set(value.kind()));
    return;
  }
  switch (out.rep) {
    case Rep::boolean:
      out.t[i] = truth_of(value.i != 0);
      break;
    case Rep::integer:
    case Rep::span:
      out.x[i] = value.i;
      break;
    case Rep::real:
      out.f[i] = value.d;
      break;
    case Rep::text:
      out.a[i] = strings.code(value.text());
      if (value.origin() >= 0) {
        if (out.origin.empty()) out.origin.assign(out.n, -1);
        out.origin[i] = value.origin();
      }
      break;
    case Rep::date:
      out.set_day(i, value.days());
      if (trace && value.days_info() != 0) out.set_info(i, value.days_info());
      break;
    case Rep::time:
      if (value.tag == Tag::moment) {
        out.set_time(i, {value.i, value.i});
      } else {
        out.set_time(i, {value.r->lo, value.r->hi});
        if (trace) out.set_info(i, value.r->info);
      }
      break;
    case Rep::row:
    case Rep::owner:
      out.a[i] = static_cast<int32_t>(value.i);
      break;
    default:
      out.any[i] = value;
      break;
  }
}

VecPtr Scene::scalar(Frame& frame, const Op& op) {
  const Shape shape = program.forms[static_cast<size_t>(op.value)].shape;
  const std::shared_ptr<const row::Code>& code = stage.code(static_cast<size_t>(op.value));
  static const auto nothing = std::make_shared<const row::Code>();
  row::Machine machine(code == nullptr ? nothing : code, trace ? &gaps : nullptr);
  const bool list = op.rep == Rep::list;
  const Rep rep = list ? op.element : op.rep;
  const bool kept = rep == Rep::value;  // results point into the arena
  row::Arena own;                       // of operands that are the same for all lanes, while the machine's is cleared
  std::vector<Reader> readers;
  readers.reserve(op.args.size());
  for (const plan::OpIx a : op.args) {
    Arg operand = arg(frame, a);
    row::Arena& arena = operand.v->n == 1 && !kept ? own : machine.arena();
    readers.emplace_back(*this, program[a], std::move(operand), arena);
  }
  auto v = make(op.rep, frame.n);
  std::vector<Value> args(op.args.size()), items;
  for (size_t i = 0; i < frame.n; ++i) {
    for (size_t k = 0; k < args.size(); ++k) {
      args[k] = readers[k].at(i);
      if (code != nullptr) machine.set(k, args[k]);
    }
    Value value = code != nullptr ? machine.run() : shaped(shape, args.data(), machine.arena(), trace ? &gaps : nullptr);
    if (list) {
      bool fits = value.tag == Tag::list;
      for (uint32_t k = 0; fits && k < value.n; ++k) fits = held(value.v[k], rep, op.table);
      if (fits) {
        items.insert(items.end(), value.v, value.v + value.n);
      } else {
        store(*v, i, value.ok() ? Value::error(ErrorKind::no_matching_overload) : value);
      }
      v->off[i + 1] = static_cast<uint32_t>(items.size());
    } else {
      store(*v, i, value.ok() && !held(value, rep, op.table) ? Value::error(ErrorKind::no_matching_overload) : value);
      if (!kept) machine.clear();
    }
  }
  const auto keep_all = [&](Vec& out) {
    out.keep(machine.release());
    for (const Reader& reader : readers) {
      if (reader.points()) out.keep(reader.vec());
    }
  };
  if (list) {
    auto elements = make(rep, items.size());
    for (size_t e = 0; e < items.size(); ++e) store(*elements, e, items[e]);
    if (kept) keep_all(*elements);
    v->elem = std::move(elements);
  } else if (kept) {
    keep_all(*v);
  }
  return v;
}

}  // namespace hegui::exec
