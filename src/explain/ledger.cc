// Visibility: versions, the second clock, rows that lie in the future.
//
// In:   columns.   Out: rows in the order of the records.   Cost: O(rows of the owner) a collection, once.
// Test: tests/explain/evaluator_test.cc
#include "explain/ledger.h"

#include <algorithm>

#include <unordered_map>

namespace hegui::explain {

namespace {
Day day_of_seconds(int64_t seconds) {
  const int64_t day = seconds >= 0 ? seconds / 86'400 : -((-seconds + 86'399) / 86'400);
  return static_cast<Day>(day);
}
}  // namespace

bool Ledger::exists(OwnerRef owner) const {
  return owner.type >= 0 && static_cast<size_t>(owner.type) < data_.owners.size() &&
         owner.index < data_.owners[static_cast<size_t>(owner.type)].count;
}

std::string Ledger::id(OwnerRef owner) const {
  if (!exists(owner)) return {};
  const OwnerTable& owners = data_.owners[static_cast<size_t>(owner.type)];
  return owner.index < owners.ids.size() ? std::string(data_.strings.text(owners.ids[owner.index])) : std::string();
}

const Collection& Ledger::collection(OwnerRef owner, int collection) const {
  return model().owners[static_cast<size_t>(owner.type)].collections[static_cast<size_t>(collection)];
}

bool Ledger::present(OwnerRef owner, int collection) const {
  if (!exists(owner)) return false;
  return data_.owners[static_cast<size_t>(owner.type)].collections[static_cast<size_t>(collection)].present[owner.index];
}

Day Ledger::declared(OwnerRef owner, int collection) const {
  if (!exists(owner)) return kNoDay;
  const auto& days =
      data_.owners[static_cast<size_t>(owner.type)].collections[static_cast<size_t>(collection)].complete_through;
  return owner.index < days.size() ? days[owner.index] : kNoDay;
}

const Table& Ledger::table(const RowRef& row, uint32_t* index) const {
  const Table* table =
      &data_.owners[static_cast<size_t>(row.owner_type)].collections[static_cast<size_t>(row.collection)].table;
  uint32_t at = row.row;
  for (const RowRef::Step& step : row.path) {
    table = &table->nested[static_cast<size_t>(step.field)];
    at = step.row;
  }
  if (index) *index = at;
  return *table;
}

int Ledger::type_index(const RowRef& row) const { return table(row, nullptr).row_type; }

const RowType& Ledger::type(const RowRef& row) const { return model().rows[static_cast<size_t>(type_index(row))]; }

RowRef Ledger::outer(const RowRef& row) const {
  RowRef outer = row;
  outer.path.pop_back();
  return outer;
}

std::string Ledger::label(const RowRef& row) const {
  if (row.path.empty()) return data_.row_label(row.owner_type, row.collection, row.row);
  const RowRef around = outer(row);
  uint32_t parent = 0;
  table(around, &parent);
  const Table& nested = table(row, nullptr);
  return label(around) + "/" + std::to_string(row.path.back().row - nested.offsets[parent] + 1);
}

Event Ledger::event(const RowRef& row) const {
  const RowType& row_type = type(row);
  if (row_type.event.empty()) {
    if (!row.path.empty()) return event(outer(row));
    Event event;
    event.range = {kAlways, kAlways};
    event.where = row;
    return event;
  }
  uint32_t at = 0;
  const Table& rows = table(row, &at);
  Event event;
  event.dated = true;
  event.where = row;
  event.field = row_type.event.front();
  for (const int f : row_type.event) {
    const Column& column = rows.columns[static_cast<size_t>(f)];
    if (!column.valid[at]) continue;
    event.filled = true;
    event.field = f;
    if (row_type.fields[static_cast<size_t>(f)].type == FieldType::datetime) {
      const TimeRange time = column.time(at);
      event.range = {day_of_seconds(time.lo), day_of_seconds(time.hi)};
    } else {
      event.range = column.date(at);
    }
    break;
  }
  return event;
}

bool Ledger::recorded(const Table& table, uint32_t row) const {
  if (known_at_ == kNoDay || row >= table.recorded_at.size() || table.recorded_at[row] == kNoTime) return true;
  return table.recorded_at[row] < (static_cast<int64_t>(known_at_) + 1) * 86'400;
}

bool Ledger::surely_later(const RowRef& row) const {
  const Event when = event(row);
  return when.filled && when.range.lo > seen_;
}

const std::vector<RowRef>& Ledger::rows(OwnerRef owner, int collection) {
  const auto key = std::make_tuple(owner.type, owner.index, collection);
  const auto known = rows_.find(key);
  if (known != rows_.end()) return known->second;

  std::vector<RowRef> visible;
  if (exists(owner)) {
    const Table& table = data_.owners[static_cast<size_t>(owner.type)].collections[static_cast<size_t>(collection)].table;
    const RowType& row_type = model().rows[static_cast<size_t>(table.row_type)];
    std::vector<uint32_t> current;
    std::unordered_map<int32_t, size_t> version_of;  // id -> place in `current`
    if (owner.index + 1 < table.offsets.size()) {
      for (uint32_t row = table.offsets[owner.index]; row < table.offsets[owner.index + 1]; ++row) {
        if (!recorded(table, row)) continue;
        const Column* ids = row_type.id_field < 0 ? nullptr : &table.columns[static_cast<size_t>(row_type.id_field)];
        if (!ids || !ids->valid[row]) {
          current.push_back(row);
          continue;
        }
        const auto [place, first] = version_of.emplace(ids->i32[row], current.size());
        if (first) {
          current.push_back(row);
        } else {
          uint32_t& rival = current[place->second];
          const auto when = [&](uint32_t r) { return r < table.recorded_at.size() ? table.recorded_at[r] : kNoTime; };
          if (when(row) >= when(rival)) rival = row;  // the later record; of equal ones the later line
        }
      }
    }
    std::sort(current.begin(), current.end());  // in the order of lines, a later version at its own place
    for (const uint32_t row : current) {
      RowRef ref{owner.type, owner.index, collection, row, {}};
      if (!surely_later(ref)) visible.push_back(std::move(ref));
    }
  }
  return rows_.emplace(key, std::move(visible)).first->second;
}

bool Ledger::nested_given(const RowRef& row, int field) const {
  uint32_t at = 0;
  const Table& rows = table(row, &at);
  const Column& column = rows.columns[static_cast<size_t>(field)];
  if (at < column.valid.size()) return column.valid[at];
  const Table& nested = rows.nested[static_cast<size_t>(field)];
  return at + 1 < nested.offsets.size() && nested.offsets[at] < nested.offsets[at + 1];
}

std::vector<RowRef> Ledger::nested(const RowRef& row, int field) {
  std::vector<RowRef> visible;
  uint32_t at = 0;
  const Table& nested = table(row, &at).nested[static_cast<size_t>(field)];
  if (at + 1 >= nested.offsets.size()) return visible;
  for (uint32_t n = nested.offsets[at]; n < nested.offsets[at + 1]; ++n) {
    if (!recorded(nested, n)) continue;
    RowRef ref = row;
    ref.path.push_back({field, n});
    if (!surely_later(ref)) visible.push_back(std::move(ref));
  }
  return visible;
}

}  // namespace hegui::explain
