// Type variables while one expression is checked.
//
// In:   types of one pool.   Out: whether a value of one type may stand where another is required, and what the variables are.
// Idea: signature variables (index below kFirstFresh) and the free variables of empty literals share one table of bindings; a
// variable bound to a narrow type is widened when a wider one comes (an enumeration, then a text).
// Cost: O(size of the types).   Test: tests/cel/inference_test.cc
#pragma once

#include <vector>

#include "cel/type.h"

namespace hegui::cel {

class Inference {
 public:
  /// `nullable`: null may stand where a moment, a duration, an optional or an abstract type is required.
  explicit Inference(TypePool& pool, bool nullable = false) : pool_(pool), nullable_(nullable), bound_(kFirstFresh, kFree) {}

  static constexpr int kFirstFresh = 16;

  TypeId fresh();
  /// The type with variables at its top replaced by what they are bound to.
  TypeId resolve(TypeId id) const;
  /// The type without any variable: free ones become dyn.
  TypeId ground(TypeId id);
  /// The type with signature variables replaced (free ones by fresh ones).
  TypeId instantiate(TypeId id);
  /// May `source` stand where `target` is required? Binds variables; after false the bindings are as before.
  bool assign(TypeId target, TypeId source);
  /// The type of a place that holds values of both types, dyn being wider than all; `error` when there is none. Binds
  /// variables.
  TypeId join(TypeId a, TypeId b);
  /// Frees the signature variables: before each overload tried.
  void begin_signature();

  using Bindings = std::vector<TypeId>;
  const Bindings& bindings() const { return bound_; }
  void restore(Bindings bindings) { bound_ = std::move(bindings); }

 private:
  static constexpr TypeId kFree = 0xffffffff;
  bool try_assign(TypeId target, TypeId source);
  bool narrower(TypeId target, TypeId source);
  bool occurs(int variable, TypeId id) const;
  int last_variable(TypeId id) const;  // of a chain of bound variables; -1
  TypeId replace(TypeId id, bool ground_free, bool only_signature);

  TypeId wider(TypeId a, TypeId b);

  TypePool& pool_;
  bool nullable_;
  Bindings bound_;
};

}  // namespace hegui::cel
