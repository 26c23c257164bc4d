// Known names -> small numbers, for the keys of JSON objects and the words of enumerations.
//
// In:   names at set-up, then one name after another.   Out: the number given to a name, -1 for an unknown one.
// Idea: objects of one kind list their keys in much the same order, so the name that followed the last one before is tried
// first (one comparison); else a small open-addressed table over length and leading bytes.
// Cost: O(length of the name).   Test: tests/records/name_table_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hegui {

class NameTable {
 public:
  /// The first number given to a name stays.
  void add(std::string_view name, int number);
  /// `last`: the entry found before (-1 at the start of an object); set to the entry found.
  int find(std::string_view name, int& last) const;
  int find(std::string_view name) const {
    const int entry = look_up(name);
    return entry < 0 ? -1 : entries_[static_cast<size_t>(entry)].number;
  }

 private:
  struct Entry {
    std::string name;
    int number = -1;
  };
  int look_up(std::string_view name) const;
  void place(int entry);

  std::vector<Entry> entries_;
  std::vector<int> slots_;         // entry or -1, a power of two
  mutable std::vector<int> next_;  // next_[e + 1]: the entry that last followed entry e; a hint only
};

}  // namespace hegui
