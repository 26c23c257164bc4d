// Two data sets of one model made into one: how texts read on several threads come together.
//
// In:   a data set and the part that was read behind it, both before settling (columns may lag).   Out: one data set.
// Idea: the strings of the part are coded in the order in which they first stood, so codes, columns and owners are those of
// reading both texts one after the other.
// Cost: O(strings of the part), then a copy of its columns, shared out over threads.
// Test: tests/records/threads_test.cc
#pragma once

#include "records/dataset.h"

namespace hegui {

/// Appends the owners of a type. False: some owner is there twice, or there are too many rows or elements; then nothing has
/// changed but the dictionary.
bool append_owners(Dataset& data, const Dataset& part, int owner_type, size_t max_rows, int threads);

}  // namespace hegui
