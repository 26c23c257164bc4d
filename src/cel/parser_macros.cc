// Calls and macros as parsed. In: tokens behind a name. Out: a call, or one node for a macro, cel.bind or cel.block.
// Idea: a macro is known by its name, by standing behind a dot and by its number of arguments; else the call stays a call, and
// the checker tells what was meant. Variables by number (cel.index, cel.iterVar) get names that no author can write. Cost:
// O(tokens) a macro.   Test: tests/cel/parser_test.cc
#include "cel/parser.h"

namespace hegui::cel {

std::vector<NodeId> Parser::parse_arguments(const Token& opened, bool& ok) {
  std::vector<NodeId> arguments;
  ok = true;
  if (eat(Kind::right_paren)) return arguments;
  return parse_more_arguments(opened, std::move(arguments), ok);
}

std::vector<NodeId> Parser::parse_more_arguments(const Token& opened, std::vector<NodeId> arguments, bool& ok) {
  do {
    const NodeId argument = parse_expression();
    if (argument == kNoNode) {
      ok = false;
      if (aborted_) return arguments;
      synchronise();
    }
    arguments.push_back(argument);
  } while (eat(Kind::comma));
  if (peek().kind != Kind::right_paren) {
    unexpected("',' or ')'", "',' 或 ')'", &opened);
    skip_to(Kind::right_paren);
    ok = false;
  }
  eat(Kind::right_paren);
  return arguments;
}

NodeId Parser::parse_receiver_call(uint32_t begin, NodeId operand, const Token& name) {
  const Token opened = take();
  if (operand != kNoNode && ast_[operand].kind == NodeKind::name && ast_[operand].text == "cel") {
    if (name.text == "bind") return parse_bind(begin, name, opened);
    if (name.text == "block" && peek().kind == Kind::left_bracket) return parse_block(begin, name, opened);
    const NodeId numbered = parse_numbered(begin, name, opened);
    if (numbered != kNoNode || aborted_) return numbered;
  }
  const MacroWord* macro = find_macro(name.text);
  if (macro != nullptr && macro->takes(count_arguments())) return parse_macro(begin, operand, name, opened, *macro);
  bool ok = true;
  std::vector<NodeId> children = parse_arguments(opened, ok);
  children.insert(children.begin(), operand);
  if (!ok || operand == kNoNode) return kNoNode;
  const NodeId result = add(NodeKind::call, begin, name.begin, name.text, std::move(children));
  if (result != kNoNode) ast_[result].receiver = true;
  return result;
}

/// Arguments (or elements) from the token at hand to the bracket that closes them; a comma at the end counts for none.
size_t Parser::count_arguments() const {
  size_t count = 0;
  bool something = false;
  int depth = 0;
  for (size_t at = at_; at < tokens_.size(); ++at) {
    const Kind kind = tokens_[at].kind;
    if (kind == Kind::end || (depth == 0 && is_closer(kind))) break;
    if (is_opener(kind)) ++depth;
    if (is_closer(kind)) --depth;
    if (depth == 0 && kind == Kind::comma) {
      count += something ? 1 : 0;
      something = false;
      continue;
    }
    something = true;
  }
  return count + (something ? 1 : 0);
}

/// The variable with that name, innermost first; else a name to be found unknown by the checker.
NodeId Parser::local_node(uint32_t begin, uint32_t at, const std::string& name) {
  for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
    if (local->name != name) continue;
    const NodeId result = add(NodeKind::variable, begin, at, name, {});
    if (result != kNoNode) ast_[result].index = local->slot;
    return result;
  }
  return add(NodeKind::name, begin, at, name, {});
}

int Parser::declare(const Token& name) {
  if (is_reserved(name.text))
    report(Code::expr_reserved, name, "'" + name.text + "' is a reserved word", "'" + name.text + "' 是保留字")
        .hint("choose another name for the variable");
  locals_.push_back({name.text, ast_.slots});
  return ast_.slots++;
}

NodeId Parser::wrong_macro(const Token& name, const MacroWord& macro) {
  const bool two = macro.least == 3;
  report(Code::expr_macro, name, "'" + name.text + (two ? "' takes two simple names first" : "' takes a simple name first"),
         "'" + name.text + (two ? "' 的前两个参数应为简单名称" : "' 的第一个参数应为简单名称"))
      .hint(std::string("write ") + macro.usage);
  return kNoNode;
}

