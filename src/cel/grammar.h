// Words and signs of the grammar: macros by name, operators by token.
// Test: tests/cel/parser_test.cc
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "cel/ast.h"
#include "cel/lexer.h"

namespace hegui::cel {

struct MacroWord {
  std::string_view name;
  Macro macro;
  size_t least, most;  // arguments
  bool two_variables;  // one or two variables: two when there are three arguments
  const char* usage;
  bool takes(size_t arguments) const { return arguments >= least && arguments <= most; }
};
inline constexpr MacroWord kMacros[] = {
    {"all", Macro::all, 2, 3, true, "all(x, condition)"},
    {"exists", Macro::exists, 2, 3, true, "exists(x, condition)"},
    {"exists_one", Macro::exists_one, 2, 3, true, "exists_one(x, condition)"},
    {"existsOne", Macro::exists_one, 2, 3, true, "existsOne(x, condition)"},
    {"map", Macro::map, 2, 3, false, "map(x, value) or map(x, condition, value)"},
    {"filter", Macro::filter, 2, 2, false, "filter(x, condition)"},
    {"transformList", Macro::transform_list, 3, 4, false,
     "transformList(i, x, value) or transformList(i, x, condition, value)"},
    {"transformMap", Macro::transform_map, 3, 4, false, "transformMap(k, v, value) or transformMap(k, v, condition, value)"},
    {"transformMapEntry", Macro::transform_map_entry, 3, 4, false,
     "transformMapEntry(k, v, {key: value}) or transformMapEntry(k, v, condition, {key: value})"},
    {"optMap", Macro::opt_map, 2, 2, false, "optMap(x, value)"},
    {"optFlatMap", Macro::opt_flat_map, 2, 2, false, "optFlatMap(x, optional)"},
};

inline const MacroWord* find_macro(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kMacros), std::end(kMacros), [name](const MacroWord& m) { return m.name == name; });
  return found == std::end(kMacros) ? nullptr : found;
}

inline const char* operator_name(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::plus:
      return "_+_";
    case Token::Kind::minus:
      return "_-_";
    case Token::Kind::times:
      return "_*_";
    case Token::Kind::divide:
      return "_/_";
    case Token::Kind::modulo:
      return "_%_";
    case Token::Kind::equal:
      return "_==_";
    case Token::Kind::not_equal:
      return "_!=_";
    case Token::Kind::less:
      return "_<_";
    case Token::Kind::less_equal:
      return "_<=_";
    case Token::Kind::greater:
      return "_>_";
    case Token::Kind::greater_equal:
      return "_>=_";
    case Token::Kind::word_in:
      return "@in";
    default:
      return nullptr;
  }
}

inline bool is_additive(Token::Kind kind) { return kind == Token::Kind::plus || kind == Token::Kind::minus; }
inline bool is_multiplicative(Token::Kind kind) {
  return kind == Token::Kind::times || kind == Token::Kind::divide || kind == Token::Kind::modulo;
}
inline bool is_relation(Token::Kind kind) {
  return operator_name(kind) != nullptr && !is_additive(kind) && !is_multiplicative(kind);
}
inline bool is_closer(Token::Kind kind) {
  return kind == Token::Kind::right_paren || kind == Token::Kind::right_bracket || kind == Token::Kind::right_brace;
}
inline bool is_opener(Token::Kind kind) {
  return kind == Token::Kind::left_paren || kind == Token::Kind::left_bracket || kind == Token::Kind::left_brace;
}

}  // namespace hegui::cel
