// Rows that come in files of their own, each naming its owner, in the order of arrival.
//
// In:   rows of one collection in a table that is no owner's, and whose each is.   Out: the rows in their owners' ledger.
// Idea: a stable counting sort over the numbers of the owners, then every column once in the new order.
// Cost: O(rows + owners).   Test: tests/records/flat_rows_test.cc
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "records/json_reader.h"
#include "records/record_notes.h"
#include "records/trouble.h"

namespace hegui {

/// `enterprise.inspections` -> owner type and collection of the model; false when there is no such collection. The registry has
/// no id that a row could name: its rows stand inside it.
bool collection_named(const Model& model, std::string_view name, int& owner_type, int& collection);

/// The rows of one collection as they arrive. All texts of the collection go into one.
struct FlatRows {
  struct From {
    uint32_t line;  // in the text
    uint32_t text;
    bool bad;  // had errors
  };
  int owner_type = -1;
  int collection = -1;
  std::unique_ptr<Dataset> room;  // only its table of the collection is used; strings are coded elsewhere
  std::vector<From> from;         // one for each row
  Column owners;                  // its i32: the code of each row's owner's id; 0: not said

  Table& table() { return room->owners[static_cast<size_t>(owner_type)].collections[static_cast<size_t>(collection)].table; }
};

/// Puts the rows behind their owners; called when all texts are read. A row of nobody is a trouble and is left out; an owner
/// of a row with errors counts as one with errors. The collection is then there for every owner of the type.
void give_to_owners(Dataset& data, FlatRows& rows, const std::vector<RecordText>& texts,
                    std::vector<std::vector<OwnerPlace>>& places, Troubles& troubles);

}  // namespace hegui
