// Types of expressions, interned: equal types have equal ids.
//
// Besides CEL's own types: civil dates, and the record types (owner, row, reference). An enumeration value is a string
// whose words the checker knows.
// Test: tests/cel/type_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "records/model.h"

namespace hegui::cel {

enum class TypeKind : uint8_t {
  error,  // a failed part; silent afterwards
  dyn, null_type, boolean, int_type, uint_type, double_type, string, bytes, timestamp, duration, type,
  list, map, optional, variable,  // parameters in `args`; variable: index
  date,         // civil date (possibly only a range of days)
  enumeration,  // index = enum of the model; assignable to string
  owner,        // index = owner type
  row,          // index = row type
  reference,    // index = row type, or -1 - owner type; assignable to string, selectable like what it names
  abstract,     // index in a table of names (net.IP, net.CIDR, window ...)
};

using TypeId = uint32_t;

struct Type {
  TypeKind kind = TypeKind::dyn;
  int index = -1;
  std::vector<TypeId> args;
};

/// Owns types; ids are dense, and those of the types in functions.def are the same in every pool. Not thread-safe while compiling; read-only afterwards.
class TypePool {
 public:
  TypePool();
  // ids of the simple types
  TypeId error, dyn, null_type, boolean, int_type, uint_type, double_type, string, bytes, timestamp, duration, type, date;
  TypeId list(TypeId element);
  TypeId map(TypeId key, TypeId value);
  TypeId optional(TypeId inner);
  TypeId enumeration(int index);
  TypeId owner(int index);
  TypeId row(int index);
  TypeId reference_to_row(int row_type);
  TypeId reference_to_owner(int owner_type);
  TypeId variable(int index);
  TypeId abstract(int index);
  /// A named type with parameters, `tuple(int, string)`, known by its name only.
  TypeId abstract(std::string_view name, std::vector<TypeId> args);
  TypeId intern(Type described);
  const Type& operator[](TypeId id) const { return types_[id]; }
  /// `list(row(inspection))`; names come from the model when given.
  std::string name(TypeId id, const Model* model) const;
  /// The name of a type as a value, without its parameters: `list`, `google.protobuf.Timestamp`, `optional_type`.
  std::string value_name(TypeId id) const;
  /// The name given to abstract(); empty for an index without one.
  std::string_view abstract_name(int index) const;

  size_t size() const { return types_.size(); }

 private:
  std::vector<Type> types_;
  std::unordered_map<std::string, TypeId> index_;  // packed form -> id
  std::vector<std::string> abstract_names_;        // of kFirstNamed, kFirstNamed + 1 ...
};

}  // namespace hegui::cel
