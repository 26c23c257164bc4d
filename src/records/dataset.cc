// Records in memory: the dictionary, labels, events, visibility.
//
// In:   columns filled by the reader or by hand.   Out: what both evaluators ask of them.
// Idea: everything that needs more than one row (by_id, versions, repeated keys) is worked out once in finish().
// Cost: finish() and visible_rows() are O(rows); a label costs its length.   Test: tests/records/dataset_test.cc
#include "records/dataset.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace hegui {
namespace {

constexpr size_t kBlock = size_t{1} << 16;

// Seeded once a process so that nobody can choose strings that collide; codes never depend on it.
uint64_t hash_seed() {
  static const uint64_t seed = [] {
    try {
      std::random_device device;
      return (static_cast<uint64_t>(device()) << 32) | device() | 1U;
    } catch (...) {
      static const char anchor = 0;
      return static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&anchor)) | 1U;
    }
  }();
  return seed;
}

uint64_t mix(uint64_t a, uint64_t b) {
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t load(const char* from, size_t bytes) {
  uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

uint32_t hash_of(std::string_view text, uint64_t seed) {
  uint64_t state = seed ^ (text.size() * 0x9e3779b97f4a7c15U);
  const char* at = text.data();
  size_t left = text.size();
  for (; left > 8; at += 8, left -= 8) state = mix(state ^ load(at, 8), 0xa0761d6478bd642fU);
  state = mix(state ^ load(at, left), 0xe7037ed1a0b428dbU);
  return static_cast<uint32_t>(state ^ (state >> 32));
}

Day day_of_time(int64_t seconds) {
  constexpr int64_t kDay = 86400;
  return static_cast<Day>(seconds / kDay - (seconds % kDay < 0 ? 1 : 0));
}

std::string decimal_text(int64_t value) {
  const bool negative = value < 0;
  const uint64_t size = negative ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  std::string out = (negative ? "-" : "") + std::to_string(size / 10000);
  std::string places = std::to_string(size % 10000 + 10000).substr(1);
  while (!places.empty() && places.back() == '0') places.pop_back();
  return places.empty() ? out : out + "." + places;
}

std::string date_text(DateRange range) {
  const std::string text = format_date(range.lo);
  return range.precise() ? text : text.substr(0, 7);
}

std::string time_text(TimeRange range) {
  const std::string text = format_datetime(range.lo);
  if (range.lo == range.hi) return text;
  return text.substr(0, range.hi - range.lo < 86400 ? 10 : 7);
}

// One value as it stands in a label.
void append_value(const Dictionary& strings, const Model& model, const Field& field, const Column& column, size_t i,
                  std::string& out) {
  switch (field.type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::reference:
    case FieldType::month:
      out += strings.text(column.i32[i]);
      return;
    case FieldType::enumeration: {
      const Enumeration& e = model.enums[static_cast<size_t>(field.target)];
      out += e.words[static_cast<size_t>(column.i32[i])];
      return;
    }
    case FieldType::boolean:
      out += column.i32[i] != 0 ? "true" : "false";
      return;
    case FieldType::integer:
      out += std::to_string(column.i64[i]);
      return;
    case FieldType::decimal:
      out += decimal_text(column.i64[i]);
      return;
    case FieldType::date:
      out += date_text(column.date(i));
      return;
    case FieldType::datetime:
      out += time_text(column.time(i));
      return;
    case FieldType::map:
      out += strings.text(column.i32[i]);
      return;
    case FieldType::nested:
      return;
  }
}

// `collection[key|key]`, without the number of a repeated key.
void append_key(const Dataset& data, const Table& table, const RowType& type, const std::string& collection, uint32_t row,
                std::string& out) {
  out += collection;
  out += '[';
  for (size_t k = 0; k < type.key.size(); ++k) {
    if (k > 0) out += '|';
    const size_t f = static_cast<size_t>(type.key[k]);
    const Field& field = type.fields[f];
    const Column& column = table.columns[f];
    if (field.type == FieldType::nested || row >= column.valid.size() || !column.valid[row]) continue;
    if (!field.list && field.type != FieldType::map) {
      append_value(data.strings, data.model(), field, column, row, out);
      continue;
    }
    for (uint32_t e = column.offsets[row]; e < column.offsets[row + 1]; ++e) {
      if (e > column.offsets[row]) out += ',';
      append_value(data.strings, data.model(), field, column, e, out);
    }
  }
  out += ']';
}

// The dictionary code of the row's id, or 0 when it has none.
int32_t id_of(const Table& table, const RowType& type, uint32_t row) {
  if (type.id_field < 0) return 0;
  const Column& column = table.columns[static_cast<size_t>(type.id_field)];
  return row < column.valid.size() && column.valid[row] ? column.i32[row] : 0;
}

// Columns and nested tables of a row type; a type inside itself, or a fifth level, gets no table (row_type stays -1).
void lay_out(const Model& model, Table& table, int row_type, std::vector<int>& path) {
  constexpr size_t kDeepest = 4;
  if (row_type < 0 || path.size() >= kDeepest || std::find(path.begin(), path.end(), row_type) != path.end()) return;
  const RowType& type = model.rows[static_cast<size_t>(row_type)];
  table.row_type = row_type;
  table.columns.resize(type.fields.size());
  table.nested.resize(type.fields.size());
  path.push_back(row_type);
  for (size_t f = 0; f < type.fields.size(); ++f) {
    if (type.fields[f].type == FieldType::nested) lay_out(model, table.nested[f], type.fields[f].target, path);
  }
  path.pop_back();
}

void complete(const Model& model, Table& table, size_t parents) {
  if (table.offsets.empty()) table.offsets.assign(parents + 1, 0);
  if (table.parent.size() != table.rows) {
    table.parent.assign(table.rows, 0);
    for (size_t p = 0; p + 1 < table.offsets.size(); ++p) {
      for (uint32_t row = table.offsets[p]; row < table.offsets[p + 1]; ++row) table.parent[row] = static_cast<uint32_t>(p);
    }
  }
  table.recorded_at.resize(table.rows, kNoTime);
  if (table.row_type < 0) return;
  const RowType& type = model.rows[static_cast<size_t>(table.row_type)];
  for (size_t f = 0; f < table.nested.size() && f < type.fields.size(); ++f) {
    if (type.fields[f].type != FieldType::nested) continue;
    if (table.nested[f].row_type >= 0) complete(model, table.nested[f], table.rows);
  }
}

// Versions (rows of one owner with one id) and the numbers of repeated keys.
void mark_repetitions(const Dataset& data, Table& table, const RowType& type, const std::string& collection,
                      std::vector<uint32_t>& last_parent, uint32_t stamp) {
  // last_parent[id]: stamp + number of the parent under which the id was last seen; stamps rise from table to table.
  table.has_versions = false;
  table.repeat.clear();
  std::unordered_map<std::string, uint32_t> seen;
  std::string key;
  for (size_t p = 0; p + 1 < table.offsets.size(); ++p) {
    seen.clear();
    const uint32_t begin = table.offsets[p], end = table.offsets[p + 1];
    for (uint32_t row = begin; row < end; ++row) {
      const int32_t id = id_of(table, type, row);
      if (id != 0) {
        uint32_t& last = last_parent[static_cast<size_t>(id)];
        const uint32_t mark = stamp + static_cast<uint32_t>(p);
        table.has_versions = table.has_versions || last == mark;
        last = mark;
        continue;
      }
      if (end - begin < 2) continue;
      key.clear();
      append_key(data, table, type, collection, row, key);
      const uint32_t number = seen[key]++;
      if (number == 0) continue;
      if (table.repeat.empty()) table.repeat.assign(table.rows, 0);
      table.repeat[row] = number;
    }
  }
}

}  // namespace

Dictionary::Dictionary() : slots_(64) { code(""); }

size_t Dictionary::slot_of(std::string_view text, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t i = hash & mask;
  while (slots_[i].code >= 0) {
    if (slots_[i].hash == hash && texts_[static_cast<size_t>(slots_[i].code)] == text) return i;
    i = (i + 1) & mask;
  }
  return i;
}

std::string_view Dictionary::keep(std::string_view text) {
  if (text.empty()) return {};
  if (block_size_ - block_used_ < text.size()) {
    block_size_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique<char[]>(block_size_));
    block_used_ = 0;
  }
  char* at = blocks_.back().get() + block_used_;
  std::memcpy(at, text.data(), text.size());
  block_used_ += text.size();
  return {at, text.size()};
}

