// Records in memory: columns.
//
// In:   JSON through json_reader.h, or columns built by hand in tests.   Out: what plan/exec and explain read.
// Idea: one OwnerTable per owner type; owner fields are columns over owners; each collection is a Table whose rows lie
// contiguous per owner (offsets owner -> rows); nested rows are Tables whose rows lie contiguous per parent row.
// Strings are coded in one dictionary; dates are int32 days; validity is a bitmap. Lists are offsets into an element column.
// Rows are kept in the order in which they were read; several rows of one owner with the same id are versions.
// Cost: about 11 bytes an event plus text.   Test: tests/records/dataset_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bitmap.h"
#include "records/model.h"
#include "records/roomy.h"
#include "time/civil.h"

namespace hegui {

/// Strings <-> dense int32 codes. Code 0 is the empty string. Codes depend on the order of adding only.
/// Idea: one byte of the hash of each string stands in a table of its own, small enough to stay in the cache; the code, the
/// whole hash and the text are looked at only where that byte fits.
class Dictionary {
 public:
  Dictionary();
  int32_t code(std::string_view text);        // adds
  int32_t find(std::string_view text) const;  // -1 when absent
  std::string_view text(int32_t code) const { return texts_[static_cast<size_t>(code)]; }
  size_t size() const { return texts_.size(); }

  /// For many strings at once: hash them all, prefetch, then code them, so that the table is in the cache when it is looked at.
  static uint64_t hash(std::string_view text);
  void prefetch(uint64_t hash) const {
    const size_t slot = hash & (codes_.size() - 1);
    __builtin_prefetch(&marks_[slot]);
    __builtin_prefetch(&codes_[slot], 1);
  }
  int32_t code(std::string_view text, uint64_t hash);  // adds
  void reserve(size_t strings);
  void clear();  // all but the empty string; memory is kept

 private:
  static constexpr size_t kGroup = 8;  // slots looked at together

  size_t slot_of(std::string_view text, uint64_t hash) const;
  size_t free_slot(uint64_t hash) const;
  void mark(size_t slot, uint8_t mark);
  std::string_view keep(std::string_view text);
  void grow(size_t slots);

  std::vector<std::string_view, Roomy<std::string_view>> texts_;
  std::vector<uint32_t, Roomy<uint32_t>> hashes_;       // by code: the upper half of the hash
  std::vector<std::vector<char, Roomy<char>>> blocks_;  // never resized: texts_ points into them
  size_t block_ = 0;                                    // the one that is filled now
  size_t block_used_ = 0;
  std::vector<uint8_t, Roomy<uint8_t>> marks_;  // open addressing, 0: free; the first kGroup once more at the end
  std::vector<int32_t, Roomy<int32_t>> codes_;  // by slot, a power of two
};

/// The values of one field over the rows of a table (or over owners).
/// Scalars: entry i belongs to row i. Lists: row i has elements [offsets[i], offsets[i+1]) and `valid` says whether the
/// list itself was given (an absent list is unknown, an empty one says none); elements are always valid.
///   id string text reference month -> i32 = dictionary code      enumeration -> i32 = word index     boolean -> i32 0/1
///   date -> i32 = first possible day, hi = last possible day      integer -> i64      decimal -> i64, value * 10000
///   datetime -> i64 / hi64 = first / last possible second         map -> list of entries: i32 = key code, f64 = value
/// `hi` (`hi64`) is empty while every value of the column is precise; else it has one entry per value.
struct Column {
  std::vector<int32_t> i32;
  std::vector<int32_t> hi;
  std::vector<int64_t> i64;
  std::vector<int64_t> hi64;
  std::vector<double> f64;
  std::vector<uint32_t> offsets;  // lists and maps only, rows + 1 entries
  Bitmap valid;                   // one bit per row

