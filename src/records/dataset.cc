// Records in memory: the dictionary, labels, events, visibility.
//
// In:   columns filled by the reader or by hand.   Out: what both evaluators ask of them.
// Idea: everything that needs more than one row (by_id, versions, repeated keys) is worked out once in finish().
// Cost: finish() and visible_rows() are O(rows); a label costs its length.   Test: tests/records/dataset_test.cc
#include "records/dataset.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

#include "records/share_out.h"

namespace hegui {
namespace {

constexpr size_t kBlock = size_t{1} << 12;  // of the first block of texts; each is twice the one before
constexpr size_t kLargestBlock = size_t{1} << 20;

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

template <typename Word>
uint64_t load(const char* from) {
  Word word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// Whole words only, the last of which may overlap the one before: loads of a length known to the compiler.
uint64_t hash_of(std::string_view text, uint64_t seed) {
  uint64_t state = seed ^ (text.size() * 0x9e3779b97f4a7c15U);
  const char* at = text.data();
  const size_t size = text.size();
  uint64_t last = 0;
  if (size >= 8) {
    for (size_t done = 8; done < size; done += 8, at += 8) state = mix(state ^ load<uint64_t>(at), 0xa0761d6478bd642fU);
    last = load<uint64_t>(text.data() + size - 8);
  } else if (size >= 4) {
    last = load<uint32_t>(at) | load<uint32_t>(at + size - 4) << 32;
  } else if (size > 0) {
    last = static_cast<unsigned char>(at[0]) | uint64_t{static_cast<unsigned char>(at[size / 2])} << 8 |
           uint64_t{static_cast<unsigned char>(at[size - 1])} << 16;
  }
  return mix(state ^ last, 0xe7037ed1a0b428dbU);
}

uint8_t mark_of(uint64_t hash) { return static_cast<uint8_t>((hash >> 25) | 1U); }
uint32_t upper_of(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

bool same_text(std::string_view a, std::string_view b) {
  const size_t size = a.size();
  if (size != b.size()) return false;
  if (size < 8 || size > 16) return size == 0 || std::memcmp(a.data(), b.data(), size) == 0;
  return load<uint64_t>(a.data()) == load<uint64_t>(b.data()) &&
         load<uint64_t>(a.data() + size - 8) == load<uint64_t>(b.data() + size - 8);
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
  if (!table.recorded_at.empty()) table.recorded_at.resize(table.rows, kNoTime);
  if (table.row_type < 0) return;
  const RowType& type = model.rows[static_cast<size_t>(table.row_type)];
  for (size_t f = 0; f < table.nested.size() && f < type.fields.size(); ++f) {
    if (type.fields[f].type != FieldType::nested) continue;
    if (table.nested[f].row_type >= 0) complete(model, table.nested[f], table.rows);
  }
}

// Whether labels are equal only where keys are: no key is a list, and no text of a key holds what stands between keys.
class PlainKeys {
 public:
  PlainKeys(const Dataset& data, const Table& table, const RowType& type) : data_(data), table_(table), type_(type) {
    for (const int k : type.key) {
      const Field& field = type.fields[static_cast<size_t>(k)];
      plain_ = plain_ && !field.list && field.type != FieldType::map && field.type != FieldType::nested;
    }
  }

  bool plain() const { return plain_; }
  /// A number that differs only where keys differ; false: the row's key holds a separator.
  bool sign(uint32_t row, std::vector<signed char>& separators, uint64_t& signature) const {
    signature = 0;
    for (const int k : type_.key) {
      const size_t f = static_cast<size_t>(k);
      const Column& column = table_.columns[f];
      uint64_t value = 1;
      if (row < column.valid.size() && column.valid[row]) {
        switch (type_.fields[f].type) {
          case FieldType::integer:
          case FieldType::decimal:
            value = mix(static_cast<uint64_t>(column.i64[row]) + 2, kFirst);
            break;
          case FieldType::datetime:
            value = mix(static_cast<uint64_t>(column.time(row).lo) + 2, kFirst) ^
                    mix(static_cast<uint64_t>(column.time(row).hi) + 3, kSecond);
            break;
          case FieldType::date:
            value = mix(static_cast<uint64_t>(column.date(row).lo) + 2, kFirst) ^
                    mix(static_cast<uint64_t>(column.date(row).hi) + 3, kSecond);
            break;
          case FieldType::enumeration:
          case FieldType::boolean:
            value = mix(static_cast<uint64_t>(column.i32[row]) + 2, kFirst);
            break;
          default: {
            const size_t code = static_cast<size_t>(column.i32[row]);
            if (separators[code] < 0) {
              separators[code] = data_.strings.text(column.i32[row]).find('|') != std::string_view::npos ? 1 : 0;
            }
            if (separators[code] != 0) return false;
            value = mix(code + 2, kFirst);
          }
        }
      }
      signature = mix(signature ^ value, kSecond) + value;
    }
    return true;
  }

 private:
  static constexpr uint64_t kFirst = 0xa0761d6478bd642fU, kSecond = 0xe7037ed1a0b428dbU;
  const Dataset& data_;
  const Table& table_;
  const RowType& type_;
  bool plain_ = true;
};

void clear(Column& column) {
  column.i32.clear();
  column.hi.clear();
  column.i64.clear();
  column.hi64.clear();
  column.f64.clear();
  column.offsets.clear();
  column.valid.resize(0);
}

void clear(Table& table) {
  const bool used = table.rows > 0;
  table.rows = 0;
  table.offsets.clear();
  table.parent.clear();
  table.recorded_at.clear();
  table.has_versions = false;
  table.repeat.clear();
  if (!used) return;
  for (Column& column : table.columns) clear(column);
  for (Table& nested : table.nested) clear(nested);
}

// Versions (rows of one owner with one id) and the numbers of repeated keys.
void mark_repetitions(const Dataset& data, Table& table, const RowType& type, const std::string& collection,
                      std::vector<uint32_t>& last_parent, uint32_t stamp, std::vector<signed char>& separators) {
  // last_parent[id]: stamp + number of the parent under which the id was last seen; stamps rise from table to table.
  const PlainKeys keys(data, table, type);
  const Column* ids = type.id_field >= 0 ? &table.columns[static_cast<size_t>(type.id_field)] : nullptr;
  std::vector<std::pair<uint64_t, uint32_t>> signed_rows;
  std::unordered_map<std::string, uint32_t> seen;
  std::string key;
  for (size_t p = 0; p + 1 < table.offsets.size(); ++p) {
    const uint32_t begin = table.offsets[p], end = table.offsets[p + 1];
    const uint32_t mark = stamp + static_cast<uint32_t>(p);
    bool all_plain = keys.plain();
    signed_rows.clear();
    for (uint32_t row = begin; row < end; ++row) {
      const int32_t id = ids != nullptr && row < ids->valid.size() && ids->valid[row] ? ids->i32[row] : 0;
      if (id != 0) {
        uint32_t& last = last_parent[static_cast<size_t>(id)];
        table.has_versions = table.has_versions || last == mark;
        last = mark;
        continue;
      }
      uint64_t signature = 0;
      all_plain = all_plain && keys.sign(row, separators, signature);
      signed_rows.emplace_back(signature, row);
    }
    if (signed_rows.size() < 2) continue;
    if (all_plain) {  // most often no two keys are alike, and no label has to be made
      std::sort(signed_rows.begin(), signed_rows.end());
      const auto alike = [](const auto& a, const auto& b) { return a.first == b.first; };
      if (std::adjacent_find(signed_rows.begin(), signed_rows.end(), alike) == signed_rows.end()) continue;
    }
    seen.clear();
    for (uint32_t row = begin; row < end; ++row) {
      if (id_of(table, type, row) != 0) continue;
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

Dictionary::Dictionary() : marks_(64 + kGroup), codes_(64) { code(""); }

// The slot that holds the text, else the free one where it belongs. Eight marks are compared at once; `fits` may show a byte
// too many behind one that fits, which the comparison of texts sorts out.
size_t Dictionary::slot_of(std::string_view text, uint64_t hash) const {
  constexpr uint64_t kOnes = 0x0101010101010101U, kHigh = 0x8080808080808080U;
  const size_t mask = codes_.size() - 1;
  const uint64_t wanted = kOnes * mark_of(hash);
  for (size_t i = hash & mask;; i = (i + kGroup) & mask) {
    uint64_t group = load<uint64_t>(reinterpret_cast<const char*>(marks_.data() + i));
    if constexpr (std::endian::native == std::endian::big) group = __builtin_bswap64(group);
    const uint64_t differs = group ^ wanted;
    const uint64_t open = (group - kOnes) & ~group & kHigh;
    uint64_t fits = (differs - kOnes) & ~differs & kHigh;
    if (open != 0) fits &= open - 1;  // a text never lies behind a free slot
    for (; fits != 0; fits &= fits - 1) {
      const size_t slot = (i + static_cast<size_t>(std::countr_zero(fits)) / 8) & mask;
      const size_t code = static_cast<size_t>(codes_[slot]);
      if (hashes_[code] == upper_of(hash) && same_text(texts_[code], text)) return slot;
    }
    if (open != 0) return (i + static_cast<size_t>(std::countr_zero(open)) / 8) & mask;
  }
}

size_t Dictionary::free_slot(uint64_t hash) const {
  const size_t mask = codes_.size() - 1;
  size_t i = hash & mask;
  while (marks_[i] != 0) i = (i + 1) & mask;
  return i;
}

void Dictionary::mark(size_t slot, uint8_t mark) {
  marks_[slot] = mark;
  if (slot < kGroup) marks_[codes_.size() + slot] = mark;
}

std::string_view Dictionary::keep(std::string_view text) {
  if (text.empty()) return {};
  while (block_ < blocks_.size() && blocks_[block_].size() - block_used_ < text.size()) {
    ++block_;
    block_used_ = 0;
  }
  if (block_ == blocks_.size()) {
    blocks_.emplace_back(std::max(std::min(kBlock << std::min<size_t>(blocks_.size(), 8), kLargestBlock), text.size()));
  }
  char* at = blocks_[block_].data() + block_used_;
  std::memcpy(at, text.data(), text.size());
  block_used_ += text.size();
  return {at, text.size()};
}

void Dictionary::grow(size_t slots) {
  marks_.assign(slots + kGroup, 0);
  codes_.resize(slots);
  for (size_t code = 0; code < texts_.size(); ++code) {
    const uint64_t h = hash(texts_[code]);
    const size_t i = free_slot(h);
    mark(i, mark_of(h));
    codes_[i] = static_cast<int32_t>(code);
  }
}

void Dictionary::reserve(size_t strings) {
  size_t slots = codes_.size();
  while (slots / 4 * 3 < strings) slots *= 2;
  if (slots > codes_.size()) grow(slots);
  texts_.reserve(strings);
  hashes_.reserve(strings);
}

void Dictionary::clear() {
  std::fill(marks_.begin(), marks_.end(), 0);
  texts_.clear();
  hashes_.clear();
  block_ = 0;
  block_used_ = 0;
  code("");
}

uint64_t Dictionary::hash(std::string_view text) { return hash_of(text, hash_seed()); }

int32_t Dictionary::code(std::string_view text) { return code(text, hash(text)); }

int32_t Dictionary::code(std::string_view text, uint64_t hash) {
  size_t i = slot_of(text, hash);
  if (marks_[i] != 0) return codes_[i];
  if (texts_.size() + 1 > codes_.size() / 4 * 3) {
    grow(codes_.size() * 2);
    i = slot_of(text, hash);
  }
  const int32_t code = static_cast<int32_t>(texts_.size());
  texts_.push_back(keep(text));
  hashes_.push_back(upper_of(hash));
  mark(i, mark_of(hash));
  codes_[i] = code;
  return code;
}

int32_t Dictionary::find(std::string_view text) const {
  const size_t i = slot_of(text, hash(text));
  return marks_[i] != 0 ? codes_[i] : -1;
}

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

void Dataset::clear() {
  strings.clear();
  notes.clear();
  owners_left_out = 0;
  sha256.clear();
  for (OwnerTable& owner : owners) {
    owner.count = 0;
    owner.ids.clear();
    owner.by_id.clear();
    for (Column& column : owner.fields) hegui::clear(column);
    for (CollectionData& collection : owner.collections) {
      hegui::clear(collection.table);
      collection.present.resize(0);
      collection.complete_through.clear();
    }
  }
}

void Dataset::finish(int threads) {
  struct Work {
    CollectionData* collection;
    const Collection* declared;
    size_t owners;
  };
  std::vector<Work> work;
  for (size_t o = 0; o < owners.size(); ++o) {
    OwnerTable& owner = owners[o];
    const OwnerType& type = model_->owners[o];
    // The reader has filled by_id already, and it still holds where no owner was moved.
    bool known = owner.by_id.size() == owner.ids.size();
    for (size_t i = 0; known && i < owner.ids.size(); ++i) {
      const auto found = owner.by_id.find(owner.ids[i]);
      known = found != owner.by_id.end() && found->second == i;
    }
    if (!known) {
      owner.by_id.clear();
      for (size_t i = 0; i < owner.ids.size(); ++i) owner.by_id.emplace(owner.ids[i], static_cast<uint32_t>(i));
    }
    for (size_t c = 0; c < owner.collections.size(); ++c) {
      CollectionData& collection = owner.collections[c];
      if (collection.present.size() < owner.count) collection.present.resize(owner.count);
      if (collection.complete_through.size() < owner.count) collection.complete_through.resize(owner.count, kNoDay);
      collection.table.has_versions = false;
      collection.table.repeat.clear();
      if (collection.table.row_type < 0) continue;
      if (collection.table.rows > 0) {
        work.push_back({&collection, &type.collections[c], owner.count});
      } else {
        complete(*model_, collection.table, owner.count);
      }
    }
  }
  // The largest first, each to the thread with the least to do.
  std::sort(work.begin(), work.end(),
            [](const Work& a, const Work& b) { return a.collection->table.rows > b.collection->table.rows; });
  std::vector<std::vector<Work>> shares(static_cast<size_t>(std::max(threads, 1)));
  std::vector<size_t> rows(shares.size(), 0);
  for (const Work& w : work) {
    const size_t least = static_cast<size_t>(std::min_element(rows.begin(), rows.end()) - rows.begin());
    shares[least].push_back(w);
    rows[least] += w.collection->table.rows;
  }
  share_out(shares.size(), threads, [&](size_t i) {
    std::vector<uint32_t> last_parent(strings.size(), 0);
    std::vector<signed char> separators(strings.size(), -1);
    uint32_t stamp = 1;
    for (const Work& w : shares[i]) {
      Table& table = w.collection->table;
      complete(*model_, table, w.owners);
      if (table.rows < 2) continue;
      if (w.owners >= UINT32_MAX - stamp) {
        std::fill(last_parent.begin(), last_parent.end(), 0);
        stamp = 1;
      }
      mark_repetitions(*this, table, model_->rows[static_cast<size_t>(table.row_type)], w.declared->name, last_parent, stamp,
                       separators);
      stamp += static_cast<uint32_t>(w.owners);
    }
  });
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
