// The keys that may stand in the objects of records, by owner type and row type.
//
// In:   the record model.   Out: for a key its number: a field, a collection, recorded_at or complete_through.
// Idea: one NameTable for each kind of object, made before the first object is read.
// Cost: O(names of the model) once, O(length) a look-up.   Test: tests/records/json_reader_test.cc, malformed_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/model.h"
#include "records/name_table.h"
#include "records/values.h"

namespace hegui {

// Numbers of keys that are no fields.
constexpr int kRecordedAt = 1'000'000;
constexpr int kCompleteThrough = 1'000'001;
constexpr int kCollection = 2'000'000;  // + index of the collection
constexpr std::string_view kRecordedAtName = "recorded_at";
constexpr std::string_view kCompleteThroughName = "complete_through";
constexpr std::string_view kOwnerName = "owner";  // in a row of a file of its own

/// The keys of one kind of object.
struct ObjectKeys {
  NameTable names;
  std::string of, of_zh;                // what the object is
  std::vector<std::string> candidates;  // for hints

  void add(std::string_view name, int number);
  Complaint unknown(std::string_view key) const;
};

struct RecordKeys {
  std::vector<ObjectKeys> owners, rows;  // by owner type, by row type

  explicit RecordKeys(const Model& model);
};

Complaint duplicate_key_complaint(std::string_view key);

}  // namespace hegui
