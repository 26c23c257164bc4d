// From a tree to instructions.   In/Out: row_program.h.
// Idea: a node whose value is a constant, an input or a variable needs no instruction: its register is used where it stands.
// Recursion is as deep as the tree, which the parser bounds; kDeepest stops trees that came another way.
// Cost: O(nodes).   Test: tests/exec/row_machine_test.cc
#include <algorithm>
#include <map>

#include "exec/row_program.h"

namespace hegui::exec::row {

using cel::Function;
using cel::Macro;
using cel::Node;
using cel::NodeId;
using cel::NodeKind;

namespace {

constexpr int kDeepest = 1000;
constexpr size_t kRegisters = 60'000;

class Compiler {
 public:
  Compiler(const cel::Ast& ast, const cel::TypePool& types, const Cut& cut, Code& code)
      : ast_(ast), types_(types), cut_(cut), code_(code) {}

  bool run(NodeId root) {
    code_.result = node(root, true);
    return !failed_;
  }

 private:
  uint16_t fresh() {
    if (code_.registers.size() >= kRegisters) {
      failed_ = true;
      return 0;
    }
    code_.registers.push_back(Value{});
    return static_cast<uint16_t>(code_.registers.size() - 1);
  }
  uint16_t constant(const Value& value) {
    const uint16_t reg = fresh();
    if (!failed_) code_.registers[reg] = value;
    return reg;
  }
  uint16_t text(const std::string& value, Tag tag = Tag::text) {
    const auto [place, first] = texts_.try_emplace({tag, value}, uint16_t{0});
    if (first) {
      code_.texts.push_back(value);
      place->second = constant(Value::text(code_.texts.back(), tag));
    }
    return place->second;
  }
  size_t emit(Instruction i) {
    code_.instructions.push_back(i);
    return code_.instructions.size() - 1;
  }
  int32_t here() const { return static_cast<int32_t>(code_.instructions.size()); }
  Instruction& at(size_t i) { return code_.instructions[i]; }
  uint16_t emit_to(Op op, uint16_t a, uint16_t b = kNoRegister, int32_t c = -1, int32_t d = 0) {
    const uint16_t dst = fresh();
    emit({op, 0, dst, a, b, c, d});
    return dst;
  }
  uint16_t fail(cel::ErrorKind kind) { return emit_to(Op::fail, kNoRegister, kNoRegister, static_cast<int32_t>(kind)); }

  uint16_t node(NodeId id, bool root = false) {
    if (failed_ || id == cel::kNoNode || ++depth_ > kDeepest) {
      failed_ = true;
      return 0;
    }
    const uint16_t reg = !root && cut_ && cut_(id) ? input(id) : whole(id);
    --depth_;
    return reg;
  }
  uint16_t input(NodeId id) {
    const uint16_t reg = fresh();
    code_.inputs.push_back({Input::Kind::cut, -1, id, reg});
    return reg;
  }
  uint16_t variable(int slot) {
    if (const auto bound = locals_.find(slot); bound != locals_.end()) return bound->second;
    const auto [place, first] = variables_.try_emplace(slot, uint16_t{0});
    if (first) {
      place->second = fresh();
      code_.inputs.push_back({Input::Kind::variable, slot, cel::kNoNode, place->second});
    }
    return place->second;
  }
  /// A variable of the tree while `body` is compiled.
  template <typename Body>
  void bound(int slot, uint16_t reg, const Body& body) {
    const auto before = locals_.find(slot);
    const int hidden = before == locals_.end() ? -1 : before->second;
    locals_[slot] = reg;
    body();
    if (hidden >= 0) {
      locals_[slot] = static_cast<uint16_t>(hidden);
    } else {
      locals_.erase(slot);
    }
  }

