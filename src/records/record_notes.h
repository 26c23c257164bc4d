// Data notes: rows that break an invariant of the record model, references that lead nowhere.
//
// In:   a finished data set, its texts and the places of its owners.   Out: Dataset::notes, in the order of the records.
// Idea: invariants are data of the model (Invariant in model.h), checked row by row; references are looked up in the
// collection that a rule would look into (the owner's own, else the registry's), by stamping the ids of one owner at a time.
// Nothing is dropped and no verdict changes.
// Codes: order_of_dates, needs_fields, needs_word, listed_among, order_of_entries or the invariant's own code;
// dangling_reference; reference_elsewhere (only another owner has such a row); more_notes (past 100 000 notes).
// Cost: O(rows), and the length of the note for each note.   Test: tests/records/record_notes_test.cc
#pragma once

#include <vector>

#include "records/dataset.h"
#include "records/json_reader.h"

namespace hegui {

/// Where an owner was read.
struct OwnerPlace {
  size_t text = 0;     // index of the text
  uint32_t line = 0;   // of the owner; 0: not looked up yet (owners in a list)
  size_t element = 0;  // number in the list
  bool bad = false;    // had errors
};

/// places: per owner type, per owner. Empty places (data sets built by hand) give notes without file and line.
void write_notes(Dataset& data, const std::vector<RecordText>& texts, const std::vector<std::vector<OwnerPlace>>& places);

}  // namespace hegui
