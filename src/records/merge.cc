// Appending one data set to another: see merge.h.
// In: two data sets.   Out: one.   Cost: O(strings + values of the part).   Test: tests/records/threads_test.cc
#include "records/merge.h"

#include <algorithm>

#include "records/columns.h"
#include "records/share_out.h"

namespace hegui {
namespace {

using Codes = std::vector<int32_t>;

// The codes of the part's strings in `to`. Some strings ahead are fetched while one is looked up.
Codes codes_in(Dictionary& to, const Dictionary& part) {
  constexpr size_t kAhead = 16;
  const size_t n = part.size();
  Codes codes(n);
  uint64_t hashes[kAhead] = {};
  const auto fetch = [&](size_t i) {
    hashes[i % kAhead] = Dictionary::hash(part.text(static_cast<int32_t>(i)));
    to.prefetch(hashes[i % kAhead]);
  };
  for (size_t i = 0; i < std::min(kAhead, n); ++i) fetch(i);
  for (size_t i = 0; i < n; ++i) {
    codes[i] = to.code(part.text(static_cast<int32_t>(i)), hashes[i % kAhead]);
    if (i + kAhead < n) fetch(i + kAhead);
  }
  return codes;
}

bool holds_codes(FieldType type) {
  switch (type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::month:
    case FieldType::reference:
    case FieldType::map:
      return true;
    default:
      return false;
  }
}

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& part) {
  to.insert(to.end(), part.begin(), part.end());
}

// Columns may lag behind their tables, which have `rows` rows before the part is added.
void append_column(Column& to, const Column& part, const Field& field, size_t rows, const Codes& codes) {
  if (part.valid.size() == 0) return;
  fill_absent(to, field, rows);
  to.valid.append(part.valid);
  if (field.type == FieldType::nested) return;
  const size_t values = elements(to, store_of(field.type));
  if (!part.hi.empty() && to.hi.empty()) to.hi = to.i32;
  if (!part.hi64.empty() && to.hi64.empty()) to.hi64 = to.i64;
  if (!to.hi.empty()) append(to.hi, part.hi.empty() ? part.i32 : part.hi);
  if (!to.hi64.empty()) append(to.hi64, part.hi64.empty() ? part.i64 : part.hi64);
  if (holds_codes(field.type)) {
    to.i32.reserve(to.i32.size() + part.i32.size());
    for (const int32_t code : part.i32) to.i32.push_back(codes[static_cast<size_t>(code)]);
  } else {
    append(to.i32, part.i32);
  }
  append(to.i64, part.i64);
  append(to.f64, part.f64);
  if (!field.list && field.type != FieldType::map) return;
  to.offsets.reserve(to.offsets.size() + part.offsets.size());
  for (size_t i = 1; i < part.offsets.size(); ++i) to.offsets.push_back(static_cast<uint32_t>(part.offsets[i] + values));
}

// A table and those inside it: the tables themselves, then one piece of work for each column.
class Appender {
 public:
  Appender(const Model& model, size_t max_rows, const Codes& codes, std::vector<std::function<void()>>& work)
      : model_(model), most_(std::min<size_t>(max_rows, UINT32_MAX - 1)), codes_(codes), work_(work) {}

  void columns(std::vector<Column>& to, const std::vector<Column>& part, const std::vector<Field>& fields, size_t rows) {
    for (size_t f = 0; f < fields.size(); ++f) {
      const Field& field = fields[f];
      good_ = good_ && elements(to[f], store_of(field.type)) + elements(part[f], store_of(field.type)) <= most_;
      work_.push_back([&to, &part, &field, f, rows, this] { append_column(to[f], part[f], field, rows, codes_); });
    }
  }

  void table(Table& to, const Table& part, size_t parents) {
    if (to.row_type < 0 || part.offsets.empty()) return;
    const RowType& type = model_.rows[static_cast<size_t>(to.row_type)];
    const size_t rows = to.rows;
    good_ = good_ && rows + part.rows <= most_;
    columns(to.columns, part.columns, type.fields, rows);
    for (size_t f = 0; f < type.fields.size(); ++f) {
      if (type.fields[f].type == FieldType::nested) table(to.nested[f], part.nested[f], rows);
    }
    raised_.emplace_back(&to, part.rows);
    work_.push_back([&to, &part, parents, rows] {
      to.offsets.resize(parents, static_cast<uint32_t>(rows));
      for (const uint32_t offset : part.offsets) to.offsets.push_back(static_cast<uint32_t>(offset + rows));
      to.parent.reserve(to.parent.size() + part.parent.size());
      for (const uint32_t parent : part.parent) to.parent.push_back(static_cast<uint32_t>(parent + parents));
      if (part.recorded_at.empty()) return;
      to.recorded_at.resize(rows, kNoTime);
      append(to.recorded_at, part.recorded_at);
    });
  }

  bool good() const { return good_; }
  void raise() {
    for (const auto& [table, rows] : raised_) table->rows += rows;
  }

 private:
  const Model& model_;
  size_t most_;
  const Codes& codes_;
  std::vector<std::function<void()>>& work_;
  std::vector<std::pair<Table*, size_t>> raised_;
  bool good_ = true;
};

}  // namespace

bool append_owners(Dataset& data, const Dataset& part, int owner_type, size_t max_rows, int threads) {
  const size_t o = static_cast<size_t>(owner_type);
  const OwnerType& type = data.model().owners[o];
  OwnerTable& to = data.owners[o];
  const OwnerTable& from = part.owners[o];
  const Codes codes = codes_in(data.strings, part.strings);
  const size_t count = to.count;
  for (const int32_t id : from.ids) {
    if (to.by_id.count(codes[static_cast<size_t>(id)]) != 0) return false;
  }
  std::vector<std::function<void()>> work;
  Appender appender(data.model(), max_rows, codes, work);  // work refers to it
  appender.columns(to.fields, from.fields, type.fields, count);
  for (size_t c = 0; c < to.collections.size(); ++c) {
    CollectionData& collection = to.collections[c];
    const CollectionData& added = from.collections[c];
    appender.table(collection.table, added.table, count);
    work.push_back([&collection, &added, count] {
      collection.present.resize(count);
      collection.present.append(added.present);
      if (added.complete_through.empty()) return;
      collection.complete_through.resize(count, kNoDay);
      append(collection.complete_through, added.complete_through);
    });
  }
  if (!appender.good()) return false;
  for (const int32_t id : from.ids) {
    to.by_id.emplace(codes[static_cast<size_t>(id)], static_cast<uint32_t>(to.ids.size()));
    to.ids.push_back(codes[static_cast<size_t>(id)]);
  }
  to.count += from.count;
  appender.raise();
  share_out(work.size(), threads, [&](size_t i) { work[i](); });
  return true;
}

}  // namespace hegui
