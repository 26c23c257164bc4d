// Filling columns, and taking some of their rows in another order.
//
// In:   values one after another; or a list of rows.   Out: columns as dataset.h describes them.
// Idea: a column may lag behind its table: rows without a value cost nothing until the next value, or the end, fills the
// gap. So a key is there twice in an object exactly when its column already reaches past the object's row.
// Cost: amortised O(1) a value; select is O(rows kept).   Test: tests/records/columns_test.cc
#pragma once

#include "records/dataset.h"

namespace hegui {

/// One value in the form of its column (see Column).
struct Scalar {
  int32_t i32 = 0;
  int32_t hi = 0;
  int64_t i64 = 0;
  int64_t hi64 = 0;
  double f64 = 0;
};

/// Which of Column's vectors a type fills.
enum class Store : uint8_t { none, i32, day, i64, time, entry };
inline Store store_of(FieldType type) {
  switch (type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::month:
    case FieldType::reference:
    case FieldType::enumeration:
    case FieldType::boolean:
      return Store::i32;
    case FieldType::date:
      return Store::day;
    case FieldType::integer:
    case FieldType::decimal:
      return Store::i64;
    case FieldType::datetime:
      return Store::time;
    case FieldType::map:
      return Store::entry;
    case FieldType::nested:
      return Store::none;
  }
  return Store::none;
}

/// Absent values for all rows up to (not including) `rows`.
void fill_absent(Column& column, const Field& field, size_t rows);
/// The value of the next row (scalars), or the next element (lists, maps).
inline void push_value(Column& column, Store store, const Scalar& value) {
  switch (store) {
    case Store::i32:
      column.i32.push_back(value.i32);
      return;
    case Store::day:
      if (value.i32 != value.hi && column.hi.empty()) column.hi = column.i32;
      column.i32.push_back(value.i32);
      if (value.i32 != value.hi || !column.hi.empty()) column.hi.push_back(value.hi);
      return;
    case Store::i64:
      column.i64.push_back(value.i64);
      return;
    case Store::time:
      if (value.i64 != value.hi64 && column.hi64.empty()) column.hi64 = column.i64;
      column.i64.push_back(value.i64);
      if (value.i64 != value.hi64 || !column.hi64.empty()) column.hi64.push_back(value.hi64);
      return;
    case Store::entry:
      column.i32.push_back(value.i32);
      column.f64.push_back(value.f64);
      return;
    case Store::none:
      return;
  }
}
/// Elements so far, of a list or map.
size_t elements(const Column& column, Store store);

/// Absent values everywhere up to the end of the table and of those inside it.
void close_table(const Model& model, Table& table, size_t parents);
/// The rows `rows` (old numbers), in that order; offsets and parent are left to the caller. The table is closed.
void select_rows(const Model& model, Table& table, const std::vector<uint32_t>& rows);

/// Room for `times` as many rows as there are now, where there are any.
void reserve(OwnerTable& table, double times);

/// The owners `order` (old indices), in that order, with all their rows.
void select_owners(const Model& model, OwnerTable& table, const std::vector<uint32_t>& order);

}  // namespace hegui
