// What has no columnar form: operations worked out row by row, and values held another way.
//
// In:   nodes with operands that are operations already.   Out: scalar operations, or columnar ones where the operands allow it.
// Idea: every value has a type, and every type one way to be held (rep_of); what has no vector of its own is held as `value`.
// A scalar operation does one node of the tree; its operands are operations like others, so equal parts are still worked out
// once and what is constant once a run. Comprehensions over maps and open values walk over a list made of them; only what a
// walk builds (a map) is put together row by row.
// Rows and owners keep their columns: they may lie inside values, but not where the type is open (their fields could not be
// found then); that is what remains of HG4090.
// Cost: O(nodes).   Test: tests/exec/plan_test.cc, tests/exec/scalar_test.cc
#include <algorithm>
#include <bit>

#include "plan/builder.h"

namespace hegui::plan {

using cel::Macro;
using cel::Node;
using cel::NodeKind;
using cel::TypeKind;
using rule::ExprIx;

namespace {

void put(std::string& key, const std::string& text) { key += std::to_string(text.size()) + ":" + text; }

}  // namespace

bool Builder::is_open(cel::TypeId type) const {
  const cel::Type& t = rules_.types[type];
  if (t.kind == TypeKind::dyn || t.kind == TypeKind::variable) return true;
  return std::any_of(t.args.begin(), t.args.end(), [&](cel::TypeId arg) { return is_open(arg); });
}

bool Builder::holds_records(OpIx op) const {
  const Op& o = program_[op];
  const auto record = [](Rep rep) { return rep == Rep::row || rep == Rep::owner; };
  return record(o.rep) || o.rep == Rep::rows || (o.rep == Rep::list && record(o.element)) || o.records;
}

// Equal forms are one: what a node does is said by its kind, its name or function, and its marks.
int Builder::form(Shape shape, int operands) {
  std::string key = std::to_string(static_cast<int>(shape)) + "/" + std::to_string(operands);
  if (shape == Shape::node) {
    const Node& n = rules_.exprs[static_cast<size_t>(at_expr_)].ast[at_node_];
    key += "/" + std::to_string(static_cast<int>(n.kind)) + "/" + std::to_string(n.function) + "/" +
           (n.kind == NodeKind::type_value ? std::to_string(n.index) : std::string()) + (n.receiver ? "r" : "") +
           (n.optional ? "?" : "") + "/";
    put(key, n.text);
    for (size_t i = 0; i < n.children.size(); ++i) {
      if (std::find(n.optionals.begin(), n.optionals.end(), n.children[i]) != n.optionals.end()) key += "?" + std::to_string(i);
    }
    // has(x.f) where the child is the selection, and a literal pattern, say more than the node itself.
    if (n.kind == NodeKind::has && n.text.empty()) put(key, rules_.exprs[static_cast<size_t>(at_expr_)].ast[n.children[0]].text);
  }
  const auto [place, fresh] = forms_.try_emplace(std::move(key), static_cast<int>(program_.forms.size()));
  if (fresh) {
    const bool node = shape == Shape::node;
    program_.forms.push_back({shape, node ? at_expr_ : rule::kNone, node ? at_node_ : cel::kNoNode});
  }
  return place->second;
}

OpIx Builder::scalar(Shape shape, std::vector<OpIx> args, cel::TypeId type) {
  Op op;
  op.code = Code::scalar;
  op.args = std::move(args);
  int rows = -1;  // table of the rows inside the operands
  bool several = false;
  for (const OpIx arg : op.args) {
    if (arg == kNoOp) return kNoOp;
    if (!holds_records(arg)) continue;
    op.records = true;
    const Op& a = program_[arg];
    if (a.rep == Rep::owner || (a.rep == Rep::list && a.element == Rep::owner) || a.table < 0) continue;
    several = several || (rows >= 0 && rows != a.table);
    rows = a.table;
  }
  if (!rep_of(type, op.rep, op.element, op.table)) op.rep = Rep::value;
  if (op.records && is_open(type)) {
    return unsupported("a record as a value of open type", "类型不定的值中的记录");
  }
  const bool row = op.rep == Rep::row || (op.rep == Rep::list && op.element == Rep::row);
  if (row && (several || rows < 0)) return unsupported("a choice between rows of several collections", "在多个集合的行之间取舍");
  const bool value = op.rep == Rep::value || (op.rep == Rep::list && op.element == Rep::value);
  if (row || value) op.table = several ? -1 : rows;
  op.records = op.records && value;
  op.value = form(shape, static_cast<int>(op.args.size()));
  return intern(std::move(op));
}

OpIx Builder::slot(int slot, cel::TypeId type) {
  Op op;
  op.code = Code::slot;
  op.a = slot;
  if (!rep_of(type, op.rep, op.element, op.table)) op.rep = Rep::value;
  return intern(std::move(op));
}

OpIx Builder::as(OpIx op, cel::TypeId type) {
  if (op == kNoOp) return kNoOp;
  Rep rep = Rep::value, element = Rep::boolean;
  int table = -1;
  if (!rep_of(type, rep, element, table)) rep = Rep::value;
  const Op& o = program_[op];
  if (o.rep == rep && (rep != Rep::list || o.element == element)) return op;
  return scalar(Shape::same, {op}, type);
}

OpIx Builder::as_boolean(OpIx op) { return as(op, rules_.types.boolean); }

OpIx Builder::as_value(OpIx op) {
  if (op == kNoOp || program_[op].rep == Rep::value) return op;
  Op boxed;
  boxed.code = Code::scalar;
  boxed.rep = Rep::value;
  boxed.args = {op};
  boxed.records = holds_records(op);
  boxed.table = program_[op].rep == Rep::owner ? -1 : program_[op].table;
  boxed.value = form(Shape::same, 1);
  return intern(std::move(boxed));
}

/// A list of elements of that type from a value that holds one.
OpIx Builder::as_list(OpIx op, cel::TypeId element) {
  if (op == kNoOp) return kNoOp;
  Op list;
  list.code = Code::scalar;
  list.rep = Rep::list;
  Rep none = Rep::boolean;
  if (!rep_of(element, list.element, none, list.table) || list.element >= Rep::list) list.element = Rep::value;
  const Op& o = program_[op];
  if (o.rep == Rep::list && o.element == list.element) return op;
  if (holds_records(op)) {
    if (list.element == Rep::row && o.table < 0) return unsupported("rows of several collections", "多个集合的行");
    if (list.element != Rep::owner) list.table = o.table;
    list.records = list.element == Rep::value;
  }
  list.args = {op};
  list.value = form(Shape::same, 1);
  return intern(std::move(list));
}

OpIx Builder::list(ExprIx expr, const Node& n, std::vector<OpIx> args) {
  Op op;
  op.code = Code::list;
  op.rep = Rep::list;
  op.element = Rep::text;
  const cel::Type& type = rules_.types[n.type];
  const cel::TypeId element = type.args.empty() ? rules_.types.dyn : type.args[0];
  Rep none = Rep::boolean;
  const bool held = args.empty() || rep_of(element, op.element, none, op.table);
  if (args.empty() && !is_open(n.type)) rep_of(element, op.element, none, op.table);
  if (!held || op.element >= Rep::row || !n.optionals.empty()) return scalar(Shape::node, std::move(args), n.type);
  for (OpIx& arg : args) arg = as(arg, element);
  (void)expr;
  op.args = std::move(args);
  return intern(std::move(op));
}

OpIx Builder::conditional(ExprIx, const Node& n, std::vector<OpIx> args) {
  args[0] = as_boolean(args[0]);
  if (args[0] == kNoOp) return kNoOp;
  const auto same = [&] {
    const Op &a = program_[args[1]], &b = program_[args[2]];
    if (a.rep != b.rep) return false;
    if (a.rep < Rep::row) return true;
    if (a.rep == Rep::value) return !a.records && !b.records;
    return a.element == b.element && a.table == b.table && a.rep != Rep::entries;
  };
  const bool rows = program_[args[1]].rep == Rep::rows || program_[args[2]].rep == Rep::rows;
  if (!same() && !rows) {
    for (const size_t i : {size_t{1}, size_t{2}}) args[i] = as(args[i], n.type);
    if (args[1] == kNoOp || args[2] == kNoOp) return kNoOp;
  }
  if (!same()) return scalar(Shape::node, std::move(args), n.type);
  Op op;
  op.code = Code::choose;
  const Op& a = program_[args[1]];
  op.rep = a.rep;
  op.element = a.element;
  op.table = a.table;
  op.args = std::move(args);
  return intern(std::move(op));
}

OpIx Builder::subscript(ExprIx, const Node& n, std::vector<OpIx> args) {
  const cel::TypeId list_of = n.type;
  if (program_[args[0]].rep == Rep::rows && !n.optional) args[0] = as_list(args[0], list_of);
  if (args[0] == kNoOp) return kNoOp;
  const Op &base = program_[args[0]], &key = program_[args[1]];
  if (!n.optional && base.rep == Rep::list && key.rep == Rep::integer) {
    Op op;
    op.code = Code::index;
    op.rep = base.element;
    op.table = base.table;
    op.records = base.records;
    op.args = std::move(args);
    return intern(std::move(op));
  }
  if (!n.optional && base.rep == Rep::entries && key.rep == Rep::text) {
    Op op;
    op.code = Code::entry;
    op.rep = Rep::real;
    op.args = std::move(args);
    return intern(std::move(op));
  }
  return scalar(Shape::node, std::move(args), n.type);
}

OpIx Builder::optional_map(ExprIx expr, const Node& n, const Environment& environment) {
  const cel::NodeId here = at_node_;
  const cel::Ast& ast = rules_.exprs[static_cast<size_t>(expr)].ast;
  const OpIx optional = node(expr, n.children[0], environment);
  if (optional == kNoOp) return kNoOp;
  at_node_ = here;
  const cel::Type& type = rules_.types[ast[n.children[0]].type];
  const cel::TypeId inner_type = type.kind == TypeKind::optional && !type.args.empty() ? type.args[0] : rules_.types.dyn;
  Environment inner = environment;
  inner.locals[n.slot] = scalar(Shape::optional_value, {optional}, inner_type);
  if (inner.locals[n.slot] == kNoOp) return kNoOp;
  const OpIx body = node(expr, n.children.back(), inner);
  at_expr_ = expr;
  at_node_ = here;
  if (body == kNoOp) return kNoOp;
  return scalar(n.macro == Macro::opt_map ? Shape::optional_map : Shape::optional_flat_map, {optional, body}, n.type);
}

/// A field of a record that an optional may hold: none stays none, and so does a field that is not filled.
OpIx Builder::optional_select(OpIx optional, cel::TypeId record, const Node& n, const Environment& environment, bool presence,
                              cel::TypeId result) {
  OpIx inner = scalar(Shape::optional_value, {optional}, record);
  if (inner != kNoOp && rules_.types[record].kind == TypeKind::reference) inner = follow(inner, rules_.types[record], environment);
  if (inner == kNoOp) return kNoOp;
  const OpIx given = record_select(inner, n, environment, true);
  if (presence) return scalar(Shape::optional_has, {optional, given}, rules_.types.boolean);
  const OpIx value = record_select(inner, n, environment, false);
  return scalar(Shape::optional_flat_map, {optional, scalar(Shape::optional_where, {given, value}, result)}, result);
}

// What a walk gives: a truth, a list, or a map put together row by row. `key`: the first of two variables.
OpIx Builder::reduce(ExprIx expr, const Node& n, Op op, std::vector<OpIx> bodies, OpIx key) {
  (void)expr;
  const bool conditional = bodies.size() > 1;
  const OpIx condition = conditional ? as_boolean(bodies.front()) : kNoOp;
  if (conditional && condition == kNoOp) return kNoOp;
  const auto collect = [&](OpIx body) {
    const Op& b = program_[body];
    if (b.rep >= Rep::list && b.rep != Rep::value) body = as_value(body);
    if (body == kNoOp) return kNoOp;
    Op each = op;
    each.code = Code::map;
    each.rep = Rep::list;
    each.element = program_[body].rep;
    each.table = program_[body].table;
    each.records = program_[body].records;
    each.body = body;
    each.body2 = condition;
    return intern(std::move(each));
  };
  switch (n.macro) {
    case Macro::all:
    case Macro::exists:
    case Macro::exists_one:
      op.code = n.macro == Macro::all ? Code::all : n.macro == Macro::exists ? Code::exists : Code::exists_one;
      op.body = as_boolean(bodies.back());
      return op.body == kNoOp ? kNoOp : intern(std::move(op));
    case Macro::filter: {
      const Op& range = program_[op.args[0]];
      op.code = Code::filter;
      op.rep = range.rep;
      op.element = range.element;
      op.table = range.table;
      op.records = range.records;
      op.body = as_boolean(bodies.back());
      return op.body == kNoOp ? kNoOp : intern(std::move(op));
    }
    case Macro::map:
    case Macro::transform_list: return collect(bodies.back());
    case Macro::transform_map: {
      const OpIx keys = collect(key), values = collect(bodies.back());
      return scalar(Shape::zip, {keys, values}, n.type);
    }
    case Macro::transform_map_entry: return scalar(Shape::merge, {collect(bodies.back())}, n.type);
    default: return unsupported("this macro", "这种宏");
  }
}

}  // namespace hegui::plan