void Dictionary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.code < 0) continue;
    size_t i = slot.hash & mask;
    while (slots_[i].code >= 0) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

int32_t Dictionary::code(std::string_view text) {
  const uint32_t hash = hash_of(text, hash_seed());
  size_t i = slot_of(text, hash);
  if (slots_[i].code >= 0) return slots_[i].code;
  if ((texts_.size() + 1) * 2 > slots_.size()) {
    grow();
    i = slot_of(text, hash);
  }
  const int32_t code = static_cast<int32_t>(texts_.size());
  texts_.push_back(keep(text));
  slots_[i] = {hash, code};
  return code;
}

int32_t Dictionary::find(std::string_view text) const { return slots_[slot_of(text, hash_of(text, hash_seed()))].code; }

Dataset::Dataset(std::shared_ptr<const Model> model) : model_(std::move(model)) {
  owners.resize(model_->owners.size());
  for (size_t o = 0; o < owners.size(); ++o) {
    const OwnerType& type = model_->owners[o];
    owners[o].owner_type = static_cast<int>(o);
    owners[o].fields.resize(type.fields.size());
    owners[o].collections.resize(type.collections.size());
    for (size_t c = 0; c < type.collections.size(); ++c) {
      std::vector<int> path;
      lay_out(*model_, owners[o].collections[c].table, type.collections[c].row_type, path);
    }
  }
}

