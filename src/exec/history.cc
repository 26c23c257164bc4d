// Fields that change, over time: reading the changes, and the value of a field on a day.
//
// In/Out: history.h, scene.h.   Idea: a field is read as it stands, then the lanes whose row has changes are put right. Each change
// is a day on which the answer may turn, so while pivoting it is noted like a comparison with it.
// Cost: O(lanes), and O(changes) for the lanes that have some.   Test: tests/exec/history_test.cc
#include "exec/history.h"

#include <algorithm>
#include <cmath>

#include "exec/scene.h"

namespace hegui::exec {

using plan::Op;

namespace {

/// One value in the form of its column; false: it cannot be read.
bool read_value(const Model& model, const Field& field, std::string_view text, const std::function<int32_t(std::string_view)>& code, Scalar& out) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty()) return false;
  switch (field.type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::reference: out.i32 = code(text); return true;
    case FieldType::month:
      out.i32 = code(text);
      return text.size() == 7 && parse_date_or_month(text).has_value();
    case FieldType::enumeration:
      out.i32 = model.enums[static_cast<size_t>(field.target)].word(text);
      return out.i32 >= 0;
    case FieldType::boolean:
      out.i32 = text == "true" ? 1 : 0;
      return text == "true" || text == "false";
    case FieldType::integer: {
      const cel::Outcome<int64_t> number = cel::leaf::int_of(text);
      out.i64 = number.value;
      return number.ok();
    }
    case FieldType::decimal: {
      const cel::Outcome<double> number = cel::leaf::double_of(text);
      if (!number.ok() || !(std::fabs(number.value) < 9.2e14)) return false;
      out.i64 = static_cast<int64_t>(std::nearbyint(number.value * 10000));
      return true;
    }
    case FieldType::date: {
      const std::optional<DateRange> date = parse_date_or_month(text);
      if (!date) return false;
      out.i32 = date->lo;
      out.hi = date->hi;
      return true;
    }
    case FieldType::datetime: {
      const std::optional<TimeRange> time = parse_datetime(text);
      if (!time) return false;
      out.i64 = time->lo;
      out.hi64 = time->hi;
      return true;
    }
    case FieldType::nested:
    case FieldType::map: break;
  }
  return false;
}

}  // namespace

size_t Histories::KeyHash::operator()(const Key& key) const {
  uint64_t h = 0;
  for (const int64_t v : {int64_t{key.owner_type}, int64_t{key.owner}, int64_t{key.collection}, int64_t{key.id}, int64_t{key.field}}) {
    h = (h ^ static_cast<uint64_t>(v)) * 0x9e3779b97f4a7c15ULL;
    h ^= h >> 29;
  }
  return static_cast<size_t>(h);
}

Histories::Histories(const plan::Program& program, const Dataset& data, Day seen, Day known_at,
                     const std::function<int32_t(std::string_view)>& code) {
  const rule::CheckedRules& rules = *program.rules;
  const Model& model = *rules.model;
  for (size_t o = 0; o < rules.roles.size(); ++o) {
    const rule::Roles& r = rules.roles[o];
    if (r.changes < 0 || r.changing.empty()) continue;
    const OwnerType& owner = model.owners[o];
    const RowType& type = model.rows[static_cast<size_t>(owner.collections[static_cast<size_t>(r.changes)].row_type)];
    const Table& table = data.owners[o].collections[static_cast<size_t>(r.changes)].table;
    if (table.rows == 0) continue;
    const Bitmap visible = visible_rows(table, type, seen, known_at);
    const auto filled = [&](int field, uint32_t row) {
      if (field < 0) return false;
      const Column& c = table.columns[static_cast<size_t>(field)];
      return row < c.valid.size() && c.valid[row];
    };
    const auto text = [&](int field, uint32_t row) -> std::string_view {
      if (!filled(field, row)) return {};
      const Field& f = type.fields[static_cast<size_t>(field)];
      const int32_t i = table.columns[static_cast<size_t>(field)].i32[row];
      if (f.type != FieldType::enumeration) return data.strings.text(i);
      return model.enums[static_cast<size_t>(f.target)].words[static_cast<size_t>(i)];
    };
    for (uint32_t row = 0; row < table.rows; ++row) {
      if (!visible[row]) continue;
      const std::string_view where = text(r.change_collection, row);
      const int collection = where.empty() ? -1 : owner.collection(where);
      if (!where.empty() && collection < 0) continue;
      const int row_type = collection < 0 ? -1 : owner.collections[static_cast<size_t>(collection)].row_type;
      const std::string_view name = text(r.change_field, row);
      const int field = collection < 0 ? owner.field(name) : model.rows[static_cast<size_t>(row_type)].field(name);
      if (std::find(r.changing.begin(), r.changing.end(), std::pair(collection, field)) == r.changing.end()) continue;
      const Field& f = collection < 0 ? owner.fields[static_cast<size_t>(field)]
                                      : model.rows[static_cast<size_t>(row_type)].fields[static_cast<size_t>(field)];
      Key key{static_cast<int>(o), table.parent[row], collection, 0, field};
      if (collection >= 0) {
        const std::string_view id = text(r.change_row, row);
        key.id = data.strings.find(id);
        if (id.empty() || key.id < 0) continue;  // no such row
      }
      Change change;
      change.row = row;
      if (filled(r.change_from, row)) change.from = table.columns[static_cast<size_t>(r.change_from)].date(row);
      std::string_view rest = text(r.change_value, row);
      change.valued = !rest.empty();
      while (change.valued && !rest.empty()) {
        const size_t comma = f.list ? rest.find(',') : std::string_view::npos;
        Scalar value;
        change.valued = read_value(model, f, rest.substr(0, comma), code, value);
        change.values.push_back(value);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      }
      changes_[key].push_back(std::move(change));
    }
  }
}

