// Filling columns and selecting rows: see columns.h.
// In: columns.   Out: columns.   Cost: O(rows).   Test: tests/records/columns_test.cc
#include "records/columns.h"

namespace hegui {
namespace {

template <typename T>
std::vector<T> select(const std::vector<T>& from, const std::vector<uint32_t>& rows) {
  std::vector<T> out;
  if (from.empty()) return out;  // hi and hi64 of precise columns
  out.reserve(rows.size());
  for (const uint32_t row : rows) out.push_back(from[row]);
  return out;
}

Bitmap select(const Bitmap& from, const std::vector<uint32_t>& rows) {
  Bitmap out(rows.size(), false);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (from[rows[i]]) out.set(i);
  }
  return out;
}

// The rows [offsets[p], offsets[p + 1]) of the parents, in the parents' new order, and their new offsets.
std::vector<uint32_t> rows_of(const std::vector<uint32_t>& offsets, const std::vector<uint32_t>& parents,
                              std::vector<uint32_t>& new_offsets) {
  std::vector<uint32_t> rows;
  new_offsets.assign(1, 0);
  new_offsets.reserve(parents.size() + 1);
  for (const uint32_t parent : parents) {
    for (uint32_t row = offsets[parent]; row < offsets[parent + 1]; ++row) rows.push_back(row);
    new_offsets.push_back(static_cast<uint32_t>(rows.size()));
  }
  return rows;
}

void select_column(Column& column, const Field& field, const std::vector<uint32_t>& rows) {
  column.valid = select(column.valid, rows);
  if (field.type == FieldType::nested) return;
  std::vector<uint32_t> elements_taken;
  const std::vector<uint32_t>* taken = &rows;
  if (field.list || field.type == FieldType::map) {
    std::vector<uint32_t> offsets;
    elements_taken = rows_of(column.offsets, rows, offsets);
    column.offsets = std::move(offsets);
    taken = &elements_taken;
  }
  column.i32 = select(column.i32, *taken);
  column.hi = select(column.hi, *taken);
  column.i64 = select(column.i64, *taken);
  column.hi64 = select(column.hi64, *taken);
  column.f64 = select(column.f64, *taken);
}

void take_rows(const Model& model, Table& table, const std::vector<uint32_t>& rows);

void select_table(const Model& model, Table& table, const std::vector<uint32_t>& parents) {
  if (table.row_type < 0) return;
  std::vector<uint32_t> offsets;
  const std::vector<uint32_t> rows = rows_of(table.offsets, parents, offsets);
  table.offsets = std::move(offsets);
  table.parent.clear();
  for (size_t p = 0; p < parents.size(); ++p) {
    table.parent.insert(table.parent.end(), table.offsets[p + 1] - table.offsets[p], static_cast<uint32_t>(p));
  }
  take_rows(model, table, rows);
}

void take_rows(const Model& model, Table& table, const std::vector<uint32_t>& rows) {
  const RowType& type = model.rows[static_cast<size_t>(table.row_type)];
  table.rows = rows.size();
  table.recorded_at = select(table.recorded_at, rows);
  for (size_t f = 0; f < type.fields.size(); ++f) {
    select_column(table.columns[f], type.fields[f], rows);
    if (type.fields[f].type == FieldType::nested) select_table(model, table.nested[f], rows);
  }
}

template <typename T>
void reserve(std::vector<T>& vector, double times) {
  vector.reserve(static_cast<size_t>(static_cast<double>(vector.size()) * times));
}

void reserve(Column& column, double times) {
  reserve(column.i32, times);
  reserve(column.hi, times);
  reserve(column.i64, times);
  reserve(column.hi64, times);
  reserve(column.f64, times);
  reserve(column.offsets, times);
}

void reserve(Table& table, double times) {
  reserve(table.offsets, times);
  if (table.rows == 0) return;
  reserve(table.parent, times);
  reserve(table.recorded_at, times);
  for (Column& column : table.columns) reserve(column, times);
  for (Table& nested : table.nested) reserve(nested, times);
}

}  // namespace

void close_table(const Model& model, Table& table, size_t parents) {
  if (table.row_type < 0) return;
  const RowType& type = model.rows[static_cast<size_t>(table.row_type)];
  table.offsets.resize(parents + 1, static_cast<uint32_t>(table.rows));
  if (table.rows == 0) return;  // nobody looks into the columns of an empty table
  if (!table.recorded_at.empty()) table.recorded_at.resize(table.rows, kNoTime);
  for (size_t f = 0; f < type.fields.size(); ++f) {
    fill_absent(table.columns[f], type.fields[f], table.rows);
    if (type.fields[f].type == FieldType::nested) close_table(model, table.nested[f], table.rows);
  }
}

void select_rows(const Model& model, Table& table, const std::vector<uint32_t>& rows) { take_rows(model, table, rows); }

void reserve(OwnerTable& table, double times) {
  for (Column& column : table.fields) reserve(column, times);
  for (CollectionData& collection : table.collections) reserve(collection.table, times);
  reserve(table.ids, times);
}

size_t elements(const Column& column, Store store) {
  return store == Store::i64 || store == Store::time ? column.i64.size() : column.i32.size();
}

void fill_absent(Column& column, const Field& field, size_t rows) {
  const Store store = store_of(field.type);
  column.valid.resize(rows);
  if (store == Store::none) return;
  if (field.list || field.type == FieldType::map) {
    column.offsets.resize(rows + 1, static_cast<uint32_t>(elements(column, store)));
    return;
  }
  if (store == Store::i32 || store == Store::day) {
    const int32_t nothing = store == Store::day ? kNoDay : 0;
    column.i32.resize(rows, nothing);
    if (!column.hi.empty()) column.hi.resize(rows, nothing);
  } else {
    const int64_t nothing = store == Store::time ? kNoTime : 0;
    column.i64.resize(rows, nothing);
    if (!column.hi64.empty()) column.hi64.resize(rows, nothing);
  }
}

void select_owners(const Model& model, OwnerTable& table, const std::vector<uint32_t>& order) {
  const OwnerType& type = model.owners[static_cast<size_t>(table.owner_type)];
  for (size_t f = 0; f < type.fields.size(); ++f) select_column(table.fields[f], type.fields[f], order);
  for (CollectionData& collection : table.collections) {
    select_table(model, collection.table, order);
    collection.present = select(collection.present, order);
    collection.complete_through = select(collection.complete_through, order);
  }
  table.ids = select(table.ids, order);
  table.count = order.size();
}

}  // namespace hegui