  uint16_t whole(NodeId id) {
    const Node& n = ast_[id];
    switch (n.kind) {
      case NodeKind::literal:
        return literal(n.literal);
      case NodeKind::variable:
        return variable(n.index);
      case NodeKind::type_value: {
        const bool known = n.index >= 0 && static_cast<size_t>(n.index) < types_.size();
        return known ? text(types_.value_name(static_cast<cel::TypeId>(n.index)), Tag::type) : fail(cel::ErrorKind::unbound);
      }
      case NodeKind::select:
        return emit_with(Op::select, n.children[0], text(n.text), n.optional);
      case NodeKind::has: {
        // has(x.f): the child is x with the field named here, or the selection itself.
        const Node& child = ast_[n.children[0]];
        const bool selection = n.text.empty() && child.kind == NodeKind::select;
        return emit_with(Op::has, selection ? child.children[0] : n.children[0], text(selection ? child.text : n.text), false);
      }
      case NodeKind::subscript: {
        const uint16_t base = node(n.children[0]), key = node(n.children[1]);
        return emit_to(Op::subscript, base, key, -1, n.optional ? 1 : 0);
      }
      case NodeKind::call:
        return call(n);
      case NodeKind::list:
      case NodeKind::map:
        return elements(n);
      case NodeKind::and_:
      case NodeKind::or_:
        return chain(n);
      case NodeKind::not_:
        return emit_to(Op::not_, node(n.children[0]));
      case NodeKind::conditional:
        return conditional(n);
      case NodeKind::comprehension:
        return n.macro == Macro::opt_map || n.macro == Macro::opt_flat_map ? optional_map(n) : comprehension(n);
      case NodeKind::bind:
      case NodeKind::block: {
        std::vector<std::pair<int, uint16_t>> given;
        for (size_t i = 0; i + 1 < n.children.size(); ++i) {
          const int slot = n.slot + static_cast<int>(i);
          given.emplace_back(slot, node(n.children[i]));
          locals_[slot] = given.back().second;
        }
        const uint16_t body = node(n.children.back());
        for (const auto& [slot, reg] : given) locals_.erase(slot);
        return body;
      }
      case NodeKind::name:
      case NodeKind::param:
      case NodeKind::rows:
      case NodeKind::definition:
        break;
    }
    return fail(cel::ErrorKind::unbound);
  }

  uint16_t literal(const cel::Literal& l) {
    using Kind = cel::Literal::Kind;
    switch (l.kind) {
      case Kind::null:
        return constant(Value{});
      case Kind::boolean:
        return constant(Value::of(l.boolean));
      case Kind::int_value:
        return constant(Value::of(l.integer));
      case Kind::uint_value:
        return constant(Value::of(static_cast<uint64_t>(l.integer)));
      case Kind::double_value:
        return constant(Value::of(l.real));
      case Kind::string:
        return text(l.text);
      case Kind::bytes:
        return text(l.text, Tag::bytes);
      case Kind::date:
        return constant(Value::date({static_cast<Day>(l.integer), static_cast<Day>(l.integer)}));
      case Kind::duration:
        return constant(Value::span(l.integer));
    }
    return fail(cel::ErrorKind::unbound);
  }

  uint16_t emit_with(Op op, NodeId child, uint16_t key, bool optional) {
    return emit_to(op, node(child), key, -1, optional ? 1 : 0);
  }

  uint16_t chain(const Node& n) {
    const Op op = n.kind == NodeKind::and_ ? Op::and_ : Op::or_;
    const uint16_t dst = fresh();
    // The register is written before it is read: the first operand is taken into the neutral truth.
    std::vector<size_t> jumps;
    for (size_t i = 0; i < n.children.size(); ++i) {
      const uint16_t operand = node(n.children[i]);
      jumps.push_back(emit({op, 0, dst, operand, kNoRegister, -1, i == 0 ? 1 : 0}));
    }
    for (const size_t jump : jumps) at(jump).c = here();
    return dst;
  }

  uint16_t conditional(const Node& n) {
    const uint16_t dst = fresh();
    const size_t branch = emit({Op::branch, 0, dst, node(n.children[0])});
    emit({Op::move, 0, dst, node(n.children[1])});
    const size_t skip = emit({Op::jump});
    at(branch).c = here();
    emit({Op::move, 0, dst, node(n.children[2])});
    at(skip).c = here();
    at(branch).d = here();
    return dst;
  }

  uint16_t elements(const Node& n) {
    std::vector<uint16_t> regs, marks;
    const bool map = n.kind == NodeKind::map;
    for (size_t i = 0; i < n.children.size(); ++i) {
      regs.push_back(node(n.children[i]));
      const bool marked = std::find(n.optionals.begin(), n.optionals.end(), n.children[i]) != n.optionals.end();
      if (!map || i % 2 == 0) marks.push_back(marked ? 1 : 0);
    }
    const int32_t first = static_cast<int32_t>(code_.operands.size());
    code_.operands.insert(code_.operands.end(), regs.begin(), regs.end());
    // The marks of optional elements follow the operands.
    const bool any = std::find(marks.begin(), marks.end(), 1) != marks.end();
    if (any) code_.operands.insert(code_.operands.end(), marks.begin(), marks.end());
    const uint16_t dst = fresh();
    emit({map ? Op::map : Op::list, 0, dst, any ? uint16_t{1} : kNoRegister, kNoRegister, first,
          static_cast<int32_t>(regs.size())});
    return dst;
  }

