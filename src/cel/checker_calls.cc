// Calls checked: functions, operators, definitions. In: a call node with its arguments. Out: the overload chosen, the type.
// Idea: every overload of the name that fits is collected; one alone is chosen, several (an argument is dyn) leave the choice
// to run time. Numbers of two types may be compared; whole literals then take the other side's type, which changes no result.
// Literals of dates, durations and patterns are read here, so that a wrong one is an error of the rules.
// Cost: O(overloads of the name).   Test: tests/cel/checker_calls_test.cc
#include <algorithm>
#include <cmath>

#include "base/suggest.h"
#include "cel/checker.h"
#include "cel/grammar.h"
#include "cel/leaf.h"

namespace hegui::cel {

namespace {

using Candidates = std::vector<const Overload*>;

bool is_numeric(TypeKind kind) {
  return kind == TypeKind::int_type || kind == TypeKind::uint_type || kind == TypeKind::double_type;
}
bool is_operator(std::string_view name) { return name.starts_with('_') || name.starts_with('@') || name.starts_with('-'); }
bool is_equality(std::string_view name) { return name == "_==_" || name == "_!=_"; }
bool is_order(std::string_view name) { return name == "_<_" || name == "_<=_" || name == "_>_" || name == "_>=_"; }

bool compares_any_numbers(Function function) {
  return function == Function::less_number || function == Function::less_equal_number || function == Function::greater_number ||
         function == Function::greater_equal_number;
}

/// "+" for "_+_".
std::string sign_of(std::string_view name) {
  if (name == "@in") return "in";
  if (name == "-_") return "-";
  return std::string(name.substr(1, name.size() - 2));
}

bool is_iso_date(std::string_view text) { return parse_date(text).has_value(); }

}  // namespace

TypeId Checker::infer_call(NodeId id) {
  if (rules() && !ast_[id].receiver && ast_[id].text == "at") return infer_at(id);
  if (ast_[id].receiver) make_namespace_call(id);
  const bool receiver = ast_[id].receiver;
  bool rooted = ast_[id].text.starts_with('.');
  const std::string written = ast_[id].text.substr(rooted ? 1 : 0);
  const bool sign = is_operator(written);
  const Names::Overloads found = names_.functions(receiver, written, rooted || sign);
  if (found.empty() && receiver && find_macro(written) != nullptr) return wrong_macro(id);
  const std::vector<NodeId> arguments = ast_[id].children;
  bool ok = true;
  for (const NodeId argument : arguments) ok = infer_.resolve(infer(argument)) != pool_.error && ok;
  if (found.empty()) {
    if (!receiver && environment_.name) {
      if (const auto symbol = environment_.name(written); symbol && symbol->kind == Symbol::Kind::definition)
        return infer_definition_call(id, *symbol);
    }
    return unknown_function(id);
  }
  ast_[id].text = found.name;
  if (!ok) {
    // The result is known when every overload gives the same; a comparison stays bool.
    const bool same = std::all_of(found.candidates.begin(), found.candidates.end(),
                                  [&](const Overload* o) { return o->result == pool_.boolean; });
    return same ? pool_.boolean : pool_.error;
  }
  if (is_equality(written) || is_order(written) || written == "@in") {
    if (!check_enumerations(id)) return pool_.boolean;
    adapt_numbers(id);
  }
  if (found.candidates.front()->variadic) return infer_extreme(id, found.candidates.front()->id);
  return choose_overload(id, found.candidates);
}

/// A macro with another number of arguments than it takes.
TypeId Checker::wrong_macro(NodeId id) {
  const MacroWord& macro = *find_macro(ast_[id].text);
  const bool two = macro.least == 3;
  const std::string& name = ast_[id].text;
  report_telling(Code::expr_macro, id, "'" + name + (two ? "' takes two simple names first" : "' takes a simple name first"),
                 "'" + name + (two ? "' 的前两个参数应为简单名称" : "' 的第一个参数应为简单名称"))
      .hint(std::string("write ") + macro.usage);
  return pool_.error;
}

/// `math.greatest(...)`: a receiver that is no value but the first part of a function's name.
bool Checker::make_namespace_call(NodeId id) {
  bool rooted = false;
  const std::string space = dotted(ast_[id].children[0], rooted);
  if (space.empty()) return false;
  const Names::Overloads found = names_.functions(false, space + "." + ast_[id].text, rooted);
  if (found.empty()) return false;
  ast_[id].children.erase(ast_[id].children.begin());
  ast_[id].text = (rooted ? "." : "") + space + "." + ast_[id].text;
  ast_[id].receiver = false;
  return true;
}

/// math.greatest and math.least: numbers, or one list of numbers; the type of all of them, dyn when they differ.
TypeId Checker::infer_extreme(NodeId id, Function function) {
  const std::vector<NodeId> arguments = ast_[id].children;
  const std::string name = ast_[id].text;
  if (arguments.empty()) {
    report_telling(Code::expr_no_overload, id, "'" + name + "' needs at least one number", "'" + name + "' 至少需要一个数")
        .hint("write " + name + "(a, b)");
    return pool_.error;
  }
  const auto is_double = [this](NodeId a) { return kind_of_node(a) == TypeKind::double_type; };
  if (rules() && std::any_of(arguments.begin(), arguments.end(), is_double))
    for (const NodeId argument : arguments) adapt_literal(argument, TypeKind::double_type);
  TypeId result = pool_.error;
  for (const NodeId argument : arguments) {
    TypeId type = infer_.resolve(ast_[argument].type);
    if (arguments.size() == 1 && pool_[type].kind == TypeKind::list) type = infer_.resolve(pool_[type].args[0]);
    if (pool_[type].kind == TypeKind::variable) type = pool_.dyn;
    if (!is_numeric(pool_[type].kind) && pool_[type].kind != TypeKind::dyn) {
      report(Code::expr_no_overload, argument, "'" + name + "' takes numbers, this is " + type_of(argument),
             "'" + name + "' 的参数应为数，此处是 " + type_of(argument))
          .hint("write " + name + "(a, b), or give one list of numbers");
      return pool_.error;
    }
    result = result == pool_.error || result == type ? type : pool_.dyn;
  }
  ast_[id].function = static_cast<int>(function);
  return result;
}

TypeId Checker::infer_definition_call(NodeId id, const Symbol& symbol) {
  const std::string name = ast_[id].text;
  std::string usage = name + "(";
  for (size_t i = 0; i < symbol.parameters.size(); ++i) usage += (i == 0 ? "" : ", ") + type_name(symbol.parameters[i]);
  usage += ")";
  const std::vector<NodeId> arguments = ast_[id].children;
  if (arguments.size() != symbol.parameters.size()) {
    report_telling(Code::expr_arguments, id,
                   "'" + name + "' takes " + std::to_string(symbol.parameters.size()) + " arguments, here are " +
                       std::to_string(arguments.size()),
                   "'" + name + "' 应有 " + std::to_string(symbol.parameters.size()) + " 个参数，此处有 " +
                       std::to_string(arguments.size()) + " 个")
        .hint("write " + usage);
    return pool_.error;
  }
  bool ok = true;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (pool_[symbol.parameters[i]].kind == TypeKind::double_type) adapt_literal(arguments[i], TypeKind::double_type);
    if (infer_.assign(symbol.parameters[i], ast_[arguments[i]].type)) continue;
    ok = false;
    report(Code::expr_arguments, arguments[i],
           "argument " + std::to_string(i + 1) + " of '" + name + "' must be " + type_name(symbol.parameters[i]) + ", it is " +
               type_of(arguments[i]),
           "'" + name + "' 的第 " + std::to_string(i + 1) + " 个参数应为 " + type_name(symbol.parameters[i]) + "，却是 " +
               type_of(arguments[i]))
        .hint("write " + usage);
  }
  if (!ok) return pool_.error;
  ast_[id].kind = NodeKind::definition;
  ast_[id].index = symbol.index;
  expression_.definitions.push_back(symbol.index);
  return symbol.type;
}

