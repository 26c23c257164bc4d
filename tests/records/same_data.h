// Two data sets compared column by column; strings by text, or by their codes as well.
#pragma once

#include <string>

#include "records/columns.h"

namespace hegui::testing_model {

struct Describing {
  const Dataset& data;
  bool codes;
  std::string text(int32_t code) const {
    return (codes ? std::to_string(code) + "=" : std::string()) + std::string(data.strings.text(code));
  }
};

inline void describe(const Describing& in, const Column& column, const Field& field, std::string& out) {
  const bool texts =
      store_of(field.type) == Store::entry ||
      (store_of(field.type) == Store::i32 && field.type != FieldType::enumeration && field.type != FieldType::boolean);
  for (size_t i = 0; i < column.valid.size(); ++i) out += column.valid[i] ? '1' : '0';
  out += " |";
  for (const uint32_t offset : column.offsets) out += " " + std::to_string(offset);
  out += " |";
  const bool days = field.type == FieldType::date;
  for (size_t i = 0; i < column.i32.size(); ++i) {
    out += " " + (texts ? in.text(column.i32[i]) : std::to_string(column.i32[i]));
    if (days && !column.date(i).precise()) out += ".." + std::to_string(column.date(i).hi);
  }
  for (size_t i = 0; i < column.i64.size(); ++i) {
    out += " " + std::to_string(column.i64[i]);
    if (field.type == FieldType::datetime && column.time(i).lo != column.time(i).hi) {
      out += ".." + std::to_string(column.time(i).hi);
    }
  }
  for (const double number : column.f64) out += " " + std::to_string(number);
  out += '\n';
}

inline void describe(const Describing& in, const Table& table, std::string& out) {
  if (table.row_type < 0) return;
  const RowType& type = in.data.model().rows[static_cast<size_t>(table.row_type)];
  out += type.name + " " + std::to_string(table.rows) + (table.has_versions ? " versions" : "") + " |";
  for (const uint32_t offset : table.offsets) out += " " + std::to_string(offset);
  out += " |";
  for (const uint32_t parent : table.parent) out += " " + std::to_string(parent);
  out += " |";
  for (size_t row = 0; row < table.rows; ++row) {
    out += " " + std::to_string(row < table.recorded_at.size() ? table.recorded_at[row] : kNoTime);
  }
  out += " |";
  for (const uint32_t number : table.repeat) out += " " + std::to_string(number);
  out += '\n';
  if (table.rows == 0) return;
  for (size_t f = 0; f < type.fields.size(); ++f) {
    out += type.name + "." + type.fields[f].name + " ";
    describe(in, table.columns[f], type.fields[f], out);
    if (type.fields[f].type == FieldType::nested) describe(in, table.nested[f], out);
  }
}

inline std::string describe(const Dataset& data, bool codes = false) {
  const Describing in{data, codes};
  const Model& model = data.model();
  std::string out = "left out " + std::to_string(data.owners_left_out) + "\n";
  for (size_t o = 0; o < data.owners.size(); ++o) {
    const OwnerTable& owners = data.owners[o];
    out += model.owners[o].name + " " + std::to_string(owners.count) + "\n";
    for (const int32_t id : owners.ids) out += " " + in.text(id) + "=" + std::to_string(owners.by_id.at(id));
    out += '\n';
    for (size_t f = 0; f < owners.fields.size(); ++f) describe(in, owners.fields[f], model.owners[o].fields[f], out);
    for (const CollectionData& collection : owners.collections) {
      for (size_t i = 0; i < owners.count; ++i) out += collection.present[i] ? '1' : '0';
      for (const Day day : collection.complete_through) out += " " + std::to_string(day);
      out += '\n';
      describe(in, collection.table, out);
    }
  }
  for (const DataNote& note : data.notes) {
    out += note.code + " " + note.file + ":" + std::to_string(note.line) + " " + note.owner + " " + note.record + " " +
           note.field + " " + note.message + '\n';
  }
  return out;
}

}  // namespace hegui::testing_model
