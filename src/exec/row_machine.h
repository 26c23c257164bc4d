// Runs the instructions of an expression for one row after the other.
//
// In:   Code, values of its inputs.   Out: a value; what it points at lives until clear() (or as long as the inputs do).
// Idea: the registers of a machine are filled once; a run writes the registers of the nodes and nothing else. Lists, maps and
// texts that a run makes lie in the machine's arena. Work (elements walked, octets made) is counted against a budget: what
// would not end in time is the error too_much_work, which nothing absorbs. Cost: a few nanoseconds an instruction.   Test:
// tests/exec/row_machine_test.cc
#pragma once

#include <memory>
#include <vector>

#include "cel/leaf_text.h"
#include "exec/row_program.h"

namespace hegui::exec::row {

class Machine {
 public:
  /// `gaps` joins the gap sets of unknowns; null when nothing is traced.
  explicit Machine(std::shared_ptr<const Code> code, Gaps* gaps = nullptr, int64_t work = static_cast<int64_t>(cel::kMaxSteps));

  const Code& code() const { return *code_; }
  /// Sets input k of Code::inputs.
  void set(size_t k, const Value& value) { registers_[code_->inputs[k].reg] = value; }
  /// Sets the variable of a slot; false when the expression does not read it.
  bool set_slot(int slot, const Value& value);
  Value run();
  /// Forgets what the runs made. The values they gave are gone, those set from outside stay.
  void clear() { arena_->clear(); }
  /// The arena, for a caller that keeps what was made; the machine goes on with a new one.
  std::shared_ptr<const Arena> release();
  Arena& arena() { return *arena_; }

 private:
  struct Walk {
    const Value* items = nullptr;   // elements of a list, keys of a map
    const Value* values = nullptr;  // values of a map
    uint32_t at = 0, n = 0;
    size_t made = 0;  // where its results begin in `stack_`
    int64_t count = 0;
    bool decided = false, missing = false, broken = false;
    int32_t gaps = 0;
    Value error;
  };

  // One function a family of calls; row_call.cc and its neighbours.
  friend struct Callee;

  bool spend(int64_t steps) { return (work_ -= steps) >= 0; }
  /// Notes a value that is none; false when it is one.
  bool missing(Walk& walk, const Value& value);
  bool open(const Instruction& in, Value& out);
  bool take(const Instruction& in, Walk& walk);
  Value close(const Instruction& in, Walk& walk);
  Value fold(Value into, Value value, bool decider) const;
  Value look(const Value& base, const Value& key, bool optional, bool selection);
  Value found(const Value& base, const Value& key, bool selection);
  Value has(const Value& base, const Value& key);
  Value elements(const Instruction& in);
  Value choose(const OverloadSet& set, const Value* args, size_t count);
  Value strict(const Value& a, const Value& b) const;
  Value strict(const Value* args, size_t count) const;
  Value compare(Op op, const Value& a, const Value& b) const;
  Value keep(const Value& value);
  Value invoke(cel::Function function, const Value* args, size_t count);

  std::shared_ptr<const Code> code_;
  Gaps* gaps_;
  const int64_t budget_;
  int64_t work_ = 0;
  std::vector<Value> registers_;
  std::vector<Walk> walks_;
  std::vector<Value> stack_;
  std::shared_ptr<Arena> arena_;
};

/// What a function needs of the machine besides its operands.
struct Callee {
  Machine& machine;
  Arena& arena() { return *machine.arena_; }
  Gaps* gaps() { return machine.gaps_; }
  bool spend(size_t steps) { return machine.spend(static_cast<int64_t>(steps)); }
  /// A text made by the function, kept; too_large when it is too long.
  Value text(std::string_view made, Tag tag = Tag::text) {
    if (made.size() > cel::kMaxText) return Value::error(cel::ErrorKind::too_large);
    if (!spend(made.size() / 64)) return Value::error(cel::ErrorKind::too_much_work);
    return Value::text(arena().keep(made), tag);
  }
  Value list(const std::vector<Value>& items);
};

// The families: each gives false when the function is not its own. Operands are values and fit the overload.
bool call_number(cel::Function function, const Value* args, size_t count, Callee& callee, Value& out);
bool call_conversion(cel::Function function, const Value* args, size_t count, Callee& callee, Value& out);
bool call_text(cel::Function function, const Value* args, size_t count, Callee& callee, Value& out);
bool call_math(cel::Function function, const Value* args, size_t count, Callee& callee, Value& out);
bool call_time(cel::Function function, const Value* args, size_t count, Callee& callee, Value& out);

}  // namespace hegui::exec::row