const std::vector<Change>* Histories::of(int owner_type, uint32_t owner, int collection, int32_t id, int field) const {
  const auto found = changes_.find({owner_type, owner, collection, id, field});
  return found == changes_.end() ? nullptr : &found->second;
}

Standing Histories::standing(const std::vector<Change>& changes, Day day, std::vector<size_t>* doubt) {
  Standing out{Standing::Kind::before, 0};
  bool open = false;
  for (size_t i = 0; i < changes.size(); ++i) {
    const DateRange from = changes[i].from;
    if (from.lo == kNoDay || (from.lo <= day && day < from.hi)) {
      open = true;
      if (doubt != nullptr) doubt->push_back(i);
    } else if (from.hi <= day && (out.kind == Standing::Kind::before || from.hi >= changes[out.change].from.hi)) {
      out = {Standing::Kind::changed, i};
    }
  }
  if (out.kind == Standing::Kind::changed) {
    const DateRange last = changes[out.change].from;
    bool vague = false;
    for (size_t i = 0; i < changes.size(); ++i) {
      const DateRange from = changes[i].from;
      if (i == out.change || from.lo == kNoDay || from.hi > day || from.hi < last.lo || (from.precise() && last.precise())) continue;
      vague = true;
      if (doubt != nullptr && !from.precise()) doubt->push_back(i);
    }
    if (vague && doubt != nullptr && !last.precise()) doubt->push_back(out.change);
    open = open || vague;
  }
  if (open) out.kind = Standing::Kind::doubtful;
  return out;
}

// What histories say of a lane: the changes of its field, the one that counts, gaps where none does.
bool Scene::stood(Frame& frame, size_t i, const Op& op, const Arg& base, const Arg& day, Lane& out) {
  out = {};
  if (base.state(i) != kValue) return false;
  const Op& base_op = program[op.args[0]];
  const uint32_t row = base.v->row(base.at(i));
  const std::vector<Change>* changes = nullptr;
  int owner_type_ = base_op.table;
  int32_t place = owner_place(base_op.table);
  if (base_op.rep == Rep::owner) {
    changes = stage.histories.of(base_op.table, row, -1, 0, op.a);
  } else {
    const plan::TableRef& table = program.tables[static_cast<size_t>(base_op.table)];
    const TableView& view = stage.view(base_op.table);
    owner_type_ = table.owner_type;
    place = base_op.table;
    if (view.type->id_field < 0) return false;
    const Column& ids = view.table->columns[static_cast<size_t>(view.type->id_field)];
    if (row >= ids.valid.size() || !ids.valid[row]) return false;
    changes = stage.histories.of(table.owner_type, view.table->parent[row], table.collection, ids.i32[row], op.a);
  }
  if (changes == nullptr) return false;
  if (day.state(i) != kValue) {
    out.state = day.state(i);
    out.info = day.info(i);
    return true;
  }
  const DateRange when = day.v->day(day.at(i));
  if (pivots && moving(frame, i, op.args[1])) {
    for (const Change& c : *changes) {
      if (c.from.lo != kNoDay) pivot_past(frame, i, when, c.from);
    }
  }
  if (!when.precise()) {
    out.state = kUnknown;
    out.info = day.info(i);
    return true;
  }
  std::vector<size_t> doubt;
  const Standing standing = Histories::standing(*changes, when.lo, trace ? &doubt : nullptr);
  const int table = program.roles[static_cast<size_t>(owner_type_)].change_table;
  const rule::Roles& roles = program.rules->roles[static_cast<size_t>(owner_type_)];
  const auto name = [&](int field) -> std::string_view { return program.row_type(table).fields[static_cast<size_t>(field)].name; };
  if (standing.kind == Standing::Kind::changed && (*changes)[standing.change].valued) {
    out.change = &(*changes)[standing.change];
    return true;
  }
  out.state = kUnknown;
  if (!trace) return true;
  if (standing.kind == Standing::Kind::changed) {
    out.info = gap_set(ReasonCode::field_missing, table, (*changes)[standing.change].row, name(roles.change_value));
  } else if (standing.kind == Standing::Kind::before) {
    const Model& model = *program.rules->model;
    const Field& f = base_op.rep == Rep::owner ? model.owners[static_cast<size_t>(base_op.table)].fields[static_cast<size_t>(op.a)]
                                               : program.row_type(base_op.table).fields[static_cast<size_t>(op.a)];
    out.info = gap_set(ReasonCode::field_missing, place, row, f.name);
  }
  for (const size_t k : doubt) {
    const Change& c = (*changes)[k];
    const ReasonCode code = c.from.lo == kNoDay ? ReasonCode::field_missing : ReasonCode::date_imprecise;
    out.info = gaps.join(out.info, gap_set(code, table, c.row, name(roles.change_from)));
  }
  return true;
}

