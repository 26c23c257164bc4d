// The graph itself: hash-consing, dependencies, tables, selections.
//
// In/Out: builder.h.   Idea: an operation's key is its code, immediates and arguments as bytes; equal keys are one operation.
// Cost: O(1) an operation.   Test: tests/exec/plan_test.cc
#include "plan/builder.h"

#include <algorithm>
#include <bit>

namespace hegui::plan {

using cel::Function;
using cel::TypeKind;

Builder::Builder(Program& program, Diagnostics& diagnostics)
    : program_(program), rules_(*program.rules), diagnostics_(diagnostics) {}

namespace {

void put(std::string& key, int64_t value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); }

bool watched_comparison(const Op& op) {
  if (op.code != Code::call) return false;
  switch (static_cast<Function>(op.a)) {
    case Function::equals:
    case Function::not_equals:
    case Function::in_period:
    case Function::less_date:
    case Function::less_equal_date:
    case Function::greater_date:
    case Function::greater_equal_date: return true;
    default: return false;
  }
}

/// A field with a history and a parameter with dated values: other values from certain days on, which are watched.
bool stands_between_days(const Op& op) {
  return op.code == Code::param || op.code == Code::field || op.code == Code::has_field;
}

bool shifts_a_day(const Op& op) {
  if (op.code != Code::call) return false;
  const Function f = static_cast<Function>(op.a);
  return f == Function::add_date_duration || f == Function::add_duration_date || f == Function::sub_date_duration;
}

bool picks_a_day(const Op& op) {
  return op.code == Code::call &&
         (static_cast<Function>(op.a) == Function::earliest_two || static_cast<Function>(op.a) == Function::latest_two);
}

}  // namespace

OpIx Builder::intern(Op op) {
  if (too_large_) return kNoOp;
  for (const OpIx arg : op.args) {
    if (arg == kNoOp) return kNoOp;
  }
  std::string key;
  put(key, static_cast<int64_t>(op.code) << 16 | static_cast<int64_t>(op.rep) << 8 | static_cast<int64_t>(op.element));
  for (const int64_t v : {int64_t{op.a}, int64_t{op.b}, int64_t{op.value}, int64_t{op.table}, int64_t{op.body}, int64_t{op.body2}}) {
    put(key, v);
  }
  for (const OpIx arg : op.args) put(key, arg);
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;

  const bool comprehension = op.body != kNoOp || op.code == Code::select;
  std::vector<OpIx> inputs = op.args;
  if (op.body != kNoOp) inputs.push_back(op.body);
  if (op.body2 != kNoOp) inputs.push_back(op.body2);
  bool moves = false;
  for (const OpIx input : inputs) {
    const Op& in = program_[input];
    op.deps |= in.deps;
    op.still |= in.still;
    op.depth = std::max(op.depth, in.depth + 1);
    op.costly = op.costly || in.costly;
    op.records = op.records || in.records;
    moves = moves || in.clocked == Clocked::with_clock;
  }
  if (comprehension) {
    op.costly = true;
    const uint64_t bound = (op.a >= 0 ? bit(cel::kFirstLocal + op.a) : 0) | (op.b >= 0 ? bit(cel::kFirstLocal + op.b) : 0);
    op.deps &= ~bound;
    op.still &= ~bound;
    for (const OpIx arg : op.args) {
      op.deps |= program_[arg].deps;
      op.still |= program_[arg].still;
    }
  }
  uint64_t own = 0;
  switch (op.code) {
    case Code::slot:
      own = bit(op.a);
      if (op.a == cel::kDay || op.a == cel::kAsOf) op.clocked = Clocked::with_clock;
      break;
    case Code::local: own = bit(cel::kFirstLocal + op.a); break;
    case Code::collection:
    case Code::nested:
    case Code::flatten:
    case Code::follow: own = bit(cel::kAsOf); break;
    case Code::field:
    case Code::has_field: {
      const Op& base = program_[op.args[0]];
      if (base.rep == Rep::row &&
          program_.row_type(base.table).fields[static_cast<size_t>(op.a)].milestone) own = bit(cel::kAsOf);
      if (op.args.size() > 1) op.still = base.still;
      break;
    }
    default: break;
  }
  op.deps |= own;
  op.still |= own;
  if (moves) {
    const auto clocked = [&](size_t i) { return program_[op.args[i]].clocked != Clocked::no; };
    if (watched_comparison(op) || stands_between_days(op)) {
      op.clocked = Clocked::no;
    } else if (op.code == Code::at) {
      op.clocked = program_[op.args[1]].clocked == Clocked::with_clock ? Clocked::with_clock : Clocked::no;
    } else if (shifts_a_day(op)) {
      const size_t day = static_cast<Function>(op.a) == Function::add_duration_date ? 1 : 0;
      op.clocked = clocked(day) && !clocked(1 - day) ? Clocked::with_clock : Clocked::irregular;
    } else if (picks_a_day(op)) {
      op.clocked = clocked(0) != clocked(1) ? Clocked::with_clock : Clocked::irregular;
    } else {
      op.clocked = Clocked::irregular;
    }
  }
  op.expr = at_expr_;
  op.node = at_node_;
  if (program_.ops.size() >= kMaxOps || op.depth > kMaxDepth) {
    too_large_ = true;
    const Span span = at_expr_ >= 0 ? rules_.exprs[static_cast<size_t>(at_expr_)].span(at_node_) : Span{};
    diagnostics_.report(hegui::Code::program_too_large, span, "definitions build on each other until this unfolds into too many operations",
                        "定义层层引用，展开后的运算过多");
    return kNoOp;
  }
  const OpIx ix = static_cast<OpIx>(program_.ops.size());
  program_.ops.push_back(std::move(op));
  known_.emplace(std::move(key), ix);
  return ix;
}

