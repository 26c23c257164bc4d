// The loop over instructions: logic, look-ups, comparisons, calls.   In/Out: row_machine.h; walks stand in row_walk.cc.
// Idea: what is common (numbers and texts of one type) is decided in the loop itself, everything else in a function. An operand
// that is no value decides a strict operation: the gaps of all unknown ones, else the first error.
// Cost: O(1) an instruction besides the work of functions.   Test: tests/exec/row_machine_test.cc
#include "exec/row_machine.h"

#include <algorithm>
#include <array>

#include "exec/ranges.h"

namespace hegui::exec::row {

using cel::ErrorKind;

namespace {

bool same_text(const Value& a, const Value& b) { return a.n == b.n && std::memcmp(a.s, b.s, a.n) == 0; }

Value overflow() { return Value::error(ErrorKind::overflow); }

}  // namespace

Machine::Machine(std::shared_ptr<const Code> code, Gaps* gaps, int64_t work)
    : code_(std::move(code)),
      gaps_(gaps),
      budget_(work),
      registers_(code_->registers),
      walks_(static_cast<size_t>(code_->levels)),
      arena_(std::make_shared<Arena>()) {}

bool Machine::set_slot(int slot, const Value& value) {
  for (const Input& input : code_->inputs) {
    if (input.kind != Input::Kind::variable || input.slot != slot) continue;
    registers_[input.reg] = value;
    return true;
  }
  return false;
}

std::shared_ptr<const Arena> Machine::release() {
  std::shared_ptr<const Arena> out = std::move(arena_);
  arena_ = std::make_shared<Arena>();
  return out;
}

Value Machine::strict(const Value& a, const Value& b) const {
  const Value both[] = {a, b};
  return strict(both, 2);
}

// What a strict operation gives when an operand is no value.
Value Machine::strict(const Value* args, size_t count) const {
  Value out;
  for (size_t k = 0; k < count; ++k) {
    if (args[k].ok()) continue;
    if (args[k].tag == Tag::unknown) {
      out = out.tag == Tag::unknown ? Value::unknown(join(gaps_, out.info(), args[k].info())) : args[k];
    } else if (out.ok()) {
      out = args[k];
    }
  }
  return out;
}

// One more operand of && (decider false) or || (decider true).
Value Machine::fold(Value into, Value value, bool decider) const {
  if (value.ok() && value.tag != Tag::boolean) value = Value::error(ErrorKind::no_matching_overload);
  if (into.tag == Tag::boolean) {
    if ((into.i != 0) == decider) return into;
    return value;
  }
  if (value.tag == Tag::boolean) return (value.i != 0) == decider ? value : into;
  if (into.tag == Tag::unknown && value.tag == Tag::unknown) return Value::unknown(join(gaps_, into.info(), value.info()));
  return into.tag == Tag::unknown || value.tag == Tag::error ? into : value;
}

Value Machine::compare(Op op, const Value& a, const Value& b) const {
  if (!a.ok() || !b.ok()) return strict(a, b);
  switch (op) {
    case Op::equal:
      return equal(a, b, gaps_);
    case Op::not_equal: {
      Value out = equal(a, b, gaps_);
      if (out.tag == Tag::boolean) out.i = out.i == 0 ? 1 : 0;
      return out;
    }
    case Op::less:
      return ordered(Test::less, a, b, gaps_);
    case Op::less_equal:
      return ordered(Test::less_equal, a, b, gaps_);
    case Op::greater:
      return ordered(Test::greater, a, b, gaps_);
    default:
      return ordered(Test::greater_equal, a, b, gaps_);
  }
}

Value Machine::keep(const Value& value) {
  Value* place = arena_->values(1);
  *place = value;
  return Value::optional(place);
}

// An element by its key or index; an error when there is none.
Value Machine::found(const Value& base, const Value& key, bool selection) {
  if (base.tag == Tag::map) {
    const Value* value = find(base, key);
    return value == nullptr ? Value::error(ErrorKind::no_such_key) : *value;
  }
  if (base.tag == Tag::list && !selection) {
    if (!key.is_number()) return Value::error(ErrorKind::no_matching_overload);
    const cel::Outcome<int64_t> index = cel::leaf::index_of(number(key));
    if (!index.ok()) return Value::error(index.error);
    if (index.value >= static_cast<int64_t>(base.n)) return Value::error(ErrorKind::index_out_of_range);
    return base.v[index.value];
  }
  return Value::error(selection ? ErrorKind::no_such_field : ErrorKind::no_matching_overload);
}

Value Machine::look(const Value& base, const Value& key, bool optional, bool selection) {
  if (!base.ok() || !key.ok()) return strict(base, key);
  const Value* inner = &base;
  if (base.tag == Tag::optional) {
    if (base.v == nullptr) return base;
    inner = base.v;
    optional = true;
  }
  const Value value = found(*inner, key, selection);
  if (!optional) return value;
  if (value.tag != Tag::error) return value.ok() ? keep(value) : value;
  const bool absent = value.kind() == ErrorKind::no_such_key || value.kind() == ErrorKind::index_out_of_range;
  return absent ? Value::optional(nullptr) : value;
}

Value Machine::has(const Value& base, const Value& key) {
  if (!base.ok()) return base;
  const Value* inner = base.tag == Tag::optional ? base.v : &base;
  if (inner == nullptr) return Value::of(false);
  if (inner->tag != Tag::map) return Value::error(ErrorKind::no_such_field);
  return Value::of(find(*inner, key) != nullptr);
}

Value Machine::choose(const OverloadSet& set, const Value* args, size_t count) {
  for (const OverloadSet::Entry& entry : set.entries) {
    bool fit = true;
    for (size_t k = 0; k < count && fit; ++k) fit = fits(entry.parameters[k], args[k].tag);
    if (fit) return invoke(entry.function, args, count);
  }
  return Value::error(set.known ? ErrorKind::no_matching_overload : ErrorKind::unbound);
}

Value Machine::invoke(cel::Function function, const Value* args, size_t count) {
  Callee callee{*this};
  Value out = Value::error(ErrorKind::no_matching_overload);
  for (const auto family : {call_number, call_conversion, call_text, call_math, call_time}) {
    if (family(function, args, count, callee, out)) break;
  }
  return out;
}

Value Machine::run() {
  work_ = budget_;
  Value* const r = registers_.data();
  const Instruction* const begin = code_->instructions.data();
  const Instruction* const end = begin + code_->instructions.size();
  const uint16_t* const operands = code_->operands.data();
  stack_.clear();
  for (const Instruction* in = begin; in != end;) {
    const Instruction& i = *in++;
    switch (i.op) {
      case Op::move:
        r[i.dst] = r[i.a];
        break;
      case Op::jump:
        in = begin + i.c;
        break;
      case Op::and_:
      case Op::or_: {
        const bool decider = i.op == Op::or_;
        const Value& a = r[i.a];
        if (a.tag == Tag::boolean) {
          if ((a.i != 0) == decider) {
            r[i.dst] = a;
            in = begin + i.c;
          } else if (i.d != 0) {
            r[i.dst] = a;
          }
        } else {
          r[i.dst] = fold(i.d != 0 ? Value::of(!decider) : r[i.dst], a, decider);
        }
        break;
      }
      case Op::not_: {
        const Value& a = r[i.a];
        r[i.dst] = a.tag == Tag::boolean ? Value::of(a.i == 0) : a.ok() ? Value::error(ErrorKind::no_matching_overload) : a;
        break;
      }
      case Op::branch: {
        const Value& a = r[i.a];
        if (a.tag == Tag::boolean) {
          if (a.i == 0) in = begin + i.c;
        } else {
          r[i.dst] = a.ok() ? Value::error(ErrorKind::no_matching_overload) : a;
          in = begin + i.d;
        }
        break;
      }
      case Op::equal:
      case Op::not_equal: {
        const Value &a = r[i.a], &b = r[i.b];
        const bool wanted = i.op == Op::equal;
        if (a.tag == Tag::text && b.tag == Tag::text) {
          r[i.dst] = Value::of(same_text(a, b) == wanted);
        } else if (a.tag == b.tag && (a.tag == Tag::integer || a.tag == Tag::boolean || a.tag == Tag::natural)) {
          r[i.dst] = Value::of((a.i == b.i) == wanted);
        } else {
          r[i.dst] = compare(i.op, a, b);
        }
        break;
      }
      case Op::less:
      case Op::less_equal:
      case Op::greater:
      case Op::greater_equal: {
        const Value &a = r[i.a], &b = r[i.b];
        if (a.tag == Tag::integer && b.tag == Tag::integer) {
          const bool out = i.op == Op::less         ? a.i < b.i
                           : i.op == Op::less_equal ? a.i <= b.i
                           : i.op == Op::greater    ? a.i > b.i
                                                    : a.i >= b.i;
          r[i.dst] = Value::of(out);
        } else if (a.tag == Tag::real && b.tag == Tag::real) {
          const bool out = i.op == Op::less         ? a.d < b.d
                           : i.op == Op::less_equal ? a.d <= b.d
                           : i.op == Op::greater    ? a.d > b.d
                                                    : a.d >= b.d;
          r[i.dst] = Value::of(out);
        } else {
          r[i.dst] = compare(i.op, a, b);
        }
        break;
      }
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide: {
        const Value &a = r[i.a], &b = r[i.b];
        int64_t whole = 0;
        if (a.tag == Tag::integer && b.tag == Tag::integer && i.op != Op::divide) {
          const bool over = i.op == Op::add        ? __builtin_add_overflow(a.i, b.i, &whole)
                            : i.op == Op::subtract ? __builtin_sub_overflow(a.i, b.i, &whole)
                                                   : __builtin_mul_overflow(a.i, b.i, &whole);
          r[i.dst] = over ? overflow() : Value::of(whole);
        } else if (a.tag == Tag::real && b.tag == Tag::real && i.op != Op::divide) {
          r[i.dst] = Value::of(i.op == Op::add ? a.d + b.d : i.op == Op::subtract ? a.d - b.d : a.d * b.d);
        } else if (!a.ok() || !b.ok()) {
          r[i.dst] = strict(a, b);
        } else {
          const Value both[] = {a, b};
          r[i.dst] = choose(code_->sets[static_cast<size_t>(i.c)], both, 2);
        }
        break;
      }
      case Op::in: {
        const Value &a = r[i.a], &b = r[i.b];
        if (!a.ok() || !b.ok()) {
          r[i.dst] = strict(a, b);
        } else if (b.tag == Tag::list) {
          r[i.dst] = spend(b.n) ? in_list(a, b, gaps_) : Value::error(ErrorKind::too_much_work);
        } else if (b.tag == Tag::map) {
          r[i.dst] = Value::of(find(b, a) != nullptr);
        } else {
          r[i.dst] = Value::error(ErrorKind::no_matching_overload);
        }
        break;
      }
      case Op::subscript:
      case Op::select:
        r[i.dst] = look(r[i.a], r[i.b], i.d != 0, i.op == Op::select);
        break;
      case Op::has:
        r[i.dst] = has(r[i.a], r[i.b]);
        break;
      case Op::list:
      case Op::map:
        r[i.dst] = elements(i);
        break;
      case Op::call:
      case Op::choose: {
        const size_t count = static_cast<size_t>(i.d);
        std::array<Value, 6> few;
        std::vector<Value> many;
        Value* args = few.data();
        if (count > few.size()) {
          many.resize(count);
          args = many.data();
        }
        bool ok = true;
        for (size_t k = 0; k < count; ++k) {
          args[k] = r[operands[static_cast<size_t>(i.c) + k]];
          ok = ok && args[k].ok();
        }
        r[i.dst] = ok ? choose(code_->sets[i.b], args, count) : strict(args, count);
        break;
      }
      case Op::matches: {
        const Value& a = r[i.a];
        if (a.tag != Tag::text) {
          r[i.dst] = a.ok() ? Value::error(ErrorKind::no_matching_overload) : a;
        } else if (const auto& pattern = code_->patterns[static_cast<size_t>(i.c)]; pattern == nullptr) {
          r[i.dst] = Value::error(ErrorKind::bad_pattern);
        } else {
          r[i.dst] = spend(a.n / 64) ? Value::of(pattern->matches(a.text())) : Value::error(ErrorKind::too_much_work);
        }
        break;
      }
      case Op::fail:
        r[i.dst] = Value::error(static_cast<ErrorKind>(i.c));
        break;
      case Op::gate: {
        const Value& a = r[i.a];
        if (a.tag == Tag::optional && a.v != nullptr) {
          r[i.dst] = *a.v;
        } else {
          r[i.b] = a.ok() && a.tag != Tag::optional ? Value::error(ErrorKind::no_matching_overload) : a;
          in = begin + i.c;
        }
        break;
      }
      case Op::wrap: {
        const Value& a = r[i.a];
        if (i.d == 0) {
          r[i.dst] = a.ok() ? keep(a) : a;
        } else {
          r[i.dst] = a.ok() && a.tag != Tag::optional ? Value::error(ErrorKind::no_matching_overload) : a;
        }
        break;
      }
      case Op::otherwise: {
        const Value& a = r[i.a];
        if (a.tag == Tag::optional && a.v == nullptr) break;
        r[i.dst] = a.tag == Tag::optional ? (i.d != 0 ? *a.v : a) : a.ok() ? Value::error(ErrorKind::no_matching_overload) : a;
        in = begin + i.c;
        break;
      }
      case Op::open:
        if (!open(i, r[i.dst])) in = begin + i.c;
        break;
      case Op::next: {
        Walk& walk = walks_[i.level];
        if (walk.at == walk.n || walk.decided) {
          in = begin + i.c;
          break;
        }
        if (!spend(i.d)) return Value::error(ErrorKind::too_much_work);
        if (i.a == kNoRegister) {
          r[i.dst] = walk.items[walk.at];
        } else if (walk.values != nullptr) {
          r[i.dst] = walk.items[walk.at];
          r[i.a] = walk.values[walk.at];
        } else {
          r[i.dst] = Value::of(static_cast<int64_t>(walk.at));
          r[i.a] = walk.items[walk.at];
        }
        ++walk.at;
        break;
      }
      case Op::keep:
        if (const Value& a = r[i.a]; !a.is_true()) {
          if (!a.is_false()) missing(walks_[i.level], a.ok() ? Value::error(ErrorKind::no_matching_overload) : a);
          in = begin + i.c;
        }
        break;
      case Op::take:
        if (take(i, walks_[i.level])) in = begin + i.c;
        break;
      case Op::close:
        r[i.dst] = close(i, walks_[i.level]);
        break;
    }
  }
  return work_ < 0 ? Value::error(ErrorKind::too_much_work) : r[code_->result];
}

}  // namespace hegui::exec::row
