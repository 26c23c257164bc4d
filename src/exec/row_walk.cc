// Walks: comprehensions over lists and maps, and the literals that make lists and maps.   In/Out: row_machine.h.
// Idea: what each element gives is noted in the walk (decided, unknown with gaps, first error) or pushed on a stack that nested
// walks share; `close` turns it into the value. Unknown beats error, as everywhere.
// Cost: O(elements).   Test: tests/exec/row_machine_test.cc
#include "exec/row_machine.h"

namespace hegui::exec::row {

using cel::ErrorKind;
using cel::Macro;

bool Machine::missing(Walk& walk, const Value& value) {
  if (value.ok()) return false;
  if (value.tag == Tag::unknown) {
    walk.gaps = walk.missing ? join(gaps_, walk.gaps, value.info()) : value.info();
    walk.missing = true;
  } else if (!walk.broken) {
    walk.error = value;
    walk.broken = true;
  }
  return true;
}

// Begins a walk; false when there is nothing to walk over, with the value of the whole in `out`.
bool Machine::open(const Instruction& in, Value& out) {
  const Value& range = registers_[in.a];
  if (range.tag != Tag::list && range.tag != Tag::map) {
    out = range.ok() ? Value::error(ErrorKind::no_matching_overload) : range;
    return false;
  }
  Walk walk;
  walk.n = range.n;
  walk.made = stack_.size();
  if (range.tag == Tag::list) {
    walk.items = range.v;
  } else {
    walk.items = range.m->keys;
    walk.values = range.m->values;
  }
  walks_[in.level] = walk;
  return true;
}

// Takes what one element gives; true when the walk is decided.
bool Machine::take(const Instruction& in, Walk& walk) {
  const Value& value = registers_[in.a];
  const auto truth = [&] {
    return value.ok() && value.tag != Tag::boolean ? Value::error(ErrorKind::no_matching_overload) : value;
  };
  switch (static_cast<Macro>(in.d)) {
    case Macro::all:
    case Macro::exists: {
      const Value t = truth();
      if (!missing(walk, t)) walk.decided = t.is_true() == (static_cast<Macro>(in.d) == Macro::exists);
      return walk.decided;
    }
    case Macro::exists_one: {
      const Value t = truth();
      if (!missing(walk, t)) walk.count += t.i;
      return false;
    }
    case Macro::filter: {
      const Value t = truth();
      if (!missing(walk, t) && t.i != 0) stack_.push_back(registers_[in.b]);
      return false;
    }
    case Macro::map:
    case Macro::transform_list:
      if (!missing(walk, value)) stack_.push_back(value);
      return false;
    case Macro::transform_map:
      if (missing(walk, value)) return false;
      stack_.push_back(registers_[in.b]);
      stack_.push_back(value);
      return false;
    case Macro::transform_map_entry:
      if (missing(walk, value)) return false;
      if (value.tag != Tag::map) {
        missing(walk, Value::error(ErrorKind::no_matching_overload));
        return false;
      }
      if (!spend(value.n)) {
        missing(walk, Value::error(ErrorKind::too_much_work));
        return false;
      }
      for (uint32_t k = 0; k < value.n; ++k) {
        stack_.push_back(value.m->keys[k]);
        stack_.push_back(value.m->values[k]);
      }
      return false;
    default:
      missing(walk, Value::error(ErrorKind::unbound));
      return false;
  }
}

Value Machine::close(const Instruction& in, Walk& walk) {
  const Macro macro = static_cast<Macro>(in.d);
  const bool quantifier = macro == Macro::all || macro == Macro::exists;
  const size_t made = stack_.size() - walk.made;
  Value out;
  if (quantifier && walk.decided) {
    out = Value::of(macro == Macro::exists);
  } else if (walk.missing) {
    out = Value::unknown(walk.gaps);
  } else if (walk.broken) {
    out = walk.error;
  } else if (quantifier) {
    out = Value::of(macro == Macro::all);
  } else if (macro == Macro::exists_one) {
    out = Value::of(walk.count == 1);
  } else if ((macro == Macro::transform_map || macro == Macro::transform_map_entry) && made / 2 <= cel::kMaxElements) {
    const size_t count = made / 2;
    Value* keys = arena_->values(count);
    Value* values = arena_->values(count);
    for (size_t k = 0; k < count; ++k) {
      keys[k] = stack_[walk.made + 2 * k];
      values[k] = stack_[walk.made + 2 * k + 1];
    }
    out = make_map(keys, values, count, *arena_);
  } else if (made > cel::kMaxElements) {
    out = Value::error(ErrorKind::too_large);
  } else {
    Value* items = arena_->values(made);
    std::copy(stack_.begin() + static_cast<std::ptrdiff_t>(walk.made), stack_.end(), items);
    out = Value::list(items, made);
  }
  stack_.resize(walk.made);
  return out;
}

Value Machine::elements(const Instruction& in) {
  const uint16_t* operands = code_->operands.data() + in.c;
  const size_t count = static_cast<size_t>(in.d);
  const bool map = in.op == Op::map;
  const uint16_t* marks = in.a == kNoRegister ? nullptr : operands + count;
  const size_t slots = map ? count / 2 : count;
  if (!spend(static_cast<int64_t>(count))) return Value::error(ErrorKind::too_much_work);
  Value missing;
  for (size_t k = 0; k < count; ++k) {
    if (registers_[operands[k]].ok()) continue;
    const Value both[] = {missing, registers_[operands[k]]};
    missing = strict(both, 2);
  }
  if (!missing.ok()) return missing;
  Value* keys = map ? arena_->values(slots) : nullptr;
  Value* values = arena_->values(slots);
  size_t n = 0;
  for (size_t k = 0; k < slots; ++k) {
    Value value = registers_[operands[map ? 2 * k + 1 : k]];
    if (marks != nullptr && marks[k] != 0) {
      if (value.tag != Tag::optional) return Value::error(ErrorKind::no_matching_overload);
      if (value.v == nullptr) continue;
      value = *value.v;
    }
    if (map) keys[n] = registers_[operands[2 * k]];
    values[n++] = value;
  }
  return map ? make_map(keys, values, n, *arena_) : Value::list(values, n);
}

Value Callee::list(const std::vector<Value>& items) {
  if (items.size() > cel::kMaxElements) return Value::error(ErrorKind::too_large);
  if (!spend(items.size())) return Value::error(ErrorKind::too_much_work);
  Value* values = arena().values(items.size());
  std::copy(items.begin(), items.end(), values);
  return Value::list(values, items.size());
}

}  // namespace hegui::exec::row