VecPtr Scene::changed_field(Frame& frame, const Op& op, VecPtr plain) {
  const Arg base = arg(frame, op.args[0]), day = arg(frame, op.args[1]);
  const Op& base_op = program[op.args[0]];
  const Field& f = base_op.rep == Rep::owner
                       ? program.rules->model->owners[static_cast<size_t>(base_op.table)].fields[static_cast<size_t>(op.a)]
                       : program.row_type(base_op.table).fields[static_cast<size_t>(op.a)];
  std::vector<std::pair<size_t, Lane>> lanes;
  for (size_t i = 0; i < frame.n; ++i) {
    Lane lane;
    if (stood(frame, i, op, base, day, lane)) lanes.emplace_back(i, lane);
  }
  if (lanes.empty()) return plain;
  auto v = std::make_shared<Vec>(*plain);
  const auto put = [&](Vec& into, size_t i, const Scalar& s) {
    switch (f.type) {
      case FieldType::boolean: into.t[i] = truth_of(s.i32 != 0); break;
      case FieldType::integer: into.x[i] = s.i64; break;
      case FieldType::decimal: into.f[i] = static_cast<double>(s.i64) / 10000.0; break;
      case FieldType::enumeration: into.a[i] = stage.words(f.target)[static_cast<size_t>(s.i32)]; break;
      case FieldType::date: into.set_day(i, {s.i32, s.hi}); break;
      case FieldType::datetime: into.set_time(i, {s.i64, s.hi64}); break;
      default: into.a[i] = s.i32; break;
    }
  };
  const auto vague = [&](const Scalar& s) {
    return trace && ((f.type == FieldType::date && s.i32 != s.hi) || (f.type == FieldType::datetime && s.i64 != s.hi64));
  };
  const auto value_gap = [&](const Change& c) {
    const int owner = base_op.rep == Rep::owner ? base_op.table : program.tables[static_cast<size_t>(base_op.table)].owner_type;
    const int table = program.roles[static_cast<size_t>(owner)].change_table;
    const int field = program.rules->roles[static_cast<size_t>(owner)].change_value;
    return date_gap(table, c.row, program.row_type(table).fields[static_cast<size_t>(field)].name);
  };
  if (op.rep != Rep::list) {
    for (const auto& [i, lane] : lanes) {
      if (lane.change == nullptr) {
        v->set_state(i, lane.state);
        if (trace) v->set_info(i, lane.info);
        continue;
      }
      if (v->rep != Rep::boolean && !v->state.empty()) v->state[i] = kValue;
      put(*v, i, lane.change->values[0]);
      if (!v->info.empty()) v->info[i] = 0;
      if (vague(lane.change->values[0])) v->set_info(i, value_gap(*lane.change));
    }
    return v;
  }
  // A list: its elements once more, lane by lane.
  size_t more = plain->elem == nullptr ? 0 : plain->elem->n;
  for (const auto& [i, lane] : lanes) more += lane.change == nullptr ? 0 : lane.change->values.size();
  auto elements = make(op.element, more);
  const int32_t place = base_op.rep == Rep::owner ? owner_place(base_op.table) : base_op.table;
  size_t at = 0, taken = 0;
  for (size_t i = 0; i < frame.n; ++i) {
    const bool mine = taken < lanes.size() && lanes[taken].first == i;
    const Lane* lane = mine ? &lanes[taken++].second : nullptr;
    v->off[i] = static_cast<uint32_t>(at);
    if (lane == nullptr) {
      for (uint32_t e = plain->off[i]; e < plain->off[i + 1]; ++e) copy_lane(*elements, at++, *plain->elem, e);
      continue;
    }
    if (lane->change == nullptr) {
      v->set_state(i, lane->state);
      if (trace) v->set_info(i, lane->info);
      continue;
    }
    v->set_state(i, kValue);
    if (!v->info.empty()) v->info[i] = 0;
    for (const Scalar& s : lane->change->values) {
      put(*elements, at, s);
      if (vague(s)) elements->set_info(at, value_gap(*lane->change));
      if (trace && f.type == FieldType::reference) {
        if (elements->origin.empty()) elements->origin.assign(elements->n, -1);
        elements->origin[at] = gaps.place(place, base.v->row(base.at(i)), gaps.text(f.name));
      }
      ++at;
    }
  }
  v->off[frame.n] = static_cast<uint32_t>(at);
  v->elem = std::move(elements);
  return v;
}

