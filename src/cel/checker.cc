// Macros, literals, conditions and the whole checked. In: a parsed Expression, an Environment. Out: types and resolved names
// in the tree, or diagnostics HG3010-HG3023.
// Idea: one walk from the leaves up; a part that failed has type `error`, which fits everywhere, so each error is told once.
// Depth is bounded by the parser.   Cost: O(nodes * overloads).   Test: tests/cel/checker_test.cc
#include "cel/checker.h"

#include <algorithm>
#include <set>

namespace hegui::cel {

namespace {

bool is_numeric(TypeKind kind) {
  return kind == TypeKind::int_type || kind == TypeKind::uint_type || kind == TypeKind::double_type;
}
bool is_open(TypeKind kind) { return kind == TypeKind::dyn || kind == TypeKind::error || kind == TypeKind::variable; }
bool is_map_key(TypeKind kind) {
  return is_open(kind) || kind == TypeKind::int_type || kind == TypeKind::uint_type || kind == TypeKind::boolean ||
         kind == TypeKind::string || kind == TypeKind::enumeration || kind == TypeKind::reference;
}
bool in_name(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

template <typename Value>
void sort_unique(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

Checker::Checker(Expression& expression, const Environment& environment, Diagnostics& diagnostics)
    : expression_(expression),
      ast_(expression.ast),
      environment_(environment),
      pool_(*environment.types),
      diagnostics_(diagnostics),
      names_(environment),
      infer_(*environment.types, environment.model == nullptr) {}

bool Checker::run(TypeId expected) {
  if (ast_.root == kNoNode) return false;
  expression_.uses = 0;
  expression_.params.clear();
  expression_.definitions.clear();
  expression_.selections.clear();
  infer(ast_.root);
  match_expected(expected);
  for (Node& node : ast_.nodes) node.type = infer_.ground(node.type);
  expression_.type = ast_[ast_.root].type;
  sort_unique(expression_.params);
  sort_unique(expression_.definitions);
  sort_unique(expression_.selections);
  return !failed_ && check_cost();
}

// Reports.

Diagnostics::Builder Checker::report(Code code, uint32_t begin, uint32_t end, std::string en, std::string zh) {
  failed_ = true;
  const Span span = expression_.map.span(expression_.source, begin, end, static_cast<uint32_t>(ast_.text.size()));
  return diagnostics_.report(code, span, std::move(en), std::move(zh));
}

Diagnostics::Builder Checker::report(Code code, NodeId id, std::string en, std::string zh) {
  return report(code, ast_[id].begin, ast_[id].end, std::move(en), std::move(zh));
}

Diagnostics::Builder Checker::report_telling(Code code, NodeId id, std::string en, std::string zh) {
  const uint32_t begin = ast_[id].at;
  uint32_t end = begin;
  const std::string& text = ast_.text;
  if (end < text.size() && in_name(text[end])) {
    while (end < text.size() && in_name(text[end])) ++end;
  } else if (end < text.size() && text[end] == '`') {
    const size_t close = text.find('`', end + 1);
    end = close == std::string::npos ? end + 1 : static_cast<uint32_t>(close + 1);
  } else {
    const std::string_view two = std::string_view(text).substr(std::min<size_t>(begin, text.size()), 2);
    end += two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "&&" || two == "||" ? 2 : 1;
  }
  return report(code, begin, end, std::move(en), std::move(zh));
}

// The walk.

TypeId Checker::infer(NodeId id) {
  TypeId type = pool_.error;
  switch (ast_[id].kind) {
    case NodeKind::literal:
      type = infer_literal(id);
      break;
    case NodeKind::name:
      type = infer_name(id);
      break;
    case NodeKind::variable: {
      if (ast_[id].index < kFirstLocal) {
        type = ast_[id].type;  // the holder that a bare definition stands for
        break;
      }
      const auto local = static_cast<size_t>(ast_[id].index - kFirstLocal);
      type = local < local_types_.size() ? local_types_[local] : pool_.dyn;
      break;
    }
    case NodeKind::param:
      type = infer_param(id);
      break;
    case NodeKind::select:
    case NodeKind::has:
      type = infer_select(id);
      break;
    case NodeKind::subscript:
      type = infer_subscript(id);
      break;
    case NodeKind::call:
      type = infer_call(id);
      break;
    case NodeKind::list:
      type = infer_list(id);
      break;
    case NodeKind::map:
      type = infer_map(id);
      break;
    case NodeKind::and_:
    case NodeKind::or_: {
      const bool conjunction = ast_[id].kind == NodeKind::and_;
      const std::vector<NodeId> children = ast_[id].children;
      for (const NodeId child : children)
        require_bool(child, conjunction ? "beside &&" : "beside ||", conjunction ? "&& 的两边" : "|| 的两边");
      type = pool_.boolean;
      break;
    }
    case NodeKind::not_:
      require_bool(ast_[id].children[0], "after !", "! 之后");
      type = pool_.boolean;
      break;
    case NodeKind::conditional:
      type = infer_conditional(id);
      break;
    case NodeKind::comprehension:
      type = infer_comprehension(id);
      break;
    case NodeKind::bind:
      type = infer_bind(id);
      break;
    case NodeKind::block:
      type = infer_block(id);
      break;
    case NodeKind::rows:
    case NodeKind::definition:
    case NodeKind::type_value:
      type = ast_[id].type;
      break;  // checked before
  }
  ast_[id].type = type;
  return type;
}

TypeId Checker::infer_literal(NodeId id) {
  switch (ast_[id].literal.kind) {
    case Literal::Kind::null:
      return pool_.null_type;
    case Literal::Kind::boolean:
      return pool_.boolean;
    case Literal::Kind::int_value:
      return pool_.int_type;
    case Literal::Kind::uint_value:
      return pool_.uint_type;
    case Literal::Kind::double_value:
      return pool_.double_type;
    case Literal::Kind::string:
      return pool_.string;
    case Literal::Kind::bytes:
      return pool_.bytes;
    case Literal::Kind::date:
      return pool_.date;
    case Literal::Kind::duration:
      return pool_.duration;
  }
  return pool_.error;
}

// Literals with parts.

/// The type of an element or of a map's value; one written with `?` is an optional, and what it holds counts.
TypeId Checker::infer_entry(NodeId id, bool optional) {
  const TypeId type = infer_.resolve(infer(id));
  if (!optional || type == pool_.error) return type;
  if (pool_[type].kind == TypeKind::optional) return infer_.resolve(pool_[type].args[0]);
  if (is_open(pool_[type].kind)) return pool_.dyn;
  report(Code::expr_type, id, "an entry written with '?' needs an optional value, this is " + type_name(type),
         "带 '?' 的元素应为可选值，此处是 " + type_name(type))
      .hint("leave out the '?'");
  return pool_.error;
}

TypeId Checker::infer_list(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  const std::vector<NodeId> optionals = ast_[id].optionals;
  TypeId element = pool_.error;
  for (const NodeId child : children) {
    const TypeId type = infer_entry(child, std::find(optionals.begin(), optionals.end(), child) != optionals.end());
    if (element == pool_.dyn || type == pool_.error) continue;
    const TypeId joined = infer_.join(element, type);
    element = joined == pool_.error ? pool_.dyn : joined;
  }
  return pool_.list(element == pool_.error ? infer_.fresh() : element);
}

TypeId Checker::infer_map(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  const std::vector<NodeId> optionals = ast_[id].optionals;
  TypeId key = pool_.error;
  TypeId value = pool_.error;
  bool ok = true;
  std::set<std::string> seen;
  const auto widen = [this](TypeId& whole, TypeId type) {
    if (whole == pool_.dyn || type == pool_.error) return;
    const TypeId joined = infer_.join(whole, type);
    whole = joined == pool_.error ? pool_.dyn : joined;
  };
  for (size_t i = 0; i + 1 < children.size(); i += 2) {
    const TypeId key_type = infer(children[i]);
    if (!is_map_key(kind_of(key_type))) {
      report(Code::expr_map_key, children[i], "a value of type " + type_name(key_type) + " cannot be a key",
             type_name(key_type) + " 类型的值不能作键")
          .hint("keys are text, bool, int or uint");
      ok = false;
    } else if (rules() && is_string_literal(children[i]) && !seen.insert(ast_[children[i]].literal.text).second) {
      report(Code::expr_map_key, children[i], "this key stands twice", "此键重复").hint("keep one of them");
      ok = false;
    }
    widen(key, key_type);
    widen(value, infer_entry(children[i + 1], std::find(optionals.begin(), optionals.end(), children[i]) != optionals.end()));
  }
  if (!ok) return pool_.error;
  return pool_.map(key == pool_.error ? infer_.fresh() : key, value == pool_.error ? infer_.fresh() : value);
}

bool Checker::require_bool(NodeId id, const char* where, const char* where_zh) {
  const TypeId type = infer_.resolve(infer(id));
  if (pool_[type].kind == TypeKind::boolean || is_open(pool_[type].kind)) return true;
  auto builder = report(Code::expr_type, id, std::string("a condition is required ") + where + ", this is " + type_name(type),
                        std::string(where_zh) + "应为条件，此处是 " + type_name(type));
  const TypeKind kind = pool_[type].kind;
  const NodeKind node = ast_[id].kind;
  if (node == NodeKind::select && kind != TypeKind::list)
    builder.hint("compare it, or ask whether it is filled: has(" + source_text(id) + ")");
  else if (kind == TypeKind::list && (node == NodeKind::rows || node == NodeKind::select))
    builder.hint("write " + source_text(id) + ".exists(x, ...) or " + source_text(id) + ".size() > 0");
  else
    builder.hint("compare it with something");
  return false;
}

TypeId Checker::infer_conditional(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  const bool condition = require_bool(children[0], "before ?", "? 之前");
  const TypeId then = infer(children[1]);
  const TypeId otherwise = infer(children[2]);
  if (then == pool_.error || otherwise == pool_.error) return pool_.error;
  if (const TypeId joined = infer_.join(then, otherwise); joined != pool_.error) return condition ? joined : pool_.error;
  auto builder = report_telling(
      Code::expr_type, id, "both values of ?: need one type; these are " + type_name(then) + " and " + type_name(otherwise),
      "?: 的两个值应为同一类型，此处是 " + type_name(then) + " 和 " + type_name(otherwise));
  if (is_numeric(kind_of(then)) && is_numeric(kind_of(otherwise)))
    builder.hint("write 1.0 for 1, or double(x)");
  else
    builder.hint("make both the same type");
  return pool_.error;
}

// Macros.

void Checker::set_local(int slot, TypeId type) {
  const auto index = static_cast<size_t>(slot - kFirstLocal);
  if (local_types_.size() <= index) local_types_.resize(index + 1, pool_.dyn);
  local_types_[index] = type;
}

TypeId Checker::infer_comprehension(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  const Macro macro = ast_[id].macro;
  const int slot = ast_[id].slot;
  const int slot2 = ast_[id].slot2;
  const TypeId range = infer_.resolve(infer(children[0]));
  if (macro == Macro::opt_map || macro == Macro::opt_flat_map) return infer_optional_macro(id, range);
  TypeId first = pool_.error;   // what the variable is
  TypeId second = pool_.error;  // value beside an index or key
  bool range_ok = true;
  switch (pool_[range].kind) {
    case TypeKind::error:
      range_ok = false;
      break;
    case TypeKind::dyn:
    case TypeKind::variable:
      first = second = pool_.dyn;
      break;
    case TypeKind::list:
      second = pool_[range].args[0];
      first = slot2 >= 0 ? pool_.int_type : second;
      break;
    case TypeKind::map:
      first = pool_[range].args[0];
      second = pool_[range].args[1];
      break;
    default: {
      range_ok = false;
      auto builder = report(Code::expr_range, children[0],
                            "'" + std::string(source_text(children[0])) + "' is " + type_name(range) + ", not a list",
                            "'" + source_text(children[0]) + "' 是 " + type_name(range) + "，不是列表");
      builder.hint("only lists and maps have all, exists, exists_one, map and filter");
    }
  }
  set_local(slot, first);
  if (slot2 >= 0) set_local(slot2, second);
  const bool transforms = macro == Macro::map || macro == Macro::transform_list || macro == Macro::transform_map ||
                          macro == Macro::transform_map_entry;
  bool ok = range_ok;
  if (!transforms || children.size() == 3) ok = require_bool(children[1], "in this macro", "此宏中") && ok;
  const TypeId body = transforms ? infer_.resolve(infer(children.back())) : pool_.boolean;
  if (!ok || body == pool_.error) return transforms || macro == Macro::filter ? pool_.error : pool_.boolean;
  switch (macro) {
    case Macro::map:
    case Macro::transform_list:
      return pool_.list(body);
    case Macro::transform_map:
      return pool_.map(first, body);
    case Macro::transform_map_entry:
      if (pool_[body].kind == TypeKind::map) return body;
      if (is_open(pool_[body].kind)) return pool_.map(pool_.dyn, pool_.dyn);
      report(Code::expr_type, children.back(), "the entries must be a map, this is " + type_name(body),
             "条目应为映射，此处是 " + type_name(body))
          .hint("write {key: value}");
      return pool_.error;
    case Macro::filter:
      return pool_[range].kind == TypeKind::list ? range : pool_.list(first);
    default:
      return pool_.boolean;
  }
}

/// optMap and optFlatMap: the body over the value of an optional.
TypeId Checker::infer_optional_macro(NodeId id, TypeId range) {
  const std::vector<NodeId> children = ast_[id].children;
  const TypeKind kind = pool_[range].kind;
  const bool ok = kind == TypeKind::optional || is_open(kind);
  if (!ok) {
    report(Code::expr_range, children[0], "'" + source_text(children[0]) + "' is " + type_name(range) + ", not an optional",
           "'" + source_text(children[0]) + "' 是 " + type_name(range) + "，不是可选值")
        .hint("write optional.of(" + source_text(children[0]) + ")");
  }
  set_local(ast_[id].slot, !ok ? pool_.error : kind == TypeKind::optional ? infer_.resolve(pool_[range].args[0]) : pool_.dyn);
  const TypeId body = infer_.resolve(infer(children[1]));
  if (!ok || body == pool_.error) return pool_.error;
  if (ast_[id].macro == Macro::opt_map) return pool_.optional(body);
  if (pool_[body].kind == TypeKind::optional || is_open(pool_[body].kind)) return body;
  report(Code::expr_type, children[1], "this must be an optional, it is " + type_name(body),
         "此处应为可选值，却是 " + type_name(body))
      .hint("write optMap for a plain value");
  return pool_.error;
}

TypeId Checker::infer_bind(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  const TypeId initial = infer(children[0]);
  set_local(ast_[id].slot, initial);
  return infer(children[1]);
}

/// at(DATE, expression) of rules: the expression with another day of judgement. It becomes a `bind` of the slot kDay.
TypeId Checker::infer_at(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  if (children.size() != 2) {
    report_telling(Code::expr_macro, id, "'at' takes a day and an expression", "'at' 的参数为日期和表达式")
        .hint("write at(DATE, expression)");
    return pool_.error;
  }
  const TypeId day = infer_.resolve(infer(children[0]));
  const bool fits = day == pool_.error || infer_.assign(pool_.date, day);
  if (!fits) {
    auto builder = report(Code::expr_type, children[0], "'at' takes a day first, this is " + type_name(day),
                          "'at' 的第一个参数应为日期，此处是 " + type_name(day));
    builder.hint(pool_[day].kind == TypeKind::timestamp ? "write " + source_text(children[0]) + ".date()"
                                                        : "name a date field, or write date('2023-05-19')");
  }
  ++in_at_;
  const TypeId result = infer(children[1]);
  --in_at_;
  ast_[id].kind = NodeKind::bind;
  ast_[id].slot = kDay;
  ast_[id].text = "day";
  return fits ? result : pool_.error;
}

TypeId Checker::infer_block(NodeId id) {
  const std::vector<NodeId> children = ast_[id].children;
  for (size_t i = 0; i + 1 < children.size(); ++i) set_local(ast_[id].slot + static_cast<int>(i), infer(children[i]));
  return infer(children.back());
}

/// The steps it may take, told at the outermost macro that passes the limit.
bool Checker::check_cost() {
  expression_.cost = cost_of(ast_, environment_.limits.assumed_list);
  const uint64_t limit = environment_.limits.max_cost;
  if (expression_.cost <= limit) return true;
  NodeId id = ast_.root;
  for (size_t i = 0; i < ast_.nodes.size(); ++i)
    if (ast_.nodes[i].kind == NodeKind::comprehension &&
        (ast_[id].kind != NodeKind::comprehension || ast_.nodes[i].end - ast_.nodes[i].begin > ast_[id].end - ast_[id].begin))
      id = static_cast<NodeId>(i);
  report_telling(Code::expr_limit, id, "this may take more than " + std::to_string(limit) + " steps",
                 "此处可能需要超过 " + std::to_string(limit) + " 步计算")
      .hint("nest fewer macros, or select rows with a condition first");
  return false;
}

void Checker::match_expected(TypeId expected) {
  const NodeId root = ast_.root;
  if (pool_[expected].kind == TypeKind::dyn) return;
  if (pool_[expected].kind == TypeKind::double_type) adapt_literal(root, TypeKind::double_type);
  const TypeId found = ast_[root].type;
  if (infer_.assign(expected, found)) return;
  const std::string wanted = type_name(expected);
  const std::string is = type_name(found);
  auto builder =
      report(Code::expr_type, root, "this must be " + wanted + ", it is " + is, "此处应为 " + wanted + "，却是 " + is);
  const TypeKind want = pool_[expected].kind;
  const TypeKind have = kind_of(found);
  if (want == TypeKind::date && have == TypeKind::timestamp)
    builder.hint("write " + source_text(root) + ".date()");
  else if (want == TypeKind::date && have == TypeKind::string)
    builder.hint("a date is written date('2023-05-19')");
  else if (want == TypeKind::boolean && ast_[root].kind == NodeKind::select && have != TypeKind::list)
    builder.hint("compare it, or ask whether it is filled: has(" + source_text(root) + ")");
  else if (want == TypeKind::boolean && have == TypeKind::list)
    builder.hint("write .exists(x, ...) or .size() > 0");
  else if (want == TypeKind::double_type && have == TypeKind::int_type)
    builder.hint("write double(...)");
  else
    builder.hint("change the expression so that it gives " + wanted);
}

bool check(Expression& expression, const Environment& environment, TypeId expected, Diagnostics& diagnostics) {
  if (environment.types == nullptr) return false;
  return Checker(expression, environment, diagnostics).run(expected);
}

}  // namespace hegui::cel
