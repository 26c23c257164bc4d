// The record model, laid out for reading objects key by key.
//
// In:   the model.   Out: for each kind of object its keys as bytes to compare with, what to do with their values, and the
// words of enumerations by number.
// Idea: a key is compared with the bytes `"name":` as they stand in a text, two words at a time; the key that comes next is
// guessed, as objects of one kind list theirs in much the same order. Immutable, so that readers on several threads share it.
// Cost: O(names of the model) once; a guess that is right costs a few nanoseconds.   Test: tests/records/lean_reader_test.cc
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "records/columns.h"
#include "records/model.h"
#include "records/name_table.h"

namespace hegui {

/// What to do with the value of a key.
enum class Take : uint8_t {
  text,
  word,
  day,
  time,
  month,
  boolean,
  integer,
  decimal,
  map,
  nested,
  recorded_at,
  through,
  collection,
  owner
};

/// The words of an enumeration and their Chinese labels.
class WordTable {
 public:
  explicit WordTable(const Enumeration& enumeration);
  /// The number of the word, or -1. At least eight bytes behind `at` can be read.
  int32_t find(const char* at, size_t size) const {
    const uint64_t head = head_of(at, size), tail = size > 8 ? head_of(at + size - 8, 8) : 0;
    for (size_t i = slot_of(head, tail, size); slots_[i].number >= 0; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.head != head || slot.tail != tail || slot.size != size) continue;
      if (size <= 16 || std::memcmp(slot.rest, at + 8, size - 16) == 0) return slot.number;
    }
    return -1;
  }

 private:
  struct Slot {
    uint64_t head = 0;           // the first eight bytes
    uint64_t tail = 0;           // the last eight of more than eight
    const char* rest = nullptr;  // those between
    uint32_t size = 0;
    int32_t number = -1;
  };
  static uint64_t head_of(const char* at, size_t size) {
    uint64_t word = 0;
    std::memcpy(&word, at, 8);
    return size >= 8 ? word : word & ~(~uint64_t{0} << (size * 8));
  }
  size_t slot_of(uint64_t head, uint64_t tail, size_t size) const {
    return static_cast<size_t>(((head ^ size ^ (tail >> 7)) * 0x9e3779b97f4a7c15U) >> 40) & mask_;
  }
  void add(const std::string& text, int32_t number);

  std::vector<Slot> slots_;
  size_t mask_ = 0;
};

struct KeyPlan {
  uint64_t head[2] = {0, 0};  // the first 16 bytes of `"name":`
  uint64_t mask[2] = {0, 0};
  const char* rest = nullptr;  // its bytes past the 16th
  uint32_t rest_size = 0;
  uint32_t size = 0;  // of the name
  Take take = Take::text;
  bool list = false;
  Store store = Store::none;
  int index = -1;  // of the field or collection
  const Field* field = nullptr;
  const WordTable* words = nullptr;

  /// At least 16 bytes behind `at` can be read.
  bool stands_at(const char* at) const {
    uint64_t first = 0, second = 0;
    std::memcpy(&first, at, 8);
    std::memcpy(&second, at + 8, 8);
    if ((((first ^ head[0]) & mask[0]) | ((second ^ head[1]) & mask[1])) != 0) return false;
    return rest_size == 0 || std::memcmp(at + 16, rest, rest_size) == 0;
  }
};

struct ObjectPlan {
  std::vector<KeyPlan> keys;
  NameTable names;                 // name -> number in keys
  std::vector<std::string> texts;  // `"name":`, what KeyPlan::rest points into

  int find(std::string_view name) const { return names.find(name); }
};

struct ReadingPlan {
  explicit ReadingPlan(const Model& model);
  ReadingPlan(const ReadingPlan&) = delete;
  ReadingPlan& operator=(const ReadingPlan&) = delete;

  std::vector<WordTable> words;  // by enumeration
  std::vector<ObjectPlan> owners, rows;
  std::vector<ObjectPlan> flat;  // by row type: rows of a file of their own, which name their owner
};

}  // namespace hegui