/// A value worked out with `day` = another day; unknown where that day is.
OpIx Builder::on_day(OpIx day, OpIx value) {
  if (day == kNoOp || value == kNoOp) return kNoOp;
  const Op& held = program_[value];
  Op op;
  op.code = Code::at;
  op.rep = held.rep;
  op.element = held.element;
  op.table = held.table;
  op.args = {day, value};
  return intern(std::move(op));
}

/// Whether roles give the field a history.
bool Builder::changes(const Op& base, int index) const {
  int owner = base.table, collection = -1;
  if (base.rep == Rep::row) {
    const TableRef& table = program_.tables[static_cast<size_t>(base.table)];
    if (table.outer >= 0) return false;
    owner = table.owner_type;
    collection = table.collection;
  }
  if (owner < 0 || static_cast<size_t>(owner) >= rules_.roles.size()) return false;
  const rule::Roles& roles = rules_.roles[static_cast<size_t>(owner)];
  return roles.changes >= 0 &&
         std::find(roles.changing.begin(), roles.changing.end(), std::pair(collection, index)) != roles.changing.end();
}

OpIx Builder::unsupported(const char* what, const char* what_zh) {
  const Span span = at_expr_ >= 0 ? rules_.exprs[static_cast<size_t>(at_expr_)].span(at_node_) : Span{};
  diagnostics_.report(hegui::Code::not_supported_in_rules, span, std::string(what) + " cannot stand in a rule yet; say it another way",
                      std::string("规则中暂不能使用") + what_zh + "，请换一种写法");
  return kNoOp;
}

int Builder::table(const TableRef& ref) {
  const std::vector<int> key = {ref.owner_type, ref.collection, ref.outer, ref.nested_field, ref.row_type};
  const auto [place, fresh] = tables_.emplace(key, static_cast<int>(program_.tables.size()));
  if (fresh) program_.tables.push_back(ref);
  return place->second;
}

OpIx Builder::slot(int slot, Rep rep, int table) {
  Op op;
  op.code = Code::slot;
  op.rep = rep;
  op.a = slot;
  op.table = table;
  return intern(std::move(op));
}

// The first nesting level that no visible binding uses.
int Builder::level_above(uint64_t deps) {
  const uint64_t locals = deps >> cel::kFirstLocal;
  return locals == 0 ? 0 : 64 - std::countl_zero(locals);
}

uint64_t Builder::deps_of(const Environment& e) const {
  uint64_t deps = 0;
  const auto add = [&](OpIx op) {
    if (op != kNoOp) deps |= program_[op].deps;
  };
  for (const OpIx op : {e.holder, e.row, e.parent, e.item, e.trigger, e.member, e.day}) add(op);
  for (const OpIx op : e.arguments) add(op);
  for (const auto& [slot, op] : e.locals) add(op);
  return deps;
}