TypeId Checker::choose_overload(NodeId id, const Candidates& candidates) {
  const std::vector<NodeId> arguments = ast_[id].children;
  const Overload* chosen = nullptr;
  int fitting = 0;
  TypeId result = pool_.error;
  Inference::Bindings chosen_bindings;
  for (const Overload* candidate : candidates) {
    if (candidate->parameters.size() != arguments.size()) continue;
    if (compares_any_numbers(candidate->id)) {
      const TypeKind a = kind_of_node(arguments[0]);
      const TypeKind b = kind_of_node(arguments[1]);
      const auto fits = [](TypeKind kind) { return is_numeric(kind) || kind == TypeKind::dyn; };
      if (!fits(a) || !fits(b) || (a == b && a != TypeKind::dyn)) continue;
    }
    Inference::Bindings before = infer_.bindings();
    infer_.begin_signature();
    bool fits = true;
    for (size_t i = 0; i < arguments.size() && fits; ++i)
      fits = infer_.assign(candidate->parameters[i], ast_[arguments[i]].type);
    if (fits) {
      const TypeId type = infer_.instantiate(candidate->result);
      result = fitting == 0 || infer_.resolve(result) == infer_.resolve(type) ? type : pool_.dyn;
      if (fitting++ == 0) {
        chosen = candidate;
        chosen_bindings = infer_.bindings();
      }
    }
    infer_.restore(std::move(before));
  }
  const std::string& name = ast_[id].text;
  if (fitting == 0 && (is_equality(name) || name == "@in") && arguments.size() == 2) {
    // Numbers of different types may be equal.
    TypeKind a = kind_of_node(arguments[0]);
    TypeKind b = kind_of_node(arguments[1]);
    const TypeId container = infer_.resolve(ast_[arguments[1]].type);
    Function function = name == "_==_" ? Function::equals : Function::not_equals;
    if (name == "@in") {
      const bool has_elements = b == TypeKind::list || b == TypeKind::map;
      function = b == TypeKind::list ? Function::in_list : Function::in_map;
      b = has_elements ? kind_of(pool_[container].args[0]) : b;
    }
    if (is_numeric(a) && is_numeric(b)) {
      ast_[id].function = static_cast<int>(function);
      return pool_.boolean;
    }
  }
  if (fitting == 0) return no_overload(id, candidates);
  if (fitting > 1) {
    // Free variables may have been bound in each try; the type is open then.
    ast_[id].function = -1;
    return infer_.ground(result);
  }
  infer_.restore(std::move(chosen_bindings));
  ast_[id].function = static_cast<int>(chosen->id);  // -1: declared only
  return finish_call(id, result);
}

