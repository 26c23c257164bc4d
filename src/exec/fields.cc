// Reading fields: columns into vectors, with what emptiness means (sparse, milestone, unknown).
// In/Out: scene.h.   Cost: O(lanes + elements).   Test: tests/exec/fields_test.cc
#include <algorithm>

#include "exec/scene.h"

namespace hegui::exec {

using plan::Code;
using plan::Op;

namespace {

constexpr int64_t kDaySeconds = 86400;

Day day_of_seconds(int64_t s) {
  if (s == kNeverTime) return kNever;
  return static_cast<Day>(s / kDaySeconds - (s % kDaySeconds < 0 ? 1 : 0));
}

void put(Vec& v, size_t i, const cel::Literal& l, Strings& strings) {
  switch (v.rep) {
    case Rep::boolean: v.t[i] = truth_of(l.boolean); break;
    case Rep::integer:
    case Rep::span: v.x[i] = l.integer; break;
    case Rep::real: v.f[i] = l.kind == cel::Literal::Kind::double_value ? l.real : static_cast<double>(l.integer); break;
    case Rep::date: v.a[i] = static_cast<Day>(l.integer); break;
    case Rep::text: v.a[i] = strings.code(l.text); break;
    case Rep::value:
      if (l.kind == cel::Literal::Kind::uint_value) v.any[i] = row::Value::of(static_cast<uint64_t>(l.integer));
      if (l.kind == cel::Literal::Kind::bytes) v.any[i] = row::Value::text(l.text, row::Tag::bytes);
      break;  // else null
    default: break;
  }
}

}  // namespace

VecPtr Scene::constant(const Op& op) {
  auto v = make(op.rep, 1);
  if (op.code == Code::constant) {
    if (op.rep == Rep::text) {
      v->a[0] = stage.literal(static_cast<size_t>(op.value));
    } else {
      put(*v, 0, program.values[static_cast<size_t>(op.value)], strings);
    }
    return v;
  }
  return constant_value(op, params[static_cast<size_t>(op.a)]);
}

VecPtr Scene::constant_value(const Op& op, const rule::Value& value) {
  auto v = make(op.rep, 1);
  if (op.rep != Rep::list) {
    put(*v, 0, value.scalar, strings);
    return v;
  }
  auto elements = make(op.element, value.list.size());
  for (size_t i = 0; i < value.list.size(); ++i) put(*elements, i, value.list[i], strings);
  v->off[1] = static_cast<uint32_t>(value.list.size());
  v->elem = std::move(elements);
  return v;
}

// The range of a milestone: its date once it happened by the seen day, `never` before, open while the ledger is not complete.
DateRange Scene::milestone(Frame& frame, size_t lane, const Op& base, uint32_t row, bool filled, DateRange value, int32_t* info,
                           std::string_view name) {
  if (filled) {
    if (value.lo > stage.seen) return {kNever, kNever};
    if (value.hi > stage.seen) value.hi = kNever;
    if (!value.precise() && trace) {
      *info = date_gap(base.rep == Rep::owner ? owner_place(base.table) : base.table, row, name);
    }
    return value;
  }
  if (base.rep == Rep::owner) return {kNever, kNever};
  const plan::TableRef& outer = program.outermost(base.table);
  const uint32_t owner = stage.owner_of(base.table, row);
  const Day t = clock(frame, lane);
  const Complete c = complete(outer.owner_type, outer.collection, owner, t);
  if (c.absent || c.through >= t) {
    if (!c.absent) pivot(frame, lane, c.through == kNever ? kNever : c.through + 1);
    return {kNever, kNever};
  }
  if (trace) {
    *info = gap_set(ReasonCode::collection_incomplete, owner_place(outer.owner_type), owner,
                    program.rules->model->owners[static_cast<size_t>(outer.owner_type)].collections[static_cast<size_t>(outer.collection)].name,
                    format_date(c.through));
  }
  return {c.through + 1, kNever};
}

VecPtr Scene::field(Frame& frame, const Op& op) {
  VecPtr plain = plain_field(frame, op);
  return op.args.size() > 1 && !stage.histories.empty() ? changed_field(frame, op, std::move(plain)) : plain;
}

VecPtr Scene::plain_field(Frame& frame, const Op& op) {
  const Op& base_op = program[op.args[0]];
  const Arg base = arg(frame, op.args[0]);
  const bool of_owner = base_op.rep == Rep::owner;
  const Model& model = *program.rules->model;
  const Field& f = of_owner ? model.owners[static_cast<size_t>(base_op.table)].fields[static_cast<size_t>(op.a)]
                            : program.row_type(base_op.table).fields[static_cast<size_t>(op.a)];
  const std::vector<Column>& columns = of_owner ? stage.data.owners[static_cast<size_t>(base_op.table)].fields
                                                : stage.view(base_op.table).table->columns;
  const Column* column = static_cast<size_t>(op.a) < columns.size() ? &columns[static_cast<size_t>(op.a)] : nullptr;
  if (op.rep == Rep::list || op.rep == Rep::entries) return list_field(op, base, frame, column, f);
  const int32_t place = of_owner ? owner_place(base_op.table) : base_op.table;
  bool opened = false;
  if (of_owner && static_cast<size_t>(base_op.table) < program.rules->roles.size()) {
    opened = program.rules->roles[static_cast<size_t>(base_op.table)].opened == op.a;
  }
  const std::vector<int32_t>* words = f.type == FieldType::enumeration ? &stage.words(f.target) : nullptr;
  auto v = make(op.rep, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (base.state(i) != kValue) {
      strict(&base, 1, i, *v);
      continue;
    }
    const uint32_t row = base.v->row(base.at(i));
    const bool filled = column != nullptr && row < column->valid.size() && column->valid[row];
    if (f.milestone && (op.rep == Rep::date || op.rep == Rep::time)) {
      DateRange days;
      TimeRange time;
      if (op.rep == Rep::time && filled) {
        time = column->time(row);
        days = {day_of_seconds(time.lo), day_of_seconds(time.hi)};
      } else if (filled) {
        days = column->date(row);
      }
      int32_t info = 0;
      const DateRange range = milestone(frame, i, base_op, row, filled, days, &info, f.name);
      if (op.rep == Rep::date) {
        v->set_day(i, range);
      } else if (!filled || range.lo == kNever) {
        v->set_time(i, {range.lo == kNever ? kNeverTime : range.lo * kDaySeconds, kNeverTime});
      } else {
        v->set_time(i, {time.lo, range.hi == kNever ? kNeverTime : time.hi});
        if (trace && time.lo != time.hi && info == 0) info = date_gap(place, row, f.name);
      }
      if (info != 0) v->set_info(i, info);
      continue;
    }
    if (!filled) {
      if (!f.sparse) {
        unknown(*v, i, gap_set(ReasonCode::field_missing, place, row, f.name));
      } else if (op.rep == Rep::date) {
        v->set_day(i, opened ? DateRange{kAlways, kAlways} : DateRange{kNever, kNever});
      } else if (op.rep == Rep::time) {
        v->set_time(i, {kNeverTime, kNeverTime});
      }
      if (f.type == FieldType::reference && trace) {
        if (v->origin.empty()) v->origin.assign(frame.n, -1);
        v->origin[i] = gaps.place(place, row, gaps.text(f.name));
      }
      continue;
    }
    switch (f.type) {
      case FieldType::boolean: v->t[i] = truth_of(column->i32[row] != 0); break;
      case FieldType::integer: v->x[i] = column->i64[row]; break;
      case FieldType::decimal: v->f[i] = static_cast<double>(column->i64[row]) / 10000.0; break;
      case FieldType::enumeration: v->a[i] = (*words)[static_cast<size_t>(column->i32[row])]; break;
      case FieldType::date: {
        const DateRange d = column->date(row);
        v->set_day(i, d);
        if (trace && !d.precise()) v->set_info(i, date_gap(place, row, f.name));
        break;
      }
      case FieldType::datetime: {
        const TimeRange d = column->time(row);
        v->set_time(i, d);
        if (trace && d.lo != d.hi) v->set_info(i, date_gap(place, row, f.name));
        break;
      }
      default:
        v->a[i] = column->i32[row];
        if (trace && f.type == FieldType::reference) {
          if (v->origin.empty()) v->origin.assign(frame.n, -1);
          v->origin[i] = gaps.place(place, row, gaps.text(f.name));
        }
        break;
    }
  }
  return v;
}

VecPtr Scene::list_field(const Op& op, const Arg& base, Frame& frame, const Column* column, const Field& f) {
  const Op& base_op = program[op.args[0]];
  const int32_t place = base_op.rep == Rep::owner ? owner_place(base_op.table) : base_op.table;
  auto v = make(op.rep, frame.n);
  std::vector<uint32_t> element;
  std::vector<int32_t> origin;
  for (size_t i = 0; i < frame.n; ++i) {
    if (base.state(i) != kValue) {
      strict(&base, 1, i, *v);
    } else {
      const uint32_t row = base.v->row(base.at(i));
      if (column != nullptr && row < column->valid.size() && column->valid[row]) {
        for (uint32_t e = column->offsets[row]; e < column->offsets[row + 1]; ++e) element.push_back(e);
        if (trace && f.type == FieldType::reference) {
          origin.resize(element.size(), gaps.place(place, row, gaps.text(f.name)));
        }
      } else if (!f.sparse) {
        unknown(*v, i, gap_set(ReasonCode::field_missing, place, row, f.name));
      }
    }
    v->off[i + 1] = static_cast<uint32_t>(element.size());
  }
  const size_t m = element.size();
  if (op.rep == Rep::entries) {
    auto keys = make(Rep::text, m);
    auto numbers = make(Rep::real, m);
    for (size_t e = 0; e < m; ++e) {
      keys->a[e] = column->i32[element[e]];
      numbers->f[e] = column->f64[element[e]];
    }
    v->elem = std::move(keys);
    v->values = std::move(numbers);
    return v;
  }
  auto elements = make(op.element, m);
  for (size_t e = 0; e < m; ++e) {
    const uint32_t at = element[e];
    switch (f.type) {
      case FieldType::boolean: elements->t[e] = truth_of(column->i32[at] != 0); break;
      case FieldType::integer: elements->x[e] = column->i64[at]; break;
      case FieldType::decimal: elements->f[e] = static_cast<double>(column->i64[at]) / 10000.0; break;
      case FieldType::enumeration: elements->a[e] = stage.words(f.target)[static_cast<size_t>(column->i32[at])]; break;
      case FieldType::date: elements->set_day(e, column->date(at)); break;
      case FieldType::datetime: elements->set_time(e, column->time(at)); break;
      default: elements->a[e] = column->i32[at]; break;
    }
  }
  if (!origin.empty()) elements->origin = std::move(origin);
  if (trace && (op.element == Rep::date || op.element == Rep::time)) {
    for (size_t i = 0; i < frame.n; ++i) {
      for (uint32_t e = v->off[i]; e < v->off[i + 1]; ++e) {
        const bool precise = op.element == Rep::date ? elements->day(e).precise() : elements->time(e).lo == elements->time(e).hi;
        if (!precise) elements->set_info(e, date_gap(place, base.v->row(base.at(i)), f.name));
      }
    }
  }
  v->elem = std::move(elements);
  return v;
}

VecPtr Scene::has_field(Frame& frame, const Op& op) {
  VecPtr plain = plain_presence(frame, op);
  return op.args.size() > 1 && !stage.histories.empty() ? changed_presence(frame, op, std::move(plain)) : plain;
}

VecPtr Scene::plain_presence(Frame& frame, const Op& op) {
  const Op& base_op = program[op.args[0]];
  const Arg base = arg(frame, op.args[0]);
  const bool of_owner = base_op.rep == Rep::owner;
  const Model& model = *program.rules->model;
  const Field& f = of_owner ? model.owners[static_cast<size_t>(base_op.table)].fields[static_cast<size_t>(op.a)]
                            : program.row_type(base_op.table).fields[static_cast<size_t>(op.a)];
  const Table* table = of_owner ? nullptr : stage.view(base_op.table).table;
  const std::vector<Column>& columns = of_owner ? stage.data.owners[static_cast<size_t>(base_op.table)].fields : table->columns;
  const Column* column = static_cast<size_t>(op.a) < columns.size() ? &columns[static_cast<size_t>(op.a)] : nullptr;
  auto v = make(Rep::boolean, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (base.state(i) != kValue) {
      strict(&base, 1, i, *v);
      continue;
    }
    const uint32_t row = base.v->row(base.at(i));
    if (f.type == FieldType::nested) {
      const Table& inner = table->nested[static_cast<size_t>(op.a)];
      v->t[i] = truth_of(row + 1 < inner.offsets.size() && inner.offsets[row] < inner.offsets[row + 1]);
      continue;
    }
    const bool filled = column != nullptr && row < column->valid.size() && column->valid[row];
    if (!f.milestone) {
      const bool listed = f.list || f.type == FieldType::map;
      v->t[i] = truth_of(filled && (!listed || column->offsets[row] < column->offsets[row + 1]));
      continue;
    }
    DateRange days;
    if (filled && f.type == FieldType::datetime) {
      const TimeRange time = column->time(row);
      days = {day_of_seconds(time.lo), day_of_seconds(time.hi)};
    } else if (filled) {
      days = column->date(row);
    }
    int32_t info = 0;
    const DateRange range = milestone(frame, i, base_op, row, filled, days, &info, f.name);
    if (range.hi <= stage.seen) {
      v->t[i] = kTrue;
    } else if (range.lo == kNever) {
      v->t[i] = kFalse;
    } else {
      unknown(*v, i, info);
    }
  }
  return v;
}

VecPtr Scene::has_collection(Frame& frame, const Op& op) {
  const Arg base = arg(frame, op.args[0]);
  const OwnerTable& owners = stage.data.owners[static_cast<size_t>(program[op.args[0]].table)];
  auto v = make(Rep::boolean, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(&base, 1, i, *v)) continue;
    const uint32_t owner = base.v->row(base.at(i));
    v->t[i] = truth_of(owner < owners.count && owners.collections[static_cast<size_t>(op.a)].present[owner]);
  }
  return v;
}

}  // namespace hegui::exec
