// An expression as instructions over registers, for evaluating it one row at a time.
//
// In:   a tree (checked, or parsed and resolved).   Out: Code: instructions, constants, names of what must be set before a run.
// Idea: one register a node; constants and inputs are registers that nobody writes, so a run starts without copying. Logic and
// comprehensions are jumps, so the machine does not recurse and one counter bounds the work. Literal patterns are compiled.
// A tree may be cut: `cut` says which nodes are worked out elsewhere and come in as inputs.
// Cost: O(nodes), once.   Test: tests/exec/row_machine_test.cc
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/functions.h"
#include "exec/row_value.h"

namespace hegui::exec::row {

enum class Op : uint8_t {
  move,  // dst = a
  jump,  // to c
  and_,
  or_,  // dst takes in a; decided: jump to c
  not_,
  branch,  // a true: next; false: jump to c; else dst = that, jump to d
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,  // dst = a ? b
  add,
  subtract,
  multiply,
  divide,     // numbers at once, anything else as call c with these two operands
  in,         // dst = a in b
  subscript,  // dst = a[b]; d: 1 optional
  select,     // dst = a.b (b holds a text); d: 1 optional
  has,        // dst = has(a.b)
  list,       // dst = list of d operands from c on; a: table of optional ones (1 a slot), or kNoRegister
  map,        // dst = map of d operands (key, value, ...) from c on; a: as for list
  call,       // dst = function b of d operands from c on
  choose,     // dst = the overload of set b that fits d operands from c on
  matches,    // dst = a matches pattern c
  fail,       // dst = error c
  gate,       // optMap: a holds a value: dst = it; else jump to c with b = a
  wrap,       // dst = optional of a (errors and unknowns as they are); d: 1: a must be an optional already
  otherwise,  // or, orValue: a holds a value: dst = a (d: 1: its value), jump to c; none: next; else dst = a, jump to c
  open,       // begins to walk over a; no list or map: dst = why, jump to c. d: 1 two variables
  next,       // dst (and a): the next element; none left: jump to c
  keep,       // a false (or no value, noted): jump to c, the next one
  take,       // a is what this element gives; decided: jump to c. d: Macro
  close,      // dst = what the walk gives. d: Macro
};

constexpr uint16_t kNoRegister = 0xffff;

struct Instruction {
  Op op;
  uint8_t level = 0;  // of the walk
  uint16_t dst = kNoRegister;
  uint16_t a = kNoRegister;
  uint16_t b = kNoRegister;
  int32_t c = -1;
  int32_t d = 0;
};

/// What a register must hold before a run.
struct Input {
  enum class Kind : uint8_t { variable, cut } kind = Kind::variable;
  int slot = -1;                    // variable: its slot
  cel::NodeId node = cel::kNoNode;  // cut: the node
  uint16_t reg = 0;
};

/// Overloads of a call whose operand types are open: the first that fits is called.
struct OverloadSet {
  struct Entry {
    cel::Function function;
    std::vector<cel::TypeKind> parameters;
  };
  std::vector<Entry> entries;
  bool known = false;  // some function bears the name
};

struct Code {
  std::vector<Instruction> instructions;
  std::vector<uint16_t> operands;
  std::vector<Value> registers;  // as they stand before a run: constants, then room
  std::vector<Input> inputs;
  std::vector<OverloadSet> sets;
  std::vector<std::shared_ptr<const cel::leaf::Pattern>> patterns;
  std::deque<std::string> texts;  // of constants
  uint16_t result = 0;
  int levels = 0;  // of walks inside each other
  /// One instruction a line.
  std::string dump() const;
};

/// True for a node that is an input; never asked for the root.
using Cut = std::function<bool(cel::NodeId)>;

/// Null when the tree needs more registers than there are, or nests deeper than the parser lets pass.
std::shared_ptr<const Code> compile(const cel::Ast& ast, cel::NodeId root, const cel::TypePool& types, const Cut& cut = {});

/// Does a value of this tag fit a parameter of this kind?
bool fits(cel::TypeKind parameter, Tag tag);

}  // namespace hegui::exec::row