/// Literals that are read when the rules are read.
TypeId Checker::finish_call(NodeId id, TypeId result) {
  if (ast_[id].function < 0) return result;
  const auto function = static_cast<Function>(ast_[id].function);
  const std::vector<NodeId> arguments = ast_[id].children;
  const auto becomes = [&](Literal literal) {
    ast_[id].kind = NodeKind::literal;
    ast_[id].children.clear();
    ast_[id].function = -1;
    ast_[id].text.clear();
    ast_[id].literal = std::move(literal);
    return result;
  };
  switch (function) {
    case Function::date_string: {
      if (!is_string_literal(arguments[0])) break;
      const std::string text = ast_[arguments[0]].literal.text;
      const auto day = leaf::date_of(text);
      if (day.ok()) return becomes({Literal::Kind::date, false, day.value, 0, text});
      report(Code::expr_date, arguments[0], "'" + text + "' is not a date", "'" + text + "' 不是日期")
          .hint("write an existing day as date('2023-05-19')");
      return pool_.error;
    }
    case Function::days_int: {
      const Node& argument = ast_[arguments[0]];
      if (argument.kind != NodeKind::literal) break;
      const auto length = leaf::days(argument.literal.integer);
      if (length.ok()) return becomes({Literal::Kind::duration, false, length.value, 0, {}});
      report(Code::expr_date, arguments[0], "this is too many days", "天数过大").hint("at most 106751 days");
      return pool_.error;
    }
    case Function::in_period: {
      if (!is_string_literal(arguments[1]) || leaf::period_of(ast_[arguments[1]].literal.text).ok()) break;
      const std::string text = ast_[arguments[1]].literal.text;
      report(Code::expr_date, arguments[1], "'" + text + "' is not a period", "'" + text + "' 不是日历周期")
          .hint("write 2023, 2023-H1, 2023-Q3, 2023-06 or 2023-W23");
      return pool_.error;
    }
    case Function::duration_string: {
      if (!is_string_literal(arguments[0])) break;
      const std::string text = ast_[arguments[0]].literal.text;
      const auto length = leaf::duration_of(text);
      if (length.ok()) return becomes({Literal::Kind::duration, false, length.value, 0, text});
      if (!rules()) break;
      report(Code::expr_date, arguments[0], "'" + text + "' is not a duration", "'" + text + "' 不是时长")
          .hint("write duration('36h'), or days(3) for days");
      return pool_.error;
    }
    case Function::timestamp_string: {
      if (!rules() || !is_string_literal(arguments[0])) break;
      const std::string text = ast_[arguments[0]].literal.text;
      if (!leaf::timestamp_of(text).ok()) {
        report(Code::expr_date, arguments[0], "'" + text + "' is not a moment", "'" + text + "' 不是时刻")
            .hint("write timestamp('2023-05-19T08:00:00')");
        return pool_.error;
      }
      const size_t time = text.find_first_of("Tt");
      if (time != std::string::npos && text.find_first_of("Zz+-", time) != std::string::npos) {
        report(Code::expr_date, arguments[0], "moments in records are local time; this one names a time zone",
               "记录中的时刻为当地时间，此处却写了时区")
            .hint("write the local time without a zone: timestamp('2023-05-19T08:00:00')");
        return pool_.error;
      }
      break;
    }
    case Function::matches:
    case Function::matches_string: {
      if (!rules() || !is_string_literal(arguments[1])) break;
      if (ast_[arguments[1]].literal.text.size() > environment_.limits.max_pattern_bytes) {
        report(Code::expr_limit, arguments[1],
               "this regular expression is longer than " + std::to_string(environment_.limits.max_pattern_bytes) + " bytes",
               "此正则表达式超过 " + std::to_string(environment_.limits.max_pattern_bytes) + " 字节")
            .hint("split it into several conditions");
        return pool_.boolean;
      }
      std::string why;
      if (leaf::Pattern::compile(ast_[arguments[1]].literal.text, &why) != nullptr) break;
      report(Code::expr_pattern, arguments[1], "this regular expression is invalid: " + why, "此正则表达式无效：" + why)
          .hint("patterns follow RE2: no look-around, no back-references; a raw text r'...' keeps backslashes");
      return pool_.boolean;
    }
    default:
      break;
  }
  return result;
}