/// `iterVar(1, 0)` from the token `ahead` on: the name of that variable, which no author can write, and its number of tokens.
std::optional<std::string> Parser::numbered_name(size_t ahead, size_t& tokens) const {
  const std::string& word = peek(ahead).text;
  const size_t numbers = word == "index" ? 1 : word == "iterVar" || word == "accuVar" ? 2 : 0;
  if (numbers == 0 || peek(ahead).kind != Kind::identifier || peek(ahead + 1).kind != Kind::left_paren) return std::nullopt;
  std::string name = word == "index" ? "@index" : word == "iterVar" ? "@it" : "@ac";
  for (size_t i = 0; i < numbers; ++i) {
    const Token& number = peek(ahead + 2 + 2 * i);
    const Kind after = peek(ahead + 3 + 2 * i).kind;
    if (number.kind != Kind::int_value || after != (i + 1 < numbers ? Kind::comma : Kind::right_paren)) return std::nullopt;
    name += (word == "index" ? "" : ":") + std::to_string(number.magnitude);
  }
  tokens = 2 + 2 * numbers;
  return name;
}

/// cel.index(i), cel.iterVar(n, m), cel.accuVar(n, m): variables by number, behind the opening bracket; else nothing is read.
NodeId Parser::parse_numbered(uint32_t begin, const Token& name, const Token& opened) {
  size_t tokens = 0;
  at_ -= 2;  // back to the name
  const std::optional<std::string> variable = numbered_name(0, tokens);
  at_ += 2;
  if (!variable || opened.kind != Kind::left_paren) return kNoNode;
  for (size_t i = 2; i < tokens; ++i) take();
  return local_node(begin, name.begin, *variable);
}

/// The variable of a macro and the comma behind it: a name, or cel.iterVar(n, m).
std::optional<Token> Parser::take_variable() {
  if (peek().kind != Kind::identifier) return std::nullopt;
  Token variable = peek();
  size_t tokens = 1;
  if (variable.text == "cel" && peek(1).kind == Kind::dot) {
    const std::optional<std::string> numbered = numbered_name(2, tokens);
    if (!numbered) return std::nullopt;
    tokens += 2;
    variable.text = *numbered;
    variable.end = peek(tokens - 1).end;
  }
  if (peek(tokens).kind != Kind::comma) return std::nullopt;
  for (size_t i = 0; i <= tokens; ++i) take();
  return variable;
}

NodeId Parser::parse_macro(uint32_t begin, NodeId operand, const Token& name, const Token& opened, const MacroWord& macro) {
  const size_t outer = locals_.size();
  const size_t given = count_arguments();
  const bool two = macro.least == 3 || (macro.two_variables && given == 3);
  bool ok = true;
  int slots[2] = {-1, -1};
  std::string names[2];
  for (int i = 0; i < (two ? 2 : 1); ++i) {
    const std::optional<Token> variable = take_variable();
    if (!variable) {
      parse_arguments(opened, ok);
      locals_.resize(outer);
      return ok ? wrong_macro(name, macro) : kNoNode;
    }
    if (i == 1 && variable->text == names[0]) {
      report(Code::expr_macro, *variable, "the two variables must have different names", "两个变量的名称必须不同")
          .hint("rename one of them");
    }
    names[i] = variable->text;
    slots[i] = declare(*variable);
  }
  std::vector<NodeId> children = parse_more_arguments(opened, {operand}, ok);
  locals_.resize(outer);
  if (!ok || operand == kNoNode) return kNoNode;
  const NodeId result = add(NodeKind::comprehension, begin, name.begin, names[0], std::move(children));
  if (result != kNoNode) {
    ast_[result].macro = macro.macro;
    ast_[result].slot = slots[0];
    ast_[result].slot2 = slots[1];
    ast_[result].literal.text = names[1];
  }
  return result;
}

