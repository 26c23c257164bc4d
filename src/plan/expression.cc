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
    case TypeKind::timestamp: rep = exact_moments ? Rep::value : Rep::time; return true;
    case TypeKind::duration: rep = Rep::span; return true;
    case TypeKind::date: rep = Rep::date; return true;
    case TypeKind::owner: rep = Rep::owner; table = t.index; return true;
    case TypeKind::row: rep = Rep::row; return true;  // its table is that of the rows it comes from
    case TypeKind::list: {
      Rep inner = Rep::boolean, none = Rep::boolean;
      int inner_table = -1;
      if (t.args.empty()) return false;  // a list of a type that never was
      if (!rep_of(t.args[0], inner, none, inner_table) || inner >= Rep::list) inner = Rep::value;
      rep = Rep::list;
      element = inner;
      table = inner_table;
      return true;
    }
    default: rep = Rep::value; return true;
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

OpIx Builder::condition(ExprIx expr, const Environment& environment) {
  return as_boolean(expression(expr, environment));
}

OpIx Builder::day(ExprIx expr, const Environment& environment) {
  const OpIx op = expression(expr, environment);
  return op != kNoOp && program_[op].rep == Rep::value ? as(op, rules_.types.date) : op;
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
    case Kind::null:
    case Kind::uint_value:
    case Kind::bytes: op.rep = Rep::value; break;
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
      if (!rules_.params[static_cast<size_t>(n.index)].dated.empty()) op.args = {environment.day};
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
    case NodeKind::comprehension:
      out = n.macro == cel::Macro::opt_map || n.macro == cel::Macro::opt_flat_map ? optional_map(expr, n, environment)
                                                                                  : macro(expr, n, environment);
      break;
    case NodeKind::and_:
    case NodeKind::or_:
    case NodeKind::not_:
    case NodeKind::conditional:
    case NodeKind::list:
    case NodeKind::map:
    case NodeKind::type_value:
    case NodeKind::subscript: {
      std::vector<OpIx> args;
      for (const cel::NodeId child : n.children) args.push_back(node(expr, child, environment));
      at_expr_ = expr;
      at_node_ = id;
      if (std::find(args.begin(), args.end(), kNoOp) != args.end()) break;
      if (n.kind == NodeKind::conditional) {
        out = conditional(expr, n, std::move(args));
      } else if (n.kind == NodeKind::list) {
        out = list(expr, n, std::move(args));
      } else if (n.kind == NodeKind::subscript) {
        out = subscript(expr, n, std::move(args));
      } else if (n.kind == NodeKind::map || n.kind == NodeKind::type_value) {
        out = scalar(Shape::node, std::move(args), n.type);
      } else {
        Op op;
        op.code = n.kind == NodeKind::and_ ? Code::and_ : n.kind == NodeKind::or_ ? Code::or_ : Code::not_;
        for (const OpIx arg : args) op.args.push_back(as_boolean(arg));
        out = intern(std::move(op));
      }
      break;
    }
    case NodeKind::bind:
    case NodeKind::block: {
      Environment inner = environment;
      if (n.slot == cel::kDay) {  // at(day, value)
        inner.day = node(expr, n.children[0], environment);
        out = inner.day == kNoOp ? kNoOp : on_day(inner.day, node(expr, n.children[1], inner));
        break;
      }
      for (size_t i = 0; i + 1 < n.children.size(); ++i) {
        const OpIx value = node(expr, n.children[i], inner);
        if (value == kNoOp) break;
        inner.locals[n.slot + static_cast<int>(i)] = value;
      }
      if (inner.locals.size() < n.children.size() - 1) break;
      out = node(expr, n.children.back(), inner);
      break;
    }
    case NodeKind::name: out = unsupported("this name", "该名称"); break;
  }
  // Whatever held it on the way: a value is held as its type asks.
  if (out != kNoOp && program_[out].rep == Rep::value) {
    at_expr_ = expr;
    at_node_ = id;
    out = as(out, n.type);
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
  OpIx out = expression(d.body, inner);
  if (out != kNoOp && program_[out].rep == Rep::value) out = as(out, n.type);
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

OpIx Builder::read(OpIx base, int index, OpIx day) {
  if (base == kNoOp || index < 0) return kNoOp;
  const Op& b = program_[base];
  const Field& f = b.rep == Rep::owner ? rules_.model->owners[static_cast<size_t>(b.table)].fields[static_cast<size_t>(index)]
                                       : program_.row_type(b.table).fields[static_cast<size_t>(index)];
  Op op;
  op.code = Code::field;
  op.a = index;
  op.args = {base};
  if (day != kNoOp && changes(b, index)) op.args.push_back(day);
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
  const cel::NodeId here = at_node_;
  const Node& child = rules_.exprs[static_cast<size_t>(expr)].ast[n.children[0]];
  OpIx base = node(expr, n.children[0], environment);
  at_expr_ = expr;
  at_node_ = here;
  if (base == kNoOp) return kNoOp;
  const cel::Type& type = rules_.types[child.type];
  if (program_[base].rep == Rep::text && type.kind == TypeKind::reference) base = follow(base, type, environment);
  if (base == kNoOp) return kNoOp;
  const Rep rep = program_[base].rep;
  if (rep == Rep::entries && !n.optional) {
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
  const cel::TypeId result = rules_.exprs[static_cast<size_t>(expr)].ast[here].type;
  if (rep == Rep::value && type.kind == TypeKind::optional && !type.args.empty()) {
    const cel::Type& inner = rules_.types[type.args[0]];
    if (inner.kind == TypeKind::row || inner.kind == TypeKind::owner || inner.kind == TypeKind::reference) {
      return optional_select(base, type.args[0], n, environment, presence, result);
    }
  }
  if (rep == Rep::value || rep == Rep::entries) return scalar(Shape::node, {base}, result);
  if (rep != Rep::row && rep != Rep::owner) return unsupported("this selection", "这种取值");
  if (!n.optional) return record_select(base, n, environment, presence);
  const OpIx given = record_select(base, n, environment, true);
  return scalar(Shape::optional_where, {given, record_select(base, n, environment, false)}, result);
}

OpIx Builder::record_select(OpIx base, const Node& n, const Environment& environment, bool presence) {
  if (n.collection) {
    if (!presence) return collection(base, n.index);
    Op op;
    op.code = Code::has_collection;
    op.a = n.index;
    op.args = {base};
    return intern(std::move(op));
  }
  if (!presence) return read(base, n.index, environment.day);
  Op op;
  op.code = Code::has_field;
  op.a = n.index;
  op.args = {base};
  if (environment.day != kNoOp && changes(program_[base], n.index)) op.args.push_back(environment.day);
  return intern(std::move(op));
}

OpIx Builder::macro(ExprIx expr, const Node& n, const Environment& environment) {
  const cel::NodeId here = at_node_;
  OpIx range = node(expr, n.children[0], environment);
  if (range == kNoOp) return kNoOp;
  at_expr_ = expr;
  at_node_ = here;
  // What is no list is walked over by its keys; with two variables a row set counts as the list of its rows.
  const cel::Type range_type = rules_.types[rules_.exprs[static_cast<size_t>(expr)].ast[n.children[0]].type];
  const OpIx whole = range;
  const bool two = n.slot2 >= 0;
  if (program_[range].rep == Rep::rows && two) {
    range = as_list(range, range_type.args.empty() ? rules_.types.dyn : range_type.args[0]);
  } else if (program_[range].rep != Rep::list && program_[range].rep != Rep::rows) {
    const bool map = range_type.kind == TypeKind::map && !range_type.args.empty();
    Op keys;
    keys.code = Code::scalar;
    keys.rep = Rep::list;
    Rep none = Rep::boolean;
    if (!map || !rep_of(range_type.args[0], keys.element, none, keys.table)) keys.element = Rep::value;
    keys.args = {range};
    keys.value = form(two ? Shape::keys : Shape::items, 1);
    range = intern(std::move(keys));
  }
  if (range == kNoOp) return kNoOp;
  Op op;
  Op local;
  local.code = Code::local;
  local.rep = program_[range].element;
  local.table = program_[range].table;
  local.records = program_[range].records;
  local.a = level_above(deps_of(environment) | program_[range].deps | program_[whole].deps);
  if (local.a + 1 >= 64 - cel::kFirstLocal) return unsupported("so deep a nesting", "如此之深的嵌套");
  op.a = local.a;
  Environment inner = environment;
  OpIx key = intern(std::move(local));
  if (two && whole == range) {  // index, element
    op.b = op.a + 1;
    Op index;
    index.code = Code::local;
    index.rep = Rep::integer;
    index.a = op.b;
    inner.locals[n.slot2] = key;
    key = intern(std::move(index));
  } else if (two && program_[whole].rep == Rep::rows) {
    op.b = op.a + 1;
    Op index;
    index.code = Code::local;
    index.rep = Rep::integer;
    index.a = op.b;
    inner.locals[n.slot2] = key;
    key = intern(std::move(index));
  } else if (two) {  // key, value
    const cel::TypeId value = range_type.args.size() > 1 ? range_type.args[1] : rules_.types.dyn;
    inner.locals[n.slot2] = scalar(Shape::subscript, {whole, key}, value);
    if (inner.locals[n.slot2] == kNoOp) return kNoOp;
  }
  inner.locals[n.slot] = key;
  std::vector<OpIx> bodies;
  for (size_t i = 1; i < n.children.size(); ++i) {
    bodies.push_back(node(expr, n.children[i], inner));
    if (bodies.back() == kNoOp) return kNoOp;
  }
  at_expr_ = expr;
  at_node_ = here;
  if (bodies.empty()) return unsupported("this macro", "这种宏");
  op.args = {range};
  return reduce(expr, n, std::move(op), std::move(bodies), key);
}

namespace {

/// Functions that exec works out over whole vectors, besides comparisons and those handled one by one in call().
bool has_columnar_form(Function f) {
  switch (f) {
    case Function::add_int: case Function::sub_int: case Function::mul_int: case Function::div_int: case Function::mod_int:
    case Function::negate_int: case Function::add_double: case Function::sub_double: case Function::mul_double:
    case Function::div_double: case Function::negate_double: case Function::int_double: case Function::int_string:
    case Function::double_int: case Function::double_string: case Function::days_int: case Function::add_duration:
    case Function::sub_duration: case Function::add_string: case Function::size_string: case Function::string_size:
    case Function::contains_string: case Function::starts_with_string: case Function::ends_with_string: case Function::matches:
    case Function::matches_string: case Function::string_int: case Function::string_double: case Function::string_bool:
    case Function::bool_string: case Function::add_date_duration: case Function::add_duration_date:
    case Function::sub_date_duration: case Function::sub_date_date: case Function::date_string: case Function::date_year:
    case Function::date_half_year: case Function::date_quarter: case Function::date_month: case Function::date_day:
    case Function::date_weekday: case Function::date_iso_week: case Function::date_iso_year: case Function::working_day:
    case Function::previous_working_day: case Function::next_working_day: case Function::add_working_days:
    case Function::in_period:
    case Function::date_add_months: case Function::string_date: case Function::latest_two:
    case Function::earliest_two: case Function::timestamp_string: case Function::timestamp_int: case Function::duration_string:
    case Function::string_duration: case Function::timestamp_date: case Function::sub_timestamp_timestamp:
    case Function::add_timestamp_duration: case Function::add_duration_timestamp: case Function::sub_timestamp_duration:
    case Function::int_timestamp: case Function::string_timestamp:
      return true;
    default:
      return (f >= Function::get_full_year && f <= Function::get_milliseconds_duration) ||
             (f >= Function::less_bool && f <= Function::greater_equal_number);
  }
}

}  // namespace

OpIx Builder::call(ExprIx expr, const Node& n, const Environment& environment) {
  const cel::NodeId here = at_node_;
  Op op;
  op.code = Code::call;
  op.a = n.function;
  for (const cel::NodeId child : n.children) {
    op.args.push_back(node(expr, child, environment));
    if (op.args.back() == kNoOp) return kNoOp;
  }
  at_expr_ = expr;
  at_node_ = here;
  const auto rep = [&](size_t i) { return program_[op.args[i]].rep; };
  const auto number = [&](size_t i) { return rep(i) == Rep::integer || rep(i) == Rep::real; };
  const auto row_by_row = [&] { return scalar(Shape::node, op.args, n.type); };
  const Function f = static_cast<Function>(n.function);
  if (n.function < 0) return row_by_row();
  switch (f) {
    case Function::equals:
    case Function::not_equals: {
      const Rep a = rep(0), b = rep(1);
      if (number(0) && number(1)) return intern(std::move(op));
      if (a != b || a == Rep::rows || a == Rep::entries || a == Rep::value) return row_by_row();
      const Rep x = program_[op.args[0]].element, y = program_[op.args[1]].element;
      const bool numbers = (x == Rep::integer || x == Rep::real) && (y == Rep::integer || y == Rep::real);
      if (a == Rep::list && ((x != y && !numbers) || x == Rep::value)) return row_by_row();
      return intern(std::move(op));
    }
    case Function::in_list: {
      const Op& list = program_[op.args[1]];
      const bool numbers = number(0) && (list.element == Rep::integer || list.element == Rep::real);
      if (list.rep == Rep::list && rep(0) < Rep::list && (list.element == rep(0) || numbers)) return intern(std::move(op));
      return row_by_row();
    }
    case Function::in_map: return rep(0) == Rep::text && rep(1) == Rep::entries ? intern(std::move(op)) : row_by_row();
    case Function::size_list:
    case Function::list_size:
      return rep(0) == Rep::list || rep(0) == Rep::rows ? intern_as(std::move(op), Rep::integer) : row_by_row();
    case Function::size_map:
    case Function::map_size: return rep(0) == Rep::entries ? intern_as(std::move(op), Rep::integer) : row_by_row();
    case Function::add_list: {
      const Op &a = program_[op.args[0]], &b = program_[op.args[1]];
      if (a.rep != Rep::list || b.rep != Rep::list || a.element != b.element || a.element >= Rep::row) return row_by_row();
      op.element = a.element;
      op.table = a.table;
      return intern_as(std::move(op), Rep::list);
    }
    case Function::latest_list:
    case Function::earliest_list:
      return rep(0) == Rep::list && program_[op.args[0]].element == Rep::date ? intern_as(std::move(op), Rep::date) : row_by_row();
    case Function::less_number:
    case Function::less_equal_number:
    case Function::greater_number:
    case Function::greater_equal_number: return number(0) && number(1) ? intern(std::move(op)) : row_by_row();
    // Identities.
    case Function::int_int:
    case Function::double_double:
    case Function::string_string:
    case Function::bool_bool:
    case Function::timestamp_timestamp:
    case Function::duration_duration: return rep(0) == Rep::value ? row_by_row() : op.args[0];
    default: break;
  }
  // The rest by signature: every argument and the result must be held as the function's vectors are. A value of open type is what
  // the signature asks for, or an error.
  if (!has_columnar_form(f)) return row_by_row();
  const std::vector<cel::Overload>& table = cel::overload_table();
  const auto found = std::find_if(table.begin(), table.end(), [&](const cel::Overload& o) { return o.id == f; });
  Rep element = Rep::boolean;
  int unused = -1;
  bool fits = found != table.end() && rep_of(n.type, op.rep, element, unused) && op.rep < Rep::row;
  for (size_t i = 0; fits && i < op.args.size() && i < found->parameters.size(); ++i) {
    if (rep(i) == Rep::value && rules_.types[found->parameters[i]].kind != TypeKind::dyn) op.args[i] = as(op.args[i], found->parameters[i]);
    fits = op.args[i] != kNoOp && rep(i) < Rep::row;
  }
  return fits ? intern(std::move(op)) : row_by_row();
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