VecPtr Scene::changed_presence(Frame& frame, const Op& op, VecPtr plain) {
  const Arg base = arg(frame, op.args[0]), day = arg(frame, op.args[1]);
  std::shared_ptr<Vec> v;
  for (size_t i = 0; i < frame.n; ++i) {
    Lane lane;
    if (!stood(frame, i, op, base, day, lane)) continue;
    if (v == nullptr) v = std::make_shared<Vec>(*plain);
    v->t[i] = lane.change != nullptr ? kTrue : lane.state;
    if (trace) v->set_info(i, lane.info);
  }
  return v == nullptr ? plain : VecPtr(v);
}

// A parameter with dated values, on the day of each lane.
VecPtr Scene::dated_param(Frame& frame, const Op& op) {
  const rule::Param& param = program.rules->params[static_cast<size_t>(op.a)];
  const rule::Value& given = params[static_cast<size_t>(op.a)];
  const Arg day = arg(frame, op.args[0]);
  std::vector<VecPtr> values;  // of each period
  const auto held = [&](const rule::Value& value) { return constant_value(op, value); };
  for (const rule::Dated& dated : param.dated) values.push_back(held(given.fixed ? given : dated.value));
  auto v = make(op.rep, frame.n);
  std::vector<uint32_t> period(frame.n, 0);
  for (size_t i = 0; i < frame.n; ++i) {
    if (day.state(i) != kValue || given.fixed) continue;
    const DateRange when = day.v->day(day.at(i));
    const bool moves = pivots && moving(frame, i, op.args[0]);
    for (uint32_t k = 1; k < values.size(); ++k) {
      const Day from = param.dated[k].from;
      if (moves) pivot_past(frame, i, when, {from, from});
      if (from <= when.lo) period[i] = k;
    }
  }
  if (op.rep != Rep::list) {
    for (size_t i = 0; i < frame.n; ++i) copy_lane(*v, i, *values[period[i]], 0);
  } else {
    size_t n = 0;
    for (size_t i = 0; i < frame.n; ++i) {
      n += values[period[i]]->off[1];
      v->off[i + 1] = static_cast<uint32_t>(n);
    }
    auto elements = make(op.element, n);
    for (size_t i = 0; i < frame.n; ++i) {
      for (uint32_t e = 0; e < v->off[i + 1] - v->off[i]; ++e) copy_lane(*elements, v->off[i] + e, *values[period[i]]->elem, e);
    }
    v->elem = std::move(elements);
  }
  if (given.fixed) return v;
  for (size_t i = 0; i < frame.n; ++i) {
    const uint8_t state = day.state(i);
    if (state == kValue && day.v->day(day.at(i)).precise()) continue;
    v->set_state(i, state == kError ? kError : kUnknown);
    if (trace) v->set_info(i, day.info(i));
  }
  return v;
}

// at(day, value): the value, where the day is known.
VecPtr Scene::on_day(Frame& frame, const Op& op) {
  const Arg day = arg(frame, op.args[0]);
  const VecPtr value = get(frame, op.args[1]);
  std::shared_ptr<Vec> v;
  for (size_t i = 0; i < frame.n; ++i) {
    const uint8_t state = day.state(i);
    const DateRange when = state == kValue ? day.v->day(day.at(i)) : DateRange{};
    if (state == kValue && when.precise() && when.lo < kNever && when.lo > kAlways) continue;
    if (v == nullptr) v = std::make_shared<Vec>(*value);
    if (state == kValue && when.precise()) {
      fail(*v, i, cel::ErrorKind::never);
    } else {
      v->set_state(i, state == kError ? kError : kUnknown);
      if (trace) v->set_info(i, day.info(i));
    }
  }
  return v == nullptr ? value : VecPtr(v);
}

}  // namespace hegui::exec