// Numbers.

/// Gives a whole literal (or the literals of a list) the other numeric type when its value stays the same.
bool Checker::adapt_literal(NodeId id, TypeKind wanted) {
  Node& node = ast_[id];
  constexpr int64_t kExact = int64_t{1} << 53;
  if (node.kind == NodeKind::list) {
    if (node.children.empty()) return false;
    const std::vector<NodeId> children = node.children;
    for (const NodeId child : children) {
      if (ast_[child].kind != NodeKind::literal) return false;
    }
    bool all = true;
    for (const NodeId child : children) all = (kind_of_node(child) == wanted || adapt_literal(child, wanted)) && all;
    if (all) ast_[id].type = pool_.list(wanted == TypeKind::double_type ? pool_.double_type : pool_.int_type);
    return all;
  }
  if (node.kind != NodeKind::literal) return false;
  Literal& literal = node.literal;
  if (wanted == TypeKind::double_type && literal.kind == Literal::Kind::int_value && literal.integer >= -kExact &&
      literal.integer <= kExact) {
    literal.kind = Literal::Kind::double_value;
    literal.real = static_cast<double>(literal.integer);
    literal.integer = 0;
    node.type = pool_.double_type;
    return true;
  }
  if (wanted == TypeKind::int_type && literal.kind == Literal::Kind::double_value && std::trunc(literal.real) == literal.real &&
      std::fabs(literal.real) <= static_cast<double>(kExact)) {
    literal.kind = Literal::Kind::int_value;
    literal.integer = static_cast<int64_t>(literal.real);
    literal.real = 0;
    node.type = pool_.int_type;
    return true;
  }
  return false;
}

