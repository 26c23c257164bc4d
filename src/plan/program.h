// The program: every expression of a pack as operations over vectors.
//
// In:   built by compile() from CheckedRules.   Out: read by exec, lane-parallel; row by row only what has no columnar form.
// Idea: one graph of operations for the whole pack, hash-consed, so that equal parts of different rules are one operation
// and are worked out once a batch. `deps` says which slots an operation depends on; the evaluator places it in the widest
// frame that binds one of them (constants once a run, holder facts once a batch, the rest per row or per element).
// Definitions and named selections are inlined by substitution; a comprehension is one operation with a body that
// depends on a local (numbered by nesting depth, so equal comprehensions are equal operations).
// Cost: O(nodes) to build.   Test: tests/exec/plan_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "cel/functions.h"
#include "rule/checked.h"

namespace hegui::plan {

using OpIx = int32_t;
constexpr OpIx kNoOp = -1;

/// How a vector holds the values of an operation.
enum class Rep : uint8_t {
  boolean,  // one byte a lane, state included
  integer,  // int64
  real,     // double
  text,     // int32 string code; enumerations and references too
  date,     // int32 range of days
  time,     // int64 range of seconds
  span,     // int64 nanoseconds
  row,      // uint32 row of `table`
  owner,    // uint32 owner of owner type `table`
  list,     // plain list
  rows,     // row set of `table`
  entries,  // map field: text keys, real values
  value,    // any value of CEL: maps, uint, bytes, null, optionals, types, lists of lists, values of open type
};

enum class Code : uint8_t {
  constant,        // `value`: index in Program::values
  param,           // a: parameter; args: the day, if its value changes
  slot,            // a: environment slot (holder, row, item, trigger, member, day, as_of)
  local,           // a: nesting level of the comprehension that binds it
  registry,        // the registry, an owner
  field,           // args: row or owner, and the day if the field has a history; a: field
  has_field,       // args: the same
  has_collection,  // args: owner; a: collection
  collection,      // args: owner; rows of its collection a
  nested,          // args: row; rows of its nested field a
  flatten,         // args: rows; the rows nested in field a of them
  parent,          // args: nested row; the row it lies in
  follow,          // args: reference, holder; the row of `table` it names
  follow_owner,    // args: reference; the owner it names
  exists, all, exists_one,  // args: list or rows; body: bool over local a (index: local b)
  map,             // body: any value; body2: bool, elements to keep (or none)
  filter,          // body: bool
  select,          // args: rows; body: bool or none. As filter, but an error makes the row possible
  and_, or_, not_,
  choose,          // args: condition, then, else
  list,            // args: elements
  index,           // args: list, integer
  entry,           // args: entries, text key
  call,            // a: cel::Function
  at,              // args: day, value worked out with that day: unknown where the day is not known
  scalar,          // args: operands; value: index in Program::forms. Worked out row by row
};

/// What a scalar operation does with its operands, in the order of its arguments.
enum class Shape : uint8_t {
  node,            // what the node of the tree does with its children
  same,            // the operand itself, held another way
  optional_value,  // of an optional; none stays none
  optional_map, optional_flat_map,  // an optional, what becomes of its value
  optional_where,  // a truth, a value: an optional of it where that is true
  optional_has,    // an optional, a truth about its value
  items,           // the elements of a list, the keys of a map
  keys,            // the indices of a list, the keys of a map
  subscript,       // a list or map, an index or key
  zip,             // keys, values: a map
  merge,           // a list of maps: one map
};
struct Form {
  Shape shape = Shape::node;
  rule::ExprIx expr = rule::kNone;  // node: where it stands (one of the places, if several are equal)
  cel::NodeId node = cel::kNoNode;
};

/// How the value of an operation moves with the clock (as_of, day), beyond comparisons already watched.
enum class Clocked : uint8_t { no, with_clock, irregular };

struct Op {
  Code code = Code::constant;
  Rep rep = Rep::boolean;
  Rep element = Rep::boolean;  // list: of its elements
  int32_t a = -1;
  int32_t b = -1;
  int32_t value = -1;
  int32_t table = -1;          // row, rows: table; owner: owner type; list of them: that of its elements; value: of rows inside
  OpIx body = kNoOp;
  OpIx body2 = kNoOp;
  std::vector<OpIx> args;
  uint64_t deps = 0;           // bit per slot, locals from bit kFirstLocal on
  uint64_t still = 0;          // the same where no history has a row: then a field needs no day
  Clocked clocked = Clocked::no;
  int32_t depth = 1;           // of the graph below
  bool costly = false;         // holds a comprehension
  bool records = false;        // value, list of values: rows or owners may be inside
  int32_t expr = -1;           // where it was first met
  cel::NodeId node = cel::kNoNode;
};

/// Where rows lie: a collection of an owner type, or a nested field of another table.
struct TableRef {
  int owner_type = -1;
  int collection = -1;
  int outer = -1;              // nested: the table around it
  int nested_field = -1;
  int row_type = -1;
};

/// A selection as a shape reads it.
struct RowsPlan {
  OpIx rows = kNoOp;           // select over the collection; kNoOp when the shape has none
  OpIx source = kNoOp;         // the collection itself, for presence and completeness
  int table = -1;
  int owner_type = -1;         // whose collection
  int collection = -1;
};


struct CountPlan {
  RowsPlan rows;
  const rule::Count* count = nullptr;
  OpIx when = kNoOp;           // of the branch; none: base
  OpIx due = kNoOp;
  OpIx distinct = kNoOp, match = kNoOp;  // over kRow, the evidence row
  std::vector<int> cite;
};
struct CheckPlan {
  std::string name;
  OpIx op = kNoOp;
};
struct ItemsPlan {
  const rule::Items* items = nullptr;
  RowsPlan rows;
  std::vector<CheckPlan> require;
  OpIx done = kNoOp, due = kNoOp, closed = kNoOp, remedy = kNoOp, from = kNoOp, until = kNoOp;
  RowsPlan with;
};
struct RespondPlan {
  const rule::Respond* respond = nullptr;
  RowsPlan to, with;
  OpIx on = kNoOp, due = kNoOp;
};
struct CoverPlan {
  const rule::Cover* cover = nullptr;
  RowsPlan members, by;
  OpIx key = kNoOp, holds = kNoOp, due = kNoOp;
  OpIx by_field = kNoOp;       // over kItem, the evidence row
};
struct ForbidPlan {
  const rule::Forbid* forbid = nullptr;
  RowsPlan rows;
  OpIx where = kNoOp, among = kNoOp;
  OpIx member_text = kNoOp;    // the member as text, for reasons
};
struct StatePlan {
  std::vector<CheckPlan> require;
  OpIx due = kNoOp;
};
struct HoldPlan {
  const rule::Hold* hold = nullptr;
  OpIx holds = kNoOp;
};
struct DecisionPlan {
  const rule::DecisionTable* table = nullptr;
  std::vector<OpIx> conds;     // kNoOp: always
  std::vector<CheckPlan> outcomes;
  OpIx due = kNoOp;
};
struct JudgePlan {
  const rule::Judge* judge = nullptr;
};
struct ComposePlan {
  std::vector<int> duties;
};

struct DutyPlan {
  const rule::Duty* duty = nullptr;
  OpIx when = kNoOp;
  std::vector<CountPlan> counts;  // count: base first, then the branches
  std::variant<std::monostate, ItemsPlan, RespondPlan, CoverPlan, ForbidPlan, StatePlan, HoldPlan, DecisionPlan, JudgePlan, ComposePlan>
      shape;
};

/// Roles of an owner type as operations.
struct RolePlan {
  OpIx opened = kNoOp, ceased = kNoOp;
  OpIx suspensions = kNoOp, suspension_from = kNoOp, suspension_to = kNoOp;  // from, to over kRow
  OpIx judgements = kNoOp, waivers = kNoOp;
  int suspension_table = -1, judgement_table = -1, waiver_table = -1, change_table = -1;
  OpIx judgement_duty = kNoOp, judgement_instance = kNoOp, judgement_verdict = kNoOp, judgement_on = kNoOp;
  OpIx waiver_duty = kNoOp, waiver_instance = kNoOp, waiver_from = kNoOp, waiver_until = kNoOp, waiver_approved_by = kNoOp;
};

struct Program {
  std::shared_ptr<const rule::CheckedRules> rules;
  std::vector<Op> ops;
  std::vector<cel::Literal> values;
  std::vector<Form> forms;           // of scalar operations
  std::vector<TableRef> tables;
  std::vector<DutyPlan> duties;      // as CheckedRules::duties
  std::vector<RolePlan> roles;       // per owner type
  std::vector<std::vector<int>> by_holder;  // per owner type: its duties, compose last

  OpIx plain = kNoOp;                // compile_plain(): the value of the expression
  std::vector<int> plain_slots;      // and the slots of its variables

  const Op& operator[](OpIx op) const { return ops[static_cast<size_t>(op)]; }
  const RowType& row_type(int table) const {
    return rules->model->rows[static_cast<size_t>(tables[static_cast<size_t>(table)].row_type)];
  }
  /// The table of a collection around a table (itself, unless nested).
  const TableRef& outermost(int table) const {
    const TableRef* t = &tables[static_cast<size_t>(table)];
    while (t->outer >= 0) t = &tables[static_cast<size_t>(t->outer)];
    return *t;
  }
};

constexpr uint64_t bit(int slot) { return uint64_t{1} << slot; }

}  // namespace hegui::plan
