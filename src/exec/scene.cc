// Frames: placing operations, gathering, gaps.   In/Out: scene.h.   Test: tests/exec/*_test.cc
#include "exec/scene.h"

#include <algorithm>

namespace hegui::exec {

using plan::Code;
using plan::Op;
using plan::OpIx;

Scene::Scene(const Stage& s, Strings& texts, const std::vector<rule::Value>& values, int type, std::vector<uint32_t> who,
             std::vector<Day> when, const Options& options)
    : stage(s), program(s.program), params(values), owner_type(type), holders(std::move(who)), clocks(std::move(when)),
      trace(options.trace), pivots(options.pivots), strings(texts) {
  next.assign(holders.size(), kNever);
  root_.n = 1;
  batch_.up = &root_;
  batch_.n = holders.size();
  batch_.map.assign(batch_.n, 0);
  batch_.own = plan::bit(cel::kHolder);
  auto owners = make(Rep::owner, batch_.n);
  for (size_t i = 0; i < batch_.n; ++i) owners->a[i] = static_cast<int32_t>(holders[i]);
  batch_.bound[cel::kHolder] = std::move(owners);
  // A clock that is the same for all lanes belongs to the root; while pivoting every lane has its own.
  const bool uniform = !pivots && std::adjacent_find(clocks.begin(), clocks.end(), std::not_equal_to<>()) == clocks.end();
  Frame& home = uniform ? root_ : batch_;
  home.own |= plan::bit(cel::kAsOf);
  auto clock = make(Rep::date, home.n);
  for (size_t i = 0; i < home.n; ++i) clock->a[i] = i < clocks.size() ? clocks[i] : kNoDay;
  home.bound[cel::kAsOf] = std::move(clock);
}

Frame& Scene::day_frame(Frame& up, std::vector<Day> days) {
  auto frame = std::make_unique<Frame>();
  frame->up = &up;
  frame->own = plan::bit(cel::kDay);
  frame->n = up.n;
  frame->identity = true;
  auto day = make(Rep::date, up.n);
  day->a = std::move(days);
  frame->bound[cel::kDay] = std::move(day);
  frames_.push_back(std::move(frame));
  return *frames_.back();
}

Frame& Scene::row_frame(Frame& up, int slot, std::vector<uint32_t> rows, std::vector<uint32_t> map) {
  auto frame = std::make_unique<Frame>();
  frame->up = &up;
  frame->own = plan::bit(slot);
  frame->n = rows.size();
  frame->map = std::move(map);
  auto v = make(Rep::row, rows.size());
  for (size_t i = 0; i < rows.size(); ++i) v->a[i] = static_cast<int32_t>(rows[i]);
  frame->bound[slot] = std::move(v);
  frames_.push_back(std::move(frame));
  return *frames_.back();
}

Frame& Scene::lane_frame(Frame& up, std::vector<uint32_t> map, std::vector<Day> days) {
  auto frame = std::make_unique<Frame>();
  frame->up = &up;
  frame->own = days.empty() ? 0 : plan::bit(cel::kDay);
  frame->n = map.size();
  frame->map = std::move(map);
  if (!days.empty()) {
    auto day = make(Rep::date, frame->n);
    day->a = std::move(days);
    frame->bound[cel::kDay] = std::move(day);
  }
  frames_.push_back(std::move(frame));
  return *frames_.back();
}

size_t Scene::holder_lane(Frame& frame, size_t lane) {
  for (Frame* f = &frame; f != &batch_; f = f->up) {
    if (f->up == nullptr) return 0;
    if (!f->identity) lane = f->map[lane];
  }
  return lane;
}

Frame* Scene::home(Frame& frame, OpIx op) {
  const uint64_t deps = stage.histories.empty() ? program[op].still : program[op].deps;
  for (Frame* f = &frame; f->up != nullptr; f = f->up) {
    if ((f->own & deps) == 0) continue;
    return f->side != nullptr && (deps & f->between) == 0 ? f->side : f;
  }
  return &root_;
}

// Lane map from a frame to a wider one; null when lanes are the same.
const std::vector<uint32_t>* Scene::path(Frame& from, const Frame* to) {
  Frame* f = &from;
  while (f != to && f->identity) f = f->up;
  if (f == to) return nullptr;
  if (f != &from) return path(*f, to);
  if (from.side == to) return &from.side_map;
  const auto known = from.paths.find(to);
  if (known != from.paths.end()) return &known->second;
  const std::vector<uint32_t>* rest = path(*from.up, to);
  std::vector<uint32_t> map = from.map;
  if (rest != nullptr) {
    for (uint32_t& lane : map) lane = (*rest)[lane];
  }
  return &from.paths.emplace(to, std::move(map)).first->second;
}

// A frame of some lanes of another one (neither the batch nor the root), beside it.
Frame Scene::part_of(const Frame& frame, const std::vector<uint32_t>& lanes) {
  Frame part;
  part.up = frame.up;
  part.own = frame.own;
  part.n = lanes.size();
  part.map.resize(lanes.size());
  for (size_t k = 0; k < lanes.size(); ++k) part.map[k] = frame.identity ? lanes[k] : frame.map[lanes[k]];
  for (const auto& [slot, value] : frame.bound) part.bound[slot] = gather(*value, lanes.data(), lanes.size());
  part.side = frame.side;
  part.between = frame.between;
  if (frame.side != nullptr) {
    part.side_map.resize(lanes.size());
    for (size_t k = 0; k < lanes.size(); ++k) part.side_map[k] = frame.side_map[lanes[k]];
  }
  return part;
}

VecPtr Scene::get(Frame& frame, OpIx op) {
  const auto known = frame.memo.find(op);
  if (known != frame.memo.end()) return known->second;
  Frame* at = home(frame, op);
  if (at == &frame) {
    VecPtr v = compute(frame, op);
    frame.memo[op] = v;
    return v;
  }
  VecPtr wide = get(*at, op);
  const std::vector<uint32_t>* map = path(frame, at);
  if (map == nullptr) return wide;
  VecPtr v = gather(*wide, map->data(), frame.n);
  frame.memo[op] = v;
  return v;
}

Arg Scene::arg(Frame& frame, OpIx op) {
  const auto known = frame.memo.find(op);
  if (known != frame.memo.end()) return {known->second, 1};
  Frame* at = home(frame, op);
  if (at == &root_ && &frame != &root_) return {get(root_, op), 0};
  const std::vector<uint32_t>* map = at == &frame ? nullptr : path(frame, at);
  return {get(*at, op), 1, map == nullptr ? nullptr : map->data()};
}

Entries Scene::entries(Frame& frame, OpIx op) {
  Entries out;
  Frame* at = home(frame, op);
  out.at = at;
  out.set = get(*at, op);
  const std::vector<uint32_t>* map = at == &frame ? nullptr : path(frame, at);
  out.begin.assign(frame.n + 1, 0);
  out.home.resize(frame.n);
  for (uint32_t i = 0; i < frame.n; ++i) {
    const uint32_t h = map == nullptr ? i : (*map)[i];
    out.home[i] = h;
    for (uint32_t e = out.set->off[h]; e < out.set->off[h + 1]; ++e) {
      out.lane.push_back(i);
      out.element.push_back(e);
    }
    out.begin[i + 1] = static_cast<uint32_t>(out.element.size());
  }
  return out;
}

int32_t Scene::gap_set(ReasonCode code, int32_t table, uint32_t row, std::string_view field, std::string_view args) {
  if (!trace) return 0;
  Gap g;
  g.code = code;
  g.table = table;
  g.row = row;
  g.field = field.empty() ? -1 : gaps.text(field);
  g.args = args.empty() && code != ReasonCode::dangling_reference ? -1 : gaps.text(args);
  return gaps.set_of(g);
}

int32_t Scene::error_set(std::string_view kind) {
  return gap_set(ReasonCode::expression_error, Gap::kNoPlace, 0, {}, kind);
}
int32_t Scene::error_set(cel::ErrorKind kind) { return trace ? error_set(cel::word(kind)) : 0; }

void Scene::fail(Vec& out, size_t i, cel::ErrorKind kind) {
  out.set_state(i, kError);
  if (trace) out.set_info(i, error_set(kind));
}

void Scene::unknown(Vec& out, size_t i, int32_t info) {
  out.set_state(i, kUnknown);
  if (trace) out.set_info(i, info);
}

bool Scene::strict(const Arg* args, size_t count, size_t i, Vec& out) {
  bool missing = false;
  const Arg* broken = nullptr;
  for (size_t k = 0; k < count; ++k) {
    const uint8_t s = args[k].state(i);
    missing = missing || s == kUnknown;
    if (s == kError && broken == nullptr) broken = &args[k];
  }
  if (missing) {
    int32_t info = 0;
    if (trace) {
      for (size_t k = 0; k < count; ++k) {
        if (args[k].state(i) == kUnknown) info = gaps.join(info, args[k].info(i));
      }
    }
    unknown(out, i, info);
    return false;
  }
  if (broken != nullptr) {
    out.set_state(i, kError);
    if (trace) out.set_info(i, broken->info(i));
    return false;
  }
  return true;
}

Scene::Complete Scene::complete(int owner, int collection, uint32_t index, Day t) {
  const OwnerTable& table = stage.data.owners[static_cast<size_t>(owner)];
  const Collection& c = program.rules->model->owners[static_cast<size_t>(owner)].collections[static_cast<size_t>(collection)];
  if (c.sparse) return {};
  const CollectionData& data = table.collections[static_cast<size_t>(collection)];
  if (index >= table.count || !data.present[index]) return {true, kAlways};
  // Undeclared: complete through the clock, whatever it says.
  const Day declared = stage.data.complete_through(owner, collection, index, kNever);
  (void)t;
  return {false, declared};
}

std::string_view Scene::event_field(int table, uint32_t row) {
  const TableView& v = stage.view(table);
  if (!v.dated) return v.outer < 0 ? std::string_view{} : event_field(v.outer, v.table->parent[row]);
  for (const int f : v.type->event) {
    const Column& c = v.table->columns[static_cast<size_t>(f)];
    if (row < c.valid.size() && c.valid[row]) return v.type->fields[static_cast<size_t>(f)].name;
  }
  return v.type->fields[static_cast<size_t>(v.type->event[0])].name;
}

int32_t Scene::event_gap(int table, uint32_t row) {
  if (!trace) return 0;
  for (const TableView* v = &stage.view(table); !v->dated && v->outer >= 0; v = &stage.view(table)) {
    row = v->table->parent[row];
    table = v->outer;
  }
  return date_gap(table, row, event_field(table, row));
}

bool Scene::possible(Frame& frame, size_t lane, Day t, int table, uint32_t row, int32_t* info) {
  const TableView& v = stage.view(table);
  bool maybe = v.outer >= 0 && possible(frame, lane, t, v.outer, v.table->parent[row], info);
  if (!v.dated) return maybe;
  const Day lo = v.lo[row], hi = v.hi[row];
  if (lo == kNoDay) {
    if (trace) *info = gaps.join(*info, gap_set(ReasonCode::field_missing, table, row, event_field(table, row)));
    return true;
  }
  if (lo <= t && t < hi) {
    if (trace) *info = gaps.join(*info, date_gap(table, row, event_field(table, row)));
    pivot(frame, lane, hi);
    return true;
  }
  return maybe;
}

void Scene::pivot_past(Frame& frame, size_t lane, DateRange at, DateRange still) {
  const Day t = clock(frame, lane);
  for (const Day d : {still.lo, still.hi}) {
    if (d >= kNever || d <= kAlways) continue;
    for (const int64_t when : {int64_t{t} + d - at.lo, int64_t{t} + d - at.lo + 1}) {
      if (when > t && when < kNever) pivot(frame, lane, static_cast<Day>(when));
    }
  }
}

bool Scene::moving(Frame& frame, size_t lane, OpIx ix) {
  const Op& op = program[ix];
  if (op.clocked != plan::Clocked::with_clock) return op.clocked == plan::Clocked::irregular;
  const auto range = [&](OpIx of) {
    const Arg a = arg(frame, of);
    return a.state(lane) == kValue ? a.v->day(a.at(lane)) : DateRange{};
  };
  if (op.code == plan::Code::slot) return op.a == cel::kAsOf || range(ix).lo >= clock(frame, lane);
  if (op.code == Code::at) return moving(frame, lane, op.args[1]);
  if (op.args.size() != 2) return true;
  const size_t mover = program[op.args[0]].clocked == plan::Clocked::no ? 1 : 0;
  if (!moving(frame, lane, op.args[mover])) return false;
  const cel::Function f = static_cast<cel::Function>(op.a);
  if (f != cel::Function::earliest_two && f != cel::Function::latest_two) return true;
  const DateRange x = range(op.args[mover]), other = range(op.args[1 - mover]);
  if (x.lo == kNoDay || other.lo == kNoDay) return true;
  return f == cel::Function::earliest_two ? x.lo < other.hi : x.hi >= other.lo;
}

VecPtr Scene::compute(Frame& frame, OpIx ix) {
  const Op& op = program[ix];
  if (pivots && op.clocked == plan::Clocked::irregular) {
    for (size_t i = 0; i < frame.n; ++i) pivot(frame, i, clock(frame, i) + 1);
  }
  switch (op.code) {
    case Code::constant: return constant(op);
    case Code::param: return op.args.empty() ? constant(op) : dated_param(frame, op);
    case Code::slot: {
      const auto bound = frame.bound.find(op.a);
      if (bound != frame.bound.end()) return bound->second;
      break;
    }
    case Code::local: {
      const auto bound = frame.bound.find(cel::kFirstLocal + op.a);
      if (bound != frame.bound.end()) return bound->second;
      break;
    }
    case Code::registry: {
      auto v = make(Rep::owner, 1);
      const OwnerTable& r = stage.data.owners[static_cast<size_t>(op.table)];
      v->a[0] = r.count > 0 ? 0 : static_cast<int32_t>(kNoRow);
      return v;
    }
    case Code::field: return field(frame, op);
    case Code::has_field: return has_field(frame, op);
    case Code::has_collection: return has_collection(frame, op);
    case Code::collection: return collection(frame, op);
    case Code::nested: return nested(frame, op);
    case Code::flatten: return flatten(frame, op);
    case Code::parent: return parent(frame, op);
    case Code::follow: return follow(frame, op);
    case Code::follow_owner: return follow_owner(frame, op);
    case Code::exists:
    case Code::all:
    case Code::exists_one:
    case Code::map:
    case Code::filter:
    case Code::select: return walk(frame, op);
    case Code::and_:
    case Code::or_:
    case Code::not_: return logic(frame, op);
    case Code::choose: return choose(frame, op);
    case Code::list: return list(frame, op);
    case Code::index: return index(frame, op);
    case Code::entry: return entry(frame, op);
    case Code::at: return on_day(frame, op);
    case Code::call: return call(frame, op);
    case Code::scalar: return scalar(frame, op);
  }
  // A slot that no frame binds: `day` where a place of use gives none. Unbound is an error of the expression.
  auto v = make(op.rep, frame.n);
  for (size_t i = 0; i < frame.n; ++i) fail(*v, i, cel::ErrorKind::unbound);
  return v;
}

}  // namespace hegui::exec
