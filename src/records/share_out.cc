// Independent pieces of work on several threads: see share_out.h.
// In: work.   Out: work done.   Cost: O(n) calls.   Test: tests/records/threads_test.cc
#include "records/share_out.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace hegui {

void share_out(size_t n, int threads, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next{0};
  std::exception_ptr failure;
  std::mutex failing;
  const auto run = [&] {
    try {
      for (size_t i = next++; i < n; i = next++) work(i);
    } catch (...) {
      const std::lock_guard<std::mutex> lock(failing);
      failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (int t = 1; t < threads && static_cast<size_t>(t) < n; ++t) {
      try {
        others.emplace_back(run);
      } catch (const std::system_error&) {
        break;  // fewer threads, then
      }
    }
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace hegui
