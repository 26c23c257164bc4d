// Known names -> small numbers: see name_table.h.
// In: names.   Out: numbers.   Cost: O(length).   Test: tests/records/name_table_test.cc
#include "records/name_table.h"

#include <cstring>

namespace hegui {
namespace {

size_t hash_of(std::string_view name) {
  uint64_t head = 0, tail = 0;
  const size_t n = name.size() < 8 ? name.size() : 8;
  std::memcpy(&head, name.data(), n);
  std::memcpy(&tail, name.data() + name.size() - n, n);
  uint64_t state = (head ^ (name.size() << 56)) * 0x9e3779b97f4a7c15U;
  state = (state ^ (state >> 29) ^ tail) * 0xbf58476d1ce4e5b9U;
  return static_cast<size_t>(state ^ (state >> 32));
}

}  // namespace

void NameTable::place(int entry) {
  const size_t mask = slots_.size() - 1;
  size_t i = hash_of(entries_[static_cast<size_t>(entry)].name) & mask;
  while (slots_[i] >= 0) i = (i + 1) & mask;
  slots_[i] = entry;
}

void NameTable::add(std::string_view name, int number) {
  if (look_up(name) >= 0) return;
  entries_.push_back({std::string(name), number});
  next_.assign(entries_.size() + 1, -1);
  if (slots_.size() < entries_.size() * 2) {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, -1);
    for (size_t e = 0; e < entries_.size(); ++e) place(static_cast<int>(e));
  } else {
    place(static_cast<int>(entries_.size()) - 1);
  }
}

int NameTable::look_up(std::string_view name) const {
  if (slots_.empty()) return -1;
  const size_t mask = slots_.size() - 1;
  for (size_t i = hash_of(name) & mask; slots_[i] >= 0; i = (i + 1) & mask) {
    if (entries_[static_cast<size_t>(slots_[i])].name == name) return slots_[i];
  }
  return -1;
}

int NameTable::find(std::string_view name, int& last) const {
  if (entries_.empty()) return -1;
  int& guess = next_[static_cast<size_t>(last + 1)];
  if (guess < 0 || entries_[static_cast<size_t>(guess)].name != name) {
    const int entry = look_up(name);
    if (entry < 0) return -1;
    guess = entry;
  }
  last = guess;
  return entries_[static_cast<size_t>(guess)].number;
}

}  // namespace hegui