Environment Builder::with_row(const Environment& environment, OpIx row) {
  Environment inner = environment;
  inner.row = row;
  inner.parent = kNoOp;
  if (row != kNoOp && program_.tables[static_cast<size_t>(program_[row].table)].outer >= 0) {
    Op op;
    op.code = Code::parent;
    op.rep = Rep::row;
    op.table = program_.tables[static_cast<size_t>(program_[row].table)].outer;
    op.args = {row};
    inner.parent = intern(std::move(op));
  }
  return inner;
}

OpIx Builder::collection(OpIx owner, int collection) {
  if (owner == kNoOp) return kNoOp;
  const int owner_type = program_[owner].table;
  Op op;
  op.code = Code::collection;
  op.rep = Rep::rows;
  op.element = Rep::row;
  op.a = collection;
  op.table = table({owner_type, collection, -1, -1,
                    rules_.model->owners[static_cast<size_t>(owner_type)].collections[static_cast<size_t>(collection)].row_type});
  op.args = {owner};
  return intern(std::move(op));
}

OpIx Builder::source(int index, const Environment& environment) {
  const rule::Selection& s = rules_.selections[static_cast<size_t>(index)];
  OpIx owner = environment.holder;
  if (s.registry) {
    Op op;
    op.code = Code::registry;
    op.rep = Rep::owner;
    op.table = rules_.model->registry;
    owner = intern(std::move(op));
  }
  OpIx rows = collection(owner, s.collection);
  if (rows == kNoOp || s.nested_field < 0) return rows;
  Op op;
  op.code = Code::flatten;
  op.rep = Rep::rows;
  op.element = Rep::row;
  op.a = s.nested_field;
  op.table = table({-1, -1, program_[rows].table, s.nested_field, s.row_type});
  op.args = {rows};
  return intern(std::move(op));
}

OpIx Builder::selection(int index, const Environment& environment, bool lenient) {
  if (++depth_ > kMaxDepth) {
    --depth_;
    return unsupported("a selection that builds on so many others", "层次如此之多的行选择");
  }
  const rule::Selection& s = rules_.selections[static_cast<size_t>(index)];
  OpIx rows = s.base >= 0 ? selection(s.base, environment, lenient) : source(index, environment);
  if (rows != kNoOp && s.cond != rule::kNone) {
    Environment outer = environment;
    outer.row = outer.parent = kNoOp;
    outer.arguments.fill(kNoOp);
    outer.locals.clear();
    Op local;
    local.code = Code::local;
    local.rep = Rep::row;
    local.a = level_above(deps_of(outer) | program_[rows].deps);
    local.table = program_[rows].table;
    if (local.a >= 64 - cel::kFirstLocal) {
      rows = unsupported("so deep a nesting", "如此之深的嵌套");
    } else {
      const int level = local.a;
      const OpIx row = intern(std::move(local));
      const OpIx body = condition(s.cond, with_row(outer, row));
      Op op;
      op.code = lenient ? Code::select : Code::filter;
      op.rep = Rep::rows;
      op.element = Rep::row;
      op.a = level;
      op.table = program_[rows].table;
      op.body = body;
      op.args = {rows};
      rows = body == kNoOp ? kNoOp : intern(std::move(op));
    }
  }
  --depth_;
  return rows;
}

RowsPlan Builder::rows(int index, const Environment& environment) {
  RowsPlan plan;
  if (index < 0) return plan;
  int root = index;
  while (rules_.selections[static_cast<size_t>(root)].base >= 0) root = rules_.selections[static_cast<size_t>(root)].base;
  const rule::Selection& s = rules_.selections[static_cast<size_t>(root)];
  plan.rows = selection(index, environment, true);
  plan.source = source(root, environment);
  if (plan.rows == kNoOp || plan.source == kNoOp) return plan;
  plan.table = program_[plan.rows].table;
  plan.owner_type = s.registry ? rules_.model->registry : program_[environment.holder].table;
  plan.collection = s.collection;
  return plan;
}


}  // namespace hegui::plan