void Dataset::finish() {
  std::vector<uint32_t> last_parent(strings.size(), 0);
  uint32_t stamp = 1;
  for (size_t o = 0; o < owners.size(); ++o) {
    OwnerTable& owner = owners[o];
    const OwnerType& type = model_->owners[o];
    owner.by_id.clear();
    for (size_t i = 0; i < owner.ids.size(); ++i) owner.by_id.emplace(owner.ids[i], static_cast<uint32_t>(i));
    for (size_t c = 0; c < owner.collections.size(); ++c) {
      CollectionData& collection = owner.collections[c];
      if (collection.present.size() < owner.count) collection.present.resize(owner.count);
      if (collection.complete_through.size() < owner.count) collection.complete_through.resize(owner.count, kNoDay);
      if (collection.table.row_type < 0) continue;
      complete(*model_, collection.table, owner.count);
      if (owner.count >= UINT32_MAX - stamp) {
        std::fill(last_parent.begin(), last_parent.end(), 0);
        stamp = 1;
      }
      mark_repetitions(*this, collection.table, model_->rows[static_cast<size_t>(collection.table.row_type)],
                       type.collections[c].name, last_parent, stamp);
      stamp += static_cast<uint32_t>(owner.count);
    }
  }
}

size_t Dataset::row_count() const {
  size_t rows = 0;
  for (const OwnerTable& owner : owners) {
    for (const CollectionData& collection : owner.collections) rows += collection.table.rows;
  }
  return rows;
}

std::string Dataset::row_label(int owner_type, int collection, uint32_t row) const {
  const OwnerTable& owner = owners[static_cast<size_t>(owner_type)];
  const Table& table = owner.collections[static_cast<size_t>(collection)].table;
  const RowType& type = model_->rows[static_cast<size_t>(table.row_type)];
  const int32_t id = id_of(table, type, row);
  if (id != 0) return std::string(strings.text(id));
  std::string out;
  const std::string& name = model_->owners[static_cast<size_t>(owner_type)].collections[static_cast<size_t>(collection)].name;
  append_key(*this, table, type, name, row, out);
  if (row < table.repeat.size() && table.repeat[row] > 0) out += "#" + std::to_string(table.repeat[row] + 1);
  return out;
}

std::string Dataset::nested_label(int owner_type, int collection, int nested_field, uint32_t row) const {
  const OwnerTable& owner = owners[static_cast<size_t>(owner_type)];
  const Table& outer = owner.collections[static_cast<size_t>(collection)].table;
  const Table& table = outer.nested[static_cast<size_t>(nested_field)];
  const uint32_t parent = table.parent[row];
  return row_label(owner_type, collection, parent) + "/" + std::to_string(row - table.offsets[parent] + 1);
}

Day Dataset::complete_through(int owner_type, int collection, uint32_t owner, Day as_of) const {
  const std::vector<Day>& declared =
      owners[static_cast<size_t>(owner_type)].collections[static_cast<size_t>(collection)].complete_through;
  return owner < declared.size() && declared[owner] != kNoDay ? declared[owner] : as_of;
}

DateRange event_of(const Table& table, const RowType& type, uint32_t row) {
  if (type.event.empty()) return {kAlways, kAlways};
  for (const int f : type.event) {
    const Column& column = table.columns[static_cast<size_t>(f)];
    if (row >= column.valid.size() || !column.valid[row]) continue;
    if (type.fields[static_cast<size_t>(f)].type != FieldType::datetime) return column.date(row);
    const TimeRange range = column.time(row);
    return {day_of_time(range.lo), day_of_time(range.hi)};
  }
  return {kNoDay, kNoDay};
}

Bitmap visible_rows(const Table& table, const RowType& type, Day as_of, Day known_at) {
  Bitmap visible(table.rows, true);
  const bool recorded = !table.recorded_at.empty();
  if (recorded && known_at != kNoDay) {
    const int64_t last_second = (static_cast<int64_t>(known_at) + 1) * 86400 - 1;
    for (size_t row = 0; row < table.rows; ++row) {
      if (table.recorded_at[row] > last_second) visible.clear(row);
    }
  }
  if (table.has_versions) {
    std::unordered_map<int32_t, uint32_t> current;  // id -> the version that counts so far
    for (size_t p = 0; p + 1 < table.offsets.size(); ++p) {
      current.clear();
      for (uint32_t row = table.offsets[p]; row < table.offsets[p + 1]; ++row) {
        const int32_t id = id_of(table, type, row);
        if (id == 0 || !visible[row]) continue;
        const auto [place, first] = current.emplace(id, row);
        if (first) continue;
        // kNoTime is the least number, as an empty recorded_at is the earliest; of equal ones the later line counts.
        const bool later = !recorded || table.recorded_at[row] >= table.recorded_at[place->second];
        visible.clear(later ? place->second : row);
        if (later) place->second = row;
      }
    }
  }
  if (!type.event.empty()) {
    for (uint32_t row = 0; row < table.rows; ++row) {
      if (!visible[row]) continue;
      const DateRange event = event_of(table, type, row);
      if (event.lo != kNoDay && event.lo > as_of) visible.clear(row);
    }
  }
  return visible;
}

}  // namespace hegui
