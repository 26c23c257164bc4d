// The parser: tokens -> Ast. In: an Expression with its text. Out: its nodes and root, or diagnostics HG3001-HG3009.
// Idea: recursive descent along CEL's grammar; `&&` and `||` chains become one node, macros stay one node, comprehension
// variables are resolved here (they hide everything). After an error reading goes on at the next comma or bracket of the
// same nesting, so one run shows all errors. Nesting and the depth of the tree are bounded.
// Cost: O(tokens).   Test: tests/cel/parser_test.cc, tests/cel/limits_test.cc
#include "cel/parser.h"

#include <algorithm>

namespace hegui::cel {

namespace {
constexpr int kDeepest = 250;  // whatever the options say, so that no stack overflows
}  // namespace

Parser::Parser(Expression& expression, const ParseLimits& limits, Diagnostics& diagnostics)
    : expression_(expression),
      ast_(expression.ast),
      limits_(limits),
      diagnostics_(diagnostics),
      max_depth_(std::clamp(limits.max_depth, 1, kDeepest)) {}

bool Parser::run() {
  ast_.nodes.clear();
  ast_.root = kNoNode;
  ast_.slots = kFirstLocal;
  const std::string_view text = ast_.text;
  if (text.size() > limits_.max_bytes) {
    report(Code::expr_limit, 0, static_cast<uint32_t>(std::min<size_t>(text.size(), 1)),
           "the expression is longer than " + std::to_string(limits_.max_bytes) + " bytes",
           "表达式超过 " + std::to_string(limits_.max_bytes) + " 字节")
        .hint("split it into definitions");
    return false;
  }
  if (const size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    report(Code::invalid_utf8, static_cast<uint32_t>(bad), static_cast<uint32_t>(bad + 1), "this byte is not valid UTF-8",
           "此字节不是有效的 UTF-8");
    return false;
  }
  const Report lexer_report = [this](Code code, uint32_t begin, uint32_t end, std::string en, std::string zh) {
    return report(code, begin, end, std::move(en), std::move(zh));
  };
  lex(text, lexer_report, tokens_);
  if (tokens_.size() == 1 && !failed_) {
    report(Code::expr_empty, 0, static_cast<uint32_t>(text.size()), "the expression is empty", "表达式为空")
        .hint("write a condition, or leave the key out");
    return false;
  }
  const NodeId root = parse_expression();
  if (!aborted_ && peek().kind != Kind::end) unexpected("an operator or the end", "运算符或结尾");
  if (failed_) return false;
  ast_.root = root;
  return root != kNoNode;
}

// Tokens.
const Token& Parser::take() {
  const Token& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}
bool Parser::eat(Kind kind) {
  if (peek().kind != kind) return false;
  take();
  return true;
}

// Errors.
Diagnostics::Builder Parser::report(Code code, uint32_t begin, uint32_t end, std::string en, std::string zh) {
  failed_ = true;
  return diagnostics_.report(code, span(begin, end), std::move(en), std::move(zh));
}
Span Parser::span(uint32_t begin, uint32_t end) const {
  return expression_.map.span(expression_.source, begin, end, static_cast<uint32_t>(ast_.text.size()));
}
Diagnostics::Builder Parser::report(Code code, const Token& token, std::string en, std::string zh) {
  return report(code, token.begin, token.end, std::move(en), std::move(zh));
}

/// Reports the token at hand as unexpected, once a place; a character already reported stays silent.
NodeId Parser::unexpected(const std::string& wanted, const std::string& wanted_zh, const Token* opened) {
  const Token& token = peek();
  failed_ = true;
  if (aborted_ || token.kind == Kind::unknown || token.begin == last_error_) return kNoNode;
  last_error_ = token.begin;
  auto builder = report(Code::expr_syntax, token, "expected " + wanted + ", found " + describe(token, ast_.text),
                        "此处应为" + wanted_zh + "，却是" + describe_zh(token, ast_.text));
  if (opened != nullptr) builder.note(span(opened->begin, opened->end), "opened here / 起始于此");
  const std::string_view word = token.kind == Kind::identifier ? std::string_view(token.text) : std::string_view();
  const std::string_view before =
      at_ > 0 && tokens_[at_ - 1].kind == Kind::identifier ? std::string_view(tokens_[at_ - 1].text) : "";
  if (word == "and" || word == "AND" || before == "and")
    builder.hint("write && for 'and'");
  else if (word == "or" || word == "OR" || before == "or")
    builder.hint("write || for 'or'");
  else if (before == "not" || before == "NOT")
    builder.hint("write ! for 'not'");
  else if (word == "is")
    builder.hint("write == for 'is'");
  else if (word == "not" && peek(1).kind == Kind::word_in)
    builder.hint("write !(x in list)");
  return kNoNode;
}

NodeId Parser::abort_at(const Token& token, const std::string& en, const std::string& zh) {
  if (!aborted_) report(Code::expr_limit, token, en, zh).hint("split it into definitions");
  aborted_ = true;
  return kNoNode;
}

/// Skips to the comma or closing bracket of this nesting.
void Parser::synchronise() {
  int depth = 0;
  while (peek().kind != Kind::end) {
    const Kind kind = peek().kind;
    if (depth == 0 && (kind == Kind::comma || is_closer(kind))) return;
    if (is_opener(kind)) ++depth;
    if (is_closer(kind)) --depth;
    take();
  }
}

// Nodes.
NodeId Parser::add(Node node) {
  if (aborted_) return kNoNode;
  int depth = 0;
  for (const NodeId child : node.children) {
    if (child == kNoNode) return kNoNode;
    depth = std::max(depth, depths_[static_cast<size_t>(child)]);
  }
  if (++depth > max_depth_)
    return abort_at(peek(), "the expression is nested more than " + std::to_string(max_depth_) + " deep",
                    "表达式嵌套超过 " + std::to_string(max_depth_) + " 层");
  if (ast_.nodes.size() >= limits_.max_nodes) {
    return abort_at(peek(), "the expression has more than " + std::to_string(limits_.max_nodes) + " parts",
                    "表达式超过 " + std::to_string(limits_.max_nodes) + " 个部分");
  }
  ast_.nodes.push_back(std::move(node));
  depths_.push_back(depth);
  return static_cast<NodeId>(ast_.nodes.size() - 1);
}

NodeId Parser::add(NodeKind kind, uint32_t begin, uint32_t at, std::string text, std::vector<NodeId> children) {
  Node node;
  node.kind = kind;
  node.begin = begin;
  node.end = last_end();
  node.at = at;
  node.text = std::move(text);
  node.children = std::move(children);
  return add(std::move(node));
}

// Grammar. Every function gives kNoNode after an error.
NodeId Parser::parse_expression() {
  if (aborted_) return kNoNode;
  if (++nesting_ > max_depth_) {
    --nesting_;
    return abort_at(peek(), "brackets are nested more than " + std::to_string(max_depth_) + " deep",
                    "括号嵌套超过 " + std::to_string(max_depth_) + " 层");
  }
  const uint32_t begin = peek().begin;
  NodeId result = parse_chain(Kind::or_);
  if (peek().kind == Kind::question) {
    const Token question = take();
    const NodeId then = parse_chain(Kind::or_);
    if (!eat(Kind::colon)) {
      unexpected("':' and the other value", "':' 和另一个值", &question);
      result = kNoNode;
    } else {
      const NodeId otherwise = parse_expression();
      result = add(NodeKind::conditional, begin, question.begin, "", {result, then, otherwise});
    }
  }
  --nesting_;
  return result;
}

/// `a || b || c` (or `&&`): one node for the whole chain.
NodeId Parser::parse_chain(Kind sign) {
  const auto part = [&] { return sign == Kind::or_ ? parse_chain(Kind::and_) : parse_relation(); };
  const uint32_t begin = peek().begin;
  const NodeId first = part();
  if (peek().kind != sign) return first;
  const uint32_t at = peek().begin;
  std::vector<NodeId> children = {first};
  while (!aborted_ && eat(sign)) children.push_back(part());
  return add(sign == Kind::or_ ? NodeKind::or_ : NodeKind::and_, begin, at, "", std::move(children));
}

template <typename Part>
NodeId Parser::parse_binary(bool (*belongs)(Kind), Part part) {
  const uint32_t begin = peek().begin;
  NodeId left = part();
  while (!aborted_ && belongs(peek().kind)) {
    const Token sign = take();
    const NodeId right = part();
    left = add(NodeKind::call, begin, sign.begin, operator_name(sign.kind), {left, right});
  }
  return left;
}

NodeId Parser::parse_relation() {
  return parse_binary(is_relation, [this] { return parse_sum(); });
}
NodeId Parser::parse_sum() {
  return parse_binary(is_additive, [this] { return parse_product(); });
}
NodeId Parser::parse_product() {
  return parse_binary(is_multiplicative, [this] { return parse_unary(); });
}

NodeId Parser::parse_unary() {
  std::vector<Token> signs;
  while (peek().kind == Kind::not_ || peek().kind == Kind::minus) {
    const bool literal_sign =
        peek().kind == Kind::minus && (peek(1).kind == Kind::int_value || peek(1).kind == Kind::double_value);
    if (literal_sign) break;
    if (!signs.empty() && signs.back().kind != peek().kind) {
      report(Code::expr_syntax, peek(), "'!' and '-' do not stand side by side", "'!' 与 '-' 不能连写")
          .hint("write brackets: !(-x)");
      return kNoNode;
    }
    if (signs.size() > static_cast<size_t>(max_depth_)) return abort_at(peek(), "too many signs in a row", "连续的符号过多");
    signs.push_back(take());
  }
  NodeId result = parse_member();
  for (auto sign = signs.rbegin(); sign != signs.rend(); ++sign) {
    result = sign->kind == Kind::not_ ? add(NodeKind::not_, sign->begin, sign->begin, "", {result})
                                      : add(NodeKind::call, sign->begin, sign->begin, "-_", {result});
  }
  return result;
}

NodeId Parser::parse_member() {
  const uint32_t begin = peek().begin;
  NodeId result = parse_primary();
  while (!aborted_) {
    if (peek().kind == Kind::dot) {
      result = parse_after_dot(begin, result);
    } else if (peek().kind == Kind::left_bracket) {
      result = parse_subscript(begin, result);
    } else if (peek().kind == Kind::left_brace && result != kNoNode && is_name_chain(result)) {
      report(Code::expr_unsupported, peek(), "messages such as Name{...} are not part of this language",
             "此语言没有 Name{...} 形式的消息")
          .hint("a map is written {'key': value}");
      take();
      skip_past(Kind::right_brace);
      result = kNoNode;
    } else {
      return result;
    }
  }
  return kNoNode;
}

bool Parser::is_name_chain(NodeId id) const {
  while (ast_[id].kind == NodeKind::select) id = ast_[id].children[0];
  return ast_[id].kind == NodeKind::name;
}

void Parser::skip_past(Kind closer) {
  do {
    synchronise();
  } while (eat(Kind::comma));
  eat(closer);
}

NodeId Parser::parse_after_dot(uint32_t begin, NodeId operand) {
  take();
  const bool optional = eat(Kind::question);
  const Token name = peek();
  if (name.kind != Kind::identifier && name.kind != Kind::quoted_identifier) {
    unexpected("a name after '.'", "'.' 之后的名称");
    return kNoNode;
  }
  take();
  if (!optional && name.kind == Kind::identifier && peek().kind == Kind::left_paren)
    return parse_receiver_call(begin, operand, name);
  const NodeId result = add(NodeKind::select, begin, name.begin, name.text, {operand});
  if (result != kNoNode) ast_[result].optional = optional;
  return result;
}

NodeId Parser::parse_subscript(uint32_t begin, NodeId operand) {
  const Token bracket = take();
  const bool optional = eat(Kind::question);
  const NodeId key = parse_expression();
  const bool closed = close(Kind::right_bracket, "']'", bracket, key);
  const NodeId result = closed ? add(NodeKind::subscript, begin, bracket.begin, "", {operand, key}) : kNoNode;
  if (result != kNoNode) ast_[result].optional = optional;
  return result;
}

/// Takes the closing bracket; after an error in what stands inside skips to it.
bool Parser::close(Kind closer, const char* shown, const Token& opened, NodeId inside) {
  if (aborted_) return false;
  if (peek().kind != closer) {
    if (inside != kNoNode) unexpected(std::string(shown), std::string(shown), &opened);
    skip_to(closer);
    return eat(closer) && false;
  }
  take();
  return true;
}

void Parser::skip_to(Kind closer) {
  synchronise();
  while (peek().kind == Kind::comma && closer != Kind::comma) {
    take();
    synchronise();
  }
}

NodeId Parser::parse_primary() {
  const Token token = peek();
  switch (token.kind) {
    case Kind::left_paren: {
      take();
      const NodeId inside = parse_expression();
      return close(Kind::right_paren, "')'", token, inside) ? inside : kNoNode;
    }
    case Kind::left_bracket:
      return parse_list();
    case Kind::left_brace:
      return parse_map();
    case Kind::minus:
    case Kind::int_value:
    case Kind::uint_value:
    case Kind::double_value:
      return parse_number();
    case Kind::string:
    case Kind::bytes: {
      Literal literal;
      literal.kind = token.kind == Kind::string ? Literal::Kind::string : Literal::Kind::bytes;
      literal.text = token.text;
      return literal_node(std::move(literal));
    }
    case Kind::word_true:
    case Kind::word_false: {
      Literal literal;
      literal.kind = Literal::Kind::boolean;
      literal.boolean = token.kind == Kind::word_true;
      return literal_node(std::move(literal));
    }
    case Kind::word_null:
      return literal_node({});
    case Kind::param: {
      take();
      return add(NodeKind::param, token.begin, token.begin, token.text, {});
    }
    case Kind::dot:
    case Kind::identifier:
      return parse_name();
    default:
      return unexpected("a value", "一个值");
  }
}

NodeId Parser::literal_node(Literal literal) {
  const Token token = take();
  const NodeId result = add(NodeKind::literal, token.begin, token.begin, "", {});
  if (result != kNoNode) ast_[result].literal = std::move(literal);
  return result;
}

NodeId Parser::parse_number() {
  const uint32_t begin = peek().begin;
  const bool negative = eat(Kind::minus);
  const Token token = peek();
  Literal literal;
  if (token.kind == Kind::double_value) {
    literal.kind = Literal::Kind::double_value;
    literal.real = negative ? -token.real : token.real;
  } else if (token.kind == Kind::uint_value) {
    literal.kind = Literal::Kind::uint_value;
    literal.integer = static_cast<int64_t>(token.magnitude);
  } else if (token.kind == Kind::int_value) {
    literal.kind = Literal::Kind::int_value;
    constexpr uint64_t kMostNegative = uint64_t{1} << 63;
    if (token.magnitude == kMostNegative && !negative) {
      report(Code::expr_number, token, "this number is too large for 64 bits", "此数超出 64 位整数的范围");
    }
    literal.integer = static_cast<int64_t>(negative ? 0 - token.magnitude : token.magnitude);
  } else {
    return unexpected("a number", "数字");
  }
  const NodeId result = literal_node(std::move(literal));
  if (result != kNoNode) ast_[result].begin = begin;
  return result;
}

NodeId Parser::parse_name() {
  const Token first = peek();
  const bool rooted = eat(Kind::dot);
  const Token name = peek();
  if (name.kind != Kind::identifier) return unexpected("a name", "名称");
  take();
  if (is_reserved(name.text)) {
    auto builder = report(Code::expr_reserved, name, "'" + name.text + "' is a reserved word", "'" + name.text + "' 是保留字");
    builder.hint(name.text == "if" || name.text == "else" ? "write condition ? a : b" : "choose another name");
  }
  if (peek().kind == Kind::left_paren) return parse_global_call(first.begin, name, rooted);
  if (!rooted) {
    for (const Local& local : locals_)
      if (local.name == name.text) return local_node(name.begin, name.begin, name.text);
  }
  return add(NodeKind::name, first.begin, name.begin, (rooted ? "." : "") + name.text, {});
}

NodeId Parser::parse_list() {
  const Token opened = take();
  std::vector<NodeId> elements;
  std::vector<NodeId> optionals;
  while (!aborted_ && peek().kind != Kind::right_bracket && peek().kind != Kind::end) {
    const bool optional = eat(Kind::question);
    elements.push_back(parse_expression());
    if (elements.back() == kNoNode) synchronise();
    if (optional) optionals.push_back(elements.back());
    if (!eat(Kind::comma)) break;
  }
  if (aborted_) return kNoNode;
  if (peek().kind != Kind::right_bracket) {
    unexpected("',' or ']'", "',' 或 ']'", &opened);
    skip_to(Kind::right_bracket);
    eat(Kind::right_bracket);
    return kNoNode;
  }
  take();
  const NodeId result = add(NodeKind::list, opened.begin, opened.begin, "", std::move(elements));
  if (result != kNoNode) ast_[result].optionals = std::move(optionals);
  return result;
}

NodeId Parser::parse_map() {
  const Token opened = take();
  std::vector<NodeId> entries;
  std::vector<NodeId> optionals;
  while (!aborted_ && peek().kind != Kind::right_brace && peek().kind != Kind::end) {
    const bool optional = eat(Kind::question);
    const NodeId key = parse_expression();
    NodeId value = kNoNode;
    if (peek().kind == Kind::colon) {
      take();
      value = parse_expression();
    } else if (key != kNoNode) {
      unexpected("':' after the key", "键之后的 ':'");
    }
    if (key == kNoNode || value == kNoNode) synchronise();
    if (optional) optionals.push_back(key);
    entries.push_back(key);
    entries.push_back(value);
    if (!eat(Kind::comma)) break;
  }
  if (aborted_) return kNoNode;
  if (peek().kind != Kind::right_brace) {
    unexpected("',' or '}'", "',' 或 '}'", &opened);
    skip_to(Kind::right_brace);
    eat(Kind::right_brace);
    return kNoNode;
  }
  take();
  const NodeId result = add(NodeKind::map, opened.begin, opened.begin, "", std::move(entries));
  if (result != kNoNode) ast_[result].optionals = std::move(optionals);
  return result;
}

bool parse(Expression& expression, const ParseLimits& limits, Diagnostics& diagnostics) {
  return Parser(expression, limits, diagnostics).run();
}

}  // namespace hegui::cel