void Checker::adapt_numbers(NodeId id) {
  const NodeId left = ast_[id].children[0];
  const NodeId right = ast_[id].children[1];
  const auto wants = [](TypeKind kind) { return kind == TypeKind::double_type || kind == TypeKind::int_type; };
  if (ast_[left].kind == NodeKind::literal && ast_[right].kind == NodeKind::literal) return;
  const TypeKind a = kind_of_node(left);
  const TypeKind b = kind_of_node(right);
  if (ast_[id].text == "@in") {
    if (ast_[right].kind == NodeKind::list && wants(a) && ast_[left].kind != NodeKind::literal) adapt_literal(right, a);
    const TypeId container = infer_.resolve(ast_[right].type);
    if (b == TypeKind::list && wants(kind_of(pool_[container].args[0])) && ast_[right].kind != NodeKind::list)
      adapt_literal(left, kind_of(pool_[container].args[0]));
    return;
  }
  if (a == b) return;
  if (wants(a)) adapt_literal(right, a);
  if (wants(b)) adapt_literal(left, b);
}

// Enumerations.

/// Every word written where a value of the enumeration is expected must be one of its words.
bool Checker::check_words(NodeId id, int enumeration) {
  if (environment_.model == nullptr || enumeration < 0 || static_cast<size_t>(enumeration) >= environment_.model->enums.size())
    return true;
  if (ast_[id].kind == NodeKind::list || ast_[id].kind == NodeKind::conditional) {
    const std::vector<NodeId> children = ast_[id].children;
    bool ok = true;
    for (size_t i = ast_[id].kind == NodeKind::conditional ? 1 : 0; i < children.size(); ++i)
      ok = check_words(children[i], enumeration) && ok;
    return ok;
  }
  if (!is_string_literal(id)) return true;
  const Enumeration& described = environment_.model->enums[static_cast<size_t>(enumeration)];
  const std::string text = ast_[id].literal.text;
  const auto word = std::find(described.words.begin(), described.words.end(), text);
  if (word != described.words.end()) {
    ast_[id].index = static_cast<int>(word - described.words.begin());
    return true;
  }
  auto builder = report(Code::expr_unknown_word, id, "'" + text + "' is not a word of " + described.name,
                        "'" + text + "' 不是枚举 " + described.name + " 中的词");
  if (const int labelled = described.word(text); labelled >= 0) {
    builder.hint("write the word '" + described.words[static_cast<size_t>(labelled)] + "'");
  } else if (std::string hint = suggestion(text, described.words); !hint.empty()) {
    builder.hint(std::move(hint));
  } else {
    hint = "known: ";
    constexpr size_t kShown = 12;
    for (size_t i = 0; i < described.words.size() && i < kShown; ++i) hint += (i == 0 ? "" : ", ") + described.words[i];
    builder.hint(hint + (described.words.size() > kShown ? " ..." : ""));
  }
  return false;
}

