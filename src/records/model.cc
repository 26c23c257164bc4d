// Look-ups in the record model, and its text form for tests.
//
// In:   names.   Out: indices, -1 where there is none.   Cost: linear; used while packs and files are opened, not per value.
// Test: tests/records/model_test.cc
#include "records/model.h"

namespace hegui {
namespace {

template <typename Items>
int index_of(const Items& items, std::string_view name) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

const char* word_of(FieldType type) {
  switch (type) {
    case FieldType::id:
      return "id";
    case FieldType::string:
      return "string";
    case FieldType::text:
      return "text";
    case FieldType::boolean:
      return "bool";
    case FieldType::integer:
      return "int";
    case FieldType::decimal:
      return "decimal";
    case FieldType::date:
      return "date";
    case FieldType::datetime:
      return "datetime";
    case FieldType::month:
      return "month";
    case FieldType::reference:
      return "ref";
    case FieldType::enumeration:
      return "enum";
    case FieldType::nested:
      return "rows";
    case FieldType::map:
      return "map";
  }
  return "?";
}

const char* word_of(Invariant::Kind kind) {
  switch (kind) {
    case Invariant::Kind::order:
      return "order";
    case Invariant::Kind::needs:
      return "needs";
    case Invariant::Kind::needs_word:
      return "needs_word";
    case Invariant::Kind::not_in:
      return "not_in";
    case Invariant::Kind::entries:
      return "entries";
  }
  return "?";
}

template <typename Items>
std::string name_at(const Items& items, int index) {
  if (index < 0 || static_cast<size_t>(index) >= items.size()) return "?";
  return items[static_cast<size_t>(index)].name;
}

void dump_field(const Model& model, const Field& field, std::string& out) {
  out += "  " + field.name + ": " + (field.list && field.type != FieldType::nested ? "[]" : "") + word_of(field.type);
  if (field.type == FieldType::enumeration) out += ":" + name_at(model.enums, field.target);
  if (field.type == FieldType::nested) out += ":" + name_at(model.rows, field.target);
  if (field.type == FieldType::reference) {
    out += ":" + (field.target_owner >= 0 ? name_at(model.owners, field.target_owner) : name_at(model.rows, field.target));
  }
  if (field.milestone) out += " milestone";
  if (field.sparse) out += " sparse";
  if (!field.zh.empty()) out += " " + field.zh;
  out += '\n';
}

void dump_indices(const char* title, const RowType& row, const std::vector<int>& indices, std::string& out) {
  if (indices.empty()) return;
  out += std::string("  ") + title + ":";
  for (const int i : indices) out += " " + name_at(row.fields, i);
  out += '\n';
}

}  // namespace

int RowType::field(std::string_view field_name) const { return index_of(fields, field_name); }
int OwnerType::field(std::string_view field_name) const { return index_of(fields, field_name); }
int OwnerType::collection(std::string_view collection_name) const { return index_of(collections, collection_name); }

int Enumeration::word(std::string_view word_or_label) const {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word_or_label) return static_cast<int>(i);
  }
  for (size_t i = 0; i < zh.size() && i < words.size(); ++i) {
    if (!zh[i].empty() && zh[i] == word_or_label) return static_cast<int>(i);
  }
  return -1;
}

int Model::enumeration(std::string_view name) const { return index_of(enums, name); }
int Model::row(std::string_view name) const { return index_of(rows, name); }
int Model::owner(std::string_view name) const { return index_of(owners, name); }

int Model::collection_of_row_type(int owner, int row_type) const {
  if (owner < 0 || static_cast<size_t>(owner) >= owners.size()) return -1;
  const std::vector<Collection>& collections = owners[static_cast<size_t>(owner)].collections;
  for (size_t i = 0; i < collections.size(); ++i) {
    if (collections[i].row_type == row_type) return static_cast<int>(i);
  }
  return -1;
}

std::string Model::dump() const {
  std::string out;
  for (const Enumeration& e : enums) {
    out += "enum " + e.name + ":";
    for (size_t i = 0; i < e.words.size(); ++i) {
      out += " " + e.words[i];
      if (i < e.zh.size() && !e.zh[i].empty()) out += "=" + e.zh[i];
    }
    out += '\n';
  }
  for (const RowType& row : rows) {
    out += "row " + row.name + (row.zh.empty() ? "" : " " + row.zh) + '\n';
    for (const Field& field : row.fields) dump_field(*this, field, out);
    dump_indices("event", row, row.event, out);
    dump_indices("key", row, row.key, out);
  }
  for (const OwnerType& owner : owners) {
    out += "owner " + owner.name + (owner.zh.empty() ? "" : " " + owner.zh) + '\n';
    for (const Field& field : owner.fields) dump_field(*this, field, out);
    for (const Collection& collection : owner.collections) {
      out += "  " + collection.name + ": rows of " + name_at(rows, collection.row_type) + (collection.sparse ? " sparse" : "") +
             '\n';
    }
  }
  for (const Invariant& invariant : invariants) {
    out += "invariant " + name_at(rows, invariant.row_type) + " " + word_of(invariant.kind) + ":";
    if (invariant.row_type < 0 || static_cast<size_t>(invariant.row_type) >= rows.size()) continue;
    const RowType& row = rows[static_cast<size_t>(invariant.row_type)];
    for (const int i : invariant.fields) out += " " + name_at(row.fields, i);
    if (invariant.word >= 0 && invariant.fields.size() > 1) {
      const int target = row.fields[static_cast<size_t>(invariant.fields[1])].target;
      out += " = " + enums[static_cast<size_t>(target)].words[static_cast<size_t>(invariant.word)];
    }
    for (const std::string& key : invariant.keys) out += " " + key;
    if (!invariant.code.empty()) out += " (" + invariant.code + ")";
    out += '\n';
  }
  return out;
}

}  // namespace hegui
