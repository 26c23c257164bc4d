// Row sets and references: collections, nested rows, the rows around them, what a reference names.
// In/Out: scene.h.   Cost: O(rows of the lanes' owners); a reference is one look-up in a map built when first needed.
// Test: tests/exec/rows_test.cc
#include <algorithm>

#include "exec/scene.h"

namespace hegui::exec {

using plan::Op;

namespace {

std::pair<uint32_t, uint32_t> rows_of(const Table& table, uint32_t parent) {
  const auto at = [&](size_t i) { return i < table.offsets.size() ? table.offsets[i] : static_cast<uint32_t>(table.rows); };
  return {at(parent), at(size_t{parent} + 1)};
}

/// Collects the elements of a row set.
struct SetWriter {
  Vec& out;
  bool trace;
  std::vector<int32_t> rows;
  bool any_maybe = false;
  void add(uint32_t row, bool maybe, int32_t info) {
    rows.push_back(static_cast<int32_t>(row));
    out.maybe.push_back(maybe ? 1 : 0);
    any_maybe = any_maybe || maybe;
    if (trace) out.maybe_info.push_back(maybe ? info : 0);
  }
  void end_lane(size_t i) { out.off[i + 1] = static_cast<uint32_t>(rows.size()); }
  void open(size_t i, uint8_t why, int32_t info, Gaps& gaps) {
    if (out.open.empty()) out.open.assign(out.n, 0);
    out.open[i] |= why;
    if (!trace) return;
    if (out.open_info.empty()) out.open_info.assign(out.n, 0);
    out.open_info[i] = gaps.join(out.open_info[i], info);
  }
  void finish() {
    auto elements = make(Rep::row, 0);
    elements->n = rows.size();
    elements->a = std::move(rows);
    out.elem = std::move(elements);
    if (!any_maybe) {
      out.maybe.clear();
      out.maybe_info.clear();
    }
  }
};

}  // namespace

VecPtr Scene::collection(Frame& frame, const Op& op) {
  const Arg base = arg(frame, op.args[0]);
  const int owner_type_ = program[op.args[0]].table;
  const TableView& view = stage.view(op.table);
  const Collection& c = program.rules->model->owners[static_cast<size_t>(owner_type_)].collections[static_cast<size_t>(op.a)];
  auto v = make(Rep::rows, frame.n);
  SetWriter writer{*v, trace, {}};
  for (size_t i = 0; i < frame.n; ++i) {
    if (strict(&base, 1, i, *v)) {
      const uint32_t owner = base.v->row(base.at(i));
      const Day t = clock(frame, i);
      const Complete complete_now = complete(owner_type_, op.a, owner, t);
      if (complete_now.absent) {
        writer.open(i, kOpenCollection, gap_set(ReasonCode::collection_absent, owner_place(owner_type_), owner, c.name), gaps);
      } else {
        if (complete_now.through < t) {
          writer.open(i, kOpenCollection, gap_set(ReasonCode::collection_incomplete, owner_place(owner_type_), owner, c.name,
                                 format_date(complete_now.through)), gaps);
        } else if (complete_now.through != kNever) {
          pivot(frame, i, complete_now.through + 1);
        }
      }
      if (owner != kNoRow) {
        const auto [begin, end] = rows_of(*view.table, owner);
        for (uint32_t row = begin; row < end; ++row) {
          if (!view.visible[row]) continue;
          int32_t info = 0;
          const bool maybe = view.dated && possible(frame, i, t, op.table, row, &info);
          writer.add(row, maybe, info);
        }
      }
    }
    writer.end_lane(i);
  }
  writer.finish();
  return v;
}

VecPtr Scene::nested(Frame& frame, const Op& op) {
  const Arg base = arg(frame, op.args[0]);
  const int outer_table = program[op.args[0]].table;
  const TableView& outer = stage.view(outer_table);
  const TableView& view = stage.view(op.table);
  const Field& f = outer.type->fields[static_cast<size_t>(op.a)];
  const Column& given = outer.table->columns[static_cast<size_t>(op.a)];
  const plan::TableRef& root = program.outermost(outer_table);
  auto v = make(Rep::rows, frame.n);
  SetWriter writer{*v, trace, {}};
  for (size_t i = 0; i < frame.n; ++i) {
    if (strict(&base, 1, i, *v)) {
      const uint32_t row = base.v->row(base.at(i));
      const Day t = clock(frame, i);
      const uint32_t owner = stage.owner_of(outer_table, row);
      const Complete c = complete(root.owner_type, root.collection, owner, t);
      if (!f.sparse && row < given.valid.size() && !given.valid[row]) {
        writer.open(i, kOpenList, gap_set(ReasonCode::field_missing, outer_table, row, f.name), gaps);
      }
      if (!c.absent && c.through < t) {
        const OwnerType& type = program.rules->model->owners[static_cast<size_t>(root.owner_type)];
        writer.open(i, kOpenCollection, gap_set(ReasonCode::collection_incomplete, owner_place(root.owner_type), owner,
                               type.collections[static_cast<size_t>(root.collection)].name, format_date(c.through)), gaps);
      } else if (!c.absent && c.through != kNever) {
        pivot(frame, i, c.through + 1);
      }
      const auto [begin, end] = rows_of(*view.table, row);
      for (uint32_t r = begin; r < end; ++r) {
        if (!view.visible[r]) continue;
        int32_t info = 0;
        const bool maybe = possible(frame, i, t, op.table, r, &info);
        writer.add(r, maybe, info);
      }
    }
    writer.end_lane(i);
  }
  writer.finish();
  return v;
}

VecPtr Scene::flatten(Frame& frame, const Op& op) {
  const VecPtr set = get(frame, op.args[0]);
  const int outer_table = program[op.args[0]].table;
  const TableView& outer = stage.view(outer_table);
  const TableView& view = stage.view(op.table);
  const Field& f = outer.type->fields[static_cast<size_t>(op.a)];
  const Column& given = outer.table->columns[static_cast<size_t>(op.a)];
  auto v = make(Rep::rows, frame.n);
  SetWriter writer{*v, trace, {}};
  for (size_t i = 0; i < frame.n; ++i) {
    const uint8_t state = set->state_of(i);
    if (state != kValue) {
      v->set_state(i, state);
      if (trace) v->set_info(i, set->info_of(i));
    }
    if (set->is_open(i)) writer.open(i, set->open[i], set->open_info_of(i), gaps);
    const Day t = clock(frame, i);
    for (uint32_t e = set->off[i]; e < set->off[i + 1]; ++e) {
      const uint32_t row = set->elem->row(e);
      if (!f.sparse && row < given.valid.size() && !given.valid[row]) {
        writer.open(i, kOpenList, gap_set(ReasonCode::field_missing, outer_table, row, f.name), gaps);
      }
      const auto [begin, end] = rows_of(*view.table, row);
      for (uint32_t r = begin; r < end; ++r) {
        if (!view.visible[r]) continue;
        int32_t info = 0;
        const bool maybe = possible(frame, i, t, op.table, r, &info);
        writer.add(r, maybe, info);
      }
    }
    writer.end_lane(i);
  }
  writer.finish();
  return v;
}

VecPtr Scene::parent(Frame& frame, const Op& op) {
  const Arg base = arg(frame, op.args[0]);
  const Table& table = *stage.view(program[op.args[0]].table).table;
  auto v = make(Rep::row, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (strict(&base, 1, i, *v)) v->a[i] = static_cast<int32_t>(table.parent[base.v->row(base.at(i))]);
  }
  return v;
}

// The visible row of the owner with this id, or kNoRow.
uint32_t Scene::find_row(int table, uint32_t owner, int32_t id) {
  const TableView& view = stage.view(table);
  if (view.type->id_field < 0) return kNoRow;
  const Column& ids = view.table->columns[static_cast<size_t>(view.type->id_field)];
  const auto [begin, end] = rows_of(*view.table, owner);
  const auto is = [&](uint32_t row) { return view.visible[row] && row < ids.valid.size() && ids.valid[row]; };
  if (end - begin <= 8) {
    for (uint32_t row = begin; row < end; ++row) {
      if (is(row) && ids.i32[row] == id) return row;
    }
    return kNoRow;
  }
  const uint64_t key = static_cast<uint64_t>(static_cast<uint32_t>(table)) << 32 | owner;
  auto found = rows_by_id_.find(key);
  if (found == rows_by_id_.end()) {
    found = rows_by_id_.emplace(key, std::unordered_map<int32_t, uint32_t>{}).first;
    for (uint32_t row = begin; row < end; ++row) {
      if (is(row)) found->second.emplace(ids.i32[row], row);
    }
  }
  const auto row = found->second.find(id);
  return row == found->second.end() ? kNoRow : row->second;
}

VecPtr Scene::follow(Frame& frame, const Op& op) {
  const Arg args[] = {arg(frame, op.args[0]), arg(frame, op.args[1])};
  const int owner_type_ = program[op.args[1]].table;
  const OwnerType& type = program.rules->model->owners[static_cast<size_t>(owner_type_)];
  const std::string& name = type.collections[static_cast<size_t>(op.a)].name;
  auto v = make(Rep::row, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(args, 2, i, *v)) continue;
    const int32_t id = args[0].v->a[args[0].at(i)];
    const uint32_t owner = args[1].v->row(args[1].at(i));
    const Day t = clock(frame, i);
    const Complete c = complete(owner_type_, op.a, owner, t);
    if (c.absent) {
      unknown(*v, i, gap_set(ReasonCode::collection_absent, owner_place(owner_type_), owner, name));
      continue;
    }
    const uint32_t row = find_row(op.table, owner, id);
    if (row != kNoRow) {
      int32_t info = 0;
      if (possible(frame, i, t, op.table, row, &info)) {  // it may yet turn out to lie later: a reference to nothing
        unknown(*v, i, info);
      } else {
        v->a[i] = static_cast<int32_t>(row);
      }
      continue;
    }
    if (c.through < t) {
      unknown(*v, i, gap_set(ReasonCode::collection_incomplete, owner_place(owner_type_), owner, name, format_date(c.through)));
      continue;
    }
    if (c.through != kNever) pivot(frame, i, c.through + 1);
    v->set_state(i, kUnknown);
    if (!trace) continue;
    Gap g;
    const int32_t place = args[0].v->origin_of(args[0].at(i));
    if (place >= 0) g = gaps.place(place);
    g.code = ReasonCode::dangling_reference;
    g.args = gaps.text(strings.text(id));
    v->set_info(i, gaps.set_of(g));
  }
  return v;
}

VecPtr Scene::follow_owner(Frame& frame, const Op& op) {
  const Arg base = arg(frame, op.args[0]);
  const OwnerTable& owners = stage.data.owners[static_cast<size_t>(op.table)];
  auto v = make(Rep::owner, frame.n);
  for (size_t i = 0; i < frame.n; ++i) {
    if (!strict(&base, 1, i, *v)) continue;
    const int32_t id = base.v->a[base.at(i)];
    const auto found = owners.by_id.find(id);
    if (found != owners.by_id.end()) {
      v->a[i] = static_cast<int32_t>(found->second);
      continue;
    }
    v->set_state(i, kUnknown);
    if (!trace) continue;
    Gap g;
    const int32_t place = base.v->origin_of(base.at(i));
    if (place >= 0) g = gaps.place(place);
    g.code = ReasonCode::dangling_reference;
    g.args = gaps.text(strings.text(id));
    v->set_info(i, gaps.set_of(g));
  }
  return v;
}

}  // namespace hegui::exec