bool Checker::check_enumerations(NodeId id) {
  const NodeId left = ast_[id].children[0];
  const NodeId right = ast_[id].children[1];
  const std::string& name = ast_[id].text;
  /// The enumeration of a value, or of the elements of a list; -1.
  const auto enumeration_of = [this](NodeId node, bool elements) {
    const TypeId type = infer_.resolve(ast_[node].type);
    const TypeId inner = elements && pool_[type].kind == TypeKind::list ? infer_.resolve(pool_[type].args[0]) : type;
    return pool_[inner].kind == TypeKind::enumeration ? pool_[inner].index : -1;
  };
  if (is_order(name)) {
    if (enumeration_of(left, false) < 0 && enumeration_of(right, false) < 0) return true;
    const bool is_left = enumeration_of(left, false) >= 0;
    report_telling(Code::expr_order, id, "words of " + type_of(is_left ? left : right) + " have no order",
                   type_of(is_left ? left : right) + " 的词没有大小之分")
        .hint("name the words: x in ['a', 'b']");
    return false;
  }
  const int a = enumeration_of(left, true);
  const int b = enumeration_of(right, true);
  if (a >= 0 && b >= 0 && a != b) {
    report_telling(Code::expr_no_overload, id, type_of(left) + " and " + type_of(right) + " are different enumerations",
                   type_of(left) + " 与 " + type_of(right) + " 是不同的枚举")
        .hint("compare texts if that is meant: string(a) == string(b)");
    return false;
  }
  bool ok = true;
  if (a >= 0 && b < 0) ok = check_words(right, a) && ok;
  if (b >= 0 && a < 0) ok = check_words(left, b) && ok;
  return ok;
}

// Errors.

TypeId Checker::unknown_function(NodeId id) {
  std::string name = ast_[id].text;
  if (name.starts_with('.')) name.erase(0, 1);
  const bool receiver = ast_[id].receiver;
  auto builder = report_telling(Code::expr_unknown_function, id, "unknown function '" + name + "'", "未知函数 '" + name + "'");
  if (!names_.functions(!receiver, name, true).empty()) {
    const auto& arguments = ast_[id].children;
    builder.hint(receiver ? "write " + name + "(" + source_text(arguments[0]) + ", ...)" : "write x." + name + "(...)");
    return pool_.error;
  }
  if (receiver && environment_.name) {
    if (const auto symbol = environment_.name(name); symbol && symbol->kind == Symbol::Kind::definition) {
      builder.hint("write " + name + "(" + source_text(ast_[id].children[0]) + ")");
      return pool_.error;
    }
  }
  if (!receiver && environment_.name) {
    if (const auto symbol = environment_.name(name)) {
      builder.hint("'" + name + "' is a value; write it without brackets");
      return pool_.error;
    }
  }
  std::vector<std::string> known = names_.known_functions(receiver);
  if (receiver)
    for (const MacroWord& macro : kMacros) known.emplace_back(macro.name);
  if (!receiver) known.insert(known.end(), environment_.known_names.begin(), environment_.known_names.end());
  if (const auto near = nearest(name, known))
    builder.hint("did you mean '" + *near + "'?");
  else
    builder.hint("functions are listed in docs/functions.md");
  return pool_.error;
}

TypeId Checker::no_overload(NodeId id, const Candidates& candidates) {
  const std::string name = ast_[id].text;
  const std::vector<NodeId> arguments = ast_[id].children;
  std::string en;
  std::string zh;
  if (is_operator(name) && arguments.size() == 2) {
    const std::string a = type_of(arguments[0]);
    const std::string b = type_of(arguments[1]);
    en = "'" + sign_of(name) + "' does not work between " + a + " and " + b;
    zh = "'" + sign_of(name) + "' 不能用于 " + a + " 与 " + b;
  } else if (is_operator(name)) {
    en = "'" + sign_of(name) + "' does not work on " + type_of(arguments[0]);
    zh = "'" + sign_of(name) + "' 不能用于 " + type_of(arguments[0]);
  } else {
    std::string types;
    const size_t first = ast_[id].receiver ? 1 : 0;
    for (size_t i = first; i < arguments.size(); ++i) types += (i == first ? "" : ", ") + type_of(arguments[i]);
    en = "'" + name + "' does not take (" + types + ")" + (first == 1 ? " on " + type_of(arguments[0]) : "");
    zh = (first == 1 ? type_of(arguments[0]) + " 的 '" : std::string("'")) + name + "' 不接受 (" + types + ")";
  }
  std::string hint = overload_hint(id);
  if (hint.empty()) {
    hint = "known: ";
    constexpr size_t kShown = 5;
    size_t shown = 0;
    for (const Overload* candidate : candidates) {
      if (compares_any_numbers(candidate->id)) continue;
      if (shown++ == kShown) {
        hint += " ...";
        break;
      }
      hint += (shown == 1 ? "" : "; ") + std::string(candidate->signature);
    }
  }
  report_telling(Code::expr_no_overload, id, std::move(en), std::move(zh)).hint(std::move(hint));
  return candidates.front()->result == pool_.boolean ? pool_.boolean : pool_.error;
}

