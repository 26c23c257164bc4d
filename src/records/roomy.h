// An allocator for tables that are large and looked at in no order.
//
// In:   sizes.   Out: memory; from one MiB on aligned to huge pages and, on Linux, asked to lie on them.
// Idea: a look-up in a table of many small pages costs a walk of the page table before it costs a miss of the cache.
// Cost: that of the allocation.   Test: tests/records/dataset_test.cc
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace hegui {

template <typename T>
struct Roomy {
  using value_type = T;
  static constexpr size_t kHuge = size_t{2} << 20;
  static constexpr size_t kLarge = size_t{1} << 20;

  Roomy() = default;
  template <typename U>
  explicit Roomy(const Roomy<U>&) {}

  T* allocate(size_t n) {
    if (n > (size_t{1} << 62) / sizeof(T)) throw std::bad_alloc();
    const size_t bytes = n * sizeof(T);
    if (bytes < kLarge) return static_cast<T*>(::operator new(bytes));
    const size_t whole = (bytes + kHuge - 1) / kHuge * kHuge;
    void* memory = std::aligned_alloc(kHuge, whole);
    if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
    ::madvise(memory, whole, MADV_HUGEPAGE);  // advice only
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, size_t n) {
    if (n * sizeof(T) < kLarge) return ::operator delete(memory);
    std::free(memory);
  }
  template <typename U>
  bool operator==(const Roomy<U>&) const {
    return true;
  }
};

}  // namespace hegui
