// Types of expressions, interned. In: a type built from ids of the same pool. Out: its id.
// Idea: every type has a packed text form, which is the key of a hash table; the types of functions.def are interned first, in
// one order, so their ids are the same in every pool.   Cost: O(arguments) an interning.   Test: tests/cel/type_test.cc
#include "cel/type.h"

#include <algorithm>

namespace hegui::cel {

namespace {

std::string packed(const Type& type) {
  std::string key = std::to_string(static_cast<int>(type.kind)) + ":" + std::to_string(type.index);
  for (const TypeId arg : type.args) key += "," + std::to_string(arg);
  return key;
}

constexpr int kMaxNameDepth = 32;
constexpr int kFirstNamed = 1000;  // abstract types with a name; lower indices are free for others

std::string named(const TypePool& pool, TypeId id, const Model* model, int depth) {
  if (id >= pool.size() || depth > kMaxNameDepth) return "?";
  const Type& type = pool[id];
  const auto index = static_cast<size_t>(type.index);
  const auto arg = [&](size_t i) {
    return i < type.args.size() ? named(pool, type.args[i], model, depth + 1) : std::string("dyn");
  };
  switch (type.kind) {
    case TypeKind::error:
      return "error";
    case TypeKind::dyn:
      return "dyn";
    case TypeKind::null_type:
      return "null_type";
    case TypeKind::boolean:
      return "bool";
    case TypeKind::int_type:
      return "int";
    case TypeKind::uint_type:
      return "uint";
    case TypeKind::double_type:
      return "double";
    case TypeKind::string:
      return "string";
    case TypeKind::bytes:
      return "bytes";
    case TypeKind::timestamp:
      return "timestamp";
    case TypeKind::duration:
      return "duration";
    case TypeKind::type:
      return type.args.empty() ? "type" : "type(" + arg(0) + ")";
    case TypeKind::list:
      return "list(" + arg(0) + ")";
    case TypeKind::map:
      return "map(" + arg(0) + ", " + arg(1) + ")";
    case TypeKind::optional:
      return "optional_type(" + arg(0) + ")";
    case TypeKind::variable:
      return "T" + std::to_string(type.index);
    case TypeKind::date:
      return "date";
    case TypeKind::enumeration:
      return "enum(" +
             (model != nullptr && index < model->enums.size() ? model->enums[index].name : std::to_string(type.index)) + ")";
    case TypeKind::owner:
      return model != nullptr && index < model->owners.size() ? model->owners[index].name
                                                              : "owner(" + std::to_string(type.index) + ")";
    case TypeKind::row:
      return "row(" + (model != nullptr && index < model->rows.size() ? model->rows[index].name : std::to_string(type.index)) +
             ")";
    case TypeKind::reference: {
      if (model == nullptr) return "ref(" + std::to_string(type.index) + ")";
      if (type.index >= 0 && index < model->rows.size()) return "ref(" + model->rows[index].name + ")";
      const auto owner = static_cast<size_t>(-1 - type.index);
      return "ref(" + (owner < model->owners.size() ? model->owners[owner].name : std::to_string(type.index)) + ")";
    }
    case TypeKind::abstract: {
      std::string text(pool.abstract_name(type.index));
      if (text.empty()) text = "abstract" + std::to_string(type.index);
      for (size_t i = 0; i < type.args.size(); ++i) text += (i == 0 ? "(" : ", ") + arg(i);
      return type.args.empty() ? text : text + ")";
    }
  }
  return "?";
}

}  // namespace

TypePool::TypePool() {
  const auto simple = [this](TypeKind kind) { return intern({kind, -1, {}}); };
  error = simple(TypeKind::error);
  dyn = simple(TypeKind::dyn);
  null_type = simple(TypeKind::null_type);
  boolean = simple(TypeKind::boolean);
  int_type = simple(TypeKind::int_type);
  uint_type = simple(TypeKind::uint_type);
  double_type = simple(TypeKind::double_type);
  string = simple(TypeKind::string);
  bytes = simple(TypeKind::bytes);
  timestamp = simple(TypeKind::timestamp);
  duration = simple(TypeKind::duration);
  type = simple(TypeKind::type);
  date = simple(TypeKind::date);
  // Types of the register of functions, in a fixed order.
  const TypeId a = variable(0);
  const TypeId b = variable(1);
  const TypeId k = variable(2);
  const TypeId v = variable(3);
  list(a);
  list(b);
  map(k, v);
  map(a, b);
  for (const TypeId element : {boolean, int_type, uint_type, double_type, string, bytes, timestamp, duration, date, dyn})
    list(element);
  optional(a);
  optional(b);
  list(optional(a));
}

TypeId TypePool::list(TypeId element) { return intern({TypeKind::list, -1, {element}}); }
TypeId TypePool::map(TypeId key, TypeId value) { return intern({TypeKind::map, -1, {key, value}}); }
TypeId TypePool::optional(TypeId inner) { return intern({TypeKind::optional, -1, {inner}}); }
TypeId TypePool::enumeration(int index) { return intern({TypeKind::enumeration, index, {}}); }
TypeId TypePool::owner(int index) { return intern({TypeKind::owner, index, {}}); }
TypeId TypePool::row(int index) { return intern({TypeKind::row, index, {}}); }
TypeId TypePool::reference_to_row(int row_type) { return intern({TypeKind::reference, row_type, {}}); }
TypeId TypePool::reference_to_owner(int owner_type) { return intern({TypeKind::reference, -1 - owner_type, {}}); }
TypeId TypePool::variable(int index) { return intern({TypeKind::variable, index, {}}); }
TypeId TypePool::abstract(int index) { return intern({TypeKind::abstract, index, {}}); }

TypeId TypePool::abstract(std::string_view name, std::vector<TypeId> args) {
  const auto found = std::find(abstract_names_.begin(), abstract_names_.end(), name);
  const auto at = static_cast<int>(found - abstract_names_.begin());
  if (found == abstract_names_.end()) abstract_names_.emplace_back(name);
  return intern({TypeKind::abstract, kFirstNamed + at, std::move(args)});
}

std::string_view TypePool::abstract_name(int index) const {
  const auto at = static_cast<size_t>(index - kFirstNamed);
  return index >= kFirstNamed && at < abstract_names_.size() ? std::string_view(abstract_names_[at]) : std::string_view();
}

std::string TypePool::value_name(TypeId id) const {
  switch (types_[id].kind) {
    case TypeKind::timestamp:
      return "google.protobuf.Timestamp";
    case TypeKind::duration:
      return "google.protobuf.Duration";
    case TypeKind::enumeration:
    case TypeKind::reference:
      return "string";
    case TypeKind::owner:
    case TypeKind::row:
      return "record";
    default: {
      const std::string full = name(id, nullptr);
      return full.substr(0, full.find('('));
    }
  }
}

TypeId TypePool::intern(Type described) {
  const auto [place, fresh] = index_.try_emplace(packed(described), static_cast<TypeId>(types_.size()));
  if (fresh) types_.push_back(std::move(described));
  return place->second;
}

std::string TypePool::name(TypeId id, const Model* model) const { return named(*this, id, model, 0); }

}  // namespace hegui::cel