/// What the author most likely meant; empty when there is no such guess.
std::string Checker::overload_hint(NodeId id) {
  const std::string& name = ast_[id].text;
  const auto& arguments = ast_[id].children;
  if (!is_operator(name) || arguments.size() != 2) return {};
  const NodeId left = arguments[0];
  const NodeId right = arguments[1];
  const TypeKind a = kind_of_node(left);
  const TypeKind b = kind_of_node(right);
  const auto either = [a, b](TypeKind x, TypeKind y) { return (a == x && b == y) || (a == y && b == x); };
  const bool compares = is_equality(name) || is_order(name);
  if (either(TypeKind::date, TypeKind::string)) {
    const NodeId text = a == TypeKind::string ? left : right;
    if (is_string_literal(text) && is_iso_date(ast_[text].literal.text)) return "write date('" + ast_[text].literal.text + "')";
    return "a date is written date('2023-05-19')";
  }
  if (either(TypeKind::date, TypeKind::timestamp))
    return "write " + source_text(a == TypeKind::timestamp ? left : right) + ".date()";
  if (either(TypeKind::timestamp, TypeKind::string)) return "a moment is written timestamp('2023-05-19T08:00:00')";
  if (!compares && either(TypeKind::date, TypeKind::int_type))
    return "write days(" + source_text(a == TypeKind::int_type ? left : right) + ")";
  if (compares && either(TypeKind::duration, TypeKind::int_type))
    return "write days(n) for a number of days; date - date is already a number";
  if (compares && (a == TypeKind::null_type || b == TypeKind::null_type))
    return "ask has(" + source_text(a == TypeKind::null_type ? right : left) + ")";
  if (is_numeric(a) && is_numeric(b)) {
    const NodeId whole = a == TypeKind::int_type ? left : right;
    if (either(TypeKind::int_type, TypeKind::double_type)) {
      return ast_[whole].kind == NodeKind::literal ? "write " + source_text(whole) + ".0"
                                                   : "write double(" + source_text(whole) + ")";
    }
    return "convert one side with int(), uint() or double()";
  }
  if (name == "_+_" && (a == TypeKind::string || b == TypeKind::string))
    return "write string(" + source_text(a == TypeKind::string ? right : left) + ")";
  if (compares && a == TypeKind::boolean && ast_[left].kind == NodeKind::call && is_order(ast_[left].text))
    return "write a < b && b < c";
  if (is_equality(name) && a == TypeKind::list && b != TypeKind::list)
    return "write " + source_text(right) + " in " + source_text(left);
  if (is_equality(name) && b == TypeKind::list && a != TypeKind::list)
    return "write " + source_text(left) + " in " + source_text(right);
  if (is_equality(name) && (either(TypeKind::row, TypeKind::reference) || either(TypeKind::row, TypeKind::string) ||
                            either(TypeKind::owner, TypeKind::reference) || either(TypeKind::owner, TypeKind::string))) {
    return "compare its id: " + source_text(a == TypeKind::row || a == TypeKind::owner ? left : right) + ".id";
  }
  if (name == "@in" && b == TypeKind::string) return "write " + source_text(right) + ".contains(" + source_text(left) + ")";
  if (compares && either(TypeKind::int_type, TypeKind::string)) return "write int(x), or put the number in quotes";
  return {};
}

}  // namespace hegui::cel
