// Values of change rows: text in a record, a value of the field it changes (Model::histories).
//
// In:   a field, the text under `value`.   Out: the value in the form of its column; or, for a whole data set, the change rows
//       that name no field that may change or whose value does not fit (HG5021).
// Cost: O(length); the check O(change rows).   Test: tests/records/changes_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/columns.h"
#include "records/record_notes.h"
#include "records/trouble.h"

namespace hegui {

/// One entry of a scalar, any number of a list. Texts and ids stand in `texts`; all others in `scalars` (words by index, days,
/// seconds, decimals times 10000).
struct ChangedValue {
  std::vector<std::string> texts;
  std::vector<Scalar> scalars;
};

/// Words of a list are separated by commas; blanks around them do not count. Empty when the text does not fit the field.
std::optional<ChangedValue> read_change(const Model& model, const Field& field, std::string_view text);

/// Reports change rows that cannot be meant and marks their owners as bad. Data settled, not yet finished.
bool check_changes(const Dataset& data, const std::vector<RecordText>& texts, std::vector<std::vector<OwnerPlace>>& places,
                   Troubles& troubles);

}  // namespace hegui