  DateRange date(size_t i) const { return {i32[i], hi.empty() ? i32[i] : hi[i]}; }
  TimeRange time(size_t i) const { return {i64[i], hi64.empty() ? i64[i] : hi64[i]}; }
};

constexpr int64_t kNoTime = INT64_MIN;

struct Table {
  int row_type = -1;
  size_t rows = 0;
  std::vector<uint32_t> offsets;     // parents + 1: rows of parent p are [offsets[p], offsets[p+1])
  std::vector<uint32_t> parent;      // rows: index of the owner (or of the parent row)
  std::vector<Column> columns;       // one per field of the row type; of nested fields only `valid`: the list was given
  std::vector<Table> nested;         // one per field of the row type; used for nested fields only
  std::vector<int64_t> recorded_at;  // kNoTime where absent: always visible; empty: no row has one
  bool has_versions = false;         // some owner has two rows with one id
  std::vector<uint32_t> repeat;  // rows: 0 first of its owner with this label, 1 second ...; empty: not worked out (or all 0)
};

struct CollectionData {
  Table table;
  Bitmap present;                     // per owner: the key was there (an empty list is present)
  std::vector<Day> complete_through;  // per owner: declared day, or kNoDay when nothing is declared
};

struct OwnerTable {
  int owner_type = -1;
  size_t count = 0;
  std::vector<Column> fields;               // one per field of the owner type
  std::vector<CollectionData> collections;  // one per collection of the owner type
  std::vector<int32_t> ids;                 // dictionary codes
  std::unordered_map<int32_t, uint32_t> by_id;
};

/// A broken invariant or dangling reference: listed apart, never changes a verdict.
struct DataNote {
  std::string code;  ///< order_of_dates, dangling_reference, guardian_among_operators, duplicate_owner ...
  std::string file;
  uint32_t line = 0;
  std::string owner;
  std::string record;  ///< label of the row
  std::string field;
  std::string message;
  std::string message_zh;
};

/// Owners of a type are in ascending order of id (UTF-8 bytes). Immutable after finish(); shared by threads.
class Dataset {
 public:
  explicit Dataset(std::shared_ptr<const Model> model);
  const Model& model() const { return *model_; }
  const std::shared_ptr<const Model>& shared_model() const { return model_; }

  Dictionary strings;
  std::vector<OwnerTable> owners;  // one per owner type of the model; the registry has count 0 or 1
  std::vector<DataNote> notes;
  size_t owners_left_out = 0;  // by keep_going
  std::string sha256;          // over the bytes of the record files, hex; empty when built in memory
  /// Works out by_id, has_versions and repeat, and completes `offsets` and `parent` where they were left
  /// empty. Called by the reader; data sets built by hand call it last. O(rows).
  void finish(int threads = 1);

  /// Everything out, memory kept, for the next records of the same model. O(tables of the model + memory of the largest
  /// column).
  void clear();

  size_t row_count() const;  ///< rows of all collections, nested rows not counted

  /// Label of a row of a collection: its id, or `collection[key|key]`; a repeated key gets `#2`, `#3` ...
  /// Nested rows: `parent/n` from 1. Cost: the length of the label.
  std::string row_label(int owner_type, int collection, uint32_t row) const;
  std::string nested_label(int owner_type, int collection, int nested_field, uint32_t row) const;

  /// Days through which a collection of an owner is complete, given the clock: the declared day, else `as_of`.
  Day complete_through(int owner_type, int collection, uint32_t owner, Day as_of) const;

 private:
  std::shared_ptr<const Model> model_;
};

/// Event dates of a row: the first filled field of the type's `event`; lo == kNoDay when the type has event fields but
/// none is filled; {kAlways, kAlways} when the type has no event field. Date-times give their days. Nested rows without an
/// event field of their own take their parent's (the caller passes the parent's row).
DateRange event_of(const Table& table, const RowType& type, uint32_t row);

/// Rows visible at (as_of, known_at): the current version by known_at, recorded by then, event not later than as_of.
/// known_at == kNoDay: no second clock. O(rows). Evaluators of exec use this; explain has its own reading of it.
Bitmap visible_rows(const Table& table, const RowType& type, Day as_of, Day known_at);

}  // namespace hegui
