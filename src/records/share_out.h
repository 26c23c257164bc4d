// Independent pieces of work on several threads.
//
// In:   a number of pieces and what to do with one.   Out: all done; what one threw is thrown again.
// Cost: that of the work, and of starting threads if more than one is asked for.   Test: tests/records/threads_test.cc
#pragma once

#include <cstddef>
#include <functional>

namespace hegui {

/// Calls work(i) for each i < n, on up to `threads` threads, in no order.
void share_out(size_t n, int threads, const std::function<void(size_t)>& work);

}  // namespace hegui