/// cel.bind(name, initial, body)
NodeId Parser::parse_bind(uint32_t begin, const Token& name, const Token& opened) {
  bool ok = true;
  const auto usage = [&] {
    report(Code::expr_macro, name, "'cel.bind' takes a name, its value and an expression",
           "'cel.bind' 的参数为名称、值和表达式")
        .hint("write cel.bind(x, value, expression)");
    return kNoNode;
  };
  const std::optional<Token> variable = take_variable();
  if (!variable) {
    parse_arguments(opened, ok);
    return ok ? usage() : kNoNode;
  }
  const NodeId initial = parse_expression();
  if (initial == kNoNode) synchronise();
  if (aborted_) return kNoNode;
  if (!eat(Kind::comma)) {
    if (initial != kNoNode && peek().kind == Kind::right_paren)
      usage();
    else if (initial != kNoNode)
      unexpected("','", "','", &opened);
    skip_to(Kind::right_paren);
    eat(Kind::right_paren);
    return kNoNode;
  }
  const size_t outer = locals_.size();
  const int slot = declare(*variable);
  std::vector<NodeId> children = parse_more_arguments(opened, {initial}, ok);
  locals_.resize(outer);
  if (!ok || initial == kNoNode) return kNoNode;
  if (children.size() != 2) return usage();
  const NodeId result = add(NodeKind::bind, begin, name.begin, variable->text, std::move(children));
  if (result != kNoNode) ast_[result].slot = slot;
  return result;
}

/// cel.block([a, b], body): the slots of a, b stand one behind the other, and each sees those before it.
NodeId Parser::parse_block(uint32_t begin, const Token& name, const Token& opened) {
  const Token bracket = take();
  const size_t outer = locals_.size();
  const int first = ast_.slots;
  const size_t count = count_arguments();
  ast_.slots += static_cast<int>(count);
  std::vector<NodeId> children;
  bool ok = true;
  while (!aborted_ && peek().kind != Kind::right_bracket && peek().kind != Kind::end) {
    children.push_back(parse_expression());
    if (children.back() == kNoNode) {
      ok = false;
      synchronise();
    }
    const int index = static_cast<int>(children.size()) - 1;
    locals_.push_back({"@index" + std::to_string(index), first + index});
    if (!eat(Kind::comma)) break;
  }
  if (aborted_) return kNoNode;
  if (peek().kind != Kind::right_bracket) {
    if (ok) unexpected("',' or ']'", "',' 或 ']'", &bracket);
    ok = false;
    skip_to(Kind::right_bracket);
  }
  eat(Kind::right_bracket);
  if (ok && !eat(Kind::comma)) {
    if (peek().kind == Kind::right_paren) {
      report(Code::expr_macro, name, "'cel.block' takes a list of expressions and an expression",
             "'cel.block' 的参数为表达式列表和一个表达式")
          .hint("write cel.block([a, b], expression)");
    } else {
      unexpected("','", "','", &opened);
    }
    ok = false;
  }
  if (!ok) {
    skip_to(Kind::right_paren);
    eat(Kind::right_paren);
    locals_.resize(outer);
    return kNoNode;
  }
  std::vector<NodeId> body = parse_more_arguments(opened, {}, ok);
  locals_.resize(outer);
  if (!ok) return kNoNode;
  if (body.size() != 1) {
    report(Code::expr_macro, name, "'cel.block' takes a list of expressions and an expression",
           "'cel.block' 的参数为表达式列表和一个表达式")
        .hint("write cel.block([a, b], expression)");
    return kNoNode;
  }
  children.push_back(body[0]);
  const NodeId result = add(NodeKind::block, begin, name.begin, "", std::move(children));
  if (result != kNoNode) ast_[result].slot = first;
  return result;
}

NodeId Parser::parse_global_call(uint32_t begin, const Token& name, bool rooted) {
  const Token opened = take();
  bool ok = true;
  std::vector<NodeId> arguments = parse_arguments(opened, ok);
  if (!ok) return kNoNode;
  if (name.text == "has" && !rooted && arguments.size() == 1) {
    const Node argument = ast_[arguments[0]];
    if (argument.kind != NodeKind::select || argument.optional) {
      report(Code::expr_macro, argument.begin, argument.end, "'has' asks for a field", "'has' 的参数应为字段")
          .hint("write has(row.field)");
      return kNoNode;
    }
    return add(NodeKind::has, begin, argument.at, argument.text, argument.children);
  }
  return add(NodeKind::call, begin, name.begin, (rooted ? "." : "") + name.text, std::move(arguments));
}

}  // namespace hegui::cel
