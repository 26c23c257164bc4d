// One checked expression becomes operations.
//
// In:   nodes of the tree, an environment.   Out: the operation of the root.
// Idea: names are replaced by what they stand for; what has no vector form is refused at its place.
// Cost: O(nodes).   Test: tests/exec/plan_test.cc
#include <algorithm>
#include <bit>

#include "plan/builder.h"

namespace hegui::plan {

using cel::Function;
using cel::Node;
using cel::NodeKind;
using cel::TypeKind;
using rule::ExprIx;

bool Builder::rep_of(cel::TypeId type, Rep& rep, Rep& element, int& table) const {
  const cel::Type& t = rules_.types[type];
  switch (t.kind) {
    case TypeKind::boolean: rep = Rep::boolean; return true;
    case TypeKind::int_type: rep = Rep::integer; return true;
    case TypeKind::double_type: rep = Rep::real; return true;
    case TypeKind::string:
    case TypeKind::enumeration:
    case TypeKind::reference: rep = Rep::text; return true;
    case TypeKind::timestamp: rep = Rep::time; return true;
    case TypeKind::duration: rep = Rep::span; return true;
    case TypeKind::date: rep = Rep::date; return true;
    case TypeKind::owner: rep = Rep::owner; table = t.index; return true;
    case TypeKind::list: {
      Rep inner = Rep::boolean, none = Rep::boolean;
      int inner_table = -1;
      if (t.args.empty()) return false;
      const TypeKind kind = rules_.types[t.args[0]].kind;
      if (kind == TypeKind::variable || kind == TypeKind::dyn) {  // the empty list
        rep = Rep::list;
        element = Rep::text;
        return true;
      }
      if (!rep_of(t.args[0], inner, none, inner_table)) return false;
      if (inner == Rep::list || inner == Rep::rows || inner == Rep::entries) return false;
      rep = Rep::list;
      element = inner;
      table = inner_table;
      return true;
    }
    default: return false;
  }
}

OpIx Builder::expression(ExprIx expr, const Environment& environment) {
  if (expr == rule::kNone) return kNoOp;
  const ExprIx outer_expr = at_expr_;
  const cel::NodeId outer_node = at_node_;
  const OpIx op = node(expr, rules_.exprs[static_cast<size_t>(expr)].ast.root, environment);
  at_expr_ = outer_expr;
  at_node_ = outer_node;
  return op;
}

OpIx Builder::literal(const cel::Literal& value) {
  using Kind = cel::Literal::Kind;
  Op op;
  switch (value.kind) {
    case Kind::boolean: op.rep = Rep::boolean; break;
    case Kind::int_value: op.rep = Rep::integer; break;
    case Kind::double_value: op.rep = Rep::real; break;
    case Kind::string: op.rep = Rep::text; break;
    case Kind::date: op.rep = Rep::date; break;
    case Kind::duration: op.rep = Rep::span; break;
    case Kind::null: return unsupported("null", " null");
    case Kind::uint_value: return unsupported("an unsigned number", "无符号数");
    case Kind::bytes: return unsupported("bytes", "字节串");
  }
  const auto same = [&](const cel::Literal& v) {
    return v.kind == value.kind && v.boolean == value.boolean && v.integer == value.integer &&
           std::bit_cast<uint64_t>(v.real) == std::bit_cast<uint64_t>(value.real) && v.text == value.text;
  };
  const auto found = std::find_if(program_.values.begin(), program_.values.end(), same);
  op.value = static_cast<int32_t>(found - program_.values.begin());
  if (found == program_.values.end()) program_.values.push_back(value);
  op.code = Code::constant;
  return intern(std::move(op));
}

OpIx Builder::variable(int index, const Environment& e) const {
  switch (index) {
    case cel::kHolder: return e.holder;
    case cel::kRow: return e.row;
    case cel::kParent: return e.parent;
    case cel::kItem: return e.item;
    case cel::kTrigger: return e.trigger;
    case cel::kMember: return e.member;
    case cel::kDay: return e.day;
    default: break;
  }
  if (index >= cel::kArgument && index < cel::kFirstLocal) return e.arguments[static_cast<size_t>(index - cel::kArgument)];
  const auto found = e.locals.find(index);
  return found == e.locals.end() ? kNoOp : found->second;
}

OpIx Builder::node(const ExprIx expr, cel::NodeId id, const Environment& environment) {
  const Node& n = rules_.exprs[static_cast<size_t>(expr)].ast[id];
  at_expr_ = expr;
  at_node_ = id;
  if (n.optional) return unsupported("an optional value", "可选值");
  if (depth_ >= kMaxDepth) return unsupported("so deep a nesting of names", "如此之深的嵌套");
  ++depth_;
  OpIx out = kNoOp;
  switch (n.kind) {
    case NodeKind::literal: out = literal(n.literal); break;
    case NodeKind::variable:
      if (n.index == cel::kAsOf) {
        out = slot(cel::kAsOf, Rep::date, -1);
      } else if (n.index == cel::kRegistry) {
        Op op;
        op.code = Code::registry;
        op.rep = Rep::owner;
        op.table = rules_.model->registry;
        out = intern(std::move(op));
      } else {
        out = variable(n.index, environment);
        if (out == kNoOp) unsupported("this name", "该名称");
      }
      break;
    case NodeKind::param: {
      Op op;
      op.code = Code::param;
      op.a = n.index;
      if (!rep_of(rules_.params[static_cast<size_t>(n.index)].type, op.rep, op.element, op.table)) {
        unsupported("a parameter of this type", "这种类型的参数");
      } else {
        out = intern(std::move(op));
      }
      break;
    }
    case NodeKind::rows: out = selection(n.index, environment, false); break;
    case NodeKind::definition: out = definition(n, expr, environment); break;
    case NodeKind::select: out = select(expr, n, environment, false); break;
    case NodeKind::has: {
      // has(x.f): the child is the selection, or x itself with the field named here.
      const Node& child = rules_.exprs[static_cast<size_t>(expr)].ast[n.children[0]];
      const bool whole = child.kind == NodeKind::select && n.text.empty();
      out = select(expr, whole ? child : n, environment, true);
      break;
    }
    case NodeKind::call: out = call(expr, n, environment); break;
    case NodeKind::comprehension: out = macro(expr, n, environment); break;
    case NodeKind::and_:
    case NodeKind::or_:
    case NodeKind::not_:
    case NodeKind::conditional:
    case NodeKind::list:
    case NodeKind::subscript: {
      Op op;
      for (const cel::NodeId child : n.children) op.args.push_back(node(expr, child, environment));
      at_expr_ = expr;
      at_node_ = id;
      if (std::find(op.args.begin(), op.args.end(), kNoOp) != op.args.end()) break;
      if (n.kind == NodeKind::and_ || n.kind == NodeKind::or_ || n.kind == NodeKind::not_) {
        op.code = n.kind == NodeKind::and_ ? Code::and_ : n.kind == NodeKind::or_ ? Code::or_ : Code::not_;
        for (const OpIx arg : op.args) {
          if (program_[arg].rep != Rep::boolean) op.code = Code::constant;
        }
        out = op.code == Code::constant ? unsupported("a condition of open type", "类型不定的条件") : intern(std::move(op));
      } else if (n.kind == NodeKind::conditional) {
        const Op &a = program_[op.args[1]], &b = program_[op.args[2]];
        if (a.rep != b.rep || a.rep >= Rep::row) {
          out = unsupported("a choice between rows, lists or values of two types", "在行、列表或不同类型的值之间取舍");
        } else {
          op.code = Code::choose;
          op.rep = a.rep;
          out = intern(std::move(op));
        }
      } else if (n.kind == NodeKind::list) {
        op.code = Code::list;
        op.rep = Rep::list;
        op.element = op.args.empty() ? Rep::text : program_[op.args[0]].rep;
        op.table = op.args.empty() ? -1 : program_[op.args[0]].table;
        bool fits = op.element < Rep::row;
        for (const OpIx arg : op.args) fits = fits && program_[arg].rep == op.element;
        out = fits ? intern(std::move(op)) : unsupported("a list of rows, lists or values of several types", "由行、列表或多种类型组成的列表");
      } else {
        const Op &base = program_[op.args[0]], &key = program_[op.args[1]];
        if (base.rep == Rep::list && key.rep == Rep::integer) {
          op.code = Code::index;
          op.rep = base.element;
          op.table = base.table;
          out = intern(std::move(op));
        } else if (base.rep == Rep::entries && key.rep == Rep::text) {
          op.code = Code::entry;
          op.rep = Rep::real;
          out = intern(std::move(op));
        } else {
          out = unsupported("this subscript", "这种下标");
        }
      }
      break;
    }
    case NodeKind::bind: {
      Environment inner = environment;
      const OpIx value = node(expr, n.children[0], environment);
      if (value == kNoOp) break;
      inner.locals[n.slot] = value;
      out = node(expr, n.children[1], inner);
      break;
    }
    case NodeKind::map: out = unsupported("a map", "映射"); break;
    case NodeKind::type_value: out = unsupported("a type", "类型值"); break;
    case NodeKind::name: out = unsupported("this name", "该名称"); break;
  }
  --depth_;
  return out;
}

OpIx Builder::definition(const Node& n, ExprIx expr, const Environment& environment) {
  const rule::Definition& d = rules_.definitions[static_cast<size_t>(n.index)];
  Environment inner;
  inner.holder = environment.holder;
  inner.day = environment.day;
  for (size_t i = 0; i < n.children.size() && i < inner.arguments.size(); ++i) {
    inner.arguments[i] = node(expr, n.children[i], environment);
    if (inner.arguments[i] == kNoOp) return kNoOp;
  }
  if (d.of_owner >= 0 && !n.children.empty()) inner.holder = inner.arguments[0];
  if (d.of_row >= 0) inner = with_row(inner, inner.arguments[0]);
  std::vector<int> key = {n.index, inner.holder, inner.day};
  key.insert(key.end(), inner.arguments.begin(), inner.arguments.end());
  const auto found = definitions_.find(key);
  if (found != definitions_.end()) return found->second;
  const OpIx out = expression(d.body, inner);
  definitions_[key] = out;
  return out;
}

OpIx Builder::follow(OpIx reference, const cel::Type& type, const Environment& environment) {
  Op op;
  if (type.index < 0) {
    op.code = Code::follow_owner;
    op.rep = Rep::owner;
    op.table = -1 - type.index;
    op.args = {reference};
    return intern(std::move(op));
  }
  OpIx owner = environment.holder;
  int collection = owner == kNoOp ? -1 : rules_.model->collection_of_row_type(program_[owner].table, type.index);
  if (collection < 0 && rules_.model->registry >= 0) {
    collection = rules_.model->collection_of_row_type(rules_.model->registry, type.index);
    Op registry;
    registry.code = Code::registry;
    registry.rep = Rep::owner;
    registry.table = rules_.model->registry;
    owner = intern(std::move(registry));
  }
  if (collection < 0 || owner == kNoOp) return unsupported("following this reference (neither the holder nor the registry has such rows)",
                                                           "沿此引用取值（责任主体与全局登记均无此类行）");
  op.code = Code::follow;
  op.rep = Rep::row;
  op.a = collection;
  op.table = table({program_[owner].table, collection, -1, -1, type.index});
  op.args = {reference, owner};
  return intern(std::move(op));
}

OpIx Builder::field(OpIx base, int index) {
  if (base == kNoOp || index < 0) return kNoOp;
  const Op& b = program_[base];
  const Field& f = b.rep == Rep::owner ? rules_.model->owners[static_cast<size_t>(b.table)].fields[static_cast<size_t>(index)]
                                       : program_.row_type(b.table).fields[static_cast<size_t>(index)];
  Op op;
  op.code = Code::field;
  op.a = index;
  op.args = {base};
  switch (f.type) {
    case FieldType::nested:
      op.code = Code::nested;
      op.rep = Rep::rows;
      op.element = Rep::row;
      op.table = table({-1, -1, b.table, index, f.target});
      return intern(std::move(op));
    case FieldType::map: op.rep = Rep::entries; return intern(std::move(op));
    case FieldType::boolean: op.rep = Rep::boolean; break;
    case FieldType::integer: op.rep = Rep::integer; break;
    case FieldType::decimal: op.rep = Rep::real; break;
    case FieldType::date: op.rep = Rep::date; break;
    case FieldType::datetime: op.rep = Rep::time; break;
    default: op.rep = Rep::text; break;
  }
  if (f.list) {
    op.element = op.rep;
    op.rep = Rep::list;
  }
  return intern(std::move(op));
}

OpIx Builder::select(ExprIx expr, const Node& n, const Environment& environment, bool presence) {
  const Node& child = rules_.exprs[static_cast<size_t>(expr)].ast[n.children[0]];
  OpIx base = node(expr, n.children[0], environment);
  if (base == kNoOp) return kNoOp;
  const cel::Type& type = rules_.types[child.type];
  if (program_[base].rep == Rep::text && type.kind == TypeKind::reference) base = follow(base, type, environment);
  if (base == kNoOp) return kNoOp;
  const Rep rep = program_[base].rep;
  if (rep == Rep::entries) {
    cel::Literal key;
    key.kind = cel::Literal::Kind::string;
    key.text = n.text;
    Op op;
    op.args = {base, literal(key)};
    if (presence) {
      op.code = Code::call;
      op.a = static_cast<int>(Function::in_map);
      std::swap(op.args[0], op.args[1]);
    } else {
      op.code = Code::entry;
      op.rep = Rep::real;
    }
    return intern(std::move(op));
  }
  if (rep != Rep::row && rep != Rep::owner) return unsupported("this selection", "这种取值");
  if (n.collection) {
    if (!presence) return collection(base, n.index);
    Op op;
    op.code = Code::has_collection;
    op.a = n.index;
    op.args = {base};
    return intern(std::move(op));
  }
  if (!presence) return field(base, n.index);
  Op op;
  op.code = Code::has_field;
  op.a = n.index;
  op.args = {base};
  return intern(std::move(op));
}

OpIx Builder::macro(ExprIx expr, const Node& n, const Environment& environment) {
  const cel::NodeId here = at_node_;
  const OpIx range = node(expr, n.children[0], environment);
  if (range == kNoOp) return kNoOp;
  at_node_ = here;
  const Rep rep = program_[range].rep;
  if (rep != Rep::list && rep != Rep::rows) return unsupported("walking over a map", "遍历映射");
  Op op;
  Op local;
  local.code = Code::local;
  local.rep = program_[range].element;
  local.table = program_[range].table;
  local.a = level_above(deps_of(environment) | program_[range].deps);
  if (local.a + 1 >= 64 - cel::kFirstLocal) return unsupported("so deep a nesting", "如此之深的嵌套");
  op.a = local.a;
  Environment inner = environment;
  if (n.slot2 >= 0) {  // index, element
    op.b = local.a + 1;
    Op index;
    index.code = Code::local;
    index.rep = Rep::integer;
    index.a = op.b;
    inner.locals[n.slot] = intern(std::move(index));
    inner.locals[n.slot2] = intern(std::move(local));
  } else {
    inner.locals[n.slot] = intern(std::move(local));
  }
  std::vector<OpIx> bodies;
  for (size_t i = 1; i < n.children.size(); ++i) {
    bodies.push_back(node(expr, n.children[i], inner));
    if (bodies.back() == kNoOp) return kNoOp;
  }
  at_node_ = here;
  if (bodies.empty()) return unsupported("this macro", "这种宏");
  op.args = {range};
  op.body = bodies.back();
  if (bodies.size() > 1) op.body2 = bodies.front();
  bool boolean = true;
  switch (n.macro) {
    case cel::Macro::all: op.code = Code::all; break;
    case cel::Macro::exists: op.code = Code::exists; break;
    case cel::Macro::exists_one: op.code = Code::exists_one; break;
    case cel::Macro::filter:
      op.code = Code::filter;
      op.rep = rep;
      op.element = program_[range].element;
      op.table = program_[range].table;
      break;
    case cel::Macro::map:
      boolean = false;
      op.code = Code::map;
      op.rep = Rep::list;
      op.element = program_[op.body].rep;
      op.table = program_[op.body].table;
      if (op.element >= Rep::list) return unsupported("a list of lists", "列表的列表");
      break;
    case cel::Macro::none: return unsupported("this macro", "这种宏");
  }
  if (boolean && program_[op.body].rep != Rep::boolean) return unsupported("a condition of open type", "类型不定的条件");
  if (op.body2 != kNoOp && program_[op.body2].rep != Rep::boolean) return unsupported("a condition of open type", "类型不定的条件");
  return intern(std::move(op));
}

OpIx Builder::call(ExprIx expr, const Node& n, const Environment& environment) {
  const cel::NodeId here = at_node_;
  Op op;
  op.code = Code::call;
  op.a = n.function;
  for (const cel::NodeId child : n.children) {
    op.args.push_back(node(expr, child, environment));
    if (op.args.back() == kNoOp) return kNoOp;
  }
  at_node_ = here;
  const auto rep = [&](size_t i) { return program_[op.args[i]].rep; };
  const auto number = [&](size_t i) { return rep(i) == Rep::integer || rep(i) == Rep::real; };
  const Function f = static_cast<Function>(n.function);
  if (n.function < 0) return unsupported("this call", "这种调用");
  switch (f) {
    case Function::equals:
    case Function::not_equals:
      if (rep(0) == rep(1) && rep(0) != Rep::rows && rep(0) != Rep::entries) return intern(std::move(op));
      if (number(0) && number(1)) return intern(std::move(op));
      return unsupported("this comparison", "这种比较");
    case Function::in_list: {
      const Op& list = program_[op.args[1]];
      if (list.rep == Rep::list && (list.element == rep(0) || (program_[op.args[1]].code == Code::list && list.args.empty()))) {
        return intern(std::move(op));
      }
      return unsupported("this membership test", "这种成员测试");
    }
    case Function::in_map:
      return rep(0) == Rep::text && rep(1) == Rep::entries ? intern(std::move(op)) : unsupported("this membership test", "这种成员测试");
    case Function::size_list:
    case Function::list_size:
      return rep(0) == Rep::list || rep(0) == Rep::rows ? intern_as(std::move(op), Rep::integer) : unsupported("this size", "这种长度");
    case Function::size_map:
    case Function::map_size: return intern_as(std::move(op), Rep::integer);
    case Function::add_list:
      if (rep(0) != Rep::list || rep(1) != Rep::list) return unsupported("joining these lists", "这种列表连接");
      op.element = program_[op.args[0]].element;
      op.table = program_[op.args[0]].table;
      return intern_as(std::move(op), Rep::list);
    case Function::latest_list:
    case Function::earliest_list:
      return rep(0) == Rep::list && program_[op.args[0]].element == Rep::date ? intern_as(std::move(op), Rep::date)
                                                                                : unsupported("this list of days", "这种日期列表");
    case Function::less_number:
    case Function::less_equal_number:
    case Function::greater_number:
    case Function::greater_equal_number:
      return number(0) && number(1) ? intern(std::move(op)) : unsupported("this comparison", "这种比较");
    // Identities.
    case Function::int_int:
    case Function::double_double:
    case Function::string_string:
    case Function::bool_bool:
    case Function::timestamp_timestamp:
    case Function::duration_duration: return op.args[0];
    default: break;
  }
  // The rest by signature: every argument and the result must have a scalar form.
  const std::vector<cel::Overload>& table = cel::overload_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const cel::Overload& o) { return o.id == f; });
  Rep element = Rep::boolean;
  int unused = -1;
  if (found == table.end() || !rep_of(n.type, op.rep, element, unused) || op.rep >= Rep::row) return unsupported("this function", "该函数");
  for (size_t i = 0; i < op.args.size(); ++i) {
    if (rep(i) >= Rep::row) return unsupported("this function", "该函数");
  }
  return intern(std::move(op));
}

OpIx Builder::intern_as(Op op, Rep rep) {
  op.rep = rep;
  return intern(std::move(op));
}

OpIx Builder::text_of(OpIx value) {
  if (value == kNoOp) return kNoOp;
  Op op;
  op.code = Code::call;
  op.args = {value};
  switch (program_[value].rep) {
    case Rep::text: return value;
    case Rep::integer: op.a = static_cast<int>(Function::string_int); break;
    case Rep::real: op.a = static_cast<int>(Function::string_double); break;
    case Rep::boolean: op.a = static_cast<int>(Function::string_bool); break;
    case Rep::date: op.a = static_cast<int>(Function::string_date); break;
    case Rep::time: op.a = static_cast<int>(Function::string_timestamp); break;
    case Rep::span: op.a = static_cast<int>(Function::string_duration); break;
    default: return kNoOp;  // a row: its label, looked up where reasons are written
  }
  return intern_as(std::move(op), Rep::text);
}

}  // namespace hegui::plan