  static std::optional<Op> comparison(std::string_view name) {
    if (name == "_==_") return Op::equal;
    if (name == "_!=_") return Op::not_equal;
    if (name == "_<_") return Op::less;
    if (name == "_<=_") return Op::less_equal;
    if (name == "_>_") return Op::greater;
    if (name == "_>=_") return Op::greater_equal;
    if (name == "@in") return Op::in;
    return std::nullopt;
  }
  static std::optional<Op> arithmetic(std::string_view name) {
    if (name == "_+_") return Op::add;
    if (name == "_-_") return Op::subtract;
    if (name == "_*_") return Op::multiply;
    if (name == "_/_") return Op::divide;
    return std::nullopt;
  }

  uint16_t call(const Node& n) {
    if (n.children.size() == 2) {
      if (const auto op = comparison(n.text)) {
        const uint16_t a = node(n.children[0]), b = node(n.children[1]);
        return emit_to(*op, a, b);
      }
      if (n.receiver && (n.text == "or" || n.text == "orValue")) {
        const uint16_t dst = fresh();
        const size_t jump = emit({Op::otherwise, 0, dst, node(n.children[0]), kNoRegister, -1, n.text == "or" ? 0 : 1});
        const uint16_t other = node(n.children[1]);
        if (n.text == "or") {
          emit({Op::wrap, 0, dst, other, kNoRegister, -1, 1});
        } else {
          emit({Op::move, 0, dst, other});
        }
        at(jump).c = here();
        return dst;
      }
      const auto function = static_cast<Function>(n.function);
      const bool literal_pattern =
          ast_[n.children[1]].kind == NodeKind::literal && ast_[n.children[1]].literal.kind == cel::Literal::Kind::string;
      if (!cut_ && n.function >= 0 && (function == Function::matches || function == Function::matches_string) &&
          literal_pattern) {
        code_.patterns.push_back(cel::leaf::Pattern::compile(ast_[n.children[1]].literal.text));
        const int32_t pattern = static_cast<int32_t>(code_.patterns.size() - 1);
        return emit_to(Op::matches, node(n.children[0]), kNoRegister, pattern);
      }
    }
    std::vector<uint16_t> regs;
    for (const NodeId child : n.children) regs.push_back(node(child));
    const int32_t first = static_cast<int32_t>(code_.operands.size());
    code_.operands.insert(code_.operands.end(), regs.begin(), regs.end());
    const int32_t count = static_cast<int32_t>(regs.size());
    const uint16_t dst = fresh();
    const uint16_t set = overloads_of(n);
    const auto fast = regs.size() == 2 ? arithmetic(n.text) : std::nullopt;
    if (fast) {
      emit({*fast, 0, dst, regs[0], regs[1], set});
    } else if (n.function >= 0) {
      emit({Op::call, 0, dst, kNoRegister, set, first, count});
    } else {
      emit({Op::choose, 0, dst, kNoRegister, set, first, count});
    }
    return dst;
  }

  /// The overloads a call may mean: the one the checker chose, or all of its name and number of operands.
  uint16_t overloads_of(const Node& n) {
    const std::string name = n.text.starts_with('.') ? n.text.substr(1) : n.text;
    const std::string key =
        n.function >= 0 ? "#" + std::to_string(n.function) : name + (n.receiver ? "." : "") + std::to_string(n.children.size());
    const auto [place, first] = sets_.try_emplace(key, static_cast<uint16_t>(code_.sets.size()));
    if (!first) return place->second;
    OverloadSet set;
    for (const cel::Overload& o : cel::overload_table()) {
      if (n.function >= 0 ? static_cast<int>(o.id) != n.function : o.name != name || o.receiver != n.receiver) continue;
      set.known = true;
      const size_t count = n.children.size();
      if (o.variadic ? o.parameters.size() > count : o.parameters.size() != count) continue;
      OverloadSet::Entry entry{o.id, {}};
      // Ids of the types in the register are the same in every pool.
      for (const cel::TypeId p : o.parameters) entry.parameters.push_back(types_[p].kind);
      entry.parameters.resize(count, entry.parameters.empty() ? cel::TypeKind::dyn : entry.parameters.back());
      set.entries.push_back(std::move(entry));
    }
    code_.sets.push_back(std::move(set));
    return place->second;
  }

  uint16_t optional_map(const Node& n) {
    const uint16_t dst = fresh(), var = fresh();
    const size_t gate = emit({Op::gate, 0, var, node(n.children[0]), dst});
    bound(n.slot, var, [&] {
      const uint16_t body = node(n.children.back());
      emit({Op::wrap, 0, dst, body, kNoRegister, -1, n.macro == Macro::opt_flat_map ? 1 : 0});
    });
    at(gate).c = here();
    return dst;
  }

