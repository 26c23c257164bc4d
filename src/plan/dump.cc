// The program as text, one operation a line, for tests and for people.
//
// In:   Program.   Out: lines `%n rep = code args  [slots]`.   Cost: O(operations).   Test: tests/exec/plan_test.cc
#include "plan/plan.h"

#include "plan/program.h"

namespace hegui::plan {
namespace {

const char* word(Code code) {
  switch (code) {
    case Code::constant: return "constant";
    case Code::param: return "param";
    case Code::slot: return "slot";
    case Code::local: return "local";
    case Code::registry: return "registry";
    case Code::field: return "field";
    case Code::has_field: return "has_field";
    case Code::has_collection: return "has_collection";
    case Code::collection: return "collection";
    case Code::nested: return "nested";
    case Code::flatten: return "flatten";
    case Code::parent: return "parent";
    case Code::follow: return "follow";
    case Code::follow_owner: return "follow_owner";
    case Code::exists: return "exists";
    case Code::all: return "all";
    case Code::exists_one: return "exists_one";
    case Code::map: return "map";
    case Code::filter: return "filter";
    case Code::select: return "select";
    case Code::and_: return "and";
    case Code::or_: return "or";
    case Code::not_: return "not";
    case Code::choose: return "choose";
    case Code::list: return "list";
    case Code::index: return "index";
    case Code::entry: return "entry";
    case Code::call: return "call";
    case Code::at: return "at";
    case Code::scalar: return "row by row";
  }
  return "?";
}

const char* word(Rep rep) {
  constexpr const char* kWords[] = {"bool", "int", "double", "text", "date", "time", "span", "row", "owner", "list", "rows", "entries", "value"};
  return kWords[static_cast<size_t>(rep)];
}

const char* slot_word(int slot) {
  constexpr const char* kWords[] = {"holder", "row", "parent", "item", "trigger", "member", "day", "as_of", "registry"};
  return slot >= 0 && slot < 9 ? kWords[slot] : "?";
}

const char* word(Shape shape) {
  constexpr const char* kWords[] = {"node",           "same",         "optional_value", "optional_map", "optional_flat_map",
                                    "optional_where", "optional_has", "items",          "keys",         "subscript",
                                    "zip",            "merge"};
  return kWords[static_cast<size_t>(shape)];
}

/// What a scalar operation does: the name of the function, the sign, the macro.
std::string form_word(const Program& program, const Form& form) {
  if (form.shape != Shape::node) return word(form.shape);
  const cel::Node& n = program.rules->exprs[static_cast<size_t>(form.expr)].ast[form.node];
  switch (n.kind) {
    case cel::NodeKind::select: return "." + n.text;
    case cel::NodeKind::has: return "has ." + n.text;
    case cel::NodeKind::subscript: return "[]";
    case cel::NodeKind::list: return "list";
    case cel::NodeKind::map: return "map";
    case cel::NodeKind::type_value: return "type";
    default: return n.text;
  }
}

std::string text_of(const cel::Literal& v) {
  using Kind = cel::Literal::Kind;
  switch (v.kind) {
    case Kind::boolean: return v.boolean ? "true" : "false";
    case Kind::double_value: return std::to_string(v.real);
    case Kind::string: return "'" + v.text + "'";
    case Kind::date: return format_date(static_cast<Day>(v.integer));
    case Kind::null: return "null";
    case Kind::uint_value: return std::to_string(static_cast<uint64_t>(v.integer)) + "u";
    case Kind::bytes: return "b'" + v.text + "'";
    default: return std::to_string(v.integer);
  }
}

std::string field_word(const Program& program, const Op& op) {
  const Op& base = program[op.args[0]];
  if (op.a < 0) return "?";
  const Model& model = *program.rules->model;
  if (base.rep == Rep::owner) {
    const OwnerType& owner = model.owners[static_cast<size_t>(base.table)];
    return op.code == Code::collection || op.code == Code::has_collection ? owner.collections[static_cast<size_t>(op.a)].name
                                                                          : owner.fields[static_cast<size_t>(op.a)].name;
  }
  return program.row_type(base.table).fields[static_cast<size_t>(op.a)].name;
}

}  // namespace

std::string dump(const Program& program) {
  std::string out;
  for (size_t i = 0; i < program.ops.size(); ++i) {
    const Op& op = program.ops[i];
    out += "%" + std::to_string(i) + " " + word(op.rep) + " = " + word(op.code);
    switch (op.code) {
      case Code::constant: out += " " + text_of(program.values[static_cast<size_t>(op.value)]); break;
      case Code::param: out += " $" + program.rules->params[static_cast<size_t>(op.a)].name; break;
      case Code::slot: out += std::string(" ") + slot_word(op.a); break;
      case Code::local: out += " #" + std::to_string(op.a); break;
      case Code::field:
      case Code::has_field:
      case Code::has_collection:
      case Code::nested:
      case Code::flatten:
      case Code::collection: out += " ." + field_word(program, op); break;
      case Code::scalar: out += " " + form_word(program, program.forms[static_cast<size_t>(op.value)]); break;
      case Code::call: out += " " + std::string(cel::id_of(static_cast<cel::Function>(op.a))); break;
      default: break;
    }
    for (const OpIx arg : op.args) out += " %" + std::to_string(arg);
    if (op.body2 != kNoOp) out += " where %" + std::to_string(op.body2);
    if (op.body != kNoOp) out += " each #" + std::to_string(op.a) + " %" + std::to_string(op.body);
    out += '\n';
  }
  for (size_t d = 0; d < program.duties.size(); ++d) {
    const DutyPlan& duty = program.duties[d];
    out += "duty " + program.rules->duties[d].id;
    if (duty.when != kNoOp) out += " when %" + std::to_string(duty.when);
    for (const CountPlan& count : duty.counts) {
      out += " count %" + std::to_string(count.rows.rows);
      if (count.when != kNoOp) out += " unless %" + std::to_string(count.when);
    }
    out += '\n';
  }
  return out;
}

}  // namespace hegui::plan
