// Fields that change: what the change rows of the owners say (docs/time.md section 6).
//
// In:   the collections that roles name, as seen on a day.   Out: for a field of an owner or row, its changes in order.
// Idea: read once a run into a map; where no owner has a change row nothing is kept, and no operation asks.
// Cost: O(change rows) once, O(changes of the field) a look-up.   Test: tests/exec/history_test.cc
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "plan/program.h"
#include "records/columns.h"
#include "records/dataset.h"

namespace hegui::exec {

struct Change {
  DateRange from;              // lo == kNoDay: not filled
  uint32_t row = 0;            // of the change
  bool valued = false;         // its value is there and can be read
  std::vector<Scalar> values;  // one, or the elements of a list
};

/// What a field is on a day.
struct Standing {
  enum class Kind : uint8_t { plain, changed, before, doubtful } kind = Kind::plain;  // plain: as it stands in the record
  size_t change = 0;           // changed: which one
};

class Histories {
 public:
  /// Codes of texts that are not in the records come from `code`.
  Histories(const plan::Program& program, const Dataset& data, Day seen, Day known_at, const std::function<int32_t(std::string_view)>& code);

  bool empty() const { return changes_.empty(); }
  /// Changes of a field: of the owner itself (collection -1, id 0), or of its row with this id. Null: it never changed.
  const std::vector<Change>* of(int owner_type, uint32_t owner, int collection, int32_t id, int field) const;
  /// Which of them counts on a day; `doubt` takes the places of those in doubt.
  static Standing standing(const std::vector<Change>& changes, Day day, std::vector<size_t>* doubt);

 private:
  struct Key {
    int owner_type;
    uint32_t owner;
    int collection;
    int32_t id;
    int field;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const;
  };
  std::unordered_map<Key, std::vector<Change>, KeyHash> changes_;
};

}  // namespace hegui::exec
