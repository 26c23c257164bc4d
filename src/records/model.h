// The record model: what each owner of records has. A plain value, read from the pack by src/rule.
//
// Test: tests/records/model_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace hegui {

enum class FieldType : uint8_t {
  id,  // string, names the row
  string,
  text,
  boolean,
  integer,
  decimal,  // fixed point, four places
  date,
  datetime,
  month,        // YYYY-MM, exact
  reference,    // id of a row (target = row type) or of an owner (target_owner = owner type)
  enumeration,  // target = enum
  nested,       // rows inside a row (target = row type), always a list
  map,          // string -> number
};

struct Field {
  std::string name;
  std::string zh;
  FieldType type = FieldType::string;
  bool list = false;       // []X; a nested field is a list by nature
  bool milestone = false;  // date or datetime by which something happened; empty = not yet
  bool sparse = false;     // empty = none, false, open or always
  int target = -1;         // enum index, or row type index of a reference or nested field
  int target_owner = -1;   // owner index of a reference to an owner
  Span place;
};

struct RowType {
  std::string name;
  std::string zh;
  std::vector<Field> fields;
  std::vector<int> event;  // field indices; the first that is filled dates the row
  std::vector<int> key;    // field indices that tell rows without an id apart
  int id_field = -1;
  int field(std::string_view name) const;  // -1 when absent
};

struct Enumeration {
  std::string name;
  std::vector<std::string> words;
  std::vector<std::string> zh;
  int word(std::string_view word_or_label) const;  // by word or Chinese label; -1
};

struct Collection {
  std::string name;
  int row_type = -1;
  bool sparse = false;
};

struct OwnerType {
  std::string name;
  std::string zh;
  std::vector<Field> fields;
  std::vector<Collection> collections;
  int id_field = -1;
  int field(std::string_view name) const;
  int collection(std::string_view name) const;
};

/// What well-kept rows of a type hold to. A row that breaks one is noted (Dataset::notes), never dropped, and no verdict
/// changes. In the YAML of the record model, beside `types` and `owners`:
///
///   invariants:
///     hazard:                                                # a row type
///       - {order: [found_on, plan_made_on, fixed_on, verified_on, closed_on]}
///       - {order: [found_on, reported_on]}
///       - {needs: [closed_on, fixed_on, verified_on]}
///       - {needs_word: [listed_on, level, major]}
///     permit:
///       - {order: [fire_measures_checked_at, started_at]}
///       - {not_in: [guardian, operators], code: guardian_among_operators}
///     submission:
///       - {entries: [figures, "1.2", "1.1"]}
///
/// Each item has exactly one kind, and may have a `code` ([a-z_]+, the code of its notes; the default stands behind the kind):
///   order       order_of_dates   two or more date or date-time fields: non-decreasing, as far as filled; imprecise ones
///                                break it only if every reading does
///   needs       needs_fields     the first field, if filled, needs all the others filled
///   needs_word  needs_word       the first field, if filled, needs the second (an enumeration) to be the word; an empty
///                                second field breaks nothing
///   not_in      listed_among     the value of the first field is not among those of the second (a list of the same kind)
///   entries     order_of_entries a map field, then two or more of its keys: their numbers do not fall, as far as there
struct Invariant {
  enum class Kind : uint8_t { order, needs, needs_word, not_in, entries } kind = Kind::order;
  int row_type = -1;
  std::vector<int> fields;        // of the row type, as listed
  int word = -1;                  // needs_word: index in the enumeration of fields[1]
  std::vector<std::string> keys;  // entries
  std::string code;               // empty: the default of the kind
};

/// Fields of an owner, and of its rows, whose values have a history: the rows of a collection say from which day on a field
/// has which value (docs/time.md, facts that change).
struct History {
  int owner = -1;
  int collection = -1;                                                     // of the owner: the changes
  int collection_field = -1, row = -1, field = -1, value = -1, from = -1;  // fields of its row type
  std::vector<std::pair<int, int>> of;                                     // (collection, or -1: the owner itself; field)
};

/// Immutable once built. The owner type `registry` (at most one) has a single owner with an empty id; the owner type
/// `campaign` of the source model is a set of pack parameters and never an owner here.
struct Model {
  std::vector<Enumeration> enums;
  std::vector<RowType> rows;
  std::vector<OwnerType> owners;
  int registry = -1;  // index in owners
  std::vector<Invariant> invariants;
  std::vector<History> histories;  // at most one an owner type

  int enumeration(std::string_view name) const;
  int row(std::string_view name) const;
  int owner(std::string_view name) const;
  /// The collection of `owner` that holds rows of the type (the first one), or -1.
  int collection_of_row_type(int owner, int row_type) const;
  std::string dump() const;  ///< one line per field, for tests
};

}  // namespace hegui