  uint16_t comprehension(const Node& n) {
    const uint16_t range = node(n.children[0]);
    const uint16_t dst = fresh(), first = fresh(), second = n.slot2 >= 0 ? fresh() : kNoRegister;
    const uint8_t level = static_cast<uint8_t>(level_);
    if (level_ >= 200) failed_ = true;
    code_.levels = std::max(code_.levels, ++level_);
    const int32_t macro = static_cast<int32_t>(n.macro);
    const size_t open = emit({Op::open, level, dst, range, kNoRegister, -1, n.slot2 >= 0 ? 1 : 0});
    const int32_t head = here();
    const size_t next = emit({Op::next, level, first, second});
    std::vector<size_t> decided;
    const auto body = [&] {
      if (n.children.size() == 3) emit({Op::keep, level, kNoRegister, node(n.children[1]), kNoRegister, head});
      const uint16_t value = node(n.children.back());
      decided.push_back(emit({Op::take, level, kNoRegister, value, first, -1, macro}));
    };
    if (n.slot2 >= 0) {
      bound(n.slot, first, [&] { bound(n.slot2, second, body); });
    } else {
      bound(n.slot, first, body);
    }
    emit({Op::jump, 0, kNoRegister, kNoRegister, kNoRegister, head});
    at(next).c = here();
    at(next).d = here() - head;  // what one element may cost
    for (const size_t jump : decided) at(jump).c = here();
    emit({Op::close, level, dst, kNoRegister, kNoRegister, -1, macro});
    at(open).c = here();
    --level_;
    return dst;
  }

  const cel::Ast& ast_;
  const cel::TypePool& types_;
  const Cut& cut_;
  Code& code_;
  std::map<int, uint16_t> locals_, variables_;
  std::map<std::pair<Tag, std::string>, uint16_t> texts_;
  std::map<std::string, uint16_t> sets_;
  int depth_ = 0;
  int level_ = 0;
  bool failed_ = false;
};

const char* word(Op op) {
  constexpr const char* kWords[] = {"move",      "jump",   "and",        "or",        "not",           "branch", "equal",
                                    "not_equal", "less",   "less_equal", "greater",   "greater_equal", "add",    "subtract",
                                    "multiply",  "divide", "in",         "subscript", "select",        "has",    "list",
                                    "map",       "call",   "choose",     "matches",   "fail",          "gate",   "wrap",
                                    "otherwise", "open",   "next",       "keep",      "take",          "close"};
  return kWords[static_cast<size_t>(op)];
}

}  // namespace

bool fits(cel::TypeKind parameter, Tag tag) {
  using Kind = cel::TypeKind;
  switch (parameter) {
    case Kind::boolean:
      return tag == Tag::boolean;
    case Kind::int_type:
      return tag == Tag::integer;
    case Kind::uint_type:
      return tag == Tag::natural;
    case Kind::double_type:
      return tag == Tag::real;
    case Kind::string:
    case Kind::enumeration:
    case Kind::reference:
      return tag == Tag::text;
    case Kind::bytes:
      return tag == Tag::bytes;
    case Kind::timestamp:
      return tag == Tag::moment || tag == Tag::moments;
    case Kind::duration:
      return tag == Tag::span;
    case Kind::date:
      return tag == Tag::date;
    case Kind::list:
      return tag == Tag::list;
    case Kind::map:
      return tag == Tag::map;
    case Kind::optional:
      return tag == Tag::optional;
    case Kind::type:
      return tag == Tag::type;
    case Kind::null_type:
      return tag == Tag::null;
    case Kind::dyn:
    case Kind::variable:
      return true;
    default:
      return false;
  }
}

std::shared_ptr<const Code> compile(const cel::Ast& ast, NodeId root, const cel::TypePool& types, const Cut& cut) {
  auto code = std::make_shared<Code>();
  if (!Compiler(ast, types, cut, *code).run(root)) return nullptr;
  return code;
}

std::string Code::dump() const {
  std::string out;
  const auto reg = [](uint16_t r) { return r == kNoRegister ? std::string() : " r" + std::to_string(r); };
  for (size_t i = 0; i < instructions.size(); ++i) {
    const Instruction& in = instructions[i];
    out += std::to_string(i) + " " + word(in.op) + reg(in.dst) + reg(in.a) + reg(in.b);
    if (in.c >= 0) out += " " + std::to_string(in.c);
    if (in.d != 0) out += " #" + std::to_string(in.d);
    out += '\n';
  }
  return out + "result r" + std::to_string(result) + '\n';
}

}  // namespace hegui::exec::row
