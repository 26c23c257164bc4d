// After the last record: columns completed, owners in order, declarations applied.
//
// In:   a data set whose columns may lag (columns.h), where its owners were read, what is declared of completeness.
// Out:  owners without errors in ascending order of id, every column as long as its table.
// Idea: owners that had errors and the order of ids are settled in one selection of rows, and only if need be.
// Cost: O(rows).   Test: tests/records/json_reader_test.cc, round_trip_test.cc
#pragma once

#include <vector>

#include "records/json_reader.h"
#include "records/record_notes.h"

namespace hegui {

/// Completes columns; lets an empty reference to the owner's own type mean the owner; takes out owners with errors (and
/// counts them in owners_left_out); sorts by id. `places` (per owner type and owner) follows.
void settle_owners(Dataset& data, std::vector<std::vector<OwnerPlace>>& places, int threads = 1);

/// Fills complete_through where the owner declares nothing itself.
void declare(Dataset& data, const Declarations& declarations);

}  // namespace hegui
