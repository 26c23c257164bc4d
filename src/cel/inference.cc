// Type variables while one expression is checked. In: types. Out: assignability, bindings.
// Idea: first-order unification with one direction (narrow to wide) and dyn on either side.   Cost: O(size of the types).
// Test: tests/cel/inference_test.cc
#include "cel/inference.h"

namespace hegui::cel {

TypeId Inference::fresh() {
  bound_.push_back(kFree);
  return pool_.variable(static_cast<int>(bound_.size()) - 1);
}

void Inference::begin_signature() {
  for (int i = 0; i < kFirstFresh; ++i) bound_[static_cast<size_t>(i)] = kFree;
}

int Inference::last_variable(TypeId id) const {
  int variable = -1;
  while (pool_[id].kind == TypeKind::variable) {
    variable = pool_[id].index;
    const TypeId next = bound_[static_cast<size_t>(variable)];
    if (next == kFree) break;
    id = next;
  }
  return variable;
}

TypeId Inference::resolve(TypeId id) const {
  while (pool_[id].kind == TypeKind::variable) {
    const TypeId next = bound_[static_cast<size_t>(pool_[id].index)];
    if (next == kFree) break;
    id = next;
  }
  return id;
}

TypeId Inference::replace(TypeId id, bool ground_free, bool only_signature) {
  id = resolve(id);
  const Type type = pool_[id];  // a copy: interning may move the table
  if (type.kind == TypeKind::variable) {
    if (ground_free) return pool_.dyn;
    if (!only_signature || type.index >= kFirstFresh) return id;
    const TypeId made = fresh();
    bound_[static_cast<size_t>(type.index)] = made;
    return made;
  }
  if (type.args.empty()) return id;
  Type result{type.kind, type.index, {}};
  for (const TypeId arg : type.args) result.args.push_back(replace(arg, ground_free, only_signature));
  return pool_.intern(std::move(result));
}

TypeId Inference::ground(TypeId id) { return replace(id, true, false); }
TypeId Inference::instantiate(TypeId id) { return replace(id, false, true); }

bool Inference::occurs(int variable, TypeId id) const {
  id = resolve(id);
  const Type& type = pool_[id];
  if (type.kind == TypeKind::variable) return type.index == variable;
  for (const TypeId arg : type.args) {
    if (occurs(variable, arg)) return true;
  }
  return false;
}

bool Inference::assign(TypeId target, TypeId source) {
  Bindings before = bound_;
  if (try_assign(target, source)) return true;
  bound_ = std::move(before);
  return false;
}

TypeId Inference::join(TypeId a, TypeId b) {
  if (a == pool_.error || b == pool_.error) return a == pool_.error ? b : a;
  if (assign(a, b)) return wider(a, b);
  return assign(b, a) ? wider(b, a) : pool_.error;
}

/// Of two types of which one may stand for the other.
TypeId Inference::wider(TypeId a, TypeId b) {
  a = resolve(a);
  b = resolve(b);
  if (a == b) return a;
  const Type one = pool_[a];
  const Type other = pool_[b];
  if (one.kind == TypeKind::dyn || other.kind == TypeKind::dyn) return pool_.dyn;
  if (one.kind == TypeKind::null_type) return b;
  if (one.kind != other.kind || one.args.empty() || one.args.size() != other.args.size()) return a;
  Type result{one.kind, one.index, {}};
  for (size_t i = 0; i < one.args.size(); ++i) result.args.push_back(wider(one.args[i], other.args[i]));
  return pool_.intern(std::move(result));
}

bool Inference::try_assign(TypeId target, TypeId source) {
  const int target_variable = last_variable(target);
  target = resolve(target);
  source = resolve(source);
  if (target == source) return true;
  const TypeKind target_kind = pool_[target].kind;
  const TypeKind source_kind = pool_[source].kind;
  if (target_kind == TypeKind::variable) {
    const int variable = pool_[target].index;
    if (occurs(variable, source)) return false;
    const TypeId value = instantiate(source);
    bound_[static_cast<size_t>(variable)] = value;
    return true;
  }
  if (source_kind == TypeKind::variable) {
    const int variable = pool_[source].index;
    if (occurs(variable, target)) return false;
    const TypeId value = instantiate(target);
    bound_[static_cast<size_t>(variable)] = value;
    return true;
  }
  const auto open = [](TypeKind kind) { return kind == TypeKind::dyn || kind == TypeKind::error; };
  if (open(target_kind) || open(source_kind)) return true;
  Bindings before = bound_;
  if (narrower(target, source)) return true;
  bound_ = before;
  if (target_variable < 0 || !narrower(source, target)) {
    bound_ = std::move(before);
    return false;
  }
  bound_[static_cast<size_t>(target_variable)] = source;  // the wider type from now on
  return true;
}

bool Inference::narrower(TypeId target, TypeId source) {
  const Type wide = pool_[target];
  const Type narrow = pool_[source];
  if (wide.kind == TypeKind::string) return narrow.kind == TypeKind::enumeration || narrow.kind == TypeKind::reference;
  if (narrow.kind == TypeKind::null_type && nullable_) {
    return wide.kind == TypeKind::timestamp || wide.kind == TypeKind::duration || wide.kind == TypeKind::optional ||
           wide.kind == TypeKind::abstract;
  }
  if (wide.kind != narrow.kind || wide.index != narrow.index) return false;
  if (wide.kind == TypeKind::type) return true;
  if (wide.args.empty() || wide.args.size() != narrow.args.size()) return false;
  for (size_t i = 0; i < wide.args.size(); ++i) {
    if (!try_assign(wide.args[i], narrow.args[i])) return false;
  }
  return true;
}

}  // namespace hegui::cel
