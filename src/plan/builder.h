// Builds the graph of operations (private to this room).
//
// In:   checked expressions, an environment that says what each slot stands for.   Out: operations in Program::ops.
// Idea: hash-consing (`intern`), substitution of definitions and selections, `deps` and `clocked` worked out on the way.
// Cost: O(nodes) times the number of distinct argument lists of a definition; bounded by kMaxOps and kMaxDepth.
// Test: tests/exec/plan_test.cc
#pragma once

#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "plan/program.h"

namespace hegui::plan {

constexpr size_t kMaxOps = 200'000;
constexpr int kMaxDepth = 900;

/// What the slots of an expression stand for where it is used.
struct Environment {
  OpIx holder = kNoOp, row = kNoOp, parent = kNoOp, item = kNoOp, trigger = kNoOp, member = kNoOp, day = kNoOp;
  std::array<OpIx, 7> arguments{kNoOp, kNoOp, kNoOp, kNoOp, kNoOp, kNoOp, kNoOp};
  std::map<int, OpIx> locals;
};

class Builder {
 public:
  Builder(Program& program, Diagnostics& diagnostics);

  /// kNoOp after a diagnostic (or when expr is none).
  OpIx expression(rule::ExprIx expr, const Environment& environment);
  /// The same as a condition, or as a day: a value of open type is one or an error.
  OpIx condition(rule::ExprIx expr, const Environment& environment);
  OpIx day(rule::ExprIx expr, const Environment& environment);
  RowsPlan rows(int selection, const Environment& environment);
  OpIx slot(int slot, Rep rep, int table);
  OpIx slot(int slot, cel::TypeId type);
  OpIx field(OpIx base, int field) { return read(base, field, kNoOp); }
  /// As it was on a day, if the field has a history.
  OpIx read(OpIx base, int field, OpIx day);
  OpIx collection(OpIx owner, int collection);
  /// Environment of a row of `row` (its parent too, if it is nested).
  Environment with_row(const Environment& environment, OpIx row);
  int table(const TableRef& ref);
  OpIx text_of(OpIx value);
  OpIx as_value(OpIx op);
  /// Moments keep their nanoseconds (records have none): they are held as values.
  bool exact_moments = false;

 private:
  OpIx node(const rule::ExprIx expr, cel::NodeId id, const Environment& environment);
  OpIx select(rule::ExprIx expr, const cel::Node& n, const Environment& environment, bool presence);
  OpIx call(rule::ExprIx expr, const cel::Node& n, const Environment& environment);
  OpIx macro(rule::ExprIx expr, const cel::Node& n, const Environment& environment);
  OpIx definition(const cel::Node& n, rule::ExprIx expr, const Environment& environment);
  OpIx list(rule::ExprIx expr, const cel::Node& n, std::vector<OpIx> args);
  OpIx conditional(rule::ExprIx expr, const cel::Node& n, std::vector<OpIx> args);
  OpIx subscript(rule::ExprIx expr, const cel::Node& n, std::vector<OpIx> args);
  OpIx optional_map(rule::ExprIx expr, const cel::Node& n, const Environment& environment);
  OpIx record_select(OpIx base, const cel::Node& n, const Environment& environment, bool presence);
  OpIx optional_select(OpIx optional, cel::TypeId record, const cel::Node& n, const Environment& environment, bool presence,
                       cel::TypeId result);
  OpIx reduce(rule::ExprIx expr, const cel::Node& n, Op op, std::vector<OpIx> bodies, OpIx key);
  /// An operation worked out row by row; its result is held as the type asks.
  OpIx scalar(Shape shape, std::vector<OpIx> args, cel::TypeId type);
  /// The value of an operation held another way.
  OpIx as(OpIx op, cel::TypeId type);
  OpIx as_boolean(OpIx op);
  OpIx as_list(OpIx op, cel::TypeId element);
  bool holds_records(OpIx op) const;
  bool is_open(cel::TypeId type) const;
  int form(Shape shape, int operands);
  OpIx literal(const cel::Literal& value);
  OpIx variable(int index, const Environment& environment) const;
  OpIx selection(int index, const Environment& environment, bool lenient);
  OpIx source(int index, const Environment& environment);
  OpIx follow(OpIx reference, const cel::Type& type, const Environment& environment);
  OpIx intern(Op op);
  OpIx intern_as(Op op, Rep rep);
  OpIx on_day(OpIx day, OpIx value);
  OpIx unsupported(const char* what, const char* what_zh);
  uint64_t deps_of(const Environment& environment) const;
  static int level_above(uint64_t deps);
  bool changes(const Op& base, int field) const;
  bool rep_of(cel::TypeId type, Rep& rep, Rep& element, int& table) const;

  Program& program_;
  const rule::CheckedRules& rules_;
  Diagnostics& diagnostics_;
  std::unordered_map<std::string, OpIx> known_;
  std::map<std::string, int> forms_;
  std::map<std::vector<int>, OpIx> definitions_;
  std::map<std::vector<int>, int> tables_;
  rule::ExprIx at_expr_ = rule::kNone;
  cel::NodeId at_node_ = cel::kNoNode;
  int depth_ = 0;
  bool too_large_ = false;
};

}  // namespace hegui::plan
